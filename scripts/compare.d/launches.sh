# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Programs that differ in variants/ only, launched in the order of a coin. Who
# sources this has: note(), child(), compare_options(), top, B, work, sides, out,
# coin, run_options, LAYOUTS of a launch, ARMS.

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

launch() # SIDE BLOCK POSITION
{
	local status

	compare_options "$1" "coin=$coin" "arms=$ARMS" "block=$2" "pos=$3"
	child "$work/${sides[$1]}/build/initbench" run --lane user --blocks "$LAYOUTS" \
		--seed $((coin + $2)) "${run_options[@]}" "${compare[@]}" \
		--out "$out/${sides[$1]}.jsonl" >"$work/log" 2>&1
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
