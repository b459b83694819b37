# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2207

# Several words of a list, with commas between them.
_initbench_words() # WORD..
{
	local before=''

	[[ $cur != *,* ]] || before=${cur%,*},
	COMPREPLY=($(compgen -P "$before" -W "$*" -- "${cur##*,}"))
	compopt -o nospace
}

_initbench()
{
	local cur prev words cword split command kind

	_init_completion -s || return
	command=${words[0]##*/}
	if [ "$command" = initbench ]; then
		if [ "$cword" = 1 ]; then
			COMPREPLY=($(compgen -W "$_initbench_commands --help --version" -- "$cur"))
			return
		fi
		command=${words[1]}
	fi
	if [[ $prev = -* && -n ${_initbench_kinds[$command $prev]-} ]]; then
		kind=${_initbench_kinds[$command $prev]}
	elif [[ $cur = -* ]]; then
		COMPREPLY=($(compgen -W "${_initbench_options[$command]-}" -- "$cur"))
		[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
		return
	else
		kind=${_initbench_kinds[$command -]-}
	fi
	case $kind in
	list*) _initbench_words $("${words[0]}" list ${kind#list } 2>/dev/null | sed -n 's/^  \([^ ]*\).*/\1/p') ;;
	words*) _initbench_words ${kind#words } ;;
	files) _filedir ;;
	folders) _filedir -d ;;
	esac
}

