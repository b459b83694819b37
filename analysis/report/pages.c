// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/report/pages.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/outputs.h"
#include "lib/base/wrap.h"

#define WIDTH	100

typedef void section(const struct ib_report *r);

#define ADDRESS(name)	ib_report_##name,

static section *const answer[] = { IB_ANSWER_SECTIONS(ADDRESS) NULL };
static section *const study[] = { IB_STUDY_SECTIONS(ADDRESS) NULL };
static section *const method[] = { IB_METHOD_SECTIONS(ADDRESS) NULL };
static section *const evidence[] = { IB_EVIDENCE_SECTIONS(ADDRESS) NULL };
static section *const cpu[] = { IB_CPU_SECTIONS(ADDRESS) NULL };

/**
 * enum place - the folder of a page
 * @TOP: the first page's
 * @RESULTS: the results'
 */
enum place { TOP, RESULTS };

/**
 * struct page - a page that there is once
 * @place: its folder
 * @name: of its file; NULL: as the user named it
 * @title: its heading
 * @sections: in their order, NULL at the end
 */
static const struct page {
	enum place place;
	const char *name;
	const char *title;
	section *const *sections;
} pages[] = {
	{ TOP, NULL, "How should KVM zero XSTATE components on INIT, and does it matter?",
	  answer },
	{ TOP, "EVIDENCE.md", "Evidence that the suite can be trusted", evidence },
	{ RESULTS, "STUDY.md", "Why a reset on INIT costs what it does", study },
	{ RESULTS, "METHOD.md", "How the figures were obtained, and what they rest on", method },
};

/*
 * Words that begin a list, a heading, a rule, a quotation or HTML where they begin a line:
 * they stay beside the one before.
 */
static bool begins_block(const char *word, size_t n)
{
	size_t digits = strspn(word, "0123456789");

	if (digits)
		return digits == n - 1 && strchr(".)", word[digits]);
	return strchr("<>", *word) || strspn(word, "+-*=#_`~") >= n;
}

/* One long line of text, a list's item indented by its mark. */
static void wrap_line(char *line, FILE *out)
{
	static const char glue = '\1';
	size_t indent = strspn(line, " "), size;
	char *text = NULL;
	FILE *wrapped;

	if (!strncmp(line + indent, "- ", 2))
		indent += 2;
	for (char *p = strchr(line + indent, ' '); p; p = strchr(p + 1, ' '))
		if (begins_block(p + 1, strcspn(p + 1, " ")))
			*p = glue;
	wrapped = open_memstream(&text, &size);
	if (!wrapped)
		return;
	ib_wrap(line + indent, indent, indent, WIDTH, "", wrapped);
	fclose(wrapped);
	for (char *p = text; (p = strchr(p, glue)); )
		*p = ' ';
	fwrite(line, 1, indent, out);
	fputs(text, out);
	free(text);
}

/* Sections write a sentence as one line: here it gets as long as others are. */
static void tidy(char *text, FILE *out)
{
	bool verbatim = false;
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n"))) {
		size_t n = strlen(line);

		while (n && line[n - 1] == ' ')
			line[--n] = '\0';
		if (!strncmp(line, "```", 3))
			verbatim = !verbatim;
		if (!rest && !n)
			break;
		if (n > WIDTH && !verbatim && !strchr("|#!", *line))
			wrap_line(line, out);
		else
			ib_mark(out, "%pm\n", line);
	}
}

static char *render(const struct ib_report *about, const char *title, section *const *sections)
{
	struct ib_report r = *about;
	char *text = NULL;
	size_t size;

	r.out = open_memstream(&text, &size);
	if (!r.out)
		return NULL;
	ib_mark(r.out, "# %s\n\n", title);
	for (; *sections; sections++)
		(*sections)(&r);
	fclose(r.out);
	return text;
}

/* Below @root if there is one, whatever links are in it. */
static int write_page(const struct ib_report *about, struct ib_outputs *outputs, const char *root,
		      const char *name, const char *title, section *const *sections)
{
	FILE *out = ib_outputs_file(outputs, root, name);
	char *text = out ? render(about, title, sections) : NULL;

	if (!text)
		return -1;
	tidy(text, out);
	free(text);
	return 0;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? ib_asprintf("%.*s", (int)(slash - path), path) : ib_asprintf("%s", "");
}

static int write_once(const struct ib_report *about, struct ib_outputs *outputs,
		      const struct page *page, const char *first)
{
	char *folder = page->place == TOP ? folder_of(first) : ib_asprintf("%s", about->dir);
	struct ib_report r = *about;
	int ret;

	r.folder = folder;
	ret = write_page(&r, outputs, page->name ? *folder ? folder : "." : NULL,
			 page->name ? page->name : first, page->title, page->sections);
	free(folder);
	return ret;
}

static int write_folder(const struct ib_report *about, struct ib_outputs *outputs,
			const char *folder)
{
	size_t n = strlen(about->dir);
	const char *below = strncmp(folder, about->dir, n) ? folder : folder + n;
	const char *slash = strrchr(folder, '/');
	char *name = ib_asprintf("%s/README.md", below);
	struct ib_report r = *about;
	int ret;

	r.folder = folder;
	r.cpu = folder;
	ret = write_page(&r, outputs, about->dir, name, slash ? slash + 1 : folder, cpu);
	free(name);
	return ret;
}

static char *tidied(const struct ib_report *r, const char *title, section *const *sections)
{
	char *text = render(r, title, sections), *tidy_text = NULL;
	size_t size;
	FILE *out = text ? open_memstream(&tidy_text, &size) : NULL;

	if (out) {
		tidy(text, out);
		fclose(out);
	}
	free(text);
	return tidy_text;
}

int ib_report_each_page(const struct ib_report *about, const char *first,
			int (*each)(const struct ib_page_text *page, void *data), void *data)
{
	char *folder = folder_of(first), *cpu_folder;
	struct ib_report r = *about;
	size_t i;
	int ret = 0;

	r.folder = folder;
	for (i = 0; i < ARRAY_SIZE(pages) && !ret; i++) {
		const struct page *p = &pages[i];
		char *path = p->place == TOP ? ib_asprintf("%s", p->name ? p->name : "REPORT.md") :
					       ib_asprintf("%s/%s", about->dir, p->name);
		struct ib_page_text page = { .title = p->title, .path = path };

		page.text = tidied(&r, p->title, p->sections);
		ret = page.text ? each(&page, data) : -1;
		free(page.text);
		free(path);
	}
	i = 0;
	while (!ret && (cpu_folder = ib_report_next_folder(about, &i))) {
		const char *slash = strrchr(cpu_folder, '/');
		char *path = ib_asprintf("%s/README.md", cpu_folder);
		struct ib_page_text page = { .title = slash ? slash + 1 : cpu_folder,
					     .path = path, .is_cpu = true };

		r.cpu = cpu_folder;
		page.text = tidied(&r, page.title, cpu);
		ret = page.text ? each(&page, data) : -1;
		free(page.text);
		free(path);
		free(cpu_folder);
	}
	free(folder);
	return ret;
}

static int write_all(const struct ib_report *about, struct ib_outputs *outputs, const char *path)
{
	char *folder;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pages); i++)
		if (write_once(about, outputs, &pages[i], path))
			return -1;
	i = 0;
	while ((folder = ib_report_next_folder(about, &i))) {
		int ret = write_folder(about, outputs, folder);

		free(folder);
		if (ret)
			return -1;
	}
	return 0;
}

int ib_report_write(const struct ib_report *about, const char *path)
{
	struct ib_outputs *outputs = ib_outputs_new();

	if (!write_all(about, outputs, path) && ib_report_has_read_all(about))
		return ib_outputs_commit(outputs);
	ib_outputs_drop(outputs);
	return -1;
}
