// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/grid.h"

struct column {
	char *head;
	char *unit;
	bool left;
	int width;
};

struct ib_grid {
	enum ib_sink sink;
	struct column *columns;
	size_t nr_columns;
	char **cells;
	size_t nr_cells;
};

struct ib_grid *ib_grid_new(enum ib_sink sink)
{
	struct ib_grid *grid = ib_calloc(1, sizeof(*grid));

	grid->sink = sink;
	return grid;
}

/* Characters, not bytes: names come from elsewhere. */
static int width_of(const char *s)
{
	int width = 0;

	for (; *s; s++)
		width += (*s & 0xc0) != 0x80;
	return width;
}

static void widen(struct column *c, const char *s)
{
	int width = width_of(s);

	if (width > c->width)
		c->width = width;
}

static void add_column(struct ib_grid *grid, char *head, const char *unit, bool left)
{
	struct column *c;

	grid->columns = ib_realloc(grid->columns, grid->nr_columns + 1, sizeof(*c));
	c = &grid->columns[grid->nr_columns++];
	*c = (struct column){ head, ib_encode(grid->sink, unit), left, 0 };
	widen(c, c->head);
	widen(c, c->unit);
}

void ib_grid_column(struct ib_grid *grid, const char *head, const char *unit, bool left)
{
	add_column(grid, ib_encode(grid->sink, head), unit, left);
}

void ib_grid_markup(struct ib_grid *grid, const char *head, const char *unit, bool left)
{
	add_column(grid, ib_asprintf("%s", head), unit, left);
}

void ib_grid_cell(struct ib_grid *grid, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = ib_vformat(grid->sink, fmt, ap);
	va_end(ap);
	grid->cells = ib_realloc(grid->cells, grid->nr_cells + 1, sizeof(char *));
	widen(&grid->columns[grid->nr_cells % grid->nr_columns], s);
	grid->cells[grid->nr_cells++] = s;
}

void ib_grid_number(struct ib_grid *grid, double x, int decimals)
{
	if (isnan(x))
		ib_grid_cell(grid, "-");
	else
		ib_grid_cell(grid, "%.*f", decimals, x);
}

static void pad(FILE *out, int n)
{
	if (n > 0)
		fprintf(out, "%*s", n, "");
}

static void print_text_cell(const struct ib_grid *g, FILE *out, size_t column, const char *s)
{
	const struct column *c = &g->columns[column];
	bool last = column == g->nr_columns - 1;
	int space = c->width - width_of(s);

	if (!c->left)
		pad(out, space);
	fputs(s, out);
	if (c->left && !last)
		pad(out, space);
	fputs(last ? "\n" : "  ", out);
}

static void print_text(const struct ib_grid *g, FILE *out)
{
	int width = -2;

	for (size_t i = 0; i < g->nr_columns; i++) {
		width += g->columns[i].width + 2;
		print_text_cell(g, out, i, g->columns[i].head);
	}
	for (size_t i = 0; i < g->nr_columns; i++)
		print_text_cell(g, out, i, g->columns[i].unit);
	while (width-- > 0)
		fputc('-', out);
	fputc('\n', out);
	for (size_t i = 0; i < g->nr_cells; i++)
		print_text_cell(g, out, i % g->nr_columns, g->cells[i]);
}

static void print_markdown(const struct ib_grid *g, FILE *out)
{
	for (size_t i = 0; i < g->nr_columns; i++)
		fprintf(out, *g->columns[i].unit ? "| %s (%s) " : "| %s%s ", g->columns[i].head,
			g->columns[i].unit);
	fputs("|\n", out);
	for (size_t i = 0; i < g->nr_columns; i++)
		fputs(g->columns[i].left ? "| --- " : "| ---: ", out);
	fputs("|\n", out);
	for (size_t i = 0; i < g->nr_cells; i++) {
		fprintf(out, "| %s ", g->cells[i]);
		if ((i + 1) % g->nr_columns == 0)
			fputs("|\n", out);
	}
}

void ib_grid_free(struct ib_grid *grid)
{
	for (size_t i = 0; i < grid->nr_cells; i++)
		free(grid->cells[i]);
	free(grid->cells);
	for (size_t i = 0; i < grid->nr_columns; i++) {
		free(grid->columns[i].head);
		free(grid->columns[i].unit);
	}
	free(grid->columns);
	free(grid);
}

void ib_grid_print(struct ib_grid *grid, FILE *out)
{
	if (grid->nr_columns)
		(grid->sink == IB_SINK_MD ? print_markdown : print_text)(grid, out);
	ib_grid_free(grid);
}
