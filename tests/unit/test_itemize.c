/* test_itemize.c - text cut into words and segments of one face. */
#include "test.h"
#include "text/itemize.h"
#include "text/unicode.h"

static _Alignas(8) uint8_t heap_memory[64 * 1024];

/* Cuts text and writes it down as "face:text|...", spaces as "_", fixed spaces as "~"; faces are
 * b (Bengali) and l (Latin). */
static const char *cut(const char *text, size_t length) {
    static char out[4096];
    kj_heap heap;
    kj_faces faces;
    kj_itemizer itemizer;
    kj_segment segment;
    size_t at = 0, end = 0;
    KJ_CHECK_EQ(kj_heap_init(&heap, heap_memory, sizeof heap_memory), KJ_OK);
    kj_faces_init(&faces, kj_font_data_table, &heap);
    kj_itemizer_init(&itemizer, &faces, (kj_span){(const uint8_t *)text, length}, KJ_FAMILY_SERIF,
                     false);
    kj_status status;
    while ((status = kj_itemizer_next(&itemizer, &segment)) == KJ_OK) {
        KJ_CHECK_EQ(segment.start, end); /* gapless, in order */
        KJ_CHECK(segment.length > 0);
        end += segment.length;
        if (segment.kind == KJ_SEGMENT_TEXT) {
            KJ_CHECK(segment.length <= KJ_SEGMENT_BYTES_MAX);
            at += (size_t)snprintf(out + at, sizeof out - at, "%c:%.*s|",
                                   kj_face_script(segment.face) == KJ_SCRIPT_BENGALI ? 'b' : 'l',
                                   segment.length, text + segment.start);
        } else {
            at += (size_t)snprintf(out + at, sizeof out - at, "%c",
                                   segment.kind == KJ_SEGMENT_SPACE ? '_' : '~');
        }
    }
    KJ_CHECK_EQ(status, KJ_END);
    KJ_CHECK_EQ(end, length);
    kj_faces_deinit(&faces);
    kj_heap_deinit(&heap);
    return out;
}

#define CHECK_CUT(text, expected) KJ_CHECK_STR(cut(text, sizeof(text) - 1), expected)

KJ_TEST(bengali_words_are_parted_at_spaces) {
    CHECK_CUT("আমার সোনার  বাংলা", "b:আমার|_b:সোনার|_b:বাংলা|");
}

KJ_TEST(danda_and_bengali_digits_are_bengali) { CHECK_CUT("২০২৬।", "b:২০২৬।|"); }

KJ_TEST(latin_letters_take_the_latin_face) { CHECK_CUT("TASS নিউজ", "l:TASS|_b:নিউজ|"); }

KJ_TEST(a_hyphen_stays_with_the_letters_before_it) { CHECK_CUT("DPRK-এর", "l:DPRK-|b:এর|"); }

KJ_TEST(a_bracket_takes_the_face_of_what_follows) {
    CHECK_CUT("(1000 GMT)।", "b:(1000|_l:GMT)|b:।|");
    CHECK_CUT("(Surma", "l:(Surma|");
}

KJ_TEST(digits_in_a_latin_word_are_latin) { CHECK_CUT("COVID-19 G20", "l:COVID-19|_l:G20|"); }

KJ_TEST(digits_alone_are_bengali) { CHECK_CUT("425 (680", "b:425|_b:(680|"); }

KJ_TEST(what_the_bengali_face_lacks_is_latin_and_back) {
    CHECK_CUT("৫$ক", "b:৫|l:$|b:ক|");
    CHECK_CUT("১২°C", "b:১২|l:°C|");
}

KJ_TEST(what_neither_face_has_is_bengali_for_its_box) {
    CHECK_CUT("漢", "b:漢|");
    CHECK_CUT("नमस्ते", "b:नमस्ते|");
}

KJ_TEST(malformed_bytes_are_text) {
    const char *out = cut("ক\377খ", 7);
    KJ_CHECK(strncmp(out, "b:", 2) == 0);
}

KJ_TEST(invisible_characters_change_no_face) {
    CHECK_CUT("ক\xE2\x80\x8Bখ", "b:ক\xE2\x80\x8Bখ|");
    CHECK_CUT("a\xEF\xBB\xBF"
              "b",
              "l:a\xEF\xBB\xBF"
              "b|");
    CHECK_CUT("র\xE2\x80\x8D্য", "b:র\xE2\x80\x8D্য|");
}

KJ_TEST(no_break_spaces_are_no_word_spaces) { CHECK_CUT("৫\xC2\xA0টি", "b:৫|~b:টি|"); }

KJ_TEST(a_space_that_carries_a_mark_is_its_base) { CHECK_CUT("ক  া", "b:ক|_b: া|"); }

KJ_TEST(a_fixed_space_that_carries_a_mark_is_its_base) {
    CHECK_CUT("ক\xC2\xA0া", "b:ক|b:\xC2\xA0া|");
}

KJ_TEST(tabs_and_unicode_spaces_are_word_spaces) {
    CHECK_CUT("ক\tখ\xE3\x80\x80গ\xE2\x80\xA8ঘ", "b:ক|_b:খ|_b:গ|_b:ঘ|");
}

KJ_TEST(long_words_are_cut_between_clusters) {
    static char text[3 * 400 + 1];
    for (size_t i = 0; i < 400; i++) {
        memcpy(text + 3 * i, i % 2 ? "ি" : "ক", 3);
    }
    const char *out = cut(text, 1200);
    for (const char *part = out; *part; part = strchr(part, '|') + 1) {
        KJ_CHECK(strncmp(part, "b:ক", 5) == 0);
    }
}

KJ_TEST(a_long_conjunct_is_never_cut_after_its_virama) {
    kj_span text = {(const uint8_t *)"স্ত্রী", 18};
    unsigned edges = 0;
    for (size_t at = 0; at < text.length; at += 3) {
        edges += kj_is_cluster_edge(text, at);
    }
    KJ_CHECK_EQ(edges, 1);
}

KJ_TEST(the_code_point_before_is_the_one_that_reading_forward_gives) {
    kj_span text = {(const uint8_t *)"aé\xE0\xA6\x95\xF0\x9F\x99\x82\xFF", 11};
    size_t start;
    KJ_CHECK_EQ(kj_code_point_before(text, 11, &start), 0xFFFD);
    KJ_CHECK_EQ(kj_code_point_before(text, 10, &start), 0x1F642);
    KJ_CHECK_EQ(start, 6);
    KJ_CHECK_EQ(kj_code_point_before(text, 6, &start), 0x995);
    KJ_CHECK_EQ(kj_code_point_before(text, 3, &start), 0xE9);
    KJ_CHECK_EQ(kj_code_point_before(text, 1, &start), 'a');
}

KJ_TEST_MAIN()
