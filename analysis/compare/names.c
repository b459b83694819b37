// SPDX-License-Identifier: GPL-2.0-only
/* What to call a row: the axes in which it differs from the others. */
#include <stdlib.h>
#include <string.h>

#include "analysis/compare/steps.h"
#include "analysis/tables/operation.h"
#include "lib/base/err.h"

/* The axes in which rows differ make up their names. */
static bool varies(const struct ib_comparison *c, const char *(*axis)(const struct ib_row_rec *row))
{
	for (size_t i = 1; i < c->nr_rows; i++)
		if (strcmp(axis(c->rows[i].base), axis(c->rows[0].base)))
			return true;
	return false;
}

static const char *variant_axis(const struct ib_row_rec *row)
{
	return row->variant;
}

static const char *mask_axis(const struct ib_row_rec *row)
{
	return row->mask;
}

static const char *content_axis(const struct ib_row_rec *row)
{
	return row->content;
}

/* An operation's name says it. */
static const char *use_axis(const struct ib_row_rec *row)
{
	return ib_operation_name(row->variant) ? "" : row->use;
}

static const char *temp_axis(const struct ib_row_rec *row)
{
	return row->temp;
}

/* An operation has no choice of event and fpu; all have one mask, as a rule. */
static char *name_operation(const struct ib_comparison *c, const struct ib_row_rec *r)
{
	bool mask = varies(c, mask_axis);

	return ib_asprintf("%s%s%s", ib_operation_name(r->variant), mask ? "/" : "",
			   mask ? r->mask : "");
}

static char *name_variant(const struct ib_comparison *c, const struct ib_row_rec *r)
{
	bool variant = varies(c, variant_axis);

	return ib_asprintf("%s%s%s/%s/%s", variant ? r->variant : "", variant ? "/" : "", r->event,
			   r->fpu, r->mask);
}

void ib_compare_names(struct ib_comparison *c)
{
	bool content = varies(c, content_axis), use = varies(c, use_axis);
	bool temp = varies(c, temp_axis);

	for (size_t i = 0; i < c->nr_rows; i++) {
		const struct ib_row_rec *r = c->rows[i].base;
		char *name = ib_operation_name(r->variant) ? name_operation(c, r) :
							     name_variant(c, r);

		c->rows[i].name = ib_asprintf("%s%s%s%s%s%s%s", name, content ? "/" : "",
					      content ? r->content : "", use ? "/" : "",
					      use ? r->use : "", temp ? "/" : "",
					      temp ? r->temp : "");
		free(name);
	}
}
