// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

/* In a string in double quotes within enhanced text. */
static void escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("_^@&~{}", *text))
			fputs("\\\\", out);
		else if (strchr("\"\\`", *text))
			fputc('\\', out);
		fputc(*text == '\n' ? ' ' : *text, out);
	}
}

void ib_gp_string(FILE *out, const char *name, const char *value)
{
	fprintf(out, "%s = \"", name);
	escaped(out, value);
	fputs("\"\n", out);
}

static const char *bug_of(const struct ib_table *t, const char *variant)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].oracle == IB_ORACLE_KNOWN_BUG &&
		    !strcmp(t->lines[i].row->variant, variant))
			return t->lines[i].note;
	return NULL;
}

void ib_gp_variants(FILE *out, const struct ib_table *table, const struct ib_shown *shown)
{
	fprintf(out, "rows = %zu\nset ytics (", shown->nr);
	for (size_t i = 0; i < shown->nr; i++) {
		const char *bug = bug_of(table, shown->variant[i]);

		fprintf(out, "%s\\\n  \"", i ? ", " : "");
		escaped(out, shown->variant[i]);
		if (bug) {
			fputs("\\n{/*0.75 ", out);
			escaped(out, bug);
			fputc('}', out);
		}
		fprintf(out, "\" %zu", i + 1);
	}
	fputs(")\n", out);
}

static const char *const marks[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

const char *ib_footnote(struct ib_footnotes *notes, const struct ib_line *line)
{
	size_t i = 0;

	if (line->oracle != IB_ORACLE_PARTIAL || !line->note)
		return "";
	while (i < notes->nr && strcmp(notes->text[i], line->note))
		i++;
	if (i == ARRAY_SIZE(marks))
		return "+";
	if (i == notes->nr)
		notes->text[notes->nr++] = line->note;
	return marks[i];
}

void ib_gp_footnotes(FILE *out, const struct ib_footnotes *notes)
{
	fprintf(out, "notes = %zu\nfootnotes = \"", notes->nr);
	for (size_t i = 0; i < notes->nr; i++) {
		fprintf(out, "%s{/:Italic %s}  ", i ? "\\n" : "", marks[i]);
		escaped(out, notes->text[i]);
	}
	fputs("\"\n", out);
}
