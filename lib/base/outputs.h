/* SPDX-License-Identifier: GPL-2.0-only */
/* Files that are written whole or not at all, and all of a command's together. */
#ifndef INITBENCH_OUTPUTS_H
#define INITBENCH_OUTPUTS_H

#include <stdio.h>

/**
 * struct ib_outputs - files on their way
 *
 * Each is written beside its place under another name. Only when all of them
 * are complete and on disk do they take their places, and if one cannot, the
 * others give theirs up again: a full disk, an error or Ctrl-C leaves what was
 * there before. What a process that was killed left beside a file goes when the
 * file is written the next time. A file that exists keeps its
 * mode and, as far as we may, its owner. A link that stays inside of the folder
 * is followed and kept; one that leads out of it is refused, and so is what is
 * no regular file.
 */
struct ib_outputs;

/**
 * ib_outputs_new() - no files so far
 */
struct ib_outputs *ib_outputs_new(void);

/**
 * ib_outputs_file() - one more file, to be written now
 * @o: the files
 * @root: folder that nothing is written out of, whatever links are below it;
 *        NULL: the folder that @name is in
 * @name: path below @root, or as the user named it
 *
 * Return: where to write; ib_outputs_commit() closes it. NULL after a message.
 */
FILE *ib_outputs_file(struct ib_outputs *o, const char *root, const char *name);

/**
 * ib_outputs_copy() - one more file, with what is in another
 * @o: the files
 * @from: path of the other, which is read now
 * @root: as in ib_outputs_file()
 * @name: path below @root
 *
 * Return: where to write what follows; ib_outputs_commit() closes it. NULL after a message.
 */
FILE *ib_outputs_copy(struct ib_outputs *o, const char *from, const char *root,
		      const char *name);

/**
 * ib_outputs_folder() - a folder that files are to be in
 * @o: the files
 * @path: of the folder; it is made now if it is not there, and is gone again if nothing
 *        comes of the files
 *
 * Return: 0, or -1 after a message.
 */
int ib_outputs_folder(struct ib_outputs *o, const char *path);

/**
 * ib_outputs_remove() - a file that is to be gone afterwards, if it is there
 * @o: the files
 * @root: as in ib_outputs_file()
 * @name: path below @root
 *
 * Return: 0, or -1 after a message.
 */
int ib_outputs_remove(struct ib_outputs *o, const char *root, const char *name);

/**
 * ib_outputs_commit() - bring all files to disk, then to their places; frees @o
 * @o: the files
 *
 * Return: 0, or -1 after a message that names the file.
 */
int ib_outputs_commit(struct ib_outputs *o);

/**
 * ib_outputs_drop() - leave everything as it was; frees @o
 * @o: the files, or NULL
 */
void ib_outputs_drop(struct ib_outputs *o);

#endif
