# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# Programs of another suite: a later kernel's headers come with tools, and ask
# for a compiler, that want a later C library than this machine's. They run by
# their own dynamic linker, out of the cache; nothing of them is installed.

# All that packages need, as if none were installed here.
closure_fetch() # SUITE DIR PACKAGE..
{
	local suite=$1 dir=$2 downloads=$cache/apt/closure-${2##*/} deb
	shift 2

	[ ! -e "$dir/.complete" ] || return 0
	echo "initbench: vm: fetching $1 of $suite and all it needs" >&2
	apt_suite "$suite"
	mkdir -p "$downloads/archives/partial" "$dir"
	: >"$downloads/status"
	apt-get "${apt_options[@]}" -o "Dir::State::status=$downloads/status" \
		-o "Dir::Cache::archives=$downloads/archives" -o Debug::NoLocking=1 -qq -y \
		--no-install-recommends --download-only install "$@" >"$work/apt" 2>&1 ||
		die "cannot download $* of $suite: $(tail -n1 "$work/apt")"
	for deb in "$downloads"/archives/*.deb; do
		dpkg-deb -x "$deb" "$dir" || die "cannot unpack $deb"
	done
	rm -rf "$downloads"
	: >"$dir/.complete"
}

# Puts a script in each program's place that starts it by the toolchain's own
# dynamic linker.
wrap_programs() # TOOLCHAIN DIR..
{
	local libraries=$1/usr/lib/x86_64-linux-gnu program
	shift

	find "$@" -type f -perm -u+x ! -name '*.so*' ! -name '*.wrapped' -print0 |
	while IFS= read -r -d '' program; do
		[ "$(head -c 4 "$program" | tr -d '\0')" = $'\x7fELF' ] || continue
		mv "$program" "$program.wrapped"
		cat >"$program" <<-END
		#!/bin/sh
		exec $libraries/ld-linux-x86-64.so.2 --library-path $libraries --argv0 "\$0" \\
			"\${0%/*}/${program##*/}.wrapped" "\$@"
		END
		chmod 755 "$program"
	done
}

# Makes headers that were fetched usable here: see above.
toolchain_for() # SUITE HEADERS KBUILD
{
	local compiler toolchain

	compiler=$(sed -n 's/^CC *=.*\<\(gcc-[0-9]*\).*/\1/p' "$2/.kernelvariables")
	[ -n "$compiler" ] || return 0
	if command -v "x86_64-linux-gnu-$compiler" >/dev/null &&
	   [[ $("$3/scripts/basic/fixdep" 2>&1) != *GLIBC_*"not found"* ]]; then
		return 0
	fi
	toolchain=$cache/toolchain/$1-$compiler
	closure_fetch "$1" "$toolchain" "$compiler" pahole libelf1t64 libssl3t64
	exec 8>"$toolchain/lock"
	flock 8
	wrap_programs "$toolchain" "$toolchain/usr/bin" "$toolchain/usr/libexec" "$3"
	exec 8>&-
	sed -i "1i export PATH := $toolchain/usr/bin:\$(PATH)" "$2/Makefile"
}
