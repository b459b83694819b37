#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # the guest expands them
# Modules of this suite loaded in turns into the kernel of this machine, where that is
# an emulated one which sees this tree: compare-branches --native of two revisions.

bats_require_minimum_version 1.5.0

# A base, and a patch whose u64-mask is longer by 64 bytes or more.
setup_file()
{
	cd "$BATS_TEST_DIRNAME/../.." || return
	export SUITE=$BATS_FILE_TMPDIR/suite BUILT=$BATS_FILE_TMPDIR/built
	command -v qemu-system-x86_64 >/dev/null || return 0
	headers=$(scripts/vm headers) || return 0
	git init -q -b base "$SUITE"
	cp -r Makefile kmod scripts variants "$SUITE/"
	commit_and_build base "$headers"
	git -C "$SUITE" checkout -q -b patch
	sed -i '/xfeatures_mask = /i asm volatile(".skip 64, 0x90");' "$SUITE/variants/u64_mask.c"
	commit_and_build patch "$headers"
	cp -r "$BUILT"/{base,aa}
	cp "${B:-build}/initbench" "$BUILT/"
	make_for_guest >"$BUILT/make"
	chmod 755 "$BUILT/make"
}

commit_and_build() # SIDE HEADERS
{
	git -C "$SUITE" add kmod scripts variants
	git -C "$SUITE" -c user.name=T -c user.email=t@example.org commit -q -m "$1"
	mkdir -p "$BUILT"
	cp -r "$SUITE/$("$SUITE/scripts/kmod-build" "$2" 1 2)" "$BUILT/$1"
}

# A compiler in the guest would take an hour: what is built there was built here. The
# driver is the tree's own; of a side's modules there are two, which take turns.
make_for_guest()
{
	cat <<-'END'
		#!/bin/bash
		all="$* "
		[[ $all == *" IB_LAYOUT="* ]] || exit 0
		seed=${all##* IB_LAYOUT=} to=${all##* -C }
		cp "$BUILT/${PWD##*/}/$((${seed%% *} % 2 + 1)).ko" "${to%% *}/initbench.ko"
	END
}

setup()
{
	[ -e "$BUILT/make" ] || skip "no qemu-system-x86_64, or no kernel headers"
}

# One guest for all tests: what it saw is in $BATS_FILE_TMPDIR/out.
in_guest()
{
	tests/in_guest "$BATS_FILE_TMPDIR/out" '
		mkdir -p /tmp/t build/guest
		cp "$BUILT/initbench" build/guest/
		export TMPDIR=/tmp/t B=build/guest PATH=$BUILT:$PATH
		compare() # NAME OPTION.. (the shell becomes it)
		{
			exec scripts/compare-branches base patch --tree "$SUITE" --native --host none \
				--out "/out/$1" "${@:2}" \
				-- --variant u64-mask --mask mpx --fpu none --content sse >"/out/$1.log" 2>&1
		}
		state() { lsmod | sed -n "s/^\(initbench\) .*/\1/p"; ls -A /tmp/t; }

		(compare whole --blocks 2); echo $? >/out/whole.status
		state >/out/whole.after

		set -m	# each a process group of its own, with signals as by default
		for signal in TERM INT; do
			compare $signal --blocks 1 &
			until grep -qs "\"type\":\"end\"" /out/$signal/*.jsonl && [ -e /dev/initbench ]; do
				kill -0 $! || exit 9
				sleep .2
			done
			[ $signal = TERM ] && kill -TERM $! || kill -INT -- -$!
			wait $!
			echo $? >/out/$signal.status
			state >/out/$signal.after
		done

		insmod "$BUILT/base/1.ko"
		(compare foreign --blocks 1); echo $? >/out/foreign.status
		state >/out/foreign.after' "SUITE=$SUITE" "BUILT=$BUILT"
}

# Of what a comparison wrote of a launch or a block, one field a line.
field() # FIELD TYPE FILE..
{
	local field=$1 type=$2
	shift 2

	sed -n "/\"type\":\"$type\"/s/.*\"$field\":\"\?\([^\",}]*\).*/\1/p" "$@"
}

@test "this suite, --native: sides in turns by reloading, judged, and the module is gone" {
	in_guest
	cd "$BATS_FILE_TMPDIR/out" || return
	cat whole.log
	[ "$(cat whole.status)" = 0 ]
	[ ! -s whole.after ]
	grep -q 'init/none/mpx .* unres$' whole/table-kmod-native.txt

	# The coin's order, and that of time.
	cat whole/{base,patch,aa}-kmod-native.jsonl | grep '"type":"run"' >launches
	paste <(field block run launches) <(field pos run launches) <(field utc run launches) \
		<(field side run launches | sed 's/base/A/; s/patch/B/; s/aa/C/') | sort -n -k 1 -k 2 >order
	cut -f 3 order | sort -c
	[ "$(cut -f 4 order | tr -d '\n')" = "$("$BUILT/initbench" compare --order 2 --arms 3 \
		--coin "$(field coin run launches | sed 1q)" | tr -d '\n')" ]

	# Each launch met its side's module, in the layouts that the others met.
	local base=whole/base-kmod-native.jsonl patch=whole/patch-kmod-native.jsonl aa=whole/aa-kmod-native.jsonl
	[ "$(field bytes row $patch | sort -u)" -gt "$(field bytes row $base | sort -u)" ]
	[ "$(field bytes row $aa | sort -u)" -eq "$(field bytes row $base | sort -u)" ]
	[ "$(field seed block $base | sort -u | wc -l)" -eq 2 ]
	[ "$(field seed block $base | sort)" = "$(field seed block $patch | sort)" ]
}

@test "this suite, --native: ended by SIGTERM or Ctrl-C, the module is gone and launches are kept" {
	cd "$BATS_FILE_TMPDIR/out" || return
	for signal in TERM INT; do
		cat $signal.log
		[ "$(cat $signal.status)" = 130 ]
		[ ! -s $signal.after ]
		cat $signal/*.jsonl | grep -q '"status":"complete"'
		[ ! -e $signal/table-kmod-native.txt ]
	done
}

@test "this suite, --native: a module that was loaded already is named and left alone" {
	cd "$BATS_FILE_TMPDIR/out" || return
	cat foreign.log
	[ "$(cat foreign.status)" = 2 ]
	grep -qx 'initbench: compare-branches: --native: initbench is loaded already; rmmod initbench' foreign.log
	[ "$(cat foreign.after)" = initbench ]
	[ ! -e foreign ]
}
