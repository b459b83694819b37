// SPDX-License-Identifier: GPL-2.0-only
/* The program finds its scripts wherever it was put: copies of this one ask. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <unistd.h>
#include <cmocka.h>

#include "lib/base/datadir.h"
#include "lib/base/err.h"

static char root[] = "/tmp/initbench-test-XXXXXX";

/*
 * What a copy at @program answers when there are scripts in each of @dirs
 * (blank-separated), as a path relative to the root; "" if it finds none.
 */
static char *answer(const char *program, const char *dirs)
{
	char *command, line[512] = "", self[256] = "", real[256];
	FILE *p;

	assert_true(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
	command = ib_asprintf("set -e; cd %s; rm -rf *; mkdir -p $(dirname %s); cp %s %s;"
			      "for d in %s; do mkdir -p $d; touch $d/x.gp; done;"
			      "cd /; d=$(%s/%s print 2>&1); case $d in /*) cd $d; pwd;; esac",
			      root, program, self, program, dirs, root, program);
	p = popen(command, "r");
	assert_non_null(p);
	if (fgets(line, sizeof(line), p))
		line[strcspn(line, "\n")] = '\0';
	pclose(p);
	free(command);
	assert_non_null(realpath(root, real));
	if (!line[0])
		return ib_asprintf("%s", "");
	assert_memory_equal(line, real, strlen(real));
	return ib_asprintf("%s", line + strlen(real) + 1);
}

static void check(const char *program, const char *dirs, const char *expected)
{
	char *found = answer(program, dirs);

	assert_string_equal(found, expected);
	free(found);
}

static void remove_root(void)
{
	char *command = ib_asprintf("rm -rf %s", root);

	if (system(command))
		print_error("%s: left behind\n", root);
	free(command);
}

static void from_the_source_tree(void **state)
{
	check("build/initbench", "analysis/plot", "analysis/plot");
	check("build-clang/initbench", "analysis/plot", "analysis/plot");
	check("build/tests/test", "analysis/plot", "analysis/plot");
}

static void installed(void **state)
{
	check("usr/bin/initbench", "usr/share/initbench", "usr/share/initbench");
	check("opt/x/bin/initbench", "opt/x/share/initbench", "opt/x/share/initbench");
}

static void the_source_tree_s_own_come_first(void **state)
{
	check("build/initbench", "share/initbench analysis/plot", "analysis/plot");
}

/* Objects are built into build/analysis/plot: no scripts there. */
static void a_folder_without_scripts_does_not_count(void **state)
{
	check("build/tests/test", "build/analysis/plot/sub analysis/plot", "analysis/plot");
}

static void nowhere(void **state)
{
	if (ib_data_dir() && !strncmp(ib_data_dir(), "/usr/", 5))
		skip();
	check("bin/initbench", "elsewhere", "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_the_source_tree),
		cmocka_unit_test(installed),
		cmocka_unit_test(the_source_tree_s_own_come_first),
		cmocka_unit_test(a_folder_without_scripts_does_not_count),
		cmocka_unit_test(nowhere),
	};
	const char *dir;
	int failed;

	if (argc > 1) {
		dir = ib_data_dir();
		printf("%s\n", dir ? dir : "");
		return 0;
	}
	assert_non_null(mkdtemp(root));
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	remove_root();
	return failed;
}
