// SPDX-License-Identifier: GPL-2.0-only
#include <sys/syscall.h>

#include "bench/blob/code/xsave.h"
#include "bench/blob/fence.h"
#include "bench/lanes/kvm/ioctl.h"

/* Not inlined: a caller keeps nothing in vector registers over a call. */
noinline uint64_t ib_timed_ioctl(int fd, unsigned long request, unsigned long argument,
				 const struct ib_registers *registers, long *ret)
{
	uint64_t start, end;

	if (registers)
		ib_xrstor(registers->image, registers->rfbm);
	start = ib_tsc_fenced();
	asm volatile("syscall"
		     : "=a" (*ret)
		     : "0" ((long)SYS_ioctl), "D" ((long)fd), "S" (request), "d" (argument)
		     : "rcx", "r11", "memory");
	end = ib_tsc_fenced();
	return end - start;
}
