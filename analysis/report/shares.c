// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/report/shares.h"
#include "analysis/tables/bracket.h"
#include "analysis/tables/cet_parts.h"
#include "analysis/tables/contenders.h"
#include "analysis/tables/facts.h"
#include "lib/base/err.h"

const struct ib_table *ib_kvm_beside(const struct ib_report *r, const struct ib_table *t)
{
	const struct ib_table *kvm;
	char *ours = ib_cpu_dir(t->runs[0]);
	size_t i = 0;

	while ((kvm = ib_report_next(r, &i, "kvm"))) {
		char *theirs = ib_cpu_dir(kvm->runs[0]);
		bool same = !strcmp(ours, theirs) && kvm->unit == t->unit;

		free(theirs);
		if (same)
			break;
	}
	free(ours);
	return kvm;
}

const struct ib_line *ib_kvm_init(const struct ib_table *kvm)
{
	const struct ib_line *l = kvm ? ib_find_line(kvm, (struct ib_where){
		.variant = "kernel:init", .content = "sse" }) : NULL;

	return l && isfinite(l->cost.mid) ? l : NULL;
}

static void look(struct ib_shares *s, double percent, char *how)
{
	if (!isfinite(s->least.percent) || percent < s->least.percent) {
		free(s->least.how);
		s->least = (struct ib_share){ percent, ib_asprintf("%s", how) };
	}
	if (!isfinite(s->most.percent) || percent > s->most.percent) {
		free(s->most.how);
		s->most = (struct ib_share){ percent, ib_asprintf("%s", how) };
	}
	free(how);
}

static void look_at_parts(struct ib_shares *s, const struct ib_report *r)
{
	static const char *const words[] = {
		[IB_AT_REST] = "at rest", [IB_IN_USE] = "in use",
	};
	struct ib_parts p;

	if (!ib_parts_read(&p, r->results))
		return;
	for (int use = IB_AT_REST; use <= IB_IN_USE; use++)
		look(s, 100.0 * p.reset[use] / p.whole[use],
		     ib_asprintf("exact instructions, CET %s, KVM of Linux %s on %s", words[use],
				 p.release, p.host));
}

static void look_at_lanes(struct ib_shares *s, const struct ib_report *r, const struct ib_table *t,
			  const char *use, const char *words)
{
	const struct ib_table *kvm = ib_kvm_beside(r, t);
	struct ib_bracket share =
		ib_share_of_init(kvm, ib_reset_cost(t, kvm,
						    (struct ib_where){ .variant = "u64-mask",
								       .event = "init",
								       .mask = IB_CONTENDERS_MASK,
								       .content = "sse",
								       .use = use }));

	if (!isfinite(share.lo + share.hi))
		return;
	look(s, share.lo, ib_asprintf("%s, MPX %s, put and load by the lane that does less, %s",
				      ib_unit_name(t->unit), words, ib_report_cpu(r, t)));
	look(s, share.hi, ib_asprintf("%s, MPX %s, put and load by the lane that does more, %s",
				      ib_unit_name(t->unit), words, ib_report_cpu(r, t)));
}

struct ib_shares ib_shares(const struct ib_report *r)
{
	struct ib_shares s = { .least.percent = NAN, .most.percent = NAN };
	const struct ib_table *t;
	size_t i = 0;

	look_at_parts(&s, r);
	while ((t = ib_report_native(r, &i))) {
		look_at_lanes(&s, r, t, "used", "in use");
		look_at_lanes(&s, r, t, "rest", "at rest");
	}
	return s;
}
