# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Jobs of Slurm: which nodes, how submitted, what has become of them.

check_environment()
{
	command -v sbatch >/dev/null ||
		die "no sbatch here: run this where jobs are submitted, or name machines to reach over ssh (--hosts)"
	all_nodes=$(sinfo -h -N ${partition:+-p "$partition"} -o '%N|%b|%X:%Y:%Z|%T') ||
		die "Slurm does not answer; see above"
	[ -n "$all_nodes" ] || die "no nodes in partition '$partition'; sinfo lists partitions"
}

# Names and features are taken from the user and from Slurm: words, or refused.
check_word() # OPTION WORD
{
	[[ $2 =~ ^[A-Za-z0-9._-]+$ ]] || die "$1 '$2': not a name"
}

# Sets targets[], and how each is asked for in asks[].
choose_targets()
{
	local name

	targets=() asks=()
	for name in ${nodes//,/ }; do
		check_word --nodes "$name"
		grep -q "^$name|" <<<"$all_nodes" || die "no node '$name'; sinfo -N lists them"
		targets+=("$name") asks+=("--nodelist=$name")
	done
	for name in ${constraint//,/ }; do
		check_word --constraint "$name"
		cut -d '|' -f 2 <<<"$all_nodes" | tr ',' '\n' | grep -x "$name" >/dev/null ||
			die "no node has the feature '$name'; there are: $(cut -d '|' -f 2 <<<"$all_nodes" |
				tr ',' '\n' | sort -u | tr '\n' ' ')"
		targets+=("$name") asks+=("--constraint=$name")
	done
	[ ${#targets[@]} -gt 0 ] || one_of_each
	[ ${#targets[@]} -gt 0 ] || die "no node is up; sinfo -R tells why"
}

# As sinfo says: a star is a node that does not respond.
is_up() # NODE-STATE
{
	[[ $1 != @(down|drain|fail|unknown|maint|power|inval)* && $1 != *\* ]]
}

# Nodes with the same features and cores are taken for one CPU type: of each
# the first that is free, else the first that is up. What that node is not it says itself.
one_of_each()
{
	local name features cores state

	while IFS='|' read -r _ name features cores state; do
		is_up "$state" || {
			note "$name ($features, $cores): $state; nothing is measured there"
			continue
		}
		targets+=("$name") asks+=("--nodelist=$name")
	done < <(awk -F '|' '
		{
			rank = $4 == "idle" ? 0 : $4 ~ /^(mixed|allocated|completing)$/ ? 1 : 2
			type = $2 "|" $3
			if (!(type in best) || rank < best[type]) {
				best[type] = rank
				node[type] = $1
				state[type] = $4
			}
		}
		END { for (t in node) print "|" node[t] "|" t "|" state[t] }' <<<"$all_nodes" | sort)
}

submit_all()
{
	local i job

	for i in "${!targets[@]}"; do
		job=$fleet/jobs/${targets[$i]}
		mkdir "$job" || exit "$EXIT_USAGE"
		write_job "$job/script" "task=$task" "out=$job/out" "machines=$fleets/machines"
		sbatch --parsable --job-name="initbench-$task" --exclusive --nodes=1 --ntasks=1 \
			--requeue --open-mode=append --output="$job/log" --chdir=/ \
			${partition:+--partition="$partition"} ${limit:+--time="$limit"} \
			"${asks[$i]}" "$job/script" >"$job/id" 2>"$job/refused" </dev/null || {
			note "${targets[$i]}: Slurm refuses the job: $(tr '\n' ' ' <"$job/refused")"
			echo REFUSED >"$job/state"
		}
		rm "$job/script"
	done
}

job_id() { cut -d ';' -f 1 "$1/id"; } # JOB-FOLDER

# One word, Slurm's. It forgets jobs after a while: the last word is kept.
job_state() # JOB-FOLDER
{
	local id state=''

	id=$(job_id "$1")
	if [ -z "$id" ]; then
		state=$(cat "$1/state")
	elif scontrol show job -o "$id" >"$1/slurm.new" 2>/dev/null; then
		mv "$1/slurm.new" "$1/slurm"
		state=$(slurm_says "$1" JobState)
	else
		rm "$1/slurm.new"
		state=$(sacct -X -n -P -j "$id" -o State 2>/dev/null | tail -n 1)
		state=${state%% *}
	fi
	echo "${state:-$(last_state "$1")}" | tee "$1/state"
}

answers() { scontrol ping >/dev/null 2>&1; }

# Slurm does not know the job, or does not answer.
last_state() # JOB-FOLDER
{
	local state

	state=$(cat "$1/state" 2>/dev/null || echo UNKNOWN)
	if is_alive "$state" && answers; then
		case $(cat "$1/out/ended" 2>/dev/null) in
		0) state=COMPLETED ;;
		'') state=LOST ;;
		*) state=FAILED ;;
		esac
	fi
	echo "$state"
}

slurm_says() # JOB-FOLDER KEY
{
	tr ' ' '\n' <"$1/slurm" 2>/dev/null | awk -F= -v key="$2" '!seen && $1 == key { print substr($0, length(key) + 2); seen = 1 }'
}

# What a pending job waits for that nobody but a person will change, and the
# remedy: of the reasons in squeue(1), section JOB REASON CODES, those that do
# not pass by themselves.
hopeless_reasons=(
	'BadConstraints' "no node can do what was asked; 'sinfo -N -o \"%N %f\"' lists what there is: ask for others"
	'Partition(Down|Inactive)' "the partition starts no jobs; wait until it is up again, or name another (--partition)"
	'PartitionTimeLimit|.*MaxWallDurationPerJobLimit' "the job may not last as long; give a shorter --time"
	'(QOS|Assoc)Max.*Per(Job|Node).*|QOSMin.*' "a job may not be of this size here; name another --partition, or ask its administrator"
	'DependencyNeverSatisfied' "what it depends on has failed; cancel it and run again"
	'JobHeld.*|JobHoldMaxRequeue|.*held.*' "it is held; 'scontrol release' lets it go"
	'Invalid(Account|QOS)|(Account|QOS)NotAllowed' "the account or its quality of service may not run here; ask the cluster's administrator"
	'ReservationDeleted' "its reservation is gone; cancel it and run again"
)

# Empty: it may run yet.
why_never() # JOB-FOLDER
{
	local reason i

	[ "$(slurm_says "$1" JobState)" = PENDING ] || return 0
	reason=$(slurm_says "$1" Reason)
	for ((i = 0; i < ${#hopeless_reasons[@]}; i += 2)); do
		if [[ $reason =~ ^(${hopeless_reasons[i]})$ ]]; then
			echo "${hopeless_reasons[i + 1]}"
			return
		fi
	done
}

# What may pass, but need not. Empty: nothing.
why_not_yet() # JOB-FOLDER
{
	if answers; then
		nodes_down "$1"
	else
		echo "Slurm does not answer; is slurmctld up?"
	fi
}

# Nodes that a pending job could run on, if none is up. Slurm's own reason may
# be any: Resources, ReqNodeNotAvail, Priority, PartitionNodeLimit. A node that
# is idle while a job waits for its resources is one whose use Slurm has counted
# wrong, as 22.05 at times does after a job was requeued.
nodes_down() # JOB-FOLDER
{
	local node feature reason name features state why down=''

	[ "$(slurm_says "$1" JobState)" = PENDING ] || return 0
	node=$(slurm_says "$1" ReqNodeList)
	feature=$(slurm_says "$1" Features)
	reason=$(slurm_says "$1" Reason)
	while IFS='|' read -r name features state why; do
		[ "$node" = '(null)' ] || [ "$name" = "$node" ] || continue
		[ "$feature" = '(null)' ] || [[ ,$features, = *,$feature,* ]] || continue
		if [ "$state:$reason" = idle:Resources ]; then
			why='yet Slurm finds no room there'
		elif is_up "$state"; then
			return 0
		fi
		down+="${down:+, }$name is $state${why:+ ($why)}"
	done < <(sinfo -h -N -p "$(slurm_says "$1" Partition)" -o '%N|%b|%T|%E')
	[ -z "$down" ] || echo "$down; bring it back (sinfo -R, scontrol update nodename=.. state=resume), or name other nodes"
}

show_status()
{
	local job state

	local format='%-20s %-8s %-12s %-12s %8s %10s %8s  %s\n'

	# shellcheck disable=SC2059 # the format of both
	printf "$format" target job state node restarts time blocks why
	for job in "$fleet"/jobs/*; do
		state=$(job_state "$job")
		# shellcheck disable=SC2059
		printf "$format" "${job##*/}" "$(cat "$job/id")" \
			"$state" "$(tail -n 1 "$job/out/nodes" 2>/dev/null || echo -)" \
			"$(slurm_says "$job" Restarts)" "$(slurm_says "$job" RunTime)" \
			"$(blocks_of "$job")" "$(why_of "$job" "$state")"
	done
}

why_of() # JOB-FOLDER STATE
{
	case $2 in
	PENDING) printf '%s\n' "$(slurm_says "$1" Reason)" "$(why_never "$1")" "$(why_not_yet "$1")" |
		grep . | paste -sd : | sed 's/:/: /g' ;;
	REFUSED) head -n 1 "$1/refused" ;;
	FAILED) tail -n 1 "$1/log" 2>/dev/null || echo "no log: does the node see $fleet?" ;;
	esac
}

fetch() { :; }	# jobs write where gather reads
