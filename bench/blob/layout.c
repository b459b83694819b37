// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <gelf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/blob/code/harness.h"
#include "bench/blob/code_memory.h"
#include "bench/blob/layout.h"
#include "lib/base/err.h"

#define VARIANT_PREFIX	"ib_variant_"
#define PAGE		4096UL

/* The most padding before a section, in units of 16 bytes (function alignment). */
#define MAX_PADDING	32

extern const char ib_blob_start[], ib_blob_end[];

struct ib_layout {
	Elf *elf;
	Elf_Data *symbols;
	size_t nr_symbols;
	size_t strings;
	uint8_t **section;	/* where each section was placed, by index */
	size_t nr_sections;
	size_t section_names;
	const uint8_t *harness;	/* its pages, up to the code under study */
	size_t harness_size;
	uint8_t *arena;
	size_t arena_size;
	const char *memset_symbol;
	const struct ib_variant **variants;
	size_t nr_variants;
};

/*
 * Kinds of memory, each in pages of its own: no cache line and no next-line
 * prefetch of the harness reaches the code under study.
 */
enum part { PART_HARNESS, PART_CODE, PART_DATA, PARTS };

struct placement {
	size_t index;		/* of the section */
	size_t offset;		/* in the arena */
	enum part part;
};

static uint64_t align_up(uint64_t x, uint64_t to)
{
	return (x + to - 1) & ~(to - 1);
}

static int elf_failed(const char *what)
{
	ib_error("the embedded object cannot be read: %s: %s", what, elf_errmsg(-1));
	return -1;
}

static int find_symbols(struct ib_layout *l)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(l->elf, scn))) {
		if (!gelf_getshdr(scn, &sh))
			return elf_failed("section header");
		if (sh.sh_type != SHT_SYMTAB)
			continue;
		l->symbols = elf_getdata(scn, NULL);
		l->nr_symbols = sh.sh_size / sh.sh_entsize;
		l->strings = sh.sh_link;
		return l->symbols ? 0 : elf_failed("symbols");
	}
	return elf_failed("no symbol table");
}

static const char *symbol_at(const struct ib_layout *l, size_t i, GElf_Sym *sym)
{
	gelf_getsym(l->symbols, i, sym);
	return elf_strptr(l->elf, l->strings, sym->st_name);
}

static uint8_t *symbol_address(const struct ib_layout *l, const GElf_Sym *sym)
{
	if (sym->st_shndx == SHN_UNDEF || sym->st_shndx >= l->nr_sections)
		return NULL;
	return l->section[sym->st_shndx] ? l->section[sym->st_shndx] + sym->st_value : NULL;
}

static uint8_t *find_symbol(const struct ib_layout *l, const char *name)
{
	GElf_Sym sym;

	for (size_t i = 0; i < l->nr_symbols; i++)
		if (!strcmp(symbol_at(l, i, &sym), name) && sym.st_shndx != SHN_UNDEF)
			return symbol_address(l, &sym);
	return NULL;
}

static bool has_code(const GElf_Shdr *sh)
{
	return sh->sh_flags & SHF_ALLOC && sh->sh_flags & SHF_EXECINSTR && sh->sh_size;
}

static enum part part_of(const struct ib_layout *l, const GElf_Shdr *sh)
{
	const char *name = elf_strptr(l->elf, l->section_names, sh->sh_name);

	if (!has_code(sh))
		return PART_DATA;
	return strncmp(name, IB_HARNESS_SECTION, strlen(IB_HARNESS_SECTION)) ? PART_CODE :
									     PART_HARNESS;
}

/* The sections that take memory, in a random order. */
static struct placement *shuffled_sections(struct ib_layout *l, gsl_rng *rng, size_t *n)
{
	struct placement *p = ib_calloc(l->nr_sections, sizeof(*p));
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	*n = 0;
	while ((scn = elf_nextscn(l->elf, scn))) {
		gelf_getshdr(scn, &sh);
		if (!(sh.sh_flags & SHF_ALLOC) || !sh.sh_size)
			continue;
		p[*n].index = elf_ndxscn(scn);
		p[(*n)++].part = part_of(l, &sh);
	}
	gsl_ran_shuffle(rng, p, *n, sizeof(*p));
	return p;
}

/* Draws each section's offset; returns where the parts begin and end. */
static void draw_offsets(struct ib_layout *l, gsl_rng *rng, struct placement *p, size_t n,
			 size_t begin[PARTS + 1])
{
	size_t at = 0;

	for (enum part part = 0; part < PARTS; part++) {
		begin[part] = at;
		at += 16 * gsl_rng_uniform_int(rng, PAGE / 16);
		for (size_t i = 0; i < n; i++) {
			GElf_Shdr sh;

			if (p[i].part != part)
				continue;
			gelf_getshdr(elf_getscn(l->elf, p[i].index), &sh);
			at += 16 * gsl_rng_uniform_int(rng, MAX_PADDING);
			at = align_up(at, sh.sh_addralign > 16 ? sh.sh_addralign : 16);
			p[i].offset = at;
			at += sh.sh_size;
		}
		at = align_up(at, PAGE);
	}
	begin[PARTS] = at;
}

static int map_arena(struct ib_layout *l, gsl_rng *rng, size_t size)
{
	/* Code model small, as the kernel's modules: below 2 GiB, page drawn. */
	size_t slack = PAGE * gsl_rng_uniform_int(rng, 256);

	l->arena_size = size + slack;
	l->arena = ib_low_memory(l->arena_size);
	if (l->arena)
		return 0;
	ib_error("no memory below 2 GiB for the code under study: mmap: %s", strerror(errno));
	return -1;
}

static void copy_sections(struct ib_layout *l, const struct placement *p, size_t n, uint8_t *base)
{
	for (size_t i = 0; i < n; i++) {
		Elf_Data *data = elf_getdata(elf_getscn(l->elf, p[i].index), NULL);

		l->section[p[i].index] = base + p[i].offset;
		if (data && data->d_buf)
			memcpy(base + p[i].offset, data->d_buf, data->d_size);
	}
}

/*
 * Applies one relocation; the psABI's names and formulas (AMD64 supplement,
 * 4.4.1). The types are those that the blob's code model makes GCC and Clang
 * emit.
 */
static int relocate(uint8_t *where, uint32_t type, uint64_t value)
{
	uint64_t relative = value - (uint64_t)where;

	switch (type) {
	case R_X86_64_64:
		memcpy(where, &value, 8);
		return 0;
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		memcpy(where, &relative, 4);
		return (int64_t)relative == (int32_t)relative ? 0 : -1;
	case R_X86_64_32:
	case R_X86_64_32S:
		memcpy(where, &value, 4);
		return (int64_t)value == (int32_t)value ? 0 : -1;
	default:
		return -1;
	}
}

static int relocate_section(struct ib_layout *l, Elf_Scn *scn, const GElf_Shdr *sh)
{
	Elf_Data *data = elf_getdata(scn, NULL);

	for (size_t i = 0; i < sh->sh_size / sh->sh_entsize; i++) {
		const char *name;
		uint8_t *target;
		GElf_Rela rela;
		GElf_Sym sym;

		gelf_getrela(data, i, &rela);
		name = symbol_at(l, GELF_R_SYM(rela.r_info), &sym);
		if (sym.st_shndx == SHN_UNDEF)
			target = find_symbol(l, strcmp(name, "memset") ? name : l->memset_symbol);
		else
			target = symbol_address(l, &sym);
		if (!target || relocate(l->section[sh->sh_info] + rela.r_offset,
					GELF_R_TYPE(rela.r_info),
					(uint64_t)target + rela.r_addend)) {
			ib_error("the code under study cannot be linked: symbol '%s', relocation type %u",
				 name, (unsigned int)GELF_R_TYPE(rela.r_info));
			return -1;
		}
	}
	return 0;
}

static int relocate_all(struct ib_layout *l)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(l->elf, scn))) {
		gelf_getshdr(scn, &sh);
		if (sh.sh_type == SHT_RELA && l->section[sh.sh_info] &&
		    relocate_section(l, scn, &sh))
			return -1;
	}
	return 0;
}

static int make_executable(uint8_t *code, size_t bytes)
{
	int err = ib_make_executable(code, bytes);

	if (!err)
		return 0;
	ib_error("the code under study cannot be made executable: %s: " IB_NO_CODE_MEMORY,
		 strerror(-err));
	return -1;
}

static int place(struct ib_layout *l, gsl_rng *rng)
{
	size_t n, begin[PARTS + 1];
	struct placement *p = shuffled_sections(l, rng, &n);
	uint8_t *base;
	int ret;

	draw_offsets(l, rng, p, n, begin);
	ret = map_arena(l, rng, begin[PARTS]);
	if (!ret) {
		base = l->arena + l->arena_size - begin[PARTS];
		l->harness = base + begin[PART_HARNESS];
		l->harness_size = begin[PART_CODE] - begin[PART_HARNESS];
		copy_sections(l, p, n, base);
		ret = relocate_all(l);
	}
	if (!ret)
		ret = make_executable(base + begin[PART_HARNESS],
				      begin[PART_DATA] - begin[PART_HARNESS]);
	free(p);
	return ret;
}

static int by_id(const void *a, const void *b)
{
	return strcmp((*(const struct ib_variant *const *)a)->id,
		      (*(const struct ib_variant *const *)b)->id);
}

static void collect_variants(struct ib_layout *l)
{
	GElf_Sym sym;

	l->variants = ib_calloc(l->nr_symbols, sizeof(*l->variants));
	for (size_t i = 0; i < l->nr_symbols; i++)
		if (!strncmp(symbol_at(l, i, &sym), VARIANT_PREFIX, strlen(VARIANT_PREFIX)))
			l->variants[l->nr_variants++] = (void *)symbol_address(l, &sym);
	qsort(l->variants, l->nr_variants, sizeof(*l->variants), by_id);
}

struct ib_layout *ib_layout_load(uint64_t seed, const char *memset_symbol)
{
	struct ib_layout *l = ib_calloc(1, sizeof(*l));
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, seed);
	l->memset_symbol = memset_symbol;
	elf_version(EV_CURRENT);
	l->elf = elf_memory((char *)ib_blob_start,
			    (uintptr_t)ib_blob_end - (uintptr_t)ib_blob_start);
	if (!l->elf || elf_getshdrnum(l->elf, &l->nr_sections) ||
	    elf_getshdrstrndx(l->elf, &l->section_names)) {
		elf_failed("header");
		goto fail;
	}
	l->section = ib_calloc(l->nr_sections, sizeof(*l->section));
	if (find_symbols(l) || place(l, rng))
		goto fail;
	collect_variants(l);
	gsl_rng_free(rng);
	return l;
fail:
	gsl_rng_free(rng);
	ib_layout_free(l);
	return NULL;
}

void ib_layout_free(struct ib_layout *l)
{
	if (!l)
		return;
	if (l->arena)
		munmap(l->arena, l->arena_size);
	elf_end(l->elf);
	free(l->variants);
	free(l->section);
	free(l);
}

void *ib_layout_symbol(const struct ib_layout *l, const char *name)
{
	void *address = find_symbol(l, name);

	if (!address) {
		ib_error("the code under study lacks the symbol '%s': this is a bug", name);
		abort();
	}
	return address;
}

size_t ib_layout_function_size(const struct ib_layout *l, const void *function)
{
	GElf_Sym sym;

	for (size_t i = 0; i < l->nr_symbols; i++) {
		symbol_at(l, i, &sym);
		if (GELF_ST_TYPE(sym.st_info) == STT_FUNC && symbol_address(l, &sym) == function)
			return sym.st_size;
	}
	return 0;
}

const char *ib_layout_locate(const struct ib_layout *l, const void *address, size_t *offset)
{
	const uint8_t *a = address;
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;
	size_t names;

	elf_getshdrstrndx(l->elf, &names);
	while ((scn = elf_nextscn(l->elf, scn))) {
		const uint8_t *start = l->section[elf_ndxscn(scn)];

		gelf_getshdr(scn, &sh);
		if (!start || a < start || a >= start + sh.sh_size)
			continue;
		*offset = a - start;
		return elf_strptr(l->elf, names, sh.sh_name);
	}
	return NULL;
}

bool ib_layout_in_harness(const struct ib_layout *l, const void *address)
{
	const uint8_t *a = address;

	return a >= l->harness && a < l->harness + l->harness_size;
}

const void *ib_layout_object(size_t *size)
{
	*size = (uintptr_t)ib_blob_end - (uintptr_t)ib_blob_start;
	return ib_blob_start;
}

size_t ib_layout_code(const struct ib_layout *l, struct ib_extent *extents, size_t max)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;
	size_t n = 0;

	while (n < max && (scn = elf_nextscn(l->elf, scn)))
		if (gelf_getshdr(scn, &sh) && has_code(&sh) && part_of(l, &sh) == PART_CODE)
			extents[n++] = (struct ib_extent){ l->section[elf_ndxscn(scn)],
							   sh.sh_size };
	return n;
}

size_t ib_layout_variants(const struct ib_layout *l, const struct ib_variant *const **variants)
{
	*variants = (const struct ib_variant *const *)l->variants;
	return l->nr_variants;
}
