// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/nearest.h"

static unsigned int min(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static int lower(const char *s, size_t i)
{
	return tolower((unsigned char)s[i]);
}

/*
 * Rows of the usual table: distances of a's first i letters to each beginning
 * of b. A swap looks two rows back, so three are kept.
 */
static unsigned int distance(const char *a, const char *b, unsigned int *rows)
{
	size_t n = strlen(b);
	unsigned int *old = rows, *last = old + n + 1, *now = last + n + 1, *spare;

	for (size_t j = 0; j <= n; j++)
		now[j] = j;
	for (size_t i = 0; a[i]; i++) {
		spare = old;
		old = last;
		last = now;
		now = spare;
		now[0] = i + 1;
		for (size_t j = 0; j < n; j++) {
			unsigned int differ = lower(a, i) != lower(b, j);

			now[j + 1] = min(last[j] + differ, min(last[j + 1], now[j]) + 1);
			if (i && j && lower(a, i) == lower(b, j - 1) &&
			    lower(a, i - 1) == lower(b, j))
				now[j + 1] = min(now[j + 1], old[j - 1] + 1);
		}
	}
	return now[n];
}

const char *ib_nearest(const char *word, const char *const *names, size_t n)
{
	unsigned int best = UINT_MAX;
	const char *nearest = NULL;

	for (size_t i = 0; i < n; i++) {
		unsigned int *rows = ib_calloc(3 * (strlen(names[i]) + 1), sizeof(*rows));
		unsigned int d = distance(word, names[i], rows);

		free(rows);
		if (d < best) {
			best = d;
			nearest = names[i];
		}
	}
	return nearest;
}
