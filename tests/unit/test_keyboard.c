/* test_keyboard.c - typing with six keys: every key within reach, real words by a typist that finds
 * its way, and any presses at all. */
#include "base/utf8.h"
#include "reader/keyboard.h"
#include "test.h"

#include <stdbool.h>

enum { PLACES = KJ_KEYBOARD_ROWS * KJ_KEYBOARD_COLUMNS };

static const char *strip(const char *label) {
    return strncmp(label, "\u25CC", 3) == 0 ? label + 3 : label;
}

static unsigned place_of(const kj_keyboard *keyboard) {
    return keyboard->row * KJ_KEYBOARD_COLUMNS + keyboard->column;
}

/* Moves the mark to a key by the fewest arrows (breadth first); how many, or -1. */
static int walk(kj_keyboard *keyboard, unsigned row, unsigned column) {
    static kj_keyboard queue[PLACES * KJ_KEYBOARD_COLUMNS];
    static int steps[PLACES * KJ_KEYBOARD_COLUMNS];
    static bool seen[PLACES][KJ_KEYBOARD_COLUMNS];
    static const kj_key arrows[] = {KJ_KEY_UP, KJ_KEY_DOWN, KJ_KEY_LEFT, KJ_KEY_RIGHT};
    memset(seen, 0, sizeof seen);
    size_t head = 0, tail = 1;
    queue[0] = *keyboard;
    steps[0] = 0;
    seen[place_of(keyboard)][keyboard->goal] = true;
    for (; head < tail; head++) {
        if (queue[head].row == row && queue[head].column == column) {
            *keyboard = queue[head];
            return steps[head];
        }
        for (unsigned i = 0; i < 4; i++) {
            kj_keyboard next = queue[head];
            KJ_CHECK_EQ(kj_keyboard_press(&next, arrows[i]), KJ_KEYBOARD_MOVED);
            if (!seen[place_of(&next)][next.goal]) {
                seen[place_of(&next)][next.goal] = true;
                steps[tail] = steps[head] + 1;
                queue[tail++] = next;
            }
        }
    }
    return -1;
}

/* Walks to the key that shows label and presses it; presses, or -1. */
static int press_label(kj_keyboard *keyboard, const char *label) {
    for (unsigned row = 0; row < kj_keyboard_rows(keyboard); row++) {
        for (unsigned i = 0; i < kj_keyboard_row_keys(keyboard, row); i++) {
            const kj_keyboard_key *key = kj_keyboard_key_at(keyboard, row, i);
            if (key->act == KJ_KEYBOARD_TYPES && strcmp(strip(key->label), label) == 0) {
                int steps = walk(keyboard, row, i);
                KJ_CHECK(steps >= 0);
                if (keyboard->turns_sign) { /* a vowel behind its own sign: look away and back */
                    KJ_CHECK_EQ(kj_keyboard_press(keyboard, KJ_KEY_LEFT), KJ_KEYBOARD_MOVED);
                    KJ_CHECK_EQ(kj_keyboard_press(keyboard, KJ_KEY_RIGHT), KJ_KEYBOARD_MOVED);
                    steps += 2;
                }
                KJ_CHECK_EQ(kj_keyboard_press(keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
                return steps + 1;
            }
        }
    }
    return -1;
}

static const char *sign_of(const char *vowel) {
    static const char *const pairs[][2] = {
        {"অ", "\u09CD"}, {"আ", "\u09BE"}, {"ই", "\u09BF"}, {"ঈ", "\u09C0"},
        {"উ", "\u09C1"}, {"ঊ", "\u09C2"}, {"ঋ", "\u09C3"}, {"এ", "\u09C7"},
        {"ঐ", "\u09C8"}, {"ও", "\u09CB"}, {"ঔ", "\u09CC"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (strcmp(pairs[i][0], vowel) == 0) {
            return pairs[i][1];
        }
    }
    return NULL;
}

/* Types one letter, by the sign and once more where its vowel is not shown; presses. */
static int type_letter(kj_keyboard *keyboard, const char *letter) {
    int presses = press_label(keyboard, letter);
    if (presses < 0) {
        KJ_CHECK(sign_of(letter));
        presses = press_label(keyboard, sign_of(letter));
        KJ_CHECK(presses > 0);
        KJ_CHECK_EQ(kj_keyboard_press(keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
        presses++;
    }
    return presses;
}

static int type_word(kj_keyboard *keyboard, const char *word, int *letters) {
    const kj_span text = {(const uint8_t *)word, strlen(word)};
    int presses = 0;
    for (size_t at = 0; at < text.length;) {
        const size_t from = at;
        const uint32_t code_point = kj_utf8_next(text, &at);
        char letter[8] = "";
        memcpy(letter, word + from, at - from);
        if (code_point == ' ') {
            KJ_CHECK_EQ(kj_keyboard_press(keyboard, KJ_KEY_PREV), KJ_KEYBOARD_TYPED);
            presses++;
        } else {
            presses += type_letter(keyboard, letter);
        }
        *letters += 1;
    }
    KJ_CHECK_STR(keyboard->text, word);
    return presses;
}

KJ_TEST(every_row_fills_the_grid_and_no_letter_is_there_twice) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, NULL);
    for (unsigned page = 0; page < 2; page++) {
        char all[1024] = " ";
        KJ_CHECK(kj_keyboard_rows(&keyboard) <= KJ_KEYBOARD_ROWS);
        for (unsigned row = 0; row < kj_keyboard_rows(&keyboard); row++) {
            unsigned columns = 0;
            for (unsigned i = 0; i < kj_keyboard_row_keys(&keyboard, row); i++) {
                const kj_keyboard_key *key = kj_keyboard_key_at(&keyboard, row, i);
                char word[12];
                columns += key->span;
                KJ_CHECK((key->act == KJ_KEYBOARD_TYPES) == (key->label[0] != '\0'));
                snprintf(word, sizeof word, " %s ", key->label);
                KJ_CHECK(key->act != KJ_KEYBOARD_TYPES || !strstr(all, word));
                strcat(all, word);
            }
            KJ_CHECK_EQ(columns, KJ_KEYBOARD_COLUMNS);
        }
        KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_NEXT), KJ_KEYBOARD_TURNED);
    }
    KJ_CHECK_EQ(keyboard.page, 0);
    KJ_CHECK(!kj_keyboard_key_at(&keyboard, KJ_KEYBOARD_ROWS, 0));
    KJ_CHECK(!kj_keyboard_key_at(&keyboard, 5, 5));
    KJ_CHECK_EQ(kj_keyboard_row_keys(&keyboard, KJ_KEYBOARD_ROWS), 0);
}

KJ_TEST(every_letter_of_the_alphabet_is_there) {
    static const char letters[] = "অআইঈউঊঋএঐওঔ"
                                  "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
                                  "ৎংঃ\u0981\u09DC\u09DD\u09DF"
                                  "০১২৩৪৫৬৭৮৯";
    const kj_span text = {(const uint8_t *)letters, sizeof letters - 1};
    for (size_t at = 0; at < text.length;) {
        const size_t from = at;
        char letter[8] = "";
        (void)kj_utf8_next(text, &at);
        memcpy(letter, letters + from, at - from);
        kj_keyboard keyboard;
        kj_keyboard_init(&keyboard, "");
        KJ_CHECK(press_label(&keyboard, letter) > 0);
        KJ_CHECK_STR(keyboard.text, letter);
    }
    static const char latin[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    kj_keyboard keyboard;
    int count = 0;
    kj_keyboard_init(&keyboard, "");
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_NEXT), KJ_KEYBOARD_TURNED);
    (void)type_word(&keyboard, latin, &count);
    KJ_CHECK_EQ(count, 36);
}

KJ_TEST(every_key_is_within_reach_of_every_other) {
    int most = 0;
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "");
    for (unsigned page = 0; page < 2; page++) {
        for (unsigned from = 0; from < PLACES; from++) {
            for (unsigned to = 0; to < PLACES; to++) {
                kj_keyboard one = keyboard;
                const unsigned row = from / KJ_KEYBOARD_COLUMNS, i = from % KJ_KEYBOARD_COLUMNS;
                const unsigned end = to / KJ_KEYBOARD_COLUMNS, j = to % KJ_KEYBOARD_COLUMNS;
                if (i < kj_keyboard_row_keys(&one, row) && j < kj_keyboard_row_keys(&one, end)) {
                    KJ_CHECK(walk(&one, row, i) >= 0);
                    const int steps = walk(&one, end, j);
                    KJ_CHECK(steps >= 0);
                    most = steps > most ? steps : most;
                }
            }
        }
        KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_NEXT), KJ_KEYBOARD_TURNED);
    }
    printf("  at most %d arrows from one key to another\n", most);
    KJ_CHECK(most <= 9);
}

KJ_TEST(up_and_down_keep_to_the_column_across_wide_keys) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "");
    KJ_CHECK_EQ(walk(&keyboard, 4, 5), 4);
    for (unsigned i = 0; i < 6; i++) {
        KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_DOWN), KJ_KEYBOARD_MOVED);
        KJ_CHECK_EQ(keyboard.column, i == 0 ? 2 : 5);
    }
    KJ_CHECK_EQ(keyboard.row, 4);
}

KJ_TEST(real_words_are_typed) {
    static const char *const words[] = {
        "নির্বাচন",
        "বিদ্যুৎ",
        "ক্রিকেট",
        "ঢাকা",
        "আও\u09DFাজ",
        "ঋণ",
        "উৎসব",
        "ইউক্রেন",
        "বই",
        "অ্যাপ",
        "এ্যাপ",
        "দুঃখ",
        "চাঁদ",
        "বাংলাদেশ",
        "স্বাস্থ্য",
        "রাষ্ট্রপতি",
        "সরকার",
        "নদী",
        "কও",
        "কৃষক",
        "মূল্যস্ফীতি",
        "বৈঠক",
        "নৌকা",
        "ঐতিহ্য",
        "ঔষধ",
        "আষা\u09DD",
        "পা\u09DCা",
        "২০২৬ সাল",
        "শিক্ষা মন্ত্রণাল\u09DF",
        "জ্ঞান",
        "ব্যাঙ",
        "ঊর্মি",
        "ঈদ",
        "ঘোষণা",
        "বইই",
    };
    int presses = 0, letters = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        kj_keyboard keyboard;
        kj_keyboard_init(&keyboard, "");
        presses += type_word(&keyboard, words[i], &letters);
    }
    const int mean = presses * 100 / letters;
    printf("  %d letters in %d presses: %d.%02d a letter\n", letters, presses, mean / 100,
           mean % 100);
    KJ_CHECK(mean < 550);
}

KJ_TEST(the_words_of_the_sample_articles_are_typed_in_five_presses_a_letter) {
    static char file[65536];
    FILE *in = fopen(KJ_SOURCE_DIR "/assets/articles/01-union-nirbachan.txt", "rb");
    KJ_CHECK(in);
    const kj_span text = {(const uint8_t *)file, fread(file, 1, sizeof file, in)};
    fclose(in);
    int presses = 0, letters = 0, words = 0;
    char word[64] = "";
    for (size_t at = 0; at < text.length;) {
        const size_t from = at;
        const uint32_t code_point = kj_utf8_next(text, &at);
        if (code_point == 0x09BC && word[0]) { /* the file has U+09BC apart, the keyboard has not */
            char *last = word + strlen(word) - 3;
            const uint32_t letter = (uint8_t)last[2] & 0x3Fu;
            memcpy(last, letter == 0x21 ? "\u09DC" : letter == 0x22 ? "\u09DD" : "\u09DF", 3);
        } else if ((code_point >= 0x0981 && code_point <= 0x09DF) ||
                   (code_point >= 0x09E6 && code_point <= 0x09EF)) {
            if (strlen(word) + 4 < sizeof word) {
                strncat(word, file + from, at - from);
            }
        } else if (word[0] && code_point != 0x200D) { /* a joiner is not typed, nor searched for */
            kj_keyboard keyboard;
            kj_keyboard_init(&keyboard, "");
            presses += type_word(&keyboard, word, &letters);
            words++;
            word[0] = '\0';
        }
    }
    const int mean = presses * 100 / letters;
    printf("  %d words, %d letters: %d.%02d presses a letter\n", words, letters, mean / 100,
           mean % 100);
    KJ_CHECK(words > 100);
    KJ_CHECK(mean < 520);
}

KJ_TEST(a_vowel_key_types_its_sign_behind_a_consonant_and_turns_it_when_pressed_again) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "ব");
    KJ_CHECK_STR(kj_keyboard_key_at(&keyboard, 0, 2)->label, "\u25CC\u09BF");
    KJ_CHECK(walk(&keyboard, 0, 2) >= 0);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "বি");
    KJ_CHECK_STR(kj_keyboard_key_at(&keyboard, 0, 2)->label, "ই");
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "বই");
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "বইই");
    /* The vowel behind its own sign: look away and back. */
    kj_keyboard_init(&keyboard, "বা\u09DC");
    KJ_CHECK(walk(&keyboard, 0, 2) >= 0);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_LEFT), KJ_KEYBOARD_MOVED);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_RIGHT), KJ_KEYBOARD_MOVED);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "বা\u09DCিই");
}

KJ_TEST(the_mark_goes_to_the_vowels_after_a_consonant_and_stays_after_the_rest) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "");
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "ব");
    KJ_CHECK_EQ(keyboard.row, 0);
    KJ_CHECK_EQ(keyboard.column, 2);
    KJ_CHECK(walk(&keyboard, 1, 10) > 0);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_TYPED);
    KJ_CHECK_EQ(keyboard.row, 1);
    KJ_CHECK_EQ(keyboard.column, 10);
}

KJ_TEST(back_erases_code_points_and_leaves_when_there_are_none) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "ক্ষ\u09DF");
    static const char *const left[] = {"ক্ষ", "ক্", "ক", ""};
    for (unsigned i = 0; i < 4; i++) {
        KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_BACK), KJ_KEYBOARD_TYPED);
        KJ_CHECK_STR(keyboard.text, left[i]);
    }
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_BACK), KJ_KEYBOARD_LEFT);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_HOME), KJ_KEYBOARD_LEFT);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_MENU), KJ_KEYBOARD_FINISHED);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_POWER), KJ_KEYBOARD_NOTHING);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_PREV), KJ_KEYBOARD_NOTHING);
}

static void press_act(kj_keyboard *keyboard, kj_keyboard_act act, kj_keyboard_outcome outcome) {
    const unsigned row = kj_keyboard_rows(keyboard) - 1;
    for (unsigned i = 0; i < kj_keyboard_row_keys(keyboard, row); i++) {
        if (kj_keyboard_key_at(keyboard, row, i)->act == act) {
            KJ_CHECK(walk(keyboard, row, i) >= 0);
            KJ_CHECK_EQ(kj_keyboard_press(keyboard, KJ_KEY_SELECT), outcome);
            return;
        }
    }
    KJ_CHECK(0);
}

KJ_TEST(the_row_of_acts_does_what_the_keys_do) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "নদী");
    press_act(&keyboard, KJ_KEYBOARD_SPACE, KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "নদী ");
    press_act(&keyboard, KJ_KEYBOARD_SPACE, KJ_KEYBOARD_NOTHING);
    press_act(&keyboard, KJ_KEYBOARD_ERASES, KJ_KEYBOARD_TYPED);
    press_act(&keyboard, KJ_KEYBOARD_ERASES, KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "নদ");
    press_act(&keyboard, KJ_KEYBOARD_TURNS, KJ_KEYBOARD_TURNED);
    KJ_CHECK_EQ(keyboard.page, 1);
    press_act(&keyboard, KJ_KEYBOARD_TURNS, KJ_KEYBOARD_TURNED); /* the mark is on it still */
    KJ_CHECK_EQ(keyboard.page, 0);
    press_act(&keyboard, KJ_KEYBOARD_CLEARS, KJ_KEYBOARD_TYPED);
    KJ_CHECK_STR(keyboard.text, "");
    press_act(&keyboard, KJ_KEYBOARD_CLEARS, KJ_KEYBOARD_NOTHING);
    press_act(&keyboard, KJ_KEYBOARD_ERASES, KJ_KEYBOARD_NOTHING);
    press_act(&keyboard, KJ_KEYBOARD_DONE, KJ_KEYBOARD_FINISHED);
}

KJ_TEST(a_given_text_is_cleaned_and_cut_between_code_points) {
    kj_keyboard keyboard;
    kj_keyboard_init(&keyboard, "  \xFFনদী\n  \xE0\xA6");
    KJ_CHECK_STR(keyboard.text, "নদী ");
    char many[KJ_KEYBOARD_TEXT_BYTES * 2] = "";
    while (strlen(many) + 4 < sizeof many) {
        strcat(many, "ক");
    }
    kj_keyboard_init(&keyboard, many);
    KJ_CHECK_EQ(strlen(keyboard.text), 93);
    KJ_CHECK_EQ(kj_keyboard_press(&keyboard, KJ_KEY_SELECT), KJ_KEYBOARD_NOTHING);
    KJ_CHECK_EQ(strlen(keyboard.text), 93);
}

static bool is_well_formed(const char *text) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    for (size_t at = 0; at < span.length;) {
        if (kj_utf8_next(span, &at) == KJ_UTF8_REPLACEMENT) {
            return false;
        }
    }
    return true;
}

KJ_TEST(any_presses_keep_text_and_mark_sound) {
    kj_keyboard keyboard;
    uint32_t random = 12345;
    int full = 0;
    kj_keyboard_init(&keyboard, "");
    for (int i = 0; i < KJ_ROUNDS(400000); i++) {
        random = random * 1664525u + 1013904223u;
        const kj_key key = (kj_key)((random >> 16) % (KJ_KEY_SKIP_BACK + 1u));
        const kj_keyboard before = keyboard;
        /* Rarely back, so that the text fills up at times. */
        const kj_keyboard_outcome outcome = kj_keyboard_press(
            &keyboard, key == KJ_KEY_BACK && (random >> 12) % 8u ? KJ_KEY_SELECT : key);
        const bool same = strcmp(before.text, keyboard.text) == 0;
        KJ_CHECK(memchr(keyboard.text, 0, sizeof keyboard.text));
        KJ_CHECK(is_well_formed(keyboard.text));
        KJ_CHECK(keyboard.text[0] != ' ' && !strstr(keyboard.text, "  "));
        KJ_CHECK(kj_keyboard_key_at(&keyboard, keyboard.row, keyboard.column));
        KJ_CHECK(same == (outcome != KJ_KEYBOARD_TYPED));
        KJ_CHECK((before.page != keyboard.page) == (outcome == KJ_KEYBOARD_TURNED));
        full += strlen(keyboard.text) > KJ_KEYBOARD_TEXT_BYTES - 4;
    }
    KJ_CHECK(full > 0);
}

KJ_TEST_MAIN()
