#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2016 # the $ of sed
# initbench lint and merge, and scripts/contribute: files that go to others.

bats_require_minimum_version 1.5.0

setup()
{
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	initbench=$(cd "$root" && realpath "${B:-build}")/initbench
	make_results=$root/tests/make-results
	cd "$BATS_TEST_TMPDIR" || return 1
	"$make_results" layouts=2 >good.jsonl
}

# Changes the made file by a sed script; lint must say so, at that line.
finds() # SED LINE WHAT
{
	sed "$1" good.jsonl >bad.jsonl
	! cmp -s good.jsonl bad.jsonl || return 1
	run -3 "$initbench" lint bad.jsonl
	[[ "$output" = *bad.jsonl:$2:\ *"$3"* ]] || { echo "$output"; return 1; }
}

@test "lint: nothing to say of what the suite wrote, and of what is committed" {
	run -0 "$initbench" lint good.jsonl
	[ "$output" = "1 file checked, 0 findings" ]
	shopt -s nullglob
	run -0 "$initbench" lint "$root"/results/*/*.jsonl{,.zst}
}

@test "lint: what is not known of the machine or the build" {
	finds '1s/"microcode":null,//' 1 'provenance is incomplete: no cpu/microcode;'
	finds '1s/"release":"6.1.0"/"release":null/' 1 'no kernel/release;'
	finds '1s/"power":{[^}]*},//' 1 'no power/governor, power/turbo, power/smt;'
	finds '1s/"dirty":false/"dirty":true/' 1 'built with uncommitted changes'
	finds '1s/"commit":"[^"]*"/"commit":"unknown"/' 1 'no commit of the suite'
	finds '1s/"schema":1/"schema":2/' 1 'schema 2, known is 1'
}

@test "lint: what is nobody else's business" {
	mkdir -p root/proc/sys/kernel root/sys/class/dmi/id root/etc
	echo lab-rack7 >root/proc/sys/kernel/hostname
	echo 0 >root/sys/class/dmi/id/chassis_serial
	echo SN12345678 >root/sys/class/dmi/id/product_serial
	echo 0123456789abcdef0123456789abcdef >root/etc/machine-id
	export INITBENCH_SYSROOT=$PWD/root
	finds '1s/"quiet"/"quiet on LAB-RACK7"/' 1 '"cmdline" holds the host name'
	finds '1s/"hypervisor":"KVM"/"hypervisor":"KVM SN12345678"/' 1 'a serial number'
	finds '1s/"quiet"/"quiet 0123456789abcdef0123456789abcdef"/' 1 "the machine's id"
	finds '1s/"quiet"/"quiet mac=52:54:00:12:34:56"/' 1 'a MAC address'
	finds '1s/"quiet"/"quiet server=192.168.7.9"/' 1 'an IP address'
	finds '1s/"quiet"/"quiet by me@example.org"/' 1 'an e-mail address'
	finds '1s/"quiet"/"quiet b5c07f39-d213-4f11-9a15-a21f6adf9b82"/' 1 'a UUID'
	finds '1s,"initbench run","initbench run --out=/srv/lab/x.jsonl",' 1 'a path of the machine'
	finds '1s,"-O2","-O2 -I/home/me/include",' 1 'a home folder'
	finds '2s/"insns_why":null/"insns_why":"on lab-rack7"/' 2 'the host name'
	# and what looks like it
	sed '2s,"insns_why":null,"insns_why":"ver 6.1.0-56 a/b put/load /dev/kvm /sys/kernel/x lab-rack77 perf::CYCLES",' \
		good.jsonl >same.jsonl
	run -0 "$initbench" lint same.jsonl
}

@test "lint: what a foreign file holds, in a text that any record may have" {
	while read -r what private; do
		sed "2s|\"insns_why\":null|\"insns_why\":\"on $private today\"|" good.jsonl >bad.jsonl
		run -3 "$initbench" lint bad.jsonl
		echo "$what: $private: $output"
		[[ $output == *"bad.jsonl:2: \"insns_why\" holds "*"$what"* ]]
	done <<-'END'
	IPv6 fe80::216:3eff:fe12:3456
	IPv6 2001:0db8:0000:0000:0000:8a2e:0370:7334
	IPv6 2001:db8::/32
	MAC 52:54:00:12:34:56
	MAC 52-54-00-12-34-56
	MAC 5254.0012.3456
	user me@lab7
	full lab7.example.org
	full build.corp
	full host.dc1.acme.de
	key 0123456789abcdef0123456789abcdef
	key TOKEN=abc
	key ssh-ed25519
	path -I/srv/acme/include
	folder ~me/src
	folder C:\\\\Users\\\\me
	END
}

@test "lint: words that are not recorded, in files of others" {
	finds '1s/"quiet"/"quiet systemd.set_credential=a:b"/' 1 'a key'
	finds '1s/"quiet"/"quiet rd.dataset=tank"/' 1 'a parameter of the kernel'
	finds '1s/"quiet"/"isolcpus=tank@x"/' 1 '"cmdline" holds'
	finds '1s/"release":"6.1.0"/"release":"6.1.0-acme-lab"/' 1 '"release" holds a word'
	finds '1s/"compiler":"gcc 12"/"compiler":"gcc (acme) 12"/' 1 '"compiler" holds a word'
	finds '1s/"quick":/"machine":"lab.rack7",&/' 1 'field machine: none of the values known'
	finds '2s/"insns_why"/"note":"x","insns_why"/' 2 'field note is not one of schema 1'
}

@test "lint: a block may be taken again, and by every launch where the module is the layout" {
	sed '0,/"type":"block"/{/"type":"block"/{s/"dropped":null/"dropped":"context switch"/;p
		s/"n":64/"attempt":1,&/;s/"dropped":"context switch"/"dropped":null/;p
		s/"attempt":1/"launch":1/}}' good.jsonl >again.jsonl
	blocks=$(grep -c '"type":"block"' again.jsonl)
	sed -i -E "\$s/\"blocks\":[0-9]+/\"blocks\":$blocks/" again.jsonl
	[ "$blocks" -eq $(($(grep -c '"type":"block"' good.jsonl) + 2)) ]
	run "$initbench" lint again.jsonl
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "lint: lines cut short, damaged, out of place, there twice" {
	head -c -20 good.jsonl >bad.jsonl
	run -3 "$initbench" lint bad.jsonl
	[[ "$output" = *"cut short"*"no end record"* ]]
	finds '3s/"row"/row/' 3 'damaged'
	finds '2d' '[0-9]*' 'not declared before it'
	finds '1d' 1 'row record outside a run'
	finds '$d' '[0-9]*' 'has no end record'
	finds '2p' 3 'row 0 '
	finds '/"type":"block"/{p}' '[0-9]*' 'repeats line'
	finds '/"type":"block"/{p;s/"n":64/"attempt":1,&/;p}' '[0-9]*' 'repeats line'
	finds '2s/"fpu":"none",//' 2 'the row has no fpu'
	finds '/"block"/s/"n":64,//' '[0-9]*' 'the block has no'
	finds '2s/"type":"row"/"type":"note"/' 2 'no record of schema 1'
	cp good.jsonl again.jsonl
	run -3 "$initbench" lint good.jsonl again.jsonl
	[[ "$output" = *"again.jsonl:1: run "*" is there already"* ]]
	: >empty.jsonl
	run -3 "$initbench" lint empty.jsonl
	run -2 "$initbench" lint nothing.jsonl
	run -2 "$initbench" lint
}

@test "merge: each run once, the oldest first, lines as they are" {
	"$make_results" layouts=2 run=b utc=2026-01-03T00:00:00Z >b.jsonl
	"$make_results" layouts=3 run=a utc=2026-01-02T00:00:00Z >a.jsonl
	"$initbench" merge b.jsonl a.jsonl good.jsonl a.jsonl --out all.jsonl
	cat good.jsonl a.jsonl b.jsonl | cmp - all.jsonl
	"$initbench" merge all.jsonl b.jsonl --out all.jsonl
	cat good.jsonl a.jsonl b.jsonl | cmp - all.jsonl
	run -0 "$initbench" lint all.jsonl
}

@test "merge: of two copies the longer, without the line that was cut" {
	head -c -20 good.jsonl >short.jsonl
	head -n 30 good.jsonl >shorter.jsonl
	"$initbench" merge shorter.jsonl short.jsonl --out out.jsonl
	head -n -1 good.jsonl | cmp - out.jsonl
	"$initbench" merge out.jsonl good.jsonl short.jsonl --out out.jsonl
	cmp good.jsonl out.jsonl
}

@test "merge --ended: a run that was killed says why" {
	head -n 30 good.jsonl >killed.jsonl
	"$initbench" merge killed.jsonl --ended 'the node went away' --out out.jsonl
	run -0 "$initbench" lint out.jsonl
	tail -n 1 out.jsonl | grep -q '"status":"failed","blocks":'"$(grep -c '"type":"block"' killed.jsonl)"',.*"why":"the node went away"'
	# what has an end keeps it
	"$initbench" merge good.jsonl --ended 'the node went away' --out out.jsonl
	cmp good.jsonl out.jsonl
}

@test "merge: two runs of one name are refused, and nothing is written" {
	sed 's/"n":64/"n":65/' good.jsonl >other.jsonl
	echo keep >out.jsonl
	run -2 "$initbench" merge good.jsonl other.jsonl --out out.jsonl
	[[ "$output" = *"good.jsonl and other.jsonl contain two different runs"* ]]
	[ "$(cat out.jsonl)" = keep ]
	echo '{"type":"aa"}' >aa.jsonl
	run -2 "$initbench" merge aa.jsonl --out out.jsonl
	run -2 "$initbench" merge good.jsonl
	run -2 "$initbench" merge good.jsonl --out /nonexistent/out.jsonl
	[[ "$output" = *"/nonexistent/out.jsonl: cannot be written"* ]]
}

@test "run: of paths on the command line only the file's name is recorded" {
	mkdir folder
	"$initbench" run --variant unrolled --fpu none --blocks 1 --machine a1 \
		--out="$PWD/folder/x.jsonl" 2>/dev/null
	grep -q '"command":"initbench run .*--out=x.jsonl"' folder/x.jsonl
	grep -q '"machine":"a1"' folder/x.jsonl
	run -2 "$initbench" run --machine My.Host
	[[ "$output" = *"--machine 'My.Host'"* ]]
}

# A clone whose program says it was built without changes, whatever this one is,
# and what else fix.sed tells. The storm is timed elsewhere.
clone()
{
	git clone -q "$root" clone
	mkdir clone/build bin
	ln -s "$(type -P true)" bin/hyperfine
	PATH=$PWD/bin:$PATH
	echo '1s/"dirty":true/"dirty":false/' >fix.sed
	cat >clone/build/initbench <<-END
	#!/usr/bin/env bash
	"$initbench" "\$@" || exit
	[ "\$1" != run ] || sed -i -f ../fix.sed results/*-*-*-*/*Z-*.jsonl
	END
	chmod +x clone/build/initbench
	cp "$root"/scripts/{contribute,bench,pack-runs} clone/scripts/
	cd clone || return
}

@test "contribute: measures, lints, packs, and names nobody" {
	clone
	scripts/contribute --tar ../mine.tar.zst -- --blocks 1 >out
	tar -tvf ../mine.tar.zst >list
	grep -q '^-rw-r--r-- 0/0 .* 1970-01-01 .* results/.*-.*-.*-.*/.*Z-.*\.jsonl\.zst$' list
	run ! grep -v ' results/' list
	mkdir ../unpacked
	tar -xf ../mine.tar.zst -C ../unpacked
	run -0 "$initbench" lint ../unpacked/results/*/*.jsonl.zst
	run -2 scripts/contribute --commit --tar x
}

@test "contribute --commit: a commit without a name where none is set; nothing when lint objects" {
	clone
	export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 XDG_CONFIG_HOME=$PWD
	scripts/contribute --commit -- --blocks 1
	git log -1 --format='%an %ae %ad' | grep -q '^initbench contributor contributor@example.invalid .* +0000$'
	[ "$(git show --name-only --format= | grep -c '^results/.*\.jsonl\.zst$')" -ge 1 ]
	commit=$(git rev-parse HEAD)
	echo '1s/"cmdline":"/&me@example.org /' >>../fix.sed
	run -3 scripts/contribute --commit -- --blocks 1
	[[ "$output" = *"an e-mail address"*"nothing is packed"* ]]
	[ "$(git rev-parse HEAD)" = "$commit" ]
}
