// SPDX-License-Identifier: GPL-2.0-only
/*
 * What /dev/initbench accepts, refuses and finds, asked from inside a guest of
 * scripts/vm. A line "ok NAME" or "not ok NAME: why" for each check; kmod.bats
 * reads them.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/lanes/kmod/device.h"
#include "lib/base/array.h"

#define MPX		0x18ULL
#define CET		0x1800ULL
#define CET_USER	0x800ULL
#define NOBODY		65534

static struct ib_kmod k;
static uint64_t mask = MPX;	/* what INIT clears of the guest: CET where there is no MPX */
static uint64_t values[4 * INITBENCH_MAX_SAMPLES];
static bool failed;

static void check(const char *name, bool good, const char *why, ...)
{
	va_list args;

	printf("%s %s", good ? "ok" : "not ok", name);
	if (!good) {
		printf(": ");
		va_start(args, why);
		vprintf(why, args);
		va_end(args);
		failed = true;
	}
	putchar('\n');
}

static struct initbench_run good_run(void)
{
	return (struct initbench_run){
		.size = sizeof(struct initbench_run),
		.version = INITBENCH_VERSION,
		.variant = ib_kmod_find(&k, "u64-mask")->index,
		.fpu = INITBENCH_PUTLOAD,
		.content = INITBENCH_CONTENT_SSE,
		.mask = mask,
		.n = 1,
		.samples = 2,
		.values = (uintptr_t)values,
	};
}

/* 0 or an errno of the ioctl; a refused structure must come back as it was. */
static int try_run(struct initbench_run *run, bool *touched)
{
	struct initbench_run before = *run;
	int err = ioctl(k.fd, INITBENCH_RUN, run) ? errno : 0;

	*touched = err && err != ERANGE && memcmp(&before, run, sizeof(before));
	return err;
}

static struct perf_event_attr odd_event = {
	.type = PERF_TYPE_SOFTWARE, .size = sizeof(struct perf_event_attr), .disabled = 1,
	.inherit = 1,
};

static struct perf_event_attr tracepoint = {
	.type = PERF_TYPE_TRACEPOINT, .size = sizeof(struct perf_event_attr), .disabled = 1,
};

static struct perf_event_attr clock_event = {
	.type = PERF_TYPE_SOFTWARE, .size = sizeof(struct perf_event_attr), .disabled = 1,
	.config = PERF_COUNT_SW_CPU_CLOCK,
	/* As libpfm4 encodes one for kernel mode. */
	.exclude_user = 1, .exclude_hv = 1, .exclude_guest = 1,
};

/* One that has grown since: its last byte is not zero. */
static struct {
	struct perf_event_attr known;
	char later[256];
} later_event = {
	.known = { .type = PERF_TYPE_SOFTWARE, .size = sizeof(later_event), .disabled = 1 },
	.later = { [255] = 1 },
};

static uint64_t counts[2 * INITBENCH_MAX_EVENTS];

#define FIELD(name) \
	offsetof(struct initbench_run, name), sizeof(((struct initbench_run *)0)->name)
#define MAX_SET		5

/* A good run with some fields set otherwise, and what the module must say. */
static const struct {
	const char *name;
	int expected;
	struct {
		size_t offset, size;
		uint64_t value;
	} set[MAX_SET];
} runs[] = {
	{ "a good run is taken", 0, { } },
	{ "largest samples are taken", 0, { { FIELD(samples), INITBENCH_MAX_SAMPLES } } },
	{ "both cold temperatures are taken with shots", 0,
	  { { FIELD(temperature), 3 }, { FIELD(flags), INITBENCH_SHOTS } } },
	{ "check-only wants no room for values", 0,
	  { { FIELD(flags), INITBENCH_CHECK_ONLY }, { FIELD(values), 0 } } },
	{ "a plain software event is counted", 0,
	  { { FIELD(nr_events), 1 }, { FIELD(event_size), sizeof(clock_event) },
	    { FIELD(events), (uintptr_t)&clock_event }, { FIELD(counts), (uintptr_t)counts } } },
	{ "size one less is refused", EINVAL,
	  { { FIELD(size), sizeof(struct initbench_run) - 1 } } },
	{ "size one more is refused", EINVAL,
	  { { FIELD(size), sizeof(struct initbench_run) + 1 } } },
	{ "version 0 is refused", EINVAL, { { FIELD(version), 0 } } },
	{ "an unknown version is refused", EINVAL,
	  { { FIELD(version), INITBENCH_VERSION + 1 } } },
	{ "a variant out of range is refused", EINVAL, { { FIELD(variant), 4096 } } },
	{ "the largest variant number is refused", EINVAL, { { FIELD(variant), UINT32_MAX } } },
	{ "an unknown event axis is refused", EINVAL, { { FIELD(event), INITBENCH_EVENTS } } },
	{ "an unknown fpu axis is refused", EINVAL, { { FIELD(fpu), INITBENCH_FPUS } } },
	{ "an unknown content is refused", EINVAL, { { FIELD(content), INITBENCH_CONTENTS } } },
	{ "an unknown temperature is refused", EINVAL,
	  { { FIELD(temperature), 4 }, { FIELD(flags), INITBENCH_SHOTS } } },
	{ "a cold run without shots is refused", EINVAL,
	  { { FIELD(temperature), INITBENCH_COLD_DATA } } },
	{ "a walk without cold data is refused", EINVAL,
	  { { FIELD(temperature), INITBENCH_COLD_CODE },
	    { FIELD(flags), INITBENCH_SHOTS | INITBENCH_WALK } } },
	{ "an unknown flag is refused", EINVAL, { { FIELD(flags), 16 } } },
	{ "the highest flag is refused", EINVAL, { { FIELD(flags), 1U << 31 } } },
	{ "x87 in the mask is refused", EINVAL, { { FIELD(mask), 1 } } },
	{ "SSE in the mask is refused", EINVAL, { { FIELD(mask), MPX | 2 } } },
	{ "bit 63 in the mask is refused", EINVAL, { { FIELD(mask), MPX | 1ULL << 63 } } },
	{ "no repetition is refused", EINVAL, { { FIELD(n), 0 } } },
	{ "too many repetitions are refused", EINVAL, { { FIELD(n), INITBENCH_MAX_BATCH + 1 } } },
	{ "no sample is refused", EINVAL, { { FIELD(samples), 0 } } },
	{ "too many samples are refused", EINVAL,
	  { { FIELD(samples), INITBENCH_MAX_SAMPLES + 1 } } },
	{ "too many events are refused", EINVAL,
	  { { FIELD(nr_events), INITBENCH_MAX_EVENTS + 1 } } },
	{ "non-zero padding is refused", EINVAL, { { FIELD(reserved), 1 } } },
	{ "non-zero high padding is refused", EINVAL, { { FIELD(reserved), 1ULL << 63 } } },
	{ "events of what is not timed are refused", EINVAL,
	  { { FIELD(flags), INITBENCH_CHECK_ONLY },
	    { FIELD(nr_events), 1 }, { FIELD(event_size), sizeof(clock_event) },
	    { FIELD(events), (uintptr_t)&clock_event }, { FIELD(counts), (uintptr_t)counts } } },
	{ "an event that asks for more than counting is refused", EINVAL,
	  { { FIELD(nr_events), 1 }, { FIELD(event_size), sizeof(odd_event) },
	    { FIELD(events), (uintptr_t)&odd_event }, { FIELD(counts), (uintptr_t)counts } } },
	{ "an event of an unlisted type is refused", EINVAL,
	  { { FIELD(nr_events), 1 }, { FIELD(event_size), sizeof(tracepoint) },
	    { FIELD(events), (uintptr_t)&tracepoint }, { FIELD(counts), (uintptr_t)counts } } },
	{ "an event with fields of a later kernel is refused", E2BIG,
	  { { FIELD(nr_events), 1 }, { FIELD(event_size), sizeof(later_event) },
	    { FIELD(events), (uintptr_t)&later_event }, { FIELD(counts), (uintptr_t)counts } } },
	{ "events of no size are refused", EINVAL,
	  { { FIELD(nr_events), 1 }, { FIELD(events), (uintptr_t)&clock_event } } },
	{ "events larger than a page are refused", EINVAL, { { FIELD(event_size), 4097 } } },
	{ "events at address 0 are refused", EFAULT,
	  { { FIELD(nr_events), 1 }, { FIELD(event_size), sizeof(clock_event) } } },
	{ "values at address 0 are refused", EFAULT, { { FIELD(values), 0 } } },
	{ "values in the kernel are refused", EFAULT,
	  { { FIELD(values), 0xffffffff81000000ULL } } },
};

static void check_runs(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(runs); i++) {
		struct initbench_run run = good_run();
		bool touched;
		int err;

		for (size_t s = 0; s < MAX_SET; s++)
			memcpy((char *)&run + runs[i].set[s].offset, &runs[i].set[s].value,
			       runs[i].set[s].size);
		err = try_run(&run, &touched);
		check(runs[i].name, err == runs[i].expected && !touched, "%s, not %s%s",
		      strerror(err), strerror(runs[i].expected),
		      touched ? "; the structure was written" : "");
	}
}

/* A part is put or load alone: other axes make no sense with it. */
static void check_parts(void)
{
	static const struct {
		const char *name;
		int expected;
		uint64_t mask;
		uint32_t event, fpu, flags;
	} parts[] = {
		{ "a part is taken", 0, 0, INITBENCH_INIT, INITBENCH_PUTLOAD, INITBENCH_SHOTS },
		{ "a part with a mask is refused", EINVAL, MPX, INITBENCH_INIT,
		  INITBENCH_PUTLOAD, INITBENCH_SHOTS },
		{ "a part on RESET is refused", EINVAL, 0, INITBENCH_RESET, INITBENCH_PUTLOAD,
		  INITBENCH_SHOTS },
		{ "a part without put and load is refused", EINVAL, 0, INITBENCH_INIT,
		  INITBENCH_NONE, INITBENCH_SHOTS },
		{ "a part without shots is refused", EINVAL, 0, INITBENCH_INIT,
		  INITBENCH_PUTLOAD, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		struct initbench_run run = good_run();
		bool touched;
		int err;

		run.variant = ib_kmod_find(&k, "part:put")->index;
		run.mask = parts[i].mask;
		run.event = parts[i].event;
		run.fpu = parts[i].fpu;
		run.flags = parts[i].flags;
		err = try_run(&run, &touched);
		check(parts[i].name, err == parts[i].expected && !touched, "%s", strerror(err));
	}
}

static void check_components(void)
{
	struct initbench_run run = good_run();
	bool touched;
	int err;

	run.mask = CET_USER;
	err = try_run(&run, &touched);
	check("a component that the guest lacks is refused",
	      err == (k.query.xfeatures & CET_USER ? 0 : EOPNOTSUPP), "%s", strerror(err));
	run = good_run();
	run.content = INITBENCH_CONTENT_AVX512;
	err = try_run(&run, &touched);
	check("content that the guest lacks is refused",
	      err == (k.query.xfeatures & 0xe0 ? 0 : EOPNOTSUPP), "%s", strerror(err));
}

static void check_slices(void)
{
	struct initbench_run run = good_run();
	bool touched;
	int err;

	run.n = INITBENCH_MAX_BATCH;
	err = try_run(&run, &touched);
	check("more repetitions than a slice has room for are refused with the largest number",
	      err == ERANGE && run.result.n_max && run.result.n_max < run.n, "%s, n_max %u",
	      strerror(err), run.result.n_max);
	run.n = run.result.n_max ? run.result.n_max : 1;
	err = try_run(&run, &touched);
	check("that number is taken", !err, "%s", strerror(err));
	check("the longest slice is reported",
	      run.result.slices && run.result.slice_ns,
	      "%u slices, longest %u ns of %u", run.result.slices, run.result.slice_ns,
	      k.query.slice_ns);
	printf("longest slice %u ns of %u\n", run.result.slice_ns, k.query.slice_ns);
}

/* All of it was timed; whether it was cold is not for a clock of instructions to say. */
static void check_cold(uint32_t temperature, uint32_t flags, const char *name)
{
	struct initbench_run run = good_run();
	const struct initbench_proof *p = &run.result.proof;
	bool touched, data = temperature & INITBENCH_COLD_DATA;
	bool code = temperature & INITBENCH_COLD_CODE;
	int err;

	run.temperature = temperature;
	run.flags = INITBENCH_SHOTS | flags;
	err = try_run(&run, &touched);
	if (err == EOPNOTSUPP && flags & INITBENCH_WALK) {
		printf("no second-level cache of known shape to walk\n");
		return;
	}
	check(name, !err && p->n && p->hit && p->miss && p->guest && p->host && p->code &&
	      p->call_warm && p->call_cold && !!p->data_lines == data && !!p->code_lines == code,
	      "%s, n %u, %u and %u lines", strerror(err), p->n, p->data_lines, p->code_lines);
	printf("%s: %u lines of data, %u of code\n", name, p->data_lines, p->code_lines);
}

static void check_temperatures(void)
{
	struct initbench_run run = good_run();
	bool touched;

	check_cold(INITBENCH_COLD_DATA, 0, "cold data are proved");
	check_cold(INITBENCH_COLD_DATA, INITBENCH_WALK, "walked data are proved");
	check_cold(INITBENCH_COLD_CODE, 0, "cold code is proved");
	check_cold(INITBENCH_COLD_DATA | INITBENCH_COLD_CODE, 0, "cold is proved");
	check("a warm run proves nothing", !try_run(&run, &touched) && !run.result.proof.n, "n %u",
	      run.result.proof.n);
}

static void check_queries(void)
{
	struct initbench_query q = { .size = sizeof(q) + 1, .version = INITBENCH_VERSION };
	struct initbench_query_variant v = { .size = sizeof(v), .version = INITBENCH_VERSION };
	struct initbench_query_build b = { .size = sizeof(b), .version = INITBENCH_VERSION + 1 };
	int err;

	err = ioctl(k.fd, INITBENCH_QUERY, &q) ? errno : 0;
	check("a query of another size is refused", err == EINVAL, "%s", strerror(err));
	q = (struct initbench_query){ .size = sizeof(q), .version = INITBENCH_VERSION + 1 };
	err = ioctl(k.fd, INITBENCH_QUERY, &q) ? errno : 0;
	check("a query of another version is refused", err == EINVAL, "%s", strerror(err));
	v.index = k.query.variants;
	err = ioctl(k.fd, INITBENCH_QUERY_VARIANT, &v) ? errno : 0;
	check("a query of one variant too many is refused", err == EINVAL, "%s", strerror(err));
	err = ioctl(k.fd, INITBENCH_QUERY_BUILD, &b) ? errno : 0;
	check("a query of the build of another version is refused", err == EINVAL, "%s",
	      strerror(err));
	b = (struct initbench_query_build){ .size = sizeof(b) - 1, .version = INITBENCH_VERSION };
	err = ioctl(k.fd, INITBENCH_QUERY_BUILD, &b) ? errno : 0;
	check("a query of the build of another size is refused", err == EINVAL, "%s",
	      strerror(err));
	err = ioctl(k.fd, INITBENCH_QUERY_BUILD, 8) ? errno : 0;
	check("a query of the build at a bad address is refused", err == EFAULT, "%s",
	      strerror(err));
	err = ioctl(k.fd, INITBENCH_QUERY, NULL) ? errno : 0;
	check("a query at address 0 is refused", err == EFAULT, "%s", strerror(err));
	err = ioctl(k.fd, INITBENCH_RUN, NULL) ? errno : 0;
	check("a run at address 0 is refused", err == EFAULT, "%s", strerror(err));
	err = ioctl(k.fd, _IO(INITBENCH_IOC, 9), NULL) ? errno : 0;
	check("an unknown ioctl is refused", err == ENOTTY, "%s", strerror(err));
}

/* The errno of open(), asked by a child that is nobody. */
static int open_as_nobody(void)
{
	int status;
	pid_t child = fork();

	if (!child) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(255);
		_exit(open(IB_KMOD_PATH, O_RDWR) < 0 ? errno : 0);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
		return 255;
	return WEXITSTATUS(status);
}

static void check_owner(void)
{
	struct stat st = { 0 };
	int err;

	check("the device is root's alone",
	      !stat(IB_KMOD_PATH, &st) && (st.st_mode & 07777) == 0600 && !st.st_uid,
	      "mode %o, user %u", st.st_mode & 07777, st.st_uid);
	err = open_as_nobody();
	check("another user is refused by the mode", err == EACCES, "%s", strerror(err));
	if (chmod(IB_KMOD_PATH, 0666))
		err = errno;
	else
		err = open_as_nobody();
	check("another user is refused by CAP_SYS_ADMIN", err == EPERM, "%s", strerror(err));
	if (chmod(IB_KMOD_PATH, 0600))
		check("the mode is put back", false, "%s", strerror(errno));
}

/* Our registers are patterned meanwhile. */
static void check_verdict(const struct initbench_query_variant *v, int event, int fpu,
			  uint32_t rest)
{
	struct initbench_run run = good_run();
	char name[120];
	int err;

	run.variant = v->index;
	run.event = event;
	run.fpu = fpu;
	run.flags = INITBENCH_CHECK_ONLY | rest;
	err = ib_kmod_run(&k, &run);
	snprintf(name, sizeof(name), "verdict %s %s %s%s: finding %u cleared 0x%llx", v->id,
		 event == INITBENCH_INIT ? "init" : "reset",
		 fpu == INITBENCH_NONE ? "none" : "putload", rest ? " at rest" : "",
		 run.result.finding, run.result.cleared);
	check(name, !err, "%s", err == -EILSEQ ? "registers changed" : strerror(-err));
}

static void check_verdicts(void)
{
	for (uint32_t i = 0; i < k.query.variants; i++)
		for (int event = 0; event < INITBENCH_EVENTS && !k.variants[i].part; event++)
			for (int fpu = 0; fpu < INITBENCH_FPUS; fpu++)
				for (uint32_t rest = 0; rest <= INITBENCH_REST;
				     rest += INITBENCH_REST)
					check_verdict(&k.variants[i], event, fpu, rest);
}

static void nothing(int signal)
{
}

static void check_signal(void)
{
	const struct sigaction action = { .sa_handler = nothing };
	const struct itimerval timer = { { 0, 3000 }, { 0, 3000 } }, off = { 0 };
	unsigned int interrupted = 0, other = 0, changed = 0, n = 32;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	for (int i = 0; i < 200 && !interrupted; i++) {
		struct initbench_run run = good_run();
		int err;

		run.samples = INITBENCH_MAX_SAMPLES;
		run.n = n;
		err = ib_kmod_run(&k, &run);
		if (err == -ERANGE)
			n = run.result.n_max;
		interrupted += err == -EINTR;
		changed += err == -EILSEQ;
		other += err && err != -EINTR && err != -ERANGE;
	}
	setitimer(ITIMER_REAL, &off, NULL);
	check("a signal ends a run with EINTR", interrupted && !other, "%u interrupted, %u other",
	      interrupted, other);
	check("a run that a signal ends leaves the caller's registers alone", !changed,
	      "changed %u times", changed);
}

/* Events of a PMU of this type, whose rate is the event's number: tests/pmu/fake_pmu.c. */
static void check_numbered_pmu(uint32_t type)
{
	struct perf_event_attr event[2] = {
		{ .type = type,
		  .size = sizeof(event[0]),
		  .config = 1,
		  .exclude_user = 1,
		  .disabled = 1 },
		{ .type = type,
		  .size = sizeof(event[0]),
		  .config = 7,
		  .exclude_user = 1,
		  .disabled = 1 },
	};
	struct initbench_run run = good_run();
	int err;

	run.nr_events = ARRAY_SIZE(event);
	run.event_size = sizeof(event[0]);
	run.events = (uintptr_t)event;
	run.counts = (uintptr_t)counts;
	err = ib_kmod_run(&k, &run);
	check("an event of a numbered PMU is counted",
	      !err && counts[0] > counts[1] && counts[2] - counts[3] == 7 * (counts[0] - counts[1]),
	      "error %d, counts %llu %llu and %llu %llu", err, counts[0], counts[1], counts[2],
	      counts[3]);
	event[1].config1 = 1;
	err = ib_kmod_run(&k, &run);
	check("its second word of configuration is refused", err == -EINVAL, "error %d", err);
}

/* kmod_guest [--pmu TYPE]: all checks, or those of a numbered PMU. */
int main(int argc, char **argv)
{
	const char *why = ib_kmod_open(&k);

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (why) {
		fprintf(stderr, "kmod_guest: %s\n", why);
		return 2;
	}
	if (!(k.query.xfeatures & MPX))
		mask = CET;
	if (argc == 3 && !strcmp(argv[1], "--pmu")) {
		check_numbered_pmu(strtoul(argv[2], NULL, 10));
		ib_kmod_close(&k);
		return failed;
	}
	check_runs();
	check_parts();
	check_components();
	check_slices();
	check_temperatures();
	check_queries();
	check_owner();
	check_verdicts();
	check_signal();
	ib_kmod_close(&k);
	return failed;
}
