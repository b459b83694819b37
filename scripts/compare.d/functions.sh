# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Which functions of two builds differ, by how many bytes, and how: of KVM's modules, or
# of the objects of a kernel.

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

# Disassembly without addresses. What refers to code in the middle of a function names
# the instruction there as well; what the linker fills in is named by its relocation alone.
name_targets()
{
	awk '
	function number(hex,   i, n) {
		for (i = 1; i <= length(hex); i++)
			n = 16 * n + index("0123456789abcdef", substr(hex, i, 1)) - 1
		return n
	}
	# Relative ones count from their end.
	function referred(line,   section, place) {
		section = place = line
		sub(/.*\t/, "", section)
		sub(/[+]0x.*/, "", section)
		sub(/.*[+]0x/, "", place)
		place = sprintf("%x", number(place) + (line ~ /_32S?\t/ ? 0 : 4))
		sub(/\t[^\t]*$/, "", line)
		if ((section, place) in name)
			return line "\t" name[section, place]
		return line "\t" section ": " at[section, place]
	}
	# What is referred to is an address and its name: NUMBER <FUNCTION+OFFSET>.
	function target(to, section,   place) {
		place = to
		sub(/ .*/, "", place)
		sub(/^[^<]*/, "", to)
		if (to ~ /[+]0x/ && (section, place) in at)
			sub(/>$/, ": " at[section, place] ">", to)
		return to
	}
	/^Disassembly of section/ { section = substr($4, 1, length($4) - 1) }
	/^[0-9a-f]+ <.*>:$/ {
		place = substr($1, match($1, /[^0]|0$/))
		sub(/^[0-9a-f]+ /, "")
		name[section, place] = substr($0, 2, length($0) - 3)
	}
	/^ *[0-9a-f]+:\t/ {
		place = $1
		sub(/^ *[0-9a-f]+:/, "")
		text = substr($0, 2)
		sub(/[ \t]+([0-9a-f]+ <|#).*/, "", text)
		at[section, substr(place, 1, length(place) - 1)] = text
		of[NR] = section
	}
	{ sub(/^\t\t\t[0-9a-f]+: R_/, "\t\t\tR_"); line[NR] = $0 }
	END {
		for (i = 1; i <= NR; i++) {
			now = line[i]
			if (now ~ /R_X86_64_.*\t\.[a-z.]*text[a-z.]*[+]0x[0-9a-f]+$/) {
				now = referred(now)
			} else if (i in of && match(now, /[0-9a-f]+ <[^<>]*>$/)) {
				to = substr(now, RSTART)
				now = substr(now, 1, RSTART - 1)
				if (line[i + 1] ~ /\tR_X86_64_/)
					sub(/[ \t#]+$/, "", now)
				else
					now = now target(to, of[i])
			}
			print now
		}
	}'
}

# A file a function. Where another section's content moved, that is no change, nor is
# what fills the place up to the next function.
split_functions() # MODULE PREFIX-OF-PATHS WHERE-THAT-IS DIR
{
	mkdir -p "$4"
	objdump -dlr --no-show-raw-insn "$1" | name_targets |
		sed -E '/R_X86_64_/s/(\t\.[a-z][a-z0-9._]*)[+-]0x[0-9a-f]+$/\1/' |
		annotate "$2" "$3" | awk -v dir="$4" '
		/^<.*>:$/ { close(file); file = held = "" }
		/^<\..*>:$/ { next }
		/^<.*>:$/ { file = dir "/" substr($0, 2, length($0) - 3); next }
		/^Disassembly|file format|^$/ { next }
		/^\t(data16 |cs )*(nop|xchg +%ax,%ax)/ { held = held $0 "\n"; next }
		file { printf "%s%s\n", held, $0 >>file; held = "" }'
	nm -S -t d --defined-only "$1" | awk '$3 ~ /^[tTwW]$/ { print $4, $2 }' | sort >"$4.sizes"
}

bytes() # SIZES FUNCTION
{
	awk -v f="$2" '$1 == f { n += $2 } END { print n + 0 }' "$1"
}

# Without times: the same each time.
differ() # FILE
{
	diff -N -U 5 --label "base/$1" --label "patch/$1" "base/$1" "patch/$1"
}

# How far a branch goes is left out, since it changes with what is between, unless
# nothing else differs.
difference() # FILE
{
	local side

	(
		cd "$work/text" || return
		for side in base patch; do
			mkdir -p "short/$side/${1%/*}"
			[ ! -e "$side/$1" ] || sed 's/\(<[^<>+]*\)+0x[0-9a-f]*/\1+/' "$side/$1" >"short/$side/$1"
		done
		cd short || return
		! differ "$1" || (cd .. && differ "$1")
	)
}

# Of every module its two files with lines, as text_of puts them there.
declare -A text_base=() text_patch=()

# A module that several hosts have in common is the same text in each.
text_of() # VENDOR
{
	local module

	for module in kvm kvm-"$1"; do
		[ -z "${text_base[$module]-}" ] || continue
		text_base[$module]=${modules[0]}/lines/$module.ko
		text_patch[$module]=${modules[1]}/lines/$module.ko
	done
}

# What fits into the table's first column, the end of it.
short_name() # NAME
{
	[ ${#1} -le 48 ] && echo "$1" || echo "..${1: -46}"
}

no_function_changed() # MODULE-OR-OBJECT..
{
	if [ $# -gt 0 ]; then
		echo "No function of $(sed 's/ /, /g' <<<"$*") changed: their text is the same."
	else
		echo "No function changed: every object of the two kernels is the same."
	fi
}

# Sources that are as they were where the modules were built, whose lines are known.
changed_functions() # BASE-SOURCE PATCH-SOURCE
{
	local module name base patch built nr=0 compared=() lines_known

	[ ${#text_base[@]} -eq 0 ] || mapfile -t compared < <(printf '%s\n' "${!text_base[@]}" | sort)
	: >"$out/disassembly.diff"
	for module in "${compared[@]}"; do
		built=${text_base[$module]%/*/lines/*}/tree lines_known=''
		[[ ${text_base[$module]} != */lines/* ]] || lines_known=1
		split_functions "${text_base[$module]}" "$built" "$1" "$work/text/base/$module"
		split_functions "${text_patch[$module]}" "$built" "$2" "$work/text/patch/$module"
		while read -r name; do
			base=$(bytes "$work/text/base/$module.sizes" "$name")
			patch=$(bytes "$work/text/patch/$module.sizes" "$name")
			[ $nr != 0 ] || printf '\n  %-48s %7s %7s %6s\n' \
				'functions that changed, bytes of text' base patch diff
			printf '  %-48s %7d %7d %+6d\n' "$(short_name "$module: $name")" "$base" "$patch" \
				$((patch - base))
			nr=$((nr + 1))
			difference "$module/$name" >>"$out/disassembly.diff"
		done < <(diff -qrN -I '^; ' "$work/text/base/$module" "$work/text/patch/$module" |
			sed -n 's,^Files .*/\([^/ ]*\) and .*,\1,p')
	done
	if [ $nr = 0 ]; then
		no_function_changed "${compared[@]}" | fold -s -w 73 | sed 's/ *$//; s/^/  /; 1s/^/\n/'
	else
		echo "  instruction by instruction${lines_known:+, with the lines of source}: disassembly.diff"
	fi
}
