# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash

_initbench_words() { _sequence compadd - "$@"; }

_initbench_list() # NAME
{
	_initbench_words ${(f)"$(initbench list $1 2>/dev/null | sed -n 's/^  \([^ ]*\).*/\1/p')"}
}

_initbench()
{
	local command=$service specs

	if [ "$command" = initbench ]; then
		if (( CURRENT == 2 )); then
			_describe command _initbench_commands
			return
		fi
		shift words
		(( CURRENT-- ))
		command=$words[1]
	fi
	eval "specs=( ${_initbench_options[$command]} )"
	_arguments -s "${(@)specs}"
}

