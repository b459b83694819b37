// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/wrap.h"

void ib_wrap(const char *text, size_t column, size_t indent, size_t width, const char *end,
	     FILE *out)
{
	const char *sep = "";

	while (*text) {
		size_t word = strcspn(text, " ");

		if (*sep && column + 1 + word + strlen(end) > width) {
			fprintf(out, "%s\n%*s", end, (int)indent, "");
			column = indent;
			sep = "";
		}
		fprintf(out, "%s%.*s", sep, (int)word, text);
		column += word + (*sep != '\0');
		sep = " ";
		text += word + (text[word] == ' ');
	}
	fputc('\n', out);
}
