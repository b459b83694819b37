/* SPDX-License-Identifier: GPL-2.0-only */
/* Which section of the report stands on which page: a line a section, in its order. */
#ifndef INITBENCH_SECTIONS_H
#define INITBENCH_SECTIONS_H

struct ib_report;

/* The answer, for a reader of one page. */
#define IB_ANSWER_SECTIONS(SECTION)	\
	SECTION(question)		\
	SECTION(answer)			\
	SECTION(unmeasured)		\
	SECTION(table)			\
	SECTION(use)			\
	SECTION(face)			\
	SECTION(advice)			\
	SECTION(repeat)			\
	SECTION(pages)

/* Why the figures are what they are, all CPUs beside each other. */
#define IB_STUDY_SECTIONS(SECTION)	\
	SECTION(runs)			\
	SECTION(beyond)			\
	SECTION(fraction)		\
	SECTION(predict)		\
	SECTION(putload)		\
	SECTION(scaling)		\
	SECTION(size)			\
	SECTION(layout)			\
	SECTION(content)		\
	SECTION(cold)			\
	SECTION(mca)			\
	SECTION(pmu)			\
	SECTION(codegen)		\
	SECTION(cross_cpu)		\
	SECTION(excluded)			\
	SECTION(machines)		\
	SECTION(lanes)			\
	SECTION(kernels)		\
	SECTION(forms)

/* How they were obtained, and what they rest on. */
#define IB_METHOD_SECTIONS(SECTION)	\
	SECTION(method)			\
	SECTION(limits)			\
	SECTION(missing)		\
	SECTION(ruler)			\
	SECTION(cpus)			\
	SECTION(sources)

/* Of the suite itself, not of the question. */
#define IB_EVIDENCE_SECTIONS(SECTION)	\
	SECTION(evidence)		\
	SECTION(repeats)		\
	SECTION(reliability)		\
	SECTION(emulated)		\
	SECTION(commands)

/* Of one CPU or emulated host. */
#define IB_CPU_SECTIONS(SECTION)	\
	SECTION(tables)

/* ib_report_NAME() prints a section, its heading first. */
#define IB_DECLARE_SECTION(name)	void ib_report_##name(const struct ib_report *r);
IB_ANSWER_SECTIONS(IB_DECLARE_SECTION)
IB_STUDY_SECTIONS(IB_DECLARE_SECTION)
IB_METHOD_SECTIONS(IB_DECLARE_SECTION)
IB_EVIDENCE_SECTIONS(IB_DECLARE_SECTION)
IB_CPU_SECTIONS(IB_DECLARE_SECTION)

#endif
