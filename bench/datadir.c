// SPDX-License-Identifier: GPL-2.0-only
#include <glob.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/datadir.h"
#include "bench/err.h"
#include "prefix.h"

#define INSTALLED	"share/initbench"

/* From the program's folder: build/, build/tests/ and bin/. */
static const char *const beside[] = { "../analysis", "../../analysis", ("../" INSTALLED) };

/* Objects are built into a folder analysis, too. */
static bool has_scripts(const char *dir)
{
	char *pattern = ib_asprintf("%s/*.gp", dir);
	glob_t found;
	bool has = !glob(pattern, GLOB_NOSORT, NULL, &found);

	if (has)
		globfree(&found);
	free(pattern);
	return has;
}

const char *ib_data_dir(void)
{
	static char *dir;
	char exe[PATH_MAX] = "";

	if (dir)
		return dir;
	if (readlink("/proc/self/exe", exe, sizeof(exe) - 1) < 0)
		exe[0] = '\0';
	dirname(exe);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		dir = ib_asprintf("%s/%s", exe, beside[i]);
		if (has_scripts(dir))
			return dir;
		free(dir);
	}
	dir = ib_asprintf("%s/%s", IB_PREFIX, INSTALLED);
	if (has_scripts(dir))
		return dir;
	ib_error("the gnuplot scripts are neither beside the program nor in %s; "
		 "'make install PREFIX=...', or run it from its source tree", dir);
	free(dir);
	dir = NULL;
	return NULL;
}
