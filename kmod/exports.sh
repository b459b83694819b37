#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# exports.sh MODULE.SYMVERS FUNCTION..: "kernel" if the kernel exports all FUNCTIONs
# to every GPL module, else "private". The table says so, not the release: Linux
# 6.19 (commit 6276c67f2bc4 of November 2025) began to export KVM's functions to KVM's
# modules only, a namespace "module:kvm,.." there; where KVM is built in or
# absent they are then not exported at all, and any kernel may be patched.
set -e
[ -r "$1" ] || {
	echo "initbench: no $1, which says what the kernel exports: install the headers of the kernel, or build it" >&2
	exit 1
}
awk -F '\t' 'BEGIN {
	for (i = 2; i < ARGC; i++) { wanted[ARGV[i]] = 1; ARGV[i] = "" }
	left = ARGC - 2
}
wanted[$2] && $4 ~ /^EXPORT_SYMBOL(_GPL)?$/ && $5 == "" { wanted[$2] = 0; left-- }
END { print left ? "private" : "kernel" }' "$@"
