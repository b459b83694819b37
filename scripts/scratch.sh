# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What scripts share that write files.

# Adds a line to a file of lines, which is then there whole or as it was.
append_line() # FILE LINE
{
	local new=${1%/*}

	if [ -e "$1" ] && [ ! -f "$1" ]; then
		printf '%s\n' "$2" >>"$1"
		return
	fi
	[ "$new" != "$1" ] || new=.
	new=$new/.${1##*/}.$$-0.new
	{
		{ [ ! -e "$1" ] || cat "$1"; } && printf '%s\n' "$2"
	} >"$new" && sync "$new" && mv -T "$new" "$1" && return
	rm -f "$new"
	return 1
}

# A folder of a script's own, in memory where there is room: what is made there is no
# half of a file in a folder of the user's, and reads of it do not fail.

# Sets scratch. Folders of scripts that were killed go with the next of initbench's own.
make_scratch()
{
	local parent=${TMPDIR:-/tmp} blocks size

	if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] && [ -w /dev/shm ]; then
		read -r blocks size < <(stat -f -c '%a %S' /dev/shm)
		[ $((blocks * size)) -lt $((256 << 20)) ] || parent=/dev/shm
	fi
	# shellcheck disable=SC2034 # the caller's
	scratch=$(mktemp -d "$parent/initbench.$$.XXXXXX")
}
