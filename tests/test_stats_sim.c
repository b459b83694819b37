// SPDX-License-Identifier: GPL-2.0-only
/*
 * How often the comparison is wrong, how often it finds what is there, and how often
 * an interval over boots covers their mean, in simulated noise: every row is a world,
 * a procedure and the rate it must have.
 * Seeds are fixed, so a run is repeatable. Without an argument a slice small
 * enough for `make check`; `--full` (make check-stats) has narrow bounds. Prints TAP.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>

#include "lib/base/array.h"
#include "lib/stats/dip.h"
#include "lib/stats/judge.h"
#include "lib/stats/midmean.h"
#include "lib/stats/multiplicity.h"
#include "lib/stats/order_bits.h"
#include "lib/stats/power.h"
#include "lib/stats/random_effects.h"

#define ROWS		50	/* judged together in the power table and the family row */
#define LOOKS_EVERY	10
#define RERUNS		5
#define REPS_FULL	2000
#define REPS_SLICE	80
/* a rate outside this interval is not chance: 40 rows at 0.0001 are wrong once in 250 seeds */
#define BOUNDS_ALPHA	0.0001

struct world;

/**
 * struct scenario - one row
 * @name: what is simulated
 * @noise: of one launch
 * @flagged: the procedure; true when it says that the sides differ
 * @n: blocks, or boots
 * @sd: scale given to @noise
 * @shift: true difference
 * @fixed: always ABBA, no coin
 * @one_build: one layout a side for all blocks
 * @alpha: level of the interval
 * @lo: lowest acceptable rate
 * @hi: highest acceptable rate
 */
struct scenario {
	const char *name;
	double (*noise)(struct world *w, const struct scenario *sc);
	bool (*flagged)(struct world *w, const struct scenario *sc);
	size_t n;
	double sd;
	double shift;
	bool fixed;
	bool one_build;
	double alpha;
	double lo;
	double hi;
};

/* @arm: of this launch; @t: launches so far; @layout: what placement costs each arm */
struct world {
	gsl_rng *rng;
	unsigned int arm;
	uint64_t order_bits;
	size_t t;
	double phase;
	double walk;
	double layout[2];
};

static double normal(struct world *w, const struct scenario *sc)
{
	return gsl_ran_gaussian(w->rng, sc->sd);
}

/* mean 0 has no meaning here: Cauchy */
static double heavy(struct world *w, const struct scenario *sc)
{
	return gsl_ran_cauchy(w->rng, sc->sd);
}

static double skewed(struct world *w, const struct scenario *sc)
{
	return gsl_ran_exponential(w->rng, sc->sd);
}

static double uniform(struct world *w, const struct scenario *sc)
{
	return sc->sd * gsl_rng_uniform(w->rng);
}

/* one launch in three falls into the slow mode, five scales away */
static double two_modes(struct world *w, const struct scenario *sc)
{
	return gsl_ran_gaussian(w->rng, sc->sd) +
	       (gsl_rng_uniform(w->rng) < 1 / 3.0 ? 5 * sc->sd : 0);
}

/* a timer beats with the launches: period 4, amplitude 3 scales */
static double periodic(struct world *w, const struct scenario *sc)
{
	return gsl_ran_gaussian(w->rng, sc->sd) + 3 * sc->sd * sin(M_PI / 2 * w->t + w->phase);
}

/* the machine warms up and wanders */
static double drifting(struct world *w, const struct scenario *sc)
{
	w->walk += 0.1 * sc->sd + gsl_ran_gaussian(w->rng, sc->sd / 2);
	return w->walk + gsl_ran_gaussian(w->rng, sc->sd);
}

/* clock that moves in steps: ties and zeros */
static double stepped(struct world *w, const struct scenario *sc)
{
	return rint(gsl_ran_gaussian(w->rng, sc->sd));
}

/* the patch's launches alone have a tail: one in ten, 20 scales away */
static double changed_tail(struct world *w, const struct scenario *sc)
{
	return gsl_ran_gaussian(w->rng, sc->sd) +
	       (w->arm && gsl_rng_uniform(w->rng) < 0.1 ? 20 * sc->sd : 0);
}

static void new_world(struct world *w)
{
	w->order_bits = gsl_rng_get(w->rng);
	w->phase = 2 * M_PI * gsl_rng_uniform(w->rng);
	w->t = 0;
	w->walk = 0;
	w->layout[0] = 0;
	w->layout[1] = 0;
}

static void new_layouts(struct world *w)
{
	w->layout[0] = gsl_ran_gaussian(w->rng, 1);
	w->layout[1] = gsl_ran_gaussian(w->rng, 1);
}

static double one_block(struct world *w, const struct scenario *sc, size_t block)
{
	static const unsigned int abba[4] = { 0, 1, 1, 0 };
	unsigned int arm[4];
	double at[2][2];
	size_t nr[2] = { 0 };

	if (sc->fixed)
		memcpy(arm, abba, sizeof(arm));
	else
		ib_order(w->order_bits, block, 2, arm);
	for (size_t pos = 0; pos < 4; pos++, w->t++) {
		unsigned int a = arm[pos];

		w->arm = a;
		at[a][nr[a]++] = sc->noise(w, sc) + w->layout[a] + a * sc->shift;
	}
	return ib_block_diff(at[0][0], at[0][1], at[1][0], at[1][1]);
}

static void blocks(struct world *w, const struct scenario *sc, double *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		d[i] = one_block(w, sc, i);
}

static bool differs(const double *d, size_t n, const struct scenario *sc)
{
	struct ib_judgement j;

	ib_judge(d, n, sc->alpha, 0, &j);
	if (sc->shift > 0)
		return j.verdict == IB_SLOWER;
	return j.verdict == IB_SLOWER || j.verdict == IB_FASTER;
}

static bool once(struct world *w, const struct scenario *sc)
{
	double d[IB_BLOCKS_MAX];

	new_world(w);
	blocks(w, sc, d, 0, sc->n);
	return differs(d, sc->n, sc);
}

static bool layouts(struct world *w, const struct scenario *sc)
{
	double d[IB_BLOCKS_MAX];

	new_world(w);
	new_layouts(w);
	for (size_t i = 0; i < sc->n; i++) {
		if (!sc->one_build)
			new_layouts(w);
		d[i] = one_block(w, sc, i);
	}
	return differs(d, sc->n, sc);
}

/* Pilot, size from its scale, extend once, test once. */
static bool two_stage(struct world *w, const struct scenario *sc)
{
	double d[IB_BLOCKS_MAX];
	size_t n;

	new_world(w);
	blocks(w, sc, d, 0, IB_BLOCKS_MIN);
	n = ib_blocks_needed(ib_mad_scale(d, IB_BLOCKS_MIN), 1);
	blocks(w, sc, d, IB_BLOCKS_MIN, n);
	return differs(d, n, sc);
}

static bool peeking(struct world *w, const struct scenario *sc)
{
	double d[IB_BLOCKS_MAX];

	new_world(w);
	blocks(w, sc, d, 0, sc->n);
	for (size_t n = IB_BLOCKS_MIN; n <= sc->n; n += LOOKS_EVERY)
		if (differs(d, n, sc))
			return true;
	return false;
}

static bool rerunning(struct world *w, const struct scenario *sc)
{
	for (int i = 0; i < RERUNS; i++)
		if (once(w, sc))
			return true;
	return false;
}

/* Any of ROWS rows flagged, each at the joint level. */
static bool any_row(struct world *w, const struct scenario *sc)
{
	bool any = false;

	for (int i = 0; i < ROWS; i++)
		any |= once(w, sc);
	return any;
}

/* The true difference outside the interval. */
static bool not_covered(struct world *w, const struct scenario *sc)
{
	double d[IB_BLOCKS_MAX];
	struct ib_walsh walsh;

	new_world(w);
	blocks(w, sc, d, 0, sc->n);
	ib_walsh(d, sc->n, sc->alpha, &walsh);
	return walsh.lo > sc->shift || walsh.hi < sc->shift;
}

/* Is a shift of just the size printed as detectable found in a second, like sample? */
static bool finds_detectable(struct world *w, const struct scenario *sc)
{
	struct scenario moved = *sc;
	struct ib_judgement j;
	double d[IB_BLOCKS_MAX];

	new_world(w);
	blocks(w, sc, d, 0, sc->n);
	ib_judge(d, sc->n, sc->alpha, 0, &j);
	moved.shift = j.detectable;
	return once(w, &moved);
}

/* Called the same within 2 cycles although the difference is 2. */
static bool wrongly_same(struct world *w, const struct scenario *sc)
{
	struct ib_judgement j;
	double d[IB_BLOCKS_MAX];

	new_world(w);
	blocks(w, sc, d, 0, sc->n);
	ib_judge(d, sc->n, sc->alpha, 2, &j);
	return j.verdict == IB_SAME || j.verdict == IB_TINY;
}

static bool two_modes_noted(struct world *w, const struct scenario *sc)
{
	double x[IB_BLOCKS_MAX];

	new_world(w);
	for (size_t i = 0; i < sc->n; i++)
		x[i] = sc->noise(w, sc);
	return ib_two_modes(x, sc->n);
}

#define BOOT_LAYOUTS	40

/* A boot's estimate of a row whose mean over boots is 0; they differ by sd, layouts by 3. */
static struct ib_group_estimate one_boot(struct world *w, double sd, struct ib_estimate *interval)
{
	double x[BOOT_LAYOUTS], boot = gsl_ran_gaussian(w->rng, sd);

	for (size_t i = 0; i < BOOT_LAYOUTS; i++)
		x[i] = boot + gsl_ran_gaussian(w->rng, 3);
	gsl_sort(x, 1, BOOT_LAYOUTS);
	*interval = ib_midmean_interval(x, BOOT_LAYOUTS, 0.95);
	return (struct ib_group_estimate){ interval->mid, ib_midmean_error(x, BOOT_LAYOUTS) };
}

/* The mean over all boots outside the interval of @n of them. */
static bool boots_miss(struct world *w, const struct scenario *sc)
{
	struct ib_group_estimate boot[10];
	struct ib_estimate interval;
	struct ib_effects e;

	for (size_t i = 0; i < sc->n; i++)
		boot[i] = one_boot(w, sc->sd, &interval);
	if (sc->n == 1)
		return interval.lo > 0 || interval.hi < 0;
	e = ib_random_effects(boot, sc->n, 0.95);
	return e.lo > 0 || e.hi < 0;
}

#define JOINT	(0.05 / ROWS)
/* the sign test takes up to a third of the 5 % away */
#define FALSE5	.alpha = 0.05, .lo = 0.033, .hi = 0.05
#define LAUNCH(s)	((s) * M_SQRT2)	/* sd of a launch, from that of an arm's mean of two */

static const struct scenario false_positives[] = {
	{ "normal", normal, once, 30, 1, FALSE5 },
	{ "normal, n = 200", normal, once, 200, 1, FALSE5 },
	{ "heavy tail (Cauchy)", heavy, once, 30, 1, FALSE5 },
	{ "skewed (exponential)", skewed, once, 30, 1, FALSE5 },
	{ "bimodal", two_modes, once, 30, 1, FALSE5 },
	{ "drift and random walk", drifting, once, 30, 1, FALSE5 },
	{ "stepped clock: ties, zeros", stepped, once, 30, 1, .alpha = 0.05, .lo = 0,
	  .hi = 0.05 },
	{ "periodic, order by coin", periodic, once, 30, 1, FALSE5 },
	{ "layout spread 1, layouts are units", normal, layouts, 30, 1, FALSE5 },
	{ "two stages, sized by the pilot", normal, two_stage, 30, 2, FALSE5 },
	{ "any of 50 rows, jointly", normal, any_row, 30, 1, .alpha = JOINT, .lo = 0.025,
	  .hi = 0.05 },
	{ "interval misses a true 3, Cauchy", heavy, not_covered, 30, 1, .shift = 3,
	  .alpha = 0.05, .lo = 0.04, .hi = 0.05 },
	{ "same within 2, true 2", normal, wrongly_same, 60, 1, .shift = 2, .alpha = 0.05,
	  .lo = 0.01, .hi = 0.025 },
	{ "interval misses a true 3, n = 6", heavy, not_covered, 6, 1, .shift = 3, .alpha = 0.05,
	  .lo = 2 / 64.0, .hi = 2 / 64.0 },
	/* without the sign test .39 */
	{ "a changed tail, the bulk as it was", changed_tail, once, 30, 1, .alpha = 0.05,
	  .lo = 0.22, .hi = 0.29 },
};

static const struct scenario bad_practice[] = {
	{ "periodic, fixed order", periodic, once, 30, 1, .fixed = true, .alpha = 0.05,
	  .lo = 0.8, .hi = 1 },
	{ "layout spread 1, one build a side", normal, layouts, 30, 1, .one_build = true,
	  .alpha = 0.05, .lo = 0.75, .hi = 0.83 },
	{ "peeking every 10 of 200", normal, peeking, 200, 1, .alpha = 0.05, .lo = 0.15,
	  .hi = 0.25 },
	{ "re-running up to 5 times", normal, rerunning, 30, 1, .alpha = 0.05, .lo = 0.18,
	  .hi = 0.23 },
};

/* lo: what MEASUREMENT asks for under "power to expect" */
static const struct scenario power[] = {
	{ "s = .5, n = 30", normal, once, 30, LAUNCH(0.5), 1, .alpha = JOINT, .lo = 0.995,
	  .hi = 1 },
	{ "s = 1, n = 60", normal, once, 60, LAUNCH(1), 1, .alpha = JOINT, .lo = 0.97, .hi = 1 },
	{ "s = 1.5, n = 100", normal, once, 100, LAUNCH(1.5), 1, .alpha = JOINT, .lo = 0.87,
	  .hi = 0.91 },
	{ "s = 2, n = 200", normal, once, 200, LAUNCH(2), 1, .alpha = JOINT, .lo = 0.94,
	  .hi = 0.97 },
	{ "s = 1.5, n by the pilot", normal, two_stage, 30, LAUNCH(1.5), 1, .alpha = JOINT,
	  .lo = 0.75, .hi = 0.95 },
	{ "detectable at 80 %, n = 60", normal, finds_detectable, 60, 1, .alpha = JOINT, .lo = 0.75,
	  .hi = 0.8 },
	{ "detectable, Cauchy, n = 60", heavy, finds_detectable, 60, 1, .alpha = JOINT, .lo = 0.65,
	  .hi = 0.9 },
};

/*
 * How much boots differ: not at all, by 1 (twice a boot's own error of .5), by 10. The interval is
 * never narrower than the weights make it, so that a few groups that differ little miss less.
 */
static const struct scenario boots[] = {
	{ "one boot, of its own mean", NULL, boots_miss, 1, 0, .lo = 0.03, .hi = 0.07 },
	{ "2 boots that do not differ", NULL, boots_miss, 2, 0, .lo = 0, .hi = 0.05 },
	{ "2 boots, by 1", NULL, boots_miss, 2, 1, .lo = 0, .hi = 0.06 },
	{ "2 boots, by 10", NULL, boots_miss, 2, 10, .lo = 0.03, .hi = 0.07 },
	{ "3 boots that do not differ", NULL, boots_miss, 3, 0, .lo = 0, .hi = 0.05 },
	{ "3 boots, by 1", NULL, boots_miss, 3, 1, .lo = 0.005, .hi = 0.07 },
	{ "3 boots, by 10", NULL, boots_miss, 3, 10, .lo = 0.03, .hi = 0.07 },
	{ "10 boots that do not differ", NULL, boots_miss, 10, 0, .lo = 0.005, .hi = 0.05 },
	{ "10 boots, by 1", NULL, boots_miss, 10, 1, .lo = 0.03, .hi = 0.07 },
	{ "10 boots, by 10", NULL, boots_miss, 10, 10, .lo = 0.03, .hi = 0.07 },
};

/* Why a table says "one boot". */
static const struct scenario one_boot_for_all[] = {
	{ "one boot, by 1", NULL, boots_miss, 1, 1, .lo = 0.3, .hi = 0.45 },
	{ "one boot, by 10", NULL, boots_miss, 1, 10, .lo = 0.88, .hi = 0.95 },
};

static const struct scenario notes[] = {
	{ "a third 5 sd away, n = 60", two_modes, two_modes_noted, 60, 1, .lo = 0.4, .hi = 0.7 },
	{ "a third 5 sd away, n = 200", two_modes, two_modes_noted, 200, 1, .lo = 0.9, .hi = 1 },
	{ "one mode, uniform", uniform, two_modes_noted, 40, 1, .lo = 0.045, .hi = 0.055 },
	{ "one mode, normal", normal, two_modes_noted, 60, 1, .lo = 0, .hi = 0.01 },
	{ "one mode, skewed", skewed, two_modes_noted, 60, 1, .lo = 0, .hi = 0.01 },
	{ "one mode, Cauchy", heavy, two_modes_noted, 60, 1, .lo = 0, .hi = 0.01 },
};

static const struct {
	const char *title;
	const struct scenario *row;
	size_t nr;
} sections[] = {
#define SECTION(title, rows) { title, rows, ARRAY_SIZE(rows) }
	SECTION("False positives at 5 %", false_positives),
	SECTION("False positives of what is not done, and why", bad_practice),
	SECTION("Power for 1 cycle, 50 rows jointly (s: sd of an arm's block value)", power),
	SECTION("A mean over boots outside the 95 % interval of a few", boots),
	SECTION("The same where one boot speaks for all, and why a table says so",
		one_boot_for_all),
	SECTION("Note \"two modes suspected\"", notes),
};

/* Return: true if the rate may be within the row's bounds. */
static bool simulate(struct world *w, const struct scenario *sc, size_t reps, size_t number)
{
	size_t hits = 0;
	double lo, hi;
	bool ok;

	for (size_t i = 0; i < reps; i++)
		hits += sc->flagged(w, sc);
	ib_clopper_pearson(hits, reps, BOUNDS_ALPHA, &lo, &hi);
	ok = lo <= sc->hi && hi >= sc->lo;
	printf("%s %zu - %-36s %.3f, expected %.3f to %.3f\n", ok ? "ok" : "not ok", number,
	       sc->name, hits / (double)reps, sc->lo, sc->hi);
	fflush(stdout);
	return ok;
}

int main(int argc, char **argv)
{
	size_t reps = argc > 1 && !strcmp(argv[1], "--full") ? REPS_FULL : REPS_SLICE;
	struct world w = { .rng = gsl_rng_alloc(gsl_rng_mt19937) };
	size_t planned = 0, number = 0;
	bool ok = true;

	for (size_t s = 0; s < ARRAY_SIZE(sections); s++)
		planned += sections[s].nr;
	printf("1..%zu\n", planned);
	for (size_t s = 0; s < ARRAY_SIZE(sections); s++) {
		printf("# %s, %zu repetitions\n", sections[s].title, reps);
		for (size_t i = 0; i < sections[s].nr; i++) {
			gsl_rng_set(w.rng, 1000 * s + i + 1);
			ok &= simulate(&w, &sections[s].row[i], reps, ++number);
		}
	}
	gsl_rng_free(w.rng);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
