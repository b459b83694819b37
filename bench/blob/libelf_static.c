// SPDX-License-Identifier: GPL-2.0-only
/*
 * What libelf.a of elfutils 0.192 calls and Debian 13's build of it lacks: two
 * functions of elfutils' own libeu. They begin and end a tree of the pieces
 * that elf_getdata_rawchunk() hands out, which is not called here. Where the
 * library is whole, or shared, these are not used.
 */
void eu_search_tree_init(void *tree, int (*compare)(const void *a, const void *b));
void eu_search_tree_fini(void *tree, void (*free_node)(void *node));

__attribute__((weak)) void eu_search_tree_init(void *tree,
					       int (*compare)(const void *a, const void *b))
{
}

__attribute__((weak)) void eu_search_tree_fini(void *tree, void (*free_node)(void *node))
{
}
