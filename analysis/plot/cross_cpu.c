// SPDX-License-Identifier: GPL-2.0-only
/* One question on many CPUs: a panel each, on the same axes. */
#include <math.h>
#include <stdlib.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/facts.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

/* All variants that some CPU has, in the first one's order. */
static struct ib_shown shown_on_any(const struct ib_cross_cpu *m)
{
	struct ib_shown all = { .nr = 0 };

	for (size_t t = 0; t < m->nr; t++) {
		struct ib_shown s = ib_shown(m->table[t], m->fpu);

		if (!all.content)
			all.content = s.content;
		all.variant = ib_realloc(all.variant, all.nr + s.nr + 1, sizeof(char *));
		for (size_t i = 0; i < s.nr; i++)
			if (!ib_is_shown(&all, s.variant[i]) &&
			    ib_shown_line(m->table[t], &all, m->fpu, s.variant[i],
					  IB_CONTENDERS_MASK))
				all.variant[all.nr++] = s.variant[i];
		free(s.variant);
	}
	return all;
}

static void write_names(const struct ib_cross_cpu *m, struct ib_gp *gp)
{
	fprintf(gp->vars, "panels = %zu\narray name[%zu]\n", m->nr, m->nr);
	for (size_t t = 0; t < m->nr; t++) {
		const struct ib_run_rec *run = m->table[t]->runs[m->table[t]->nr_runs - 1];
		char *name = ib_asprintf("%s (%s%s)", m->table[t]->label,
					 run->guest_of ? "guest of " : run->host,
					 run->guest_of ? run->guest_of : "");

		ib_gp_element(gp, "name", t + 1, name);
		free(name);
	}
}

size_t ib_plot_cross_cpu(const struct ib_cross_cpu *m, struct ib_gp *gp)
{
	FILE *data = gp->data;
	struct ib_shown all = shown_on_any(m);
	struct ib_footnotes notes = { .nr = 0 };
	double min = 0, max = 0;
	char *cpu, *how;

	fputs("# y midmean lo hi mark variant CPU\n", data);
	for (size_t t = 0; t < m->nr; t++) {
		fprintf(data, "%s-1 NaN NaN NaN \"\"\n", t ? "\n\n" : "");
		for (size_t i = 0; i < all.nr; i++) {
			const struct ib_line *l = ib_shown_line(m->table[t], &all, m->fpu,
								all.variant[i], IB_CONTENDERS_MASK);

			if (!l)
				continue;
			ib_print(data, IB_SINK_GNUPLOT,
				 "%zu %.4f %.4f %.4f \"%s\" \"%s\" \"%s\"\n", i + 1, l->cost.mid,
				 ib_shown_lo(l), ib_shown_hi(l), ib_footnote(&notes, l),
				 all.variant[i], m->table[t]->label);
			min = fmin(min, ib_shown_lo(l));
			max = fmax(max, ib_shown_hi(l));
		}
	}
	cpu = ib_asprintf("%zu CPUs", m->nr);
	how = ib_asprintf("lane %s%s", m->table[0]->lane,
			  m->table[0]->lines[0].row->proxy ? " (a proxy)" : "");
	ib_gp_string(gp, "cpu", cpu);
	ib_gp_string(gp, "how", how);
	ib_gp_string(gp, "unit", ib_unit_words(m->table[0]->unit));
	ib_gp_string(gp, "fpu", m->fpu);
	ib_gp_string(gp, "mask", IB_CONTENDERS_MASK);
	ib_gp_string(gp, "content", all.content ? all.content : "");
	write_names(m, gp);
	ib_gp_variants(gp, m->table[0], &all);
	ib_gp_footnotes(gp, &notes);
	fprintf(gp->vars, "xmin = %.4f\nxmax = %.4f\n", min, max);
	free(how);
	free(cpu);
	free(all.variant);
	return all.nr;
}
