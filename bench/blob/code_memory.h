/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory for code that is made at run time. It is never writable and executable
 * at once: it is written, then made executable. Where a process may not do that
 * (prctl(PR_SET_MDWE), systemd's MemoryDenyWriteExecute=, SELinux' execmem), the
 * code is mapped a second time from a memfd, which was never writable there.
 */
#ifndef INITBENCH_CODE_MEMORY_H
#define INITBENCH_CODE_MEMORY_H

#include <stddef.h>

/* What an error message says when neither way is permitted. */
#define IB_NO_CODE_MEMORY							\
	"a security policy forbids it: neither mprotect nor a mapping of a memfd may "	\
	"be executable; run it without MemoryDenyWriteExecute= (systemd), without a "	\
	"seccomp filter on PROT_EXEC, or permit execmem (SELinux)"

/**
 * ib_low_memory() - writable zeroed memory below 2 GiB
 * @bytes: of it
 *
 * mmap(2)'s MAP_32BIT, and where that is not known (qemu-user 7.2 ignores it)
 * the first free place of a few.
 *
 * Return: the memory, to be unmapped; NULL with errno set.
 */
void *ib_low_memory(size_t bytes);

/**
 * ib_make_executable() - make written code executable, and no longer writable
 * @at: start of a page of private memory
 * @bytes: a multiple of 4096
 *
 * Return: 0, or a negative errno of the first way, if neither is permitted.
 */
int ib_make_executable(void *at, size_t bytes);

/**
 * ib_code_memory_refused() - whether this process may execute what it wrote
 *
 * A child tries, since a filter may kill whoever does.
 *
 * Return: NULL if it may, else what became of the trial; freed by the caller.
 */
char *ib_code_memory_refused(void);

#endif
