/* fuzz_utf8.c - decoding always advances by 1 to 4 bytes, stays inside, and gives no surrogate. */
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    kj_span text = {data, size};
    for (size_t at = 0; at < size;) {
        size_t before = at;
        uint32_t code_point = kj_utf8_next(text, &at);
        if (at <= before || at > size || at - before > 4 || code_point > 0x10FFFF ||
            code_point == 0 || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
            abort();
        }
        if (kj_utf8_is_cut(text, before) && at != size) {
            abort();
        }
    }
    return 0;
}
