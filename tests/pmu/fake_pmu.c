// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PMU for tests, in an emulated kernel that has none: "cpu", of type
 * PERF_TYPE_RAW, whose counters follow the guest's TSC, which counts
 * instructions there, by fixed rules. So what a program reads can be known
 * beforehand.
 *
 *   instructions    1 a tick
 *   cycles          3 a tick
 *   L1D misses      5 a tick
 *   raw event N     N a tick
 *   branch misses   1 each time that its counter is read
 *
 * Changes of mode are not seen. Who is counted changes the rate instead: user
 * mode alone counts as above, the kernel alone twice, both 16 times as much.
 *
 * RDPMC, which the emulator has not, is carried out in the handler of invalid
 * opcodes, and the user page says that a program may use it.
 */
#include <linux/kdebug.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/perf_event.h>
#include <linux/uaccess.h>
#include <asm/mmu.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/ptrace.h>
#include <asm/traps.h>

#define MOST	16

/* Before 6.2 one PMU of tasks may register once, unless it says that CPUs have others. */
#ifndef PERF_PMU_CAP_HETEROGENEOUS_CPUS
#define PERF_PMU_CAP_HETEROGENEOUS_CPUS	0
#endif

static uint counters = 6;
module_param(counters, uint, 0444);
MODULE_PARM_DESC(counters, "counters that there are, at most 16");

static uint held;
module_param(held, uint, 0644);
MODULE_PARM_DESC(held, "counters that another user holds, as the NMI watchdog does: groups open and do not count");

static uint width = 48;
module_param(width, uint, 0444);
MODULE_PARM_DESC(width, "bits of a counter");

static ulong before_wrap;
module_param(before_wrap, ulong, 0644);
MODULE_PARM_DESC(before_wrap, "where a counter begins, below the value at which it wraps to 0; 0: at 0");

static uint refuse;
module_param(refuse, uint, 0644);
MODULE_PARM_DESC(refuse, "each so manieth time that a group is to count it does not, as if others had the counters");

static bool rdpmc = true;
module_param(rdpmc, bool, 0444);
MODULE_PARM_DESC(rdpmc, "programs may read counters by RDPMC");

static bool atom;
module_param(atom, bool, 0444);
MODULE_PARM_DESC(atom, "be cpu_atom, of a type that the kernel numbers");

#define PER_READ	U64_MAX		/* a rate: 1 each time that it is read */

static const struct {
	u32 type;
	u64 config;
	u64 rate;
} rules[] = {
	{ PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 3 },
	{ PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, 1 },
	{ PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES, PER_READ },
	{ PERF_TYPE_HW_CACHE, PERF_COUNT_HW_CACHE_L1D | PERF_COUNT_HW_CACHE_OP_READ << 8 |
			      PERF_COUNT_HW_CACHE_RESULT_MISS << 16, 5 },
};

/**
 * struct counter - one of the PMU's
 * @event: whose it is; NULL if it is free
 * @rate: how fast it counts
 * @raw: its value when it last stopped, or was last read if that makes it count
 * @since: TSC when it last started
 * @runs: whether it counts
 */
struct counter {
	struct perf_event *event;
	u64 rate;
	u64 raw;
	u64 since;
	bool runs;
};

static struct counter counter[MOST];	/* of the guest's one processor */
static u32 adds;
static struct pmu fake;

static u64 mask(void)
{
	return GENMASK_ULL(width - 1, 0);
}

static u64 raw(struct counter *c)
{
	if (c->rate == PER_READ)
		c->raw += c->runs;
	return (c->raw + (c->runs && c->rate != PER_READ ? c->rate * (rdtsc() - c->since) : 0)) &
	       mask();
}

/* As x86_perf_event_update() has it: what a counter that wraps has counted. */
static void update(struct perf_event *event)
{
	u64 now = raw(&counter[event->hw.idx]);
	u64 before = local64_xchg(&event->hw.prev_count, now);

	local64_add((now - before) & mask(), &event->count);
}

static u64 rate_of(const struct perf_event *event)
{
	const struct perf_event_attr *attr = &event->attr;
	u64 who = attr->exclude_kernel ? 1 : attr->exclude_user ? 2 : 16;
	u64 rate = 0;
	u32 i;

	if (attr->type == event->pmu->type)
		rate = attr->config;
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		if (rules[i].type == attr->type && rules[i].config == attr->config)
			rate = rules[i].rate;
	return rate == PER_READ ? rate : rate * who;
}

static bool fits(struct perf_event *event)
{
	struct perf_event *leader = event->group_leader, *sibling;
	u32 n = 1;

	if (leader != event) {
		n += leader->pmu == event->pmu;
		for_each_sibling_event(sibling, leader)
			n += sibling->pmu == event->pmu;
	}
	return n <= counters;
}

static int fake_event_init(struct perf_event *event)
{
	if (event->attr.type != event->pmu->type && event->attr.type != PERF_TYPE_HARDWARE &&
	    event->attr.type != PERF_TYPE_HW_CACHE)
		return -ENOENT;
	if (is_sampling_event(event))
		return -EOPNOTSUPP;
	event->hw.config = rate_of(event);
	if (!event->hw.config)
		return -ENOENT;
	event->hw.idx = -1;
	if (rdpmc)
		event->hw.flags |= PERF_EVENT_FLAG_USER_READ_CNT;
	return fits(event) ? 0 : -EINVAL;
}

static void fake_start(struct perf_event *event, int flags)
{
	struct counter *c = &counter[event->hw.idx];

	event->hw.state = 0;
	c->runs = true;
	c->since = rdtsc();
	perf_event_update_userpage(event);
}

static void fake_stop(struct perf_event *event, int flags)
{
	struct counter *c = &counter[event->hw.idx];

	if (event->hw.state & PERF_HES_STOPPED)
		return;
	update(event);
	c->raw = raw(c);
	c->runs = false;
	event->hw.state = PERF_HES_STOPPED | PERF_HES_UPTODATE;
}

static int fake_add(struct perf_event *event, int flags)
{
	u32 i, free = counters - min(held, counters);

	if (event == event->group_leader && refuse && !(++adds % refuse))
		return -EAGAIN;
	for (i = 0; i < free && counter[i].event; i++)
		;
	if (i == free)
		return -EAGAIN;
	counter[i] = (struct counter){
		.event = event,
		.rate = event->hw.config,
		.raw = -before_wrap & mask(),
	};
	event->hw.idx = i;
	event->hw.state = PERF_HES_STOPPED | PERF_HES_UPTODATE;
	local64_set(&event->hw.prev_count, counter[i].raw);
	if (flags & PERF_EF_START)
		fake_start(event, PERF_EF_RELOAD);
	perf_event_update_userpage(event);
	return 0;
}

static void fake_del(struct perf_event *event, int flags)
{
	fake_stop(event, PERF_EF_UPDATE);
	counter[event->hw.idx].event = NULL;
	event->hw.idx = -1;
	perf_event_update_userpage(event);
}

static int fake_event_idx(struct perf_event *event)
{
	return rdpmc && event->hw.idx >= 0 ? event->hw.idx + 1 : 0;
}

/* Whether a program may use RDPMC is its address space's, as for the kernel's own PMU. */
static void fake_event_mapped(struct perf_event *event, struct mm_struct *mm)
{
	unsigned long cr4;

	if (!rdpmc)
		return;
	atomic_inc(&mm->context.perf_rdpmc_allowed);
	asm volatile("mov %%cr4, %0" : "=r" (cr4));
	asm volatile("mov %0, %%cr4" : : "r" (cr4 | X86_CR4_PCE) : "memory");
}

static void fake_event_unmapped(struct perf_event *event, struct mm_struct *mm)
{
	if (rdpmc)
		atomic_dec(&mm->context.perf_rdpmc_allowed);
}

static struct pmu fake = {
	.module		= THIS_MODULE,
	.task_ctx_nr	= perf_hw_context,
	.capabilities	= PERF_PMU_CAP_NO_INTERRUPT | PERF_PMU_CAP_HETEROGENEOUS_CPUS,
	.event_init	= fake_event_init,
	.add		= fake_add,
	.del		= fake_del,
	.start		= fake_start,
	.stop		= fake_stop,
	.read		= update,
	.event_idx	= fake_event_idx,
	.event_mapped	= fake_event_mapped,
	.event_unmapped	= fake_event_unmapped,
};

static int invalid_opcode(struct notifier_block *nb, unsigned long what, void *data)
{
	static const u8 opcode[] = { 0x0f, 0x33 };
	struct pt_regs *regs = ((struct die_args *)data)->regs;
	u8 code[sizeof(opcode)];
	u64 value;

	if (what != DIE_TRAP || ((struct die_args *)data)->trapnr != X86_TRAP_UD ||
	    !user_mode(regs) || regs->cx >= MOST)
		return NOTIFY_DONE;
	if (copy_from_user_nofault(code, (const void __user *)regs->ip, sizeof(code)) ||
	    memcmp(code, opcode, sizeof(code)))
		return NOTIFY_DONE;
	value = raw(&counter[regs->cx]);
	regs->ax = (u32)value;
	regs->dx = value >> 32;
	regs->ip += sizeof(code);
	return NOTIFY_STOP;
}

static struct notifier_block on_invalid_opcode = { .notifier_call = invalid_opcode };

/* Its width is what the kernel's own PMU would have, which there is none of. */
static int page_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	*(struct perf_event_mmap_page **)ri->data = (void *)regs->si;
	return 0;
}

static int page_written(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	(*(struct perf_event_mmap_page **)ri->data)->pmc_width = width;
	return 0;
}

static struct kretprobe user_page = {
	.kp.symbol_name	= "arch_perf_update_userpage",
	.entry_handler	= page_entry,
	.handler	= page_written,
	.data_size	= sizeof(struct perf_event_mmap_page *),
};

static int __init fake_init(void)
{
	int err;

	if (!counters || counters > MOST || !width || width > 63)
		return -EINVAL;
	err = register_die_notifier(&on_invalid_opcode);
	if (err)
		return err;
	err = register_kretprobe(&user_page);
	if (err)
		goto no_probe;
	err = perf_pmu_register(&fake, atom ? "cpu_atom" : "cpu", atom ? -1 : PERF_TYPE_RAW);
	if (!err)
		return 0;
	unregister_kretprobe(&user_page);
no_probe:
	unregister_die_notifier(&on_invalid_opcode);
	return err;
}
module_init(fake_init);

static void __exit fake_exit(void)
{
	perf_pmu_unregister(&fake);
	unregister_kretprobe(&user_page);
	unregister_die_notifier(&on_invalid_opcode);
}
module_exit(fake_exit);

MODULE_DESCRIPTION("A PMU whose counts are known, for tests");
MODULE_LICENSE("GPL");
