# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154
# Bochs, which has VMX, XSAVES and CET where QEMU's translator has none of
# them. Its time stamp counter counts instructions, too.
#
# Only Bochs 3.0 will do: 2.7 gets the sizes of XSAVE images wrong, 3.1 divides
# by zero. So it is run from its own suite's packages, C library included,
# unpacked into the cache; nothing of them is installed.
# shellcheck source=scripts/vm.d/emulated.sh
. "$parts/emulated.sh"

BOCHS_SUITE=trixie
BOCHS_PACKAGES="bochs bochs-term bochsbios vgabios isolinux syslinux-common xorriso"

# Left out of the model: random numbers, which Bochs seeds from the clock, and
# protection keys, since its XRSTORS misplaces components behind one left out.
BOCHS_WITHOUT="rdrand, rdseed, pku"

# A program of those packages, by their own dynamic linker.
bochs_program() # NAME; sets bochs_words
{
	local libraries=$bochs/usr/lib/x86_64-linux-gnu

	bochs_words=(env TERM=vt100 "LTDL_LIBRARY_PATH=$libraries/bochs/plugins"
		     "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" "$bochs/usr/bin/$1")
}

host_kvm_module=kvm-intel:enable_apicv=0
host_has_9p=''
host_boot_seconds=''

host_check()
{
	local models

	bochs=$cache/bochs/$BOCHS_SUITE
	[ "$smp" -eq 1 ] || die "host bochs has one processor; leave out --smp"
	# shellcheck disable=SC2086
	closure_fetch "$BOCHS_SUITE" "$bochs" $BOCHS_PACKAGES
	cpu_model=${cpu_model:-arrow_lake}
	bochs_program bochs-bin
	models=$("${bochs_words[@]}" --help cpu 2>&1 | grep -xE '[a-z0-9_]+')
	grep -qx "$cpu_model" <<<"$models" ||
		die "Bochs has no processor '$cpu_model'; it has: ${models//$'\n'/ }"
	emulator="Bochs of $BOCHS_SUITE, model $cpu_model without $BOCHS_WITHOUT"
}

bochs_iso() # FILE
{
	local iso=$work/iso
	local arguments

	emulated_arguments \
		"console=ttyS0 nokaslr norandmaps mitigations=off panic=-1 oops=panic tsc=reliable"
	mkdir "$iso"
	cp "$vmlinuz" "$iso/vmlinuz"
	cp "$work/initrd" "$iso/initrd"
	cp "$bochs/usr/lib/ISOLINUX/isolinux.bin" "$bochs/usr/lib/syslinux/modules/bios/ldlinux.c32" "$iso"
	cat >"$iso/isolinux.cfg" <<-END
	DEFAULT linux
	LABEL linux
	KERNEL /vmlinuz
	INITRD /initrd
	APPEND $arguments
	END
	bochs_program xorriso
	"${bochs_words[@]}" -as mkisofs -quiet -o "$1" -b isolinux.bin -c boot.cat -no-emul-boot \
		-boot-load-size 4 -boot-info-table "$iso" 2>"$work/xorriso" ||
		die "cannot make the ISO: $(tail -n1 "$work/xorriso")"
}

host_command() # sets machine_command
{
	bochs_iso "$work/cd.iso"
	cat >"$work/bochsrc" <<-END
	config_interface: textconfig
	display_library: term
	romimage: file=$bochs/usr/share/bochs/BIOS-bochs-latest
	vgaromimage: file=$bochs/usr/share/bochs/VGABIOS-lgpl-latest
	memory: guest=$memory, host=$memory
	cpu: model=$cpu_model, count=1, ips=100000000, reset_on_triple_fault=0
	cpu: exclude_features="$BOCHS_WITHOUT"
	clock: sync=none, time0=1000000000
	ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
	ata0-master: type=cdrom, path=$work/cd.iso, status=inserted
	boot: cdrom
	com1: enabled=1, mode=file, dev=$work/console
	com2: enabled=1, mode=file, dev=$work/stdout
	com3: enabled=1, mode=file, dev=$work/stderr
	com4: enabled=1, mode=file, dev=$work/files
	log: $work/bochs.log
	panic: action=fatal
	error: action=ignore
	info: action=ignore
	END
	bochs_program bochs-bin
	machine_command=("${bochs_words[@]}" -q -f "$work/bochsrc")
}
