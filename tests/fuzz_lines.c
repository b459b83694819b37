// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/attacks.h"
#include "tests/fuzz_lines.h"

/* Readers open files by name. */
const char *fuzz_file(const uint8_t *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	return path;
}

char *fuzz_record(unsigned int seed)
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
	line = fuzz_record((unsigned int)rand() ^ (unsigned int)rand() << 15);
	size = put_line(data, size, max, line, begin, end);
	free(line);
	return size;
}
