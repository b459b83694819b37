// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

/* Code points that are not seen, or change how others are. Unicode 15, chapter 23. */
static const struct {
	uint32_t first;
	uint32_t last;
} unseen[] = {
	{ 0x00, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c }, { 0x180e, 0x180e },
	{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xfffe, 0xffff },
	{ 0x1fffe, 0x1ffff }, { 0xe0000, 0x10ffff },
};

/* Bytes of the UTF-8 sequence at @s, 0 if it is none: RFC 3629, 3. */
static size_t sequence(const unsigned char *s, uint32_t *c)
{
	static const struct {
		unsigned char mask;
		unsigned char lead;
		uint32_t least;
	} forms[] = {
		{ 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 },
		{ 0xf8, 0xf0, 0x10000 },
	};

	for (size_t n = 0; n < ARRAY_SIZE(forms); n++) {
		if ((s[0] & forms[n].mask) != forms[n].lead)
			continue;
		*c = s[0] & ~forms[n].mask;
		for (size_t i = 1; i <= n; i++) {
			if ((s[i] & 0xc0) != 0x80)
				return 0;
			*c = *c << 6 | (s[i] & 0x3f);
		}
		if (*c < forms[n].least || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
			return 0;
		return n + 1;
	}
	return 0;
}

static bool is_seen(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_SIZE(unseen); i++)
		if (c >= unseen[i].first && c <= unseen[i].last)
			return false;
	return true;
}

static void make_visible(FILE *out, uint32_t c)
{
	if (c == '\n')
		fputs("\\n", out);
	else if (c == '\t')
		fputs("\\t", out);
	else
		fprintf(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

/* Valid UTF-8 of which every character is seen; freed by the caller. */
static char *clean(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return ib_asprintf("?");
	while (*s) {
		uint32_t c;
		size_t n = sequence(s, &c);

		if (n && is_seen(c))
			fwrite(s, 1, n, out);
		else
			make_visible(out, n ? c : *s);
		s += n ? n : 1;
	}
	fclose(out);
	return result;
}

static bool is_ascii(char c)
{
	return !((unsigned char)c & 0x80);
}

static bool is_word(char c)
{
	return is_ascii(c) && isalnum((unsigned char)c);
}

static void as_text(FILE *out, const char *s)
{
	fputs(s, out);
}

static void as_mail(FILE *out, const char *s)
{
	for (; *s; s++)
		if (is_ascii(*s))
			fputc(*s, out);
		else if (((unsigned char)*s & 0xc0) != 0x80)
			fputc('?', out);
}

/* What would begin a heading, a list, a quotation, a rule or code where a line begins. */
static bool begins_block(const char *s)
{
	size_t digits = strspn(s, "0123456789");
	const char *mark = s + digits;

	if (!*mark || !strchr(digits ? ".)" : "#>-+=", *mark))
		return false;
	if (!mark[1])
		return *mark != '-';
	return strchr("#>", *mark) || mark[1] == ' ' || mark[1] == *mark;
}

/* GitHub makes links of addresses: with a scheme, of mail, of www. */
static bool makes_link(const char *text, const char *s)
{
	if (*s == ':')
		return s[1] == '/' && s[2] == '/';
	if (*s == '@')
		return s > text && is_word(s[-1]) && is_word(s[1]) && strchr(s, '.');
	return *s == '.' && s - text >= 3 && !strncasecmp(s - 3, "www", 3);
}

/*
 * A backslash does it for punctuation (CommonMark 2.4); an entity where GitHub
 * makes a link of an address all the same.
 */
static void as_md(FILE *out, const char *text)
{
	const char *s = text;

	if (begins_block(s)) {
		size_t digits = strspn(s, "0123456789");

		fprintf(out, "%.*s\\%c", (int)digits, s, s[digits]);
		s += digits + 1;
	}
	for (; *s; s++) {
		char before = s > text ? s[-1] : ' ';
		bool within = is_word(before) && is_word(s[1]);

		if (*s == '<' && (is_word(s[1]) || (s[1] && strchr("/!?", s[1]))))
			fputs("&lt;", out);
		else if (*s == '&' && (is_word(s[1]) || s[1] == '#'))
			fputs("&amp;", out);
		else if (makes_link(text, s))
			fprintf(out, "&#%d;", *s);
		else if (strchr("\\`*[]|~$", *s) || (*s == '_' && !within))
			fprintf(out, "\\%c", *s);
		else
			fputc(*s, out);
	}
}

/* Nothing is escaped within code, so that what would end it or the cell is shown as another. */
static void as_md_code(FILE *out, const char *s)
{
	for (; *s; s++)
		if (*s == '`')
			fputs("\xe2\x80\x98", out);	/* left single quotation mark */
		else if (*s == '|')
			fputs("\xc2\xa6", out);		/* broken bar */
		else
			fputc(*s, out);
}

static void as_xml(FILE *out, const char *s)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
	};

	for (; *s; s++) {
		size_t i = 0;

		while (i < ARRAY_SIZE(entities) && entities[i].c != *s)
			i++;
		if (i < ARRAY_SIZE(entities))
			fputs(entities[i].entity, out);
		else
			fputc(*s, out);
	}
}

/* RFC 4180; and a cell that begins like a formula begins with an apostrophe. */
static void as_csv(FILE *out, const char *s)
{
	bool formula = *s && strchr("=+-@|%", *s);
	bool quotes = formula || strpbrk(s, ",;\"") || *s == ' ' || *s == '#';

	if (quotes)
		fputc('"', out);
	if (formula)
		fputc('\'', out);
	for (; *s; s++)
		fprintf(out, *s == '"' ? "\"%c" : "%c", *s);
	if (quotes)
		fputc('"', out);
}

static void percent(FILE *out, char c)
{
	fprintf(out, "%%%02X", (unsigned char)c);
}

static void as_bench(FILE *out, const char *s)
{
	for (; *s; s++)
		if (*s == '/' || *s == '%')
			percent(out, *s);
		else
			fputc(*s == ' ' ? '-' : *s, out);
}

/*
 * Double quotes cannot be escaped there, and gnuplot's SVG holds a '>' as it is, of
 * which XML does not take "]]>".
 */
static void as_gnuplot(FILE *out, const char *text)
{
	for (const char *s = text; *s; s++)
		if (*s == '"')
			fputs("\xe2\x80\x9d", out);	/* right double quotation mark */
		else if (*s == '>' && s >= text + 2 && s[-1] == ']' && s[-2] == ']')
			fputs("\xe2\x80\xba", out);	/* single right-pointing quotation mark */
		else if (*s == '\\')
			fputs("\\\\", out);
		else
			fputc(*s, out);
}

/* No scheme, no host, nothing that ends it. */
static void as_url(FILE *out, const char *s)
{
	while (s[0] == '/' && s[1] == '/')
		s++;
	for (; *s; s++)
		if (is_word(*s) || strchr("/._+-,~", *s))
			fputc(*s, out);
		else
			percent(out, *s);
}

static void as_shell(FILE *out, const char *s)
{
	bool plain = *s;

	for (const char *c = s; *c; c++)
		plain &= is_word(*c) || strchr("._+-,:=/@%", *c);
	if (plain) {
		fputs(s, out);
		return;
	}
	fputc('\'', out);
	for (; *s; s++)
		if (*s == '\'')
			fputs("'\\''", out);
		else if (is_ascii(*s))
			fputc(*s, out);
		else if (((unsigned char)*s & 0xc0) != 0x80)
			fputc('?', out);
	fputc('\'', out);
}

static void as_name(FILE *out, const char *s)
{
	for (const char *c = s; *c; c++)
		fputc(is_word(*c) || strchr("_+-", *c) || (*c == '.' && c > s) ? *c : '_', out);
	if (!*s)
		fputc('_', out);
}

typedef void (*encode_fn)(FILE *out, const char *clean);

static const encode_fn encoders[] = {
	[IB_SINK_TEXT] = as_text, [IB_SINK_MAIL] = as_mail, [IB_SINK_MD] = as_md,
	[IB_SINK_XML] = as_xml, [IB_SINK_CSV] = as_csv, [IB_SINK_BENCH] = as_bench,
	[IB_SINK_GNUPLOT] = as_gnuplot, [IB_SINK_URL] = as_url, [IB_SINK_SHELL] = as_shell,
	[IB_SINK_NAME] = as_name,
};

static void put(FILE *out, encode_fn encode, const char *text)
{
	char *s = clean(text ? text : "");

	encode(out, s);
	free(s);
}

void ib_put(FILE *out, enum ib_sink sink, const char *text)
{
	put(out, encoders[sink], text);
}

static char *collected(FILE *out, char **text)
{
	if (fclose(out))
		ib_error("out of memory");
	return *text ? *text : ib_asprintf("?");
}

char *ib_encode(enum ib_sink sink, const char *text)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return ib_asprintf("?");
	ib_put(out, sink, text);
	return collected(out, &result);
}

/* Above U+FFFF as two surrogates: RFC 8259, 7. */
static void escape_json(FILE *out, uint32_t c)
{
	if (c > 0xffff) {
		c -= 0x10000;
		fprintf(out, "\\u%04x\\u%04x", 0xd800 + (c >> 10), 0xdc00 + (c & 0x3ff));
	} else {
		fprintf(out, "\\u%04x", c);
	}
}

char *ib_encode_json(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return ib_asprintf("null");
	while (*s) {
		uint32_t c;
		size_t n = sequence(s, &c);

		if (n == 1 && *s != 0x7f)
			fputc(*s, out);
		else if (n && is_seen(c))
			fwrite(s, 1, n, out);
		else if (n)
			escape_json(out, c);
		else
			fputs("\xef\xbf\xbd", out);	/* replacement character */
		s += n ? n : 1;
	}
	return collected(out, &result);
}

char *ib_vformat(enum ib_sink sink, const char *fmt, va_list ap)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	if (!out)
		return ib_asprintf("?");
	ib_vprint(out, sink, fmt, ap);
	return collected(out, &result);
}

/**
 * struct spec - a conversion of a format
 * @text: the specification itself, for printf(3), with width and precision filled in
 * @width: least columns of a string; negative: to the left
 * @precision: most bytes of a string, -1: all
 * @size: 'l', 'L' for "ll", 'z', 'j', or 0
 * @conversion: such as 's'
 */
struct spec {
	char text[64];
	int width;
	int precision;
	char size;
	char conversion;
};

/* Width or precision: digits, or an argument; *otherwise* if there is none. */
static int number_at(const char **fmt, va_list *ap, int otherwise)
{
	char *end;
	long n;

	if (**fmt == '*') {
		(*fmt)++;
		return va_arg(*ap, int);
	}
	n = strtol(*fmt, &end, 10);
	if (end == *fmt)
		return otherwise;
	*fmt = end;
	return n;
}

/* @fmt stands behind the '%', and afterwards behind the conversion. */
static struct spec read_spec(const char **fmt, va_list *ap)
{
	struct spec spec = { .precision = -1 };
	size_t flags = strspn(*fmt, "-+ #0");
	char width[16] = "", precision[16] = "";
	const char *begin = *fmt;

	*fmt += flags;
	spec.width = number_at(fmt, ap, 0);
	if (**fmt == '.') {
		(*fmt)++;
		spec.precision = number_at(fmt, ap, 0);
		snprintf(precision, sizeof(precision), ".%d", spec.precision);
	}
	if (spec.width)
		snprintf(width, sizeof(width), "%d", spec.width);
	for (; **fmt && strchr("lzhj", **fmt); (*fmt)++)
		spec.size = spec.size == 'l' ? 'L' : **fmt;
	spec.conversion = *(*fmt)++;
	snprintf(spec.text, sizeof(spec.text), "%%%.*s%s%s%s%c", flags > 5 ? 5 : (int)flags, begin,
		 width, precision, strchr("diuxXo", spec.conversion) ? "ll" : "", spec.conversion);
	if (memchr(begin, '-', flags) && spec.width > 0)
		spec.width = -spec.width;
	return spec;
}

/* Characters, not bytes. */
static int columns(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void put_string(FILE *out, encode_fn encode, const struct spec *spec, const char *arg)
{
	char *cut, *text;
	size_t size;
	FILE *f;
	int room;

	if (!arg)
		arg = "(null)";
	cut = spec->precision >= 0 ? strndup(arg, spec->precision) : strdup(arg);
	f = cut ? open_memstream(&text, &size) : NULL;
	if (f) {
		put(f, encode, cut);
		text = collected(f, &text);
		room = abs(spec->width) - columns(text);
		if (spec->width > 0 && room > 0)
			fprintf(out, "%*s", room, "");
		fputs(text, out);
		if (spec->width < 0 && room > 0)
			fprintf(out, "%*s", room, "");
		free(text);
	}
	free(cut);
}

/* As wide as it gets. */
static long long whole_number(const struct spec *spec, va_list *ap)
{
	if (spec->size == 'L' || spec->size == 'j')
		return va_arg(*ap, long long);
	if (spec->size == 'l' || spec->size == 'z')
		return va_arg(*ap, long);
	return strchr("di", spec->conversion) ? va_arg(*ap, int) :
						(long long)va_arg(*ap, unsigned int);
}

/* The specification is one of ours, and of the argument's type: the compiler has seen it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
static void put_number(FILE *out, const struct spec *spec, va_list *ap)
{
	if (spec->conversion == 'c')
		fputc(va_arg(*ap, int), out);
	else if (strchr("fFeEgGaA", spec->conversion))
		fprintf(out, spec->text, va_arg(*ap, double));
	else if (strchr("diuxXo", spec->conversion))
		fprintf(out, spec->text, whole_number(spec, ap));
}

#pragma GCC diagnostic pop

/* Where in Markdown the format has come to. */
struct place {
	bool code;
	bool address;
};

static void walk(struct place *at, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		at->code ^= text[i] == '`';
		if (text[i] == '(' && i && text[i - 1] == ']')
			at->address = true;
		else if (text[i] == ')')
			at->address = false;
	}
}

static encode_fn encoder_at(enum ib_sink sink, const struct place *at)
{
	if (sink != IB_SINK_MD)
		return encoders[sink];
	return at->address ? as_url : at->code ? as_md_code : as_md;
}

/* @fmt stands behind a '%'. Return: what is behind the conversion. */
static const char *convert(FILE *out, encode_fn encode, const char *fmt, va_list *ap)
{
	struct spec spec = read_spec(&fmt, ap);

	if (spec.conversion == '%') {
		fputc('%', out);
	} else if (spec.conversion == 's') {
		put_string(out, encode, &spec, va_arg(*ap, const char *));
	} else if (spec.conversion == 'p' && *fmt == 'm') {
		fputs(va_arg(*ap, const char *), out);
		fmt++;
	} else {
		put_number(out, &spec, ap);
	}
	return fmt;
}

void ib_vprint(FILE *out, enum ib_sink sink, const char *fmt, va_list ap)
{
	struct place at = { .code = false };
	va_list args;

	va_copy(args, ap);
	while (*fmt) {
		size_t plain = strcspn(fmt, "%");

		walk(&at, fmt, plain);
		fwrite(fmt, 1, plain, out);
		fmt += plain;
		if (*fmt)
			fmt = convert(out, encoder_at(sink, &at), fmt + 1, &args);
	}
	va_end(args);
}

void ib_print(FILE *out, enum ib_sink sink, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ib_vprint(out, sink, fmt, ap);
	va_end(ap);
}

void ib_text(FILE *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ib_vprint(out, IB_SINK_TEXT, fmt, ap);
	va_end(ap);
}

void ib_mail(FILE *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ib_vprint(out, IB_SINK_MAIL, fmt, ap);
	va_end(ap);
}

void ib_mark(FILE *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ib_vprint(out, IB_SINK_MD, fmt, ap);
	va_end(ap);
}

void ib_xml(FILE *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ib_vprint(out, IB_SINK_XML, fmt, ap);
	va_end(ap);
}
