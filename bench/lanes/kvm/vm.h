/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Virtual machines whose vCPUs do nothing but leave the guest and receive
 * INIT, through /dev/kvm of the running kernel (Documentation/virt/kvm/api.rst).
 *
 * Functions that can fail return -1 and leave the reason in ib_kvm_why().
 */
#ifndef INITBENCH_KVM_VM_H
#define INITBENCH_KVM_VM_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/lanes/kvm/ioctl.h"

#define IB_KVM_MAX_VCPUS	128
#define IB_KVM_NO_BSP		IB_KVM_MAX_VCPUS

/**
 * struct ib_kvm_vcpu - a vCPU
 * @fd: its file
 * @id: its index in the VM and its APIC ID
 * @run: what KVM shares with user space
 */
struct ib_kvm_vcpu {
	int fd;
	uint32_t id;
	struct kvm_run *run;
};

/**
 * struct ib_kvm_vm - a virtual machine
 * @fd: its file, -1 if there is none
 * @memory: the guest's pages, see kvm_vm.c
 * @run_size: bytes of a vCPU's @run
 * @bsp: the vCPU that leaves INIT by itself; the others wait for SIPI
 * @nr: vCPUs created
 * @vcpu: the vCPUs
 */
struct ib_kvm_vm {
	int fd;
	uint8_t *memory;
	size_t run_size;
	uint32_t bsp;
	uint32_t nr;
	struct ib_kvm_vcpu vcpu[IB_KVM_MAX_VCPUS];
};

/**
 * enum ib_kvm_program - what a guest runs
 * @IB_KVM_COUNT: notes where it starts that it started, then leaves by OUT and
 *                counts in EBX, for ever; EBX is 0 only at the first OUT
 * @IB_KVM_SEND: the BSP writes two commands to the ICR of its x2APIC, leaves by
 *               OUT, for ever; the others as @IB_KVM_COUNT
 * @IB_KVM_HANG: the BSP never leaves
 */
enum ib_kvm_program { IB_KVM_COUNT, IB_KVM_SEND, IB_KVM_HANG, IB_KVM_PROGRAMS };

/**
 * ib_kvm_why() - the reason of this thread's last failure, and the remedy
 */
const char *ib_kvm_why(void);

/**
 * ib_kvm_fail() - set ib_kvm_why()
 * @fmt: as printf(3)
 *
 * Return: -1.
 */
int ib_kvm_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * ib_kvm_device_wrong() - whether what was opened as /dev/kvm is KVM
 * @fd: of it
 *
 * A container's /dev/kvm may be a plain file, or another driver's device.
 *
 * Return: NULL if it is, else what is wrong; freed by the caller.
 */
char *ib_kvm_device_wrong(int fd);

/**
 * ib_kvm_device() - open /dev/kvm once
 *
 * Checks the version of its interface and the capabilities needed here.
 *
 * Return: a file that stays open, or -1.
 */
int ib_kvm_device(void);

/**
 * ib_kvm_vm_open() - make a VM with an in-kernel irqchip
 * @vm: filled in
 * @program: what its vCPUs run
 * @bsp: 0, or IB_KVM_NO_BSP to have all vCPUs wait for SIPI
 *
 * Return: 0 or -1; then nothing is left open.
 */
int ib_kvm_vm_open(struct ib_kvm_vm *vm, enum ib_kvm_program program, uint32_t bsp);

/**
 * ib_kvm_vm_close() - free a VM and its vCPUs
 * @vm: as ib_kvm_vm_open() left it
 */
void ib_kvm_vm_close(struct ib_kvm_vm *vm);

/**
 * ib_kvm_vcpu_add() - give a VM its next vCPU
 * @vm: the VM
 *
 * The vCPU has the CPUID that KVM supports and its APIC is enabled: software-
 * disabled, it is not in the map by which KVM finds the target of an INIT.
 *
 * Return: the vCPU or NULL.
 */
struct ib_kvm_vcpu *ib_kvm_vcpu_add(struct ib_kvm_vm *vm);

/**
 * ib_kvm_x2apic() - switch a vCPU's APIC to x2APIC mode
 * @vcpu: which
 */
int ib_kvm_x2apic(struct ib_kvm_vcpu *vcpu);

/* Interrupt commands: delivery mode and vector, SDM vol. 3, 12.6.1. */
#define IB_KVM_ICR_INIT		0x500
#define IB_KVM_ICR_SIPI(id)	(0x608u + (id))	/* a vCPU's own page, from 0x8000 */
#define IB_KVM_NOBODY		0xfe		/* an APIC ID that no vCPU has */

/**
 * ib_kvm_send() - send INIT or SIPI as a message-signalled interrupt
 * @vm: where
 * @apic_id: to whom, or IB_KVM_NOBODY
 * @command: IB_KVM_ICR_INIT or IB_KVM_ICR_SIPI()
 *
 * Return: 0, or -1 if KVM did not accept it for anyone but IB_KVM_NOBODY.
 */
int ib_kvm_send(const struct ib_kvm_vm *vm, uint32_t apic_id, uint32_t command);

/**
 * ib_kvm_commands() - what IB_KVM_SEND's guest will write to the ICR
 * @vm: where
 * @apic_id: destination of both commands
 * @first: IB_KVM_ICR_...
 * @second: IB_KVM_ICR_...
 */
void ib_kvm_commands(struct ib_kvm_vm *vm, uint32_t apic_id, uint32_t first, uint32_t second);

/**
 * ib_kvm_run() - run a vCPU until it leaves by OUT
 * @vcpu: which
 * @registers: the caller's registers meanwhile, or NULL
 * @ticks: set to the clock units of the successful KVM_RUN, unless NULL
 *
 * Signals in between start it again. Between ib_kvm_watch() and
 * ib_kvm_unwatch() it fails when the time is over.
 */
int ib_kvm_run(struct ib_kvm_vcpu *vcpu, const struct ib_registers *registers, uint64_t *ticks);

/**
 * ib_kvm_starts() - how often a vCPU began at its reset or SIPI vector
 * @vm: where
 * @vcpu: which
 *
 * The guest counts it. Nothing but INIT brings a running vCPU back there, so
 * one more start is proof of one INIT taken.
 */
uint32_t ib_kvm_starts(const struct ib_kvm_vm *vm, const struct ib_kvm_vcpu *vcpu);

/**
 * ib_kvm_watch() - limit the time of this thread's KVM_RUN
 * @vcpu: the vCPU that this thread runs
 * @milliseconds: after which it leaves the guest
 */
int ib_kvm_watch(struct ib_kvm_vcpu *vcpu, uint32_t milliseconds);

/**
 * ib_kvm_watch_also() - move the running limit to another vCPU of this thread
 * @vcpu: the vCPU that this thread runs from now on
 */
void ib_kvm_watch_also(struct ib_kvm_vcpu *vcpu);

/**
 * ib_kvm_expired() - whether the limit of this thread was reached
 */
bool ib_kvm_expired(void);

/**
 * ib_kvm_unwatch() - end the limit
 */
void ib_kvm_unwatch(void);

#endif
