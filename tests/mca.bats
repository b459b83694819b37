#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The instructions that variants execute, and what llvm-mca's models say of them.

setup()
{
	cd "$BATS_TEST_DIRNAME/.." || return 1
	initbench=${B:-build}/initbench
	dir=$BATS_TEST_TMPDIR
}

need_mca()
{
	scripts/mca --check 2> "$dir/why" || skip "$(cat "$dir/why")"
}

# Steps of a row of the trace on stdin.
steps() { awk -v row="row $*" '/^row/ { on = $0 == row } /^step/ && on' | wc -l; }

# field NAME PATTERN..: of the record that has all of the words
field()
{
	local name=$1 word lines

	lines=$(cat "$dir/mca.jsonl")
	shift
	for word; do
		lines=$(grep -F "$word" <<< "$lines")
	done
	sed -n "s/.*\"$name\":\([0-9.]*\).*/\1/p" <<< "$lines"
}

@test "trace: as many instructions as a run counts, the empty call's subtracted" {
	"$initbench" trace --mask mpx+cet --variant u64-mask > "$dir/trace"
	"$initbench" run --variant u64-mask --mask mpx+cet --fpu none,putload --blocks 1 --out "$dir/run.jsonl"
	empty=$(steps empty none none < "$dir/trace")
	for fpu in none putload; do
		insns=$(sed -n "s/.*\"fpu\":\"$fpu\".*\"insns\":\([0-9]*\).*/\1/p" "$dir/run.jsonl")
		[ $(($(steps u64-mask $fpu mpx+cet < "$dir/trace") - empty)) = "$insns" ]
	done
}

@test "trace: a step is where an instruction of the object begins" {
	"$initbench" trace --mask mpx --variant v10-bitmap --object "$dir/code.o" > "$dir/trace"
	objdump -d "$dir/code.o" | awk '/^Disassembly/ { sub(/:$/, "", $4); s = $4 }
		/^ +[0-9a-f]+:\t/ { sub(/:/, "", $1); print "step", s, $1 }' | sort -u > "$dir/known"
	grep ^step "$dir/trace" | sort -u > "$dir/stepped"
	[ "$(wc -l < "$dir/stepped")" -gt 20 ]
	[ -z "$(comm -13 "$dir/known" "$dir/stepped")" ]
}

@test "trace: wrong usage exits 2 and names what is right" {
	for words in "--mask mpx+cte|did you mean" "--variant none|initbench list variants" \
		"--object /nonexistent/x|another file" "x|takes no argument"; do
		# shellcheck disable=SC2086
		run "$initbench" trace ${words%|*}
		[ "$status" = 2 ]
		[[ $output == *"${words#*|}"* ]]
	done
}

@test "mca: each row on each core, one model said once; more work is predicted to take longer" {
	need_mca
	MCA_CORES="znver3 skylake cascadelake skylake-avx512" scripts/mca "$initbench" "$dir/mca.jsonl"
	grep -q '"model":"cascadelake",.*"cores":\["cascadelake","skylake-avx512"\]' "$dir/mca.jsonl"
	[ "$(grep -c '"type":"mca-model"' "$dir/mca.jsonl")" = 3 ]
	rows=$(grep -c '"type":"mca-row"' "$dir/mca.jsonl")
	[ "$(grep -c '"type":"mca",' "$dir/mca.jsonl")" = $((3 * rows)) ]
	for core in znver3 skylake; do
		few=$(field cycles '"mca",' "\"$core\"" '"unrolled-cet"' '"none","mask":"mpx"')
		many=$(field cycles '"mca",' "\"$core\"" '"unrolled-cet"' '"none","mask":"mpx+cet"')
		[ "$many" -gt "$few" ]
	done
	# it may be shared as it is
	"$initbench" lint "$dir/mca.jsonl"
	# one instruction, and no XSAVE in a clear
	[ "$(field insns mca-row '"empty"')" = 1 ]
	[ "$(field microcoded mca-row '"u64-mask"' '"none","mask":"mpx"')" = 0 ]
	[ "$(field microcoded mca-row '"u64-mask"' '"putload","mask":"mpx"')" -ge 4 ]
}

@test "mca: without llvm-mca the package is named" {
	PATH=/usr/bin:/bin
	mkdir "$dir/bin"
	for tool in bash dirname sort grep awk tail apt-cache; do
		ln -s "$(command -v $tool)" "$dir/bin/$tool"
	done
	PATH=$dir/bin run scripts/mca
	[ "$status" = 2 ]
	[[ $output == *"no llvm-mca of LLVM 18 or newer; install it, as root: apt-get install"*" llvm"* ]]
}
