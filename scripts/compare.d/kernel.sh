# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Two revisions of KVM, each built as external modules for a stock kernel and
# run in it on an emulated machine that counts instructions; native.sh runs them
# in the kernel of this machine.

# The vendor's module of an emulated host, with its parameters.
declare -A HOST_VENDOR=([qemu-tcg]=amd [bochs]=intel)
declare -A HOST_PARAMETERS=([bochs]=:enable_apicv=0)

# The vendor whose module is not built, and its sources.
declare -A OTHER=([amd]=INTEL [intel]=AMD) OTHER_SOURCES=([amd]=vmx [intel]=svm)

# Beside the sources, what of KVM the kernel's own headers could have otherwise.
KVM_PATHS=(arch/x86/kvm virt/kvm Makefile
	arch/x86/include/asm/kvm{_host.h,-x86-ops.h,-x86-pmu-ops.h,_page_track.h,_vcpu_regs.h}
	arch/x86/include/uapi/asm/kvm.h include/linux/kvm{_host,_types,_dirty_ring,_irqfd}.h
	include/uapi/linux/kvm.h include/trace/events/kvm.h)

# VERSION.PATCHLEVEL of the Makefile; nothing if there is none.
tree_version() # REF
{
	local makefile

	makefile=$(export_side "$1" "$work/makefile" Makefile &&
		cat "$work/makefile/Makefile" 2>/dev/null)
	rm -rf "$work/makefile"
	awk -F' *= *' '/^VERSION/ { v = $2 } /^PATCHLEVEL/ { print v "." $2; exit }' <<<"$makefile"
}

# Sets answer to what scripts/vm prints.
ask_vm() # ARGUMENT..
{
	child "$top/scripts/vm" "$@" >"$work/answer" && answer=$(cat "$work/answer")
}

# Sets kernel to what scripts/vm boots, release and headers.
choose_kernel()
{
	local version other candidate candidates answer

	version=$(tree_version "${refs[0]}")
	other=$(tree_version "${refs[1]}")
	[ "$version" = "$other" ] ||
		die "base is of Linux $version, patch of $other; rebase one: two kernels would be compared"
	if [ -n "$kbuild" ]; then
		kbuild_kernel
		return
	fi
	read -ra candidates <<<"${kernel:-bookworm backports forky}"
	for candidate in "${candidates[@]}"; do
		ask_vm kernel --kernel "$candidate" || die "no kernel '$candidate'"
		release=${answer%% *}
		if [ -n "$kernel" ] || [ -z "$version" ] || [[ $release =~ ^"$version"[.-] ]]; then
			kernel=$candidate
			ask_vm headers --kernel "$kernel" || die "no headers of $release"
			headers=$answer
			return
		fi
	done
	die "none of ${candidates[*]} is Linux $version; name a kernel (--kernel) or a build directory (--kbuild)"
}

# What --kbuild names, and what boots: a kernel of that release that --kernel names,
# else the one built there, laid out as scripts/vm wants it.
kbuild_kernel()
{
	headers=$(cd "$kbuild" 2>/dev/null && pwd) || die "no directory --kbuild '$kbuild'"
	release=$(sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' "$headers/include/generated/utsrelease.h" 2>/dev/null)
	[[ -n $release && -f $headers/Module.symvers ]] ||
		die "--kbuild $kbuild is no directory that a kernel was built in; run 'make' there first"
	if [ -n "$kernel" ]; then
		ask_vm kernel --kernel "$kernel" || die "no kernel '$kernel'"
		[ "${answer%% *}" = "$release" ] ||
			die "--kbuild $kbuild is of $release, --kernel $kernel of ${answer%% *}"
		return
	fi
	[ -f "$headers/arch/x86/boot/bzImage" ] ||
		die "--kbuild $kbuild has no bzImage: run 'make' there, or name by --kernel what shall boot"
	kernel=$work/kernel
	mkdir -p "$kernel/boot"
	cp "$headers/arch/x86/boot/bzImage" "$kernel/boot/vmlinuz-$release"
	child make -s -C "$headers" modules_install "INSTALL_MOD_PATH=$kernel" INSTALL_MOD_STRIP=1 \
		>"$work/log" 2>&1 ||
		{ tail "$work/log" >&2; die "the modules of --kbuild $kbuild cannot be installed"; }
}

# kvm_amd takes MPX out of what guests are offered. Leaves the statement out.
expose_mpx() # DIR SIDE
{
	local source=$1/arch/x86/kvm/svm/svm.c

	sed -i.orig '/supported_xcr0 &= ~(XFEATURE_MASK_BNDREGS/,/;/d' "$source"
	! cmp -s "$source" "$source.orig" ||
		die "--expose-mpx: ${sides[$2]} (${refs[$2]}) does not remove MPX in svm.c; leave it out"
	rm "$source.orig"
}

# Where the Makefile looks in the kernel's tree, it must look in this one. Of debug
# information, lines alone: all of it takes a third longer. The code is the same.
as_external_module() # DIR
{
	local makefile=$1/arch/x86/kvm/Makefile

	# shellcheck disable=SC2016 # make's variables
	sed -i 's,\$(srctree)/\(arch/x86/kvm\|virt/kvm\),$(src)/../../../\1,' "$makefile"
	cat >>"$makefile" <<-'END'

	NOSTDINC_FLAGS += $(addprefix -I$(src)/../../../,arch/x86/include arch/x86/include/uapi include include/uapi)
	ccflags-y += -g1 -I$(src)/../../../virt/kvm
	END
}

# Both sides, and all comparisons, are built in one place: what they have in
# common is compiled once, and the same source gives the same bytes.
build_modules() # SIDE VENDOR; sets modules[SIDE] to a directory; with lines: lines/ in it
{
	local stage=$work/source/${sides[$1]} building=$cache/kvm/$release/$2 key module

	rm -rf "$stage"
	export_side "${refs[$1]}" "$stage" "${KVM_PATHS[@]}"
	[ -z "$expose_mpx" ] || expose_mpx "$stage" "$1"
	as_external_module "$stage"
	key=$({ cat "$headers"/{Module.symvers,include/config/auto.conf} | sha256sum
		cd "$stage" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum)
	modules[$1]=$building/${key:0:32}
	[ ! -d "${modules[$1]}" ] || return 0

	note "building KVM of ${sides[$1]} (${refs[$1]}) for $release, kvm-$2"
	mkdir -p "$building"
	exec 9>"$building/lock"
	flock 9
	refresh "$stage" "$building/tree" -name '*.[chS]' ! -name '*.mod.c' ! -name kvm-asm-offsets.h
	child make -j"$(nproc)" -C "$headers" "M=$building/tree/arch/x86/kvm" \
		"CONFIG_KVM_${OTHER[$2]}=" CONFIG_DEBUG_INFO_BTF_MODULES= modules >"$work/log" 2>&1 9>&- || build_failed "$1"
	mkdir -p "$work/modules/lines"
	cp "$building"/tree/arch/x86/kvm/kvm{,-"$2"}.ko "$work/modules/lines/" || build_failed "$1"
	for module in kvm kvm-"$2"; do
		objcopy --strip-debug "$work/modules/"{lines/,}"$module.ko" || build_failed "$1"
	done
	# Whole or not at all: moved into place.
	{ cp -r "$work/modules" "${modules[$1]}.new" && mv -T "${modules[$1]}.new" "${modules[$1]}"; } ||
		die "cannot write to $cache"
	rm -r "$work/modules"
	exec 9>&-
}

build_failed() # SIDE
{
	{
		echo "initbench: compare-branches: ${sides[$1]} (${refs[$1]}) does not build for $release:"
		grep -vE '^make|^ *(CC|AR|LD|AS|MODPOST|UPD)|^Skipping|not found for' "$work/log" |
			sed -E "s,$cache/kvm/$release/(amd|intel)/tree/,,g" | tail -n 40
	} >&2
	exit "$EXIT_USAGE"
}

# Of revisions.
differing() # PATHSPEC..
{
	git -C "$tree" diff --no-renames --name-only "${revisions[@]}" -- "$@"
}

# Sources that differ, that a kernel is built from, and that are not built here.
unbuilt() # VENDOR
{
	local side revisions=()

	for side in 0 1; do
		[ "${refs[$side]}" = . ] || revisions+=("${commit[$side]}")
	done
	[ ${#revisions[@]} -gt 0 ] || return 0
	{
		differing "arch/x86/kvm/${OTHER_SOURCES[$1]}"
		differing '*.[chS]' "${KVM_PATHS[@]/#/:!}" ':!Documentation' ':!samples' ':!tools' |
			grep -E '^(arch/x86/|[^a]|a[^r])'
	} | awk 'NR < 4 { text = text sep $0; sep = ", " }
		END { if (NR) print text (NR > 3 ? " and " NR - 3 " more" : "") }'
}

# Builds both sides' KVM, and sets told to what a reader of its launches must know.
build_sides() # VENDOR
{
	local left_out

	build_modules 0 "$1"
	build_modules 1 "$1"
	text_of "$1"
	left_out=$(unbuilt "$1")
	told=(${left_out:+"unbuilt=$left_out"})
	[ -z "$expose_mpx" ] || [ "$1" != amd ] || told+=(patched=expose-mpx)
}

# What a side's modules need of the kernel's.
needed_modules() # SIDE
{
	modinfo -F depends "${modules[$1]}"/*.ko | tr ',' '\n' | sed '/^$/d; /^kvm$/d' | sort -u
}

# Those, then themselves.
module_list() # SIDE VENDOR PARAMETERS
{
	needed_modules "$1" | tr '\n' ','
	echo "${modules[$1]}/kvm.ko,${modules[$1]}/kvm-$2.ko$3"
}

boot() # SIDE HOST FILE
{
	local options=("${run_options[@]}")

	compare_options "$1"
	[ ${#options[@]} -gt 0 ] || options=(--variant "$rows")
	exec "$top/scripts/vm" run --host "$2" --kernel "$kernel" --timeout 600 --out "$work/${sides[$1]}" \
		--modules "$(module_list "$1" "${HOST_VENDOR[$2]}" "${HOST_PARAMETERS[$2]-}")" \
		--date "$date" -- initbench run --lane kvm --blocks 1 --seed 1 \
		"${options[@]}" "${compare[@]}" --out "$3" 2>"$work/log.$1"
}

# Both at once: they count instructions, so they do not disturb each other.
measure() # HOST SUFFIX-OF-FILES
{
	local side file failed=0

	note "running both in $release, emulated by $1"
	date=$(date +%s)
	boot 0 "$1" "base$2.jsonl" &
	children=($!)
	boot 1 "$1" "patch$2.jsonl" &
	children+=($!)
	for side in 0 1; do
		file=${sides[$side]}$2.jsonl
		wait "${children[$side]}" || failed=$?
		[ -s "$work/${sides[$side]}/$file" ] || {
			cat "$work/log.$side" >&2
			note "${sides[$side]} (${refs[$side]}) was not measured in $1"
			exit "$failed"
		}
		grep -v 'layouts,' "$work/log.$side" >&2
		mv "$work/${sides[$side]}/$file" "$out/"
	done
	child_ends "$failed"
}

# Builds, runs and judges both sides on one emulated host.
compare_on() # HOST SUFFIX-OF-FILES
{
	build_sides "${HOST_VENDOR[$1]}"
	measure "$1" "$2"
	judge "table$2" "$out/base$2.jsonl" "$out/patch$2.jsonl"
}

# Where KVM offers guests CET, that path too, if the machine that has it is here.
has_cet_host()
{
	[ -e "$cache/bochs/trixie/.complete" ] &&
		[ "$(printf '%s\n' 6.18 "$release" | sort -V | sed -n 1p)" = 6.18 ]
}

compare_sides()
{
	local modules=() rows=kernel:init,kernel:run,kernel:putload

	[ -n "$quick" ] || rows+=,kernel:sipi
	[ -z "$native" ] || native_check
	if [ "$host" != none ]; then
		choose_kernel
		compare_on "$host" ''
	fi
	if [ "$host" = qemu-tcg ] && has_cet_host; then
		echo >&3
		compare_on bochs -bochs
	fi
	if [ -n "$native" ]; then
		[ "$host" = none ] || echo >&3
		compare_natively
	fi
	changed_functions "$work/source/"{base,patch} | tee "$out/functions.txt" >&3 ||
		die "cannot write to $out"
}
