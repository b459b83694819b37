# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Both sides' KVM in the kernel of this machine, in cycles: their modules are
# loaded in turns, in the order of a coin. Afterwards, however it ends, the kernel's
# own modules are back.

LAYOUTS=1	# a module is placed once each time it is loaded
ARMS=3

# shellcheck source=scripts/compare.d/modules.sh
. "$parts/modules.sh"
# shellcheck source=scripts/compare.d/launches.sh
. "$parts/launches.sh"

# Sets vendor and own_modules; says why it cannot be done here.
native_check()
{
	local why users

	case $(sed -n 's/^vendor_id[^:]*: //p;T;q' /proc/cpuinfo) in
	GenuineIntel) vendor=intel ;;
	AuthenticAMD|HygonGenuine) vendor=amd ;;
	*) die "--native: KVM knows no vendor module for this CPU" ;;
	esac
	why=$(why_no_modules)
	[ -z "$why" ] || die "--native: $why"
	[[ $(modinfo -F filename kvm 2>/dev/null) == /* ]] ||
		die "--native: KVM is no module of this kernel ($(uname -r))"
	loaded kvm || return 0
	users=$(lsmod | awk -v vendor="kvm_$vendor" '$1 == "kvm" { sub(vendor, "", $4); gsub(/^,|,$/, "", $4); print $4 }')
	[ -z "$users" ] || die "--native: kvm is in use by $users; unload that first"
	if loaded "kvm_$vendor"; then
		[ "$(lsmod | awk -v module="kvm_$vendor" '$1 == module { print $3 }')" = 0 ] ||
			die "--native: a virtual machine is running; end it first"
		own_module=kvm_$vendor
	fi
}

unload()
{
	local module

	for module in "kvm_$vendor" kvm; do
		! loaded "$module" || rmmod "$module" || return
	done
}

# Called when the script ends, too.
native_restore()
{
	[ -n "$native_begun" ] || return 0
	native_begun=''
	unload && { [ -z "$own_module" ] || modprobe "$own_module"; } ||
		note "the kernel's own KVM could not be loaded again: 'modprobe kvm_$vendor' does it"
}

side_program() # SIDE; sets program, lane, lane_options
{
	local of=$(($1 % 2))

	program=$B/initbench lane=kvm lane_options=()
	{ unload && insmod "${modules[$of]}/kvm.ko" && insmod "${modules[$of]}/kvm-$vendor.ko"; } ||
		die "the modules of ${sides[$1]} cannot be loaded into $release; dmesg tells why"
}

compare_natively()
{
	local module started=$SECONDS

	release=$(uname -r) headers=$native_headers suffix=-native
	build_sides "$vendor"
	[ ${#run_options[@]} -gt 0 ] || run_options=(--variant "$rows")
	while read -r module; do
		modprobe "$module" || die "--native: $module, which KVM needs, cannot be loaded"
	done < <(needed_modules 0)
	native_begun=1
	measure_in_turns
	native_restore
	judge_turns
	suffix=''
}
