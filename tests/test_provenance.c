// SPDX-License-Identifier: GPL-2.0-only
/* The run record's facts, against what the kernel says of the same machine. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <cmocka.h>

#include "bench/blob/fence.h"
#include "bench/host/clock.h"
#include "bench/host/cpu.h"
#include "bench/host/provenance.h"
#include "lib/schema/plain.h"
#include "lib/base/array.h"
#include "lib/base/sysfile.h"

static struct json_object *get(struct json_object *o, const char *path)
{
	struct json_object *found = NULL;

	assert_int_equal(json_pointer_get(o, path, &found), 0);
	return found;
}

/* The first value of a key of /proc/cpuinfo; NULL if there is no such line. */
static char *cpuinfo(const char *key)
{
	static char line[8192];
	FILE *f = fopen("/proc/cpuinfo", "r");
	char *colon, *value = NULL;

	while (f && !value && fgets(line, sizeof(line), f)) {
		colon = strchr(line, ':');
		line[strcspn(line, "\n")] = '\0';
		if (colon && !strncmp(line, key, strlen(key)) && strchr("\t ", line[strlen(key)]))
			value = colon[1] ? colon + 2 : colon + 1;
	}
	if (f)
		fclose(f);
	return value;
}

static void the_cpu_is_the_kernel_s(void **state)
{
	const struct ib_cpu *c = ib_cpu();

	assert_string_equal(c->vendor, cpuinfo("vendor_id"));
	assert_int_equal(c->family, atoi(cpuinfo("cpu family")));
	assert_int_equal(c->model, atoi(cpuinfo("model")));
	assert_int_equal(c->stepping, atoi(cpuinfo("stepping")));
	assert_int_equal(!!c->hypervisor, !!strstr(cpuinfo("flags"), " hypervisor"));
	assert_int_equal(c->xsavec, !!strstr(cpuinfo("flags"), " xsavec"));
	assert_int_equal(c->avx512, !!strstr(cpuinfo("flags"), " avx512f"));
	/* x87 and SSE are always enabled where XSAVE is. */
	if (strstr(cpuinfo("flags"), " xsave "))
		assert_int_equal(c->xcr0 & 3, 3);
	else
		assert_int_equal(c->xcr0, 0);
}

static void the_id_names_the_cpu(void **state)
{
	char id[256];

	snprintf(id, sizeof(id), "%s-%u-%u-%u", ib_cpu()->vendor, ib_cpu()->family,
		 ib_cpu()->model, ib_cpu()->stepping);
	assert_string_equal(ib_cpu_id(), id);
}

static void every_member_of_the_schema_is_there(void **state)
{
	static const char *const members[] = {
		"/suite/version", "/suite/commit", "/suite/dirty", "/suite/compiler",
		"/kernel/fast_reps", "/suite/cflags", "/suite/blob_cflags", "/clock/unit", "/clock/step",
		"/clock/tsc_hz", "/clock/fence", "/cpu/vendor", "/cpu/family", "/cpu/model",
		"/cpu/stepping", "/cpu/microcode", "/cpu/name", "/cpu/core_type", "/cpu/index",
		"/cpu/xcr0", "/cpu/xss", "/cpu/xsave_size", "/cpu/xsavec", "/cpu/xsaves",
		"/cpu/avx512", "/cpu/amx", "/hypervisor", "/kernel/release", "/kernel/cmdline",
		"/kernel/mitigations", "/power/governor", "/power/turbo", "/power/smt",
		"/clocksource", "/clocksources",
	};
	struct json_object *o = ib_provenance(0);
	struct utsname u;

	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		get(o, members[i]);
	uname(&u);
	assert_string_equal(json_object_get_string(get(o, "/kernel/release")), u.release);
	assert_int_equal(json_object_get_int(get(o, "/cpu/index")), 0);
	assert_string_equal(json_object_get_string(get(o, "/cpu/name")), cpuinfo("model name"));
	json_object_put(o);
}

static void put_file(const char *root, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	for (char *p = path + strlen(root) + 1; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		mkdir(path, 0700);
	}
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static const char cpu_dir[] = "sys/devices/system/cpu/";

/* A machine unlike any the tests run on: what is said there is what comes out. */
static void facts_come_from_the_kernel_s_files(void **state)
{
	char root[] = "/tmp/initbench-test-XXXXXX", command[64], name[128];
	struct json_object *o;

	assert_non_null(mkdtemp(root));
	put_file(root, "proc/cpuinfo",
		 "processor\t: 0\nmicrocode\t: 0x1\n\nprocessor\t: 7\nmicrocode\t: 0xabc\n");
	put_file(root, "proc/cmdline", "quiet root=/dev/sda1 isolcpus=7 -- --name box\n");
	snprintf(name, sizeof(name), "%scpu7/cpufreq/scaling_governor", cpu_dir);
	put_file(root, name, "powersave\n");
	snprintf(name, sizeof(name), "%sintel_pstate/no_turbo", cpu_dir);
	put_file(root, name, "1\n");
	snprintf(name, sizeof(name), "%ssmt/active", cpu_dir);
	put_file(root, name, "1\n");
	snprintf(name, sizeof(name), "%svulnerabilities/meltdown", cpu_dir);
	put_file(root, name, "Mitigation: PTI\n");

	setenv("INITBENCH_SYSROOT", root, 1);
	o = ib_provenance(7);
	unsetenv("INITBENCH_SYSROOT");
	snprintf(command, sizeof(command), "rm -rf %s", root);
	assert_int_equal(system(command), 0);

	assert_string_equal(json_object_get_string(get(o, "/cpu/microcode")), "0xabc");
	assert_string_equal(json_object_get_string(get(o, "/kernel/cmdline")),
			    "isolcpus=7 +2");
	assert_string_equal(json_object_get_string(get(o, "/kernel/mitigations/meltdown")),
			    "Mitigation: PTI");
	assert_string_equal(json_object_get_string(get(o, "/power/governor")), "powersave");
	assert_false(json_object_get_boolean(get(o, "/power/turbo")));
	assert_true(json_object_get_boolean(get(o, "/power/smt")));
	assert_null(get(o, "/clocksource"));
	json_object_put(o);
}

static void missing_facts_are_null(void **state)
{
	static const char *const facts[] = {
		"/cpu/microcode", "/cpu/xss", "/kernel/cmdline", "/power/governor", "/power/turbo",
		"/power/smt", "/clocksource", "/clocksources", "/kernel/mitigations",
	};
	struct json_object *o;

	setenv("INITBENCH_SYSROOT", "/nonexistent", 1);
	o = ib_provenance(0);
	unsetenv("INITBENCH_SYSROOT");
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		assert_null(get(o, facts[i]));
	json_object_put(o);
}

static void the_command_line_hides_what_identifies(void **state)
{
	static const struct {
		const char *line, *kept;
	} cases[] = {
		{ "", "" },
		{ "quiet  nokaslr", "nokaslr +1" },
		{ "isolcpus=1-3,5 mitigations=auto,nosmt tsc=reliable",
		  "isolcpus=1-3,5 mitigations=auto,nosmt tsc=reliable" },
		{ "root=UUID=12345678-1234-1234-1234-123456789abc ro nosmt", "nosmt +2" },
		{ "systemd.setenv=TOKEN=a ip=10.0.0.2::10.0.0.1 hostname=box", "+3" },
		{ "tsc=$(x) idle=/srv/x isolcpus=a@b MITIGATIONS", "MITIGATIONS +3" },
		{ "ro -- --secret", "+1" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *kept = ib_plain_cmdline(cases[i].line);

		assert_string_equal(kept, cases[i].kept);
		free(kept);
	}
}

static void the_step_divides_every_difference(void **state)
{
	uint32_t step = ib_tsc_step();
	uint64_t first = ib_tsc_fenced();

	assert_true(step >= 1);
	for (int i = 0; i < 10000; i++)
		assert_int_equal((ib_tsc_fenced() - first) % step, 0);
}

/* Two measurements of one clock: they agree far better than this. */
static void the_frequency_is_steady(void **state)
{
	uint64_t a = ib_tsc_hz(), b = ib_tsc_hz();

	assert_in_range(b, a - a / 100, a + a / 100);
	assert_in_range(a, 100000000, 20000000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cpu_is_the_kernel_s),
		cmocka_unit_test(the_id_names_the_cpu),
		cmocka_unit_test(every_member_of_the_schema_is_there),
		cmocka_unit_test(facts_come_from_the_kernel_s_files),
		cmocka_unit_test(missing_facts_are_null),
		cmocka_unit_test(the_command_line_hides_what_identifies),
		cmocka_unit_test(the_step_divides_every_difference),
		cmocka_unit_test(the_frequency_is_steady),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
