// SPDX-License-Identifier: GPL-2.0-only
/* "cycles: why; instructions: why; .." said with each reason once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/tables/facts.h"
#include "lib/base/err.h"

#define MAX_EVENTS	64

/**
 * struct refusal - an event that cannot be counted
 * @event: name
 * @why: reason
 */
struct refusal {
	const char *event;
	const char *why;
};

/* Cuts the text up; 0 if it is not made of events and reasons. */
static size_t cut(char *text, struct refusal *all)
{
	size_t nr = 0;

	for (char *next = text; next && nr < MAX_EVENTS;) {
		char *end = strstr(next, "; "), *colon;

		if (end)
			*end = '\0';
		colon = strstr(next, ": ");
		if (!colon)
			return 0;
		*colon = '\0';
		all[nr++] = (struct refusal){ next, colon + 2 };
		next = end ? end + 2 : NULL;
	}
	return nr;
}

static void print(FILE *out, const struct refusal *all, size_t nr)
{
	const char *sep = "";

	for (size_t i = 0; i < nr; i++) {
		bool said = false;

		for (size_t j = 0; j < i; j++)
			said |= !strcmp(all[i].why, all[j].why);
		if (said)
			continue;
		fprintf(out, "%sno event of ", sep);
		for (size_t j = i; j < nr; j++)
			if (!strcmp(all[i].why, all[j].why))
				fprintf(out, "%s%s", j > i ? ", " : "", all[j].event);
		fprintf(out, " can be counted here: %s", all[i].why);
		sep = "; ";
	}
}

char *ib_pmu_words(const struct ib_run_rec *run)
{
	const char *available = ib_field(run->record, "pmu/available");
	const char *why = ib_field(run->record, "pmu/why");
	struct refusal all[MAX_EVENTS];
	char *text, *words = NULL;
	size_t nr, size;
	FILE *out;

	if (available && !strcmp(available, "true"))
		return NULL;
	if (!why)
		return ib_asprintf("none (no reason recorded)");
	text = ib_asprintf("%s", why);
	nr = cut(text, all);
	out = nr ? open_memstream(&words, &size) : NULL;
	if (out) {
		fputs("none (", out);
		print(out, all, nr);
		fputc(')', out);
		fclose(out);
	} else {
		words = ib_asprintf("none (%s)", why);
	}
	free(text);
	return words;
}
