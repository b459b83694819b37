#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2030,SC2031 # status and output are bats' own
# scripts/compare-branches on branches whose difference is known: of KVM in the
# distribution's kernel source, and of this suite. What was built stays cached.

bats_require_minimum_version 1.5.0

setup_file()
{
	cd "$BATS_TEST_DIRNAME/../.." || return
	export LINUX=$BATS_FILE_TMPDIR/linux
	scripts/kernel-source >/dev/null 2>&1 || return 0
	tests/kernel_fixture "$LINUX" >&2
}

setup()
{
	dir=$BATS_TEST_TMPDIR
	export TMPDIR=$dir/tmp
	mkdir "$TMPDIR"
}

teardown()
{
	[ ! -d "$dir/cluster" ] || tests/slurm-cluster stop "$dir/cluster"
}

needs_linux()
{
	command -v qemu-system-x86_64 >/dev/null || skip "no qemu-system-x86_64"
	[ -d "$LINUX/virt/kvm" ] || skip "no kernel source package"
}

linux() # BASE PATCH OUT OPTION..
{
	scripts/compare-branches "$1" "$2" --tree "$LINUX" --out "$dir/$3" "${@:4}" \
		-- --variant kernel:init,kernel:putload --content sse
}

insns() # OUT ROW: the difference
{
	sed -n "/\"name\":\"$2/,/\"insns\"/s/.*\"insns\":\([-0-9]*\).*/\1/p" "$dir/$1/table.json"
}

# No worktree, process or temporary file.
nothing_left()
{
	[ -z "$(ls -A "$TMPDIR")" ]
	run ! pgrep -f "$TMPDIR"
	[ "$(git -C "${1:-.}" worktree list | wc -l)" -eq "${2:-1}" ]
}

@test "Linux: the loop over a mask differs from calls, by the same instructions each time" {
	needs_linux
	# Of others, by a suite built from these two: not counted.
	mkdir "$dir/other"
	printf '"suite":{"commit":"%s","dirty":false},"compare":{"commit":"1","dirty":false}\n' \
		"$(git -C "$LINUX" rev-parse unrolled)" >"$dir/other/base.jsonl"
	sed "s/$(git -C "$LINUX" rev-parse unrolled)/$(git -C "$LINUX" rev-parse u64-mask)/" \
		"$dir/other/base.jsonl" >"$dir/other/patch.jsonl"
	run -1 linux unrolled u64-mask one --quick
	echo "$output"
	[[ $output == *"kvm_vcpu_reset"* ]]
	run -1 linux unrolled u64-mask two
	[ "$(insns one init)" -gt 0 ]
	[ "$(insns one init)" -eq "$(insns two init)" ]
	[ "$(insns one putload)" -eq 0 ]
	# Neither a time nor what fills up after a function.
	cmp "$dir/one/disassembly.diff" "$dir/two/disassembly.diff"
	[[ $(tail -n 1 "$dir/one/disassembly.diff") != *nop* ]]
	grep -q '^+.*call\|^-.*call' "$dir/one/disassembly.diff"
	grep -q '^-; x86.c: fpstate_clear_xstate_component(fpstate, XFEATURE_BNDREGS);$' "$dir/one/disassembly.diff"
	grep -q '^+; x86.c: for_each_set_bit' "$dir/one/disassembly.diff"
	run ! grep -n '<kvm_vcpu_reset+0x' "$dir/one/disassembly.diff"
	# What makes INIT clear something, and the counts instructions, is recorded.
	grep -q '"patched":"expose-mpx"' "$dir/one/base.jsonl" "$dir/one/patch.jsonl"
	grep -q '"clear_mask":"0x18"' "$dir/one/patch.jsonl"
	grep -q '"cmdline":"[^"]*clearcpuid=' "$dir/one/patch.jsonl"
	grep -q "KVM's modules in a stock kernel, since the tree has KVM alone" "$dir/one/base.jsonl"
	grep -q 'comparison 2 of' "$dir/two/table.txt"
	cp -r "$dir/one" "$BATS_FILE_TMPDIR/compared"
	nothing_left "$LINUX"
}

# The verdict step of doc/ci-example.yml as written, in DIR, by this user and suite.
ci_verdict() # DIR BASE
{
	local step=$dir/verdict.sh

	mkdir -p "$dir/bin"
	# shellcheck disable=SC2016 # expanded in the script
	printf '#!/bin/sh\nexec sh -c "$3"\n' >"$dir/bin/su"
	chmod +x "$dir/bin/su"
	sed -n '/name: Verdict/,/^      - /{/name:\|run:\|uses:/!p}' doc/ci-example.yml |
		sed "s,/opt/initbench,$PWD,g" >"$step"
	grep -q compare-branches "$step"
	OPTIONS=$(sed -n 's/^ *OPTIONS: //p' doc/ci-example.yml)
	OPTIONS+=" -- --variant kernel:init,kernel:putload --content sse"
	(cd "$1" && BASE=$2 OPTIONS=$OPTIONS PATH=$dir/bin:$PATH sh -e "$step")
}

# A module: where f goes, what g begins with, where in g h goes to from another section,
# and where like does, among instructions that are alike.
assemble() # SIDE LABEL-OF-F INSTRUCTION LABEL-OF-H LABEL-OF-LIKE
{
	mkdir "$dir/$1"
	as -o "$dir/$1/x.ko" - <<-END
		.globl f, g, h
		.type f, @function
		f:	test %edi, %edi
			je $2
			inc %eax
		1:	inc %ecx
		2:	ret
		.size f, . - f
		.type g, @function
		g:	$3
			test %edi, %edi
			je 3f
			call f
			call moved
		3:	inc %edx
		4:	ret
		.size g, . - g
		.type moved, @function
		moved:	ret
		.size moved, . - moved
		.type like, @function
		like:	je $5
			ret
		5:	ret
		6:	ret
		.size like, . - like
		.section .text.unlikely, "ax"
		.type h, @function
		h:	jmp $4
		.size h, . - h
	END
}

@test "disassembly: a branch that goes elsewhere is shown, code that moved is not" {
	assemble base 1f "" 3b 5f
	assemble patch 2f nop 4b 6f
	# shellcheck disable=SC2016 # the inner shell's
	run -0 bash -c '. scripts/compare.d/functions.sh && work=$1 out=$1 &&
		text_base[x]=$1/base/x.ko text_patch[x]=$1/patch/x.ko && changed_functions "" ""' - "$dir"
	echo "$output"
	[ "$(awk '$1 == "x:" { print $2, $5 }' <<<"$output")" = "$(printf '%s\n' 'f +0' 'g +1' 'h +0' 'like +0')" ]
	grep '^[-+]' "$dir/disassembly.diff" | grep -v '^\(---\|+++\)' | tr -s ' \t' ' ' | tee "$dir/changes"
	diff - "$dir/changes" <<-END
		- je <f+: inc %ecx>
		+ je <f+: ret>
		+ nop
		- R_X86_64_PC32 .text: inc %edx
		+ R_X86_64_PC32 .text: ret
		- je <like+0x3: ret>
		+ je <like+0x4: ret>
	END
}

@test "Linux: white space is no difference at all, says the verdict of the CI example" {
	needs_linux
	# From a shallow clone, as a CI system makes it.
	git clone -q --depth 1 --no-single-branch "file://$LINUX" "$dir/same"
	git -C "$dir/same" checkout -q --detach origin/whitespace
	run -0 ci_verdict "$dir/same" origin/unrolled
	[[ $output == *"No function of kvm, kvm-amd changed"* ]]
	[ "$(insns same/verdict init)" -eq 0 ]
	# Standard output is the verdict alone.
	verdict=$(cat "$dir/same/init-cost.xml")
	echo "$verdict"
	[[ $verdict == '<?xml '*'<testsuite '*'tests="2" failures="0" errors="0"'*'</testsuites>' ]]
}

@test "Linux: on a node of a Slurm, by scripts/fleet: table, line and status come back" {
	needs_linux
	tests/slurm-cluster check || skip "no Slurm; scripts/setup installs it"
	export SLURM_CONF=$dir/cluster/slurm.conf INITBENCH_FLEET_POLL=1
	tests/slurm-cluster start "$dir/cluster" n1:tcg >&2
	run scripts/fleet compare unrolled u64-mask --tree "$LINUX" --dir "$dir/fleets" --timeout 500 \
		-- --quick -- --variant kernel:init --content sse
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"== n1: "*" slower"*"n1 "*"exit 1: 1 slower" ]]
}

@test "Linux: where INIT clears nothing, that is said with the remedy; headers from elsewhere" {
	needs_linux
	cp -rLp "$(scripts/vm headers)" "$dir/headers"
	run -2 linux unrolled unrolled empty --kbuild "$dir/headers"
	[[ $output == *"no bzImage"*"--kernel"* ]]
	run -3 linux unrolled elsewhere empty --hide-mpx --kbuild "$dir/headers" --kernel bookworm --quick
	echo "$output"
	[[ $output == *"lane kvm of Linux $(scripts/vm kernel | cut -d" " -f1),"* ]]
	[[ $output == *"nothing to clear"*"--hide-mpx"* ]]
	# What kvm-amd cannot show is no silence, and nothing is the same then.
	run -4 linux unrolled elsewhere elsewhere --quick
	echo "$output"
	[[ $output == *"the sides differ in"*"arch/x86/kvm/vmx/vmx.c, too."* ]]
	[ "$(grep -c ' unres$' "$dir/elsewhere/table.txt")" -eq 2 ]
	grep -q 'skipped="2"' "$dir/elsewhere/table.xml"
	[[ $output == *"No function of kvm, kvm-amd changed: their text is the same."* ]]
	run ! grep -n '^.\{76\}' "$dir/empty/table.txt" "$dir/empty/functions.txt"
	sed -i 's/UTS_RELEASE "/&9./' "$dir/headers/include/generated/utsrelease.h"
	run -2 linux unrolled unrolled other --kbuild "$dir/headers" --kernel bookworm
	[[ $output == *"is of 9."*", --kernel bookworm of "* ]]
	run -2 linux unrolled unrolled other --kbuild "$dir"
	[[ $output == *"no directory that a kernel was built in; run 'make' there first"* ]]
}

@test "Linux: a side that does not compile is named, with the compiler's error" {
	needs_linux
	run -2 linux unrolled broken broken
	echo "$output"
	[[ $output == *"patch (broken) does not build"*"error:"*"no_such_function_or_variable"* ]]
	[ ! -e "$dir/broken" ]
	nothing_left "$LINUX"
}

@test "Linux: ended by a signal it leaves nothing behind" {
	needs_linux
	linux unrolled u64-mask stopped 3>&- >"$dir/log" 2>&1 &
	local pid=$!
	until grep -q 'running both' "$dir/log"; do
		kill -0 $pid
		sleep .2
	done
	sleep 1
	pkill -TERM -P $pid -f compare-branches || kill -TERM $pid
	wait $pid || [ $? -eq 130 ]
	nothing_left "$LINUX"
}

# Makes NAME a command that says what another machine's would.
stub() # NAME OUTPUT
{
	mkdir -p "$dir/stubs"
	printf '#!/bin/sh\ncat <<END\n%s\nEND\n' "$2" >"$dir/stubs/$1"
	chmod 755 "$dir/stubs/$1"
}

refuses() # TEXT
{
	PATH=$dir/stubs:$PATH run -2 linux unrolled u64-mask native --native
	echo "$output"
	[[ $output == *"--native: $1"* ]]
	[ ! -e "$dir/native" ]
}

@test "Linux: --native names what it lacks, or what is in its way" {
	needs_linux
	grep -qE '^vendor_id.*(Intel|AMD)' /proc/cpuinfo || skip "KVM has no module for this CPU"
	stub id 1000
	refuses 'it loads modules: run it as root'
	stub id 0
	stub sysctl ''
	refuses 'this kernel has no loadable modules'
	stub sysctl 1
	refuses 'this kernel loads no modules any more (kernel.modules_disabled)'
	stub sysctl 0
	stub uname 9.8.7
	refuses 'no headers of 9.8.7; install linux-headers-9.8.7'
	headers=(/lib/modules/*/build/Module.symvers)
	[ -e "${headers[0]}" ] || skip "no kernel headers installed"
	stub uname "$(cut -d/ -f4 <<<"${headers[0]}")"
	stub modinfo '(builtin)'
	refuses 'KVM is no module of this kernel'
	stub modinfo /kvm.ko
	stub lsmod 'kvm 9 2 kvm_intel,kvm_amd,kvmgt'
	refuses 'kvm is in use by '
	for vendor in intel amd; do
		stub lsmod "$(printf '%s\n' "kvm 9 1 kvm_$vendor" "kvm_$vendor 9 2")"
		! grep -qi "^vendor_id.*$vendor" /proc/cpuinfo || break
	done
	refuses 'a virtual machine is running; end it first'
}

@test "publish: folder, table byte for byte from the launches" {
	needs_linux
	command -v gnuplot >/dev/null || skip "no gnuplot"
	cp -r "$BATS_FILE_TMPDIR/compared" "$dir/one" ||
		linux unrolled u64-mask one || [ $? -eq 1 ]
	run -0 scripts/publish --out "$dir/out" "$dir/one"
	for file in forest.svg forest.png blocks.svg ecdf.png source/compare.data cover.txt verdicts.json; do
		[ -s "$dir/out/$file" ]
	done
	mkdir "$dir/elsewhere"
	cp "$dir"/out/*.jsonl "$dir/elsewhere/"
	(cd "$dir/elsewhere" && "$OLDPWD/${B:-build}/initbench" compare base.jsonl patch.jsonl) \
		>"$dir/again" || [ $? -eq 1 ]
	cmp "$dir/again" "$dir/out/table.txt"
	cmp "$dir/one/table.txt" "$dir/out/table.txt"
	grep -q 'MPX: on both sides' "$dir/out/table.txt"
	cmp "$dir/one/disassembly.diff" "$dir/out/disassembly.diff"
	grep -q 'compare-branches .*' "$dir/out/cover.txt"
	run ! grep -n '^.\{76\}' "$dir/out/table.txt" "$dir/out/cover.txt"
}

@test "this suite: a side that does not compile is named, and nothing is measured" {
	git clone -q . "$dir/suite"
	git -C "$dir/suite" -c user.name=T -c user.email=t@example.org \
		commit -q --allow-empty -m base
	echo 'int broken = no_such_variable;' >>"$dir/suite/variants/u64_mask.c"
	run -2 scripts/compare-branches HEAD . --tree "$dir/suite" --out "$dir/suite-out"
	echo "$output"
	[[ $output == *"patch (.) does not build"*"no_such_variable"* ]]
	[ ! -e "$dir/suite-out" ]
	nothing_left "$dir/suite"
}

@test "usage errors name the thing" {
	run -2 scripts/compare-branches
	run -2 scripts/compare-branches HEAD
	run -2 scripts/compare-branches HEAD no-such-branch
	[[ $output == *"'no-such-branch'"* ]]
	run -2 scripts/compare-branches HEAD HEAD --delta x
	[[ $output == *"'x'"* ]]
	run -2 scripts/compare-branches HEAD no-such-branch --coin 0x31fea8
	[[ $output == *"'no-such-branch'"* ]]
	run -2 scripts/compare-branches HEAD HEAD --format xml
	[[ $output == *"'xml'"* ]]
	run -2 scripts/compare-branches HEAD HEAD -- --mask mpx --lane=user
	[[ $output == *"--lane=user after '--'"* ]]
	git clone -q . "$dir/clone"
	git -C "$dir/clone" update-ref refs/remotes/origin/theirs HEAD
	run -2 scripts/compare-branches HEAD theirs --tree "$dir/clone"
	[[ $output == *"there is origin/theirs,"* ]]
	run -2 scripts/compare-branches --series HEAD
	[[ $output == *"'HEAD': BASE..TIP"* ]]
	run -2 scripts/compare-branches --series a..b --delta 2%
	[[ $output == *"--delta '2%'"* ]]
	run -2 scripts/compare-branches HEAD HEAD --build all
	[[ $output == *"'all'"* ]]
	run -2 scripts/compare-branches HEAD HEAD --config "$dir/none"
	[[ $output == *"none' cannot be read"* ]]
	run -2 scripts/compare-branches HEAD HEAD --host vax
	[[ $output == *"'vax'"* ]]
	run -2 scripts/compare-branches HEAD HEAD --tree "$dir"
	[[ $output == *"$dir"* ]]
	[[ $output == *"fatal: not a git repository"* ]]
	# Nothing is left where results would have gone.
	git init -q "$dir/home"
	cp -r scripts build "$dir/home/" 2>/dev/null
	run -2 "$dir/home/scripts/compare-branches" HEAD HEAD
	[ ! -e "$dir/home/comparisons" ]
	mkdir "$dir/had" "$dir/mine"
	touch "$dir/had/base-kmod-native.jsonl"
	run -2 scripts/compare-branches HEAD HEAD --out "$dir/had"
	[[ $output == *"had has results already"* ]]
	run -2 scripts/compare-branches HEAD HEAD --host none --out "$dir/mine"
	[ -d "$dir/mine" ]
	run -0 scripts/compare-branches -h
	[[ $output == *"Exit status"* ]]
	run -2 scripts/publish "$dir"
	[[ $output == *"compare-branches"* ]]
	run -0 scripts/publish -h
}
