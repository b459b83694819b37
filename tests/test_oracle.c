// SPDX-License-Identifier: GPL-2.0-only
/*
 * The oracle passes the variants that are there in every combination, finds
 * that v10-bitmap clears nothing, and catches variants that are wrong on
 * purpose. These are written here, against the same contract.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench/lanes/user/lane_user.h"
#include "bench/lanes/user/oracle.h"
#include "lib/base/array.h"

static struct ib_xstate xstate;
static struct ib_machine *machine;

static struct ib_row row_of(enum ib_fpu fpu, uint32_t mask)
{
	return (struct ib_row){ .fpu = fpu, .mask = mask, .content = IB_CONTENT_SSE };
}

static enum ib_oracle check(const struct ib_variant *v, struct ib_row row)
{
	ib_oracle_check(machine, &row, v);
	if (row.facts.verdict == IB_ORACLE_WRONG)
		print_message("%s: %s\n", v->id, row.facts.note);
	return row.facts.verdict;
}

static bool has_content(int content)
{
	return !(ib_contents[content].components & ~xstate.rfbm);
}

static void check_both_uses(const struct ib_variant *v, struct ib_row row)
{
	for (int use = 0; use < IB_USES; use++) {
		row.use = use;
		row.fpu = IB_FPU_NONE;
		assert_int_not_equal(check(v, row), IB_ORACLE_WRONG);
		row.fpu = IB_FPU_PUTLOAD;
		if (row.event == IB_INIT)
			assert_int_not_equal(check(v, row), IB_ORACLE_WRONG);
	}
}

static void test_no_variant_is_wrong(void **state)
{
	const struct ib_variant *const *v;
	size_t n = ib_layout_variants(machine->layout, &v);

	for (size_t i = 0; i < n; i++)
		for (uint32_t mask = 0; mask < IB_MASKS; mask++)
			for (int event = 0; event < IB_EVENTS; event++)
				for (int content = 0; content < IB_CONTENTS; content++) {
					struct ib_row row = row_of(IB_FPU_NONE, mask);

					if (!has_content(content))
						continue;
					row.event = event;
					row.content = content;
					check_both_uses(v[i], row);
				}
}

static void test_posted_patch_clears_nothing(void **state)
{
	const struct ib_variant *v = ib_machine_variant(machine, "v10-bitmap");

	for (int fpu = 0; fpu < IB_FPUS; fpu++)
		for (uint32_t mask = 1; mask < IB_NAMED_MASKS; mask++) {
			struct ib_row row = row_of(fpu, mask);

			ib_oracle_check(machine, &row, v);
			assert_int_equal(row.facts.verdict, IB_ORACLE_KNOWN_BUG);
			assert_int_equal(row.facts.cleared, 0);
			assert_non_null(strstr(row.facts.note, "clears nothing (bug as posted)"));
		}
}

static void test_unrolled_is_partial_for_cet(void **state)
{
	const struct ib_variant *v = ib_machine_variant(machine, "unrolled");
	struct ib_row row = row_of(IB_FPU_PUTLOAD, 3);	/* mpx+cet */

	ib_oracle_check(machine, &row, v);
	assert_int_equal(row.facts.verdict, IB_ORACLE_PARTIAL);
	assert_int_equal(row.facts.cleared, XFEATURE_MASK_MPX);
	assert_int_equal(check(v, row_of(IB_FPU_PUTLOAD, 1)), IB_ORACLE_OK);
}

/* What the wrong variants call, bound to the machine's layout. */
static void (*clear)(struct fpstate *fpstate, unsigned int xfeature);
static void (*put)(struct ib_vcpu *vcpu);
static void (*load)(struct ib_vcpu *vcpu);

static void clear_mpx(struct ib_vcpu *vcpu)
{
	clear(vcpu->fpstate, XFEATURE_BNDREGS);
	clear(vcpu->fpstate, XFEATURE_BNDCSR);
}

static void right(struct ib_vcpu *vcpu, bool init_event)
{
	put(vcpu);
	clear_mpx(vcpu);
	load(vcpu);
}

static void clears_half(struct ib_vcpu *vcpu, bool init_event)
{
	put(vcpu);
	clear(vcpu->fpstate, XFEATURE_BNDREGS);
	load(vcpu);
}

static void never_loads(struct ib_vcpu *vcpu, bool init_event)
{
	put(vcpu);
	clear_mpx(vcpu);
}

static void swaps_twice(struct ib_vcpu *vcpu, bool init_event)
{
	right(vcpu, init_event);
	put(vcpu);
	load(vcpu);
}

static void does_nothing(struct ib_vcpu *vcpu, bool init_event)
{
}

static void clears_too_much(struct ib_vcpu *vcpu, bool init_event)
{
	put(vcpu);
	clear_mpx(vcpu);
	memset((u8 *)&vcpu->fpstate->regs.xsave + 160, 0, 1);	/* a byte of XMM0 */
	load(vcpu);
}

__attribute__((target("sse2")))
static void touches_a_register(struct ib_vcpu *vcpu, bool init_event)
{
	right(vcpu, init_event);
	asm volatile("pxor %%xmm5, %%xmm5" : : : "xmm5");
}

static struct ib_variant like_init_only(const char *id, ib_body body)
{
	return (struct ib_variant){ .id = id, .gate = IB_GATE_MPX, .clear = body, .putload = body };
}

static void test_wrong_variants_are_caught(void **state)
{
	static const struct { const char *id; ib_body body; } wrong[] = {
		{ "clears-half", clears_half },
		{ "never-loads", never_loads },
		{ "swaps-twice", swaps_twice },
		{ "does-nothing", does_nothing },
		{ "clears-too-much", clears_too_much },
		{ "touches-a-register", touches_a_register },
	};
	struct ib_variant v = like_init_only("right", right);

	assert_int_equal(check(&v, row_of(IB_FPU_PUTLOAD, 1)), IB_ORACLE_OK);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		v = like_init_only(wrong[i].id, wrong[i].body);
		assert_int_equal(check(&v, row_of(IB_FPU_PUTLOAD, 1)), IB_ORACLE_WRONG);
	}
}

static void clears_in_memory(struct ib_vcpu *vcpu, bool init_event)
{
	clear_mpx(vcpu);
}

static void clears_in_memory_and_more(struct ib_vcpu *vcpu, bool init_event)
{
	clear_mpx(vcpu);
	((u8 *)&vcpu->fpstate->regs.xsave)[700] ^= 1;
}

static void test_memory_is_compared_byte_by_byte(void **state)
{
	struct ib_variant v = like_init_only("right", clears_in_memory);

	assert_int_equal(check(&v, row_of(IB_FPU_NONE, 1)), IB_ORACLE_OK);
	v = like_init_only("one-bit-elsewhere", clears_in_memory_and_more);
	assert_int_equal(check(&v, row_of(IB_FPU_NONE, 1)), IB_ORACLE_WRONG);
}

/* What it clears in use is known of a row at rest, too: that there is nothing hides nothing. */
static void test_at_rest_the_verdict_is_that_of_use(void **state)
{
	static const struct { const char *id; uint32_t mask; } rows[] = {
		{ "u64-mask", 1 }, { "unrolled", 2 }, { "unrolled", 3 }, { "v10-bitmap", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int fpu = 0; fpu < IB_FPUS; fpu++) {
			const struct ib_variant *v = ib_machine_variant(machine, rows[i].id);
			struct ib_row used = row_of(fpu, rows[i].mask), rest = used;

			rest.use = IB_REST;
			ib_oracle_check(machine, &used, v);
			ib_oracle_check(machine, &rest, v);
			assert_int_equal(rest.facts.verdict, used.facts.verdict);
			assert_int_equal(rest.facts.cleared, used.facts.cleared);
			assert_int_equal(rest.use, IB_REST);
		}
}

/* Zeroes bytes that nobody reads, which fpstate_clear_xstate_component() does not. */
static void zeroes_at_rest(struct ib_vcpu *vcpu, bool init_event)
{
	u64 in_use = ib_xstate_bv(vcpu->fpstate);

	clear_mpx(vcpu);
	if (!(in_use & XFEATURE_MASK_MPX))
		memset(ib_component(&xstate, vcpu->fpstate, XFEATURE_BNDREGS), 0, 8);
}

static void test_at_rest_nothing_is_written(void **state)
{
	struct ib_variant v = like_init_only("zeroes-at-rest", zeroes_at_rest);
	struct ib_row row = row_of(IB_FPU_NONE, 1);

	assert_int_equal(check(&v, row), IB_ORACLE_OK);
	row.use = IB_REST;
	assert_int_equal(check(&v, row), IB_ORACLE_WRONG);
}

/* The count is exact: a chain ten longer has ten instructions more, in every layout. */
static void test_instructions_are_counted_exactly(void **state)
{
	static const char *const ids[] = { "chain:10", "chain:20", "chain:50" };
	uint64_t count[3];

	for (uint64_t seed = 0; seed < 3; seed++) {
		void *launch = ib_lane_user.launch(seed);

		for (int i = 0; i < 3; i++) {
			struct ib_row row = { .lane = &ib_lane_user, .content = IB_CONTENT_SSE };

			strcpy(row.variant, ids[i]);
			assert_int_equal(ib_lane_user.survey(launch, &row), 0);
			count[i] = row.facts.insns;
		}
		assert_int_equal(count[1] - count[0], 10);
		assert_int_equal(count[2] - count[0], 40);
		ib_lane_user.end(launch);
	}
}

static int set_up(void **state)
{
	assert_null(ib_lane_user.unavailable());
	assert_int_equal(ib_xstate_detect(&xstate), 0);
	machine = ib_machine_new(&xstate, 42, ib_xstate_memset(&xstate));
	assert_non_null(machine);
	clear = ib_layout_symbol(machine->layout, "fpstate_clear_xstate_component");
	put = ib_layout_symbol(machine->layout, "kvm_put_guest_fpu");
	load = ib_layout_symbol(machine->layout, "kvm_load_guest_fpu");
	return 0;
}

static int tear_down(void **state)
{
	ib_machine_free(machine);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_variant_is_wrong),
		cmocka_unit_test(test_posted_patch_clears_nothing),
		cmocka_unit_test(test_unrolled_is_partial_for_cet),
		cmocka_unit_test(test_wrong_variants_are_caught),
		cmocka_unit_test(test_memory_is_compared_byte_by_byte),
		cmocka_unit_test(test_at_rest_the_verdict_is_that_of_use),
		cmocka_unit_test(test_at_rest_nothing_is_written),
		cmocka_unit_test(test_instructions_are_counted_exactly),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
