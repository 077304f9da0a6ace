/* words.h - numbers, dates and counts as each language writes them. Layer: reader. */
#ifndef KJ_READER_WORDS_H
#define KJ_READER_WORDS_H

#include "reader/line.h"
#include "reader/strings.h"

#include <stdbool.h>

/* 1234 as "১২৩৪" or "1234". */
void kj_words_add_number(kj_line *line, uint32_t number, kj_language language);

/* A sentence of the table with {} for a number (the one form or the other for 1 where the language
 * has two: the table's string before and after "|"). "{} article|{} articles". */
void kj_words_add_count(kj_line *line, kj_string sentence, uint32_t number, kj_language language);

/* An ISO 8601 date ("2026-11-25", a time after it is passed over) as a reader writes it, with its
 * weekday where with_weekday: "বুধবার, ২৫ নভেম্বর ২০২৬"; others as they are. */
void kj_words_add_date(kj_line *line, const char *date, bool with_weekday, kj_language language);

/* 45 as "৪৫%". */
void kj_words_add_percent(kj_line *line, unsigned percent, kj_language language);

#endif
