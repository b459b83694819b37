/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Layouts: random placements of the code under study.
 *
 * Where a function lies (its address modulo cache lines, pages and predictor
 * sets, and its distance from its callees) moves its cost by more than
 * variants differ (MEASUREMENT: 40 link orders moved one variant between 27
 * and 43 ticks). One build is one draw of that. So the variants are kept as a
 * relocatable object, every function in a section of its own, and each launch
 * places the sections anew: order, padding and start drawn from a seed, as a
 * linker could have placed them; bench/stack.h draws the stack, bench/drawn.h
 * where data lies. What none of them randomises: the layout of this program's own
 * code, which runs outside the timed region, and physical addresses.
 */
#ifndef INITBENCH_LAYOUT_H
#define INITBENCH_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/blob/code/cool.h"
#include "variants/variant.h"

struct ib_layout;

/**
 * ib_layout_load() - place the code under study
 * @seed: draws order, padding and addresses; equal seeds give equal layouts
 * @memset_symbol: the blob's function that "memset" is bound to
 *
 * Return: the layout, or NULL after a message (no memory below 2 GiB, a
 * damaged object).
 */
struct ib_layout *ib_layout_load(uint64_t seed, const char *memset_symbol);

/**
 * ib_layout_free() - unmap a layout
 * @layout: may be NULL
 */
void ib_layout_free(struct ib_layout *layout);

/**
 * ib_layout_symbol() - address of a symbol of the code under study
 * @layout: where
 * @name: a symbol that the blob defines; anything else is a bug and aborts
 */
void *ib_layout_symbol(const struct ib_layout *layout, const char *name);

/**
 * ib_layout_function_size() - bytes of machine code of a function
 * @layout: where
 * @function: its address
 *
 * Return: the size in the symbol table, 0 if no function begins there.
 */
size_t ib_layout_function_size(const struct ib_layout *layout, const void *function);

/**
 * ib_layout_locate() - which section of the object an address lies in
 * @layout: where
 * @address: any
 * @offset: set to where in the section
 *
 * Return: the section's name, NULL if the address is not in the layout.
 */
const char *ib_layout_locate(const struct ib_layout *layout, const void *address, size_t *offset);

/**
 * ib_layout_object() - the relocatable object that layouts are made from
 * @size: set to its bytes
 */
const void *ib_layout_object(size_t *size);

/**
 * ib_layout_in_harness() - whether an address is of the harness, not of what it times
 * @layout: where
 * @address: any
 *
 * A signal handler may ask.
 */
bool ib_layout_in_harness(const struct ib_layout *layout, const void *address);

/**
 * ib_layout_code() - where the code under study lies: all but the harness
 * @layout: where
 * @extents: filled in
 * @max: room in @extents
 *
 * The variants and whatever they call, a function each; the harness has pages
 * of its own.
 *
 * Return: how many.
 */
size_t ib_layout_code(const struct ib_layout *layout, struct ib_extent *extents, size_t max);

/**
 * ib_layout_variants() - the variants, sorted by id
 * @layout: where
 * @variants: set to an array that lives as long as @layout
 *
 * Return: how many.
 */
size_t ib_layout_variants(const struct ib_layout *layout,
			  const struct ib_variant *const **variants);

/* Binds a local variable to the blob's symbol of that name. */
#define IB_SYMBOL(layout, name)	((__typeof__(&(name)))ib_layout_symbol(layout, #name))

#endif
