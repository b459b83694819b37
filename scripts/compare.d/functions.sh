# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Which functions of two builds of KVM differ, by how many bytes, and how.

# A file a function. Where another section's content moved, that is no change.
split_functions() # MODULE DIR
{
	mkdir -p "$2"
	objdump -dr --no-show-raw-insn --no-addresses "$1" |
		sed -E '/R_X86_64_/s/(\t\.[a-z][a-z0-9._]*)[+-]0x[0-9a-f]+$/\1/' | awk -v dir="$2" '
		/^<\..*>:$/ { close(file); file = ""; next }
		/^<.*>:$/ { close(file); file = dir "/" substr($0, 2, length($0) - 3); next }
		/^Disassembly|file format|^$/ { next }
		file { print >>file }'
	nm -S -t d --defined-only "$1" | awk '$3 ~ /^[tTwW]$/ { print $4, $2 }' | sort >"$2.sizes"
}

bytes() # SIZES FUNCTION
{
	awk -v f="$2" '$1 == f { n += $2 } END { print n + 0 }' "$1"
}

changed_functions() # BASE-DIR PATCH-DIR
{
	local module name base patch nr=0

	: >"$out/disassembly.diff"
	for module in "$1"/*.ko; do
		module=$(basename "$module" .ko)
		split_functions "$1/$module.ko" "$work/text/base/$module"
		split_functions "$2/$module.ko" "$work/text/patch/$module"
		while read -r name; do
			base=$(bytes "$work/text/base/$module.sizes" "$name")
			patch=$(bytes "$work/text/patch/$module.sizes" "$name")
			[ $nr != 0 ] || printf '\n  %-48s %7s %7s %6s\n' \
				'functions that changed, bytes of text' base patch diff
			printf '  %-48s %7d %7d %+6d\n' "$name" "$base" "$patch" $((patch - base))
			nr=$((nr + 1))
			(cd "$work/text" && diff -N -U 5 "base/$module/$name" "patch/$module/$name") \
				>>"$out/disassembly.diff"
		done < <(diff -qrN "$work/text/base/$module" "$work/text/patch/$module" |
			sed -n 's,^Files .*/\([^/ ]*\) and .*,\1,p')
	done
	[ $nr != 0 ] || printf '\n  No function changed: the text of both sides is the same.\n'
}
