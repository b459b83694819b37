/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The branch storm: generated code full of branches whose directions and
 * targets are random, so that neither history nor targets of the code under
 * study survive in the predictors.
 *
 * What it guarantees: that many branch addresses, each jumping or not as a
 * random bit says. What it does not: that a predictor of unknown design
 * forgets everything; the block's proof measures how much it forgot.
 */
#ifndef INITBENCH_STORM_H
#define INITBENCH_STORM_H

#include <stddef.h>
#include <stdint.h>

/* More than the entries of any branch target buffer (12,288 in Golden Cove). */
#define IB_STORM_BRANCHES	16384

/* One branch in this many is an indirect jump to one of two targets. */
#define IB_STORM_INDIRECT	8

/**
 * struct ib_storm - generated code
 * @run: runs all of it once; takes the state of the directions, returns the next
 * @code: where it is
 * @bytes: its length
 * @mapped: bytes of the mapping
 * @conditional: branches of each kind
 * @indirect: likewise
 */
struct ib_storm {
	uint64_t (*run)(uint64_t random);
	uint8_t *code;
	size_t bytes;
	size_t mapped;
	unsigned int conditional;
	unsigned int indirect;
};

/**
 * ib_storm_new() - generate a storm
 * @storm: filled in
 * @seed: draws the distances between branches
 * @branches: conditional and indirect ones, 1 or more
 * @calm: the control: code of the same bytes but that branches never jump, so
 *        that it displaces as much of the caches and nothing from the predictors
 *
 * Return: 0, or -1 after a message: no memory, or none that may be executed.
 */
int ib_storm_new(struct ib_storm *storm, uint64_t seed, unsigned int branches, int calm);

/**
 * ib_storm_free() - unmap it
 * @storm: as ib_storm_new() left it
 */
void ib_storm_free(struct ib_storm *storm);

/**
 * ib_storm_state() - the state after a run, computed without running it
 * @random: before
 * @branches: of the storm
 */
uint64_t ib_storm_state(uint64_t random, unsigned int branches);

#endif
