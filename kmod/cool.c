// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cold rows: what a repetition would find in the caches and in the branch
 * predictors is taken from it beforehand, and that it is gone is proved.
 */
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/special_insns.h>

#include "kmod/kmod.h"

#define PROOFS		16	/* repetitions of a proof */
#define WALK_ORDER	10	/* pages that are walked, 4 MiB in one piece */
#define WALK_BYTES	(PAGE_SIZE << WALK_ORDER)

struct extent {
	const u8 *at;
	u32 bytes;
};

/* What variants call, by address; and what that calls, by the kernel's names for it. */
static const void *const called[] = {
	fpstate_clear_xstate_component, kvm_put_guest_fpu, kvm_load_guest_fpu, ib_xrstor_init,
	ib_xsave, ib_xrstor, ib_component, ib_component_offset, ib_component_size,
	ib_live_components, memset,
};

static const char *const below[] = {
	"get_xsave_addr", "__raw_xsave_addr", "xfeature_get_offset", "__memset", "memset_orig",
	"memset_erms", "fpu_swap_kvm_fpstate", "save_fpregs_to_fpstate",
	"restore_fpregs_from_fpstate", "__local_bh_disable_ip", "__local_bh_enable_ip",
};

static struct extent callees[ARRAY_SIZE(called) + ARRAY_SIZE(below)];
static u32 nr_callees;

static struct {
	u32 way_bytes;	/* of the second-level cache; 0 if unknown */
	u32 ways;
} l2 __ro_after_init;

/* The whole function that @address is in, of the size that the kernel's symbol table gives. */
static void __init add_callee(const void *address)
{
	static char text[KSYM_SYMBOL_LEN] __initdata;
	unsigned long offset, bytes;
	const char *at;
	u32 i;

	if (!address)
		return;
	sprint_symbol(text, (unsigned long)address);
	at = strchr(text, '+');
	if (!at || sscanf(at, "+%lx/%lx", &offset, &bytes) != 2)
		return;
	for (i = 0; i < nr_callees; i++)
		if (callees[i].at == (const u8 *)address - offset)
			return;
	callees[nr_callees++] = (struct extent){ (const u8 *)address - offset, bytes };
}

/* A probe that is never armed: registering it looks the name up. */
static const void __init *address_of(const char *name)
{
#ifdef CONFIG_KPROBES
	struct kprobe probe = { .symbol_name = name, .flags = KPROBE_FLAG_DISABLED };

	if (!register_kprobe(&probe))
		unregister_kprobe(&probe);
	return probe.addr;
#else
	return NULL;
#endif
}

/* SDM vol. 2, CPUID leaf 04H; AMD's leaf 8000001DH has the same fields. */
static int __init find_l2(void)
{
	u64 way_bytes;
	u32 eax, ebx, ecx, edx, i, leaf = boot_cpu_has(X86_FEATURE_TOPOEXT) ? 0x8000001d : 4;

	if (leaf == 4 && boot_cpu_data.cpuid_level < 4)
		return 0;
	for (i = 0; i < 8; i++) {
		cpuid_count(leaf, i, &eax, &ebx, &ecx, &edx);
		if (!(eax & 0x1f))
			break;
		if ((eax >> 5 & 7) != 2)
			continue;
		way_bytes = ((ebx & 0xfff) + 1) * ((ebx >> 12 & 0x3ff) + 1) * (ecx + 1ULL);
		if (way_bytes > U32_MAX) {
			pr_err("initbench: CPUID leaf %#x gives ways of %llu bytes for the second-level cache: the hypervisor is wrong about it\n",
			       leaf, way_bytes);
			return -ENODEV;
		}
		l2.ways = (ebx >> 22) + 1;
		l2.way_bytes = way_bytes;
		break;
	}
	return 0;
}

int __init ib_cool_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(called); i++)
		add_callee(called[i]);
	for (i = 0; i < ARRAY_SIZE(below); i++)
		add_callee(address_of(below[i]));
	return find_l2();
}

static u32 line_bytes(void)
{
	return boot_cpu_data.x86_clflush_size;
}

static u32 nr_lines(const struct extent *range)
{
	unsigned long last = (unsigned long)range->at + range->bytes - 1;

	return last / line_bytes() - (unsigned long)range->at / line_bytes() + 1;
}

static void flush(const struct extent *range)
{
	const u8 *line = PTR_ALIGN_DOWN(range->at, line_bytes());

	for (; line < range->at + range->bytes; line += line_bytes())
		clflushopt((void *)line);
}

static struct extent whole(const struct fpstate *fpstate)
{
	return (struct extent){ (const u8 *)fpstate,
			       offsetof(struct fpstate, regs) + fpstate->size };
}

static struct extent function(const struct ib_region *r)
{
	const struct ib_entry *e = r->entry;

	if (!e->variant)
		return (struct extent){ (const u8 *)r->call[0].body, 1 };
	return (struct extent){ (const u8 *)e->variant->clear + e->text_from,
			       e->text_to - e->text_from };
}

static phys_addr_t physical(const void *at)
{
	if (is_vmalloc_addr(at))
		return page_to_phys(vmalloc_to_page(at)) + offset_in_page(at);
	return virt_to_phys((void *)at);
}

/* Every line of the buffer that the second-level cache puts in a line's set. */
static void walk(const struct ib_region *r, const struct extent *range)
{
	const u8 *line = PTR_ALIGN_DOWN(range->at, line_bytes());
	u32 at;

	for (; line < range->at + range->bytes; line += line_bytes())
		for (at = physical(line) % l2.way_bytes; at < WALK_BYTES; at += l2.way_bytes)
			READ_ONCE(r->walked[at]);
}

/*
 * 4,096 branches whose ways random numbers choose: bits of a linear
 * congruential generator (Knuth, The Art of Computer Programming, vol. 2,
 * 3.3.4, MMIX). They take the places of others in the predictors, and their
 * outcomes those of others in its history.
 */
static noinline void branch_storm(u64 *random)
{
	asm volatile(".rept 512\n\t"
		     "imul %[by], %[x]\n\t"
		     "add %[plus], %[x]\n\t"
		     ".irp bit, 63, 60, 57, 54, 51, 48, 45, 42\n\t"
		     "bt $\\bit, %[x]\n\t"
		     "jc 771f\n\t"
		     "nop\n"
		     "771:\n\t"
		     ".endr\n\t"
		     ".endr"
		     : [x] "+r" (*random)
		     : [by] "r" (6364136223846793005ULL), [plus] "r" (1442695040888963407ULL)
		     : "cc");
}

static void cool_code(struct ib_region *r)
{
	const struct extent own = function(r);
	u32 i;

	branch_storm(&r->random);
	if (boot_cpu_has(X86_FEATURE_IBPB))
		wrmsrq(MSR_IA32_PRED_CMD, PRED_CMD_IBPB);
	flush(&own);
	for (i = 0; i < nr_callees; i++)
		flush(&callees[i]);
}

static void cool_data(const struct ib_region *r)
{
	const struct extent guest = whole(r->m->vcpu.fpstate);
	const struct extent host = whole(ib_host_fpstate(&r->m->vcpu));

	if (r->walked) {
		walk(r, &guest);
		walk(r, &host);
	} else {
		flush(&guest);
		flush(&host);
	}
}

/*
 * Up to 255 turns, so that a shot begins at any phase of the TSC's step and
 * the mean of shots resolves less than the step. Xorshift: Marsaglia, 2003.
 */
static void wait(struct ib_region *r)
{
	u32 turns;

	r->random ^= r->random << 13;
	r->random ^= r->random >> 7;
	r->random ^= r->random << 17;
	for (turns = r->random >> 56; turns; turns--)
		barrier();
}

/**
 * ib_cool() - take from the caches what the row's temperature says
 * @r: row, between ib_cool_begin() and ib_cool_end()
 */
void ib_cool(struct ib_region *r)
{
	if (r->temperature & INITBENCH_COLD_CODE)
		cool_code(r);
	if (r->temperature & INITBENCH_COLD_DATA)
		cool_data(r);
	mb();	/* CLFLUSHOPT is ordered by fences only: SDM vol. 2 */
	wait(r);
}

/**
 * ib_cool_begin() - make ready for ib_cool()
 * @r: row
 *
 * Return: 0, -EOPNOTSUPP if the second-level cache cannot be walked, -ENOMEM.
 */
int ib_cool_begin(struct ib_region *r)
{
	r->random = r->order_bits | 1;
	if (!r->walk)
		return 0;
	if (!l2.ways || (u64)l2.ways * l2.way_bytes > WALK_BYTES)
		return -EOPNOTSUPP;
	r->walked = (u8 *)__get_free_pages(GFP_KERNEL_ACCOUNT | __GFP_NOWARN, WALK_ORDER);
	return r->walked ? 0 : -ENOMEM;
}

void ib_cool_end(struct ib_region *r)
{
	free_pages((unsigned long)r->walked, WALK_ORDER);
	r->walked = NULL;
}

static u64 timed_load(const u8 *at)
{
	u64 start = ib_tsc_fenced();

	READ_ONCE(*at);
	return ib_tsc_fenced() - start;
}

/* The row's function finds nothing to do and returns. */
static u64 timed_call(const struct ib_region *r)
{
	u64 start = ib_tsc_fenced();

	r->call[0].body(&r->m->vcpu, r->init_event);
	return ib_tsc_fenced() - start;
}

static void prove_once(struct ib_region *r, u32 k, struct initbench_proof *p)
{
	const u8 *known = (const u8 *)r->m->seen;
	const struct extent own = function(r);
	const u8 *guest = (const u8 *)&r->m->vcpu.fpstate->regs.xsave.header;
	const u8 *host = (const u8 *)&ib_host_fpstate(&r->m->vcpu)->regs.xsave.header;
	const struct extent *code = k % 2 && nr_callees ? &callees[k / 2 % nr_callees] : &own;

	if (r->entry->variant) {
		timed_call(r);
		p->call_warm += timed_call(r);
	}
	READ_ONCE(*known);
	p->hit += timed_load(known);
	clflushopt((void *)known);
	ib_cool(r);
	p->miss += timed_load(known);
	p->guest += timed_load(guest);
	p->host += timed_load(host);
	p->code += timed_load(code->at);
	if (r->entry->variant) {
		ib_cool(r);
		p->call_cold += timed_call(r);
	}
	p->n++;
}

static u32 lines_flushed(const struct ib_region *r)
{
	const struct extent own = function(r);
	u32 i, lines = nr_lines(&own);

	for (i = 0; i < nr_callees; i++)
		lines += nr_lines(&callees[i]);
	return lines;
}

/**
 * ib_cool_prove() - what loads and calls cost that ib_cool() makes cold
 * @r: row, prepared; it must be prepared again to be timed
 * @s: slices so far
 * @p: filled in
 *
 * Return: 0, -EINTR, or -EFAULT if registers cannot be set up.
 */
int ib_cool_prove(struct ib_region *r, struct ib_slice *s, struct initbench_proof *p)
{
	const struct extent guest = whole(r->m->vcpu.fpstate);
	const struct extent host = whole(ib_host_fpstate(&r->m->vcpu));
	u32 k;

	/* Every gate is closed. */
	kvm_caps = (struct ib_caps){};
	*p = (struct initbench_proof){};
	if (r->temperature & INITBENCH_COLD_DATA)
		p->data_lines = nr_lines(&guest) + nr_lines(&host);
	if (r->temperature & INITBENCH_COLD_CODE)
		p->code_lines = lines_flushed(r);
	for (k = 0; k < PROOFS; k++) {
		int err;

		if (signal_pending(current))
			return -EINTR;
		cond_resched();
		err = ib_slice_begin(s, r);
		if (!err)
			prove_once(r, k, p);
		ib_slice_end(s, r);
		if (err)
			return err;
	}
	return 0;
}
