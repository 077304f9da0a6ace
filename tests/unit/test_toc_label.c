/* test_toc_label.c - titles cleaned for one line, and cut where they are too long. */
#include "document/toc_label.h"
#include "test.h"

static char text[256];

/* The label that from becomes in capacity bytes. */
static const char *label_of(const char *from, size_t capacity) {
    memset(text, 0x7F, sizeof text);
    kj_toc_label_set(text, capacity, from);
    KJ_CHECK(strlen(text) < capacity);
    return text;
}

KJ_TEST(label_collapses_white_space_and_trims) {
    KJ_CHECK_STR(label_of(" \t a\r\n  b \xC2\xA0 c\xE2\x80\xA8 ", 64), "a b c");
    KJ_CHECK_STR(label_of("", 8), "");
    KJ_CHECK_STR(label_of(NULL, 8), "");
    KJ_CHECK_STR(label_of(" \n ", 8), "");
}

KJ_TEST(label_leaves_out_marks_that_show_nothing_but_keeps_joiners) {
    KJ_CHECK_STR(label_of("\xEF\xBB\xBF"
                          "ক\xE2\x80\x8Bখ\xEF\xBB\xBF",
                          64),
                 "কখ");
    KJ_CHECK_STR(label_of("র\xE2\x80\x8D্য ক্\xE2\x80\x8Cষ", 64), "র\xE2\x80\x8D্য ক্\xE2\x80\x8Cষ");
}

KJ_TEST(label_that_is_too_long_is_cut_at_a_space) {
    KJ_CHECK_STR(label_of("one two three four", 17), "one two three…");
    KJ_CHECK_STR(label_of("one two three", 17), "one two three");
    KJ_CHECK_STR(label_of("one two three   ", 17), "one two three");
    KJ_CHECK_STR(label_of("a bcdefghijklmnop", 12), "a bcdef…");
}

KJ_TEST(label_without_a_space_is_not_cut_inside_a_bengali_letter) {
    const char *word = "ক্ষক্ষক্ষক্ষক্ষকিকিকি";
    for (size_t capacity = 20; capacity < strlen(word); capacity++) {
        const char *cut = label_of(word, capacity);
        const size_t kept = strlen(cut) - strlen("…");
        KJ_CHECK(memcmp(cut, word, kept) == 0);
        KJ_CHECK_STR(cut + kept, "…");
        KJ_CHECK((kept <= 45 && kept % 9 == 0) || (kept - 45) % 6 == 0);
    }
}

KJ_TEST(label_of_malformed_bytes_or_signs_alone_stays_within_its_room) {
    for (size_t capacity = 8; capacity < 40; capacity++) {
        label_of("\xE0\xA6\xE0\xA6\xFF\xC0\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80",
                 capacity);
        label_of("্্্্্্্্্্্্্্্্্্্্্", capacity);
    }
}

KJ_TEST(label_is_the_same_in_pieces) {
    kj_toc_label label;
    kj_toc_label_begin(&label, text, 32);
    kj_toc_label_add(&label, "  a ", 4);
    kj_toc_label_add(&label, " ", 1);
    kj_toc_label_add(&label, "b", 1);
    kj_toc_label_add(&label, "c\n", 2);
    kj_toc_label_finish(&label);
    KJ_CHECK_STR(text, "a bc");
    kj_toc_label_add(&label, "d", 1);
    kj_toc_label_finish(&label);
    KJ_CHECK_STR(text, "a bc d");
}

KJ_TEST_MAIN()
