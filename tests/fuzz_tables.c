// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: bytes as a file of results, made into tables and a comparison, and these
 * printed in every format. No control character is in what is printed; JSON is JSON.
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/compare.h"
#include "analysis/compare/output.h"
#include "analysis/print/formats.h"
#include "analysis/tables/rows.h"
#include "lib/schema/results.h"
#include "tests/fuzz_lines.h"

/* struct text - of one output */
struct text {
	char *bytes;
	size_t size;
	FILE *out;
};

static void begin(struct text *t)
{
	t->out = open_memstream(&t->bytes, &t->size);
	if (!t->out)
		abort();
}

static void end(struct text *t)
{
	fclose(t->out);
	for (size_t i = 0; i < t->size; i++)
		if (((unsigned char)t->bytes[i] < 0x20 && !strchr("\n\t", t->bytes[i])) ||
		    t->bytes[i] == 0x7f)
			abort();
	free(t->bytes);
}

static void end_json(struct text *t)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *o;

	fflush(t->out);
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
	while (t->size && t->bytes[t->size - 1] == '\n')
		t->size--;
	o = json_tokener_parse_ex(tokener, t->bytes, t->size);
	if (!o)
		abort();
	json_object_put(o);
	json_tokener_free(tokener);
	end(t);
}

#define PRINT(name)	{ #name, ib_format_##name },
static const struct {
	const char *name;
	ib_print_fn *print;
} formats[] = { IB_FORMAT_LIST(PRINT) };

static void print_study(const struct ib_study *study, const struct ib_results *results)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		struct text t;

		begin(&t);
		formats[i].print(study, results->warnings, results->nr_warnings, t.out);
		if (strcmp(formats[i].name, "json"))
			end(&t);
		else
			end_json(&t);
	}
}

static void print_comparison(struct ib_comparison *c)
{
	static void (*const print[])(const struct ib_comparison *c, const struct ib_aa *aa,
				     int status, FILE *out) = {
		ib_compare_text, ib_compare_junit, ib_compare_gnuplot, ib_compare_cover,
	};
	struct ib_aa aa = ib_aa_of(c);
	struct text t;
	int status;

	aa.file = "aa.jsonl";
	ib_compare_notes(c);
	status = ib_compare_status(c, &aa, false);
	for (size_t i = 0; i < sizeof(print) / sizeof(*print); i++) {
		begin(&t);
		print[i](c, &aa, status, t.out);
		end(&t);
	}
	begin(&t);
	ib_compare_json(c, &aa, status, t.out);
	end_json(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct ib_selection all = { .delta = -1 };
	struct ib_results *results = ib_results_new();
	struct ib_comparison *c = NULL;
	struct ib_study *study;

	ib_results_read(results, fuzz_file(data, size));
	study = ib_study_new(results);
	print_study(study, results);
	if (results->nr_runs)
		c = ib_compare(results, results, 1, &all);
	if (c)
		print_comparison(c);
	ib_comparison_free(c);
	ib_study_free(study);
	ib_results_free(results);
	return 0;
}
