/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of a text may be recorded: words that are known to say nothing of whose machine it
 * is, by lists. All else becomes a count, or a short hash that only tells words apart.
 */
#ifndef INITBENCH_PLAIN_H
#define INITBENCH_PLAIN_H

/**
 * ib_plain_cmdline() - a kernel's command line
 * @line: as /proc/cmdline has it
 *
 * Parameters that bear on time are kept, in their order, if their value is a plain one;
 * of the others the number is told: "mitigations=off nokaslr +7". What is behind "--" is
 * init's and no parameter.
 *
 * Return: to be freed.
 */
char *ib_plain_cmdline(const char *line);

/**
 * ib_plain_release() - a kernel's release
 * @release: as uname(2) has it
 *
 * Numbers and the words of distributions are kept; another word becomes "x" and 4 digits
 * of its hash: "6.1.0-acme" is "6.1.0-x3f2a".
 *
 * Return: to be freed.
 */
char *ib_plain_release(const char *release);

/**
 * ib_plain_compiler() - the first line of what a compiler says of its version
 * @version: it
 *
 * Return: to be freed; words as in ib_plain_release().
 */
char *ib_plain_compiler(const char *version);

/**
 * ib_plain_options() - options of a command
 * @words: separated by blanks
 *
 * Return: to be freed; of each path the last part is kept.
 */
char *ib_plain_options(const char *words);

/**
 * ib_not_plain() - what of a recorded text should not have been recorded
 * @key: of the text
 * @text: it
 *
 * Records of before these lists have more parameters of the kernel; those that are known
 * to tell nothing are let pass.
 *
 * Return: a clause, NULL if there is nothing.
 */
const char *ib_not_plain(const char *key, const char *text);

#endif
