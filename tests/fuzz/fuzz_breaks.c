/* fuzz_breaks.c - breaks of any text fall on code points, at cluster edges, and hyphens never
 * leave a single cluster of a word alone. */
#include "base/utf8.h"
#include "text/breaks.h"
#include "text/unicode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_break(kj_span text, size_t at, kj_break kind) {
    if (at == 0 || at >= text.length) {
        abort();
    }
    if (kind != KJ_BREAK_FORCED && !kj_is_cluster_edge(text, at)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t map[KJ_BREAK_MAP_BYTES(8192)];
    if (size > 8192) {
        return 0;
    }
    kj_span text = {data, size};
    kj_breaks_find(text, map);
    kj_hyphenate(text, map);
    size_t at = 0;
    for (size_t position = 0; position <= size; position++) {
        kj_break kind = kj_break_at(map, position);
        if (position == at) {
            if (kind != KJ_BREAK_NONE) {
                check_break(text, position, kind);
            }
            if (at < size) {
                (void)kj_utf8_next(text, &at);
            }
        } else if (kind != KJ_BREAK_NONE) {
            abort(); /* inside a code point */
        }
    }
    return 0;
}
