// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: the first line of bytes, at the door of every reader. What passes is JSON to
 * json-c, too, and passes again with the same values when it was written anew; what does not
 * pass has a reason that can be printed.
 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/schema/parse.h"
#include "tests/fuzz_lines.h"

static struct json_object *strictly(const char *text, size_t length)
{
	struct json_tokener *t = json_tokener_new();
	struct json_object *o;

	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	o = json_tokener_parse_ex(t, text, (int)length + 1);
	if (!o || json_tokener_get_error(t) != json_tokener_success)
		abort();
	json_tokener_free(t);
	return o;
}

/* Every value can be asked for, whatever its type. */
static void ask(const struct ib_parser *p)
{
	const struct ib_record_type *type = ib_parse_type(p);
	struct ib_starred many;
	struct ib_text text;
	size_t nr;

	for (size_t i = 0; type && i < type->nr; i++)
		if (type->fields[i].type == IB_FIELD_INTS)
			ib_parse_wholes(p, i, &nr);
		else if (type->fields[i].type == IB_FIELD_HEX)
			ib_parse_hex(p, i);
		else if (type->fields[i].type == IB_FIELD_REAL && ib_parse_has(p, i) &&
			 !(ib_parse_real(p, i) >= type->fields[i].min &&
			   ib_parse_real(p, i) <= type->fields[i].max))
			abort();
	for (size_t i = 0; ib_parse_many(p, i, &many); i++)
		if (many.nr && many.value[many.nr - 1] < 0)
			abort();
	for (size_t i = 0; ib_parse_each_text(p, i, &text); i++)
		if (memchr(text.text, '\n', strlen(text.text)))
			abort();
}

static void check_written(struct ib_parser *p, const char *line, size_t length)
{
	struct json_object *o = strictly(line, length), *again;
	char *written = ib_json_encoded(o, JSON_C_TO_STRING_PLAIN);

	if (!ib_parse(p, written, strlen(written)))
		abort();
	again = strictly(written, strlen(written));
	if (!json_object_equal(o, again))
		abort();
	json_object_put(again);
	free(written);
	json_object_put(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct ib_parser *p;
	const uint8_t *newline = memchr(data, '\n', size);
	size_t length = newline ? (size_t)(newline - data) : size;
	char *line = malloc(length + 1);

	if (!line)
		return 0;
	if (!p)
		p = ib_parser_new();
	memcpy(line, data, length);
	line[length] = '\0';
	if (ib_parse(p, line, length)) {
		ask(p);
		check_written(p, line, length);
	} else if (!*ib_parse_why(p) || strpbrk(ib_parse_why(p), "\n\x1b\x7f")) {
		abort();
	}
	free(line);
	return 0;
}
