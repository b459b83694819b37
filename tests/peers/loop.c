// SPDX-License-Identifier: GPL-2.0-only
/* A variant as a whole process, for hyperfine. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/peers/peer.h"

int main(int argc, char **argv)
{
	unsigned long calls;

	if (argc != 4) {
		fprintf(stderr, "Usage: loop VARIANT LAYOUT CALLS\n");
		return 2;
	}
	if (peer_open(argv[1], strtoul(argv[2], NULL, 0)))
		return 2;
	calls = strtoul(argv[3], NULL, 0);
	while (calls--)
		peer_call();
	return 0;
}
