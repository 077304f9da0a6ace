/* guess.c - see guess.h. The word lists are from how Prothom Alo, Samakal, Ittefaq, Anandabazar,
 * BBC Bangla and others sign and date their stories. Layer: document. */
#include "document/guess.h"

#include <string.h>

/* The decomposed form of a letter with nukta, where one stands precomposed (U+09DC, 09DD, 09DF) at
 * bytes: both are in use, word lists here are decomposed. */
static const char *decomposed(const uint8_t *bytes, size_t length) {
    if (length < 3 || bytes[0] != 0xE0 || bytes[1] != 0xA7) {
        return NULL;
    }
    return bytes[2] == 0x9C   ? "\xE0\xA6\xA1\xE0\xA6\xBC"
           : bytes[2] == 0x9D ? "\xE0\xA6\xA2\xE0\xA6\xBC"
           : bytes[2] == 0x9F ? "\xE0\xA6\xAF\xE0\xA6\xBC"
                              : NULL;
}

static bool holds_at(const kj_line_look *line, size_t at, const char *word) {
    while (*word && at < line->length) {
        const char *letter = decomposed(line->text + at, line->length - at);
        if (letter && strncmp(word, letter, 6) == 0) {
            word += 6;
            at += 3;
        } else if (line->text[at] == (uint8_t)*word) {
            word++;
            at++;
        } else {
            return false;
        }
    }
    return *word == '\0';
}

static bool holds(const kj_line_look *line, const char *word) {
    for (size_t i = 0; i < line->length; i++) {
        if (holds_at(line, i, word)) {
            return true;
        }
    }
    return false;
}

static bool holds_any(const kj_line_look *line, const char *const *words) {
    for (; *words; words++) {
        if (holds(line, *words)) {
            return true;
        }
    }
    return false;
}

static bool begins_with(const kj_line_look *line, const char *word) {
    return holds_at(line, 0, word);
}

/* Drops mark from the end of the first *length bytes. */
static bool drop_end(const kj_line_look *line, size_t *length, const char *mark) {
    size_t bytes = strlen(mark);
    if (bytes > *length || memcmp(line->text + *length - bytes, mark, bytes) != 0) {
        return false;
    }
    *length -= bytes;
    return true;
}

static bool drop_any(const kj_line_look *line, size_t *length, const char *const *marks) {
    for (; *marks; marks++) {
        if (drop_end(line, length, *marks)) {
            return true;
        }
    }
    return false;
}

static const char *const closing[] = {"”", "’", "\"", "'", ")", "»", "]", " ", NULL};
static const char *const stops[] = {"।", "॥", ".", "?", "!", "…", "|", NULL};
static const char *const joining[] = {",", ";", ":", "-", "–", "—", "ঃ", "(", "“", "‘", NULL};

bool kj_guess_is_sentence(const kj_line_look *line) {
    size_t length = line->length;
    while (drop_any(line, &length, closing)) {
    }
    return drop_any(line, &length, stops);
}

static bool is_within(const kj_line_look *line, unsigned words, unsigned bytes) {
    return !line->is_long && line->words <= words && line->length <= bytes;
}

bool kj_guess_is_headline(const kj_line_look *line) {
    bool is_short =
        kj_guess_is_sentence(line) ? is_within(line, 14, 200) : is_within(line, 24, 300);
    return is_short && !kj_guess_is_rule(line) && !kj_guess_is_list_item(line);
}

bool kj_guess_is_signature(const kj_line_look *line) {
    static const char *const words[] = {
        "প্রতিবেদক",       "প্রতিনিধি",      "সংবাদদাতা",      "রিপোর্টার",  "করেসপন্ডেন্ট",
        "ব্যুরো",           "ডেস্ক",          "নিজস্ব প্রতিবেদন", "থেকে ফিরে", "সংবাদ সংস্থা",
        "বার্তা সংস্থা",    "লিখেছেন",       "লেখক:",          "সম্পাদক",    "রয়টার্স",
        "এএফপি",          "ইউএনবি",        "বাসস",           "পিটিআই",    "বিবিসি বাংলা",
        "Staff Reporter", "Correspondent", "Desk",           "By ",       NULL};
    return is_within(line, 9, 200) && !kj_guess_is_sentence(line) && holds_any(line, words);
}

static bool is_digit_at(const kj_line_look *line, size_t i) {
    if (line->text[i] >= '0' && line->text[i] <= '9') {
        return true;
    }
    return i + 2 < line->length && line->text[i] == 0xE0 && line->text[i + 1] == 0xA7 &&
           line->text[i + 2] >= 0xA6 && line->text[i + 2] <= 0xAF; /* U+09E6..09EF */
}

static unsigned count_digits(const kj_line_look *line) {
    unsigned count = 0;
    for (size_t i = 0; i < line->length; i++) {
        count += is_digit_at(line, i);
    }
    return count;
}

bool kj_guess_is_name(const kj_line_look *line) {
    static const char *const marks[] = {"“", "‘", "\"", ":", ";", "?", "!", "(", "•",
                                        "/", "—", "–",  "।", "*", "=", "_", "#", NULL};
    size_t length = line->length;
    return is_within(line, 6, 110) && count_digits(line) == 0 && !holds_any(line, marks) &&
           !kj_guess_is_sentence(line) && !drop_any(line, &length, joining);
}

bool kj_guess_is_dateline(const kj_line_look *line) {
    static const char *const months[] = {
        "জানুয়ারি", "জানুয়ারী",   "ফেব্রুয়ারি", "ফেব্রুয়ারী", "মার্চ",     "এপ্রিল",    "মে ",
        "জুন",      "জুলাই",      "আগস্ট",     "অগস্ট",     "অগাস্ট",    "সেপ্টেম্বর", "অক্টোবর",
        "নভেম্বর",  "ডিসেম্বর",   "বৈশাখ",    "জ্যৈষ্ঠ",    "আষাঢ়",     "শ্রাবণ",    "ভাদ্র",
        "আশ্বিন",   "কার্তিক",    "অগ্রহায়ণ",  "পৌষ",      "মাঘ",      "ফাল্গুন",    "চৈত্র",
        "January", "February",  "March",    "April",    "May",      "June",     "July",
        "August",  "September", "October",  "November", "December", NULL};
    static const char *const stamps[] = {"প্রকাশ:",   "প্রকাশ :",   "প্রকাশিত", "আপডেট",
                                         "হালনাগাদ", "Published", "Updated", NULL};
    if (!is_within(line, 12, 220) || kj_guess_is_sentence(line) || count_digits(line) == 0 ||
        kj_guess_is_list_item(line)) {
        return false;
    }
    bool stamped = false;
    for (const char *const *stamp = stamps; *stamp && !stamped; stamp++) {
        stamped = begins_with(line, *stamp);
    }
    /* A date in figures: 23/11/2026, 23-11-2026, 23.11.2026 and nothing much else. */
    bool figures = count_digits(line) >= 5 && line->words <= 4 &&
                   (holds(line, "/") || holds(line, "-") || holds(line, "."));
    /* "may" is also a syllable: only as a word of its own. */
    size_t length = line->length;
    bool may = drop_end(line, &length, " মে");
    bool month = (may || holds_any(line, months)) && line->words <= 8;
    return stamped || figures || month;
}

bool kj_guess_is_rule(const kj_line_look *line) {
    static const char *const marks[] = {"*", "-", "_", "=", "~", "#", "+", ".",  "–", "—",
                                        "•", "·", "⁂", "◆", "○", "●", " ", "\t", NULL};
    size_t length = line->length;
    unsigned count = 0;
    if (line->is_long) {
        return false;
    }
    bool asterism = begins_with(line, "⁂");
    while (length > 0) {
        bool blank = line->text[length - 1] == ' ' || line->text[length - 1] == '\t';
        if (!drop_any(line, &length, marks)) {
            return false;
        }
        count += !blank;
    }
    return count >= 3 || asterism;
}

bool kj_guess_is_list_item(const kj_line_look *line) {
    static const char *const bullets[] = {"• ", "•\t", "- ", "* ", "▪ ", "● ", "◦ ",
                                          "‣ ", "■ ",  "➤ ", "✓ ", "◆ ", NULL};
    for (const char *const *bullet = bullets; *bullet; bullet++) {
        if (begins_with(line, *bullet)) {
            return true;
        }
    }
    return false;
}

bool kj_guess_is_subheading(const kj_line_look *line) {
    size_t length = line->length;
    return is_within(line, 10, 160) && line->blank_above && line->blank_below &&
           !kj_guess_is_sentence(line) && !drop_any(line, &length, joining) &&
           !drop_any(line, &length, closing) && !kj_guess_is_list_item(line);
}
