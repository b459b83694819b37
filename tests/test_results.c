// SPDX-License-Identifier: GPL-2.0-only
/* The reader on files that are right, and on files that are not. */
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

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/results.h"
#include "tests/near.h"
#include "tests/temp_file.h"

#define RUN(id, schema)	"{\"type\":\"run\",\"schema\":" schema ",\"run\":\"" id "\"," \
			"\"clock\":{\"unit\":\"tick\"},\"cpu\":{\"name\":\"x\"}}\n"
#define ROW		"{\"type\":\"row\",\"row\":0,\"lane\":\"user\",\"variant\":\"u64-mask\"," \
			"\"insns\":12,\"oracle\":{\"verdict\":\"known-bug\",\"note\":\"why\"}}\n"
/* (midmean 1100 - midmean 1000) / 4 = 25; drained (1140 - 1000) / 4 = 35; ratio 0.5 */
#define BLOCK                                                                                      \
	"{\"type\":\"block\",\"row\":0,\"layout\":3,\"seed\":\"0x1\",\"n\":4,"                     \
	"\"ticks\":[1100,1000000,1100,0],\"empty\":[1000],\"drained\":[1140],"                     \
	"\"drained_empty\":[1000],\"cal\":{\"add\":0.4,\"imul\":0.6},\"dropped\":null}\n"
#define DROPPED                                                                                    \
	"{\"type\":\"block\",\"row\":0,\"layout\":4,\"n\":4,\"ticks\":[9],\"empty\":[1],"          \
	"\"dropped\":\"migration\"}\n"
#define NEW		"{\"type\":\"new\"}\n"
#define END(id, nr)	"{\"type\":\"end\",\"run\":\"" id "\",\"status\":\"complete\"," \
			"\"blocks\":" nr ",\"dropped\":0}\n"

static struct ib_results *read_text(const char *text)
{
	struct ib_results *results = ib_results_new();
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	ib_results_read(results, path);
	return results;
}

static void assert_warned(const struct ib_results *r, size_t line, const char *what)
{
	char where[64];

	snprintf(where, sizeof(where), line ? "%s:%zu:" : "%s:", path, line);
	for (size_t i = 0; i < r->nr_warnings; i++)
		if (strstr(r->warnings[i], what) && strstr(r->warnings[i], where))
			return;
	fail_msg("no warning of '%s' at line %zu", what, line);
}

static void assert_prefix(const char *text, const char *prefix)
{
	assert_memory_equal(text, prefix, strlen(prefix));
}

static void values_of_a_block(void **state)
{
	struct ib_results *r = read_text(RUN("a", "1") ROW BLOCK DROPPED END("a", "2"));
	const struct ib_row_rec *row;

	assert_int_equal(r->nr_warnings, 0);
	assert_int_equal(r->nr_runs, 1);
	assert_string_equal(r->runs[0]->status, "complete");
	row = r->runs[0]->rows[0];
	assert_int_equal(row->insns, 12);
	assert_int_equal(row->oracle, IB_ORACLE_KNOWN_BUG);
	assert_string_equal(row->note, "why");
	assert_int_equal(row->nr_blocks, 2);
	assert_near(row->blocks[0].value, 25, 1e-9);
	assert_near(row->blocks[0].drained, 35, 1e-9);
	assert_near(row->blocks[0].ratio, 0.5, 1e-9);
	assert_near(row->blocks[0].disagree, -1.0 / 3, 1e-9);
	assert_false(row->blocks[0].dropped);
	assert_true(row->blocks[1].dropped);
	assert_true(row->blocks[0].layout != row->blocks[1].layout);
	ib_results_free(r);
}

/* Sums of 4 shots: the fences are 1.5 x 26 x sqrt(4) = 78 away; 1.5 x 26 would drop 156. */
#define STEPS		"{\"type\":\"run\",\"schema\":1,\"run\":\"s\",\"cpu\":{\"name\":\"x\"}," \
			"\"clock\":{\"unit\":\"tick\",\"step\":26}}\n"
#define SHOTS									\
	"{\"type\":\"block\",\"row\":0,\"layout\":5,\"n\":4,\"shots\":true,"		\
	"\"ticks\":[104,104,104,104,104,104,156,104,9999],\"empty\":[52],\"dropped\":null}\n"

/* (mean of 7 x 104 and 156 - 52) / 4 = 14.625, where the midmean is 104's */
static void single_shots_are_averaged(void **state)
{
	struct ib_results *r = read_text(STEPS ROW SHOTS END("s", "1"));

	assert_int_equal(r->nr_warnings, 0);
	assert_near(r->runs[0]->rows[0]->blocks[0].value, 14.625, 1e-9);
	ib_results_free(r);
}

#define AGAIN									\
	"{\"type\":\"block\",\"row\":0,\"layout\":4,\"attempt\":1,\"n\":4,"		\
	"\"ticks\":[9],\"empty\":[1],\"dropped\":null}\n"

static void a_block_taken_again(void **state)
{
	struct ib_results *r = read_text(RUN("a", "1") ROW BLOCK DROPPED AGAIN END("a", "3"));
	const struct ib_row_rec *row = r->runs[0]->rows[0];

	assert_int_equal(r->nr_warnings, 0);
	assert_int_equal(row->nr_blocks, 3);
	assert_false(row->blocks[0].repeated);
	assert_true(row->blocks[1].dropped && row->blocks[1].repeated);
	assert_false(row->blocks[2].dropped);
	ib_results_free(r);
}

static void several_runs_in_a_file(void **state)
{
	struct ib_results *r = read_text(RUN("a", "1") ROW BLOCK END("a", "1")
					 RUN("b", "1") ROW BLOCK BLOCK END("b", "2"));

	assert_int_equal(r->nr_warnings, 0);
	assert_int_equal(r->nr_runs, 2);
	assert_int_equal(r->runs[1]->nr_blocks, 2);
	ib_results_free(r);
}

static void a_run_read_twice_counts_once(void **state)
{
	struct ib_results *r = read_text(RUN("a", "1") ROW BLOCK END("a", "1"));

	ib_results_read(r, path);
	assert_int_equal(r->nr_runs, 1);
	assert_int_equal(r->runs[0]->nr_blocks, 1);
	assert_warned(r, 1, "counted once");
	ib_results_free(r);
}

static void a_newer_schema_is_skipped(void **state)
{
	struct ib_results *r = read_text(RUN("a", "2") ROW BLOCK END("a", "1")
					 RUN("b", "1") ROW BLOCK END("b", "1"));

	assert_warned(r, 1, "schema 2 is newer than 1");
	assert_int_equal(r->nr_warnings, 1);
	assert_int_equal(r->nr_runs, 1);
	assert_string_equal(r->runs[0]->id, "b");
	ib_results_free(r);
}

static void a_last_line_cut_short(void **state)
{
	struct ib_results *r =
		read_text(RUN("a", "1") ROW BLOCK "{\"type\":\"block\",\"row\":0,\"la");

	assert_warned(r, 4, "cut short");
	assert_warned(r, 0, "no end record");
	assert_int_equal(r->runs[0]->nr_blocks, 1);
	ib_results_free(r);
}

/* The kill may have hit between the record and its newline. */
static void a_last_line_without_newline_is_whole(void **state)
{
	char text[] = RUN("a", "1") ROW BLOCK END("a", "1");
	struct ib_results *r;

	text[strlen(text) - 1] = '\0';
	r = read_text(text);
	assert_int_equal(r->nr_warnings, 0);
	assert_string_equal(r->runs[0]->status, "complete");
	ib_results_free(r);
}

static void damaged_lines_are_named_then_counted(void **state)
{
	static const char damaged[] = "\1\2\n[]\n7\n{\"type\":\"block\",\"row\":9,\"n\":1}\n";
	char *text = ib_asprintf("%s%s%s%s", RUN("a", "1") ROW "{\"ty\n" BLOCK, damaged, BLOCK,
				 END("a", "2"));
	struct ib_results *r = read_text(text);

	assert_warned(r, 3, "damaged");
	assert_warned(r, 5, "damaged");
	assert_warned(r, 6, "no object");
	assert_warned(r, 0, "5 lines in all");
	assert_int_equal(r->nr_warnings, 4);
	assert_int_equal(r->runs[0]->nr_blocks, 2);
	ib_results_free(r);
}

static void blocks_that_lack_something(void **state)
{
	static const char *const bad[] = {
		"{\"type\":\"block\",\"row\":0,\"n\":0,\"ticks\":[1],\"empty\":[1]}\n",
		"{\"type\":\"block\",\"row\":0,\"n\":1,\"ticks\":[],\"empty\":[1]}\n",
		"{\"type\":\"block\",\"row\":0,\"n\":1,\"ticks\":[1]}\n",
		"{\"type\":\"block\",\"row\":0,\"n\":1,\"ticks\":[\"1\"],\"empty\":[1]}\n",
		"{\"type\":\"block\",\"row\":1,\"n\":1,\"ticks\":[1],\"empty\":[1]}\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char text[2048];
		struct ib_results *r;

		snprintf(text, sizeof(text), "%s%s%s%s", RUN("a", "1") ROW, bad[i], BLOCK,
			 END("a", "1"));
		r = read_text(text);
		assert_int_equal(r->nr_warnings, 1);
		assert_warned(r, 3, "skipped");
		assert_int_equal(r->runs[0]->nr_blocks, 1);
		ib_results_free(r);
	}
}

static void foreign_files(void **state)
{
	static const char *const foreign[] = {
		"{\n  \"results\": []\n}\n",
		"a,b,c\n1,2,3\n",
		"\177ELF\2\1",
		"{\"a\":1}\n",
		"[1,2]\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(foreign); i++) {
		struct ib_results *r = read_text(foreign[i]);

		assert_int_equal(r->nr_runs, 0);
		assert_int_equal(r->nr_warnings, 1);
		assert_warned(r, 1, "not a results file");
		ib_results_free(r);
	}
}

static void empty_missing_and_folder(void **state)
{
	struct ib_results *r = read_text("");

	assert_warned(r, 0, "empty");
	ib_results_read(r, "/nonexistent/x.jsonl");
	assert_prefix(r->warnings[1], "/nonexistent/x.jsonl: cannot be opened: No such file");
	ib_results_read(r, "/tmp");
	assert_prefix(r->warnings[2], "/tmp: cannot be read: Is a directory");
	assert_int_equal(r->nr_runs, 0);
	ib_results_free(r);
}

static void a_count_that_does_not_match(void **state)
{
	struct ib_results *r = read_text(RUN("a", "1") ROW BLOCK END("a", "7"));

	assert_warned(r, 4, "7 blocks");
	ib_results_free(r);
}

static void unknown_records_are_told_once(void **state)
{
	struct ib_results *r = read_text(RUN("a", "1") NEW NEW
					 ROW BLOCK END("a", "1"));

	assert_int_equal(r->nr_warnings, 1);
	assert_warned(r, 2, "type 'new'");
	assert_int_equal(r->runs[0]->nr_blocks, 1);
	ib_results_free(r);
}

/* Whatever byte of a file a kill or a disk cuts at, what is before it is kept. */
static void cut_anywhere(void **state)
{
	static const char whole[] = RUN("a", "1") ROW BLOCK BLOCK END("a", "2");
	size_t before = strlen(RUN("a", "1") ROW), block = strlen(BLOCK);

	for (size_t n = 1; n < sizeof(whole); n++) {
		char text[sizeof(whole)];
		struct ib_results *r;
		size_t blocks = n + 1 < before + block ? 0 : n + 1 < before + 2 * block ? 1 : 2;

		memcpy(text, whole, n);
		text[n] = '\0';
		r = read_text(text);
		assert_int_equal(r->nr_runs, n + 1 >= strlen(RUN("a", "1")));
		if (r->nr_runs)
			assert_int_equal(r->runs[0]->nr_blocks, blocks);
		ib_results_free(r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_of_a_block),
		cmocka_unit_test(single_shots_are_averaged),
		cmocka_unit_test(a_block_taken_again),
		cmocka_unit_test(several_runs_in_a_file),
		cmocka_unit_test(a_run_read_twice_counts_once),
		cmocka_unit_test(a_newer_schema_is_skipped),
		cmocka_unit_test(a_last_line_cut_short),
		cmocka_unit_test(a_last_line_without_newline_is_whole),
		cmocka_unit_test(damaged_lines_are_named_then_counted),
		cmocka_unit_test(blocks_that_lack_something),
		cmocka_unit_test(foreign_files),
		cmocka_unit_test(empty_missing_and_folder),
		cmocka_unit_test(a_count_that_does_not_match),
		cmocka_unit_test(unknown_records_are_told_once),
		cmocka_unit_test(cut_anywhere),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
