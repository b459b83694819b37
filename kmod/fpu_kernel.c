// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest's FPU as KVM has it: allocated, put and loaded by the kernel's own
 * functions. An object of its own, so that no variant can inline it.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/version.h>

#include "kmod/kmod.h"

/*
 * Behind the task's structure since 6.16. x86_task_fpu() says so where it is a
 * macro; with CONFIG_X86_DEBUG_FPU it is a function that modules may not call.
 * ib_fpu_check() proves it.
 */
static struct fpu *task_fpu(struct task_struct *task)
{
#if defined(x86_task_fpu)
	return x86_task_fpu(task);
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
	return (void *)task + sizeof(*task);
#else
	return &task->thread.fpu;
#endif
}

const u32 ib_fpu = INITBENCH_FPU_KERNEL;

bool ib_guest_alloc(struct ib_vcpu *vcpu)
{
	if (!fpu_alloc_guest_fpstate(&vcpu->guest))
		return false;
	vcpu->fpstate = vcpu->guest.fpstate;
	return true;
}

void ib_guest_free(struct ib_vcpu *vcpu)
{
	fpu_free_guest_fpstate(&vcpu->guest);
}

void ib_fpu_begin(struct ib_vcpu *vcpu)
{
	fpregs_lock();
}

void ib_fpu_end(struct ib_vcpu *vcpu)
{
	fpregs_unlock();
}

/* While a guest's is swapped in, the task's own waits in __task_fpstate. */
const struct fpstate *ib_host_fpstate(const struct ib_vcpu *vcpu)
{
	const struct fpu *fpu = task_fpu(current);

	return fpu->__task_fpstate ?: fpu->fpstate;
}

bool ib_fpu_check(struct ib_vcpu *vcpu)
{
	bool found;

	ib_fpu_begin(vcpu);
	kvm_load_guest_fpu(vcpu);
	found = READ_ONCE(task_fpu(current)->fpstate) == vcpu->fpstate;
	kvm_put_guest_fpu(vcpu);
	ib_fpu_end(vcpu);
	return found;
}

void kvm_put_guest_fpu(struct ib_vcpu *vcpu)
{
	fpu_swap_kvm_fpstate(&vcpu->guest, false);
	vcpu->fpu_reloads++;
}

void kvm_load_guest_fpu(struct ib_vcpu *vcpu)
{
	fpu_swap_kvm_fpstate(&vcpu->guest, true);
	vcpu->fpu_reloads++;
}

/*
 * As fpu_update_guest_xfd() and fpu__clear_user_states() do: what is not in
 * the registers is in memory, and TIF_NEED_FPU_LOAD says which.
 */
void ib_xrstor_init(struct ib_vcpu *vcpu, u64 mask)
{
	fpregs_lock();
	if (test_thread_flag(TIF_NEED_FPU_LOAD))
		ib_xstate_bv_clear(vcpu->fpstate, mask);
	else
		ib_xrstor(vcpu->init, mask);
	fpregs_unlock();
}
