/* SPDX-License-Identifier: GPL-2.0-only */
/* UTF-8, and what of it may reach a terminal or a page. */
#ifndef INITBENCH_UTF8_H
#define INITBENCH_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * ib_utf8_read() - a character
 * @s: bytes
 * @length: how many there are, 1 or more
 * @c: set to its code point
 *
 * RFC 3629: the shortest form only, no surrogates, nothing above U+10FFFF.
 *
 * Return: how many bytes it has, 0 if they are no UTF-8.
 */
size_t ib_utf8_read(const char *s, size_t length, uint32_t *c);

/**
 * ib_utf8_write() - a character
 * @s: room for 4 bytes
 * @c: code point, no surrogate, at most U+10FFFF
 *
 * Return: how many bytes it has.
 */
size_t ib_utf8_write(char *s, uint32_t c);

/**
 * ib_is_printable() - does a character show as itself, where it stands?
 * @c: code point
 *
 * No control characters, line ends, marks that reverse or hide text, surrogates.
 */
bool ib_is_printable(uint32_t c);

/**
 * ib_printable() - a text of which nothing else is left
 * @text: of any bytes
 * @longest: bytes to keep
 *
 * Return: to be freed; "?" stands for what is not printable UTF-8.
 */
char *ib_printable(const char *text, size_t longest);

#endif
