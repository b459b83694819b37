#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# What `make install` and `install-dkms` put below DESTDIR works there, and `make uninstall` takes it away.

bats_require_minimum_version 1.5.0

setup()
{
	command -v help2man >/dev/null || skip "no help2man; scripts/setup installs it"
	export DESTDIR=$BATS_TEST_TMPDIR/root
	bin=$DESTDIR/usr/bin
	mkdir -p "$bin"
	# The prefix is built in: a copy, so that no test beside this one finds its program half linked.
	# Without the modules, which other tests build meanwhile.
	mkdir "$BATS_TEST_TMPDIR/build"
	tar -C "${B:-build}" --exclude=./kmod -c . | tar -C "$BATS_TEST_TMPDIR/build" -x
}

installed() { find "$DESTDIR" ! -type d | sort; }

staged() { make -s "$1" "B=$BATS_TEST_TMPDIR/build" PREFIX=/usr; }

# What is sent is the program that was installed; results go where one is.
fleet_works()
{
	command -v parallel >/dev/null || return 0
	cp tests/fake_ssh "$BATS_TEST_TMPDIR"
	(
		cd "$BATS_TEST_TMPDIR" || exit
		export FAKE_HOSTS=$PWD INITBENCH_SSH=$PWD/fake_ssh
		unset B
		"$bin/initbench-fleet" run --hosts a --wait --timeout 120 -- \
			--variant unrolled --fpu none --blocks 2 | grep '^a: .*: new; [0-9]* blocks, complete'
		cat results/*/*.jsonl >/dev/null
		run -2 "$bin/initbench-fleet" run --hosts a --level x86-64-v3
		[[ $output == *"--level builds the suite"* ]]
	)
}

@test "installed, every command answers; uninstalled, nothing stays but what others put there" {
	touch "$bin/others"
	before=$(installed)
	staged install
	for command in initbench initbench-vm initbench-publish initbench-fleet compare-branches; do
		run -0 "$bin/$command" -h
		[[ $output == *"Usage"* ]]
		[ -s "$DESTDIR/usr/share/man/man1/$command.1" ]
	done
	[ -z "$(find -L "$DESTDIR" -type l)" ]
	fleet_works
	staged uninstall
	diff <(echo "$before") <(installed)
	[ ! -e "$DESTDIR/usr/libexec/initbench" ]
	[ ! -e "$DESTDIR/usr/share/initbench" ]
	# Where nothing is, that is no error.
	staged uninstall
}

@test "what install-dkms puts there is built as its dkms.conf says, for every kernel that comes" {
	headers=$(scripts/vm headers 2>"$BATS_TEST_TMPDIR/why") || skip "$(cat "$BATS_TEST_TMPDIR/why")"
	release=$(scripts/vm kernel)
	staged install-dkms
	tree=$(echo "$DESTDIR"/usr/src/initbench-*)
	# shellcheck disable=SC2034 # dkms sets it for the file
	kernel_source_dir=$headers
	# shellcheck source=kmod/dkms.conf
	. "$tree/dkms.conf"
	[ "$AUTOINSTALL" = yes ]
	[ "$PACKAGE_NAME-$PACKAGE_VERSION" = "${tree##*/}" ]
	cd "$tree"
	module=${BUILT_MODULE_LOCATION[0]}/${BUILT_MODULE_NAME[0]}.ko
	eval "${MAKE[0]}"
	PATH=$PATH:/usr/sbin:/sbin modinfo -F vermagic "$module" | grep "^${release%% *} "
	eval "$CLEAN"
	[ ! -e "$module" ]
}
