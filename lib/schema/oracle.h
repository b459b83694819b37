/* SPDX-License-Identifier: GPL-2.0-only */
/* The oracle's verdicts on a row, and their names in results files. */
#ifndef INITBENCH_ORACLE_VERDICT_H
#define INITBENCH_ORACLE_VERDICT_H

/**
 * enum ib_oracle - the oracle's verdict on a row
 * @IB_ORACLE_UNCHECKED: nothing to check: parts, chains
 * @IB_ORACLE_OK: everything in the mask is clear, nothing else has changed
 * @IB_ORACLE_PARTIAL: as designed, which clears only some of the mask
 * @IB_ORACLE_KNOWN_BUG: as designed, and that is a bug
 * @IB_ORACLE_WRONG: not as designed: not to be ranked, exit status 3
 */
enum ib_oracle {
	IB_ORACLE_UNCHECKED,
	IB_ORACLE_OK,
	IB_ORACLE_PARTIAL,
	IB_ORACLE_KNOWN_BUG,
	IB_ORACLE_WRONG,
};

/**
 * ib_oracle_name() - a verdict as results files name it
 * @oracle: verdict
 */
const char *ib_oracle_name(enum ib_oracle oracle);

/**
 * ib_oracle_parse() - the verdict of a name
 * @name: as ib_oracle_name() gave it; NULL stands for "unchecked"
 *
 * Return: the verdict; IB_ORACLE_WRONG for a name that is not known.
 */
enum ib_oracle ib_oracle_parse(const char *name);

#endif
