// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: bytes as a file, through every reader of records, and made into tables
 * and a comparison. New inputs are made from the table of fields: right records, and such
 * with one wrong value. `make check-reader` builds and runs it.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analysis/compare/compare.h"
#include "analysis/tables/rows.h"
#include "lib/schema/json_lines.h"
#include "lib/schema/lint.h"
#include "lib/schema/merge.h"
#include "lib/schema/results.h"
#include "tests/attacks.h"

/* What compiles 30 regular expressions is kept for so many inputs. */
#define LINTED	5000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);

static char path[32];

/* Readers open files by name. */
static void write_file(const uint8_t *data, size_t size)
{
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
}

static void read_results(void)
{
	const struct ib_selection all = { .delta = -1 };
	struct ib_results *results = ib_results_new();
	struct ib_comparison *c = NULL;
	struct ib_study *study;

	ib_results_read(results, path);
	study = ib_study_new(results);
	if (results->nr_runs)
		c = ib_compare(results, results, 1, &all);
	ib_comparison_free(c);
	ib_study_free(study);
	ib_results_free(results);
}

static void read_lint(void)
{
	static struct ib_lint *lint;
	static size_t nr;
	static FILE *out;

	if (!out)
		out = fopen("/dev/null", "w");
	if (!lint)
		lint = ib_lint_new(out);
	ib_lint_file(lint, path);
	if (++nr % LINTED)
		return;
	ib_lint_end(lint);
	lint = NULL;
}

static void read_merge(void)
{
	struct ib_merge *merge = ib_merge_new();

	ib_merge_read(merge, path);
	ib_merge_free(merge);
}

static void drop(struct json_object *o, void *data)
{
	*(size_t *)data += json_object_object_length(o);
}

static void read_lines(const char *type)
{
	struct ib_results *account = ib_results_new();
	size_t members = 0;

	ib_json_lines(path, account, type, drop, &members);
	ib_results_free(account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	write_file(data, size);
	read_results();
	read_lint();
	read_merge();
	read_lines("aa");
	read_lines("peers");
	read_lines("reliability");
	return 0;
}

static char *make_record(unsigned int seed)
{
	size_t nr;
	const struct ib_record_type *types = ib_record_types(&nr), *type = &types[seed % nr];
	size_t field = seed / 16 % type->nr;
	char *value, *line;

	if (seed / 1024 % 3 == 0)
		return ib_right_record(type, NO_FIELD, NULL);
	value = ib_wrong_value(&type->fields[field], seed / 4096 % 64);
	line = ib_right_record(type, field, value ? value : "0");
	free(value);
	return line;
}

/* Puts a line in the place of bytes; returns the new size, or the old one if it has no room. */
static size_t put_line(uint8_t *data, size_t size, size_t max, const char *line, size_t begin,
		       size_t end)
{
	size_t length = strlen(line), left = size - end;

	if (begin + length + 1 + left > max)
		return size;
	memmove(data + begin + length + 1, data + end, left);
	memcpy(data + begin, line, length);
	data[begin + length] = '\n';
	return begin + length + 1 + left;
}

/* Where the line begins that holds a byte. */
static size_t line_at(const uint8_t *data, size_t at)
{
	while (at && data[at - 1] != '\n')
		at--;
	return at;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	const uint8_t *newline;
	size_t begin, end;
	char *line;

	srand(seed);
	if (rand() % 2)
		return LLVMFuzzerMutate(data, size, max);
	begin = size ? line_at(data, (size_t)rand() % size) : 0;
	newline = size ? memchr(data + begin, '\n', size - begin) : NULL;
	end = rand() % 2 ? begin : newline ? (size_t)(newline - data) + 1 : size;
	line = make_record((unsigned int)rand() ^ (unsigned int)rand() << 15);
	size = put_line(data, size, max, line, begin, end);
	free(line);
	return size;
}
