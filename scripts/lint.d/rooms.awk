# SPDX-License-Identifier: GPL-2.0-only
# The includes of the files named, against the table of ARCHITECTURE.md, which is
# named first. A file's room is the longest one that its path begins with.
BEGIN { FS = "|" }

function room(path)
{
	while (sub("/[^/]*$", "", path))
		if (path in may)
			return path
	return ""
}

FILENAME == "ARCHITECTURE.md" {
	if (split($2, name, "`") == 3 && NF == 5)
		may[name[2]] = " `" name[2] "` " $4 " "
	next
}

FNR == 1 {
	here = room(FILENAME)
	if (here == "")
		print FILENAME ": is in no room of ARCHITECTURE.md"
}

/^#include "[^"]*\// && here != "" {
	split($0, quoted, "\"")
	there = room(quoted[2])
	if (may[here] !~ / all / && index(may[here], "`" there "`") == 0)
		print FILENAME ":" FNR ": " here " may not include " quoted[2]
}
