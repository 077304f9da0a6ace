/* bengali.h - the care that Bengali text from the web needs before it is set.
 *
 * Sources mix য় and য+nukta, type ে+া for ো, leave byte-order marks and zero-width spaces inside
 * words, and declare "en" for Bengali. One text comes out of all of them: NFC, in which য় ড় ঢ়
 * are letter + nukta (Unicode's composition exclusions), with joiners only where they shape.
 * What looks right before looks the same after: only invisible and doubled spellings change. */
#ifndef KJ_PRESS_BENGALI_H
#define KJ_PRESS_BENGALI_H

#include <stdbool.h>
#include <stddef.h>

/* text (length bytes, any bytes; markup is not known here: give text, not HTML) as a new string:
 * valid UTF-8 in NFC without characters that XML refuses, malformed bytes as U+FFFD. Line ends
 * become \n; other white space stays. Clean text stays as it is:
 * kj_bengali_clean(kj_bengali_clean(x)) is kj_bengali_clean(x). The caller frees it. */
char *kj_bengali_clean(const char *text, size_t length);

/* The same with every run of white space as one space and none at the ends: for headlines and
 * other single lines. */
char *kj_bengali_clean_line(const char *text, size_t length);

/* "bn", "as" (Assamese), "en", or "" where the text has no letters to tell by. declared (NULL:
 * nothing) is believed only where the script allows it: "fr" for Latin letters, never for Bengali
 * ones. The result is static or declared itself. Tags in HTML source are passed over. */
const char *kj_bengali_language(const char *text, size_t length, const char *declared);

/* Whether text is Bengali typed for a font of the Bijoy family (SutonnyMJ), which is Latin-1
 * letters to everybody else: "Avwg evsjvq Mvb MvB". Such text is refused, not guessed at. text is
 * UTF-8; at least some 20 such words are needed to be sure, so short strings are never accused. */
bool kj_bengali_is_bijoy(const char *text, size_t length);

#endif
