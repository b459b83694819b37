# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154
# QEMU on /dev/kvm: the machine's own processor, PMU included if it has one.
# Its time stamp counter is time, no count of instructions; nothing is the same
# on every boot, and what the kernel places at random it places so.

host_kvm_module=kvm-intel
! grep -qm1 AuthenticAMD /proc/cpuinfo || host_kvm_module=kvm-amd

# A guest that needs longer has no processor worth timing: where /dev/kvm is
# itself a guest's, each exit of this one may take milliseconds.
host_has_9p=1
host_boot_seconds=60
kvm_device=${INITBENCH_SYSROOT-}/dev/kvm

host_check()
{
	local remedy="--host qemu-tcg needs none"

	[ -z "$cpu_model" ] || die "host qemu-kvm lends this machine's processor; leave out --cpu"
	command -v qemu-system-x86_64 >/dev/null ||
		die "no qemu-system-x86_64; install qemu-system-x86"
	[ -e "$kvm_device" ] ||
		die "no $kvm_device: load kvm-intel or kvm-amd as root (virtualisation may be off in the firmware); $remedy"
	[ -r "$kvm_device" ] && [ -w "$kvm_device" ] ||
		die "$kvm_device is not yours to open; join its group ($(stat -c %G "$kvm_device")) or be root; $remedy"
}

host_command() # sets machine_command
{
	local arguments="console=ttyS0 panic=-1 oops=panic" cpu=host,migratable=no

	# On AMD, KVM within KVM refuses to set what ARCH_CAPABILITIES says on Intel.
	[ "$host_kvm_module" != kvm-amd ] || cpu+=,-arch-capabilities
	machine_command=(qemu-system-x86_64 -accel kvm -cpu "$cpu"
		-m "$memory" -smp "$smp" -nodefaults -no-user-config -display none -no-reboot
		${share[@]+"${share[@]}"}
		-serial "file:$work/console" -serial "file:$work/stdout"
		-serial "file:$work/stderr" -serial "file:$work/files"
		-kernel "$vmlinuz" -initrd "$work/initrd" -append "$arguments ${append[*]}")
}
