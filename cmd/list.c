// SPDX-License-Identifier: GPL-2.0-only
/* initbench list: what can be named on the command line of run. */
#include <json-c/json.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "bench/blob/layout.h"
#include "bench/lanes/user/lane_user.h"
#include "bench/run/lanes.h"
#include "cmd/commands.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/nearest.h"
#include "lib/base/options.h"
#include "lib/base/xfeature.h"

struct arguments {
	const char *what;
	bool json;
};

typedef void (*emit_fn)(void *to, const char *name, const char *what, uint64_t components);

static void list_variants(emit_fn emit, void *to)
{
	struct ib_layout *layout = ib_layout_load(0, "ib_memset_loop");
	const struct ib_variant *const *v;
	size_t n = layout ? ib_layout_variants(layout, &v) : 0;

	for (size_t i = 0; i < n; i++) {
		char *what = v[i]->bug ? ib_asprintf("%s; %s", v[i]->origin, v[i]->bug)
				       : ib_asprintf("%s", v[i]->origin);

		emit(to, v[i]->id, what, 0);
		free(what);
	}
	ib_layout_free(layout);
}

static void list_lanes(emit_fn emit, void *to)
{
	size_t n;
	const struct ib_lane *const *lanes = ib_lanes(&n);

	for (size_t i = 0; i < n; i++)
		emit(to, lanes[i]->name, lanes[i]->what, 0);
}

static void list_axis(enum ib_axis_id id, emit_fn emit, void *to)
{
	const struct ib_axis *axis = ib_axis(id);

	for (size_t i = 0; i < axis->nr; i++)
		emit(to, axis->values[i].name, axis->values[i].what, axis->values[i].components);
}

static void list_masks(emit_fn emit, void *to)
{
	list_axis(IB_AXIS_MASK, emit, to);
}

static void list_events(emit_fn emit, void *to)
{
	list_axis(IB_AXIS_EVENT, emit, to);
}

static void list_contents(emit_fn emit, void *to)
{
	list_axis(IB_AXIS_CONTENT, emit, to);
}

static void list_temps(emit_fn emit, void *to)
{
	list_axis(IB_AXIS_TEMP, emit, to);
}

static void list_places(emit_fn emit, void *to)
{
	list_axis(IB_AXIS_PLACE, emit, to);
}

static const struct {
	const char *name;
	void (*list)(emit_fn emit, void *to);
} lists[] = {
	{ "variants", list_variants },
	{ "lanes", list_lanes },
	{ "masks", list_masks },
	{ "events", list_events },
	{ "contents", list_contents },
	{ "temps", list_temps },
	{ "places", list_places },
};

static void emit_text(void *to, const char *name, const char *what, uint64_t components)
{
	char *names = components ? ib_xfeature_names(components) : NULL;

	printf("  %-18s %s%s%s\n", name, what, names ? ": " : "", names ? names : "");
	free(names);
}

static void emit_json(void *to, const char *name, const char *what, uint64_t components)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_string(o, "name", name);
	ib_json_add_string(o, "what", what);
	if (components)
		ib_json_add_hex(o, "components", components);
	json_object_array_add(to, o);
}

static int unknown(const char *word)
{
	const char *names[ARRAY_SIZE(lists)];

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		names[i] = lists[i].name;
	ib_error("no list of '%s'; did you mean '%s'?", word,
		 ib_nearest(word, names, ARRAY_SIZE(lists)));
	return IB_EXIT_USAGE;
}

static int list(const struct arguments *args)
{
	struct json_object *all = json_object_new_object();
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct json_object *part = NULL;

		if (args->what && strcmp(args->what, lists[i].name))
			continue;
		found = true;
		if (args->json)
			ib_json_add(all, lists[i].name, part = json_object_new_array());
		else
			printf("%s:\n", lists[i].name);
		lists[i].list(args->json ? emit_json : emit_text, part);
	}
	if (found && args->json)
		ib_json_print(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE,
			      stdout);
	json_object_put(all);
	return found ? IB_EXIT_OK : unknown(args->what);
}

static void on_argument(void *input, char *what)
{
	struct arguments *a = input;

	if (a->what)
		ib_wrong_usage("list shows one thing at a time: '%s' or '%s'", a->what, what);
	a->what = what;
}

int cmd_list(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "json", 'j', NULL, 0, "machine-readable", 0 },
		{ 0 },
	};
	static const struct ib_kept kept[] = {
		{ 'j', offsetof(struct arguments, json) },
		{ 0 },
	};
	static const struct ib_syntax syntax = {
		.argp = {
			.options = options,
			.args_doc = "[variants|lanes|masks|events|contents|temps|places]",
			.doc = "List what the options of 'initbench run' accept.",
		},
		.kept = kept,
		.on_argument = on_argument,
	};
	struct arguments args = { 0 };

	ib_options("list", &syntax, argc, argv, &args);
	return list(&args);
}
