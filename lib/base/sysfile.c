// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/sysfile.h"

static char *vpath(const char *fmt, va_list ap)
{
	const char *root = getenv("INITBENCH_SYSROOT");
	char *path = ib_vasprintf(fmt, ap);
	char *whole = ib_asprintf("%s%s", root ? root : "", path);

	free(path);
	return whole;
}

char *ib_syspath(const char *fmt, ...)
{
	va_list ap;
	char *path;

	va_start(ap, fmt);
	path = vpath(fmt, ap);
	va_end(ap);
	return path;
}

bool ib_sysfile_exists(const char *fmt, ...)
{
	va_list ap;
	char *path;
	bool there;

	va_start(ap, fmt);
	path = vpath(fmt, ap);
	va_end(ap);
	there = !access(path, F_OK);
	free(path);
	return there;
}

char *ib_sysfile(const char *fmt, ...)
{
	char *path, *line = NULL;
	size_t size = 0;
	va_list ap;
	FILE *f;

	va_start(ap, fmt);
	path = vpath(fmt, ap);
	va_end(ap);
	f = fopen(path, "r");
	free(path);
	if (!f)
		return NULL;
	if (getline(&line, &size, f) > 0)
		line[strcspn(line, "\n")] = '\0';
	else
		line[0] = '\0';
	fclose(f);
	if (line[0])
		return line;
	free(line);
	return NULL;
}
