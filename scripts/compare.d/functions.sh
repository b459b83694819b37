# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Which functions of two builds of KVM differ, by how many bytes, and how.

# Turns the places that objdump -l names into the lines of source there, as comments.
# Without their numbers: where lines were added above, that is no change.
annotate() # PREFIX-OF-PATHS WHERE-THAT-IS
{
	awk -v prefix="$1" -v source="$2" '
	function text(path, nr,   n, line) {
		if (!(path in known)) {
			known[path] = 1
			while ((getline line <path) > 0)
				lines[path, ++n] = line
			close(path)
		}
		line = lines[path, nr]
		gsub(/^[ \t]+|[ \t]+$/, "", line)
		return line
	}
	/^<.*>:$/ { last = "" }
	/^[^ \t<].*\(\):$/ { next }
	/^[^ \t<].*:[0-9]+( \(discriminator [0-9]+\))?$/ {
		sub(/ \(discriminator [0-9]+\)$/, "")
		path = nr = $0
		sub(/:[0-9]+$/, "", path)
		sub(/.*:/, "", nr)
		if (index(path, prefix) == 1)
			path = source substr(path, length(prefix) + 1)
		now = text(path, nr + 0)
		sub(/.*\//, "", path)
		if (now != "" && path now != last)
			print "; " path ": " now
		last = path now
		next
	}
	{ print }'
}

# A file a function. Where another section's content moved, that is no change.
split_functions() # MODULE PREFIX-OF-PATHS WHERE-THAT-IS DIR
{
	mkdir -p "$4"
	objdump -dlr --no-show-raw-insn --no-addresses "$1" |
		sed -E '/R_X86_64_/s/(\t\.[a-z][a-z0-9._]*)[+-]0x[0-9a-f]+$/\1/' |
		annotate "$2" "$3" | awk -v dir="$4" '
		/^<\..*>:$/ { close(file); file = ""; next }
		/^<.*>:$/ { close(file); file = dir "/" substr($0, 2, length($0) - 3); next }
		/^Disassembly|file format|^$/ { next }
		file { print >>file }'
	nm -S -t d --defined-only "$1" | awk '$3 ~ /^[tTwW]$/ { print $4, $2 }' | sort >"$4.sizes"
}

bytes() # SIZES FUNCTION
{
	awk -v f="$2" '$1 == f { n += $2 } END { print n + 0 }' "$1"
}

# Modules with lines of the tree they were built in, sources that are as they were there.
changed_functions() # BASE-DIR PATCH-DIR TREE BASE-SOURCE PATCH-SOURCE
{
	local module name base patch nr=0

	: >"$out/disassembly.diff"
	for module in "$1"/*.ko; do
		module=$(basename "$module" .ko)
		split_functions "$1/$module.ko" "$3" "$4" "$work/text/base/$module"
		split_functions "$2/$module.ko" "$3" "$5" "$work/text/patch/$module"
		while read -r name; do
			base=$(bytes "$work/text/base/$module.sizes" "$name")
			patch=$(bytes "$work/text/patch/$module.sizes" "$name")
			[ $nr != 0 ] || printf '\n  %-48s %7s %7s %6s\n' \
				'functions that changed, bytes of text' base patch diff
			printf '  %-48s %7d %7d %+6d\n' "$name" "$base" "$patch" $((patch - base))
			nr=$((nr + 1))
			# Where a branch goes to has no address here that it could be looked up by.
			(cd "$work/text" && sed -i 's/\(<[^<>+]*\)+0x[0-9a-f]*>/\1+>/' ./*/"$module/$name" &&
				diff -N -U 5 "base/$module/$name" "patch/$module/$name") >>"$out/disassembly.diff"
		done < <(diff -qrN -I '^; ' "$work/text/base/$module" "$work/text/patch/$module" |
			sed -n 's,^Files .*/\([^/ ]*\) and .*,\1,p')
	done
	[ $nr != 0 ] || printf '\n  No function changed: the text of both sides is the same.\n'
}
