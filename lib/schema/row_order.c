// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/schema/row_order.h"

/* The values of all axes; a name has one place, whichever axes have it. */
static const char *const known[] = {
	"init", "reset",
	"none", "putload",
	"mpx", "cet", "mpx+cet",
	"sse", "avx", "avx512", "amx",
	"warm", "cold-data", "cold-code", "cold",
};

#define NR_KNOWN	(sizeof(known) / sizeof(known[0]))

static size_t place(const char *value)
{
	size_t i = 0;

	while (i < NR_KNOWN && strcmp(known[i], value))
		i++;
	return i;
}

int ib_compare_values(const char *a, const char *b)
{
	size_t pa = place(a), pb = place(b);

	if (pa != pb)
		return pa < pb ? -1 : 1;
	return strverscmp(a, b);
}

int ib_compare_groups(const struct ib_row_rec *a, const struct ib_row_rec *b)
{
	const struct {
		const char *a;
		const char *b;
	} axes[] = {
		{ a->event, b->event },
		{ a->temp, b->temp },
		{ a->fpu, b->fpu },
		{ a->mask, b->mask },
		{ a->content, b->content },
	};

	for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++) {
		int order = ib_compare_values(axes[i].a, axes[i].b);

		if (order)
			return order;
	}
	return 0;
}
