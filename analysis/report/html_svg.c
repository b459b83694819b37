// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/report/html_svg.h"
#include "lib/base/encode.h"

static const char call[] = "<g onmousemove=\"gnuplot_svg.showHypertext(evt,'";
static const char call_end[] = "')\" onmouseout=\"gnuplot_svg.hideHypertext()\"><title> </title>";
static const char group[] = "<g id=\"gnuplot_";
static const char title[] = "<title>";
static const char title_end[] = "</title>";

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* The values under the pointer: figures that our own scripts have written, and nothing else. */
static const char *write_value(const char *line, FILE *out)
{
	const char *text = line + strlen(call), *end = strstr(text, call_end);

	if (!end)
		return line + strlen(line);
	fprintf(out, "<g><title>%.*s</title>", (int)(end - text), text);
	return end + strlen(call_end);
}

/* Names that every plot has become this plot's own. */
static void write_named(const char *line, size_t nr, FILE *out)
{
	static const char *const names[] = { "'gp", "#gp", "'textbox", "#textbox", "'greybox",
					     "#greybox" };
	for (; *line; line++) {
		fputc(*line, out);
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (begins(line, names[i]))
				fprintf(out, "p%zu", nr);
	}
}

static void write_line(const char *line, size_t nr, FILE *out)
{
	while (*line == '\t' || *line == ' ')
		line++;
	if (begins(line, call)) {
		line = write_value(line, out);
	} else if (begins(line, group)) {
		const char *end = strstr(line, title_end);

		/* Its title would be shown for want of another: "gnuplot_plot_1". */
		fputs("<g>", out);
		line = end ? end + strlen(title_end) : strchr(line, '>') + 1;
	} else if (begins(line, title)) {
		line = "\n";
	}
	write_named(line, nr, out);
}

bool ib_html_svg(const char *path, size_t nr, const char *label, FILE *out)
{
	FILE *f = fopen(path, "re");
	bool inside = false;
	char *line = NULL;
	size_t size = 0;

	if (!f)
		return false;
	while (getline(&line, &size, f) >= 0) {
		if (!inside && begins(line, "<svg")) {
			ib_print(out, IB_SINK_XML, "<svg role=\"img\" aria-label=\"%s\"\n", label);
			inside = true;
		} else if (inside) {
			write_line(line, nr, out);
		}
	}
	free(line);
	fclose(f);
	return true;
}
