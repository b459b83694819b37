// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "lib/base/err.h"
#include "lib/base/scratch.h"

#define IN_MEMORY	"/dev/shm"
#define NAME		"initbench."

static const char *on_disk(void)
{
	const char *named = getenv("TMPDIR");

	return named && *named ? named : "/tmp";
}

static const char *parent(void)
{
	struct statfs fs;

	if (!statfs(IN_MEMORY, &fs) && fs.f_type == TMPFS_MAGIC && !access(IN_MEMORY, W_OK | X_OK))
		return IN_MEMORY;
	return on_disk();
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	return remove(path);
}

static void remove_all(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Locked as long as the process lives, which another container may not see. */
static int lock(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A folder of ours whose process is gone. */
static bool is_left(const char *path, const char *name)
{
	int pid = 0, end = 0, fd;
	struct stat st;

	if (sscanf(name, NAME "%d.%*6[A-Za-z0-9]%n", &pid, &end) != 1 || !end ||
	    name[end] || pid <= 0 || !kill(pid, 0) || errno != ESRCH ||
	    lstat(path, &st) || st.st_uid != geteuid())
		return false;
	fd = lock(path);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static void remove_left(const char *parent)
{
	DIR *d = opendir(parent);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path = ib_asprintf("%s/%s", parent, e->d_name);

		if (is_left(path, e->d_name))
			remove_all(path);
		free(path);
	}
	if (d)
		closedir(d);
}

char *ib_scratch_new(void)
{
	char *path = ib_asprintf("%s/" NAME "%d.XXXXXX", parent(), (int)getpid());

	remove_left(parent());
	if (mkdtemp(path)) {
		lock(path);
		return path;
	}
	ib_error("%s: cannot be made: %s; TMPDIR names another folder", path, strerror(errno));
	free(path);
	return NULL;
}

void ib_scratch_remove(char *path)
{
	if (path)
		remove_all(path);
	free(path);
}

FILE *ib_scratch_file(void)
{
	char *path = ib_asprintf("%s/" NAME "XXXXXX", on_disk());
	int fd = mkostemp(path, O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w+");

	if (fd >= 0)
		unlink(path);
	if (!f)
		ib_error("%s: cannot be made: %s; TMPDIR names another folder", path,
			 strerror(errno));
	if (fd >= 0 && !f)
		close(fd);
	free(path);
	return f;
}
