/* SPDX-License-Identifier: GPL-2.0-only */
/* What part of KVM's INIT the XSTATE reset is, from every source that tells. */
#ifndef INITBENCH_REPORT_SHARES_H
#define INITBENCH_REPORT_SHARES_H

#include "analysis/report/report.h"

/**
 * struct ib_share - what part of INIT the reset is, by one measurement
 * @percent: of INIT; NaN if there is none
 * @how: the measurement, in words; the caller of ib_shares() frees it
 */
struct ib_share {
	double percent;
	char *how;
};

/**
 * struct ib_shares - the smallest and the largest of all
 * @least: of put, clear and load together
 * @most: of the same
 */
struct ib_shares {
	struct ib_share least;
	struct ib_share most;
};

/**
 * ib_shares() - look at exact counts of KVM's parts and at each CPU's lanes
 * @r: report
 */
struct ib_shares ib_shares(const struct ib_report *r);

/**
 * ib_kvm_beside() - the table of lane kvm of a CPU
 * @r: report
 * @t: another table of it
 *
 * Return: NULL if it has none in the same unit.
 */
const struct ib_table *ib_kvm_beside(const struct ib_report *r, const struct ib_table *t);

/**
 * ib_kvm_init() - all of INIT, as the running kernel does it
 * @kvm: of ib_kvm_beside(), may be NULL
 *
 * Return: its row, NULL if it was not measured.
 */
const struct ib_line *ib_kvm_init(const struct ib_table *kvm);

#endif
