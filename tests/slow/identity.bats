#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# Exact counts do not depend on where an emulated kernel is booted: another date, another
# place and name of its files, more memory, more in its initramfs.

setup_file()
{
	export dir=$BATS_FILE_TMPDIR
	scripts/vm kernel >/dev/null 2>"$dir/no-kernel" || return 0
	rm "$dir/no-kernel"
	boot here &
	mkdir -p "$dir/a/folder/with a long/and quite another/name"
	head -c 3000000 /dev/urandom >"$dir/ballast"
	TMPDIR="$dir/a/folder/with a long/and quite another/name" boot elsewhere --date 1500000000 --memory 768 \
		--file "$dir/ballast:/ballast" --env OTHER=machine --console "$dir/console" &
	wait
}

setup()
{
	[ ! -e "$dir/no-kernel" ] || skip "$(cat "$dir/no-kernel")"
}

boot() # NAME OPTION..
{
	scripts/vm run --timeout 1800 --initbench-ko --kvm --out "$dir/$1" "${@:2}" -- sh -c '
		initbench run --lane kmod --blocks 1 --event init --mask none,mpx --out kmod.jsonl
		initbench run --lane kvm --blocks 1 --out kvm.jsonl' >"$dir/$1.log" 2>&1 || true
}

counts() # DIR LANE
{
	grep '"type":"row"' "$dir/$1/$2.jsonl" | grep '"skip":null' |
		grep -o '"variant":.*"content":"[^"]*"\|"insns":[0-9]*' | paste -d' ' - -
}

@test "lane kmod counts the same instructions, row by row" {
	cat "$dir/here.log" "$dir/elsewhere.log"
	[ "$(counts here kmod | grep -c insns)" -ge 20 ]
	diff <(counts here kmod) <(counts elsewhere kmod)
}

# vcpu-create allocates, so that its count is that of the allocator's state.
@test "INIT, KVM_RUN, put and load of the kernel's KVM count the same" {
	[ "$(counts here kvm | grep -cE 'kernel:(init|run|putload)')" -ge 3 ]
	diff <(counts here kvm | grep -E 'kernel:(init|run|putload|sipi)') \
		<(counts elsewhere kvm | grep -E 'kernel:(init|run|putload|sipi)')
}
