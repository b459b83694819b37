# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# On a node: unpack, measure into $out, say how it ended. Needs nothing but bash,
# tar, xz and base64 there. What was finished is kept whatever ends it.
set -u
child='' status=2 watch=''
work=$(mktemp -d "${TMPDIR:-/tmp}/initbench.XXXXXX") || exit 2
trap 'kill $watch 2>/dev/null; rm -rf "$work"' EXIT
# shellcheck disable=SC2317
stop() { [ -z "$child" ] || kill -INT "$child" 2>/dev/null; }
trap stop INT TERM HUP

say() { echo "initbench: fleet: $*" >&2; }

# A signal ends a wait, but not the child.
run() # COMMAND..
{
	"$@" &
	child=$!
	wait "$child"
	status=$?
	while kill -0 "$child" 2>/dev/null; do
		wait "$child"
		status=$?
	done
	child=''
}

# Levels of the x86-64 psABI: what /proc/cpuinfo must list. Prints the first
# that it does not.
lacks_of_level() # LEVEL
{
	local flag flags=''

	case $1 in
	x86-64-v4) flags="avx512f avx512bw avx512cd avx512dq avx512vl" ;;&
	x86-64-v[34]) flags+=" avx avx2 bmi1 bmi2 f16c fma abm movbe" ;;&
	x86-64-v[234]) flags+=" cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3" ;;
	esac
	for flag in $flags; do
		grep -q -m 1 "^flags.* $flag\( \|$\)" "${INITBENCH_SYSROOT-}/proc/cpuinfo" || {
			echo "$flag"
			return
		}
	done
}

# The highest that came along and this machine has; says of the others why not.
choose_level()
{
	local program lacks

	for program in "$work"/initbench-*; do
		lacks=$(lacks_of_level "${program##*/initbench-}")
		if [ -z "$lacks" ]; then
			level=${program##*/initbench-}
		else
			say "not ${program##*/initbench-} on $node: its CPU lacks $lacks"
			echo "not ${program##*/initbench-}: the CPU lacks $lacks"
		fi
	done >levels
}

# One a machine and folder of fleets, drawn by chance: no name, no number of it.
# Made aside and linked: whole, and of two jobs the first counts.
machine_label()
{
	local file=$machines/$node

	[ -e "$file" ] || {
		od -An -N3 -tx1 /dev/urandom | tr -d ' ' >"$file.$$"
		ln "$file.$$" "$file" 2>/dev/null
		rm "$file.$$"
	}
	cat "$file"
}

node=${SLURMD_NODENAME:-${node-}}
out=${1:-$out}
# shellcheck disable=SC2015 # either may fail
mkdir -p "$out" 2>/dev/null && cd "$out" && echo "$node" >>nodes || {
	say "$out cannot be written on $node; name a folder that all nodes see (--dir)"
	exit 2
}
# Over ssh: when the connection is gone, so is who asked for this.
if [ -n "${connected-}" ]; then
	{ read -r -d '' _; kill -TERM $$; } <&0 &
	watch=$!
fi
sed '1,/^exit # PROGRAMS$/d' "$0" | base64 -d | xz -d | tar -x -C "$work" || {
	say "cannot unpack the suite on $node; are xz and base64 installed, is ${TMPDIR:-/tmp} full?"
	exit 2
}
case $task in
run)
	choose_level
	[ ! -d "$work/lib" ] || export LD_LIBRARY_PATH=$work/lib
	program=$work/initbench-$level
	"$program" doctor --json >doctor.json
	run "$program" run --machine "${machine:-$(machine_label)}" "${arguments[@]}"
	;;
compare)
	if [ -x "${arguments[0]}" ]; then
		run "${arguments[0]}" --out "$out/compare-$(grep -c '' nodes)" "${arguments[@]:1}"
	else
		say "${arguments[0]} is not on $node; compare wants the suite and the tree where all nodes see them"
	fi
	;;
esac
echo "$status" >ended
exit "$status"
# shellcheck disable=SC2317 # what follows is no shell
exit # PROGRAMS
