/* guess.h - what a line of a newspaper story is, guessed from its looks.
 *
 * Pure functions of a line's bytes: the words that Bengali papers sign and date stories with,
 * lengths, closing punctuation. Wrong as seldom as possible means: in doubt it is a
 * paragraph. Private to the document layer. */
#ifndef KJ_DOCUMENT_GUESS_H
#define KJ_DOCUMENT_GUESS_H

#include "document/lines.h"

/* Ends in a mark that closes a sentence (danda, full stop, ?, !, ellipsis), quotes and brackets
 * after it passed over. */
bool kj_guess_is_sentence(const kj_line_look *line);

/* The first line: at most 24 words and 300 bytes; 14 words where it is a sentence. */
bool kj_guess_is_headline(const kj_line_look *line);

/* Names who reports: at most 9 words, no sentence, a word such as "reporter" in it. */
bool kj_guess_is_signature(const kj_line_look *line);

/* Could be a name alone: at most 6 words, letters only, no sentence. */
bool kj_guess_is_name(const kj_line_look *line);

/* Place and date: at most 12 words, no sentence, no list item, a number and a month or the like. */
bool kj_guess_is_dateline(const kj_line_look *line);

/* Three or more of * - _ = ~ # + . or dashes, bullets, asterisms, and nothing else. */
bool kj_guess_is_rule(const kj_line_look *line);

/* Begins with a bullet, or a hyphen or asterisk and a blank. */
bool kj_guess_is_list_item(const kj_line_look *line);

/* Alone between blank lines, at most 10 words and 160 bytes, ends in no punctuation at all. */
bool kj_guess_is_subheading(const kj_line_look *line);

#endif
