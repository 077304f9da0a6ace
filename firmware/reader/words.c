/* words.c - see words.h. Layer: reader. */
#include "reader/words.h"

#include <string.h>

#define YEAR_MIN 1583u /* the first whole year of the Gregorian calendar: weekdays are known */

_Static_assert(KJ_STRING_DECEMBER == KJ_STRING_JANUARY + 11, "months stand in their order");
_Static_assert(KJ_STRING_SATURDAY == KJ_STRING_SUNDAY + 6, "days stand in their order");

typedef struct date {
    unsigned year, month, day;
} date;

void kj_words_add_number(kj_line *line, uint32_t number, kj_language language) {
    char digits[12];
    kj_line plain;
    kj_line_init(&plain, digits, sizeof digits);
    kj_line_add_number(&plain, number);
    if (language != KJ_LANGUAGE_BENGALI) {
        kj_line_add(line, digits);
        return;
    }
    for (const char *digit = digits; *digit; digit++) { /* U+09E6 + digit */
        const char one[4] = {'\xE0', '\xA7', (char)(0xA6 + (*digit - '0')), '\0'};
        kj_line_add(line, one);
    }
}

void kj_words_add_count(kj_line *line, kj_string sentence, uint32_t number, kj_language language) {
    const char *text = kj_string_get(language, sentence);
    const char *bar = strchr(text, '|');
    const char *end = text + strlen(text);
    if (bar && number == 1) {
        end = bar;
    } else if (bar) {
        text = bar + 1;
    }
    const char *place = strstr(text, "{}");
    if (!place || place >= end) {
        kj_line_add_bytes(line, text, (size_t)(end - text));
        return;
    }
    kj_line_add_bytes(line, text, (size_t)(place - text));
    kj_words_add_number(line, number, language);
    kj_line_add_bytes(line, place + 2, (size_t)(end - place - 2));
}

void kj_words_add_percent(kj_line *line, unsigned percent, kj_language language) {
    kj_words_add_number(line, percent, language);
    kj_line_add(line, "%");
}

/* Reads count digits; false where there is anything else. */
static bool read_digits(const char *text, unsigned count, unsigned *number) {
    *number = 0;
    for (unsigned i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *number = *number * 10u + (unsigned)(text[i] - '0');
    }
    return true;
}

static unsigned days_in(unsigned month, unsigned year) {
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = (year % 4u == 0 && year % 100u != 0) || year % 400u == 0;
    return days[month - 1u] + (month == 2 && is_leap);
}

/* 2026-11-25, alone or before a time. */
static bool read_date(const char *text, date *read) {
    return read_digits(text, 4, &read->year) && text[4] == '-' &&
           read_digits(text + 5, 2, &read->month) && text[7] == '-' &&
           read_digits(text + 8, 2, &read->day) &&
           (text[10] == '\0' || text[10] == 'T' || text[10] == 't' || text[10] == ' ') &&
           read->year > 0 && read->month >= 1 && read->month <= 12 && read->day >= 1 &&
           read->day <= days_in(read->month, read->year);
}

/* Sunday is 0. Zeller's congruence ("Kalender-Formeln", 1887), whose Saturday is 0. */
static unsigned weekday(const date *of) {
    const unsigned month = of->month < 3 ? of->month + 12u : of->month;
    const unsigned year = of->month < 3 ? of->year - 1u : of->year;
    const unsigned from_saturday =
        of->day + 13u * (month + 1u) / 5u + year + year / 4u + year / 400u + 6u * (year / 100u);
    return (from_saturday + 6u) % 7u;
}

void kj_words_add_date(kj_line *line, const char *text, bool with_weekday, kj_language language) {
    date read;
    if (!read_date(text, &read)) {
        kj_line_add(line, text);
        return;
    }
    if (with_weekday && read.year >= YEAR_MIN) {
        kj_line_add(line, kj_string_get(language, KJ_STRING_SUNDAY + weekday(&read)));
        kj_line_add(line, ", ");
    }
    kj_words_add_number(line, read.day, language);
    kj_line_add(line, " ");
    kj_line_add(line, kj_string_get(language, KJ_STRING_JANUARY + read.month - 1u));
    kj_line_add(line, " ");
    kj_words_add_number(line, read.year, language);
}
