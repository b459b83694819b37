/* SPDX-License-Identifier: GPL-2.0-only */
/* The bounds that measuring and judging share; doc and report quote them from here. */
#ifndef INITBENCH_RULES_H
#define INITBENCH_RULES_H

/* A figure that is published rests on at least so many layouts. */
#define IB_LAYOUTS_TO_PUBLISH	30

/*
 * The add chain and the imul chain, or two calibrations around a block, may differ
 * by this share; beyond it something else than the clock ratio moved between them.
 */
#define IB_CHAINS_AGREE		0.01

#endif
