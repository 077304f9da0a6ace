/* unicode.c - see unicode.h. Layer: text. */
#include "text/unicode.h"

typedef struct range {
    uint32_t first, last;
} range;

static bool is_in(const range *ranges, unsigned count, uint32_t code_point) {
    unsigned low = 0, high = count;
    while (low < high) {
        unsigned middle = (low + high) / 2u;
        if (code_point > ranges[middle].last) {
            low = middle + 1u;
        } else {
            high = middle;
        }
    }
    return low < count && code_point >= ranges[low].first;
}

#define IS_IN(ranges, code_point) is_in(ranges, sizeof(ranges) / sizeof *(ranges), code_point)

bool kj_is_bengali(uint32_t code_point) {
    return (code_point >= 0x0980 && code_point <= 0x09FF) || code_point == 0x0964 ||
           code_point == 0x0965 || code_point == 0x25CC ||
           (code_point >= 0x1CD0 && code_point <= 0x1CFF) || code_point == 0xA8F1;
}

/* One bit for each code point from U+0980 on: the text is nearly all of this block. */
static bool is_set(const uint32_t *bits, uint32_t code_point) {
    uint32_t index = code_point - 0x0980u;
    return index < 128u && (bits[index / 32u] >> index % 32u & 1u) != 0;
}

bool kj_is_bengali_consonant(uint32_t code_point) {
    /* 0995..09B9, 09CE, 09DC..09DF, 09F0, 09F1 */
    static const uint32_t bits[4] = {0xFFE00000u, 0x03FFFFFFu, 0xF0004000u, 0x00030000u};
    return is_set(bits, code_point);
}

bool kj_extends_cluster(uint32_t code_point) {
    /* 0981..0983, 09BC, 09BE..09C4, 09C7, 09C8, 09CB..09CD, 09D7, 09E2, 09E3, 09FE */
    static const uint32_t bits[4] = {0x0000000Eu, 0xD0000000u, 0x0080399Fu, 0x4000000Cu};
    static const range marks[] = {
        {0x0300, 0x036F},   {0x0483, 0x0489},   {0x0591, 0x05BD},   {0x064B, 0x065F},
        {0x0900, 0x0903},   {0x093A, 0x093C},   {0x093E, 0x094F},   {0x0951, 0x0957},
        {0x0E31, 0x0E31},   {0x0E34, 0x0E3A},   {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF},
        {0x1CD0, 0x1CD2},   {0x1CD4, 0x1CE8},   {0x1CED, 0x1CED},   {0x1CF4, 0x1CF4},
        {0x1CF7, 0x1CF9},   {0x1DC0, 0x1DFF},   {0x200C, 0x200D},   {0x20D0, 0x20F0},
        {0x302A, 0x302F},   {0xA8E0, 0xA8F1},   {0xFE00, 0xFE0F},   {0xFE20, 0xFE2F},
        {0x1F3FB, 0x1F3FF}, {0xE0020, 0xE007F}, {0xE0100, 0xE01EF},
    };
    if (code_point < 0x0300) {
        return false;
    }
    if (code_point - 0x0980u < 128u) {
        return is_set(bits, code_point);
    }
    return IS_IN(marks, code_point);
}

bool kj_is_ignorable(uint32_t code_point) {
    static const range ignorable[] = {
        {0x00AD, 0x00AD},   {0x034F, 0x034F}, {0x061C, 0x061C},   {0x115F, 0x1160},
        {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x200B, 0x200F},   {0x202A, 0x202E},
        {0x2060, 0x206F},   {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
        {0xE0000, 0xE0FFF},
    };
    return code_point >= 0x00AD && IS_IN(ignorable, code_point);
}

bool kj_is_space(uint32_t code_point) {
    if (code_point < 0x80) {
        return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0D);
    }
    return code_point == 0x0085 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200A && code_point != 0x2007) ||
           code_point == 0x2028 || code_point == 0x2029 || code_point == 0x205F ||
           code_point == 0x3000;
}

bool kj_is_fixed_space(uint32_t code_point) {
    return code_point == 0x00A0 || code_point == 0x2007 || code_point == 0x202F;
}

uint32_t kj_code_point_before(kj_span text, size_t position, size_t *start) {
    if (text.data[position - 1] - 1u < 0x7Fu) {
        *start = position - 1;
        return text.data[*start];
    }
    size_t first = position > 4 ? position - 4 : 0;
    for (size_t at = first; at < position; at++) {
        size_t end = at;
        uint32_t code_point = kj_next_code_point(text, &end);
        if (end == position) {
            *start = at;
            return code_point;
        }
    }
    *start = position - 1;
    return KJ_UTF8_REPLACEMENT;
}

bool kj_is_cluster_edge(kj_span text, size_t position) {
    if (position == 0 || position >= text.length) {
        return true;
    }
    size_t at = position;
    uint32_t next = kj_next_code_point(text, &at);
    if (kj_extends_cluster(next)) {
        return false;
    }
    if (!kj_is_bengali_consonant(next)) {
        return true;
    }
    uint32_t before = kj_code_point_before(text, position, &at);
    if (before == KJ_ZWJ && at > 0) {
        before = kj_code_point_before(text, at, &at);
    }
    return before != KJ_VIRAMA;
}
