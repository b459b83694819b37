// SPDX-License-Identifier: GPL-2.0-only
/* Plots of all CPUs beside each other. */
#include <stdlib.h>

#include "analysis/report/pages.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

static int draw_questions(struct ib_plotter *p, struct ib_cross_cpu *m)
{
	static const char *const questions[][2] = {
		{ IB_CROSS_CPU_CLEAR, "none" }, { IB_CROSS_CPU_PUTLOAD, "putload" },
	};
	int ret = ib_plot_face(p, m);

	for (size_t i = 0; !ret && m->nr > 1 && i < ARRAY_SIZE(questions); i++) {
		m->name = questions[i][0];
		m->fpu = questions[i][1];
		ret = ib_plot_panels(p, m);
	}
	return ret;
}

static int draw(struct ib_plotter *p, struct ib_cross_cpu *m)
{
	char *how = ib_asprintf("lane %s%s%s", m->table[0]->lane,
				m->table[0]->lines[0].row->proxy ? " (a proxy)" : "",
				m->table[0]->runs[0]->guest_of ? ", guests of a hypervisor" : "");
	int ret;

	m->how = how;
	ret = draw_questions(p, m);
	free(how);
	return ret;
}

int ib_report_plot_cpus(const struct ib_report *r, struct ib_plotter *p)
{
	struct ib_cross_cpu m = {
		.table = ib_calloc(r->study->nr_tables + 1, sizeof(*m.table)),
		.name_of = ib_calloc(r->study->nr_tables + 1, sizeof(*m.name_of)),
	};
	const struct ib_table *t;
	size_t i = 0;
	int ret;

	while ((t = ib_report_native(r, &i))) {
		if (m.nr && t->unit != m.table[0]->unit) {
			ib_warn("%s: not drawn beside the others, as it is in %s", t->label,
				ib_unit_name(t->unit));
			continue;
		}
		m.name_of[m.nr] = ib_report_cpu(r, t);
		m.table[m.nr++] = t;
	}
	ret = m.nr ? draw(p, &m) : 0;
	free(m.name_of);
	free(m.table);
	return ret;
}
