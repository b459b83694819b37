/* SPDX-License-Identifier: GPL-2.0-only */
/* The relocatable object of the code under study, as data of this program. */
	.section .rodata
	.balign 16
	.globl ib_blob_start, ib_blob_end
ib_blob_start:
	.incbin BLOB
ib_blob_end:
	.section .note.GNU-stack, "", @progbits
