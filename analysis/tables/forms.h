/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ways to write INIT's reset of XSTATE components, each in a kernel of its own: what
 * scripts/patch-figures measured, in exact instructions.
 */
#ifndef INITBENCH_FORMS_H
#define INITBENCH_FORMS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/schema/results.h"

/**
 * struct ib_form - a form on an emulated host
 * @host: emulated machine
 * @release: of the kernel that was changed
 * @name: the branch that it was measured as
 * @base: the kernel as distributed
 * @mask: components that INIT clears there, as the mask axis names them
 * @rest: instructions of INIT, those components at rest; -1 if not counted, as are
 *        the following
 * @used: of INIT, those components in use
 * @putload: of put and load
 * @run: of KVM_RUN
 * @oracle: the gravest verdict on the state that INIT left
 */
struct ib_form {
	const char *host;
	const char *release;
	const char *name;
	bool base;
	const char *mask;
	int64_t rest;
	int64_t used;
	int64_t putload;
	int64_t run;
	enum ib_oracle oracle;
};

/**
 * struct ib_forms - all of them
 * @form: by host; of a host the base first, then what INIT in use costs
 * @nr: how many
 */
struct ib_forms {
	struct ib_form *form;
	size_t nr;
};

/**
 * ib_forms_read() - the forms that were measured
 * @results: sides of comparisons of whole kernels on emulated hosts are used, the last
 *           of each branch; must outlive what is returned
 *
 * Return: the forms; free @form. A host on which the base was not measured has none.
 */
struct ib_forms ib_forms_read(const struct ib_results *results);

/**
 * ib_forms_find() - a form by its name
 * @forms: forms
 * @host: emulated machine
 * @name: the form's, or NULL for the base
 *
 * Return: it, or NULL.
 */
const struct ib_form *ib_forms_find(const struct ib_forms *forms, const char *host,
				    const char *name);

/**
 * ib_forms_print() - a table for each emulated host, a line for each form
 * @forms: forms
 * @out: where to
 * @markdown: a Markdown table, else aligned text
 */
void ib_forms_print(const struct ib_forms *forms, FILE *out, bool markdown);

#endif
