// SPDX-License-Identifier: GPL-2.0-only
/* Which rows a run has: the default matrix, the study, and what is only in the study. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench/lanes/user/lane_user.h"
#include "bench/run/plan.h"
#include "lib/base/array.h"
#include "variants/variant.h"

static struct ib_plan plan_of(struct ib_selection selection)
{
	struct ib_plan plan;

	assert_int_equal(ib_plan_make(&selection, &plan), 0);
	assert_true(plan.n > 0);
	return plan;
}

/* An axis of -1 takes any value, so does a use of IB_USES; so does a NULL variant. */
struct wanted {
	const char *variant;
	int fpu, mask, content, temp, place, use;
};

static size_t count(const struct ib_plan *plan, struct wanted w)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct ib_row *r = &plan->rows[i];

		n += (!w.variant || !strcmp(w.variant, r->variant)) &&
		     (w.fpu < 0 || w.fpu == (int)r->fpu) &&
		     (w.mask < 0 || w.mask == (int)r->mask) &&
		     (w.content < 0 || w.content == (int)r->content) &&
		     (w.temp < 0 || w.temp == (int)r->temp) &&
		     (w.place < 0 || w.place == (int)r->place) &&
		     (w.use == IB_USES || w.use == (int)r->use);
	}
	return n;
}

static void test_rows_are_there_once(void **state)
{
	for (int study = 0; study < 2; study++) {
		struct ib_plan plan = plan_of((struct ib_selection){ .study = study });

		for (size_t i = 0; i < plan.n; i++) {
			const struct ib_row *r = &plan.rows[i];
			struct wanted w = { r->variant, r->fpu, r->mask, r->content, r->temp,
					    r->place, r->use };
			size_t resets = 0;

			for (size_t k = 0; k < plan.n; k++)
				resets += plan.rows[k].event == IB_RESET &&
					  !strcmp(plan.rows[k].variant, r->variant);
			assert_in_range(count(&plan, w), 1, 1 + resets);
			assert_int_equal(r->id, i);
		}
		ib_plan_free(&plan);
	}
}

/* `make bench` keeps its matrix: nothing of the study is in it. */
static void test_the_default_matrix_is_warm_and_shallow(void **state)
{
	struct ib_plan plan = plan_of((struct ib_selection){ 0 });

	for (size_t i = 0; i < plan.n; i++) {
		assert_int_equal(plan.rows[i].temp, IB_WARM);
		assert_int_equal(plan.rows[i].place, IB_PLACE_PAGE);
		assert_true(plan.rows[i].content < IB_NAMED_CONTENTS);
		assert_true(plan.rows[i].mask < IB_FIRST_SINGLE);
		assert_false(plan.rows[i].study_only);
	}
	assert_int_equal(count(&plan, (struct wanted){ IB_PART_PUT, -1, -1, -1, -1, -1, IB_USES }),
			 IB_NAMED_CONTENTS);
	ib_plan_free(&plan);
}

static void test_the_study_has_every_variant_at_every_temperature(void **state)
{
	struct ib_plan plan = plan_of((struct ib_selection){ .study = true });
	size_t n;
	const char *const *ids = ib_lane_user.variants(&n);

	for (size_t v = 0; v < n; v++)
		for (int fpu = 0; fpu < IB_FPUS; fpu++)
			for (int mask = 1; mask <= 2; mask++)
				for (int temp = IB_WARM; temp <= IB_COLD; temp++)
					assert_int_equal(count(&plan, (struct wanted){
						ids[v], fpu, mask, IB_CONTENT_SSE, temp,
						IB_PLACE_PAGE, IB_USED }), 1);
	ib_plan_free(&plan);
}

/* The common case, and the one that has something to zero, each for every variant. */
static void test_both_matrices_have_rows_at_rest(void **state)
{
	for (int study = 0; study < 2; study++) {
		struct ib_plan plan = plan_of((struct ib_selection){ .study = study });
		size_t n;
		const char *const *ids = ib_lane_user.variants(&n);

		for (size_t v = 0; v < n; v++)
			for (int fpu = 0; fpu < IB_FPUS; fpu++)
				for (int mask = 1; mask <= 2; mask++)
					assert_true(count(&plan, (struct wanted){
						ids[v], fpu, mask, IB_CONTENT_SSE, IB_WARM,
						IB_PLACE_PAGE, IB_REST }) > 0);
		assert_int_equal(count(&plan, (struct wanted){ NULL, -1, 0, -1, -1, -1, IB_REST }),
				 0);
		ib_plan_free(&plan);
	}
}

static void test_the_study_asks_each_question(void **state)
{
	static const struct wanted rows[] = {
		{ "u64-mask", -1, -1, -1, IB_WALKED_DATA, -1, IB_USES },
		{ "u64-mask", IB_FPU_NONE, IB_NAMED_MASKS, -1, IB_WARM, -1, IB_USES },
		{ "unrolled-n", IB_FPU_NONE, IB_FIRST_SINGLE - 1, -1, IB_COLD, -1, IB_USES },
		{ "u64-mask", IB_FPU_NONE, IB_FIRST_SINGLE, -1, IB_WARM, IB_PLACE_PAGE, IB_USES },
		{ "u64-mask", IB_FPU_NONE, IB_MASKS - 1, -1, IB_WARM, IB_PLACE_CROSS, IB_USES },
		{ "u64-mask", IB_FPU_PUTLOAD, -1, IB_CONTENT_AVX512, -1, IB_PLACE_2048, IB_USES },
		{ "xrstor-init", IB_FPU_PUTLOAD, -1, IB_CONTENTS - 1, IB_COLD, -1, IB_USES },
		{ IB_PART_PUT, -1, -1, IB_CONTENTS - 1, IB_WARM, -1, IB_USES },
		{ IB_PART_LOAD, -1, -1, IB_CONTENT_ONLY, IB_WARM, -1, IB_USES },
		{ IB_PART_XSAVE, -1, -1, IB_CONTENT_INIT, IB_WARM, -1, IB_USES },
		{ IB_PART_XSAVEC, -1, -1, IB_CONTENT_ONLY, IB_WARM, -1, IB_USES },
		{ IB_PART_XSAVEOPT, -1, -1, IB_CONTENT_AVX512, IB_WARM, -1, IB_USES },
		{ IB_PART_XSAVEOPT_DIRTY, -1, -1, IB_CONTENT_AVX512, IB_WARM, -1, IB_USES },
		{ IB_PART_XRSTOR, -1, -1, IB_CONTENT_AVX512, IB_WARM, -1, IB_USES },
	};
	struct ib_plan plan = plan_of((struct ib_selection){ .study = true });

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_true(count(&plan, rows[i]) > 0);
	ib_plan_free(&plan);
}

static void test_variants_restrict_the_study(void **state)
{
	struct ib_plan plan = plan_of((struct ib_selection){
		.study = true, .variants = "xrstor-init,part:xsavec" });
	struct wanted variant = { "xrstor-init", -1, -1, -1, -1, -1, IB_USES };
	struct wanted part = { IB_PART_XSAVEC, -1, -1, -1, -1, -1, IB_USES };

	assert_int_equal(count(&plan, variant) + count(&plan, part), plan.n);
	ib_plan_free(&plan);
}

/* A copy stands where its variant is compared with another, and nowhere else. */
static void test_a_copy_beside_what_is_compared(void **state)
{
	struct wanted again = { "u64-mask-again", -1, -1, -1, -1, -1, IB_USED };
	struct ib_plan plan = plan_of((struct ib_selection){ .variants = "unrolled,u64-mask" });

	assert_true(count(&plan, again) > 0);
	again.mask = IB_NAMED_MASKS;
	assert_int_equal(count(&plan, again), 0);
	again.variant = "u64-mask";
	assert_int_equal(count(&plan, again), 1);
	ib_plan_free(&plan);
	again = (struct wanted){ "u64-mask-again", -1, -1, -1, -1, -1, IB_USED };
	plan = plan_of((struct ib_selection){ .variants = "u64-mask" });
	assert_int_equal(count(&plan, again), 0);
	ib_plan_free(&plan);
	plan = plan_of((struct ib_selection){ .study = true });
	for (again.temp = IB_WARM; again.temp <= IB_COLD; again.temp++)
		assert_true(count(&plan, again) >= 4);
	ib_plan_free(&plan);
}

static void test_naming_a_content_brings_its_parts(void **state)
{
	struct wanted w = { IB_PART_PUT, -1, -1, -1, -1, -1, IB_USES };
	struct ib_selection selection = { 0 };
	struct ib_plan plan;

	assert_int_equal(ib_axis_parse(IB_AXIS_CONTENT, "only:zmm_hi256",
				       &selection.axis[IB_AXIS_CONTENT]), 0);
	plan = plan_of(selection);
	assert_int_equal(count(&plan, w), 1);
	w.variant = IB_PART_XSAVEOPT;
	assert_int_equal(count(&plan, w), 1);
	ib_plan_free(&plan);
}

/* Each single mask is one component; together they span the sizes in question. */
static void test_single_masks_are_single(void **state)
{
	uint64_t all = 0;

	for (int i = IB_FIRST_SINGLE; i < IB_MASKS; i++) {
		assert_int_equal(__builtin_popcountll(ib_masks[i].components), 1);
		assert_int_equal(strncmp(ib_masks[i].name, "c:", 2), 0);
		assert_false(all & ib_masks[i].components);
		all |= ib_masks[i].components;
	}
	assert_true(all & XFEATURE_MASK_CET && all & XFEATURE_MASK_MPX);
	assert_true(all & BIT_ULL(XFEATURE_XTILE_DATA) && all & BIT_ULL(XFEATURE_Hi16_ZMM));
}

/* Detects the CPU, which the lane's rows need. */
static int set_up(void **state)
{
	return ib_lane_user.unavailable() ? -1 : 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_there_once),
		cmocka_unit_test(test_the_default_matrix_is_warm_and_shallow),
		cmocka_unit_test(test_the_study_has_every_variant_at_every_temperature),
		cmocka_unit_test(test_both_matrices_have_rows_at_rest),
		cmocka_unit_test(test_the_study_asks_each_question),
		cmocka_unit_test(test_variants_restrict_the_study),
		cmocka_unit_test(test_a_copy_beside_what_is_compared),
		cmocka_unit_test(test_naming_a_content_brings_its_parts),
		cmocka_unit_test(test_single_masks_are_single),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
