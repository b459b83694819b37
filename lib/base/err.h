/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages to the user, and allocation that cannot fail: where memory is missing,
 * the program ends here. Whatever else can fail returns -1 after a message.
 */
#ifndef INITBENCH_ERR_H
#define INITBENCH_ERR_H

#include <stdarg.h>
#include <stddef.h>

/**
 * ib_error() - print "initbench: <message>" on stderr
 * @fmt: names the thing that failed and the remedy; no trailing newline. Strings are
 *       encoded for a terminal, see ib_print() in encode.h
 */
void ib_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ib_warn() - print "initbench: warning: <message>" on stderr
 * @fmt: as in ib_error()
 */
void ib_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ib_wrong_usage() - ib_error(), then exit(IB_EXIT_USAGE)
 * @fmt: as in ib_error()
 */
void ib_wrong_usage(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/**
 * ib_calloc() - zeroed memory, or exit(IB_EXIT_USAGE) with a message
 * @n: elements
 * @size: bytes of each
 */
void *ib_calloc(size_t n, size_t size);

/**
 * ib_realloc() - as realloc(3), or exit(IB_EXIT_USAGE) with a message
 * @p: old memory or NULL
 * @n: elements
 * @size: bytes of each
 */
void *ib_realloc(void *p, size_t n, size_t size);

/**
 * ib_map() - zeroed pages, present from the start, or exit(IB_EXIT_USAGE) with a message
 * @bytes: how many; munmap(2) gives them back
 * @sharing: MAP_PRIVATE, or MAP_SHARED for what a child process writes
 */
void *ib_map(size_t bytes, int sharing);

/**
 * ib_asprintf() - a formatted string the caller frees
 * @fmt: as printf(3)
 */
char *ib_asprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ib_vasprintf() - the same of arguments that another function was given
 * @fmt: as printf(3)
 * @ap: the arguments
 */
char *ib_vasprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/**
 * ib_free_strings() - free an array and the strings in it
 * @strings: array of ib_realloc(), or NULL
 * @nr: strings
 */
void ib_free_strings(char **strings, size_t nr);

#endif
