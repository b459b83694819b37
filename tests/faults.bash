# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# A command of which every call on its files fails in turn: what is told, and what is left.

# Builds what makes calls fail.
faults_build() # ROOT-OF-THE-TREE
{
	"${CC:-gcc}" -D_GNU_SOURCE -O1 -o "$BATS_FILE_TMPDIR/fail_nth" "$1/tests/fail_nth.c"
}

# The names that the tests have, of a file of tests in a folder of this one's.
faults_names()
{
	root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
	# shellcheck disable=SC2034 # the tests'
	I=$(cd "$root" && realpath "${B:-build}")/initbench
	# shellcheck disable=SC2034 # the tests'
	make_results=$root/tests/make-results
}

# A folder to work in; skips where the kernel does not let calls fail.
faults_begin()
{
	faults_names
	FAIL=$BATS_FILE_TMPDIR/fail_nth
	# shellcheck disable=SC2034 # the tests'
	EVERY=read,write,open,fsync,rename,mkdir
	cd "$BATS_TEST_TMPDIR" || return 1
	"$FAIL" 1 EIO read /dev/null /nowhere true 2>why ||
		skip "seccomp(2) does not hand calls over here: $(cat why)"
	mkdir work && cd work && mkdir before
}

# What the user knows a file as: temporaries are named .NAME.PID-N.new and .NAME.new.
known_as() # PATH
{
	local name=${1##*/}

	if [[ $name =~ ^\.(.*)\.[0-9]+-[0-9]+\.new$ || $name =~ ^\.(.*)\.new(\..*)?$ ]]; then
		name=${BASH_REMATCH[1]}
	fi
	echo "$name"
}

# Runs it in a copy of the folder "before"; sets status.
in_copy() # COMMAND..
{
	rm -rf disk
	cp -a before disk
	status=0
	(cd disk && exec "$@" >../out 2>../err) || status=$?
}

is_as() # FOLDER
{
	diff -rq --no-dereference "$1" disk >differs 2>&1
}

# What is wrong after a call failed; nothing if nothing is.
what_is_wrong() # KIND PATH
{
	local word

	word=$(known_as "${2#"$PWD"/disk/}")
	# Of the folder that it runs in any message will do.
	[ "$2" != . ] && [ "$2" != "$PWD/disk" ] || word=
	if [ "$status" = "${DONE:-0}" ] && is_as after; then
		return # the program tried again
	elif [ "$status" != 2 ]; then
		echo "status $status"
	elif ! is_as before && ! { [ -n "${BY_FILE-}" ] && is_as after; }; then
		echo "left: $(head -n 3 differs)"
	elif ! grep -qF -e "$word" err; then
		echo "nothing tells of '$word': $(head -n 3 err)"
	fi
}

# Of the folder "before" a copy, "disk", is what the command works on, in which it runs. When a
# call failed: status 2, the folder as before, and a message that has the file's name; or the
# program tried again and all is done. Every STEP-th call is tried, from a drawn one on.
# DONE is the status when none failed (0). BY_FILE: what was done before the call may stay done,
# since each file is for itself. ROOTS: files whose calls fail, by how they begin.
every_call_fails() # STEP KINDS COMMAND..
{
	local step=$1 kinds=$2 n error kind path wrong bad=0
	shift 2

	in_copy "$@"
	[ "$status" = "${DONE:-0}" ] || { echo "no call failed: status $status"; cat err; return 1; }
	rm -rf after
	mv disk after
	for error in ENOSPC EIO; do
		for ((n = 1 + RANDOM % step; ; n += step)); do
			in_copy "$FAIL" $n $error "$kinds" ../call "${ROOTS:-$PWD/disk}" "$@"
			[ -s call ] || break
			read -r kind path <call
			wrong=$(what_is_wrong "$kind" "$path")
			[ -n "$wrong" ] || continue
			echo "call $n, $error: $kind of ${path#"$PWD"/disk/}: $wrong"
			bad=$((bad + 1))
		done
		[ $n -gt "$step" ] || { echo "no call at all"; bad=$((bad + 1)); }
	done
	[ $bad = 0 ] || { echo "$bad calls of which the failure is not told as it should be"; return 1; }
}
