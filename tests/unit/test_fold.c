/* test_fold.c - words as a search compares them: what is the same, and what parts them. */
#include "document/fold.h"
#include "test.h"

/* Folded words with a blank between them, Bengali letters and others as hexadecimal. */
static const char *fold(const char *text) {
    static char told[1024];
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    kj_fold_word word;
    size_t length = 0;
    told[0] = '\0';
    for (size_t at = 0; kj_fold_next(span, &at, &word);) {
        KJ_CHECK(word.length > 0 && word.length <= KJ_FOLD_WORD_MAX);
        length += (size_t)snprintf(told + length, sizeof told - length, "%s", length ? " " : "");
        for (uint8_t i = 0; i < word.length; i++) {
            const bool plain = word.codes[i] > ' ' && word.codes[i] < 0x7F;
            length += (size_t)snprintf(told + length, sizeof told - length, plain ? "%c" : "%02X",
                                       word.codes[i]);
        }
    }
    return told;
}

static void check_same(const char *one, const char *other) {
    char first[1024];
    strcpy(first, fold(one));
    KJ_CHECK(first[0]);
    KJ_CHECK_STR(fold(other), first);
}

KJ_TEST(a_letter_is_a_byte) {
    KJ_CHECK_STR(fold("কখ"), "9596");
    KJ_CHECK_STR(fold("Kagoj 2026"), "kagoj 2026");
    KJ_CHECK_STR(fold("২০২৬"), "2026");
    KJ_CHECK_STR(fold("जल"), "0100091C0100092");
}

KJ_TEST(spellings_of_one_word_are_the_same) {
    check_same("নি\u09AF\u09BCম বা\u09A1\u09BCি গা\u09A2\u09BC", "নি\u09DFম বা\u09DCি গা\u09DD");
    check_same("ক\u09C7\u09BE ক\u09C7\u09D7", "ক\u09CB ক\u09CC");
    check_same("\u0985\u09BEলো \u09AC\u09BCোদ", "\u0986লো রোদ");
    check_same("র\u200D\u09CD\u09AFাব", "র\u09CD\u09AFাব");
    check_same("উ\u09A4\u09CD\u200Dসব", "উৎসব");
    check_same("ক\u00ADল\u200B\u200Cম\uFEFF", "কলম");
    check_same("Caf\u00E9 \u00C9TUDE Cafe\u0301 \u0141\u00F3d\u017A", "cafe etude cafe lodz");
    check_same("দু'জন don\u2019t", "দুজন dont");
}

KJ_TEST(marks_blanks_and_hyphens_part_words) {
    check_same("ভারত-বাংলাদেশ", "ভারত বাংলাদেশ");
    check_same("«নদী।পানি» (ঘর),বাড়ি—পথ… ৳৫০ ১,২০০", "নদী পানি ঘর বাড়ি পথ ৫০ ১ ২০০");
    KJ_CHECK_STR(fold(" \n।॥—“”…!?€\U0001F600"), "");
    KJ_CHECK_STR(fold("\xFF\xE0\xA6"), "");
}

KJ_TEST(a_long_word_is_its_beginning_however_it_is_written) {
    char one[256] = "", other[256] = "";
    for (int i = 0; i < 23; i++) {
        strcat(one, "ক");
        strcat(other, "ক");
    }
    strcat(one, "\u09DFখগ");
    strcat(other, "\u09AF\u09BCচ\u09BC");
    check_same(one, other);
    strcpy(other, "");
    for (int i = 0; i < 40; i++) {
        strcat(other, "\u0434"); /* 01 00 04 34: six of them fit */
    }
    KJ_CHECK_STR(fold(other), "010004401000440100044010004401000440100044");
}

static const char *strip(const char *text) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    static char told[128];
    size_t at = 0;
    kj_fold_word word;
    KJ_CHECK(kj_fold_next(span, &at, &word));
    told[0] = '\0';
    if (kj_fold_strip(&word)) {
        for (uint8_t i = 0; i < word.length; i++) {
            const char letter[] = {(char)0xE0, (char)(word.codes[i] < 0xC0 ? 0xA6 : 0xA7),
                                   (char)(0x80 | (word.codes[i] & 0x3F)), 0};
            strcat(told, letter);
        }
    }
    return told;
}

KJ_TEST(endings_are_cut_off_one_at_a_time) {
    KJ_CHECK_STR(strip("নদীতে"), "নদী");
    KJ_CHECK_STR(strip("নদীগুলোতেও"), "নদীগুলোতে");
    KJ_CHECK_STR(strip("নদীগুলোতে"), "নদীগুলো");
    KJ_CHECK_STR(strip("নদীগুলো"), "নদী");
    KJ_CHECK_STR(strip("কৃষকদের"), "কৃষক");
    KJ_CHECK_STR(strip("সরকারকে"), "সরকার");
    KJ_CHECK_STR(strip("মাঠের"), "মাঠ");
    KJ_CHECK_STR(strip("ঢাকা\u09DF"), "ঢাকা");
    KJ_CHECK_STR(strip("বইটি"), "বই");
    KJ_CHECK_STR(strip("নদী"), "");
    KJ_CHECK_STR(strip("কর"), ""); /* two letters stay */
    KJ_CHECK_STR(strip("london"), "");
}

KJ_TEST(a_beginning_comes_before_what_begins_so) {
    const kj_fold_word one = {2, "ab"}, other = {3, "abc"}, third = {2, "ac"};
    KJ_CHECK(kj_fold_compare(&one, &other) < 0 && kj_fold_compare(&other, &one) > 0);
    KJ_CHECK(kj_fold_compare(&other, &third) < 0 && kj_fold_compare(&one, &one) == 0);
    KJ_CHECK(kj_fold_begins(&other, &one) && !kj_fold_begins(&one, &other));
    KJ_CHECK(kj_fold_begins(&one, &one) && !kj_fold_begins(&third, &one));
}

KJ_TEST_MAIN()
