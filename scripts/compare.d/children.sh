# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# A folder for temporary files, $work, and children; both end with the script,
# however it ends. Who sources this has at_end(), and EXIT_USAGE, EXIT_INTERRUPTED.

work=$(mktemp -d) || exit "$EXIT_USAGE"
export TMPDIR=$work	# a compiler that is killed leaves its files
children=()

# shellcheck disable=SC2317
# What a child started it ends itself; what it wrote elsewhere is whole.
finish()
{
	trap - INT TERM HUP EXIT
	if [ ${#children[@]} -gt 0 ]; then
		kill -TERM "${children[@]}" 2>/dev/null
		wait "${children[@]}" 2>/dev/null
	fi
	rm -rf "$work"
	at_end
}
trap finish EXIT
trap 'finish; exit $EXIT_INTERRUPTED' INT TERM HUP

# In the background, since only then a signal is not kept waiting.
child() # COMMAND..
{
	"$@" &
	children=($!)
	wait "${children[0]}"
	child_ends $?
}

child_ends() # STATUS
{
	children=()
	[ "$1" -ne $EXIT_INTERRUPTED ] || exit $EXIT_INTERRUPTED
	return "$1"
}
