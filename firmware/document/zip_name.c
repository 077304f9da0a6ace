/* zip_name.c - names of entries: what a raw name says, and how references lead from one to another.
 * The upper half of CP437 is that of Unicode's mapping table (CP437.TXT). Layer: document. */
#include "document/zip_private.h"

#include "base/utf8.h"

#include <string.h>

static const uint16_t cp437[128] = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF,
    0x00EE, 0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
    0x00FF, 0x00D6, 0x00DC, 0x00A2, 0x00A3, 0x00A5, 0x20A7, 0x0192, 0x00E1, 0x00ED, 0x00F3, 0x00FA,
    0x00F1, 0x00D1, 0x00AA, 0x00BA, 0x00BF, 0x2310, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557,
    0x255D, 0x255C, 0x255B, 0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x255E, 0x255F,
    0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559,
    0x2558, 0x2552, 0x2553, 0x256B, 0x256A, 0x2518, 0x250C, 0x2588, 0x2584, 0x258C, 0x2590, 0x2580,
    0x03B1, 0x00DF, 0x0393, 0x03C0, 0x03A3, 0x03C3, 0x00B5, 0x03C4, 0x03A6, 0x0398, 0x03A9, 0x03B4,
    0x221E, 0x03C6, 0x03B5, 0x2229, 0x2261, 0x00B1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00F7, 0x2248,
    0x00B0, 0x2219, 0x00B7, 0x221A, 0x207F, 0x00B2, 0x25A0, 0x00A0,
};

static bool is_well_formed(kj_span raw) {
    for (size_t at = 0; at < raw.length;) {
        if (kj_utf8_next(raw, &at) == KJ_UTF8_REPLACEMENT) {
            return false;
        }
    }
    return true;
}

/* Bytes written, at most three: no name's code point lies above U+FFFF here. */
static size_t put(char *to, uint32_t code_point) {
    if (code_point < 0x80) {
        to[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        to[0] = (char)(0xC0 | code_point >> 6);
        to[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    to[0] = (char)(0xE0 | code_point >> 12);
    to[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
    to[2] = (char)(0x80 | (code_point & 0x3F));
    return 3;
}

/* The next piece of a name that is not UTF-8 as such; *length its bytes in to. */
static void put_next(kj_span raw, bool is_utf8, size_t *at, char *to, size_t *length) {
    size_t before = *at;
    if (!is_utf8) {
        uint8_t byte = raw.data[(*at)++];
        *length = put(to, byte < 0x80 ? byte : cp437[byte - 0x80]);
    } else if (kj_utf8_next(raw, at) == KJ_UTF8_REPLACEMENT) {
        *length = put(to, KJ_UTF8_REPLACEMENT);
    } else {
        *length = *at - before;
        memcpy(to, raw.data + before, *length);
    }
}

void kj_zip_name_decode(kj_span raw, bool is_utf8, char *decoded, size_t *length) {
    size_t used = 0;
    is_utf8 = is_utf8 || is_well_formed(raw);
    *length = 0;
    if (raw.length == 0 || memchr(raw.data, 0, raw.length)) {
        return;
    }
    for (size_t at = 0; at < raw.length;) {
        char piece[4];
        size_t bytes;
        put_next(raw, is_utf8, &at, piece, &bytes);
        if (used + bytes > KJ_ZIP_NAME_MAX) {
            return;
        }
        memcpy(decoded + used, piece, bytes);
        if (decoded[used] == '\\') {
            decoded[used] = '/';
        }
        used += bytes;
    }
    decoded[used] = '\0';
    *length = used;
}

static char folded(char byte) { return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte; }

bool kj_zip_names_fold(const char *a, const char *b) {
    while (*a && folded(*a) == folded(*b)) {
        a++;
        b++;
    }
    return folded(*a) == folded(*b);
}
