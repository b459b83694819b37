// SPDX-License-Identifier: GPL-2.0-only
/* Links from one file of the report to another. */
#include <stdlib.h>
#include <string.h>

#include "analysis/report/report.h"
#include "lib/base/err.h"

/* Bytes of the first folder of a path, the slashes behind it included. */
static size_t first_folder(const char *path)
{
	size_t n = strcspn(path, "/");

	return n + strspn(path + n, "/");
}

static const char *without_dot(const char *path)
{
	while (!strncmp(path, "./", 2) || !strcmp(path, "."))
		path += path[1] ? 2 : 1;
	return path;
}

char *ib_report_link(const struct ib_report *r, const char *path)
{
	const char *from = without_dot(r->folder ? r->folder : ""), *to = without_dot(path);
	char *link, *longer;

	/* One is absolute and the other is not, or the way up is not known. */
	if ((*from == '/') != (*to == '/') || strstr(from, ".."))
		return ib_asprintf("%s", path);
	while (*from && strcspn(from, "/") == strcspn(to, "/") &&
	       !strncmp(from, to, strcspn(from, "/"))) {
		from += first_folder(from);
		to += first_folder(to);
	}
	link = ib_asprintf("%s", to);
	for (; *from; from += first_folder(from)) {
		longer = ib_asprintf("../%s", link);
		free(link);
		link = longer;
	}
	return link;
}
