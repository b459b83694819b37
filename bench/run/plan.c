// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/run/lanes.h"
#include "bench/run/plan.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/nearest.h"

#define MAX_ROWS	4096
#define BIT(n)		(1ULL << (n))
#define ALL(n)		(BIT(n) - 1)
#define NAMED_MASKS	ALL(IB_NAMED_MASKS)
#define N_MASKS		(ALL(IB_FIRST_SINGLE) & ~NAMED_MASKS)
#define SINGLE_MASKS	(ALL(IB_MASKS) & ~ALL(IB_FIRST_SINGLE))
#define MASK_MPX	BIT(1)
#define MASK_CET	BIT(2)
#define CONTENT_SSE	BIT(IB_CONTENT_SSE)
#define USED		BIT(IB_USED)
#define REST		BIT(IB_REST)
#define WARM		BIT(IB_WARM)
#define FLUSHED		(BIT(IB_COLD_DATA) | BIT(IB_COLD_CODE) | BIT(IB_COLD))
#define PAGE		BIT(IB_PLACE_PAGE)

/* The default matrix, a question a line. */
static const struct study {
	const char *variants;	/* NULL: all */
	uint64_t axis[IB_AXES];
} default_matrix[] = {
	/* What does each variant cost on INIT? */
	{ NULL, { BIT(IB_INIT), ALL(IB_FPUS), NAMED_MASKS, CONTENT_SSE, USED, WARM, PAGE } },
	/* And where there is nothing to zero, as for most guests? */
	{ NULL,
	  { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX | MASK_CET, CONTENT_SSE, REST, WARM, PAGE } },
	/* And on RESET, where most return at once? */
	{ NULL,
	  { BIT(IB_RESET), BIT(IB_FPU_NONE), MASK_MPX, CONTENT_SSE, USED | REST, WARM, PAGE } },
	/* How does it grow with the number of components? */
	{ "v10-bitmap-fixed,u64-mask,unrolled-n",
	  { BIT(IB_INIT), BIT(IB_FPU_NONE), N_MASKS, CONTENT_SSE, USED, WARM, PAGE } },
	/* And with what the guest has in its registers? */
	{ "u64-mask,xrstor-init",
	  { BIT(IB_INIT), BIT(IB_FPU_PUTLOAD), MASK_MPX, ALL(IB_NAMED_CONTENTS), USED, WARM,
	    PAGE } },
};

/* The study, a question a line. */
static const struct study study_matrix[] = {
	/* What does INIT cost a guest that boots, and do the variants keep their order? */
	{ NULL, { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX | MASK_CET, CONTENT_SSE, USED,
		  WARM | FLUSHED, PAGE } },
	{ NULL, { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX | MASK_CET, CONTENT_SSE, REST,
		  WARM | BIT(IB_COLD), PAGE } },
	/* Is it the flush that makes it cold? */
	{ "u64-mask,unrolled,xrstor-init",
	  { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX, CONTENT_SSE, USED, BIT(IB_WALKED_DATA), PAGE } },
	/* How does each strategy grow with the number of components, .. */
	{ "v10-bitmap-fixed,u64-mask,unrolled-n,merged-memset,xstate-bv,xrstor-init",
	  { BIT(IB_INIT), BIT(IB_FPU_NONE), N_MASKS, CONTENT_SSE, USED, WARM, PAGE } },
	{ "xrstor-init,u64-mask",
	  { BIT(IB_INIT), BIT(IB_FPU_PUTLOAD), N_MASKS, CONTENT_SSE, USED, WARM, PAGE } },
	/* .. when cold, .. */
	{ "v10-bitmap-fixed,u64-mask,unrolled-n",
	  { BIT(IB_INIT), BIT(IB_FPU_NONE), N_MASKS, CONTENT_SSE, USED, BIT(IB_COLD), PAGE } },
	/* .. and with a component's size? */
	{ "u64-mask,unrolled-n,xstate-bv,xrstor-init",
	  { BIT(IB_INIT), BIT(IB_FPU_NONE), SINGLE_MASKS, CONTENT_SSE, USED, WARM, PAGE } },
	{ "u64-mask,xrstor-init",
	  { BIT(IB_INIT), BIT(IB_FPU_PUTLOAD), SINGLE_MASKS, CONTENT_SSE, USED, WARM, PAGE } },
	/* Does it matter where the image lies? */
	{ "u64-mask", { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX | SINGLE_MASKS, CONTENT_SSE, USED,
			WARM, PAGE | BIT(IB_PLACE_CROSS) } },
	{ "u64-mask", { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX | MASK_CET, CONTENT_SSE, USED,
			WARM, ALL(IB_PLACE_CROSS) } },
	{ "u64-mask", { BIT(IB_INIT), BIT(IB_FPU_PUTLOAD), MASK_MPX, BIT(IB_CONTENT_AVX512), USED,
			WARM, ALL(IB_PLACE_CROSS) } },
	/* What do the guest's registers add, and what does not reloading them save? */
	{ "u64-mask,u64-mask-in-use,xrstor-init",
	  { BIT(IB_INIT), BIT(IB_FPU_PUTLOAD), MASK_MPX, ALL(IB_CONTENTS), USED,
	    WARM | BIT(IB_COLD), PAGE } },
};

/* With an axis given, the other axes' values. */
static const struct study product_defaults = {
	NULL, { BIT(IB_INIT), ALL(IB_FPUS), MASK_MPX, CONTENT_SSE, USED, WARM, PAGE },
};

static bool in_list(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
		if (!strncmp(at, word, length) && (at[length] == ',' || !at[length]))
			return true;
	return false;
}

static bool same_row(const struct ib_row *a, const struct ib_row *b)
{
	return a->lane == b->lane && !strcmp(a->variant, b->variant) && a->event == b->event &&
	       a->fpu == b->fpu && a->mask == b->mask && a->content == b->content &&
	       a->use == b->use && a->temp == b->temp && a->place == b->place;
}

static void add_row(struct ib_plan *plan, const struct ib_row *row)
{
	for (size_t i = 0; i < plan->n; i++)
		if (same_row(&plan->rows[i], row))
			return;
	if (plan->n == MAX_ROWS) {
		plan->overflows = true;
		return;
	}
	plan->rows[plan->n] = *row;
	plan->rows[plan->n].id = plan->n;
	plan->n++;
}

/*
 * RESET finds the state in memory: there is nothing to put or load. What is not there is
 * not at rest.
 */
static bool meaningful(const struct ib_row *row)
{
	return (row->event == IB_INIT || row->fpu == IB_FPU_NONE) &&
	       (row->use == IB_USED || ib_masks[row->mask].components);
}

static void add_variant(struct ib_plan *plan, const struct ib_lane *lane, const char *variant,
			const uint64_t axis[IB_AXES])
{
	struct ib_row row = { .lane = lane };
	uint64_t n = 1, size[IB_AXES];

	snprintf(row.variant, sizeof(row.variant), "%s", variant);
	for (int a = 0; a < IB_AXES; a++)
		n *= size[a] = ib_axis(a)->nr;
	for (uint64_t i = 0; i < n; i++) {
		uint64_t at[IB_AXES], rest = i;
		bool selected = true;

		for (int a = IB_AXES - 1; a >= 0; a--) {
			at[a] = rest % size[a];
			rest /= size[a];
			selected = selected && axis[a] & BIT(at[a]);
		}
		row.event = at[IB_AXIS_EVENT];
		row.fpu = at[IB_AXIS_FPU];
		row.mask = at[IB_AXIS_MASK];
		row.content = at[IB_AXIS_CONTENT];
		row.use = at[IB_AXIS_USE];
		row.temp = at[IB_AXIS_TEMP];
		row.place = at[IB_AXIS_PLACE];
		if (selected && meaningful(&row))
			add_row(plan, &row);
	}
}

static void add_study(struct ib_plan *plan, const struct ib_lane *lane,
		      const struct ib_selection *selection, const struct study *study)
{
	size_t n;
	const char *const *ids = lane->variants(&n);

	for (size_t i = 0; i < n; i++)
		if ((!study->variants || in_list(study->variants, ids[i])) &&
		    (!selection->variants || in_list(selection->variants, ids[i])))
			add_variant(plan, lane, ids[i], study->axis);
}

/* A lane's rows that are no variants; filtered as the variants are. */
struct extra {
	struct ib_plan *plan;
	const struct ib_selection *selection;
};

/* Not so a part, which has none, and the kernel's own rows: theirs is what the kernel has. */
static bool chooses_mask(const struct ib_row *row)
{
	size_t n;

	row->lane->variants(&n);
	return n && row->mask;
}

static void add_extra(void *data, const struct ib_row *row)
{
	struct extra *e = data;
	const uint64_t *axis = e->selection->axis;

	if (e->selection->variants && !in_list(e->selection->variants, row->variant))
		return;
	if (row->study_only && !e->selection->study && !e->selection->variants &&
	    !axis[IB_AXIS_CONTENT])
		return;
	if (chooses_mask(row) && axis[IB_AXIS_MASK] && !(axis[IB_AXIS_MASK] & BIT(row->mask)))
		return;
	if ((axis[IB_AXIS_CONTENT] && !(axis[IB_AXIS_CONTENT] & BIT(row->content))) ||
	    (axis[IB_AXIS_FPU] && !(axis[IB_AXIS_FPU] & BIT(row->fpu))) ||
	    (axis[IB_AXIS_EVENT] && !(axis[IB_AXIS_EVENT] & BIT(row->event))) ||
	    (axis[IB_AXIS_USE] && !(axis[IB_AXIS_USE] & BIT(row->use))) ||
	    (axis[IB_AXIS_TEMP] && !(axis[IB_AXIS_TEMP] & BIT(row->temp))))
		return;
	add_row(e->plan, row);
}

static void add_lane(struct ib_plan *plan, const struct ib_lane *lane,
		     const struct ib_selection *selection)
{
	struct extra extra = { plan, selection };
	struct study product = product_defaults;
	bool any_axis = false;

	plan->lanes[plan->nr_lanes++] = lane;
	for (int a = 0; a < IB_AXES; a++) {
		if (!selection->axis[a])
			continue;
		product.axis[a] = selection->axis[a];
		any_axis = true;
	}
	if (any_axis)
		add_study(plan, lane, selection, &product);
	else if (selection->study)
		for (size_t i = 0; i < ARRAY_SIZE(study_matrix); i++)
			add_study(plan, lane, selection, &study_matrix[i]);
	else
		for (size_t i = 0; i < ARRAY_SIZE(default_matrix); i++)
			add_study(plan, lane, selection, &default_matrix[i]);
	if (lane->extra_rows)
		lane->extra_rows(add_extra, &extra);
}

static bool lists(const struct ib_lane *lane, const char *variant)
{
	size_t n;
	const char *const *ids = lane->variants(&n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(ids[i], variant))
			return true;
	return false;
}

/* Is a variant compared with others in its place? */
static bool has_company(const struct ib_plan *plan, const struct ib_row *row)
{
	for (size_t i = 0; i < plan->n; i++) {
		struct ib_row other = plan->rows[i];

		if (!strcmp(other.variant, row->variant))
			continue;
		memcpy(other.variant, row->variant, sizeof(other.variant));
		if (same_row(&other, row))
			return true;
	}
	return false;
}

/* A/A: wherever variants are compared, one that has a second copy is, with it. */
static void add_copies(struct ib_plan *plan)
{
	size_t n = plan->n;

	for (size_t i = 0; i < n; i++) {
		struct ib_row copy = plan->rows[i];
		size_t length = strlen(copy.variant);

		snprintf(copy.variant + length, sizeof(copy.variant) - length, "%s", IB_AGAIN);
		if (lists(copy.lane, copy.variant) && has_company(plan, &plan->rows[i]))
			add_row(plan, &copy);
	}
}

struct names {
	const char **name;
	size_t n;
};

static void add_name(void *data, const struct ib_row *row)
{
	struct names *names = data;

	for (size_t i = 0; i < names->n; i++)
		if (!strcmp(names->name[i], row->variant))
			return;
	names->name = ib_realloc(names->name, names->n + 1, sizeof(*names->name));
	names->name[names->n++] = ib_asprintf("%s", row->variant);
}

/* -1 after a message if a variant's name has no room in a row. */
static int collect_names(const struct ib_lane *lane, struct names *names)
{
	struct ib_row row = { 0 };
	size_t n;
	const char *const *ids = lane->variants(&n);

	for (size_t i = 0; i < n; i++) {
		if (strlen(ids[i]) >= sizeof(row.variant)) {
			ib_error("variant '%s': its name is longer than %zu letters; shorten it",
				 ids[i], sizeof(row.variant) - 1);
			return -1;
		}
		snprintf(row.variant, sizeof(row.variant), "%s", ids[i]);
		add_name(names, &row);
	}
	if (lane->extra_rows)
		lane->extra_rows(add_name, names);
	return 0;
}

static int check_list(const char *what, const char *list, const struct names *known)
{
	char *copy = list ? ib_asprintf("%s", list) : NULL, *rest = copy, *word;
	int ret = 0;

	while (!ret && (word = strsep(&rest, ","))) {
		size_t i = 0;

		while (i < known->n && strcmp(known->name[i], word))
			i++;
		if (i < known->n)
			continue;
		ib_error("unknown %s '%s'; did you mean '%s'? 'initbench list' shows all",
			 what, word, ib_nearest(word, known->name, known->n));
		ret = -1;
	}
	free(copy);
	return ret;
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free((char *)names->name[i]);
	free(names->name);
}

/* The lanes of @list that there are, and can run here; -1 after a message. */
static int check_lanes(const char *list, const struct ib_lane *const *lanes, size_t n)
{
	struct names names = { 0 };
	const char *why = NULL;
	size_t i;
	int ret;

	for (i = 0; i < n; i++) {
		names.name = ib_realloc(names.name, i + 1, sizeof(*names.name));
		names.name[names.n++] = lanes[i]->name;
	}
	ret = check_list("lane", list, &names);
	free(names.name);
	for (i = 0; i < n && !ret && !why; i++)
		why = in_list(list, lanes[i]->name) ? lanes[i]->unavailable() : NULL;
	if (why)
		ib_error("lane %s cannot run here: %s", lanes[i - 1]->name, why);
	return why ? -1 : ret;
}

/* A lane that cannot run does not know its variants, so this comes after. */
static int check_variants(const char *list, const char *variants,
			  const struct ib_lane *const *lanes, size_t n)
{
	struct names names = { 0 };
	int ret = 0;

	for (size_t i = 0; i < n && !ret; i++)
		if (in_list(list, lanes[i]->name))
			ret = collect_names(lanes[i], &names);
	if (!ret)
		ret = check_list("variant", variants, &names);
	free_names(&names);
	return ret;
}

static int select_lanes(struct ib_plan *plan, const struct ib_selection *selection)
{
	size_t n;
	const struct ib_lane *const *lanes = ib_lanes(&n);
	const char *list = selection->lanes ? selection->lanes : "user";

	if (check_lanes(list, lanes, n) || check_variants(list, selection->variants, lanes, n))
		return -1;
	for (size_t i = 0; i < n; i++)
		if (in_list(list, lanes[i]->name))
			add_lane(plan, lanes[i], selection);
	add_copies(plan);
	return 0;
}

int ib_plan_make(const struct ib_selection *selection, struct ib_plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	plan->rows = ib_map(MAX_ROWS * sizeof(*plan->rows), MAP_SHARED);
	if (select_lanes(plan, selection)) {
		ib_plan_free(plan);
		return -1;
	}
	if (plan->overflows) {
		ib_error("more than %d rows; ask for fewer values of an axis", MAX_ROWS);
		ib_plan_free(plan);
		return -1;
	}
	if (!plan->n) {
		ib_error("no row has all of these values: RESET finds the state in memory, so --event reset needs --fpu none; an empty mask has nothing at rest, so --use rest needs another mask");
		ib_plan_free(plan);
		return -1;
	}
	return 0;
}

void ib_plan_free(struct ib_plan *plan)
{
	munmap(plan->rows, MAX_ROWS * sizeof(*plan->rows));
}
