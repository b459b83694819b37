/* SPDX-License-Identifier: GPL-2.0-only */
/* Which host this is: the machine itself or one that scripts/vm emulates. */
#ifndef INITBENCH_HOST_H
#define INITBENCH_HOST_H

/**
 * ib_emulated_host() - name of the emulated host, as scripts/vm sets it
 *
 * On such a host RDTSC counts instructions.
 *
 * Return: the value of INITBENCH_HOST, such as "qemu-tcg"; NULL natively.
 */
const char *ib_emulated_host(void);

#endif
