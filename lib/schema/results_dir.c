// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/mca.h"
#include "lib/schema/results_dir.h"

/* Of other kinds than runs. */
static const char *const others[] = {
	"aa.jsonl", "peers.jsonl", "reliability.jsonl", IB_MCA_FILE,
};

static int is_results_file(const struct dirent *e)
{
	const char *dot = strrchr(e->d_name, '.');

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!strcmp(e->d_name, others[i]))
			return false;
	return e->d_name[0] != '.' && dot && !strcmp(dot, ".jsonl");
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

char **ib_subfolders(const char *dir, size_t *nr)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_visible, alphasort);
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
	if (n >= 0)
		free(entries);
	return names;
}

/* Does the file's first record name the lane? Without one, any file will do. */
static bool begins_with(const char *path, const char *lane)
{
	FILE *f = lane ? fopen(path, "re") : NULL;
	char *line = NULL, *quoted;
	size_t size = 0;
	bool is = !lane;

	if (!f)
		return is;
	quoted = ib_asprintf("\"%s\"", lane);
	if (getline(&line, &size, f) > 0) {
		struct json_object *o = json_tokener_parse(line);
		const char *lanes = ib_field(o, "lanes");

		is = lanes && strstr(lanes, quoted);
		json_object_put(o);
	}
	free(quoted);
	free(line);
	fclose(f);
	return is;
}

static void read_files(struct ib_results *results, const char *dir, const char *lane)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_results_file, alphasort);

	for (int i = 0; i < n; i++) {
		char *path = ib_asprintf("%s/%s", dir, entries[i]->d_name);

		if (begins_with(path, lane))
			ib_results_read(results, path);
		free(path);
		free(entries[i]);
	}
	if (n >= 0)
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
	names = ib_subfolders(dir, &nr);
	for (size_t i = 0; i < nr; i++) {
		char *path = ib_asprintf("%s/%s", dir, names[i]);

		read_files(results, path, NULL);
		free(path);
		free(names[i]);
	}
	free(names);
	return 0;
}
