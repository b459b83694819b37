/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Places that a seed draws, for data that timed code touches. The offset in a page
 * decides which loads and stores alias each other's low 12 address bits, so it is a
 * part of the layout. On the heap it follows from whatever was allocated before: a
 * branch's name 100 letters longer moved a clear of 20 cycles by 1.7 on a Zen 5, in
 * every layout alike; the A/A arm, by its shorter name, moved it by 2.3.
 */
#ifndef INITBENCH_DRAWN_H
#define INITBENCH_DRAWN_H

#include <stddef.h>
#include <stdint.h>

/**
 * enum ib_placed - what a place is drawn for, each by its own draw
 * @IB_PLACED_STACK: the stack pointer
 * @IB_PLACED_MACHINE: struct ib_machine, with the vCPU that variants get
 * @IB_PLACED_COLD: struct ib_cold, with the twin of that vCPU
 * @IB_PLACED_BLOCK: struct ib_taken, which samples are written to
 */
enum ib_placed { IB_PLACED_STACK, IB_PLACED_MACHINE, IB_PLACED_COLD, IB_PLACED_BLOCK };

/**
 * ib_random_offset() - an offset in a page
 * @seed: equal seeds give equal offsets
 * @what: draws of one seed are independent of each other
 * @step: bytes, a divisor of 4096
 *
 * Return: a multiple of @step below 4096.
 */
size_t ib_random_offset(uint64_t seed, enum ib_placed what, size_t step);

/**
 * ib_random_alloc() - zeroed memory at a drawn offset in its page
 * @seed: as for ib_random_offset()
 * @what: likewise
 * @size: bytes
 *
 * Return: memory aligned to a cache line, as the kernel's allocator aligns a vCPU;
 * without memory the process ends.
 */
void *ib_random_alloc(uint64_t seed, enum ib_placed what, size_t size);

/**
 * ib_random_free() - undo ib_random_alloc()
 * @memory: what it returned, or NULL
 * @size: as it was told
 */
void ib_random_free(void *memory, size_t size);

#endif
