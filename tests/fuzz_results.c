// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: bytes as a results file, read and made into tables as
 * every command of analysis/ does. `make check-reader` builds and runs it.
 */
#include <stdint.h>
#include <stdio.h>

#include "analysis/tables/rows.h"
#include "lib/schema/results.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* fmemopen(3) refuses a size of 0; an empty file is one of the unit tests. */
	FILE *f = size ? fmemopen((void *)data, size, "r") : NULL;
	struct ib_results *results = ib_results_new();
	struct ib_study *study;

	if (f) {
		ib_results_read_stream(results, f, "fuzz");
		fclose(f);
	}
	study = ib_study_new(results);
	ib_study_free(study);
	ib_results_free(results);
	return 0;
}
