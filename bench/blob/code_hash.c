// SPDX-License-Identifier: GPL-2.0-only
#include <elf.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/blob/code/harness.h"
#include "bench/blob/code_hash.h"
#include "lib/base/err.h"
#include "lib/base/hash.h"

/* Every function of the blob has a section of its own. */
struct walk {
	Elf *elf;
	size_t names;
	Elf_Scn *symbols;
	const char *memset_symbol;
	bool *seen;
	uint64_t hash;
};

static void add(struct walk *w, const void *data, size_t size)
{
	w->hash = ib_hash(w->hash, data, size);
}

static void add_text(struct walk *w, const char *text)
{
	add(w, text, strlen(text) + 1);
}

static const char *name_of(const struct walk *w, const GElf_Shdr *sh)
{
	return elf_strptr(w->elf, w->names, sh->sh_name);
}

static Elf_Scn *find_section(const struct walk *w, const char *name)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(w->elf, scn)))
		if (gelf_getshdr(scn, &sh) && !strcmp(name_of(w, &sh), name))
			return scn;
	return NULL;
}

static Elf_Scn *find_symbols(const struct walk *w)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(w->elf, scn)))
		if (gelf_getshdr(scn, &sh) && sh.sh_type == SHT_SYMTAB)
			return scn;
	return NULL;
}

static const char *symbol_at(const struct walk *w, size_t i, GElf_Sym *sym)
{
	GElf_Shdr sh;

	gelf_getshdr(w->symbols, &sh);
	gelf_getsym(elf_getdata(w->symbols, NULL), i, sym);
	return elf_strptr(w->elf, sh.sh_link, sym->st_name);
}

/* Where a symbol of the object is defined; "memset" is what the loader binds it to. */
static Elf_Scn *defined_in(const struct walk *w, const char *name, const GElf_Sym *sym)
{
	GElf_Shdr sh;
	GElf_Sym other;

	if (sym->st_shndx != SHN_UNDEF)
		return elf_getscn(w->elf, sym->st_shndx);
	if (!strcmp(name, "memset"))
		name = w->memset_symbol;
	gelf_getshdr(w->symbols, &sh);
	for (size_t i = 0; i < sh.sh_size / sh.sh_entsize; i++)
		if (!strcmp(symbol_at(w, i, &other), name) && other.st_shndx != SHN_UNDEF)
			return elf_getscn(w->elf, other.st_shndx);
	return NULL;
}

static void add_section(struct walk *w, Elf_Scn *scn);

static void add_reference(struct walk *w, const GElf_Rela *rela)
{
	const char *name;
	Elf_Scn *target;
	GElf_Shdr sh;
	GElf_Sym sym;
	uint64_t where[] = { rela->r_offset, GELF_R_TYPE(rela->r_info), rela->r_addend };

	name = symbol_at(w, GELF_R_SYM(rela->r_info), &sym);
	add(w, where, sizeof(where));
	target = defined_in(w, name, &sym);
	if (!target || !gelf_getshdr(target, &sh)) {
		add_text(w, name);
		return;
	}
	add_text(w, name_of(w, &sh));
	if (sh.sh_flags & SHF_EXECINSTR &&
	    strncmp(name_of(w, &sh), IB_HARNESS_SECTION, strlen(IB_HARNESS_SECTION)))
		add_section(w, target);
}

static void add_references(struct walk *w, size_t index)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr sh;

	while ((scn = elf_nextscn(w->elf, scn))) {
		GElf_Rela rela;

		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_RELA || sh.sh_info != index)
			continue;
		for (size_t i = 0; i < sh.sh_size / sh.sh_entsize; i++)
			if (gelf_getrela(elf_getdata(scn, NULL), i, &rela))
				add_reference(w, &rela);
	}
}

static void add_section(struct walk *w, Elf_Scn *scn)
{
	size_t index = elf_ndxscn(scn);
	Elf_Data *data = elf_getdata(scn, NULL);

	if (w->seen[index])
		return;
	w->seen[index] = true;
	if (data && data->d_buf)
		add(w, data->d_buf, data->d_size);
	add_references(w, index);
}

static uint32_t fold(uint64_t hash)
{
	uint32_t folded = hash ^ hash >> 32;

	return folded ? folded : 1;
}

uint32_t ib_code_hash(const struct ib_layout *layout, const void *function,
		      const char *memset_symbol)
{
	size_t offset, size, nr;
	const char *section = ib_layout_locate(layout, function, &offset);
	const void *object = ib_layout_object(&size);
	struct walk w = { .memset_symbol = memset_symbol, .hash = IB_HASH_BEGIN };
	Elf_Scn *scn;

	if (!section)
		return 0;
	elf_version(EV_CURRENT);
	w.elf = elf_memory((char *)object, size);
	if (!w.elf || elf_getshdrnum(w.elf, &nr) || elf_getshdrstrndx(w.elf, &w.names)) {
		elf_end(w.elf);
		return 0;
	}
	w.seen = ib_calloc(nr, sizeof(*w.seen));
	w.symbols = find_symbols(&w);
	scn = find_section(&w, section);
	if (scn && w.symbols)
		add_section(&w, scn);
	free(w.seen);
	elf_end(w.elf);
	return fold(w.hash);
}
