/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The timed region. It runs inside the blob, in general registers only, so
 * that the vector state under study is the guest's and nobody else's.
 */
#ifndef INITBENCH_BLOB_REGION_H
#define INITBENCH_BLOB_REGION_H

#include "bench/blob/code/cool.h"
#include "bench/blob/contract.h"

typedef void (*ib_body)(struct ib_vcpu *vcpu, bool init_event);

/**
 * struct ib_call - what one repetition does
 * @pre: before the body, outside the timed region of a single shot
 * @body: what is timed
 * @post: after it, as @pre
 *
 * In a batch all repetitions share one timed region, so @pre and @post are
 * used by single shots alone.
 */
struct ib_call {
	ib_body pre;
	ib_body body;
	ib_body post;
};

/**
 * enum ib_sampling - how repetitions become one raw value
 * @IB_BATCH: n repetitions inside one region, an LFENCE after each
 * @IB_BATCH_DRAINED: the same, with MFENCE before the LFENCE: a repetition ends
 *                    when its stores have left the store buffer
 * @IB_SHOTS: n regions of one repetition each; their sum. The phase of a
 *            region against the TSC's step is arbitrary, so that the mean
 *            resolves less than a step
 * @IB_SHOTS_DRAINED: the same with MFENCE at the region's end
 */
enum ib_sampling {
	IB_BATCH,
	IB_BATCH_DRAINED,
	IB_SHOTS,
	IB_SHOTS_DRAINED,
	IB_SAMPLINGS,
};

/**
 * struct ib_region - a series of samples in a known register state
 * @vcpu: what the bodies get
 * @init_event: what the bodies get
 * @call: the row's [0] and the empty baseline's [1]
 * @sampling: see enum ib_sampling
 * @phase: called before each repetition's body; one of ib_phases[]
 * @n: repetitions a sample, 1 or more
 * @samples: samples of each call
 * @order_bits: bit k is the order of the two calls in sample k % 64
 * @warmup: samples thrown away first
 * @out: raw clock units of each sample of each call
 * @arm_bv: XSTATE_BV of the guest's image before each repetition
 * @arm_synthetic: XINUSE and XSTATE_BV of synthetic components, likewise
 * @arm_live: if set, registers of these components are loaded from @start
 *            before each repetition
 * @live: the guest's state is in the registers when the region starts
 * @cooling: done before each shot, or NULL; not in batches
 * @rehearse: after cooling, run the shot's own code without the body, so that
 *            the harness is warm
 * @twin: NULL, or a vCPU with images of its own on which the body is rehearsed
 * @start: registers at the start: loaded after all components were initialised
 * @after: registers at the end, saved here (rfbm components)
 * @caller: the caller's registers, saved at entry and restored at exit
 * @has_xgetbv1: XINUSE is read by XGETBV with ECX = 1, else by XSAVE's XSTATE_BV
 * @xinuse: XINUSE of the vCPU's rfbm after @start was loaded, for the caller to check
 */
struct ib_region {
	struct ib_vcpu *vcpu;
	bool init_event;
	struct ib_call call[2];
	enum ib_sampling sampling;
	void (*phase)(void);
	u32 n;
	u32 samples;
	u64 order_bits;
	u32 warmup;
	u64 *out[2];
	u64 arm_bv;
	u64 arm_synthetic;
	u64 arm_live;
	bool live;
	struct ib_cooling *cooling;
	bool rehearse;
	struct ib_vcpu *twin;
	const struct xregs_state *start;
	struct xregs_state *after;
	struct xregs_state *caller;
	bool has_xgetbv1;
	u64 xinuse;
};

/**
 * ib_region_run() - take the samples
 * @region: see there; images are 64-byte aligned and as large as the CPU says
 */
void ib_region_run(struct ib_region *region);

/**
 * ib_region_step() - one repetition of call[0] with RFLAGS.TF set
 * @region: as for ib_region_run(); every instruction raises SIGTRAP, which the
 *          caller counts
 */
void ib_region_step(struct ib_region *region);

/*
 * 0 to IB_PHASES - 1 NOPs. A repetition begins at an LFENCE, so how a body's
 * instructions fall into groups of dispatch and retirement would be the same
 * every time; a phase drawn with the layout makes it an average instead.
 */
#define IB_PHASES	8
extern void (*const ib_phases[IB_PHASES])(void);

/* The baseline: a body with the same signature that does nothing. */
void ib_empty(struct ib_vcpu *vcpu, bool init_event);
/* As empty, elsewhere: what a rehearsal leaves the call of the body predicting. */
void ib_decoy(struct ib_vcpu *vcpu, bool init_event);
/* Bodies whose cost when cold is known: a load of vcpu->probe; a call; 64 branches. */
void ib_probe_load(struct ib_vcpu *vcpu, bool init_event);
void ib_probe_call(struct ib_vcpu *vcpu, bool init_event);
void ib_probe_branches(struct ib_vcpu *vcpu, bool init_event);
/* Bodies for pre and post. */
void ib_body_put(struct ib_vcpu *vcpu, bool init_event);
void ib_body_load(struct ib_vcpu *vcpu, bool init_event);
void ib_body_put_load(struct ib_vcpu *vcpu, bool init_event);
void ib_body_settle(struct ib_vcpu *vcpu, bool init_event);
void ib_body_unsettle(struct ib_vcpu *vcpu, bool init_event);
void ib_body_poke(struct ib_vcpu *vcpu, bool init_event);
/* One instruction each: XSAVE and XSAVEOPT to vcpu->area, XSAVEC to the guest's image. */
void ib_body_xsave(struct ib_vcpu *vcpu, bool init_event);
void ib_body_xsavec(struct ib_vcpu *vcpu, bool init_event);
void ib_body_xsaveopt(struct ib_vcpu *vcpu, bool init_event);
/* XRSTOR from vcpu->source. */
void ib_body_xrstor(struct ib_vcpu *vcpu, bool init_event);
void ib_body_save_restore(struct ib_vcpu *vcpu, bool init_event);

/**
 * ib_chain_ticks() - time a chain of dependent instructions
 * @imul: IMUL r64, r64 (3 cycles each on every core in question) instead of
 *        ADD r64, r64 (1 cycle; register to register, since newer cores
 *        eliminate additions of small immediates at rename)
 * @cycles: length in core cycles, a multiple of 300
 *
 * Return: clock units, unfenced overhead included: callers take differences.
 */
u64 ib_chain_ticks(bool imul, u32 cycles);

/**
 * ib_wide_ticks() - time four chains of dependent ADD r64, r64 side by side
 * @rounds: additions in each, a multiple of 100
 *
 * Return: clock units. A round takes a core cycle where four additions can be
 * executed in one and no other thread executes any on this core.
 */
u64 ib_wide_ticks(u32 rounds);

#endif
