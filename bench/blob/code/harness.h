/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Marks what measures, so that it is not cooled with what is measured: the
 * loader lets no cache line hold both (bench/blob/layout.c).
 */
#ifndef INITBENCH_BLOB_HARNESS_H
#define INITBENCH_BLOB_HARNESS_H

#define IB_HARNESS_SECTION	".text.harness."
#define IB_HARNESS(name)	__attribute__((__noinline__, section(IB_HARNESS_SECTION #name)))

#endif
