#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # the guest expands them
# Modules of KVM loaded in turns into the kernel of this machine, where that is an
# emulated one which sees this tree: compare-branches --native of a Linux tree.

bats_require_minimum_version 1.5.0

setup_file()
{
	cd "$BATS_TEST_DIRNAME/../.." || return
	export LINUX=$BATS_FILE_TMPDIR/linux
	command -v qemu-system-x86_64 >/dev/null || return 0
	scripts/kernel-source >/dev/null 2>&1 || return 0
	tests/kernel_fixture "$LINUX" >&2
	# What is built stays cached: a compiler in the guest would take long.
	scripts/compare-branches unrolled u64-mask --tree "$LINUX" --expose-mpx \
		--out "$BATS_FILE_TMPDIR/emulated" -- --variant kernel:init --content sse >&2 || [ $? = 1 ]
}

setup()
{
	[ -e "$BATS_FILE_TMPDIR/emulated/table.txt" ] || skip "no qemu-system-x86_64, or no kernel source package"
	dir=$BATS_TEST_TMPDIR
}

@test "--root: the guest sees this machine's files, and changes none" {
	run -0 tests/in_guest "$dir" 'modinfo -F filename kvm && cmp README.md README.md && echo x >README.md &&
		cp README.md /out/ && ls -d /proc/self /sys/module'
	echo "$output"
	[ "$(cat "$dir/README.md")" = x ]
	[ "$(head -n 1 README.md)" = "# initbench" ]
}

@test "--native: sides in turns; ended by a signal, the kernel's own modules are back" {
	run tests/in_guest "$dir" '
		modprobe kvm-amd
		# Modules from elsewhere taint: O.
		loaded() { lsmod | grep -o "^kvm[^ ]*" | sort; cat /sys/module/kvm/taint; }
		loaded >/out/before
		mkdir /tmp/t; export TMPDIR=/tmp/t
		scripts/compare-branches unrolled u64-mask --tree "$LINUX" --expose-mpx --native --host none \
			--quick --out /out/native -- --variant kernel:init --content sse >/out/log 2>&1 &
		for side in patch aa; do
			until grep -qs "\"type\":\"end\"" /out/native/$side-native.jsonl; do
				kill -0 $! || exit 9
				sleep 1
			done
		done
		kill -TERM $!
		wait $!
		echo $? >/out/status
		loaded >/out/after
		ls -A /tmp/t >/out/left' "LINUX=$LINUX"
	echo "$output"
	cat "$dir/log"
	[ "$status" -eq 0 ]
	[ "$(cat "$dir/status")" = 130 ]
	[ "$(cat "$dir/before")" = "$(printf 'kvm\nkvm_amd\n\n')" ]
	cmp "$dir/before" "$dir/after"
	[ ! -s "$dir/left" ]
	for side in patch aa; do
		grep -q '"type":"block",.*"dropped":null' "$dir/native/$side-native.jsonl"
		grep -q '"status":"complete"' "$dir/native/$side-native.jsonl"
	done
}
