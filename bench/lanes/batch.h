/* SPDX-License-Identifier: GPL-2.0-only */
/* How many repetitions a region has. */
#ifndef INITBENCH_BATCH_H
#define INITBENCH_BATCH_H

#include <stdint.h>

/**
 * ib_batch_size() - repetitions of a warm row's region
 * @step: by which the TSC moves, ticks, see ib_tsc_step()
 *
 * A region is read to one step of the TSC: twice as many repetitions as a step has
 * ticks make that half a tick for each, and the mean over samples resolves less.
 *
 * Return: a number from 32 to 128, so that a region neither drowns in its fences
 * nor outlasts a slice of the module.
 */
uint32_t ib_batch_size(uint32_t step);

#endif
