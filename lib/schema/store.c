// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/store.h"

#define RUN_RECORD	"{\"type\":\"run\""

struct ib_store {
	char *path;
	int fd;
	unsigned int runs;
};

static int make_folders(const char *path)
{
	char *copy = ib_asprintf("%s", path);
	int ret = 0;

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST) {
			ib_error("cannot make the folder '%s': %s; choose another place with --out FILE",
				 copy, strerror(errno));
			ret = -1;
			break;
		}
		*slash = '/';
	}
	free(copy);
	return ret;
}

struct scan {
	unsigned int runs;
	bool open_line;		/* the last line has no newline: a crash left it */
};

static struct scan scan_file(const char *path)
{
	struct scan scan = { 0 };
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	struct stat st;
	ssize_t n;

	if (!f)
		return scan;
	/* A device may have no end. */
	while (!fstat(fileno(f), &st) && S_ISREG(st.st_mode) &&
	       (n = getline(&line, &size, f)) > 0) {
		scan.runs += !strncmp(line, RUN_RECORD, strlen(RUN_RECORD));
		scan.open_line = line[n - 1] != '\n';
	}
	free(line);
	fclose(f);
	return scan;
}

/* Runs in all results files of a file's folder: each CPU has one. */
static unsigned int runs_beside(const char *path)
{
	char *folder = ib_asprintf("%s", path);
	char *pattern = ib_asprintf("%s/*.jsonl", dirname(folder));
	unsigned int runs = 0;
	glob_t found;

	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			runs += scan_file(found.gl_pathv[i]).runs;
		globfree(&found);
	}
	free(pattern);
	free(folder);
	return runs;
}

struct ib_store *ib_store_open(const char *path)
{
	struct ib_store *store;
	int fd;

	if (make_folders(path))
		return NULL;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0) {
		ib_error("cannot write '%s': %s; choose another place with --out FILE",
			 path, strerror(errno));
		return NULL;
	}
	store = ib_calloc(1, sizeof(*store));
	store->path = ib_asprintf("%s", path);
	store->fd = fd;
	store->runs = runs_beside(path);
	if (scan_file(path).open_line && write(fd, "\n", 1) != 1) {
		ib_error("cannot write '%s': %s", path, strerror(errno));
		ib_store_close(store);
		return NULL;
	}
	return store;
}

/* What a full disk, a limit and a reader that left want of the user. */
static const struct {
	int error;
	const char *remedy;
} remedies[] = {
	{ ENOSPC, "; make room, or choose another place with --out FILE" },
	{ EDQUOT, "; make room, or choose another place with --out FILE" },
	{ EFBIG, ": a limit of this process (ulimit -f); raise it" },
};

static const char *remedy(int error)
{
	for (size_t i = 0; i < ARRAY_SIZE(remedies); i++)
		if (remedies[i].error == error)
			return remedies[i].remedy;
	return "";
}

/* Why only a part was written: writing the rest says so. */
static int why_short(int fd, const char *rest, size_t length)
{
	return write(fd, rest, length) < 0 ? errno : ENOSPC;
}

/* One write(2) a line: O_APPEND keeps lines of several processes apart. */
static int append(struct ib_store *store, const char *line, size_t length)
{
	off_t before = lseek(store->fd, 0, SEEK_END);
	ssize_t n = write(store->fd, line, length);
	int error;

	if (n == (ssize_t)length && (!fdatasync(store->fd) || errno == EINVAL || errno == EROFS))
		return 0;
	error = errno;
	if (n >= 0 && n < (ssize_t)length)
		error = why_short(store->fd, line + n, length - n);
	ib_error("cannot write '%s': %s; what was finished before is kept there%s",
		 store->path, strerror(error), remedy(error));
	if (n > 0 && before >= 0 && ftruncate(store->fd, before))
		ib_error("'%s' ends with a damaged line", store->path);
	return -1;
}

int ib_store_write(struct ib_store *store, struct json_object *record)
{
	size_t length;
	const char *text = json_object_to_json_string_length(record, JSON_C_TO_STRING_PLAIN |
							     JSON_C_TO_STRING_NOSLASHESCAPE,
							     &length);
	char *line = ib_asprintf("%s\n", text);
	int ret = append(store, line, length + 1);

	free(line);
	json_object_put(record);
	return ret;
}

unsigned int ib_store_runs(const struct ib_store *store)
{
	return store->runs;
}

void ib_store_close(struct ib_store *store)
{
	if (!store)
		return;
	close(store->fd);
	free(store->path);
	free(store);
}
