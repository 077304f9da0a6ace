/* strings.h - every sentence that the reader shows, in each language it can show it in.
 *
 * The sentences stand in assets/strings, one file a language; the build makes kj_string (KJ_STRING_
 * and the name, in the files' order, then KJ_STRINGS) and the table of them, and fails where one is
 * missing in a language. UTF-8, in the font's repertoire. Layer: reader. */
#ifndef KJ_READER_STRINGS_H
#define KJ_READER_STRINGS_H

#include "reader/string_names.h"

typedef enum kj_language { KJ_LANGUAGE_BENGALI = 0, KJ_LANGUAGE_ENGLISH, KJ_LANGUAGES } kj_language;

/* Private: what kj_string_get reads. */
extern const char *const kj_string_table[KJ_STRINGS][KJ_LANGUAGES];

/* Never NULL, never empty. */
const char *kj_string_get(kj_language language, kj_string string);

#endif
