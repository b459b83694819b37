# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# Whole kernels, KVM built in. A configuration has one directory, in which every side of
# every comparison is built from one mirror of its source: what they have in common is
# compiled once, and the same source gives the same bytes. A directory, below the cache:
#   src/  obj/     the side that was built last
#   kept/KEY/      what was built from the source of that KEY, for scripts/vm, with config
#                  and objects (name and hash of every one)
#   objects/HASH   those objects
#   failed/KEY     why that source does not build
#   runs/          what was measured, by all that its counts depend on
# Who sources this has: die(), note(), child(), work, cache, top, tree and trees.sh.

FRAGMENT=$parts/kernel.config

# What must be in the configuration that results: Kconfig drops a name that it does not
# know, or that depends on another, without a word.
NEEDED_CONFIG='SMP SERIAL_8250_CONSOLE BLK_DEV_INITRD DEVTMPFS PROC_FS SYSFS TMPFS BINFMT_ELF
BINFMT_SCRIPT EVENTFD KVM KVM_AMD KVM_INTEL'

# Of a tree, what no kernel is built from.
NO_SOURCE='^(Documentation|samples|LICENSES|MAINTAINERS|CREDITS|README|COPYING|\.[^/]*|debian)$'
NO_TOOLS='^tools/(testing|perf|power|virtio|verification|tracing|sched_ext|net|mm|cgroup)$'

KEPT_MAX=200	# kernels of a configuration; the oldest go

# The program that compiles, and the options of make that choose it.
compiler_options() # sets compiler, make_options
{
	make_options=()
	if [ -n "$llvm" ]; then
		compiler=clang make_options=(LLVM=1)
		command -v ld.lld >/dev/null || die "LLVM=1 wants clang and ld.lld; install clang and lld"
	else
		compiler=${CC:-gcc}
	fi
	command -v "$compiler" >/dev/null || die "no $compiler; scripts/setup installs gcc"
	if command -v ccache >/dev/null; then
		make_options+=("CC=ccache $compiler")
	elif [ -z "$llvm" ]; then
		make_options+=("CC=$compiler")
	fi
}

# Of what builds a kernel, what this machine lacks.
whole_check()
{
	local tool

	for tool in flex bison bc make; do
		command -v $tool >/dev/null || die "no $tool, which building a kernel takes; 'scripts/setup --with kernels' installs it"
	done
	compiler_options
}

# The fragment and what --config adds, later lines before earlier ones.
whole_fragment()
{
	cat "$FRAGMENT" ${extra_config:+"$extra_config"}
}

# Sets whole to the directory of this configuration for that version.
whole_directory() # VERSION
{
	local key

	key=$({ whole_fragment; "$compiler" --version | sed -n 1p; echo "$llvm"; } | sha256sum)
	whole=$cache/whole/$1-${compiler##*/}-${key:0:12}
	mkdir -p "$whole/kept" "$whole/objects" || exit "$EXIT_USAGE"
}

# What a kernel is built from, as one hash.
whole_key() # TREE
{
	{
		tree_git ls-tree "$1"
		tree_git ls-tree "$1" arch/ tools/ 2>/dev/null | grep -E '	(arch/(x86|um|Kconfig)|tools/)'
	} | awk -F '\t' -v no="$NO_SOURCE" -v tools="$NO_TOOLS" \
		'$2 != "arch" && $2 != "tools" && $2 !~ no && $2 !~ tools' | sha256sum | cut -c1-40
}

# The same bytes from the same source, whoever builds it, when, and where.
whole_make() # ARGUMENT..
{
	exec env -i PATH="$PATH" HOME=~ LC_ALL=C ${CCACHE_DIR:+"CCACHE_DIR=$CCACHE_DIR"} \
		KBUILD_BUILD_TIMESTAMP='Thu Jan 1 00:00:00 UTC 1970' KBUILD_BUILD_USER=initbench \
		KBUILD_BUILD_HOST=initbench KBUILD_BUILD_VERSION=1 \
		nice make -C "$whole/src" "O=$whole/obj" ARCH=x86_64 LOCALVERSION= "${make_options[@]}" "$@"
}

# Tells how far a build is while it runs: make says what it does, a line a file.
whole_progress() # LOG WHAT EXPECTED-FILES
{
	local begin=$SECONDS done

	[ -t 2 ] || return 0
	while sleep 1; do
		done=$(grep -c '^  [A-Z]' "$1")
		if [ "$3" -gt "$done" ] && [ "$done" -gt 20 ]; then
			printf '\rinitbench: building %s: %d of about %d files, %d:%02d min left   ' "$2" "$done" "$3" \
				$(((SECONDS - begin) * ($3 - done) / done / 60)) \
				$(((SECONDS - begin) * ($3 - done) / done % 60)) >&2
		else
			printf '\rinitbench: building %s: %d files, %d s   ' "$2" "$done" $((SECONDS - begin)) >&2
		fi
	done
}

# How many files the last build from nothing took; nothing is known of the first.
whole_expected()
{
	[ ! -e "$whole/obj/vmlinux" ] || { echo 0; return; }
	cat "$cache/whole"/*/files 2>/dev/null | sort -n | tail -n 1 | grep . || echo 0
}

# What the compiler refuses it refuses again; another reason may be gone the next time.
whole_failed() # WHAT [KEY]
{
	{
		echo "initbench: compare-branches: $1 does not build:"
		grep -vE '^make|^ccache|^  [A-Z]' "$work/errors" | sed "s,$whole/src/,,g; s,\.\./src/,,g" |
			tail -n 40
	} >"$work/why"
	if [ $# -gt 1 ] && grep -q ': error: ' "$work/why"; then
		mkdir -p "$whole/failed"
		cp "$work/why" "$whole/failed/$2"
	fi
	return "$EXIT_USAGE"
}

whole_configure()
{
	local name

	whole_fragment >"$work/fragment"
	whole_make -s "KCONFIG_ALLCONFIG=$work/fragment" allnoconfig
}

# Names that the configuration lacks.
whole_lacks()
{
	local name

	for name in $NEEDED_CONFIG; do
		grep -q "^CONFIG_$name=y" "$whole/obj/.config" || echo "CONFIG_$name"
	done
}

# The objects of a kernel: a name and a hash a line. Not what is linked of others, or
# runs while building or before the kernel.
whole_objects()
{
	(cd "$whole/obj" && find . -name '*.o' -type f ! -name 'built-in*' ! -name '.*' ! -name 'vmlinux*' \
		! -path './scripts/*' ! -path './tools/*' ! -path './usr/*' ! -path './arch/x86/tools/*' \
		! -path './arch/x86/boot/*' ! -path './arch/x86/realmode/*' ! -path './arch/x86/entry/vdso/*' \
		! -path './init/version*' ! -name '*.mod.o' -printf '%P\0' |
		LC_ALL=C sort -z | xargs -0 sha256sum) | awk '{ print $2, $1 }'
}

# Whole or not at all: moved into place.
whole_keep() # KEY
{
	local kept=$whole/kept/$1 name hash release

	release=$(cat "$whole/obj/include/config/kernel.release")
	rm -rf "$kept.new"
	mkdir -p "$kept.new/boot" "$kept.new/lib/modules/$release"
	: >"$kept.new/lib/modules/$release/modules.dep"
	cp "$whole/obj/arch/x86/boot/bzImage" "$kept.new/boot/vmlinuz-$release"
	cp "$whole/obj/.config" "$kept.new/config"
	echo "$release" >"$kept.new/release"
	whole_objects >"$kept.new/objects"
	while read -r name hash; do
		[ -e "$whole/objects/$hash" ] ||
			{ cp "$whole/obj/$name" "$whole/objects/$hash.new" && mv "$whole/objects/"{"$hash.new","$hash"}; }
	done <"$kept.new/objects"
	mv -T "$kept.new" "$kept"
}

# The kernels that were used least lately go; objects stay with those that name them.
whole_forget()
{
	local old

	mapfile -t old < <(find "$whole/kept" -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' |
		sort -rn | tail -n +$((KEPT_MAX + 1)) | cut -d' ' -f2-)
	[ ${#old[@]} -gt 0 ] || return 0
	rm -rf "${old[@]}"
	comm -23 <(ls "$whole/objects") <(cut -d' ' -f2 "$whole"/kept/*/objects | sort -u) |
		(cd "$whole/objects" && xargs -r rm -f)
}

# Builds a tree's kernel, unless what it is built from has been built before.
# Sets kernel_of to its directory. What does not build: status 2, $work/why says why.
whole_build() # TREE WHAT
{
	local key begin=$SECONDS fresh status lacks watcher=''

	key=$(whole_key "$1") || die "cannot read the tree of $2"
	kernel_of=$whole/kept/$key
	if [ -d "$kernel_of" ]; then
		touch "$kernel_of"
		return 0
	elif [ -s "$whole/failed/$key" ]; then
		cp "$whole/failed/$key" "$work/why"
		return $EXIT_USAGE
	fi
	exec 9>"$whole/lock"
	flock -n 9 || {
		note "another comparison builds in $whole; waiting for it"
		child flock 9
	}
	[ ! -d "$kernel_of" ] || { exec 9>&-; return 0; }	# that one built it
	fresh=$(whole_expected)
	note "building the kernel of $2 in $whole"
	tree_into "$1" "$whole/src" || die "cannot copy the source of $2 to $whole"
	child whole_configure >"$work/log" 2>"$work/errors" 9>&- || { whole_failed "$2"; return; }
	lacks=$(whole_lacks)
	[ -z "$lacks" ] || die "$2: its source, or --config, gives a kernel without $(echo $lacks), which measuring takes"
	[ -e "$whole/obj/vmlinux" ] || : >"$whole/cold"
	whole_progress "$work/log" "$2" "$fresh" 9>&- &
	watcher=$!
	child whole_make -j"$(nproc)" bzImage >"$work/log" 2>"$work/errors" 9>&-
	status=$?
	kill "$watcher" 2>/dev/null
	wait "$watcher" 2>/dev/null
	[ ! -t 2 ] || printf '\r%79s\r' '' >&2
	[ $status -eq 0 ] || { whole_failed "$2" "$key"; return; }
	if [ -e "$whole/cold" ]; then
		grep -c '^  [A-Z]' "$work/log" >"$whole/files"
		rm "$whole/cold"
	fi
	whole_keep "$key" || die "cannot write to $whole"
	whole_forget
	exec 9>&-
	built_seconds=$((SECONDS - begin))
	note "$2: $(grep -c '^  CC ' "$work/log") files compiled, $built_seconds s"
}

# What the configurations of two kernels differ in.
whole_config_difference() # DIR DIR
{
	diff "$1/config" "$2/config" | sed -n 's/^\([<>]\) \(CONFIG_[^= ]*=.*\|# CONFIG_.* is not set\)$/\1 \2/p'
}

# The objects in which two kernels differ, those that INIT is made of first.
OBJECTS_SHOWN=60

differing_objects() # KERNEL KERNEL
{
	LC_ALL=C join -a 1 -a 2 -e none -o 0,1.2,2.2 "$1/objects" "$2/objects" |
		awk '$2 != $3 { print ($1 ~ /kvm\// ? 0 : $1 ~ /fpu\// ? 1 : 2), $0 }' | sort -k1,1n -k2,2
}

# Sets text_base and text_patch to both kernels' objects that differ; one that a side lacks
# is empty there.
text_of_kernels() # KERNEL KERNEL
{
	local rank name base patch nr=0

	as -o "$work/none.o" /dev/null || return
	ln -sf "$work/none.o" "$whole/objects/none"
	while read -r rank name base patch; do
		nr=$((nr + 1))
		[ $nr -le $OBJECTS_SHOWN ] || continue
		text_base[$name]=$whole/objects/$base text_patch[$name]=$whole/objects/$patch
	done < <(differing_objects "$@")
	[ $nr -le $OBJECTS_SHOWN ] ||
		printf '  %d objects differ; functions of the first %d are compared.\n' $nr $OBJECTS_SHOWN >&3
}
