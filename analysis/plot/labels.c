// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/plot/labels.h"
#include "lib/base/encode.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

size_t ib_gp_word(struct ib_gp *gp, const char *text)
{
	ib_print(gp->words, IB_SINK_GNUPLOT, "%zu \"%s\"\n", ++gp->nr_words, text ? text : "");
	return gp->nr_words;
}

void ib_gp_string(struct ib_gp *gp, const char *name, const char *text)
{
	fprintf(gp->vars, "%s = word[%zu]\n", name, ib_gp_word(gp, text));
}

void ib_gp_element(struct ib_gp *gp, const char *array, size_t i, const char *text)
{
	fprintf(gp->vars, "%s[%zu] = word[%zu]\n", array, i, ib_gp_word(gp, text));
}

void ib_gp_tic(struct ib_gp *gp, char axis, double at, const char *text, const char *remark)
{
	fprintf(gp->vars, "set %ctics add (tic(word[%zu])%s %g)\n", axis, ib_gp_word(gp, text),
		remark ? ".\"\\n \"" : "", at);
	if (!remark)
		return;
	gp->nr_remarks++;
	fprintf(gp->vars, "remark_at_%zu = %g\nremark_%zu = word[%zu]\nremarks = %zu\n",
		gp->nr_remarks, at, gp->nr_remarks, ib_gp_word(gp, remark), gp->nr_remarks);
}

static const char *bug_of(const struct ib_table *t, const char *variant)
{
	for (size_t i = 0; i < t->nr_lines; i++)
		if (t->lines[i].oracle == IB_ORACLE_KNOWN_BUG &&
		    !strcmp(t->lines[i].row->variant, variant))
			return t->lines[i].note;
	return NULL;
}

void ib_gp_variants(struct ib_gp *gp, const struct ib_table *table, const struct ib_shown *shown)
{
	fprintf(gp->vars, "rows = %zu\nset ytics ()\n", shown->nr);
	for (size_t i = 0; i < shown->nr; i++)
		ib_gp_tic(gp, 'y', i + 1, shown->variant[i], bug_of(table, shown->variant[i]));
}

void ib_gp_reset(struct ib_gp *gp, size_t at, const struct ib_line *line)
{
	bool live = !strcmp(line->row->fpu, "putload");
	char *name = ib_asprintf("%s%s", line->row->variant, live ? ", live" : "");

	ib_gp_tic(gp, 'y', at, name, line->oracle == IB_ORACLE_KNOWN_BUG ? line->note : NULL);
	free(name);
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

void ib_gp_footnotes(struct ib_gp *gp, const struct ib_footnotes *notes)
{
	fprintf(gp->vars, "notes = %zu\nfootmarks = \"\"\nfootnotes = \"\"\n", notes->nr);
	for (size_t i = 0; i < notes->nr; i++)
		fprintf(gp->vars, "footmarks = footmarks.\"%s\\n\"\n"
			"footnotes = footnotes.word[%zu].\"\\n\"\n", marks[i],
			ib_gp_word(gp, notes->text[i]));
}
