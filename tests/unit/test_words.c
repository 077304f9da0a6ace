/* test_words.c - the strings, and numbers, counts and dates as each language writes them. */
#include "base/utf8.h"
#include "reader/marks.h"
#include "reader/notice.h"
#include "reader/words.h"
#include "test.h"
#include "text/face.h"

static char text[128];
static kj_line line;

static kj_line *begin(void) {
    kj_line_init(&line, text, sizeof text);
    return &line;
}

static const char *number_of(uint32_t number, kj_language language) {
    kj_words_add_number(begin(), number, language);
    return text;
}

static const char *count_of(kj_string sentence, uint32_t number, kj_language language) {
    kj_words_add_count(begin(), sentence, number, language);
    return text;
}

static const char *date_of(const char *date, bool with_weekday, kj_language language) {
    kj_words_add_date(begin(), date, with_weekday, language);
    return text;
}

KJ_TEST(words_write_numbers_in_the_languages_digits) {
    KJ_CHECK_STR(number_of(0, KJ_LANGUAGE_BENGALI), "০");
    KJ_CHECK_STR(number_of(1234567890, KJ_LANGUAGE_BENGALI), "১২৩৪৫৬৭৮৯০");
    KJ_CHECK_STR(number_of(UINT32_MAX, KJ_LANGUAGE_BENGALI), "৪২৯৪৯৬৭২৯৫");
    KJ_CHECK_STR(number_of(1234, KJ_LANGUAGE_ENGLISH), "1234");
    KJ_CHECK_STR(number_of(UINT32_MAX, KJ_LANGUAGE_ENGLISH), "4294967295");
}

KJ_TEST(words_write_percentages) {
    kj_words_add_percent(begin(), 45, KJ_LANGUAGE_BENGALI);
    KJ_CHECK_STR(text, "৪৫%");
    kj_words_add_percent(begin(), 100, KJ_LANGUAGE_ENGLISH);
    KJ_CHECK_STR(text, "100%");
}

KJ_TEST(words_put_a_number_where_the_sentence_has_its_braces) {
    KJ_CHECK_STR(count_of(KJ_STRING_UNREAD_COUNT, 7, KJ_LANGUAGE_BENGALI), "৭টি পড়া বাকি");
    KJ_CHECK_STR(count_of(KJ_STRING_UNREAD_COUNT, 7, KJ_LANGUAGE_ENGLISH), "7 unread");
}

KJ_TEST(words_have_one_form_for_1_and_another_for_the_rest) {
    KJ_CHECK_STR(count_of(KJ_STRING_ARTICLE_COUNT, 1, KJ_LANGUAGE_ENGLISH), "1 article");
    KJ_CHECK_STR(count_of(KJ_STRING_ARTICLE_COUNT, 0, KJ_LANGUAGE_ENGLISH), "0 articles");
    KJ_CHECK_STR(count_of(KJ_STRING_ARTICLE_COUNT, 21, KJ_LANGUAGE_ENGLISH), "21 articles");
    KJ_CHECK_STR(count_of(KJ_STRING_ARTICLE_COUNT, 1, KJ_LANGUAGE_BENGALI), "১টি লেখা");
    KJ_CHECK_STR(count_of(KJ_STRING_ARTICLE_COUNT, 30, KJ_LANGUAGE_BENGALI), "৩০টি লেখা");
    KJ_CHECK_STR(count_of(KJ_STRING_MINUTES, 1, KJ_LANGUAGE_ENGLISH), "1 minute");
}

KJ_TEST(words_leave_a_sentence_without_braces_as_it_is) {
    KJ_CHECK_STR(count_of(KJ_STRING_ALL_READ, 3, KJ_LANGUAGE_ENGLISH), "All read");
}

KJ_TEST(words_that_do_not_fit_are_cut_between_code_points) {
    char small[8];
    kj_line_init(&line, small, sizeof small);
    kj_words_add_count(&line, KJ_STRING_UNREAD_COUNT, 12, KJ_LANGUAGE_BENGALI);
    KJ_CHECK_STR(small, "১২");
}

KJ_TEST(words_write_dates_with_their_weekday_or_without) {
    KJ_CHECK_STR(date_of("2026-11-25", true, KJ_LANGUAGE_BENGALI), "বুধবার, ২৫ নভেম্বর ২০২৬");
    KJ_CHECK_STR(date_of("2026-11-25", false, KJ_LANGUAGE_BENGALI), "২৫ নভেম্বর ২০২৬");
    KJ_CHECK_STR(date_of("2026-11-25", true, KJ_LANGUAGE_ENGLISH), "Wednesday, 25 November 2026");
    KJ_CHECK_STR(date_of("1971-12-16", true, KJ_LANGUAGE_BENGALI), "বৃহস্পতিবার, ১৬ ডিসেম্বর ১৯৭১");
    KJ_CHECK_STR(date_of("1952-02-21", true, KJ_LANGUAGE_ENGLISH), "Thursday, 21 February 1952");
    KJ_CHECK_STR(date_of("2026-01-01T06:00:00+06:00", true, KJ_LANGUAGE_ENGLISH),
                 "Thursday, 1 January 2026");
    KJ_CHECK_STR(date_of("2026-01-01 06:00", false, KJ_LANGUAGE_ENGLISH), "1 January 2026");
}

KJ_TEST(words_leave_what_is_no_date_as_it_is) {
    static const char *const others[] = {
        "",           "2026",         "2026-11",    "2026-1-5",   "2026-11-2",  "2026-13-01",
        "2026-00-10", "2026-04-31",   "2026-11-00", "2026-02-29", "1900-02-29", "0000-01-01",
        "2026/11/25", "2026-11-25Z5", "-026-11-25", "২০২৬-১১-২৫", "কাল",        "2026-11-251",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        KJ_CHECK_STR(date_of(others[i], true, KJ_LANGUAGE_BENGALI), others[i]);
        KJ_CHECK_STR(date_of(others[i], false, KJ_LANGUAGE_ENGLISH), others[i]);
    }
}

KJ_TEST(words_know_leap_days) {
    KJ_CHECK_STR(date_of("2028-02-29", true, KJ_LANGUAGE_ENGLISH), "Tuesday, 29 February 2028");
    KJ_CHECK_STR(date_of("2000-02-29", true, KJ_LANGUAGE_BENGALI), "মঙ্গলবার, ২৯ ফেব্রুয়ারি ২০০০");
}

KJ_TEST(words_give_no_weekday_before_the_calendar_had_them) {
    KJ_CHECK_STR(date_of("1582-10-15", true, KJ_LANGUAGE_ENGLISH), "15 October 1582");
    KJ_CHECK_STR(date_of("1583-01-01", true, KJ_LANGUAGE_ENGLISH), "Saturday, 1 January 1583");
}

/* Counts the days instead of computing them: 1 January 1900 was a Monday. */
KJ_TEST(words_know_every_weekday_of_three_centuries) {
    static const unsigned days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned weekday = 1;
    for (unsigned year = 1900; year < 2200; year++) {
        const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (unsigned month = 1; month <= 12; month++) {
            const unsigned last = days[month - 1] + (month == 2 && is_leap);
            for (unsigned day = 1; day <= last; day++, weekday = (weekday + 1) % 7) {
                char date[40];
                snprintf(date, sizeof date, "%04u-%02u-%02u", year, month, day);
                for (int i = 0; i < KJ_LANGUAGES; i++) {
                    const kj_language language = (kj_language)i;
                    const char *expected = kj_string_get(language, KJ_STRING_SUNDAY + weekday);
                    date_of(date, true, language);
                    KJ_CHECK(strncmp(text, expected, strlen(expected)) == 0);
                }
            }
        }
    }
}

KJ_TEST(sentence_about_kept_articles_names_how_many_there_may_be) {
    for (int i = 0; i < KJ_LANGUAGES; i++) {
        const kj_language language = (kj_language)i;
        KJ_CHECK(strstr(kj_string_get(language, KJ_STRING_SAVED_FULL_WHAT),
                        number_of(KJ_MARKS_SAVED_MAX, language)));
    }
}

/* In each style that text is set in, from one of its two faces. */
static bool is_in_faces(kj_faces *faces, uint32_t code_point) {
    for (kj_face_id style = 0; style < KJ_FACE_COUNT / 2u; style++) {
        uint16_t bengali, latin;
        KJ_CHECK_EQ(kj_faces_glyph(faces, style, code_point, &bengali), KJ_OK);
        KJ_CHECK_EQ(
            kj_faces_glyph(faces, (kj_face_id)(style + KJ_FACE_COUNT / 2u), code_point, &latin),
            KJ_OK);
        if (bengali == 0 && latin == 0) {
            return false;
        }
    }
    return true;
}

KJ_TEST(strings_need_no_letter_that_the_fonts_lack) {
    static _Alignas(8) uint8_t memory[192 * 1024];
    kj_heap heap;
    kj_faces faces;
    KJ_CHECK_EQ(kj_heap_init(&heap, memory, sizeof memory), KJ_OK);
    kj_faces_init(&faces, kj_font_data_table, &heap);
    KJ_CHECK(!is_in_faces(&faces, 0x4E00));
    for (int string = 0; string < KJ_STRINGS; string++) {
        for (int language = 0; language < KJ_LANGUAGES; language++) {
            const char *from = kj_string_get((kj_language)language, (kj_string)string);
            const kj_span span = {(const uint8_t *)from, strlen(from)};
            KJ_CHECK(span.length > 0);
            for (size_t at = 0; at < span.length;) {
                const uint32_t code_point = kj_utf8_next(span, &at);
                KJ_CHECK(code_point == '\n' || is_in_faces(&faces, code_point));
            }
        }
    }
    kj_faces_deinit(&faces);
    kj_heap_deinit(&heap);
}

KJ_TEST(notices_fit_with_the_longest_name_of_a_file) {
    static kj_notice notice;
    char name[256];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (int kind = KJ_NOTICE_NONE + 1; kind < KJ_NOTICES; kind++) {
        for (int i = 0; i < KJ_LANGUAGES; i++) {
            const kj_language language = (kj_language)i;
            kj_document *document;
            KJ_CHECK_EQ(kj_notice_open(&notice, (kj_notice_kind)kind, language, name, &document),
                        KJ_OK);
            const char *help = kj_string_get(language, (kj_string)(3 * kind - 1));
            /* Its last words are there: those of what to do, or the file's name, shortened. */
            const char *last = strstr(notice.text, "nnn") ? "n…" : help;
            KJ_CHECK(strstr(notice.text, help));
            KJ_CHECK_STR(notice.text + strlen(notice.text) - strlen(last), last);
        }
        KJ_CHECK(*kj_notice_name((kj_notice_kind)kind));
    }
}

KJ_TEST_MAIN()
