# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# What emulated hosts have in common: their clock counts instructions.

# A PMU counts a REP as one instruction; QEMU's clock and Bochs's add one for each
# iteration. So guests are to use loops, which count the same on both: the kernel
# by these features' numbers, which every release takes (REP_GOOD, ERMS, FSRM, FZRM,
# FSRS, FSRC of arch/x86/include/asm/cpufeatures.h), programs by CPUID, where the
# host can leave a feature out.
REP_FEATURES=112,297,580,394,395,396

# The kernel heeds the last clearcpuid= only, so that there must be one.
emulated_arguments() # ARGUMENTS; sets arguments
{
	local word words others='' cleared=$REP_FEATURES

	read -ra words <<<"${append[*]-}"
	for word in ${words[@]+"${words[@]}"}; do
		case $word in
		clearcpuid=*) cleared+=,${word#clearcpuid=} ;;
		*) others+=" $word" ;;
		esac
	done
	arguments="$1 clearcpuid=$cleared$others"
}
