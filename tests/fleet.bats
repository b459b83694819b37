#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# scripts/fleet on a Slurm of four nodes, all of them this machine, and over ssh
# to this machine. Runs are very small; what happens to jobs is real: a node is
# killed in the midst of one, others are cancelled, fail, or run out of time.

bats_require_minimum_version 1.5.0

setup_file()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	export CLUSTER=$BATS_FILE_TMPDIR/cluster FLEETS=$BATS_FILE_TMPDIR/fleets
	export SLURM_CONF=$CLUSTER/slurm.conf
	tests/slurm-cluster check || return 0
	without_perf=$BATS_FILE_TMPDIR/without_perf
	"${CC:-gcc}" -o "$without_perf" tests/without_perf.c
	tests/slurm-cluster start "$CLUSTER" n1:zen4 n2:spr n3:spr "n4:old:$without_perf" >&2
	# Slurm looks at limits twice a minute: begun here, looked at in the last test.
	scripts/fleet run --dir "$FLEETS.limit" --nodes n3 --time 1 -- \
		--variant unrolled --fpu none --budget 120 >&2
	end_soon "$(cat "$FLEETS.limit"/*/jobs/n3/id)"
}

# Waits end early or fail: so long may a busy machine take.
LIMIT=120

until_so() # COMMAND..
{
	local limit=$((SECONDS + LIMIT))

	until "$@" 2>/dev/null; do
		[ $SECONDS -lt $limit ] || { fleet status >&2; return 1; }
		sleep 0.3
	done
}

# A limit is a minute at least, but may be moved once the job runs.
end_soon() { until_so scontrol update "jobid=$1" EndTime=now+1seconds; } # JOB

teardown_file()
{
	[ ! -d "$CLUSTER" ] || tests/slurm-cluster stop "$CLUSTER"
}

needs_slurm() { tests/slurm-cluster check || skip "no Slurm; scripts/setup installs it"; }

setup()
{
	dir=$BATS_TEST_TMPDIR
	results=$dir/results
	initbench=${B:-build}/initbench
	fleets=$FLEETS
	small=(--variant unrolled --fpu none)
	export INITBENCH_FLEET_POLL=0.5
}

fleet() { scripts/fleet "$1" --dir "$fleets" "${@:2}"; }

newest()
{
	local all=("$fleets"/2*/)

	echo "${all[-1]%/}"
}

count() { echo $#; }

in_state() { fleet status | grep -q "^$1 .* $2 "; } # TARGET STATE
until_state() { until_so in_state "$@"; }

has_block() { cat "$1"/out/results/*/*.jsonl | grep -q '"type":"block"'; } # JOB-FOLDER
until_blocks() { until_so has_block "$(newest)/jobs/$1"; } # TARGET

@test "what cannot be asked for is said with what can" {
	needs_slurm
	run -2 fleet run --constraint zen4,zen9
	[[ "$output" = *"no node has the feature 'zen9'; there are: old spr zen4"* ]]
	run -2 fleet run --nodes n9
	[[ "$output" = *"no node 'n9'; sinfo -N lists them"* ]]
	run -2 fleet run --nodes 'n1;reboot'
	[[ "$output" = *"not a name"* ]]
	run -2 fleet run --level z80
	[[ "$output" = *"--level 'z80'"* ]]
	run -2 fleet run --hosts a --nodes b
	run -2 fleet status nothing
	[[ "$output" = *"no fleet 'nothing'"* ]]
}

@test "one job for each CPU type, results gathered once, one report of them" {
	needs_slurm
	fleet run --wait --timeout $LIMIT --results "$results" -- "${small[@]}" --blocks 3 >"$dir/out"
	# n2 and n3 are of one type
	(cd "$(newest)/jobs" && [ "$(echo *)" = "n1 n2 n4" ])
	[ "$(grep -c ': new; [0-9]* blocks, complete$' "$dir/out")" = 3 ]
	[ "$(count "$results"/*/*.jsonl)" = 3 ]
	# a label, not the node's name
	grep -q '"machine":"[0-9a-f]\{6\}"' "$results"/*/*.jsonl
	run -1 grep -rl '"n[124]"' "$results"
	# n4 may not open events: that is said, and the run goes on without.
	grep -A 1 '^n4: ' "$dir/out" | grep 'no hardware counters: cycles: not permitted; run as root, or as root: sysctl kernel.perf_event_paranoid=1, and let'
	[ "$(grep -c 'not permitted' "$dir/out")" = 1 ]
	md5sum "$results"/*/* >"$dir/before"
	fleet gather --results "$results" >"$dir/out"
	[ "$(grep -c ': there already; [0-9]* blocks' "$dir/out")" = 3 ]
	md5sum "$results"/*/* | cmp - "$dir/before"
	"$initbench" report --results "$results" --out "$dir/REPORT.md"
	grep -q 'lane user' "$dir/REPORT.md"
	fleet status >"$dir/out"
	[ "$(grep -c ' COMPLETED ' "$dir/out")" = 3 ]
}

@test "a node is killed in mid-job: what was finished is kept and marked, the job runs again" {
	needs_slurm
	fleet run --nodes n1,n2 -- "${small[@]}" --budget 4
	until_blocks n2
	fleet gather --results "$results" >"$dir/out" || true
	grep -q '^n2: still running' "$dir/out"
	tests/slurm-cluster kill "$CLUSTER" n2
	scontrol update nodename=n2 state=down reason=test
	until_state n2 PENDING
	until_state n1 COMPLETED
	run -3 fleet gather --results "$results"
	[[ "$output" = *"n1: "*": new; "*" blocks, complete"* ]]
	[[ "$output" = *"n2: "*": new; "*" blocks, failed: Slurm began the job anew"* ||
	   "$output" = *"n2: "*": new; "*" blocks, failed: Slurm took the job back (PENDING)"* ]]
	marked=$(grep -l '"why":"Slurm ' "$results"/*/*.jsonl)
	[ "$(tail -n 1 "$marked" | grep -c '"status":"failed"')" = 1 ]
	run "$initbench" lint "$marked"
	[[ "$output" != *"no end record"* && "$output" != *"cut short"* ]]
	tests/slurm-cluster revive "$CLUSTER" n2
	# Slurm itself lets two minutes pass.
	scontrol update "jobid=$(cat "$(newest)/jobs/n2/id")" StartTime=now
	until_state n2 COMPLETED
	run -3 fleet gather --results "$results"
	[ "$(count "$results"/*/*.jsonl)" = 3 ]
	[[ "$output" = *"n2: "*": there already; "*" failed: Slurm began the job anew"* ]]
	[ "$(grep -c 'n2: .* complete$' <<<"$output")" = 1 ]
	[ "$(grep -l '"why":"Slurm ' "$results"/*/*.jsonl)" = "$marked" ]
}

@test "cancelled, failed: what there is is kept, what there is not is said" {
	needs_slurm
	fleet run --nodes n1 -- "${small[@]}" --budget 60
	until_blocks n1
	scancel "$(cat "$(newest)/jobs/n1/id")"
	until_state n1 CANCELLED
	run -3 fleet gather --results "$results"
	[[ "$output" = *"n1: "*": new; "*" blocks, interrupted"* ]]
	fleet run --nodes n1 -- --variant nonsense
	until_state n1 FAILED
	run -3 fleet gather --results "$results"
	[[ "$output" = *"n1: FAILED, no results: "*nonsense* ]]
	fleet run --nodes n4 -- "${small[@]}" --pmu task-clock
	until_state n4 FAILED
	run -3 fleet gather --results "$results"
	[[ "$output" = *"n4: FAILED, no results: "*"event 'task-clock': not permitted; run as root"* ]]
	[ "$(count "$results"/*/*.jsonl)" = 1 ]
}

# A fleet over ssh whose results are here, made up: of machines of one CPU type.
made_up() # HOST [KEY=VALUE..]
{
	local job=$dir/made-up/1/jobs/$1

	mkdir -p "$job/out/results/cpu"
	echo ssh >"$dir/made-up/1/by"
	echo run >"$dir/made-up/1/task"
	echo COMPLETED | tee "$job/state" >"$job/fetched"
	tests/make-results layouts=30 "run=$1" "${@:2}" |
		sed "1s/\"seed\"/\"machine\":\"$1\",\"seed\"/" >"$job/out/results/cpu/$1.jsonl"
}

@test "two machines of one CPU type that disagree: said, not averaged" {
	made_up one
	made_up two
	run -0 scripts/fleet gather --dir "$dir/made-up" --results "$results"
	[[ "$output" = *"machines one and two agree: 0 of 18 rows are apart" ]]
	made_up three faster=unrolled
	run -0 scripts/fleet gather --dir "$dir/made-up" --results "$results"
	[[ "$output" = *"machines one and three disagree on 4 of 18 rows:"*"\`unrolled\`, init, fpu putload, mask mpx, content sse: 530.0 against 132.5 cycles"* ]]
	[ "$(count "$results"/cpu/*.jsonl)" = 3 ]
}

@test "a run without an end, of a job that has ended: kept, marked, and lengthened when more comes" {
	made_up cut
	file=$dir/made-up/1/jobs/cut/out/results/cpu/cut.jsonl
	cp "$file" "$dir/whole"
	head -n -20 "$dir/whole" >"$file"
	echo OUT_OF_MEMORY >"$dir/made-up/1/jobs/cut/state"
	run -3 scripts/fleet gather --dir "$dir/made-up" --results "$results"
	[[ "$output" = "cut: results/cpu/cut.jsonl: new; "*" blocks, failed: the job ended as OUT_OF_MEMORY"* ]]
	[[ "$(tail -n 1 "$results/cpu/cut.jsonl")" = *'"status":"failed"'*'"why":"the job ended as OUT_OF_MEMORY"'* ]]
	[ "$(grep -c '^{"type":"block"' "$file")" = "$(grep -c '^{"type":"block"' "$results/cpu/cut.jsonl")" ]
	run -3 scripts/fleet gather --dir "$dir/made-up" --results "$results"
	[[ "$output" = *": there already; "* ]]
	cp "$dir/whole" "$file"
	echo COMPLETED >"$dir/made-up/1/jobs/cut/state"
	run -0 scripts/fleet gather --dir "$dir/made-up" --results "$results"
	[[ "$output" = *": longer than before; "*" blocks, complete"* ]]
	cmp "$dir/whole" "$results/cpu/cut.jsonl"
}

@test "a folder that holds another run of that name is left alone" {
	needs_slurm
	fleet run --wait --timeout $LIMIT --nodes n1 --results "$results" -- "${small[@]}" --blocks 2
	file=$(ls "$results"/*/*.jsonl)
	sed -i 's/"layout":0/"layout":7/' "$file"
	cp "$file" "$dir/mine"
	run -3 fleet gather --results "$results"
	[[ "$output" = *"not brought in: "*"two different runs named"* ]]
	cmp "$file" "$dir/mine"
}

@test "a job that cannot run is named with the reason and the remedy, not waited for" {
	needs_slurm
	export INITBENCH_FLEET_GRACE=1
	scontrol update nodename=n4 state=drain reason='disk full'
	run -3 fleet run --wait --timeout $LIMIT --nodes n1,n4 --results "$results" -- "${small[@]}" --blocks 2
	[[ "$output" = *"n4: PENDING ("*"not waited for any longer: n4 is drained (disk full); bring it back"* ]]
	[[ "$output" = *"'scancel $(cat "$(newest)/jobs/n4/id")' takes it back"* ]]
	[[ "$output" = *"n1: "*": new; "*" blocks, complete"* ]]
	fleet status | grep '^n4 .*: n4 is drained (disk full)'
	scontrol update nodename=n4 state=resume
	until_state n4 COMPLETED
	run -0 fleet gather --results "$results"
	[[ "$output" = *"n4: "*": new; "*" blocks, complete"* ]]

	run -3 fleet run --wait --timeout $LIMIT --nodes n1 --partition short --time 2
	[[ "$output" = *"(PartitionTimeLimit) is not waited for any longer: the job may not last as long; give a shorter --time"* ]]
	scancel "$(cat "$(newest)/jobs/n1/id")"
}

@test "--timeout ends the waiting, not the jobs" {
	needs_slurm
	run -2 fleet run --timeout 5
	[[ "$output" = *"--timeout bounds --wait"* ]]
	run -2 fleet run --wait --timeout soon
	[[ "$output" = *"--timeout 'soon': not like 90, 15m or 2h"* ]]
	run -3 fleet run --wait --timeout 1s --nodes n1 --results "$results" -- "${small[@]}" --budget 100
	[[ "$output" = *"n1: "*" is not waited for any longer: --timeout has passed"* ]]
	until_state n1 RUNNING
	scancel "$(cat "$(newest)/jobs/n1/id")"
}

# A job that Slurm keeps pending, as scontrol says it.
pending() # REASON [NODE FEATURE]
{
	echo "JobState=PENDING Reason=$1 Partition=all ReqNodeList=${2-(null)} Features=${3-(null)}" >"$dir/slurm"
}

@test "reasons that nobody but a person ends, and reasons that pass" {
	# shellcheck source=scripts/fleet.d/slurm.sh
	. scripts/fleet.d/slurm.sh
	for reason in BadConstraints PartitionDown PartitionInactive PartitionTimeLimit JobHeldUser \
		JobHeldAdmin launch_failed_requeued_held DependencyNeverSatisfied InvalidAccount \
		QOSNotAllowed QOSMaxCpuPerJobLimit AssocMaxWallDurationPerJobLimit QOSMinCpuNotSatisfied; do
		pending $reason
		[ -n "$(why_never "$dir")" ]
	done
	for reason in None Priority Resources BeginTime Licenses Dependency QOSMaxJobsPerUserLimit \
		AssocGrpCpuLimit AssocMaxJobsLimit AssocMaxSubmitJobLimit MaxCpuPerAccount \
		ReqNodeNotAvail,_UnavailableNodes:n1; do
		pending $reason
		[ -z "$(why_never "$dir")" ]
	done
}

@test "nodes none of which is up, of those that a job could run on" {
	# shellcheck source=scripts/fleet.d/slurm.sh
	. scripts/fleet.d/slurm.sh
	sinfo()
	{
		printf '%s\n' 'n1|zen4|idle|none' 'n2|spr,cet|down*|Not responding' \
			'n3|spr|drained|disk full' 'n4|old|allocated|none'
	}
	pending Resources n2 '(null)'
	[[ $(nodes_down "$dir") = "n2 is down* (Not responding); bring it back"* ]]
	pending Priority '(null)' spr
	[[ $(nodes_down "$dir") = "n2 is down* (Not responding), n3 is drained (disk full); bring"* ]]
	pending Resources n1 '(null)'
	[[ $(nodes_down "$dir") = "n1 is idle (yet Slurm finds no room there); bring"* ]]
	for waits_for in "Priority n1" "Resources n4" "Resources (null)"; do
		# shellcheck disable=SC2086 # two words
		pending $waits_for
		[ -z "$(nodes_down "$dir")" ]
	done
}

@test "compare: a table for each CPU, then a line for each, and the worst status" {
	needs_slurm
	cat >"$dir/compare" <<-'END'
	#!/usr/bin/env bash
	out=$2
	mkdir -p "$out"
	echo '{"type":"run","name":"CPU of '"$SLURMD_NODENAME"'"}' >"$out/base.jsonl"
	echo "table: $*" >"$out/table.txt"
	printf '"verdict":"%s"\n' same same slower >"$out/table.json"
	[ "$SLURMD_NODENAME" = n1 ] || exit 1
	END
	chmod +x "$dir/compare"
	INITBENCH_COMPARE=$dir/compare run -1 fleet compare A B --timeout $LIMIT --tree . --nodes n1,n4 -- --quick
	[[ "$output" = *"== n1: CPU of n1"*"table: --out "*" A B --tree "*" --quick"*"== n4: CPU of n4"* ]]
	[[ "$output" = *"n1 "*"exit 0: 2 same, 1 slower"*"n4 "*"exit 1: 2 same, 1 slower" ]]
}

@test "over ssh to two hosts: the same, and what was finished before one failed" {
	command -v parallel >/dev/null || skip "no GNU parallel; scripts/setup installs it"
	fake_ssh
	fleets=$dir/fleets
	run -2 fleet run --hosts 'a;b'
	fleet run --hosts a,b,gone --wait --timeout $LIMIT --results "$results" -- "${small[@]}" --blocks 3 >"$dir/out" || [ $? = 3 ]
	[ "$(grep -c '^[ab]: .*: new; [0-9]* blocks, complete$' "$dir/out")" = 2 ]
	grep -q '^gone: UNREACHABLE, no results: ssh: no route to gone' "$dir/out"
	run -3 fleet gather --results "$results"
	[ "$(grep -c 'there already; [0-9]* blocks' <<<"$output")" = 2 ]
	fleet status | grep -q '^gone  *UNREACHABLE'
	# Nothing stays there.
	[ -z "$(ls "$dir"/home-a/.cache/initbench-fleet)" ]
}

@test "over ssh: when the connection is cut, the job there ends and its blocks are fetched later" {
	command -v parallel >/dev/null || skip "no GNU parallel; scripts/setup installs it"
	fake_ssh
	fleets=$dir/fleets
	scripts/fleet run --dir "$fleets" --hosts a -- "${small[@]}" --budget 60 3>&- &
	pid=$!
	until_so has_block_there
	kill -TERM "$(cat "$fleets"/*/jobs/a/pid)"
	wait $pid || true
	until_so cat_ended_there
	run -3 fleet gather --results "$results"
	[[ "$output" = *"a: "*": new; "*" blocks, interrupted"* ]]
}

there() { echo "$dir"/home-a/.cache/initbench-fleet/*/; }
has_block_there() { has_block "$(there)"; }
cat_ended_there() { cat "$(there)/out/ended"; }

@test "--level: a node runs what its CPU can, and is told of what it cannot" {
	command -v parallel >/dev/null || skip "no GNU parallel; scripts/setup installs it"
	fake_ssh
	for flag in avx avx2 bmi1 bmi2 f16c fma abm movbe; do
		grep -q -m 1 "^flags.* $flag\( \|$\)" /proc/cpuinfo || skip "this CPU is no x86-64-v3"
	done
	mkdir -p "$dir/home-old/proc"
	sed 's/ fma / /' /proc/cpuinfo >"$dir/home-old/proc/cpuinfo"
	run -2 fleet run --hosts new --level x86-64
	run scripts/fleet run --dir "$dir/fleets" --hosts new,old --level x86-64-v3 --wait \
		--timeout $LIMIT --results "$results" -- "${small[@]}" --blocks 2
	[ "$status" = 0 ]
	[[ "$output" = *"old: results/"*"not x86-64-v3: the CPU lacks fma"* ]]
	[[ "$output" = *"new: results/"*": new; "*" blocks, complete"* ]]
	[ "$(grep -l '"cflags":"[^"]* -march=x86-64-v3"' "$dir"/fleets/*/jobs/*/out/results/*/*.jsonl)" = \
		"$(echo "$dir"/fleets/*/jobs/new/out/results/*/*.jsonl)" ]
}

fake_ssh() { export INITBENCH_SSH=$PWD/tests/fake_ssh FAKE_HOSTS=$dir; }

@test "a job beyond its time limit: what was finished is kept" {
	needs_slurm
	fleets=$FLEETS.limit
	until_state n3 TIMEOUT
	run -3 fleet gather --results "$results"
	[[ "$output" = *"n3: "*": new; "*" blocks, interrupted"* ]]
}
