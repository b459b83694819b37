// SPDX-License-Identifier: GPL-2.0-only
/* Where a row's images lie, and what single save instructions leave alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "bench/blob/code/chains.h"
#include "bench/blob/code_hash.h"
#include "bench/lanes/user/lane_user.h"
#include "bench/lanes/user/parts.h"

#define PAGE	4096

static struct ib_xstate xstate;
static struct ib_machine *machine;

static struct ib_row row_of(uint32_t mask, enum ib_place place)
{
	return (struct ib_row){ .mask = mask, .place = place, .content = IB_CONTENT_SSE };
}

static void test_images_lie_where_the_row_says(void **state)
{
	for (uint32_t mask = 0; mask < IB_MASKS; mask++)
		for (int place = 0; place < IB_PLACE_CROSS; place++) {
			struct ib_row row = row_of(mask, place);

			assert_null(ib_machine_place(machine, &row));
			ib_machine_prepare(machine, &row, false);
			assert_int_equal((uintptr_t)machine->guest % PAGE, ib_place_bytes(place));
			assert_int_equal((uintptr_t)machine->host % PAGE, ib_place_bytes(place));
			assert_int_equal((uintptr_t)&machine->guest->regs.xsave % 64, 0);
		}
}

static void test_cross_puts_a_boundary_inside_the_component(void **state)
{
	unsigned int crossed = 0;

	for (int i = IB_FIRST_SINGLE; i < IB_MASKS; i++) {
		struct ib_row row = row_of(i, IB_PLACE_CROSS);
		unsigned int component = __builtin_ctzll(ib_masks[i].components);
		uintptr_t first, last;

		if (ib_machine_place(machine, &row)) {
			/* A line or less: it may lie in one, or needs luck with its offset. */
			assert_true(xstate.geometry.size[component] <= 128);
			continue;
		}
		ib_machine_prepare(machine, &row, false);
		assert_int_equal((uintptr_t)&machine->guest->regs.xsave % 64, 0);
		first = (uintptr_t)ib_component(&xstate, machine->guest, component);
		last = first + xstate.geometry.size[component] - 1;
		assert_int_not_equal(first / PAGE, last / PAGE);
		crossed++;
	}
	/* YMM, ZMM_Hi256, Hi16_ZMM, LBR and the tiles are larger than a line. */
	assert_true(crossed >= 5);
}

static void test_an_empty_mask_cannot_cross(void **state)
{
	struct ib_row row = row_of(0, IB_PLACE_CROSS);

	assert_non_null(ib_machine_place(machine, &row));
}

/* Other registers than the row wants, by both ways of looking at XINUSE. */
static void test_a_state_that_is_not_the_row_s_is_seen(void **state)
{
	struct ib_row row = row_of(0, IB_PLACE_PAGE);
	struct ib_xstate x = xstate;
	const struct ib_xstate *here = machine->x;

	machine->x = &x;
	for (int xgetbv1 = 0; xgetbv1 <= xstate.has_xgetbv1; xgetbv1++) {
		x.has_xgetbv1 = xgetbv1;
		ib_machine_prepare(machine, &row, true);
		assert_null(ib_machine_run(machine));
		ib_machine_prepare(machine, &row, true);
		machine->region.start = &machine->init->regs.xsave;
		assert_non_null(ib_machine_run(machine));
	}
	machine->x = here;
}

static uint64_t kept(const char *name, enum ib_content_id content)
{
	struct ib_row row = row_of(0, IB_PLACE_PAGE);
	struct ib_part part;
	uint64_t set;

	row.content = content;
	assert_true(ib_part_find(machine, name, &part));
	assert_true(part.saves);
	if (part.lacking)
		skip();
	ib_machine_prepare(machine, &row, true);
	memcpy(machine->region.call, part.call, sizeof(part.call));
	assert_null(ib_part_kept(machine, &part, &set));
	return set;
}

/* SDM vol. 1: XSAVE (13.7) has neither optimisation, XSAVEC (13.10) init's. */
static void test_what_saves_leave_alone(void **state)
{
	for (int content = 0; content < IB_CONTENTS; content++) {
		uint64_t in_use = ib_contents[content].components;
		uint64_t looked_at = xstate.rfbm & ~BIT_ULL(XFEATURE_FP);

		if (in_use & ~xstate.rfbm)
			continue;
		assert_int_equal(kept(IB_PART_XSAVE, content), 0);
		assert_int_equal(kept(IB_PART_XSAVEC, content), looked_at & ~in_use);
	}
}

/* It may leave alone what is in its INIT state or unmodified; never what was reloaded. */
static void test_xsaveopt_writes_what_was_reloaded(void **state)
{
	for (int content = 0; content < IB_CONTENTS; content++) {
		uint64_t in_use = ib_contents[content].components;

		if (in_use & ~xstate.rfbm)
			continue;
		assert_int_equal(kept(IB_PART_XSAVEOPT_DIRTY, content) & in_use, 0);
		assert_int_equal(kept(IB_PART_XSAVEOPT_DIRTY, content) &
				 ~kept(IB_PART_XSAVEOPT, content), 0);
	}
}

static uint64_t steps(struct ib_machine *m, const char *variant, uint32_t mask)
{
	struct ib_row row = row_of(mask, IB_PLACE_PAGE);
	const struct ib_variant *v = ib_machine_variant(m, variant);
	ib_body empty = IB_SYMBOL(m->layout, ib_empty);

	ib_machine_prepare(m, &row, false);
	m->region.call[0] = (struct ib_call){ empty, v->clear, empty };
	return ib_machine_steps(m);
}

/* The walk to CET's offsets goes over PKRU where the CPU has it, and no row to MPX does. */
static void test_pkru_is_a_step_on_the_way_to_cet(void **state)
{
	const uint64_t pkru = BIT_ULL(XFEATURE_PKRU), kernels = xstate.kernels;
	uint64_t count[2][2];

	if (!xstate.geometry.compacted)
		skip();
	for (int has = 0; has < 2; has++)
		for (uint32_t mask = 1; mask <= 2; mask++) {
			xstate.kernels = has ? kernels | pkru : kernels & ~pkru;
			count[has][mask - 1] = steps(machine, "u64-mask", mask);
		}
	xstate.kernels = kernels;
	assert_int_equal(count[1][0], count[0][0]);
	assert_true(count[1][1] > count[0][1]);
	/* Once for each of the two components. */
	assert_int_equal((count[1][1] - count[0][1]) % 2, 0);
}

/* They differ in a register's number: as many instructions, as many bytes. */
static void test_both_sides_of_a_known_pair_are_alike(void **state)
{
	void *launch = ib_lane_selftest.launch(3);
	const struct ib_known_pair *pairs = ib_layout_symbol(machine->layout, "ib_known_pairs");
	uint32_t nr = *IB_SYMBOL(machine->layout, ib_nr_known_pairs);

	assert_true(nr >= 3);
	for (uint32_t i = 0; i < nr; i++) {
		struct ib_row row = { .lane = &ib_lane_selftest, .content = IB_CONTENT_SSE };

		snprintf(row.variant, sizeof(row.variant), "pair:%u", pairs[i].cycles);
		assert_int_equal(ib_lane_selftest.survey(launch, &row), 0);
		assert_int_equal(row.facts.insns, 0);
		assert_int_equal(ib_layout_function_size(machine->layout, pairs[i].with),
				 ib_layout_function_size(machine->layout, pairs[i].without));
		assert_int_not_equal(ib_code_hash(machine->layout, pairs[i].with, "ib_memset_loop"),
				     ib_code_hash(machine->layout, pairs[i].without,
						  "ib_memset_loop"));
	}
	ib_lane_selftest.end(launch);
}

/* The same in every layout, another for other code, and for another memset. */
static void test_the_hash_is_of_code_and_not_of_its_place(void **state)
{
	struct ib_machine *other = ib_machine_new(&xstate, 99, ib_xstate_memset(&xstate));
	const struct ib_variant *here = ib_machine_variant(machine, "u64-mask");
	const struct ib_variant *there = ib_machine_variant(other, "u64-mask");
	const struct ib_variant *unrolled = ib_machine_variant(machine, "unrolled");
	uint32_t hash = ib_code_hash(machine->layout, here->clear, "ib_memset_loop");

	assert_int_not_equal(hash, 0);
	assert_int_equal(hash, ib_code_hash(other->layout, there->clear, "ib_memset_loop"));
	assert_int_not_equal(hash, ib_code_hash(machine->layout, here->clear, "ib_memset_rep"));
	assert_int_not_equal(hash, ib_code_hash(machine->layout, here->putload, "ib_memset_loop"));
	assert_int_not_equal(hash,
			     ib_code_hash(machine->layout, unrolled->clear, "ib_memset_loop"));
	assert_int_equal(ib_code_hash(machine->layout, &hash, "ib_memset_loop"), 0);
	ib_machine_free(other);
}

/* By what runs: the row of 6.1's memset has one, and no other where memset is a loop. */
static void test_a_rep_is_found_and_named(void **state)
{
	void *launch = ib_lane_user.launch(5);
	struct ib_row rep = { .lane = &ib_lane_user, .variant = "u64-mask-rep", .mask = 1,
			      .content = IB_CONTENT_SSE };
	struct ib_row row = { .lane = &ib_lane_user, .variant = "u64-mask", .mask = 1,
			      .content = IB_CONTENT_SSE };

	assert_int_equal(ib_lane_user.survey(launch, &row), 0);
	assert_int_equal(!*row.facts.rep, !xstate.fsrs);
	assert_int_equal(ib_lane_user.survey(launch, &rep), 0);
	if (!*rep.facts.skip)
		assert_string_equal(rep.facts.rep, "rep stosb in ib_memset_rep");
	ib_lane_user.end(launch);
}

static void test_other_names_are_no_parts(void **state)
{
	struct ib_part part;

	assert_false(ib_part_find(machine, "u64-mask", &part));
	assert_false(ib_part_find(machine, "part:", &part));
	assert_true(ib_part_find(machine, IB_PART_PUT, &part));
	assert_false(part.saves);
}

static int set_up(void **state)
{
	assert_null(ib_lane_user.unavailable());
	assert_int_equal(ib_xstate_detect(&xstate), 0);
	machine = ib_machine_new(&xstate, 7, ib_xstate_memset(&xstate));
	return !machine;
}

static int tear_down(void **state)
{
	ib_machine_free(machine);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_images_lie_where_the_row_says),
		cmocka_unit_test(test_cross_puts_a_boundary_inside_the_component),
		cmocka_unit_test(test_an_empty_mask_cannot_cross),
		cmocka_unit_test(test_a_state_that_is_not_the_row_s_is_seen),
		cmocka_unit_test(test_what_saves_leave_alone),
		cmocka_unit_test(test_xsaveopt_writes_what_was_reloaded),
		cmocka_unit_test(test_pkru_is_a_step_on_the_way_to_cet),
		cmocka_unit_test(test_both_sides_of_a_known_pair_are_alike),
		cmocka_unit_test(test_the_hash_is_of_code_and_not_of_its_place),
		cmocka_unit_test(test_a_rep_is_found_and_named),
		cmocka_unit_test(test_other_names_are_no_parts),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
