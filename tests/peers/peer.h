/* SPDX-License-Identifier: GPL-2.0-only */
/* A variant as other benchmark tools are given it, in C or C++. */
#ifndef INITBENCH_TESTS_PEER_H
#define INITBENCH_TESTS_PEER_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * peer_open() - set a variant up: event init, fpu none, mask mpx, content sse
 * @variant: its id
 * @layout: seed of the code's placement, which stays until the process ends
 *
 * Return: 0, or -1 after a message.
 */
int peer_open(const char *variant, unsigned long layout);

/**
 * peer_call() - one operation of the variant opened last, waited for by LFENCE
 *
 * So is each repetition of `initbench run`; without, calls would overlap and hide
 * cycles from any tool.
 */
void peer_call(void);

#ifdef __cplusplus
}
#endif

#endif
