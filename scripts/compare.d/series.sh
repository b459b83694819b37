# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Kernels of several commits, each built and run once: what every commit of a series
# costs, and which commit it was that changed a cost. Nothing is checked out. Who sources
# this has what kernel.sh and whole.sh have. A command that was interrupted goes on where
# it was when it is given again: kernels and counts are kept by their bytes.

SERIES_ROWS=kernel:init,kernel:init-used,kernel:putload,kernel:run,kernel:sipi

# What a commit is called in messages.
subject() # COMMIT
{
	git -C "$tree" log -1 --format=%s "$1"
}

# Sets tree_id to the commit's tree, as it is built.
commit_tree() # COMMIT
{
	tree_id=$(tree_of "$1") || die "cannot read $1 of $tree"
	[ -z "$exposed" ] || tree_id=$(tree_with "$tree_id" "$SVM" sed "${MPX_STATEMENT}d") ||
		die "cannot leave out the removal of MPX in $SVM of $1"
}

# Builds a commit's kernel and runs it, unless its bytes were run before. Sets counted to
# the results; where there are none, fails and sets why.
count_commit() # COMMIT FILE
{
	local tree_id kernels=() run=() pid=() date kernel_of side=1 side_status

	refs[1]=$1 commit[1]=$1 dirty[1]=false why=''
	commit_tree "$1"
	whole_build "$tree_id" "${1:0:12} ($(subject "$1"))" || {
		why="does not build: $(awk 'NR > 1 && /error|undefined|Error/ && !n++ { gsub("\t", " "); print }' "$work/why")"
		cat "$work/why" >&2
		return 1
	}
	kernels[1]=$kernel_of
	date=$(date +%s) release=$(cat "$kernel_of/release") children=()
	start_side $side "$host"
	if [ -n "${pid[1]}" ]; then
		ended_side $side "$host" || {
			why="does not boot, or does not measure: $(grep -m 1 -o 'panicked.*\|vm: .*' "$work/log.1" | tr '\t' ' ')"
			return 1
		}
	fi
	label_run $side "${run[1]}" "$2" || die "cannot write to $out"
}

# Offers MPX in every commit, if every commit hides it.
expose_series() # COMMIT..
{
	local one hides=0

	exposed=''
	[ -z "$hide_mpx" ] || return 0
	for one; do
		[ -z "$(git -C "$tree" cat-file blob "$one:$SVM" 2>/dev/null | sed -n "$MPX_STATEMENT"p)" ] ||
			hides=$((hides + 1))
	done
	if [ $hides = $# ]; then
		exposed=1
	elif [ $hides -gt 0 ]; then
		note "some commits offer guests MPX and others do not: all are left as they are"
	fi
}

# Sets told, version and where kernels are built.
begin_series() # COMMIT..
{
	local path_why="whole kernels, KVM built in, since it is a series"

	path=kernel
	version=$(tree_version "$1")
	whole_check
	whole_directory "$version"
	expose_series "$@"
	told=("path=$path_why")
	[ -z "$exposed" ] || told+=(patched=expose-mpx)
	[ ${#run_options[@]} -gt 0 ] || run_options=(--variant "$SERIES_ROWS" --content sse)
}

# Minutes that are left, by those that commits have taken.
time_left() # DONE ALL BEGIN
{
	[ "$1" -gt 0 ] || return 0
	printf ', about %d min left' $((((SECONDS - $3) * ($2 - $1) / $1 + 59) / 60))
}

series_range()
{
	git -C "$tree" rev-list --reverse --topo-order --no-merges "${commit[0]}..${commit[1]}" -- \
		${touching[0]+"${touching[@]}"}
}

measure_series()
{
	local all nr=0 one file why path version exposed told=() base=${commit[0]} begin=$SECONDS

	mapfile -t all < <(series_range)
	[ ${#all[@]} -gt 0 ] || die "no commit in ${refs[0]}..${refs[1]}${touching[0]+ that touches ${touching[*]}}"
	begin_series "$base" "${all[@]}"
	: >"$out/series.tsv" || die "cannot write to $out"
	for one in "$base" "${all[@]}"; do
		note "commit $nr of ${#all[@]}: ${one:0:12} ($(subject "$one"))$(time_left $nr ${#all[@]} $begin)"
		file=$(printf '%03d-%.12s.jsonl' $nr "$one")
		count_commit "$one" "$out/$file" || file=''
		[ -n "$file" ] || [ $nr -gt 0 ] || die "the base was not measured; the reason is above"
		printf '%s\t%s\t%s\t%s\n' "$one" "$(subject "$one" | tr '\t' ' ')" "$file" "$why" >>"$out/series.tsv"
		nr=$((nr + 1))
	done
	print_series
}

# The table into series.txt, and the same in each other format.
print_series()
{
	local as status

	for as in json:json junit:xml cover:cover.txt gnuplot:data text:txt; do
		"$B/initbench" series "$out/series.tsv" --delta "${delta:-0}" --format "${as%:*}" \
			>"$out/series.${as#*:}"
		status=$?
	done
	verdict=$status
	if command -v gnuplot >/dev/null; then
		(cd "$out" && gnuplot -e "data='series.data'" "$top/analysis/plot/series.gp") ||
			note "gnuplot draws no series.svg; its words are above"
	fi
	cat "$out/series.txt" >&3
	[ "$format" = text ] || cat "$out/series.$([ "$format" = junit ] && echo xml || echo json)"
}

# ROW:+N or ROW:-N: sets bisect_row and bisect_by.
bisect_condition() # TEXT
{
	bisect_row=kernel:${1%:*} bisect_by=${1##*:}
	[[ ",$SERIES_ROWS," == *",$bisect_row,"* && $bisect_by =~ ^[+-][1-9][0-9]*$ ]] ||
		die "--bisect '$1': ROW:+N or ROW:-N, ROW one of ${SERIES_ROWS//kernel:/}"
}

# Instructions of the row, as its results have them.
row_count() # FILE
{
	sed -n '/"type": *"row"/{/"variant": *"'"$bisect_row"'"/s/.*"insns": *\([0-9]*\).*/\1/p}' "$1" | sed -n 1p
}

# Does a commit cost that much more, or less, than the base?
is_culprit() # COUNT
{
	if [ "$bisect_by" -gt 0 ]; then
		[ $(($1 - of_base)) -ge "$bisect_by" ]
	else
		[ $(($1 - of_base)) -le "$bisect_by" ]
	fi
}

# The commit that halves what is left, of those that could be measured.
next_commit() # BAD GOOD..
{
	local bad=$1 one
	shift

	while read -r one _; do
		[[ " ${skipped[*]-} " == *" $one "* || $one = "$bad" ]] || { echo "$one"; return; }
	done < <(git -C "$tree" rev-list --bisect-all "$bad" --not "$@")
}

bisect()
{
	local why path version exposed told=() good=("${commit[0]}") bad=${commit[1]} one skipped=() count of_base left

	bisect_condition "$bisect"
	begin_series "$good" "$bad"
	count_commit "$good" "$work/good" || die "the base was not measured; the reason is above"
	of_base=$(row_count "$work/good")
	count_commit "$bad" "$work/bad" || die "the patch was not measured; the reason is above"
	count=$(row_count "$work/bad")
	note "$bisect_row: base $of_base, patch $count instructions"
	is_culprit "$count" || die "${refs[1]} does not differ from ${good:0:12} by $bisect_by: $((count - of_base))"
	while one=$(next_commit "$bad" "${good[@]}") && [ -n "$one" ]; do
		left=$(git -C "$tree" rev-list --count "$bad" --not "${good[@]}")
		note "$left commits left"
		if ! count_commit "$one" "$work/one"; then
			skipped+=("$one")
			continue
		fi
		count=$(row_count "$work/one")
		note "${one:0:12}: $count instructions"
		if is_culprit "$count"; then bad=$one; else good+=("$one"); fi
	done
	print_culprit "$bad"
}

# The commit, and what it changes: its table and disassembly against the one before.
print_culprit() # COMMIT
{
	local one

	for one in "${skipped[@]}"; do
		git -C "$tree" merge-base --is-ancestor "$one" "$1" &&
			! git -C "$tree" merge-base --is-ancestor "$one" "${good[-1]}" || continue
		echo "  It may also be ${one:0:12} $(subject "$one"), which could not be measured." >&3
	done
	git -C "$tree" log -1 --format='  the commit that changes '"${bisect}"'%n  %h %an %ad%n    %s%n' --date=short "$1" >&3
	refs=("$1~" "$1") commit=("$(git -C "$tree" rev-parse "$1~")" "$1") dirty=(false false)
	build=kernel
	compare_sides
}
