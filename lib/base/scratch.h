/* SPDX-License-Identifier: GPL-2.0-only */
/* Folders of a process's own, for what other programs read and write. */
#ifndef INITBENCH_SCRATCH_H
#define INITBENCH_SCRATCH_H

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

#endif
