/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of the test program's own, from before its first test until after its last. */
#ifndef INITBENCH_TESTS_TEMP_FILE_H
#define INITBENCH_TESTS_TEMP_FILE_H

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/initbench-test.XXXXXX";

static int make_file(void **state)
{
	int fd = mkstemp(path);

	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	return unlink(path);
}

#endif
