// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/blob/layout.h"
#include "bench/blob/random_placement.h"
#include "bench/blob/stack.h"
#include "bench/host/counters.h"
#include "bench/host/fault.h"
#include "bench/lanes/user/lane_user.h"
#include "bench/run/run.h"
#include "bench/run/take.h"
#include "lib/base/err.h"
#include "lib/base/exit.h"
#include "lib/schema/record.h"

#define COUNTED_REPETITIONS	256
#define WAIT_US			50000

/* How often a block is taken if it is disturbed each time. */
#define ATTEMPTS	3

/* Shared by all processes of a run, whichever of them the signal was sent to. */
static volatile sig_atomic_t *interrupted;

static void interrupt(int sig)
{
	*interrupted = sig;
}

/* What a child tells its parent; lives in shared memory. */
struct progress {
	uint32_t row;		/* being worked on */
	volatile bool by_variant;	/* see ib_fault_watch() */
	uint64_t launches;	/* that ended */
	double seconds;		/* that they took */
	unsigned int wrong;
	uint64_t blocks;
	uint64_t dropped;
	struct ib_drops drops;
};

/* Runs @work in a child; returns its wait status, or -1 after a message. */
static int in_child(int (*work)(void *data), void *data)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child < 0) {
		ib_error("cannot fork: %s", strerror(errno));
		return -1;
	}
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(work(data));
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

/*
 * A child was ended by a signal. Its row is wrong if the variant crashed; else nothing
 * is said of the variant. Whoever read the results has left if it was SIGPIPE: then
 * this process ends as the child did, quietly, as every program in a pipe does.
 *
 * Return: 0, or an enum ib_exit after a message.
 */
static int blame(const struct progress *progress, struct ib_row *row, int status)
{
	int sig = WTERMSIG(status);

	if (progress->by_variant) {
		row->facts.verdict = IB_ORACLE_WRONG;
		snprintf(row->facts.note, sizeof(row->facts.note), "crashed: %s", strsignal(sig));
		return IB_EXIT_OK;
	}
	if (sig == SIGPIPE) {
		signal(sig, SIG_DFL);
		raise(sig);
	}
	ib_error("the process that measured '%s' was ended from outside the code under study: %s; "
		 "that says nothing of the variant, and what was finished before is kept",
		 row->variant, strsignal(sig));
	return IB_EXIT_USAGE;
}

struct survey {
	struct ib_plan *plan;
	struct progress *progress;
	uint64_t seed;
};

static int survey_rows(void *data)
{
	struct survey *s = data;
	const struct ib_lane *lane = NULL;
	void *launch = NULL;

	ib_fault_watch(&s->progress->by_variant);
	for (; s->progress->row < s->plan->n; s->progress->row++) {
		struct ib_row *row = &s->plan->rows[s->progress->row];

		if (*interrupted)
			return IB_EXIT_INTERRUPTED;
		if (!lane || row->lane != lane) {
			if (launch)
				lane->end(launch);
			lane = row->lane;
			launch = lane->launch(s->seed);
			if (!launch)
				return IB_EXIT_USAGE;
		}
		if (row->lane->survey(launch, row))
			return IB_EXIT_USAGE;
	}
	return IB_EXIT_OK;
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = interrupt };

	if (!interrupted)
		interrupted = ib_map(sizeof(*interrupted), MAP_SHARED);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int ib_survey(struct ib_plan *plan, uint64_t seed)
{
	struct survey s = { plan, ib_map(sizeof(*s.progress), MAP_SHARED), seed };
	int ret = IB_EXIT_OK;

	catch_signals();
	while (s.progress->row < plan->n && ret == IB_EXIT_OK) {
		int status = in_child(survey_rows, &s);

		if (status >= 0 && WIFSIGNALED(status))
			ret = blame(s.progress, &plan->rows[s.progress->row++], status);
		else
			ret = status < 0 ? IB_EXIT_USAGE : WEXITSTATUS(status);
	}
	munmap(s.progress, sizeof(*s.progress));
	return *interrupted ? IB_EXIT_INTERRUPTED : ret;
}

struct launch {
	const struct ib_run *run;
	struct progress *progress;
	struct ib_taking taking;
	struct ib_counters *counters;
	void *lane[IB_MAX_LANES];			/* the launches of plan->lanes[] */
};

static void *lane_launch(const struct launch *l, const struct ib_lane *lane)
{
	for (size_t i = 0; i < l->run->plan->nr_lanes; i++)
		if (l->run->plan->lanes[i] == lane)
			return l->lane[i];
	return NULL;
}

/* Counts one side's events; -1 if the lane cannot repeat the body. */
static int count_side(const struct launch *l, const struct ib_row *row, bool baseline,
		      uint64_t *counts)
{
	uint64_t before[IB_BLOCK_EVENTS], after[IB_BLOCK_EVENTS];

	if (ib_counters_read(l->counters, before) ||
	    row->lane->body(lane_launch(l, row->lane), row, baseline, COUNTED_REPETITIONS) ||
	    ib_counters_read(l->counters, after))
		return -1;
	for (unsigned int i = 0; i < ib_counters_count(l->counters); i++)
		counts[i] = after[i] - before[i];
	return 0;
}

/* Both sides; 1 if the lane cannot repeat the body. */
static int count_here(const struct launch *l, const struct ib_row *row, struct ib_counts *c)
{
	c->n = COUNTED_REPETITIONS;
	if (count_side(l, row, false, c->row))
		return 1;
	c->multiplexed = ib_counters_multiplexed(l->counters);
	if (count_side(l, row, true, c->empty))
		return 1;
	c->multiplexed = c->multiplexed || ib_counters_multiplexed(l->counters);
	return 0;
}

/* @counted is set to @c, or to NULL if there is nothing to count; -1 after a message. */
static int count(const struct launch *l, const struct ib_row *row, struct ib_counts *c,
		 const struct ib_counts **counted)
{
	const struct ib_lane *lane = row->lane;
	int ret;

	*counted = NULL;
	if (!l->counters || !(lane->body || lane->count))
		return 0;
	*c = (struct ib_counts){ .nr = ib_counters_count(l->counters) };
	for (unsigned int i = 0; i < c->nr; i++)
		c->names[i] = ib_counters_name(l->counters, i);
	ret = lane->count ? lane->count(lane_launch(l, row->lane), row, l->counters, c) :
			    count_here(l, row, c);
	if (!ret)
		*counted = c;
	return ret < 0 ? -1 : 0;
}

static int store_block(const struct launch *l, const struct ib_row *row, const struct ib_taken *t)
{
	struct ib_block_facts facts = t->facts;
	struct ib_counts counts;

	facts.run = l->run->id;
	if (count(l, row, &counts, &facts.counts) ||
	    ib_store_write(l->run->store, ib_block_record(&t->block, &facts)))
		return -1;
	l->progress->blocks++;
	l->progress->dropped += !!t->facts.dropped;
	return 0;
}

/* One that was disturbed is stored, and taken again; an invalid one would be so again. */
static int measure_row(struct launch *l, const struct ib_row *row, uint64_t order_bits,
		       struct ib_taken *t)
{
	uint32_t attempt = 0;

	do {
		if (ib_take(&l->taking, row, order_bits, t))
			return -1;
		t->facts.attempt = attempt;
		if (store_block(l, row, t))
			return -1;
	} while (t->facts.dropped && !t->block.invalid && ++attempt < ATTEMPTS);
	ib_drops_add(&l->progress->drops, t->facts.dropped);
	return 0;
}

static int open_launch(struct launch *l)
{
	const struct ib_plan *plan = l->run->plan;
	char *why;

	l->taking.ruler = ib_layout_load(l->taking.seed, "ib_memset_loop");
	if (!l->taking.ruler)
		return -1;
	for (size_t i = 0; i < plan->nr_lanes; i++) {
		l->lane[i] = plan->lanes[i]->launch(l->taking.seed);
		if (!l->lane[i])
			return -1;
	}
	if (!ib_counters_open(&l->counters, l->run->pmu, &why))
		return 0;
	if (l->run->pmu)
		ib_error("%s", why);
	free(why);
	return l->run->pmu ? -1 : 0;
}

static void close_launch(struct launch *l)
{
	ib_counters_close(l->counters);
	for (size_t i = 0; i < l->run->plan->nr_lanes; i++)
		l->run->plan->lanes[i]->end(l->lane[i]);
	ib_layout_free(l->taking.ruler);
}

static bool measurable(const struct ib_row *row)
{
	return !*row->facts.skip && row->facts.verdict != IB_ORACLE_WRONG;
}

/* In a child: every row once, in an order of this launch's own. */
static int launch_rows(void *data)
{
	struct launch *l = data;
	struct ib_taken *taken = ib_random_alloc(l->taking.seed, IB_PLACED_BLOCK, sizeof(*taken));
	const struct ib_plan *plan = l->run->plan;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	uint32_t *order = ib_calloc(plan->n, sizeof(*order));
	bool rehearsed = false;

	gsl_rng_set(rng, l->taking.seed);
	for (size_t i = 0; i < plan->n; i++)
		order[i] = i;
	gsl_ran_shuffle(rng, order, plan->n, sizeof(*order));
	ib_fault_watch(&l->progress->by_variant);
	if (open_launch(l))
		return IB_EXIT_USAGE;
	for (size_t i = 0; i < plan->n; i++) {
		uint64_t order_bits = gsl_rng_get(rng) | (uint64_t)gsl_rng_get(rng) << 32;
		const struct ib_row *row = &plan->rows[order[i]];

		if (*interrupted)
			return IB_EXIT_INTERRUPTED;
		if (!measurable(row))
			continue;
		l->progress->row = order[i];
		l->taking.launch = lane_launch(l, row->lane);
		if ((!rehearsed && ib_rehearse(&l->taking, row, taken)) ||
		    measure_row(l, row, order_bits, taken))
			return IB_EXIT_USAGE;
		rehearsed = true;
	}
	close_launch(l);
	ib_random_free(taken, sizeof(*taken));
	return IB_EXIT_OK;
}

static int launch_on_its_stack(void *data)
{
	const struct launch *l = data;

	return ib_on_random_stack(l->taking.seed, launch_rows, data);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void show_progress(const struct ib_run *run, unsigned int done, double spent)
{
	if (run->quiet)
		return;
	if (run->layouts && !done)
		fprintf(stderr, "\r0 of %u layouts, %zu rows each ", run->layouts, run->plan->n);
	else if (run->layouts)
		fprintf(stderr, "\r%u of %u layouts, %zu rows each; %.0f s left ", done,
			run->layouts, run->plan->n, spent / done * (run->layouts - done));
	else
		fprintf(stderr, "\r%u layouts, %zu rows each; %.0f s left ", done,
			run->plan->n, fmax(0, run->budget - spent));
	fflush(stderr);
}

static int write_rows(const struct ib_run *run, struct ib_outcome *outcome)
{
	for (size_t i = 0; i < run->plan->n; i++) {
		const struct ib_row *row = &run->plan->rows[i];

		outcome->skipped += !!*row->facts.skip;
		if (row->facts.verdict == IB_ORACLE_WRONG) {
			outcome->wrong++;
			ib_error("%s/%s/%s/%s/%s is wrong: %s", row->variant,
				 ib_events[row->event].name, ib_fpus[row->fpu].name,
				 ib_masks[row->mask].name, ib_contents[row->content].name,
				 row->facts.note);
		}
		if (ib_store_write(run->store,
				   ib_row_record(row, row->lane->name, row->lane->proxy)))
			return -1;
	}
	return 0;
}

/* One of a run's processes, which takes its share of the layouts and of the budget. */
struct process {
	const struct ib_run *run;
	struct progress *progress;
	unsigned int number;
	double begin;		/* of the run */
};

/* Another launch? With a budget: while one more of the mean length fits. */
static bool more(const struct process *p)
{
	const struct ib_run *run = p->run;
	const struct progress *done = p->progress;
	unsigned int share = run->layouts * (p->number + 1) / run->processes;
	double end = run->budget * (p->number + 1) / run->processes;

	if (*interrupted || (run->layouts && done->launches >= share))
		return false;
	return !run->budget || !done->launches ||
	       now() - p->begin + done->seconds / done->launches <= end;
}

/* The seeds of all launches are one series, whichever process launches them. */
static uint64_t seed_of(uint64_t seed, uint64_t launch)
{
	gsl_rng *seeds = gsl_rng_alloc(gsl_rng_mt19937);
	uint64_t drawn;

	gsl_rng_set(seeds, seed);
	for (uint64_t i = 0; i < launch; i++)
		gsl_rng_get(seeds);
	drawn = gsl_rng_get(seeds);
	gsl_rng_free(seeds);
	return drawn;
}

static int note_crash(const struct process *p, const struct launch *launch, int status)
{
	struct ib_row *row = &p->run->plan->rows[p->progress->row];
	int ret = blame(p->progress, row, status);

	if (ret != IB_EXIT_OK)
		return ret;
	p->progress->wrong++;
	ib_error("%s %s in layout %u (seed %#llx) and is left out from here on", row->variant,
		 row->facts.note, launch->taking.number,
		 (unsigned long long)launch->taking.seed);
	return IB_EXIT_OK;
}

static int launch_all(void *data)
{
	const struct process *p = data;
	const struct ib_run *run = p->run;
	struct progress *progress = p->progress;
	int ret = IB_EXIT_OK;

	show_progress(run, progress->launches, now() - p->begin);
	while (ret == IB_EXIT_OK && more(p)) {
		double begin = now();
		struct launch launch = {
			.run = run,
			.progress = progress,
			.taking = {
				.alone = run->alone,
				.cpu = run->cpu,
				.core_type = run->core_type,
				.number = progress->launches,
				.process = p->number,
				.seed = seed_of(run->seed, progress->launches),
				.instructions = run->instructions,
			},
		};
		int status = in_child(launch_on_its_stack, &launch);

		if (status >= 0 && WIFSIGNALED(status))
			ret = note_crash(p, &launch, status);
		else
			ret = status < 0 ? IB_EXIT_USAGE : WEXITSTATUS(status);
		progress->launches++;
		progress->seconds += now() - begin;
		show_progress(run, progress->launches, now() - p->begin);
	}
	return ret;
}

static void wait_until(double moment)
{
	while (!*interrupted && now() < moment)
		usleep(WAIT_US);
}

/* What an exec would draw besides lies outside the timed regions: a fork will do. */
static int launches(const struct ib_run *run, struct progress *progress)
{
	struct process p = { run, progress, 0, now() };
	int ret = IB_EXIT_OK;

	for (; p.number < run->processes && ret == IB_EXIT_OK; p.number++) {
		int status;

		wait_until(p.begin + p.number * run->spacing);
		status = *interrupted ? 0 : in_child(launch_all, &p);
		ret = status < 0 ? IB_EXIT_USAGE : WEXITSTATUS(status);
		if (status >= 0 && WIFSIGNALED(status)) {
			progress->by_variant = false;
			ret = blame(progress, &run->plan->rows[progress->row], status);
		}
	}
	if (!run->quiet)
		fputc('\n', stderr);
	return *interrupted ? IB_EXIT_INTERRUPTED : ret;
}

int ib_run_launches(const struct ib_run *run, const char *run_id, struct ib_outcome *outcome)
{
	struct progress *progress = ib_map(sizeof(*progress), MAP_SHARED);
	const char *status;
	int ret;

	memset(outcome, 0, sizeof(*outcome));
	if (write_rows(run, outcome))
		return IB_EXIT_USAGE;
	ret = launches(run, progress);
	outcome->launches = progress->launches;
	outcome->wrong += progress->wrong;
	outcome->blocks = progress->blocks;
	outcome->dropped = progress->dropped;
	outcome->drops = progress->drops;
	munmap(progress, sizeof(*progress));

	status = ret == IB_EXIT_OK ? "complete" :
		 ret == IB_EXIT_INTERRUPTED ? "interrupted" : "failed";
	if (ib_store_write(run->store, ib_end_record(run_id, status, outcome->blocks,
						     outcome->dropped)))
		return IB_EXIT_USAGE;
	return ret == IB_EXIT_OK && outcome->wrong ? IB_EXIT_INVALID : ret;
}
