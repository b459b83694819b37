// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/forms.h"
#include "analysis/tables/kernels.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/grid.h"

/* What the distribution's kernel is called as a form: by the study's name for it. */
static const char *base_name(const struct ib_run_rec *run)
{
	const char *contains = ib_field(run->record, "kvm/contains");

	return contains ? contains : "as distributed";
}

static enum ib_oracle gravest(const struct ib_run_rec *run)
{
	enum ib_oracle oracle = IB_ORACLE_UNCHECKED;

	for (size_t i = 0; i < run->nr_rows; i++)
		if (run->rows[i]->oracle > oracle)
			oracle = run->rows[i]->oracle;
	return oracle;
}

static const char *mask_of(const struct ib_run_rec *run)
{
	for (size_t i = 0; i < run->nr_rows; i++)
		if (!strcmp(run->rows[i]->variant, "kernel:init"))
			return run->rows[i]->mask;
	return "none";
}

static bool make_form(struct ib_form *form, const struct ib_run_rec *run)
{
	const char *side = ib_field(run->record, "compare/side");

	if (!run->counts || !side || !ib_field(run->record, "compare/ref"))
		return false;
	*form = (struct ib_form){
		.host = run->host,
		.release = ib_field(run->record, "kernel/release"),
		.base = !strcmp(side, "base"),
		.mask = mask_of(run),
		.rest = ib_kernel_insns(run, "kernel:init"),
		.used = ib_kernel_insns(run, "kernel:init-used"),
		.putload = ib_kernel_insns(run, "kernel:putload"),
		.run = ib_kernel_insns(run, "kernel:run"),
		.oracle = gravest(run),
	};
	form->name = form->base ? base_name(run) : ib_field(run->record, "compare/ref");
	return form->release && form->rest >= 0;
}

static bool same(const struct ib_form *a, const struct ib_form *b)
{
	return !strcmp(a->host, b->host) && a->base == b->base && !strcmp(a->name, b->name);
}

static void add(struct ib_forms *all, const struct ib_form *form)
{
	for (size_t i = 0; i < all->nr; i++)
		if (same(&all->form[i], form)) {
			all->form[i] = *form;
			return;
		}
	all->form = ib_realloc(all->form, all->nr + 1, sizeof(*all->form));
	all->form[all->nr++] = *form;
}

static int in_order(const void *x, const void *y)
{
	const struct ib_form *a = x, *b = y;
	int order = strcmp(b->host, a->host);	/* qemu-tcg first */

	if (order)
		return order;
	if (a->base != b->base)
		return b->base - a->base;
	if (a->used != b->used)
		return a->used > b->used ? -1 : 1;
	return strcmp(a->name, b->name);
}

const struct ib_form *ib_forms_find(const struct ib_forms *forms, const char *host,
				    const char *name)
{
	for (size_t i = 0; i < forms->nr; i++) {
		const struct ib_form *form = &forms->form[i];

		if (!strcmp(form->host, host) &&
		    (name ? !form->base && !strcmp(form->name, name) : form->base))
			return form;
	}
	return NULL;
}

struct ib_forms ib_forms_read(const struct ib_results *results)
{
	struct ib_forms all = { 0 };
	struct ib_form form;
	size_t kept = 0;

	for (size_t i = 0; i < results->nr_runs; i++)
		if (make_form(&form, results->runs[i]))
			add(&all, &form);
	for (size_t i = 0; i < all.nr; i++)
		if (ib_forms_find(&all, all.form[i].host, NULL))
			all.form[kept++] = all.form[i];
	all.nr = kept;
	if (all.nr)
		qsort(all.form, all.nr, sizeof(*all.form), in_order);
	return all;
}

static void count(struct ib_grid *g, int64_t insns, int64_t base)
{
	if (insns < 0)
		ib_grid_cell(g, "-");
	else
		ib_grid_cell(g, "%" PRId64, insns);
	if (insns < 0 || base < 0)
		ib_grid_cell(g, "-");
	else
		ib_grid_cell(g, "%+" PRId64, insns - base);
}

static void line(struct ib_grid *g, const struct ib_form *form, const struct ib_form *base,
		 bool markdown)
{
	if (markdown)
		ib_grid_cell(g, "`%s`", form->name);
	else
		ib_grid_cell(g, "%s", form->name);
	count(g, form->used, base->used);
	count(g, form->rest, base->rest);
	count(g, form->putload, base->putload);
	count(g, form->run, base->run);
	ib_grid_cell(g, "%s", ib_oracle_name(form->oracle));
}

static struct ib_grid *columns(bool markdown)
{
	static const char *const counted[] = {
		"INIT, in use", "INIT, at rest", "put/load", "KVM_RUN",
	};
	struct ib_grid *g = ib_grid_new(ib_sink_of(markdown));

	ib_grid_column(g, "form", "", true);
	for (size_t i = 0; i < ARRAY_SIZE(counted); i++) {
		ib_grid_column(g, counted[i], "insns", false);
		ib_grid_column(g, "+-", "", false);
	}
	ib_grid_column(g, "state", "", true);
	return g;
}

void ib_forms_print(const struct ib_forms *forms, FILE *out, bool markdown)
{
	for (size_t i = 0; i < forms->nr;) {
		const struct ib_form *base = &forms->form[i];
		struct ib_grid *g = columns(markdown);

		if (i)
			fputc('\n', out);
		ib_print(out, ib_sink_of(markdown), "Linux %s on %s, INIT clears %s:\n\n",
			 base->release, base->host, base->mask);
		for (; i < forms->nr && !strcmp(forms->form[i].host, base->host); i++)
			line(g, &forms->form[i], base, markdown);
		ib_grid_print(g, out);
	}
}
