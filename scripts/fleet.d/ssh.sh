# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Machines reached over ssh, all at once by GNU parallel: for where there is no Slurm.

# For the functions that parallel runs, too.
export INITBENCH_SSH=${INITBENCH_SSH:-ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15}
read -ra ssh <<<"$INITBENCH_SSH"

check_environment()
{
	local tool

	for tool in parallel "${ssh[0]}"; do
		command -v "$tool" >/dev/null ||
			die "--hosts needs $tool; install parallel and openssh-client"
	done
	[[ $(parallel --version 2>/dev/null) == GNU* ]] || die "the parallel here is not GNU's; install parallel"
}

choose_targets()
{
	local name

	targets=()
	for name in ${hosts//,/ }; do
		[[ $name =~ ^[A-Za-z0-9][A-Za-z0-9@._-]*$ ]] || die "--hosts '$name': not a name"
		targets+=("$name")
	done
}

# Below the home folder there, which hosts may share.
# A word for the shell there.
remote() # JOB-FOLDER
{
	local of=${1%/jobs/*}

	printf '%q' ".cache/initbench-fleet/${of##*/}-${1##*/}"
}

submit_all()
{
	local name job

	for name in "${targets[@]}"; do
		job=$fleet/jobs/$name
		mkdir "$job" || exit "$EXIT_USAGE"
		[ -s "$fleets/machines/$name" ] ||
			od -An -N3 -tx1 /dev/urandom | tr -d ' ' >"$fleets/machines/$name"
		write_job "$job/script" "task=$task" "node=$name" connected=1 \
			"machine=$(<"$fleets/machines/$name")"
	done
	# Parallel makes a command of words: the folder is none of them.
	export fleet
	export -f over_ssh remote fetch unpack
	export SHELL=$BASH
	note "measuring on ${targets[*]}; Ctrl-C ends it there too, and what was finished is fetched by gather"
	parallel --will-cite -j0 ${timeout:+--timeout "$timeout"} --joblog "$fleet/joblog" over_ssh {} ::: "${targets[@]}"
}

# A job from beginning to end. Its standard input stays open as long as this
# lives: the job ends itself when it is closed.
over_ssh() # HOST
{
	local job=$fleet/jobs/$1 host=$1 dir status ssh
	read -ra ssh <<<"$INITBENCH_SSH"

	dir=$(remote "$job")
	echo $$ >"$job/pid"
	echo RUNNING >"$job/state"
	# shellcheck disable=SC2029 # expanded here
	"${ssh[@]}" "$host" "mkdir -p $dir && cat >$dir/script" \
		<"$job/script" 2>"$job/log" || {
		echo UNREACHABLE >"$job/state"
		return 1
	}
	rm "$job/script"
	# shellcheck disable=SC2094 # a pipe with its other end
	mkfifo "$job/stdin" && exec 8<>"$job/stdin" 9<"$job/stdin" && rm "$job/stdin"
	# shellcheck disable=SC2029
	"${ssh[@]}" "$host" "cd $dir && exec bash \"\$PWD/script\" \"\$PWD/out\"" <&9 8>&- >>"$job/log" 2>&1
	status=$?
	exec 8>&- 9<&-
	case $status in
	0|3) echo COMPLETED ;;
	255) echo UNREACHABLE ;;
	*) echo FAILED ;;
	esac >"$job/state"
	fetch "$job"
	return $status
}

# Bytes of an archive, and of what is in it: a year of measuring has less.
export LARGEST_ARCHIVE=$((4 << 30))

# Files and folders alone, into a folder that is new: what a link or a second archive
# says about places outside of it counts for nothing.
unpack() # ARCHIVE DIR
{
	local new=$2.new listed size

	listed=$(tar --list --verbose --file "$1") || return 1
	if grep -qv '^[-d]' <<<"$listed"; then
		echo "the archive holds more than files and folders; it is not unpacked" >&2
		return 1
	fi
	size=$(awk '{ sum += $3 } END { printf "%.0f", sum }' <<<"$listed")
	if [ "$size" -gt "$LARGEST_ARCHIVE" ]; then
		echo "the archive holds $size bytes, more than $LARGEST_ARCHIVE; it is not unpacked" >&2
		return 1
	fi
	rm -rf "$new"
	mkdir "$new" && tar --extract --file "$1" --directory "$new" --no-same-owner --no-overwrite-dir &&
		rm -rf "$2" && mv -T "$new" "$2" && return
	rm -rf "$new"
	return 1
}

# What is there now; the copy there is removed once a job is done and its results are here.
fetch() # JOB-FOLDER
{
	local job=$1 host=${1##*/} dir ssh
	read -ra ssh <<<"$INITBENCH_SSH"

	[ ! -e "$job/fetched" ] || return 0
	dir=$(remote "$job")
	# shellcheck disable=SC2029
	if ! { (set -o pipefail
		"${ssh[@]}" "$host" "tar -C $dir/out -c ." 2>>"$job/log" </dev/null |
			head -c "$LARGEST_ARCHIVE" >"$job/out.tar") &&
		unpack "$job/out.tar" "$job/out" 2>>"$job/log"; }; then
		rm -f "$job/out.tar"
		return 1
	fi
	rm -f "$job/out.tar"
	[ -e "$job/out/ended" ] || return 0
	: >"$job/fetched"
	"${ssh[@]}" "$host" "rm -r $dir" 2>>"$job/log" </dev/null
}

# RUNNING as long as the process that watches it lives.
job_state() # JOB-FOLDER
{
	local state=''

	[ ! -e "$1/state" ] || state=$(cat "$1/state") || state=UNREADABLE
	[ "$state" != RUNNING ] || kill -0 "$(<"$1/pid")" 2>/dev/null || state=CANCELLED
	echo "${state:-UNKNOWN}"
}

show_status()
{
	local job state

	printf '%-20s %-12s %8s  %s\n' target state blocks why
	for job in "$fleet"/jobs/*; do
		state=$(job_state "$job")
		[ "$state" != RUNNING ] || fetch "$job"
		printf '%-20s %-12s %8s  %s\n' "${job##*/}" "$state" "$(blocks_of "$job")" \
			"$(case $state in FAILED|UNREACHABLE) tail -n 1 "$job/log" ;; esac)"
	done
}
