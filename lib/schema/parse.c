// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/utf8.h"
#include "lib/schema/parse.h"

/* Slots of a type's index: twice its fields and more, a power of two. */
#define SLOTS		256
#define MAX_FIELDS	(SLOTS / 2)
#define LONGEST_PATH	128
#define LONGEST_KEY	64
/* Of the record itself, and of what the table does not have. */
#define NO_FIELD	(-1)
#define UNKNOWN		(-2)

/* FNV-1a */
#define HASH_START	0x811c9dc5u
#define HASH_PRIME	0x01000193u

/*
 * struct path_index - a type's fields by path
 * @field: number, plus 1; 0 of an empty slot
 * @parent: of a field by number: the field it is a member of, NO_FIELD of the record itself
 * @key: of a field by number: the last of its path
 * @length: of @key
 */
struct path_index {
	uint8_t field[SLOTS];
	int16_t parent[MAX_FIELDS];
	const char *key[MAX_FIELDS];
	uint8_t length[MAX_FIELDS];
	bool made;
};

/* struct value - of a field: @at is where its string or array is in the parser's */
struct value {
	bool seen;
	bool is_null;
	bool truth;
	int64_t whole;
	double real;
	size_t at;
	size_t nr;
};

struct many {
	int field;
	size_t key;
	size_t at;
	size_t nr;
};

struct string {
	size_t key;
	size_t text;
};

/* struct key - of an object that is open: for keys that are there twice */
struct key {
	uint32_t hash;
	const char *at;
	size_t length;
};

/*
 * struct ib_parser - a line, and what was found in it
 * @c: the next character
 * @end: behind the last, where a NUL is
 * @path: of the value at hand, as it is in the record
 * @depth: objects and arrays that are open
 * @text: all strings and keys, each with a NUL
 * @number: all whole numbers of arrays
 */
struct ib_parser {
	const char *line;
	const char *c;
	const char *end;
	const struct ib_record_type *type;
	char type_name[LONGEST_KEY + 1];
	bool is_json;
	char why[LONGEST_PATH + 160];
	char unknown[LONGEST_PATH + 1];
	char path[LONGEST_PATH + 1];
	int path_length;
	int depth;
	struct value value[MAX_FIELDS];
	struct many *many;
	size_t nr_many;
	size_t many_room;
	struct string *string;
	size_t nr_strings;
	size_t string_room;
	char *text;
	size_t nr_text;
	size_t room;
	int64_t *number;
	size_t nr_numbers;
	size_t number_room;
	struct key *key;
	size_t nr_keys;
	size_t key_room;
};

/* struct member - where a value stands: its field, the hash of its path in the table, its key */
struct member {
	int field;
	uint32_t hash;
	size_t key;
};

static bool parse_value(struct ib_parser *p, struct member m);

static __attribute__((format(printf, 2, 3))) bool fail(struct ib_parser *p, const char *fmt, ...)
{
	va_list ap;

	if (*p->why)
		return false;
	va_start(ap, fmt);
	vsnprintf(p->why, sizeof(p->why), fmt, ap);
	va_end(ap);
	return false;
}

/* What is no JSON is told by place, what is no value of its field by path. */
static bool no_json(struct ib_parser *p, const char *what)
{
	p->is_json = false;
	return fail(p, "damaged at byte %zu: %s", (size_t)(p->c - p->line) + 1, what);
}

static bool wrong(struct ib_parser *p, const char *what)
{
	return fail(p, "field %s: %s", *p->path ? p->path : "of the record", what);
}

static uint32_t hash_on(uint32_t hash, const char *s, size_t length)
{
	while (length--)
		hash = (hash ^ (unsigned char)*s++) * HASH_PRIME;
	return hash;
}

static uint32_t hash_path(uint32_t parent, const char *key, size_t length)
{
	return hash_on(hash_on(parent, "/", 1), key, length);
}

static uint32_t hash_of(const char *path)
{
	uint32_t hash = HASH_START;

	while (*path) {
		size_t length = strcspn(path, "/");

		hash = hash_path(hash, path, length);
		path += length + (path[length] == '/');
	}
	return hash;
}

static void index_field(const struct ib_record_type *type, struct path_index *x, size_t i)
{
	const char *path = type->fields[i].path, *slash = strrchr(path, '/');
	uint32_t at = hash_of(path);

	while (x->field[at % SLOTS])
		at++;
	x->field[at % SLOTS] = i + 1;
	x->key[i] = slash ? slash + 1 : path;
	x->length[i] = strlen(x->key[i]);
	x->parent[i] = NO_FIELD;
	for (size_t k = 0; slash && k < type->nr; k++)
		if (strlen(type->fields[k].path) == (size_t)(slash - path) &&
		    !strncmp(type->fields[k].path, path, slash - path))
			x->parent[i] = k;
}

static const struct path_index *index_of(const struct ib_record_type *type)
{
	static struct path_index all[16];
	size_t nr;
	struct path_index *x = &all[type - ib_record_types(&nr)];

	for (size_t i = 0; !x->made && i < type->nr; i++)
		index_field(type, x, i);
	x->made = true;
	return x;
}

/* Hashes of paths may be equal; then the last key tells, and the parent. */
static int find(const struct ib_record_type *type, struct member parent, const char *key,
		size_t length)
{
	const struct path_index *x = index_of(type);
	uint32_t at = hash_path(parent.hash, key, length);

	for (; x->field[at % SLOTS]; at++) {
		int field = x->field[at % SLOTS] - 1;

		if (x->parent[field] == parent.field && x->length[field] == length &&
		    !memcmp(x->key[field], key, length))
			return field;
	}
	return UNKNOWN;
}

int ib_field_index(const struct ib_record_type *type, const char *path)
{
	struct member m = { NO_FIELD, HASH_START, 0 };

	while (*path) {
		size_t length = strcspn(path, "/");

		m.field = find(type, m, path, length);
		m.hash = hash_path(m.hash, path, length);
		path += length + (path[length] == '/');
	}
	return m.field;
}

static const struct ib_field_rule *rule_of(const struct ib_parser *p, int field)
{
	return p->type && field >= 0 ? &p->type->fields[field] : NULL;
}

/* isdigit(3) asks for the locale each time. */
static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void skip_blanks(struct ib_parser *p)
{
	while (*p->c == ' ' || *p->c == '\t' || *p->c == '\r')
		p->c++;
}

static void keep_bytes(struct ib_parser *p, const char *s, size_t length)
{
	while (p->room < p->nr_text + length) {
		p->room = p->room ? 2 * p->room : 4096;
		p->text = ib_realloc(p->text, p->room, 1);
	}
	memcpy(p->text + p->nr_text, s, length);
	p->nr_text += length;
}

static bool read_hex4(const char *s, uint32_t *c)
{
	*c = 0;
	for (int i = 0; i < 4; i++) {
		if (!isxdigit((unsigned char)s[i]))
			return false;
		*c = *c << 4 | (is_digit(s[i]) ? s[i] - '0' : (s[i] | 32) - 'a' + 10);
	}
	return true;
}

/* Behind a backslash and a 'u'. */
static bool read_code(struct ib_parser *p, uint32_t *c)
{
	uint32_t low;

	if (!read_hex4(p->c, c))
		return no_json(p, "an escape that is none");
	p->c += 4;
	if (*c < 0xd800 || *c > 0xdbff)
		return true;
	if (p->c[0] != '\\' || p->c[1] != 'u' || !read_hex4(p->c + 2, &low) || low < 0xdc00 ||
	    low > 0xdfff)
		return no_json(p, "half of a surrogate pair");
	p->c += 6;
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

/* At a backslash. */
static bool read_escape(struct ib_parser *p, uint32_t *c)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at = p->c[1] ? strchr(from, p->c[1]) : NULL;

	if (p->c[1] == 'u') {
		p->c += 2;
		return read_code(p, c);
	}
	if (!at)
		return no_json(p, "an escape that is none");
	p->c += 2;
	*c = (unsigned char)to[at - from];
	return true;
}

static bool read_character(struct ib_parser *p)
{
	char bytes[4];
	uint32_t c;

	if (*p->c == '\\') {
		if (!read_escape(p, &c))
			return false;
	} else {
		size_t n = ib_utf8_read(p->c, p->end - p->c, &c);

		if (!n)
			return no_json(p, "no UTF-8");
		p->c += n;
	}
	if (!ib_is_printable(c))
		return wrong(p, "a character that does not print");
	keep_bytes(p, bytes, ib_utf8_write(bytes, c));
	return true;
}

static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* At a quote. @at is set to where the string is in the parser's. */
static bool parse_string(struct ib_parser *p, size_t *at)
{
	*at = p->nr_text;
	p->c++;
	while (*p->c != '"') {
		const char *plain = p->c;

		while (is_plain(*p->c))
			p->c++;
		keep_bytes(p, plain, p->c - plain);
		if (*p->c == '"')
			break;
		if (p->c >= p->end)
			return no_json(p, "a string without end");
		if (!read_character(p))
			return false;
	}
	p->c++;
	keep_bytes(p, "", 1);
	return true;
}

static bool is_hex(const char *s)
{
	size_t digits = strlen(s) > 2 ? strspn(s + 2, "0123456789abcdef") : 0;

	return !strncmp(s, "0x", 2) && digits >= 1 && digits <= 16 && !s[2 + digits];
}

static bool check_string(struct ib_parser *p, const struct ib_field_rule *rule, const char *s)
{
	switch (rule->type) {
	case IB_FIELD_HEX:
		return is_hex(s) || wrong(p, "no hexadecimal number \"0x..\"");
	case IB_FIELD_ID:
		if (!ib_is_id(s, rule->also))
			return wrong(p, "no identifier");
		break;
	case IB_FIELD_TEXT:
		break;
	case IB_FIELD_REAL:
		if (rule->known)
			break;
		/* fallthrough */
	default:
		return wrong(p, "a string, which it must not be");
	}
	if (strlen(s) > rule->longest)
		return wrong(p, "too long");
	return !rule->known || rule->known(s) || wrong(p, "none of the values known");
}

/* A string, and where it is in the parser's. */
static bool keep_string(struct ib_parser *p, struct member m, size_t *at)
{
	if (!parse_string(p, at))
		return false;
	p->string = ib_reserve(p->string, &p->string_room, p->nr_strings, sizeof(*p->string));
	p->string[p->nr_strings++] = (struct string){ m.key, *at };
	return true;
}

static bool take_string(struct ib_parser *p, struct member m)
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

static bool take_id(struct ib_parser *p, struct member m, const struct ib_field_rule *rule)
{
	size_t at;

	if (*p->c != '"')
		return wrong(p, "an element that is no string");
	if (!keep_string(p, m, &at))
		return false;
	return (strlen(p->text + at) <= IB_ID_LONGEST && ib_is_id(p->text + at, rule->also)) ||
	       wrong(p, "an element that is no identifier");
}

/* struct number - @is_whole: no fraction, no exponent, and an int64_t holds it */
struct number {
	bool is_whole;
	int64_t whole;
	double real;
};

static void skip_digits(struct ib_parser *p)
{
	while (is_digit(*p->c))
		p->c++;
}

/* Behind the digits before a point. */
static bool skip_fraction(struct ib_parser *p)
{
	if (*p->c == '.') {
		p->c++;
		if (!is_digit(*p->c))
			return no_json(p, "no number");
		skip_digits(p);
	}
	if (*p->c == 'e' || *p->c == 'E') {
		p->c++;
		p->c += *p->c == '+' || *p->c == '-';
		if (!is_digit(*p->c))
			return no_json(p, "no number");
		skip_digits(p);
	}
	return true;
}

#define WHOLE_DIGITS	18

static bool parse_number(struct ib_parser *p, struct number *n)
{
	const char *start = p->c, *digits;
	int64_t whole = 0;

	p->c += *p->c == '-';
	digits = p->c;
	while (is_digit(*p->c)) {
		if (p->c - digits < WHOLE_DIGITS)
			whole = 10 * whole + (*p->c - '0');
		p->c++;
	}
	if (p->c == digits || (*digits == '0' && p->c > digits + 1))
		return no_json(p, "no number");
	n->is_whole = p->c - digits <= WHOLE_DIGITS && *p->c != '.' && *p->c != 'e' && *p->c != 'E';
	n->whole = *start == '-' ? -whole : whole;
	n->real = n->whole;
	if (n->is_whole)
		return true;
	if (!skip_fraction(p))
		return false;
	n->real = strtod(start, NULL);
	return isfinite(n->real) || wrong(p, "not finite");
}

static bool in_range(struct ib_parser *p, const struct ib_field_rule *rule, double x)
{
	return (x >= rule->min && x <= rule->max) || wrong(p, "out of range");
}

static bool take_number(struct ib_parser *p, struct member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);
	struct value *v = m.field >= 0 ? &p->value[m.field] : NULL;
	struct number n = { 0 };

	if (!parse_number(p, &n))
		return false;
	if (!rule)
		return true;
	if (rule->type != IB_FIELD_INT && rule->type != IB_FIELD_REAL)
		return wrong(p, "a number, which it must not be");
	if (!in_range(p, rule, n.real))
		return false;
	if (rule->type == IB_FIELD_INT && !n.is_whole)
		return wrong(p, "no whole number");
	v->whole = n.whole;
	v->real = n.real;
	return true;
}

static bool take_element(struct ib_parser *p, struct member m, const struct ib_field_rule *rule)
{
	struct number n = { 0 };

	if (!rule)
		return parse_value(p, m);
	if (rule->type == IB_FIELD_IDS)
		return take_id(p, m, rule);
	if (*p->c != '-' && !is_digit(*p->c))
		return wrong(p, "an element that is no number");
	if (!parse_number(p, &n) || !in_range(p, rule, n.real))
		return false;
	if (!n.is_whole)
		return wrong(p, "no whole number");
	p->number = ib_reserve(p->number, &p->number_room, p->nr_numbers, sizeof(*p->number));
	p->number[p->nr_numbers++] = n.whole;
	return true;
}

static bool parse_elements(struct ib_parser *p, struct member m, const struct ib_field_rule *rule,
			   size_t *nr)
{
	for (*nr = 0; ; p->c++) {
		skip_blanks(p);
		if (rule && *nr == rule->longest)
			return wrong(p, "too many elements");
		if (!take_element(p, m, rule))
			return false;
		(*nr)++;
		skip_blanks(p);
		if (*p->c != ',')
			return *p->c == ']' || no_json(p, "an array without end");
	}
}

static bool take_array(struct ib_parser *p, struct member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);
	size_t at = p->nr_numbers, nr = 0;

	if (rule && rule->type != IB_FIELD_INTS && rule->type != IB_FIELD_IDS)
		return wrong(p, "an array, which it must not be");
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
		p->many[p->nr_many++] = (struct many){ m.field, m.key, at, nr };
	}
	return true;
}

/* Is this key in the object whose keys begin at @first? */
static bool is_twice(struct ib_parser *p, size_t first, struct key key)
{
	for (size_t i = first; i < p->nr_keys; i++)
		if (p->key[i].hash == key.hash && p->key[i].length == key.length &&
		    !memcmp(p->key[i].at, key.at, key.length))
			return true;
	return false;
}

/* At a quote; keys have no escapes, since no identifier has any. */
static bool parse_key(struct ib_parser *p, size_t first, struct key *key)
{
	const char *at = ++p->c;

	while (is_plain(*p->c))
		p->c++;
	*key = (struct key){ hash_on(HASH_START, at, p->c - at), at, p->c - at };
	if (*p->c != '"')
		return no_json(p, "a key that is no identifier");
	p->c++;
	if (!key->length || key->length > LONGEST_KEY)
		return wrong(p, "it has a key that is empty or too long");
	if (is_twice(p, first, *key))
		return wrong(p, "it has a key twice");
	if (p->nr_keys - first == IB_MEMBERS)
		return wrong(p, "it has too many members");
	p->key = ib_reserve(p->key, &p->key_room, p->nr_keys, sizeof(*p->key));
	p->key[p->nr_keys++] = *key;
	skip_blanks(p);
	if (*p->c != ':')
		return no_json(p, "a key without a value");
	p->c++;
	return true;
}

/* Return: the length that the path had, or -1 after a message. */
static int enter(struct ib_parser *p, struct key key)
{
	int length = p->path_length;
	char *to = p->path + length;

	if (length + 1 + key.length > LONGEST_PATH) {
		wrong(p, "it has keys that are too long");
		return -1;
	}
	if (length)
		*to++ = '/';
	memcpy(to, key.at, key.length);
	to[key.length] = '\0';
	p->path_length = to + key.length - p->path;
	return length;
}

static struct member member_of(struct ib_parser *p, struct member parent, struct key key)
{
	struct member m = { UNKNOWN, 0, p->nr_text };
	const char *in_table = key.at;
	size_t length = key.length;

	keep_bytes(p, key.at, key.length);
	keep_bytes(p, "", 1);
	if (p->type)
		m.field = find(p->type, parent, key.at, key.length);
	if (p->type && m.field < 0) {
		m.field = find(p->type, parent, "*", 1);
		if (m.field >= 0) {
			in_table = "*";
			length = 1;
		}
	}
	m.hash = hash_path(parent.hash, in_table, length);
	return m;
}

/* The string at hand. */
static bool note_type(struct ib_parser *p)
{
	const char *name = p->text + p->string[p->nr_strings - 1].text;

	if (!ib_is_id(name, NULL) || strlen(name) > LONGEST_KEY)
		return wrong(p, "no name of a type");
	snprintf(p->type_name, sizeof(p->type_name), "%s", name);
	return true;
}

static bool take_member(struct ib_parser *p, struct member parent, struct key key)
{
	struct member m = member_of(p, parent, key);
	const struct ib_field_rule *rule = rule_of(p, m.field);
	bool is_type = p->depth == 1 && !strcmp(p->text + m.key, "type");
	int length = enter(p, key);
	bool is_name, ok;

	if (length < 0)
		return false;
	if (!ib_is_id(p->text + m.key, rule && rule->also ? rule->also : "="))
		return wrong(p, "its name is no identifier");
	if (m.field >= 0)
		p->value[m.field] = (struct value){ .seen = true };
	else if (!is_type && !*p->unknown)
		memcpy(p->unknown, p->path, sizeof(p->unknown));
	skip_blanks(p);
	is_name = *p->c == '"';
	ok = parse_value(p, m) && (!is_type || (is_name ? note_type(p) :
						wrong(p, "no name of a type")));
	if (ok) {
		p->path[length] = '\0';
		p->path_length = length;
	}
	return ok;
}

static bool parse_members(struct ib_parser *p, struct member m)
{
	size_t first = p->nr_keys;
	struct key key;

	for (; ; p->c++) {
		skip_blanks(p);
		if (*p->c != '"')
			return no_json(p, "an object without end");
		if (!parse_key(p, first, &key) || !take_member(p, m, key))
			return false;
		skip_blanks(p);
		if (*p->c == ',')
			continue;
		p->nr_keys = first;
		return *p->c == '}' || no_json(p, "an object without end");
	}
}

static bool take_object(struct ib_parser *p, struct member m)
{
	const struct ib_field_rule *rule = rule_of(p, m.field);

	if (rule && rule->type != IB_FIELD_OBJECT)
		return wrong(p, "an object, which it must not be");
	p->c++;
	skip_blanks(p);
	if (*p->c != '}' && !parse_members(p, m))
		return false;
	p->c++;
	return true;
}

/* Of objects and arrays. */
static bool take_deeper(struct ib_parser *p, struct member m)
{
	bool ok;

	if (p->depth == IB_DEEPEST)
		return wrong(p, "objects or arrays too deep in each other");
	p->depth++;
	ok = *p->c == '{' ? take_object(p, m) : take_array(p, m);
	p->depth--;
	return ok;
}

static bool take_word(struct ib_parser *p, struct member m)
{
	static const char *const words[] = { "null", "false", "true" };
	const struct ib_field_rule *rule = rule_of(p, m.field);
	size_t w = 0;

	while (w < ARRAY_SIZE(words) && strncmp(p->c, words[w], strlen(words[w])))
		w++;
	if (w == ARRAY_SIZE(words))
		return no_json(p, "no value");
	p->c += strlen(words[w]);
	if (!rule)
		return true;
	p->value[m.field].is_null = !w;
	p->value[m.field].truth = w == 2;
	if (!w)
		return !rule->required || wrong(p, "null, which it must not be");
	return rule->type == IB_FIELD_BOOL || wrong(p, "true or false, which it must not be");
}

static bool parse_value(struct ib_parser *p, struct member m)
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
	const struct path_index *x = index_of(p->type);

	for (size_t i = 0; i < p->type->nr; i++) {
		int parent = x->parent[i];

		if (!p->type->fields[i].required || p->value[i].seen)
			continue;
		if (parent >= 0 && (!p->value[parent].seen || p->value[parent].is_null))
			continue;
		return fail(p, "field %s: missing", p->type->fields[i].path);
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
	const struct member record = { NO_FIELD, HASH_START, 0 };

	start(p, type);
	keep_bytes(p, "", 1);
	skip_blanks(p);
	if (*p->c != '{')
		return no_json(p, "no object");
	if (!take_deeper(p, record))
		return false;
	skip_blanks(p);
	if (p->c != p->end)
		return no_json(p, "something stands behind the record");
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
		return fail(p, "no record: it has no type");
	if (!type) {
		char name[sizeof(p->type_name)];

		memcpy(name, p->type_name, sizeof(name));
		type = ib_record_type(name, strlen(name));
		if (type && !parse_line(p, type))
			return false;
	}
	return !type || is_complete(p);
}

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
	const struct value *v = &p->value[field];

	*nr = ib_parse_has(p, field) ? v->nr : 0;
	return ib_parse_has(p, field) && v->nr ? p->number + v->at : NULL;
}

bool ib_parse_many(const struct ib_parser *p, size_t i, struct ib_starred *many)
{
	const struct many *m;

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
