/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * /dev/initbench: time a variant in the kernel, on a guest fpstate of its own.
 * Mode 0600 and CAP_SYS_ADMIN at open.
 *
 * Every structure begins with its size, which must be exact, and the version
 * of this interface. All that a caller fills in is checked against a table;
 * what is reserved must be zero.
 */
#ifndef INITBENCH_UAPI_H
#define INITBENCH_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define INITBENCH_DEVICE	"initbench"
#define INITBENCH_VERSION	4

#define INITBENCH_MAX_SAMPLES	256	/* values in each array of a run */
#define INITBENCH_MAX_BATCH	65536	/* repetitions in each value */
#define INITBENCH_MAX_EVENTS	4	/* counters of a run */
#define INITBENCH_COMPONENTS	64

/* What is never put or loaded by these functions, or not at all. */
#define INITBENCH_FPU_KERNEL	0	/* the kernel's fpu_swap_kvm_fpstate() */
#define INITBENCH_FPU_PRIVATE	1	/* own XSAVE and XRSTOR on private buffers */

/* Flags of a query. */
#define INITBENCH_SLICE_IRQS_ON	0x1 /* a debug kernel: interrupts stay on in slices */
#define INITBENCH_IBPB		0x2 /* cold code: an IBPB, too, comes before each repetition */

/**
 * struct initbench_query - what the module is and what it runs on
 * @size: of this structure; in
 * @version: INITBENCH_VERSION; in
 * @xfeatures: components of the guest's fpstate
 * @live: those of them that put and load move (all but PKRU)
 * @xcomp_bv: of its image
 * @tsc_khz: of the clock that runs are timed by
 * @image_size: bytes of the guest's image
 * @variants: indices below it are good for INITBENCH_QUERY_VARIANT
 * @fpu: INITBENCH_FPU_*: what puts and loads
 * @flags: INITBENCH_SLICE_IRQS_ON, INITBENCH_IBPB
 * @slice_ns: longest time that interrupts are kept off
 * @layout: the seed that placed the variants when the module was built
 * @component_offset: of each component in the image
 * @component_size: bytes
 */
struct initbench_query {
	__u32 size;
	__u32 version;
	__u64 xfeatures;
	__u64 live;
	__u64 xcomp_bv;
	__u32 tsc_khz;
	__u32 image_size;
	__u32 variants;
	__u32 fpu;
	__u32 flags;
	__u32 slice_ns;
	__u64 layout;
	__u32 component_offset[INITBENCH_COMPONENTS];
	__u32 component_size[INITBENCH_COMPONENTS];
};

/**
 * struct initbench_query_variant - a variant or part of the module
 * @size: of this structure; in
 * @version: INITBENCH_VERSION; in
 * @index: below initbench_query.variants; in
 * @part: not a variant: a part of what variants do (@id begins with "part:")
 * @bytes: machine code of the function for each fpu axis, helpers included; 0
 *         for parts
 * @code: a number for that machine code, without the addresses that loading draws; 0
 *        for parts
 * @id: its name
 */
struct initbench_query_variant {
	__u32 size;
	__u32 version;
	__u32 index;
	__u32 part;
	__u32 bytes[2];
	__u32 code;
	char id[40];
};

/**
 * struct initbench_query_build - what the variants were compiled with
 * @size: of this structure; in
 * @version: INITBENCH_VERSION; in
 * @compiler: its name and version
 * @flags: the kernel's options and the module's that code depends on
 */
struct initbench_query_build {
	__u32 size;
	__u32 version;
	char compiler[120];
	char flags[3968];
};

enum initbench_event { INITBENCH_INIT, INITBENCH_RESET, INITBENCH_EVENTS };
enum initbench_fpu { INITBENCH_NONE, INITBENCH_PUTLOAD, INITBENCH_FPUS };
enum initbench_content {
	INITBENCH_CONTENT_INIT,
	INITBENCH_CONTENT_SSE,
	INITBENCH_CONTENT_AVX,
	INITBENCH_CONTENT_AVX512,
	INITBENCH_CONTENTS,
};

/* Temperatures are bits: both is cold. */
#define INITBENCH_COLD_DATA	0x1	/* the guest's and the host's image are evicted */
#define INITBENCH_COLD_CODE	0x2	/* code is, and branch predictors are disturbed */

#define INITBENCH_SHOTS		0x1	/* a timed region for each repetition */
#define INITBENCH_CHECK_ONLY	0x2	/* the oracle's verdict, nothing timed */
#define INITBENCH_WALK		0x4	/* evict data by walking the sets of the second-level
					 * cache, not by CLFLUSHOPT
					 */
#define INITBENCH_REST		0x8	/* the mask's components are in their INIT state: there
					 * is nothing to zero
					 */

/**
 * enum initbench_finding - what the oracle found, first come
 * @INITBENCH_AS_DESCRIBED: the variant did what its descriptor says
 * @INITBENCH_NOT_CLEARED: component @found_at should read as zero
 * @INITBENCH_CLEARED: component @found_at should not
 * @INITBENCH_REGISTERS: live registers of component @found_at changed
 * @INITBENCH_IMAGE: byte @found_at of the image changed
 * @INITBENCH_SWAPS: @found_at puts and loads, and that is too few or too many
 * @INITBENCH_IN_USE: fpstate->in_use changed
 * @INITBENCH_START: the registers could not be set up as the row says
 * @INITBENCH_NOT_AT_REST: this CPU says of component @found_at that it is in use although
 *                         its registers are in their INIT state (SDM vol. 1, 13.6 allows it)
 */
enum initbench_finding {
	INITBENCH_AS_DESCRIBED,
	INITBENCH_NOT_CLEARED,
	INITBENCH_CLEARED,
	INITBENCH_REGISTERS,
	INITBENCH_IMAGE,
	INITBENCH_SWAPS,
	INITBENCH_IN_USE,
	INITBENCH_START,
	INITBENCH_NOT_AT_REST,
};

/**
 * struct initbench_proof - that a cold row was cold: sums of times, in TSC ticks
 * @n: times in each sum; 0 if the row is warm
 * @data_lines: cache lines of the images that are evicted before a repetition
 * @code_lines: likewise, of the variant's code and of what it calls
 * @reserved: zero
 * @hit: load of a line that was just loaded
 * @miss: load of a line that was just flushed
 * @guest: load from the guest's image after it was made cold
 * @host: likewise, the host's
 * @code: load of a line of the code
 * @call_warm: call of the variant that finds nothing to do, the second in a row; 0
 *             for parts
 * @call_cold: the same after the row was made cold
 */
struct initbench_proof {
	__u32 n;
	__u32 data_lines;
	__u32 code_lines;
	__u32 reserved;
	__u64 hit;
	__u64 miss;
	__u64 guest;
	__u64 host;
	__u64 code;
	__u64 call_warm;
	__u64 call_cold;
};

/**
 * struct initbench_result - what was seen; valid if a run returned 0 or -ERANGE
 * @finding: enum initbench_finding
 * @found_at: see there
 * @cleared: components of the mask that read as zero afterwards; of a row with
 *           INITBENCH_REST, those that would be cleared were they in use
 * @n_max: more repetitions than these would not fit a slice
 * @slices: times that interrupts were off
 * @slice_ns: the longest of them
 * @migrations: slices on another CPU than the one before
 * @proof: see there
 */
struct initbench_result {
	__u32 finding;
	__u32 found_at;
	__u64 cleared;
	__u32 n_max;
	__u32 slices;
	__u32 slice_ns;
	__u32 migrations;
	struct initbench_proof proof;
};

/**
 * struct initbench_run - time a row
 * @size: of this structure
 * @version: INITBENCH_VERSION
 * @variant: its index
 * @event: enum initbench_event
 * @fpu: enum initbench_fpu
 * @content: enum initbench_content: registers in use besides the mask's
 * @temperature: INITBENCH_COLD_*; 0 is warm, else INITBENCH_SHOTS is needed
 * @flags: INITBENCH_SHOTS, INITBENCH_CHECK_ONLY, INITBENCH_WALK, INITBENCH_REST
 * @mask: components that the guest supports and INIT clears
 * @order_bits: bit k is the order of row and baseline in sample k % 64
 * @n: repetitions in each value, 1 to INITBENCH_MAX_BATCH
 * @samples: values in each array, 1 to INITBENCH_MAX_SAMPLES
 * @values: address of 4 arrays of @samples u64 each, in TSC ticks: the row, the
 *          empty baseline, and both with an MFENCE after each repetition
 * @nr_events: counters, 0 to INITBENCH_MAX_EVENTS
 * @event_size: bytes of each struct perf_event_attr as the caller knows it; 0 if
 *              there are none
 * @events: address of @nr_events struct perf_event_attr, without gaps
 * @counts: address of @nr_events pairs of u64: the row's count and the
 *          baseline's over n * samples repetitions
 * @reserved: zero
 * @result: written back
 *
 * Errors: -EINVAL a field is out of its range; -EOPNOTSUPP the guest's fpstate
 * lacks a component of @mask or @content, or put and load do not move it, or
 * the second-level cache is too large to be walked, or of unknown shape;
 * -E2BIG an event has fields that this kernel does not know; -ERANGE @n does
 * not fit a slice; -EINTR a signal came between slices, and nothing in @values
 * is valid; -ENOENT the CPU has no such counter; -EBUSY it is shared.
 */
struct initbench_run {
	__u32 size;
	__u32 version;
	__u32 variant;
	__u32 event;
	__u32 fpu;
	__u32 content;
	__u32 temperature;
	__u32 flags;
	__u64 mask;
	__u64 order_bits;
	__u32 n;
	__u32 samples;
	__u64 values;
	__u32 nr_events;
	__u32 event_size;
	__u64 events;
	__u64 counts;
	__u32 reserved[2];
	struct initbench_result result;
};

#define INITBENCH_IOC		0xe3
#define INITBENCH_QUERY		_IOWR(INITBENCH_IOC, 0, struct initbench_query)
#define INITBENCH_QUERY_VARIANT	_IOWR(INITBENCH_IOC, 1, struct initbench_query_variant)
#define INITBENCH_RUN		_IOWR(INITBENCH_IOC, 2, struct initbench_run)
#define INITBENCH_QUERY_BUILD	_IOWR(INITBENCH_IOC, 3, struct initbench_query_build)

#endif
