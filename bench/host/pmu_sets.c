// SPDX-License-Identifier: GPL-2.0-only
#include <stddef.h>
#include <string.h>

#include "bench/host/pmu_sets.h"
#include "lib/base/array.h"

/*
 * The account of slots is A. Yasin's (ISPASS 2014): each cycle has as many slots
 * as uops can be renamed; a slot is used by a uop that retires or by one that
 * does not, or left empty because the front end had none or the back end no
 * room. Events: Intel SDM vol. 3, 20 and the event lists of the families; AMD
 * PPR for family 19h model 11h, 2.1.17 (pipeline utilisation). Intel before Ice
 * Lake has no event of the back end: it is what remains.
 *
 * libpfm4 4.13 has no tables of Alder Lake (P and E), Lunar Lake and Sierra Forest:
 * its latest of Intel's are Sapphire Rapids and Tremont. A set of theirs is a line
 * here as soon as it has. Events by number (perf_raw::rNNN) stand in for none: they
 * name no kind of core, and on a hybrid CPU one number means two events.
 *
 * No more events than a family has counters for one of two SMT threads, so that
 * they count together.
 */
/*
 * AMD before Zen 4 has no event of the slots that the front end leaves empty, and so
 * no account. libpfm4 4.13 does not know Zen 5: its events are raw, event select in
 * bits 35 to 32 and 7 to 0, unit mask in bits 15 to 8 (APM vol. 2, 13.2), and 8 slots
 * a cycle, from the event list and the metrics of Linux' tools/perf/pmu-events for
 * amdzen5 (PPR for family 1Ah): PMCx1A0 counts slots, PMCx0AA
 * dispatched ops, PMCx0C1 retired ones.
 */
#define ZEN_CACHES(pmu, l1i_misses)	{ "caches", pmu, 0, {			\
	{ "l1i-misses", l1i_misses },						\
	{ "l1d-misses", "perf::L1-DCACHE-LOAD-MISSES" },			\
	{ "store-forward-blocks", "BAD_STATUS_2:STLI_OTHER" },			\
	{ "branch-misses", "perf::BRANCH-MISSES" } } }

#define SKYLAKE(pmu)	{ "topdown", pmu, 4, {					\
	{ "cycles", "perf::CYCLES" },				\
	{ "slots-frontend", "IDQ_UOPS_NOT_DELIVERED:CORE" },			\
	{ "uops-issued", "UOPS_ISSUED:ANY" },					\
	{ "uops-retired", "UOPS_RETIRED:RETIRE_SLOTS" },			\
	{ "recovery-cycles", "INT_MISC:RECOVERY_CYCLES" } } },			\
	{ "caches", pmu, 0, {							\
	{ "l1i-misses", "ICACHE_64B:IFTAG_MISS" },				\
	{ "l1d-misses", "L1D:REPLACEMENT" },					\
	{ "store-forward-blocks", "LD_BLOCKS:STORE_FORWARD" },			\
	{ "ucode-uops", "IDQ:MS_UOPS" } } }

#define ICE_LAKE(pmu, width)	{ "topdown", pmu, width, {			\
	{ "cycles", "perf::CYCLES" },				\
	{ "slots-frontend", "IDQ_UOPS_NOT_DELIVERED:CORE" },			\
	{ "slots-backend", "TOPDOWN:BACKEND_BOUND_SLOTS" },			\
	{ "uops-issued", "UOPS_ISSUED:ANY" },					\
	{ "uops-retired", "UOPS_RETIRED:SLOTS" },				\
	{ "recovery-cycles", "INT_MISC:RECOVERY_CYCLES" },			\
	{ "ucode-uops", "IDQ:MS_UOPS" } } },					\
	{ "caches", pmu, 0, {							\
	{ "l1i-misses", "FRONTEND_RETIRED:L1I_MISS" },				\
	{ "l1d-misses", "L1D:REPLACEMENT" },					\
	{ "store-forward-blocks", "LD_BLOCKS:STORE_FORWARD" },			\
	{ "branch-misses", "perf::BRANCH-MISSES" } } }

static const struct ib_pmu_set sets[] = {
	{ "topdown", "amd64_fam19h_zen4", 6, {
		{ "cycles", "CYCLES_NOT_IN_HALT" },
		{ "slots-frontend", "DISPATCH_STALLS_1:FE_NO_OPS" },
		{ "slots-backend", "DISPATCH_STALLS_1:BE_STALLS" },
		{ "uops-issued", "OPS_SOURCE_DISPATCHED_FROM_DECODER:DECODER:OPCACHE" },
		{ "uops-retired", "RETIRED_OPS" },
		{ "ucode-uops", "RETIRED_UCODE_OPS" } } },
	ZEN_CACHES("amd64_fam19h_zen4", "IC_TAG_HIT_MISS:IC_MISS"),
	{ "topdown", "amd64_fam1ah_zen5", 8, {
		{ "cycles", "perf_raw::r76" },
		{ "slots-frontend", "perf_raw::r1000001a0" },
		{ "slots-backend", "perf_raw::r100001ea0" },
		{ "uops-issued", "perf_raw::r7aa" },
		{ "uops-retired", "perf_raw::rc1" },
		{ "ucode-uops", "perf_raw::r1000000c1" } } },
	{ "caches", "amd64_fam1ah_zen5", 0, {
		{ "l1i-misses", "perf_raw::r10000188e" },
		{ "l1d-misses", "perf_raw::rff43" },
		{ "store-forward-blocks", "perf_raw::r224" },
		{ "branch-misses", "perf::BRANCH-MISSES" } } },
	ZEN_CACHES("amd64_fam19h_zen3", "IC_TAG_HIT_MISS:IC_MISS"),
	/* Each miss asks the second-level cache. */
	ZEN_CACHES("amd64_fam17h_zen2", "CORE_TO_L2_CACHEABLE_REQUEST_ACCESS_STATUS:"
		   "IC_FILL_HIT_X:IC_FILL_HIT_S:IC_FILL_MISS"),
	{ "caches", "amd64_fam17h_zen1", 0, {
		{ "l1i-misses", "32_BYTE_INSTRUCTION_CACHE_MISSES" },
		{ "l1d-misses", "perf::L1-DCACHE-LOAD-MISSES" },
		{ "branch-misses", "perf::BRANCH-MISSES" } } },
	SKYLAKE("skl"),
	SKYLAKE("skx"),
	SKYLAKE("clx"),
	ICE_LAKE("icl", 5),
	ICE_LAKE("icx", 5),
	ICE_LAKE("spr", 6),
	/* On any machine, for one without a PMU. */
	{ "software", "perf", 0, {
		{ "page-faults", "perf::PAGE-FAULTS" },
		{ "context-switches", "perf::CONTEXT-SWITCHES" },
		{ "migrations", "perf::CPU-MIGRATIONS" } } },
};

const struct ib_pmu_set *ib_pmu_set(const char *name, bool (*is_present)(const char *pmu),
				    bool *known)
{
	*known = false;
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		if (strcmp(sets[i].name, name))
			continue;
		*known = true;
		if (is_present(sets[i].pmu))
			return &sets[i];
	}
	return NULL;
}
