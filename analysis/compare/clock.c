// SPDX-License-Identifier: GPL-2.0-only
/* The unit that all blocks can be given in, and whether the frequency held still. */
#include <math.h>
#include <string.h>

#include "analysis/compare/steps.h"

/*
 * struct clocks - blocks that were kept
 * @uncalibrated: cannot be converted to cycles
 * @checked: by two calibration chains
 * @disagreeing: of @checked
 */
struct clocks {
	size_t uncalibrated;
	size_t checked;
	size_t disagreeing;
};

static void count_block(struct clocks *c, const struct ib_block_rec *block)
{
	if (block->dropped)
		return;
	c->uncalibrated += isnan(block->ratio);
	c->checked += !isnan(block->disagree);
	c->disagreeing += fabs(block->disagree) > IB_CHAINS_AGREE;
}

static void count_side(struct clocks *c, const struct ib_results *results, const char *lane)
{
	for (size_t i = 0; i < results->nr_runs; i++) {
		for (size_t k = 0; k < results->runs[i]->nr_rows; k++) {
			const struct ib_row_rec *row = results->runs[i]->rows[k];

			for (size_t b = 0; b < row->nr_blocks; b++)
				if (!lane || !strcmp(row->lane, lane))
					count_block(c, &row->blocks[b]);
		}
	}
}

static struct clocks count(const struct ib_comparison *c, const char *lane)
{
	struct clocks clocks = { 0 };

	count_side(&clocks, c->base, lane);
	count_side(&clocks, c->patch, lane);
	return clocks;
}

enum ib_unit ib_compare_unit(const struct ib_comparison *c, const char *lane)
{
	if (c->base->runs[0]->counts)
		return IB_UNIT_INSNS;
	return count(c, lane).uncalibrated ? IB_UNIT_TICKS : IB_UNIT_CYCLES;
}

void ib_compare_frequency(struct ib_comparison *c, const char *lane)
{
	struct clocks clocks = count(c, lane);

	if (2 * clocks.disagreeing > clocks.checked)
		c->invalid = "the calibration chains disagree in more than half of the blocks: the "
			     "frequency moved";
}
