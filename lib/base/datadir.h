/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the files are that the program needs beside itself. */
#ifndef INITBENCH_DATADIR_H
#define INITBENCH_DATADIR_H

/**
 * ib_data_dir() - the folder of the gnuplot scripts
 *
 * ../analysis of the program in a source tree, ../share/initbench of an
 * installed one, found from where the program lies: an installation may be
 * staged by DESTDIR and moved as a whole. Last comes the PREFIX it was built
 * for, should the program alone have been copied elsewhere.
 *
 * Return: an absolute path, NULL after a message if none of them is there.
 */
const char *ib_data_dir(void);

/**
 * ib_scripts_dir() - the folder of the scripts, such as vm
 *
 * ../scripts in a source tree, ../libexec/initbench/scripts of an installed
 * program; else as ib_data_dir().
 *
 * Return: likewise.
 */
const char *ib_scripts_dir(void);

#endif
