/* SPDX-License-Identifier: GPL-2.0-only */
/* The lanes that there are, as results files name them. */
#ifndef INITBENCH_LANE_NAMES_H
#define INITBENCH_LANE_NAMES_H

#include <stddef.h>

/*
 * A line a lane, in the order of `initbench list`: bench/run/lanes.c makes the list
 * of their operations of it, ib_lane_NAME in bench/lanes/NAME; the reader of results
 * files knows no other.
 */
#define IB_LANE_LIST(LANE)	\
	LANE(user)		\
	LANE(kmod)		\
	LANE(kvm)		\
	LANE(selftest)

/**
 * ib_lane_name() - the lane of that name
 * @name: of a record
 *
 * Return: @name as a constant of this program; NULL if there is no such lane.
 */
const char *ib_lane_name(const char *name);

#endif
