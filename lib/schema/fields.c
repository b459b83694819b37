// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/base/array.h"
#include "lib/schema/axes.h"
#include "lib/schema/fields.h"
#include "lib/schema/oracle.h"

/* What a double holds exactly. */
#define COUNT_MAX	9e15
/* Rows, layouts, launches: more than a machine takes in years. */
#define MANY		1e9
/* Raw values of a block; block_values.c. */
#define SAMPLES		4096
/* What an operation may cost in any unit, and what quotients of such may be. */
#define COST_MAX	1e15
#define DIGITS		"0123456789"

/* What follows the arguments: REQUIRED, KNOWN(..), ALSO(..). */
#define REQUIRED	.required = true
#define KNOWN(f)	.known = f
#define ALSO(chars)	.also = chars

#define INT(p, lo, hi, ...)	{ .path = p, .type = IB_FIELD_INT, .min = lo, .max = hi,	\
				  __VA_ARGS__ }
#define COUNT(p, ...)		INT(p, 0, COUNT_MAX, __VA_ARGS__)
#define REAL(p, lo, hi, ...)	{ .path = p, .type = IB_FIELD_REAL, .min = lo, .max = hi,	\
				  __VA_ARGS__ }
#define COST(p, ...)		REAL(p, -COST_MAX, COST_MAX, __VA_ARGS__)
#define BOOL(p, ...)		{ .path = p, .type = IB_FIELD_BOOL, __VA_ARGS__ }
#define ID(p, ...)		{ .path = p, .type = IB_FIELD_ID, .longest = IB_ID_LONGEST,	\
				  __VA_ARGS__ }
#define HEX(p, ...)		{ .path = p, .type = IB_FIELD_HEX, __VA_ARGS__ }
#define TEXT(p, n, ...)		{ .path = p, .type = IB_FIELD_TEXT, .longest = n,		\
				  __VA_ARGS__ }
#define OBJECT(p, ...)		{ .path = p, .type = IB_FIELD_OBJECT, __VA_ARGS__ }
#define INTS(p, n, ...)		{ .path = p, .type = IB_FIELD_INTS, .max = COUNT_MAX,		\
				  .longest = n, __VA_ARGS__ }
#define IDS(p, n, ...)		{ .path = p, .type = IB_FIELD_IDS, .longest = n,		\
				  __VA_ARGS__ }

/* Events may be given to libpfm4 with modifiers: "UOPS_ISSUED:ANY:c=1". */
#define EVENT		ALSO("=")
/* A branch is named with '/', as is a remote's; '~' and '^' tell of ancestors. */
#define REF		ALSO("/~^")

static bool is_value(enum ib_axis_id id, const char *text)
{
	return ib_axis_find(id, text) < ib_axis(id)->nr;
}

static bool is_event(const char *id)
{
	return is_value(IB_AXIS_EVENT, id);
}

static bool is_fpu(const char *id)
{
	return is_value(IB_AXIS_FPU, id);
}

static bool is_content(const char *id)
{
	return is_value(IB_AXIS_CONTENT, id);
}

static bool is_use(const char *id)
{
	return is_value(IB_AXIS_USE, id);
}

static bool is_temp(const char *id)
{
	return is_value(IB_AXIS_TEMP, id);
}

/* MASK, or MASK@PLACE; see record.c. */
static bool is_mask(const char *id)
{
	const char *at = strchr(id, '@');
	char mask[IB_ID_LONGEST + 1];

	if (!at)
		return is_value(IB_AXIS_MASK, id);
	memcpy(mask, id, at - id);
	mask[at - id] = '\0';
	return is_value(IB_AXIS_MASK, mask) && is_value(IB_AXIS_PLACE, at + 1);
}

/* Places begin with '+', which no identifier does: a text, one of a set. */
static bool is_place(const char *text)
{
	return is_value(IB_AXIS_PLACE, text);
}

static bool is_verdict(const char *id)
{
	return !strcmp(id, ib_oracle_name(IB_ORACLE_WRONG)) ||
	       ib_oracle_parse(id) != IB_ORACLE_WRONG;
}

static bool is_one_of(const char *id, const char *const *words, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (!strcmp(id, words[i]))
			return true;
	return false;
}

#define SET(name, ...)								\
static bool name(const char *id)						\
{										\
	static const char *const words[] = { __VA_ARGS__ };			\
										\
	return is_one_of(id, words, ARRAY_SIZE(words));				\
}

SET(is_unit, "tick", "instruction")
SET(is_status, "complete", "interrupted", "failed")
SET(is_side, "base", "patch", "aa")
SET(is_figure, "cycles", "ticks", "insns", "s", "ns")
SET(is_judgement, "faster", "slower", "same", "tiny", "unres", "tail", "invalid")

/* 2026-11-24T17:33:02Z, or less of it: sorted as text it is in order of time. */
static bool is_time(const char *id)
{
	size_t digits = 0;

	for (const char *c = id; *c; c++)
		digits += *c >= '0' && *c <= '9';
	return digits >= 8 && digits <= 14 && strspn(id, "0123456789-:TZ") == strlen(id);
}

/* As scripts/fleet draws them and run takes them: too small to say who. */
static bool is_label(const char *id)
{
	return strlen(id) <= 16 && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen(id);
}

/* Hundredths of another value: "2%", "0.5%". */
static bool is_percentage(const char *text)
{
	size_t whole = strspn(text, DIGITS), fraction = 0;

	if (whole && text[whole] == '.')
		fraction = 1 + strspn(text + whole + 1, DIGITS);
	return whole && fraction != 1 && !strcmp(text + whole + fraction, "%");
}

static const struct ib_field_rule run_fields[] = {
	INT("schema", 1, MANY, REQUIRED),
	ID("run", REQUIRED),
	ID("utc", KNOWN(is_time)),
	INT("ordinal", 1, MANY),
	INT("method", 1, MANY),
	TEXT("command", 4096),
	IDS("lanes", 64),
	ID("host"),
	OBJECT("suite"),
	ID("suite/version"),
	ID("suite/commit"),
	BOOL("suite/dirty"),
	ID("suite/sources"),
	TEXT("suite/compiler", 256),
	TEXT("suite/cflags", 2048),
	TEXT("suite/blob_cflags", 2048),
	OBJECT("clock", REQUIRED),
	ID("clock/unit", REQUIRED, KNOWN(is_unit)),
	INT("clock/step", 1, 1 << 20),
	INT("clock/tsc_hz", 0, 1e12),
	ID("clock/fence"),
	ID("clock/rep"),
	OBJECT("cpu", REQUIRED),
	ID("cpu/vendor"),
	INT("cpu/family", 0, 4096),
	INT("cpu/model", 0, 4096),
	INT("cpu/stepping", 0, 4096),
	HEX("cpu/microcode"),
	TEXT("cpu/name", 128),
	ID("cpu/core_type"),
	INT("cpu/index", 0, 1 << 20),
	HEX("cpu/xcr0"),
	HEX("cpu/xss"),
	INT("cpu/xsave_size", 0, 1 << 20),
	BOOL("cpu/xsavec"),
	BOOL("cpu/xgetbv1"),
	BOOL("cpu/xsaves"),
	BOOL("cpu/avx512"),
	BOOL("cpu/amx"),
	TEXT("hypervisor", 64),
	TEXT("emulator", 256),
	ID("boot"),
	OBJECT("kernel"),
	TEXT("kernel/release", 128),
	TEXT("kernel/cmdline", 4096),
	OBJECT("kernel/mitigations"),
	TEXT("kernel/mitigations/*", 256),
	IDS("kernel/fast_reps", 16),
	ID("kernel/patched"),
	OBJECT("power"),
	ID("power/governor"),
	BOOL("power/turbo"),
	BOOL("power/smt"),
	ID("clocksource"),
	TEXT("clocksources", 256),
	OBJECT("core"),
	REAL("core/alone", 0, 1e6),
	COUNT("core/looks"),
	COUNT("core/shared"),
	OBJECT("pmu"),
	BOOL("pmu/available"),
	TEXT("pmu/why", 2048),
	IDS("pmu/events", 64, EVENT),
	INT("pmu/width", 1, 64),
	TEXT("contamination", 512),
	ID("memset"),
	OBJECT("kvm"),
	HEX("kvm/supported_xcr0"),
	HEX("kvm/supported_xss"),
	HEX("kvm/clear_mask"),
	ID("kvm/contains"),
	TEXT("kvm/danger", 1024),
	OBJECT("module"),
	ID("module/fpu"),
	HEX("module/xfeatures"),
	HEX("module/xcomp_bv"),
	INT("module/image_size", 0, 1 << 20),
	COUNT("module/slice_ns"),
	BOOL("module/irqs_off"),
	BOOL("module/ibpb"),
	TEXT("module/compiler", 256),
	TEXT("module/cflags", 4096),
	HEX("seed"),
	INT("layouts", 0, MANY),
	INT("processes", 1, MANY),
	INT("spacing", 0, MANY),
	BOOL("quick"),
	BOOL("study"),
	ID("machine", KNOWN(is_label)),
	OBJECT("compare"),
	ID("compare/side", KNOWN(is_side)),
	{ .path = "compare/ref", .type = IB_FIELD_ID, .longest = 256, REF },
	ID("compare/commit"),
	BOOL("compare/dirty"),
	ID("compare/patched"),
	TEXT("compare/unbuilt", 1024),
	TEXT("compare/options", 4096),
	HEX("compare/coin"),
	INT("compare/arms", 2, 3),
	REAL("compare/delta", 0, COST_MAX, KNOWN(is_percentage), .longest = 16),
	INT("compare/ordinal", 1, MANY),
	INT("compare/block", 0, 1e6),
	INT("compare/pos", 0, 5),
};

static const struct ib_field_rule row_fields[] = {
	[IB_ROW_ROW] = INT("row", 0, MANY, REQUIRED),
	[IB_ROW_LANE] = ID("lane"),
	[IB_ROW_VARIANT] = ID("variant", REQUIRED),
	[IB_ROW_EVENT] = ID("event", KNOWN(is_event)),
	[IB_ROW_FPU] = ID("fpu", KNOWN(is_fpu)),
	[IB_ROW_MASK] = ID("mask", KNOWN(is_mask)),
	[IB_ROW_CONTENT] = ID("content", KNOWN(is_content)),
	[IB_ROW_USE] = ID("use", KNOWN(is_use)),
	[IB_ROW_CODE] = ID("code"),
	[IB_ROW_TEMP] = ID("temp", KNOWN(is_temp)),
	[IB_ROW_PROXY] = BOOL("proxy"),
	[IB_ROW_SYNTHETIC] = HEX("synthetic"),
	[IB_ROW_MASK_BYTES] = INT("mask_bytes", 1, 1 << 20),
	[IB_ROW_KEPT] = HEX("kept"),
	[IB_ROW_INSNS] = COUNT("insns"),
	[IB_ROW_INSNS_WHY] = TEXT("insns_why", 512),
	[IB_ROW_BYTES] = INT("bytes", 1, 1 << 24),
	[IB_ROW_VERDICT] = ID("oracle/verdict", KNOWN(is_verdict)),
	[IB_ROW_ORACLE_MASK] = HEX("oracle/mask"),
	[IB_ROW_CLEARED] = HEX("oracle/cleared"),
	[IB_ROW_NOTE] = TEXT("oracle/note", 512),
	[IB_ROW_SKIP] = TEXT("skip", 512),
	[IB_ROW_RUN] = ID("run"),
	ID("insns_how"), TEXT("rep", 64), OBJECT("oracle"),
	TEXT("place", 8, KNOWN(is_place)),
};

static const struct ib_field_rule block_fields[] = {
	[IB_BLOCK_ROW] = INT("row", 0, MANY, REQUIRED),
	[IB_BLOCK_RUN] = ID("run"),
	[IB_BLOCK_LAYOUT] = INT("layout", 0, MANY),
	[IB_BLOCK_SEED] = HEX("seed"),
	[IB_BLOCK_LAUNCH] = INT("launch", 0, MANY),
	[IB_BLOCK_ATTEMPT] = INT("attempt", 0, 1000),
	[IB_BLOCK_PROCESS] = INT("process", 0, MANY),
	[IB_BLOCK_N] = INT("n", 1, MANY),
	[IB_BLOCK_SHOTS] = BOOL("shots"),
	[IB_BLOCK_TICKS] = INTS("ticks", SAMPLES),
	[IB_BLOCK_EMPTY] = INTS("empty", SAMPLES),
	[IB_BLOCK_DRAINED] = INTS("drained", SAMPLES),
	[IB_BLOCK_DRAINED_EMPTY] = INTS("drained_empty", SAMPLES),
	[IB_BLOCK_ADD] = REAL("cal/add", 0, 1e6),
	[IB_BLOCK_IMUL] = REAL("cal/imul", 0, 1e6),
	[IB_BLOCK_PMU_N] = INT("pmu/n", 1, MANY),
	[IB_BLOCK_MULTIPLEXED] = BOOL("pmu/multiplexed"),
	[IB_BLOCK_COUNTS] = INTS("pmu/events/*", 2, EVENT),
	[IB_BLOCK_DROPPED] = TEXT("dropped", 256),
	OBJECT("cal"), REAL("cal/wide", 0, 1e6),
	OBJECT("ctx"), COUNT("ctx/voluntary"), COUNT("ctx/involuntary"), COUNT("ctx/migrations"),
	COUNT("ctx/page_faults"), COUNT("ctx/throttled"),
	OBJECT("pmu"), OBJECT("pmu/events"),
	OBJECT("cold"), OBJECT("cold/*"), COST("cold/*/warm"),
	COST("cold/*/cold"), COST("cold/*/need"),
};

static const struct ib_field_rule end_fields[] = {
	[IB_END_RUN] = ID("run"),
	[IB_END_STATUS] = ID("status", KNOWN(is_status)),
	[IB_END_BLOCKS] = INT("blocks", 0, MANY),
	INT("dropped", 0, MANY), TEXT("why", 512),
};

static const struct ib_field_rule aa_fields[] = {
	INT("schema", 1, MANY), ID("utc", KNOWN(is_time)), ID("base"),
	ID("aa"), INT("flagged", 0, MANY, REQUIRED), INT("rows", 0, MANY, REQUIRED),
	INT("units", 0, MANY), REAL("max_diff", 0, COST_MAX), ID("unit", KNOWN(is_figure)),
};

static const struct ib_field_rule reliability_fields[] = {
	TEXT("what", 64, REQUIRED),
	COUNT("seed"),
	COUNT("kills"),
	COUNT("blocks"),
	COUNT("records"),
	COUNT("failed"),
	COUNT("executions"),
	COUNT("checks"),
	COUNT("splats"),
	COUNT("in_module"),
	COUNT("runs"),
	COUNT("looks"),
	COUNT("tasks"),
	COUNT("disturbed"),
	COUNT("calls"),
	COUNT("threads"),
	COUNT("opens"),
	COUNT("signals"),
	COUNT("cpu_offlines"),
	COUNT("unloads"),
	OBJECT("answers"),
	COUNT("answers/*"),
	INT("processors", 1, 1 << 20),
	TEXT("kernel", 128),
	ID("ended"),
	ID("commit"),
	ID("utc", KNOWN(is_time)),
};

static const struct ib_field_rule peers_fields[] = {
	INT("schema", 1, MANY), ID("utc", REQUIRED, KNOWN(is_time)), ID("revision"),
	INT("comparison", 1, MANY), COUNT("coin"), ID("judge", REQUIRED), TEXT("version", 64),
	REAL("seconds", 0, MANY), INT("added", 0, MANY, REQUIRED), ID("unit", KNOWN(is_figure)),
	REAL("base", 0, COST_MAX), REAL("patch", 0, COST_MAX), REAL("base_sd", 0, COST_MAX),
	REAL("patch_sd", 0, COST_MAX), COST("diff"), REAL("p", 0, 1),
	ID("verdict", KNOWN(is_judgement)),
};

static const struct ib_field_rule mca_about_fields[] = {
	INT("schema", 1, MANY), ID("utc", KNOWN(is_time)), TEXT("cpu", 128), ID("commit"),
	TEXT("compiler", 256), ID("memset"), ID("llvm"), ID("host_core"),
};

static const struct ib_field_rule mca_row_fields[] = {
	ID("variant", REQUIRED), ID("fpu", REQUIRED, KNOWN(is_fpu)),
	ID("mask", REQUIRED, KNOWN(is_mask)), COUNT("insns"), COUNT("branches"), COUNT("taken"),
	COUNT("microcoded"), COUNT("bytes"), TEXT("bug", 512),
};

static const struct ib_field_rule mca_model_fields[] = {
	ID("model", REQUIRED), ID("resources"), IDS("cores", 256, REQUIRED),
};

static const struct ib_field_rule mca_fields[] = {
	ID("model", REQUIRED), ID("variant", REQUIRED), ID("fpu", REQUIRED, KNOWN(is_fpu)),
	ID("mask", REQUIRED, KNOWN(is_mask)), REAL("cycles", 0, COST_MAX, REQUIRED),
	REAL("uops", 0, COST_MAX, REQUIRED), REAL("throughput", 0, COST_MAX, REQUIRED),
};

/* What scripts/check-machines found of every lane there. */
static const struct ib_field_rule machine_fields[] = {
	ID("host", REQUIRED), ID("model", REQUIRED), ID("kernel", REQUIRED), TEXT("release", 128),
	TEXT("why", 512), OBJECT("lanes"), OBJECT("lanes/*"), COUNT("lanes/*/right"),
	COUNT("lanes/*/wrong"), COUNT("lanes/*/unchecked"), TEXT("lanes/*/why", 512),
	OBJECT("lanes/*/skipped"), OBJECT("lanes/*/skipped/*"), COUNT("lanes/*/skipped/*/rows"),
	TEXT("lanes/*/skipped/*/why", 512), INT("seconds", 0, MANY), ID("commit"),
	ID("utc", KNOWN(is_time)),
};

/* An element of "results" in what hyperfine exports, and scripts/bench-self with memory. */
static const struct ib_field_rule hyperfine_fields[] = {
	TEXT("command", 256, REQUIRED), REAL("mean", 0, MANY), REAL("stddev", 0, MANY),
	REAL("median", 0, MANY), REAL("user", 0, MANY), REAL("system", 0, MANY),
	REAL("min", 0, MANY), REAL("max", 0, MANY), COUNT("max_rss_kib"),
};

/* As in the kernel: 0, and no program where @cond holds. */
#define BUILD_BUG_ON_ZERO(cond) (sizeof(struct { int : -!!(cond); }))

#define TYPE(n, f, in_run)                                                                    \
	{                                                                                     \
		.name = (n), .fields = (f), .of_run = (in_run),                               \
		.nr = ARRAY_SIZE(f) + BUILD_BUG_ON_ZERO(ARRAY_SIZE(f) > IB_MOST_FIELDS),      \
	}

static const struct ib_record_type types[] = {
	TYPE("block", block_fields, true),
	TYPE("row", row_fields, true),
	TYPE("run", run_fields, false),
	TYPE("end", end_fields, true),
	TYPE("aa", aa_fields, false),
	TYPE("reliability", reliability_fields, false),
	TYPE("peers", peers_fields, false),
	TYPE("mca-about", mca_about_fields, false),
	TYPE("mca-row", mca_row_fields, false),
	TYPE("mca-model", mca_model_fields, false),
	TYPE("mca", mca_fields, false),
	TYPE("machine", machine_fields, false),
	TYPE("hyperfine", hyperfine_fields, false),
};

_Static_assert(ARRAY_SIZE(types) <= IB_MOST_RECORD_TYPES, "one index a type");

const struct ib_record_type *ib_record_types(size_t *nr)
{
	*nr = ARRAY_SIZE(types);
	return types;
}

const struct ib_record_type *ib_record_type(const char *name, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (strlen(types[i].name) == length && !memcmp(types[i].name, name, length))
			return &types[i];
	return NULL;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool ib_is_id(const char *text, const char *also)
{
	if (!is_word(*text))
		return false;
	for (const char *c = text; *c; c++)
		if (!is_word(*c) && !strchr("._:+@-", *c) && !(also && strchr(also, *c)))
			return false;
	return true;
}
