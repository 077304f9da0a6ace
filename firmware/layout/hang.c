/* hang.c - see hang.h. Layer: layout. */
#include "layout/hang.h"

#include <stdbool.h>

enum { SMALL = 70, TALL = 40, BROAD = 30 };

static unsigned ascii_percent(uint8_t byte) {
    switch (byte) {
    case '-':
    case ',':
    case '.':
    case '"':
    case '\'': return SMALL;
    case ':':
    case ';': return BROAD;
    default: return 0;
    }
}

unsigned kj_hang_end_percent(kj_span text, uint32_t end) {
    if (end == 0 || text.data[end - 1u] < 0x80) {
        return end == 0 ? 0 : ascii_percent(text.data[end - 1u]);
    }
    if (end < 3) {
        return 0;
    }
    const uint8_t *last = text.data + end - 3u;
    if (last[0] == 0xE0 && last[1] == 0xA5) {
        return last[2] == 0xA4 || last[2] == 0xA5 ? TALL : 0; /* danda, double danda */
    }
    if (last[0] != 0xE2 || last[1] != 0x80) {
        return 0;
    }
    switch (last[2]) {
    case 0x90: /* hyphen, no-break hyphen */
    case 0x91:
    case 0x98: /* single and double quotes */
    case 0x99:
    case 0x9C:
    case 0x9D: return SMALL;
    case 0x93: return BROAD; /* en dash */
    default: return 0;
    }
}

unsigned kj_hang_begin_percent(kj_span text, uint32_t begin) {
    if (begin >= text.length) {
        return 0;
    }
    const uint8_t *first = text.data + begin;
    if (first[0] == '"' || first[0] == '\'') {
        return SMALL;
    }
    bool quote = text.length - begin >= 3 && first[0] == 0xE2 && first[1] == 0x80 &&
                 (first[2] == 0x98 || first[2] == 0x9C);
    return quote ? SMALL : 0;
}
