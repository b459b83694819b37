// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/kernels.h"
#include "bench/err.h"

/**
 * struct line - a kernel on a host
 * @host: emulated machine
 * @release: of the kernel
 * @contains: variant in that release
 * @mask: what INIT clears there, as the mask axis names it
 * @init: instructions of INIT; -1 if not counted, as are the following
 * @putload: of put and load
 * @sipi: of INIT and SIPI by another vCPU's ICR
 */
struct line {
	const char *host;
	const char *release;
	const char *contains;
	const char *mask;
	int64_t init;
	int64_t putload;
	int64_t sipi;
};

struct lines {
	struct line *line;
	size_t nr;
};

/* The content of registers does not change how many instructions there are. */
static const struct ib_row_rec *find_row(const struct ib_run_rec *run, const char *variant)
{
	for (size_t i = 0; i < run->nr_rows; i++) {
		const struct ib_row_rec *row = run->rows[i];

		if (!strcmp(row->variant, variant) && !strcmp(row->content, "sse") &&
		    row->insns >= 0)
			return row;
	}
	return NULL;
}

static int64_t insns(const struct ib_run_rec *run, const char *variant)
{
	const struct ib_row_rec *row = find_row(run, variant);

	return row ? row->insns : -1;
}

static bool same(const struct line *a, const struct line *b)
{
	return !strcmp(a->host, b->host) && !strcmp(a->release, b->release) &&
	       !strcmp(a->mask, b->mask);
}

static void add(struct lines *lines, const struct line *new)
{
	for (size_t i = 0; i < lines->nr; i++)
		if (same(&lines->line[i], new)) {
			lines->line[i] = *new;
			return;
		}
	lines->line = ib_realloc(lines->line, lines->nr + 1, sizeof(*lines->line));
	lines->line[lines->nr++] = *new;
}

static void add_run(struct lines *lines, const struct ib_run_rec *run)
{
	const struct ib_row_rec *init = find_row(run, "kernel:init");
	struct line line = {
		.host = run->host,
		.release = ib_field(run->record, "kernel/release"),
		.contains = ib_field(run->record, "kvm/contains"),
	};

	if (!run->counts || !init || !line.release || !line.contains)
		return;
	line.mask = init->mask;
	line.init = init->insns;
	line.putload = insns(run, "kernel:putload");
	line.sipi = insns(run, "kernel:sipi");
	add(lines, &line);
}

static int by_host_and_release(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	int order = strcmp(b->host, a->host);	/* qemu-tcg first */

	if (!order)
		order = strverscmp(a->release, b->release);
	return order ? order : -strcmp(a->mask, b->mask);
}

/* What the components cost, or -1. */
static int64_t xstate(const struct lines *lines, const struct line *line)
{
	struct line hidden = *line;

	hidden.mask = "none";
	if (same(&hidden, line))
		return -1;
	for (size_t i = 0; i < lines->nr; i++)
		if (same(&lines->line[i], &hidden))
			return line->init - lines->line[i].init;
	return -1;
}

static void number(FILE *out, int width, int64_t value)
{
	if (value < 0)
		fprintf(out, "%*s", width, "-");
	else
		fprintf(out, "%*" PRId64, width, value);
}

static void print_line(const struct lines *lines, const struct line *line, int width, FILE *out)
{
	int64_t cost = xstate(lines, line);

	fprintf(out, "  %-*s %-15s %-7s", width, line->release, line->contains, line->mask);
	number(out, 7, line->init);
	number(out, 7, cost);
	if (cost < 0)
		fprintf(out, "%7s", "-");
	else
		fprintf(out, "%6.1f%%", 100.0 * cost / line->init);
	number(out, 8, line->putload);
	number(out, 7, line->sipi);
	fputc('\n', out);
}

static void print_header(const char *host, int width, FILE *out)
{
	fprintf(out, "  host %s: exact instructions, the mode of the samples\n", host);
	fprintf(out, "  %-*s %-15s %-7s%7s%7s%7s%8s%7s\n", width, "kernel", "contains", "clears",
		"INIT", "XSTATE", "share", "putload", "SIPI");
}

static int longest_release(const struct lines *lines)
{
	size_t width = strlen("kernel");

	for (size_t i = 0; i < lines->nr; i++)
		if (strlen(lines->line[i].release) > width)
			width = strlen(lines->line[i].release);
	return width;
}

bool ib_kernels_print(const struct ib_results *results, FILE *out)
{
	struct lines lines = { 0 };
	int width;

	for (size_t i = 0; i < results->nr_runs; i++)
		add_run(&lines, results->runs[i]);
	if (!lines.nr)
		return false;
	qsort(lines.line, lines.nr, sizeof(*lines.line), by_host_and_release);
	width = longest_release(&lines);
	for (size_t i = 0; i < lines.nr; i++) {
		const struct line *line = &lines.line[i];

		if (!i || strcmp(line->host, line[-1].host)) {
			if (i)
				fputc('\n', out);
			print_header(line->host, width, out);
		}
		print_line(&lines, line, width, out);
	}
	free(lines.line);
	return true;
}
