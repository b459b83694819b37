// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/utf8.h"

static bool is_more(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

size_t ib_utf8_read(const char *s, size_t length, uint32_t *c)
{
	/* The smallest code point of each length: a shorter form is another's. */
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = s[0];
	size_t n = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 :
		   first < 0xf8 ? 4 : 0;

	if (!n || n > length)
		return 0;
	*c = n == 1 ? first : first & (0x7f >> n);
	for (size_t i = 1; i < n; i++) {
		if (!is_more(s[i]))
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	return *c < smallest[n] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : n;
}

size_t ib_utf8_write(char *s, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (n == 1) {
		s[0] = c;
		return 1;
	}
	for (size_t i = n; --i; c >>= 6)
		s[i] = 0x80 | (c & 0x3f);
	s[0] = (0xf00 >> n & 0xff) | c;
	return n;
}

/* Unicode: Cc, Zl, Zp, Bidi_Control, zero width, Cs, noncharacters of the first plane. */
static const struct {
	uint32_t first;
	uint32_t last;
} hidden[] = {
	{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad }, { 0x061c, 0x061c },
	{ 0x180e, 0x180e }, { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0xd800, 0xdfff }, { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
	{ 0xfffe, 0xffff },
	{ 0xe0000, 0xe007f },
};

bool ib_is_printable(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_SIZE(hidden); i++)
		if (c >= hidden[i].first && c <= hidden[i].last)
			return false;
	return c <= 0x10ffff;
}

char *ib_printable(const char *text, size_t longest)
{
	size_t length = strlen(text), to = 0;
	char *clean = ib_calloc((length < longest ? length : longest) + 1, 1);

	for (size_t at = 0, n; at < length && to < longest; at += n) {
		uint32_t c = 0;
		bool good;

		n = ib_utf8_read(text + at, length - at, &c);
		good = n && ib_is_printable(c);
		n = n ? n : 1;
		if (!good)
			c = '?';
		if (to + (good ? n : 1) > longest)
			break;
		to += ib_utf8_write(clean + to, c);
	}
	return clean;
}
