// SPDX-License-Identifier: GPL-2.0-only
/* INITs of several vCPUs at once: how they slow each other down, and where. */
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "analysis/tables/contrast.h"
#include "analysis/tables/facts.h"
#include "lib/base/err.h"
#include "lib/schema/json_lines.h"

#define STORM	"kernel:storm-"

static const struct ib_line *storm(const struct ib_table *t, unsigned int n, const char *excluded)
{
	char variant[40];
	const struct ib_line *l;

	snprintf(variant, sizeof(variant), STORM "%u%s", n, excluded);
	l = ib_find_line(t, (struct ib_where){ .variant = variant });
	return l && isfinite(l->cost.mid) && l->oracle != IB_ORACLE_WRONG ? l : NULL;
}

static bool is_dearer(const struct ib_line *a, const struct ib_line *b)
{
	return ib_cheaper(b, a);
}

/* What is slower in one VM but not in several is shared in the VM, the rest in the host. */
static void print_growth(const struct ib_table *t, unsigned int n, const struct ib_line *one,
			 FILE *out)
{
	const struct ib_line *together = storm(t, n, ""), *excluded = storm(t, n, "-apart");

	if (!together || !excluded)
		return;
	ib_mark(out, "- %u vCPUs at once: an INIT takes %.2f times as long as alone in one VM, %.2f "
		"times in a VM each; ", n, together->cost.mid / one->cost.mid,
		excluded->cost.mid / one->cost.mid);
	if (is_dearer(together, excluded))
		ib_mark(out, "what the VM shares costs %.0f %s", together->cost.mid -
			excluded->cost.mid, ib_unit_name(t->unit));
	else
		fputs("what the VM shares costs nothing that shows", out);
	if (is_dearer(excluded, one))
		ib_mark(out, ", what the host shares %.0f\n", excluded->cost.mid - one->cost.mid);
	else
		fputs(", what the host shares nothing that shows\n", out);
}

static double mean_of(struct json_object *all, const char *end, unsigned long *inits)
{
	for (size_t i = 0; all && i < json_object_array_length(all); i++) {
		struct json_object *o = json_object_array_get_idx(all, i);
		struct json_object *mean = json_object_object_get(o, "mean");
		const char *command = ib_field(o, "command");
		int length = 0;

		if (command && mean && sscanf(command, "kvm-storm %lu%n", inits, &length) == 1 &&
		    !strcmp(command + length, end))
			return json_object_get_double(mean);
	}
	return NAN;
}

/* hyperfine's export of scripts/bench. */
static void print_process(const struct ib_report *r, const struct ib_table *t)
{
	char *dir = ib_cpu_dir(t->runs[t->nr_runs - 1]);
	char *path = ib_asprintf("%s/%s/kvm-storm.json", r->dir, dir);
	struct json_object *all = ib_json_results(path, r->results);
	unsigned long inits = 0;
	double with = mean_of(all, "", &inits), without = mean_of(all, " --no-init", &inits);

	if (isfinite(with) && isfinite(without) && inits) {
		char *link = ib_report_link(r, path);

		ib_mark(r->out, "- as a whole process ([`initbench kvm-storm %lu`](%s), by "
			"hyperfine): %.0f ms, %.0f ms without INIT: %.2f us an INIT and SIPI\n",
			inits, link, 1e3 * with, 1e3 * without, 1e6 * (with - without) / inits);
		free(link);
	}
	json_object_put(all);
	free(path);
	free(dir);
}

void ib_report_storm(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_line *one = storm(t, 1, "");

	for (size_t i = 0; one && i < t->nr_lines; i++) {
		unsigned int n;
		int length = 0;

		if (sscanf(t->lines[i].row->variant, STORM "%u%n", &n, &length) == 1 && n > 1 &&
		    !t->lines[i].row->variant[length])
			print_growth(t, n, one, r->out);
	}
	print_process(r, t);
}
