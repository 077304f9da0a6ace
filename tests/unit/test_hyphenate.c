/* test_hyphenate.c - Bengali words divided by pattern, against a plain reading of the patterns. */
#include "base/utf8.h"
#include "test.h"
#include "text/breaks.h"
#include "text/unicode.h"

#include <stdbool.h>

#define PATTERNS   "/usr/share/hyphen/hyph_bn_IN.dic"
#define DICTIONARY "/usr/share/hunspell/bn_BD.dic"

static kj_span span_of(const char *text) { return (kj_span){(const uint8_t *)text, strlen(text)}; }

/* The text with "=" where it may be hyphenated. */
static const char *divide(const char *text) {
    static char out[1024];
    static uint8_t map[KJ_BREAK_MAP_BYTES(1024)];
    size_t length = strlen(text), end = 0;
    memset(map, 0, sizeof map);
    kj_hyphenate(span_of(text), map);
    for (size_t i = 0; i < length; i++) {
        if (kj_break_at(map, i) == KJ_BREAK_HYPHEN) {
            out[end++] = '=';
        }
        out[end++] = text[i];
    }
    out[end] = 0;
    return out;
}

#define CHECK_DIVIDED(text, expected) KJ_CHECK_STR(divide(text), expected)

KJ_TEST(long_words_are_divided_between_syllables) {
    CHECK_DIVIDED("বাংলাদেশ", "বাংলা=দেশ");
    CHECK_DIVIDED("সরকারের", "সর=কা=রের");
}

KJ_TEST(conjuncts_are_never_torn) {
    CHECK_DIVIDED("রাষ্ট্রপতির", "রাষ্ট্র=প=তির");
    CHECK_DIVIDED("আন্তর্জাতিক", "আন্ত=র্জা=তিক");
}

KJ_TEST(words_too_short_for_two_clusters_on_each_side_stay_whole) {
    CHECK_DIVIDED("বাংলা", "বাংলা");
    CHECK_DIVIDED("করিম", "করিম");
    CHECK_DIVIDED("ক", "ক");
    CHECK_DIVIDED("", "");
}

KJ_TEST(no_part_begins_with_khanda_ta) { CHECK_DIVIDED("চিকিৎসালয়", "চিকিৎ=সা=লয়"); }

KJ_TEST(no_part_ends_with_a_virama) {
    CHECK_DIVIDED("উদ্‌যাপনের", "উদ্‌যা=প=নের");
    CHECK_DIVIDED("বাক্‌স্বাধীনতা",
                  "বাক্‌স্বা=ধী=নতা");
}

KJ_TEST(words_with_digits_latin_letters_or_soft_hyphens_are_left_alone) {
    CHECK_DIVIDED("২০২৬সালের", "২০২৬সালের");
    CHECK_DIVIDED("সরকারেরX", "সরকারেরX");
    CHECK_DIVIDED("Xসরকারের", "Xসরকারের");
    CHECK_DIVIDED("সর\xC2\xADকারের", "সর\xC2\xADকারের");
    CHECK_DIVIDED("newspaper", "newspaper");
}

KJ_TEST(punctuation_ends_a_word) {
    CHECK_DIVIDED("“সরকারের”, (সরকারের)।", "“সর=কা=রের”, (সর=কা=রের)।");
    CHECK_DIVIDED("DPRK-সরকারের", "DPRK-সর=কা=রের");
}

KJ_TEST(a_run_of_letters_that_is_no_word_is_left_alone) {
    char text[600] = "";
    for (unsigned i = 0; i < 33; i++) {
        strcat(text, "কান");
    }
    CHECK_DIVIDED(text, text);
}

KJ_TEST(breaks_that_are_there_already_stay) {
    uint8_t map[KJ_BREAK_MAP_BYTES(64)] = {0};
    size_t place = strlen("সর");
    kj_break_set(map, place, KJ_BREAK_ALLOWED);
    kj_hyphenate(span_of("সরকারের"), map);
    KJ_CHECK_EQ(kj_break_at(map, place), KJ_BREAK_ALLOWED);
    KJ_CHECK_EQ(kj_break_at(map, strlen("সরকা")), KJ_BREAK_HYPHEN);
}

/* --- The reference: patterns as strings, every one tried at every place. */

typedef struct pattern {
    unsigned count;
    uint32_t letters[8];
    uint8_t values[9];
} pattern;

static pattern patterns[512];
static unsigned pattern_count;

static bool read_patterns(void) {
    FILE *in = fopen(PATTERNS, "rb");
    char line[512];
    if (!in) {
        return false;
    }
    KJ_CHECK(fgets(line, sizeof line, in) != NULL);
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == '%' || line[0] == 0) {
            continue;
        }
        pattern *made = &patterns[pattern_count++];
        kj_span text = span_of(line);
        for (size_t at = 0; at < text.length;) {
            uint32_t code_point = kj_utf8_next(text, &at);
            if (code_point >= '0' && code_point <= '9') {
                made->values[made->count] = (uint8_t)(code_point - '0');
            } else {
                made->letters[made->count++] = code_point;
            }
        }
    }
    fclose(in);
    return true;
}

/* Expected divisions of word: bit i set: before letter i. Straight from the rules of breaks.h. */
static void expect(const uint32_t *letters, unsigned count, bool *divided) {
    uint8_t levels[80] = {0};
    for (unsigned start = 0; start < count; start++) {
        for (unsigned p = 0; p < pattern_count; p++) {
            const pattern *tried = &patterns[p];
            bool fits = start + tried->count <= count;
            for (unsigned i = 0; fits && i < tried->count; i++) {
                fits = letters[start + i] == tried->letters[i];
            }
            for (unsigned i = 0; fits && i <= tried->count; i++) {
                if (tried->values[i] > levels[start + i]) {
                    levels[start + i] = tried->values[i];
                }
            }
        }
    }
    bool edge[80] = {false};
    for (unsigned i = 0; i < count; i++) {
        bool after_virama = i > 0 && letters[i - 1] == 0x09CD;
        bool after_joined = i > 1 && letters[i - 1] == 0x200D && letters[i - 2] == 0x09CD;
        bool joins = (after_virama || after_joined) && kj_is_bengali_consonant(letters[i]);
        edge[i] = i == 0 || (!kj_extends_cluster(letters[i]) && !joins);
    }
    for (unsigned i = 1; i < count; i++) {
        unsigned before = 0, after = 0;
        for (unsigned e = 0; e < count; e++) {
            before += e < i && edge[e];
            after += e >= i && edge[e];
        }
        unsigned last = i - 1;
        while (last > 0 && (letters[last] == 0x200C || letters[last] == 0x200D)) {
            last--;
        }
        divided[i] = edge[i] && levels[i] % 2 == 1 && before >= 2 && after >= 2 &&
                     letters[last] != 0x09CD && letters[i] != 0x09CE;
    }
}

KJ_TEST(the_whole_dictionary_is_divided_as_a_plain_reading_of_the_patterns_says) {
    FILE *in = fopen(DICTIONARY, "rb");
    char line[512];
    unsigned words = 0, divisions = 0;
    if (!in || !read_patterns()) {
        printf("  skipped: needs %s and %s\n", DICTIONARY, PATTERNS);
        if (in) {
            fclose(in);
        }
        return;
    }
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "/\r\n")] = 0;
        kj_span text = span_of(line);
        uint32_t letters[80];
        size_t places[80];
        bool divided[80] = {false}, bengali = text.length > 0 && text.length < 180;
        unsigned count = 0;
        for (size_t at = 0; at < text.length && bengali;) {
            places[count] = at;
            letters[count] = kj_utf8_next(text, &at);
            bengali = kj_is_bengali_letter(letters[count]) || letters[count] == 0x200C ||
                      letters[count] == 0x200D;
            count++;
        }
        if (!bengali) {
            continue;
        }
        uint8_t map[KJ_BREAK_MAP_BYTES(512)] = {0};
        kj_hyphenate(text, map);
        expect(letters, count, divided);
        for (unsigned i = 0; i < count; i++) {
            if ((kj_break_at(map, places[i]) == KJ_BREAK_HYPHEN) != divided[i]) {
                printf("  %s at letter %u\n", line, i);
            }
            KJ_CHECK_EQ(kj_break_at(map, places[i]), divided[i] ? KJ_BREAK_HYPHEN : KJ_BREAK_NONE);
            divisions += divided[i];
        }
        words++;
    }
    fclose(in);
    printf("  %u words, %u divisions\n", words, divisions);
    KJ_CHECK(words > 100000 && divisions > 100000);
}

KJ_TEST_MAIN()
