// SPDX-License-Identifier: GPL-2.0-only
/* The base against itself: how often the procedure cries wolf on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <json-c/json.h>

#include "analysis/compare/output.h"
#include "lib/base/err.h"
#include "lib/base/exit.h"
#include "lib/base/json.h"
#include "lib/base/outputs.h"
#include "lib/schema/json_lines.h"

struct ib_aa ib_aa_of(const struct ib_comparison *c)
{
	struct ib_aa aa = { .nr_units = c->nr_units, .units = c->units, .beyond = c->invalid };

	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_cmp_row *row = &c->rows[i];

		if (row->invalid)
			continue;
		aa.nr_rows += isfinite(row->judgement.walsh.lo);
		aa.nr_flagged += ib_row_differs(row);
		aa.beyond |= ib_row_differs(row) && row->judgement.verdict != IB_TINY;
		aa.max_diff = fmax(aa.max_diff, fabs(row->judgement.walsh.hl));
	}
	aa.total_flagged = aa.nr_flagged;
	aa.total_rows = aa.nr_rows;
	return aa;
}

static bool is_this(struct json_object *o, const struct ib_comparison *c)
{
	const char *base = ib_field(o, "base"), *aa = ib_field(o, "aa");

	return base && aa && !strcmp(base, c->base->runs[0]->id) &&
	       !strcmp(aa, c->patch->runs[0]->id);
}

/* struct total - the records before this comparison's; @found: it is there */
struct total {
	const struct ib_comparison *c;
	size_t flagged;
	size_t rows;
	bool found;
};

static void add_record(struct json_object *o, void *data)
{
	struct total *t = data;

	t->found = t->found || is_this(o, t->c);
	if (t->found)
		return;
	t->flagged += ib_field_number(o, "flagged", 0);
	t->rows += ib_field_number(o, "rows", 0);
}

static void append(FILE *f, const struct ib_comparison *c, const struct ib_aa *aa)
{
	const struct ib_run_rec *run = c->patch->runs[0];
	struct json_object *o = json_object_new_object();
	char text[32];

	snprintf(text, sizeof(text), "%.3f", aa->max_diff);
	ib_json_add_string(o, "type", "aa");
	ib_json_add_count(o, "schema", IB_SCHEMA);
	ib_json_add_string(o, "utc", run->utc);
	ib_json_add_string(o, "base", c->base->runs[0]->id);
	ib_json_add_string(o, "aa", run->id);
	ib_json_add_count(o, "flagged", aa->nr_flagged);
	ib_json_add_count(o, "rows", aa->nr_rows);
	ib_json_add_count(o, "units", aa->nr_units);
	ib_json_add(o, "max_diff", json_object_new_double_s(aa->max_diff, text));
	ib_json_add_string(o, "unit", ib_unit_name(c->unit));
	ib_json_print(o, JSON_C_TO_STRING_PLAIN, f);
	json_object_put(o);
}

/* Return: whether this comparison is recorded already, -errno if nobody can tell. */
static int look_up(const char *path, const struct ib_comparison *c, struct ib_aa *aa)
{
	struct ib_results *account = ib_results_new();
	struct total total = { .c = c };
	struct stat st;
	int err = 0;

	/* A device or a pipe has no records of before. */
	if (!stat(path, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
		ib_json_lines(path, account, "aa", add_record, &total);
	if (account->nr_unreadable)
		err = -EIO;
	ib_results_free(account);
	aa->total_flagged = total.flagged + aa->nr_flagged;
	aa->total_rows = total.rows + aa->nr_rows;
	return err ? err : total.found;
}

/* What has no whole: a device, a pipe. Return: 0 or -errno. */
static int add_to_stream(const char *path, const struct ib_comparison *c, const struct ib_aa *aa)
{
	FILE *f = fopen(path, "ae");
	int err = 0;

	if (!f)
		return -errno;
	append(f, c, aa);
	if (ferror(f))
		err = -EIO;
	if (fclose(f))
		err = -errno;
	return err;
}

/* The file as it is, kept from others who add to it until it is closed; -1 if there is none. */
static int lock_file(const char *path)
{
	struct stat here, now;
	int fd;

	do {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || flock(fd, LOCK_EX) || fstat(fd, &here) || stat(path, &now) ||
		    here.st_ino == now.st_ino)
			return fd;
		/* While we waited another one took its place. */
		close(fd);
	} while (true);
}

/* Return: 0 or -errno. */
static int add_to_file(const char *path, const struct ib_comparison *c, const struct ib_aa *aa)
{
	struct ib_outputs *outputs = ib_outputs_new();
	int fd = lock_file(path), err = fd < 0 && errno != ENOENT ? -errno : 0;
	FILE *f = NULL;

	if (!err && fd >= 0)
		f = ib_outputs_copy(outputs, path, NULL, path);
	else if (!err)
		f = ib_outputs_file(outputs, NULL, path);
	if (!err && !f)
		err = -EIO;
	if (f)
		append(f, c, aa);
	if (err)
		ib_outputs_drop(outputs);
	else if (ib_outputs_commit(outputs))
		err = -EIO;
	if (fd >= 0)
		close(fd);
	return err;
}

static int add_to(const char *path, const struct ib_comparison *c, const struct ib_aa *aa)
{
	struct stat st;

	if (!stat(path, &st) && !S_ISREG(st.st_mode))
		return add_to_stream(path, c, aa);
	return add_to_file(path, c, aa);
}

int ib_aa_record(const char *path, const struct ib_comparison *c, struct ib_aa *aa)
{
	int found = look_up(path, c, aa);
	int err = found ? found : add_to(path, c, aa);

	if (err >= 0)
		return 0;
	ib_warn("%s: %s; this A/A result is not recorded", path, strerror(-err));
	return err;
}

static bool any(const struct ib_comparison *c, enum ib_verdict verdict)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (!c->rows[i].invalid && c->rows[i].judgement.verdict == verdict)
			return true;
	return false;
}

static bool any_invalid(const struct ib_comparison *c)
{
	for (size_t i = 0; i < c->nr_rows; i++)
		if (c->rows[i].invalid && !c->rows[i].harmless)
			return true;
	return c->invalid;
}

int ib_compare_status(const struct ib_comparison *c, const struct ib_aa *aa, bool strict)
{
	if (any_invalid(c) || (aa && aa->beyond))
		return IB_EXIT_INVALID;
	if (any(c, IB_SLOWER))
		return IB_EXIT_SLOWER;
	if (any(c, IB_UNRES) && (strict || c->unbuilt))
		return IB_EXIT_UNRESOLVED;
	if (strict && any(c, IB_TAIL))
		return IB_EXIT_UNRESOLVED;
	return IB_EXIT_OK;
}
