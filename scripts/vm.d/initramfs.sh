# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
# What the guest boots into: busybox, the program, modules, the command.
# The archive is the same, byte for byte, if what goes in is the same.

quoted() # WORD..: as sh reads them
{
	local word

	for word; do
		printf "'%s' " "${word//\'/\'\\\'\'}"
	done
}

# Copies a module of the kernel and all that it needs, in loading order.
initramfs_module() # ROOT MODULE[:PARAMETER..]
{
	local root=$1 name=${2%%:*} parameters='' path

	[ "$name" = "$2" ] || parameters=${2#*:}
	case $name in
	*/*) initramfs_ko "$root" "$name" "$parameters"; return ;;
	esac
	modprobe -d "$modroot" -S "$release" --show-depends "$name" >"$work/depends" 2>"$work/modprobe" ||
		die "kernel $release has no module '$name'"
	while read -r path; do
		[ "${path##*/}" = "$(basename "$path")" ] || continue
		initramfs_ko "$root" "$path" ''
	done < <(sed -n 's/^insmod \([^ ]*\).*/\1/p' "$work/depends" | sed '$d')
	path=$(sed -n 's/^insmod \([^ ]*\).*/\1/p' "$work/depends" | tail -n1)
	[ -z "$path" ] || initramfs_ko "$root" "$path" "$parameters"
}

initramfs_ko() # ROOT FILE PARAMETERS
{
	local file=${2##*/}

	[ -f "$2" ] || die "no module $2"
	grep -q "^/modules/${file%.[xg]z} " "$1/modules/list" 2>/dev/null && return
	cp "$2" "$1/modules/$file"
	case $file in
	*.xz) unxz "$1/modules/$file" ;;
	*.gz) gunzip "$1/modules/$file" ;;
	*.zst) unzstd -q --rm "$1/modules/$file" ;;
	esac
	file=${file%.xz}; file=${file%.gz}; file=${file%.zst}
	echo "/modules/$file $3" >>"$1/modules/list"
}

# The libraries that programs want, at the paths where they look for them: none
# where all are static.
initramfs_libraries() # ROOT
{
	local program library

	while IFS= read -r program; do
		while read -r library; do
			[ ! -e "$1$library" ] || continue
			mkdir -p "$1${library%/*}"
			cp -L "$library" "$1$library"
		done < <(ldd "$program" 2>/dev/null | grep -o '/[^ ]*')
	done < <(find "$1" -type f -perm /111)
}

initramfs_make() # FILE COMMAND..
{
	local root=$work/root busybox file=$1 item
	shift

	busybox=$(command -v busybox) || die "no busybox; install busybox-static"
	file -bL "$busybox" 2>/dev/null | grep 'dynamically' >/dev/null &&
		die "$busybox is not static; install busybox-static"
	mkdir -p "$root"/{bin,dev,proc,sys,tmp,out,modules,etc}
	cp "$busybox" "$root/bin/busybox"
	ln -s busybox "$root/bin/sh"
	install -m 755 "$parts/init" "$root/init"
	: >"$root/modules/list"
	[ "$1" != initbench ] || [ -x "$top/build/initbench-static" ] ||
		die "no build/initbench-static; run 'make build/initbench-static'"
	[ ! -x "$top/build/initbench-static" ] ||
		strip -o "$root/bin/initbench" "$top/build/initbench-static"
	for item in ${modules[@]+"${modules[@]}"}; do
		initramfs_module "$root" "$item"
	done
	for item in ${files[@]+"${files[@]}"}; do
		initramfs_file "$root" "${item%%:*}" "${item#*:}"
	done
	initramfs_libraries "$root"
	{
		echo "date=$date"
		quoted export "INITBENCH_HOST=$host" ${emulator:+"INITBENCH_EMULATOR=$emulator"} ${env[@]+"${env[@]}"}
	} >"$root/etc/environment"
	[ -z "$with_root" ] ||
		quoted "release=$release" "modules=$modroot/lib/modules/$release" "headers=$headers" >"$root/etc/root"
	quoted "$@" >"$root/etc/command"
	find "$root" -exec touch -h -d @0 {} +
	(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc --reproducible -R 0:0 --quiet) >"$file" ||
		die "cannot pack the initramfs"
}

initramfs_file() # ROOT SRC DST (DST is SRC if none was given)
{
	local to=$3

	[ -f "$2" ] || die "no file $2"
	[ "$to" != "$2" ] || to=/bin/${2##*/}
	mkdir -p "$1/$(dirname "$to")"
	cp "$2" "$1/$to"
}
