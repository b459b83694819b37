// SPDX-License-Identifier: GPL-2.0-only
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "bench/blob/random_placement.h"
#include "bench/host/fault.h"
#include "bench/lanes/user/machine.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

#define PAGE	4096u

/* Patterns that tell the images' bytes apart. */
enum { PATTERN_GUEST = 0x11, PATTERN_HOST = 0x55, PATTERN_START = 0x91 };

struct ib_machine *ib_machine_new(const struct ib_xstate *x, uint64_t seed,
				  const char *memset_symbol)
{
	struct ib_layout *layout = ib_layout_load(seed, memset_symbol);
	struct ib_machine *m;

	if (!layout)
		return NULL;
	m = ib_random_alloc(seed, IB_PLACED_MACHINE, sizeof(*m));
	m->x = x;
	m->layout = layout;
	m->memset_symbol = memset_symbol;
	m->phase = (*IB_SYMBOL(layout, ib_phases))[seed % IB_PHASES];
	m->guest_memory = ib_fpstate_alloc(x);
	m->host_memory = ib_fpstate_alloc(x);
	m->area = ib_fpstate_alloc(x);
	m->start = ib_fpstate_alloc(x);
	m->after = ib_fpstate_alloc(x);
	m->caller = ib_fpstate_alloc(x);
	m->init = ib_fpstate_alloc(x);
	ib_fpstate_fill(x, m->init, 0, 0);
	return m;
}

void ib_machine_free(struct ib_machine *m)
{
	if (!m)
		return;
	ib_fpstate_free(m->x, m->init);
	ib_fpstate_free(m->x, m->caller);
	ib_fpstate_free(m->x, m->after);
	ib_fpstate_free(m->x, m->start);
	ib_fpstate_free(m->x, m->area);
	ib_fpstate_free(m->x, m->host_memory);
	ib_fpstate_free(m->x, m->guest_memory);
	ib_layout_free(m->layout);
	ib_random_free(m, sizeof(*m));
}

static void set_capabilities(struct ib_machine *m, u64 mask)
{
	struct ib_caps *caps = IB_SYMBOL(m->layout, kvm_caps);
	u32 *words = ib_layout_symbol(m->layout, "kvm_cpu_caps");

	caps->supported_xss = ib_supervisor_components(mask);
	caps->supported_xcr0 = mask & ~caps->supported_xss;
	memset(words, 0, NCAPINTS * sizeof(*words));
	if (mask & XFEATURE_MASK_MPX)
		words[X86_FEATURE_MPX / 32] |= 1u << (X86_FEATURE_MPX % 32);
}

/* Runs of components of @mask that touch in the image. */
static void find_spans(const struct ib_xstate *x, struct ib_vcpu *vcpu, u64 mask)
{
	struct ib_span *span = NULL;

	vcpu->nr_spans = 0;
	for (unsigned int i = XFEATURE_YMM; i < XFEATURE_MAX; i++) {
		u32 offset, size = x->geometry.size[i];

		if (!(mask & BIT_ULL(i)))
			continue;
		offset = ib_component(x, vcpu->fpstate, i) - (u8 *)&vcpu->fpstate->regs.xsave;
		if (span && span->offset + span->size == offset) {
			span->size += size;
			span->mask |= BIT_ULL(i);
			continue;
		}
		span = &vcpu->span[vcpu->nr_spans++];
		*span = (struct ib_span){ BIT_ULL(i), offset, size };
	}
}

/*
 * What ib_xrstor_init() initialises where the mask has synthetic components
 * only: a real component that is in its INIT state anyway.
 */
static u64 stand_in(const struct ib_xstate *x, u64 in_use)
{
	static const u8 candidates[] = { XFEATURE_OPMASK, XFEATURE_YMM };

	for (size_t i = 0; i < sizeof(candidates); i++)
		if (x->rfbm & ~in_use & BIT_ULL(candidates[i]))
			return BIT_ULL(candidates[i]);
	return BIT_ULL(XFEATURE_FP);
}

static unsigned int first_of(u64 mask)
{
	return mask ? __builtin_ctzll(mask) : XFEATURE_MAX;
}

/* Bytes from an fpstate's start to the middle of the mask's first component. */
static u32 middle(const struct ib_machine *m, u64 mask, u32 *half)
{
	struct fpstate *fpstate = m->guest_memory;
	unsigned int first = first_of(mask);

	fpstate->xfeatures = m->x->kernels | mask;
	*half = m->x->geometry.size[first] / 2;
	return ib_component(m->x, fpstate, first) - (u8 *)fpstate + *half;
}

/* How far into its first page an fpstate begins. */
static u32 shift_of(const struct ib_machine *m, const struct ib_row *row)
{
	u64 mask = ib_masks[row->mask].components;
	u32 half, at;

	if (row->place != IB_PLACE_CROSS)
		return ib_place_bytes(row->place);
	at = middle(m, mask, &half) & ~(u32)(IB_LINE - 1);
	return -at & (PAGE - 1);
}

const char *ib_machine_place(const struct ib_machine *m, const struct ib_row *row)
{
	u64 mask = ib_masks[row->mask].components;
	u32 half, at;

	if (row->place != IB_PLACE_CROSS)
		return NULL;
	if (!mask)
		return "an empty mask has no component to cross a page";
	/* The boundary is at the start of the line that holds the component's middle. */
	at = middle(m, mask, &half);
	return half > at % IB_LINE ? NULL :
	       "images lie at multiples of 64 bytes: this component cannot cross a page";
}

static void place(struct ib_machine *m, const struct ib_row *row)
{
	u32 shift = shift_of(m, row);

	m->guest = (struct fpstate *)((u8 *)m->guest_memory + shift);
	m->host = (struct fpstate *)((u8 *)m->host_memory + shift);
	m->host->xfeatures = m->x->rfbm;
	ib_fpstate_fill(m->x, m->host, ib_contents[IB_CONTENT_SSE].components, PATTERN_HOST);
}

void ib_machine_prepare(struct ib_machine *m, const struct ib_row *row, bool live)
{
	const struct ib_xstate *x = m->x;
	u64 mask = ib_masks[row->mask].components;
	u64 in_use = ib_row_in_use(row);
	struct ib_vcpu *vcpu = &m->vcpu;
	struct ib_region *r = &m->region;

	place(m, row);
	m->guest->xfeatures = x->kernels | mask;
	ib_xstate_geometry(x, m->guest->xfeatures, IB_SYMBOL(m->layout, ib_geometry));
	set_capabilities(m, mask);
	ib_fpstate_fill(x, m->guest, in_use, PATTERN_GUEST);
	ib_fpstate_fill(x, m->start, live ? in_use & x->rfbm :
			ib_contents[IB_CONTENT_SSE].components, PATTERN_START);

	*vcpu = (struct ib_vcpu){
		.fpstate = m->guest,
		.host = m->host,
		.init = &m->init->regs.xsave,
		.rfbm = x->rfbm,
		.area = &m->area->regs.xsave,
		.source = &m->start->regs.xsave,
		.wants_to_run = live,
		.stand_in = stand_in(x, in_use | mask),
	};
	find_spans(x, vcpu, mask);

	*r = (struct ib_region){
		.vcpu = vcpu,
		.init_event = row->event == IB_INIT,
		.phase = m->phase,
		.arm_bv = in_use & x->rfbm,
		.arm_synthetic = in_use & ~x->rfbm,
		.arm_live = live ? mask & x->rfbm : 0,
		.live = live,
		.start = &m->start->regs.xsave,
		.after = &m->after->regs.xsave,
		.caller = &m->caller->regs.xsave,
		.has_xgetbv1 = x->has_xgetbv1,
	};
}

const char *ib_machine_run(struct ib_machine *m)
{
	u64 wanted, seen, differ;

	ib_fault_region(m->layout);
	IB_SYMBOL(m->layout, ib_region_run)(&m->region);
	ib_fault_region(NULL);
	wanted = m->start->regs.xsave.header.xfeatures;
	seen = m->region.xinuse;
	differ = (wanted ^ seen) & m->x->rfbm;
	/* QEMU's TCG does not track most components: it says in use. */
	if (m->x->emulated)
		differ &= wanted;
	return differ ? "XINUSE is not what the row says" : NULL;
}

unsigned int ib_machine_restless(struct ib_machine *m, const struct ib_row *row)
{
	u64 mask = ib_masks[row->mask].components & m->x->rfbm;

	if (row->use != IB_REST || !m->region.live)
		return 0;
	/* An interrupt may change XINUSE before the registers are saved. */
	for (int try = 0; try < 8; try++) {
		m->region.samples = 0;
		IB_SYMBOL(m->layout, ib_region_run)(&m->region);
		if (!(m->after->regs.xsave.header.xfeatures & mask))
			return 0;
	}
	return __builtin_ctzll(m->after->regs.xsave.header.xfeatures & mask);
}

/* What the handler fills in: the steps so far, and the first @room addresses. */
static volatile struct {
	uint64_t nr;
	greg_t last;
	const void **at;
	size_t room;
	const uint8_t *rep;	/* the first one */
} steps;

/* Opcodes of string instructions, SDM vol. 2, REP. */
static const struct {
	uint8_t opcode;
	const char *name;
} strings[] = {
	{ 0xa4, "movsb" }, { 0xa5, "movs" }, { 0xa6, "cmpsb" }, { 0xa7, "cmps" },
	{ 0xaa, "stosb" }, { 0xab, "stos" }, { 0xac, "lodsb" }, { 0xad, "lods" },
	{ 0xae, "scasb" }, { 0xaf, "scas" },
};

/* The string instruction that a REP, with or without other prefixes, repeats; or NULL. */
static const char *repeated(const uint8_t *at)
{
	if (*at != 0xf3 && *at != 0xf2)
		return NULL;
	for (at++; *at == 0x66 || *at == 0x67 || (*at & 0xf0) == 0x40; at++)
		;
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		if (*at == strings[i].opcode)
			return strings[i].name;
	return NULL;
}

static void on_step(int sig, siginfo_t *info, void *context)
{
	greg_t rip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];

	/* REP traps after each iteration, at its own address. */
	if (rip == steps.last)
		return;
	if (steps.nr < steps.room)
		steps.at[steps.nr] = (const void *)rip;
	if (!steps.rep && repeated((const uint8_t *)rip))
		steps.rep = (const uint8_t *)rip;
	steps.nr++;
	steps.last = rip;
}

uint64_t ib_machine_trace(struct ib_machine *m, const void **at, size_t room)
{
	struct sigaction act = { .sa_sigaction = on_step, .sa_flags = SA_SIGINFO }, old;

	steps.nr = 0;
	steps.last = 0;
	steps.at = at;
	steps.rep = NULL;
	steps.room = room;
	sigaction(SIGTRAP, &act, &old);
	ib_fault_region(m->layout);
	IB_SYMBOL(m->layout, ib_region_step)(&m->region);
	ib_fault_region(NULL);
	sigaction(SIGTRAP, &old, NULL);
	return steps.nr;
}

void ib_machine_rep(const struct ib_machine *m, char *words, size_t size)
{
	const char *section, *text = ".text.";
	size_t offset;

	*words = '\0';
	if (!steps.rep)
		return;
	section = ib_layout_locate(m->layout, steps.rep, &offset);
	if (section && !strncmp(section, text, strlen(text)))
		section += strlen(text);
	snprintf(words, size, "rep %s in %s", repeated(steps.rep), section ? section : "?");
}

uint64_t ib_machine_steps(struct ib_machine *m)
{
	return ib_machine_trace(m, NULL, 0);
}

const struct ib_variant *ib_machine_variant(const struct ib_machine *m, const char *id)
{
	const struct ib_variant *const *variants;
	size_t n = ib_layout_variants(m->layout, &variants);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(variants[i]->id, id))
			return variants[i];
	return NULL;
}
