// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "bench/host/lock.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

static const char *const places[] = { "/run/lock/initbench", "/tmp/initbench.lock" };

/* One that is there is opened without O_CREAT, which fs.protected_regular refuses to others. */
static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0 && errno == ENOENT)
		fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	return fd;
}

static int open_lock(void)
{
	const char *named = getenv("INITBENCH_LOCK");
	int fd = -1;

	if (named)
		return open_file(named);
	for (size_t i = 0; i < ARRAY_SIZE(places) && fd < 0; i++)
		fd = open_file(places[i]);
	return fd;
}

/* The process that has a file locked, by /proc/locks; 0 if it is in another container. */
static int holder_of(int fd)
{
	FILE *f = fopen("/proc/locks", "re");
	unsigned int major, minor;
	unsigned long inode;
	char line[200];
	struct stat st;
	int pid, holder = 0;

	while (f && !fstat(fd, &st) && fgets(line, sizeof(line), f))
		if (sscanf(line, "%*d: FLOCK %*s WRITE %d %x:%x:%lu", &pid, &major, &minor,
			   &inode) == 4 && inode == st.st_ino &&
		    makedev(major, minor) == st.st_dev)
			holder = pid;
	if (f)
		fclose(f);
	return holder;
}

/* Its command line, as words; freed by the caller. */
static char *command_of(int pid)
{
	char *path = ib_asprintf("/proc/%d/cmdline", pid), line[200] = "";
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(line, 1, sizeof(line) - 1, f) : 0;

	for (size_t i = 0; i + 1 < n; i++)
		if (!line[i])
			line[i] = ' ';
	if (f)
		fclose(f);
	free(path);
	return ib_asprintf("%s", *line ? line : "a process of another container");
}

static void refuse(int fd, bool wait)
{
	int pid = holder_of(fd);
	char *command = command_of(pid);

	if (wait)
		fprintf(stderr, "waiting until process %d has ended: %s\n", pid, command);
	else
		ib_error("process %d measures on this machine: %s; two measurements disturb each "
			 "other: --wait waits until it has ended", pid, command);
	free(command);
}

int ib_machine_lock(bool wait)
{
	const char *named = getenv("INITBENCH_LOCK");
	int fd;

	if (named && !strcmp(named, "none"))
		return 0;
	fd = open_lock();
	if (fd < 0) {
		ib_warn("no lock file can be opened (%s): whether another measurement runs on "
			"this machine is not known", strerror(errno));
		return 0;
	}
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return 0;	/* kept open: children hold it too */
	refuse(fd, wait);
	if (wait && !flock(fd, LOCK_EX))
		return 0;
	close(fd);
	return -1;
}
