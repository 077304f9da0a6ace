/* sfnt.c - see sfnt.h. The tables' fields are those of the OpenType
 * specification 1.9, chapters "Organization of an OpenType Font", head, hhea,
 * hmtx, maxp and loca. Layer: text. */
#include "text/sfnt.h"

#include "base/bytes.h"

#include <stdbool.h>

#define TAG(a, b, c, d)                                                                            \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

enum { TABLES_MAX = 64, HEADER_BYTES = 12, RECORD_BYTES = 16 };

/* Sum of big-endian words, the last one filled up with zeros. head's own field
 * for the whole font's sum, at byte 8, counts as zero. */
static uint32_t checksum(kj_span table, bool is_head) {
    uint32_t sum = 0;
    size_t words = table.length / 4u;
    for (size_t i = 0; i < words; i++) {
        sum += kj_get_be32(table.data + 4u * i);
    }
    for (size_t i = words * 4u, shift = 24; i < table.length; i++, shift -= 8) {
        sum += (uint32_t)table.data[i] << shift;
    }
    return is_head && table.length >= 12 ? sum - kj_get_be32(table.data + 8) : sum;
}

static bool check_record(kj_span font, const uint8_t *record) {
    uint32_t offset = kj_get_be32(record + 8), length = kj_get_be32(record + 12);
    if (offset > font.length || length > font.length - offset) {
        return false;
    }
    kj_span table = {font.data + offset, length};
    return checksum(table, kj_get_be32(record) == TAG('h', 'e', 'a', 'd')) ==
           kj_get_be32(record + 4);
}

static kj_span find_table(kj_span font, uint32_t tag) {
    unsigned count = kj_get_be16(font.data + 4);
    for (unsigned i = 0; i < count; i++) {
        const uint8_t *record = font.data + HEADER_BYTES + RECORD_BYTES * i;
        if (kj_get_be32(record) == tag) {
            return (kj_span){font.data + kj_get_be32(record + 8), kj_get_be32(record + 12)};
        }
    }
    return (kj_span){NULL, 0};
}

static bool check_directory(kj_span font) {
    if (font.length < HEADER_BYTES || kj_get_be32(font.data) != 0x00010000u) {
        return false;
    }
    unsigned count = kj_get_be16(font.data + 4);
    if (count > TABLES_MAX || font.length < HEADER_BYTES + RECORD_BYTES * (size_t)count) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        if (!check_record(font, font.data + HEADER_BYTES + RECORD_BYTES * i)) {
            return false;
        }
    }
    return find_table(font, TAG('c', 'm', 'a', 'p')).length > 0 &&
           find_table(font, TAG('G', 'S', 'U', 'B')).length > 0 &&
           find_table(font, TAG('G', 'P', 'O', 'S')).length > 0 &&
           find_table(font, TAG('G', 'D', 'E', 'F')).length > 0;
}

/* loca's offsets ascend and end within glyf; entry is 2 or 4 bytes wide. */
static bool check_loca(kj_span loca, kj_span glyf, unsigned glyph_count, bool is_long) {
    size_t entry = is_long ? 4 : 2;
    if (loca.length < entry * (glyph_count + 1u)) {
        return false;
    }
    uint32_t before = 0;
    for (unsigned i = 0; i <= glyph_count; i++) {
        const uint8_t *at = loca.data + entry * i;
        uint32_t offset = is_long ? kj_get_be32(at) : 2u * kj_get_be16(at);
        if (offset < before || offset > glyf.length) {
            return false;
        }
        before = offset;
    }
    return true;
}

static bool check_hmtx(kj_span hmtx, unsigned metric_count, unsigned glyph_count) {
    return metric_count > 0 && metric_count <= glyph_count &&
           hmtx.length >= 4u * (size_t)metric_count + 2u * (size_t)(glyph_count - metric_count);
}

kj_status kj_sfnt_check(kj_span font, kj_sfnt_metrics *metrics) {
    if (!check_directory(font)) {
        return KJ_ERR_FORMAT;
    }
    kj_span head = find_table(font, TAG('h', 'e', 'a', 'd'));
    kj_span hhea = find_table(font, TAG('h', 'h', 'e', 'a'));
    kj_span maxp = find_table(font, TAG('m', 'a', 'x', 'p'));
    if (head.length < 54 || hhea.length < 36 || maxp.length < 32) {
        return KJ_ERR_FORMAT;
    }
    unsigned glyph_count = kj_get_be16(maxp.data + 4);
    kj_span hmtx = find_table(font, TAG('h', 'm', 't', 'x'));
    kj_span loca = find_table(font, TAG('l', 'o', 'c', 'a'));
    kj_span glyf = find_table(font, TAG('g', 'l', 'y', 'f'));
    if (!check_hmtx(hmtx, kj_get_be16(hhea.data + 34), glyph_count) ||
        !check_loca(loca, glyf, glyph_count, kj_get_be16(head.data + 50) != 0)) {
        return KJ_ERR_FORMAT;
    }
    *metrics = (kj_sfnt_metrics){.units_per_em = kj_get_be16(head.data + 18),
                                 .glyph_count = (uint16_t)glyph_count,
                                 .hmtx = hmtx.data,
                                 .metric_count = kj_get_be16(hhea.data + 34),
                                 .ascender = (int16_t)kj_get_be16(hhea.data + 4),
                                 .descender = (int16_t)kj_get_be16(hhea.data + 6)};
    return KJ_OK;
}
