# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Two revisions of variants/, each with the driver of the suite this script is in.

LAYOUTS=8 LAYOUTS_OF_ALL=4	# of a launch: with all rows, more blocks in their stead
ARMS=3
KMOD_LAYOUTS=30		# builds of a side's module, each placed at random

# shellcheck source=scripts/compare.d/modules.sh
. "$parts/modules.sh"
# shellcheck source=scripts/compare.d/launches.sh
. "$parts/launches.sh"

# A side's variants, compiled anew: so the base built twice goes the same way as
# the patch.
build_program() # SIDE
{
	local ref=${refs[$(($1 % 2))]}

	export_side "$ref" "$work/stage" variants
	copy_suite "${sides[$1]}" "$work/stage/variants"
	rm -r "$work/stage"
	build_suite "${sides[$1]}" "${sides[$1]} ($ref)" all build/initbench-static
}

# Of variants that are the same on both sides nothing is asked, unless what all
# of them include differs, or nothing does.
choose_rows()
{
	local base=$work/base/variants patch=$work/patch/variants file changed=()

	[ ${#run_options[@]} -eq 0 ] || return 0
	for file in "$base"/*.c; do
		cmp -s "$file" "$patch/${file##*/}" || [ ! -e "$patch/${file##*/}" ] ||
			changed+=("$(sed -n 's/.*\.id = "\(.*\)".*/\1/p' "$file")")
	done
	run_options=(--event init --fpu "none,putload" --mask "mpx,mpx+cet")
	if [ ${#changed[@]} -gt 0 ] && diff -q "$base/variant.h" "$patch/variant.h" >/dev/null; then
		run_options+=(--variant "$(IFS=,; echo "${changed[*]}")")
	elif [ ${#changed[@]} -eq 0 ]; then
		note "no variant is on both sides and differs: all are compared"
		LAYOUTS=$LAYOUTS_OF_ALL
	fi
}

kmod() # SIDE
{
	compare_options "$1"
	exec "$work/${sides[$1]}/scripts/vm" run --initbench-ko --out "$work/out.$1" -- initbench run \
		--lane kmod --blocks 1 --seed 1 "${run_options[@]}" "${compare[@]}" \
		--out run.jsonl 2>"$work/log.$1"
}

# Once a side: instructions do not vary.
measure_kmod()
{
	local side

	note "lane kmod, emulated: once a side, since the count does not depend on the layout"
	kmod 0 &
	children=($!)
	kmod 1 &
	children+=($!)
	for side in 0 1; do
		wait "${children[$side]}"
		[ -s "$work/out.$side/run.jsonl" ] || {
			cat "$work/log.$side" >&2
			note "lane kmod, emulated: left out: ${sides[$side]} was not measured"
			children=()
			return 1
		}
		mv "$work/out.$side/run.jsonl" "$out/${sides[$side]}-kmod.jsonl"
	done
	children=()
}

# Sets layouts[] to a directory a side of modules whose names are seeds: as many and
# the same everywhere, so that the same seed of a launch draws the same of them.
build_layouts()
{
	local side seeds nr=$KMOD_LAYOUTS

	[ -z "$blocks" ] || [ $((blocks * LAYOUTS)) -ge $nr ] || nr=$((blocks * LAYOUTS))
	mapfile -t seeds < <(seq $((coin + 1)) $((coin + nr)))
	note "building initbench.ko of each side in $nr layouts"
	children=()
	for side in 0 1 2; do
		"$work/${sides[$side]}/scripts/kmod-build" "$native_headers" "${seeds[@]}" \
			>"$work/layouts.$side" 2>"$work/log.$side" &
		children+=($!)
	done
	for side in 0 1 2; do
		wait "${children[$side]}" || {
			cat "$work/log.$side" >&2
			note "initbench.ko of ${sides[$side]} does not build for $(uname -r)"
			exit "$EXIT_USAGE"
		}
		layouts[$side]=$work/${sides[$side]}/$(cat "$work/layouts.$side")
	done
	children=()
}

native_restore()
{
	native_begun=''
	! loaded initbench || rmmod initbench
}

# In the kernel of this machine: every block loads another build of the module.
measure_kmod_natively()
{
	local layouts=() suffix=-kmod-native

	build_layouts
	side_program()
	{
		program=$work/${sides[$1]}/build/initbench lane=kmod
		lane_options=(--kmod-layouts "${layouts[$1]}")
	}
	native_begun=1
	measure_in_turns
	native_restore
	judge_turns
}

measure_kmod_emulated()
{
	if ! command -v qemu-system-x86_64 >/dev/null; then
		note "lane kmod, emulated: left out: no qemu-system-x86_64; scripts/setup installs it"
	elif measure_kmod; then
		echo >&3
		judge table-kmod "$out/base-kmod.jsonl" "$out/patch-kmod.jsonl"
	fi
}

# Sets why to why lane kmod cannot be measured in the kernel of this machine, and to
# nothing if it can. Where that was asked for, the script ends.
ask_native()
{
	why=$(why_no_modules)
	[ -n "$why" ] || ! loaded initbench || why="initbench is loaded already; rmmod initbench"
	[ -z "$native" ] || [ -z "$why" ] || die "--native: $why"
}

# Lanes user and kmod where modules can be loaded share the time there is, with the
# building of these.
compare_sides()
{
	local side why all=$seconds started=$SECONDS

	ask_native
	for side in 0 1 2; do
		build_program $side
	done
	choose_rows
	if [ "$host" != none ]; then
		[ -n "$why" ] || seconds=$((all / 3))
		measure_in_turns
		judge_turns
		measure_kmod_emulated
		ask_native	# again: a module may have been loaded meanwhile
		[ -n "$why" ] || echo >&3
	fi
	if [ -n "$why" ]; then
		note "lane kmod, natively: left out: $why"
		return
	fi
	seconds=$all
	measure_kmod_natively
}
