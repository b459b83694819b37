// SPDX-License-Identifier: GPL-2.0-only
/*
 * Did a variant do what its descriptor says, and nothing else? Looked at are
 * the guest's image, the live registers, fpstate->in_use and the number of
 * puts and loads, after one call.
 */
#include <linux/kernel.h>

#include "kmod/kmod.h"

/* Of the legacy region, XSAVE may write all but XMM whatever is in use. */
#define XMM_OFFSET	160
#define XMM_END		416
#define HEADER		512

/* The pattern of the guest's image in memory; its registers have another. */
#define MEMORY		'm'

static u64 expected_clear(const struct ib_region *r)
{
	const struct ib_variant *v = r->entry->variant;

	if (!v || v->bug || !(r->init_event || v->clears_on_reset))
		return 0;
	return ib_gate_opens(v->gate, r->mask);
}

static u64 expected_swaps(const struct ib_region *r)
{
	const struct ib_variant *v = r->entry->variant;

	if (!v)
		return 2;
	return r->live && v->swap != IB_SWAP_NEVER && ib_gate_opens(v->gate, r->mask) ? 2 : 0;
}

struct finding {
	enum initbench_finding what;
	u32 at;
	u64 cleared;
	u64 swaps;
	bool in_use;
};

static void found(struct finding *f, enum initbench_finding what, u32 at)
{
	if (f->what == INITBENCH_AS_DESCRIBED) {
		f->what = what;
		f->at = at;
	}
}

/* A clear XSTATE_BV bit reads as zero whatever the bytes are. */
static bool reads_as_zero(const struct xregs_state *image, unsigned int i)
{
	return !(image->header.xfeatures & BIT_ULL(i)) ||
	       !memchr_inv(ib_component(image, i), 0, ib_component_used(i));
}

static void check_mask(const struct ib_region *r, struct finding *f)
{
	const struct xregs_state *where = r->live ? r->m->after : r->m->seen;
	u64 expected = expected_clear(r) | (r->mask & ~ib_in_use(r));
	unsigned int i;

	f->cleared = 0;
	for (i = 0; i < XFEATURE_MAX; i++)
		if (r->mask & BIT_ULL(i) && reads_as_zero(where, i))
			f->cleared |= BIT_ULL(i);
	for (i = 0; i < XFEATURE_MAX; i++)
		if ((f->cleared ^ expected) & BIT_ULL(i))
			found(f, expected & BIT_ULL(i) ? INITBENCH_NOT_CLEARED :
							 INITBENCH_CLEARED, i);
}

/* The first of these components whose registers, in m->after, are not m->start's; 0: none. */
static unsigned int changed_register(const struct ib_region *r, u64 components)
{
	u64 in_use = ib_in_use(r);
	unsigned int i;

	for (i = XFEATURE_SSE; i < XFEATURE_MAX; i++) {
		if (!(components & BIT_ULL(i)))
			continue;
		if (in_use & BIT_ULL(i) ? memcmp(ib_component(r->m->start, i),
						 ib_component(r->m->after, i), ib_component_used(i))
					: !reads_as_zero(r->m->after, i))
			return i;
	}
	return 0;
}

/* Registers keep what was loaded from m->start, but for what was cleared. */
static void check_registers(const struct ib_region *r, struct finding *f)
{
	unsigned int i = changed_register(r, ib_live_components(&r->m->vcpu) & ~f->cleared);

	if (i)
		found(f, INITBENCH_REGISTERS, i);
}

/*
 * A component that put saved holds its registers' value; XSAVE and XSAVEC
 * differ in whether they write one that is in its INIT state (SDM vol. 1,
 * 13.7 and 13.10), nobody writes reserved bytes, and PKRU is the task's.
 */
static void expect_saved(const struct ib_region *r, void *to, const void *got, unsigned int i)
{
	u32 used = ib_component_used(i);

	if (i == XFEATURE_PKRU)
		memcpy(to, got, ib_component_size(i));
	else if (ib_in_use(r) & BIT_ULL(i))
		memcpy(to, ib_component(r->m->start, i), used);
	else if (!memchr_inv(got, 0, used))
		memset(to, 0, used);
}

/* What the guest's image should have held; built where it was. */
static void expect_image(const struct ib_region *r, const struct finding *f)
{
	const struct ib_variant *v = r->entry->variant;
	u64 zeroed = v && !v->clears_header_only && !(r->live && v->swap == IB_SWAP_NEVER)
			     ? f->cleared
			     : 0;
	struct fpstate *guest = r->m->vcpu.fpstate;
	struct xregs_state *expected = &guest->regs.xsave;
	unsigned int i;

	ib_image_fill(expected, guest->xfeatures, r->m->seen->header.xfeatures, MEMORY);
	for (i = XFEATURE_SSE; i < XFEATURE_MAX; i++) {
		if (!(guest->xfeatures & BIT_ULL(i)))
			continue;
		if (f->swaps)
			expect_saved(r, ib_component(expected, i), ib_component(r->m->seen, i), i);
		if (zeroed & ib_in_use(r) & BIT_ULL(i))
			memset(ib_component(expected, i), 0, ib_component_size(i));
	}
}

static void check_image(const struct ib_region *r, struct finding *f)
{
	const u8 *expected = (u8 *)&r->m->vcpu.fpstate->regs.xsave;
	const u8 *got = (u8 *)r->m->seen;
	u32 i;

	expect_image(r, f);
	for (i = 0; i < r->m->image_size; i++) {
		if (f->swaps && (i < XMM_OFFSET || (i >= XMM_END && i < HEADER)))
			continue;
		if (expected[i] != got[i]) {
			found(f, INITBENCH_IMAGE, i);
			return;
		}
	}
}

static void call(struct ib_region *r)
{
	struct ib_vcpu *vcpu = &r->m->vcpu;

	ib_arm(r);
	r->call[0].pre(vcpu, r->init_event);
	r->call[0].body(vcpu, r->init_event);
	r->call[0].post(vcpu, r->init_event);
}

/* After a repetition the next one must find what the first one did. */
static int rehearse(struct ib_region *r)
{
	u64 live = ib_live_components(&r->m->vcpu);
	int err;

	if (!r->live || !r->mask)
		return 0;
	call(r);
	ib_arm(r);
	err = ib_xsave(r->m->after, live);
	if (!err && changed_register(r, live))
		err = -EIO;
	return err;
}

/* One call; the image is copied before the slice's end saves the registers to it. */
static int call_once(struct ib_region *r, struct ib_slice *s, struct finding *f)
{
	struct ib_vcpu *vcpu = &r->m->vcpu;
	struct xregs_state *image = &vcpu->fpstate->regs.xsave;
	int err;

	err = ib_slice_begin(s, r) ?: rehearse(r);
	if (!err) {
		ib_image_fill(image, vcpu->fpstate->xfeatures, ib_in_use(r), MEMORY);
		vcpu->fpu_reloads = 0;
		call(r);
		f->swaps = vcpu->fpu_reloads;
		f->in_use = vcpu->fpstate->in_use;
		memcpy(r->m->seen, image, r->m->image_size);
		if (r->live)
			err = ib_xsave(r->m->after, ib_live_components(vcpu));
	}
	ib_slice_end(s, r);
	return err;
}

/* Which component of the mask a save writes though its registers were just initialised; 0: none. */
static unsigned int restless(struct ib_region *r, struct ib_slice *s)
{
	u64 saved = 0;

	ib_region_prepare(r);
	if (!ib_slice_begin(s, r) && !ib_xsave(r->m->after, ib_live_components(&r->m->vcpu)))
		saved = r->m->after->header.xfeatures & r->mask;
	ib_slice_end(s, r);
	return saved ? __ffs64(saved) : 0;
}

static void check_state(struct ib_region *r, struct ib_slice *s, struct finding *f)
{
	ib_region_prepare(r);
	ib_image_fill(r->m->after, r->m->vcpu.fpstate->xfeatures, 0, 0);
	if (call_once(r, s, f)) {
		found(f, INITBENCH_START, 0);
		return;
	}
	if (f->swaps != expected_swaps(r))
		found(f, INITBENCH_SWAPS, f->swaps);
	if (f->in_use != r->live)
		found(f, INITBENCH_IN_USE, f->in_use);
	check_mask(r, f);
	if (r->live)
		check_registers(r, f);
	check_image(r, f);
}

/* A variant that looks at in_use is run in both states. */
static void check_states(struct ib_region *r, struct ib_slice *s, struct finding *f)
{
	const struct ib_variant *v = r->entry->variant;

	if (r->live && v && v->swap != IB_SWAP_ALWAYS) {
		r->live = false;
		check_state(r, s, f);
		r->live = true;
	}
	check_state(r, s, f);
}

/**
 * ib_oracle_check() - run a row once and judge it
 * @r: row; prepared again by the caller before it is timed
 * @s: slices so far
 * @result: its finding, found_at and cleared are set
 *
 * At rest nothing shows what would be cleared: such a row is run with the mask's
 * components in use first.
 */
void ib_oracle_check(struct ib_region *r, struct ib_slice *s, struct initbench_result *result)
{
	struct finding f = { .what = INITBENCH_AS_DESCRIBED };
	bool rest = r->rest;

	r->rest = false;
	check_states(r, s, &f);
	result->cleared = f.cleared;
	r->rest = rest;
	if (rest && r->live && restless(r, s))
		found(&f, INITBENCH_NOT_AT_REST, restless(r, s));
	else if (rest)
		check_states(r, s, &f);
	result->finding = f.what;
	result->found_at = f.at;
}
