// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: bytes through every encoder, as a string of a format, a cell, a member of
 * JSON. What comes out holds no control character; it is read back as its format is read, and
 * is then what a terminal is shown.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/encode.h"
#include "lib/base/grid.h"
#include "lib/base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if ((*c < 0x20 && *c != '\n') || *c == 0x7f ||
		    (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0))
			abort();
}

/* A reader of one format: @s, as written for it, decoded in place; false: no such thing. */
typedef bool read_fn(char *s);

/* Text: as it is. */
static bool read_text(char *s)
{
	return true;
}

static bool read_xml(char *s)
{
	static const struct {
		const char *entity;
		char c;
	} entities[] = { { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' } };
	char *to = s;

	for (; *s; s++) {
		size_t i = 0;

		if (strchr("<>\"", *s))
			return false;
		if (*s != '&') {
			*to++ = *s;
			continue;
		}
		while (i < 4 && strncmp(s + 1, entities[i].entity, strlen(entities[i].entity)))
			i++;
		if (i == 4)
			return false;
		*to++ = entities[i].c;
		s += strlen(entities[i].entity);
	}
	*to = '\0';
	return true;
}

/* RFC 4180, and no formula. */
static bool read_csv(char *s)
{
	char *to = s, *from = s;

	if (strchr("=+-@|%\t\r", *s) && *s)
		return false;
	if (*s != '"')
		return !strpbrk(s, ",;\"\n");
	for (from++; *from && (*from != '"' || from[1] == '"'); from++) {
		from += *from == '"';
		*to++ = *from;
	}
	if (*from != '"' || from[1])
		return false;
	*to = '\0';
	return !*s || !strchr("=+-@|%", *s);
}

static bool read_percents(char *s, const char *never)
{
	char *to = s;

	for (; *s; s++) {
		unsigned int c;

		if (strchr(never, *s))
			return false;
		if (*s != '%') {
			*to++ = *s;
			continue;
		}
		if (!isxdigit((unsigned char)s[1]) || !isxdigit((unsigned char)s[2]) ||
		    sscanf(s + 1, "%2x", &c) != 1)
			return false;
		*to++ = (char)c;
		s += 2;
	}
	*to = '\0';
	return true;
}

/* One word, and no '/', which would be another key. */
static bool read_bench(char *s)
{
	return read_percents(s, " /\n\t");
}

/* No scheme, no host: nothing with a ':' or two slashes first. */
static bool read_url(char *s)
{
	return strncmp(s, "//", 2) && read_percents(s, " :\\\"'<>()[]?#&\n");
}

/* As a shell reads a word: quoted, or of characters that mean nothing to it. */
static bool read_shell(char *s)
{
	char *to = s, *from = s;

	while (*from) {
		if (*from == '\'') {
			for (from++; *from != '\''; *to++ = *from++)
				if (!*from)
					return false;
			from++;
		} else if (*from == '\\') {
			if (from[1] != '\'')
				return false;
			*to++ = from[1];
			from += 2;
		} else if (isalnum((unsigned char)*from) || strchr("._+-,:=/@%", *from)) {
			*to++ = *from++;
		} else {
			return false;
		}
	}
	*to = '\0';
	return true;
}

/* In double quotes, where a backslash escapes. */
static bool read_gnuplot(char *s)
{
	char *to = s;

	if (strstr(s, "]]>"))
		return false;
	for (; *s; s++) {
		if (*s == '"')
			return false;
		if (*s == '\\' && *++s != '\\')
			return false;
		*to++ = *s;
	}
	*to = '\0';
	return true;
}

/* Backslashes and entities gone, as CommonMark has them go. */
static bool read_md(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '<' && (isalnum((unsigned char)s[1]) || (s[1] && strchr("/!?", s[1]))))
			return false;
		if (strchr("`|*[]", *s))
			return false;
		if (*s == '\\' && s[1] && ispunct((unsigned char)s[1])) {
			*to++ = *++s;
		} else if (!strncmp(s, "&lt;", 4)) {
			*to++ = '<';
			s += 3;
		} else if (!strncmp(s, "&amp;", 5)) {
			*to++ = '&';
			s += 4;
		} else if (!strncmp(s, "&#", 2)) {
			*to++ = (char)strtol(s + 2, &s, 10);
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
	return true;
}

static bool read_mail(char *s)
{
	for (; *s; s++)
		if (*s < 0x20 || *s > 0x7e)
			return false;
	return true;
}

static bool read_name(char *s)
{
	if (!*s || *s == '.')
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("._+-", *s))
			return false;
	return true;
}

/*
 * struct reader - @keeps: what is read is the text; @ascii: of that, where it is ASCII alone;
 * @lost: characters that the format cannot hold, and shows as others
 */
static const struct reader {
	enum ib_sink sink;
	read_fn *read;
	bool keeps;
	bool ascii;
	const char *lost;
} readers[] = {
	{ IB_SINK_TEXT, read_text, true, false, "" },
	{ IB_SINK_MAIL, read_mail, true, true, "" },
	{ IB_SINK_MD, read_md, true, false, "" },
	{ IB_SINK_XML, read_xml, true, false, "" },
	{ IB_SINK_CSV, read_csv, true, false, "" },
	{ IB_SINK_BENCH, read_bench, true, false, " " },
	{ IB_SINK_GNUPLOT, read_gnuplot, true, false, "\">" },
	{ IB_SINK_URL, read_url, true, false, "" },
	{ IB_SINK_SHELL, read_shell, true, true, "" },
	{ IB_SINK_NAME, read_name, false, false, "" },
};

static bool is_ascii(const char *s)
{
	while (*s && !(*s & 0x80))
		s++;
	return !*s;
}

/* An address begins with one slash at most; a formula is a text behind an apostrophe. */
static bool is_kept(enum ib_sink sink, const char *read, const char *text)
{
	while (sink == IB_SINK_URL && text[0] == '/' && text[1] == '/')
		text++;
	if (sink == IB_SINK_CSV && *text && strchr("=+-@|%", *text) && *read++ != '\'')
		return false;
	return !strcmp(read, text);
}

static void check_sink(const struct reader *r, const char *text, const char *shown)
{
	char *encoded = ib_encode(r->sink, text);

	check(encoded);
	if (strchr(encoded, '\n') || !r->read(encoded))
		abort();
	if (r->keeps && !strpbrk(shown, *r->lost ? r->lost : "\n") &&
	    (!r->ascii || is_ascii(shown)) && !is_kept(r->sink, encoded, shown))
		abort();
	free(encoded);
}

static void check_format(enum ib_sink sink, const char *text, int number)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	ib_print(out, sink, "`%s` [%s](%s) %*s %-9s %.*s %d\n", text, text, text,
		 number % 99, text, text, number & 15, text, number);
	fclose(out);
	check(result);
	free(result);
}

static void check_json(const char *text)
{
	struct json_object *o = json_object_new_object(), *again;
	char *first, *second;

	ib_json_add_string(o, text, text);
	first = ib_json_encoded(o, JSON_C_TO_STRING_PLAIN);
	check(first);
	again = json_tokener_parse(first);
	if (!again)
		abort();
	second = ib_json_encoded(again, JSON_C_TO_STRING_PLAIN);
	/* json-c 0.16 takes some pairs of surrogates for halves: (code & 0xfc00) == 0xdc00. */
	if (!strstr(first, "\\ud") && strcmp(first, second))
		abort();
	free(second);
	json_object_put(again);
	free(first);
	json_object_put(o);
}

static void check_grid(const char *text, enum ib_sink sink)
{
	struct ib_grid *g = ib_grid_new(sink);
	char *result = NULL;
	size_t size, bars = 0;
	FILE *out = open_memstream(&result, &size);

	ib_grid_column(g, text, text, true);
	ib_grid_column(g, "n", "", false);
	ib_grid_cell(g, "%s", text);
	ib_grid_number(g, 1, 0);
	ib_grid_print(g, out);
	fclose(out);
	check(result);
	/* Three lines of three bars, whatever is in the cells. */
	for (size_t i = 0, escaped = 0; i < size; escaped = result[i] == '\\' && !escaped, i++)
		bars += result[i] == '|' && !escaped;
	if (sink == IB_SINK_MD && bars != 9)
		abort();
	free(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *shown;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	shown = ib_encode(IB_SINK_TEXT, text);
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++)
		check_sink(&readers[i], text, shown);
	check_json(text);
	/* These encode the text many times: one sink an input. */
	if (size) {
		check_format(readers[data[0] % 10].sink, text, (int8_t)data[size - 1]);
		check_grid(text, data[0] % 2 ? IB_SINK_MD : IB_SINK_TEXT);
	}
	free(shown);
	free(text);
	return 0;
}
