// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/sysfile.h"

static char *vpath(const char *fmt, va_list ap)
{
	const char *root = getenv("INITBENCH_SYSROOT");
	char path[256];

	vsnprintf(path, sizeof(path), fmt, ap);
	return ib_asprintf("%s%s", root ? root : "", path);
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
