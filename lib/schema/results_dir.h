/* SPDX-License-Identifier: GPL-2.0-only */
/* A folder of results: <folder>/<cpu>/<run>.jsonl. */
#ifndef INITBENCH_RESULTS_DIR_H
#define INITBENCH_RESULTS_DIR_H

#include "lib/schema/results.h"

/**
 * ib_results_read_dir() - read every run below a folder
 * @results: collection
 * @dir: folder
 *
 * In the order of the names. aa.jsonl and reliability.jsonl are left out: they
 * hold verdicts on A/A comparisons and tests of the module, no runs.
 *
 * Return: 0, or -1 after a message if the folder cannot be read.
 */
int ib_results_read_dir(struct ib_results *results, const char *dir);

/**
 * ib_results_read_lane() - read the files of one folder that begin with a run of a lane
 * @results: collection
 * @dir: folder, of which no subfolder is looked at; one that is not there has no files
 * @lane: lane
 */
void ib_results_read_lane(struct ib_results *results, const char *dir, const char *lane);

/**
 * ib_open_record_file() - open one of the files of a folder of results
 * @path: it
 * @account: one that cannot be read, or is none but a folder, FIFO or device, is counted
 *           there, after a warning
 *
 * Return: NULL if it is not there, or not to be read.
 */
FILE *ib_open_record_file(const char *path, struct ib_results *account);

/**
 * ib_subfolders() - the folders in a folder
 * @dir: folder
 * @account: one that cannot be read is counted there, after a warning
 * @nr: set to how many
 *
 * Return: their names in order, each to be freed, as is the array; NULL with
 * @nr = 0 if there are none.
 */
char **ib_subfolders(const char *dir, struct ib_results *account, size_t *nr);

#endif
