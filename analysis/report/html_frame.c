// SPDX-License-Identifier: GPL-2.0-only
/* Style and script of the HTML page. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "analysis/report/html.h"
#include "lib/base/array.h"
#include "lib/base/encode.h"
#include "lib/base/err.h"

/* Debian's libjs-jquery and libjs-jquery-tablesorter: MIT, as they say in their first lines. */
static const char *const library[] = {
	"/usr/share/javascript/jquery/jquery.min.js",
	"/usr/share/javascript/jquery-tablesorter/jquery.tablesorter.min.js",
	"/usr/share/javascript/jquery-tablesorter/js/widgets/widget-filter.min.js",
};

static const char style[] =
	":root{color-scheme:light dark;--line:#8886;--head:#8882}\n"
	"body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:62rem;padding:0 1rem}\n"
	"nav{position:sticky;top:0;background:Canvas;border-bottom:1px solid var(--line);\n"
	"padding:.4rem 0;overflow-x:auto;white-space:nowrap;z-index:2}\n"
	"nav a{margin-right:1rem}\n"
	"h1{margin-top:3rem;line-height:1.2}code{font-size:.9em;overflow-wrap:anywhere}\n"
	"pre{overflow-x:auto}blockquote{border-left:3px solid var(--line);margin:0;padding-left:1rem}\n"
	".wide{overflow-x:auto;margin:1rem 0}\n"
	"table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}\n"
	"th,td{border:1px solid var(--line);padding:.15rem .5rem;vertical-align:top}\n"
	"th{background:var(--head)}\n"
	".tablesorter-header:not(.sorter-false){cursor:pointer}\n"
	".tablesorter-headerAsc::after{content:\" \\25B2\"}\n"
	".tablesorter-headerDesc::after{content:\" \\25BC\"}\n"
	".tablesorter-filter-row input,.tablesorter-filter-row select{width:100%;box-sizing:border-box;\n"
	"min-width:3rem}\n"
	".tablesorter-filter-row.hideme{display:none}tr.filtered{display:none}\n"
	"figure{margin:1rem 0;overflow-x:auto}figure svg{background:#fff;max-width:100%;height:auto}\n"
	"details summary{cursor:pointer;font-size:1.3rem;font-weight:bold;margin-top:2rem}\n"
	"@media(prefers-color-scheme:dark){figure svg{filter:invert(1) hue-rotate(180deg)}}\n"
	"@media print{nav,.tablesorter-filter-row{display:none}}\n";

/* A cell such as "31.3 \302\2610.3" sorts by its first number. */
static const char script[] =
	"jQuery(function($){\n"
	"function first(node){var text=$(node).text().trim(),\n"
	"n=/^[-+]?\\d+(\\.\\d+)?/.exec(text);return n?n[0]:text;}\n"
	/* The library makes options of text as if it were HTML. */
	"function choices(table,column,shown){\n"
	"return $.map($.tablesorter.filter.getOptions(table,column,shown),function(v){\n"
	"var safe=$('<i>').text(v).html();return {value:safe,text:safe};});}\n"
	"function init(tables){tables.each(function(){var all=this.id==='all';\n"
	"if(!this.tBodies.length)return;\n"
	"$(this).tablesorter({textExtraction:first,sortReset:true,emptyTo:'bottom',stringTo:'max',\n"
	"widgets:all||this.tBodies[0].rows.length>20?['filter']:[],\n"
	"widgetOptions:{filter_columnFilters:true,filter_saveFilters:false,filter_searchDelay:50,\n"
	"filter_hideFilters:false,filter_useParsedData:false,filter_selectSource:choices}});});}\n"
	"init($('section>.wide>table'));\n"
	"$('details').on('toggle',function(){init($(this).find('table').not('.tablesorter'));});\n"
	"});\n";

static void copy(const char *path, const char *nonce, FILE *out)
{
	FILE *f = fopen(path, "re");
	char buffer[4096];
	size_t n;

	if (!f)
		return;
	ib_print(out, IB_SINK_XML, "<script nonce=\"%s\">\n", nonce);
	while ((n = fread(buffer, 1, sizeof(buffer), f)))
		fwrite(buffer, 1, n, out);
	fputs("\n</script>\n", out);
	fclose(f);
}

int ib_html_nonce(char nonce[IB_NONCE])
{
	unsigned char bytes[(IB_NONCE - 1) / 2];

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes)) {
		ib_error("no random bytes for the page: %s", strerror(errno));
		return -1;
	}
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(nonce + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

void ib_html_head(const char *nonce, FILE *out)
{
	ib_print(out, IB_SINK_XML,
		 "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		 "style-src 'unsafe-inline'; script-src 'nonce-%s'; img-src data:\">\n"
		 "<link rel=\"icon\" href=\"data:,\">\n"
		 "<title>initbench: zeroing XSTATE on INIT</title>\n<style>\n", nonce);
	fputs(style, out);
	fputs("</style>\n</head>\n<body>\n", out);
}

void ib_html_tail(const char *nonce, FILE *out)
{
	size_t missing = 0;

	for (size_t i = 0; i < ARRAY_SIZE(library); i++) {
		if (!access(library[i], R_OK))
			continue;
		ib_warn("%s: not there, so that the page's tables cannot be sorted and filtered; "
			"'scripts/setup --with html' installs it", library[i]);
		missing++;
	}
	if (missing)
		fputs("<p id=\"unsorted\">These tables cannot be sorted or filtered: the page was made "
		      "without jQuery and tablesorter.</p>\n", out);
	for (size_t i = 0; i < ARRAY_SIZE(library) && !missing; i++)
		copy(library[i], nonce, out);
	if (!missing) {
		ib_print(out, IB_SINK_XML, "<script nonce=\"%s\">\n", nonce);
		fputs(script, out);
		fputs("</script>\n", out);
	}
	fputs("</body>\n</html>\n", out);
}
