// SPDX-License-Identifier: GPL-2.0-only
/* INITBENCH_QUERY, INITBENCH_QUERY_VARIANT and INITBENCH_QUERY_BUILD. */
#include <linux/kernel.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>
#include <asm/tsc.h>

#include "build.h"
#include "kmod/kmod.h"

static void fill_query(const struct ib_machine *m, struct initbench_query *q)
{
	const struct fpstate *fpstate = m->vcpu.fpstate;
	unsigned int i;

	q->xfeatures = fpstate->xfeatures;
	q->live = ib_live_components(&m->vcpu);
	q->xcomp_bv = fpstate->regs.xsave.header.xcomp_bv;
	q->tsc_khz = tsc_khz;
	q->image_size = m->image_size;
	q->variants = ib_nr_entries;
	q->fpu = ib_fpu;
	q->flags = IS_ENABLED(CONFIG_TRACE_IRQFLAGS) ? INITBENCH_SLICE_IRQS_ON : 0;
	if (boot_cpu_has(X86_FEATURE_IBPB))
		q->flags |= INITBENCH_IBPB;
	q->slice_ns = IB_SLICE_NS;
	q->layout = IB_LAYOUT_SEED;
	for (i = 0; i < XFEATURE_MAX; i++) {
		if (!(q->xfeatures & BIT_ULL(i)))
			continue;
		q->component_offset[i] = ib_component_offset(q->xcomp_bv, i);
		q->component_size[i] = ib_component_size(i);
	}
}

long ib_query(struct ib_machine *m, void __user *argument)
{
	struct initbench_query q, in;

	if (copy_from_user(&in, argument, offsetofend(struct initbench_query, version)))
		return -EFAULT;
	if (in.size != sizeof(q) || in.version != INITBENCH_VERSION)
		return -EINVAL;
	memset(&q, 0, sizeof(q));
	q.size = in.size;
	q.version = in.version;
	fill_query(m, &q);
	return copy_to_user(argument, &q, sizeof(q)) ? -EFAULT : 0;
}

long ib_query_variant(void __user *argument)
{
	const size_t in = offsetofend(struct initbench_query_variant, index);
	struct initbench_query_variant q = {};
	const struct ib_entry *e;

	if (copy_from_user(&q, argument, in))
		return -EFAULT;
	if (q.size != sizeof(q) || q.version != INITBENCH_VERSION || q.index >= ib_nr_entries)
		return -EINVAL;
	e = &ib_entries[array_index_nospec(q.index, ib_nr_entries)];
	q.part = !e->variant;
	memcpy(q.bytes, e->bytes, sizeof(q.bytes));
	q.code = e->code;
	strscpy(q.id, e->variant ? e->variant->id : e->part_id, sizeof(q.id));
	return copy_to_user(argument, &q, sizeof(q)) ? -EFAULT : 0;
}

long ib_query_build(void __user *argument)
{
	static const struct initbench_query_build build = {
		.size = sizeof(build),
		.version = INITBENCH_VERSION,
		.compiler = IB_CC,
		.flags = IB_CC_FLAGS,
	};
	struct { u32 size, version; } in;

	if (copy_from_user(&in, argument, sizeof(in)))
		return -EFAULT;
	if (in.size != sizeof(build) || in.version != INITBENCH_VERSION)
		return -EINVAL;
	return copy_to_user(argument, &build, sizeof(build)) ? -EFAULT : 0;
}
