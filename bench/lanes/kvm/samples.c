// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/lanes/kvm/samples.h"
#include "bench/lanes/kvm/state.h"
#include "lib/base/array.h"

#define STORM_REPS	16

/* INIT taken in KVM_RUN, against a KVM_RUN before which INIT was sent to nobody. */
static int sample_init(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *vcpu = &b->vm.vcpu[0];
	uint32_t starts = ib_kvm_starts(&b->vm, vcpu);

	if (ib_kvm_send(&b->vm, with ? vcpu->id : IB_KVM_NOBODY, IB_KVM_ICR_INIT) ||
	    ib_kvm_run(vcpu, &b->registers, ticks))
		return -1;
	if (ib_kvm_starts(&b->vm, vcpu) != starts + with)
		return ib_kvm_fail(with ? "an INIT was not taken" : "an INIT was taken that was not sent");
	return 0;
}

/* The same of a guest that uses what INIT clears: only then has it bytes to zero. */
static int sample_init_used(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	if (ib_kvm_state_use(&b->vm.vcpu[0], b->xstate, b->clear_mask))
		return -1;
	return sample_init(b, with, ticks);
}

/* A KVM_RUN with nothing pending, against an ioctl that only loads and puts the vCPU. */
static int sample_run(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *vcpu = &b->vm.vcpu[0];
	long ret;

	if (with)
		return ib_kvm_run(vcpu, &b->registers, ticks);
	*ticks = ib_timed_ioctl(vcpu->fd, KVM_GET_TSC_KHZ, 0, &b->registers, &ret);
	return ret < 0 ? ib_kvm_fail("KVM_GET_TSC_KHZ: %s", strerror(-ret)) : 0;
}

/*
 * A KVM_RUN that ends before the guest is entered loads and puts the guest's
 * FPU. KVM_GET_TSC_KHZ only loads and puts the vCPU. (KVM_GET_MP_STATE, which
 * looks as good, loads the FPU too where the kernel supports MPX.)
 */
static int sample_putload(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *vcpu = &b->vm.vcpu[0];
	long ret;

	vcpu->run->immediate_exit = with;
	*ticks = ib_timed_ioctl(vcpu->fd, with ? KVM_RUN : KVM_GET_TSC_KHZ, 0, &b->registers, &ret);
	vcpu->run->immediate_exit = 0;
	if (with ? ret != -EINTR : ret < 0)
		return ib_kvm_fail("%s: %s", with ? "KVM_RUN with immediate_exit" : "KVM_GET_TSC_KHZ",
				   ret < 0 ? strerror(-ret) : "entered the guest");
	return 0;
}

/* As firmware does it: the ICR's writes by one vCPU, and INIT and SIPI taken by the other. */
static int sample_sipi(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	struct ib_kvm_vcpu *sender = &b->pair.vcpu[0], *target = &b->pair.vcpu[1];
	uint32_t starts = ib_kvm_starts(&b->pair, target);
	uint64_t send, take;

	/* The last INIT left vCPU 0 with the I/O APIC's scan to do: not part of this sample. */
	ib_kvm_watch_also(sender);
	ib_kvm_commands(&b->pair, IB_KVM_NOBODY, IB_KVM_ICR_INIT, IB_KVM_ICR_SIPI(target->id));
	if (ib_kvm_run(sender, NULL, NULL))
		return -1;
	ib_kvm_commands(&b->pair, with ? target->id : IB_KVM_NOBODY, IB_KVM_ICR_INIT,
			IB_KVM_ICR_SIPI(target->id));
	if (ib_kvm_run(sender, &b->registers, &send))
		return -1;
	ib_kvm_watch_also(target);
	if (ib_kvm_run(target, &b->registers, &take))
		return -1;
	if (ib_kvm_starts(&b->pair, target) != starts + with)
		return ib_kvm_fail(with ? "INIT and SIPI were not taken" : "a SIPI came from nowhere");
	*ticks = send + take;
	return 0;
}

/* A vCPU is made, against a number that no vCPU can have, which KVM refuses at once. */
static int sample_create(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	struct ib_kvm_vm vm;
	long fd;

	if (ib_kvm_vm_open(&vm, IB_KVM_COUNT, 0))
		return -1;
	*ticks = ib_timed_ioctl(vm.fd, KVM_CREATE_VCPU, with ? 0 : INT32_MAX, &b->registers, &fd);
	if (fd >= 0)
		close(fd);
	ib_kvm_vm_close(&vm);
	if (with ? fd < 0 : fd >= 0)
		return ib_kvm_fail("KVM_CREATE_VCPU: %s", fd < 0 ? strerror(-fd)
								: "accepts any number");
	return 0;
}

static int sample_storm(struct ib_kvm_bench *b, bool with, uint64_t *ticks)
{
	return ib_kvm_storm_run(b->storm, with, STORM_REPS, ticks);
}

const struct ib_kvm_sample ib_kvm_samples[] = {
	{ .variant = "kernel:init", .event = IB_INIT, .contents = true, .checked = true,
	  .samples = 32, .reps = 1, .take = sample_init },
	{ .variant = "kernel:init-used", .event = IB_INIT, .checked = true, .used = true,
	  .samples = 32, .reps = 1, .take = sample_init_used },
	{ .variant = "kernel:run", .event = IB_INIT,
	  .samples = 32, .reps = 1, .take = sample_run },
	{ .variant = "kernel:putload", .event = IB_INIT, .contents = true,
	  .samples = 32, .reps = 1, .take = sample_putload },
	{ .variant = "kernel:sipi", .event = IB_INIT,
	  .samples = 32, .reps = 1, .take = sample_sipi },
	{ .variant = "kernel:vcpu-create", .event = IB_RESET, .busy = true,
	  .samples = 8, .reps = 1, .take = sample_create },
	{ .variant = "kernel:storm-", .event = IB_INIT, .storm = true, .busy = true,
	  .samples = 12, .reps = STORM_REPS, .take = sample_storm },
};

const size_t ib_kvm_nr_samples = ARRAY_SIZE(ib_kvm_samples);

const struct ib_kvm_sample *ib_kvm_find_sample(const char *variant)
{
	for (size_t i = 0; i < ib_kvm_nr_samples; i++) {
		const struct ib_kvm_sample *s = &ib_kvm_samples[i];
		size_t length = strlen(s->variant);

		if (!strncmp(variant, s->variant, length) && (!variant[length] || s->storm))
			return s;
	}
	return NULL;
}
