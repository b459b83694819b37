// SPDX-License-Identifier: GPL-2.0-only
#include "bench/blob/code/cool.h"
#include "bench/blob/code/harness.h"
#include "bench/blob/code/region.h"
#include "bench/blob/code/xsave.h"
#include "bench/blob/code/xstate.h"
#include "bench/blob/fence.h"

IB_HARNESS(empty) void ib_empty(struct ib_vcpu *vcpu, bool init_event)
{
}

IB_HARNESS(decoy) void ib_decoy(struct ib_vcpu *vcpu, bool init_event)
{
	asm volatile("");
}

IB_HARNESS(probe_load) void ib_probe_load(struct ib_vcpu *vcpu, bool init_event)
{
	asm volatile("" : : "r" (*(const volatile u64 *)vcpu->probe));
}

void ib_probe_call(struct ib_vcpu *vcpu, bool init_event)
{
	asm volatile("");
}

/* Branches of a fixed pattern: each skips an instruction, or not. */
IB_HARNESS(probe_branches) void ib_probe_branches(struct ib_vcpu *vcpu, bool init_event)
{
	u64 pattern = 0xb5297a4d3f84d5b5ULL;

	asm volatile(".set bit, 0; .rept 64; bt $bit, %0; jc 1f; nop; 1: .set bit, bit + 1; .endr"
		     : : "r" (pattern) : "cc");
}

void ib_body_put(struct ib_vcpu *vcpu, bool init_event)
{
	kvm_put_guest_fpu(vcpu);
}

void ib_body_load(struct ib_vcpu *vcpu, bool init_event)
{
	kvm_load_guest_fpu(vcpu);
}

void ib_body_put_load(struct ib_vcpu *vcpu, bool init_event)
{
	kvm_put_guest_fpu(vcpu);
	kvm_load_guest_fpu(vcpu);
}

/* One save and one restore of one image: what other tools time (selftest). */
void ib_body_save_restore(struct ib_vcpu *vcpu, bool init_event)
{
	ib_xsave(&vcpu->fpstate->regs.xsave, vcpu->rfbm, ib_geometry.compacted);
	ib_xrstor(&vcpu->fpstate->regs.xsave, vcpu->rfbm);
}

void ib_body_xsave(struct ib_vcpu *vcpu, bool init_event)
{
	ib_xsave(vcpu->area, vcpu->rfbm, false);
}

void ib_body_xsavec(struct ib_vcpu *vcpu, bool init_event)
{
	ib_xsave(&vcpu->fpstate->regs.xsave, vcpu->rfbm, true);
}

void ib_body_xsaveopt(struct ib_vcpu *vcpu, bool init_event)
{
	ib_xsaveopt(vcpu->area, vcpu->rfbm);
}

void ib_body_xrstor(struct ib_vcpu *vcpu, bool init_event)
{
	ib_xrstor(vcpu->source, vcpu->rfbm);
}

static __always_inline void poke(const struct ib_vcpu *vcpu)
{
	for (u32 i = 0; i < vcpu->nr_pokes; i++)
		*vcpu->poke[i].at = vcpu->poke[i].value;
}

void ib_body_poke(struct ib_vcpu *vcpu, bool init_event)
{
	poke(vcpu);
}

/* The registers are what the image holds and were loaded from it: all unmodified. */
void ib_body_settle(struct ib_vcpu *vcpu, bool init_event)
{
	ib_xsave(vcpu->area, vcpu->rfbm, false);
	ib_xrstor(vcpu->area, vcpu->rfbm);
	poke(vcpu);
}

/* The same values, loaded from another image: the CPU cannot know them unmodified. */
void ib_body_unsettle(struct ib_vcpu *vcpu, bool init_event)
{
	ib_body_settle(vcpu, init_event);
	ib_xrstor(vcpu->source, vcpu->rfbm);
}

#define DEFINE_PHASE(n)						\
static IB_HARNESS(phase_##n) void phase_##n(void)		\
{								\
	asm volatile(".rept " #n "; nop; .endr");		\
}

DEFINE_PHASE(0)
DEFINE_PHASE(1)
DEFINE_PHASE(2)
DEFINE_PHASE(3)
DEFINE_PHASE(4)
DEFINE_PHASE(5)
DEFINE_PHASE(6)
DEFINE_PHASE(7)

void (*const ib_phases[IB_PHASES])(void) = {
	phase_0, phase_1, phase_2, phase_3, phase_4, phase_5, phase_6, phase_7,
};

/*
 * A repetition must find what the first one found: the components of the mask in use,
 * or at rest, in memory or in the registers. The baseline is armed as well.
 */
static __always_inline void arm_registers(const struct ib_region *r)
{
	if (r->arm_live)
		ib_xrstor(r->start, r->arm_live);
}

static __always_inline void arm(const struct ib_region *r, struct ib_vcpu *vcpu)
{
	vcpu->fpstate->regs.xsave.header.xfeatures = r->arm_bv;
	vcpu->fpstate->synthetic_bv = r->arm_synthetic;
	vcpu->synthetic_xinuse = r->arm_synthetic;
	arm_registers(r);
}

static __always_inline void end_of_repetition(bool drained)
{
	if (drained)
		asm volatile("mfence" : : : "memory");
	asm volatile("lfence" : : : "memory");
}

static IB_HARNESS(batch) u64 batch(const struct ib_region *r, ib_body body, const bool drained)
{
	u64 start = ib_tsc_fenced();

	for (u32 i = 0; i < r->n; i++) {
		arm(r, r->vcpu);
		r->phase();
		body(r->vcpu, r->init_event);
		end_of_repetition(drained);
	}
	return ib_tsc_fenced() - start;
}

static IB_HARNESS(shot) u64 shot(const struct ib_region *r, ib_body body, struct ib_vcpu *vcpu,
				 bool drained)
{
	u64 start;

	/* What was stored before the region must not be waited for in it. */
	asm volatile("mfence" : : : "memory");
	start = ib_tsc_fenced();

	r->phase();
	body(vcpu, r->init_event);
	end_of_repetition(drained);
	return ib_tsc_fenced() - start;
}

/*
 * Cooling takes the harness with it: the storm is longer than an L1I, a walk
 * longer than an L2. shot() is run again, so that its lines, its data and its
 * branches are as in a warm loop. Its one branch that differs between the row
 * and the baseline is the call of the body: it is left predicting a decoy, so
 * that both pay for that, and the difference is the body's.
 *
 * After a walk, code is to be warm: there the body itself is rehearsed, on
 * images of its own. It may change registers, which are armed again.
 */
static IB_HARNESS(rehearse) void rehearse(const struct ib_region *r, ib_body body, bool drained)
{
	for (u32 k = 0; k < 2; k++) {
		if (r->twin) {
			arm(r, r->twin);
			shot(r, body, r->twin, drained);
			arm_registers(r);
		} else {
			shot(r, ib_empty, r->vcpu, drained);
			shot(r, ib_decoy, r->vcpu, drained);
		}
	}
}

static IB_HARNESS(shots) u64 shots(const struct ib_region *r, const struct ib_call *call,
				   bool drained)
{
	u64 sum = 0;

	for (u32 i = 0; i < r->n; i++) {
		arm(r, r->vcpu);
		call->pre(r->vcpu, r->init_event);
		if (r->cooling) {
			ib_cool(r->cooling);
			if (r->rehearse)
				rehearse(r, call->body, drained);
		}
		sum += shot(r, call->body, r->vcpu, drained);
		call->post(r->vcpu, r->init_event);
	}
	return sum;
}

static IB_HARNESS(sample) u64 sample(const struct ib_region *r, const struct ib_call *call)
{
	switch (r->sampling) {
	case IB_BATCH:
		return batch(r, call->body, false);
	case IB_BATCH_DRAINED:
		return batch(r, call->body, true);
	case IB_SHOTS:
		return shots(r, call, false);
	default:
		return shots(r, call, true);
	}
}

/*
 * Not every CPU has XGETBV with ECX = 1 (Intel since Skylake, AMD since Zen 1).
 * XSAVE and XSAVEC write XINUSE of what they save to XSTATE_BV (SDM vol. 1, 13.7),
 * here of the image that leave() overwrites.
 */
static __always_inline u64 xinuse(const struct ib_region *r)
{
	if (r->has_xgetbv1)
		return ib_xinuse();
	ib_xsave(r->after, r->vcpu->rfbm, ib_geometry.compacted);
	return r->after->header.xfeatures;
}

/* All components to INIT, then those of @start; SDM vol. 1, 13.8.1. */
static IB_HARNESS(enter) void enter(struct ib_region *r)
{
	struct ib_vcpu *vcpu = r->vcpu;

	ib_xsave(r->caller, vcpu->rfbm, ib_geometry.compacted);
	ib_xrstor(vcpu->init, vcpu->rfbm);
	ib_xrstor(r->start, vcpu->rfbm);
	vcpu->fpstate->in_use = r->live;
	vcpu->fpu_reloads = 0;
	r->xinuse = xinuse(r);
}

static IB_HARNESS(leave) void leave(struct ib_region *r)
{
	ib_xsave(r->after, r->vcpu->rfbm, ib_geometry.compacted);
	ib_xrstor(r->caller, r->vcpu->rfbm);
}

IB_HARNESS(run) void ib_region_run(struct ib_region *r)
{
	enter(r);
	for (u32 k = 0; k < r->warmup; k++) {
		sample(r, &r->call[1]);
		sample(r, &r->call[0]);
	}
	for (u32 k = 0; k < r->samples; k++) {
		u32 first = r->order_bits >> (k % 64) & 1;

		r->out[first][k] = sample(r, &r->call[first]);
		r->out[!first][k] = sample(r, &r->call[!first]);
	}
	leave(r);
}

IB_HARNESS(step) void ib_region_step(struct ib_region *r)
{
	const u64 tf = 1 << 8;

	enter(r);
	arm(r, r->vcpu);
	r->call[0].pre(r->vcpu, r->init_event);
	asm volatile("pushfq; orq %0, (%%rsp); popfq" : : "i" (tf) : "memory", "cc");
	r->call[0].body(r->vcpu, r->init_event);
	asm volatile("pushfq; andq %0, (%%rsp); popfq" : : "i" (~tf) : "memory", "cc");
	r->call[0].post(r->vcpu, r->init_event);
	leave(r);
}

IB_HARNESS(chain) u64 ib_chain_ticks(bool imul, u32 cycles)
{
	u64 x = 1, start = ib_tsc_fenced();

	if (imul)
		for (u32 i = 0; i < cycles; i += 300)
			asm volatile(".rept 100; imul %1, %0; .endr" : "+r" (x) : "r" (x));
	else
		for (u32 i = 0; i < cycles; i += 300)
			asm volatile(".rept 300; add %1, %0; .endr" : "+r" (x) : "r" (1UL));
	asm volatile("" : : "r" (x));
	return ib_tsc_fenced() - start;
}

IB_HARNESS(wide) u64 ib_wide_ticks(u32 rounds)
{
	u64 a = 1, b = 2, c = 3, d = 4, start = ib_tsc_fenced();

	for (u32 i = 0; i < rounds; i += 100)
		asm volatile(".rept 100; add %4, %0; add %4, %1; add %4, %2; add %4, %3; .endr"
			     : "+r" (a), "+r" (b), "+r" (c), "+r" (d) : "r" (1UL));
	asm volatile("" : : "r" (a), "r" (b), "r" (c), "r" (d));
	return ib_tsc_fenced() - start;
}
