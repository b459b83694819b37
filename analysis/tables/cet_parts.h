/* SPDX-License-Identifier: GPL-2.0-only */
/* What CET adds to KVM's INIT, by KVMs that were built with a part left out. */
#ifndef INITBENCH_PARTS_H
#define INITBENCH_PARTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/schema/results.h"

/**
 * enum ib_use - what the guest does with CET
 * @IB_AT_REST: nothing: its state is the one INIT gives, and the kernel has no byte to zero
 * @IB_IN_USE: it has written to CET's MSRs since the last INIT
 */
enum ib_use { IB_AT_REST, IB_IN_USE, IB_USES };

/**
 * struct ib_parts - exact instructions of INIT and of its parts
 * @host: emulated machine
 * @release: of the kernel
 * @whole: all of INIT
 * @added: @whole less INIT with CET hidden from the kernel, as are the parts
 * @reset: the XSTATE reset
 * @putload: of it, putting and loading the guest's FPU
 * @clear: of it, all else: finding the components and zeroing them
 * @vmcs: CET's fields of the VMCS
 * @rest: what is left of @added
 */
struct ib_parts {
	const char *host;
	const char *release;
	int64_t whole[IB_USES];
	int64_t added[IB_USES];
	int64_t reset[IB_USES];
	int64_t putload[IB_USES];
	int64_t clear[IB_USES];
	int64_t vmcs[IB_USES];
	int64_t rest[IB_USES];
};

/**
 * ib_parts_read() - take INIT apart
 * @parts: filled in
 * @results: the runs of scripts/bench-parts are used, the last of each build
 *
 * Return: false if one of the builds is missing.
 */
bool ib_parts_read(struct ib_parts *parts, const struct ib_results *results);

/**
 * ib_parts_print() - a table of the parts
 * @parts: parts
 * @out: where to
 * @markdown: a Markdown table, else aligned text
 */
void ib_parts_print(const struct ib_parts *parts, FILE *out, bool markdown);

#endif
