#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-only
# The HTML page of the report in a real browser, which a WebDriver session leads: what a
# reader does with it, and what it must not do.

bats_require_minimum_version 1.5.0

setup_file()
{
	local root

	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	for command in chromium chromedriver curl jq cmark-gfm gnuplot; do
		command -v "$command" >/dev/null || return 0
	done
	[ -r /usr/share/javascript/jquery-tablesorter/jquery.tablesorter.min.js ] || return 0
	cd "$BATS_FILE_TMPDIR" || return
	export PAGE=$BATS_FILE_TMPDIR/REPORT.html
	mkdir -p results/{a,b,k}
	"$root/tests/make-results" matrix=full layouts=30 >results/a/a.jsonl
	"$root/tests/make-results" matrix=cold layouts=30 run=b model=3 \
		cpu='<script>document.title=1</script>' >results/b/b.jsonl
	"$root/tests/make-results" run=k unit=instruction host=qemu-tcg lane=kmod layouts=1 \
		>results/k/k.jsonl
	"$(cd "$root" && realpath "${B:-build}")/initbench" report --format html >&2
}

setup()
{
	[ -n "${PAGE-}" ] ||
		skip "no chromium, chromedriver or cmark-gfm: 'scripts/setup --with browser --with html'"
	cd "$BATS_TEST_TMPDIR" || return
	port=$((20000 + RANDOM % 10000))
	chromedriver --port=$port >"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
	driver=$!
	until grep -q 'started successfully' "$BATS_TEST_TMPDIR/log"; do
		kill -0 $driver || return 1
		sleep 0.1
	done
	session=
	session=/session/$(ask /session '{"capabilities":{"alwaysMatch":{"browserName":"chrome",
		"goog:chromeOptions":{"args":["--headless","--no-sandbox","--disable-gpu"]},
		"goog:loggingPrefs":{"browser":"ALL","performance":"ALL"}}}}' | jq -r .sessionId)
	ask /url "{\"url\":\"file://$PAGE\"}" >/dev/null
}

teardown()
{
	[ -n "${driver-}" ] || return 0
	curl -s -X DELETE "http://127.0.0.1:$port$session" >/dev/null
	kill "$driver"
}

ask() # PATH JSON; prints the value of the answer
{
	curl -s "http://127.0.0.1:$port$session$1" -H 'Content-Type: application/json' -d "$2" |
		jq -c .value
}

js() # SCRIPT; prints what it returns
{
	ask /execute/sync "$(jq -n --arg script "$1" '{script: $script, args: []}')"
}

# As a user does it: with the pointer, where the element is.
click() # SELECTOR
{
	local element

	element=$(ask /element "$(jq -n --arg css "$1" '{using: "css selector", value: $css}')" |
		jq -r '.[]')
	ask "/element/$element/click" '{}'
}

# The page reacts in its own time.
becomes() # SCRIPT VALUE
{
	for _ in {1..50}; do
		[ "$(js "$1")" != "$2" ] || return 0
		sleep 0.1
	done
	echo "$1: $(js "$1"), not $2"
	return 1
}

# Of the big table: the rows that are seen, as an array.
seen='Array.from(document.querySelectorAll("#all tbody tr")).filter(r => r.offsetParent)'
column='(name => Array.from(document.querySelectorAll("#all thead tr")[0].cells)
	.findIndex(c => c.textContent.trim() === name))'

@test "html: a click on a heading sorts by number, another one the other way" {
	click '#all thead tr:first-child th[data-column="9"]'
	becomes "var x = $seen.map(r => +r.cells[$column('cost')].textContent);
		return x.length > 50 && x.every((v, i) => !i || x[i - 1] <= v)" true
	click '#all thead tr:first-child th[data-column="9"]'
	becomes "var x = $seen.map(r => +r.cells[$column('cost')].textContent);
		return x.length > 50 && x.every((v, i) => !i || x[i - 1] >= v)" true
}

@test "html: variant, mask, content, temperature, lane and CPU filter" {
	local all name value

	all=$(js "return $seen.length")
	while read -r name value; do
		js "var s = document.querySelectorAll('#all .tablesorter-filter-row select')[$column('$name')];
			s.value = '$value'; s.dispatchEvent(new Event('change', { bubbles: true }));
			jQuery(s).trigger('change')"
		becomes "var x = $seen.map(r => r.cells[$column('$name')].textContent);
			return x.length > 0 && x.length < $all && x.every(v => v === '$value')" true
		js "jQuery('#all').trigger('filterReset')"
		becomes "return $seen.length" "$all"
	done <<-END
	variant u64-mask
	mask mpx
	content avx512
	temperature cold
	lane kmod
	CPU qemu-tcg
	END
}

@test "html: tables of the text sort too, by the number before the interval" {
	click '#REPORT-md table thead th:nth-child(2)'
	becomes 'var x = Array.from(document.querySelectorAll("#REPORT-md table tbody tr"))
		.map(r => parseFloat(r.cells[1].textContent)).filter(v => !isNaN(v));
		return x.length > 5 && x.every((v, i) => !i || x[i - 1] <= v)' true
}

@test "html: plots show values, and are no two of one name" {
	[ "$(js 'return document.querySelectorAll("figure svg").length > 5')" = true ]
	[ "$(js 'return Array.from(document.querySelectorAll("svg title")).map(t => t.textContent)
		.filter(t => /\d/.test(t)).length > 20')" = true ]
	# every plot of figures has them
	[ "$(js 'return Array.from(document.querySelectorAll("figure svg"))
		.filter(s => !Array.from(s.querySelectorAll("title"))
			.some(t => /\d/.test(t.textContent))).length')" = 0 ]
	[ "$(js 'return Array.from(document.querySelectorAll("svg title"))
		.filter(t => /gnuplot/i.test(t.textContent)).length')" = 0 ]
	[ "$(js 'var ids = Array.from(document.querySelectorAll("[id]")).map(e => e.id);
		return ids.length - new Set(ids).size')" = 0 ]
	[ "$(js 'return document.body.innerText.includes("was not drawn")')" = false ]
}

@test "html: no message on the console, no request, no script but its own, links that lead" {
	ask /se/log '{"type":"browser"}' >messages
	[ "$(cat messages)" = '[]' ] || { cat messages; false; }
	ask /se/log '{"type":"performance"}' | jq -r '.[].message' |
		jq -r 'select(.message.method == "Network.requestWillBeSent") | .message.params.request.url' |
		sort -u >requests
	run ! grep -v -e "^file://$PAGE" -e '^data:' requests
	[ "$(js 'return document.title')" = '"initbench: zeroing XSTATE on INIT"' ]
	[ "$(js 'return document.querySelectorAll("script").length')" = 4 ]
	[ "$(js 'return Array.from(document.querySelectorAll("a[href^=\"#\"]"))
		.filter(a => !document.getElementById(a.getAttribute("href").slice(1))).length')" = 0 ]
}

@test "html: dark and light, narrow and wide" {
	local scheme=() s

	for s in light dark; do
		ask /goog/cdp/execute "{\"cmd\":\"Emulation.setEmulatedMedia\",\"params\":{\"features\":
			[{\"name\":\"prefers-color-scheme\",\"value\":\"$s\"}]}}" >/dev/null
		scheme+=("$(js 'return getComputedStyle(document.querySelector("nav")).backgroundColor')")
	done
	[ "${scheme[0]}" != "${scheme[1]}" ]
	for s in 360 1600; do
		ask /goog/cdp/execute "{\"cmd\":\"Emulation.setDeviceMetricsOverride\",\"params\":
			{\"width\":$s,\"height\":800,\"deviceScaleFactor\":1,\"mobile\":false}}" >/dev/null
		becomes 'return document.documentElement.scrollWidth <= innerWidth' true
	done
}
