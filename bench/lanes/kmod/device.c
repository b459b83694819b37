// SPDX-License-Identifier: GPL-2.0-only
#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/host/xstate.h"
#include "bench/lanes/kmod/device.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"

#define EMULATED "scripts/vm run --initbench-ko -- initbench run --lane kmod"

static const char *why_not_open(int error)
{
	if (error == ENOENT && ib_sysfile_exists("/proc/version") &&
	    !ib_sysfile_exists("/proc/modules"))
		return "this kernel runs without loadable modules; run it in an emulated kernel: "
		       EMULATED;
	switch (error) {
	case ENOENT:
		return "no " IB_KMOD_PATH "; load the module (make -C kmod && insmod "
		       "kmod/initbench.ko, as root), or run it in an emulated kernel: " EMULATED;
	case EACCES:
	case EPERM:
		return IB_KMOD_PATH " needs CAP_SYS_ADMIN; run as root";
	default:
		return IB_KMOD_PATH " cannot be opened; dmesg may say why";
	}
}

static int query_variants(struct ib_kmod *k)
{
	k->variants = ib_calloc(k->query.variants, sizeof(*k->variants));
	for (uint32_t i = 0; i < k->query.variants; i++) {
		k->variants[i] = (struct initbench_query_variant){
			.size = sizeof(*k->variants),
			.version = INITBENCH_VERSION,
			.index = i,
		};
		if (ioctl(k->fd, INITBENCH_QUERY_VARIANT, &k->variants[i]))
			return -1;
	}
	return 0;
}

const char *ib_kmod_open(struct ib_kmod *k)
{
	*k = (struct ib_kmod){
		.query = { .size = sizeof(k->query), .version = INITBENCH_VERSION },
		.build = { .size = sizeof(k->build), .version = INITBENCH_VERSION },
	};
	k->fd = open(IB_KMOD_PATH, O_RDWR | O_CLOEXEC);
	if (k->fd < 0)
		return why_not_open(errno);
	if (ioctl(k->fd, INITBENCH_QUERY, &k->query) ||
	    ioctl(k->fd, INITBENCH_QUERY_BUILD, &k->build) || query_variants(k)) {
		ib_kmod_close(k);
		return "the initbench module that is loaded is of another version; build and "
		       "load this one (make -C kmod)";
	}
	return NULL;
}

void ib_kmod_close(struct ib_kmod *k)
{
	free(k->variants);
	close(k->fd);
}

const struct initbench_query_variant *ib_kmod_find(const struct ib_kmod *k, const char *id)
{
	for (uint32_t i = 0; i < k->query.variants; i++)
		if (!strcmp(k->variants[i].id, id))
			return &k->variants[i];
	return NULL;
}

/*
 * Our registers hold a pattern, the kernel is called, and they are looked at
 * before the compiler has a say.
 */
struct witness {
	struct fpstate *pattern;
	uint64_t rfbm;
	size_t size;
	uint8_t *caller;
	uint8_t *before;
	uint8_t *after;
};

static const struct witness *witness(void)
{
	static struct ib_xstate x;
	static struct witness w;
	unsigned int eax, ebx, ecx, edx;

	if (w.pattern || ib_xstate_detect(&x))
		return w.pattern ? &w : NULL;
	__cpuid_count(0x0d, 0, eax, ebx, ecx, edx);
	w.rfbm = x.rfbm;
	w.size = ebx;
	w.caller = ib_map(w.size, MAP_PRIVATE);
	w.before = ib_map(w.size, MAP_PRIVATE);
	w.after = ib_map(w.size, MAP_PRIVATE);
	w.pattern = ib_fpstate_alloc(&x);
	ib_fpstate_fill(&x, w.pattern, x.rfbm, 'u');
	return &w;
}

static long ioctl_witnessed(const struct witness *w, int fd, struct initbench_run *run)
{
	long ret;

	asm volatile("mov %[rfbm], %%rdx; mov %%edx, %%eax; shr $32, %%rdx\n\t"
		     "xsave64 (%[caller]); xrstor64 (%[pattern]); xsave64 (%[before])\n\t"
		     "mov %[run], %%rdx; mov %[ioctl], %%eax; syscall; mov %%rax, %%r10\n\t"
		     "mov %[rfbm], %%rdx; mov %%edx, %%eax; shr $32, %%rdx\n\t"
		     "xsave64 (%[after]); xrstor64 (%[caller]); mov %%r10, %%rax"
		     : "=&a" (ret)
		     : [caller] "r" (w->caller), [pattern] "r" (&w->pattern->regs.xsave),
		       [before] "r" (w->before), [after] "r" (w->after), [rfbm] "r" (w->rfbm),
		       [run] "r" (run), [ioctl] "i" (SYS_ioctl),
		       "D" ((long)fd), "S" ((long)INITBENCH_RUN)
		     : "rdx", "rcx", "r10", "r11", "memory");
	return ret;
}

/* XSTATE_BV may tell a component's INIT state from the same value in use. */
static bool unchanged(const struct witness *w)
{
	const size_t header = sizeof(struct xregs_state) - sizeof(struct xstate_header);
	const size_t rest = header + sizeof(uint64_t);

	return !memcmp(w->before, w->after, header) &&
	       !memcmp(w->before + rest, w->after + rest, w->size - rest);
}

int ib_kmod_run(const struct ib_kmod *k, struct initbench_run *run)
{
	const struct witness *w = witness();
	long ret;

	if (!w)
		return -ENODEV;
	run->size = sizeof(*run);
	run->version = INITBENCH_VERSION;
	ret = ioctl_witnessed(w, k->fd, run);
	return unchanged(w) ? ret : -EILSEQ;
}
