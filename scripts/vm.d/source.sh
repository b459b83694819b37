# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# The source of a distribution's kernel, from its source package: KVM's, of the same suite,
# below the kernel: arch/x86/kvm, virt/kvm and the top Makefile; or all of it, as a tree
# of git.

kernel_source() # sets source
{
	local package tarball
	package=linux-source-$(cut -d. -f1,2 <<<"$release")

	source=$kernel_root/source
	[ ! -e "$source/.complete" ] || return 0
	[ "$(package_field "$package" Version)" = "$(package_field "linux-image-$release" Version)" ] ||
		die "the archive's $package is not the source of $release; run 'apt-get update' as root"
	fetch "$package" "$work/source"
	tarball=("$work"/source/usr/src/linux-source-*.tar.*)
	mkdir -p "$source"
	tar -xf "${tarball[0]}" -C "$source" --strip-components=1 --wildcards \
		'*/arch/x86/kvm/*' '*/virt/kvm/*' --no-wildcards-match-slash '*/Makefile' ||
		die "cannot unpack $package"
	: >"$source/.complete"
}

# Suites in which source packages are looked for, after the machine's own.
SOURCE_SUITES="bookworm-backports trixie forky sid"

# Sets suite to the first that has a package, and apt_options to read it.
suite_with() # PACKAGE
{
	for suite in "$(own_suite)" $SOURCE_SUITES; do
		apt_suite "$suite"
		[ -z "$(package_field "$1" Version)" ] || return 0
	done
	die "no package $1 in $(own_suite) $SOURCE_SUITES; Debian's archive has 6.1, 6.12 and the newest"
}

# The source's own .gitignore leaves out files that belong to it.
kernel_tree() # VERSION; sets tree
{
	local package=linux-source-$1 tarball suite
	tree=$cache/trees/linux-$1

	[ ! -e "$tree/.git/initbench" ] || return 0
	tarball=(/usr/src/"$package".tar.*)
	if [ ${#tarball[@]} -eq 0 ]; then
		suite_with "$package"	# sets suite
		fetch "$package" "$work/tree"
		tarball=("$work/tree/usr/src/$package".tar.*)
	fi
	# From here on only those wait who want this tree.
	mkdir -p "$cache/trees"
	exec 8>"$tree.lock"
	flock 8
	[ ! -e "$tree/.git/initbench" ] || return 0
	echo "initbench: vm: unpacking $package in $tree" >&2
	rm -rf "$tree"
	mkdir -p "$tree"
	tar -xf "${tarball[0]}" -C "$tree" --strip-components=1 || die "cannot unpack $package"
	(
		cd "$tree" && git init -q -b distributed && git config gc.auto 0 && git add -Af &&
			git -c user.name=initbench -c user.email=initbench@localhost commit -q -m "$package as distributed"
	) || die "cannot make $tree a tree of git"
	: >"$tree/.git/initbench"
}
