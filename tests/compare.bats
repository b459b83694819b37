#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# initbench compare on made-up results: whole tables, refusals, exit statuses.
# UPDATE=1 rewrites the golden files; read the difference before you commit it.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/.." || return
	export I="$PWD/${B:-build}/initbench" FIXTURE="$PWD/tests/compare_fixture"
	export GOLDEN="$PWD/tests/golden/compare"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# golden NAME STATUS ARG..: compare's output is that of the golden file
golden() {
	local name=$1 status=$2 got=0
	shift 2
	"$I" compare "$@" > "$name" || got=$?
	[ "$got" -eq "$status" ] || { echo "status $got"; cat "$name"; return 1; }
	if [ -n "${UPDATE:-}" ]; then
		mkdir -p "$GOLDEN"
		cp "$name" "$GOLDEN/$name"
	fi
	diff -u "$GOLDEN/$name" "$name"
}

# blocks ARMS N SEED [KEY=VALUE..]: base, patch and, with three arms, aa
blocks() {
	local arms=$1 n=$2 seed=$3 side shifts
	shift 3
	"$I" compare --order "$n" --coin "$seed" --arms "$arms" > order
	for side in base patch aa; do
		shifts=(0 0 0 0 0)
		[ "$side" != patch ] || shifts=(-5.1 0 0.6 3 0)
		"$FIXTURE" "$side" "$n" "${shifts[@]}" coin="$seed" "$@" < order > "$side.jsonl"
	done
}

# plain LAYOUTS [KEY=VALUE..]: base and patch of plain runs
plain() {
	local n=$1
	shift
	"$FIXTURE" base "$n" 0 0 0 0 0 "$@" > base.jsonl
	"$FIXTURE" patch "$n" -5.1 0 0.8 3 0 "$@" > patch.jsonl
}

@test "plain runs: paired by layout, and said to be" {
	plain 60
	golden plain.txt 1 base.jsonl patch.jsonl --delta 2
}

@test "blocks by coin with an A/A arm" {
	blocks 3 30 0x12345 delta=1.5
	golden blocks.txt 1 base.jsonl patch.jsonl --aa aa.jsonl --aa-log log
	golden blocks.json 1 base.jsonl patch.jsonl --aa aa.jsonl --aa-log log --format json
	[ "$(wc -l < log)" -eq 1 ]
	golden blocks.junit 1 base.jsonl patch.jsonl --aa aa.jsonl --aa-log log --format junit
}

@test "junit: unresolved rows fail when --strict says so, an invalid comparison is an error" {
	plain 3 cal=no
	"$I" compare base.jsonl patch.jsonl --format junit > loose
	grep -q '<skipped message="unres: ' loose
	grep -q 'failures="0" errors="0" skipped="[1-9]' loose
	run -4 "$I" compare base.jsonl patch.jsonl --format junit --strict
	[[ $output == *'<failure message="unres: '* && $output != *"<skipped"* ]]
	blocks 2 30 7
	sed -i 's/"coin":"0x7"/"coin":"0x8"/' base.jsonl patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl --format junit
	[[ $output == *'<error message="the launches are not in the order'* ]]
	plain 40 oracle=wrong name='A&B <"x">'
	run -3 "$I" compare base.jsonl patch.jsonl --format junit
	[[ $output == *'A&amp;B &lt;&quot;x&quot;&gt;'*'<error message="wrong: the base leaves a wrong state'* ||
	   $output == *'<error message="wrong: the base leaves a wrong state'*'A&amp;B &lt;&quot;x&quot;&gt;'* ]]
}

@test "the kernel's operations are named by what they are, and explained once" {
	local shift=0
	for side in base patch; do
		"$FIXTURE" $side 1 $shift 0 unit=instruction \
			host=qemu-tcg lane=kvm variant=kernel:init |
			sed '/"row":2,/s/"content":"sse"/"content":"avx"/; s/"fpu":"none"/"fpu":"putload"/' > $side.jsonl
		shift=7
	done
	golden operations.txt 1 base.jsonl patch.jsonl
	[ "$(grep -c 'all of INIT' operations.txt)" -eq 1 ]
}

@test "where INIT clears nothing the table is invalid; what was not built makes no row the same" {
	for side in base patch; do
		"$FIXTURE" $side 1 0 unit=instruction host=qemu-tcg lane=kvm variant=kernel:init |
			sed '1s/}$/,"kvm":{"clear_mask":"0x0"},"compare":{"side":"'$side'","patched":"expose-mpx","unbuilt":"vmx.c and 7 more"}}/' > $side.jsonl
	done
	golden kvm.txt 3 base.jsonl patch.jsonl --delta 2
	sed -i '1s/"0x0"/"0x18"/' base.jsonl patch.jsonl
	golden unbuilt.txt 4 base.jsonl patch.jsonl --delta 2
	run -4 "$I" compare base.jsonl patch.jsonl --format junit
	[[ $output == *'failures="0" errors="0" skipped="1"'*'<skipped message="the sides differ in sources that were not run: vmx.c and 7 more"/>'* ]]
	sed -i '1s/"0x0"/"0x18"/; 1s/"patched.*}}/"arms":2}}/' base.jsonl patch.jsonl
	run -0 "$I" compare base.jsonl patch.jsonl
	[[ $output != *"note:"* ]]
}

@test "delta in percent of the base, declared before or named now" {
	for side in base patch; do
		"$FIXTURE" $side 1 0 unit=instruction host=qemu-tcg lane=kvm variant=kernel:run > $side.jsonl
	done
	sed -i '2s/"insns":[0-9]*/"insns":1000/; s/"ticks":\[[0-9,]*\]/"ticks":[1000]/' base.jsonl
	sed -i '2s/"insns":[0-9]*/"insns":1015/; s/"ticks":\[[0-9,]*\]/"ticks":[1015]/' patch.jsonl
	run -1 "$I" compare base.jsonl patch.jsonl
	run -0 "$I" compare base.jsonl patch.jsonl --delta 2%
	echo "$output"
	[[ $output == *" +1.5 "*" tiny"*"tiny within +-2% of the base."* ]]
	run -1 "$I" compare base.jsonl patch.jsonl --delta 1%
	run -2 "$I" compare base.jsonl patch.jsonl --delta %
	run -2 "$I" compare base.jsonl patch.jsonl --delta 2%%
	# Declared in the run record, as scripts/compare-branches writes it and 'run --compare' does.
	sed -i '1s/}$/,"compare":{"delta":"2%"}}/' base.jsonl patch.jsonl
	run -0 "$I" compare base.jsonl patch.jsonl
	echo "$output"
	[[ $output == *"tiny within +-2% of the base."* ]]
	for wrong in 2 % 2%% -2% nan% 0x2% 1e16% '2% '; do
		sed '1s/"2%"/"'"$wrong"'"/' base.jsonl > wrong.jsonl
		run -2 "$I" compare wrong.jsonl patch.jsonl
		[[ $output == *"compare/delta"* ]]
	done
}

@test "what a kernel does not clear makes its other rows with INITs wrong, too" {
	for side in base patch; do
		"$FIXTURE" $side 1 0 0 unit=instruction host=qemu-tcg lane=kvm variant=kernel:init |
			sed '3s/kernel:init/kernel:sipi/; 2s/"oracle":{/&"cleared":"0x18",/' > $side.jsonl
	done
	run -0 "$I" compare base.jsonl patch.jsonl
	sed -i '2s/"cleared":"0x18"/"cleared":"0x8"/; 3s/"verdict":"ok"/"verdict":"unchecked"/' patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	echo "$output"
	[ "$(grep -c ' wrong$' <<<"$output")" -eq 2 ]
}

@test "a side that clears less than the other is wrong, whatever it costs" {
	for side in base patch; do
		"$FIXTURE" $side 1 0 unit=instruction host=qemu-tcg lane=kvm variant=kernel:init |
			sed '2s/"oracle":{/&"cleared":"0x18",/' > $side.jsonl
	done
	run -0 "$I" compare base.jsonl patch.jsonl
	sed -i '2s/"cleared":"0x18"/"cleared":"0x8"/' patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	[[ $output == *" wrong"*"the patch clears less than the base"* ]]
	run -3 "$I" compare patch.jsonl base.jsonl
	[[ $output == *"the base clears less than the patch"* ]]
}

@test "publish: rows without a difference are drawn; the disassembly goes along" {
	command -v gnuplot >/dev/null || skip "no gnuplot"
	mkdir result
	for side in base patch; do
		"$FIXTURE" $side 1 0 0 unit=instruction host=qemu-tcg > result/$side.jsonl
	done
	echo text > result/functions.txt
	echo change > result/disassembly.diff
	run -0 "$BATS_TEST_DIRNAME/../scripts/publish" result
	[ -s result/publish/forest.svg ]
	[ -s result/publish/ecdf.png ]
	cmp result/functions.txt result/publish/functions.txt
	cmp result/disassembly.diff result/publish/disassembly.diff
}

@test "publish --letter: the text given, then covers and tables; no line is too long" {
	command -v gnuplot >/dev/null || skip "no gnuplot"
	mkdir result
	for side in base patch; do
		"$FIXTURE" $side 1 0 0 unit=instruction host=qemu-tcg > result/$side.jsonl
	done
	printf 'Limits first.\n\n' >text
	run -0 "$BATS_TEST_DIRNAME/../scripts/publish" --letter text result
	[ "$(sed -n 1p result/publish/letter.txt)" = "Limits first." ]
	[[ $(cat result/publish/letter.txt) == *"$(cat result/publish/cover.txt)"*"$(cat result/publish/table.txt)"* ]]
	printf '%080d\n' 0 >text
	run -2 "$BATS_TEST_DIRNAME/../scripts/publish" --letter text --out other result
	[[ $output == *"longer than 75 columns"* ]]
	[ ! -e other ]
	run -2 "$BATS_TEST_DIRNAME/../scripts/publish" --letter none result
}

@test "publish: what is not to be believed is said, with status 3" {
	mkdir result
	"$FIXTURE" base 40 0 > result/base.jsonl
	"$FIXTURE" patch 40 0 drop=1 > result/patch.jsonl
	run -3 "$BATS_TEST_DIRNAME/../scripts/publish" result
	[[ $output == *"table.txt is not to be believed:"*"INVALID"* ]]
	[ -s result/publish/table.txt ]
}

@test "publish: every lane that was measured, each command with its files, the status as it was" {
	command -v gnuplot >/dev/null || skip "no gnuplot"
	mkdir -p one/1 two
	blocks 3 5 7
	for side in base patch aa; do
		sed 's/"delta":/"options":"--blocks 5 --strict -- --mask mpx",&/' $side.jsonl > one/1/$side-kmod-native.jsonl
		cp $side.jsonl two/
	done
	run -0 "$BATS_TEST_DIRNAME/../scripts/publish" one/1
	cd one/1/publish
	grep -q '"status":4' verdicts-kmod-native.json
	# Without an end, an interval goes from edge to edge; the axis does, too.
	[ "$(grep -oE 'M22\.00,([0-9.]+) L417\.99,\1 ' forest-kmod-native.svg | wc -l)" -ge 5 ]
	# The last command of the cover makes the table.
	sed -n '/initbench compare/,$p' cover-kmod-native.txt | sed "s,initbench,$I," > again.sh
	run -0 sh again.sh
	diff table-kmod-native.txt - <<<"$output"
	cd ../../..
	# What is in no commit cannot be named by one.
	sed -i 's/"dirty":false/"dirty":true/' two/base.jsonl
	sed -i 's/"dirty":false/"dirty":true/g' two/patch.jsonl
	"$I" compare two/base.jsonl two/patch.jsonl --format cover > letter
	grep -q 'compare-branches 1f2e3d4c5b6a \. \\$' letter
	grep -A 1 'with initbench 1f2e3d4c5b6a$' letter | grep -q '^and its changes that were not committed:$'
	run ! grep '.\{76\}' letter
	run -2 "$BATS_TEST_DIRNAME/../scripts/publish" --out one/1/publish two
	[[ $output == *"one/1/publish holds another comparison"* ]]
	run -0 "$BATS_TEST_DIRNAME/../scripts/publish" --out all one/1 two
	[ -s all/one-1/table-kmod-native.txt ]
	[ -s "all/$(basename "$PWD")-two/table.txt" ]
	grep -q '"status":0' all/*-two/verdicts.json
	rm two/patch.jsonl
	run -2 "$BATS_TEST_DIRNAME/../scripts/publish" two
	[[ $output == *"two has no base.jsonl and patch.jsonl"* ]]
}

@test "several layouts a launch: the block is the unit" {
	blocks 2 30 7 each=3
	golden each.txt 1 base.jsonl patch.jsonl --delta 2
}

@test "instructions are exact, even from one layout" {
	"$FIXTURE" base 1 0 0 unit=instruction host=qemu-tcg > base.jsonl
	"$FIXTURE" patch 1 -14 0 unit=instruction host=qemu-tcg > patch.jsonl
	golden exact.txt 0 base.jsonl patch.jsonl
	golden exact-more.txt 1 patch.jsonl base.jsonl
}

@test "a count that differs by delta does not differ beyond it" {
	"$FIXTURE" base 1 0 0 unit=instruction host=qemu-tcg > base.jsonl
	"$FIXTURE" patch 1 2 -2 unit=instruction host=qemu-tcg > patch.jsonl
	run -0 "$I" compare base.jsonl patch.jsonl --delta 2
	[ "$(grep -c 'exact.* tiny$' <<<"$output")" -eq 2 ]
	run -1 "$I" compare base.jsonl patch.jsonl --delta 1.9
}

@test "an interval is printed on its side of 0 and of delta" {
	"$FIXTURE" base 40 0 0 0 noise=0 > base.jsonl
	"$FIXTURE" patch 40 0.03 -0.03 1.03 noise=0 > patch.jsonl
	run -1 "$I" compare base.jsonl patch.jsonl --delta 1
	echo "$output"
	[[ $output == *" 0.0 [  0.02,  0.03]     0 tiny"* ]]
	[[ $output == *" 0.0 [ -0.03, -0.02]     0 tiny"* ]]
	[[ $output == *" +0.5 [  1.03,  1.03]    +1 slower"* ]]
}

@test "degenerate: one layout, three layouts" {
	plain 1
	golden one.txt 0 base.jsonl patch.jsonl
	plain 3 cal=no
	golden three.txt 4 base.jsonl patch.jsonl --strict
}

@test "degenerate: a file against itself" {
	plain 40
	golden itself.txt 0 base.jsonl base.jsonl --delta 1 --strict
	golden itself-undeclared.txt 0 base.jsonl base.jsonl --strict
}

@test "blocks dropped twice and taken again lose nothing; without that the row is invalid" {
	plain 40
	"$I" compare base.jsonl patch.jsonl --format json >once.json || [ $? -eq 1 ]
	sed -i '/"type":"block"/{h;s/"dropped":null/"dropped":"context switch"/p;s/"n":/"attempt":1,&/p;g;s/"n":/"attempt":2,&/}
		/"type":"end"/s/"blocks":[0-9]*/"blocks":600/' base.jsonl patch.jsonl
	"$I" compare base.jsonl patch.jsonl --format json >again.json || [ $? -eq 1 ]
	grep -q '"repeated":160' again.json
	diff <(grep -E '"(verdict|diff)"' once.json) <(grep -E '"(verdict|diff)"' again.json)
	sed -i 's/"attempt":[12],//' base.jsonl patch.jsonl
	run "$I" compare base.jsonl patch.jsonl
	[ "$status" -eq 3 ]
	[[ $output == *"more than half of its blocks were dropped"* ]]
}

@test "degenerate: everything dropped, wrong state, moving frequency" {
	plain 40 drop=1
	golden dropped.txt 3 base.jsonl patch.jsonl
	plain 40 drop=2
	run -1 "$I" compare base.jsonl patch.jsonl
	[[ $output == *"  runs  20 layouts, the same on both sides"* ]]
	plain 40 drop=7
	golden some-dropped.txt 1 base.jsonl patch.jsonl
	plain 40 oracle=wrong
	golden wrong.txt 3 base.jsonl patch.jsonl
	plain 40 disagree=yes
	golden frequency.txt 3 base.jsonl patch.jsonl
}

@test "where the frequency moved in one lane, another is compared all the same" {
	plain 40
	for f in base patch; do
		"$FIXTURE" $f 40 0 0 lane=kmod disagree=yes | sed "s/\"run\":\"$f-run/&-kmod/" >> $f.jsonl
	done
	run -3 "$I" compare base.jsonl patch.jsonl --lane kmod
	[[ $output == *"the frequency moved"* ]]
	run -1 "$I" compare base.jsonl patch.jsonl --lane user
	[[ $output != *"the frequency moved"* ]]
}

# Dropped: 24 of row 1, 12 of row 2, 1 of row 3. Left out: the 24 and 12 that they are
# compared with, and 3 that are in one block with the last.
@test "rows that lose launches: how many units are left, and what was left out" {
	blocks 3 12 7 delta=1
	sed -i '/"type":"block","row":2,"layout":[0-5],/s/"dropped":null/"dropped":"context switch"/' patch.jsonl
	sed -i '1,/"type":"end"/{/"type":"block","row":3,/s/"dropped":null/"dropped":"context switch"/}' base.jsonl
	sed -i '/"type":"block","row":1,/s/"dropped":null/"dropped":"context switch"/' base.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl --aa aa.jsonl --aa-log log
	echo "$output"
	[[ $output == *"12 blocks x 6 launches, order by coin; 6 to 12 layouts are"* ]]
	[[ $output == *"37 of 240 measurements were dropped"* ]]
	[[ $output == *"left out, as their counterpart is missing: 39."* ]]
	[[ $output == *"unres: neither; smallest detectable here is "*" cycles (80%"*"power)."* ]]
	[[ $output == *"inf: an interval at this level needs 8 units at least."* ]]
	run -3 "$I" compare base.jsonl patch.jsonl --format json
	[[ $output == *'"alpha":0.0125,'* ]]
	# The first row has no unit at all; what those of the others are is said.
	blocks 2 12 7 each=3
	sed -i '/"type":"block","row":1,/s/"dropped":null/"dropped":"context switch"/' base.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	[[ $output == *"; 12 blocks are the units;"* ]]
}

@test "rows of an A/A too small to flag anything do not count as not flagged" {
	blocks 3 5 7
	run -0 "$I" compare base.jsonl patch.jsonl --aa aa.jsonl --aa-log log
	[[ $output == *"A/A (base rebuilt, 5 layouts): 0 of 0 rows flagged"* ]]
	[[ $output == *"so far: 0 of 0 rows flagged, 0.0-100.0%"* ]]
	grep -q '"rows":0,' log
}

@test "a value that is no finite number makes its row invalid" {
	plain 40
	sed -i '/"type":"block","row":2,/s/"cal":{[^}]*}/"cal":{"add":1e-320,"imul":1e-320}/' patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	[[ $output == *"init/none/mpx: a value is no finite number"* ]]
}

@test "a row that could not be run is no failure" {
	plain 40
	for f in base patch; do
		sed -i -e '/"type":"block","row":5,/d' \
			-e '/"type":"row","row":5,/s/}$/,"skip":"this CPU lacks cet"}/' \
			-e '/"type":"end"/s/"blocks":[0-9]*/"blocks":160/' "$f.jsonl"
	done
	golden skipped.txt 1 base.jsonl patch.jsonl --delta 2 2> err
	sed -i '/"type":"block","row":4,/d' patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	[[ $output == *"init/none/cet: no layout was measured on both sides"* ]]
}

@test "known bugs are noted, hostile names are not believed" {
	plain 40 oracle=known-bug name=$'Evil\u2603 CPU "%s%n"'
	golden names.txt 3 base.jsonl patch.jsonl
}

# verdict: what the row of mask mpx with live state is called; oracles of base and patch
sides_do() {
	"$FIXTURE" base 40 0 > base.jsonl
	"$FIXTURE" patch 40 "${3:--9}" > patch.jsonl
	sed -i "s/\"oracle\":{\"verdict\":\"ok\"/\"oracle\":{\"cleared\":\"${1#*:}\",\"verdict\":\"${1%:*}\"/" base.jsonl
	sed -i "s/\"oracle\":{\"verdict\":\"ok\"/\"oracle\":{\"cleared\":\"${2#*:}\",\"verdict\":\"${2%:*}\"/" patch.jsonl
	run "$I" compare base.jsonl patch.jsonl
	verdict=$(sed -n 's/^  init\/putload\/mpx .* //p' <<< "$output")
}

@test "never faster by not doing it: bug, part and wrong, whatever it costs" {
	sides_do ok:0x18 ok:0x18
	[ "$verdict" = faster ]
	[ "$status" -eq 0 ]
	sides_do ok:0x18 known-bug:0x0
	[ "$verdict" = bug ]
	[ "$status" -eq 3 ]
	[[ $output == *"the patch clears nothing"* ]]
	run "$I" compare base.jsonl patch.jsonl --format junit
	[[ $output == *'errors="2"'* ]]
	[[ $output == *'<error message="bug: the patch clears nothing'* ]]
	sides_do ok:0x1818 partial:0x18
	[ "$verdict" = part ]
	[ "$status" -eq 3 ]
	sides_do ok:0x18 wrong:0x0
	[ "$verdict" = wrong ]
	[ "$status" -eq 3 ]
	# alike on both sides: compared
	sides_do partial:0x18 partial:0x18
	[ "$verdict" = faster ]
	# the repair of a bug is not slower; with nothing else to judge there is no verdict
	sides_do known-bug:0x0 ok:0x18 9
	[ "$verdict" = bug ]
	[ "$status" -eq 3 ]
	[[ $output == *"no row could be judged"* ]]
}

@test "a bug of one row is a bug of the variant's other rows; rows of others stand" {
	"$FIXTURE" base 40 0 0 > base.jsonl
	"$FIXTURE" patch 40 -9 -9 > patch.jsonl
	sed -i '/"row":2,/s/"verdict":"ok"/"verdict":"known-bug"/' base.jsonl patch.jsonl
	for f in base patch; do
		sed -n 's/"row":\([0-9]\)/"row":1\1/; s/u64-mask/unrolled/; s/known-bug/ok/; /"type":"\(row\|block\)"/p' \
			$f.jsonl > rows
		sed -i '/"type":"end"/d' $f.jsonl
		cat rows >> $f.jsonl
	done
	run "$I" compare base.jsonl patch.jsonl
	[ "$status" -eq 0 ]
	[ "$(grep -c ' bug$' <<< "$output")" -eq 2 ]
	[ "$(grep -c ' faster$' <<< "$output")" -eq 2 ]
	run "$I" compare base.jsonl patch.jsonl --format junit
	[[ $output == *'errors="0" skipped="2"'* ]]
}

@test "nothing is slower below the error that selftest found on this CPU" {
	"$FIXTURE" base 40 0 noise=0.01 > base.jsonl
	"$FIXTURE" patch 40 0.4 noise=0.01 > patch.jsonl
	run "$I" compare base.jsonl patch.jsonl
	[ "$status" -eq 1 ]
	[[ $output == *"outside +-0.25, the ruler's error as"* ]]
	mkdir -p measured/AuthenticAMD-26-2-1
	{
		sed -n '1s/"type":"run"/&,"lanes":["selftest"]/p' base.jsonl | sed 's/base-run/self/'
		echo '{"type":"row","row":1,"lane":"selftest","variant":"led:20","event":"init","fpu":"none","mask":"none","content":"sse","temp":"warm"}'
		for i in 0 1 2 3; do
			echo '{"type":"block","row":1,"layout":'$i',"n":10,"ticks":[206],"empty":[0],"cal":{"add":1,"imul":1}}'
		done
	} > measured/AuthenticAMD-26-2-1/s.jsonl
	run "$I" compare base.jsonl patch.jsonl --results measured
	[ "$status" -eq 0 ]
	[[ $output == *"outside +-0.6, the ruler's error by"* ]]
	[[ $output == *" tiny"* ]]
	# a delta below it does not help
	run "$I" compare base.jsonl patch.jsonl --results measured --delta 0.01
	[ "$status" -eq 0 ]
	[[ $output == *" unres"* ]]
}

@test "no line is longer than 75, not ASCII or unindented" {
	run ! grep -nP '^.{76}|[^ -~]|^ ?[^ ]' "$GOLDEN"/*.txt
}

@test "an order the coin did not give is invalid" {
	blocks 2 30 7
	sed -i 's/"coin":"0x7"/"coin":"0x8"/' base.jsonl patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	[[ $output == *"INVALID: the launches are not in the order"* ]]
}

@test "an A/A that differs is invalid" {
	blocks 3 30 9
	"$FIXTURE" aa 30 5 0 0 0 0 coin=9 < order > aa.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl --aa aa.jsonl
	[[ $output == *"INVALID: the base differs from itself"* ]]
	[ -s aa.jsonl ]
}

@test "an A/A that differs within delta is counted, and no more" {
	blocks 3 30 9 delta=2
	"$FIXTURE" aa 30 1 0 0 0 0 coin=9 delta=2 < order > aa.jsonl
	run -1 "$I" compare base.jsonl patch.jsonl --aa aa.jsonl
	[[ $output == *"1 of 5 rows flagged"* && $output != *INVALID* ]]
}

# 13 of 30 layouts lose a cycle, the others gain 50.
@test "a changed tail is no verdict: unresolved under --strict, not flagged in an A/A" {
	"$FIXTURE" base 30 0 noise=0 > base.jsonl
	"$FIXTURE" patch 30 -1 noise=0 > small
	"$FIXTURE" patch 30 50 noise=0 > large
	awk 'NR == FNR { large[FNR] = $0; next }
	     /"layout":(1[3-9]|2[0-9]),/ { $0 = large[FNR] } 1' large small > patch.jsonl
	run -0 "$I" compare base.jsonl patch.jsonl
	[[ $output == *" tail"*"tail: CI excludes 0, but signs do not agree"* ]]
	run -4 "$I" compare base.jsonl patch.jsonl --strict
	run -0 "$I" compare base.jsonl base.jsonl --aa patch.jsonl --aa-log log
	[[ $output == *"0 of 1 rows flagged"* && $output != *INVALID* ]]
}

@test "A/A accumulates over comparisons, and a repeated one prints the same" {
	blocks 3 30 9 delta=2
	mkdir -p results
	cp aa.jsonl results/third.jsonl
	"$I" compare base.jsonl patch.jsonl --aa results/third.jsonl > first || [ $? -eq 1 ]
	sed -i 's/"run":"aa-/"run":"bb-/' results/third.jsonl
	"$I" compare base.jsonl patch.jsonl --aa results/third.jsonl > second || [ $? -eq 1 ]
	grep -q 'so far: 0 of 5 rows' first
	grep -q 'so far: 0 of 10 rows' second
	[ "$(wc -l < results/aa.jsonl)" -eq 2 ]
	# A copy that cannot be written prints the same, and nothing is wrong.
	local bound=()
	[ $UID -ne 0 ] || bound=(setpriv --bounding-set -dac_override --inh-caps -dac_override)
	chmod 444 results/aa.jsonl
	"${bound[@]}" "$I" compare base.jsonl patch.jsonl --aa results/third.jsonl > again 2> err || [ $? -eq 1 ]
	cmp second again
	[ ! -s err ]
	chmod 644 results/aa.jsonl
	sed -i 's/"run":"bb-/"run":"aa-/' results/third.jsonl
	"$I" compare base.jsonl patch.jsonl --aa results/third.jsonl > again || [ $? -eq 1 ]
	cmp first again
}

@test "mixed configurations are refused by name" {
	local key
	plain 10
	for key in kernel=6.2.0:kernel host=bochs:host unit=instruction:"clock unit" fence=none:fence; do
		"$FIXTURE" patch 10 0 0 0 0 0 "${key%%:*}" > other.jsonl
		run -2 "$I" compare base.jsonl other.jsonl
		[[ $output == *"${key#*:} differs"* || $output == *"fence differs"* ]]
		[[ $output == *"base.jsonl"*"other.jsonl"* ]]
	done
	"$FIXTURE" patch 10 0 0 0 0 0 name=other > other.jsonl
	run -2 "$I" compare base.jsonl other.jsonl
	[[ $output == *"CPU name differs"* ]]
	sed '1s/"host"/"machine":"m1",&/' patch.jsonl > other.jsonl
	run -2 "$I" compare base.jsonl other.jsonl
	[[ $output == *"machine differs: none in base.jsonl, m1 in other.jsonl"* ]]
	sed '1s/"host"/"module":{"fpu":"private"},&/' patch.jsonl > other.jsonl
	run -2 "$I" compare base.jsonl other.jsonl
	[[ $output == *"FPU of the module differs"* ]]
	"$FIXTURE" patch 10 0 0 0 0 0 lane=kmod > other.jsonl
	cat base.jsonl other.jsonl > both.jsonl
	run -2 "$I" compare both.jsonl both.jsonl
	[[ $output == *"lanes kmod and user"* ]]
	run -0 "$I" compare both.jsonl both.jsonl --lane kmod
	run -2 "$I" compare base.jsonl other.jsonl
	[[ $output == *"no measured row in common"* ]]
	blocks 2 10 7
	mv base.jsonl launches.jsonl
	plain 10
	run -2 "$I" compare launches.jsonl patch.jsonl
	[[ $output == *"files of one kind"* ]]
}

@test "launches of another comparison are not paired with these" {
	local key
	blocks 2 10 7 delta=1
	for key in ordinal:3:4 coin:'"0x7"':'"0x8"' arms:2:3 delta:1:2; do
		IFS=: read -r key from to <<<"$key"
		sed "s/\"compare\":.*\"$key\":/&NEW/; s/NEW$from/$to/" patch.jsonl > other.jsonl
		run ! cmp -s patch.jsonl other.jsonl
		run -2 "$I" compare base.jsonl other.jsonl
		[[ $output == *"$key"*" differs: "*"name files of one comparison"* ]]
	done
}

@test "sides pinned to different processors: said" {
	plain 10
	sed -i '1s/"index":3/"index":5/' patch.jsonl
	run "$I" compare base.jsonl patch.jsonl
	[[ $output == *"the runs differ in the processor they were pinned to"* ]]
}

@test "layouts that are not shared pair with nothing" {
	plain 10
	sed -i 's/"seed":"0x/&f/' patch.jsonl
	run -3 "$I" compare base.jsonl patch.jsonl
	[[ $output == *"no layout was measured on both sides"* ]]
}

@test "two variants of one file" {
	"$FIXTURE" base 40 0 0 > one.jsonl
	"$FIXTURE" base 40 4 4 variant=unrolled | sed -n 's/"row":\([0-9]\)/"row":1\1/; /"type":"\(row\|block\)"/p' > rows
	sed -i '/"type":"end"/d' one.jsonl
	cat rows >> one.jsonl
	golden variants.txt 1 one.jsonl one.jsonl --variant u64-mask,unrolled
}

@test "the size of the second stage comes from the scale alone" {
	blocks 2 30 7
	run -0 "$I" compare --blocks 0.3 base.jsonl patch.jsonl
	local n=$output
	run -0 "$I" compare --blocks 5 base.jsonl patch.jsonl
	[ "$output" -eq 30 ]
	[ "$n" -gt 30 ]
	"$FIXTURE" patch 30 95 100 101 103 100 coin=7 < order > patch.jsonl
	run -0 "$I" compare --blocks 0.3 base.jsonl patch.jsonl
	[ "$output" -eq "$n" ]
}

@test "usage errors" {
	plain 2
	run -2 "$I" compare
	run -2 "$I" compare base.jsonl
	run -2 "$I" compare base.jsonl patch.jsonl patch.jsonl
	run -2 "$I" compare base.jsonl absent.jsonl
	[[ $output == *"absent.jsonl"* ]]
	run -2 "$I" compare --delta -1 base.jsonl patch.jsonl
	run -2 "$I" compare --delta nan base.jsonl patch.jsonl
	run -2 "$I" compare --format xml base.jsonl patch.jsonl
	run -2 "$I" compare --order 3 --arms 1
	run -2 "$I" compare --order 0 base.jsonl base.jsonl
	run -2 "$I" compare --nonsense
	run -2 "$I" compare base.jsonl /dev/null
	run -0 "$I" compare -h
	[[ $output == *"Exit status"* ]]
}

@test "a message that carries the table survives git am" {
	git init -q tree
	cd tree
	git config user.name T
	git config user.email t@example.org
	echo one > file
	git add file
	git commit -qm base
	echo two > file
	{ echo "x86: change"; echo; echo "Measured:"; echo; cat "$GOLDEN/blocks.txt"; echo; echo "End."; } > message
	git commit -qaF message
	git format-patch -q -1
	git log -1 --format=%B > before
	git reset -q --hard HEAD~
	git am -q 0001-*.patch
	git log -1 --format=%B > after
	cmp before after
	grep -q 'End\.' after
}
