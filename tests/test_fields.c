// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every field of every record, with every kind of value that it must not have, at each
 * reader's door. Made from the table: a new field is attacked by itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/err.h"
#include "lib/schema/json_lines.h"
#include "lib/schema/lint.h"
#include "lib/schema/merge.h"
#include "lib/schema/parse.h"
#include "lib/schema/results.h"
#include "tests/attacks.h"
#include "tests/temp_file.h"

#define RUN	"{\"type\":\"run\",\"schema\":1,\"run\":\"a-x1\",\"clock\":{\"unit\":\"tick\"}," \
		"\"cpu\":{\"name\":\"x\"}}\n"

static bool passes(const char *line)
{
	struct ib_parser *p = ib_parser_new();
	bool good = ib_parse(p, line, strlen(line));

	if (good)
		assert_null(ib_parse_unknown(p));
	else
		assert_true(strlen(ib_parse_why(p)) > 0);
	ib_parser_free(p);
	return good;
}

static void right_records_pass(void **state)
{
	size_t nr;
	const struct ib_record_type *types = ib_record_types(&nr);

	for (size_t i = 0; i < nr; i++) {
		char *line = ib_right_record(&types[i], NO_FIELD, NULL);

		if (!passes(line))
			fail_msg("refused: %s", line);
		free(line);
	}
}

/* Calls @each with every attacked record of a type; returns how many there are. */
static size_t attack(const struct ib_record_type *type, void (*each)(const char *line, FILE *f),
		     FILE *f)
{
	size_t nr = 0;

	for (size_t i = 0; i < type->nr; i++) {
		char *value;

		for (size_t k = 0; (value = ib_wrong_value(&type->fields[i], k)); k++, nr++) {
			char *line = ib_right_record(type, i, value);

			each(line, f);
			free(line);
			free(value);
		}
		if (!type->fields[i].required || strchr(type->fields[i].path, '*'))
			continue;
		value = ib_right_record(type, i, NULL);
		each(value, f);
		free(value);
		nr++;
	}
	return nr;
}

static void must_fail(const char *line, FILE *f)
{
	if (passes(line))
		fail_msg("accepted: %s", line);
}

static void wrong_values_are_refused(void **state)
{
	size_t nr, attacks = 0;
	const struct ib_record_type *types = ib_record_types(&nr);

	for (size_t i = 0; i < nr; i++)
		attacks += attack(&types[i], must_fail, NULL);
	print_message("%zu records refused\n", attacks);
	assert_true(attacks > 5000);
}

static void print_line(const char *line, FILE *f)
{
	fprintf(f, "%s\n", line);
}

/* A file of a run, if need be, and all attacks on a type; returns how many. */
static size_t write_attacks(const struct ib_record_type *type)
{
	FILE *f = fopen(path, "w");
	size_t nr;

	assert_non_null(f);
	if (type->of_run)
		fputs(RUN, f);
	nr = attack(type, print_line, f);
	fclose(f);
	return nr;
}

static void each_reader_leaves_them_out(void **state)
{
	size_t nr;
	const struct ib_record_type *types = ib_record_types(&nr);

	for (size_t i = 0; i < nr; i++) {
		size_t attacks = write_attacks(&types[i]);
		struct ib_results *results = ib_results_new();
		struct ib_merge *merge = ib_merge_new();

		ib_results_read(results, path);
		assert_int_equal(results->nr_left_out, attacks);
		assert_int_equal(results->nr_runs, types[i].of_run);
		assert_int_equal(ib_results_status(results, 0), 3);
		ib_merge_read(merge, path);
		assert_int_equal(ib_merge_left_out(merge), attacks);
		ib_merge_free(merge);
		ib_results_free(results);
	}
}

static void never(struct json_object *o, void *data)
{
	fail_msg("given out: %s", json_object_to_json_string(o));
}

static void lines_of_one_type_are_left_out(void **state)
{
	static const char *const names[] = { "aa", "peers", "reliability" };

	for (size_t i = 0; i < 3; i++) {
		const struct ib_record_type *type = ib_record_type(names[i], strlen(names[i]));
		struct ib_results *account = ib_results_new();
		size_t attacks = write_attacks(type);

		assert_int_equal(ib_json_lines(path, account, names[i], never, NULL), 0);
		assert_int_equal(account->nr_left_out, attacks);
		ib_results_free(account);
	}
}

/* Each line has a finding of its own. */
static void lint_names_each_line(void **state)
{
	size_t nr;
	const struct ib_record_type *types = ib_record_types(&nr);

	for (size_t i = 0; i < nr; i++) {
		size_t attacks = write_attacks(&types[i]), lines = 0, last = 0, size;
		char *text = NULL, *rest, *line;
		FILE *out = open_memstream(&text, &size);
		struct ib_lint *lint = ib_lint_new(out);

		assert_int_equal(ib_lint_file(lint, path), 0);
		assert_true(ib_lint_end(lint) >= attacks);
		fclose(out);
		for (rest = text; (line = strsep(&rest, "\n"));) {
			size_t number = strncmp(line, path, strlen(path)) ? 0 :
					strtoull(line + strlen(path) + 1, NULL, 10);

			lines += number > last && number > types[i].of_run;
			last = number > last ? number : last;
		}
		assert_int_equal(lines, attacks);
		free(text);
	}
}

static size_t left_out(const void *text, size_t length)
{
	struct ib_results *results = ib_results_new();
	FILE *f = fopen(path, "w");
	size_t nr;

	fwrite(text, 1, length, f);
	fclose(f);
	ib_results_read(results, path);
	nr = results->nr_left_out;
	ib_results_free(results);
	return nr;
}

#define ROW	"{\"type\":\"row\",\"row\":0,\"variant\":\"v\"}"
#define RUN_B	"{\"type\":\"run\",\"schema\":1,\"run\":\"b\",\"clock\":{\"unit\":\"tick\"}," \
		"\"cpu\":{\"name\":\"x\"}}\n"
#define BLOCK	"{\"type\":\"block\",\"row\":0,\"n\":1,\"ticks\":[9],\"empty\":[1]}\n"

static void nothing_stands_behind_a_record(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} bad[] = {
#define TEXT(t)	{ t, sizeof(t) - 1 }
		TEXT(RUN ROW "\0\n"),
		TEXT(RUN ROW "x\n"),
		TEXT(RUN ROW ROW "\n"),
		TEXT(RUN ROW "\0" BLOCK),
		TEXT(RUN "\0" ROW "\n"),
		TEXT(RUN ROW "\v\n"),
		TEXT(RUN "{\"type\":\"row\",\"row\":0,\"variant\":\"v\",\"variant\":\"w\"}\n"),
		TEXT(RUN
		     "{\"type\":\"row\",\"row\":0,\"variant\":\"v\",\"var\\u0069ant\":\"w\"}\n"),
		TEXT(RUN
		     "{\"type\":\"row\",\"row\":0,\"variant\":\"v\",\"new\":{\"a\":1,\"a\":2}}\n"),
		TEXT(RUN "{\"type\":\"row\",\"row\":0,\"variant\":\"v\",\"new\":[[[[[[1]]]]]]}\n"),
		TEXT(RUN "{\"type\":\"row\",\"row\":0,\"variant\":\"v\",\"a b\":1}\n"),
		TEXT("{\"type\":\"new\",\"x\":\"\\u001b\"}\n"),
		TEXT("{\"type\":\"ne w\"}\n"),
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (left_out(bad[i].text, bad[i].length) != 1)
			fail_msg("%zu: accepted", i);
	assert_int_equal(left_out(RUN ROW "\n", strlen(RUN ROW "\n")), 0);
}

/* A line without end costs no more memory than the longest record. */
static void a_line_without_end(void **state)
{
	size_t length = 4 << 20;
	char *text = malloc(length);

	memset(text, 'x', length);
	memcpy(text, RUN, strlen(RUN));
	assert_int_equal(left_out(text, length), 1);
	text[length - 1] = '\n';
	assert_int_equal(left_out(text, length), 1);
	free(text);
}

/* The blocks of a run whose record is damaged are not taken for those of the run before. */
static void a_lost_run_takes_its_blocks_along(void **state)
{
	static const char *const files[] = {
		RUN ROW "\n" BLOCK "{\"type\":\"end\"}" RUN_B ROW "\n" BLOCK BLOCK,
		RUN ROW "\n" BLOCK "{\"type\":\"run\",\"schema\":1}\n" ROW "\n" BLOCK,
		RUN ROW "\n" BLOCK "{\"type\":\"rum\",\"schema\":1}\n" ROW "\n" BLOCK,
		RUN ROW "\n" BLOCK "{\"type\":\"block\",\"run\":\"x2\",\"row\":0,\"n\":1,\"ticks\":[9],"
		"\"empty\":[1]}\n",
		RUN ROW "\n" BLOCK "{\"type\":\"end\",\"run\":\"a-x1\",\"blocks\":1}\n" BLOCK,
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct ib_results *results = ib_results_new();
		FILE *f = fopen(path, "w");

		fputs(files[i], f);
		fclose(f);
		ib_results_read(results, path);
		assert_int_equal(results->nr_runs, 1);
		assert_int_equal(results->runs[0]->nr_blocks, 1);
		assert_true(results->nr_left_out > 0);
		ib_results_free(results);
	}
}

/* Each lane is a table of its own. */
static void a_run_has_few_lanes(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	fputs(RUN, f);
	for (int i = 0; i < IB_LANES_MOST + 5; i++)
		fprintf(f, "{\"type\":\"row\",\"row\":%d,\"variant\":\"v\",\"lane\":\"l%d\"}\n", i,
			i);
	fclose(f);
	assert_int_equal(left_out(text, size), 5);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_records_pass),
		cmocka_unit_test(wrong_values_are_refused),
		cmocka_unit_test(each_reader_leaves_them_out),
		cmocka_unit_test(lines_of_one_type_are_left_out),
		cmocka_unit_test(lint_names_each_line),
		cmocka_unit_test(nothing_stands_behind_a_record),
		cmocka_unit_test(a_line_without_end),
		cmocka_unit_test(a_run_has_few_lanes),
		cmocka_unit_test(a_lost_run_takes_its_blocks_along),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
