// SPDX-License-Identifier: GPL-2.0-only
/* Fits of costs that are known to be lines. */
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>

#include <json-c/json.h>

#include "analysis/tables/fit.h"
#include "tests/near.h"

/* n components from number 3 on: bytes and steps grow unevenly. */
#define POINTS	9

struct world {
	struct ib_table table;
	struct ib_run_rec run;
	const struct ib_run_rec *runs[1];
	struct ib_line lines[2 * POINTS];
	struct ib_row_rec rows[2 * POINTS];
	char masks[POINTS][8];
};

static const unsigned int order[] = { 3, 4, 11, 12, 13, 10, 9, 14 };

static void add_line(struct world *w, const char *variant, int n, double half)
{
	struct ib_line *l = &w->lines[w->table.nr_lines];
	struct ib_row_rec *row = &w->rows[w->table.nr_lines++];
	uint64_t set = 0;

	for (int i = 0; i < n; i++)
		set |= 1ULL << order[i];
	snprintf(w->masks[n], sizeof(w->masks[n]), "n:%d", n);
	*row = (struct ib_row_rec){ .oracle_mask = set, .variant = variant,
				    .event = "init", .fpu = "none", .mask = w->masks[n],
				    .content = "sse", .use = "used", .temp = "warm" };
	l->row = row;
	l->cost.lo = -half;
	l->cost.hi = half;
}

static void set_cost(struct ib_line *l, double cost)
{
	l->cost.lo += cost;
	l->cost.hi += cost;
	l->cost.mid = cost;
}

static void make(struct world *w)
{
	*w = (struct world){ .run.record = json_tokener_parse("{\"cpu\":{\"xcr0\":\"0xe7\"}}") };
	w->runs[0] = &w->run;
	w->table.runs = w->runs;
	w->table.nr_runs = 1;
	w->table.lines = w->lines;
}

static void destroy(struct world *w)
{
	json_object_put(w->run.record);
}

static void a_load_is_counted_by_hand(void **state)
{
	struct world w;
	struct ib_load load;

	make(&w);
	for (int n = 0; n < 5; n++)
		add_line(&w, "v", n, 1);
	/* Image: 2, 3, 4, 5, 6, 7, 11, 12: 3 is the second, 4 the third, 11 the seventh. */
	load = ib_load_of(&w.table, &w.lines[4]);
	assert_true(load.of[IB_FIT_FIXED] == 1);
	assert_true(load.of[IB_FIT_COMPONENT] == 4);
	assert_true(load.of[IB_FIT_WALK] == 2 + 3 + 7 + 8);
	assert_true(load.of[IB_FIT_BYTE] == 64 + 64 + 16 + 24);
	load = ib_load_of(&w.table, &w.lines[0]);
	assert_true(load.of[IB_FIT_COMPONENT] == 0 && load.of[IB_FIT_WALK] == 0);
	destroy(&w);
}

static void a_line_is_found_again(void **state)
{
	struct ib_fit fit;
	struct world w;

	make(&w);
	for (int n = 0; n < POINTS; n++) {
		struct ib_load load;

		add_line(&w, "v", n, 0.5);
		load = ib_load_of(&w.table, &w.lines[n]);
		set_cost(&w.lines[n], 7 + 5 * load.of[IB_FIT_COMPONENT] +
			 3 * load.of[IB_FIT_WALK] + 0.25 * load.of[IB_FIT_BYTE]);
	}
	assert_true(ib_fit_components(&w.table, "v", &fit));
	assert_int_equal(fit.terms, IB_FIT_TERMS);
	assert_near(fit.coef[IB_FIT_FIXED], 7, 1e-6);
	assert_near(fit.coef[IB_FIT_COMPONENT], 5, 1e-6);
	assert_near(fit.coef[IB_FIT_WALK], 3, 1e-6);
	assert_near(fit.coef[IB_FIT_BYTE], 0.25, 1e-6);
	assert_near(fit.worst, 0, 1e-6);
	assert_false(ib_fit_components(&w.table, "absent", &fit));
	destroy(&w);
}

/*
 * Differences -2, -1, 0, 1, 2 disturbed by 0.1, -0.1, 0, -0.1, 0.1: by hand the slope is
 * 1, residuals squared 0.04 over 3, Student's t(3) 3.1824; slope's error sqrt(0.04 / 3 / 10).
 */
static void a_difference_s_interval_is_that_of_the_textbook(void **state)
{
	static const double noise[] = { 0.1, -0.1, 0, -0.1, 0.1 };
	double half = 3.182446 * sqrt(0.04 / 3 / 10), root;
	struct ib_estimate slope, zero;
	struct ib_fit fit;
	struct world w;

	make(&w);
	for (int n = 0; n < 5; n++) {
		add_line(&w, "a", n, 0.3);
		set_cost(&w.lines[2 * n], 10 + n - 2 + noise[n]);
		add_line(&w, "b", n, 0.4);
		set_cost(&w.lines[2 * n + 1], 10);
	}
	assert_true(ib_fit_difference(&w.table, "a", "b", &fit));
	slope = ib_fit_interval(&fit, IB_FIT_COMPONENT);
	assert_near(slope.mid, 1, 1e-9);
	assert_near(slope.hi - slope.mid, half, 1e-5);
	/* Fieller about the mean, n = 2: (x - 2)^2 (1 - half^2) = t^2 s^2 / 5. */
	zero = ib_fit_zero(&fit);
	root = sqrt(3.182446 * 3.182446 * 0.04 / 3 / 5 / (1 - half * half));
	assert_near(zero.mid, 2, 1e-9);
	assert_near(zero.lo, 2 - root, 1e-5);
	assert_near(zero.hi, 2 + root, 1e-5);
	destroy(&w);
}

static void lines_side_by_side_do_not_cross(void **state)
{
	static const double noise[] = { 1, -1, 0.5, -1, 1 };
	struct ib_fit fit;
	struct world w;

	make(&w);
	for (int n = 0; n < 5; n++) {
		add_line(&w, "a", n, 0.3);
		set_cost(&w.lines[2 * n], 20 + noise[n]);
		add_line(&w, "b", n, 0.3);
		set_cost(&w.lines[2 * n + 1], 10);
	}
	assert_true(ib_fit_difference(&w.table, "a", "b", &fit));
	assert_true(isinf(ib_fit_zero(&fit).lo));
	destroy(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_load_is_counted_by_hand),
		cmocka_unit_test(a_line_is_found_again),
		cmocka_unit_test(a_difference_s_interval_is_that_of_the_textbook),
		cmocka_unit_test(lines_side_by_side_do_not_cross),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
