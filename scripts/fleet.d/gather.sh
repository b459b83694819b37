# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Results of a fleet's jobs into results/<cpu>/, and the tables of comparisons.

# Results have names of their own; what has another is a stranger's, as is a link.
is_result() # FILE
{
	local folder=${1%/*}

	[[ ${folder##*/} =~ ^[A-Za-z0-9][A-Za-z0-9._+-]*$ && ${1##*/} =~ ^[A-Za-z0-9][A-Za-z0-9._+-]*$ ]] &&
		[ -f "$1" ] && [ ! -L "$1" ] && [ ! -L "$folder" ] && [ ! -L "${folder%/*}" ]
}

# What machines elsewhere wrote, for the terminal here.
visible() { LC_ALL=C tr -c '[:print:]\t\n' '?'; }

# What a job left, as it is now; then nothing is read twice, nor while a node still writes it.
snapshot() # JOB-FOLDER
{
	rm -rf "$scratch/job"
	mkdir "$scratch/job" || exit "$EXIT_USAGE"
	# What is no regular file is none of ours: a FIFO would be waited for.
	[ ! -d "$1/out/results" ] || cp -R "$1/out/results" "$scratch/job/" ||
		die "${1##*/}: its results cannot be copied to $scratch"
	[ ! -f "$1/out/levels" ] || cp "$1/out/levels" "$scratch/job/" || exit "$EXIT_USAGE"
}

files_of() # JOB-NAME: of the snapshot; the oldest first, whatever the CPU
{
	local file

	for file in "$scratch"/job/results/*/*.jsonl; do
		is_result "$file" || {
			note "$1: a file of another name than results have, or a link: left out"
			continue
		}
		printf '%s\t%s\n' "${file##*/}" "$file"
	done | sort | cut -f 2
}

blocks_of() # JOB-FOLDER
{
	local files=("$1"/out/results/*/*.jsonl)

	cat /dev/null "${files[@]}" | grep -c '^{"type":"block"'
}

has_end() { [[ $(tail -n 1 "$1") == '{"type":"end"'* ]]; }

# A run record's field, of the files that the suite writes.
field() # FILE KEY
{
	sed -n "1s/.*\"$2\":\"\\([^\"]*\\)\".*/\\1/p" "$1"
}

# Why a run has no end. Empty: it may still get one.
why_unended() # STATE IS-NEWEST
{
	if [ "$2" != 1 ]; then
		echo "Slurm began the job anew (node failure, preemption or requeue)"
	elif is_alive "$1"; then
		[ "$1" = RUNNING ] || [ "$1" = COMPLETING ] || echo "Slurm took the job back ($1)"
	else
		echo "the job ended as $1"
	fi
}

# One file to its place: new, as it is there, or longer than it is there. What is wrong with it
# is a stranger's fault, what fails here ends all.
bring() # FILE WHY PLACE
{
	local ended=(${2:+--ended "$2"}) old=() how='' new=$scratch/new.jsonl folder=${3%/*}

	if [ -e "$3.zst" ]; then	# complete, so that nothing can be added to it
		zstdcat "$3.zst" >"$scratch/old.jsonl" || die "$3.zst cannot be read"
		cmp -s "$1" "$scratch/old.jsonl" || {
			echo "not brought in: $3.zst is there, complete and with another content"
			return 1
		}
		echo "there already"
		return
	fi
	if [ -e "$3" ]; then
		cp "$3" "$scratch/old.jsonl" || die "$3 cannot be read"
		old=("$scratch/old.jsonl")
	fi
	"$B/initbench" merge "${old[@]}" "$1" "${ended[@]}" --out "$new" 2>"$scratch/merge.log" || {
		echo "not brought in: $(sed "s/^initbench: //; s,$scratch/job/,,g; s,$scratch/old.jsonl,$3," "$scratch/merge.log" |
			tail -n 1)"
		return 1
	}
	if [ ${#old[@]} -gt 0 ] && cmp -s "$new" "$scratch/old.jsonl"; then
		echo "there already"
		return
	fi
	mv -T "$new" "$scratch/${3##*/}" || return "$EXIT_USAGE"
	"$B/initbench" place "$scratch" "$folder" "${3##*/}" || return "$EXIT_USAGE"
	[ ${#old[@]} -eq 0 ] || how="longer than before"
	echo "${how:-new}"
}

# What a reader should know beside the figures.
remarks() # FILE
{
	! grep -q -m 1 '"pmu":{"available":false' "$1" ||
		echo "        no hardware counters: $(field "$1" why | sed 's/; [a-z0-9-]*: .*//')"
	"$B/initbench" lint "$1" |
		sed -n '$d; 1,3s,^[^:]*:,        not to be shared as it is: line ,p'
}

gather_file() # TARGET STATE FILE IS-NEWEST
{
	local why='' place cpu how file

	if ! has_end "$3"; then
		why=$(why_unended "$2" "$4")
		if [ -z "$why" ]; then
			echo "$1: still running; gather again when it has ended"
			return
		fi
		partial=1
	elif [[ $(tail -n 1 "$3") != *'"status":"complete"'* ]]; then
		partial=1
	fi
	cpu=${3%/*}
	place=$results/${cpu##*/}/${3##*/}
	how=$(bring "$3" "$why" "$place")
	case $? in
	0) ;;
	"$EXIT_USAGE") exit "$EXIT_USAGE" ;;
	*) partial=1 ;;
	esac
	# As it is there now.
	for file in "$scratch/${3##*/}" "$scratch/old.jsonl" "$3"; do
		[ ! -e "$file" ] || break
	done
	echo "$1: results/${cpu##*/}/${3##*/}: $how; $(grep -c '^{"type":"block"' "$3") blocks, $(
		tail -n 1 "$file" 2>/dev/null | sed -n 's/.*"status":"\([^"]*\)".*/\1/p')${why:+: $why}"
	if [ -e "$place" ] || [ -e "$place.zst" ]; then
		remarks "$file"
	fi
	rm -f "$scratch"/*.jsonl
}

gather_results()
{
	local job jobs state files i

	jobs=$(find "$fleet/jobs" -mindepth 1 -maxdepth 1 -printf '%f\n') || die "$fleet/jobs cannot be read"
	for job in $(sort <<<"$jobs"); do
		job=$fleet/jobs/$job
		state=$(job_state "$job")
		[ "$state" != UNREADABLE ] || exit "$EXIT_USAGE"
		fetch "$job" || note "${job##*/}: cannot be reached; what was fetched before is used"
		snapshot "$job"
		mapfile -t files < <(files_of "${job##*/}")
		is_alive "$state" || [ "$state" = COMPLETED ] || partial=1
		[ ${#files[@]} -gt 0 ] || echo "${job##*/}: $state, no results$(last_words "$job" "$state")"
		for i in "${!files[@]}"; do
			gather_file "${job##*/}" "$state" "${files[$i]}" $((i == ${#files[@]} - 1))
		done
		[ ! -s "$scratch/job/levels" ] || sed 's/^/        /' "$scratch/job/levels" | visible
	done
}

last_words() # JOB-FOLDER STATE
{
	is_alive "$2" || sed -n '$s/^/: /p' "$1/log" 2>/dev/null | visible
}

# Machines of one CPU type are never averaged: what they disagree on is for a reader.
gather_machines()
{
	"$B/initbench" report --machines --results "$results" >"$scratch/machines"
	[ $? != "$EXIT_USAGE" ] || exit "$EXIT_USAGE"
	sed -n 's/\*\*//g; /^ *- /p' "$scratch/machines"
}

# The table of each CPU, then a line of each.
gather_comparisons()
{
	local job dir dirs lines=() state status verdicts

	for job in "$fleet"/jobs/*; do
		state=$(job_state "$job")
		fetch "$job"
		dirs=("$job"/out/compare-*/table.txt)
		if [ ${#dirs[@]} -eq 0 ]; then
			lines+=("$(printf '%-20s %s, no table%s' "${job##*/}" "$state" "$(last_words "$job" "$state")")")
			worst=$EXIT_USAGE
			continue
		fi
		dir=${dirs[-1]%/table.txt}
		echo "== ${job##*/}: $(field "$dir/base.jsonl" name | visible)"
		cat "$dir"/table*.txt | visible
		echo
		status=$(cat "$job/out/ended" 2>/dev/null || echo "$EXIT_USAGE")
		verdicts=$(grep -ho '"verdict":"[^"]*"' "$dir"/table*.json | sort | uniq -c |
			sed 's/ *\([0-9]*\) "verdict":"\(.*\)"/\1 \2/' | paste -sd , | sed 's/,/, /g')
		[ -e "$job/out/ended" ] || verdicts="$state; ${verdicts:-no rows}"
		lines+=("$(printf '%-20s exit %s: %s' "${job##*/}" "$status" "${verdicts:-no rows}")")
		[ "$status" -le "$worst" ] || worst=$status
	done
	printf '%s\n' "${lines[@]}"
}

gather()
{
	local partial=${unended:-0} worst=0

	results=$(mkdir -p "$results" && cd "$results" && pwd) || exit "$EXIT_USAGE"
	make_scratch || exit "$EXIT_USAGE"
	trap 'rm -rf "$scratch"' EXIT
	[ -x "$B/initbench" ] || die "no $B/initbench; run make"
	if [ "$(<"$fleet/task")" = compare ]; then
		gather_comparisons
		exit "$worst"
	fi
	gather_results
	gather_machines
	[ "$partial" = 0 ] || exit "$EXIT_INVALID"
}
