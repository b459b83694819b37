// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/skipped.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"
#include "lib/base/wrap.h"

/* Characters of a reason up to its last word. */
static size_t stem(const char *why)
{
	const char *space = strrchr(why, ' ');

	return space ? space + 1 - why : 0;
}

static bool same_stem(const char *a, const char *b)
{
	return stem(a) == stem(b) && !strncmp(a, b, stem(a));
}

/**
 * struct things - the last words of reasons, each once, in the order met
 * @thing: not terminated
 * @len: of each
 * @nr: how many
 */
struct things {
	const char **thing;
	size_t *len;
	size_t nr;
};

static bool has(const struct things *all, const char *thing, size_t len)
{
	for (size_t i = 0; i < all->nr; i++)
		if (all->len[i] == len && !strncmp(all->thing[i], thing, len))
			return true;
	return false;
}

static void add(struct things *all, const char *words)
{
	for (; *words; words += *words == '+') {
		size_t len = strcspn(words, "+");

		if (len && !has(all, words, len)) {
			all->thing = ib_realloc(all->thing, all->nr + 1, sizeof(*all->thing));
			all->len = ib_realloc(all->len, all->nr + 1, sizeof(*all->len));
			all->thing[all->nr] = words;
			all->len[all->nr++] = len;
		}
		words += len;
	}
}

static bool is_first(const char *const *why, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_stem(why[i], why[j]))
			return false;
	return true;
}

static char *describe(const char *const *all, size_t n, const char *why)
{
	char *text, *longer;
	struct things things = { .nr = 0 };
	size_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		if (!same_stem(why, all[i]))
			continue;
		rows++;
		add(&things, all[i] + stem(all[i]));
	}
	text = ib_asprintf("%zu row%s: %.*s", rows, rows == 1 ? "" : "s", (int)stem(why), why);
	for (size_t i = 0; i < things.nr; i++) {
		longer = ib_asprintf("%s%s%.*s", text, i ? ", " : "", (int)things.len[i],
				     things.thing[i]);
		free(text);
		text = longer;
	}
	free(things.thing);
	free(things.len);
	return text;
}

char **ib_skipped(const char *const *why, size_t n, size_t *nr)
{
	char **texts = NULL;

	*nr = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_first(why, i))
			continue;
		texts = ib_realloc(texts, *nr + 1, sizeof(*texts));
		texts[(*nr)++] = describe(why, n, why[i]);
	}
	return texts;
}

size_t ib_print_skipped(const struct ib_table *table, bool markdown, size_t width,
			FILE *out)
{
	const char **why = ib_calloc(table->nr_lines, sizeof(*why));
	size_t n = 0, nr;
	char **texts;

	for (size_t i = 0; i < table->nr_lines; i++)
		if (ib_unmeasured(&table->lines[i]))
			why[n++] = ib_unmeasured(&table->lines[i]);
	texts = ib_skipped(why, n, &nr);
	for (size_t i = 0; i < nr; i++) {
		char *text = ib_encode(ib_sink_of(markdown), texts[i]);

		fprintf(out, "%s%snot measured here: ", i ? "" : "\n", markdown ? "- " : "");
		ib_wrap(text, strlen("not measured here: "), 2, width, "", out);
		free(text);
		free(texts[i]);
	}
	free(texts);
	free(why);
	return nr;
}
