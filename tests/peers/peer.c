// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "bench/lanes/user/machine.h"
#include "lib/base/err.h"
#include "tests/peers/peer.h"

static struct ib_machine *machine;
static ib_body body;

static uint32_t mask_named(const char *name)
{
	uint32_t i = 0;

	while (strcmp(ib_masks[i].name, name))
		i++;
	return i;
}

static struct ib_machine *machine_of(unsigned long layout)
{
	static struct ib_xstate x;

	if (ib_xstate_detect(&x)) {
		ib_error("no XSAVE; boot without \"noxsave\"");
		return NULL;
	}
	return ib_machine_new(&x, layout, ib_xstate_memset(&x));
}

int peer_open(const char *variant, unsigned long layout)
{
	const struct ib_row row = {
		.event = IB_INIT,
		.mask = mask_named("mpx"),
		.content = IB_CONTENT_SSE,
	};
	const struct ib_variant *v;

	if (!machine)
		machine = machine_of(layout);
	if (!machine)
		return -1;
	v = ib_machine_variant(machine, variant);
	if (!v) {
		ib_error("no variant '%s' was built in", variant);
		return -1;
	}
	ib_machine_prepare(machine, &row, false);
	body = v->clear;
	return 0;
}

void peer_call(void)
{
	body(&machine->vcpu, true);
	asm volatile("lfence" : : : "memory");
}
