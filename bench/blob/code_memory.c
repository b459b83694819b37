// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/blob/code_memory.h"
#include "lib/base/err.h"

#define PAGE		4096UL
#define LIMIT		(1UL << 31)
#define FIRST_PLACE	(1UL << 28)
#define NEXT_PLACE	(1UL << 25)

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE	0x100000
#endif

static void *map_low(void *hint, size_t bytes, int flags)
{
	void *p = mmap(hint, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags,
		       -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	if ((uintptr_t)p + bytes <= LIMIT)
		return p;
	munmap(p, bytes);
	errno = ENOMEM;
	return NULL;
}

void *ib_low_memory(size_t bytes)
{
	void *p = map_low(NULL, bytes, MAP_32BIT);

	for (uintptr_t at = FIRST_PLACE; !p && at + bytes <= LIMIT; at += NEXT_PLACE)
		p = map_low((void *)at, bytes, MAP_FIXED_NOREPLACE);
	return p;
}

/* The same bytes at the same place, from a file that nobody else has open. */
static int map_again(void *at, size_t bytes)
{
	int fd = memfd_create("initbench", MFD_CLOEXEC), ret = -EIO;

	if (fd < 0)
		return -errno;
	if (write(fd, at, bytes) == (ssize_t)bytes)
		ret = mmap(at, bytes, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE,
			   fd, 0) == MAP_FAILED ? -errno : 0;
	close(fd);
	return ret;
}

int ib_make_executable(void *at, size_t bytes)
{
	int error;

	if (!mprotect(at, bytes, PROT_READ | PROT_EXEC))
		return 0;
	error = errno;
	return map_again(at, bytes) ? -error : 0;
}

/* In a child: its exit status is the error. */
static int try_it(void)
{
	static const uint8_t ret = 0xc3;
	void *code = ib_low_memory(PAGE);
	int err;

	if (!code)
		return errno;
	memcpy(code, &ret, sizeof(ret));
	err = ib_make_executable(code, PAGE);
	if (!err)
		((void (*)(void))code)();
	return -err;
}

char *ib_code_memory_refused(void)
{
	pid_t child = fork();
	int status;

	if (!child)
		_exit(try_it());
	if (child < 0 || waitpid(child, &status, 0) != child)
		return ib_asprintf("cannot fork: %s", strerror(errno));
	if (WIFSIGNALED(status))
		return ib_asprintf("a process that tries is killed: %s",
				   strsignal(WTERMSIG(status)));
	return WEXITSTATUS(status) ? ib_asprintf("%s", strerror(WEXITSTATUS(status))) : NULL;
}
