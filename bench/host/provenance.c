// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "bench/host/clock.h"
#include "bench/host/cpu.h"
#include "bench/host/provenance.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/sysfile.h"
#include "version.h"

#define CLOCKSOURCES	"/sys/devices/system/clocksource/clocksource0/"

static void add(struct json_object *o, const char *key, struct json_object *value)
{
	json_object_object_add(o, key, value);
}

/* Frees @s. */
static struct json_object *take(char *s)
{
	struct json_object *o = ib_json_string(s);

	free(s);
	return o;
}

/* "0" and "1" in a file; null if it is not there. Frees @s. */
static struct json_object *take_flag(char *s, char is_true)
{
	struct json_object *o = s ? json_object_new_boolean(s[0] == is_true) : NULL;

	free(s);
	return o;
}

static struct json_object *suite(void)
{
	struct json_object *o = json_object_new_object();

	add(o, "version", json_object_new_string(IB_VERSION));
	add(o, "commit", json_object_new_string(IB_COMMIT));
	add(o, "dirty", json_object_new_boolean(IB_DIRTY));
	add(o, "sources", json_object_new_string(IB_SOURCES));
	add(o, "compiler", json_object_new_string(IB_COMPILER));
	add(o, "cflags", json_object_new_string(IB_CFLAGS));
	add(o, "blob_cflags", json_object_new_string(IB_BLOB_CFLAGS));
	return o;
}

static struct json_object *clock_facts(void)
{
	struct json_object *o = json_object_new_object();

	add(o, "unit", json_object_new_string("tick"));
	add(o, "step", json_object_new_int64(ib_tsc_step()));
	add(o, "tsc_hz", json_object_new_int64(ib_tsc_hz()));
	add(o, "fence", json_object_new_string("lfence"));
	return o;
}

/* The value of the first "key : value" line after "processor : @cpu". */
static char *cpuinfo(int cpu, const char *key)
{
	char *path = ib_syspath("/proc/cpuinfo"), *line = NULL, *value = NULL, *colon;
	FILE *f = fopen(path, "r");
	size_t size = 0, n = strlen(key);
	int processor = -1;

	free(path);
	while (f && !value && getline(&line, &size, f) > 0) {
		line[strcspn(line, "\n")] = '\0';
		colon = strchr(line, ':');
		if (colon && !strncmp(line, "processor", strlen("processor")))
			processor = atoi(colon + 1);
		if (processor == cpu && colon && colon[1] && !strncmp(line, key, n) &&
		    strchr("\t :", line[n]))
			value = ib_asprintf("%s", colon + 2);
	}
	free(line);
	if (f)
		fclose(f);
	return value;
}

static struct json_object *cpu_facts(int cpu)
{
	struct json_object *o = json_object_new_object();
	const struct ib_cpu *c = ib_cpu();
	char *name = cpuinfo(cpu, "model name");

	add(o, "vendor", json_object_new_string(c->vendor));
	add(o, "family", json_object_new_int(c->family));
	add(o, "model", json_object_new_int(c->model));
	add(o, "stepping", json_object_new_int(c->stepping));
	add(o, "microcode", take(cpuinfo(cpu, "microcode")));
	/* A hypervisor may tell the kernel another name; the kernel's is the known one. */
	add(o, "name", name ? take(name) : ib_json_string(c->name[0] ? c->name : NULL));
	add(o, "core_type", ib_json_string(c->core_type));
	add(o, "index", json_object_new_int(cpu));
	add(o, "xcr0", take(ib_asprintf("%#llx", (unsigned long long)c->xcr0)));
	/* IA32_XSS can be read in kernel mode only. */
	add(o, "xss", NULL);
	add(o, "xsave_size", json_object_new_int64(c->xsave_size));
	add(o, "xsavec", json_object_new_boolean(c->xsavec));
	add(o, "xsaves", json_object_new_boolean(c->xsaves));
	add(o, "avx512", json_object_new_boolean(c->avx512));
	add(o, "amx", json_object_new_boolean(c->amx));
	return o;
}

static const char private_parameter[] =
	"^(root|resume|ip|nfsroot|nfsaddrs|netconsole|ifname|init|rdinit|hostname|"
	"systemd\\.hostname|cryptdevice|rd\\.[^=]*|luks\\.[^=]*|iscsi[^=]*|BOOT_IMAGE|BOOTIF)=|"
	"[[:xdigit:]]{8}-[[:xdigit:]]{4}-[[:xdigit:]]{4}";

char *ib_cmdline(const char *line)
{
	char *words = ib_asprintf("%s", line), *rest = words, *word;
	char *kept = ib_asprintf("%s", "");
	regex_t private;

	regcomp(&private, private_parameter, REG_EXTENDED | REG_NOSUB);
	while ((word = strsep(&rest, " ")) && strcmp(word, "--")) {
		int hide = !regexec(&private, word, 0, NULL, 0);
		char *old = kept;

		if (!word[0])
			continue;
		if (hide)
			word[strcspn(word, "=")] = '\0';
		kept = ib_asprintf("%s%s%s%s", old, old[0] ? " " : "", word, hide ? "=..." : "");
		free(old);
	}
	regfree(&private);
	free(words);
	return kept;
}

static struct json_object *mitigations(void)
{
	static const char dir[] = "/sys/devices/system/cpu/vulnerabilities";
	struct json_object *o = json_object_new_object();
	char *path = ib_syspath("%s", dir);
	struct dirent **entries;
	int n = scandir(path, &entries, NULL, alphasort);

	free(path);
	for (int i = 0; i < n; i++) {
		if (entries[i]->d_name[0] != '.')
			add(o, entries[i]->d_name,
			    take(ib_sysfile("%s/%s", dir, entries[i]->d_name)));
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return o;
}

/*
 * Which of the CPU's fast REPs the kernel's string functions may be: one
 * instruction to a PMU, one each iteration to the clock of an emulated host.
 */
static struct json_object *fast_reps(int cpu)
{
	static const char *const names[] = { "rep_good", "erms", "fsrm" };
	char *flags = cpuinfo(cpu, "flags"), *rest = flags, *word;
	struct json_object *o = flags ? json_object_new_array() : NULL;

	while ((word = strsep(&rest, " ")))
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (!strcmp(word, names[i]))
				json_object_array_add(o, json_object_new_string(word));
	free(flags);
	return o;
}

static struct json_object *kernel(int cpu)
{
	struct json_object *o = json_object_new_object();
	char *line = ib_sysfile("/proc/cmdline");
	const char *patched = getenv("INITBENCH_PATCHED");
	struct utsname u;

	uname(&u);
	add(o, "release", json_object_new_string(u.release));
	add(o, "cmdline", line ? take(ib_cmdline(line)) : NULL);
	add(o, "mitigations", mitigations());
	add(o, "fast_reps", fast_reps(cpu));
	if (patched)
		add(o, "patched", json_object_new_string(patched));
	free(line);
	return o;
}

static struct json_object *turbo(void)
{
	struct json_object *o;

	o = take_flag(ib_sysfile("/sys/devices/system/cpu/intel_pstate/no_turbo"), '0');
	return o ? o : take_flag(ib_sysfile("/sys/devices/system/cpu/cpufreq/boost"), '1');
}

static struct json_object *power(int cpu)
{
	struct json_object *o = json_object_new_object();

	add(o, "governor", take(ib_sysfile("/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor",
					   cpu)));
	add(o, "turbo", turbo());
	add(o, "smt", take_flag(ib_sysfile("/sys/devices/system/cpu/smt/active"), '1'));
	return o;
}

struct json_object *ib_provenance(int cpu)
{
	struct json_object *o = json_object_new_object();

	add(o, "suite", suite());
	add(o, "clock", clock_facts());
	add(o, "cpu", cpu_facts(cpu));
	add(o, "hypervisor", ib_json_string(ib_cpu()->hypervisor));
	add(o, "kernel", kernel(cpu));
	add(o, "power", power(cpu));
	add(o, "clocksource", take(ib_sysfile(CLOCKSOURCES "current_clocksource")));
	add(o, "clocksources", take(ib_sysfile(CLOCKSOURCES "available_clocksource")));
	return o;
}
