// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/host/clock.h"
#include "bench/host/counters.h"
#include "bench/host/cpu.h"
#include "bench/host/emulation.h"
#include "bench/host/host.h"
#include "bench/host/smt.h"
#include "bench/lanes/kvm/facts.h"
#include "bench/lanes/kvm/vm.h"
#include "cmd/doctor_checks.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"
#include "lib/schema/hypervisor_words.h"

#define finding		ib_finding
#define SAY(...)	ib_asprintf(__VA_ARGS__)

/* Without the file system nothing is known: that is not "none". */
#define NO_PROC		"not known: /proc is not mounted"
#define NO_SYS		"not known: /sys is not mounted"
#define MOUNT_PROC	"have the container mount /proc; as root: mount -t proc none /proc"
#define MOUNT_SYS	"have the container mount /sys; as root: mount -t sysfs none /sys"

static bool no_proc(void)
{
	return !ib_sysfile_exists("/proc/self") && !ib_sysfile_exists("/proc/version");
}

static bool no_modules(void)
{
	return !no_proc() && !ib_sysfile_exists("/proc/modules");
}

static bool no_sys(void)
{
	return !ib_sysfile_exists("/sys/devices/system/cpu");
}

static struct ib_finding probe_root(int cpu)
{
	if (geteuid() == 0)
		return finding(IB_OK, SAY("running as root"), NULL);
	return finding(IB_LIMITS,
		       SAY("not root: lane kmod cannot run, and other tasks are not outranked"),
		       "run as root, or run lane kmod in an emulated kernel: scripts/vm");
}

static struct ib_finding probe_hypervisor(int cpu)
{
	char *clocks = ib_sysfile("/sys/devices/system/clocksource/clocksource0/"
				  "available_clocksource");
	char *name = ib_hypervisor_words(ib_cpu()->hypervisor, ib_hypervisor_by_clock(clocks));
	struct ib_finding found;

	if (!name && no_sys())
		found = finding(IB_NOTE,
				SAY("CPUID shows none; the kernel's clock sources: " NO_SYS),
				MOUNT_SYS);
	else if (!name)
		found = finding(IB_OK, SAY("neither CPUID nor the kernel's clock sources show one"),
				NULL);
	else
		found = finding(IB_DISTURBS, SAY("virtual machine (%s): its host's load, clock and "
						 "SMT are not visible", name),
				"measure on hardware; else trust intervals and cycles, not single "
				"runs");
	free(name);
	free(clocks);
	return found;
}

static struct ib_finding probe_cpuid(int cpu)
{
	char *kernel = NULL, *line = NULL, *path = ib_syspath("/proc/cpuinfo");
	FILE *f = fopen(path, "r");
	const char *name = ib_cpu()->name;
	struct ib_finding found;
	size_t size = 0;

	while (f && !kernel && getline(&line, &size, f) > 0)
		if (sscanf(line, "model name : %m[^\n]", &kernel) != 1)
			kernel = NULL;
	if (f)
		fclose(f);
	free(line);
	free(path);
	if (!kernel)
		found = finding(IB_NOTE, no_proc() ? SAY(NO_PROC) :
				SAY("not known: the kernel's /proc/cpuinfo names no CPU"),
				no_proc() ? MOUNT_PROC : NULL);
	else if (!strcmp(kernel, name))
		found = finding(IB_OK, SAY("user space and kernel see the same CPU"), NULL);
	else
		found = finding(IB_NOTE, SAY("the kernel sees '%s', user space '%s'", kernel, name),
				"none: a hypervisor changes what CPUID says; other leaves may differ as well");
	free(kernel);
	return found;
}

static struct ib_finding probe_tsc(int cpu)
{
	const char *why = ib_tsc_refused();
	unsigned int step;

	if (why)
		return finding(IB_LIMITS, SAY("%s", why), NULL);
	step = ib_tsc_step();
	if (!ib_cpu()->invariant_tsc)
		return finding(IB_DISTURBS, SAY("CPUID promises no invariant TSC; step %u", step),
			       "rely on calibrated cycles, and on instruction counts of scripts/vm");
	if (step == 1)
		return finding(IB_OK, SAY("invariant, moves by single ticks"), NULL);
	return finding(IB_NOTE, SAY("invariant, moves in steps of %u ticks", step),
		       "none: the size of a batch follows the step, and single reads are never printed");
}

static struct ib_finding probe_governor(int cpu)
{
	char *governor = ib_sysfile("/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu);
	struct ib_finding found;

	if (!governor && no_sys())
		found = finding(IB_NOTE, SAY(NO_SYS), MOUNT_SYS);
	else if (!governor)
		found = finding(IB_NOTE, SAY("the kernel does not control the frequency here"),
				"none: cycles are calibrated beside every block");
	else if (!strcmp(governor, "performance"))
		found = finding(IB_OK, SAY("performance"), NULL);
	else
		found = finding(IB_DISTURBS, SAY("%s: the clock follows the load", governor),
				"as root: cpupower frequency-set -g performance");
	free(governor);
	return found;
}

/* Files that switch turbo, the value that means it is on, and how to end it. */
static const struct {
	const char *path;
	char on;
	const char *remedy;
} turbo_files[] = {
	{ "/sys/devices/system/cpu/intel_pstate/no_turbo", '0',
	  "as root: echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo" },
	{ "/sys/devices/system/cpu/cpufreq/boost", '1',
	  "as root: echo 0 > /sys/devices/system/cpu/cpufreq/boost" },
};

static struct ib_finding probe_turbo(int cpu)
{
	for (size_t i = 0; i < ARRAY_SIZE(turbo_files); i++) {
		char *value = ib_sysfile("%s", turbo_files[i].path);
		bool known = value, on = known && value[0] == turbo_files[i].on;

		free(value);
		if (on)
			return finding(IB_DISTURBS, SAY("on: the clock follows heat and load"),
				       turbo_files[i].remedy);
		if (known)
			return finding(IB_OK, SAY("off"), NULL);
	}
	if (no_sys())
		return finding(IB_NOTE, SAY(NO_SYS), MOUNT_SYS);
	return finding(IB_NOTE, SAY("the kernel does not say"),
		       "none: cycles are calibrated beside every block");
}

#define SMT_CONTROL	"/sys/devices/system/cpu/smt/control"

/* "notsupported" in most guests; Documentation/ABI/testing/sysfs-devices-system-cpu. */
static bool may_end_smt(void)
{
	char *state = ib_sysfile(SMT_CONTROL);
	bool may = state && (!strcmp(state, "on") || !strcmp(state, "off"));

	free(state);
	return may;
}

static struct ib_finding probe_smt(int cpu)
{
	char *siblings = ib_sysfile("/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list",
				    cpu);
	struct ib_finding found;

	if (!siblings && no_sys())
		found = finding(IB_NOTE, SAY(NO_SYS), MOUNT_SYS);
	else if (!siblings)
		found = finding(IB_NOTE, SAY("the kernel does not say"), NULL);
	else if (!strpbrk(siblings, ",-"))
		found = finding(IB_OK, SAY("cpu%d shares its core with no other", cpu), NULL);
	else
		found = finding(IB_DISTURBS, SAY("CPUs %s share a core", siblings),
				may_end_smt() ? "as root: echo off > " SMT_CONTROL :
				"keep the other one idle; this kernel cannot switch it off");
	free(siblings);
	return found;
}

#define SHARED_ACCEPTED	10	/* percent */

/* Whatever topology says: in a guest the other thread is a neighbour's. */
static struct ib_finding probe_core(int cpu)
{
	struct ib_smt_survey s;

	if (ib_emulated_host() || ib_cannot_time() || ib_emulation() || ib_smt_survey(cpu, &s))
		return finding(IB_NOTE, SAY("cannot be told here"), NULL);
	if (!s.certain)
		return finding(IB_NOTE, SAY("its core is always shared or has fewer than 4 ALUs: %.2f cycles "
					    "for four additions", s.alone),
			       "look again later; a core that is always shared is measured as it is");
	if (100 * s.shared <= SHARED_ACCEPTED * s.looks)
		return finding(IB_OK, SAY("cpu%d had its core to itself at %d of %d looks", cpu,
					  s.looks - s.shared, s.looks), NULL);
	return finding(IB_DISTURBS,
		       SAY("the core was shared at %d of %d looks", s.shared, s.looks),
		       "stop what runs on the other thread (a guest: a neighbour); blocks wait for "
		       "2 ms");
}

static struct ib_finding probe_isolated(int cpu)
{
	char *isolated = ib_sysfile("/sys/devices/system/cpu/isolated");
	struct ib_finding found;

	if (isolated)
		found = finding(IB_OK, SAY("CPUs %s: the last that may be used is the default",
					   isolated), NULL);
	else if (!ib_sysfile_exists("/sys/devices/system/cpu/isolated"))
		found = finding(IB_NOTE, no_sys() ? SAY(NO_SYS) : SAY("the kernel does not say"),
				no_sys() ? MOUNT_SYS : NULL);
	else
		found = finding(IB_DISTURBS, SAY("no CPU is kept free of other tasks"),
				"boot with isolcpus=N nohz_full=N rcu_nocbs=N, then run --cpu N");
	free(isolated);
	return found;
}

static struct ib_finding probe_load(int cpu)
{
	char *line = ib_sysfile("/proc/loadavg");
	double load = line ? atof(line) : 0;
	struct ib_finding found;

	if (!line)
		found = finding(IB_NOTE, no_proc() ? SAY(NO_PROC) : SAY("the kernel does not say"),
				no_proc() ? MOUNT_PROC : NULL);
	else if (load < 0.5)
		found = finding(IB_OK, SAY("%.2f tasks ran in the last minute", load), NULL);
	else
		found = finding(IB_DISTURBS, SAY("%.2f tasks ran in the last minute", load),
				"wait until the machine is idle");
	free(line);
	return found;
}

/* The default, on hardware with a PMU; it has no file where there is none. */
static struct ib_finding probe_watchdog(int cpu)
{
	char *line = ib_sysfile("/proc/sys/kernel/nmi_watchdog");
	bool on = line && line[0] == '1';
	bool known = line;

	free(line);
	if (!known && no_proc())
		return finding(IB_NOTE, SAY(NO_PROC), MOUNT_PROC);
	if (!known)
		return finding(IB_OK, SAY("this kernel has none"), NULL);
	if (!on)
		return finding(IB_OK, SAY("off: all counters are free"), NULL);
	return finding(IB_DISTURBS, SAY("on: it holds one of each CPU's counters, and groups of "
					"as many events as there are counters never count"),
		       "as root: sysctl kernel.nmi_watchdog=0");
}

static struct ib_finding probe_pmu(int cpu)
{
	struct ib_counters *counters = NULL;
	char *why = NULL;
	int err = ib_counters_open(&counters, "perf::CYCLES,perf::INSTRUCTIONS", &why);

	if (err == -EACCES || err == -EPERM)
		return finding(IB_LIMITS, why, "permit it; until then cycles are calibrated");
	if (err)
		return finding(IB_LIMITS, why,
			       "measure on hardware, or give the guest a PMU (QEMU: -cpu host,pmu=on); "
			       "until then cycles are calibrated");
	ib_counters_close(counters);
	return finding(IB_OK, SAY("cycles and instructions can be counted"), NULL);
}

static struct ib_finding probe_paranoid(int cpu)
{
	char *line = ib_sysfile("/proc/sys/kernel/perf_event_paranoid");
	int level = line ? atoi(line) : 0;
	bool known = line;

	free(line);
	if (!known && no_proc())
		return finding(IB_NOTE, SAY(NO_PROC), MOUNT_PROC);
	if (!known)
		return finding(IB_LIMITS, SAY("the kernel has no perf events"),
			       "use a kernel with CONFIG_PERF_EVENTS");
	if (level <= 1)
		return finding(IB_OK, SAY("%d", level), NULL);
	if (geteuid() == 0)
		return finding(IB_OK, SAY("%d, and root is exempt", level), NULL);
	return finding(IB_LIMITS, SAY("%d: getrusage in place of software events", level),
		       "as root: sysctl kernel.perf_event_paranoid=1");
}

static const struct {
	int error;
	const char *remedy;
} kvm_remedies[] = {
	{ ENOENT, "load kvm-intel or kvm-amd; in a virtual machine, let its host allow nesting" },
	{ EACCES, "join the group kvm, or run as root" },
};

static struct ib_finding probe_kvm(int cpu)
{
	char *path = ib_syspath("/dev/kvm");
	int fd = open(path, O_RDWR | O_CLOEXEC), error = errno;

	free(path);
	if (fd >= 0) {
		char *why = ib_kvm_device_wrong(fd);

		close(fd);
		if (why)
			return finding(IB_LIMITS, why, "bind the host's /dev/kvm into the container, "
				       "or make it anew: mknod /dev/kvm c 10 232");
		return finding(IB_OK, SAY("/dev/kvm opens and is KVM's"), NULL);
	}
	if (error == ENOENT && no_modules())
		return finding(IB_LIMITS, SAY("/dev/kvm: %s", strerror(error)),
			       "a kernel with CONFIG_KVM=y, as this one loads no modules; in a virtual "
			       "machine, let its host allow nesting");
	for (size_t i = 0; i < ARRAY_SIZE(kvm_remedies); i++)
		if (kvm_remedies[i].error == error)
			return finding(IB_LIMITS, SAY("/dev/kvm: %s", strerror(error)),
				       kvm_remedies[i].remedy);
	return finding(IB_LIMITS, SAY("/dev/kvm: %s", strerror(error)), NULL);
}

static bool line_has(const char *file, const char *text)
{
	char *line = ib_sysfile("%s", file);
	bool has = line && strstr(line, text);

	free(line);
	return has;
}

#define EMULATED	"or run lane kmod in an emulated kernel: scripts/vm"
#define SIGN		"sign it with a key that the kernel trusts " \
			"(kmod/README.md, Secure Boot); " EMULATED

/* Why no module of ours can be loaded, as files say: @text in @file. */
static const struct {
	const char *file;
	const char *text;
	const char *why;
	const char *remedy;
} no_module[] = {
	{ "/proc/sys/kernel/modules_disabled", "1",
	  "module loading is switched off until the next boot", "boot anew; " EMULATED },
	{ "/sys/kernel/security/lockdown", "[integrity]",
	  "the kernel is locked down and loads signed modules only", SIGN },
	{ "/sys/kernel/security/lockdown", "[confidentiality]",
	  "the kernel is locked down and loads signed modules only", SIGN },
	{ "/sys/module/module/parameters/sig_enforce", "Y",
	  "the kernel loads signed modules only (module.sig_enforce)", SIGN },
};

static struct ib_finding probe_modules(int cpu)
{
	struct utsname u;
	bool headers;

	if (no_proc())
		return finding(IB_LIMITS, SAY(NO_PROC), MOUNT_PROC);
	if (no_modules())
		return finding(IB_LIMITS, SAY("the kernel runs without loadable modules"),
			       "a kernel with CONFIG_MODULES; " EMULATED);
	for (size_t i = 0; i < ARRAY_SIZE(no_module); i++)
		if (line_has(no_module[i].file, no_module[i].text))
			return finding(IB_LIMITS, SAY("%s", no_module[i].why),
				       no_module[i].remedy);
	if (geteuid())
		return finding(IB_LIMITS, SAY("loading modules needs root"),
			       "run as root; " EMULATED);
	uname(&u);
	headers = ib_sysfile_exists("/lib/modules/%s/build/Makefile", u.release);
	if (!headers)
		return finding(IB_LIMITS, SAY("the headers of this kernel, %s, are not installed",
					      u.release),
			       "install its linux-headers package, or use scripts/vm");
	return finding(IB_OK, SAY("modules can be built and loaded"), NULL);
}

static struct ib_finding probe_xsave(int cpu)
{
	if (!ib_cpu()->xcr0)
		return finding(IB_LIMITS, SAY("no XSAVE: nothing can be measured in user space"),
			       "use a CPU and kernel with XSAVE, or scripts/vm");
	if (!ib_cpu()->xsavec)
		return finding(IB_NOTE, SAY("no XSAVEC: put and load use XSAVE"),
			       "none: each row says so");
	return finding(IB_OK, SAY("XSAVEC, XCR0 %#llx", (unsigned long long)ib_cpu()->xcr0), NULL);
}

static struct ib_finding probe_mp_state(int cpu)
{
	char *line = ib_sysfile("/proc/sys/kernel/osrelease");
	struct ib_kvm_facts facts = { 0 };
	const char *contains, *remedy = "upgrade to 6.18; the kvm lane itself takes INIT through "
					"KVM_RUN only";
	struct ib_finding found;
	bool known;

	contains = line ? ib_kvm_contains(line) : NULL;
	known = contains && ib_kvm_in_danger(contains) && !ib_kvm_supported(&facts);
	if (!contains)
		found = finding(IB_NOTE, SAY("cannot read the kernel's release '%s'",
					     line ? line : ""), NULL);
	else if (!ib_kvm_in_danger(contains))
		found = finding(IB_OK, SAY("%s is not one of 6.18-rc1 to 6.18-rc5", line), NULL);
	else if (!known)
		found = finding(IB_NOTE, SAY("%s may oops when KVM_GET_MP_STATE meets an INIT "
					     "and guests have CET without MPX", line), remedy);
	else if (ib_kvm_oops(contains, &facts))
		found = finding(IB_NOTE, SAY("%s oopses when KVM_GET_MP_STATE meets an INIT: "
					     "guests here have CET without MPX", line), remedy);
	else
		found = finding(IB_OK, SAY("%s oopses where guests have CET without MPX, which is "
					   "not so here", line), NULL);
	free(line);
	return found;
}

const struct ib_check ib_checks[] = {
	{ "xsave", probe_xsave },
	{ "tsc", probe_tsc },
	{ "code", ib_probe_code },
	{ "hypervisor", probe_hypervisor },
	{ "emulation", ib_probe_emulation },
	{ "cpuid", probe_cpuid },
	{ "governor", probe_governor },
	{ "turbo", probe_turbo },
	{ "smt", probe_smt },
	{ "core", probe_core },
	{ "isolation", probe_isolated },
	{ "load", probe_load },
	{ "quota", ib_probe_quota },
	{ "pmu", probe_pmu },
	{ "nmi_watchdog", probe_watchdog },
	{ "perf_event_paranoid", probe_paranoid },
	{ "root", probe_root },
	{ "modules", probe_modules },
	{ "kvm", probe_kvm },
	{ "mp-state", probe_mp_state },
	{}
};
