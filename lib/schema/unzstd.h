/* SPDX-License-Identifier: GPL-2.0-only */
/* What zstd(1) has compressed, read as if it had not. */
#ifndef INITBENCH_UNZSTD_H
#define INITBENCH_UNZSTD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct ib_unzstd;

/**
 * ib_is_zstd() - does a stream go on with a frame of zstd's?
 * @stream: a byte of it is looked at, and stays
 *
 * By the first byte of the magic number (RFC 8878, 3.1.1), with which no record begins.
 */
bool ib_is_zstd(FILE *stream);

/**
 * ib_unzstd_new() - begin
 * @stream: stays the caller's
 */
struct ib_unzstd *ib_unzstd_new(FILE *stream);

/**
 * ib_unzstd_read() - the next bytes
 * @z: begun
 * @data: set
 * @size: room in @data
 * @error: set to 0, or why less than @size was read and not the end: EBADMSG, or errno of the
 *         stream
 *
 * Return: bytes; less than @size at the end.
 */
size_t ib_unzstd_read(struct ib_unzstd *z, void *data, size_t size, int *error);

/**
 * ib_unzstd_free() - end
 * @z: or NULL
 */
void ib_unzstd_free(struct ib_unzstd *z);

#endif
