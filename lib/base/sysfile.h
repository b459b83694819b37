/* SPDX-License-Identifier: GPL-2.0-only */
/* Facts that the kernel keeps in small files. */
#ifndef INITBENCH_SYSFILE_H
#define INITBENCH_SYSFILE_H

#include <stdbool.h>

/**
 * ib_sysfile() - the first line of a file below /proc, /sys or /dev
 * @fmt: path, as printf(3)
 *
 * INITBENCH_SYSROOT, if set, is put in front of the path: tests lay out other
 * machines there.
 *
 * Return: the line without its newline, freed by the caller; NULL if the file
 * is not there, not readable or empty.
 */
char *ib_sysfile(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ib_sysfile_exists() - whether there is a file or a folder of that name
 * @fmt: path, as printf(3), which INITBENCH_SYSROOT is put in front of
 *
 * What tells an empty file (there is none) from no file (it is not known).
 */
bool ib_sysfile_exists(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ib_syspath() - a path with INITBENCH_SYSROOT in front
 * @fmt: path, as printf(3)
 *
 * Return: freed by the caller.
 */
char *ib_syspath(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
