// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "bench/lanes/user/parts.h"
#include "lib/base/array.h"

bool ib_part_find(const struct ib_machine *m, const char *name, struct ib_part *part)
{
	ib_body empty = IB_SYMBOL(m->layout, ib_empty);
	ib_body put = IB_SYMBOL(m->layout, ib_body_put);
	ib_body load = IB_SYMBOL(m->layout, ib_body_load);
	ib_body both = IB_SYMBOL(m->layout, ib_body_put_load);
	ib_body poke = IB_SYMBOL(m->layout, ib_body_poke);
	ib_body settle = IB_SYMBOL(m->layout, ib_body_settle);
	ib_body unsettle = IB_SYMBOL(m->layout, ib_body_unsettle);
	ib_body xsave = IB_SYMBOL(m->layout, ib_body_xsave);
	ib_body xsavec = IB_SYMBOL(m->layout, ib_body_xsavec);
	ib_body xsaveopt = IB_SYMBOL(m->layout, ib_body_xsaveopt);
	ib_body xrstor = IB_SYMBOL(m->layout, ib_body_xrstor);
	bool no_xsavec = !m->x->has_xsavec, no_xsaveopt = !m->x->has_xsaveopt;
	/* What is not the part itself is done outside its timed region. */
	const struct ib_part parts[] = {
		{ IB_PART_PUT, { { empty, put, load }, { empty, empty, both } }, false, false },
		{ IB_PART_LOAD, { { put, load, empty }, { put, empty, load } }, false, false },
		{ IB_PART_XSAVE, { { poke, xsave, empty }, { poke, empty, empty } },
		  false, true },
		{ IB_PART_XSAVEC, { { poke, xsavec, empty }, { poke, empty, empty } },
		  no_xsavec, true },
		{ IB_PART_XSAVEOPT, { { settle, xsaveopt, empty }, { settle, empty, empty } },
		  no_xsaveopt, true },
		{ IB_PART_XSAVEOPT_DIRTY,
		  { { unsettle, xsaveopt, empty }, { unsettle, empty, empty } },
		  no_xsaveopt, true },
		{ IB_PART_XRSTOR, { { empty, xrstor, empty }, { empty, empty, empty } },
		  false, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		if (strcmp(name, parts[i].name))
			continue;
		*part = parts[i];
		return true;
	}
	return false;
}

/* A byte of each component that differs from what the save would write. */
static void plan_pokes(struct ib_machine *m, bool compacted)
{
	struct ib_vcpu *vcpu = &m->vcpu;
	u64 in_use = m->start->regs.xsave.header.xfeatures;

	vcpu->nr_pokes = 0;
	for (unsigned int i = XFEATURE_SSE; i < XFEATURE_MAX; i++) {
		u8 written = in_use & BIT_ULL(i) ? *ib_component(m->x, m->start, i) : 0;

		if (!(m->x->rfbm & BIT_ULL(i)))
			continue;
		vcpu->poke[vcpu->nr_pokes++] = (struct ib_poke){
			compacted ? ib_component(m->x, m->guest, i) :
				    ib_standard_component(m->x, vcpu->area, i),
			written ^ 0x80,
		};
	}
}

const char *ib_part_kept(struct ib_machine *m, const struct ib_part *part, uint64_t *kept)
{
	const struct ib_poke *poke = m->vcpu.poke;
	const char *why;
	uint64_t out[2];

	plan_pokes(m, !strcmp(part->name, IB_PART_XSAVEC));
	m->region.sampling = IB_SHOTS;
	m->region.n = 1;
	m->region.samples = 1;
	m->region.order_bits = 1;	/* the empty call first */
	m->region.out[0] = &out[0];
	m->region.out[1] = &out[1];
	why = ib_machine_run(m);
	*kept = 0;
	for (unsigned int i = XFEATURE_SSE; i < XFEATURE_MAX; i++) {
		if (!(m->x->rfbm & BIT_ULL(i)))
			continue;
		if (*poke->at == poke->value)
			*kept |= BIT_ULL(i);
		poke++;
	}
	return why;
}

void ib_add_instructions(const struct ib_lane *lane, ib_add_row add, void *plan)
{
	static const char *const names[] = {
		IB_PART_XSAVE, IB_PART_XSAVEC, IB_PART_XSAVEOPT, IB_PART_XSAVEOPT_DIRTY,
		IB_PART_XRSTOR,
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		for (int content = 0; content < IB_CONTENTS; content++) {
			struct ib_row row = {
				.lane = lane,
				.fpu = IB_FPU_PUTLOAD,
				.content = content,
				.study_only = true,
			};

			snprintf(row.variant, sizeof(row.variant), "%s", names[i]);
			add(plan, &row);
		}
}
