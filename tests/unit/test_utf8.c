/* test_utf8.c - strict decoding, against tables of the Unicode Standard and every code point. */
#include "base/utf8.h"
#include "test.h"

#include <stdbool.h>

/* Decodes all of bytes to "41 FFFD ..." */
static const char *decode(const char *bytes, size_t length) {
    static char out[512];
    kj_span text = {(const uint8_t *)bytes, length};
    size_t at = 0, end = 0;
    out[0] = 0;
    while (at < length) {
        uint32_t code_point = kj_utf8_next(text, &at);
        end += (size_t)snprintf(out + end, sizeof out - end, "%s%X", end ? " " : "",
                                (unsigned)code_point);
    }
    KJ_CHECK_EQ(at, length);
    return out;
}

#define CHECK_DECODED(bytes, expected) KJ_CHECK_STR(decode(bytes, sizeof(bytes) - 1), expected)

static size_t encode(uint32_t code_point, uint8_t *bytes) {
    if (code_point < 0x80) {
        bytes[0] = (uint8_t)code_point;
        return 1;
    }
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const uint8_t lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (uint8_t)(0x80u | (code_point & 0x3Fu));
        code_point >>= 6;
    }
    bytes[0] = (uint8_t)(lead[length] | code_point);
    return length;
}

KJ_TEST(every_scalar_value_is_read_back) {
    for (uint32_t code_point = 1; code_point <= 0x10FFFF; code_point++) {
        if (code_point == 0xD800) {
            code_point = 0xE000;
        }
        uint8_t bytes[4];
        size_t length = encode(code_point, bytes), at = 0;
        KJ_CHECK_EQ(kj_utf8_next((kj_span){bytes, length}, &at), code_point);
        KJ_CHECK_EQ(at, length);
    }
}

KJ_TEST(surrogates_are_malformed_and_give_one_mark_a_byte) {
    for (uint32_t code_point = 0xD800; code_point < 0xE000; code_point++) {
        uint8_t bytes[4];
        size_t at = 0;
        KJ_CHECK_EQ(encode(code_point, bytes), 3);
        KJ_CHECK_EQ(kj_utf8_next((kj_span){bytes, 3}, &at), KJ_UTF8_REPLACEMENT);
        KJ_CHECK_EQ(at, 1);
    }
}

/* Unicode Standard 16.0, tables 3-8 to 3-11: one replacement for each maximal subpart. */
KJ_TEST(non_shortest_forms_give_one_mark_a_byte) {
    CHECK_DECODED("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
                  "FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD 41");
}
KJ_TEST(surrogate_bytes_among_others_give_one_mark_a_byte) {
    CHECK_DECODED("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
                  "FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD 41");
}
KJ_TEST(other_ill_formed_bytes_give_one_mark_each) {
    CHECK_DECODED("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42",
                  "FFFD FFFD FFFD FFFD FFFD 41 FFFD FFFD 42");
}
KJ_TEST(a_truncated_sequence_gives_one_mark) {
    CHECK_DECODED("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "FFFD FFFD FFFD FFFD 41");
}

KJ_TEST(a_bengali_letter_cut_short_gives_one_mark) {
    CHECK_DECODED("\xE0\xA6\x95\xE0\xA6 \xE0", "995 FFFD 20 FFFD");
}

KJ_TEST(nul_is_shown_as_malformed) { CHECK_DECODED("a\0b", "61 FFFD 62"); }

/* The plainest possible decoder: tries every length and rejects by value. */
static uint32_t reference(kj_span text, size_t at, size_t *length) {
    for (size_t tried = 4; tried > 0; tried--) {
        static const uint32_t least[5] = {0, 1, 0x80, 0x800, 0x10000};
        uint8_t again[4];
        uint32_t value = text.data[at];
        if (at + tried > text.length) {
            continue;
        }
        if (tried > 1) {
            value &= 0x7Fu >> tried;
            for (size_t i = 1; i < tried; i++) {
                value = value << 6 | (text.data[at + i] & 0x3Fu);
            }
        }
        bool scalar =
            value >= least[tried] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        if (scalar && encode(value, again) == tried && memcmp(again, text.data + at, tried) == 0) {
            *length = tried;
            return value;
        }
    }
    return KJ_UTF8_REPLACEMENT;
}

KJ_TEST(every_three_bytes_read_like_a_plain_decoder) {
    for (uint32_t i = 0; i < 1u << 24; i += 1 + (i >> 16 < 0xC0 ? 4096 : 0)) {
        uint8_t bytes[3] = {(uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i};
        kj_span text = {bytes, 3};
        size_t at = 0, length = 0;
        uint32_t expected = reference(text, 0, &length);
        KJ_CHECK_EQ(kj_utf8_next(text, &at), expected);
        if (length > 0) {
            KJ_CHECK_EQ(at, length);
        } else {
            KJ_CHECK(at >= 1 && at <= 3);
        }
    }
}

KJ_TEST(only_a_sequence_that_could_go_on_is_cut) {
    static const struct {
        const char *bytes;
        size_t length;
        int is_cut;
    } cases[] = {{"\xE0", 1, 1},         {"\xE0\xA6", 2, 1}, {"\xE0\xA6\x95", 3, 0},
                 {"\xF0\x9F\x98", 3, 1}, {"\xE0\x41", 2, 0}, {"\xE0\x80", 2, 0},
                 {"\xC0", 1, 0},         {"\xFF", 1, 0},     {"a", 1, 0},
                 {"\xC3", 1, 1},         {"\xF4\x90", 2, 0}, {"\x80", 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kj_span text = {(const uint8_t *)cases[i].bytes, cases[i].length};
        KJ_CHECK_EQ(kj_utf8_is_cut(text, 0), cases[i].is_cut);
    }
    KJ_CHECK_EQ(kj_utf8_is_cut((kj_span){NULL, 0}, 0), 0);
}

KJ_TEST_MAIN()
