/* SPDX-License-Identifier: GPL-2.0-only */
/* A launch in user space: a layout of the code under study and the images it works on. */
#ifndef INITBENCH_MACHINE_H
#define INITBENCH_MACHINE_H

#include "bench/blob/layout.h"
#include "bench/host/xstate.h"
#include "bench/lanes/lane.h"

/**
 * struct ib_machine - a vCPU's FPU as the code under study sees it
 * @x: this CPU
 * @layout: where the code lies
 * @memset_symbol: what "memset" is bound to in it
 * @phase: of all regions of this launch, see ib_phases[]
 * @vcpu: what a variant is given
 * @guest: the guest's image
 * @host: the host's image: XMM in use, as in a VMM's thread
 * @start: registers at the start of a region
 * @after: registers at its end
 * @caller: this program's registers meanwhile
 * @init: XSTATE_BV = 0
 * @area: in the standard format, for single instructions
 * @guest_memory: what @guest lies in, at the row's place
 * @host_memory: likewise
 * @region: the region as ib_machine_prepare() left it; callers add calls and samples
 */
struct ib_machine {
	const struct ib_xstate *x;
	struct ib_layout *layout;
	const char *memset_symbol;
	void (*phase)(void);
	struct ib_vcpu vcpu;
	struct fpstate *guest;
	struct fpstate *host;
	struct fpstate *start;
	struct fpstate *after;
	struct fpstate *caller;
	struct fpstate *init;
	struct fpstate *area;
	struct fpstate *guest_memory;
	struct fpstate *host_memory;
	struct ib_region region;
};

/**
 * ib_machine_new() - load a layout and make the images
 * @x: facts of this CPU; must outlive the machine
 * @seed: of the layout
 * @memset_symbol: the blob's function that "memset" is bound to, as ib_xstate_memset()
 *                 says; a string that lives on
 *
 * Return: the machine, or NULL after a message.
 */
struct ib_machine *ib_machine_new(const struct ib_xstate *x, uint64_t seed,
				  const char *memset_symbol);

/**
 * ib_machine_free() - undo ib_machine_new()
 * @m: may be NULL
 */
void ib_machine_free(struct ib_machine *m);

/**
 * ib_machine_place() - whether images can be placed as a row asks
 * @m: machine
 * @row: its place and mask are used
 *
 * Return: NULL, or why not.
 */
const char *ib_machine_place(const struct ib_machine *m, const struct ib_row *row);

/**
 * ib_machine_prepare() - set images, capabilities and region up for a row
 * @m: machine
 * @row: its mask, content, use, place and event are used
 * @live: the guest's state is to be in the registers
 */
void ib_machine_prepare(struct ib_machine *m, const struct ib_row *row, bool live);

/**
 * ib_machine_run() - run the region that was prepared
 * @m: machine
 *
 * Return: NULL, or why its values must not be used (XINUSE is not what the
 * row says).
 */
const char *ib_machine_run(struct ib_machine *m);

/**
 * ib_machine_restless() - a component of a row at rest that is in use in the registers
 * @m: machine, prepared for the row
 * @row: its mask is used
 *
 * An emulated CPU may say so of a component in its INIT state (SDM vol. 1, 13.6): put
 * then saves it, and there is something to zero.
 *
 * Return: its number, 0 if there is none.
 */
unsigned int ib_machine_restless(struct ib_machine *m, const struct ib_row *row);

/**
 * ib_machine_steps() - instructions of the body of region.call[0]
 * @m: machine, prepared
 *
 * Counted by single-stepping (RFLAGS.TF), a repeated string instruction as
 * one. The same on every run and machine that takes the same path.
 *
 * Return: instructions, call and return included.
 */
uint64_t ib_machine_steps(struct ib_machine *m);

/**
 * ib_machine_rep() - the first repeated string instruction that was stepped last
 * @m: machine; ib_machine_steps() or ib_machine_trace() was called
 * @words: set to "rep stosb in ib_memset_rep" and the like; "" if none was stepped
 * @size: room in @words
 */
void ib_machine_rep(const struct ib_machine *m, char *words, size_t size);

/**
 * ib_machine_trace() - which instructions ib_machine_steps() counts
 * @m: machine, prepared
 * @at: set to their addresses in the order of execution; NULL if @room is 0
 * @room: of @at
 *
 * A trap comes after an instruction and tells the next one's address, so that
 * the list begins with the second stepped instruction and ends with the first
 * that is not stepped; both belong to ib_region_step(), not to the body.
 *
 * Return: as ib_machine_steps(); what does not fit into @room is only counted.
 */
uint64_t ib_machine_trace(struct ib_machine *m, const void **at, size_t room);

/**
 * ib_machine_variant() - a variant of this machine's layout
 * @m: machine
 * @id: its id
 *
 * Return: the variant, or NULL.
 */
const struct ib_variant *ib_machine_variant(const struct ib_machine *m, const char *id);

#endif
