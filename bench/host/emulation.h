/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether this CPU is software: there a clock is neither time nor instructions. */
#ifndef INITBENCH_EMULATION_H
#define INITBENCH_EMULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/schema/block.h"

/* What to do instead, for error messages. */
#define IB_EMULATION_REMEDY	"'initbench run --host qemu-tcg' counts instructions on any machine"

/**
 * ib_emulation() - how it shows that this CPU is emulated, asked once
 *
 * By CPUID (QEMU's TCG signs 40000000H), and by behaviour where it does not: no
 * emulator tried (QEMU 7.2, Bochs 3.0) has both INIT tracking and latencies. Without
 * XSAVE the latencies alone are looked at. Needs an RDTSC that does not fault, and
 * memory that may be executed.
 *
 * Return: words for a message; NULL if nothing shows it.
 */
const char *ib_emulation(void);

/**
 * ib_tracks_init() - whether XRSTOR's INIT state shows in XINUSE
 * @xinuse: components in use after all were initialised by one XRSTOR
 *
 * x87 and SSE may be in use at any time (SDM vol. 1, 13.6); every CPU with AVX
 * reports the others as initial after an XRSTOR with XSTATE_BV = 0.
 */
bool ib_tracks_init(uint64_t xinuse);

/**
 * ib_has_latencies() - whether dependent IMULs take longer than dependent ADDs
 * @c: of this CPU; its chains are made so that @add and @imul are equal where
 *     IMUL takes 3 cycles, and that @imul is a third where it takes one
 */
bool ib_has_latencies(const struct ib_calibration *c);

#endif
