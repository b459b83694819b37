/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef INITBENCH_STACK_H
#define INITBENCH_STACK_H

#include <stdint.h>

/**
 * ib_on_random_stack() - call a function with the stack where a seed says
 * @seed: draws the stack pointer's offset in its page, in steps of 16 bytes
 *        (the psABI's alignment); equal seeds give equal offsets, whatever the
 *        environment's size and the kernel's randomisation
 * @work: the function
 * @data: its argument
 *
 * The stack is a part of the layout: its offset in a page decides which of the
 * variants' stores and loads alias each other's low 12 address bits, and with
 * it follows the environment's size (Mytkowicz et al., "Producing Wrong Data
 * Without Doing Anything Obviously Wrong!", ASPLOS 2009).
 *
 * Return: what @work returns.
 */
int ib_on_random_stack(uint64_t seed, int (*work)(void *data), void *data);

#endif
