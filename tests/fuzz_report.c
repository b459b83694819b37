// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: lines as a folder of results, each in the file that its type belongs in,
 * and all pages of the report on them. No control character is on a page, and no HTML.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/report/pages.h"
#include "analysis/tables/gather.h"
#include "lib/schema/results_dir.h"
#include "tests/fuzz_lines.h"

#define FOLDER	"GenuineExample-6-2-1"

/* The last takes all others. */
static struct file {
	const char *type;
	const char *name;
	const char *begin;
	const char *end;
	FILE *f;
} files[] = {
	{ "{\"type\":\"aa\"", "aa.jsonl", "", "", NULL },
	{ "{\"type\":\"peers\"", "peers.jsonl", "", "", NULL },
	{ "{\"type\":\"reliability\"", "reliability.jsonl", "", "", NULL },
	{ "{\"type\":\"mca", "mca.jsonl", "", "", NULL },
	{ "{\"type\":\"hyperfine\",", "bench-self.json", "{\"results\":[{", "]}", NULL },
	{ "", "x.jsonl", "", "", NULL },
};

#define NR_FILES	(sizeof(files) / sizeof(*files))

static const char *folder(void)
{
	static char top[48], path[96];

	if (!*top) {
		snprintf(top, sizeof(top), "/dev/shm/initbench-fuzz-report-%d", (int)getpid());
		snprintf(path, sizeof(path), "%s/" FOLDER, top);
		mkdir(top, 0700);
		mkdir(path, 0700);
	}
	return top;
}

static void open_files(void)
{
	for (size_t i = 0; i < NR_FILES; i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/" FOLDER "/%s", folder(), files[i].name);
		files[i].f = fopen(path, "w");
		if (!files[i].f)
			abort();
	}
}

static void close_files(void)
{
	for (size_t i = 0; i < NR_FILES; i++) {
		if (ftell(files[i].f))
			fputs(files[i].end, files[i].f);
		fclose(files[i].f);
	}
}

static void write_line(const char *line, size_t length)
{
	struct file *file = files;
	size_t skip;

	while (length < strlen(file->type) || strncmp(line, file->type, strlen(file->type)))
		file++;
	/* hyperfine's is one object: its elements have no type. */
	skip = *file->begin ? strlen(file->type) : 0;
	if (*file->begin)
		fputs(ftell(file->f) ? ",{" : file->begin, file->f);
	fwrite(line + skip, 1, length - skip, file->f);
	fputc('\n', file->f);
}

static void write_lines(const char *text, size_t size)
{
	open_files();
	while (size) {
		const char *newline = memchr(text, '\n', size);
		size_t length = newline ? (size_t)(newline - text) : size;

		write_line(text, length);
		length += !!newline;
		text += length;
		size -= length;
	}
	close_files();
}

static int check(const struct ib_page_text *page, void *data)
{
	for (const char *c = page->text; *c; c++)
		if ((*(const unsigned char *)c < 0x20 && *c != '\n') || *c == 0x7f)
			abort();
	if (strcasestr(page->text, "<script"))
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ib_results *results = ib_results_new();
	struct ib_report report;
	struct ib_study *study;

	write_lines((const char *)data, size);
	if (ib_results_read_dir(results, folder()))
		abort();
	study = ib_study_new(results);
	ib_gather(study);
	report = (struct ib_report){ .dir = folder(), .results = results, .study = study };
	if (study->nr_tables)
		ib_report_each_page(&report, "REPORT.md", check, NULL);
	ib_study_free(study);
	ib_results_free(results);
	return 0;
}
