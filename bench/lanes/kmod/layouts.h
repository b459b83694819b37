/* SPDX-License-Identifier: GPL-2.0-only */
/* The module in other layouts: several builds of it, loaded one after the other. */
#ifndef INITBENCH_KMOD_LAYOUTS_H
#define INITBENCH_KMOD_LAYOUTS_H

#include <stdint.h>

/**
 * ib_kmod_layouts() - load a module of this directory, and have each launch do so
 * @dir: of scripts/kmod-build; lives on
 *
 * Return: 0, or -1 after a message.
 */
int ib_kmod_layouts(const char *dir);

/**
 * ib_kmod_load() - put a module of the directory into the place of the one that is loaded
 * @seed: draws which
 *
 * The device must be closed.
 *
 * Return: 0, also if no directory was named; -1 after a message.
 */
int ib_kmod_load(uint64_t seed);

#endif
