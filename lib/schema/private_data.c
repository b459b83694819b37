// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <regex.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/array.h"
#include "lib/base/err.h"
#include "lib/base/sysfile.h"
#include "lib/schema/private_data.h"

/* Shorter names are words of every language. */
#define SHORTEST_NAME	4

/* Where every machine has the same; other paths tell of one. */
static const char *const common_folders[] = {
	"/dev/", "/proc/", "/sys/", "/usr/include/", "/usr/lib/", "/usr/src/", "/lib/modules/",
};

#define WORD(pattern)	"(^|[^[:alnum:]_.:-])(" pattern ")([^[:alnum:]_.:-]|$)"
#define GROUPS		"[[:xdigit:]]{1,4}(:[[:xdigit:]]{1,4}){0,6}"

static const struct {
	const char *what;
	const char *pattern;
} forms[] = {
	{ "an e-mail address", "[[:alnum:]._%+-]+@[[:alnum:]-]+(\\.[[:alnum:]-]+)+" },
	{ "a MAC address", WORD("([[:xdigit:]]{2}[:-]){5}[[:xdigit:]]{2}") },
	{ "a MAC address", WORD("([[:xdigit:]]{4}\\.){2}[[:xdigit:]]{4}") },
	{ "an IPv6 address", WORD("([[:xdigit:]]{1,4}:){7}[[:xdigit:]]{1,4}") },
	{ "an IPv6 address", WORD("(" GROUPS ")?::(" GROUPS ")?(/[0-9]+)?") },
	{ "a machine's full name",
	  WORD("([[:alnum:]-]+\\.)+(com|org|net|edu|gov|mil|io|dev|local|lan|"
	       "internal|corp|home|intra|localdomain|cloud|arpa)") },
	{ "a machine's full name",
	  WORD("([[:alnum:]-]*[[:alpha:]][[:alnum:]-]*\\.){2,}[[:alpha:]]{2}") },
	{ "a key or an id", WORD("[[:xdigit:]]{32,}") },
	{ "a key or an id",
	  "AKIA[0-9A-Z]{16}|gh[pousr]_[[:alnum:]]{20}|ssh-(rsa|ed25519)|PRIVATE KEY|"
	  "(token|passw(or)?d|secret|credential|api_?key)[=:]|(setenv|credential)=" },
	{ "a folder of a user", "(^|[ =:,'\"(])~[[:alnum:]_.-]*/|[[:alpha:]]:\\\\[[:alnum:]]" },
	{ "a UUID", "[[:xdigit:]]{8}-([[:xdigit:]]{4}-){3}[[:xdigit:]]{12}" },
	{ "an IP address", "(^|[^[:alnum:].-])([0-9]{1,3}\\.){3}[0-9]{1,3}([^[:alnum:].-]|$)" },
	{ "the name of a user on a machine", "(^|[ =:,/'\"(])[[:alnum:]._-]+@[[:alnum:]]" },
	{ "a home folder", "/(home|root|Users)/" },
};

#define PATH_PATTERN	"(^|[ =:,\"'(]|-[ILBDFU]|-[a-z]+)(/[[:alnum:]_.+-]+/[[:alnum:]_.+-]*)"

/* Facts of this machine, a file each. */
static const struct {
	const char *what;
	const char *file;
} facts[] = {
	{ "the host name", "/proc/sys/kernel/hostname" },
	{ "the machine's id", "/etc/machine-id" },
	{ "a serial number", "/sys/class/dmi/id/product_serial" },
	{ "a serial number", "/sys/class/dmi/id/board_serial" },
	{ "a serial number", "/sys/class/dmi/id/chassis_serial" },
	{ "the machine's UUID", "/sys/class/dmi/id/product_uuid" },
};

struct ib_private {
	regex_t form[ARRAY_SIZE(forms)];
	regex_t path;
	char *fact[ARRAY_SIZE(facts)];
};

/* Firmware that has none says so in many words; they are no secret. */
static bool is_placeholder(const char *s)
{
	static const char *const words[] = {
		"None", "Not Specified", "Default string", "To be filled by O.E.M.",
		"System Serial Number", "localhost", "(none)",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcasecmp(s, words[i]))
			return true;
	return strlen(s) < SHORTEST_NAME || strspn(s, "0.-") == strlen(s);
}

struct ib_private *ib_private_new(void)
{
	struct ib_private *p = ib_calloc(1, sizeof(*p));

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		regcomp(&p->form[i], forms[i].pattern, REG_EXTENDED | REG_NOSUB | REG_ICASE);
	regcomp(&p->path, PATH_PATTERN, REG_EXTENDED);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++) {
		p->fact[i] = ib_sysfile("%s", facts[i].file);
		if (p->fact[i] && is_placeholder(p->fact[i])) {
			free(p->fact[i]);
			p->fact[i] = NULL;
		}
	}
	return p;
}

void ib_private_free(struct ib_private *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		regfree(&p->form[i]);
	regfree(&p->path);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		free(p->fact[i]);
	free(p);
}

static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; (at = strcasestr(at, word)); at++)
		if ((at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[length]))
			return true;
	return false;
}

static bool is_common(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(common_folders); i++)
		if (!strncmp(path, common_folders[i], strlen(common_folders[i])))
			return true;
	return false;
}

static bool has_path(const struct ib_private *p, const char *text)
{
	regmatch_t found[3];

	for (; !regexec(&p->path, text, 3, found, 0); text += found[2].rm_eo)
		if (!is_common(text + found[2].rm_so))
			return true;
	return false;
}

/* Texts that look like one of the forms by what they are: versions, hashes, masks at a place. */
static bool is_no_form(const char *key)
{
	static const char *const keys[] = { "compiler", "release", "version", "llvm", "kernel",
					    "commit", "sources", "revision", "mask", "events" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(key, keys[i]))
			return true;
	return false;
}

const char *ib_private_find(const struct ib_private *p, const char *key, const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (p->fact[i] && has_word(text, p->fact[i]))
			return facts[i].what;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (!is_no_form(key) && !regexec(&p->form[i], text, 0, NULL, 0))
			return forms[i].what;
	return has_path(p, text) ? "a path of the machine" : NULL;
}
