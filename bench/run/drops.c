// SPDX-License-Identifier: GPL-2.0-only
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/run/drops.h"
#include "lib/base/array.h"

#define REASONS		(sizeof(((struct ib_drops *)0)->reason) / \
			 sizeof(((struct ib_drops *)0)->reason[0]))

static bool is(const char *stored, const char *why)
{
	return !strncmp(stored, why, sizeof(((struct ib_drops *)0)->reason[0].why) - 1);
}

void ib_drops_add(struct ib_drops *d, const char *why)
{
	size_t i = 0;

	d->rows++;
	if (!why)
		return;
	d->lost++;
	while (i < REASONS - 1 && d->reason[i].nr && !is(d->reason[i].why, why))
		i++;
	if (!d->reason[i].nr++)
		snprintf(d->reason[i].why, sizeof(d->reason[i].why), "%s",
			 i < REASONS - 1 ? why : "other reasons");
}

const char *ib_drops_commonest(const struct ib_drops *d)
{
	size_t most = 0;

	for (size_t i = 1; i < REASONS; i++)
		if (d->reason[i].nr > d->reason[most].nr)
			most = i;
	return d->reason[most].nr ? d->reason[most].why : NULL;
}

/* The reasons of bench/host/contamination.c and bench/run/take.c. */
static const struct {
	const char *why;
	const char *check;
} checks[] = {
	{ "context switch", "load" },
	{ "migration", "load" },
	{ "page fault", "load" },
	{ "throttled by its CPU quota", "quota" },
	{ "the core was shared", "core" },
	{ "the core's frequency moved", "governor" },
	{ "the two calibration chains disagree", "core" },
};

const char *ib_drops_check(const char *why)
{
	for (size_t i = 0; i < ARRAY_SIZE(checks); i++)
		if (!strcmp(checks[i].why, why))
			return checks[i].check;
	return NULL;
}
