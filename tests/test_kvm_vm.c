// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kvm lane stands on, and what can go wrong with it. Needs /dev/kvm:
 * skipped without; tests/kvm.bats runs it in an emulated kernel.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/kvm/state.h"
#include "bench/lanes/kvm/trace.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/base/array.h"

#define MANY_VMS	2000
#define WATCH_MS	10000

static struct ib_kvm_vm vm;

static void need_kvm(void)
{
	if (ib_kvm_device() < 0) {
		print_message("%s\n", ib_kvm_why());
		skip();
	}
}

static struct ib_kvm_vcpu *start(enum ib_kvm_program program)
{
	struct ib_kvm_vcpu *vcpu;

	need_kvm();
	assert_int_equal(ib_kvm_vm_open(&vm, program, 0), 0);
	vcpu = ib_kvm_vcpu_add(&vm);
	assert_non_null(vcpu);
	return vcpu;
}

static int stop(void **state)
{
	ib_kvm_unwatch();
	if (vm.memory)
		ib_kvm_vm_close(&vm);
	return 0;
}

static void an_init_is_a_start(void **state)
{
	struct ib_kvm_vcpu *vcpu = start(IB_KVM_COUNT);
	uint32_t starts;

	assert_int_equal(ib_kvm_watch(vcpu, WATCH_MS), 0);
	assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), 0);
	assert_int_equal(ib_kvm_starts(&vm, vcpu), 1);
	assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), 0);
	assert_int_equal(ib_kvm_starts(&vm, vcpu), 1);
	for (starts = 2; starts < 10; starts++) {
		assert_int_equal(ib_kvm_send(&vm, 0, IB_KVM_ICR_INIT), 0);
		assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), 0);
		assert_int_equal(ib_kvm_starts(&vm, vcpu), starts);
	}
}

static void a_hanging_guest_is_left_in_time(void **state)
{
	struct ib_kvm_vcpu *vcpu = start(IB_KVM_HANG);

	assert_int_equal(ib_kvm_watch(vcpu, 50), 0);
	assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), -1);
	assert_non_null(strstr(ib_kvm_why(), "did not leave the guest in time"));
	ib_kvm_unwatch();
	assert_int_equal(ib_kvm_expired(), 0);
}

static void an_undelivered_init_is_named(void **state)
{
	start(IB_KVM_COUNT);
	assert_int_equal(ib_kvm_send(&vm, 7, IB_KVM_ICR_INIT), -1);
	assert_non_null(strstr(ib_kvm_why(), "delivered nothing to vCPU 7"));
	assert_int_equal(ib_kvm_send(&vm, IB_KVM_NOBODY, IB_KVM_ICR_INIT), 0);
}

/* A VM made without one, behind the library's back. */
static void no_irqchip_is_named(void **state)
{
	struct ib_kvm_vm bare = { .fd = -1 };

	need_kvm();
	bare.fd = ioctl(ib_kvm_device(), KVM_CREATE_VM, 0);
	assert_true(bare.fd >= 0);
	assert_int_equal(ib_kvm_send(&bare, 0, IB_KVM_ICR_INIT), -1);
	assert_non_null(strstr(ib_kvm_why(), "KVM_SIGNAL_MSI"));
	close(bare.fd);
}

/* Not by OUT: a triple fault. */
static void a_guest_that_goes_astray_is_named(void **state)
{
	static const uint8_t shutdown[] = { 0x0f, 0x0b };	/* ud2, with no IDT: triple fault */
	struct ib_kvm_vcpu *vcpu = start(IB_KVM_COUNT);

	memcpy(vm.memory + 0xff0, shutdown, sizeof(shutdown));
	assert_int_equal(ib_kvm_watch(vcpu, 1000), 0);
	assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), -1);
	assert_non_null(strstr(ib_kvm_why(), "vCPU 0"));
}

static volatile sig_atomic_t alarms;

static void on_alarm(int sig)
{
	alarms++;
}

static void signals_do_not_matter(void **state)
{
	const struct itimerval often = { { 0, 500 }, { 0, 500 } }, never = { 0 };
	struct sigaction action = { .sa_handler = on_alarm };
	struct ib_kvm_vcpu *vcpu = start(IB_KVM_COUNT);
	uint32_t starts;

	assert_int_equal(ib_kvm_watch(vcpu, 60000), 0);
	assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), 0);
	starts = ib_kvm_starts(&vm, vcpu);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (uint32_t i = 0; i < 2000 || alarms < 5; i++) {
		assert_int_equal(ib_kvm_send(&vm, 0, IB_KVM_ICR_INIT), 0);
		assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), 0);
		assert_int_equal(ib_kvm_starts(&vm, vcpu), ++starts);
	}
	setitimer(ITIMER_REAL, &never, NULL);
}

static unsigned int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned int n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static unsigned long mapped_kib(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long kib = 0;
	char line[256];

	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "VmSize: %lu", &kib) == 1)
			break;
	fclose(f);
	return kib;
}

static void thousands_of_vms_leak_nothing(void **state)
{
	unsigned int files;
	unsigned long kib;

	need_kvm();
	ib_kvm_vm_close(start(IB_KVM_COUNT) ? &vm : NULL);
	files = open_files();
	kib = mapped_kib();
	for (int i = 0; i < MANY_VMS; i++) {
		struct ib_kvm_vcpu *vcpu = start(IB_KVM_COUNT);

		assert_int_equal(ib_kvm_watch(vcpu, WATCH_MS), 0);
		assert_int_equal(ib_kvm_run(vcpu, NULL, NULL), 0);
		ib_kvm_unwatch();
		ib_kvm_vm_close(&vm);
	}
	assert_int_equal(open_files(), files);
	assert_true(mapped_kib() <= kib + 512);
}

static void a_vm_that_fails_leaves_nothing_open(void **state)
{
	unsigned int files;

	need_kvm();
	files = open_files();
	/* One vCPU more than the library has room for. */
	assert_int_equal(ib_kvm_vm_open(&vm, IB_KVM_COUNT, IB_KVM_NO_BSP), 0);
	vm.nr = IB_KVM_MAX_VCPUS;
	assert_null(ib_kvm_vcpu_add(&vm));
	vm.nr = 0;
	ib_kvm_vm_close(&vm);
	assert_int_equal(open_files(), files);
}

/* From now on this process gets @error from ioctl(.., @request, ..). */
static void refuse(unsigned int request, int error)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, request, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { ARRAY_SIZE(rules), rules };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		perror("seccomp");
}

/* A vCPU made, run, sent an INIT and run again. */
static int whole_life(void)
{
	struct ib_kvm_vcpu *vcpu;
	int ret;

	if (ib_kvm_vm_open(&vm, IB_KVM_COUNT, 0))
		return -1;
	vcpu = ib_kvm_vcpu_add(&vm);
	ret = !vcpu || ib_kvm_watch(vcpu, WATCH_MS) || ib_kvm_run(vcpu, NULL, NULL) ||
	      ib_kvm_send(&vm, 0, IB_KVM_ICR_INIT) || ib_kvm_run(vcpu, NULL, NULL) ? -1 : 0;
	ib_kvm_unwatch();
	ib_kvm_vm_close(&vm);
	return ret;
}

struct refusal {
	unsigned int request;
	int error;
	const char *named;
};

static void live_refused(const struct refusal *r, int out)
{
	unsigned int files = open_files();
	int failed;

	refuse(r->request, r->error);
	failed = whole_life();
	dprintf(out, "%s%s", failed ? ib_kvm_why() : "nothing failed",
		open_files() == files ? "" : ", and files are left open");
	_exit(0);
}

static void assert_refusal_is_named(const struct refusal *r)
{
	char said[300] = "";
	size_t size = 0;
	ssize_t more;
	int pipes[2];
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (!child)
		live_refused(r, pipes[1]);
	close(pipes[1]);
	while ((more = read(pipes[0], said + size, sizeof(said) - 1 - size)) > 0)
		size += more;
	close(pipes[0]);
	waitpid(child, NULL, 0);
	assert_string_equal(said, r->named);
}

/* Each thing that a kernel, a seccomp filter or another hypervisor may refuse. */
static void what_kvm_refuses_is_named_and_leaves_nothing(void **state)
{
	static const struct refusal refusals[] = {
		{ KVM_CREATE_VM, EBUSY, "KVM_CREATE_VM: Device or resource busy; "
		  "another hypervisor holds the CPU: stop it" },
		{ KVM_SET_TSS_ADDR, EINVAL, "KVM_SET_TSS_ADDR: Invalid argument" },
		{ KVM_CREATE_IRQCHIP, ENOTTY,
		  "KVM_CREATE_IRQCHIP (INIT needs the in-kernel APIC): "
		  "Inappropriate ioctl for device" },
		{ KVM_SET_USER_MEMORY_REGION, ENOMEM,
		  "KVM_SET_USER_MEMORY_REGION: Cannot allocate memory" },
		{ KVM_CREATE_VCPU, EMFILE, "KVM_CREATE_VCPU: Too many open files" },
		{ KVM_SET_CPUID2, EINVAL, "KVM_SET_CPUID2: Invalid argument" },
		{ KVM_SET_LAPIC, EINVAL, "KVM_SET_LAPIC: Invalid argument" },
		{ KVM_SIGNAL_MSI, ENXIO, "KVM_SIGNAL_MSI: No such device or address" },
		{ KVM_RUN, EFAULT, "KVM_RUN of vCPU 0: Bad address" },
	};

	need_kvm();
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++)
		assert_refusal_is_named(&refusals[i]);
}

static void init_clears_what_the_kernel_clears(void **state)
{
	struct ib_kvm_facts facts;
	struct ib_kvm_state seen;
	struct ib_xstate x;

	need_kvm();
	assert_int_equal(ib_xstate_detect(&x), 0);
	assert_int_equal(ib_kvm_facts(&facts), 0);
	assert_int_equal(ib_kvm_state_check(&x, facts.supported_xcr0, facts.supported_xss, &seen),
			 0);
	/* x87 and SSE, which every KVM has, keep their values. */
	assert_int_equal(seen.filled & 3, 3);
	assert_int_equal(seen.cleared, facts.clear_mask);
	assert_int_equal(seen.changed, 0);
}

static void the_kernel_traces_put_and_load(void **state)
{
	struct ib_kvm_facts facts;
	uint32_t pairs;

	need_kvm();
	assert_int_equal(ib_kvm_facts(&facts), 0);
	if (ib_kvm_trace_pairs(&pairs)) {
		print_message("%s\n", ib_kvm_why());
		skip();
	}
	assert_int_equal(pairs, facts.clear_mask != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(an_init_is_a_start, stop),
		cmocka_unit_test_teardown(a_hanging_guest_is_left_in_time, stop),
		cmocka_unit_test_teardown(an_undelivered_init_is_named, stop),
		cmocka_unit_test(no_irqchip_is_named),
		cmocka_unit_test_teardown(a_guest_that_goes_astray_is_named, stop),
		cmocka_unit_test_teardown(signals_do_not_matter, stop),
		cmocka_unit_test_teardown(thousands_of_vms_leak_nothing, stop),
		cmocka_unit_test_teardown(a_vm_that_fails_leaves_nothing_open, stop),
		cmocka_unit_test(what_kvm_refuses_is_named_and_leaves_nothing),
		cmocka_unit_test(init_clears_what_the_kernel_clears),
		cmocka_unit_test(the_kernel_traces_put_and_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
