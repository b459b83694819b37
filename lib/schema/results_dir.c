// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/lines.h"
#include "lib/schema/mca.h"
#include "lib/schema/parse.h"
#include "lib/schema/results_dir.h"

/* Of other kinds than runs. */
static const char *const others[] = {
	"aa.jsonl", "peers.jsonl", "reliability.jsonl", "machines.jsonl", IB_MCA_FILE,
};

static int is_results_file(const struct dirent *e)
{
	size_t n = strlen(e->d_name);
	bool packed = n > 4 && !strcmp(e->d_name + n - 4, ".zst");
	const char *end = e->d_name + n - (packed ? 4 : 0);

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcmp(e->d_name, others[i]))
			return false;
	return e->d_name[0] != '.' && end - e->d_name > 6 && !strncmp(end - 6, ".jsonl", 6);
}

static int is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Return: how many entries; 0, after a warning, of a folder that cannot be read. */
static int entries_of(const char *dir, struct ib_results *account, struct dirent ***entries,
		      int (*is)(const struct dirent *e))
{
	int n = scandir(dir, entries, is, alphasort);

	if (n >= 0)
		return n;
	*entries = NULL;
	if (errno != ENOENT) {
		ib_warn("%s: cannot be read: %s", dir, strerror(errno));
		account->nr_unreadable++;
	}
	return 0;
}

char **ib_subfolders(const char *dir, struct ib_results *account, size_t *nr)
{
	struct dirent **entries;
	int n = entries_of(dir, account, &entries, is_visible);
	char **names = NULL;

	*nr = 0;
	for (int i = 0; i < n; i++) {
		char *path = ib_asprintf("%s/%s", dir, entries[i]->d_name);

		if (is_folder(path)) {
			names = ib_realloc(names, *nr + 1, sizeof(*names));
			names[(*nr)++] = ib_asprintf("%s", entries[i]->d_name);
		}
		free(path);
		free(entries[i]);
	}
	free(entries);
	return names;
}

FILE *ib_open_record_file(const char *path, struct ib_results *account)
{
	/* A FIFO without a writer would wait for one. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0 || fstat(fd, &st)) {
		ib_warn("%s: cannot be opened: %s", path, strerror(errno));
		account->nr_unreadable++;
	} else if (!S_ISREG(st.st_mode)) {
		ib_warn("%s: no regular file; left out", path);
		account->nr_left_out++;
	} else {
		return fdopen(fd, "r");
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* Does the file's first record name the lane? */
static bool begins_with(FILE *f, const char *lane)
{
	struct ib_lines *lines = ib_lines_new(f);
	struct ib_parser *p = ib_parser_new();
	struct ib_line line;
	struct ib_text text;
	bool is = false;

	if (ib_lines_next(lines, &line) == IB_LINE && ib_parse(p, line.text, line.length))
		for (size_t i = 0; !is && ib_parse_each_text(p, i, &text); i++)
			is = !strcmp(text.key, "lanes") && !strcmp(text.text, lane);
	ib_parser_free(p);
	ib_lines_free(lines);
	rewind(f);
	return is;
}

/* With a lane, only one that begins with a run of it. */
static void read_file(struct ib_results *results, const char *path, const char *lane)
{
	FILE *f = ib_open_record_file(path, results);

	if (!f)
		return;
	if (!lane || begins_with(f, lane))
		ib_results_read_stream(results, f, path);
	fclose(f);
}

static void read_files(struct ib_results *results, const char *dir, const char *lane)
{
	struct dirent **entries;
	int n = entries_of(dir, results, &entries, is_results_file);

	for (int i = 0; i < n; i++) {
		char *path = ib_asprintf("%s/%s", dir, entries[i]->d_name);

		read_file(results, path, lane);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

void ib_results_read_lane(struct ib_results *results, const char *dir, const char *lane)
{
	read_files(results, dir, lane);
}

int ib_results_read_dir(struct ib_results *results, const char *dir)
{
	DIR *d = opendir(dir);
	size_t nr;
	char **names;

	if (!d) {
		ib_error("%s: cannot be read: %s; 'make bench' or 'initbench run' makes results",
			 dir, strerror(errno));
		return -1;
	}
	closedir(d);
	read_files(results, dir, NULL);
	names = ib_subfolders(dir, results, &nr);
	for (size_t i = 0; i < nr; i++) {
		char *path = ib_asprintf("%s/%s", dir, names[i]);

		read_files(results, path, NULL);
		free(path);
		free(names[i]);
	}
	free(names);
	return 0;
}
