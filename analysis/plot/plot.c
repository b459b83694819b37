// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
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
#include "lib/base/scratch.h"
#include "lib/schema/lanes.h"

#define ROW(name, caption)	{ #name, #name ".gp", caption, ib_plot_##name },

static const struct ib_plot plots[] = { IB_PLOT_LIST(ROW) };

const struct ib_plot *ib_plots(size_t *nr)
{
	*nr = ARRAY_SIZE(plots);
	return plots;
}

/* Files of other lanes than user begin with the lane. */
char *ib_plot_file(const struct ib_plot *plot, const struct ib_table *table)
{
	const char *lane = ib_lane_name(table->lane);

	if (!lane)
		return NULL;
	return strcmp(lane, "user") ? ib_asprintf("%s-%s", lane, plot->name) :
				      ib_asprintf("%s", plot->name);
}

static int fail(const char *path)
{
	ib_error("%s: cannot be written: %s; name another folder with --out", path,
		 strerror(errno));
	return -1;
}

static int make_folder(const char *path)
{
	return mkdir(path, 0777) && errno != EEXIST ? fail(path) : 0;
}

static char *source_path(const char *stage, const char *name, const char *suffix)
{
	return ib_asprintf("%s/source/%s%s", stage, name, suffix);
}

/* Scripts lie in the data folder. Return: where to, opened; NULL after a message. */
static FILE *create(const char *stage, const char *name, const char *suffix)
{
	char *path = source_path(stage, name, suffix);
	FILE *f = fopen(path, "wex");

	if (!f)
		fail(path);
	free(path);
	return f;
}

/* What create() opened, or NULL. */
static int close_file(FILE *f, const char *stage, const char *name, const char *suffix)
{
	bool failed = f && ferror(f);
	char *path = source_path(stage, name, suffix);
	int ret = f && (fclose(f) || failed) ? fail(path) : 0;

	free(path);
	return ret;
}

static int cannot_read(const char *path, const char *remedy)
{
	ib_error("%s: cannot be read: %s%s", path, strerror(errno), remedy);
	return -1;
}

/* The scripts go with the data, so that a plot can be drawn again and changed. */
static int copy_script(const char *stage, const char *name)
{
	char *path = ib_asprintf("%s/%s", ib_data_dir(), name), buffer[4096];
	FILE *from = fopen(path, "re"), *to = NULL;
	int ret = -1;
	size_t n;

	if (!from) {
		cannot_read(path, "; 'make install' puts it there");
		goto out;
	}
	to = create(stage, name, "");
	if (!to)
		goto out;
	while ((n = fread(buffer, 1, sizeof(buffer), from)))
		fwrite(buffer, 1, n, to);
	ret = close_file(to, stage, name, "");
	if (ferror(from))
		ret = cannot_read(path, "");
out:
	if (from)
		fclose(from);
	free(path);
	return ret;
}

/* From the fewest to the most of any variant's row. */
static char *layouts_words(const struct ib_table *t)
{
	size_t least = SIZE_MAX, most = 0;

	for (size_t i = 0; i < t->nr_lines; i++) {
		size_t nr = t->lines[i].nr_layouts;

		if (t->lines[i].kind != IB_KIND_VARIANT || !nr)
			continue;
		least = nr < least ? nr : least;
		most = nr > most ? nr : most;
	}
	if (least >= most)
		return ib_asprintf("%zu layout%s", most, most == 1 ? "" : "s");
	return ib_asprintf("%zu to %zu layouts a row", least, most);
}

static void write_common(const struct ib_table *t, struct ib_gp *gp)
{
	const struct ib_run_rec *run = t->runs[t->nr_runs - 1];
	const char *hypervisor = run->guest_of;
	bool native = !strcmp(run->host, "native");
	char *layouts = layouts_words(t);
	char *how = ib_asprintf("lane %s%s%s%s, %s", t->lane,
				t->lines[0].row->proxy ? " (a proxy)" : "",
				hypervisor ? ", guest of " : "", hypervisor ? hypervisor : "",
				layouts);
	char *source = ib_asprintf("run %s%s", run->id, t->nr_runs > 1 ? " and earlier" : "");

	ib_gp_string(gp, "cpu", native ? t->label : ib_cpu_name(run));
	ib_gp_string(gp, "how", how);
	ib_gp_string(gp, "unit", ib_unit_words(t->unit));
	ib_gp_string(gp, "source", source);
	free(source);
	free(how);
	free(layouts);
}

/**
 * struct drawing - a plot of something
 * @file: name without suffix, one of this program's own
 * @script: that draws it
 * @write: its data, words and variables; returns how many things there are to draw
 * @plot: where @table is drawn
 * @table: what is drawn, or NULL
 * @mca: what is drawn, or NULL
 * @cpus: what is drawn, or NULL
 */
struct drawing {
	const char *file;
	const char *script;
	size_t (*write)(const struct drawing *d, struct ib_gp *gp);
	const struct ib_plot *plot;
	const struct ib_table *table;
	const struct ib_mca *mca;
	const struct ib_cross_cpu *cpus;
};

static size_t write_table(const struct drawing *d, struct ib_gp *gp)
{
	write_common(d->table, gp);
	return d->plot->write(d->table, gp);
}

static size_t write_mca(const struct drawing *d, struct ib_gp *gp)
{
	return ib_plot_mca(d->mca, gp);
}

static size_t write_many(const struct drawing *d, struct ib_gp *gp)
{
	return ib_plot_cross_cpu(d->cpus, gp);
}

static size_t write_face(const struct drawing *d, struct ib_gp *gp)
{
	return ib_plot_reset(d->cpus, gp);
}

/* What all scripts need. */
static const char *const shared[] = { "style.gp", "words.gp" };

/* What a plot is drawn from, by the endings of its files. */
static const char *const parts[] = { ".dat", ".txt", ".plt" };

/* Writes data, words and script. Return: what there is to draw, -1 after a message. */
static long write_source(const struct drawing *d, const char *stage)
{
	struct ib_gp gp = { .data = create(stage, d->file, parts[0]) };
	long nr = -1;

	gp.words = gp.data ? create(stage, d->file, parts[1]) : NULL;
	gp.vars = gp.words ? create(stage, d->file, parts[2]) : NULL;
	if (gp.vars) {
		fprintf(gp.vars,
			"# gnuplot -e \"format='svg'\" %s.plt (or png, pdf) draws ../%s.svg\n"
			"file = \"%s\"\nload \"words.gp\"\n", d->file, d->file, d->file);
		nr = d->write(d, &gp);
		fprintf(gp.vars, "load \"%s\"\n", d->script);
	}
	if (close_file(gp.data, stage, d->file, parts[0]) |
	    close_file(gp.words, stage, d->file, parts[1]) |
	    close_file(gp.vars, stage, d->file, parts[2]))
		nr = -1;
	return nr;
}

#define NO_GNUPLOT	127

/*
 * Its picture comes over a pipe: of a write to a file that fails gnuplot does not tell, and
 * goes on. What it reads is in the scratch folder, for the same reason.
 */
static void be_gnuplot(const char *stage, const char *file, const char *format, int out)
{
	char *source = ib_asprintf("%s/source", stage), *script = ib_asprintf("%s.plt", file);
	char *set = ib_asprintf("format='%s'; out='/dev/stdout'", format);

	/* Its text is UTF-8; another locale's characters it complains of. */
	if (chdir(source) || setenv("LC_ALL", "C.UTF-8", 1) || dup2(out, STDOUT_FILENO) < 0)
		_exit(1);
	execlp("gnuplot", "gnuplot", "-d", "-e", set, script, NULL);
	_exit(errno == ENOENT ? NO_GNUPLOT : 1);
}

/* struct picture - as gnuplot made it */
struct picture {
	char *bytes;
	size_t size;
};

static int read_picture(int fd, struct picture *picture)
{
	FILE *f = open_memstream(&picture->bytes, &picture->size);
	char buffer[16384];
	ssize_t n;

	if (!f)
		return -1;
	while ((n = read(fd, buffer, sizeof(buffer))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			fwrite(buffer, 1, n, f);
	return fclose(f) || n < 0 ? -1 : 0;
}

/* Return: what it said when it ended, as waitpid(2) has it; -1 after a message. */
static int wait_for(pid_t child, int fd, struct picture *picture)
{
	int ret = read_picture(fd, picture), status;

	close(fd);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!ret)
		return status;
	ib_error("gnuplot: what it draws cannot be read: %s", strerror(errno));
	return -1;
}

static int run_gnuplot(const char *stage, const char *file, const char *format,
		       struct picture *picture)
{
	int pipes[2], status;
	pid_t child;

	fflush(NULL);
	child = pipe2(pipes, O_CLOEXEC) ? -1 : fork();
	if (child < 0) {
		ib_error("gnuplot: cannot be started: %s", strerror(errno));
		return -1;
	}
	if (!child)
		be_gnuplot(stage, file, format, pipes[1]);
	close(pipes[1]);
	status = wait_for(child, pipes[0], picture);
	if (!status || status < 0)
		return status;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_GNUPLOT)
		ib_error("gnuplot: not found; install gnuplot-nox ('make bench' does)");
	else
		ib_error("gnuplot: failed on plot %s; its own message is above", file);
	return -1;
}

/* What a plot ends with that was written to its end; gnuplot does not say whether it was. */
static const struct {
	const char *format;
	const char *end;
} formats[] = {
	{ "svg", "</svg>" }, { "png", "IEND" }, { "pdf", "%%EOF" }, { "hover", "</svg>" },
};

static bool is_whole(const struct picture *p, const char *format)
{
	size_t tail = p->size < 64 ? p->size : 64;

	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(format, formats[i].format))
			return memmem(p->bytes + p->size - tail, tail, formats[i].end,
				      strlen(formats[i].end));
	return false;
}

static int take(struct ib_plotter *p, const char *stage, const char *folder, const char *name)
{
	char *from = ib_asprintf("%s/%s", stage, name), *to = ib_asprintf("%s/%s", folder, name);
	int ret = ib_outputs_copy(p->outputs, from, p->root, to) ? 0 : -1;

	free(to);
	free(from);
	return ret;
}

static int draw_format(struct ib_plotter *p, const struct drawing *d, const char *stage,
		       const char *folder, const char *format)
{
	char *name = ib_asprintf("%s/%s.%s", folder, d->file, format);
	struct picture picture = { NULL, 0 };
	int ret = run_gnuplot(stage, d->file, format, &picture);
	FILE *f;

	if (!ret && !is_whole(&picture, format)) {
		ib_error("%s/%s: gnuplot did not draw it whole", p->root, name);
		ret = -1;
	}
	f = ret ? NULL : ib_outputs_file(p->outputs, p->root, name);
	if (f)
		fwrite(picture.bytes, 1, picture.size, f);
	free(picture.bytes);
	free(name);
	return f ? 0 : -1;
}

/* The source of a plot, where there is one to draw; else neither it nor a picture stays. */
static int take_source(struct ib_plotter *p, const struct drawing *d, const char *stage,
		       const char *folder, bool drawn)
{
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(formats) && !drawn && !ret; i++) {
		char *place = ib_asprintf("%s/%s.%s", folder, d->file, formats[i].format);

		ret = ib_outputs_remove(p->outputs, p->root, place);
		free(place);
	}
	for (size_t i = 0; i < ARRAY_SIZE(parts) && !ret; i++) {
		char *name = ib_asprintf("source/%s%s", d->file, parts[i]);
		char *place = ib_asprintf("%s/%s", folder, name);

		ret = drawn ? take(p, stage, folder, name) :
			      ib_outputs_remove(p->outputs, p->root, place);
		free(place);
		free(name);
	}
	return ret;
}

static int take_script(struct ib_plotter *p, const char *stage, const char *folder,
		       const char *script)
{
	char *name = ib_asprintf("source/%s", script);
	int ret = copy_script(stage, script);

	if (!ret)
		ret = take(p, stage, folder, name);
	free(name);
	return ret;
}

/* All of a file; empty if it is not there. Return: -1 after a message. */
static int read_file(const char *path, struct picture *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), ret = -1;

	*text = (struct picture){ NULL, 0 };
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fd >= 0) {
		ret = read_picture(fd, text);
		close(fd);
	}
	if (ret)
		cannot_read(path, "; name another folder with --out");
	return ret;
}

#define RUN_WORDS	"\"run "	/* as write_common() writes them */

/*
 * Without the names of runs: a run that measured the same figures again is no reason to
 * draw them anew, and the picture that is there names a run that holds them.
 */
static void drop_run_words(struct picture *text)
{
	char *run = text->bytes ? strstr(text->bytes, RUN_WORDS) : NULL;
	char *end = run ? strchr(run, '\n') : NULL;

	if (!end)
		return;
	memmove(run, end, text->bytes + text->size + 1 - end);
	text->size -= end - run;
}

/* Return: 1 yes, 0 no, -1 after a message. */
static int is_same_source(const struct ib_plotter *p, const char *stage, const char *folder,
			  const char *name, const char *end)
{
	char *ours = ib_asprintf("%s/source/%s%s", stage, name, end);
	char *theirs = ib_asprintf("%s/%s/source/%s%s", p->root, folder, name, end);
	struct picture a = { NULL, 0 }, b = { NULL, 0 };
	int same = read_file(ours, &a) || read_file(theirs, &b) ? -1 : 0;

	drop_run_words(&a);
	drop_run_words(&b);
	if (!same)
		same = a.bytes && b.bytes && a.size == b.size && !memcmp(a.bytes, b.bytes, a.size);
	free(a.bytes);
	free(b.bytes);
	free(theirs);
	free(ours);
	return same;
}

/* Return: as is_same_source(). */
static int is_whole_file(const struct ib_plotter *p, const char *folder, const char *file,
			 const char *format)
{
	char *path = ib_asprintf("%s/%s/%s.%s", p->root, folder, file, format);
	struct picture picture;
	int whole = read_file(path, &picture);

	if (!whole)
		whole = picture.bytes && is_whole(&picture, format);
	free(picture.bytes);
	free(path);
	return whole;
}

/*
 * Is a plot there that was drawn from the same? Then it stays: another version of gnuplot
 * makes other bytes of the same figures, and those are no change of a result.
 *
 * Return: as is_same_source().
 */
static int is_drawn(const struct ib_plotter *p, const struct drawing *d, const char *stage,
		    const char *folder)
{
	int same = is_same_source(p, stage, folder, d->script, "");

	for (size_t i = 0; i < ARRAY_SIZE(shared) && same == 1; i++)
		same = is_same_source(p, stage, folder, shared[i], "");
	for (size_t i = 0; i < ARRAY_SIZE(parts) && same == 1; i++)
		same = is_same_source(p, stage, folder, d->file, parts[i]);
	for (size_t i = 0; p->formats[i] && same == 1; i++)
		same = is_whole_file(p, folder, d->file, p->formats[i]);
	return same;
}

static int draw(struct ib_plotter *p, const struct drawing *d, const char *stage,
		const char *folder)
{
	long nr = write_source(d, stage);
	int ret = nr < 0 ? -1 : 0;

	if (nr > 0)
		ret = copy_script(stage, d->script);
	if (nr > 0 && !ret)
		ret = is_drawn(p, d, stage, folder);
	if (ret > 0) {
		p->drawn++;
		return 0;
	}
	for (size_t i = 0; nr > 0 && !ret && p->formats[i]; i++)
		ret = draw_format(p, d, stage, folder, p->formats[i]);
	if (!ret)
		ret = take_source(p, d, stage, folder, nr > 0);
	if (nr > 0 && !ret) {
		char *name = ib_asprintf("source/%s", d->script);

		ret = take(p, stage, folder, name);
		free(name);
	}
	p->drawn += nr > 0 && !ret;
	return ret;
}

/* The folder of a picture and of its source, where they are to be. */
static int make_place(struct ib_plotter *p, const char *folder)
{
	char *place = ib_asprintf("%s/%s", p->root, folder);
	char *source = ib_asprintf("%s/source", place);
	int ret = 0;

	if (ib_outputs_folder(p->outputs, p->root) || ib_outputs_folder(p->outputs, place) ||
	    ib_outputs_folder(p->outputs, source))
		ret = -1;
	free(source);
	free(place);
	return ret;
}

/* A folder for gnuplot to read, with what all scripts need; NULL after a message. */
static char *make_stage(struct ib_plotter *p, const char *folder)
{
	char *stage, *source;
	int ret;

	if (!ib_data_dir() || make_place(p, folder))
		return NULL;
	if (!p->stage)
		p->stage = ib_scratch_new();
	if (!p->stage)
		return NULL;
	stage = ib_asprintf("%s/%zu", p->stage, p->folders++);
	source = ib_asprintf("%s/source", stage);
	ret = make_folder(stage) || make_folder(source) ? -1 : 0;
	for (size_t i = 0; i < ARRAY_SIZE(shared) && !ret; i++)
		ret = take_script(p, stage, folder, shared[i]);
	free(source);
	if (!ret)
		return stage;
	free(stage);
	return NULL;
}

int ib_plot_table(struct ib_plotter *p, const char *folder, const struct ib_table *table)
{
	char *stage = make_stage(p, folder);
	int ret = stage ? 0 : -1;

	for (size_t i = 0; !ret && i < ARRAY_SIZE(plots); i++) {
		char *file = ib_plot_file(&plots[i], table);
		const struct drawing d = { .file = file, .script = plots[i].script,
					   .write = write_table, .plot = &plots[i],
					   .table = table };

		if (file)
			ret = draw(p, &d, stage, folder);
		free(file);
	}
	free(stage);
	return ret;
}

static int draw_alone(struct ib_plotter *p, const struct drawing *d, const char *folder)
{
	char *stage = make_stage(p, folder);
	int ret = stage ? draw(p, d, stage, folder) : -1;

	free(stage);
	return ret;
}

int ib_plot_predictions(struct ib_plotter *p, const char *folder, const struct ib_mca *mca)
{
	const struct drawing d = { .file = "mca", .script = "mca.gp", .write = write_mca,
				   .mca = mca };

	return draw_alone(p, &d, folder);
}

int ib_plot_panels(struct ib_plotter *p, const struct ib_cross_cpu *cpus)
{
	const struct drawing d = { .file = cpus->name, .script = "many.gp", .write = write_many,
				   .cpus = cpus };

	return draw_alone(p, &d, ".");
}

int ib_plot_face(struct ib_plotter *p, const struct ib_cross_cpu *cpus)
{
	const struct drawing d = { .file = IB_FACE, .script = "reset.gp", .write = write_face,
				   .cpus = cpus };

	return draw_alone(p, &d, ".");
}

int ib_plot_done(struct ib_plotter *p, bool good)
{
	int ret = -1;

	if (good)
		ret = ib_outputs_commit(p->outputs);
	else
		ib_outputs_drop(p->outputs);
	ib_scratch_remove(p->stage);
	return ret;
}
