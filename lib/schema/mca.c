// SPDX-License-Identifier: GPL-2.0-only
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/string_map.h"
#include "lib/schema/mca.h"
#include "lib/schema/parse.h"
#include "lib/schema/results.h"

/*
 * What LLVM names the resources of a model after (llvm/lib/Target/X86,
 * X86Sched*.td and X86ScheduleZnver*.td), in the order to show.
 */
static const struct {
	const char *resources;
	const char *name;
} names[] = {
	{ "Zn", "Zen 1" }, { "Zn2", "Zen 2" }, { "Zn3", "Zen 3" }, { "Zn4", "Zen 4" },
	{ "Zn5", "Zen 5" }, { "SKL", "Skylake" }, { "SKX", "Skylake-X" }, { "ICX", "Ice Lake" },
	{ "ADLP", "Alder Lake P" }, { "SPR", "Sapphire Rapids" }, { "LNLP", "Lunar Lake P" },
	{ "SLM", "Silvermont" },
};

static size_t place(struct json_object *model)
{
	const char *resources = ib_field(model, "resources");
	size_t i = 0;

	while (i < ARRAY_SIZE(names) && (!resources || strcmp(names[i].resources, resources)))
		i++;
	return i;
}

const char *ib_mca_name(struct json_object *model)
{
	size_t i = place(model);
	const char *resources = ib_field(model, "resources");

	return i < ARRAY_SIZE(names) ? names[i].name : resources ? resources : "?";
}

static int by_place(const void *a, const void *b)
{
	struct json_object *const *x = a, *const *y = b;
	size_t p = place(*x), q = place(*y);

	return (p > q) - (p < q);
}

/**
 * struct ranked - a row and its place
 * @row: "mca-row" record
 * @cost: on the first model
 */
struct ranked {
	struct json_object *row;
	double cost;
};

static int by_cost(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return (x->cost > y->cost) - (x->cost < y->cost);
}

/* The cheapest first, as in all tables. */
static void sort_rows(struct ib_mca *m)
{
	struct ranked *all = ib_calloc(m->nr_rows, sizeof(*all));

	for (size_t i = 0; i < m->nr_rows; i++) {
		struct ib_prediction p = { .bound = 0 };

		ib_mca_predict(m, m->model[0], m->row[i], &p);
		all[i] = (struct ranked){ m->row[i], p.bound };
	}
	qsort(all, m->nr_rows, sizeof(*all), by_cost);
	for (size_t i = 0; i < m->nr_rows; i++)
		m->row[i] = all[i].row;
	free(all);
}

static void keep(struct json_object ***list, size_t *nr, struct json_object *o)
{
	*list = ib_grow(*list, *nr, sizeof(o));
	(*list)[(*nr)++] = json_object_get(o);
}

static char *cell_key(const char *model, const char *variant, const char *fpu, const char *mask)
{
	return ib_asprintf("%s/%s/%s/%s", model, variant, fpu, mask);
}

static void add_cell(struct ib_mca *m, struct json_object *o)
{
	char *key = cell_key(ib_field(o, "model"), ib_field(o, "variant"), ib_field(o, "fpu"),
			     ib_field(o, "mask"));

	if (ib_string_map_find(m->cell_index, key) < 0) {
		ib_string_map_set(m->cell_index, key, m->nr_cells);
		keep(&m->cell, &m->nr_cells, o);
	}
	free(key);
}

static void read_model(struct ib_mca *m, const char *type, struct json_object *o)
{
	if (!strcmp(type, "mca-about") && !m->about)
		m->about = json_object_get(o);
	else if (!strcmp(type, "mca-row"))
		keep(&m->row, &m->nr_rows, o);
	else if (!strcmp(type, "mca-model"))
		keep(&m->model, &m->nr_models, o);
	else if (!strcmp(type, "mca"))
		add_cell(m, o);
}

struct ib_mca *ib_mca_add(struct ib_mca *m, const struct ib_parser *p, const char *path)
{
	struct json_object *o = ib_parse_json(p);

	if (!m) {
		m = ib_calloc(1, sizeof(*m));
		m->file = ib_asprintf("%s", path);
		m->cell_index = ib_string_map_new();
	}
	read_model(m, ib_parse_type_name(p), o);
	json_object_put(o);
	return m;
}

struct ib_mca *ib_mca_finish(struct ib_mca *m)
{
	if (!m)
		return NULL;
	if (!m->about || !m->nr_models || !m->nr_rows) {
		ib_mca_free(m);
		return NULL;
	}
	qsort(m->model, m->nr_models, sizeof(m->model[0]), by_place);
	sort_rows(m);
	return m;
}

struct ib_mca *ib_mca_read(const char *path, struct ib_results *account)
{
	struct ib_results *results;
	struct ib_mca *m = NULL;

	if (access(path, F_OK))
		return NULL;
	results = ib_results_new();
	ib_results_read(results, path);
	ib_results_warn(results);
	account->nr_left_out += results->nr_left_out;
	account->nr_unreadable += results->nr_unreadable;
	if (results->nr_mca)
		m = results->mca[--results->nr_mca];
	ib_results_free(results);
	return m;
}

static void put_all(struct json_object **list, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		json_object_put(list[i]);
	free(list);
}

void ib_mca_free(struct ib_mca *m)
{
	if (!m)
		return;
	put_all(m->row, m->nr_rows);
	put_all(m->model, m->nr_models);
	put_all(m->cell, m->nr_cells);
	json_object_put(m->about);
	ib_string_map_free(m->cell_index);
	free(m->file);
	free(m);
}

double ib_mca_number(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_object_get(o, key);

	return value ? json_object_get_double(value) : NAN;
}

static bool has(struct json_object *o, const char *key, const char *value)
{
	const char *s = ib_field(o, key);

	return s && value && !strcmp(s, value);
}

static bool is_at(struct json_object *o, const char *variant, const char *fpu, const char *mask)
{
	return has(o, "variant", variant) && has(o, "fpu", fpu) && has(o, "mask", mask);
}

struct json_object *ib_mca_row(const struct ib_mca *m, const char *variant, const char *fpu,
			       const char *mask)
{
	for (size_t i = 0; i < m->nr_rows; i++)
		if (is_at(m->row[i], variant, fpu, mask))
			return m->row[i];
	return NULL;
}

static struct json_object *find_cell(const struct ib_mca *m, struct json_object *model,
				     const char *variant, const char *fpu, const char *mask)
{
	char *key = cell_key(ib_field(model, "model"), variant, fpu, mask);
	long at = ib_string_map_find(m->cell_index, key);

	free(key);
	return at < 0 ? NULL : m->cell[at];
}

bool ib_mca_predict(const struct ib_mca *m, struct json_object *model, struct json_object *row,
		    struct ib_prediction *p)
{
	struct json_object *cell = find_cell(m, model, ib_field(row, "variant"),
					     ib_field(row, "fpu"), ib_field(row, "mask"));
	struct json_object *empty = find_cell(m, model, "empty", "none", "none");

	if (!cell || !empty)
		return false;
	p->bound = ib_mca_number(cell, "throughput") - ib_mca_number(empty, "throughput");
	p->pass = ib_mca_number(cell, "cycles") - ib_mca_number(empty, "cycles");
	p->uops = ib_mca_number(cell, "uops") - ib_mca_number(empty, "uops");
	return true;
}

struct json_object *ib_mca_host(const struct ib_mca *m)
{
	const char *host = ib_field(m->about, "host_core");

	for (size_t i = 0; i < m->nr_models; i++) {
		struct json_object *cores = json_object_object_get(m->model[i], "cores");

		for (size_t k = 0; k < json_object_array_length(cores); k++) {
			struct json_object *core = json_object_array_get_idx(cores, k);

			if (host && !strcmp(json_object_get_string(core), host))
				return m->model[i];
		}
	}
	return NULL;
}
