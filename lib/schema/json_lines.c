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
