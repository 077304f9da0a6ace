/* strings.c - see strings.h. Layer: reader. */
#include "reader/strings.h"

#include <assert.h>

const char *kj_string_get(kj_language language, kj_string string) {
    assert((unsigned)language < KJ_LANGUAGES && (unsigned)string < KJ_STRINGS);
    return kj_string_table[string][language];
}
