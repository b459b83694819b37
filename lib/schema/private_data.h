/* SPDX-License-Identifier: GPL-2.0-only */
/* What must not be in a file that is shared: who and where the machine is. */
#ifndef INITBENCH_PRIVATE_DATA_H
#define INITBENCH_PRIVATE_DATA_H

struct ib_private;

/**
 * ib_private_new() - what to look for
 *
 * Addresses and paths by their form; the host name, the serial numbers and the
 * machine's id by what they are on this machine.
 *
 * Return: free with ib_private_free().
 */
struct ib_private *ib_private_new(void);

/**
 * ib_private_free() - free it
 * @private: what to look for, or NULL
 */
void ib_private_free(struct ib_private *private);

/**
 * ib_private_find() - the first private thing in a text
 * @private: what to look for
 * @key: of the text in its record; a compiler's version looks like an address
 * @text: text
 *
 * Return: "the host name" and the like, NULL if there is none.
 */
const char *ib_private_find(const struct ib_private *private, const char *key, const char *text);

#endif
