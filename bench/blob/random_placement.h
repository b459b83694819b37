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
 * enum ib_drawn - what a place is drawn for, each by its own draw
 * @IB_DRAWN_STACK: the stack pointer
 * @IB_DRAWN_MACHINE: struct ib_machine, with the vCPU that variants get
 * @IB_DRAWN_COLD: struct ib_cold, with the twin of that vCPU
 * @IB_DRAWN_BLOCK: struct ib_taken, which samples are written to
 */
enum ib_drawn { IB_DRAWN_STACK, IB_DRAWN_MACHINE, IB_DRAWN_COLD, IB_DRAWN_BLOCK };

/**
 * ib_draw_offset() - an offset in a page
 * @seed: equal seeds give equal offsets
 * @what: draws of one seed are independent of each other
 * @step: bytes, a divisor of 4096
 *
 * Return: a multiple of @step below 4096.
 */
size_t ib_draw_offset(uint64_t seed, enum ib_drawn what, size_t step);

/**
 * ib_drawn_alloc() - zeroed memory at a drawn offset in its page
 * @seed: as for ib_draw_offset()
 * @what: likewise
 * @size: bytes
 *
 * Return: memory aligned to a cache line, as the kernel's allocator aligns a vCPU;
 * without memory the process ends.
 */
void *ib_drawn_alloc(uint64_t seed, enum ib_drawn what, size_t size);

/**
 * ib_drawn_free() - undo ib_drawn_alloc()
 * @memory: what it returned, or NULL
 * @size: as it was told
 */
void ib_drawn_free(void *memory, size_t size);

#endif
