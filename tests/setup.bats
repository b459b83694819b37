#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # the text of commands is not expanded here
# scripts/setup among commands that are not the machine's own: some are taken
# away, and those that would install or become root only take notes.

bats_require_minimum_version 1.5.0

# What scripts/setup runs on, and what it looks for.
tools=(awk bash cat dirname env find grep head ldd ln ls mkdir mktemp rm sed seq sleep sort tail true)
needed=(cpio gcc git gnuplot hyperfine kmod make pkg-config qemu-system-x86_64 xz zstd busybox)

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return
	bin=$BATS_TEST_TMPDIR/bin
	export LOG=$BATS_TEST_TMPDIR/log
	export INITBENCH_LOCK_WAIT=0
	mkdir "$bin"
	for command in "${tools[@]}" "${needed[@]}"; do
		ln -s "$(type -P "$command")" "$bin/"
	done
	touch "$LOG"
	user 0
	command_is apt-cache 'echo "  Candidate: 1.0"'
	command_is apt-get 'echo "apt-get $*" >>"$LOG"'
}

# NAME TEXT: a command that is this shell text. Renamed into place: writing to
# the name would follow the link to the machine's own command.
command_is()
{
	printf '#!/bin/bash\n%s\n' "$2" >"$BATS_TEST_TMPDIR/command"
	chmod +x "$BATS_TEST_TMPDIR/command"
	mv -f "$BATS_TEST_TMPDIR/command" "$bin/$1"
}

user() { command_is id "echo $1"; }

without()
{
	local name

	for name; do
		rm -f "$bin/$name"
	done
}

# An apt-get that also puts back what was taken away.
apt_installs()
{
	command_is apt-get "echo \"apt-get \$*\" >>\"\$LOG\"
		case \$* in *install*) ln -sf $(type -P "$1") $bin/$1;; esac"
}

setup_script()
{
	run env PATH="$bin" "$bin/bash" scripts/setup "$@"
	echo "$output"
}

@test "nothing missing: silent, and apt is not asked" {
	setup_script
	[ "$status" = 0 ]
	[ -z "$output" ]
	[ ! -s "$LOG" ]
}

@test "--check names what is missing with both packages, and installs nothing" {
	without hyperfine qemu-system-x86_64
	setup_script --check
	[ "$status" = 2 ]
	[[ "$output" =~ command\ +hyperfine\ +hyperfine\ +hyperfine ]]
	[[ "$output" =~ qemu-system-x86_64\ +qemu-system-x86\ +qemu-system-x86-core ]]
	[[ "$output" != *bats* ]]
	[ ! -s "$LOG" ]
}

@test "a missing header, library, kernel header and kernel source are noticed" {
	command_is pkg-config 'case $* in *cmocka*|*libperf*) exit 1;; esac'
	command_is gcc 'case $* in *perfmon*) exit 1;; esac'
	command_is ldd 'true'
	run env PATH="$bin" INITBENCH_KERNEL_SOURCES=/nonexistent INITBENCH_MODULES=/nonexistent \
		XDG_CACHE_HOME="$BATS_TEST_TMPDIR" scripts/setup --check --with test
	[ "$status" = 2 ]
	for package in libpfm4-dev libcmocka-dev linux-source busybox-static linux-headers-amd64; do
		[[ "$output" == *" $package"* ]]
	done
	[[ "$output" != *libgsl-dev* ]]
}

@test "root installs just what is missing" {
	without hyperfine
	apt_installs hyperfine
	setup_script
	[ "$status" = 0 ]
	[ "$(cat "$LOG")" = "apt-get -q -y install --no-install-recommends hyperfine" ]
}

@test "an apt-cache that says more than a pipe holds is heard out" {
	without hyperfine
	apt_installs hyperfine
	command_is apt-cache 'echo "  Candidate: 1.0"; seq 100000'
	setup_script
	[ "$status" = 0 ]
	[ "$(cat "$LOG")" = "apt-get -q -y install --no-install-recommends hyperfine" ]
}

@test "a user with sudo installs by it" {
	user 1000
	command_is sudo 'echo "sudo $*" >>"$LOG"; shift; exec "$@"'
	without hyperfine
	apt_installs hyperfine
	setup_script
	[ "$status" = 0 ]
	grep '^sudo -n env .*apt-get .*install.* hyperfine' "$LOG"
}

@test "a user without rights gets the one command, and exit 2" {
	user 1000
	command_is sudo 'exit 1'
	without hyperfine cpio
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"sudo apt-get install --no-install-recommends"*hyperfine*cpio* ]]
	[ ! -s "$LOG" ]
}

@test "no sudo at all: the same" {
	user 1000
	without hyperfine
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"sudo apt-get install --no-install-recommends hyperfine"* ]]
}

@test "lists are fetched only when apt does not know a package" {
	without hyperfine
	apt_installs hyperfine
	command_is apt-cache 'grep -q update "$LOG" && echo "  Candidate: 1.0" || true'
	setup_script
	[ "$status" = 0 ]
	[ "$(sed -n 1p "$LOG")" = "apt-get -q -y update" ]
	[[ "$(sed -n 2p "$LOG")" == *install*hyperfine ]]
}

@test "a package that apt does not know after all is named" {
	without hyperfine
	command_is apt-cache 'echo "  Candidate: (none)"'
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"no package hyperfine"* ]]
	run ! grep install "$LOG"
}

@test "of alternative packages the known one is taken" {
	without pkg-config
	apt_installs pkg-config
	command_is apt-cache '[ "$2" = pkgconf ] || echo "  Candidate: 1.0"'
	setup_script
	[ "$status" = 0 ]
	grep ' pkg-config' "$LOG"
	run ! grep ' pkgconf' "$LOG"
}

@test "apt locked by another: said so, exit 2" {
	without hyperfine
	command_is apt-get 'echo "E: Could not get lock /var/lib/dpkg/lock-frontend."; exit 100'
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"locked by another process"* ]]
}

@test "apt's lock is waited for" {
	without hyperfine
	apt_installs hyperfine
	mv "$bin/apt-get" "$bin/apt-real"
	command_is apt-get 'echo try >>"$LOG"
		[ "$(grep -c try "$LOG")" -gt 1 ] && exec apt-real "$@"
		echo "E: Could not get lock /var/lib/dpkg/lock-frontend."; exit 100'
	command_is sleep true
	INITBENCH_LOCK_WAIT=10 setup_script
	[ "$status" = 0 ]
}

@test "apt fails: its last words are shown, exit 2" {
	without hyperfine
	command_is apt-get 'echo "E: the mirror is on fire"; exit 100'
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"mirror is on fire"*"cannot install hyperfine"* ]]
}

@test "an installation that leaves something missing is not believed" {
	without hyperfine
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"still missing"*hyperfine* ]]
}

@test "Fedora: dnf and its names" {
	user 1000
	without apt-get qemu-system-x86_64
	command_is dnf 'echo "dnf $*" >>"$LOG"'
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"sudo dnf"*install*qemu-system-x86-core* ]]
	[ ! -s "$LOG" ]
	user 0
	setup_script
	grep '^dnf .*install.*qemu-system-x86-core' "$LOG"
}

@test "another distribution: what is needed is listed" {
	without apt-get hyperfine cpio
	setup_script
	[ "$status" = 2 ]
	[[ "$output" == *"neither apt-get nor dnf"*hyperfine*cpio* ]]
}

@test "-h explains, an unknown option exits 2" {
	setup_script -h
	[ "$status" = 0 ]
	[[ "$output" == *--check* ]]
	setup_script --chekc
	[ "$status" = 2 ]
}

@test "benching needs no test framework, linter or batch system" {
	setup_script --check
	[ "$status" = 0 ]
	setup_script --check --with test --with lint
	[ "$status" = 2 ]
	for command in bats sbatch help2man shellcheck cppcheck; do
		[[ "$output" =~ command\ +$command\  ]]
	done
}

@test "a group's packages are asked for only with the group" {
	without jq
	setup_script --check
	[[ "$output" != *jq* ]]
	setup_script --check --with peers
	[ "$status" = 2 ]
	[[ "$output" =~ command\ +jq\ +jq\ +jq ]]
}
