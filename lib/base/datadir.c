// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/array.h"
#include "lib/base/datadir.h"
#include "lib/base/err.h"
#include "prefix.h"

/*
 * struct place - a kind of files the program needs
 * @beside: where they are, from the program's folder: build/, build/tests/ and bin/
 * @installed: below the prefix
 * @file: pattern of one that is there. Objects are built into a folder analysis, too.
 * @what: for the message
 */
struct place {
	const char *beside[3];
	const char *installed;
	const char *file;
	const char *what;
};

static const struct place data = {
	{ "../analysis/plot", "../../analysis/plot", "../share/initbench" },
	"share/initbench", "*.gp", "gnuplot scripts",
};

static const struct place scripts = {
	{ "../scripts", "../../scripts", "../libexec/initbench/scripts" },
	"libexec/initbench/scripts", "vm", "scripts",
};

static bool holds(const char *dir, const char *file)
{
	char *pattern = ib_asprintf("%s/%s", dir, file);
	glob_t found;
	bool has = !glob(pattern, GLOB_NOSORT, NULL, &found);

	if (has)
		globfree(&found);
	free(pattern);
	return has;
}

static char *find(const struct place *place)
{
	char exe[PATH_MAX] = "", *dir;

	if (readlink("/proc/self/exe", exe, sizeof(exe) - 1) < 0)
		exe[0] = '\0';
	dirname(exe);
	for (size_t i = 0; i < ARRAY_SIZE(place->beside); i++) {
		dir = ib_asprintf("%s/%s", exe, place->beside[i]);
		if (holds(dir, place->file))
			return dir;
		free(dir);
	}
	dir = ib_asprintf("%s/%s", IB_PREFIX, place->installed);
	if (holds(dir, place->file))
		return dir;
	ib_error("the %s are neither beside the program nor in %s; "
		 "'make install PREFIX=...', or run it from its source tree", place->what, dir);
	free(dir);
	return NULL;
}

const char *ib_data_dir(void)
{
	static char *dir;

	if (!dir)
		dir = find(&data);
	return dir;
}

const char *ib_scripts_dir(void)
{
	static char *dir;

	if (!dir)
		dir = find(&scripts);
	return dir;
}
