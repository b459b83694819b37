#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # for another shell
# What scripts/compare-branches makes of a repository: a side as a tree of git, and what
# of it a kernel is built from. Nothing is compiled.

bats_require_minimum_version 1.5.0

setup()
{
	parts=$BATS_TEST_DIRNAME/../scripts/compare.d
	tree=$BATS_TEST_TMPDIR/tree work=$BATS_TEST_TMPDIR/work cache=$BATS_TEST_TMPDIR/cache
	mkdir -p "$work" "$tree"/{arch/x86/kvm,arch/arm64,Documentation,tools/objtool,tools/perf}
	cd "$tree" || return
	git init -q
	git config user.name T
	git config user.email t@example.org
	echo 'one two' >arch/x86/kvm/x86.c
	for file in arch/arm64/a.c Documentation/d.rst tools/objtool/o.c tools/perf/p.c Makefile; do
		echo 1 >$file
	done
	# As in the source of Debian's kernel packages.
	printf '/*\n' >.gitignore
	git add -Af
	git commit -q -m base
}

# Runs words with the scripts' functions, in a shell like theirs.
with() # WORD..
{
	tree=$tree work=$work cache=$cache parts=$parts top=$BATS_TEST_DIRNAME/.. bash -u -o pipefail -c '
		EXIT_USAGE=2
		die() { echo "$1" >&2; exit 2; }
		. "$parts/trees.sh" && . "$parts/whole.sh" && '"$*"
}

@test "a side's own change makes a tree that differs in it alone; the repository has none of it" {
	before=$(git count-objects)
	run -0 with 'made=$(tree_with "HEAD^{tree}" arch/x86/kvm/x86.c sed s/one/1/) && tree_git cat-file blob $made:arch/x86/kvm/x86.c &&
		tree_differing "HEAD^{tree}" $made'
	[ "$output" = "$(printf '1 two\narch/x86/kvm/x86.c')" ]
	[ "$(git count-objects)" = "$before" ]
	[ -z "$(git status --porcelain)" ]
}

@test "files as they are now: also new ones that .gitignore hides, not what a build left" {
	echo changed >arch/x86/kvm/x86.c
	echo new >arch/x86/kvm/new.c
	touch arch/x86/kvm/new.o arch/x86/kvm/new.mod.c
	run -0 with 'made=$(tree_of .) && tree_differing "HEAD^{tree}" $made'
	[ "$output" = "$(printf 'arch/x86/kvm/new.c\narch/x86/kvm/x86.c')" ]
	[ -z "$(git diff --cached --name-only)" ]
	# Where only some files are ignored, what is new is what git says.
	echo '*.o' >.gitignore
	echo new >arch/x86/kvm/more
	run -0 with 'made=$(tree_of .) && tree_differing "HEAD^{tree}" $made'
	[[ $output == *"arch/x86/kvm/more"* && $output != *".o"* ]]
}

@test "the mirror: what did not change keeps its time, what is gone goes" {
	with 'tree_into "HEAD^{tree}" "$work/src"'
	time=$(stat -c %y "$work/src/Makefile")
	sleep .1
	echo changed >arch/x86/kvm/x86.c
	git rm -q -f tools/perf/p.c
	git commit -q -a -m next
	with 'tree_into "HEAD^{tree}" "$work/src"'
	[ "$(stat -c %y "$work/src/Makefile")" = "$time" ]
	[ "$(cat "$work/src/arch/x86/kvm/x86.c")" = changed ]
	[ ! -e "$work/src/tools/perf/p.c" ]
	[ -z "$(git status --porcelain)" ]
}

@test "documentation, other architectures and tools that build nothing make no other kernel" {
	key=$(with 'whole_key "HEAD^{tree}"')
	for file in Documentation/d.rst arch/arm64/a.c tools/perf/p.c; do
		echo 2 >$file
	done
	git commit -q -a -m elsewhere
	[ "$(with 'whole_key "HEAD^{tree}"')" = "$key" ]
	for file in arch/x86/kvm/x86.c tools/objtool/o.c Makefile; do
		echo 3 >$file
		git commit -q -a -m here
		again=$(with 'whole_key "HEAD^{tree}"')
		[ "$again" != "$key" ]
		key=$again
	done
}
