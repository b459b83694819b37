// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/outputs.h"

/**
 * enum placed - what is at a file's place
 * @NOT_YET: what was there before
 * @NEW: the file, where there was none
 * @EXCHANGED: the file; what was there before has its temporary name
 * @MOVED_AWAY: nothing; what was there before has its temporary name
 * @REPLACED: the file; what was there before is gone, as this file system exchanges no names
 */
enum placed { NOT_YET, NEW, EXCHANGED, MOVED_AWAY, REPLACED };

/**
 * struct output - a file on its way
 * @path: as the user knows it
 * @target: its place, no link
 * @temp: where it is so far
 * @stream: open, or NULL
 * @fd: of @stream
 * @error: errno of the first write that failed, 0 if none did
 * @removes: it is to be gone afterwards
 * @placed: what is at its place
 */
struct output {
	char *path;
	char *target;
	char *temp;
	FILE *stream;
	int fd;
	int error;
	bool removes;
	enum placed placed;
};

struct ib_outputs {
	struct output **files;
	size_t nr;
	char **folders;		/* that were made for them */
	size_t nr_folders;
};

struct ib_outputs *ib_outputs_new(void)
{
	return ib_calloc(1, sizeof(struct ib_outputs));
}

static int refuse(const char *path, const char *why)
{
	ib_error("%s: cannot be written: %s; it is left as it was, name another file", path, why);
	return -1;
}

static bool is_inside(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return !strcmp(folder, "/") || (!strncmp(path, folder, n) && (!path[n] || path[n] == '/'));
}

static char *folder_of(const char *path)
{
	char *copy = ib_asprintf("%s", path), *folder = ib_asprintf("%s", dirname(copy));

	free(copy);
	return folder;
}

/* What is there already: nothing, or a file that may be replaced. */
static int check_target(struct output *f, const char *folder)
{
	struct stat st;
	char *real;

	if (lstat(f->target, &st))
		return errno == ENOENT ? 0 : refuse(f->path, strerror(errno));
	if (S_ISLNK(st.st_mode)) {
		real = realpath(f->target, NULL);
		if (!real || !is_inside(real, folder) || stat(real, &st)) {
			free(real);
			return refuse(f->path, "it is a link to nothing or out of its folder");
		}
		free(f->target);
		f->target = real;
	}
	if (!S_ISREG(st.st_mode))
		return refuse(f->path, "it is no regular file");
	return access(f->target, W_OK) ? refuse(f->path, strerror(errno)) : 0;
}

/* Follows the links on the way, and sees where they end. */
static int find_target(struct output *f, const char *root)
{
	char *parent = folder_of(f->path), *copy = ib_asprintf("%s", f->path);
	char *folder = realpath(parent, NULL), *top = realpath(root ? root : parent, NULL);
	int ret;

	if (!folder || !top) {
		ret = refuse(f->path, strerror(errno));
	} else if (!is_inside(folder, top)) {
		ret = refuse(f->path, "a link leads out of the folder");
	} else {
		f->target = ib_asprintf("%s/%s", folder, basename(copy));
		ret = check_target(f, top);
	}
	free(top);
	free(folder);
	free(copy);
	free(parent);
	return ret;
}

static struct output *add(struct ib_outputs *o, const char *root, const char *name)
{
	struct output *f = ib_calloc(1, sizeof(*f));

	f->path = root ? ib_asprintf("%s/%s", root, name) : ib_asprintf("%s", name);
	f->fd = -1;
	o->files = ib_realloc(o->files, o->nr + 1, sizeof(*o->files));
	o->files[o->nr++] = f;
	return find_target(f, root) ? NULL : f;
}

/* ".NAME.PID-N.new" of this file: the process, 0 of another name. */
static pid_t maker_of(const char *name, const char *base)
{
	size_t n = strlen(base);
	int pid = 0, end = 0;

	if (*name != '.' || strncmp(name + 1, base, n))
		return 0;
	if (sscanf(name + 1 + n, ".%d-%*u.new%n", &pid, &end) != 1)
		return 0;
	return end && !name[1 + n + end] ? pid : 0;
}

/* Held by no process, here or, where locks reach there, on another machine. */
static bool is_left(int folder, const char *name, pid_t maker)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	bool left = fd >= 0 && kill(maker, 0) && errno == ESRCH && !flock(fd, LOCK_EX | LOCK_NB);

	if (fd >= 0)
		close(fd);
	return left;
}

/*
 * What a process that was killed left of this file is removed. A folder may be one that may be
 * written and not be read. Return: errno, 0 if there is none.
 */
static int remove_left(const char *folder, const char *base)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	int error;

	if (!d)
		return errno == EACCES ? 0 : errno;
	while (errno = 0, e = readdir(d)) {
		pid_t maker = maker_of(e->d_name, base);

		if (maker > 0 && is_left(dirfd(d), e->d_name, maker))
			unlinkat(dirfd(d), e->d_name, 0);
	}
	error = errno;
	closedir(d);
	return error;
}

/* A name that nobody has; another process of ours may write the same file. Return: errno, or 0. */
static int name_temp(struct output *f, unsigned int i)
{
	char *folder = folder_of(f->target), *copy = ib_asprintf("%s", f->target);
	const char *base = basename(copy);
	int error = i ? 0 : remove_left(folder, base);

	free(f->temp);
	f->temp = ib_asprintf("%s/.%s.%d-%u.new", folder, base, (int)getpid(), i);
	free(copy);
	free(folder);
	return error;
}

static int open_temp(struct output *f)
{
	int error = 0;

	for (unsigned int i = 0; i < 100 && f->fd < 0; i++) {
		error = name_temp(f, i);
		if (error)
			break;
		f->fd = open(f->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		error = errno;
		if (f->fd < 0 && error != EEXIST)
			break;
	}
	/* A lock says that it is in use; where there are none, the process does. */
	if (f->fd >= 0 && (!flock(f->fd, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK))
		return 0;
	free(f->temp);
	f->temp = NULL;
	return refuse(f->path, strerror(error));
}

/* stdio forgets why a write failed. */
static ssize_t write_stream(void *cookie, const char *bytes, size_t size)
{
	struct output *f = cookie;
	size_t done = 0;

	while (done < size && !f->error) {
		ssize_t n = write(f->fd, bytes + done, size - done);

		if (n > 0)
			done += n;
		else if (n == 0 || errno != EINTR)
			f->error = n == 0 ? ENOSPC : errno;
	}
	return f->error ? 0 : (ssize_t)size;
}

/* For ftell(3). */
static int seek_stream(void *cookie, off64_t *offset, int whence)
{
	struct output *f = cookie;
	off64_t at = lseek(f->fd, *offset, whence);

	if (at < 0)
		return -1;
	*offset = at;
	return 0;
}

FILE *ib_outputs_file(struct ib_outputs *o, const char *root, const char *name)
{
	static const cookie_io_functions_t functions = { .write = write_stream,
						      .seek = seek_stream };
	struct output *f = add(o, root, name);

	if (!f || open_temp(f))
		return NULL;
	f->stream = fopencookie(f, "w", functions);
	if (!f->stream)
		refuse(f->path, strerror(errno));
	return f->stream;
}

/* As the file is that it replaces. Whose it is only root can keep. */
static void keep_mode(const struct output *f)
{
	struct stat st;

	if (stat(f->target, &st))
		return;
	if (fchown(f->fd, st.st_uid, st.st_gid))
		errno = 0;
	if (fchmod(f->fd, st.st_mode & 07777))
		errno = 0;
}

/* Return: 0, or -1 after a message; the file is closed. */
static int finish(struct output *f)
{
	if (f->stream && fclose(f->stream) && !f->error)
		f->error = errno;
	f->stream = NULL;
	if (f->fd < 0)
		return 0;
	keep_mode(f);
	if (!f->error && fsync(f->fd) && errno != EINVAL)
		f->error = errno;
	if (close(f->fd) && !f->error)
		f->error = errno;
	f->fd = -1;
	return f->error ? refuse(f->path, strerror(f->error)) : 0;
}

/* Return: whether all of @fd went to the file. */
static bool copy_bytes(int fd, FILE *to)
{
	char buffer[16384];
	ssize_t n;

	do {
		n = read(fd, buffer, sizeof(buffer));
		if (n > 0 && fwrite(buffer, 1, n, to) != (size_t)n)
			return true;	/* ib_outputs_commit() tells */
	} while (n > 0 || (n < 0 && errno == EINTR));
	return !n;
}

FILE *ib_outputs_copy(struct ib_outputs *o, const char *from, const char *root,
		      const char *name)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	FILE *to = fd < 0 ? NULL : ib_outputs_file(o, root, name);

	if (fd < 0 || (to && !copy_bytes(fd, to))) {
		ib_error("%s: cannot be read: %s; nothing is written", from, strerror(errno));
		to = NULL;
	}
	if (fd >= 0)
		close(fd);
	return to;
}

int ib_outputs_remove(struct ib_outputs *o, const char *root, const char *name)
{
	struct output *f = add(o, root, name);

	if (f)
		f->removes = true;
	return f ? 0 : -1;
}

int ib_outputs_folder(struct ib_outputs *o, const char *path)
{
	if (mkdir(path, 0777)) {
		if (errno == EEXIST)
			return 0;
		ib_error("%s: cannot be made: %s; name another folder", path, strerror(errno));
		return -1;
	}
	o->folders = ib_realloc(o->folders, o->nr_folders + 1, sizeof(*o->folders));
	o->folders[o->nr_folders++] = ib_asprintf("%s", path);
	return 0;
}

static int move_away(struct output *f)
{
	if (access(f->target, F_OK) && errno == ENOENT)
		return 0;
	if (name_temp(f, 1) || rename(f->target, f->temp))
		return refuse(f->path, strerror(errno));
	f->placed = MOVED_AWAY;
	return 0;
}

/* What was there before is kept until all files are in their places. */
static int place(struct output *f)
{
	if (f->removes)
		return move_away(f);
	if (!renameat2(AT_FDCWD, f->temp, AT_FDCWD, f->target, RENAME_EXCHANGE)) {
		f->placed = EXCHANGED;
		return 0;
	}
	if (errno != ENOENT && errno != EINVAL && errno != ENOSYS)
		return refuse(f->path, strerror(errno));
	f->placed = errno == ENOENT ? NEW : REPLACED;
	if (!rename(f->temp, f->target))
		return 0;
	f->placed = NOT_YET;
	return refuse(f->path, strerror(errno));
}

/* As it was before place(). */
static void put_back(struct output *f)
{
	int ret = 0;

	if (f->placed == EXCHANGED)
		ret = renameat2(AT_FDCWD, f->temp, AT_FDCWD, f->target, RENAME_EXCHANGE);
	else if (f->placed == MOVED_AWAY)
		ret = rename(f->temp, f->target);
	else if (f->placed == NEW)
		ret = unlink(f->target);
	if (ret)
		ib_error("%s: what it was is in %s: %s", f->path, f->temp, strerror(errno));
	if (ret || f->placed == MOVED_AWAY) {
		free(f->temp);
		f->temp = NULL;
	}
}

int ib_outputs_commit(struct ib_outputs *o)
{
	size_t placed = 0;
	int ret = 0;

	for (size_t i = 0; i < o->nr && !ret; i++)
		ret = finish(o->files[i]);
	while (placed < o->nr && !ret) {
		ret = place(o->files[placed]);
		placed += !ret;
	}
	while (ret && placed)
		put_back(o->files[--placed]);
	if (!ret) {
		ib_free_strings(o->folders, o->nr_folders);
		o->folders = NULL;
		o->nr_folders = 0;
	}
	ib_outputs_drop(o);
	return ret;
}

static void free_output(struct output *f)
{
	if (f->stream)
		fclose(f->stream);
	if (f->fd >= 0)
		close(f->fd);
	if (f->temp)
		unlink(f->temp);
	free(f->temp);
	free(f->target);
	free(f->path);
	free(f);
}

void ib_outputs_drop(struct ib_outputs *o)
{
	if (!o)
		return;
	for (size_t i = 0; i < o->nr; i++)
		free_output(o->files[i]);
	/* Those that were made last are in those made before. */
	while (o->nr_folders) {
		rmdir(o->folders[--o->nr_folders]);
		free(o->folders[o->nr_folders]);
	}
	free(o->folders);
	free(o->files);
	free(o);
}
