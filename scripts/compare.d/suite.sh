# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Two revisions of variants/, each with the driver of the suite this script is in.

LAYOUTS=4		# of a launch
ARMS=3

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

	note "lane kmod: once a side, emulated"
	kmod 0 &
	children=($!)
	kmod 1 &
	children+=($!)
	for side in 0 1; do
		wait "${children[$side]}"
		[ -s "$work/out.$side/run.jsonl" ] || {
			cat "$work/log.$side" >&2
			note "lane kmod left out: ${sides[$side]} was not measured"
			children=()
			return 1
		}
		mv "$work/out.$side/run.jsonl" "$out/${sides[$side]}-kmod.jsonl"
	done
	children=()
}

compare_sides()
{
	local side started=$SECONDS

	for side in 0 1 2; do
		build_program $side
	done
	choose_rows
	measure_in_turns
	if command -v qemu-system-x86_64 >/dev/null; then
		measure_kmod
	else
		note "lane kmod left out: no qemu-system-x86_64; scripts/setup installs it"
	fi
	judge_turns
	if [ -e "$out/patch-kmod.jsonl" ]; then
		echo >&3
		judge table-kmod "$out/base-kmod.jsonl" "$out/patch-kmod.jsonl"
	fi
}
