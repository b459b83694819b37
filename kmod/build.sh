#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# build.sh COMPILER CMD-FILE: what an object was built with, from kbuild's record
# of its command: the options that code depends on. No warning, no include, no
# macro, and no name of a directory.
set -e
cat <<END
#define IB_CC		"$($1 --version | sed '1!d; s/["\\]/\\&/g')"
#define IB_CC_FLAGS	"$(sed '1!d; s/^[^=]*:= *//; s/ ; .*//' "$2" | tr -s '[:space:]' '\n' | awk '
	next_is_path { next_is_path = 0; next }
	/^-(include|isystem|iquote|o)$/ { next_is_path = 1; next }
	!/^-/ || /^-(W|I|D|U|g|c$|nostdinc|fdiagnostics|f[a-z]*-prefix-map)/ { next }
	{ gsub("[^= ]*/", ""); printf "%s%s", sep, $0; sep = " " }')"
END
