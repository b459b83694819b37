# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Two revisions of Linux, each run on an emulated machine that counts instructions: as
# whole kernels (whole.sh), or, where that shows all that differs, their KVM as modules
# for a stock kernel, which takes a minute and not ten; native.sh runs those in the
# kernel of this machine.

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
tree_version() # TREE
{
	tree_git cat-file blob "$1:Makefile" 2>/dev/null |
		awk -F' *= *' '/^VERSION/ { v = $2 } /^PATCHLEVEL/ { print v "." $2; exit }'
}

# Sets answer to what scripts/vm prints.
ask_vm() # ARGUMENT..
{
	child "$top/scripts/vm" "$@" >"$work/answer" && answer=$(cat "$work/answer")
}

# Sets version of both sides, which is what a kernel of one of them calls itself.
side_versions()
{
	local other

	version=$(tree_version "${trees[0]}")
	other=$(tree_version "${trees[1]}")
	[ "$version" = "$other" ] ||
		die "base is of Linux $version, patch of $other; rebase one: two kernels would be compared"
}

is_of_version() # RELEASE
{
	[ -z "$version" ] || [[ $1 =~ ^"$version"[.-] ]]
}

# Sets stock to the first of the distribution's kernels that is of the tree's version;
# nothing is fetched but lists of packages.
find_stock()
{
	local candidate answer

	stock=''
	for candidate in bookworm backports forky; do
		ask_vm release --kernel "$candidate" 2>/dev/null || continue
		! is_of_version "$answer" || { stock=$candidate; return; }
	done
}

# Sets kernel to what scripts/vm boots, release and headers.
choose_kernel()
{
	local answer

	if [ -n "$kbuild" ]; then
		kbuild_kernel
		return
	fi
	[ -n "$kernel" ] || find_stock
	kernel=${kernel:-$stock}
	[ -n "$kernel" ] ||
		die "no kernel of the distribution is Linux $version; name a build directory of it (--kbuild)"
	ask_vm kernel --kernel "$kernel" || die "no kernel '$kernel'"
	release=${answer%% *}
	[ -n "$force" ] || is_of_version "$release" ||
		die "--kernel $kernel is Linux $release, the tree $version; --force runs one's modules in the other all the same"
	ask_vm headers --kernel "$kernel" || die "no headers of $release"
	headers=$answer
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

# kvm_amd takes MPX, which the emulated CPU has, out of what guests are offered; INIT
# has nothing to clear then. Leaves the statement out on both sides, unless --hide-mpx
# is given or one of them does not have it: then that is what differs.
SVM=arch/x86/kvm/svm/svm.c
MPX_STATEMENT='/supported_xcr0 &= ~(XFEATURE_MASK_BNDREGS/,/;/'

expose_mpx()
{
	local side hides=0 without=()

	[ -z "$hide_mpx$exposed" ] || return 0
	for side in 0 1; do
		[ -z "$(tree_git cat-file blob "${trees[$side]}:$SVM" 2>/dev/null | sed -n "$MPX_STATEMENT"p)" ] ||
			hides=$((hides + 1))
	done
	if [ $hides = 1 ]; then
		note "one side offers guests MPX and the other does not: both are left as they are"
	fi
	[ $hides = 2 ] || return 0
	for side in 0 1; do
		without+=("$(tree_with "${trees[$side]}" "$SVM" sed "${MPX_STATEMENT}d")") ||
			die "cannot leave out the removal of MPX in $SVM of ${sides[$side]}"
	done
	trees=("${without[@]}") exposed=1
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
	export_tree "${trees[$1]}" "$stage" "${KVM_PATHS[@]}"
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

# Files of a tree that are there, into DIR.
export_tree() # TREE DIR PATH..
{
	local from=$1 dir=$2 path paths=()
	shift 2

	for path; do
		! tree_git cat-file -e "$from:$path" 2>/dev/null || paths+=("$path")
	done
	mkdir -p "$dir"
	tree_git archive "$from" -- "${paths[@]}" | tar -x -C "$dir" ||
		die "cannot copy $from of $tree to $dir; the reason is above"
}

# In what sources the sides differ that a kernel for this machine could be built from.
differing()
{
	tree_differing "${trees[@]}" |
		grep -E '\.([chS]|lds|tbl|sh|pl|awk|inc|rs)$|(^|/)(Kconfig|Makefile|Kbuild)[^/]*$' |
		grep -vE '^(Documentation|samples|tools)/' | grep -E '^(arch/x86/|[^a]|a[^r])'
}

# Of those, what KVM's modules do not contain, or a stock kernel's headers have, too.
beyond_modules()
{
	differing | grep -vE '^(arch/x86/kvm|virt/kvm)/'
}

# Of the files named, the first three and how many more; nothing of none.
enumerated()
{
	awk 'NR < 4 { text = text sep $0; sep = ", " }
		END { if (NR) print text (NR > 3 ? " and " NR - 3 " more" : "") }'
}

# Sources that differ, and that the modules of a vendor do not show.
unbuilt_of_modules() # VENDOR
{
	local paths=("${KVM_PATHS[@]}") own

	own=$(IFS='|'; echo "${paths[*]}")
	{
		differing | grep -E "^arch/x86/kvm/${OTHER_SOURCES[$1]}/"
		differing | grep -vE "^($own)(/|\$)"
	} | enumerated
}

# Builds both sides' KVM, and sets told to what a reader of its launches must know.
build_sides() # VENDOR
{
	local left_out

	build_modules 0 "$1"
	build_modules 1 "$1"
	text_of "$1"
	left_out=$(unbuilt_of_modules "$1")
	told=("path=$path_why" ${left_out:+"unbuilt=$left_out"})
	[ -z "$exposed" ] || told+=(patched=expose-mpx)
}

# Sets path to modules or kernel, and path_why to a sentence that says why.
choose_path()
{
	local beyond

	path=modules
	if [ -n "$build" ]; then
		path=$build path_why="as --build $build asks for"
	elif ! has_all_of_linux; then
		path_why="since the tree has KVM alone"
	elif [ -n "$kbuild$kernel" ]; then
		path_why="for the kernel that was named"
	elif [ -n "$extra_config$llvm" ]; then
		path=kernel path_why="since a configuration or compiler was chosen"
	elif beyond=$(beyond_modules | enumerated) && [ -n "$beyond" ]; then
		path=kernel path_why="since the sides differ in $beyond"
	elif find_stock && [ -z "$stock" ]; then
		path=kernel path_why="since the distribution has no Linux $version"
	else
		path_why="since the sides differ in nothing but arch/x86/kvm and virt/kvm"
	fi
	[ "$path" = modules ] && path_why="KVM's modules in a stock kernel, $path_why" ||
		path_why="whole kernels, KVM built in, $path_why"
	note "measuring $path_why"
}

has_all_of_linux()
{
	local file

	for file in Kconfig Makefile init/main.c kernel/fork.c arch/x86/kernel/fpu/xstate.c; do
		tree_git cat-file -e "${trees[0]}:$file" 2>/dev/null || return
	done
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

# Of what boots a side.
boot_options() # SIDE HOST; sets boot_options
{
	if [ "$path" = kernel ]; then
		boot_options=(--kernel "${kernels[$1]}")
		[ "$2" != bochs ] || boot_options+=(--append kvm_intel.enable_apicv=0)
	else
		boot_options=(--kernel "$kernel"
			--modules "$(module_list "$1" "${HOST_VENDOR[$2]}" "${HOST_PARAMETERS[$2]-}")")
	fi
}

# What a run is told whose results are kept for others: they put their own in its place.
# A side that says nothing else of itself is no side of a comparison.
KEPT_RUN=side=base

boot() # SIDE HOST FILE
{
	local options=("${run_options[@]}") boot_options

	[ ${#options[@]} -gt 0 ] || options=(--variant "$rows")
	boot_options "$1" "$2"
	exec "$top/scripts/vm" run --host "$2" --timeout 600 --out "$work/${sides[$1]}" "${boot_options[@]}" \
		--date "$date" -- initbench run --lane kvm --blocks 1 --seed 1 \
		"${options[@]}" --compare "$KEPT_RUN" --out "$3" 2>"$work/log.$1"
}

# All that a run's counts depend on, as one hash; the clock is none of that.
run_key() # SIDE HOST
{
	local boot_options words=() word

	boot_options "$1" "$2"
	for word in "${boot_options[@]}"; do
		[ "$word" != "${kernels[$1]-}" ] || word=
		words+=("$word")
	done
	{
		printf '%s\n' "$2" "${words[@]}" "${run_options[@]:-$rows}"
		sha256sum <"$B/initbench-static"
		cat "$top"/scripts/vm "$top"/scripts/vm.d/*
		cat "${kernels[$1]}"/boot/vmlinuz-*
	} | sha256sum | cut -c1-40
}

# Where the results of a side's kernel on a host are kept; nothing of modules is.
kept_run() # SIDE HOST
{
	[ "$path" != kernel ] || echo "$whole/runs/$(run_key "$1" "$2").jsonl"
}

# Text as a string of JSON.
json_string() # TEXT
{
	local text=$1

	text=${text//\\/\\\\} text=${text//\"/\\\"} text=${text//[[:cntrl:]]/ }
	printf '"%s"' "$text"
}

# The pairs of compare_options() as an object of JSON.
compare_object() # PAIR..
{
	local pair value sep='{'

	for pair; do
		value=${pair#*=}
		case ${pair%%=*} in
		dirty|ordinal) ;;
		delta) [[ $value != *% ]] || value=\"$value\" ;;
		*) value=$(json_string "$value") ;;
		esac
		printf '%s"%s":%s' "$sep" "${pair%%=*}" "$value"
		sep=,
	done
	echo '}'
}

# A side's results, with what is said of it in place of KEPT_RUN.
label_run() # SIDE FROM TO
{
	local compare i pairs=() object

	compare_options "$1"
	for ((i = 1; i < ${#compare[@]}; i += 2)); do
		pairs+=("${compare[$i]}")
	done
	object=$(compare_object "${pairs[@]}")
	OBJECT=$object awk '{
		at = match($0, /"compare": ?{ ?"side": ?"(base|kept)" ?}/)
		if (at)
			$0 = substr($0, 1, at - 1) "\"compare\":" ENVIRON["OBJECT"] substr($0, at + RLENGTH)
		print
	}' "$2" >"$3"
}

# Boots a side in the background, unless its kernel, or the other side's that is the
# same, was measured before or is now. Sets run[SIDE] to where its results are or will be.
start_side() # SIDE HOST
{
	local side=$1 kept

	kept=$(kept_run "$side" "$2")
	run[$side]=${kept:-$work/${sides[$side]}/run.jsonl} pid[$side]=''
	[ -z "$kept" ] || [ ! -s "$kept" ] || return 0
	[ "$side" = 0 ] || [ "${run[0]-}" != "${run[1]}" ] || return 0
	boot "$side" "$2" run.jsonl &
	pid[$side]=$!
	children+=($!)
}

# Both at once: they count instructions, so they do not disturb each other.
measure() # HOST SUFFIX-OF-FILES
{
	local side side_status run=() pid=()

	date=$(date +%s) children=()
	start_side 0 "$1"
	start_side 1 "$1"
	case ${#children[@]} in
	0) note "both kernels were run on $1 before: the same bytes count the same" ;;
	1) note "running one in Linux $release, emulated by $1: the same bytes count the same" ;;
	*) note "running both in Linux $release, emulated by $1" ;;
	esac
	for side in 0 1; do
		[ -z "${pid[$side]}" ] || ended_side "$side" "$1" || exit "$side_status"
		label_run "$side" "${run[$side]}" "$out/${sides[$side]}$2.jsonl" ||
			die "cannot write to $out"
	done
	children=()
}

# Waits for a side's machine and keeps what it measured. Fails if that is nothing, with
# the machine's exit status in side_status.
ended_side() # SIDE HOST
{
	local own=$work/${sides[$1]}/run.jsonl

	wait "${pid[$1]}"
	side_status=$?
	[ "$side_status" -ne $EXIT_INTERRUPTED ] || exit $EXIT_INTERRUPTED
	if [ ! -s "$own" ]; then
		cat "$work/log.$1" >&2
		note "${sides[$1]} (${refs[$1]}) was not measured in $2"
		[ "$side_status" -ne 0 ] || side_status=$EXIT_USAGE
		return 1
	fi
	grep -v 'layouts,' "$work/log.$1" >&2
	# What failed is measured again another time.
	if [ "$own" != "${run[$1]}" ] && [ "$side_status" -eq 0 ]; then
		mkdir -p "$whole/runs"
		mv "$own" "${run[$1]}"
	else
		run[$1]=$own
	fi
	return 0
}

# Runs and judges both sides on one emulated host; of modules, builds them.
compare_on() # HOST SUFFIX-OF-FILES
{
	if [ "$path" = modules ]; then
		build_sides "${HOST_VENDOR[$1]}"
	else
		tell_of_kernels "${HOST_VENDOR[$1]}"
	fi
	measure "$1" "$2"
	judge "table$2" "$out/base$2.jsonl" "$out/patch$2.jsonl"
}

# Where KVM offers guests CET, that path too, if the machine that has it is here.
has_cet_host()
{
	[ -e "$cache/bochs/trixie/.complete" ] &&
		[ "$(printf '%s\n' 6.18 "$release" | sort -V | sed -n 1p)" = 6.18 ]
}

# Builds both sides' kernels; kernels[] is where scripts/vm finds them.
build_kernels()
{
	local side

	whole_check
	whole_directory "$version"
	for side in 0 1; do
		whole_build "${trees[$side]}" "${sides[$side]} (${refs[$side]})" || {
			cat "$work/why" >&2
			exit $EXIT_USAGE
		}
		kernels[$side]=$kernel_of
	done
	# For who wants to boot them: scripts/vm run --kernel.
	printf '%s\n' "${kernels[@]}" >"$out/kernels.txt" || die "cannot write to $out"
	text_of_kernels "${kernels[@]}"
	release=$(cat "${kernels[0]}"/release)
	print_config_difference "${kernels[@]}"
	! cmp -s "${kernels[0]}/boot/vmlinuz-$release" "${kernels[1]}/boot/vmlinuz-$release" ||
		printf '  Both kernels are the same, byte for byte.\n' >&3
}

print_config_difference() # KERNEL KERNEL
{
	local lines

	lines=$(whole_config_difference "$@")
	[ -z "$lines" ] || {
		printf '  The configuration differs; < is the base, > the patch:\n'
		sed 's/^/  /; s/^\(.\{72\}\).*/\1../' <<<"$lines"
	} >&3
}

# Sets told to what a reader of the kernels' launches must know.
tell_of_kernels() # VENDOR
{
	local left_out

	left_out=$(unbuilt_of_kernels "$1")
	told=("path=$path_why" ${left_out:+"unbuilt=$left_out"})
	[ -z "$exposed" ] || told+=(patched=expose-mpx)
}

# Sources that differ and that neither kernel contains, or a host of that vendor does not
# run. A header that nothing includes is no code; drivers and file systems are far away.
unbuilt_of_kernels() # VENDOR
{
	{
		differing | grep -E "^arch/x86/kvm/${OTHER_SOURCES[$1]}/"
		differing | grep -E '^(arch/x86|virt|kernel|mm|lib|init)/.*\.[cS]$' |
			grep -v "^arch/x86/kvm/${OTHER_SOURCES[$1]}/" | grep -vE '/(tools|boot|realmode|vdso)/' |
			sed -E 's/^(.*)\.[cS]$/& \1.o/' | while read -r source object; do
				grep -q "^\(.*/\.\./\)\?$object " "${kernels[@]/%//objects}" || echo "$source"
			done
	} | enumerated
}

compare_sides()
{
	local modules=() kernels=() rows=kernel:init,kernel:init-used,kernel:run,kernel:putload
	local trees=() plain=() exposed='' version path path_why stock

	[ -n "$quick" ] || rows+=,kernel:sipi
	[ -z "$native" ] || native_check
	trees=("$(tree_of "${refs[0]}")" "$(tree_of "${refs[1]}")") || die "cannot read the files of $tree"
	plain=("${trees[@]}")
	side_versions
	[ -z "$expose_natively" ] || expose_mpx
	if [ "$host" != none ]; then
		compare_emulated
	fi
	if [ -n "$native" ]; then
		[ "$host" = none ] || echo >&3
		path=modules path_why="KVM's modules in this machine's kernel"
		[ -n "$expose_natively" ] || trees=("${plain[@]}") exposed=''
		compare_natively
	fi
	changed_functions "$work/source/"{base,patch} | tee "$out/functions.txt" >&3 ||
		die "cannot write to $out"
}

compare_emulated()
{
	choose_path
	expose_mpx
	if [ "$path" = kernel ]; then
		build_kernels
	else
		choose_kernel
	fi
	compare_on "$host" ''
	if [ "$host" = qemu-tcg ] && has_cet_host; then
		echo >&3
		compare_on bochs -bochs
	fi
}
