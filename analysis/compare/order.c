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

/* The largest number of a block, which the table of fields bounds, and 1. */
static size_t nr_blocks(const struct ib_results *results)
{
	int64_t most = 0;

	for (size_t i = 0; i < results->nr_runs; i++) {
		int64_t block = ib_field_number(results->runs[i]->record, "compare/block", 0);

		most = block > most ? block : most;
	}
	return most + 1;
}

/* Is every launch of this side where the coin puts it? */
static bool coin_agrees(const struct ib_results *results, unsigned int side, unsigned int arms,
			uint64_t order_bits)
{
	size_t blocks = nr_blocks(results);
	unsigned int *order = ib_orders(order_bits, blocks, arms);
	bool agrees = true;

	for (size_t i = 0; i < results->nr_runs; i++) {
		struct json_object *run = results->runs[i]->record;
		int64_t block = ib_field_number(run, "compare/block", 0);
		int64_t pos = ib_field_number(run, "compare/pos", 0);

		agrees &= pos >= 0 && pos < 2 * arms &&
			  order[block * 2 * arms + pos] == side;
	}
	free(order);
	return agrees;
}

bool ib_compare_order(struct ib_comparison *c, unsigned int side)
{
	const struct ib_run_rec *first = c->base->runs[0];
	const char *order_bits = ib_field(first->record, "compare/coin");

	c->in_blocks = in_block(first);
	c->arms = ib_field_number(first->record, "compare/arms", 2);
	if (!all_in_blocks(c->base, c->in_blocks) || !all_in_blocks(c->patch, c->in_blocks)) {
		ib_error("launches of a comparison and plain runs in one comparison; name files of "
			 "one kind");
		return false;
	}
	if (c->in_blocks && !ib_same_comparison(c->base, c->patch))
		return false;
	if (!c->in_blocks || !order_bits)
		return true;
	if (c->arms < 2 || c->arms > IB_ARMS_MAX) {
		ib_error("%s: %u arms; 2 or 3 are known", first->file, c->arms);
		return false;
	}
	c->by_coin = coin_agrees(c->base, 0, c->arms, strtoull(order_bits, NULL, 0)) &&
		     coin_agrees(c->patch, side, c->arms, strtoull(order_bits, NULL, 0));
	if (!c->by_coin)
		c->invalid = "the launches are not in the order that the recorded seed gives";
	return true;
}
