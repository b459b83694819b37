// SPDX-License-Identifier: GPL-2.0-only
/* Known sums of times, and whether they prove that a row was cold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bench/lanes/kmod/kmod_proof.h"
#include "lib/base/array.h"

#define DATA	INITBENCH_COLD_DATA
#define CODE	INITBENCH_COLD_CODE

/* A hit takes 50, a miss 250, a warm call 60: a cold load must cost 150, walked 75. */
static const struct initbench_proof cold = {
	.n = 2, .hit = 100, .miss = 500, .guest = 480, .host = 520, .code = 400,
	.call_warm = 120, .call_cold = 600,
};

#define NONE	offsetof(struct initbench_proof, n)
#define AT(f)	offsetof(struct initbench_proof, f)

static const struct {
	uint32_t temperature;
	int walked;
	size_t field;
	uint64_t value;
	const char *unproved;
} cases[] = {
	{ DATA | CODE, 0, NONE, 0, NULL },
	{ DATA, 0, AT(guest), 299, "an evicted image" },
	{ DATA, 0, AT(guest), 300, NULL },
	{ DATA, 0, AT(host), 120, "an evicted image" },
	{ DATA, 1, AT(host), 149, "an evicted image" },
	{ DATA, 1, AT(host), 150, NULL },
	{ CODE, 0, AT(host), 120, NULL },
	{ CODE, 0, AT(code), 299, "evicted code" },
	{ DATA, 0, AT(code), 100, NULL },
	{ CODE, 0, AT(call_cold), 319, "a call" },
	{ CODE, 0, AT(call_cold), 320, NULL },
	{ DATA, 0, AT(call_cold), 120, NULL },
	/* Put and load alone have no call that finds nothing to do. */
	{ CODE, 0, AT(call_warm), 0, NULL },
	{ 0, 0, AT(guest), 100, NULL },
};

static const char *judge(const struct initbench_proof *timed, uint32_t temperature, int walked)
{
	struct ib_proof proofs[IB_MAX_PROOFS];

	return ib_proof_judge(proofs, ib_kmod_proofs(timed, temperature, walked, proofs));
}

static void each_case(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct initbench_proof p = cold;
		const char *why;

		if (cases[i].field != NONE)
			memcpy((char *)&p + cases[i].field, &cases[i].value, sizeof(uint64_t));
		why = judge(&p, cases[i].temperature, cases[i].walked);
		if (!why != !cases[i].unproved || (why && !strstr(why, cases[i].unproved)))
			fail_msg("case %zu: %s", i, why ? why : "proved");
	}
}

/* As where the clock counts instructions. */
static void nothing_is_cold_where_all_costs_the_same(void **state)
{
	const struct initbench_proof p = {
		.n = 16, .hit = 160, .miss = 160, .guest = 160, .host = 160, .code = 160,
		.call_warm = 160, .call_cold = 160,
	};

	assert_non_null(judge(&p, DATA, 0));
	assert_non_null(judge(&p, DATA, 1));
	assert_non_null(judge(&p, CODE, 0));
}

static void nothing_was_timed(void **state)
{
	const struct initbench_proof p = { 0 };

	assert_non_null(judge(&p, DATA, 0));
	assert_non_null(judge(&p, CODE, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case),
		cmocka_unit_test(nothing_is_cold_where_all_costs_the_same),
		cmocka_unit_test(nothing_was_timed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
