/* SPDX-License-Identifier: GPL-2.0-only */
/* A run on an emulated host: handed over to scripts/emulate. */
#ifndef INITBENCH_EMULATE_H
#define INITBENCH_EMULATE_H

#include "bench/run/session.h"

/**
 * ib_elsewhere() - whether a session is for another host than this one
 * @session: options
 */
bool ib_elsewhere(const struct ib_session *session);

/**
 * ib_emulate() - become the script that runs a session on its emulated host
 * @session: options
 * @argc: of run, as given
 * @argv: likewise
 *
 * Return: only if there is no such script: an enum ib_exit after a message.
 */
int ib_emulate(const struct ib_session *session, int argc, char **argv);

#endif
