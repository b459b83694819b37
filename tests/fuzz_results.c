// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: bytes as a file, through every reader of records. What merge writes of it
 * is read without a complaint, and merged again it is the same.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/schema/json_lines.h"
#include "lib/schema/lint.h"
#include "lib/schema/mca.h"
#include "lib/schema/merge.h"
#include "lib/schema/results.h"
#include "tests/fuzz_lines.h"

/* What compiles 30 regular expressions is kept for so many inputs. */
#define LINTED	5000

static void read_results(const char *path)
{
	struct ib_results *results = ib_results_new();

	ib_results_read(results, path);
	ib_results_status(results, 0);
	ib_results_free(results);
}

static void read_lint(const char *path)
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

static char *text_of(const char *path, size_t *size)
{
	FILE *f = fopen(path, "r");
	char *text;

	if (!f || fseek(f, 0, SEEK_END))
		abort();
	*size = ftell(f);
	rewind(f);
	text = calloc(*size + 1, 1);
	if (!text || fread(text, 1, *size, f) != *size)
		abort();
	fclose(f);
	return text;
}

/* Return: whether runs were written; nothing of @from was left out if it @must be so. */
static bool merged(const char *from, const char *to, bool must)
{
	struct ib_merge *merge = ib_merge_new();
	bool written = !ib_merge_read(merge, from);

	if (must && (!written || ib_merge_left_out(merge)))
		abort();
	written = written && ib_merge_write(merge, to, "by a fuzzer");
	ib_merge_free(merge);
	return written;
}

static void check_merge(const char *path)
{
	static char once[48], twice[48];
	char *first, *second;
	size_t size, again;

	if (!*once) {
		snprintf(once, sizeof(once), "/dev/shm/initbench-fuzz-%d.1", (int)getpid());
		snprintf(twice, sizeof(twice), "/dev/shm/initbench-fuzz-%d.2", (int)getpid());
	}
	if (!merged(path, once, false))
		return;
	merged(once, twice, true);
	first = text_of(once, &size);
	second = text_of(twice, &again);
	if (size != again || memcmp(first, second, size))
		abort();
	free(first);
	free(second);
	unlink(once);
	unlink(twice);
}

static void drop(struct json_object *o, void *data)
{
	*(size_t *)data += json_object_object_length(o);
}

static void read_lines(const char *path)
{
	static const char *const types[] = { "aa", "peers", "reliability", "machine" };
	struct ib_results *account = ib_results_new();
	size_t members = 0;

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		ib_json_lines(path, account, types[i], drop, &members);
	ib_mca_free(ib_mca_read(path, account));
	ib_results_free(account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);

	read_results(path);
	read_lint(path);
	read_lines(path);
	check_merge(path);
	return 0;
}
