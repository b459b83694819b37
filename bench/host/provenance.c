// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "bench/host/clock.h"
#include "bench/host/cpu.h"
#include "bench/host/pin.h"
#include "bench/host/provenance.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/hash.h"
#include "lib/base/json.h"
#include "lib/base/sysfile.h"
#include "lib/base/utf8.h"
#include "lib/schema/plain.h"
#include "version.h"

/* Of a CPU or a hypervisor, which give 48 and 12 bytes. */
#define LONGEST_NAME	64

#define CLOCKSOURCES	"/sys/devices/system/clocksource/clocksource0/"

/* Frees @s. */
static struct json_object *consume_string(char *s)
{
	struct json_object *o = ib_json_string(s);

	free(s);
	return o;
}

/* "0" and "1" in a file; null if it is not there. Frees @s. */
static struct json_object *consume_flag(char *s, char is_true)
{
	struct json_object *o = s ? json_object_new_boolean(s[0] == is_true) : NULL;

	free(s);
	return o;
}

static struct json_object *suite(void)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_string(o, "version", IB_VERSION);
	ib_json_add_string(o, "commit", IB_COMMIT);
	ib_json_add_bool(o, "dirty", IB_DIRTY);
	ib_json_add_string(o, "sources", IB_SOURCES);
	ib_json_add(o, "compiler", consume_string(ib_plain_compiler(IB_COMPILER)));
	ib_json_add_string(o, "cflags", IB_CFLAGS);
	ib_json_add_string(o, "blob_cflags", IB_BLOB_CFLAGS);
	return o;
}

static struct json_object *clock_facts(void)
{
	struct json_object *o = json_object_new_object();

	ib_json_add_string(o, "unit", "tick");
	ib_json_add_count(o, "step", ib_tsc_step());
	ib_json_add_count(o, "tsc_hz", ib_tsc_hz());
	ib_json_add_string(o, "fence", "lfence");
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

	ib_json_add_string(o, "vendor", c->vendor);
	ib_json_add_count(o, "family", c->family);
	ib_json_add_count(o, "model", c->model);
	ib_json_add_count(o, "stepping", c->stepping);
	ib_json_add(o, "microcode", consume_string(cpuinfo(cpu, "microcode")));
	/* A hypervisor may tell the kernel another name; the kernel's is the known one. */
	ib_json_add(o, "name", name || c->name[0] ?
		    consume_string(ib_printable(name ? name : c->name, LONGEST_NAME)) : NULL);
	free(name);
	ib_json_add_string(o, "core_type", ib_core_type(cpu));
	ib_json_add_count(o, "index", cpu);
	ib_json_add(o, "xcr0", consume_string(ib_asprintf("%#llx", (unsigned long long)c->xcr0)));
	/* IA32_XSS can be read in kernel mode only. */
	ib_json_add(o, "xss", NULL);
	ib_json_add_count(o, "xsave_size", c->xsave_size);
	ib_json_add_bool(o, "xsavec", c->xsavec);
	/* How lane user asserts the state of the registers: by XGETBV or by XSAVE. */
	ib_json_add_bool(o, "xgetbv1", c->xgetbv1);
	ib_json_add_bool(o, "xsaves", c->xsaves);
	ib_json_add_bool(o, "avx512", c->avx512);
	ib_json_add_bool(o, "amx", c->amx);
	return o;
}

/* Null without the folder: then it is not known. */
static struct json_object *mitigations(void)
{
	static const char dir[] = "/sys/devices/system/cpu/vulnerabilities";
	char *path = ib_syspath("%s", dir);
	struct json_object *o;
	struct dirent **entries;
	int n = scandir(path, &entries, NULL, alphasort);

	free(path);
	if (n < 0)
		return NULL;
	o = json_object_new_object();
	for (int i = 0; i < n; i++) {
		if (entries[i]->d_name[0] != '.')
			ib_json_add(o, entries[i]->d_name,
				    consume_string(ib_sysfile("%s/%s", dir, entries[i]->d_name)));
		free(entries[i]);
	}
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
		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
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
	ib_json_add(o, "release", consume_string(ib_plain_release(u.release)));
	ib_json_add(o, "cmdline", line ? consume_string(ib_plain_cmdline(line)) : NULL);
	ib_json_add(o, "mitigations", mitigations());
	ib_json_add(o, "fast_reps", fast_reps(cpu));
	if (patched)
		ib_json_add_string(o, "patched", patched);
	free(line);
	return o;
}

static struct json_object *turbo(void)
{
	struct json_object *o;

	o = consume_flag(ib_sysfile("/sys/devices/system/cpu/intel_pstate/no_turbo"), '0');
	return o ? o : consume_flag(ib_sysfile("/sys/devices/system/cpu/cpufreq/boost"), '1');
}

static struct json_object *power(int cpu)
{
	struct json_object *o = json_object_new_object();
	char *governor = ib_sysfile("/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu);

	ib_json_add(o, "governor", consume_string(governor));
	ib_json_add(o, "turbo", turbo());
	ib_json_add(o, "smt", consume_flag(ib_sysfile("/sys/devices/system/cpu/smt/active"), '1'));
	return o;
}

/* Tells boots apart, and no more: what the kernel calls this one is drawn at random. */
static struct json_object *boot(void)
{
	char *id = ib_sysfile("/proc/sys/kernel/random/boot_id"), *text;

	if (!id)
		return NULL;
	text = ib_asprintf("%08x", (uint32_t)ib_hash(IB_HASH_BEGIN, id, strlen(id)));
	free(id);
	return consume_string(text);
}

struct json_object *ib_provenance(int cpu)
{
	struct json_object *o = json_object_new_object();

	ib_json_add(o, "suite", suite());
	ib_json_add(o, "clock", clock_facts());
	ib_json_add(o, "cpu", cpu_facts(cpu));
	ib_json_add(o, "hypervisor", ib_cpu()->hypervisor ?
		    consume_string(ib_printable(ib_cpu()->hypervisor, LONGEST_NAME)) : NULL);
	/* Its version and processor, by scripts/vm: another version may count otherwise. */
	ib_json_add_string(o, "emulator", getenv("INITBENCH_EMULATOR"));
	ib_json_add(o, "kernel", kernel(cpu));
	ib_json_add(o, "boot", boot());
	ib_json_add(o, "power", power(cpu));
	ib_json_add(o, "clocksource",
		    consume_string(ib_sysfile(CLOCKSOURCES "current_clocksource")));
	ib_json_add(o, "clocksources",
		    consume_string(ib_sysfile(CLOCKSOURCES "available_clocksource")));
	return o;
}
