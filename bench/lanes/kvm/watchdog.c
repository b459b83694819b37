// SPDX-License-Identifier: GPL-2.0-only
/* A time limit for a thread in KVM_RUN: a timer's signal makes it leave the guest. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/lanes/kvm/vm.h"

#define WATCH_SIGNAL	(SIGRTMIN + 4)
/* The signal is repeated, in case KVM_RUN was entered just after it. */
#define REPEAT_NS	(100 * 1000 * 1000)

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id	_sigev_un._tid
#endif

static _Thread_local struct kvm_run *volatile watched;
static _Thread_local volatile sig_atomic_t expired;
static _Thread_local timer_t timer;
static _Thread_local bool running;

static void on_time(int signal)
{
	expired = 1;
	if (watched)
		watched->immediate_exit = 1;
}

int ib_kvm_watch(struct ib_kvm_vcpu *vcpu, uint32_t milliseconds)
{
	struct sigaction action = { .sa_handler = on_time };
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = WATCH_SIGNAL,
	};
	const struct itimerspec limit = {
		.it_value = { milliseconds / 1000, milliseconds % 1000 * 1000000L },
		.it_interval = { 0, REPEAT_NS },
	};

	event.sigev_notify_thread_id = gettid();
	expired = 0;
	watched = vcpu->run;
	if (sigaction(WATCH_SIGNAL, &action, NULL) || timer_create(CLOCK_MONOTONIC, &event, &timer))
		return ib_kvm_fail("no timer to limit KVM_RUN: %s", strerror(errno));
	running = true;
	timer_settime(timer, 0, &limit, NULL);
	return 0;
}

void ib_kvm_watch_also(struct ib_kvm_vcpu *vcpu)
{
	watched = vcpu->run;
	if (expired)
		vcpu->run->immediate_exit = 1;
}

bool ib_kvm_expired(void)
{
	return expired;
}

void ib_kvm_unwatch(void)
{
	if (running)
		timer_delete(timer);
	running = false;
	if (watched)
		watched->immediate_exit = 0;
	watched = NULL;
	expired = 0;
}
