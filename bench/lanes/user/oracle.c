// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/lanes/user/oracle.h"
#include "lib/base/err.h"

/* x87 control words and MXCSR: XSAVEC may write them whatever is in use. */
#define LEGACY_CONTROL	160
#define HEADER		512

/* An interrupt may change XINUSE before the body is called: as often a state is set up again. */
#define TRIES		8

static bool acts(const struct ib_variant *v, enum ib_event event)
{
	return event == IB_INIT || v->clears_on_reset;
}

uint64_t ib_oracle_expect(const struct ib_variant *v, enum ib_event event, uint64_t mask)
{
	return acts(v, event) && !v->bug ? ib_gate_opens(v->gate, mask) : 0;
}

static u64 expected_swaps(const struct ib_variant *v, enum ib_event event, u64 mask, bool live)
{
	bool swaps = live && event == IB_INIT && v->swap != IB_SWAP_NEVER &&
		     ib_gate_opens(v->gate, mask);

	return swaps ? 2 : 0;
}

/* One check of one state: what was found. */
struct finding {
	struct ib_row *row;
	const struct ib_variant *v;
	bool live;
	u64 cleared;		/* components of the mask that read as zero */
	bool wrong;
};

static __attribute__((format(printf, 2, 3))) void wrong(struct finding *f, const char *fmt, ...)
{
	va_list ap;

	if (f->wrong)
		return;
	f->wrong = true;
	va_start(ap, fmt);
	vsnprintf(f->row->facts.note, sizeof(f->row->facts.note), fmt, ap);
	va_end(ap);
}

static bool all_zero(const u8 *p, u32 n)
{
	for (u32 i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

/*
 * Where a component's value is at the end: a live real one in the registers
 * (saved to @after), everything else in the guest's image. A clear XSTATE_BV
 * or XINUSE bit reads as zero whatever the bytes are.
 */
static bool reads_as_zero(const struct ib_machine *m, const struct finding *f, unsigned int i)
{
	bool real = m->x->rfbm & BIT_ULL(i);
	const struct fpstate *image = real && f->live ? m->after : m->guest;
	u64 in_use = image->regs.xsave.header.xfeatures;

	if (!real)
		in_use = f->live ? m->vcpu.synthetic_xinuse : m->guest->synthetic_bv;
	return !(in_use & BIT_ULL(i)) ||
	       all_zero(ib_component(m->x, image, i), m->x->geometry.size[i]);
}

static void check_mask(const struct ib_machine *m, struct finding *f, u64 mask)
{
	u64 expected = ib_oracle_expect(f->v, f->row->event, mask) |
		       (mask & ~ib_row_in_use(f->row));

	f->cleared = 0;
	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if (mask & BIT_ULL(i) && reads_as_zero(m, f, i))
			f->cleared |= BIT_ULL(i);
	for (unsigned int i = 0; i < XFEATURE_MAX; i++)
		if ((f->cleared ^ expected) & BIT_ULL(i))
			wrong(f, "%s %s", ib_xfeatures[i].name,
			      expected & BIT_ULL(i) ? "was not cleared" : "was cleared");
}

/*
 * XINUSE may say "in use" of a component in its INIT state (SDM vol. 1, 13.6),
 * as QEMU's translator always does, and a Zen 4 guest of SSE once an interrupt
 * has had the kernel restore the registers: then the value is looked at.
 */
static bool register_changed(const struct ib_machine *m, unsigned int i)
{
	const u8 *after = ib_component(m->x, m->after, i);
	u32 size = m->x->geometry.size[i];
	bool ended = m->after->regs.xsave.header.xfeatures & BIT_ULL(i);

	if (m->start->regs.xsave.header.xfeatures & BIT_ULL(i))
		return !ended || memcmp(ib_component(m->x, m->start, i), after, size);
	return ended && !all_zero(after, size);
}

/* Registers keep what @start loaded, but for what was cleared. */
static void check_registers(const struct ib_machine *m, struct finding *f)
{
	for (unsigned int i = XFEATURE_SSE; i < XFEATURE_MAX; i++) {
		if (!(m->x->rfbm & BIT_ULL(i)) || (f->live && f->cleared & BIT_ULL(i)))
			continue;
		if (register_changed(m, i))
			wrong(f, "the %s registers changed", ib_xfeatures[i].name);
	}
}

/*
 * What a save leaves of a component: the registers' value if it is in use;
 * else zeros, or what was there, by the instruction (SDM vol. 1, 13.7 and 13.10).
 */
static void expect_saved(const struct ib_machine *m, const struct finding *f, u8 *to,
			 unsigned int i)
{
	u64 in_use = ib_row_in_use(f->row);
	u32 size = m->x->geometry.size[i];

	if (in_use & BIT_ULL(i))
		memcpy(to, ib_component(m->x, m->start, i), size);
	else if (all_zero(ib_component(m->x, m->guest, i), size))
		memset(to, 0, size);
}

/* What the guest's image should hold at the end, byte by byte. */
static void expect_image(const struct ib_machine *m, const struct finding *f, u8 *image)
{
	u8 *base = (u8 *)&m->guest->regs.xsave;

	for (unsigned int i = XFEATURE_SSE; i < XFEATURE_MAX; i++) {
		u8 *to = image + (ib_component(m->x, m->guest, i) - base);

		if (!(m->guest->xfeatures & BIT_ULL(i)))
			continue;
		if (m->vcpu.fpu_reloads && m->x->rfbm & BIT_ULL(i))
			expect_saved(m, f, to, i);
		if (f->cleared & ib_row_in_use(f->row) & BIT_ULL(i) && !f->v->clears_header_only &&
		    !(f->live && f->v->swap == IB_SWAP_NEVER))
			memset(to, 0, m->x->geometry.size[i]);
	}
}

static void check_image(const struct ib_machine *m, struct finding *f, u8 *expected)
{
	const u8 *got = (u8 *)&m->guest->regs.xsave;
	u32 from = m->vcpu.fpu_reloads ? LEGACY_CONTROL : 0;

	expect_image(m, f, expected);
	/* XSTATE_BV is judged by check_mask(): XSAVEC and xstate-bv write it. */
	memcpy(expected + HEADER, got + HEADER, sizeof(u64));
	for (u32 i = from; i < m->x->image_size; i++)
		if (expected[i] != got[i]) {
			wrong(f, "byte %u of the image is %#x, not %#x", i, got[i], expected[i]);
			return;
		}
}

static void check_bookkeeping(const struct ib_machine *m, struct finding *f, u64 mask)
{
	u64 swaps = expected_swaps(f->v, f->row->event, mask, f->live);

	if (m->vcpu.fpu_reloads != swaps)
		wrong(f, "%llu puts and loads, not %llu",
		      (unsigned long long)m->vcpu.fpu_reloads, (unsigned long long)swaps);
	if (m->guest->in_use != f->live)
		wrong(f, "fpstate->in_use is %d, not %d", m->guest->in_use, f->live);
}

/* The row's body once, after the empty call, on a state just prepared. */
static const char *run_once(struct ib_machine *m, const struct finding *f)
{
	ib_body empty = IB_SYMBOL(m->layout, ib_empty);
	u64 out[2];

	for (int i = 0; i < 2; i++) {
		m->region.call[i] = (struct ib_call){ empty, empty, empty };
		m->region.out[i] = &out[i];
	}
	m->region.call[0].body = f->row->fpu == IB_FPU_PUTLOAD ? f->v->putload : f->v->clear;
	m->region.n = 1;
	m->region.samples = 1;
	m->region.order_bits = 1; /* the empty call first: the state is the row's at the end */
	return ib_machine_run(m);
}

static void check_state(struct ib_machine *m, struct finding *f)
{
	u64 mask = ib_masks[f->row->mask].components;
	u8 *before = ib_calloc(1, m->x->image_size);
	const char *invalid;
	int try = 0;

	do {
		ib_machine_prepare(m, f->row, f->live);
		memcpy(before, &m->guest->regs.xsave, m->x->image_size);
		invalid = run_once(m, f);
	} while (invalid && ++try < TRIES);
	if (invalid)
		wrong(f, "%s", invalid);

	check_mask(m, f, mask);
	check_registers(m, f);
	check_image(m, f, before);
	check_bookkeeping(m, f, mask);
	free(before);
}

static void conclude(struct finding *f, u64 mask)
{
	struct ib_row_facts *facts = &f->row->facts;
	char *names;

	facts->cleared = f->cleared;
	if (f->wrong) {
		facts->verdict = IB_ORACLE_WRONG;
	} else if (f->v->bug) {
		facts->verdict = IB_ORACLE_KNOWN_BUG;
		snprintf(facts->note, sizeof(facts->note), "%s", f->v->bug);
	} else if (f->row->event == IB_INIT && f->cleared != mask) {
		facts->verdict = IB_ORACLE_PARTIAL;
		names = ib_xfeature_names(f->cleared);
		snprintf(facts->note, sizeof(facts->note), "clears %s of the mask",
			 f->cleared ? names : "nothing");
		free(names);
	} else {
		facts->verdict = IB_ORACLE_OK;
	}
}

/* A variant that looks at in_use is run in both states. */
static void check_states(struct ib_machine *m, struct finding *f)
{
	if (f->live && f->v->swap != IB_SWAP_ALWAYS) {
		f->live = false;
		check_state(m, f);
		f->live = true;
	}
	check_state(m, f);
}

void ib_oracle_check(struct ib_machine *m, struct ib_row *row, const struct ib_variant *v)
{
	struct finding f = {
		.row = row, .v = v, .live = row->fpu == IB_FPU_PUTLOAD,
	};
	enum ib_use use = row->use;
	u64 cleared;

	/* At rest nothing shows what would be cleared: that is seen in use. */
	row->use = IB_USED;
	check_states(m, &f);
	cleared = f.cleared;
	row->use = use;
	if (use == IB_REST)
		check_states(m, &f);
	f.cleared = cleared;
	conclude(&f, ib_masks[row->mask].components);
}
