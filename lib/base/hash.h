/* SPDX-License-Identifier: GPL-2.0-only */
/* FNV-1a of 64 bits (G. Fowler, L. C. Noll, P. Vo): an identity, no secret. */
#ifndef INITBENCH_HASH_H
#define INITBENCH_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The hash of nothing: where a hash begins. */
#define IB_HASH_BEGIN	0xcbf29ce484222325ULL

/**
 * ib_hash() - go on with a hash
 * @hash: IB_HASH_BEGIN, or of what came before
 * @data: what comes next
 * @size: its bytes
 *
 * Return: the hash of both.
 */
uint64_t ib_hash(uint64_t hash, const void *data, size_t size);

#endif
