// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <string.h>

#include "analysis/tables/cet_parts.h"
#include "analysis/tables/kernels.h"
#include "lib/base/grid.h"

enum build { WHOLE, NO_RESET, NO_PUTLOAD, NO_VMCS, HIDDEN, BUILDS };

/* As scripts/bench-parts names them; the whole is also run with CET hidden from the kernel. */
static const struct {
	const char *patched;
	bool hidden;
} builds[BUILDS] = {
	[WHOLE] = { "nothing", false },
	[NO_RESET] = { "no-reset", false },
	[NO_PUTLOAD] = { "no-putload", false },
	[NO_VMCS] = { "no-vmcs", false },
	[HIDDEN] = { "nothing", true },
};

static const char *const rows[IB_USES] = {
	[IB_AT_REST] = "kernel:init", [IB_IN_USE] = "kernel:init-used",
};

static bool is_hidden(const struct ib_run_rec *run)
{
	const char *mask = ib_field(run->record, "kvm/clear_mask");

	return mask && !strcmp(mask, "0x0");
}

static const struct ib_run_rec *last_run(const struct ib_results *results,
					 const struct ib_run_rec *like, enum build build)
{
	const struct ib_run_rec *last = NULL;

	for (size_t i = 0; i < results->nr_runs; i++) {
		const struct ib_run_rec *run = results->runs[i];

		if (run->patched && !strcmp(run->patched, builds[build].patched) &&
		    is_hidden(run) == builds[build].hidden && !strcmp(run->host, like->host) &&
		    !strcmp(ib_field(run->record, "kernel/release"),
			    ib_field(like->record, "kernel/release")))
			last = run;
	}
	return last;
}

static bool split(struct ib_parts *p, enum ib_use use, const int64_t *init)
{
	for (int b = 0; b < BUILDS; b++)
		if (init[b] < 0)
			return false;
	p->whole[use] = init[WHOLE];
	p->added[use] = init[WHOLE] - init[HIDDEN];
	p->reset[use] = init[WHOLE] - init[NO_RESET];
	p->putload[use] = init[WHOLE] - init[NO_PUTLOAD];
	p->clear[use] = p->reset[use] - p->putload[use];
	p->vmcs[use] = init[WHOLE] - init[NO_VMCS];
	p->rest[use] = p->added[use] - p->reset[use] - p->vmcs[use];
	return true;
}

bool ib_parts_read(struct ib_parts *parts, const struct ib_results *results)
{
	const struct ib_run_rec *newest = NULL;

	for (size_t i = 0; i < results->nr_runs; i++)
		if (results->runs[i]->patched && results->runs[i]->counts &&
		    ib_field(results->runs[i]->record, "kernel/release"))
			newest = results->runs[i];
	if (!newest)
		return false;
	parts->host = newest->host;
	parts->release = ib_field(newest->record, "kernel/release");
	for (int use = 0; use < IB_USES; use++) {
		int64_t init[BUILDS];

		/* Hidden, CET cannot be in use. */
		for (int b = 0; b < BUILDS; b++) {
			const struct ib_run_rec *run = last_run(results, newest, b);

			init[b] = run ? ib_kernel_insns(run, rows[b == HIDDEN ? IB_AT_REST : use])
				      : -1;
		}
		if (!split(parts, use, init))
			return false;
	}
	return true;
}

static void line(struct ib_grid *g, const char *name, const int64_t *insns, const int64_t *whole)
{
	ib_grid_cell(g, "%pm", name);
	for (int use = 0; use < IB_USES; use++) {
		ib_grid_cell(g, "%" PRId64, insns[use]);
		ib_grid_cell(g, "%.1f%%", 100.0 * insns[use] / whole[use]);
	}
}

void ib_parts_print(const struct ib_parts *p, FILE *out, bool markdown)
{
	struct ib_grid *g = ib_grid_new(ib_sink_of(markdown));

	ib_grid_column(g, "part of INIT", "", true);
	ib_grid_column(g, "CET at rest", "insns", false);
	ib_grid_column(g, "share", "", false);
	ib_grid_column(g, "CET in use", "insns", false);
	ib_grid_column(g, "share", "", false);
	line(g, "put and load the guest's FPU", p->putload, p->whole);
	line(g, "find and zero the components", p->clear, p->whole);
	line(g, "= the XSTATE reset", p->reset, p->whole);
	line(g, "CET's fields of the VMCS", p->vmcs, p->whole);
	line(g, "all else", p->rest, p->whole);
	line(g, "= what CET adds", p->added, p->whole);
	line(g, "all of INIT", p->whole, p->whole);
	ib_grid_print(g, out);
}
