// SPDX-License-Identifier: GPL-2.0-only
/* initbench trace: list the instructions that each variant executes, for scripts/mca. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/host/cpu.h"
#include "bench/lanes/user/lane_user.h"
#include "bench/lanes/user/machine.h"
#include "cmd/commands.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/options.h"
#include "lib/base/outputs.h"
#include "version.h"

#define MAX_STEPS	16384
#define EMPTY		"empty"

struct arguments {
	const char *object;
	uint64_t masks;
	const char *variant;
};

static const struct argp_option options[] = {
	{ "object", 'o', "FILE", 0, "write the object file that the offsets refer to", 0 },
	{ "mask", 'm', "M,..", 0, "as of run (default: mpx, cet, mpx+cet)", 0 },
	{ "variant", 'v', "V", 0, "only this one", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	if (key != 'm')
		return ARGP_ERR_UNKNOWN;
	return ib_axis_parse(IB_AXIS_MASK, arg, &a->masks) ? EINVAL : 0;
}

static const struct ib_kept kept[] = {
	{ 'o', offsetof(struct arguments, object) },
	{ 'v', offsetof(struct arguments, variant) },
	{ 0 }
};

static const struct ib_syntax syntax = {
	.argp = {
		.options = options,
		.parser = parse,
		.doc = "Single-step each variant on INIT, registers hold sse, and print where its "
		       "instructions lie, in the order in which this CPU executes them.\v"
		       "Facts of CPU and build, and \"bug VARIANT WORDS\"; then for each row "
		       "\"row VARIANT FPU MASK\" and a line \"step SECTION OFFSET\" for each "
		       "instruction of the variant and of what it calls, a repeated string "
		       "instruction being one. The row '" EMPTY "' is what a measurement "
		       "subtracts.\n"
		       "Exit status: 0; 2 wrong usage or environment.",
	},
	.kept = kept,
};

static int write_object(const char *path)
{
	size_t size;
	const void *object = ib_layout_object(&size);
	struct ib_outputs *outputs = ib_outputs_new();
	FILE *f = ib_outputs_file(outputs, NULL, path);

	if (!f) {
		ib_outputs_drop(outputs);
		return -1;
	}
	fwrite(object, 1, size, f);
	return ib_outputs_commit(outputs);
}

/* The steps of the body and its callees; not those of the region around it. */
static int print_steps(struct ib_machine *m, ib_body body)
{
	const void **at = ib_calloc(MAX_STEPS, sizeof(*at));
	ib_body empty = IB_SYMBOL(m->layout, ib_empty);
	uint64_t nr;
	size_t offset, ignored;
	const char *outside = ib_layout_locate(m->layout, IB_SYMBOL(m->layout, ib_region_step),
					       &ignored);

	m->region.call[0] = (struct ib_call){ empty, body, empty };
	nr = ib_machine_trace(m, at, MAX_STEPS);
	for (uint64_t i = 0; i < nr && i < MAX_STEPS; i++) {
		const char *section = ib_layout_locate(m->layout, at[i], &offset);

		if (section && strcmp(section, outside))
			ib_text(stdout, "step %s %zx\n", section, offset);
	}
	free(at);
	if (nr <= MAX_STEPS)
		return 0;
	ib_error("a variant takes %llu instructions, more than %d: this is a bug",
		 (unsigned long long)nr, MAX_STEPS);
	return -1;
}

static int trace_row(struct ib_machine *m, const struct ib_row *row, ib_body body)
{
	ib_text(stdout, "row %s %s %s\n", row->variant, ib_fpus[row->fpu].name,
		ib_masks[row->mask].name);
	ib_machine_prepare(m, row, row->fpu == IB_FPU_PUTLOAD);
	return print_steps(m, body);
}

static int trace_mask(struct ib_machine *m, const struct ib_variant *v, uint32_t mask)
{
	struct ib_row row = { .lane = &ib_lane_user, .event = IB_INIT, .mask = mask,
			      .content = IB_CONTENT_SSE };

	snprintf(row.variant, sizeof(row.variant), "%s", v->id);
	if (trace_row(m, &row, v->clear))
		return -1;
	row.fpu = IB_FPU_PUTLOAD;
	return trace_row(m, &row, v->putload);
}

static int trace_all(struct ib_machine *m, const struct arguments *a)
{
	const struct ib_variant *const *v;
	size_t nr = ib_layout_variants(m->layout, &v), found = 0;
	struct ib_row row = { .lane = &ib_lane_user, .variant = EMPTY,
			      .content = IB_CONTENT_SSE };

	ib_text(stdout, "cpu %s\ncpu_name %s\ncommit %s\ncompiler %s\nmemset %s\n", ib_cpu_id(),
		ib_cpu()->name, IB_COMMIT, IB_COMPILER, ib_xstate_memset(m->x));
	if (trace_row(m, &row, IB_SYMBOL(m->layout, ib_empty)))
		return -1;
	for (size_t i = 0; i < nr; i++) {
		if (a->variant && strcmp(a->variant, v[i]->id))
			continue;
		found++;
		if (v[i]->bug)
			ib_text(stdout, "bug %s %s\n", v[i]->id, v[i]->bug);
		for (uint32_t mask = 0; mask < IB_MASKS; mask++)
			if (a->masks & (1ULL << mask) && trace_mask(m, v[i], mask))
				return -1;
	}
	if (!found)
		ib_error("no variant '%s'; 'initbench list variants' shows all", a->variant);
	return found ? 0 : -1;
}

int cmd_trace(int argc, char **argv)
{
	struct arguments a = { 0 };
	struct ib_machine *m;
	const struct ib_xstate *x;
	const char *why;
	int ret;

	ib_axis_parse(IB_AXIS_MASK, "mpx,cet,mpx+cet", &a.masks);
	if (ib_options("trace", &syntax, argc, argv, &a))
		return IB_EXIT_USAGE;
	why = ib_xstate_here(&x);
	if (why) {
		ib_error("cannot run here: %s", why);
		return IB_EXIT_USAGE;
	}
	if (a.object && write_object(a.object))
		return IB_EXIT_USAGE;
	m = ib_machine_new(x, 0, ib_xstate_memset(x));
	if (!m)
		return IB_EXIT_USAGE;
	ret = trace_all(m, &a);
	ib_machine_free(m);
	return ret ? IB_EXIT_USAGE : IB_EXIT_OK;
}
