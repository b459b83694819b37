/* SPDX-License-Identifier: GPL-2.0-only */
/* A results file being written: one JSON object a line, safe on disk line by line. */
#ifndef INITBENCH_STORE_H
#define INITBENCH_STORE_H

#include <json-c/json.h>

struct ib_store;

/**
 * ib_store_open() - open a results file to append to, and keep other runs from it
 * @path: the file, in a folder that is there; "-": standard output
 *
 * The file is the run's own until ib_store_close(), by flock(2).
 *
 * Return: the store, or NULL after a message: the file cannot be written, is being
 * written by another run, or has something else in it than results.
 */
struct ib_store *ib_store_open(const char *path);

/**
 * ib_store_write() - append a record and bring it to disk
 * @store: where
 * @record: the object; its reference is taken
 *
 * A record that does not keep to the table of fields, which readers go by, is refused. One
 * that does not fit (full disk) is taken back whole, so that the
 * file ends with a complete line. With INITBENCH_STORE_LOG=FILE in the environment the
 * length of each record is written there once it is on disk, for scripts/kills.
 *
 * Return: 0, or -1 after a message.
 */
int ib_store_write(struct ib_store *store, struct json_object *record);

/**
 * ib_store_runs() - runs in the results files of its folder when it was opened
 * @store: where
 */
unsigned int ib_store_runs(const struct ib_store *store);

/**
 * ib_store_close() - close the file
 * @store: may be NULL
 */
void ib_store_close(struct ib_store *store);

#endif
