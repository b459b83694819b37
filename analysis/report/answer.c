// SPDX-License-Identifier: GPL-2.0-only
/* The thread's question, and the answer in one table. */
#include "analysis/report/cpu_columns.h"
#include "analysis/report/report.h"
#include "analysis/tables/contenders.h"
#include "lib/base/array.h"

/* The thread's three, the posted bug, and what neither puts nor loads. */
static const char *const shown[] = {
	"unrolled", "u64-mask", "v10-bitmap-fixed", "v10-bitmap", "merged-memset", "xrstor-init",
};

static void add_variants(struct ib_beside *b, const char *fpu, const char *words)
{
	struct ib_where at = { .event = "init", .fpu = fpu, .mask = IB_TRIO_MASK,
			       .content = "sse" };

	for (size_t i = 0; i < ARRAY_SIZE(shown); i++) {
		at.variant = shown[i];
		ib_beside_row(b, at, "%s: `%s`", words, shown[i]);
	}
}

static void print_numbers(const struct ib_report *r)
{
	struct ib_beside b = ib_beside(r, "one reset on INIT");

	if (!b.nr) {
		ib_grid_free(b.grid);
		return;
	}
	fputs("In numbers: two MPX components, XMM registers in use, caches and predictors warm; ±\n"
	      "is half of the 95% interval over code layouts. *State in memory*: the clear alone.\n"
	      "*State live*: put, clear and load, as KVM does it when the vCPU's FPU is loaded.\n\n",
	      r->out);
	add_variants(&b, "none", "state in memory");
	add_variants(&b, "putload", "state live");
	ib_beside_row(&b, (struct ib_where){ .variant = "part:put", .content = "sse" },
		      "put alone");
	ib_beside_row(&b, (struct ib_where){ .variant = "part:load", .content = "sse" },
		      "load alone");
	ib_beside_print(&b, r);
}

void ib_report_answer(const struct ib_report *r)
{
	if (!ib_report_summary(r)) {
		fputs("No results here compare two of the thread's variants: there is no answer\n"
		      "yet; `make bench` measures them.\n\n",
		      r->out);
		return;
	}
	print_numbers(r);
	fputs("A *proxy* runs the kernel's logic in user space (see Limits). *Synthetic*: the CPU\n"
	      "lacks the components; bytes beside the image stand for them, and `xrstor-init` has a\n"
	      "real one to initialise instead.\n\n",
	      r->out);
}

void ib_report_question(const struct ib_report *r)
{
	fputs("## The question\n"
	      "\n"
	      "On INIT the architecture zeroes some XSTATE components (MPX: BNDREGS, BNDCSR;\n"
	      "CET: user and kernel) and keeps all others. If the guest's FPU state is live\n"
	      "in the registers, KVM saves it first (put), zeroes the components in memory\n"
	      "(clear) and reloads it (load). The review of v10 10/27 of the CET series\n"
	      "argued about how to write the clear: two calls one after the other\n"
	      "(`unrolled`), a loop over a bitmap (`v10-bitmap`, and repaired\n"
	      "`v10-bitmap-fixed`), a loop over a `u64` (`u64-mask`). What does each cost,\n"
	      "with and without put and load, and does it matter? The review's first draft of\n"
	      "the `u64` form does not compile; its final form is `u64-mask`.\n"
	      "\n"
	      "Beyond the thread, `xrstor-init` does not save and reload live state at all: one\n"
	      "XRSTOR whose XSTATE_BV is 0 puts just the mask's components into their INIT\n"
	      "state in the registers. `merged-memset` clears neighbours by one memset.\n"
	      "\n",
	      r->out);
}
