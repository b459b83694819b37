// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/host/quota.h"
#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"

#define GROUPS	"/sys/fs/cgroup"

/* Folders below which the groups of a hierarchy are, tried in this order. */
static const char *const mounts_v2[] = { GROUPS, GROUPS "/unified" };
static const char *const mounts_v1[] = { GROUPS "/cpu,cpuacct", GROUPS "/cpu" };

/* "QUOTA PERIOD" in us, "max" for none. */
static double limit_v2(const char *group)
{
	char *line = ib_sysfile("%s/cpu.max", group);
	double quota, period, cpus = 0;

	if (line && sscanf(line, "%lf %lf", &quota, &period) == 2 && period > 0)
		cpus = quota / period;
	free(line);
	return cpus;
}

/* Us in files of their own, -1 for none. */
static double limit_v1(const char *group)
{
	char *quota = ib_sysfile("%s/cpu.cfs_quota_us", group);
	char *period = ib_sysfile("%s/cpu.cfs_period_us", group);
	double cpus = quota && period && atof(quota) > 0 && atof(period) > 0 ?
		      atof(quota) / atof(period) : 0;

	free(quota);
	free(period);
	return cpus;
}

/* The files that count, of the groups with a limit; open while the process lives. */
static struct {
	int *fd;
	size_t nr;
	bool open;
} counts;

static void open_count(const char *group)
{
	char *path = ib_syspath("%s/cpu.stat", group);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	free(path);
	if (fd < 0)
		return;
	counts.fd = ib_realloc(counts.fd, counts.nr + 1, sizeof(*counts.fd));
	counts.fd[counts.nr++] = fd;
}

static uint64_t read_count(int fd)
{
	char text[1024];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	const char *at;

	if (n <= 0)
		return 0;
	text[n] = '\0';
	at = strstr(text, "nr_throttled ");
	return at ? strtoull(at + strlen("nr_throttled "), NULL, 10) : 0;
}

static void look_at(struct ib_quota *q, const char *group, double cpus)
{
	if (!cpus)
		return;
	if (!counts.open)
		open_count(group);
	if (q->group && q->cpus <= cpus)
		return;
	free(q->group);
	q->group = ib_asprintf("%s", group);
	q->cpus = cpus;
}

/* The group and all around it; of a path that is not visible here, what is. */
static void climb(struct ib_quota *q, const char *mount, const char *path,
		  double (*limit)(const char *group))
{
	char *group = ib_asprintf("%s%s", mount, path);
	const size_t top = strlen(mount);

	for (;;) {
		char *slash;

		look_at(q, group, limit(group));
		slash = strrchr(group + top, '/');
		if (!slash)
			break;
		*slash = '\0';
	}
	free(group);
}

static bool is_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, word, length) && (at[length] == ',' || !at[length]))
			return true;
	}
	return false;
}

/* A line of /proc/self/cgroup, "ID:CONTROLLERS:PATH"; v2 has no controllers. */
static void read_line(struct ib_quota *q, char *line)
{
	char *controllers, *path;

	line[strcspn(line, "\n")] = '\0';
	strsep(&line, ":");
	controllers = strsep(&line, ":");
	path = line;
	if (!path)
		return;
	if (!strcmp(path, "/"))
		path = "";
	if (!*controllers)
		for (size_t i = 0; i < ARRAY_SIZE(mounts_v2); i++)
			climb(q, mounts_v2[i], path, limit_v2);
	else if (is_word(controllers, "cpu"))
		for (size_t i = 0; i < ARRAY_SIZE(mounts_v1) && !q->group; i++)
			climb(q, mounts_v1[i], path, limit_v1);
}

void ib_quota(struct ib_quota *q)
{
	char *name = ib_syspath("/proc/self/cgroup"), *line = NULL;
	FILE *f = fopen(name, "re");
	size_t size = 0;

	*q = (struct ib_quota){ 0 };
	free(name);
	while (f && getline(&line, &size, f) > 0)
		read_line(q, line);
	counts.open = true;
	q->throttled = ib_throttled();
	free(line);
	if (f)
		fclose(f);
}

void ib_quota_free(struct ib_quota *q)
{
	free(q->group);
	q->group = NULL;
}

uint64_t ib_throttled(void)
{
	uint64_t times = 0;
	struct ib_quota q;

	if (!counts.open) {
		ib_quota(&q);
		ib_quota_free(&q);
	}
	for (size_t i = 0; i < counts.nr; i++)
		times += read_count(counts.fd[i]);
	return times;
}
