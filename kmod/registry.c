// SPDX-License-Identifier: GPL-2.0-only
/* What can be run: the files of variants/ (list.h is made from them) and parts. */
#include <linux/kernel.h>

#include "kmod/kmod.h"

#define IB_LIST(name, clear_bytes, putload_bytes, code_sum, from, to)	\
	extern const struct ib_variant ib_variant_##name;
#include "list.h"
#undef IB_LIST

static void body_put(struct ib_vcpu *vcpu, bool init_event)
{
	kvm_put_guest_fpu(vcpu);
}

static void body_load(struct ib_vcpu *vcpu, bool init_event)
{
	kvm_load_guest_fpu(vcpu);
}

static void body_put_load(struct ib_vcpu *vcpu, bool init_event)
{
	kvm_put_guest_fpu(vcpu);
	kvm_load_guest_fpu(vcpu);
}

const struct ib_entry ib_entries[] = {
#define IB_LIST(name, clear_bytes, putload_bytes, code_sum, from, to)\
	{								\
		.variant = &ib_variant_##name,				\
		.bytes = { clear_bytes, putload_bytes },		\
		.code = code_sum,					\
		.text_from = from,					\
		.text_to = to,						\
	},
#include "list.h"
#undef IB_LIST
	{
		.part_id = "part:put",
		.part = {
			{ ib_empty, body_put, body_load },
			{ ib_empty, ib_empty, body_put_load },
		},
	},
	{
		.part_id = "part:load",
		.part = {
			{ body_put, body_load, ib_empty },
			{ body_put, ib_empty, body_load },
		},
	},
};

const u32 ib_nr_entries = ARRAY_SIZE(ib_entries);
