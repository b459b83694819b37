#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # make's variables
# scripts/libperf, on a kernel source of a few lines.

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	! pkg-config --exists libperf || skip "the system has a libperf of its own"
	export INITBENCH_KERNEL_SOURCES=$BATS_TEST_TMPDIR/src XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache
	cached=$XDG_CACHE_HOME/initbench/libperf-9.9
	kernel_source 9.9 'touch $(O)/libapi.a $(libdir)/libperf.a'
}

# VERSION RECIPE: a tarball whose libperf is "built" by the recipe.
kernel_source()
{
	local top=$BATS_TEST_TMPDIR/linux-source-$1 dir

	mkdir -p "$INITBENCH_KERNEL_SOURCES"
	for dir in lib/perf lib/api build scripts include arch/x86/include; do
		mkdir -p "$top/tools/$dir"
		touch "$top/tools/$dir/file"
	done
	touch "$top/tools/lib/str_error_r.c" "$top/tools/lib/zalloc.c"
	printf 'install_lib:\n\t%s\ninstall_headers:\n\tmkdir -p $(prefix)/include\n' "$2" \
		>"$top/tools/lib/perf/Makefile"
	tar -C "$BATS_TEST_TMPDIR" -cf "$INITBENCH_KERNEL_SOURCES/linux-source-$1.tar" \
		"linux-source-$1"
	mv "$INITBENCH_KERNEL_SOURCES/linux-source-$1.tar" \
		"$INITBENCH_KERNEL_SOURCES/linux-source-$1.tar.x"
}

@test "not built yet: --print-prefix, --cflags and --libs are empty, exit 0" {
	for option in --print-prefix --cflags --libs; do
		run scripts/libperf $option
		[ "$status" = 0 ]
		[ -z "$output" ]
	done
}

@test "built once, silently; then known" {
	run scripts/libperf
	[ "$status" = 0 ]
	[ -z "$output" ]
	[ "$(scripts/libperf --print-prefix)" = "$cached" ]
	[ "$(scripts/libperf --cflags)" = "-isystem $cached/include" ]
	for library in $(scripts/libperf --libs); do
		[ -e "$library" ]
	done
	# A second build would leave another directory behind the name.
	before=$(stat -c %i "$cached")
	scripts/libperf
	[ "$(stat -c %i "$cached")" = "$before" ]
}

@test "the make that calls it does not leak into the kernel's" {
	kernel_source 9.9 'test "$(CC)" = cc && test -z "$(B)" && touch $(O)/libapi.a $(libdir)/libperf.a'
	printf 'all:\n\t@scripts/libperf\n' >"$BATS_TEST_TMPDIR/Makefile"
	run make -f "$BATS_TEST_TMPDIR/Makefile" CC=clang B=elsewhere
	[ "$status" = 0 ]
	[ -d "$cached" ]
}

@test "a failed build shows the end of its log and leaves nothing" {
	kernel_source 9.9 '@echo "no such register: r17"; false'
	run scripts/libperf
	[ "$status" = 2 ]
	[[ "$output" == *"no such register: r17"* ]]
	[[ "$output" == *"linux-source-9.9"* ]]
	[ -z "$(ls -A "$XDG_CACHE_HOME/initbench")" ]
	[ -z "$(scripts/libperf --print-prefix)" ]
}

@test "a build without one of the libraries has failed" {
	kernel_source 9.9 'touch $(libdir)/libperf.a'
	run scripts/libperf
	[ "$status" = 2 ]
	[ -z "$(scripts/libperf --print-prefix)" ]
}

@test "a build that was killed does not count" {
	mkdir -p "$XDG_CACHE_HOME/initbench/.building-killed/out/lib"
	[ -z "$(scripts/libperf --print-prefix)" ]
	scripts/libperf
	[ -d "$cached" ]
}

@test "two at once both succeed and leave one library" {
	kernel_source 9.9 'sleep 0.3; touch $(O)/libapi.a $(libdir)/libperf.a'
	scripts/libperf &
	first=$!
	scripts/libperf
	wait $first
	[ "$(ls -A "$XDG_CACHE_HOME/initbench")" = libperf-9.9 ]
	[ "$(ls "$cached")" = "$(printf 'include\nlib')" ]
}

@test "of several kernel sources the newest is built" {
	kernel_source 9.10 'touch $(O)/libapi.a $(libdir)/libperf.a'
	scripts/libperf
	[ "$(scripts/libperf --print-prefix)" = "${cached%.9}.10" ]
}

@test "no kernel source: the package is named, exit 2; what was built still serves" {
	scripts/libperf
	rm -r "$INITBENCH_KERNEL_SOURCES"
	scripts/libperf
	[ "$(scripts/libperf --print-prefix)" = "$cached" ]
	rm -r "$XDG_CACHE_HOME"
	run scripts/libperf
	[ "$status" = 2 ]
	[[ "$output" == *linux-source* ]]
}
