# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
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
