/* SPDX-License-Identifier: GPL-2.0-only */
/* /dev/initbench from user space. */
#ifndef INITBENCH_KMOD_DEVICE_H
#define INITBENCH_KMOD_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include "kmod/initbench_uapi.h"

#define IB_KMOD_PATH	"/dev/" INITBENCH_DEVICE

/**
 * struct ib_kmod - the module
 * @fd: the device
 * @query: what it is
 * @build: what it was compiled with
 * @variants: its variants and parts, query.variants of them
 */
struct ib_kmod {
	int fd;
	struct initbench_query query;
	struct initbench_query_build build;
	struct initbench_query_variant *variants;
};

/**
 * ib_kmod_open() - open the device and ask what it has
 * @k: filled in; ib_kmod_close() it
 *
 * Return: NULL, or why it cannot be used and the remedy.
 */
const char *ib_kmod_open(struct ib_kmod *k);

/**
 * ib_kmod_close() - undo ib_kmod_open()
 * @k: as it was left
 */
void ib_kmod_close(struct ib_kmod *k);

/**
 * ib_kmod_find() - a variant or part by its id
 * @k: module
 * @id: its id
 *
 * Return: it, or NULL.
 */
const struct initbench_query_variant *ib_kmod_find(const struct ib_kmod *k, const char *id);

/**
 * ib_kmod_run() - time a row, and see that no register of ours changes meanwhile
 * @k: module
 * @run: filled in but for size and version; its result is written
 *
 * Every component that XCR0 enables holds a pattern during the call.
 *
 * Return: 0; a negative errno of the module; -EILSEQ if a register changed.
 */
int ib_kmod_run(const struct ib_kmod *k, struct initbench_run *run);

#endif
