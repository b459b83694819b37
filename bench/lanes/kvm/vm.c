// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/lanes/kvm/ioctl.h"
#include "bench/lanes/kvm/vm.h"
#include "lib/base/array.h"
#include "lib/base/err.h"

/*
 * The guest's memory: the page that ends with the reset vector; from LOW_PAGES
 * a page with the BSP's count of starts, then a page for each vCPU, where SIPI
 * starts it, with its own count: vCPUs share no written cache line.
 */
#define PAGE		0x1000UL
#define RESET_PAGE	0xfffff000UL
#define LOW_PAGES	0x7000UL
#define NR_LOW_PAGES	(1 + IB_KVM_MAX_VCPUS)
#define MEMORY		((1 + NR_LOW_PAGES) * PAGE)
#define AP_STARTS	0x800		/* in a vCPU's page */
#define TSS_PAGES	0xfffbd000UL	/* three pages that Intel needs; nothing else is there */
#define EXIT_PORT	0x80

#define APIC_SPIV	0xf0		/* spurious-interrupt vector register, SDM vol. 3, 12.9 */
#define APIC_ENABLED	0x1ff
#define MSI_ADDRESS	0xfee00000u
#define MSR_APIC_BASE	0x1b
#define APIC_BASE_BSP	(1u << 8)
#define APIC_BASE_X2	(1u << 10)
#define APIC_BASE_ON	(1u << 11)

static _Thread_local char why[256];

const char *ib_kvm_why(void)
{
	return why;
}

int ib_kvm_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	return -1;
}

static int failed(const char *what)
{
	return ib_kvm_fail("%s: %s", what, strerror(errno));
}

/* Machine code by its place in the page; the reset's page is at 0xf000 of its code segment. */
struct code {
	uint16_t at;
	uint8_t size;
	uint8_t bytes[30];
};

#define COUNT_LOOP	0xe6, EXIT_PORT,	/* out %al, $0x80 */	\
			0x66, 0x43,		/* inc %ebx */		\
			0xeb, 0xfa		/* jmp to the out */

#define COMMANDS	0x800			/* where in the page the guest reads them */

static const struct code reset_code[IB_KVM_PROGRAMS][2] = {
	[IB_KVM_COUNT] = {
		{ 0xff0, 11, {
			0x66, 0xff, 0x06, 0x00, 0x70,		/* incl 0x7000 */
			COUNT_LOOP
		} },
	},
	[IB_KVM_SEND] = {
		{ 0xff0, 3, { 0xe9, 0x0d, 0xf0 } },		/* jmp 0xf000 */
		{ 0x000, 30, {
			0x66, 0xb9, 0x30, 0x08, 0x00, 0x00,	/* mov $0x830, %ecx: x2APIC ICR */
			0x66, 0x2e, 0x8b, 0x16, 0x00, 0xf8,	/* mov %cs:0xf800, %edx */
			0x66, 0x2e, 0xa1, 0x04, 0xf8,		/* mov %cs:0xf804, %eax */
			0x0f, 0x30,				/* wrmsr */
			0x66, 0x2e, 0xa1, 0x08, 0xf8,		/* mov %cs:0xf808, %eax */
			0x0f, 0x30,				/* wrmsr */
			0xe6, EXIT_PORT,			/* out %al, $0x80 */
			0xeb, 0xe2,				/* jmp 0xf000 */
		} },
	},
	[IB_KVM_HANG] = { { 0xff0, 2, { 0xeb, 0xfe } } },	/* jmp . */
};

static const struct code sipi_code = {
	0, 15, {
		0x8c, 0xc8,					/* mov %cs, %ax */
		0x8e, 0xd8,					/* mov %ax, %ds */
		0x66, 0xff, 0x06, 0x00, 0x08,			/* incl 0x800 */
		COUNT_LOOP
	}
};

char *ib_kvm_device_wrong(int fd)
{
	int version = ioctl(fd, KVM_GET_API_VERSION, 0);

	if (version < 0)
		return ib_asprintf("/dev/kvm opens, but it is no KVM device: %s", strerror(errno));
	if (version != KVM_API_VERSION)
		return ib_asprintf("/dev/kvm speaks version %d, not %d; a kernel since 2.6.22 is "
				   "needed", version, KVM_API_VERSION);
	return NULL;
}

int ib_kvm_device(void)
{
	static const struct {
		int capability;
		const char *name;
	} needed[] = {
		{ KVM_CAP_IRQCHIP, "KVM_CAP_IRQCHIP" },
		{ KVM_CAP_SIGNAL_MSI, "KVM_CAP_SIGNAL_MSI" },
		{ KVM_CAP_IMMEDIATE_EXIT, "KVM_CAP_IMMEDIATE_EXIT" },
		{ KVM_CAP_SET_TSS_ADDR, "KVM_CAP_SET_TSS_ADDR" },
		{ KVM_CAP_XSAVE, "KVM_CAP_XSAVE" },
	};
	static int device = -1;
	char *wrong;
	int fd;

	if (device >= 0)
		return device;
	fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		const char *remedy = errno == EACCES || errno == EPERM ?
			"run as root or join the group kvm" :
			"load kvm-intel or kvm-amd, enable virtualisation, or use scripts/vm";

		return ib_kvm_fail("/dev/kvm: %s; %s", strerror(errno), remedy);
	}
	wrong = ib_kvm_device_wrong(fd);
	if (wrong) {
		ib_kvm_fail("%s", wrong);
		free(wrong);
		close(fd);
		return -1;
	}
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		if (ioctl(fd, KVM_CHECK_EXTENSION, needed[i].capability) > 0)
			continue;
		close(fd);
		return ib_kvm_fail("this kernel's KVM lacks %s; the kvm lane needs it",
				   needed[i].name);
	}
	device = fd;
	return fd;
}

static void place(uint8_t *page, const struct code *code)
{
	memcpy(page + code->at, code->bytes, code->size);
}

static int add_memory(struct ib_kvm_vm *vm, enum ib_kvm_program program)
{
	static const struct {
		uint64_t guest, offset, size;
	} slots[] = {
		{ RESET_PAGE, 0, PAGE },
		{ LOW_PAGES, PAGE, NR_LOW_PAGES * PAGE },
	};

	vm->memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	if (vm->memory == MAP_FAILED) {
		vm->memory = NULL;
		return failed("memory for the guest");
	}
	place(vm->memory, &reset_code[program][0]);
	place(vm->memory, &reset_code[program][1]);
	for (uint32_t i = 0; i < 2; i++) {
		struct kvm_userspace_memory_region region = {
			.slot = i,
			.guest_phys_addr = slots[i].guest,
			.memory_size = slots[i].size,
			.userspace_addr = (uintptr_t)vm->memory + slots[i].offset,
		};

		if (ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region))
			return failed("KVM_SET_USER_MEMORY_REGION");
	}
	return 0;
}

int ib_kvm_vm_open(struct ib_kvm_vm *vm, enum ib_kvm_program program, uint32_t bsp)
{
	int device = ib_kvm_device();
	int size;

	vm->fd = -1;
	vm->memory = NULL;
	vm->nr = 0;
	vm->bsp = bsp;
	if (device < 0)
		return -1;
	size = ioctl(device, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (size < (int)sizeof(struct kvm_run))
		return failed("KVM_GET_VCPU_MMAP_SIZE");
	vm->run_size = size;
	vm->fd = ioctl(device, KVM_CREATE_VM, 0);
	if (vm->fd < 0)
		return ib_kvm_fail("KVM_CREATE_VM: %s%s", strerror(errno), errno == EBUSY ?
				   "; another hypervisor holds the CPU: stop it" : "");
	if (ioctl(vm->fd, KVM_SET_TSS_ADDR, TSS_PAGES)) {
		failed("KVM_SET_TSS_ADDR");
		goto err;
	}
	if (ioctl(vm->fd, KVM_CREATE_IRQCHIP, 0)) {
		failed("KVM_CREATE_IRQCHIP (INIT needs the in-kernel APIC)");
		goto err;
	}
	if (bsp && ioctl(vm->fd, KVM_SET_BOOT_CPU_ID, bsp)) {
		failed("KVM_SET_BOOT_CPU_ID");
		goto err;
	}
	if (add_memory(vm, program))
		goto err;
	return 0;
err:
	ib_kvm_vm_close(vm);
	return -1;
}

void ib_kvm_vm_close(struct ib_kvm_vm *vm)
{
	while (vm->nr) {
		struct ib_kvm_vcpu *vcpu = &vm->vcpu[--vm->nr];

		munmap(vcpu->run, vm->run_size);
		close(vcpu->fd);
	}
	if (vm->fd >= 0)
		close(vm->fd);
	if (vm->memory)
		munmap(vm->memory, MEMORY);
	vm->fd = -1;
	vm->memory = NULL;
}

/* The guest's CPUID: all that KVM supports. */
static int set_cpuid(struct ib_kvm_vcpu *vcpu)
{
	const uint32_t nr = 256;
	struct kvm_cpuid2 *cpuid = ib_calloc(1, sizeof(*cpuid) + nr * sizeof(cpuid->entries[0]));
	int ret = 0;

	cpuid->nent = nr;
	if (ioctl(ib_kvm_device(), KVM_GET_SUPPORTED_CPUID, cpuid))
		ret = failed("KVM_GET_SUPPORTED_CPUID");
	else if (ioctl(vcpu->fd, KVM_SET_CPUID2, cpuid))
		ret = failed("KVM_SET_CPUID2");
	free(cpuid);
	return ret;
}

static int enable_apic(struct ib_kvm_vcpu *vcpu)
{
	const uint32_t enabled = APIC_ENABLED;
	struct kvm_lapic_state apic;

	if (ioctl(vcpu->fd, KVM_GET_LAPIC, &apic))
		return failed("KVM_GET_LAPIC");
	memcpy(apic.regs + APIC_SPIV, &enabled, sizeof(enabled));
	if (ioctl(vcpu->fd, KVM_SET_LAPIC, &apic))
		return failed("KVM_SET_LAPIC");
	return 0;
}

/* Where a vCPU's page of low memory is in this process. */
static uint8_t *low_page(const struct ib_kvm_vm *vm, uint32_t id)
{
	return vm->memory + (2 + id) * PAGE;
}

struct ib_kvm_vcpu *ib_kvm_vcpu_add(struct ib_kvm_vm *vm)
{
	struct ib_kvm_vcpu *vcpu = &vm->vcpu[vm->nr];

	if (vm->nr == IB_KVM_MAX_VCPUS) {
		ib_kvm_fail("more than %d vCPUs", IB_KVM_MAX_VCPUS);
		return NULL;
	}
	vcpu->id = vm->nr;
	vcpu->fd = ioctl(vm->fd, KVM_CREATE_VCPU, vcpu->id);
	if (vcpu->fd < 0) {
		failed("KVM_CREATE_VCPU");
		return NULL;
	}
	vcpu->run = mmap(NULL, vm->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu->fd, 0);
	if (vcpu->run == MAP_FAILED) {
		failed("mmap of a vCPU");
		close(vcpu->fd);
		return NULL;
	}
	vm->nr++;
	place(low_page(vm, vcpu->id), &sipi_code);
	return set_cpuid(vcpu) || enable_apic(vcpu) ? NULL : vcpu;
}

int ib_kvm_x2apic(struct ib_kvm_vcpu *vcpu)
{
	union {
		struct kvm_msrs head;
		char room[sizeof(struct kvm_msrs) + sizeof(struct kvm_msr_entry)];
	} msr = { .room = { 0 } };

	msr.head.nmsrs = 1;
	msr.head.entries[0].index = MSR_APIC_BASE;
	msr.head.entries[0].data = MSI_ADDRESS | APIC_BASE_ON | APIC_BASE_X2 |
				   (vcpu->id ? 0 : APIC_BASE_BSP);
	if (ioctl(vcpu->fd, KVM_SET_MSRS, &msr) != 1)
		return ib_kvm_fail("KVM does not let a vCPU have an x2APIC");
	return 0;
}

int ib_kvm_send(const struct ib_kvm_vm *vm, uint32_t apic_id, uint32_t command)
{
	struct kvm_msi msi = {
		.address_lo = MSI_ADDRESS | apic_id << 12,
		.data = command,
	};
	int delivered = ioctl(vm->fd, KVM_SIGNAL_MSI, &msi);

	if (delivered < 0 && apic_id != IB_KVM_NOBODY)
		return failed("KVM_SIGNAL_MSI");
	if (!delivered && apic_id != IB_KVM_NOBODY)
		return ib_kvm_fail("KVM_SIGNAL_MSI delivered nothing to vCPU %u: its APIC is not in KVM's map",
				   apic_id);
	return 0;
}

void ib_kvm_commands(struct ib_kvm_vm *vm, uint32_t apic_id, uint32_t first, uint32_t second)
{
	const uint32_t commands[] = { apic_id, first, second };

	memcpy(vm->memory + COMMANDS, commands, sizeof(commands));
}

/* linux/kvm.h, KVM_EXIT_*: the ways a vCPU leaves that are not the guest's OUT. */
static const char *exit_name(uint32_t reason)
{
	static const char *const names[] = {
		[KVM_EXIT_UNKNOWN] = "KVM_EXIT_UNKNOWN", [KVM_EXIT_EXCEPTION] = "KVM_EXIT_EXCEPTION",
		[KVM_EXIT_IO] = "KVM_EXIT_IO", [KVM_EXIT_HLT] = "KVM_EXIT_HLT",
		[KVM_EXIT_MMIO] = "KVM_EXIT_MMIO", [KVM_EXIT_SHUTDOWN] = "KVM_EXIT_SHUTDOWN",
		[KVM_EXIT_FAIL_ENTRY] = "KVM_EXIT_FAIL_ENTRY", [KVM_EXIT_INTR] = "KVM_EXIT_INTR",
		[KVM_EXIT_INTERNAL_ERROR] = "KVM_EXIT_INTERNAL_ERROR",
	};

	return reason < ARRAY_SIZE(names) && names[reason] ? names[reason]
									  : "another exit";
}

static int check_exit(const struct ib_kvm_vcpu *vcpu)
{
	const struct kvm_run *run = vcpu->run;

	if (run->exit_reason == KVM_EXIT_IO && run->io.port == EXIT_PORT)
		return 0;
	if (run->exit_reason == KVM_EXIT_FAIL_ENTRY)
		return ib_kvm_fail("vCPU %u: the hardware refused VM entry (reason 0x%llx); this KVM cannot run the guest",
				   vcpu->id, run->fail_entry.hardware_entry_failure_reason);
	if (run->exit_reason == KVM_EXIT_INTERNAL_ERROR)
		return ib_kvm_fail("vCPU %u: KVM_EXIT_INTERNAL_ERROR, suberror %u; this KVM cannot run the guest",
				   vcpu->id, run->internal.suberror);
	return ib_kvm_fail("vCPU %u left the guest by %s (%u), not by the guest's OUT", vcpu->id,
			   exit_name(run->exit_reason), run->exit_reason);
}

int ib_kvm_run(struct ib_kvm_vcpu *vcpu, const struct ib_registers *registers, uint64_t *ticks)
{
	uint64_t took;
	long ret;

	/* -EAGAIN: a vCPU that waited for SIPI has got it. */
	do {
		if (ib_kvm_expired())
			return ib_kvm_fail("vCPU %u did not leave the guest in time; is the host overloaded?",
					   vcpu->id);
		took = ib_timed_ioctl(vcpu->fd, KVM_RUN, 0, registers, &ret);
	} while (ret == -EINTR || ret == -EAGAIN);
	if (ret < 0)
		return ib_kvm_fail("KVM_RUN of vCPU %u: %s", vcpu->id, strerror(-ret));
	if (ticks)
		*ticks = took;
	return check_exit(vcpu);
}

uint32_t ib_kvm_starts(const struct ib_kvm_vm *vm, const struct ib_kvm_vcpu *vcpu)
{
	const uint8_t *at = vcpu->id == vm->bsp ? vm->memory + PAGE
						: low_page(vm, vcpu->id) + AP_STARTS;
	uint32_t starts;

	__atomic_load((const uint32_t *)at, &starts, __ATOMIC_RELAXED);
	return starts;
}
