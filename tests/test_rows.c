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

#include "analysis/tables/again.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/rows.h"
#include "analysis/tables/ruler.h"
#include "lib/base/array.h"
#include "tests/near.h"
#include "tests/temp_file.h"

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
		"{\"type\":\"run\",\"schema\":1,\"run\":\"%s\",\"utc\":\"2026-01-01T00:00:%02dZ\",\"host\":\"%s\","
		"\"suite\":{\"commit\":\"%s\",\"dirty\":false},\"clock\":{\"unit\":\"%s\"},"
		"\"cpu\":{\"vendor\":\"V\"}}\n",
		id, id[0] % 100, host, commit, unit);
}

static void add_row_of(const char *lane, int row, const char *variant)
{
	fprintf(file,
		"{\"type\":\"row\",\"row\":%d,\"lane\":\"%s\",\"variant\":\"%s\",\"event\":\"init\","
		"\"fpu\":\"none\",\"mask\":\"none\",\"content\":\"init\",\"temp\":\"warm\","
		"\"insns\":null,\"oracle\":{\"verdict\":\"unchecked\"}}\n", row, lane, variant);
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

/* A block of @tenths / 10 cycles of one tick. */
static void add_tenths(int row, int layout, int tenths)
{
	fprintf(file,
		"{\"type\":\"block\",\"row\":%d,\"layout\":%d,\"seed\":\"0x1\",\"n\":10,\"ticks\":[%d],"
		"\"empty\":[0],\"cal\":{\"add\":1,\"imul\":1}}\n", row, layout, tenths);
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
	/* 10 and 30: each 10 from their median; 10 / 0.67448975 */
	assert_near(l->spread, 14.8260222, 1e-6);
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
	 * Six pairs at .05 / 6 with 8 layouts: 2 / 2^8 = .0078, so the interval is from the
	 * least to the largest difference. near - cheap: 0 to 2; wide - cheap: -7 to 68; dear -
	 * cheap: 10; dear - near: 8 to 10; wide - dear: -17 to 58.
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

/*
 * Layouts move both rows by 43, the pairs differ by 1 to 4: 12 layouts, P(W <= 13) x 2 = .0425
 * and P(W <= 14) x 2 = .0522, so the 14th Walsh average from either end; all 78 by a program of
 * ten lines: 2, 3, their median 2.5. 12 of 12: .025^(1/12) = .7354.
 */
static void layouts_are_compared_in_pairs(void **state)
{
	const int a[] = { 31, 55, 42, 71, 28, 64, 39, 50, 47, 36, 60, 33 };
	const int b[] = { 33, 58, 44, 74, 30, 67, 40, 53, 48, 39, 64, 35 };
	struct ib_contrast c;
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "a", "mpx", "ok");
	add_row(1, "b", "mpx", "ok");
	add_layouts(0, a, 12);
	add_layouts(1, b, 12);
	f = study();
	c = ib_contrast(variant(&f, "a", "mpx"), variant(&f, "b", "mpx"));
	assert_true(c.paired);
	assert_near(c.judgement.walsh.hl, 2.5, 1e-9);
	assert_near(c.judgement.walsh.lo, 2, 1e-9);
	assert_near(c.judgement.walsh.hi, 3, 1e-9);
	assert_int_equal(c.judgement.verdict, IB_SLOWER);
	assert_int_equal(c.nr_shown, 12);
	assert_near(c.shown_lo, 0.7353515, 1e-6);
	assert_near(c.shown_hi, 1, 1e-9);
	assert_int_equal(variant(&f, "a", "mpx")->rank, 1);
	assert_int_equal(variant(&f, "b", "mpx")->rank, 2);
	end(&f);
}

/*
 * The mean differs, and yet two builds in twelve show the reverse: 10 of 12, and the limits
 * p of P(X >= 10) = .025 and P(X <= 10) = .025.
 */
static void the_mean_and_what_a_build_shows_are_two_statements(void **state)
{
	const int a[] = { 31, 55, 42, 71, 28, 64, 39, 50, 47, 36, 60, 33 };
	const int b[] = { 35, 59, 46, 75, 32, 63, 43, 54, 51, 40, 59, 37 };
	struct ib_contrast c;
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "a", "mpx", "ok");
	add_row(1, "b", "mpx", "ok");
	add_layouts(0, a, 12);
	add_layouts(1, b, 12);
	f = study();
	c = ib_contrast(variant(&f, "a", "mpx"), variant(&f, "b", "mpx"));
	assert_true(ib_cheaper(variant(&f, "a", "mpx"), variant(&f, "b", "mpx")));
	assert_false(ib_cheaper(variant(&f, "b", "mpx"), variant(&f, "a", "mpx")));
	assert_int_equal(c.nr_shown, 10);
	assert_near(c.shown_lo, 0.5158623, 1e-6);
	assert_near(c.shown_hi, 0.9791375, 1e-6);
	end(&f);
}

/* In cycles of one tick; a difference of .2 in all layouts, and of .3: IB_RULER_GOAL is .25. */
static void nothing_differs_below_the_rulers_error(void **state)
{
	struct fixture f;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "a", "mpx", "ok");
	add_row(1, "within", "mpx", "ok");
	add_row(2, "beyond", "mpx", "ok");
	for (int i = 0; i < 12; i++) {
		add_tenths(0, i, 100);
		add_tenths(1, i, 102);
		add_tenths(2, i, 103);
	}
	f = study();
	assert_int_equal(f.study->tables[0]->unit, IB_UNIT_CYCLES);
	assert_near(variant(&f, "a", "mpx")->ruler, IB_RULER_GOAL, 1e-9);
	assert_false(ib_distinct(variant(&f, "a", "mpx"), variant(&f, "within", "mpx")));
	assert_true(ib_cheaper(variant(&f, "a", "mpx"), variant(&f, "beyond", "mpx")));
	assert_int_equal(variant(&f, "within", "mpx")->rank, 1);
	assert_int_equal(variant(&f, "beyond", "mpx")->rank, 2);
	end(&f);
}

/* Of the same study the selftest: a chain of 8 read as 8.5. */
static void the_rulers_error_is_what_selftest_found(void **state)
{
	struct fixture f;
	struct ib_line *l;

	begin();
	add_run("1", "native", "tick", "c");
	add_row(0, "a", "mpx", "ok");
	add_row_of("selftest", 1, "led:8");
	for (int i = 0; i < 12; i++) {
		add_tenths(0, i, 100);
		add_tenths(1, i, 85);
	}
	f = study();
	for (size_t i = 0; i < f.study->nr_tables; i++) {
		l = f.study->tables[i]->lines;
		assert_near(l->ruler, 0.5, 1e-9);
	}
	end(&f);
}

/* The copy is judged, tallied and not ranked; a copy that is dearer is flagged. */
static void the_second_copy_is_judged_and_not_ranked(void **state)
{
	const int a[] = { 31, 55, 42, 71, 28, 64, 39, 50, 47, 36, 60, 33 };
	const int same[] = { 32, 54, 43, 70, 29, 63, 40, 49, 48, 35, 61, 32 };
	const int dearer[] = { 35, 59, 46, 75, 32, 68, 43, 54, 51, 40, 64, 37 };

	for (int flagged = 0; flagged < 2; flagged++) {
		struct ib_again_tally tally;
		struct fixture f;

		begin();
		add_run("1", "native", "tick", "c");
		add_row(0, "u64-mask", "mpx", "ok");
		add_row(1, "u64-mask-again", "mpx", "ok");
		add_layouts(0, a, 12);
		add_layouts(1, flagged ? dearer : same, 12);
		f = study();
		tally = ib_again_tally(f.study->tables[0]);
		assert_int_equal(variant(&f, "u64-mask-again", "mpx")->kind, IB_KIND_AA);
		assert_int_equal(variant(&f, "u64-mask-again", "mpx")->rank, 0);
		assert_int_equal(variant(&f, "u64-mask", "mpx")->rank, 1);
		assert_int_equal(tally.nr, 1);
		assert_int_equal(tally.nr_flagged, flagged);
		assert_near(tally.most, flagged ? 4 : 0, 1e-9);
		end(&f);
	}
}

static void add_boot(int id, const char *boot)
{
	fprintf(file,
		"{\"type\":\"run\",\"schema\":1,\"run\":\"%d\",\"utc\":\"2026-01-01T00:00:%02dZ\","
		"\"host\":\"native\","
		"\"suite\":{\"commit\":\"c\",\"dirty\":false},\"clock\":{\"unit\":\"tick\"},"
		"\"cpu\":{\"vendor\":\"V\"},\"boot\":\"%s\"}\n", id, id, boot);
}

/*
 * Two boots, of 8 layouts each: midmeans 10 and 20, both with the same error, so that weights
 * are alike: 15 +- t(1) x 5 = 12.7062 x 5. Two runs of one boot are one group of 16 layouts.
 */
static void boots_are_groups(void **state)
{
	const int low[] = { 8, 10, 10, 10, 10, 10, 10, 12 };
	const int high[] = { 18, 20, 20, 20, 20, 20, 20, 22 };

	for (int same = 0; same < 2; same++) {
		const struct ib_line *l;
		struct fixture f;

		begin();
		add_boot(1, "aaaaaaaa");
		add_row(0, "u64-mask", "mpx", "ok");
		add_layouts(0, low, 8);
		add_boot(2, same ? "aaaaaaaa" : "bbbbbbbb");
		add_row(0, "u64-mask", "mpx", "ok");
		for (int i = 0; i < 8; i++)
			add_block(0, 8 + i, high[i], "");
		f = study();
		l = variant(&f, "u64-mask", "mpx");
		assert_int_equal(f.study->nr_tables, 1);
		assert_int_equal(f.study->tables[0]->nr_boots, same ? 1 : 2);
		assert_int_equal(l->nr_groups, same ? 1 : 2);
		assert_int_equal(l->nr_layouts, 16);
		assert_near(l->cost.mid, 15, 1e-9);
		if (!same) {
			assert_near(l->cost.hi - l->cost.mid, 63.5310, 1e-3);
			assert_near(l->tau, 7.0711, 1e-3);
		}
		end(&f);
	}
}

/* The same figures in one boot, by the process that each block names. */
static void processes_of_a_run_are_groups(void **state)
{
	const int low[] = { 8, 10, 10, 10, 10, 10, 10, 12 };
	const struct ib_line *l;
	struct fixture f;

	begin();
	add_boot(1, "aaaaaaaa");
	add_row(0, "u64-mask", "mpx", "ok");
	for (int process = 0; process < 2; process++)
		for (int i = 0; i < 8; i++)
			add_block(0, 8 * process + i, low[i] + 10 * process,
				  process ? ",\"process\":1" : ",\"process\":0");
	f = study();
	l = variant(&f, "u64-mask", "mpx");
	assert_int_equal(l->nr_groups, 2);
	assert_false(l->boots);
	assert_near(l->cost.mid, 15, 1e-9);
	assert_near(l->cost.hi - l->cost.mid, 63.5310, 1e-3);
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
	assert_int_equal(f.study->nr_wrong, 1);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_layouts_mean_is_the_unit),
		cmocka_unit_test(cycles_by_the_blocks_own_calibration),
		cmocka_unit_test(one_uncalibrated_block_makes_it_ticks),
		cmocka_unit_test(chains_that_disagree_are_told),
		cmocka_unit_test(dropped_blocks_are_only_counted),
		cmocka_unit_test(ranks),
		cmocka_unit_test(layouts_are_compared_in_pairs),
		cmocka_unit_test(the_mean_and_what_a_build_shows_are_two_statements),
		cmocka_unit_test(nothing_differs_below_the_rulers_error),
		cmocka_unit_test(the_rulers_error_is_what_selftest_found),
		cmocka_unit_test(the_second_copy_is_judged_and_not_ranked),
		cmocka_unit_test(boots_are_groups),
		cmocka_unit_test(processes_of_a_run_are_groups),
		cmocka_unit_test(only_what_does_the_whole_job_is_ranked),
		cmocka_unit_test(a_bug_is_told_in_every_row),
		cmocka_unit_test(an_exact_count_needs_one_layout),
		cmocka_unit_test(one_layout_of_time_ranks_nothing),
		cmocka_unit_test(pooling),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
