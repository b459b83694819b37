#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# scripts/compare-branches on whole kernels of branches whose cost is known, of Linux
# 6.1's source as distributed. The first kernel takes minutes and stays cached.

bats_require_minimum_version 1.5.0

setup_file()
{
	cd "$BATS_TEST_DIRNAME/../.." || return
	export LINUX=$BATS_FILE_TMPDIR/linux
	local tree

	command -v qemu-system-x86_64 >/dev/null || return 0
	tree=$(scripts/vm tree 6.1) || return 0
	# The source's own .gitignore must not leave files out.
	git clone -q --shared "$tree" "$LINUX"
	tests/whole_fixture "$LINUX" >&2
}

setup()
{
	[ -d "$LINUX/init" ] || skip "no qemu-system-x86_64, or no source package of Linux 6.1"
	dir=$BATS_TEST_TMPDIR
	export TMPDIR=$dir/tmp
	mkdir "$TMPDIR"
}

linux() # BASE PATCH OUT OPTION..
{
	scripts/compare-branches "$1" "$2" --tree "$LINUX" --out "$dir/$3" "${@:4}"
}

insns() # OUT ROW: the difference, in the registers' content that every guest uses
{
	awk -v row="\"name\":\"$2" '
		/"name":/ { found = index($0, row) }
		found && /"insns":/ { gsub(/[^-0-9]/, ""); print; exit }' "$dir/$1/table.json"
}

@test "a change to the FPU's code alone is built, run and judged; every row, percent beside it" {
	run -1 linux distributed fpu fpu
	echo "$output"
	[[ $output == *"whole kernels, KVM built in, since the sides differ in arch/x86/kernel/fpu/xstate.c"* ]]
	[[ $output == *"fpu/xstate.o: fpstate_clear_xstate_component"* ]]
	# QEMU says of BNDCSR that it is in use at rest, too.
	[ "$(insns fpu init/sse)" -gt 0 ]
	[ "$(insns fpu init-used)" -gt 0 ]
	[ "$(insns fpu putload/sse)" -eq 0 ]
	grep -q '"path":"whole kernels' "$dir/fpu/patch.jsonl"
	grep -q '^+' "$dir/fpu/disassembly.diff"
	# The same again: nothing is built, nothing runs.
	run -1 linux distributed fpu again
	[[ $output == *"both kernels were run on qemu-tcg before"* && $output != *"building"* ]]
	[ "$(insns again init-used)" -eq "$(insns fpu init-used)" ]
}

@test "white space is the same, byte for byte" {
	run -0 linux distributed whitespace same --build kernel
	echo "$output"
	[[ $output == *"Both kernels are the same, byte for byte."* ]]
	[[ $output == *"No function"*"changed"* ]]
	[ "$(insns same init/sse)" -eq 0 ]
}

@test "the patch as posted clears nothing and is wrong, whatever it costs" {
	run -3 linux distributed posted posted
	echo "$output"
	# Every row with an INIT, and no other.
	for row in init/sse init-used/sse sipi/sse; do
		grep -qE "^  $row .* (wrong|bug|part)$" "$dir/posted/table.txt"
	done
	grep -q '^  putload/sse .* same$' "$dir/posted/table.txt"
}

@test "files that are not committed are a side, new ones in what .gitignore hides, too" {
	git clone -q --shared "$LINUX" "$dir/files"
	cd "$dir/files"
	printf '*\n' >.gitignore
	git -c user.name=T -c user.email=t@example.org commit -q -a -m ignore
	printf '\nint new_of_kvm(void);\nint new_of_kvm(void)\n{\n\treturn 1;\n}\n' >arch/x86/kvm/new.c
	sed -i 's/^kvm-y\b.*x86.o/& new.o/' arch/x86/kvm/Makefile
	cd "$OLDPWD"
	run -0 scripts/compare-branches HEAD . --tree "$dir/files" --build kernel --out "$dir/new"
	echo "$output"
	[[ $output == *"kvm/new.o: new_of_kvm"* ]]
}

@test "--series: a row a commit, one that does not build among them; --bisect finds the one that costs" {
	run -2 scripts/compare-branches --series distributed..series --tree "$LINUX" --out "$dir/series"
	echo "$output"
	cut -f 1-2 "$dir/series/series.tsv"
	awk '/^ *[0-9]+  [0-9a-f]+ / { print $3 }' "$dir/series/series.txt" >"$dir/verdicts"
	diff - "$dir/verdicts" <<-END
		base
		same
		slower
		slower
		same
		failed
		same
		faster
		slower
	END
	[[ $(cat "$dir/series/series.txt") == *"does not build: arch/x86/kvm/x86.c:"*"error: "* ]]
	run ! grep -n '^.\{76\}' "$dir/series/series.txt"
	run -1 linux distributed series bisect --bisect init-used:+20
	echo "$output"
	[[ $output == *"the commit that changes"*"KVM: x86: Clear by a loop over a mask"* ]]
	[[ $output == *"kvm_vcpu_reset"* ]]
}
