/* SPDX-License-Identifier: GPL-2.0-only */
/* What a run record does not say of where its figures come from. */
#ifndef INITBENCH_GAPS_H
#define INITBENCH_GAPS_H

struct json_object;

/**
 * ib_provenance_gaps() - keys of schema 1 that a run record lacks
 * @run: run record
 *
 * A key that may be null ("cannot be known") must be there; one that always can
 * be known must have a value.
 *
 * Return: "cpu/name, power", NULL if nothing is missing; the caller frees it.
 */
char *ib_provenance_gaps(struct json_object *run);

/**
 * ib_build_gap() - why nobody can build what was run
 * @run: run record
 *
 * Return: the reason, NULL if a commit is named and had no changes.
 */
const char *ib_build_gap(struct json_object *run);

#endif
