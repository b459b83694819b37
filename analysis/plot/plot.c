// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/plot/labels.h"
#include "analysis/plot/plot.h"
#include "analysis/tables/facts.h"
#include "lib/base/array.h"
#include "lib/base/datadir.h"
#include "lib/base/err.h"

static const struct ib_plot plots[] = {
	{ "clear", "clear.gp", "Cost of each variant, the state in memory already.",
	  ib_plot_clear },
	{ "putload", "putload.gp", "The same with the state live: put, clear, load.",
	  ib_plot_putload },
	{ "ecdf", "ecdf.gp", "Distribution of the blocks of each variant.", ib_plot_ecdf },
	{ "components", "components.gp", "Cost against the number of components.",
	  ib_plot_components },
	{ "content", "content.gp", "Put and load against what the registers hold.",
	  ib_plot_content },
	{ "layout", "layout.gp", "Each layout's cost, and what single builds would say.",
	  ib_plot_layout },
	{ "temps", "temps.gp", "The same resets warm and cold.", ib_plot_temps },
	{ "topdown", "topdown.gp", "Where the issue slots went, as the PMU counted.",
	  ib_plot_topdown },
	{ "size", "size.gp", "Clearing one component, against its size.", ib_plot_size },
};

const struct ib_plot *ib_plots(size_t *nr)
{
	*nr = ARRAY_SIZE(plots);
	return plots;
}

char *ib_plot_file(const struct ib_plot *plot, const struct ib_table *table)
{
	bool user = !strcmp(table->lane, "user");

	return ib_asprintf("%s%s%s", user ? "" : table->lane, user ? "" : "-", plot->name);
}

static FILE *create(const char *dir, const char *name, const char *suffix)
{
	char *path = ib_asprintf("%s/source/%s%s", dir, name, suffix);
	FILE *f = fopen(path, "we");

	if (!f)
		ib_error("%s: cannot be written: %s; name another folder with --out", path,
			 strerror(errno));
	free(path);
	return f;
}

static int close_file(FILE *f, const char *dir)
{
	bool failed = ferror(f);

	if (fclose(f) || failed) {
		ib_error("%s: cannot be written: %s", dir, strerror(errno));
		return -1;
	}
	return 0;
}

/* The scripts go with the data, so that a plot can be drawn again and changed. */
static int copy_script(const char *dir, const char *name)
{
	char *path = ib_asprintf("%s/%s", ib_data_dir(), name), buffer[4096];
	FILE *from = fopen(path, "re"), *to = NULL;
	int ret = -1;
	size_t n;

	if (!from) {
		ib_error("%s: cannot be read: %s; 'make install' puts it there", path,
			 strerror(errno));
		goto out;
	}
	to = create(dir, name, "");
	if (!to)
		goto out;
	while ((n = fread(buffer, 1, sizeof(buffer), from)))
		fwrite(buffer, 1, n, to);
	ret = close_file(to, dir);
out:
	if (from)
		fclose(from);
	free(path);
	return ret;
}

static size_t nr_layouts(const struct ib_table *t)
{
	size_t most = 0;

	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].nr_layouts > most)
			most = t->lines[i].nr_layouts;
	return most;
}

static void write_common(const struct ib_table *t, FILE *vars)
{
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *hypervisor = run->guest_of;
	bool native = !strcmp(run->host, "native");
	char *how = ib_asprintf("lane %s%s%s%s, %zu layouts", t->lane,
				t->lines[0].row->proxy ? " (a proxy)" : "",
				hypervisor ? ", guest of " : "", hypervisor ? hypervisor : "",
				nr_layouts(t));

	ib_gp_string(vars, "cpu", native ? t->label : ib_cpu_name(run));
	ib_gp_string(vars, "how", how);
	ib_gp_string(vars, "unit", ib_unit_words(t->unit));
	free(how);
}

/**
 * struct drawing - a plot of something
 * @file: name without suffix
 * @script: that draws it
 * @write: its data and variables; returns how many things there are to draw
 * @plot: where @table is drawn
 * @table: what is drawn, or NULL
 * @mca: what is drawn, or NULL
 * @many: what is drawn, or NULL
 */
struct drawing {
	const char *file;
	const char *script;
	size_t (*write)(const struct drawing *d, FILE *data, FILE *vars);
	const struct ib_plot *plot;
	const struct ib_table *table;
	const struct ib_mca *mca;
	const struct ib_many *many;
};

static size_t write_table(const struct drawing *d, FILE *data, FILE *vars)
{
	write_common(d->table, vars);
	return d->plot->write(d->table, data, vars);
}

static size_t write_mca(const struct drawing *d, FILE *data, FILE *vars)
{
	return ib_plot_mca(d->mca, data, vars);
}

static size_t write_many(const struct drawing *d, FILE *data, FILE *vars)
{
	return ib_plot_many(d->many, data, vars);
}

/* Writes data and script; *what there is to draw, -1 after a message. */
static long write_source(const struct drawing *d, const char *dir)
{
	FILE *data = create(dir, d->file, ".dat"), *vars = create(dir, d->file, ".plt");
	long nr = -1;

	if (data && vars) {
		fprintf(vars, "# gnuplot -e \"format='svg'\" %s.plt (or png, pdf) draws ../%s.svg\n",
			d->file, d->file);
		ib_gp_string(vars, "file", d->file);
		nr = d->write(d, data, vars);
		fprintf(vars, "load \"%s\"\n", d->script);
	}
	if ((data && close_file(data, dir)) || (vars && close_file(vars, dir)))
		nr = -1;
	return nr;
}

static void remove_source(const char *dir, const char *file)
{
	static const char *const suffixes[] = { ".dat", ".plt" };

	for (size_t i = 0; i < 2; i++) {
		char *path = ib_asprintf("%s/source/%s%s", dir, file, suffixes[i]);

		unlink(path);
		free(path);
	}
}

#define NO_GNUPLOT	127

static void be_gnuplot(const char *dir, const char *file, const char *format)
{
	char *source = ib_asprintf("%s/source", dir), *script = ib_asprintf("%s.plt", file);
	char *set = ib_asprintf("format='%s'", format);

	/* Its text is UTF-8; another locale's characters it complains of. */
	if (chdir(source) || setenv("LC_ALL", "C.UTF-8", 1))
		_exit(1);
	execlp("gnuplot", "gnuplot", "-e", set, script, NULL);
	_exit(errno == ENOENT ? NO_GNUPLOT : 1);
}

static int run_gnuplot(const char *dir, const char *file, const char *format)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child < 0) {
		ib_error("gnuplot: cannot be started: %s", strerror(errno));
		return -1;
	}
	if (!child)
		be_gnuplot(dir, file, format);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_GNUPLOT)
		ib_error("gnuplot: not found; install gnuplot-nox ('make bench' does)");
	else
		ib_error("gnuplot: failed on %s/source/%s.plt; its own message is above", dir,
			 file);
	return -1;
}

static int draw(const struct drawing *d, const char *dir, const char *const *formats,
		size_t *drawn)
{
	long nr = write_source(d, dir);
	int ret = nr < 0 ? -1 : 0;

	if (nr == 0)
		remove_source(dir, d->file);
	else if (!ret)
		ret = copy_script(dir, d->script);
	for (size_t i = 0; nr > 0 && !ret && formats[i]; i++)
		ret = run_gnuplot(dir, d->file, formats[i]);
	*drawn += nr > 0 && !ret;
	return ret;
}

/* The folder of data and scripts, with what all scripts need. */
static int make_source(const char *dir)
{
	char *source = ib_asprintf("%s/source", dir);
	int ret = 0;

	if (!ib_data_dir()) {
		ret = -1;
	} else if (mkdir(source, 0777) && errno != EEXIST) {
		ib_error("%s: cannot be made: %s; name another folder with --out", source,
			 strerror(errno));
		ret = -1;
	}
	free(source);
	return ret ? ret : copy_script(dir, "style.gp");
}

int ib_plot_table(const struct ib_table *table, const char *dir, const char *const *formats,
		  size_t *drawn)
{
	int ret = make_source(dir);

	for (size_t i = 0; !ret && i < ARRAY_SIZE(plots); i++) {
		char *file = ib_plot_file(&plots[i], table);
		const struct drawing d = { .file = file, .script = plots[i].script,
					   .write = write_table, .plot = &plots[i],
					   .table = table };

		ret = draw(&d, dir, formats, drawn);
		free(file);
	}
	return ret;
}

int ib_plot_predictions(const struct ib_mca *mca, const char *dir, const char *const *formats,
			size_t *drawn)
{
	const struct drawing d = { .file = "mca", .script = "mca.gp", .write = write_mca,
				   .mca = mca };

	return make_source(dir) ? -1 : draw(&d, dir, formats, drawn);
}

int ib_plot_panels(const struct ib_many *many, const char *dir, const char *const *formats,
		   size_t *drawn)
{
	const struct drawing d = { .file = many->name, .script = "many.gp", .write = write_many,
				   .many = many };

	return make_source(dir) ? -1 : draw(&d, dir, formats, drawn);
}
