/* SPDX-License-Identifier: GPL-2.0-only */
/* The running kernel's own operations: what lane kvm's rows are. */
#ifndef INITBENCH_OPERATION_H
#define INITBENCH_OPERATION_H

#define IB_OPERATION	"kernel:"

/**
 * ib_operation_name() - what an operation is called where all rows are operations
 * @variant: of a row
 *
 * Return: the variant without what all operations begin with; NULL if it is none.
 */
const char *ib_operation_name(const char *variant);

/**
 * ib_operation_meaning() - what is timed
 * @variant: of a row
 *
 * Return: half a sentence, "" if it is not known.
 */
const char *ib_operation_meaning(const char *variant);

#endif
