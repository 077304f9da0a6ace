/* test_shape.c - words to glyphs: the right ones, whatever the word. */
#include "shape_case.h"

static kj_face_id face_named(const char *name) {
    bool bold = strstr(name, "bold") != NULL;
    kj_script script = strstr(name, "latin") ? KJ_SCRIPT_LATIN : KJ_SCRIPT_BENGALI;
    return kj_face_of(script, strstr(name, "sans") ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF, bold);
}

static size_t encode(unsigned long code_point, uint8_t *bytes) {
    if (code_point < 0x80) {
        bytes[0] = (uint8_t)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        bytes[0] = (uint8_t)(0xC0 | code_point >> 6);
        bytes[1] = (uint8_t)(0x80 | (code_point & 0x3F));
        return 2;
    }
    bytes[0] = (uint8_t)(0xE0 | code_point >> 12);
    bytes[1] = (uint8_t)(0x80 | (code_point >> 6 & 0x3F));
    bytes[2] = (uint8_t)(0x80 | (code_point & 0x3F));
    return 3;
}

KJ_TEST(the_written_cases_give_the_written_glyphs) {
    words cases = read_lines(KJ_SOURCE_DIR "/tests/shape/cases.txt");
    unsigned checked = 0;
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < cases.count; i++) {
        char *line = cases.text + ((const char *)cases.spans[i].data - cases.text);
        if (line[0] == '#' || line[0] == '\n') {
            continue;
        }
        line[cases.spans[i].length] = 0;
        char *codes = strstr(line, "; "), *expected = codes ? strstr(codes + 2, "; ") : NULL;
        KJ_CHECK(expected != NULL);
        *codes = 0;
        uint8_t word[KJ_SHAPER_WORD_BYTES_MAX];
        size_t length = 0;
        char *at = codes + 2;
        while (at < expected) {
            length += encode(strtoul(at, &at, 16), word + length);
        }
        run shaped;
        KJ_CHECK_EQ(shape_alone(&b, face_named(line), (kj_span){word, length}, &shaped), KJ_OK);
        KJ_CHECK_STR(describe(&shaped), expected + 2);
        checked++;
    }
    KJ_CHECK(checked > 250);
    close_bench(&b);
    drop_lines(&cases);
}

KJ_TEST(precomposed_and_decomposed_letters_shape_alike) {
    static const char *const pairs[][2] = {{"\xE0\xA7\x9F", "\xE0\xA6\xAF\xE0\xA6\xBC"},
                                           {"\xE0\xA7\x9C", "\xE0\xA6\xA1\xE0\xA6\xBC"},
                                           {"\xE0\xA7\x9D", "\xE0\xA6\xA2\xE0\xA6\xBC"},
                                           {"কো", "ক\xE0\xA7\x87\xE0\xA6\xBE"},
                                           {"কৌ", "ক\xE0\xA7\x87\xE0\xA7\x97"}};
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (kj_face_id face = 0; face < 4; face++) {
            run composed, decomposed;
            KJ_CHECK_EQ(shape_alone(&b, face, span_of(pairs[i][0]), &composed), KJ_OK);
            KJ_CHECK_EQ(shape_alone(&b, face, span_of(pairs[i][1]), &decomposed), KJ_OK);
            KJ_CHECK_EQ(composed.count, decomposed.count);
            for (unsigned g = 0; g < composed.count; g++) {
                KJ_CHECK_EQ(composed.glyphs[g].id, decomposed.glyphs[g].id);
                KJ_CHECK_EQ(composed.glyphs[g].advance, decomposed.glyphs[g].advance);
            }
        }
    }
    close_bench(&b);
}

KJ_TEST(an_unknown_letter_is_a_visible_box) {
    bench b;
    open_bench(&b);
    run shaped;
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("中"), &shaped), KJ_OK);
    KJ_CHECK_EQ(shaped.count, 1);
    KJ_CHECK_EQ(shaped.glyphs[0].id, 0);
    KJ_CHECK(shaped.glyphs[0].advance > 0);
    close_bench(&b);
}

KJ_TEST(invisible_characters_take_no_room) {
    static const char *const invisible[] = {"\xEF\xBB\xBF", "\xE2\x80\x8B", "\xE2\x80\x8C",
                                            "\xE2\x80\x8D", "\xC2\xAD",     "\xE2\x81\xA0",
                                            "\xE2\x80\x8E"};
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        char word[32];
        run plain, shaped;
        snprintf(word, sizeof word, "কা%s", invisible[i]);
        KJ_CHECK_EQ(shape_alone(&b, 0, span_of("কা"), &plain), KJ_OK);
        KJ_CHECK_EQ(shape_alone(&b, 0, span_of(word), &shaped), KJ_OK);
        int32_t width = 0;
        for (unsigned g = 0; g < shaped.count; g++) {
            KJ_CHECK(shaped.glyphs[g].id != 0);
            width += shaped.glyphs[g].advance;
        }
        KJ_CHECK_EQ(width, plain.glyphs[0].advance + plain.glyphs[1].advance);
    }
    close_bench(&b);
}

KJ_TEST(malformed_bytes_are_shaped_as_replacement_characters) {
    bench b;
    open_bench(&b);
    const kj_face_id latin = kj_face_of(KJ_SCRIPT_LATIN, KJ_FAMILY_SANS, false);
    run broken, whole;
    KJ_CHECK_EQ(shape_alone(&b, latin,
                            span_of("\xFF"
                                    "A"),
                            &broken),
                KJ_OK);
    KJ_CHECK_EQ(shape_alone(&b, latin,
                            span_of("\xEF\xBF\xBD"
                                    "A"),
                            &whole),
                KJ_OK);
    KJ_CHECK_EQ(broken.count, 2);
    KJ_CHECK_EQ(broken.glyphs[0].id, whole.glyphs[0].id);
    KJ_CHECK(broken.glyphs[0].id != 0);
    KJ_CHECK_EQ(broken.glyphs[1].cluster, 1);
    close_bench(&b);
}

KJ_TEST(the_longest_words_of_all_kinds_fit) {
    static const char *const kinds[] = {"ক", "\xE0\xA7\x8B", "্",   "ক্",
                                        "a", "\xFF",         "অা", "\xCC\x81"};
    bench b;
    open_sized(&b, KJ_SHAPER_BYTES_MIN, 64);
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char word[KJ_SHAPER_WORD_BYTES_MAX];
        size_t piece = strlen(kinds[i]), length = 0;
        for (; length + piece <= sizeof word; length += piece) {
            memcpy(word + length, kinds[i], piece);
        }
        for (kj_face_id face = 0; face < KJ_FACE_COUNT; face++) {
            run shaped;
            KJ_CHECK_EQ(shape_alone(&b, face, (kj_span){(uint8_t *)word, length}, &shaped), KJ_OK);
            unsigned before = 0;
            for (unsigned g = 0; g < shaped.count; g++) {
                KJ_CHECK(shaped.glyphs[g].cluster >= before && shaped.glyphs[g].cluster < length);
                before = shaped.glyphs[g].cluster;
            }
            KJ_CHECK(shaped.count > 0);
        }
    }
    close_bench(&b);
}

KJ_TEST_MAIN()
