#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What `make install` puts below DESTDIR works there, and `make uninstall` takes it away.

bats_require_minimum_version 1.5.0

setup()
{
	command -v help2man >/dev/null || skip "no help2man; scripts/setup installs it"
	export DESTDIR=$BATS_TEST_TMPDIR/root
	bin=$DESTDIR/usr/bin
	mkdir -p "$bin"
}

installed() { find "$DESTDIR" ! -type d | sort; }

staged() { make -s "$1" "B=${B:-build}" PREFIX=/usr; }

@test "installed, every command answers; uninstalled, nothing stays but what others put there" {
	touch "$bin/others"
	before=$(installed)
	staged install
	for command in initbench initbench-vm initbench-publish compare-branches; do
		run -0 "$bin/$command" -h
		[[ $output == *"Usage"* ]]
		[ -s "$DESTDIR/usr/share/man/man1/$command.1" ]
	done
	[ -z "$(find -L "$DESTDIR" -type l)" ]
	staged uninstall
	diff <(echo "$before") <(installed)
	[ ! -e "$DESTDIR/usr/libexec/initbench" ]
	[ ! -e "$DESTDIR/usr/share/initbench" ]
	# Where nothing is, that is no error.
	staged uninstall
}
