# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Two revisions of KVM, each built as external modules for a stock kernel and
# run in it on an emulated machine that counts instructions.

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

# Sets kernel to what scripts/vm boots, release and headers.
choose_kernel()
{
	local version other candidate candidates

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
		release=$("$top/scripts/vm" kernel --kernel "$candidate") || die "no kernel '$candidate'"
		release=${release%% *}
		if [ -n "$kernel" ] || [ -z "$version" ] || [[ $release =~ ^"$version"[.-] ]]; then
			kernel=$candidate
			headers=$("$top/scripts/vm" headers --kernel "$kernel") || die "no headers of $release"
			return
		fi
	done
	die "none of ${candidates[*]} is Linux $version; name a kernel (--kernel) or a build directory (--kbuild)"
}

# A built kernel, laid out as scripts/vm wants it.
kbuild_kernel()
{
	headers=$(cd "$kbuild" 2>/dev/null && pwd) || die "no directory --kbuild '$kbuild'"
	[[ -f $headers/Module.symvers && -f $headers/arch/x86/boot/bzImage ]] ||
		die "--kbuild $kbuild has no Module.symvers or no bzImage; run 'make' there first"
	release=$(make -s -C "$headers" kernelrelease) || die "--kbuild $kbuild is no kernel build directory"
	kernel=$work/kernel
	mkdir -p "$kernel/boot"
	cp "$headers/arch/x86/boot/bzImage" "$kernel/boot/vmlinuz-$release"
	make -s -C "$headers" modules_install "INSTALL_MOD_PATH=$kernel" INSTALL_MOD_STRIP=1 \
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

# Where the Makefile looks in the kernel's tree, it must look in this one; -g0
# saves half of the time.
as_external_module() # DIR
{
	local makefile=$1/arch/x86/kvm/Makefile

	# shellcheck disable=SC2016 # make's variables
	sed -i 's,\$(srctree)/\(arch/x86/kvm\|virt/kvm\),$(src)/../../../\1,' "$makefile"
	cat >>"$makefile" <<-'END'

	NOSTDINC_FLAGS += $(addprefix -I$(src)/../../../,arch/x86/include arch/x86/include/uapi include include/uapi)
	ccflags-y += -g0 -I$(src)/../../../virt/kvm
	END
}

# Both sides, and all comparisons, are built in one place: what they have in
# common is compiled once, and the same source gives the same bytes.
build_modules() # SIDE; sets modules[SIDE] to a directory
{
	local stage=$work/stage building=$cache/kvm/$release/building key

	rm -rf "$stage"
	export_side "${refs[$1]}" "$stage" "${KVM_PATHS[@]}"
	[ -z "$expose_mpx" ] || expose_mpx "$stage" "$1"
	as_external_module "$stage"
	key=$({ sha256sum <"$headers/Module.symvers"
		cd "$stage" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum)
	modules[$1]=$cache/kvm/$release/${key:0:32}
	[ ! -d "${modules[$1]}" ] || return 0

	note "building KVM of ${sides[$1]} (${refs[$1]}) for $release"
	mkdir -p "$building"
	exec 9>"$building/lock"
	flock 9
	refresh "$stage" "$building/tree" -name '*.[chS]' ! -name '*.mod.c' ! -name kvm-asm-offsets.h
	child make -j"$(nproc)" -C "$headers" "M=$building/tree/arch/x86/kvm" CONFIG_KVM_INTEL= \
		modules >"$work/log" 2>&1 9>&- || build_failed "$1"
	mkdir "$work/modules"
	cp "$building"/tree/arch/x86/kvm/{kvm,kvm-amd}.ko "$work/modules/" || build_failed "$1"
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
			sed "s,$cache/kvm/$release/building/tree/,,g" | tail -n 40
	} >&2
	exit "$EXIT_USAGE"
}

# What the modules need of the kernel's, then themselves.
module_list() # DIR
{
	modinfo -F depends "$1/kvm.ko" "$1/kvm-amd.ko" | tr ',' '\n' |
		sed '/^$/d; /^kvm$/d' | sort -u | tr '\n' ','
	echo "$1/kvm.ko,$1/kvm-amd.ko"
}

boot() # SIDE
{
	compare_options "$1" ${expose_mpx:+patched=expose-mpx}
	[ ${#run_options[@]} -gt 0 ] || run_options=(--variant "$rows")
	exec "$top/scripts/vm" run --kernel "$kernel" --modules "$(module_list "${modules[$1]}")" \
		--out "$work/${sides[$1]}" --date "$date" -- initbench run --lane kvm --blocks 1 --seed 1 \
		"${run_options[@]}" "${compare[@]}" --out "${sides[$1]}.jsonl" 2>"$work/log.$1"
}

# Both at once: they count instructions, so they do not disturb each other.
measure()
{
	local side failed=0

	note "running both in $release, emulated"
	date=$(date +%s)
	boot 0 &
	children=($!)
	boot 1 &
	children+=($!)
	for side in 0 1; do
		wait "${children[$side]}" || failed=$?
		[ -s "$work/${sides[$side]}/${sides[$side]}.jsonl" ] || {
			cat "$work/log.$side" >&2
			note "${sides[$side]} (${refs[$side]}) was not measured"
			exit "$failed"
		}
		grep -v 'layouts,' "$work/log.$side" >&2
		mv "$work/${sides[$side]}/${sides[$side]}.jsonl" "$out/"
	done
	child_ends "$failed"
}

# Nothing to clear: then the difference under study cannot show here.
say_mask()
{
	! grep -q '"clear_mask":"0x0"' "$out/base.jsonl" || cat <<-END

	  note: INIT has nothing to clear on this virtual CPU, so no difference of how it
	        is cleared can show: kvm_amd offers guests no MPX. --expose-mpx leaves
	        that out on both sides; unpatched it shows on VMX: an Intel CPU with MPX,
	        or with CET from Linux 6.18 on (scripts/vm --host bochs).
	END
	[ -z "$expose_mpx" ] || cat <<-END

	  note: --expose-mpx: on both sides kvm_amd's removal of MPX was left out.
	END
}

compare_sides()
{
	local modules=() status rows=kernel:init,kernel:run,kernel:putload,kernel:sipi

	[ -n "$quick" ] || rows+=,kernel:vcpu-create
	choose_kernel
	build_modules 0
	build_modules 1
	measure
	judge table "$out/base.jsonl" "$out/patch.jsonl"
	status=$?
	say_mask | tee -a "$out/table.txt" >&3
	changed_functions "${modules[0]}" "${modules[1]}" | tee "$out/functions.txt" >&3
	return $status
}
