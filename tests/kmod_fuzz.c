// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random and boundary arguments for /dev/initbench from several threads, while
 * others open and close the device, send signals, take a CPU away and unload
 * the module; beside them tasks whose registers hold a pattern and must keep
 * it. What was done goes to standard output as one JSON object. That the
 * kernel said nothing about it is for the caller to see.
 */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/host/xstate.h"
#include "bench/lanes/kmod/device.h"
#include "lib/base/array.h"

#define THREADS		4
#define WITNESSES	2
#define ERRNOS		134
#define CPU1		"/sys/devices/system/cpu/cpu1/online"

static struct {
	uint64_t calls;
	uint64_t runs;
	uint64_t seed;
	const char *module;
} ask = { .calls = 100000, .runs = 1000, .seed = 1, .module = "/modules/initbench.ko" };

static atomic_ullong calls, opens, closes, signals, offlines, unloads;
static atomic_ullong answers[ERRNOS];
static atomic_bool over, drain;
static atomic_int fds[THREADS];		/* shared: one closes what another uses */
static pthread_t threads[THREADS];

struct prng {
	uint64_t state;
};

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
static uint64_t draw(struct prng *p)
{
	uint64_t z = p->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static uint64_t below(struct prng *p, uint64_t n)
{
	return draw(p) % n;
}

static bool one_in(struct prng *p, uint64_t n)
{
	return !below(p, n);
}

/* Memory that is there, that cannot be written, that ends, and that is not. */
struct pages {
	char *good;
	char *readonly;
	char *end;		/* the next byte is no memory */
	size_t size;
};

static struct pages map_pages(void)
{
	struct pages m = { .size = 1 << 16 };

	m.good = mmap(NULL, m.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	m.readonly = mmap(NULL, m.size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	m.end = mmap(NULL, 2 * m.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (m.good == MAP_FAILED || m.readonly == MAP_FAILED || m.end == MAP_FAILED ||
	    munmap(m.end + m.size, m.size)) {
		perror("kmod_fuzz: mmap");
		exit(2);
	}
	m.end += m.size;
	return m;
}

static uint64_t address(struct prng *p, const struct pages *m)
{
	switch (below(p, 12)) {
	case 0:
		return 0;
	case 1:
		return (uintptr_t)m->readonly;
	case 2:
		return (uintptr_t)m->end - below(p, 256);
	case 3:
		return 0xffff888000000000ULL + below(p, 1 << 20);
	case 4:
		return 0x00007fffffffffffULL - below(p, 64);
	case 5:
		return draw(p);
	default:
		return (uintptr_t)m->good + 8 * below(p, 16);
	}
}

/* Around the largest value that is allowed, around the word's limits, any. */
static uint64_t boundary(struct prng *p, uint64_t most)
{
	switch (below(p, 8)) {
	case 0:
		return 0;
	case 1:
		return most;
	case 2:
		return most + 1;
	case 3:
		return UINT32_MAX - below(p, 2);
	case 4:
		return draw(p);
	default:
		return below(p, most + 1);
	}
}

static void fill_events(struct prng *p, struct perf_event_attr *attr)
{
	for (int i = 0; i < INITBENCH_MAX_EVENTS; i++) {
		attr[i] = (struct perf_event_attr){
			.type = below(p, 6),
			.size = one_in(p, 8) ? draw(p) : sizeof(*attr),
			.config = one_in(p, 4) ? draw(p) : below(p, 12),
			.disabled = !one_in(p, 8),
			.exclude_user = one_in(p, 4),
		};
		if (one_in(p, 8))
			((uint8_t *)&attr[i])[below(p, sizeof(*attr))] = draw(p);
	}
}

/* As a caller might ask, small enough for thousands. */
static struct initbench_run plausible(struct prng *p, const struct pages *m)
{
	static const uint64_t masks[] = { 0, 0x18, 0x1800, 0x1818, 0x8, 0x10, 0x200, 0x4 };
	struct initbench_run run = {
		.size = sizeof(run),
		.version = INITBENCH_VERSION,
		.variant = below(p, 14),
		.event = below(p, INITBENCH_EVENTS),
		.fpu = below(p, INITBENCH_FPUS),
		.content = below(p, INITBENCH_CONTENTS),
		.mask = masks[below(p, ARRAY_SIZE(masks))],
		.order_bits = draw(p),
		.flags = below(p, 16),
		.n = 1 + below(p, 3),
		.samples = 1 + below(p, 3),
		.values = (uintptr_t)m->good,
	};

	/* Eviction takes a thousand times a warm call's time. */
	if (run.flags & INITBENCH_SHOTS && one_in(p, 64))
		run.temperature = below(p, 4);
	if (!(run.temperature & INITBENCH_COLD_DATA))
		run.flags &= ~INITBENCH_WALK;
	if (one_in(p, 16)) {
		run.nr_events = below(p, INITBENCH_MAX_EVENTS + 1);
		run.event_size = sizeof(struct perf_event_attr);
		run.events = (uintptr_t)m->good + 32768;
		run.counts = (uintptr_t)m->good + 49152;
		fill_events(p, (void *)(m->good + 32768));
	}
	return run;
}

#define FIELD(name, most) \
	{ offsetof(struct initbench_run, name), sizeof(((struct initbench_run *)0)->name), most }

static const struct {
	size_t offset, size;
	uint64_t most;
} fields[] = {
	FIELD(size, sizeof(struct initbench_run)),
	FIELD(version, INITBENCH_VERSION),
	FIELD(variant, 16),
	FIELD(event, INITBENCH_EVENTS - 1),
	FIELD(fpu, INITBENCH_FPUS - 1),
	FIELD(content, INITBENCH_CONTENTS - 1),
	FIELD(temperature, 3),
	FIELD(flags, 15),
	FIELD(mask, 0x1fff),
	FIELD(order_bits, UINT64_MAX - 1),
	FIELD(n, INITBENCH_MAX_BATCH),
	FIELD(samples, INITBENCH_MAX_SAMPLES),
	FIELD(nr_events, INITBENCH_MAX_EVENTS),
	FIELD(event_size, sizeof(struct perf_event_attr) + 8),
	FIELD(reserved, 0),
};

static struct initbench_run any_run(struct prng *p, const struct pages *m)
{
	struct initbench_run run = plausible(p, m);
	uint64_t wrong = below(p, 3);

	while (wrong--) {
		size_t f = below(p, ARRAY_SIZE(fields));
		uint64_t value = boundary(p, fields[f].most);

		memcpy((char *)&run + fields[f].offset, &value, fields[f].size);
	}
	/* Long runs are legal, and one in a thousand of them is enough. */
	if (run.samples > 8 && !one_in(p, 1000))
		run.samples = 8;
	if (one_in(p, 4))
		run.values = address(p, m);
	if (one_in(p, 8))
		run.events = address(p, m);
	if (one_in(p, 8))
		run.counts = address(p, m);
	return run;
}

static void random_bytes(struct prng *p, void *to, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)to)[i] = draw(p);
}

static int call_once(struct prng *p, const struct pages *m, int fd)
{
	struct initbench_query q = {
		.size = boundary(p, sizeof(q)),
		.version = boundary(p, INITBENCH_VERSION),
	};
	struct initbench_query_variant v = {
		.size = sizeof(v),
		.version = INITBENCH_VERSION,
		.index = boundary(p, 14),
	};
	struct initbench_query_build b = {
		.size = one_in(p, 2) ? boundary(p, sizeof(b)) : sizeof(b),
		.version = INITBENCH_VERSION,
	};
	struct initbench_run run = any_run(p, m);
	void *argument = &run;
	unsigned long command = INITBENCH_RUN;

	switch (below(p, 16)) {
	case 0:
		command = INITBENCH_QUERY;
		argument = &q;
		break;
	case 1:
		command = INITBENCH_QUERY_VARIANT;
		argument = &v;
		break;
	case 2:
		command = one_in(p, 2) ? draw(p) : _IOC(below(p, 4), INITBENCH_IOC, below(p, 8),
							below(p, 256));
		break;
	case 3:
		random_bytes(p, &run, sizeof(run));
		break;
	case 4:
		command = INITBENCH_QUERY_BUILD;
		argument = &b;
		break;
	}
	if (one_in(p, 16))
		argument = (void *)address(p, m);
	return ioctl(fd, command, argument) ? errno : 0;
}

static void reopen(struct prng *p, atomic_int *slot)
{
	int fd = open(IB_KMOD_PATH, (int)below(p, 3) | O_CLOEXEC);

	if (fd >= 0)
		opens++;
	else
		usleep(100);	/* it is unloaded just now, or memory is short */
	fd = atomic_exchange(slot, fd);
	if (fd >= 0 && !close(fd))
		closes++;
}

static void *worker(void *argument)
{
	uintptr_t index = (uintptr_t)argument;
	struct prng p = { ask.seed * THREADS + index };
	struct pages m = map_pages();

	while (!over) {
		atomic_int *slot = &fds[one_in(&p, 8) ? below(&p, THREADS) : index];
		int err, fd;

		if (drain) {
			fd = atomic_exchange(&fds[index], -1);
			if (fd >= 0)
				close(fd);
			usleep(500);
			if (one_in(&p, 4))
				reopen(&p, &fds[index]);
			continue;
		}
		if (*slot < 0 || one_in(&p, 64))
			reopen(&p, slot);
		fd = *slot;
		if (fd < 0)
			continue;
		err = call_once(&p, &m, fd);
		answers[err < ERRNOS ? err : 0]++;
		if (++calls >= ask.calls)
			over = true;
	}
	return NULL;
}

static void nothing(int signal)
{
}

static void *signaller(void *argument)
{
	struct prng p = { ask.seed + 1000 };

	while (!over) {
		usleep(500 + below(&p, 3000));
		if (!pthread_kill(threads[below(&p, THREADS)], SIGUSR1))
			signals++;
	}
	return NULL;
}

static bool write_to(const char *path, const char *what)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, what, 1) == 1;

	if (fd >= 0)
		close(fd);
	return good;
}

static void *unplugger(void *argument)
{
	struct prng p = { ask.seed + 2000 };

	while (!over) {
		usleep(200000 + below(&p, 400000));
		if (write_to(CPU1, "0"))
			offlines++;
		usleep(below(&p, 100000));
		write_to(CPU1, "1");
	}
	return NULL;
}

static bool load_module(void)
{
	int fd = open(ask.module, O_RDONLY | O_CLOEXEC);
	bool good = fd >= 0 && !syscall(SYS_finit_module, fd, "", 0);

	if (fd >= 0)
		close(fd);
	return good;
}

/* In use it is refused; now and then all close it and try to open it again. */
static void *unloader(void *argument)
{
	struct prng p = { ask.seed + 3000 };

	while (!over) {
		usleep(50000 + below(&p, 200000));
		drain = one_in(&p, 3);
		for (int i = 0; i < 20 && !over; i++) {
			if (!syscall(SYS_delete_module, "initbench", O_NONBLOCK)) {
				usleep(below(&p, 5000));
				unloads += load_module();
				break;
			}
			usleep(500);
		}
		drain = false;
	}
	return NULL;
}

/*
 * Tasks beside: their registers hold a pattern while they compute and are
 * preempted. Shared with the parent: how often they looked, and saw another.
 */
struct witnessed {
	atomic_bool stop;
	atomic_ullong looks;
	atomic_ullong disturbed;
};

static void look(struct witnessed *seen, const struct ib_xstate *x, struct fpstate *pattern,
		 uint8_t *before, uint8_t *after)
{
	const size_t header = 512, body = header + 8;
	uint32_t lo = x->rfbm, hi = x->rfbm >> 32;

	asm volatile("xrstor64 (%[pattern]); xsave64 (%[before])\n\t"
		     "mov $200000, %%ecx\n1: dec %%ecx; jnz 1b\n\t"
		     "xsave64 (%[after])"
		     : : [pattern] "r" (&pattern->regs.xsave), [before] "r" (before),
		       [after] "r" (after), "a" (lo), "d" (hi) : "rcx", "memory");
	seen->looks++;
	if (memcmp(before, after, header) ||
	    memcmp(before + body, after + body, x->hardware_size - body))
		seen->disturbed++;
}

static void witness(struct witnessed *seen, uint8_t pattern_byte)
{
	struct ib_xstate x;
	struct fpstate *pattern;
	uint8_t *before, *after;
	size_t size;

	if (ib_xstate_detect(&x))
		exit(2);
	size = (x.hardware_size + 4095) & ~63ul;
	pattern = ib_fpstate_alloc(&x);
	before = aligned_alloc(64, size);
	after = aligned_alloc(64, size);
	if (!pattern || !before || !after)
		exit(2);
	memset(before, 0, size);
	memset(after, 0, size);
	ib_fpstate_fill(&x, pattern, x.rfbm, pattern_byte);
	while (!seen->stop)
		look(seen, &x, pattern, before, after);
	exit(0);
}

/* The caller's registers are looked at by ib_kmod_run(). */
static uint64_t run_among(struct prng *p, const struct pages *m, uint64_t *changed)
{
	struct ib_kmod k;
	const char *why = ib_kmod_open(&k);
	uint64_t done = 0;

	if (why) {
		fprintf(stderr, "kmod_fuzz: %s\n", why);
		exit(2);
	}
	while (done < ask.runs) {
		struct initbench_run run = plausible(p, m);
		int err;

		run.variant = below(p, k.query.variants);
		run.nr_events = 0;
		run.n = 1;	/* more may not fit a slice, when cold */
		run.mask = k.query.live & 0x18;
		run.content = INITBENCH_CONTENT_SSE;
		if (k.variants[run.variant].part) {
			run.event = INITBENCH_INIT;
			run.fpu = INITBENCH_PUTLOAD;
			run.mask = 0;
			run.flags |= INITBENCH_SHOTS;
		}
		err = ib_kmod_run(&k, &run);
		*changed += err == -EILSEQ;
		if (err == -EOPNOTSUPP && run.flags & INITBENCH_WALK)
			continue;	/* the CPU does not tell its caches' geometry */
		if (err && err != -EILSEQ) {
			fprintf(stderr, "kmod_fuzz: a good run fails: %s\n", strerror(-err));
			exit(2);
		}
		done++;
	}
	ib_kmod_close(&k);
	return done;
}

static int integrity(void)
{
	struct witnessed *seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct pages m = map_pages();
	struct prng p = { ask.seed };
	uint64_t done, changed = 0;

	if (seen == MAP_FAILED) {
		perror("kmod_fuzz: mmap");
		return 2;
	}
	for (int i = 0; i < WITNESSES; i++)
		if (!fork()) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			witness(seen, 'a' + i);
		}
	done = run_among(&p, &m, &changed);
	seen->stop = true;
	while (wait(NULL) > 0)
		;
	printf("{\"what\":\"integrity\",\"seed\":%lu,\"runs\":%lu,\"tasks\":%d,\"looks\":%llu,"
	       "\"disturbed\":%llu}\n", ask.seed, done, WITNESSES + 1, seen->looks + done,
	       seen->disturbed + changed);
	return seen->disturbed || changed || !seen->looks;
}

static void print_fuzz(void)
{
	const char *separator = "";

	printf("{\"what\":\"fuzz\",\"seed\":%lu,\"calls\":%llu,\"threads\":%d,", ask.seed, calls,
	       THREADS);
	printf("\"opens\":%llu,\"signals\":%llu,\"cpu_offlines\":%llu,\"unloads\":%llu,", opens,
	       signals, offlines, unloads);
	printf("\"answers\":{");
	for (int i = 0; i < ERRNOS; i++)
		if (answers[i]) {
			printf("%s\"%s\":%llu", separator, i ? strerrorname_np(i) : "0",
			       answers[i]);
			separator = ",";
		}
	printf("}}\n");
}

static int fuzz(void)
{
	void *(*const others[])(void *) = { signaller, unplugger, unloader };
	const struct sigaction action = { .sa_handler = nothing };
	pthread_t other[ARRAY_SIZE(others)];

	sigaction(SIGUSR1, &action, NULL);
	for (uintptr_t i = 0; i < THREADS; i++) {
		fds[i] = -1;
		pthread_create(&threads[i], NULL, worker, (void *)i);
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		pthread_create(&other[i], NULL, others[i], NULL);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		pthread_join(other[i], NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	print_fuzz();
	/* One that no call reached was no fuzzing. */
	return !answers[0] || !answers[EINVAL] || !opens;
}

static const struct argp_option options[] = {
	{ "calls", 'c', "N", 0, "ioctls in all (100000)", 0 },
	{ "integrity", 'i', "N", 0, "good runs among tasks with patterned registers (1000)", 0 },
	{ "seed", 's', "N", 0, "of the random arguments (1)", 0 },
	{ "module", 'm', "FILE", 0, "to load again (/modules/initbench.ko)", 0 },
	{ 0 }
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	switch (key) {
	case 'c':
		ask.calls = strtoull(argument, NULL, 0);
		return 0;
	case 'i':
		ask.runs = strtoull(argument, NULL, 0);
		return 0;
	case 's':
		ask.seed = strtoull(argument, NULL, 0);
		return 0;
	case 'm':
		ask.module = argument;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char **argv)
{
	static const struct argp argp = { options, parse, NULL,
		"Random ioctls for /dev/initbench, then good ones among patterned tasks.",
		NULL, NULL, NULL };
	int status = 0;

	argp_parse(&argp, argc, argv, 0, NULL, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (ask.runs)
		status |= integrity();
	if (ask.calls)
		status |= fuzz();
	return status;
}
