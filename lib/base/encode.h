/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text of unknown origin on its way out: one encoder for each kind of output.
 *
 * A results file may come from a stranger, and so may each name in it. What
 * reaches a terminal, a web page, a spreadsheet or gnuplot is encoded here and
 * nowhere else. Bytes that are no UTF-8, control characters and characters that
 * are not seen or turn the direction of writing become visible: \x1b, \u202e.
 */
#ifndef INITBENCH_ENCODE_H
#define INITBENCH_ENCODE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * enum ib_sink - what will read the output
 * @IB_SINK_TEXT: a terminal
 * @IB_SINK_MAIL: a mail of plain ASCII: every other character is a '?'
 * @IB_SINK_MD: Markdown, as GitHub reads it: no markup, no link, no HTML
 * @IB_SINK_XML: text or an attribute's value in double quotes
 * @IB_SINK_CSV: a field, with its quotes if it wants them; no formula
 * @IB_SINK_BENCH: a value in the name of a Go benchmark: one word without '/'
 * @IB_SINK_GNUPLOT: a column of data, inside of double quotes
 * @IB_SINK_URL: a relative address
 * @IB_SINK_SHELL: a word of a command that a reader may paste
 * @IB_SINK_NAME: a name of a file: [A-Za-z0-9._+-], no '.' first
 */
enum ib_sink {
	IB_SINK_TEXT,
	IB_SINK_MAIL,
	IB_SINK_MD,
	IB_SINK_XML,
	IB_SINK_CSV,
	IB_SINK_BENCH,
	IB_SINK_GNUPLOT,
	IB_SINK_URL,
	IB_SINK_SHELL,
	IB_SINK_NAME,
};

/**
 * ib_put() - write text, encoded
 * @out: where to
 * @sink: what reads it
 * @text: any bytes; NULL is nothing
 */
void ib_put(FILE *out, enum ib_sink sink, const char *text);

/**
 * ib_encode() - the same as a string
 * @sink: what reads it
 * @text: any bytes
 *
 * Return: freed by the caller.
 */
char *ib_encode(enum ib_sink sink, const char *text);

/**
 * ib_encode_json() - JSON with everything in its strings visible
 * @text: as a library wrote it: only strings hold anything but ASCII
 *
 * Return: the same, with escapes for what is not seen; freed by the caller.
 */
char *ib_encode_json(const char *text);

/**
 * ib_sink_of() - the sink of what is printed in either way
 * @markdown: else for a terminal
 */
static inline enum ib_sink ib_sink_of(bool markdown)
{
	return markdown ? IB_SINK_MD : IB_SINK_TEXT;
}

/**
 * ib_print() - as fprintf(3), every string encoded
 * @out: where to
 * @sink: what reads it
 * @fmt: written as it is. %s is text of unknown origin; %pm is a string of our
 *       own, with markup, that is written as it is. No "%n", "%ls", "%1$".
 *
 * In Markdown a %s between backticks is code, and one between "](" and ")" an
 * address.
 */
void ib_print(FILE *out, enum ib_sink sink, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * ib_text() - ib_print() for a terminal
 * @out: where to
 * @fmt: as in ib_print()
 */
void ib_text(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * ib_mail() - ib_print() for a mail
 * @out: where to
 * @fmt: as in ib_print()
 */
void ib_mail(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * ib_mark() - ib_print() in Markdown
 * @out: where to
 * @fmt: as in ib_print()
 */
void ib_mark(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * ib_xml() - ib_print() in XML
 * @out: where to
 * @fmt: as in ib_print()
 */
void ib_xml(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * ib_vprint() - the same of arguments that another function was given
 * @out: where to
 * @sink: what reads it
 * @fmt: as in ib_print()
 * @ap: the arguments
 */
void ib_vprint(FILE *out, enum ib_sink sink, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

/**
 * ib_vformat() - as ib_vprint(), into a string
 * @sink: what reads it
 * @fmt: as in ib_print()
 * @ap: the arguments
 *
 * Return: freed by the caller.
 */
char *ib_vformat(enum ib_sink sink, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

#endif
