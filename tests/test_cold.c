// SPDX-License-Identifier: GPL-2.0-only
/* The proof's judgement on known timings; the storm's code, run and single-stepped. */
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>
#include <cmocka.h>

#include "bench/blob/layout.h"
#include "bench/lanes/proof.h"
#include "bench/lanes/user/branch_storm.h"
#include "lib/base/array.h"

#define JC		0x72
#define JMP_RCX		0xe1ff

static void test_proofs_hold_or_not(void **state)
{
	static const struct {
		struct ib_proof proof;
		const char *names;	/* in the reason; NULL: it holds */
	} cases[] = {
		{ { "load", 4, 380, 70 }, NULL },
		{ { "load", 4, 74, 70 }, NULL },
		{ { "load", 4, 73.9, 70 }, "a load" },
		{ { "load", 4, 4, 70 }, "a load" },
		{ { "load", 380, 400, 70 }, "a load" },	/* it was never warm */
		{ { "call", -2, 300, 70 }, NULL },
		{ { "call", 0, 10, 70 }, "a call" },
		{ { "call", 0, -300, 70 }, "a call" },
		{ { "branches", 30, 370, 14 }, NULL },
		{ { "branches", 30, 31, 14 }, "branch storm" },
		{ { "load", NAN, 380, 70 }, "a load" },
		{ { "load", 4, NAN, 70 }, "a load" },
		{ { "load", 4, 380, NAN }, "a load" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = ib_proof_judge(&cases[i].proof, 1);

		if (!cases[i].names) {
			assert_null(why);
			continue;
		}
		assert_non_null(why);
		assert_non_null(strstr(why, "not cold"));
		assert_non_null(strstr(why, cases[i].names));
	}
}

static void test_every_proof_must_hold(void **state)
{
	struct ib_proof proofs[] = {
		{ "load", 0, 300, 70 }, { "call", 0, 300, 70 }, { "branches", 0, 300, 70 },
	};

	assert_null(ib_proof_judge(proofs, 3));
	assert_null(ib_proof_judge(proofs, 0));
	proofs[2].cold = 1;
	assert_non_null(ib_proof_judge(proofs, 3));
	assert_null(ib_proof_judge(proofs, 2));
}

static void make(struct ib_storm *s, uint64_t seed, unsigned int branches, int calm)
{
	assert_int_equal(ib_storm_new(s, seed, branches, calm), 0);
}

static void test_seeds_draw_storms(void **state)
{
	struct ib_storm a, b, c;

	make(&a, 1, 1000, 0);
	make(&b, 1, 1000, 0);
	make(&c, 2, 1000, 0);
	assert_int_equal(a.bytes, b.bytes);
	assert_memory_equal(a.code, b.code, a.bytes);
	assert_true(a.bytes != c.bytes || memcmp(a.code, c.code, a.bytes));
	assert_int_equal(a.conditional + a.indirect, 1000);
	assert_int_equal(a.indirect, 1000 / IB_STORM_INDIRECT);
	assert_true(a.bytes <= a.mapped);
	ib_storm_free(&a);
	ib_storm_free(&b);
	ib_storm_free(&c);
}

static void test_storms_run_to_their_end(void **state)
{
	for (unsigned int branches = 1; branches <= IB_STORM_BRANCHES; branches = 3 * branches + 1)
		for (int calm = 0; calm < 2; calm++) {
			uint64_t random = 0x123456789abcdefULL;
			struct ib_storm s;

			make(&s, branches, branches, calm);
			for (int i = 0; i < 3; i++) {
				uint64_t next = ib_storm_state(random, branches);

				assert_int_equal(s.run(random), next);
				assert_int_not_equal(random, next);
				random = next;
			}
			ib_storm_free(&s);
		}
}

/* Where single-stepping finds the storm's branches, and what they do. */
static struct {
	const uint8_t *begin, *end;
	const uint8_t *last;
	unsigned int conditional, jumped, indirect, far;
} seen;

static void step(int sig, siginfo_t *info, void *context)
{
	const uint8_t *rip = (const uint8_t *)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
	const uint8_t *last = seen.last;
	uint16_t opcode;

	seen.last = rip >= seen.begin && rip < seen.end ? rip : NULL;
	if (!last)
		return;
	memcpy(&opcode, last, sizeof(opcode));
	if (*last == JC) {
		seen.conditional++;
		seen.jumped += rip != last + 2;
	} else if (opcode == JMP_RCX) {
		seen.indirect++;
		seen.far += rip != last + 2;
	}
}

static void single_step(const struct ib_storm *s, uint64_t random)
{
	struct sigaction count = { .sa_sigaction = step, .sa_flags = SA_SIGINFO }, old;
	const unsigned long tf = 1 << 8;

	memset(&seen, 0, sizeof(seen));
	seen.begin = s->code;
	seen.end = s->code + s->bytes;
	sigaction(SIGTRAP, &count, &old);
	asm volatile("pushfq; orq %0, (%%rsp); popfq" : : "i" (tf) : "memory", "cc");
	s->run(random);
	asm volatile("pushfq; andq %0, (%%rsp); popfq" : : "i" (~tf) : "memory", "cc");
	sigaction(SIGTRAP, &old, NULL);
}

/* Of 3,500 fair coins, fewer than 45 % or more than 55 % come once in 10^8. */
static void test_directions_are_random(void **state)
{
	struct ib_storm s;

	make(&s, 5, 4000, 0);
	single_step(&s, 0x9e3779b97f4a7c15ULL);
	assert_int_equal(seen.conditional, s.conditional);
	assert_int_equal(seen.indirect, s.indirect);
	assert_in_range(seen.jumped, seen.conditional * 45 / 100, seen.conditional * 55 / 100);
	assert_in_range(seen.far, seen.indirect * 40 / 100, seen.indirect * 60 / 100);
	ib_storm_free(&s);
}

static void test_the_control_has_no_branches(void **state)
{
	struct ib_storm s, calm;

	make(&s, 5, 2000, 0);
	make(&calm, 5, 2000, 1);
	assert_int_equal(s.bytes, calm.bytes);
	single_step(&calm, 1);
	assert_int_equal(seen.conditional, 0);
	assert_int_equal(seen.indirect, 0);
	ib_storm_free(&calm);
	ib_storm_free(&s);
}

static bool covers(const struct ib_extent *extents, size_t n, const void *address)
{
	for (size_t i = 0; i < n; i++)
		if ((uintptr_t)address - (uintptr_t)extents[i].at < extents[i].bytes)
			return true;
	return false;
}

/* No line, and no page, holds both what is flushed and what measures. */
static void test_the_harness_is_apart_from_what_is_flushed(void **state)
{
	static const char *const flushed[] = {
		"kvm_put_guest_fpu", "kvm_load_guest_fpu", "fpstate_clear_xstate_component",
		"ib_memset_loop", "ib_memset_rep", "ib_xrstor_init", "ib_probe_call",
	};
	static const char *const kept[] = {
		"ib_region_run", "ib_empty", "ib_decoy", "ib_cool", "ib_probe_load",
	};

	for (uint64_t seed = 0; seed < 20; seed++) {
		struct ib_layout *l = ib_layout_load(seed, "ib_memset_loop");
		struct ib_extent extents[IB_MAX_EXTENTS];
		size_t n = ib_layout_code(l, extents, IB_MAX_EXTENTS);
		const struct ib_variant *const *v;
		size_t nr = ib_layout_variants(l, &v);

		assert_true(n < IB_MAX_EXTENTS);
		for (size_t i = 0; i < nr; i++) {
			assert_true(covers(extents, n, v[i]->clear));
			assert_true(covers(extents, n, v[i]->putload));
		}
		for (size_t i = 0; i < ARRAY_SIZE(flushed); i++)
			assert_true(covers(extents, n, ib_layout_symbol(l, flushed[i])));
		for (size_t i = 0; i < ARRAY_SIZE(kept); i++) {
			uintptr_t page = (uintptr_t)ib_layout_symbol(l, kept[i]) & ~4095UL;

			for (size_t k = 0; k < n; k++)
				assert_true((uintptr_t)extents[k].at + extents[k].bytes <= page ||
					    (uintptr_t)extents[k].at >= page + 4096);
		}
		ib_layout_free(l);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proofs_hold_or_not),
		cmocka_unit_test(test_every_proof_must_hold),
		cmocka_unit_test(test_seeds_draw_storms),
		cmocka_unit_test(test_storms_run_to_their_end),
		cmocka_unit_test(test_directions_are_random),
		cmocka_unit_test(test_the_control_has_no_branches),
		cmocka_unit_test(test_the_harness_is_apart_from_what_is_flushed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
