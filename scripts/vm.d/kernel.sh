# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# Which kernel boots: its package is fetched with the machine's own apt,
# unpacked into the cache and never installed.

declare -A SUITES=([backports]=bookworm-backports)

own_suite()
{
	# shellcheck source=/dev/null
	(. /etc/os-release && echo "${VERSION_CODENAME:-}")
}

apt_mirror() # sets mirror, the machine's own
{
	# shellcheck disable=SC2016
	mirror=$(apt-get indextargets --format '$(REPO_URI)' \
		'Created-By: Packages' "Codename: $(own_suite)" 'Component: main' | sed -n 1p)
	[ -n "$mirror" ] || die "apt knows no mirror of $(own_suite); run 'apt-get update' as root first"
}

# Options that make apt read another suite of the machine's own mirror, with
# lists of its own, so that the machine's configuration stays as it is.
apt_suite() # SUITE; sets apt_options
{
	local own state=$cache/apt/$1 mirror key=/usr/share/keyrings/debian-archive-keyring.gpg

	apt_options=()
	own=$(own_suite)
	[ "$1" != "$own" ] || return 0

	apt_mirror		# sets mirror
	mkdir -p "$state/lists/partial" "$state/empty"
	echo "deb $([ ! -e "$key" ] || echo "[signed-by=$key]") $mirror $1 main" >"$state/sources.list"
	apt_options=(-o "Dir::State::lists=$state/lists" -o "Dir::Etc::sourcelist=$state/sources.list"
		     -o "Dir::Etc::sourceparts=$state/empty" -o "Dir::Cache=$state"
		     -o "Dir::Etc::preferencesparts=$state/empty" -o APT::Sandbox::User=root)
	[ -s "$state/updated" ] && [ -n "$(find "$state/updated" -mtime -7)" ] && return 0
	apt-get "${apt_options[@]}" -qq update >"$state/log" 2>&1 ||
		die "apt cannot read $1 of $mirror: $(tail -n1 "$state/log")"
	date >"$state/updated"
}

package_field() # PACKAGE FIELD
{
	apt-cache "${apt_options[@]}" show --no-all-versions "$1" 2>/dev/null | sed -n "s/^$2: //p" | sed -n 1p
}

fetch() # PACKAGE DIR: unpack it there
{
	local deb

	[ ! -e "$2/.$1" ] || return 0
	mkdir -p "$2" "$work/deb"
	exec 8>"$2/.lock"
	flock 8
	[ ! -e "$2/.$1" ] || return 0
	echo "initbench: vm: fetching $1" >&2
	(cd "$work/deb" && apt-get "${apt_options[@]}" -qq download "$1" 2>"$work/apt") ||
		die "cannot download $1: $(tail -n1 "$work/apt"); run 'apt-get update' as root"
	deb=("$work/deb/$1"_*.deb)
	dpkg-deb -x "${deb[0]}" "$2" || die "cannot unpack $1 into $2"
	rm -f "${deb[@]}"
	: >"$2/.$1"
	exec 8>&-
}

# Its release is in the name of the package that the metapackage depends on.
kernel_fetch() # SUITE; sets kernel_root
{
	local suite=${SUITES[$1]:-$1} package

	apt_suite "$suite"
	package=$(package_field linux-image-amd64 Depends | grep -oE 'linux-image-[^ ,]+' | sed -n 1p)
	if [ -n "$package" ]; then
		kernel_root=$cache/kernels/$suite/${package#linux-image-}
		# Later suites split it: linux-image-RELEASE is empty there.
		for package in "$package" \
			       $(package_field "$package" Depends | grep -oE 'linux-(base|binary|modules)-[^ ,]+'); do
			fetch "$package" "$kernel_root"
		done
	else
		kernel_root=$(set -- "$cache/kernels/$suite"/*/; [ $# -gt 0 ] && printf '%s\n' "$@" | sort -V | tail -n1)
		[ -n "$kernel_root" ] ||
			die "apt knows no linux-image-amd64 in $suite; run 'apt-get update' as root"
	fi
}

# The release of what 'kernel_find' would find, by the lists of packages where that tells.
kernel_release() # SUITE, .deb or directory; sets release
{
	case $1 in
	*.deb|*/*) kernel_find "$1"; return ;;
	esac
	apt_suite "${SUITES[$1]:-$1}"
	release=$(package_field linux-image-amd64 Depends | grep -oE 'linux-image-[^ ,]+' | sed -n 1p)
	release=${release#linux-image-}
	[ -n "$release" ] || kernel_find "$1"
}

kernel_unpack() # DEB; sets kernel_root
{
	kernel_root=$cache/kernels/deb/$(sha256sum <"$1" | cut -c1-16)
	[ -e "$kernel_root/.unpacked" ] && return 0
	mkdir -p "$kernel_root"
	dpkg-deb -x "$1" "$kernel_root" || die "cannot unpack $1"
	: >"$kernel_root/.unpacked"
}

# Sets vmlinuz, release, modroot (where lib/modules is).
kernel_find() # SUITE, .deb or directory
{
	local found

	case $1 in
	*.deb) [ -f "$1" ] || die "no file $1"
	       kernel_unpack "$1" ;;
	*/*)   [ -d "$1" ] || die "no directory $1"
	       kernel_root=$(cd "$1" && pwd) ;;
	*)     kernel_fetch "$1" ;;
	esac
	found=("$kernel_root"/boot/vmlinuz-* "$kernel_root"/usr/lib/modules/*/vmlinuz)
	[ ${#found[@]} -eq 1 ] || die "not one boot/vmlinuz-* or usr/lib/modules/*/vmlinuz in $kernel_root"
	vmlinuz=${found[0]}
	case $vmlinuz in
	*/vmlinuz) release=$(basename "${vmlinuz%/vmlinuz}") ;;
	*) release=${vmlinuz##*/vmlinuz-} ;;
	esac
	modroot=$kernel_root
	[ -d "$modroot/lib/modules" ] || modroot=$kernel_root/usr
	if [ -d "$modroot/lib/modules/$release" ] && [ ! -e "$modroot/lib/modules/$release/modules.dep" ]; then
		depmod -b "$modroot" "$release" || die "depmod fails for $release"
	fi
}

# The headers of that release: installed, beside the kernel, or fetched. The
# packages' own files name each other by absolute path.
kernel_headers() # sets headers
{
	local own=$kernel_root/usr/src/linux-headers-$release dependency file

	headers=/lib/modules/$release/build
	[ ! -e "$headers/Module.symvers" ] || return 0
	headers=$kernel_root/build
	[ ! -e "$headers/Module.symvers" ] || return 0
	headers=$own
	[ ! -e "$own/.relocated" ] || return 0

	for file in "linux-headers-$release" \
		    $(package_field "linux-headers-$release" Depends | grep -oE 'linux-(headers|kbuild)-[^ ,]+'); do
		fetch "$file" "$kernel_root"
	done
	grep -rlIs --include=Makefile --include=.kernelvariables '/usr/\(src\|lib\)/linux-' "$kernel_root/usr/src" |
	while read -r file; do
		sed -i "s,\([[:space:]=]\)/usr/\(src\|lib\)/linux-,\1$kernel_root/usr/\2/linux-,g" "$file"
	done
	toolchain_for "${SUITES[$kernel]:-$kernel}" "$own" "$kernel_root"/usr/lib/linux-kbuild-*
	: >"$own/.relocated"
}
