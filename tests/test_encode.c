// SPDX-License-Identifier: GPL-2.0-only
/* What each encoder makes of bytes, known and drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/grid.h"
#include "lib/base/json.h"

static void expect(enum ib_sink sink, const char *text, const char *encoded)
{
	char *s = ib_encode(sink, text);

	assert_string_equal(s, encoded);
	free(s);
}

static void what_is_harmless_stays(void **state)
{
	static const char *const plain[] = {
		"u64-mask", "AMD EPYC 9R14 @ 2.60GHz", "6.1.0-56-amd64", "c:hi16_zmm@cross",
		"-3.5", "p < 0.05", "±0.3", "a & b", "init/putload/mpx+cet",
	};

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
		expect(IB_SINK_TEXT, plain[i], plain[i]);
		expect(IB_SINK_MD, plain[i], plain[i]);
		expect(IB_SINK_GNUPLOT, "]]>", "]]\xe2\x80\xba");
	expect(IB_SINK_GNUPLOT, plain[i], plain[i]);
	}
	expect(IB_SINK_NAME, "AuthenticAMD-25-17-1", "AuthenticAMD-25-17-1");
	expect(IB_SINK_SHELL, "--delta=2", "--delta=2");
}

static void control_characters_are_seen(void **state)
{
	expect(IB_SINK_TEXT, "\033[31m\a\r\n\t\x7f", "\\x1b[31m\\x07\\x0d\\n\\t\\x7f");
	/* C1 in UTF-8, bytes that are none, an overlong '/', half a character */
	expect(IB_SINK_TEXT, "\xc2\x9b", "\\x9b");
	expect(IB_SINK_TEXT, "\xff\xc0\xaf\xe2\x82", "\\xff\\xc0\\xaf\\xe2\\x82");
	/* a change of direction, a surrogate, a noncharacter, a tag */
	expect(IB_SINK_TEXT, "\xe2\x80\xae", "\\u202e");
	expect(IB_SINK_TEXT, "\xed\xa0\x80\xef\xbf\xbf", "\\xed\\xa0\\x80\\uffff");
	expect(IB_SINK_TEXT, "\xf3\xa0\x81\x81", "\\U000e0041");
}

static void markup_is_text(void **state)
{
	expect(IB_SINK_MD, "a|b", "a\\|b");
	expect(IB_SINK_MD, "<script>", "&lt;script>");
	expect(IB_SINK_MD, "[x](javascript:y)", "\\[x\\](javascript:y)");
	expect(IB_SINK_MD, "# x", "\\# x");
	expect(IB_SINK_MD, "1. x", "1\\. x");
	expect(IB_SINK_MD, "https://example.org", "https&#58;//example.org");
	expect(IB_SINK_XML, "<a b=\"&\">\f", "&lt;a b=&quot;&amp;&quot;&gt;\\x0c");
	expect(IB_SINK_CSV, "=1+1", "\"'=1+1\"");
	expect(IB_SINK_CSV, "# x", "\"# x\"");
	expect(IB_SINK_CSV, "a,\"b\"\r\n", "\"a,\"\"b\"\"\\x0d\\n\"");
	expect(IB_SINK_BENCH, "x/oracle=ok 1 2\n", "x%2Foracle=ok-1-2\\n");
	expect(IB_SINK_GNUPLOT, "\"`x`\\", "\xe2\x80\x9d`x`\\\\");
	expect(IB_SINK_URL, "javascript:x", "javascript%3Ax");
	expect(IB_SINK_URL, "//host/x y)", "/host/x%20y%29");
	expect(IB_SINK_NAME, "../../x", "_._.._x");
	expect(IB_SINK_NAME, "", "_");
	expect(IB_SINK_SHELL, "a'; touch x", "'a'\\''; touch x'");
	expect(IB_SINK_MAIL, "\xc3\xa9", "?");
}

static char *marked(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static char *marked(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = ib_vformat(IB_SINK_MD, fmt, ap);
	va_end(ap);
	return s;
}

static void formats_are_ours_and_strings_are_not(void **state)
{
	char *s = marked("**%s** `%s` [%s](%s) %pm %d %5.1f%% %-4s| %3s %.2s %zu %lld %c", "*", "`|",
			 "]", "a b", "**", -3, 2.25, "x", "y", "abc", (size_t)7, 8LL, 'z');

	assert_string_equal(s, "**\\*** `\xe2\x80\x98\xc2\xa6` [\\]](a%20b) ** -3   2.2% x   |   y ab"
			    " 7 8 z");
	free(s);
	s = marked("%*d|%-*d|%*s|%.*f", 4, 1, 4, 2, 3, "é", 1, 0.25);
	assert_string_equal(s, "   1|2   |  é|0.2");
	free(s);
}

static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Mostly what means something to somebody. */
static void random_text(char *text, size_t size, uint64_t *state)
{
	static const char sharp[] =
		"\"'`\\|<>[](){}*_~#$&=+-@,;:/%\r\n\t\033\x7f\xc2\x9b\xe2\x80\xae\xff";
	size_t n = draw(state) % size;

	for (size_t i = 0; i < n; i++) {
		char any = 1 + draw(state) % 255;

		text[i] = draw(state) % 2 ? sharp[draw(state) % (sizeof(sharp) - 1)] : any;
	}
	text[n] = '\0';
}

static size_t count(const char *s, char c)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == c && (s[1] || c != '\0');
	return n;
}

static void no_sink_lets_control_through(void **state)
{
	uint64_t seed = 88172645463325252ULL;
	char text[64];

	for (size_t i = 0; i < 20000; i++) {
		random_text(text, sizeof(text), &seed);
		for (enum ib_sink sink = IB_SINK_TEXT; sink <= IB_SINK_NAME; sink++) {
			char *s = ib_encode(sink, text);

			for (const unsigned char *c = (const unsigned char *)s; *c; c++)
				assert_true(*c >= 0x20 && *c != 0x7f &&
					    !(*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0));
			if (sink == IB_SINK_CSV)
				assert_true(count(s, '"') % 2 == 0);
			if (sink == IB_SINK_XML)
				assert_null(strpbrk(s, "<>\""));
			if (sink == IB_SINK_BENCH)
				assert_null(strpbrk(s, " /"));
			if (sink == IB_SINK_GNUPLOT)
				assert_null(strchr(s, '"'));
			free(s);
		}
	}
}

/* What json-c reads again is what was written, but for bytes that are no UTF-8. */
static void json_is_valid_and_finite(void **state)
{
	struct json_object *o = json_object_new_object(), *again, *a = json_object_new_array();
	char *text;

	json_object_array_add(a, json_object_new_double(-__builtin_nan("")));
	json_object_array_add(a, json_object_new_double(1.5));
	json_object_object_add(o, "a", a);
	json_object_object_add(o, "b", json_object_new_double(__builtin_inf()));
	json_object_object_add(o, "c", json_object_new_string("\xc2\x9b\xff\xf3\xa0\x81\x81é"));
	text = ib_json_encoded(o, JSON_C_TO_STRING_PLAIN);
	assert_string_equal(text, "{\"a\":[null,1.5],\"b\":null,"
			    "\"c\":\"\\u009b\xef\xbf\xbd\\udb40\\udc41é\"}");
	again = json_tokener_parse(text);
	assert_string_equal(json_object_get_string(json_object_object_get(again, "c")),
			    "\xc2\x9b\xef\xbf\xbd\xf3\xa0\x81\x81é");
	json_object_put(again);
	free(text);
	json_object_put(o);
}

static void a_cell_cannot_end_itself(void **state)
{
	struct ib_grid *g = ib_grid_new(IB_SINK_MD);
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	ib_grid_column(g, "a|b", "<i>", true);
	ib_grid_cell(g, "%s", "x | y\n| z");
	ib_grid_print(g, f);
	fclose(f);
	assert_string_equal(text, "| a\\|b (&lt;i>) |\n| --- |\n| x \\| y\\\\n\\| z |\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_harmless_stays),
		cmocka_unit_test(control_characters_are_seen),
		cmocka_unit_test(markup_is_text),
		cmocka_unit_test(formats_are_ours_and_strings_are_not),
		cmocka_unit_test(no_sink_lets_control_through),
		cmocka_unit_test(json_is_valid_and_finite),
		cmocka_unit_test(a_cell_cannot_end_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
