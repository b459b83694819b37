// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/schema/json_lines.h"
#include "lib/schema/lines.h"
#include "lib/schema/parse.h"
#include "lib/schema/results_dir.h"

/* Lines of one file that are named one by one; the others are counted. */
#define MAX_NAMED	3

const char *ib_json_text(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_object_get(o, key);

	return value ? json_object_get_string(value) : "-";
}

double ib_json_number(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_object_get(o, key);

	return value ? json_object_get_double(value) : NAN;
}

/* struct reader - where in a file we are; @left_out: lines */
struct reader {
	const char *path;
	const char *type;
	struct ib_parser *p;
	size_t left_out;
};

static void leave_out(struct reader *r, size_t line, const char *why)
{
	if (++r->left_out <= MAX_NAMED)
		ib_warn("%s:%zu: %s; left out", r->path, line, why);
}

/* Return: the record; NULL if it is left out. */
static struct json_object *record(struct reader *r, const struct ib_line *line)
{
	const char *type;

	if (!ib_parse(r->p, line->text, line->length)) {
		leave_out(r, line->number, ib_parse_why(r->p));
		return NULL;
	}
	type = ib_parse_type_name(r->p);
	if (!strcmp(type, r->type))
		return ib_parse_json(r->p);
	leave_out(r, line->number, "a record of another type");
	return NULL;
}

static size_t read_records(struct reader *r, FILE *f, struct ib_results *account,
			   void (*each)(struct json_object *o, void *data), void *data)
{
	struct ib_lines *lines = ib_lines_new(f);
	enum ib_line_status status;
	struct ib_line line;
	size_t nr = 0;

	while ((status = ib_lines_next(lines, &line)) == IB_LINE || status == IB_LINE_LONG) {
		struct json_object *o = NULL;

		if (status == IB_LINE)
			o = record(r, &line);
		else
			leave_out(r, line.number, "longer than any record");
		if (!o)
			continue;
		nr++;
		each(o, data);
		json_object_put(o);
	}
	if (status == IB_LINES_ERROR) {
		ib_warn("%s: cannot be read: %s", r->path, strerror(errno));
		account->nr_unreadable++;
	}
	ib_lines_free(lines);
	return nr;
}

/* As much as a file of hyperfine's own runs may have. */
#define LONGEST_FILE	(4 << 20)
#define DEEPEST_FILE	8

/* All of a file; NULL after a warning. */
static char *whole_text(const char *path, FILE *f, struct ib_results *account)
{
	char *text = ib_calloc(LONGEST_FILE + 1, 1);
	size_t n = fread(text, 1, LONGEST_FILE, f);

	if (ferror(f)) {
		ib_warn("%s: cannot be read: %s", path, strerror(errno));
		account->nr_unreadable++;
	} else if (n == LONGEST_FILE || strlen(text) < n) {
		ib_warn("%s: longer than any of hyperfine's, or no text; left out", path);
		account->nr_left_out++;
	} else {
		return text;
	}
	free(text);
	return NULL;
}

static struct json_object *parse_strictly(const char *text)
{
	struct json_tokener *t = json_tokener_new_ex(DEEPEST_FILE);
	struct json_object *o;

	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	o = json_tokener_parse_ex(t, text, (int)strlen(text) + 1);
	json_tokener_free(t);
	return o;
}

/* The element, as one of the table's records. */
static struct json_object *element(struct reader *r, struct json_object *o, size_t at)
{
	const char *text = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
	struct json_object *record = NULL;
	char *line;

	line = ib_asprintf("{\"type\":\"%s\",%s", r->type, *text == '{' ? text + 1 : text);
	if (ib_parse(r->p, line, strlen(line)))
		record = ib_parse_json(r->p);
	else if (++r->left_out <= MAX_NAMED)
		ib_warn("%s: result %zu: %s; left out", r->path, at + 1, ib_parse_why(r->p));
	free(line);
	return record;
}

static struct json_object *elements(struct reader *r, struct json_object *all)
{
	struct json_object *good = json_object_new_array();

	r->p = ib_parser_new();
	for (size_t i = 0; i < json_object_array_length(all); i++) {
		struct json_object *o = element(r, json_object_array_get_idx(all, i), i);

		if (o)
			json_object_array_add(good, o);
	}
	ib_parser_free(r->p);
	return good;
}

struct json_object *ib_json_results(const char *path, struct ib_results *account)
{
	struct reader r = { .path = path, .type = "hyperfine" };
	FILE *f = ib_open_record_file(path, account);
	char *text = f ? whole_text(path, f, account) : NULL;
	struct json_object *file, *all, *good = NULL;

	if (f)
		fclose(f);
	if (!text)
		return NULL;
	file = parse_strictly(text);
	if (json_object_object_get_ex(file, "results", &all) &&
	    json_object_is_type(all, json_type_array)) {
		good = elements(&r, all);
		if (r.left_out > MAX_NAMED)
			ib_warn("%s: %zu results in all were left out", path, r.left_out);
	} else {
		ib_warn("%s: not a file of hyperfine's; left out", path);
		r.left_out++;
	}
	account->nr_left_out += r.left_out;
	json_object_put(file);
	free(text);
	return good;
}

size_t ib_json_lines(const char *path, struct ib_results *account, const char *type,
		     void (*each)(struct json_object *o, void *data), void *data)
{
	struct reader r = { .path = path, .type = type };
	FILE *f = ib_open_record_file(path, account);
	size_t nr;

	if (!f)
		return 0;
	r.p = ib_parser_new();
	nr = read_records(&r, f, account, each, data);
	if (r.left_out > MAX_NAMED)
		ib_warn("%s: %zu lines in all were left out", path, r.left_out);
	account->nr_left_out += r.left_out;
	ib_parser_free(r.p);
	fclose(f);
	return nr;
}
