# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2054,SC2154
# QEMU's translator with an instruction counter for a clock: rdtsc counts
# instructions, the same ones on every machine and every boot.

host_kvm_module=kvm-amd
host_has_9p=1
host_boot_seconds=''

# shellcheck source=scripts/vm.d/emulated.sh
. "$parts/emulated.sh"

# What is random, and what the clock counts as no PMU does: see emulated.sh.
QEMU_WITHOUT=rdrand,rdseed,erms,fsrm,fzrm,fsrs,fsrc

# Without those of QEMU_WITHOUT that this QEMU knows.
qemu_cpu() # MODEL; sets cpu
{
	local known feature

	known=" $(qemu-system-x86_64 -cpu help | sed '1,/Recognized CPUID flags/d' | tr -s '[:space:]' ' ') "
	cpu=$1
	for feature in ${QEMU_WITHOUT//,/ }; do
		[[ $known != *" $feature "* ]] || cpu+=,-$feature
	done
}

# The translator has SVM and no VMX, and kvm-amd wants a processor of AMD's.
QEMU_AMD_MODELS='^(max|EPYC.*|Opteron.*|phenom.*|athlon.*|qemu(32|64).*)$'

host_check()
{
	command -v qemu-system-x86_64 >/dev/null ||
		die "no qemu-system-x86_64; install qemu-system-x86"
	cpu_model=${cpu_model:-max}
	qemu-system-x86_64 -cpu help | awk -v model="$cpu_model" '$1 == "x86" && $2 == model { found = 1 } END { exit !found }' ||
		die "QEMU has no processor '$cpu_model'; 'qemu-system-x86_64 -cpu help' lists them"
	[ -z "$kvm" ] || [[ $cpu_model =~ $QEMU_AMD_MODELS ]] ||
		die "--kvm: QEMU's translator has SVM and no VMX, so that KVM needs a processor of AMD's, not $cpu_model"
	qemu_cpu "$cpu_model"	# sets cpu
	emulator="$(qemu-system-x86_64 --version | sed -n '1s/ *(.*//p'), -cpu $cpu"
}

host_command() # sets machine_command
{
	local arguments line="console=ttyS0 nokaslr norandmaps panic=-1 oops=panic tsc=reliable"

	# Processors in parallel lose an interrupt at times: QEMU's vmrun and #VMEXIT change
	# the word of pending ones unlocked. A tick that is asked for once then never comes
	# again, and nor does any; a periodic one comes a period later.
	[ -n "$icount" ] || line+=" nohz=off highres=off no_timer_check"
	emulated_arguments "$line"
	machine_command=(qemu-system-x86_64 -accel tcg -cpu "$cpu"
		-m "$memory" -smp "$smp" -nodefaults -no-user-config -display none -no-reboot
		${share[@]+"${share[@]}"}
		-rtc base=2024-01-01,clock=vm -seed 1
		-serial "file:$work/console" -serial "file:$work/stdout"
		-serial "file:$work/stderr" -serial "file:$work/files"
		-kernel "$vmlinuz" -initrd "$work/initrd" -append "$arguments")
	[ -z "$icount" ] || machine_command+=(-icount shift=0,sleep=off)
}
