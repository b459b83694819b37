// SPDX-License-Identifier: GPL-2.0-only
/* A loop of as many iterations as the argument says, two instructions each: what
 * counters must find more of in a longer one is known.
 */
#include <stdlib.h>

int main(int argc, char *argv[])
{
	unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 0) : 1;

	asm volatile("1: dec %0; jnz 1b" : "+r"(n) : : "cc");
	return 0;
}
