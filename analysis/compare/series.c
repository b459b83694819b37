// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/series.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/exit.h"

/* The guest's registers while it is measured: those that every guest uses. */
#define CONTENT	"sse"

static const struct {
	const char *variant;
	const char *name;
} rows[IB_SERIES_ROWS] = {
	{ "kernel:init", "INIT" },
	{ "kernel:init-used", "in use" },
	{ "kernel:putload", "put/load" },
	{ "kernel:run", "KVM_RUN" },
	{ "kernel:sipi", "SIPI" },
};

const char *ib_series_row(size_t i)
{
	return rows[i].name;
}

static void take_row(struct ib_commit *commit, const struct ib_row_rec *row)
{
	if (strcmp(row->lane, "kvm") || strcmp(row->content, CONTENT))
		return;
	for (size_t i = 0; i < IB_SERIES_ROWS; i++)
		if (!strcmp(row->variant, rows[i].variant))
			commit->insns[i] = row->insns;
	commit->wrong |= row->oracle >= IB_ORACLE_PARTIAL;
}

/* Commits whose kernels have the same bytes have one run; each keeps its own. */
static bool take_file(struct ib_series *s, struct ib_commit *commit, const char *list,
		      const char *name)
{
	const char *slash = strrchr(list, '/');
	char *path = ib_asprintf("%.*s%s", slash && *name != '/' ? (int)(slash + 1 - list) : 0,
				 list, name);
	const struct ib_run_rec *run;

	commit->results = ib_results_new();
	ib_results_read(commit->results, path);
	if (!commit->results->nr_runs)
		ib_error("%s: no run in it", path);
	free(path);
	if (!commit->results->nr_runs)
		return false;
	run = commit->results->runs[0];
	s->release = ib_field(run->record, "kernel/release");
	s->host = run->host;
	for (size_t i = 0; i < run->nr_rows; i++)
		take_row(commit, run->rows[i]);
	return true;
}

/* Return: the next field of @rest between tabs; NULL if there is none. */
static char *field(char **rest)
{
	char *f = strsep(rest, "\t");

	return f ? ib_asprintf("%s", f) : NULL;
}

static bool take_line(struct ib_series *s, const char *path, char *line)
{
	struct ib_commit *commit;
	char *file;
	bool ok;

	s->commits = ib_grow(s->commits, s->nr, sizeof(*s->commits));
	commit = &s->commits[s->nr++];
	memset(commit, 0, sizeof(*commit));
	for (size_t i = 0; i < IB_SERIES_ROWS; i++)
		commit->insns[i] = -1;
	commit->name = field(&line);
	commit->subject = field(&line);
	file = field(&line);
	commit->why = field(&line);
	if (!file || (!*file && !commit->why)) {
		ib_error("%s: line %zu has no commit, subject, file and reason", path, s->nr);
		free(file);
		return false;
	}
	ok = !*file || take_file(s, commit, path, file);
	if (*file) {
		free(commit->why);
		commit->why = NULL;
	}
	free(file);
	return ok;
}

static bool read_lines(struct ib_series *s, const char *path)
{
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool ok = true;

	if (!f) {
		ib_error("%s: %s", path, strerror(errno));
		return false;
	}
	while (ok && getline(&line, &size, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		ok = take_line(s, path, line);
	}
	free(line);
	fclose(f);
	if (ok && (s->nr < 2 || s->commits[0].why)) {
		ib_error("%s: no base that was measured, or nothing after it", path);
		ok = false;
	}
	return ok;
}

static void set_changes(struct ib_commit *commit, const struct ib_commit *last,
			const struct ib_commit *base, double delta)
{
	bool less = false;

	for (size_t i = 0; i < IB_SERIES_ROWS; i++) {
		if (commit->insns[i] < 0)
			continue;
		if (last->insns[i] >= 0)
			commit->change[i] = commit->insns[i] - last->insns[i];
		if (base->insns[i] >= 0)
			commit->since_base[i] = commit->insns[i] - base->insns[i];
		commit->slower |= commit->change[i] > delta;
		less |= commit->change[i] < -delta;
	}
	commit->faster = less && !commit->slower;
}

struct ib_series *ib_series_read(const char *path, double delta)
{
	struct ib_series *s = ib_calloc(1, sizeof(*s));
	const struct ib_commit *last;

	s->delta = delta;
	if (!read_lines(s, path)) {
		ib_series_free(s);
		return NULL;
	}
	last = s->commits;
	for (size_t i = 1; i < s->nr; i++) {
		if (s->commits[i].why)
			continue;
		set_changes(&s->commits[i], last, s->commits, delta);
		last = &s->commits[i];
	}
	return s;
}

void ib_series_free(struct ib_series *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->nr; i++) {
		ib_results_free(s->commits[i].results);
		free(s->commits[i].why);
		free(s->commits[i].subject);
		free(s->commits[i].name);
	}
	free(s->commits);
	free(s);
}

const char *ib_series_word(const struct ib_series *s, size_t i)
{
	const struct ib_commit *c = &s->commits[i];

	if (c->why)
		return "failed";
	if (c->wrong)
		return "wrong";
	if (!i)
		return "base";
	return c->slower ? "slower" : c->faster ? "faster" : "same";
}

int ib_series_status(const struct ib_series *s)
{
	bool wrong = false, slower = false, failed = false;

	for (size_t i = 0; i < s->nr; i++) {
		failed |= !!s->commits[i].why;
		wrong |= s->commits[i].wrong;
		slower |= s->commits[i].slower;
	}
	if (failed)
		return IB_EXIT_USAGE;
	if (wrong)
		return IB_EXIT_INVALID;
	return slower ? IB_EXIT_SLOWER : IB_EXIT_OK;
}
