// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel whose CPU sets are of 4,096: with smaller ones sched_getaffinity(2) fails,
 * as where possible_cpus=4096 is on the kernel's line. To be loaded by LD_PRELOAD.
 */
#include <dlfcn.h>
#include <errno.h>
#include <sched.h>
#include <string.h>

#define KERNEL_BYTES	(4096 / 8)

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	int (*real)(pid_t pid, size_t size, cpu_set_t *set) = dlsym(RTLD_NEXT, "sched_getaffinity");

	if (size >= KERNEL_BYTES)
		return real(pid, size, set);
	errno = EINVAL;
	return -1;
}
