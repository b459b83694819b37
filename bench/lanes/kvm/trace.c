// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/lanes/kvm/trace.h"
#include "bench/lanes/kvm/vm.h"

#define TRACEFS		"/sys/kernel/tracing"
#define WATCH_MS	10000

struct trace {
	char dir[80];
	bool mounted;
};

static int put(const struct trace *t, const char *file, const char *text)
{
	char path[160];
	int fd, ret = 0;

	snprintf(path, sizeof(path), "%s/%s", t->dir, file);
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		ret = ib_kvm_fail("%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ret;
}

static void close_trace(struct trace *t)
{
	rmdir(t->dir);
	if (t->mounted)
		umount2(TRACEFS, MNT_DETACH);
}

static int open_trace(struct trace *t)
{
	char tid[16];

	t->mounted = false;
	if (access(TRACEFS "/instances", F_OK)) {
		if (mount("tracefs", TRACEFS, "tracefs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
			return ib_kvm_fail("tracefs: %s; run as root", strerror(errno));
		t->mounted = true;
	}
	snprintf(t->dir, sizeof(t->dir), TRACEFS "/instances/initbench-%d", getpid());
	if (mkdir(t->dir, 0700)) {
		ib_kvm_fail("%s: %s; run as root", t->dir, strerror(errno));
		goto err;
	}
	snprintf(tid, sizeof(tid), "%d", gettid());
	if (put(t, "set_event_pid", tid) || put(t, "events/kvm/kvm_fpu/enable", "1"))
		goto err;
	return 0;
err:
	close_trace(t);
	return -1;
}

/* Loads of the guest's FPU in one KVM_RUN. */
static int count_loads(const struct trace *t, struct ib_kvm_vcpu *vcpu, uint32_t *loads)
{
	char path[160], line[512];
	FILE *f;

	*loads = 0;
	if (put(t, "trace", "") || ib_kvm_run(vcpu, NULL, NULL))
		return -1;
	snprintf(path, sizeof(path), "%s/trace", t->dir);
	f = fopen(path, "re");
	if (!f)
		return ib_kvm_fail("%s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), f))
		if (strstr(line, "kvm_fpu: load"))
			++*loads;
	fclose(f);
	if (!*loads)
		return ib_kvm_fail("kvm:kvm_fpu shows no load in a KVM_RUN");
	return 0;
}

static int trace_init(struct ib_kvm_vm *vm, const struct trace *t, uint32_t *pairs)
{
	struct ib_kvm_vcpu *vcpu = ib_kvm_vcpu_add(vm);
	uint32_t without, with;
	int ret = -1;

	if (!vcpu || ib_kvm_watch(vcpu, WATCH_MS))
		return -1;
	if (!ib_kvm_run(vcpu, NULL, NULL) && !count_loads(t, vcpu, &without) &&
	    !ib_kvm_send(vm, vcpu->id, IB_KVM_ICR_INIT) && !count_loads(t, vcpu, &with)) {
		*pairs = with - without;
		ret = 0;
	}
	ib_kvm_unwatch();
	return ret;
}

int ib_kvm_trace_pairs(uint32_t *pairs)
{
	struct trace t;
	struct ib_kvm_vm vm;
	int ret = -1;

	if (open_trace(&t))
		return -1;
	if (!ib_kvm_vm_open(&vm, IB_KVM_COUNT, 0)) {
		ret = trace_init(&vm, &t, pairs);
		ib_kvm_vm_close(&vm);
	}
	put(&t, "events/kvm/kvm_fpu/enable", "0");
	close_trace(&t);
	return ret;
}
