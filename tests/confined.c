// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a command under a restriction that containers and service managers impose.
 * Usage: confined RESTRICTION COMMAND [ARGUMENT...]
 *   mdwe       prctl(PR_SET_MDWE), Linux 6.3: no mapping becomes executable
 *   noexec     seccomp: no mprotect with PROT_EXEC, as systemd's MemoryDenyWriteExecute=
 *   never      the same, and no memfd either
 *   killed     seccomp: whoever calls mprotect with PROT_EXEC is killed
 *   notsc      prctl(PR_SET_TSC): RDTSC raises SIGSEGV
 * Exit status 77 if the kernel does not know the restriction.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE		65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

#define NUMBER		offsetof(struct seccomp_data, nr)
#define PROTECTION	offsetof(struct seccomp_data, args[2])

/* Whoever makes memory executable by system call @nr gets @action. */
static int filter(unsigned int nr, unsigned int action)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, PROTECTION),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int mdwe(void)
{
	return prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0);
}

static int noexec(void)
{
	return filter(SYS_mprotect, SECCOMP_RET_ERRNO | EPERM);
}

static int killed(void)
{
	return filter(SYS_mprotect, SECCOMP_RET_KILL_PROCESS);
}

/* No memfd, as before Linux 3.17: the second way is not there. */
static int never(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NUMBER),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_memfd_create, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	return noexec() || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int notsc(void)
{
	return prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
}

static const struct {
	const char *name;
	int (*impose)(void);
} restrictions[] = {
	{ "mdwe", mdwe }, { "noexec", noexec }, { "never", never }, { "killed", killed },
	{ "notsc", notsc },
};

int main(int argc, char **argv)
{
	size_t i = 0;

	while (argc > 2 && i < sizeof(restrictions) / sizeof(restrictions[0]) &&
	       strcmp(argv[1], restrictions[i].name))
		i++;
	if (argc < 3 || i == sizeof(restrictions) / sizeof(restrictions[0]))
		return 2;
	if (restrictions[i].impose()) {
		perror(argv[1]);
		return 77;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 2;
}
