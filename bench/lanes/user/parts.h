/* SPDX-License-Identifier: GPL-2.0-only */
/* The user lane's rows that are no variants: put, load, single XSAVE instructions. */
#ifndef INITBENCH_PARTS_H
#define INITBENCH_PARTS_H

#include "bench/lanes/user/machine.h"

/**
 * struct ib_part - a part in a layout
 * @name: "part:put" and so on
 * @call: the part's [0] and the baseline's [1], single shots of live registers
 * @lacking: the CPU lacks the instruction
 * @saves: it is one save instruction, which may leave components alone
 */
struct ib_part {
	const char *name;
	struct ib_call call[2];
	bool lacking;
	bool saves;
};

/**
 * ib_part_find() - a part of a machine's layout
 * @m: machine
 * @name: of the part
 * @part: filled in
 *
 * Return: whether there is one of that name.
 */
bool ib_part_find(const struct ib_machine *m, const char *name, struct ib_part *part);

/**
 * ib_part_kept() - which components a save leaves as they are in memory
 * @m: machine, prepared for the part's row; the region's samples are lost
 * @part: one that saves
 * @kept: set; x87 and SSE's control words are not looked at
 *
 * Found without a clock: a byte of each component is changed in memory behind
 * the instruction's back, and looked at after it.
 *
 * Return: NULL, or why it cannot be known.
 */
const char *ib_part_kept(struct ib_machine *m, const struct ib_part *part, uint64_t *kept);

/**
 * ib_add_instructions() - the single instructions' rows, for every content
 * @lane: whose
 * @add: see struct ib_lane, @extra_rows
 * @plan: likewise
 */
void ib_add_instructions(const struct ib_lane *lane, ib_add_row add, void *plan);

#endif
