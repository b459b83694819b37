// SPDX-License-Identifier: GPL-2.0-only
#include <cpuid.h>
#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/blob/random_placement.h"
#include "bench/host/calibrate.h"
#include "bench/lanes/proof.h"
#include "bench/lanes/user/branch_storm.h"
#include "bench/lanes/user/cold.h"
#include "lib/base/err.h"
#include "lib/stats/midmean.h"

#define PROOF_SAMPLES	4
#define PROOF_SHOTS	2
#define PROOF_WARMUP	1

/* A walk this many times an L2 leaves none of its old lines, whatever its replacement. */
#define WALK_L2S	4
#define UNKNOWN_L2	(4L << 20)

#define CLFLUSHOPT_BIT	(1u << 23)	/* CPUID.(7,0):EBX */
#define CLFLUSH_BIT	(1u << 19)	/* CPUID.1:EDX */

struct ib_cold {
	struct ib_machine *m;
	double per_cycle;	/* clock units */
	struct ib_storm storm, calm;
	struct ib_cooling row, after_storm, after_calm;
	u8 *walk;
	size_t walk_bytes;
	struct ib_vcpu twin;
	struct fpstate *twin_guest, *twin_host;
};

static const struct {
	bool data;
	bool code;
	bool walk;
} takes[IB_TEMPS] = {
	[IB_COLD_DATA]		= { .data = true },
	[IB_COLD_CODE]		= { .code = true },
	[IB_COLD]		= { .data = true, .code = true },
	[IB_WALKED_DATA]	= { .walk = true },
};

static bool cpuid_has(unsigned int leaf, bool edx, u32 bit)
{
	u32 a = 0, b = 0, c = 0, d = 0;

	return __get_cpuid_count(leaf, 0, &a, &b, &c, &d) && (edx ? d : b) & bit;
}

const char *ib_cold_unavailable(const struct ib_xstate *x, const struct ib_row *row)
{
	if (row->temp == IB_WARM)
		return NULL;
	if (x->emulated)
		return "an emulated host has no caches that could be cold";
	if (!cpuid_has(1, true, CLFLUSH_BIT))
		return "this CPU has no CLFLUSH";
	if (takes[row->temp].walk && !strncmp(row->variant, "part:", strlen("part:")))
		return "a walk is a check on variants; parts are flushed (cold-data)";
	return NULL;
}

static int map_walk(struct ib_cold *c)
{
	long l2 = sysconf(_SC_LEVEL2_CACHE_SIZE);

	c->walk_bytes = WALK_L2S * (l2 > 0 ? l2 : UNKNOWN_L2);
	c->walk = mmap(NULL, c->walk_bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (c->walk != MAP_FAILED)
		return 0;
	c->walk = NULL;
	ib_error("no memory to walk: mmap: %s", strerror(errno));
	return -1;
}

static double clock_units_per_cycle(const struct ib_machine *m)
{
	struct ib_calibration c = ib_calibrate(m->layout);

	return (c.add + c.imul) / 2;
}

struct ib_cold *ib_cold_new(struct ib_machine *m, uint64_t seed)
{
	struct ib_cold *c = ib_random_alloc(seed, IB_PLACED_COLD, sizeof(*c));
	const struct ib_cooling idle = {
		.clflushopt = cpuid_has(7, false, CLFLUSHOPT_BIT),
		.random = seed | 1,
	};

	c->m = m;
	c->twin_guest = ib_fpstate_alloc(m->x);
	c->twin_host = ib_fpstate_alloc(m->x);
	if (ib_storm_new(&c->storm, seed, IB_STORM_BRANCHES, false) ||
	    ib_storm_new(&c->calm, seed, IB_STORM_BRANCHES, true) || map_walk(c)) {
		ib_cold_free(c);
		return NULL;
	}
	c->per_cycle = clock_units_per_cycle(m);
	c->row = idle;
	c->after_storm = idle;
	c->after_storm.storm = c->storm.run;
	c->after_calm = idle;
	c->after_calm.storm = c->calm.run;
	return c;
}

void ib_cold_free(struct ib_cold *c)
{
	if (!c)
		return;
	if (c->walk)
		munmap(c->walk, c->walk_bytes);
	ib_storm_free(&c->calm);
	ib_storm_free(&c->storm);
	ib_fpstate_free(c->m->x, c->twin_host);
	ib_fpstate_free(c->m->x, c->twin_guest);
	ib_random_free(c, sizeof(*c));
}

static void add_extent(struct ib_cooling *cooling, const void *at, size_t bytes)
{
	cooling->extent[cooling->nr_extents++] = (struct ib_extent){ at, bytes };
}

static void add_data(struct ib_cooling *cooling, const struct ib_machine *m)
{
	size_t bytes = sizeof(struct fpstate) + m->x->image_size;

	add_extent(cooling, m->guest, bytes);
	add_extent(cooling, m->host, bytes);
	add_extent(cooling, m->init, bytes);
	add_extent(cooling, IB_SYMBOL(m->layout, ib_geometry), sizeof(ib_geometry));
	add_extent(cooling, IB_SYMBOL(m->layout, kvm_caps), sizeof(kvm_caps));
	add_extent(cooling, IB_SYMBOL(m->layout, kvm_cpu_caps), sizeof(kvm_cpu_caps));
}

static void add_code(struct ib_cooling *cooling, const struct ib_machine *m)
{
	u32 n = cooling->nr_extents;

	cooling->nr_extents += ib_layout_code(m->layout, &cooling->extent[n], IB_MAX_EXTENTS - n);
	if (cooling->nr_extents == IB_MAX_EXTENTS) {
		ib_error("more functions than IB_MAX_EXTENTS has room for: this is a bug");
		abort();
	}
}

/* The same row on images of its own, for rehearsals. */
static void make_twin(struct ib_cold *c)
{
	const struct ib_machine *m = c->m;
	size_t bytes = sizeof(struct fpstate) + m->x->image_size;

	memcpy(c->twin_guest, m->guest, bytes);
	memcpy(c->twin_host, m->host, bytes);
	c->twin_guest->in_use = m->region.live;
	c->twin = m->vcpu;
	c->twin.fpstate = c->twin_guest;
	c->twin.host = c->twin_host;
}

void ib_cold_prepare(struct ib_cold *c, enum ib_temp temp)
{
	struct ib_region *r = &c->m->region;

	c->row.nr_extents = 0;
	if (takes[temp].data)
		add_data(&c->row, c->m);
	if (takes[temp].code)
		add_code(&c->row, c->m);
	c->row.storm = takes[temp].code ? c->storm.run : NULL;
	c->row.walk = takes[temp].walk ? c->walk : NULL;
	c->row.walk_bytes = c->walk_bytes;
	r->cooling = &c->row;
	r->rehearse = takes[temp].code || takes[temp].walk;
	if (takes[temp].walk) {
		make_twin(c);
		r->twin = &c->twin;
	}
}

static double midmean_of(const u64 *values, size_t n)
{
	double v[PROOF_SAMPLES];

	for (size_t i = 0; i < n; i++)
		v[i] = values[i];
	gsl_sort(v, 1, n);
	return ib_midmean(v, n);
}

/* Clock units of one shot of @body, the empty one's subtracted. */
static double cost(struct ib_cold *c, ib_body body, struct ib_cooling *cooling)
{
	struct ib_machine *m = c->m;
	struct ib_region *r = &m->region;
	ib_body empty = IB_SYMBOL(m->layout, ib_empty);
	u64 out[2][PROOF_SAMPLES];

	r->cooling = cooling;
	r->call[0] = (struct ib_call){ empty, body, empty };
	r->call[1] = (struct ib_call){ empty, empty, empty };
	r->sampling = IB_SHOTS;
	r->n = PROOF_SHOTS;
	r->samples = PROOF_SAMPLES;
	r->warmup = PROOF_WARMUP;
	r->out[0] = out[0];
	r->out[1] = out[1];
	if (ib_machine_run(m))
		return NAN;
	return (midmean_of(out[0], PROOF_SAMPLES) - midmean_of(out[1], PROOF_SAMPLES)) /
	       PROOF_SHOTS;
}

static void add_proof(struct ib_block *b, const char *what, double warm, double cold, double need)
{
	b->proof[b->nr_proofs++] = (struct ib_proof){ what, warm, cold, need };
}

/* A line of one of the images, drawn anew for each block. */
static void aim(struct ib_cold *c)
{
	struct ib_machine *m = c->m;
	u64 random = c->row.random;
	bool host = random >> 32 & 1;
	u64 line = random % (m->x->hardware_size / IB_LINE) * IB_LINE;

	m->vcpu.probe = (u8 *)&(host ? m->host : m->guest)->regs.xsave + line;
	c->twin.probe = (u8 *)&(host ? c->twin_host : c->twin_guest)->regs.xsave + line;
}

static void prove_data(struct ib_cold *c, struct ib_block *b, double need)
{
	ib_body load = IB_SYMBOL(c->m->layout, ib_probe_load);

	aim(c);
	add_proof(b, "load", cost(c, load, NULL), cost(c, load, &c->row), need * c->per_cycle);
}

static void prove_code(struct ib_cold *c, struct ib_block *b)
{
	ib_body call = IB_SYMBOL(c->m->layout, ib_probe_call);
	ib_body branches = IB_SYMBOL(c->m->layout, ib_probe_branches);

	add_proof(b, "call", cost(c, call, NULL), cost(c, call, &c->row),
		  IB_NEED_FLUSHED * c->per_cycle);
	add_proof(b, "branches", cost(c, branches, &c->after_calm),
		  cost(c, branches, &c->after_storm), IB_NEED_DISTURBED * c->per_cycle);
}

void ib_cold_prove(struct ib_cold *c, enum ib_temp temp, struct ib_block *b)
{
	if (takes[temp].data || takes[temp].walk)
		prove_data(c, b, takes[temp].walk ? IB_NEED_WALKED : IB_NEED_FLUSHED);
	if (takes[temp].code)
		prove_code(c, b);
	b->invalid = ib_proof_judge(b->proof, b->nr_proofs);
}
