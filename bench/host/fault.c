// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

#include "bench/host/fault.h"
#include "lib/base/array.h"

static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP };

static volatile bool *verdict;
static const struct ib_layout *volatile running;

static void on_crash(int sig, siginfo_t *info, void *context)
{
	const ucontext_t *c = context;
	const void *at = (const void *)c->uc_mcontext.gregs[REG_RIP];

	/* Positive: from the kernel, not from kill(2) (sigaction(2)). */
	*verdict = running && info->si_code > 0 && !ib_layout_in_harness(running, at);
	/* By default now, see SA_RESETHAND. */
	raise(sig);
}

void ib_fault_watch(volatile bool *by_variant)
{
	static uint8_t memory[1 << 16];
	const stack_t stack = { .ss_sp = memory, .ss_size = sizeof(memory) };
	const struct sigaction action = {
		.sa_sigaction = on_crash,
		.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER,
	};

	verdict = by_variant;
	*verdict = false;
	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(crashes); i++)
		sigaction(crashes[i], &action, NULL);
}

void ib_fault_region(const struct ib_layout *layout)
{
	running = layout;
}
