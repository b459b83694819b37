/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is the core this thread's alone? Its other hardware thread, which in a guest may
 * be a neighbour's, takes execution ports and fetch cycles: a chain of dependent
 * instructions hardly notices, the code under study takes up to twice as long.
 * Four chains of additions side by side do notice. Measured on a Zen 4 guest with
 * busy neighbours: 1.01 cycles a round alone, 1.1 to 2.0 shared; either lasts some
 * 150 us, up to 130 ms, and the core was shared half of the time, while a repeat of
 * a 60-cycle body differed by more than 15 cycles in one of ten launches. Alone, a
 * Zen 5 guest takes 1.06 (and 1.00 for three chains, 1.17 for five), so what is
 * normal is measured, not assumed.
 */
#ifndef INITBENCH_SMT_H
#define INITBENCH_SMT_H

#include <stdbool.h>

#include "bench/blob/layout.h"

/* Alone, 998 of 1000 readings were within 2 % of their median (Zen 5 guest, 100,000). */
#define IB_SMT_TOLERANCE	1.04

/**
 * struct ib_smt_survey - how often a CPU's core was shared
 * @alone: what ib_smt_rounds() returns while the core is not shared
 * @certain: was the core alone at times? If not, it lacks the ALUs or is never alone
 * @looks: readings that the last survey took, evenly
 * @shared: of @looks
 */
struct ib_smt_survey {
	double alone;
	bool certain;
	int looks;
	int shared;
};

/**
 * ib_smt_rounds() - measure four chains of additions side by side, about 3 us
 * @layout: holds them
 *
 * Return: core cycles a round, by a chain of IMUL that is timed just before.
 */
double ib_smt_rounds(const struct ib_layout *layout);

/**
 * ib_smt_shared() - was the core shared?
 * @rounds: as ib_smt_rounds() returns it
 * @alone: of struct ib_smt_survey
 *
 * Return: true also if it cannot be told, the reading itself having been disturbed.
 */
bool ib_smt_shared(double rounds, double alone);

/**
 * ib_smt_wait() - wait until the core is not shared, at most 2 ms
 * @layout: as for ib_smt_rounds()
 * @alone: likewise
 *
 * Return: the last reading, core cycles a round.
 */
double ib_smt_wait(const struct ib_layout *layout, double alone);

/**
 * ib_smt_survey() - how often a CPU's core is shared, in 7 to 130 ms
 * @cpu: one that this process may use; it is on it meanwhile
 * @s: filled in
 *
 * @s->alone is the lowest tenth of 40 readings in some 7 ms; taken again, up to
 * 130 ms, while it is above 1.08, as on a core that is shared all the time, or has
 * fewer than four ALUs for additions (Intel since Haswell, AMD since Zen 1 and
 * Gracemont have four). Then the lowest that was seen counts.
 *
 * Return: 0; -1 if the CPU cannot be had, or a message was printed.
 */
int ib_smt_survey(int cpu, struct ib_smt_survey *s);

#endif
