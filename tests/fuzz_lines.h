/* SPDX-License-Identifier: GPL-2.0-only */
/* What fuzzers of files share: bytes as a file, and new inputs made from the table of fields. */
#ifndef INITBENCH_TEST_FUZZ_LINES_H
#define INITBENCH_TEST_FUZZ_LINES_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's entries, and what it offers to mutators. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);

/**
 * fuzz_file() - bytes as a file that readers can open
 * @data: bytes
 * @size: how many
 *
 * Return: its path; the next call writes over it.
 */
const char *fuzz_file(const uint8_t *data, size_t size);

/**
 * fuzz_record() - a record of the table: a right one, or one with a wrong value
 * @seed: which
 *
 * Return: a line without newline, freed by the caller.
 */
char *fuzz_record(unsigned int seed);

#endif
