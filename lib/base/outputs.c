// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/outputs.h"

/**
 * struct output - a file on its way
 * @path: as the user knows it
 * @target: its place, no link
 * @temp: where it is so far; NULL of one that is to be removed
 * @stream: open, or NULL
 * @fd: of @stream
 * @error: errno of the first write that failed, 0 if none did
 * @taken: made by others, who remove it if it is not moved
 */
struct output {
	char *path;
	char *target;
	char *temp;
	FILE *stream;
	int fd;
	int error;
	bool taken;
};

struct ib_outputs {
	struct output **files;
	size_t nr;
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

/* A name that nobody has; another process of ours may write the same file. */
static int open_temp(struct output *f)
{
	char *folder = folder_of(f->target), *copy = ib_asprintf("%s", f->target);

	for (unsigned int i = 0; i < 100 && f->fd < 0; i++) {
		free(f->temp);
		f->temp = ib_asprintf("%s/.%s.%d-%u.new", folder, basename(copy), (int)getpid(), i);
		f->fd = open(f->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (f->fd < 0 && errno != EEXIST)
			break;
	}
	free(copy);
	free(folder);
	if (f->fd >= 0)
		return 0;
	free(f->temp);
	f->temp = NULL;
	return refuse(f->path, strerror(errno));
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

int ib_outputs_take(struct ib_outputs *o, const char *from, const char *root, const char *name)
{
	struct output *f = add(o, root, name);

	if (!f)
		return -1;
	f->fd = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (f->fd < 0)
		return refuse(f->path, strerror(errno));
	f->temp = ib_asprintf("%s", from);
	f->taken = true;
	return finish(f);
}

int ib_outputs_remove(struct ib_outputs *o, const char *root, const char *name)
{
	return add(o, root, name) ? 0 : -1;
}

static int place(struct output *f)
{
	if (!f->temp)
		return unlink(f->target) && errno != ENOENT ? refuse(f->path, strerror(errno)) : 0;
	if (rename(f->temp, f->target))
		return refuse(f->path, strerror(errno));
	free(f->temp);
	f->temp = NULL;
	return 0;
}

int ib_outputs_commit(struct ib_outputs *o)
{
	int ret = 0;

	for (size_t i = 0; i < o->nr && !ret; i++)
		ret = finish(o->files[i]);
	for (size_t i = 0; i < o->nr && !ret; i++)
		ret = place(o->files[i]);
	ib_outputs_drop(o);
	return ret;
}

static void free_output(struct output *f)
{
	if (f->stream)
		fclose(f->stream);
	if (f->fd >= 0)
		close(f->fd);
	if (f->temp && !f->taken)
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
	free(o->files);
	free(o);
}
