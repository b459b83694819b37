// SPDX-License-Identifier: GPL-2.0-only
/* Strings and numbers of a line, and what is wrong with it. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/utf8.h"
#include "lib/schema/parser.h"

bool ib_parse_fail(struct ib_parser *p, const char *fmt, ...)
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
bool ib_no_json(struct ib_parser *p, const char *what)
{
	p->is_json = false;
	return ib_parse_fail(p, "damaged at byte %zu: %s", (size_t)(p->c - p->line) + 1, what);
}

bool ib_wrong(struct ib_parser *p, const char *what)
{
	return ib_parse_fail(p, "field %s: %s", *p->path ? p->path : "of the record", what);
}

void ib_keep_bytes(struct ib_parser *p, const char *s, size_t length)
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
		*c = *c << 4 | (ib_is_digit(s[i]) ? s[i] - '0' : (s[i] | 32) - 'a' + 10);
	}
	return true;
}

/* Behind a backslash and a 'u'. */
static bool read_code(struct ib_parser *p, uint32_t *c)
{
	uint32_t low;

	if (!read_hex4(p->c, c))
		return ib_no_json(p, "an escape that is none");
	p->c += 4;
	if (*c < 0xd800 || *c > 0xdbff)
		return true;
	if (p->c[0] != '\\' || p->c[1] != 'u' || !read_hex4(p->c + 2, &low) || low < 0xdc00 ||
	    low > 0xdfff)
		return ib_no_json(p, "half of a surrogate pair");
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
		return ib_no_json(p, "an escape that is none");
	p->c += 2;
	*c = (unsigned char)to[at - from];
	return true;
}

static bool read_character(struct ib_parser *p)
{
	char bytes[4];
	uint32_t c = 0;

	if (*p->c == '\\') {
		if (!read_escape(p, &c))
			return false;
	} else {
		size_t n = ib_utf8_read(p->c, p->end - p->c, &c);

		if (!n)
			return ib_no_json(p, "no UTF-8");
		p->c += n;
	}
	if (!ib_is_printable(c))
		return ib_wrong(p, "a character that does not print");
	ib_keep_bytes(p, bytes, ib_utf8_write(bytes, c));
	return true;
}

/* At a quote. @at is set to where the string is in the parser's. */
bool ib_read_string(struct ib_parser *p, size_t *at)
{
	*at = p->nr_text;
	p->c++;
	while (*p->c != '"') {
		const char *plain = p->c;

		while (ib_is_plain(*p->c))
			p->c++;
		ib_keep_bytes(p, plain, p->c - plain);
		if (*p->c == '"')
			break;
		if (p->c >= p->end)
			return ib_no_json(p, "a string without end");
		if (!read_character(p))
			return false;
	}
	p->c++;
	ib_keep_bytes(p, "", 1);
	return true;
}

static void skip_digits(struct ib_parser *p)
{
	while (ib_is_digit(*p->c))
		p->c++;
}

/* Behind the digits before a point. */
static bool skip_fraction(struct ib_parser *p)
{
	if (*p->c == '.') {
		p->c++;
		if (!ib_is_digit(*p->c))
			return ib_no_json(p, "no number");
		skip_digits(p);
	}
	if (*p->c == 'e' || *p->c == 'E') {
		p->c++;
		p->c += *p->c == '+' || *p->c == '-';
		if (!ib_is_digit(*p->c))
			return ib_no_json(p, "no number");
		skip_digits(p);
	}
	return true;
}

#define WHOLE_DIGITS	18

bool ib_read_number(struct ib_parser *p, struct ib_number *n)
{
	const char *start = p->c, *digits;
	int64_t whole = 0;

	p->c += *p->c == '-';
	digits = p->c;
	while (ib_is_digit(*p->c)) {
		if (p->c - digits < WHOLE_DIGITS)
			whole = 10 * whole + (*p->c - '0');
		p->c++;
	}
	if (p->c == digits || (*digits == '0' && p->c > digits + 1))
		return ib_no_json(p, "no number");
	n->is_whole = p->c - digits <= WHOLE_DIGITS && *p->c != '.' && *p->c != 'e' && *p->c != 'E';
	n->whole = *start == '-' ? -whole : whole;
	n->real = n->whole;
	if (n->is_whole)
		return true;
	if (!skip_fraction(p))
		return false;
	n->real = strtod(start, NULL);
	return isfinite(n->real) || ib_wrong(p, "not finite");
}
