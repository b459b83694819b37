#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# initbench doctor on machines laid out as files below INITBENCH_SYSROOT.

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	initbench=${B:-build}/initbench
	export INITBENCH_SYSROOT=$BATS_TEST_TMPDIR
	cpus=/sys/devices/system/cpu
}

# FILE TEXT: a file of the machine.
machine()
{
	mkdir -p "$INITBENCH_SYSROOT$(dirname "$1")"
	echo "$2" >"$INITBENCH_SYSROOT$1"
}

doctor() { "$initbench" doctor --cpu "$(taskset -cp $$ | sed 's/.*[ ,-]//')" "$@"; }

cpu() { taskset -cp $$ | sed 's/.*[ ,-]//'; }

# NAME SEVERITY [TEXT]: what the check must say.
says()
{
	doctor | grep -A 1 "^  $2 *$1 " | grep -e "${3-}"
}

@test "governor: performance is ok, powersave disturbs and has a remedy" {
	machine "$cpus/cpu$(cpu)/cpufreq/scaling_governor" performance
	says governor ok
	machine "$cpus/cpu$(cpu)/cpufreq/scaling_governor" powersave
	says governor disturbs powersave
	says governor disturbs 'cpupower'
}

@test "turbo: both drivers' files are understood" {
	says turbo note
	machine "$cpus/cpufreq/boost" 1
	says turbo disturbs cpufreq/boost
	machine "$cpus/cpufreq/boost" 0
	says turbo ok
	machine "$cpus/intel_pstate/no_turbo" 0
	says turbo disturbs no_turbo
	machine "$cpus/intel_pstate/no_turbo" 1
	says turbo ok
}

@test "smt: siblings disturb, a core of one's own is ok" {
	machine "$cpus/cpu$(cpu)/topology/thread_siblings_list" "$(cpu)"
	says smt ok
	machine "$cpus/cpu$(cpu)/topology/thread_siblings_list" "$(cpu),63"
	says smt disturbs ',63'
	says smt disturbs 'keep the other one idle'
	machine "$cpus/smt/control" on
	says smt disturbs 'echo off'
}

@test "core: looked at on the CPU in question, and said how often" {
	run doctor
	[ "$status" = 0 ]
	grep -E '^  (ok|note|disturbs) +core +(cpu[0-9]+ had .* at [0-9]+ of 40 looks|the core was shared at [0-9]+ of 40 looks|its core is always shared)' <<<"$output"
	INITBENCH_HOST=qemu-tcg says core note 'cannot be told here'
}

@test "isolation: named when there is some, with a remedy when not" {
	machine "$cpus/isolated" ""
	says isolation disturbs isolcpus
	machine "$cpus/isolated" 2-3
	says isolation ok 2-3
}

@test "load: a busy machine disturbs" {
	machine /proc/loadavg "0.03 0.02 0.01 1/100 1000"
	says load ok
	machine /proc/loadavg "3.00 0.02 0.01 1/100 1000"
	says load disturbs 3.00
}

@test "nmi_watchdog: it holds a counter, and the remedy is one command" {
	machine /proc/version ""
	says nmi_watchdog ok
	machine /proc/sys/kernel/nmi_watchdog 0
	says nmi_watchdog ok
	machine /proc/sys/kernel/nmi_watchdog 1
	says nmi_watchdog disturbs "holds one"
	says nmi_watchdog disturbs "sysctl kernel.nmi_watchdog=0"
}

@test "perf_event_paranoid: 1 is enough, none means no perf events" {
	machine /proc/version ""
	says perf_event_paranoid limits CONFIG_PERF_EVENTS
	machine /proc/sys/kernel/perf_event_paranoid 1
	says perf_event_paranoid ok
}

@test "counters that may not be opened: that, not the hardware, has the remedy" {
	"${CC:-gcc}" -o "$BATS_TEST_TMPDIR/without_perf" tests/without_perf.c
	"$BATS_TEST_TMPDIR/without_perf" "$initbench" doctor >"$BATS_TEST_TMPDIR/out"
	grep -A 1 '^  limits *pmu .*: not permitted; run as root' "$BATS_TEST_TMPDIR/out" |
		grep -- '-> permit it; until then'
}

@test "paranoid level limits whoever is not root" {
	[ "$(id -u)" = 0 ] || skip "not root, so it cannot become nobody"
	# Above bats' own folders are root's.
	INITBENCH_SYSROOT=$(mktemp -d /tmp/initbench-test-XXXXXX)
	cp "$initbench" "$INITBENCH_SYSROOT/initbench"
	machine /proc/sys/kernel/perf_event_paranoid 3
	chmod -R a+rX "$INITBENCH_SYSROOT"
	run setpriv --reuid=65534 --regid=65534 --clear-groups "$INITBENCH_SYSROOT/initbench" doctor
	rm -rf "$INITBENCH_SYSROOT"
	[ "$status" = 0 ]
	[[ "$output" =~ limits\ +perf_event_paranoid ]]
	[[ "$output" =~ limits\ +root ]]
}

@test "kvm: the lane follows the device" {
	says kvm limits nesting
	doctor | grep '^  lane kvm *does not run: /dev/kvm'
	machine /dev/kvm ""
	says kvm limits 'no KVM device'
	says kvm limits 'mknod /dev/kvm'
	doctor | grep '^  lane kvm *does not run: /dev/kvm'
	[ -w /dev/kvm ] || skip "no /dev/kvm here to be found good"
	ln -sf /dev/kvm "$INITBENCH_SYSROOT/dev/kvm"
	says kvm ok
	doctor | grep '^  lane kvm *runs'
}

@test "kvm: where no module can be loaded, none is to be" {
	machine /proc/version ""
	says kvm limits CONFIG_KVM=y
	machine /proc/modules ""
	says kvm limits 'load kvm'
}

@test "modules: none, switched off and locked down are told apart" {
	machine /proc/version ""
	says modules limits 'without loadable modules'
	machine /proc/modules ""
	machine /proc/sys/kernel/modules_disabled 1
	says modules limits 'switched off'
	machine /proc/sys/kernel/modules_disabled 0
	machine /sys/kernel/security/lockdown 'none [integrity] confidentiality'
	says modules limits 'locked down'
	doctor | grep '^  lane kmod *does not run: the kernel is locked down and loads signed modules only'
	doctor | grep -- '-> sign it with a key that the kernel trusts'
	machine /sys/kernel/security/lockdown '[none] integrity confidentiality'
	machine /sys/module/module/parameters/sig_enforce Y
	says modules limits 'module.sig_enforce'
}

@test "modules: with the kernel's headers the lane runs" {
	[ "$(id -u)" = 0 ] || skip "not root, and modules need it"
	machine /proc/version ""
	machine /proc/modules ""
	says modules limits headers
	machine "/lib/modules/$(uname -r)/build/Makefile" ""
	says modules ok
	doctor | grep '^  lane kmod *runs'
}

# With /dev/kvm here, what it offers guests decides: a note or ok.
@test "mp-state: 6.18-rc1 to 6.18-rc5 are named, others are not" {
	for release in 6.18.0-rc3 6.18-rc1-amd64 '6.18~rc5+1-amd64'; do
		machine /proc/sys/kernel/osrelease "$release"
		says mp-state '[a-z]*' "$release .*oops.*when KVM_GET_MP_STATE meets an INIT" ||
			says mp-state ok "$release oopses where guests have CET without MPX"
	done
	for release in 6.1.0-56-amd64 6.18.0-rc6 6.18.0 6.18.44-x 6.19.0-rc1 16.18.0-rc1; do
		machine /proc/sys/kernel/osrelease "$release"
		says mp-state ok "$release is not one of"
	done
	machine /proc/sys/kernel/osrelease none
	says mp-state note "'none'"
}

@test "cpuid: a kernel that sees another CPU is noted" {
	machine /proc/cpuinfo "model name	: No Such CPU"
	says cpuid note 'No Such CPU'
}

@test "hypervisor: a kernel's clock that contradicts CPUID is told" {
	machine /sys/devices/system/clocksource/clocksource0/available_clocksource "tsc xen"
	says hypervisor disturbs "Xen by the kernel's clock"
}

@test "--json holds every check and lane of the text" {
	doctor --json >"$BATS_TEST_TMPDIR/json"
	# Its own lines are enough to count by: one key a line.
	[ "$(grep -c '"severity":"\(ok\|note\|disturbs\|limits\)"' "$BATS_TEST_TMPDIR/json")" = \
		"$(doctor | grep -c '^  \(ok\|note\|disturbs\|limits\) ')" ]
	[ "$(grep -c '"runs":' "$BATS_TEST_TMPDIR/json")" = 3 ]
	command -v jq || skip "no jq; scripts/setup installs it"
	jq -e '.checks | length > 10' "$BATS_TEST_TMPDIR/json"
	grep '"cpu_id":"[A-Za-z]*-[0-9]*-[0-9]*-[0-9]*"' "$BATS_TEST_TMPDIR/json"
}

@test "no host name is printed" {
	machine /proc/sys/kernel/hostname unmistakable-name
	run doctor --json
	[ "$status" = 0 ]
	[[ "$output" != *unmistakable-name* ]]
}

@test "wrong usage exits 2 and names what is wrong" {
	run "$initbench" doctor --cpu 99999
	[ "$status" = 2 ]
	[[ "$output" == *99999* ]]
	run "$initbench" doctor --cpu 1x
	[ "$status" = 2 ]
	run "$initbench" doctor --jsn
	[ "$status" = 2 ]
	run "$initbench" doctor extra
	[ "$status" = 2 ]
	[[ "$output" == *"'extra'"* ]]
	run "$initbench" doctor -h
	[ "$status" = 0 ]
	[[ "$output" == *--json* ]]
}
