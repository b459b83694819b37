// SPDX-License-Identifier: GPL-2.0-only
/* Every lane on emulated processors in several kernels: results/machines.jsonl. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"
#include "lib/schema/json_lines.h"

/* That scripts/check-machines runs. */
static const char *const lanes[] = { "user", "kmod", "kvm" };

/**
 * struct found - what is printed
 * @grid: a line of each machine
 * @why: reasons, each once; a cell has their numbers from 1
 * @nr: how many reasons
 * @wrong: rows of all machines that the oracle refused
 */
struct found {
	struct ib_grid *grid;
	char **why;
	size_t nr;
	int64_t wrong;
};

/* Return: the reason's number. */
static size_t reason(struct found *f, const char *why)
{
	for (size_t i = 0; i < f->nr; i++)
		if (!strcmp(f->why[i], why))
			return i + 1;
	f->why = ib_grow(f->why, f->nr, sizeof(*f->why));
	f->why[f->nr++] = ib_asprintf("%s", why);
	return f->nr;
}

static int64_t count(struct json_object *o, const char *key)
{
	return json_object_get_int64(json_object_object_get(o, key));
}

/* COUNT WORD, behind what is in the cell already; nothing for 0. */
static void add_count(char **cell, int64_t n, const char *word)
{
	char *longer;

	if (!n)
		return;
	longer = ib_asprintf("%s%s%" PRId64 " %s", *cell, **cell ? ", " : "", n, word);
	free(*cell);
	*cell = longer;
}

/* " (1, 3)" behind the rows that were skipped for these reasons. */
static void add_reason(char **cell, bool first, size_t number)
{
	char *longer = ib_asprintf("%s%s%zu", *cell, first ? " (" : ", ", number);

	free(*cell);
	*cell = longer;
}

static void add_skipped(struct found *f, char **cell, struct json_object *skipped)
{
	int64_t rows = 0;
	bool first = true;

	json_object_object_foreach(skipped, key, why) {
		(void)key;
		rows += count(why, "rows");
	}
	if (!rows)
		return;
	add_count(cell, rows, "skipped");
	json_object_object_foreach(skipped, name, because) {
		(void)name;
		add_reason(cell, first, reason(f, ib_json_text(because, "why")));
		first = false;
	}
	ib_grid_cell(f->grid, "%s)", *cell);
}

static void add_lane(struct found *f, struct json_object *lane)
{
	struct json_object *skipped = json_object_object_get(lane, "skipped");
	char *cell;

	if (!lane || json_object_object_get(lane, "why")) {
		ib_grid_cell(f->grid, "none (%zu)",
			     reason(f, lane ? ib_json_text(lane, "why") : "not tried"));
		return;
	}
	cell = ib_asprintf("%s", "");
	add_count(&cell, count(lane, "right"), "right");
	add_count(&cell, count(lane, "wrong"), "WRONG");
	add_count(&cell, count(lane, "unchecked"), "unchecked");
	f->wrong += count(lane, "wrong");
	if (skipped && json_object_object_length(skipped))
		add_skipped(f, &cell, skipped);
	else
		ib_grid_cell(f->grid, "%s", *cell ? cell : "no rows");
	free(cell);
}

static void add_machine(struct json_object *o, void *data)
{
	struct found *f = data;
	struct json_object *all = json_object_object_get(o, "lanes");
	bool known = json_object_object_get(o, "release");

	ib_grid_cell(f->grid, "%s %s", ib_json_text(o, "host"), ib_json_text(o, "model"));
	ib_grid_cell(f->grid, "%s", ib_json_text(o, known ? "release" : "kernel"));
	for (size_t i = 0; i < ARRAY_SIZE(lanes); i++)
		if (all)
			add_lane(f, json_object_object_get(all, lanes[i]));
		else
			ib_grid_cell(f->grid, "not run (%zu)", reason(f, ib_json_text(o, "why")));
	ib_grid_number(f->grid, ib_json_number(o, "seconds"), 0);
	ib_grid_cell(f->grid, "%.12s", ib_json_text(o, "commit"));
	ib_grid_cell(f->grid, "%.10s", ib_json_text(o, "utc"));
}

static void print_reasons(const struct ib_report *r, const struct found *f)
{
	fputs("Why rows were skipped, and lanes and machines not run:\n\n", r->out);
	for (size_t i = 0; i < f->nr; i++)
		ib_mark(r->out, "%zu. %s\n", i + 1, f->why[i]);
	fputc('\n', r->out);
}

static void print_found(const struct ib_report *r, const struct found *f)
{
	fputs("Each machine is a whole emulated one, booted with the kernel, and every lane takes a\n"
	      "block of each row there (`make check-machines`). A row is right if its variant left\n"
	      "the state that its kind has to leave: for a variant that clears nothing or less as\n"
	      "posted, that. Unchecked are parts, which leave no state to look at. Seconds are of two\n"
	      "machines at a time on two cores, often shared with other work.\n\n", r->out);
	ib_grid_print(f->grid, r->out);
	ib_mark(r->out, "\nRows that are wrong: %" PRId64 ".\n\n", f->wrong);
	if (f->nr)
		print_reasons(r, f);
}

void ib_report_emulated(const struct ib_report *r)
{
	struct found f = { .grid = ib_grid_new(IB_SINK_MD) };
	char *path = ib_asprintf("%s/machines.jsonl", r->dir);

	ib_grid_column(f.grid, "machine", "", true);
	ib_grid_column(f.grid, "kernel", "", true);
	for (size_t i = 0; i < ARRAY_SIZE(lanes); i++) {
		char *head = ib_asprintf("lane %s", lanes[i]);

		ib_grid_column(f.grid, head, "", true);
		free(head);
	}
	ib_grid_column(f.grid, "boot and lanes", "s", false);
	ib_grid_column(f.grid, "suite", "", true);
	ib_grid_column(f.grid, "date", "", true);
	fputs("## Emulated machines\n\n", r->out);
	if (ib_json_lines(path, r->results, "machine", add_machine, &f)) {
		print_found(r, &f);
	} else {
		fputs("Not measured: `make check-machines` does it.\n\n", r->out);
		ib_grid_free(f.grid);
		f.grid = NULL;
	}
	for (size_t i = 0; i < f.nr; i++)
		free(f.why[i]);
	free(f.why);
	free(path);
}
