// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: bytes through every encoder, as a string of a format, a cell, and
 * a member of JSON; what comes out holds no control character and is read again.
 */
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

static void check_formats(const char *text, int number)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);

	for (enum ib_sink sink = IB_SINK_TEXT; sink <= IB_SINK_NAME; sink++) {
		ib_put(out, sink, text);
		ib_print(out, sink, "`%s` [%s](%s) %*s %-9s %.*s %d\n", text, text, text,
			 number % 99, text, text, number & 15, text, number);
	}
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
	if (strcmp(first, second))
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
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	check_formats(text, size ? (int8_t)data[0] : 0);
	check_json(text);
	check_grid(text, IB_SINK_MD);
	check_grid(text, IB_SINK_TEXT);
	free(text);
	return 0;
}
