// SPDX-License-Identifier: GPL-2.0-only
/* All pages as one HTML file: Markdown through cmark-gfm, plots inlined, tables to be sorted. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/plot/plot.h"
#include "analysis/report/html.h"
#include "analysis/report/html_svg.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/outputs.h"
#include "lib/base/scratch.h"
#include "lib/schema/mca.h"
#include "lib/schema/results_dir.h"

#define CONVERTER	"cmark-gfm"
#define NOT_FOUND	127

/**
 * struct html - a page that is made
 * @r: report
 * @out: the page
 * @plots: inlined so far
 * @pages: written so far
 */
struct html {
	const struct ib_report *r;
	FILE *out;
	size_t plots;
	size_t pages;
};

static int make_folder(const char *root, const char *name)
{
	char *path = ib_asprintf("%s/%s", root, name);
	int ret = mkdir(path, 0777) && errno != EEXIST ? -1 : 0;

	if (ret)
		ib_error("%s: cannot be made: %s", path, strerror(errno));
	free(path);
	return ret;
}

/* The folder of a CPU's plots below the plotter's; NULL after a message. */
static char *plots_folder(const struct ib_plotter *p, const char *cpu)
{
	char *folder = ib_asprintf("%s/plots", cpu);

	if (!make_folder(p->root, cpu) && !make_folder(p->root, folder))
		return folder;
	free(folder);
	return NULL;
}

static int draw_table(struct ib_plotter *p, const struct ib_table *t)
{
	char *from = ib_report_folder(t), *slash = strrchr(from, '/');
	char *folder = plots_folder(p, slash ? slash + 1 : from);
	int ret = folder ? ib_plot_table(p, folder, t) : -1;

	free(folder);
	free(from);
	return ret;
}

static int draw_predictions(struct ib_plotter *p, const struct ib_report *r)
{
	size_t nr;
	char **names = ib_subfolders(r->dir, r->results, &nr);
	int ret = 0;

	for (size_t i = 0; i < nr; i++) {
		char *path = ib_asprintf("%s/%s/" IB_MCA_FILE, r->dir, names[i]);
		struct ib_mca *m = ret ? NULL : ib_mca_read(path, r->results);
		char *folder = m ? plots_folder(p, names[i]) : NULL;

		if (m)
			ret = folder ? ib_plot_predictions(p, folder, m) : -1;
		free(folder);
		ib_mca_free(m);
		free(path);
		free(names[i]);
	}
	free(names);
	return ret;
}

static const char *const formats[] = { "hover", NULL };

static int draw_cpus(const struct html *h)
{
	struct ib_plotter p = { .root = h->r->drawn, .formats = formats };
	const struct ib_table *t;
	size_t i = 0;
	int ret = 0;

	p.outputs = ib_outputs_new();
	while (!ret && (t = ib_report_next(h->r, &i, NULL)))
		ret = draw_table(&p, t);
	if (!ret)
		ret = draw_predictions(&p, h->r);
	return ib_plot_done(&p, !ret);
}

static int draw_beside(const struct html *h)
{
	char *root = ib_asprintf("%s/plots", h->r->drawn);
	struct ib_plotter p = { .root = root, .formats = formats };
	int ret = make_folder(h->r->drawn, "plots");

	if (!ret) {
		p.outputs = ib_outputs_new();
		ret = ib_plot_done(&p, !ib_report_plot_cpus(h->r, &p));
	}
	free(root);
	return ret;
}

static void be_converter(const char *from, const char *to)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		_exit(1);
	execlp(CONVERTER, CONVERTER, "--extension", "table", from, NULL);
	_exit(errno == ENOENT ? NOT_FOUND : 1);
}

static int convert(const char *from, const char *to)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child < 0) {
		ib_error(CONVERTER ": cannot be started: %s", strerror(errno));
		return -1;
	}
	if (!child)
		be_converter(from, to);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		ib_error(CONVERTER ": not found; 'scripts/setup --with html' installs it");
	else
		ib_error(CONVERTER ": failed; its own message is above");
	return -1;
}

static char *between(const char *text, const char *begin, const char *end)
{
	const char *from = strstr(text, begin), *to;

	if (!from)
		return NULL;
	from += strlen(begin);
	to = strstr(from, end);
	return to ? ib_asprintf("%.*s", (int)(to - from), from) : NULL;
}

/* The plot that was drawn in place of "results/CPU/plots/NAME.svg"; NULL of another image. */
static char *plot_of(const struct html *h, const char *src)
{
	char *dir = ib_report_link(h->r, h->r->dir), *path = NULL;
	size_t n = strlen(dir), m = strlen(src);

	if (m > n + 4 && !strncmp(src, dir, n) && !strcmp(src + m - 4, ".svg"))
		path = ib_asprintf("%s%.*s.hover", h->r->drawn, (int)(m - n - 4), src + n);
	free(dir);
	return path;
}

static void write_image(struct html *h, const char *tag)
{
	char *src = between(tag, "src=\"", "\""), *label = between(tag, "alt=\"", "\"");
	char *path = src ? plot_of(h, src) : NULL;

	fputs("<figure>", h->out);
	if (!path || !ib_html_svg(path, ++h->plots, label ? label : "", h->out))
		ib_print(h->out, IB_SINK_XML, "(%s was not drawn)", src ? src : "a plot");
	fputs("</figure>", h->out);
	free(path);
	free(label);
	free(src);
}

/* "results/STUDY.md" is a section of this page. */
static char *anchor(const char *path)
{
	char *id = ib_encode(IB_SINK_NAME, path);

	for (char *p = id; *p; p++)
		if (*p == '.' || *p == '+')
			*p = '-';
	return id;
}

static void write_link(struct html *h, const char *tag)
{
	char *href = between(tag, "href=\"", "\"");
	size_t n = href ? strlen(href) : 0;

	if (n > 3 && !strcmp(href + n - 3, ".md")) {
		char *id = anchor(href);

		ib_print(h->out, IB_SINK_XML, "<a href=\"#%s\">", id);
		free(id);
	} else {
		fputs(tag, h->out);
	}
	free(href);
}

static void write_tag(struct html *h, const char *tag)
{
	if (!strncmp(tag, "<img ", 5))
		write_image(h, tag);
	else if (!strncmp(tag, "<a ", 3))
		write_link(h, tag);
	else if (!strcmp(tag, "<table>"))
		fputs("<div class=\"wide\"><table>", h->out);
	else if (!strcmp(tag, "</table>"))
		fputs("</table></div>", h->out);
	else
		fputs(tag, h->out);
}

/* The converter escapes '<' in text and attributes: what begins with one is a tag. */
static int write_converted(struct html *h, const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;
	ssize_t n = f ? getdelim(&text, &size, '\0', f) : -1;
	char *rest = text;

	if (f)
		fclose(f);
	while (n >= 0 && rest && *rest) {
		size_t plain = strcspn(rest, "<");
		char *end = strchr(rest + plain, '>');

		fwrite(rest, 1, plain, h->out);
		if (!end)
			break;
		rest += plain;
		plain = end - rest + 1;
		end = ib_asprintf("%.*s", (int)plain, rest);
		write_tag(h, end);
		free(end);
		rest += plain;
	}
	free(text);
	return n < 0 ? -1 : 0;
}

static int write_page(const struct ib_page_text *page, void *data)
{
	struct html *h = data;
	char *from = ib_asprintf("%s/page.md", h->r->drawn);
	char *to = ib_asprintf("%s/page.html", h->r->drawn);
	char *link = ib_report_link(h->r, page->path), *id = anchor(link);
	FILE *f = fopen(from, "we");
	int ret = -1;

	if (f) {
		fputs(page->text, f);
		ret = fclose(f) ? -1 : convert(from, to);
	}
	if (!ret) {
		ib_print(h->out, IB_SINK_XML, "<section id=\"%s\">\n", id);
		if (page->is_cpu)
			ib_print(h->out, IB_SINK_XML, "<details><summary>%s</summary>\n",
				 page->title);
		ret = write_converted(h, to);
		fputs(page->is_cpu ? "</details></section>\n" : "</section>\n", h->out);
		/* Behind the answer. */
		if (!h->pages++)
			ib_html_rows(h->r, h->out);
	}
	free(id);
	free(link);
	free(to);
	free(from);
	return ret;
}

static void write_menu(struct html *h, const char *name, const char *text)
{
	char *path = ib_asprintf("%s/%s", h->r->dir, name), *id = anchor(path);

	ib_print(h->out, IB_SINK_XML, " <a href=\"#%s\">%s</a>", id, text);
	free(id);
	free(path);
}

static int write_all(struct html *h, const char *path)
{
	char nonce[IB_NONCE];
	int ret;

	if (ib_html_nonce(nonce))
		return -1;
	ib_html_head(nonce, h->out);
	fputs("<nav><a href=\"#REPORT-md\">Answer</a> <a href=\"#rows\">Every row</a>", h->out);
	write_menu(h, "STUDY.md", "Why");
	write_menu(h, "METHOD.md", "How");
	fputs(" <a href=\"#EVIDENCE-md\">Evidence</a></nav>\n<main>\n", h->out);
	ret = ib_report_each_page(h->r, path, write_page, h);
	fputs("</main>\n", h->out);
	ib_html_tail(nonce, h->out);
	return ret;
}

/* Plots are drawn anew: with values under the pointer, which those among the results lack. */
static int make_page(const struct ib_report *r, const char *path, struct ib_outputs *outputs)
{
	struct html h = { .r = r, .out = ib_outputs_file(outputs, NULL, path) };

	return h.out && !draw_cpus(&h) && !draw_beside(&h) ? write_all(&h, path) : -1;
}

int ib_report_html(const struct ib_report *about, const char *path)
{
	char *scratch = ib_scratch_new();
	struct ib_report r = *about;
	struct ib_outputs *outputs;
	int ret;

	if (!scratch)
		return -1;
	r.drawn = scratch;
	outputs = ib_outputs_new();
	ret = make_page(&r, path, outputs);
	ib_scratch_remove(scratch);
	if (!ret && ib_report_has_read_all(&r))
		return ib_outputs_commit(outputs);
	ib_outputs_drop(outputs);
	return -1;
}
