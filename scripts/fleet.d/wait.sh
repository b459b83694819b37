# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# Waiting for jobs, and no longer than there is something to wait for: a job
# that cannot run as things are is named with the remedy, and left in the queue.

# Nodes that are down, and Slurm itself, may come back, as after a reboot or when a
# machine was too busy to answer; a job that has waited this long for them is given up.
GRACE=${INITBENCH_FLEET_GRACE:-300}

# Seconds of a time like 90, 90s, 15m or 2h.
seconds_of() # OPTION TIME
{
	[[ $2 =~ ^([1-9][0-9]{0,6})([smh]?)$ ]] || die "$1 '$2': not like 90, 15m or 2h"
	case ${BASH_REMATCH[2]} in
	m) echo $((BASH_REMATCH[1] * 60)) ;;
	h) echo $((BASH_REMATCH[1] * 3600)) ;;
	*) echo "${BASH_REMATCH[1]}" ;;
	esac
}

is_alive() # STATE
{
	case $1 in
	PENDING|RUNNING|COMPLETING|CONFIGURING|SUSPENDED|STOPPED|REQUEUED|REQUEUE_*|RESIZING|SIGNALING|STAGE_OUT) ;;
	*) return 1 ;;
	esac
}

# Sets unended when it leaves jobs that have not ended.
wait_for_jobs()
{
	local alive=1 start=$SECONDS
	local -A told=() hopeless=() since=()

	note "waiting; Ctrl-C ends the waiting, not the jobs"
	while look_at_jobs; [ "$alive" -gt 0 ]; do
		if [ -n "$timeout" ] && [ $((SECONDS - start)) -ge "$timeout" ]; then
			give_up
			return
		fi
		sleep "${INITBENCH_FLEET_POLL:-5}"
	done
	[ ${#hopeless[@]} -eq 0 ] || give_up
}

# Counts in alive the jobs that are worth waiting for; says what changed.
look_at_jobs()
{
	local job name state news

	alive=0
	for job in "$fleet"/jobs/*; do
		name=${job##*/}
		state=$(job_state "$job")
		news=$state
		[ "$state" != PENDING ] || news+=" ($(slurm_says "$job" Reason))"
		[ "${told[$name]-}" = "$news" ] || note "$name: $news"
		told[$name]=$news
		unset "hopeless[$name]"
		is_alive "$state" || continue
		look_for_hope "$job"
		[ -n "${hopeless[$name]-}" ] || alive=$((alive + 1))
	done
}

look_for_hope() # JOB-FOLDER
{
	local name=${1##*/} why

	why=$(why_never "$1")
	if [ -n "$why" ]; then
		hopeless[$name]=$why
		return
	fi
	why=$(why_not_yet "$1")
	if [ -z "$why" ]; then
		unset "since[$name]"
		return
	fi
	: "${since[$name]:=$SECONDS}"
	[ $((SECONDS - since[$name])) -lt "$GRACE" ] || hopeless[$name]=$why
}

give_up()
{
	local job name state

	unended=1
	for job in "$fleet"/jobs/*; do
		name=${job##*/}
		state=$(<"$job/state")
		is_alive "$state" || continue
		note "$name: ${told[$name]} is not waited for any longer: ${hopeless[$name]:---timeout has passed}"
		note "$name: the job stays with Slurm: 'scancel $(job_id "$job")' takes it back, '$me gather ${fleet##*/}' fetches its results"
	done
}
