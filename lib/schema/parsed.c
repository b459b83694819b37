// SPDX-License-Identifier: GPL-2.0-only
/* What the parser found in a line. */
#include <math.h>
#include <stdlib.h>

#include <json-c/json.h>

#include "lib/base/err.h"
#include "lib/schema/parser.h"

struct ib_parser *ib_parser_new(void)
{
	return ib_calloc(1, sizeof(struct ib_parser));
}

void ib_parser_free(struct ib_parser *p)
{
	if (!p)
		return;
	free(p->many);
	free(p->string);
	free(p->text);
	free(p->number);
	free(p->key);
	free(p);
}

const char *ib_parse_why(const struct ib_parser *p)
{
	return p->why;
}

bool ib_parse_is_json(const struct ib_parser *p)
{
	return p->is_json;
}

const char *ib_parse_type_name(const struct ib_parser *p)
{
	return *p->type_name ? p->type_name : NULL;
}

const struct ib_record_type *ib_parse_type(const struct ib_parser *p)
{
	return p->type;
}

const char *ib_parse_unknown(const struct ib_parser *p)
{
	return *p->unknown ? p->unknown : NULL;
}

bool ib_parse_has(const struct ib_parser *p, int field)
{
	return p->value[field].seen && !p->value[field].is_null;
}

const char *ib_parse_text(const struct ib_parser *p, int field)
{
	return ib_parse_has(p, field) ? p->text + p->value[field].at : NULL;
}

int64_t ib_parse_whole(const struct ib_parser *p, int field, int64_t otherwise)
{
	return ib_parse_has(p, field) ? p->value[field].whole : otherwise;
}

double ib_parse_real(const struct ib_parser *p, int field)
{
	return ib_parse_has(p, field) ? p->value[field].real : NAN;
}

bool ib_parse_truth(const struct ib_parser *p, int field)
{
	return ib_parse_has(p, field) && p->value[field].truth;
}

uint64_t ib_parse_hex(const struct ib_parser *p, int field)
{
	return ib_parse_has(p, field) ? strtoull(ib_parse_text(p, field), NULL, 16) : 0;
}

const int64_t *ib_parse_wholes(const struct ib_parser *p, int field, size_t *nr)
{
	const struct ib_parser_value *v = &p->value[field];

	*nr = ib_parse_has(p, field) ? v->nr : 0;
	return ib_parse_has(p, field) && v->nr ? p->number + v->at : NULL;
}

bool ib_parse_many(const struct ib_parser *p, size_t i, struct ib_starred *many)
{
	const struct ib_parser_many *m;

	if (i >= p->nr_many)
		return false;
	m = &p->many[i];
	*many = (struct ib_starred){ m->field, p->text + m->key,
				     m->nr ? p->number + m->at : NULL, m->nr };
	return true;
}

bool ib_parse_each_text(const struct ib_parser *p, size_t i, struct ib_text *text)
{
	if (i >= p->nr_strings)
		return false;
	*text = (struct ib_text){ p->text + p->string[i].key, p->text + p->string[i].text };
	return true;
}

struct json_object *ib_parse_json(const struct ib_parser *p)
{
	return json_tokener_parse(p->line);
}
