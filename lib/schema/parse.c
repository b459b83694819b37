// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/schema/parser.h"

static bool parse_value(struct ib_parser *p, struct ib_member m);

static const struct ib_field_rule *rule_of(const struct ib_parser *p, int field)
{
	return p->type && field >= 0 ? &p->type->fields[field] : NULL;
}

static void skip_blanks(struct ib_parser *p)
{
	while (*p->c == ' ' || *p->c == '\t' || *p->c == '\r')
		p->c++;
}

static bool is_hex(const char *s)
{
	size_t digits = strlen(s) > 2 ? strspn(s + 2, "0123456789abcdef") : 0;

	return !strncmp(s, "0x", 2) && digits >= 1 && digits <= 16 && !s[2 + digits];
}

/* A number may be one where words are known for it, such as a delta in percent. */
static bool may_be_string(const struct ib_field_rule *rule)
{
	return rule->type == IB_FIELD_HEX || rule->type == IB_FIELD_ID ||
	       rule->type == IB_FIELD_TEXT || (rule->type == IB_FIELD_REAL && rule->known);
}

static bool check_string(struct ib_parser *p, const struct ib_field_rule *rule, const char *s)
{
	if (!may_be_string(rule))
		return ib_wrong(p, "a string, which it must not be");
	if (rule->type == IB_FIELD_HEX)
		return is_hex(s) || ib_wrong(p, "no hexadecimal number \"0x..\"");
	if (rule->type == IB_FIELD_ID && !ib_is_id(s, rule->also))
		return ib_wrong(p, "no identifier");
	if (strlen(s) > rule->longest)
		return ib_wrong(p, "too long");
	return !rule->known || rule->known(s) || ib_wrong(p, "none of the values known");
}

/* A string, and where it is in the parser's. */
static bool keep_string(struct ib_parser *p, struct ib_member m, size_t *at)
{
	if (!ib_read_string(p, at))
		return false;
	p->string = ib_reserve(p->string, &p->string_room, p->nr_strings, sizeof(*p->string));
	p->string[p->nr_strings++] = (struct ib_parser_string){ m.key, *at };
	return true;
}

static bool take_string(struct ib_parser *p, struct ib_member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);
	size_t at;

	if (!keep_string(p, m, &at))
		return false;
	if (!rule)
		return true;
	p->value[m.field].at = at;
	return check_string(p, rule, p->text + at);
}

static bool take_id(struct ib_parser *p, struct ib_member m, const struct ib_field_rule *rule)
{
	size_t at;

	if (*p->c != '"')
		return ib_wrong(p, "an element that is no string");
	if (!keep_string(p, m, &at))
		return false;
	return (strlen(p->text + at) <= IB_ID_LONGEST && ib_is_id(p->text + at, rule->also)) ||
	       ib_wrong(p, "an element that is no identifier");
}

static bool in_range(struct ib_parser *p, const struct ib_field_rule *rule, double x)
{
	return (x >= rule->min && x <= rule->max) || ib_wrong(p, "out of range");
}

static bool take_number(struct ib_parser *p, struct ib_member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);
	struct ib_parser_value *v = m.field >= 0 ? &p->value[m.field] : NULL;
	struct ib_number n = { 0 };

	if (!ib_read_number(p, &n))
		return false;
	if (!rule)
		return true;
	if (rule->type != IB_FIELD_INT && rule->type != IB_FIELD_REAL)
		return ib_wrong(p, "a number, which it must not be");
	if (!in_range(p, rule, n.real))
		return false;
	if (rule->type == IB_FIELD_INT && !n.is_whole)
		return ib_wrong(p, "no whole number");
	v->whole = n.whole;
	v->real = n.real;
	return true;
}

static bool take_element(struct ib_parser *p, struct ib_member m, const struct ib_field_rule *rule)
{
	struct ib_number n = { 0 };

	if (!rule)
		return parse_value(p, m);
	if (rule->type == IB_FIELD_IDS)
		return take_id(p, m, rule);
	if (*p->c != '-' && !ib_is_digit(*p->c))
		return ib_wrong(p, "an element that is no number");
	if (!ib_read_number(p, &n) || !in_range(p, rule, n.real))
		return false;
	if (!n.is_whole)
		return ib_wrong(p, "no whole number");
	p->number = ib_reserve(p->number, &p->number_room, p->nr_numbers, sizeof(*p->number));
	p->number[p->nr_numbers++] = n.whole;
	return true;
}

static bool parse_elements(struct ib_parser *p, struct ib_member m,
			   const struct ib_field_rule *rule, size_t *nr)
{
	for (*nr = 0; ; p->c++) {
		skip_blanks(p);
		if (rule && *nr == rule->longest)
			return ib_wrong(p, "too many elements");
		if (!take_element(p, m, rule))
			return false;
		(*nr)++;
		skip_blanks(p);
		if (*p->c != ',')
			return *p->c == ']' || ib_no_json(p, "an array without end");
	}
}

static bool take_array(struct ib_parser *p, struct ib_member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);
	size_t at = p->nr_numbers, nr = 0;

	if (rule && rule->type != IB_FIELD_INTS && rule->type != IB_FIELD_IDS)
		return ib_wrong(p, "an array, which it must not be");
	p->c++;
	skip_blanks(p);
	if (*p->c != ']' && !parse_elements(p, m, rule, &nr))
		return false;
	p->c++;
	if (m.field >= 0) {
		p->value[m.field].at = at;
		p->value[m.field].nr = nr;
	}
	if (rule && strchr(rule->path, '*')) {
		p->many = ib_reserve(p->many, &p->many_room, p->nr_many, sizeof(*p->many));
		p->many[p->nr_many++] = (struct ib_parser_many){ m.field, m.key, at, nr };
	}
	return true;
}

/* Is this key in the object whose keys begin at @first? */
static bool is_twice(struct ib_parser *p, size_t first, struct ib_key key)
{
	for (size_t i = first; i < p->nr_keys; i++)
		if (p->key[i].hash == key.hash && p->key[i].length == key.length &&
		    !memcmp(p->key[i].at, key.at, key.length))
			return true;
	return false;
}

/* At a quote; keys have no escapes, since no identifier has any. */
static bool parse_key(struct ib_parser *p, size_t first, struct ib_key *key)
{
	const char *at = ++p->c;

	while (ib_is_plain(*p->c))
		p->c++;
	*key = (struct ib_key){ ib_hash_on(IB_HASH_START, at, p->c - at), at, p->c - at };
	if (*p->c != '"')
		return ib_no_json(p, "a key that is no identifier");
	p->c++;
	if (!key->length || key->length > IB_LONGEST_KEY)
		return ib_wrong(p, "it has a key that is empty or too long");
	if (is_twice(p, first, *key))
		return ib_wrong(p, "it has a key twice");
	if (p->nr_keys - first == IB_MEMBERS)
		return ib_wrong(p, "it has too many members");
	p->key = ib_reserve(p->key, &p->key_room, p->nr_keys, sizeof(*p->key));
	p->key[p->nr_keys++] = *key;
	skip_blanks(p);
	if (*p->c != ':')
		return ib_no_json(p, "a key without a value");
	p->c++;
	return true;
}

/* Return: the length that the path had, or -1 after a message. */
static int enter(struct ib_parser *p, struct ib_key key)
{
	int length = p->path_length;
	char *to = p->path + length;

	if (length + 1 + key.length > IB_LONGEST_PATH) {
		ib_wrong(p, "it has keys that are too long");
		return -1;
	}
	if (length)
		*to++ = '/';
	memcpy(to, key.at, key.length);
	to[key.length] = '\0';
	p->path_length = to + key.length - p->path;
	return length;
}

static struct ib_member member_of(struct ib_parser *p, struct ib_member parent, struct ib_key key)
{
	struct ib_member m = { IB_UNKNOWN_FIELD, 0, p->nr_text };
	const char *in_table = key.at;
	size_t length = key.length;

	ib_keep_bytes(p, key.at, key.length);
	ib_keep_bytes(p, "", 1);
	if (p->type)
		m.field = ib_field_find(p->type, parent.field, parent.hash, key.at, key.length);
	if (p->type && m.field < 0) {
		m.field = ib_field_find(p->type, parent.field, parent.hash, "*", 1);
		if (m.field >= 0) {
			in_table = "*";
			length = 1;
		}
	}
	m.hash = ib_hash_path(parent.hash, in_table, length);
	return m;
}

/* The string at hand. */
static bool note_type(struct ib_parser *p)
{
	const char *name = p->text + p->string[p->nr_strings - 1].text;

	if (!ib_is_id(name, NULL) || strlen(name) > IB_LONGEST_KEY)
		return ib_wrong(p, "no name of a type");
	snprintf(p->type_name, sizeof(p->type_name), "%s", name);
	return true;
}

static bool take_member(struct ib_parser *p, struct ib_member parent, struct ib_key key)
{
	struct ib_member m = member_of(p, parent, key);
	const struct ib_field_rule *rule = rule_of(p, m.field);
	bool is_type = p->depth == 1 && !strcmp(p->text + m.key, "type");
	int length = enter(p, key);
	bool is_name, ok;

	if (length < 0)
		return false;
	if (!ib_is_id(p->text + m.key, rule && rule->also ? rule->also : "="))
		return ib_wrong(p, "its name is no identifier");
	if (m.field >= 0)
		p->value[m.field] = (struct ib_parser_value){ .seen = true };
	else if (!is_type && !*p->unknown)
		memcpy(p->unknown, p->path, sizeof(p->unknown));
	skip_blanks(p);
	is_name = *p->c == '"';
	ok = parse_value(p, m) && (!is_type || (is_name ? note_type(p) :
						ib_wrong(p, "no name of a type")));
	if (ok) {
		p->path[length] = '\0';
		p->path_length = length;
	}
	return ok;
}

static bool parse_members(struct ib_parser *p, struct ib_member m)
{
	size_t first = p->nr_keys;
	struct ib_key key;

	for (; ; p->c++) {
		skip_blanks(p);
		if (*p->c != '"')
			return ib_no_json(p, "an object without end");
		if (!parse_key(p, first, &key) || !take_member(p, m, key))
			return false;
		skip_blanks(p);
		if (*p->c == ',')
			continue;
		p->nr_keys = first;
		return *p->c == '}' || ib_no_json(p, "an object without end");
	}
}

static bool take_object(struct ib_parser *p, struct ib_member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);

	if (rule && rule->type != IB_FIELD_OBJECT)
		return ib_wrong(p, "an object, which it must not be");
	p->c++;
	skip_blanks(p);
	if (*p->c != '}' && !parse_members(p, m))
		return false;
	p->c++;
	return true;
}

/* Of objects and arrays. */
static bool take_deeper(struct ib_parser *p, struct ib_member m)
{
	bool ok;

	if (p->depth == IB_DEEPEST)
		return ib_wrong(p, "objects or arrays too deep in each other");
	p->depth++;
	ok = *p->c == '{' ? take_object(p, m) : take_array(p, m);
	p->depth--;
	return ok;
}

static bool take_word(struct ib_parser *p, struct ib_member m)
{
	static const char *const words[] = { "null", "false", "true" };
	const struct ib_field_rule *rule = rule_of(p, m.field);
	size_t w = 0;

	while (w < ARRAY_SIZE(words) && strncmp(p->c, words[w], strlen(words[w])))
		w++;
	if (w == ARRAY_SIZE(words))
		return ib_no_json(p, "no value");
	p->c += strlen(words[w]);
	if (!rule)
		return true;
	p->value[m.field].is_null = !w;
	p->value[m.field].truth = w == 2;
	if (!w)
		return !rule->required || ib_wrong(p, "null, which it must not be");
	return rule->type == IB_FIELD_BOOL || ib_wrong(p, "true or false, which it must not be");
}

static bool parse_value(struct ib_parser *p, struct ib_member m)
{
	switch (*p->c) {
	case '{':
	case '[':
		return take_deeper(p, m);
	case '"':
		return take_string(p, m);
	case '-':
	case '0' ... '9':
		return take_number(p, m);
	default:
		return take_word(p, m);
	}
}

/* What must be there, wherever what it is a member of is. */
static bool is_complete(struct ib_parser *p)
{
	for (size_t i = 0; i < p->type->nr; i++) {
		int parent = ib_field_parent(p->type, i);

		if (!p->type->fields[i].required || p->value[i].seen)
			continue;
		if (parent >= 0 && (!p->value[parent].seen || p->value[parent].is_null))
			continue;
		return ib_parse_fail(p, "field %s: missing", p->type->fields[i].path);
	}
	return true;
}

static void start(struct ib_parser *p, const struct ib_record_type *type)
{
	p->c = p->line;
	p->type = type;
	p->is_json = true;
	p->depth = 0;
	p->path_length = 0;
	*p->why = '\0';
	*p->unknown = '\0';
	*p->path = '\0';
	*p->type_name = '\0';
	p->nr_many = 0;
	p->nr_strings = 0;
	p->nr_text = 0;
	p->nr_numbers = 0;
	p->nr_keys = 0;
	if (type)
		memset(p->value, 0, type->nr * sizeof(p->value[0]));
}

static bool parse_line(struct ib_parser *p, const struct ib_record_type *type)
{
	const struct ib_member record = { IB_NO_FIELD, IB_HASH_START, 0 };

	start(p, type);
	ib_keep_bytes(p, "", 1);
	skip_blanks(p);
	if (*p->c != '{')
		return ib_no_json(p, "no object");
	if (!take_deeper(p, record))
		return false;
	skip_blanks(p);
	if (p->c != p->end)
		return ib_no_json(p, "something stands behind the record");
	return true;
}

/* Every writer puts the type first; of another order the record is read twice. */
static const struct ib_record_type *first_type(const struct ib_parser *p)
{
	static const char first[] = "{\"type\":\"";
	const char *name = p->line + sizeof(first) - 1;

	if (strncmp(p->line, first, sizeof(first) - 1))
		return NULL;
	return ib_record_type(name, strcspn(name, "\""));
}

bool ib_parse(struct ib_parser *p, const char *line, size_t length)
{
	const struct ib_record_type *type;

	p->line = line;
	p->end = line + length;
	type = first_type(p);
	if (!parse_line(p, type))
		return false;
	if (!*p->type_name)
		return ib_parse_fail(p, "no record: it has no type");
	if (!type) {
		char name[sizeof(p->type_name)];

		memcpy(name, p->type_name, sizeof(name));
		type = ib_record_type(name, strlen(name));
		if (type && !parse_line(p, type))
			return false;
	}
	return !type || is_complete(p);
}
