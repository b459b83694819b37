# SPDX-License-Identifier: GPL-2.0-only
# The text of a plot: word[n] is line n of FILE.txt. It is read as data, so that
# nothing in it is a command, and no terminal takes any of it for markup.
# Needs: file.
stats file.".txt" using 1 name "words" nooutput
array word[int(words_records)]
stats file.".txt" using (word[int($1)] = strcol(2), 0) nooutput
# In a tic's label a percent sign stands for a number.
tic(text) = (tic_at = strstrt(text, "%")) ? text[1:tic_at]."%".tic(text[tic_at + 1:*]) : text
