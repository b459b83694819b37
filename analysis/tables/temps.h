/* SPDX-License-Identifier: GPL-2.0-only */
/* Warm beside cold. */
#ifndef INITBENCH_TEMPS_H
#define INITBENCH_TEMPS_H

#include "analysis/tables/rows.h"

/**
 * ib_at_temp() - a line at another temperature
 * @table: table
 * @line: line
 * @temp: "cold", ..
 *
 * Return: the line of the same axes but that, NULL if it has no figure.
 */
const struct ib_line *ib_at_temp(const struct ib_table *table, const struct ib_line *line,
				 const char *temp);

/**
 * ib_has_temp() - whether a table has figures of a temperature
 * @table: table
 * @temp: "cold", ..
 */
bool ib_has_temp(const struct ib_table *table, const char *temp);

/**
 * struct ib_flips - pairs of variants, warm and at another temperature
 * @same: both can tell apart, in the same order
 * @opposite: both can tell apart, in opposite order
 * @lost: only warm can tell apart
 * @gained: only the other temperature can
 */
struct ib_flips {
	size_t same;
	size_t opposite;
	size_t lost;
	size_t gained;
};

/**
 * ib_flips() - which conclusions a temperature changes
 * @table: table
 * @temp: the other temperature
 * @among: only pairs of these variants, on masks that INIT can have; or NULL: of all that
 *         are ranked, on all masks
 * @nr_among: how many
 * @each: called for each pair in opposite order, the warm cheaper one first; may be NULL
 * @data: for @each
 */
struct ib_flips ib_flips(const struct ib_table *table, const char *temp,
			 const char *const *among, size_t nr_among,
			 void (*each)(const struct ib_line *cheap, const struct ib_line *dear,
				      void *data), void *data);

#endif
