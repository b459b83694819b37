/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What put, clear and load cost in the kernel is known from two sides only. Lane user times an
 * XSAVEC and an XRSTOR for each of put and load, and nothing of the kernel's around them: less
 * than the kernel does. Lane kvm's kernel:putload is a KVM_RUN with immediate_exit less an ioctl
 * that loads the vCPU: it does put and load, and more (of 469 instructions in KVM of 6.1 about
 * 120). So every share of INIT is a bracket.
 */
#ifndef INITBENCH_BRACKET_H
#define INITBENCH_BRACKET_H

#include "analysis/tables/rows.h"

/**
 * struct ib_bracket - a figure known from two sides
 * @lo: the lower; NaN if not even one side was measured
 * @hi: the upper; the same as @lo where only one was
 */
struct ib_bracket {
	double lo;
	double hi;
};

/**
 * struct ib_putload - put and load together, by each lane; all NaN where not measured
 * @user: by lane user (or kmod): part:put and part:load added, and both errors
 * @kernel: by lane kvm: kernel:putload
 */
struct ib_putload {
	struct ib_estimate user;
	struct ib_estimate kernel;
};

/**
 * ib_putload() - put and load of a CPU
 * @variants: table of lane user or kmod
 * @kvm: table of lane kvm of the same CPU and unit, or NULL
 * @content: of the guest's registers
 */
struct ib_putload ib_putload(const struct ib_table *variants, const struct ib_table *kvm,
			     const char *content);

/**
 * ib_reset_cost() - put, clear and load together
 * @variants: table of lane user or kmod
 * @kvm: table of lane kvm of the same CPU and unit, or NULL
 * @where: the variant's row with live state; fpu is not looked at
 *
 * One side is the row itself. The other is kernel:putload and the variant's clear alone.
 *
 * Return: their limits, intervals included, in the tables' unit.
 */
struct ib_bracket ib_reset_cost(const struct ib_table *variants, const struct ib_table *kvm,
				struct ib_where where);

/**
 * ib_share_of_init() - what part of INIT a cost is
 * @kvm: table of lane kvm
 * @cost: a part's, in the table's unit
 *
 * Of a kernel that has nothing to clear on its CPU (kvm/clear_mask is 0) INIT returns before put
 * and load: there it is the part's share of what INIT would be with it.
 *
 * Return: limits in percent, INIT's interval included; NaN if INIT was not measured.
 */
struct ib_bracket ib_share_of_init(const struct ib_table *kvm, struct ib_bracket cost);

/**
 * ib_saving_of_init() - what part of INIT another way to reset saves
 * @kvm: table of lane kvm
 * @cost: of the way there is, see ib_reset_cost()
 * @other: of the other way, which neither puts nor loads
 *
 * Return: limits in percent of INIT with the way there is; NaN if INIT was not measured.
 */
struct ib_bracket ib_saving_of_init(const struct ib_table *kvm, struct ib_bracket cost,
				    const struct ib_estimate *other);

#endif
