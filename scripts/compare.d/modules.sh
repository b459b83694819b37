# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034
# Loading modules that were built here into the kernel of this machine.

native_headers=/lib/modules/$(uname -r)/build

loaded() # MODULE
{
	lsmod | grep "^$1 " >/dev/null
}

signed_only()
{
	[ "$(cat /sys/module/module/parameters/sig_enforce)" = Y ] ||
		grep -q '\[\(integrity\|confidentiality\)\]' /sys/kernel/security/lockdown
} 2>/dev/null

# Why it cannot be done, with the remedy; nothing if it can.
why_no_modules()
{
	case $(id -u):$(sysctl -n kernel.modules_disabled 2>/dev/null) in
	0:0) ;;
	0:) echo "this kernel has no loadable modules; boot one that has"; return ;;
	0:*) echo "this kernel loads no modules any more (kernel.modules_disabled); reboot it"; return ;;
	*) echo "it loads modules: run it as root"; return ;;
	esac
	if signed_only; then
		echo "this kernel loads signed modules only; boot it without lockdown and module.sig_enforce"
	elif [ ! -e "$native_headers/Module.symvers" ]; then
		echo "no headers of $(uname -r); install linux-headers-$(uname -r)"
	fi
}
