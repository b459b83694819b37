// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/host/host.h"
#include "bench/run/emulate.h"
#include "lib/base/exit.h"
#include "lib/base/datadir.h"
#include "lib/base/err.h"

bool ib_elsewhere(const struct ib_session *s)
{
	return s->host && strcmp(s->host, ib_host());
}

int ib_emulate(const struct ib_session *s, int argc, char **argv)
{
	const char *dir = ib_scripts_dir();
	char **words, *script;
	size_t n = 0;

	if (!dir)
		return IB_EXIT_USAGE;
	script = ib_asprintf("%s/emulate", dir);
	words = ib_calloc(argc + 4, sizeof(*words));
	words[n++] = script;
	words[n++] = (char *)s->host;
	words[n++] = (char *)(s->selection.lanes ? s->selection.lanes : "");
	words[n++] = (char *)(s->out ? s->out : "");
	for (int i = 1; i < argc; i++)
		words[n++] = argv[i];
	execv(script, words);
	ib_error("cannot run '%s': %s", script, strerror(errno));
	free(words);
	free(script);
	return IB_EXIT_USAGE;
}
