# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# A side as one of git's tree objects. What a repository does not have as a commit, files
# as they are now or with a change of ours, becomes one as well: its objects go to
# $work, nothing is written to the repository. Who sources this has: die(), work, tree.

objects=$(git -C "$tree" rev-parse --path-format=absolute --git-path objects) || exit "$EXIT_USAGE"

# git on the tree, whose new objects go to $work.
tree_git() # ARGUMENT..
{
	mkdir -p "$work/objects"
	GIT_OBJECT_DIRECTORY=$work/objects GIT_ALTERNATE_OBJECT_DIRECTORIES=$objects \
		git -C "$tree" -c core.fsmonitor=false -c core.splitIndex=false -c gc.auto=0 "$@"
}

# What a new file may be of a tree that ignores all that it has not been told of, as the
# source of Debian's kernel packages does; not what a build in it leaves.
NEW_SOURCES=('*.[chS]' '*Kconfig*' '*Makefile*' '*Kbuild*' '*.lds.S' '*.sh' '*.tbl' '*.awk'
	':!*.mod.c' ':!*.dwo' ':!include/generated' ':!include/config' ':!arch/*/include/generated')

# The tree's files as they are now: those tracked, and new ones that are not ignored.
tree_of_files()
{
	local index=$work/index new=()

	cp "$(git -C "$tree" rev-parse --path-format=absolute --git-path index)" "$index" 2>/dev/null ||
		: >"$work/no-index"
	if GIT_INDEX_FILE=$index git -C "$tree" check-ignore -q --no-index "initbench-new-file.c"; then
		mapfile -d '' -t new < <(git -C "$tree" ls-files -z --others -- "${NEW_SOURCES[@]}")
	fi
	export GIT_INDEX_FILE=$index
	tree_git add -A . &&
		{ [ ${#new[@]} -eq 0 ] || printf '%s\0' "${new[@]}" |
			tree_git add -f --pathspec-from-file=- --pathspec-file-nul; } &&
		tree_git write-tree
	local status=$?
	unset GIT_INDEX_FILE
	return $status
}

# A commit's tree, or that of the files as they are now.
tree_of() # REF
{
	if [ "$1" = . ]; then
		tree_of_files
	else
		git -C "$tree" rev-parse -q --verify "$1^{tree}"
	fi
}

# The tree that differs from TREE in that PATH's text has gone through a filter: folder by
# folder, from the file up, since an index of all files would take a second.
tree_with() # TREE PATH FILTER..
{
	local from=$1 path=$2 object name
	shift 2

	tree_git cat-file blob "$from:$path" | "$@" >"$work/filtered" || return
	object=$(tree_git hash-object -w --no-filters "$work/filtered") || return
	while [ -n "$path" ]; do
		name=${path##*/}
		[ "$name" != "$path" ] && path=${path%/*} || path=''
		object=$(tree_git ls-tree "$from:$path" | OBJECT=$object NAME=$name awk -F '\t' '
			$2 == ENVIRON["NAME"] { split($1, word, " "); $1 = word[1] " " word[2] " " ENVIRON["OBJECT"] }
			{ print $1 "\t" $2 }' | tree_git mktree) || return
	done
	echo "$object"
}

# Makes DIR's files those of TREE; files that are the same keep their time. Which
# they are, DIR.index knows.
tree_into() # TREE DIR
{
	mkdir -p "$2"
	rm -f "$2.index.lock"	# of one that was killed: who calls this holds a lock of its own
	GIT_INDEX_FILE=$2.index tree_git -c core.sparseCheckout=false -c core.autocrlf=false \
		--work-tree="$2" read-tree --reset -u "$1"
}

# The paths in which two trees differ.
tree_differing() # TREE TREE PATHSPEC..
{
	local a=$1 b=$2
	shift 2
	tree_git diff-tree -r --no-renames --name-only "$a" "$b" -- "$@"
}
