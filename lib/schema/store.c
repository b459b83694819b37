// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/schema/lines.h"
#include "lib/schema/parse.h"
#include "lib/schema/store.h"
#include "lib/schema/unzstd.h"

#define RUN_RECORD	"{\"type\":\"run\""

struct ib_store {
	char *path;
	int fd;
	unsigned int runs;
	bool made;		/* there was no such file */
	int log;		/* of the bytes of each record that is safe; -1 for none */
	struct ib_parser *parser;	/* what readers will say */
};

/* struct scan - what is in a file already */
struct scan {
	unsigned int runs;
	bool packed;		/* compressed */
	bool foreign;		/* the first line is no run record */
	bool open_line;		/* the last line has no newline: a crash left it */
};

static struct scan scan_stream(FILE *f)
{
	struct ib_lines *lines = ib_lines_new(f);
	struct scan scan = { 0 };
	enum ib_line_status status;
	struct ib_line line;

	while ((status = ib_lines_next(lines, &line)) == IB_LINE || status == IB_LINE_LONG) {
		bool run = status == IB_LINE &&
			   !strncmp(line.text, RUN_RECORD, strlen(RUN_RECORD));

		scan.runs += run;
		scan.foreign = scan.foreign || (line.number == 1 && !run);
		scan.open_line = !line.whole;
	}
	ib_lines_free(lines);
	return scan;
}

/* Of a regular file; a device may have no end, and a FIFO no writer. */
static struct scan scan_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct scan scan = { 0 };
	struct stat st;
	FILE *f;

	if (fd < 0)
		return scan;
	f = fdopen(fd, "r");
	if (!fstat(fd, &st) && S_ISREG(st.st_mode)) {
		bool packed = ib_is_zstd(f);

		scan = scan_stream(f);
		scan.packed = packed;
	}
	fclose(f);
	return scan;
}

static unsigned int runs_like(const char *dir, const char *names)
{
	char *pattern = ib_asprintf("%s/%s", dir, names);
	unsigned int runs = 0;
	glob_t found;

	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			runs += scan_file(found.gl_pathv[i]).runs;
		globfree(&found);
	}
	free(pattern);
	return runs;
}

/* Runs in all results files of a file's folder: each CPU has one. */
static unsigned int runs_beside(const char *path)
{
	char *folder = ib_asprintf("%s", path);
	char *dir = dirname(folder);
	unsigned int runs = runs_like(dir, "*.jsonl") + runs_like(dir, "*.jsonl.zst");

	free(folder);
	return runs;
}

/* Return: 0, or -1 after a message: another run writes the file, or it is none of ours. */
static int own(struct ib_store *store)
{
	struct scan scan;
	struct stat st;

	if (fstat(store->fd, &st) || !S_ISREG(st.st_mode))
		return 0;
	/* Where there are no locks (some NFS), runs are told apart by their names alone. */
	if (flock(store->fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		ib_error("'%s' is being written by another run; name another file with --out FILE",
			 store->path);
		return -1;
	}
	scan = scan_file(store->path);
	if (scan.packed) {
		ib_error("'%s' is compressed, and stays as it is; name another file with --out FILE",
			 store->path);
		return -1;
	}
	if (scan.foreign) {
		ib_error("'%s' is not a results file, and stays as it is; name another file with "
			 "--out FILE", store->path);
		return -1;
	}
	if (!scan.open_line || write(store->fd, "\n", 1) == 1)
		return 0;
	ib_error("cannot write '%s': %s", store->path, strerror(errno));
	return -1;
}

static int open_log(void)
{
	const char *path = getenv("INITBENCH_STORE_LOG");

	return path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;
}

struct ib_store *ib_store_open(const char *path)
{
	bool standard = !strcmp(path, "-");
	struct ib_store *store;
	bool made = !standard && access(path, F_OK);
	int fd = standard ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0) :
		 open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0) {
		ib_error("cannot write '%s': %s; choose another place with --out FILE",
			 path, strerror(errno));
		return NULL;
	}
	store = ib_calloc(1, sizeof(*store));
	store->path = ib_asprintf("%s", standard ? "standard output" : path);
	store->fd = fd;
	store->made = made;
	store->log = open_log();
	store->parser = ib_parser_new();
	if (!standard && own(store)) {
		ib_store_close(store);
		return NULL;
	}
	store->runs = standard ? 0 : runs_beside(path);
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

/* What no reader would take is no result: better told now than then. */
static int check(struct ib_store *store, const char *text)
{
	if (ib_parse(store->parser, text, strlen(text)))
		return 0;
	ib_error("a record of this run would be left out by every reader: %s; it is not written. "
		 "Please report it", ib_parse_why(store->parser));
	return -1;
}

int ib_store_write(struct ib_store *store, struct json_object *record)
{
	char *text = ib_json_encoded(record, JSON_C_TO_STRING_PLAIN |
					     JSON_C_TO_STRING_NOSLASHESCAPE);
	char *line = ib_asprintf("%s\n", text);
	size_t length = strlen(line);
	int ret = check(store, text) ? -1 : append(store, line, length);

	/* What is told here must be in the file whatever comes: scripts/kills compares. */
	if (!ret && store->log >= 0)
		dprintf(store->log, "%zu\n", length);
	free(line);
	free(text);
	json_object_put(record);
	return ret;
}

unsigned int ib_store_runs(const struct ib_store *store)
{
	return store->runs;
}

void ib_store_close(struct ib_store *store)
{
	struct stat st;

	if (!store)
		return;
	/* Nothing came of it: nothing is left. */
	if (store->made && !fstat(store->fd, &st) && S_ISREG(st.st_mode) && !st.st_size)
		unlink(store->path);
	if (store->log >= 0)
		close(store->log);
	close(store->fd);
	ib_parser_free(store->parser);
	free(store->path);
	free(store);
}
