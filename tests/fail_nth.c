// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a command whose N-th call on files below a folder fails, in it or in any of its children:
 * reads, writes, opens, fsync, rename, mkdir, reads of folders. A seccomp(2) filter hands the
 * calls to this process, so that the C library's own, and programs linked statically, are
 * counted, too. seccomp_unotify(2), Linux 5.5.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof(*(a)))
#define MAX_ROOTS	4
#define NONE		(-1)

/* Not used by programs, and not what they end with. */
#define CANNOT_RUN	99

/* struct call - @fd: argument that is one, or NONE; @dir, @path: those of a name */
static const struct call {
	int nr;
	const char *kind;
	int fd;
	int dir;
	int path;
} calls[] = {
	{ SYS_read, "read", 0, NONE, NONE },
	{ SYS_pread64, "read", 0, NONE, NONE },
	{ SYS_readv, "read", 0, NONE, NONE },
	{ SYS_getdents64, "read", 0, NONE, NONE },
	{ SYS_write, "write", 0, NONE, NONE },
	{ SYS_pwrite64, "write", 0, NONE, NONE },
	{ SYS_writev, "write", 0, NONE, NONE },
	{ SYS_sendfile, "write", 0, NONE, NONE },
	{ SYS_copy_file_range, "write", 2, NONE, NONE },
	{ SYS_fallocate, "write", 0, NONE, NONE },
	{ SYS_fsync, "fsync", 0, NONE, NONE },
	{ SYS_fdatasync, "fsync", 0, NONE, NONE },
	{ SYS_open, "open", NONE, NONE, 0 },
	{ SYS_creat, "open", NONE, NONE, 0 },
	{ SYS_openat, "open", NONE, 0, 1 },
	{ SYS_rename, "rename", NONE, NONE, 1 },
	{ SYS_renameat, "rename", NONE, 2, 3 },
	{ SYS_renameat2, "rename", NONE, 2, 3 },
	{ SYS_mkdir, "mkdir", NONE, NONE, 0 },
	{ SYS_mkdirat, "mkdir", NONE, 0, 1 },
};

static const struct {
	const char *name;
	int error;
} errors[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO } };

/* struct plan - what is to fail */
static struct plan {
	unsigned long at;
	int error;
	const char *kinds;
	const char *roots[MAX_ROOTS];
	size_t nr_roots;
	FILE *log;
	unsigned long counted;
} plan;

static __attribute__((noreturn)) void die(const char *what)
{
	fprintf(stderr, "fail_nth: %s: %s\n", what, strerror(errno));
	exit(CANNOT_RUN);
}

static int install_filter(void)
{
	struct sock_filter code[2 * ARRAY_SIZE(calls) + 5];
	struct sock_fprog program = { .filter = code };
	size_t n = 0;

	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						 offsetof(struct seccomp_data, arch));
	code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
						 AUDIT_ARCH_X86_64, 1, 0);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						 offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
							 calls[i].nr, 0, 1);
		code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		die("no_new_privs");
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
		       &program);
}

/* A descriptor over a socket: unix(7), SCM_RIGHTS. */
union control {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr header;
};

static void send_fd(int socket, int fd)
{
	struct iovec byte = { .iov_base = "x", .iov_len = 1 };
	union control control = { .bytes = "" };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control,
				  .msg_controllen = sizeof(control.bytes) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (sendmsg(socket, &message, 0) != 1)
		die("sendmsg");
}

static int receive_fd(int socket)
{
	char c;
	struct iovec byte = { .iov_base = &c, .iov_len = 1 };
	union control control = { .bytes = "" };
	struct msghdr message = { .msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control,
				  .msg_controllen = sizeof(control.bytes) };
	int fd;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 || !CMSG_FIRSTHDR(&message))
		exit(CANNOT_RUN);
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static const struct call *call_of(int nr)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (calls[i].nr == nr)
			return &calls[i];
	return NULL;
}

/* What a link in /proc/PID leads to. */
static void read_link(unsigned int pid, const char *link, char *to, size_t size)
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%u/%s", pid, link);
	n = readlink(path, to, size - 1);
	to[n < 0 ? 0 : n] = '\0';
}

static void read_fd(unsigned int pid, int fd, char *to, size_t size)
{
	char link[32];

	snprintf(link, sizeof(link), fd == AT_FDCWD ? "cwd" : "fd/%d", fd);
	read_link(pid, link, to, size);
}

/* The name of the file that a call is about, absolute. */
static void path_of(const struct call *c, const struct seccomp_notif *n, char *path, size_t size)
{
	char name[4096] = "", dir[4096];
	struct iovec mine = { name, sizeof(name) - 1 };
	struct iovec there = { NULL, sizeof(name) - 1 };

	if (c->fd != NONE) {
		read_fd(n->pid, (int)n->data.args[c->fd], path, size);
		return;
	}
	there.iov_base = (void *)n->data.args[c->path];
	/* Up to the end of its page: the next may not be there. */
	if (process_vm_readv(n->pid, &mine, 1, &there, 1, 0) < 0) {
		there.iov_len = 4096 - n->data.args[c->path] % 4096;
		if (there.iov_len > sizeof(name) - 1)
			there.iov_len = sizeof(name) - 1;
		mine.iov_len = there.iov_len;
		process_vm_readv(n->pid, &mine, 1, &there, 1, 0);
	}
	read_fd(n->pid, c->dir == NONE ? AT_FDCWD : (int)n->data.args[c->dir], dir, sizeof(dir));
	if (*name == '/')
		snprintf(path, size, "%s", name);
	else
		snprintf(path, size, "%s/%s", dir, name);
}

static bool is_below(const char *path)
{
	for (size_t i = 0; i < plan.nr_roots; i++)
		if (!strncmp(path, plan.roots[i], strlen(plan.roots[i])))
			return true;
	return false;
}

/* Is it the one? */
static bool fails(const struct seccomp_notif *n)
{
	const struct call *c = call_of(n->data.nr);
	char path[8192];

	if (!c || !strstr(plan.kinds, c->kind))
		return false;
	path_of(c, n, path, sizeof(path));
	if (!is_below(path) || ++plan.counted != plan.at)
		return false;
	fprintf(plan.log, "%s %s\n", c->kind, path);
	fflush(plan.log);
	return true;
}

static void answer(int listener)
{
	struct seccomp_notif n = { 0 };
	struct seccomp_notif_resp r = { 0 };

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &n))
		return;
	r.id = n.id;
	if (fails(&n))
		r.error = -plan.error;
	else
		r.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &r);
}

static int watch(int listener, pid_t child)
{
	int pidfd = (int)syscall(SYS_pidfd_open, child, 0), status;
	struct pollfd fds[] = { { listener, POLLIN, 0 }, { pidfd, POLLIN, 0 } };

	if (pidfd < 0)
		die("pidfd_open");
	for (;;) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			die("poll");
		if (fds[0].revents & POLLIN)
			answer(listener);
		else if (fds[1].revents)
			break;
		if (fds[0].revents & POLLHUP)
			fds[0].fd = -1;
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void run(int socket, char **command)
{
	int listener = install_filter();

	if (listener < 0)
		die("seccomp");
	send_fd(socket, listener);
	close(listener);
	close(socket);
	execvp(*command, command);
	_exit(127);
}

static const char usage[] =
	"Usage: fail_nth N ERROR KINDS LOG ROOT[:ROOT..] COMMAND [ARGUMENT..]\n"
	"The N-th call of KINDS (read,write,open,fsync,rename,mkdir) on files below ROOT fails with\n"
	"ERROR (ENOSPC, EIO). LOG gets the call and its file, if there were so many.\n"
	"Exit status: the command's; 99 if it cannot be run so.\n";

int main(int argc, char **argv)
{
	int sockets[2];
	pid_t child;

	if (argc < 7) {
		fputs(usage, stderr);
		return 2;
	}
	plan.at = strtoul(argv[1], NULL, 10);
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (!strcmp(argv[2], errors[i].name))
			plan.error = errors[i].error;
	plan.kinds = argv[3];
	plan.log = fopen(argv[4], "we");
	for (char *root; plan.nr_roots < MAX_ROOTS && (root = strsep(&argv[5], ":")); )
		plan.roots[plan.nr_roots++] = root;
	if (!plan.log || !plan.error || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets))
		die(argv[4]);
	child = fork();
	if (child < 0)
		die("fork");
	if (!child)
		run(sockets[1], argv + 6);
	close(sockets[1]);
	return watch(receive_fd(sockets[0]), child);
}
