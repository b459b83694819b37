#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# A stranger's results: nothing in them is program, and each output is what it says it is,
# as parsers of others find. Files are written whole or not at all.
# shellcheck disable=SC2016 # what a shell must not expand

bats_require_minimum_version 1.5.0

setup()
{
	here=$BATS_TEST_DIRNAME/..
	I=$here/${B:-build}/initbench
	make_results=$here/tests/make-results
	cd "$BATS_TEST_TMPDIR" || return
	mkdir work && cd work || return
}

# Nothing that a record asked for was done.
nothing_ran() { [ -z "$(find "$BATS_TEST_TMPDIR" -name 'RAN*' -print)" ]; }

needs() # COMMAND
{
	command -v "$1" >/dev/null || skip "no $1; scripts/setup --with test installs it"
}

hostile() # SEED
{
	"$make_results" layouts=4 | python3 "$here/tests/hostile.py" make "$1" >hostile.jsonl
}

parses() # FORMAT FILE
{
	python3 "$here/tests/hostile.py" "$1" "$2" hostile.jsonl
}

@test "analyze: each format of drawn text is read by a parser of others, which finds the name" {
	needs python3
	local seed format
	for seed in $(seq 6); do
		hostile "$seed"
		for format in text csv json benchfmt; do
			"$I" analyze hostile.jsonl --format $format >out 2>err || [ $? = 3 ]
			parses $format out || { echo "seed $seed, $format"; return 1; }
		done
	done
	nothing_ran
}

@test "analyze, report: drawn text is no markup to cmark-gfm" {
	needs python3
	needs cmark-gfm
	local seed page
	for seed in $(seq 6); do
		hostile "$seed"
		"$I" analyze hostile.jsonl --format md >out 2>err || [ $? = 3 ]
		parses md out || { echo "seed $seed"; return 1; }
		folder='results/x](javascript:y) <script>|`# >'
		mkdir -p "$folder" && cp hostile.jsonl "$folder/"
		"$I" report 2>err || [ $? = 3 ]
		for page in REPORT.md results/STUDY.md "$folder/README.md"; do
			parses md "$page" || { echo "seed $seed, $page"; return 1; }
		done
	done
	nothing_ran
}

@test "plot: drawn text is in the SVG as it is, and runs nothing" {
	needs python3
	needs gnuplot
	local seed
	for seed in 1 2; do
		hostile "$seed"
		"$I" plot hostile.jsonl --out plots 2>err
		parses svg plots/clear.svg || { echo "seed $seed"; return 1; }
		# numbers and words by number, and no text of the file
		run grep -vE '^(#|[a-z_0-9]+(\[[0-9]+\])? = |array |set [xy]tics |load "[a-z]+\.gp"$)' plots/source/clear.plt
		[ -z "$output" ]
	done
	nothing_ran
}

@test "compare: JUnit and the letter of drawn text" {
	needs python3
	local seed
	for seed in $(seq 4); do
		hostile "$seed"
		cp hostile.jsonl base.jsonl
		"$make_results" layouts=4 run=b | python3 "$here/tests/hostile.py" make "$seed" >patch.jsonl
		"$I" compare base.jsonl patch.jsonl --format junit >out 2>err || [ $? -ne 2 ]
		parses junit out
		"$I" compare base.jsonl patch.jsonl --format json >out 2>err || [ $? -ne 2 ]
		python3 -c 'import json, sys; json.load(open("out"), parse_constant=sys.exit)'
		"$I" compare base.jsonl patch.jsonl >out 2>err || [ $? -ne 2 ]
		[ "$(LC_ALL=C grep -c '[^ -~]' out)" = 0 ]
	done
}

@test "cover: its commands are words for a shell, and tell no folder" {
	options='--kernel /home/me/kernel ; touch RAN $(touch RAN) --strict'
	for side in base patch; do
		"$make_results" layouts=4 run=$side | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    if r["type"] == "run":
        r["compare"] = {"side": "base", "commit": "0123456789ab", "ref": "x", "options": sys.argv[1]}
    print(json.dumps(r))' "$options" >$side.jsonl
	done
	"$I" compare base.jsonl patch.jsonl --format cover >out 2>err || [ $? -ne 2 ]
	run ! grep -q /home out
	sed -n '/compare-branches/,/^$/p' out | sed 's,scripts/compare-branches,echo,' >pasted
	bash pasted >words
	grep -q 'DIR ; touch' words
	nothing_ran
}

@test "messages: no control character of a file's name reaches the terminal" {
	name=$'\033[31mx\n\177.jsonl'
	run "$I" analyze "$name"
	[ "$status" = 2 ]
	[[ $output == *'\x1b[31mx\n\x7f.jsonl'* ]]
	[[ $output != *$'\033'* ]]
}

# What a command leaves where OLD was: nothing of its own.
is_as_it_was() # FILE..
{
	local file

	for file; do
		[ "$(cat "$file")" = old ] || { echo "$file was written"; return 1; }
	done
	[ -z "$(find . -name '.*.new' -o -name '.plots-*' -o -name '.publish-*')" ]
}

@test "publish: a full disk leaves the old folder, status 2" {
	needs gnuplot
	[ "$(id -u)" = 0 ] || skip "not root, and a small tmpfs needs it"
	mkdir result disk
	"$make_results" layouts=8 run=a >result/base.jsonl
	"$make_results" layouts=8 run=b >result/patch.jsonl
	mount -t tmpfs -o size=300k none disk 2>why || skip "no tmpfs can be mounted here: $(cat why)"
	mkdir disk/p && echo old >disk/p/table.txt
	run "$here/scripts/publish" --out disk/p result
	left=$(cat disk/p/table.txt; ls -A disk)
	umount disk
	echo "$output"
	[ "$status" = 2 ]
	[ "$left" = $'old\np' ]
}

@test "files: modes and links inside are kept, links out, devices and pipes refused" {
	"$make_results" layouts=4 >a.jsonl
	echo old >real && chmod 640 real && ln -s real link
	"$I" merge a.jsonl --out link
	[ -L link ]
	cmp a.jsonl real
	[ "$(stat -c %a real)" = 640 ]
	mkdir elsewhere inside && echo old >elsewhere/x && ln -s ../elsewhere/x inside/x
	run "$I" merge a.jsonl --out inside/x
	[ "$status" = 2 ]
	is_as_it_was elsewhere/x
	mkfifo pipe
	for place in pipe /dev/full elsewhere; do
		run timeout 20 "$I" merge a.jsonl --out $place
		[ "$status" = 2 ]
		[[ $output == *"$place: cannot be written"* ]]
	done
	[ -c /dev/full ]
}

@test "report, plot: a link in the folder of results leads nowhere" {
	mkdir -p results victim
	echo old >victim/README.md
	"$make_results" layouts=4 >victim/a.jsonl
	ln -s ../victim results/cpu
	run "$I" report
	[ "$status" = 2 ]
	is_as_it_was victim/README.md
	command -v gnuplot >/dev/null || return 0
	mkdir plots && ln -s ../victim plots/source
	run "$I" plot victim/a.jsonl --out plots
	[ "$status" = 2 ]
	[ "$(find victim -type f | wc -l)" = 2 ]
}

@test "publish: names of files that compare-branches does not make, and links, are refused" {
	needs gnuplot
	name=$',;e touch RAN;#'
	mkdir result
	"$make_results" layouts=8 run=a >"result/base$name.jsonl"
	"$make_results" layouts=8 run=b >"result/patch$name.jsonl"
	run "$here/scripts/publish" result
	[ "$status" = 2 ]
	nothing_ran
	mv "result/base$name.jsonl" result/base.jsonl
	mv "result/patch$name.jsonl" result/patch.jsonl
	echo private >private
	ln -s ../private result/functions.txt
	run "$here/scripts/publish" result
	[ "$status" = 2 ]
	[ ! -e result/publish ]
}

@test "fleet: an archive with a link is not unpacked, and names of its own are left out" {
	mkdir -p node/results/cpu
	ln -s "$PWD/victim" node/results/cpu/x
	mkdir victim
	tar -C node -cf linked.tar .
	rm node/results/cpu/x
	seq 9000 >node/results/cpu/a.jsonl
	tar -C node -cf plain.tar .
	# shellcheck source=/dev/null
	. "$here/scripts/fleet.d/ssh.sh"
	run ! unpack linked.tar out
	[ ! -e out ]
	unpack plain.tar out
	[ -f out/results/cpu/a.jsonl ]
	# Others leave what is there: more than fits, ways out of the folder, devices, half of it.
	truncate -s 8G node/results/cpu/b.jsonl
	tar -S -C node -cf large.tar .
	rm node/results/cpu/b.jsonl
	tar -P -C node --transform 's,^\./results,../outside,' -cf up.tar ./results
	tar -P -C node --transform "s,^\\./results,$PWD/outside," -cf absolute.tar ./results
	mkfifo node/results/cpu/b.jsonl
	tar -C node -cf fifo.tar .
	rm node/results/cpu/b.jsonl
	head -c 20000 plain.tar >half.tar
	for archive in large up absolute fifo half; do
		unpack $archive.tar other 2>why || true
		[ ! -e outside ] && [ ! -e ../outside ] && [ ! -e other.new ]
		[ ! -e other/results/cpu/b.jsonl ]
	done
	run ! unpack large.tar out
	run ! unpack half.tar out
	run ! unpack up.tar out
	# shellcheck source=/dev/null
	. "$here/scripts/fleet.d/gather.sh"
	is_result out/results/cpu/a.jsonl
	mkdir -p out/results/'$(touch RAN)' && echo x >out/results/'$(touch RAN)'/a.jsonl
	run ! is_result out/results/'$(touch RAN)'/a.jsonl
	ln -s /etc/passwd out/results/cpu/b.jsonl
	run ! is_result out/results/cpu/b.jsonl
	nothing_ran
}

@test "every script tells what it is, and that it does not know an option" {
	cd "$here" || return
	for script in scripts/*; do
		[ -f "$script" ] && [ -x "$script" ] || continue
		run timeout 60 "$script" -h </dev/null
		[ "$status" = 0 ] && [ -n "$output" ] || { echo "$script -h: $status"; return 1; }
		run timeout 60 "$script" --no-such-option </dev/null
		[ "$status" = 2 ] || { echo "$script --no-such-option: $status: $output"; return 1; }
		[[ $output == *"--no-such-option"* || $output == *Usage:* ]] || { echo "$script: $output"; return 1; }
	done
}

@test "no HOME: the commands that have a cache find it" {
	cd "$here" || return
	env -u HOME scripts/vm -h >/dev/null
	env -u HOME scripts/compare-branches -h >/dev/null
	env -u HOME scripts/bench-parts -h >/dev/null
}
