// SPDX-License-Identifier: GPL-2.0-only
/* Pooling, figures of lines and ranks, on results built in memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/tables/rows.h"
#include "lib/base/array.h"
#include "tests/near.h"

static char path[] = "/tmp/test_rows.XXXXXX";
static FILE *file;

struct fixture {
	struct ib_results *results;
	struct ib_study *study;
};

static void begin(void)
{
	file = fopen(path, "w");
	assert_non_null(file);
}

static void add_run(const char *id, const char *host, const char *unit, const char *commit)
{
	fprintf(file,
		"{\"type\":\"run\",\"schema\":1,\"run\":\"%s\",\"utc\":\"%s\",\"host\":\"%s\","
		"\"suite\":{\"commit\":\"%s\",\"dirty\":false},\"clock\":{\"unit\":\"%s\"},"
		"\"cpu\":{\"vendor\":\"V\"}}\n",
		id, id, host, commit, unit);
}

static void add_row(int row, const char *variant, const char *mask, const char *verdict)
{
	fprintf(file,
		"{\"type\":\"row\",\"row\":%d,\"lane\":\"user\",\"variant\":\"%s\",\"event\":"
		"\"init\","
		"\"fpu\":\"none\",\"mask\":\"%s\",\"content\":\"init\",\"temp\":\"warm\",\"insns\":"
		"null,"
		"\"oracle\":{\"verdict\":\"%s\",\"note\":\"note of %s\"}}\n",
		row, variant, mask, verdict, verdict);
}

/* A block of a value: n is 1 and the empty variant costs nothing. */
static void add_block(int row, int layout, int ticks, const char *cal)
{
	fprintf(file,
		"{\"type\":\"block\",\"row\":%d,\"layout\":%d,\"seed\":\"0x1\",\"n\":1,\"ticks\":[%"
		"d],"
		"\"empty\":[0]%s}\n",
		row, layout, ticks, cal);
}

static void add_layouts(int row, const int *ticks, int nr)
{
	for (int i = 0; i < nr; i++)
		add_block(row, i, ticks[i], "");
}

static struct fixture study(void)
{
	struct fixture f = { .results = ib_results_new() };

	fclose(file);
	ib_results_read(f.results, path);
	f.study = ib_study_new(f.results);
	return f;
}

static void end(struct fixture *f)
{
	ib_study_free(f->study);
	ib_results_free(f->results);
}

static const struct ib_line *variant(const struct fixture *f, const char *name, const char *mask)
{
	const struct ib_line *l = ib_find_line(f->study->tables[0],
					       (struct ib_where){ .variant = name, .mask = mask });

	assert_non_null(l);
	return l;
}

static void a_layouts_mean_is_the_unit(void **state)
{
	struct fixture f;
	const struct ib_line *l;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	for (int i = 0; i < 6; i++)
		add_block(0, 0, 10, "");
	add_block(0, 1, 20, "");
	add_block(0, 1, 40, "");
	f = study();
	l = variant(&f, "u64-mask", "mpx");
	assert_int_equal(l->nr_layouts, 2);
	assert_int_equal(l->nr_blocks, 8);
	assert_near(l->cost.mid, 20, 1e-9);
	/* 10 and 30: sd sqrt(200) */
	assert_near(l->sd, 14.1421356, 1e-6);
	end(&f);
}

static void cycles_by_the_blocks_own_calibration(void **state)
{
	struct fixture f;
	const struct ib_line *l;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	add_block(0, 0, 10, ",\"cal\":{\"add\":0.5,\"imul\":0.5}");
	add_block(0, 1, 10, ",\"cal\":{\"add\":1,\"imul\":1}");
	f = study();
	l = variant(&f, "u64-mask", "mpx");
	assert_int_equal(f.study->tables[0]->unit, IB_UNIT_CYCLES);
	assert_near(l->cost.mid, 15, 1e-9);
	assert_near(l->ticks.mid, 10, 1e-9);
	assert_near(f.study->tables[0]->ratio_lo, 0.5, 1e-9);
	assert_near(f.study->tables[0]->ratio_hi, 1, 1e-9);
	end(&f);
}

static void one_uncalibrated_block_makes_it_ticks(void **state)
{
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	add_block(0, 0, 10, ",\"cal\":{\"add\":0.5,\"imul\":0.5}");
	add_block(0, 1, 10, "");
	f = study();
	assert_int_equal(f.study->tables[0]->unit, IB_UNIT_TICKS);
	assert_near(variant(&f, "u64-mask", "mpx")->cost.mid, 10, 1e-9);
	assert_int_equal(f.study->nr_warnings, 1);
	assert_non_null(strstr(f.study->warnings[0], "only 1 of 2 blocks are calibrated"));
	end(&f);
}

static void chains_that_disagree_are_told(void **state)
{
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	for (int i = 0; i < 4; i++)
		add_block(0, i, 10, ",\"cal\":{\"add\":0.51,\"imul\":0.50}");
	f = study();
	assert_near(variant(&f, "u64-mask", "mpx")->disagree, 0.02, 1e-9);
	assert_int_equal(f.study->nr_warnings, 1);
	assert_non_null(strstr(f.study->warnings[0], "worst +2.0%"));
	end(&f);
}

static void dropped_blocks_are_only_counted(void **state)
{
	struct fixture f;
	const struct ib_line *l;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	add_row(1, "unrolled", "mpx", "ok");
	add_block(0, 0, 10, "");
	add_block(0, 1, 12, "");
	add_block(0, 2, 900, ",\"dropped\":\"context switch\"");
	add_block(1, 0, 10, ",\"dropped\":\"migration\"");
	f = study();
	l = variant(&f, "u64-mask", "mpx");
	assert_near(l->cost.mid, 11, 1e-9);
	assert_int_equal(l->nr_dropped, 1);
	l = variant(&f, "unrolled", "mpx");
	assert_true(isnan(l->cost.mid));
	assert_int_equal(l->rank, 0);
	assert_int_equal(f.study->nr_warnings, 1);
	assert_non_null(strstr(f.study->warnings[0], "all 1 blocks were dropped"));
	end(&f);
}

static void ranks(void **state)
{
	/*
	 * Midmeans 10, 11, 20, 21; "wide" has its middle half at 20, so that
	 * intervals are apart, but its sd (21.3) is more than any difference.
	 */
	const int cheap[] = { 8, 10, 10, 10, 10, 10, 10, 12 };
	const int near[] = { 8, 11, 11, 11, 11, 11, 11, 14 };
	const int dear[] = { 18, 20, 20, 20, 20, 20, 20, 22 };
	const int wide[] = { 1, 20, 20, 20, 20, 20, 20, 80 };
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "dear", "mpx", "ok");
	add_row(1, "near", "mpx", "ok");
	add_row(2, "cheap", "mpx", "ok");
	add_row(3, "wide", "mpx", "ok");
	add_layouts(0, dear, 8);
	add_layouts(1, near, 8);
	add_layouts(2, cheap, 8);
	add_layouts(3, wide, 8);
	f = study();
	assert_int_equal(variant(&f, "cheap", "mpx")->rank, 1);
	assert_int_equal(variant(&f, "near", "mpx")->rank, 1);
	assert_int_equal(variant(&f, "dear", "mpx")->rank, 3);
	assert_int_equal(variant(&f, "wide", "mpx")->rank, 1);
	end(&f);
}

static void only_what_does_the_whole_job_is_ranked(void **state)
{
	const int same[] = { 10, 10, 10, 10 }, less[] = { 5, 5, 5, 5 };
	static const struct {
		const char *variant;
		const char *verdict;
		unsigned int rank;
	} cases[] = {
		{ "u64-mask", "ok", 1 },
		{ "unrolled", "partial", 0 },
		{ "v10-bitmap", "known-bug", 0 },
		{ "init-only", "wrong", 0 },
		{ "merged-memset", "a verdict of the future", 0 },
		{ "part:put", "unchecked", 0 },
		{ "kernel:init", "unchecked", 0 },
	};
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		add_row(i, cases[i].variant, "mpx", cases[i].verdict);
		add_layouts(i, i ? less : same, 4);
	}
	f = study();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(variant(&f, cases[i].variant, "mpx")->rank, cases[i].rank);
	assert_int_equal(f.study->nr_wrong, 2);
	assert_string_equal(variant(&f, "unrolled", "mpx")->note, "note of partial");
	assert_null(variant(&f, "u64-mask", "mpx")->note);
	end(&f);
}

static void a_bug_is_told_in_every_row(void **state)
{
	const int same[] = { 10, 10, 10, 10 };
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "v10-bitmap", "none", "ok");
	add_row(1, "v10-bitmap", "mpx", "known-bug");
	add_layouts(0, same, 4);
	add_layouts(1, same, 4);
	f = study();
	assert_string_equal(variant(&f, "v10-bitmap", "none")->note, "note of known-bug");
	assert_int_equal(variant(&f, "v10-bitmap", "none")->rank, 0);
	end(&f);
}

static void an_exact_count_needs_one_layout(void **state)
{
	struct fixture f;

	begin();
	add_run("1", "qemu-tcg", "instruction", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	add_row(1, "unrolled", "mpx", "ok");
	add_row(2, "init-only", "mpx", "ok");
	add_block(0, 0, 80, "");
	add_block(1, 0, 79, "");
	add_block(2, 0, 79, "");
	f = study();
	assert_int_equal(f.study->tables[0]->unit, IB_UNIT_INSNS);
	assert_int_equal(variant(&f, "u64-mask", "mpx")->rank, 3);
	assert_int_equal(variant(&f, "unrolled", "mpx")->rank, 1);
	assert_int_equal(variant(&f, "init-only", "mpx")->rank, 1);
	assert_int_equal(f.study->nr_warnings, 0);
	end(&f);
}

static void one_layout_of_time_ranks_nothing(void **state)
{
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "u64-mask", "mpx", "ok");
	add_block(0, 0, 80, "");
	f = study();
	assert_int_equal(variant(&f, "u64-mask", "mpx")->rank, 0);
	assert_int_equal(f.study->nr_warnings, 1);
	assert_non_null(strstr(f.study->warnings[0], "have one layout"));
	end(&f);
}

static void pooling(void **state)
{
	static const struct {
		const char *host;
		const char *unit;
		const char *commit;
		size_t tables;
	} second[] = {
		{ "native", "tick", "c", 1 },
		{ "native", "tick", "d", 2 },
		{ "bochs", "tick", "c", 2 },
		{ "native", "instruction", "c", 2 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(second); i++) {
		struct fixture f;

		begin();
		add_run("1", "native", "tick", "c");
		add_row(0, "u64-mask", "mpx", "ok");
		add_block(0, 0, 10, "");
		add_run("2", second[i].host, second[i].unit, second[i].commit);
		add_row(0, "u64-mask", "mpx", "ok");
		/* Layout 0 again, of the same seed: half a unit more, not a unit. */
		add_block(0, 0, 20, "");
		add_block(0, 1, 25, "");
		f = study();
		assert_int_equal(f.study->nr_tables, second[i].tables);
		if (second[i].tables == 1) {
			assert_int_equal(variant(&f, "u64-mask", "mpx")->nr_layouts, 2);
			assert_near(variant(&f, "u64-mask", "mpx")->cost.mid, 20, 1e-9);
		}
		end(&f);
	}
}

static int make_file(void **state)
{
	int fd = mkstemp(path);

	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_layouts_mean_is_the_unit),
		cmocka_unit_test(cycles_by_the_blocks_own_calibration),
		cmocka_unit_test(one_uncalibrated_block_makes_it_ticks),
		cmocka_unit_test(chains_that_disagree_are_told),
		cmocka_unit_test(dropped_blocks_are_only_counted),
		cmocka_unit_test(ranks),
		cmocka_unit_test(only_what_does_the_whole_job_is_ranked),
		cmocka_unit_test(a_bug_is_told_in_every_row),
		cmocka_unit_test(an_exact_count_needs_one_layout),
		cmocka_unit_test(one_layout_of_time_ranks_nothing),
		cmocka_unit_test(pooling),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
