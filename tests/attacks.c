// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "tests/attacks.h"

/* One of these is in every closed set. */
static const char *const words[] = {
	"init", "none", "used", "warm", "+64", "ok", "tick", "complete", "base", "cycles", "same",
	"2026-01-01T00:00:00Z", "x1",
};

static const char *right_word(const struct ib_field_rule *rule)
{
	for (size_t i = 0; rule->known && i < ARRAY_SIZE(words); i++)
		if (rule->known(words[i]))
			return words[i];
	return "x1";
}

static char *right_value(const struct ib_field_rule *rule)
{
	switch (rule->type) {
	case IB_FIELD_INT:
	case IB_FIELD_REAL:
		return ib_asprintf("%.0f", rule->min);
	case IB_FIELD_BOOL:
		return ib_asprintf("true");
	case IB_FIELD_ID:
	case IB_FIELD_TEXT:
		return ib_asprintf("\"%s\"", right_word(rule));
	case IB_FIELD_HEX:
		return ib_asprintf("\"0x1f\"");
	case IB_FIELD_INTS:
		return ib_asprintf("[1,2]");
	case IB_FIELD_IDS:
		return ib_asprintf("[\"x1\"]");
	default:
		return NULL;
	}
}

/* Is path a member of what "of" names, "" being the record? */
static bool is_member(const char *path, const char *of)
{
	size_t length = strlen(of);

	if (!length)
		return !strchr(path, '/');
	return !strncmp(path, of, length) && path[length] == '/' && !strchr(path + length + 1, '/');
}

static void add_members(FILE *f, const struct ib_record_type *type, const char *of, size_t field,
			const char *value)
{
	bool first = *of;

	for (size_t i = 0; i < type->nr; i++) {
		const struct ib_field_rule *rule = &type->fields[i];
		const char *slash = strrchr(rule->path, '/'), *key = slash ? slash + 1 : rule->path;
		char *right = right_value(rule);

		if (is_member(rule->path, of) && !(i == field && !value)) {
			fprintf(f, "%s\"%s\":", first ? "" : ",", strcmp(key, "*") ? key : "x1");
			first = false;
			if (i == field)
				fputs(value, f);
			else if (right)
				fputs(right, f);
			else
				fputc('{', f);
			if (i != field && !right) {
				add_members(f, type, rule->path, field, value);
				fputc('}', f);
			}
		}
		free(right);
	}
}

char *ib_right_record(const struct ib_record_type *type, size_t field, const char *value)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	fprintf(f, "{\"type\":\"%s\"", type->name);
	add_members(f, type, "", field, value);
	fputc('}', f);
	fclose(f);
	return text;
}

/* What no field may have. */
static const char *const nothing[] = {
	"NaN", "-Infinity", "1e999", "\"\\u001b[31m\"", "\"\\u0000\"", "\"a\\nb\"", "\"\\u202e\"",
	"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\\ud800\"", "\"\\x\"", "01", "+1", ".5",
	"1.", "'x'", "nul", "", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "[[[[[[[1]]]]]]]", "\"\1\"",
};

/* Of one type, where the others may not have them. */
static const struct {
	enum ib_field_type type;
	const char *value;
} others[] = {
	{ IB_FIELD_INT, "1" }, { IB_FIELD_INT, "-1" }, { IB_FIELD_INT, "99999999999999999999" },
	{ IB_FIELD_REAL, "1.5" }, { IB_FIELD_BOOL, "true" }, { IB_FIELD_TEXT, "\"plain text\"" },
	{ IB_FIELD_TEXT, "\"\"" }, { IB_FIELD_OBJECT, "{}" }, { IB_FIELD_INTS, "[1]" },
	{ IB_FIELD_INTS, "[]" }, { IB_FIELD_IDS, "[\"x\"]" }, { IB_FIELD_TYPES, "[null]" },
	{ IB_FIELD_TYPES, "[1.5]" }, { IB_FIELD_TYPES, "[true]" }, { IB_FIELD_TYPES, "[{}]" },
	{ IB_FIELD_TYPES, "[-1]" }, { IB_FIELD_TYPES, "[[1]]" }, { IB_FIELD_TYPES, "[1,\"x\"]" },
	{ IB_FIELD_TYPES, "[\"a b\"]" },
};

static bool may_have(enum ib_field_type field, enum ib_field_type value, const char *text)
{
	if (field == value || (field == IB_FIELD_REAL && value == IB_FIELD_INT))
		return true;
	return (field == IB_FIELD_IDS || field == IB_FIELD_INTS) && !strcmp(text, "[]");
}

/* Strings that are no identifiers, whatever else they may have: commands, paths, formulas. */
static const char *const no_ids[] = {
	"\"\"", "\"-x\"", "\"=x\"", "\"a b\"", "\"../x\"", "\"/x\"", "\"`x`\"", "\"$(x)\"",
	"\"a;b\"", "\"< touch x #\"", "\"a|b\"", "\"<script>\"", "\"a\\\"b\"", "\"a'b\"",
	"\"a\\\\b\"", "\"\xc3\xa9\"", "\"a,b\"", "\"@x\"",
};

static const char *const no_hex[] = {
	"\"0x\"", "\"0xg\"", "\"12\"", "\"0X1\"", "\"0x11112222333344445\"", "\"0x1 \"", "\"\"",
	"\"-0x1\"", "\"0xAB\"",
};

static char *too_long(const struct ib_field_rule *rule)
{
	bool array = rule->type == IB_FIELD_INTS || rule->type == IB_FIELD_IDS;
	const char *element = rule->type == IB_FIELD_INTS ? "1," : "\"x\",";
	size_t length = rule->longest + 1, size = array ? strlen(element) : 1;
	char *text = ib_calloc(length * size + 3, 1), *at = text;

	*at++ = array ? '[' : '"';
	for (size_t i = 0; i < length; i++)
		at = array ? stpcpy(at, element) : stpcpy(at, "x");
	at -= array;
	strcpy(at, array ? "]" : "\"");
	return text;
}

/* Return: the i-th of an array, and of how many it takes *i down; NULL behind the last. */
static const char *pick(const char *const *list, size_t nr, size_t *i)
{
	if (*i < nr)
		return list[*i];
	*i -= nr;
	return NULL;
}

static const char *pick_other(const struct ib_field_rule *rule, size_t *i)
{
	for (size_t k = 0; k < ARRAY_SIZE(others); k++) {
		if (may_have(rule->type, others[k].type, others[k].value))
			continue;
		if (!(*i)--)
			return others[k].value;
	}
	return NULL;
}

static char *pick_bound(const struct ib_field_rule *rule, size_t i)
{
	bool number = rule->type == IB_FIELD_INT || rule->type == IB_FIELD_REAL;

	if (rule->required && !i--)
		return ib_asprintf("null");
	if (number && i < 3)
		return ib_asprintf(i == 0 ? "%.17g" : i == 1 ? "%.17g.5" : "%.0f",
				   i == 0 ? rule->min - 1 : 2 * rule->max + 3);
	if (number)
		return NULL;
	if (rule->longest && !i--)
		return too_long(rule);
	return rule->known && !i ? ib_asprintf("\"no-such-value\"") : NULL;
}

char *ib_wrong_value(const struct ib_field_rule *rule, size_t i)
{
	const char *value = pick(nothing, ARRAY_SIZE(nothing), &i);

	if (!value)
		value = pick_other(rule, &i);
	if (!value && rule->type == IB_FIELD_ID)
		value = pick(no_ids, ARRAY_SIZE(no_ids), &i);
	if (!value && rule->type == IB_FIELD_HEX)
		value = pick(no_hex, ARRAY_SIZE(no_hex), &i);
	return value ? ib_asprintf("%s", value) : pick_bound(rule, i);
}
