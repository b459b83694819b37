/* SPDX-License-Identifier: GPL-2.0-only */
/* How many repetitions a region has. */
#ifndef INITBENCH_BATCH_H
#define INITBENCH_BATCH_H

#include <stdbool.h>
#include <stdint.h>

/**
 * ib_batch_size() - repetitions of a warm row's region
 * @step: by which the TSC moves, ticks, see ib_tsc_step()
 * @live: each repetition puts and loads: a thousand cycles, so that fewer do
 *
 * A region is read to one step of the TSC. Ten times as many repetitions as a step has
 * ticks make that a tenth of a tick for each. More samples are no substitute: regions of
 * one length begin and end at the same phases of the step, so that all of them may be
 * off alike (with two a tick, selftest's worst reading was off by 0.4 cycle where a step
 * is 21 ticks of 0.56 a cycle).
 *
 * Return: a number from 32 to 512, or to 128 if @live, so that a region neither drowns
 * in its fences nor outlasts a slice of the module by far.
 */
uint32_t ib_batch_size(uint32_t step, bool live);

#endif
