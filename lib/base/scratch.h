/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of a process's own, for what other programs read and write. */
#ifndef INITBENCH_SCRATCH_H
#define INITBENCH_SCRATCH_H

#include <stdio.h>

/**
 * ib_scratch_new() - make a folder
 *
 * It is in memory where that can be, so that programs which do not tell of a read that fails
 * have none: below /dev/shm; else below TMPDIR or /tmp. Folders of this user's processes that
 * were killed are removed.
 *
 * Return: its path, for ib_scratch_remove(); NULL after a message.
 */
char *ib_scratch_new(void);

/**
 * ib_scratch_remove() - remove a folder and all that is in it
 * @path: of ib_scratch_new(), freed; or NULL
 */
void ib_scratch_remove(char *path);

/**
 * ib_scratch_file() - a file without a name, which is gone when it is closed
 *
 * It may become large, and is below TMPDIR or /tmp.
 *
 * Return: open to be written and read; NULL after a message.
 */
FILE *ib_scratch_file(void);

#endif
