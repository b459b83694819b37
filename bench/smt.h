/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is the core this thread's alone? Its other hardware thread, which in a guest may
 * be a neighbour's, takes execution ports and fetch cycles: a chain of dependent
 * instructions hardly notices, the code under study takes up to twice as long.
 * Four chains of additions side by side do notice. Measured on a Zen 4 guest with
 * busy neighbours: 1.01 cycles a round alone, 1.1 to 2.0 shared; either lasts some
 * 150 us, up to 130 ms, and the core was shared half of the time, while a repeat of
 * a 60-cycle body differed by more than 15 cycles in one of ten launches.
 */
#ifndef INITBENCH_SMT_H
#define INITBENCH_SMT_H

#include <stdbool.h>

#include "bench/layout.h"

/**
 * ib_smt_rounds() - measure four chains of additions side by side, about 2 us
 * @layout: holds them
 * @per_cycle: clock units in a core cycle
 *
 * Return: core cycles a round: 1 alone on a core of four or more ALUs for
 * additions (Intel since Haswell, AMD since Zen 1, Gracemont).
 */
double ib_smt_rounds(const struct ib_layout *layout, double per_cycle);

/**
 * ib_smt_shared() - was the core shared?
 * @rounds: as ib_smt_rounds() returns it
 *
 * On a core of fewer ALUs it always seems so.
 */
bool ib_smt_shared(double rounds);

/**
 * ib_smt_wait() - wait until the core is not shared, at most 1 ms
 * @layout: as for ib_smt_rounds()
 * @per_cycle: likewise
 *
 * Return: the last reading, core cycles a round.
 */
double ib_smt_wait(const struct ib_layout *layout, double per_cycle);

/**
 * ib_smt_survey() - how often a CPU's core is shared, in some 10 ms
 * @cpu: one that this process may use; it is on it meanwhile
 * @readings: set to how many were taken, evenly
 *
 * Return: readings in which it was; -1 if the CPU cannot be had, or a message
 * was printed.
 */
int ib_smt_survey(int cpu, int *readings);

#endif
