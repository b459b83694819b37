// SPDX-License-Identifier: GPL-2.0-only
/* /dev/initbench, and what must hold before it is offered. */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <asm/tsc.h>

#include "kmod/kmod.h"

static int ib_open(struct inode *inode, struct file *file)
{
	struct ib_machine *m;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	m = kzalloc(sizeof(*m), GFP_KERNEL_ACCOUNT);
	if (!m)
		return -ENOMEM;
	err = ib_machine_init(m);
	if (err) {
		kfree(m);
		return err;
	}
	file->private_data = m;
	return nonseekable_open(inode, file);
}

static int ib_release(struct inode *inode, struct file *file)
{
	struct ib_machine *m = file->private_data;

	ib_machine_destroy(m);
	kfree(m);
	return 0;
}

static long ib_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct ib_machine *m = file->private_data;

	switch (command) {
	case INITBENCH_QUERY:
		return ib_query(m, (void __user *)argument);
	case INITBENCH_QUERY_VARIANT:
		return ib_query_variant((void __user *)argument);
	case INITBENCH_QUERY_BUILD:
		return ib_query_build((void __user *)argument);
	case INITBENCH_RUN:
		return ib_run(m, (void __user *)argument);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations ib_fops = {
	.owner		= THIS_MODULE,
	.open		= ib_open,
	.release	= ib_release,
	.unlocked_ioctl	= ib_ioctl,
};

static struct miscdevice ib_device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= INITBENCH_DEVICE,
	.fops	= &ib_fops,
	.mode	= 0600,
};

/*
 * The layout that CPUID gives must be the kernel's own: each component that
 * fpstate_clear_xstate_component() clears lies where image.c says.
 */
static bool __init layout_agrees(struct ib_machine *m)
{
	struct fpstate *guest = m->vcpu.fpstate;
	struct xregs_state *image = &guest->regs.xsave;
	u64 extended = guest->xfeatures & ~XFEATURE_MASK_FPSSE;
	unsigned int i;

	for (i = XFEATURE_YMM; i < XFEATURE_MAX; i++) {
		if (!(extended & BIT_ULL(i)))
			continue;
		ib_image_fill(image, guest->xfeatures, guest->xfeatures, 'm');
		ib_image_fill(m->seen, guest->xfeatures, guest->xfeatures, 'm');
		fpstate_clear_xstate_component(guest, i);
		memset(ib_component(m->seen, i), 0, ib_component_size(i));
		if (memcmp(image, m->seen, m->image_size)) {
			pr_err("initbench: component %u is not where CPUID says; this kernel is not supported\n",
			       i);
			return false;
		}
	}
	return true;
}

static bool __init fpu_agrees(struct ib_machine *m)
{
	struct fpstate *guest = m->vcpu.fpstate;

	ib_image_fill(&guest->regs.xsave, guest->xfeatures, 0, 'm');
	if (ib_fpu_check(&m->vcpu))
		return true;
	pr_err("initbench: the task's FPU state is not where it is looked for; build the module with PRIVATE_FPU=1\n");
	return false;
}

static int __init self_test(void)
{
	struct ib_machine *m = kzalloc(sizeof(*m), GFP_KERNEL);
	int err;

	if (!m)
		return -ENOMEM;
	err = ib_machine_init(m);
	if (!err) {
		if (!layout_agrees(m) || !fpu_agrees(m))
			err = -EPROTO;
		ib_machine_destroy(m);
	}
	kfree(m);
	return err;
}

/* Slices are as long as the TSC says, and all that is timed is read from it. */
static int __init clock_check(void)
{
	if (tsc_khz)
		return 0;
	pr_err("initbench: the kernel has no frequency of the time stamp counter: the CPU or hypervisor has none, or \"notsc\" is on the command line\n");
	return -ENODEV;
}

static int __init ib_module_init(void)
{
	int err;

	err = clock_check();
	if (!err)
		err = ib_image_init();
	if (!err)
		err = ib_cool_init();
	if (!err)
		err = self_test();
	if (!err)
		err = misc_register(&ib_device);
	return err;
}
module_init(ib_module_init);

static void __exit ib_module_exit(void)
{
	misc_deregister(&ib_device);
}
module_exit(ib_module_exit);

MODULE_DESCRIPTION("Times what each way of zeroing XSTATE components on INIT costs");
MODULE_LICENSE("GPL");
