/* SPDX-License-Identifier: GPL-2.0-only */
/* Did a variant do what its descriptor says, and nothing else? */
#ifndef INITBENCH_ORACLE_H
#define INITBENCH_ORACLE_H

#include "bench/lanes/user/machine.h"

/**
 * ib_oracle_expect() - components that a variant is expected to clear
 * @v: its descriptor
 * @event: INIT or RESET
 * @mask: components the guest supports
 */
uint64_t ib_oracle_expect(const struct ib_variant *v, enum ib_event event, uint64_t mask);

/**
 * ib_oracle_check() - run a row's variant once and look at everything it could touch
 * @m: machine
 * @row: a variant's row; its facts' verdict, cleared and note are set
 * @v: the variant
 *
 * Checked: every component of the mask reads as zero afterwards (its bytes are
 * zero or its XSTATE_BV bit is clear), every other byte of the image, every
 * live register component, the number of puts and loads, in_use. A variant
 * that looks at in_use is run in both states. A row at rest is run with the mask's
 * components in use first, which shows what it clears, and then at rest, where every
 * byte of the image must stay as it was.
 */
void ib_oracle_check(struct ib_machine *m, struct ib_row *row, const struct ib_variant *v);

#endif
