# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# The source of KVM in a distribution's kernel, from the source package of the
# same suite: arch/x86/kvm, virt/kvm and the top Makefile, below the kernel.

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
