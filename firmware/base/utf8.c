/* utf8.c - see utf8.h. The table of lead bytes and second-byte ranges is table 3-7 of the
 * Unicode Standard. Layer: base. */
#include "base/utf8.h"

#include <assert.h>
#include <stdbool.h>

/* Bytes of the sequence that lead begins (0: none), and the range of its second byte. */
static unsigned sequence_length(uint8_t lead, uint8_t *low, uint8_t *high) {
    *low = 0x80;
    *high = 0xBF;
    if (lead < 0xC2) {
        return 0;
    }
    if (lead < 0xE0) {
        return 2;
    }
    if (lead < 0xF0) {
        *low = lead == 0xE0 ? 0xA0 : 0x80;
        *high = lead == 0xED ? 0x9F : 0xBF;
        return 3;
    }
    if (lead < 0xF5) {
        *low = lead == 0xF0 ? 0x90 : 0x80;
        *high = lead == 0xF4 ? 0x8F : 0xBF;
        return 4;
    }
    return 0;
}

/* Well-formed bytes from offset, up to the sequence's length; *length is that length. */
static unsigned well_formed_bytes(kj_span text, size_t offset, unsigned *length) {
    uint8_t low, high;
    *length = sequence_length(text.data[offset], &low, &high);
    if (*length == 0) {
        return 1;
    }
    unsigned good = 1;
    while (good < *length && offset + good < text.length) {
        uint8_t byte = text.data[offset + good];
        if (byte < low || byte > high) {
            break;
        }
        low = 0x80;
        high = 0xBF;
        good++;
    }
    return good;
}

/* Three bytes are what nearly all of a Bengali text is made of. */
static bool read_three(const uint8_t *bytes, uint32_t *code_point) {
    if ((bytes[0] & 0xF0) != 0xE0 || (bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80) {
        return false;
    }
    *code_point = (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    return *code_point >= 0x800 && (*code_point < 0xD800 || *code_point > 0xDFFF);
}

uint32_t kj_utf8_next(kj_span text, size_t *offset) {
    assert(*offset < text.length);
    const uint8_t *bytes = text.data + *offset;
    if (bytes[0] < 0x80) {
        (*offset)++;
        return bytes[0] ? bytes[0] : KJ_UTF8_REPLACEMENT;
    }
    uint32_t code_point;
    if (text.length - *offset >= 3 && read_three(bytes, &code_point)) {
        *offset += 3;
        return code_point;
    }
    unsigned length;
    unsigned good = well_formed_bytes(text, *offset, &length);
    *offset += good;
    if (length == 0 || good < length) {
        return KJ_UTF8_REPLACEMENT;
    }
    static const uint8_t lead_mask[5] = {0, 0, 0x1F, 0x0F, 0x07};
    code_point = bytes[0] & lead_mask[length];
    for (unsigned i = 1; i < length; i++) {
        code_point = code_point << 6 | (bytes[i] & 0x3Fu);
    }
    return code_point;
}

int kj_utf8_is_cut(kj_span text, size_t offset) {
    if (offset >= text.length || text.data[offset] < 0x80) {
        return 0;
    }
    unsigned length;
    unsigned good = well_formed_bytes(text, offset, &length);
    return length > 0 && good < length && offset + good == text.length;
}
