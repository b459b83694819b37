/* SPDX-License-Identifier: GPL-2.0-only */
/* Which host this is: the machine itself or one that scripts/vm boots. */
#ifndef INITBENCH_HOST_H
#define INITBENCH_HOST_H

/**
 * ib_host() - name of the host, as scripts/vm sets it
 *
 * Return: the value of INITBENCH_HOST, such as "qemu-tcg"; "native" without one.
 */
const char *ib_host(void);

/**
 * ib_emulated_host() - name of the host if RDTSC counts instructions there
 *
 * Return: as ib_host(); NULL natively and on "qemu-kvm", where it is time.
 */
const char *ib_emulated_host(void);

#endif
