// SPDX-License-Identifier: GPL-2.0-only
/* Launches in the order that the coin draws. */
#include <stdlib.h>

#include "analysis/compare/steps.h"
#include "lib/base/err.h"
#include "lib/stats/order_bits.h"

static bool in_block(const struct ib_run_rec *run)
{
	return ib_field_number(run->record, "compare/block", IB_NO_BLOCK) != IB_NO_BLOCK;
}

static bool all_in_blocks(const struct ib_results *results, bool in_blocks)
{
	for (size_t i = 0; i < results->nr_runs; i++)
		if (in_block(results->runs[i]) != in_blocks)
			return false;
	return true;
}

/* Is every launch of this side where the coin puts it? */
static bool coin_agrees(const struct ib_results *results, unsigned int side, unsigned int arms,
			uint64_t coin)
{
	unsigned int arm[2 * IB_ARMS_MAX];

	for (size_t i = 0; i < results->nr_runs; i++) {
		struct json_object *run = results->runs[i]->record;
		int64_t block = ib_field_number(run, "compare/block", 0);
		int64_t pos = ib_field_number(run, "compare/pos", 0);

		ib_order(coin, block, arms, arm);
		if (pos < 0 || pos >= 2 * arms || arm[pos] != side)
			return false;
	}
	return true;
}

bool ib_compare_order(struct ib_comparison *c, unsigned int side)
{
	const struct ib_run_rec *first = c->base->runs[0];
	const char *coin = ib_field(first->record, "compare/coin");

	c->in_blocks = in_block(first);
	c->arms = ib_field_number(first->record, "compare/arms", 2);
	if (!all_in_blocks(c->base, c->in_blocks) || !all_in_blocks(c->patch, c->in_blocks)) {
		ib_error("launches of a comparison and plain runs in one comparison; name files of "
			 "one kind");
		return false;
	}
	if (c->in_blocks && !ib_same_comparison(c->base, c->patch))
		return false;
	if (!c->in_blocks || !coin)
		return true;
	if (c->arms < 2 || c->arms > IB_ARMS_MAX) {
		ib_error("%s: %u arms; 2 or 3 are known", first->file, c->arms);
		return false;
	}
	c->by_coin = coin_agrees(c->base, 0, c->arms, strtoull(coin, NULL, 0)) &&
		     coin_agrees(c->patch, side, c->arms, strtoull(coin, NULL, 0));
	if (!c->by_coin)
		c->invalid = "the launches are not in the order that the recorded seed gives";
	return true;
}
