// SPDX-License-Identifier: GPL-2.0-only
/* What the sections share. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "analysis/plot/plot.h"
#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/core_name.h"
#include "analysis/tables/facts.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

const struct ib_table *ib_report_next(const struct ib_report *r, size_t *i, const char *lane)
{
	while (*i < r->study->nr_tables) {
		const struct ib_table *t = r->study->tables[(*i)++];

		if ((!lane || !strcmp(t->lane, lane)) && !t->superseded)
			return t;
	}
	return NULL;
}

static bool is_native(const struct ib_table *t)
{
	return !strcmp(t->runs[0]->host, "native");
}

/* Where nothing is left to stand beside, nothing is put apart either. */
static bool has_beside(const struct ib_report *r)
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_next(r, &i, "user")))
		if (is_native(t) && !t->excluded)
			return true;
	return false;
}

bool ib_report_columns(const struct ib_report *r, const struct ib_table *t)
{
	return !t->excluded || !has_beside(r);
}

const struct ib_table *ib_report_native(const struct ib_report *r, size_t *i)
{
	const struct ib_table *t;

	while ((t = ib_report_next(r, i, "user")))
		if (is_native(t) && ib_report_columns(r, t))
			return t;
	return NULL;
}

void ib_report_each_native(const struct ib_report *r,
			   void (*print)(const struct ib_report *r, const struct ib_table *t))
{
	const struct ib_table *t;
	size_t i = 0;

	while ((t = ib_report_native(r, &i)))
		print(r, t);
}

bool ib_report_studied(const struct ib_report *r, const char *heading,
		       bool (*has)(const struct ib_table *t))
{
	const struct ib_table *t;
	size_t i = 0;

	ib_mark(r->out, "## %s\n\n", heading);
	while ((t = ib_report_native(r, &i)))
		if (has(t))
			return true;
	fputs("Not measured on hardware: `make study` does it.\n\n", r->out);
	return false;
}

bool ib_report_plot(const struct ib_report *r, const char *folder, const char *name,
		    const char *caption)
{
	size_t n = strlen(r->dir);
	char *path = ib_asprintf("%s/plots/%s.svg", folder, name), *link = ib_report_link(r, path);
	char *drawn = r->drawn && !strncmp(folder, r->dir, n) ?
		      ib_asprintf("%s%s/plots/%s.hover", r->drawn, folder + n, name) :
		      ib_asprintf("%s", path);
	bool is_drawn = !access(drawn, R_OK);

	if (is_drawn)
		ib_mark(r->out, "![%pm](%s)\n\n", caption, link);
	free(drawn);
	free(link);
	free(path);
	return is_drawn;
}

size_t ib_report_figures(const struct ib_report *r, const char *plot, const char *caption)
{
	const struct ib_table *t;
	size_t i = 0, nr = 0;

	while ((t = ib_report_native(r, &i))) {
		char *folder = ib_report_folder(t), *label = ib_encode(IB_SINK_MD, t->label);
		char *whole = ib_asprintf("%s: %s", label, caption);

		nr += ib_report_plot(r, folder, plot, whole);
		free(whole);
		free(label);
		free(folder);
	}
	return nr;
}

void ib_report_grid(const struct ib_report *r, struct ib_grid *g, size_t rows)
{
	if (!rows) {
		ib_grid_free(g);
		return;
	}
	ib_grid_print(g, r->out);
	fputc('\n', r->out);
}

bool ib_report_has_read_all(const struct ib_report *r)
{
	if (!r->results->nr_unreadable)
		return true;
	ib_error("results cannot all be read, see above; the report stays as it was");
	return false;
}

const char *ib_report_cpu(const struct ib_report *r, const struct ib_table *t)
{
	const char *core = strcmp(t->runs[0]->host, "native") ? NULL : ib_core_name(t->runs[0]);
	const struct ib_table *other;
	size_t i = 0;

	while (core && (other = ib_report_next(r, &i, t->lane))) {
		const char *name = ib_core_name(other->runs[0]);

		if (name && !strcmp(name, core) && strcmp(other->label, t->label))
			core = NULL;
	}
	return core ? core : t->label;
}

double ib_report_mid(const struct ib_table *t, struct ib_where where)
{
	const struct ib_line *l = ib_find_line(t, where);

	return l ? l->cost.mid : NAN;
}

void ib_report_cost(struct ib_grid *g, const struct ib_table *t, const struct ib_line *l)
{
	int digits;

	if (!l || !isfinite(l->cost.mid)) {
		ib_grid_cell(g, "-");
		return;
	}
	digits = ib_cost_decimals(t, l->cost.mid);
	if (l->cost.hi > l->cost.lo)
		ib_grid_cell(g, "%.*f ±%.*f", digits, l->cost.mid, digits,
			     (l->cost.hi - l->cost.lo) / 2);
	else
		ib_grid_cell(g, "%.*f", digits, l->cost.mid);
}

char *ib_report_folder(const struct ib_table *table)
{
	const char *file = table->runs[table->nr_runs - 1]->file, *slash = strrchr(file, '/');

	return slash ? ib_asprintf("%.*s", (int)(slash - file), file) : ib_asprintf(".");
}

/* Of a file, without the folder; that it is compressed, too, is for the link. */
static char *shown_name(const char *file)
{
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
	size_t n = strlen(name);

	if (n > 4 && !strcmp(name + n - 4, ".zst"))
		n -= 4;
	return ib_asprintf("%.*s", (int)n, name);
}

static void print_files(const struct ib_report *r, const struct ib_run_rec *const *runs, size_t nr,
			const char *sep)
{
	for (size_t i = 0; i < nr; i++) {
		const char *file = runs[i]->file;
		char *link, *name;

		if (i && !strcmp(file, runs[i - 1]->file))
			continue;
		link = ib_report_link(r, file);
		name = shown_name(file);
		ib_mark(r->out, "%s[`%s`](%s)", i ? ", " : sep, name, link);
		free(name);
		free(link);
	}
}

void ib_report_files(const struct ib_report *r, const struct ib_table *table)
{
	print_files(r, table->runs, table->nr_runs, "");
	print_files(r, table->gathered, table->nr_gathered, ", ");
}
