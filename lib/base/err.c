// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "lib/base/encode.h"
#include "lib/base/exit.h"
#include "lib/base/err.h"

static void message(const char *kind, const char *fmt, va_list ap)
{
	fflush(stdout);
	fprintf(stderr, "initbench: %s", kind);
	ib_vprint(stderr, IB_SINK_TEXT, fmt, ap);
	fputc('\n', stderr);
}

void ib_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
}

void ib_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message("warning: ", fmt, ap);
	va_end(ap);
}

void ib_wrong_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
	exit(IB_EXIT_USAGE);
}

static __attribute__((noreturn)) void out_of_memory(void)
{
	ib_error("out of memory");
	exit(IB_EXIT_USAGE);
}

static void *or_exit(void *p)
{
	if (!p)
		out_of_memory();
	return p;
}

void *ib_calloc(size_t n, size_t size)
{
	return or_exit(calloc(n ? n : 1, size));
}

void *ib_realloc(void *p, size_t n, size_t size)
{
	return or_exit(reallocarray(p, n ? n : 1, size));
}

void *ib_map(size_t bytes, int sharing)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS | MAP_POPULATE,
		       -1, 0);

	if (p == MAP_FAILED)
		out_of_memory();
	return p;
}

char *ib_vasprintf(const char *fmt, va_list ap)
{
	char *s;

	return or_exit(vasprintf(&s, fmt, ap) < 0 ? NULL : s);
}

char *ib_asprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = ib_vasprintf(fmt, ap);
	va_end(ap);
	return s;
}

void ib_free_strings(char **strings, size_t nr)
{
	while (nr--)
		free(strings[nr]);
	free(strings);
}
