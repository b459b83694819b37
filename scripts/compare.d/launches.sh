# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Launches of two or three sides in the order of a coin, and programs that differ in
# variants/ only. Who sources this has: note(), child(), compare_options(), top, B,
# work, sides, out, suffix of files there, coin, run_options, LAYOUTS of a launch, ARMS.

PILOT=30 PILOT_QUICK=10	# blocks

# Makes $work/NAME this suite and what is built of it, but for the variants.
copy_suite() # NAME VARIANTS
{
	local dir=$work/$1

	mkdir "$dir"
	(cd "$top" && git ls-files -coz --exclude-standard -- ':!results' ':!variants' |
		tar -c --null --ignore-failed-read -T - 2>/dev/null) | tar -x -C "$dir"
	cp -a "$B" "$dir/build"
	rm -rf "$dir"/build/{blob,kmod}
	mv "$2" "$dir/variants"
}

# The program says what its driver was built from, which is the same on all sides.
build_suite() # NAME CALLED TARGET..
{
	local name=$1 called=$2
	shift 2

	child make -s -j"$(nproc)" -C "$work/$name" -o build/version.h "$@" >"$work/log" 2>&1 || {
		{
			note "$called does not build:"
			grep -v '^make' "$work/log" | sed -n 1,40p
		} >&2
		exit "$EXIT_USAGE"
	}
}

# A side's launch: its program, and what has to be there before.
side_program() # SIDE; sets program, lane, lane_options
{
	program=$work/${sides[$1]}/build/initbench lane=user lane_options=()
}

launch() # SIDE BLOCK POSITION
{
	local status program lane lane_options

	side_program "$1"
	compare_options "$1" "coin=$coin" "arms=$ARMS" "block=$2" "pos=$3"
	child "$program" run --lane "$lane" ${lane_options[0]+"${lane_options[@]}"} --blocks "$LAYOUTS" --wait \
		--seed $((coin + $2)) "${run_options[@]}" "${compare[@]}" \
		--out "$out/${sides[$1]}$suffix.jsonl" >"$work/log" 2>&1
	status=$?
	[ $status -eq 0 ] || [ $status -eq 3 ] || {
		cat "$work/log" >&2
		note "${sides[$1]} could not be measured"
		exit $status
	}
}

# Blocks FROM..TO-1 of launches, as the coin orders them.
launch_blocks() # FROM TO
{
	local block=0 order pos letters=ABC arm

	while read -r order; do
		[ $block -lt "$1" ] || for ((pos = 0; pos < ${#order}; pos++)); do
			arm=${letters%%"${order:pos:1}"*}
			launch ${#arm} $block $pos
		done
		block=$((block + 1))
		[ ! -t 2 ] || printf '\rinitbench: block %d of %d ' $block "$2" >&2
	done < <("$B/initbench" compare --order "$2" --coin "$coin" --arms $ARMS)
	[ ! -t 2 ] || echo >&2
}

# A pilot whose scale, and nothing else, decides how many more there shall be; none
# where their number was declared.
measure_in_turns()
{
	local begin=$SECONDS pilot=$PILOT all most

	[ -z "$quick" ] || pilot=$PILOT_QUICK
	pilot=${blocks:-$pilot}
	note "in turns: $pilot blocks of $((2 * ARMS)) launches, coin $coin"
	launch_blocks 0 "$pilot"
	[ -z "$quick$blocks" ] || return 0
	all=$("$B/initbench" compare --blocks "$detect" "$out/base$suffix.jsonl" \
		"$out/patch$suffix.jsonl") || exit $?
	most=$((pilot * (seconds - (begin - started)) / (SECONDS - begin + 1)))
	[ "$most" -ge "$pilot" ] || most=$pilot
	if [ "$all" -gt "$most" ]; then
		note "to detect $detect cycles takes $all blocks; $most fit into --seconds $seconds"
		all=$most
	fi
	[ "$all" -gt "$pilot" ] || return 0
	note "$((all - pilot)) blocks more"
	launch_blocks "$pilot" "$all"
}

# Where A/A verdicts on this CPU are collected.
aa_log()
{
	local cpu

	case $out in
	"$top"/comparisons/*) ;;
	*) echo "$out/aa-log$suffix.jsonl"; return ;;
	esac
	cpu=$(sed -nE '1s/.*"cpu":\{"vendor":"([^"]*)","family":([0-9]+),"model":([0-9]+),"stepping":([0-9]+).*/\1-\2-\3-\4/p' \
		"$out/base$suffix.jsonl")
	mkdir -p "$top/results/$cpu"
	echo "$top/results/$cpu/aa.jsonl"
}

# Of what was launched in turns, with the base's third arm.
judge_turns()
{
	local log own=$out/aa-log$suffix.jsonl

	log=$(aa_log)
	judge "table$suffix" "$out/base$suffix.jsonl" "$out/patch$suffix.jsonl" \
		--aa "$out/aa$suffix.jsonl" --aa-log "$log"
	[ "$log" -ef "$own" ] || cp "$log" "$own"
}
