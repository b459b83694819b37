/* SPDX-License-Identifier: GPL-2.0-only */
/* The version of the results files' schema, which results/README.md describes. */
#ifndef INITBENCH_SCHEMA_H
#define INITBENCH_SCHEMA_H

#define IB_SCHEMA	1

#endif
