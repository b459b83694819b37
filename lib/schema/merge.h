/* SPDX-License-Identifier: GPL-2.0-only */
/* Results files joined: each run once, whole lines only. */
#ifndef INITBENCH_MERGE_H
#define INITBENCH_MERGE_H

#include <stddef.h>

struct ib_merge;

/**
 * ib_merge_new() - begin
 */
struct ib_merge *ib_merge_new(void);

/**
 * ib_merge_read() - add a file's runs
 * @merge: begun
 * @path: file
 *
 * Of a run that was read before the copy with more records is kept: the other
 * was taken while it still ran. Lines are kept as they are. The last one is left out
 * after a warning if it is cut short; those that do not keep to the table of fields
 * are, too, and are counted.
 *
 * Return: 0, or -1 after a message if the file cannot be read to its end or holds
 * another run of the same name.
 */
int ib_merge_read(struct ib_merge *merge, const char *path);

/**
 * ib_merge_left_out() - lines that were left out since something is wrong with them
 * @merge: read
 */
size_t ib_merge_left_out(const struct ib_merge *merge);

/**
 * ib_merge_write() - write all runs, the oldest first
 * @merge: read
 * @path: file; replaced whole or not at all
 * @ended: if not NULL, runs that have no end record get one, which says "failed" and why
 *
 * Return: how many runs, 0 after a message.
 */
size_t ib_merge_write(struct ib_merge *merge, const char *path, const char *ended);

/**
 * ib_merge_free() - free it
 * @merge: or NULL
 */
void ib_merge_free(struct ib_merge *merge);

#endif
