/* SPDX-License-Identifier: GPL-2.0-only */
/* One measurement at a time on a machine: two disturb each other. */
#ifndef INITBENCH_LOCK_H
#define INITBENCH_LOCK_H

#include <stdbool.h>

/**
 * ib_machine_lock() - keep this machine to this process and its children
 * @wait: until another measurement has ended
 *
 * An flock(2) of a file in /run/lock, or in /tmp where there is no such folder: it ends with
 * the last of the processes, however they end. Environment: INITBENCH_LOCK names another
 * file; "none" is no lock. Where no file can be opened there is a warning and no lock.
 *
 * Return: 0, or -1 after a message that names the holder.
 */
int ib_machine_lock(bool wait);

#endif
