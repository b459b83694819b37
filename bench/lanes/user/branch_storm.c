// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <gsl/gsl_rng.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/blob/code_memory.h"
#include "bench/lanes/user/branch_storm.h"
#include "lib/base/err.h"

/* Branches that share a state: each takes a bit of its own. */
#define BITS_USED	32

/* Bytes of the longest branch with its filler, and of a step of the state. */
#define LONGEST		40
#define STEP_BYTES	30

#define PAGE		4096UL
#define MAX_FILLER	7
#define NOP		0x90

uint64_t ib_storm_state(uint64_t random, unsigned int branches)
{
	for (unsigned int i = 0; i < branches; i += BITS_USED) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
	}
	return random;
}

static void emit(struct ib_storm *s, const void *bytes, size_t n)
{
	memcpy(s->code + s->bytes, bytes, n);
	s->bytes += n;
}

static void emit_filler(struct ib_storm *s, unsigned int n)
{
	memset(s->code + s->bytes, NOP, n);
	s->bytes += n;
}

/* The state is in RDI; G. Marsaglia's xorshift with 13, 7, 17. */
static void emit_step(struct ib_storm *s)
{
	static const uint8_t step[] = {
		0x48, 0x89, 0xf8,		/* mov %rdi, %rax */
		0x48, 0xc1, 0xe0, 13,		/* shl $13, %rax */
		0x48, 0x31, 0xc7,		/* xor %rax, %rdi */
		0x48, 0x89, 0xf8,
		0x48, 0xc1, 0xe8, 7,		/* shr $7, %rax */
		0x48, 0x31, 0xc7,
		0x48, 0x89, 0xf8,
		0x48, 0xc1, 0xe0, 17,
		0x48, 0x31, 0xc7,
	};

	_Static_assert(sizeof(step) == STEP_BYTES, "room is made for it");
	emit(s, step, sizeof(step));
}

static void emit_conditional(struct ib_storm *s, uint8_t bit, uint8_t filler, int calm)
{
	const uint8_t branch[] = {
		0x48, 0x0f, 0xba, 0xe7, bit,	/* bt $bit, %rdi */
		0x72, filler,			/* jc over the filler */
	};

	emit(s, branch, sizeof(branch));
	if (calm)
		memset(s->code + s->bytes - 2, NOP, 2);
	emit_filler(s, filler);
	s->conditional++;
}

static void emit_indirect(struct ib_storm *s, uint8_t bit, uint8_t filler, int calm)
{
	const uint8_t branch[] = {
		0x48, 0x8d, 0x0d, 18, 0, 0, 0,		/* lea behind the jump, %rcx */
		0x48, 0x8d, 0x15, 11 + filler, 0, 0, 0,	/* lea behind the filler, %rdx */
		0x48, 0x0f, 0xba, 0xe7, bit,		/* bt $bit, %rdi */
		0x48, 0x0f, 0x42, 0xca,			/* cmovc %rdx, %rcx */
		0xff, 0xe1,				/* jmp *%rcx */
	};

	emit(s, branch, sizeof(branch));
	if (calm)
		memset(s->code + s->bytes - 2, NOP, 2);
	emit_filler(s, filler);
	s->indirect++;
}

static void generate(struct ib_storm *s, uint64_t seed, unsigned int branches, int calm)
{
	static const uint8_t end[] = { 0x48, 0x89, 0xf8, 0xc3 };	/* mov %rdi, %rax; ret */
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, seed);
	for (unsigned int i = 0; i < branches; i++) {
		uint8_t bit = i % BITS_USED, filler = 1 + gsl_rng_uniform_int(rng, MAX_FILLER);

		if (!bit)
			emit_step(s);
		if (i % IB_STORM_INDIRECT == IB_STORM_INDIRECT - 1)
			emit_indirect(s, bit, filler, calm);
		else
			emit_conditional(s, bit, filler, calm);
	}
	emit(s, end, sizeof(end));
	gsl_rng_free(rng);
}

int ib_storm_new(struct ib_storm *s, uint64_t seed, unsigned int branches, int calm)
{
	size_t room = (branches + 1) * LONGEST + (branches / BITS_USED + 1) * STEP_BYTES;
	int err;

	*s = (struct ib_storm){ .mapped = (room + PAGE - 1) & -PAGE };
	s->code = mmap(NULL, s->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (s->code == MAP_FAILED) {
		s->code = NULL;
		ib_error("no memory for the branch storm: mmap: %s", strerror(errno));
		return -1;
	}
	generate(s, seed, branches, calm);
	err = ib_make_executable(s->code, s->mapped);
	if (err) {
		ib_error("the branch storm cannot be made executable: %s: " IB_NO_CODE_MEMORY,
			 strerror(-err));
		ib_storm_free(s);
		return -1;
	}
	s->run = (uint64_t (*)(uint64_t))s->code;
	return 0;
}

void ib_storm_free(struct ib_storm *s)
{
	if (s->code)
		munmap(s->code, s->mapped);
	s->code = NULL;
}
