/* SPDX-License-Identifier: GPL-2.0-only */
/* What the module's files share. */
#ifndef INITBENCH_KMOD_H
#define INITBENCH_KMOD_H

#include <linux/version.h>

#include "kmod/initbench_uapi.h"
#include "variants/variant.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
#include <asm/cpuid/api.h>
#endif

#ifndef rdmsrq		/* kernels before 6.16 */
#define rdmsrq	rdmsrl
#define wrmsrq	wrmsrl
#endif

#define IB_SLICE_NS	(100 * NSEC_PER_USEC)

typedef void (*ib_body)(struct ib_vcpu *vcpu, bool init_event);

/**
 * struct ib_call - what one repetition does
 * @pre: before the body, outside the timed region of a single shot
 * @body: what is timed
 * @post: after it, as @pre
 */
struct ib_call {
	ib_body pre;
	ib_body body;
	ib_body post;
};

/**
 * struct ib_entry - a variant or a part
 * @variant: NULL for a part
 * @part_id: name of a part
 * @part: what is timed and its baseline, for a part
 * @bytes: machine code for each value of the fpu axis
 * @code: a number for it
 * @text_from: where the file's code begins, from @variant->clear
 * @text_to: where it ends
 */
struct ib_entry {
	const struct ib_variant *variant;
	const char *part_id;
	struct ib_call part[2];
	u32 bytes[INITBENCH_FPUS];
	u32 code;
	s32 text_from;
	s32 text_to;
};

extern const struct ib_entry ib_entries[];
extern const u32 ib_nr_entries;

/**
 * struct ib_machine - a guest and the images that runs need; one an open file
 * @vcpu: what variants are given
 * @start: registers at the start of a slice: every component patterned,
 *         XSTATE_BV says which are in use
 * @after: registers at its end
 * @seen: a copy of the guest's image
 * @image_size: bytes of each image
 */
struct ib_machine {
	struct ib_vcpu vcpu;
	struct xregs_state *start;
	struct xregs_state *after;
	struct xregs_state *seen;
	u32 image_size;
};

/**
 * struct ib_region - a row, ready to be run
 * @m: machine
 * @entry: what is timed
 * @fpu: which of a variant's two functions
 * @init_event: INIT, not RESET
 * @live: the guest's state is in the registers (on RESET it never is)
 * @shots: a timed region for each repetition
 * @temperature: INITBENCH_COLD_*
 * @walk: data are made cold by walking cache sets
 * @walked: what is walked; NULL if nothing is
 * @random: state of the branch storm
 * @mask: components to clear
 * @rest: they are in their INIT state
 * @content: components in use besides
 * @order_bits: order of the two calls in each sample
 * @n: repetitions a sample
 * @samples: values in each array
 * @values: 4 arrays, as struct initbench_run says
 * @call: the row's [0] and the baseline's [1]
 */
struct ib_region {
	struct ib_machine *m;
	const struct ib_entry *entry;
	enum initbench_fpu fpu;
	bool init_event;
	bool live;
	bool shots;
	u32 temperature;
	bool walk;
	u8 *walked;
	u64 random;
	u64 mask;
	bool rest;
	u64 content;
	u64 order_bits;
	u32 n;
	u32 samples;
	u64 *values;
	struct ib_call call[2];
};

/* Components that a repetition finds in use. */
static inline u64 ib_in_use(const struct ib_region *r)
{
	return r->rest ? r->content & ~r->mask : r->content | r->mask;
}

/* image.c: the XSAVE image */
#define IB_XCOMP_BV_COMPACTED	BIT_ULL(63)

int ib_image_init(void);
u32 ib_image_size(u64 xcomp_bv, u64 xfeatures);
u32 ib_component_offset(u64 xcomp_bv, unsigned int xfeature);
u32 ib_component_size(unsigned int xfeature);
u32 ib_component_used(unsigned int xfeature);
u64 ib_supervisor_components(void);
void *ib_component(const struct xregs_state *image, unsigned int xfeature);
void ib_image_fill(struct xregs_state *image, u64 xfeatures, u64 in_use, u8 pattern);
u32 ib_spans(struct ib_span *span, u64 xcomp_bv, u64 mask);

/* guest.c: a guest and its registers */
int ib_machine_init(struct ib_machine *m);
void ib_machine_destroy(struct ib_machine *m);
u64 ib_live_components(const struct ib_vcpu *vcpu);
int ib_xrstor(struct xregs_state *image, u64 rfbm);
int ib_xsave(struct xregs_state *image, u64 rfbm);

/* fpu_kernel.c or fpu_private.c: what else variants stand on, and slices */
extern const u32 ib_fpu;	/* INITBENCH_FPU_* */
bool ib_guest_alloc(struct ib_vcpu *vcpu);
void ib_guest_free(struct ib_vcpu *vcpu);
void ib_fpu_begin(struct ib_vcpu *vcpu);
void ib_fpu_end(struct ib_vcpu *vcpu);
const struct fpstate *ib_host_fpstate(const struct ib_vcpu *vcpu);
bool ib_fpu_check(struct ib_vcpu *vcpu);

/* region.c: timing */

/**
 * struct ib_slice - a time with interrupts off and, if the row is live, the
 * guest's state in the registers
 * @flags: of local_irq_save()
 * @start: TSC
 * @worst: longest slice seen, in TSC ticks
 * @count: slices
 * @cpu: of the last slice
 * @migrations: times that it was another
 */
struct ib_slice {
	unsigned long flags;
	u64 start;
	u64 worst;
	u32 count;
	int cpu;
	u32 migrations;
};

void ib_region_prepare(struct ib_region *r);
void ib_arm(const struct ib_region *r);
int ib_slice_begin(struct ib_slice *s, struct ib_region *r);
void ib_slice_end(struct ib_slice *s, struct ib_region *r);
int ib_region_run(struct ib_region *r, struct ib_slice *s, u32 *n_max);
int ib_region_count(struct ib_region *r, struct ib_slice *s, bool baseline);
void ib_empty(struct ib_vcpu *vcpu, bool init_event);

static __always_inline u64 ib_tsc_fenced(void)
{
	u32 lo, hi;

	asm volatile("lfence; rdtsc; lfence" : "=a" (lo), "=d" (hi) : : "memory");
	return lo | (u64)hi << 32;
}

/* cool.c */
int ib_cool_init(void);
int ib_cool_begin(struct ib_region *r);
void ib_cool_end(struct ib_region *r);
void ib_cool(struct ib_region *r);
int ib_cool_prove(struct ib_region *r, struct ib_slice *s, struct initbench_proof *p);

/* oracle.c */
void ib_oracle_check(struct ib_region *r, struct ib_slice *s, struct initbench_result *result);

/* counters.c */
int ib_counters_run(struct ib_region *r, struct ib_slice *s, const struct initbench_run *run);

/* query.c, run.c */
long ib_query(struct ib_machine *m, void __user *argument);
long ib_query_variant(void __user *argument);
long ib_query_build(void __user *argument);
long ib_run(struct ib_machine *m, void __user *argument);

#endif
