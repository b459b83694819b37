// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/hash.h"
#include "lib/base/utf8.h"
#include "lib/schema/plain.h"

#define LONGEST_VALUE	64
#define LONGEST_TEXT	2000

/* Parameters of Documentation/admin-guide/kernel-parameters.txt, by why they bear on time. */
static const struct {
	const char *why;
	const char *names;
} parameters[] = {
	{ "mitigations: what they add to each entry and exit",
	  " mitigations nospectre_v1 nospectre_v2 spectre_v2 spectre_v2_user spectre_bhi"
	  " spec_store_bypass_disable nospec_store_bypass_disable l1tf mds tsx tsx_async_abort"
	  " mmio_stale_data retbleed srbds gather_data_sampling reg_file_data_sampling"
	  " spec_rstack_overflow indirect_target_selection tsa vmscape nopti pti kpti l1d_flush"
	  " kvm.nx_huge_pages nosmap nosmep nopku noibrs noibpb " },
	{ "isolation: what else runs on the CPU, and when its timer ticks",
	  " isolcpus nohz nohz_full rcu_nocbs rcu_nocb_poll irqaffinity skew_tick threadirqs"
	  " preempt maxcpus nr_cpus possible_cpus nosoftlockup nowatchdog nmi_watchdog"
	  " softlockup_panic watchdog_thresh workqueue.power_efficient numa_balancing " },
	{ "idle states: how long waking takes",
	  " idle intel_idle.max_cstate processor.max_cstate cpuidle.off cpuidle.governor nohlt"
	  " cpuidle_haltpoll.force haltpoll.guest_halt_poll_ns intel_idle.use_acpi " },
	{ "frequency: what a cycle is",
	  " intel_pstate amd_pstate cpufreq.default_governor cpufreq.off acpi_cpufreq.off" },
	{ "sharing of cores", " nosmt smt-enabled " },
	{ "the clock", " tsc notsc clocksource hpet nohpet lapic nolapic nolapic_timer no-kvmclock"
	  " x2apic nox2apic no_timer_check no-steal-acc " },
	{ "XSAVE: which components there are, and in which format",
	  " noxsave noxsaveopt noxsaves nofxsr nosgx clearcpuid setcpuid eagerfpu " },
	{ "pages: TLB misses",
	  " hugepages hugepagesz default_hugepagesz transparent_hugepage hugetlb_free_vmemmap"
	  " nopcid no5lvl gbpages nogbpages " },
	{ "placement and checks of the kernel's code and data",
	  " nokaslr kaslr norandmaps randomize_kstack_offset init_on_alloc init_on_free"
	  " page_poison slub_debug slab_nomerge kasan kfence.sample_interval debug_pagealloc"
	  " ftrace trace_event lockdown vsyscall ibt nousershstk " },
	{ "KVM: what is virtual",
	  " kvm.ignore_msrs kvm.halt_poll_ns kvm_intel.ept kvm_intel.enable_apicv kvm_intel.nested"
	  " kvm_intel.preemption_timer kvm-intel.ept kvm-intel.nested kvm_amd.npt kvm_amd.avic"
	  " kvm_amd.nested kvm-amd.npt kvm-amd.nested kvm-amd.avic " },
};

/* Recorded before there was a list; of no bearing, and the same on many machines. */
static const char told_before[] =
	" BOOT_IMAGE console quiet panic oops reboot ro rw rdinit initrd nomodule random.trust_cpu"
	" swiotlb psi nvproxy.enable page_reporting.page_reporting_order deferred_init nested_pvm"
	" rcupdate.rcu_cpu_stall_cputime sched_vcpu_pack root ";

/* Words of releases and compilers that distributions and projects have given. */
static const char public_words[] =
	" amd64 x86 generic cloud lowlatency rt lts arch fc el deb ubuntu debian bpo pve zen hardened"
	" default azure aws gcp oracle kvm virt v rc dirty next mainline stable standard microsoft"
	" wsl wsl2 backports trixie bookworm bullseye sid forky gcc clang cc version gnu red hat suse"
	" linux alpine gentoo fedora release the u build llvm project crosstool-ng ng git experimental"
	" prerelease with modified mp smp pc unknown p ga r1 uek amzn current std xanmod liquorix"
	" cachyos tkg bazzite nobara clear tumbleweed opensuse manjaro endeavouros ";

static bool in_list(const char *list, const char *word, size_t length)
{
	for (const char *at = list; (at = strchr(at, ' ')); at++)
		if (!strncasecmp(at + 1, word, length) && at[1 + length] == ' ')
			return length > 0;
	return false;
}

static bool is_plain_value(const char *value)
{
	size_t length = 0;

	while (value[length] && (isalnum((unsigned char)value[length]) ||
				 strchr("_.,:+-", value[length])))
		length++;
	return !value[length] && length <= LONGEST_VALUE;
}

static bool bears_on_time(const char *word)
{
	size_t name = strcspn(word, "=");

	if (word[name] && !is_plain_value(word + name + 1))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(parameters); i++)
		if (in_list(parameters[i].names, word, name))
			return true;
	return false;
}

char *ib_plain_cmdline(const char *line)
{
	char *words = ib_asprintf("%s", line), *rest = words, *word, *kept = NULL;
	size_t size, others = 0;
	FILE *f = open_memstream(&kept, &size);
	const char *between = "";

	while ((word = strsep(&rest, " \t\n")) && strcmp(word, "--")) {
		bool keep = *word && bears_on_time(word);

		others += *word && !keep;
		if (keep)
			fprintf(f, "%s%s", between, word);
		if (keep)
			between = " ";
	}
	if (others)
		fprintf(f, "%s+%zu", between, others);
	fclose(f);
	free(words);
	return kept;
}

static bool is_hash(const char *word, size_t length)
{
	return length >= 8 && *word == 'g' && strspn(word + 1, "0123456789abcdef") >= length - 1;
}

/* "x3f2a" stands for another word. */
static bool is_stand_in(const char *word, size_t length)
{
	return length == 5 && *word == 'x' && strspn(word + 1, "0123456789abcdef") >= 4;
}

/* Numbers and public words in turn: "14", "deb12u1", "v669". */
static bool is_public(const char *word, size_t length)
{
	if (is_hash(word, length) || is_stand_in(word, length) ||
	    in_list(public_words, word, length))
		return true;
	while (length) {
		size_t n = 0;

		while (n < length && isalpha((unsigned char)word[n]))
			n++;
		if (n && !in_list(public_words, word, n))
			return false;
		while (n < length && isdigit((unsigned char)word[n]))
			n++;
		word += n;
		length -= n;
	}
	return true;
}

static size_t word_length(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]))
		n++;
	return n;
}

static bool is_between(char c)
{
	return strchr(" .-+~_()/:,", c);
}

/* Words are what is between punctuation; those that are not public become hashes. */
static char *plain_words(const char *text)
{
	char *clean = ib_printable(text, LONGEST_TEXT), *plain = NULL;
	size_t size;
	FILE *f = open_memstream(&plain, &size);

	for (const char *at = clean; *at;) {
		size_t n = word_length(at);

		if (n && !is_public(at, n))
			fprintf(f, "x%04x", (unsigned int)ib_hash(IB_HASH_BEGIN, at, n) & 0xffff);
		else if (n)
			fwrite(at, 1, n, f);
		else
			fputc(is_between(*at) ? *at : '?', f);
		at += n ? n : 1;
	}
	fclose(f);
	free(clean);
	return plain;
}

char *ib_plain_release(const char *release)
{
	return plain_words(release);
}

char *ib_plain_compiler(const char *version)
{
	return plain_words(version);
}

static void print_option(FILE *f, const char *word)
{
	const char *value = strchr(word, '='), *slash = strrchr(word, '/');

	value = value ? value + 1 : word;
	if (!slash)
		fputs(word, f);
	else
		fprintf(f, "%.*s%s", value > slash ? 0 : (int)(value - word), word, slash + 1);
}

char *ib_plain_options(const char *options)
{
	char *words = ib_printable(options, LONGEST_TEXT), *rest = words, *word, *plain = NULL;
	size_t size;
	FILE *f = open_memstream(&plain, &size);

	for (const char *between = ""; (word = strsep(&rest, " ")); between = " ") {
		fputs(between, f);
		print_option(f, word);
	}
	fclose(f);
	free(words);
	return plain;
}

static bool is_count(const char *word)
{
	return *word == '+' && strlen(word) > 1 &&
	       strspn(word + 1, "0123456789") == strlen(word) - 1;
}

static bool was_told(const char *word)
{
	size_t name = strcspn(word, "=");
	const char *value = word[name] ? word + name + 1 : "";

	if (!strcmp(value, "..."))
		return true;
	return in_list(told_before, word, name) &&
	       (is_plain_value(value) || !strcmp(value, "/initrd"));
}

static bool is_plain_cmdline(const char *text)
{
	char *words = ib_asprintf("%s", text), *rest = words, *word;
	bool plain = true;

	while (plain && (word = strsep(&rest, " ")))
		plain = !*word || is_count(word) || was_told(word) || bears_on_time(word);
	free(words);
	return plain;
}

static const struct {
	const char *key;
	char *(*plain)(const char *text);
	const char *what;
} texts[] = {
	{ "release", ib_plain_release, "a word that no distribution gave its kernels" },
	{ "compiler", ib_plain_compiler, "a word that no distribution gave its compilers" },
	{ "options", ib_plain_options, "a path of the machine" },
	{ "command", ib_plain_options, "a path of the machine" },
};

const char *ib_not_plain(const char *key, const char *text)
{
	if (!strcmp(key, "cmdline") && !is_plain_cmdline(text))
		return "a parameter of the kernel that does not bear on time";
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char *plain = strcmp(key, texts[i].key) ? NULL : texts[i].plain(text);
		bool same = !plain || !strcmp(plain, text);

		free(plain);
		if (!same)
			return texts[i].what;
	}
	return NULL;
}
