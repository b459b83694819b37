// SPDX-License-Identifier: GPL-2.0-only
/* The unit that all blocks can be given in, and whether the frequency held still. */
#include <math.h>
#include <string.h>

#include "analysis/compare_parts.h"

/* Cycles only if every block can be converted. */
static bool calibrated(const struct ib_results *results, const char *lane)
{
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];

			if (lane && strcmp(row->lane, lane))
				continue;
			for (size_t b = 0; b < row->nr_blocks; b++)
				if (!row->blocks[b].dropped && isnan(row->blocks[b].ratio))
					return false;
		}
	}
	return true;
}

enum ib_unit ib_compare_unit(const struct ib_comparison *c, const char *lane)
{
	if (c->base->runs[0]->counts)
		return IB_UNIT_INSNS;
	return calibrated(c->base, lane) && calibrated(c->patch, lane) ? IB_UNIT_CYCLES :
									 IB_UNIT_TICKS;
}

/* Blocks, of @nr, whose two calibration chains disagree. */
static size_t disagreeing(const struct ib_results *results, size_t *nr)
{
	size_t bad = 0;

	*nr = 0;
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];

			for (size_t b = 0; b < row->nr_blocks; b++) {
				if (row->blocks[b].dropped || isnan(row->blocks[b].disagree))
					continue;
				bad += fabs(row->blocks[b].disagree) > IB_CHAINS_AGREE;
				(*nr)++;
			}
		}
	}
	return bad;
}

void ib_compare_frequency(struct ib_comparison *c)
{
	size_t nr_base, nr_patch;
	size_t bad = disagreeing(c->base, &nr_base) + disagreeing(c->patch, &nr_patch);

	if (2 * bad > nr_base + nr_patch)
		c->invalid = "the calibration chains disagree in more than half of the blocks: the "
			     "frequency moved";
}
