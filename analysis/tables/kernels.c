// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/kernels.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

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

int64_t ib_kernel_insns(const struct ib_run_rec *run, const char *variant)
{
	const struct ib_row_rec *row = find_row(run, variant);

	return row ? row->insns : -1;
}

static bool same(const struct ib_kernel *a, const struct ib_kernel *b)
{
	return !strcmp(a->host, b->host) && !strcmp(a->release, b->release) &&
	       !strcmp(a->mask, b->mask);
}

static void add(struct ib_kernels *all, const struct ib_kernel *new)
{
	for (size_t i = 0; i < all->nr; i++)
		if (same(&all->kernel[i], new)) {
			all->kernel[i] = *new;
			return;
		}
	all->kernel = ib_realloc(all->kernel, all->nr + 1, sizeof(*all->kernel));
	all->kernel[all->nr++] = *new;
}

static void add_run(struct ib_kernels *all, const struct ib_run_rec *run)
{
	const struct ib_row_rec *init = find_row(run, "kernel:init");
	struct ib_kernel line = {
		.host = run->host,
		.release = ib_field(run->record, "kernel/release"),
		.contains = ib_field(run->record, "kvm/contains"),
		.supported_xcr0 = ib_field(run->record, "kvm/supported_xcr0"),
		.clear_mask = ib_field(run->record, "kvm/clear_mask"),
	};

	if (!run->counts || run->patched || ib_field(run->record, "compare/side") || !init ||
	    !line.release || !line.contains)
		return;
	line.mask = init->mask;
	line.init = init->insns;
	line.putload = ib_kernel_insns(run, "kernel:putload");
	line.sipi = ib_kernel_insns(run, "kernel:sipi");
	add(all, &line);
}

static int by_host_and_release(const void *x, const void *y)
{
	const struct ib_kernel *a = x, *b = y;
	int order = strcmp(b->host, a->host);	/* qemu-tcg first */

	if (!order)
		order = strverscmp(a->release, b->release);
	return order ? order : -strcmp(a->mask, b->mask);
}

/* What the components cost, or -1. */
static int64_t xstate(const struct ib_kernels *all, const struct ib_kernel *line)
{
	struct ib_kernel hidden = *line;

	hidden.mask = "none";
	if (same(&hidden, line))
		return -1;
	for (size_t i = 0; i < all->nr; i++)
		if (same(&all->kernel[i], &hidden))
			return line->init - all->kernel[i].init;
	return -1;
}

static void number(FILE *out, int width, int64_t value)
{
	if (value < 0)
		ib_text(out, "%*s", width, "-");
	else
		ib_text(out, "%*" PRId64, width, value);
}

static void print_line(const struct ib_kernel *line, int width, FILE *out)
{
	ib_text(out, "  %-*s %-15s %-7s", width, line->release, line->contains, line->mask);
	number(out, 7, line->init);
	number(out, 7, line->xstate);
	if (line->xstate < 0)
		ib_text(out, "%7s", "-");
	else
		ib_text(out, "%6.1f%%", 100.0 * line->xstate / line->init);
	number(out, 8, line->putload);
	number(out, 7, line->sipi);
	fputc('\n', out);
}

static void print_header(const char *host, int width, FILE *out)
{
	ib_text(out, "  host %s: exact instructions, the mode of the samples\n", host);
	ib_text(out, "  %-*s %-15s %-7s%7s%7s%7s%8s%7s\n", width, "kernel", "contains", "clears",
		"INIT", "XSTATE", "share", "putload", "SIPI");
}

static int longest_release(const struct ib_kernels *all)
{
	size_t width = strlen("kernel");

	for (size_t i = 0; i < all->nr; i++)
		if (strlen(all->kernel[i].release) > width)
			width = strlen(all->kernel[i].release);
	return width;
}

struct ib_kernels ib_kernels_read(const struct ib_results *results)
{
	struct ib_kernels all = { 0 };

	for (size_t i = 0; i < results->nr_runs; i++)
		add_run(&all, results->runs[i]);
	if (all.nr)
		qsort(all.kernel, all.nr, sizeof(*all.kernel), by_host_and_release);
	for (size_t i = 0; i < all.nr; i++)
		all.kernel[i].xstate = xstate(&all, &all.kernel[i]);
	return all;
}

void ib_kernels_print(const struct ib_kernels *kernels, FILE *out)
{
	int width = longest_release(kernels);

	for (size_t i = 0; i < kernels->nr; i++) {
		const struct ib_kernel *line = &kernels->kernel[i];

		if (!i || strcmp(line->host, line[-1].host)) {
			if (i)
				fputc('\n', out);
			print_header(line->host, width, out);
		}
		print_line(line, width, out);
	}
}
