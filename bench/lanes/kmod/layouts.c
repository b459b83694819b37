// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/lanes/kmod/device.h"
#include "bench/lanes/kmod/layouts.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

static struct {
	const char *dir;
	struct dirent **modules;
	int n;
} layouts;

static int is_module(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && !strcmp(dot, ".ko");
}

static int insert(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return err;
}

#define UNSIGNED	"no key that the kernel trusts has signed it; kmod/README.md: Secure Boot"

/* init_module(2) and what the kernel's loader returns. */
static const struct {
	int error;
	const char *why;
} refusals[] = {
	{ EKEYREJECTED, UNSIGNED },
	{ ENOKEY, UNSIGNED },
	{ EPERM, "loading modules needs root, or the kernel is locked down or has loading "
		 "switched off; 'initbench doctor' tells which" },
	{ ENOSYS, "the kernel runs without loadable modules" },
	{ ENOEXEC, "it is built for another kernel; scripts/kmod-build builds it" },
	{ ENODEV, "this CPU or kernel has no XSAVE" },
	{ EPROTO, "this kernel's XSAVE image is not as CPUID says: it is not supported" },
};

static const char *refusal(int error)
{
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++)
		if (refusals[i].error == error)
			return refusals[i].why;
	return strerror(error);
}

int ib_kmod_load(uint64_t seed)
{
	char *path;
	int err;

	if (!layouts.n)
		return 0;
	if (syscall(SYS_delete_module, INITBENCH_DEVICE, O_NONBLOCK) && errno != ENOENT &&
	    errno != ENOSYS && errno != EPERM) {
		ib_error("the loaded module cannot be removed: %s; unload it (rmmod initbench, as root)",
			 strerror(errno));
		return -1;
	}
	path = ib_asprintf("%s/%s", layouts.dir, layouts.modules[seed % layouts.n]->d_name);
	err = insert(path);
	if (err)
		ib_error("%s cannot be loaded: %s (dmesg may say more)", path, refusal(-err));
	free(path);
	return err ? -1 : 0;
}

int ib_kmod_layouts(const char *dir)
{
	layouts.n = scandir(dir, &layouts.modules, is_module, alphasort);
	if (layouts.n <= 0) {
		ib_error("no module (*.ko) in '%s'; scripts/kmod-build makes them", dir);
		return -1;
	}
	layouts.dir = dir;
	return ib_kmod_load(0);
}
