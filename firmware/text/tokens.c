/* tokens.c - see tokens.h. The lists are what the style books of Bengali dailies and the articles
 * under assets/ use; a word that is missing costs no more than a break an editor would avoid.
 * Layer: text. */
#include "text/tokens.h"

#include "text/unicode.h"

#include <string.h>

bool kj_is_digit(uint32_t code_point) {
    return (code_point >= '0' && code_point <= '9') ||
           (code_point >= 0x09E6 && code_point <= 0x09EF);
}

bool kj_is_currency(uint32_t code_point) {
    return code_point == '$' || code_point == 0x09F3 || code_point == 0x09F2 ||
           code_point == 0x20B9 || code_point == 0x20AC || code_point == 0x00A3 ||
           code_point == 0x00A5;
}

bool kj_is_word_part(uint32_t code_point) {
    if (code_point < 0x80) {
        return (code_point >= '0' && code_point <= '9') ||
               ((code_point | 0x20) >= 'a' && (code_point | 0x20) <= 'z');
    }
    if (code_point < 0x0370) {
        return code_point >= 0xC0 && code_point != 0xD7 && code_point != 0xF7;
    }
    if (code_point == KJ_ZWNJ || code_point == KJ_ZWJ) {
        return true;
    }
    return code_point != 0x0964 && code_point != 0x0965 && !kj_is_currency(code_point) &&
           (code_point < 0x2000 || code_point > 0x303F) && !kj_is_ignorable(code_point);
}

/* Whether text has word at position, and no longer word. */
static bool is_word_at(kj_span text, size_t position, const char *word) {
    size_t length = strlen(word);
    if (length > text.length - position || memcmp(text.data + position, word, length) != 0) {
        return false;
    }
    size_t end = position + length;
    return end == text.length || !kj_is_word_part(kj_next_code_point(text, &end));
}

static bool is_any_word_at(kj_span text, size_t position, const char *const *words,
                           unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (is_word_at(text, position, words[i])) {
            return true;
        }
    }
    return false;
}

#define IS_ANY_WORD_AT(text, position, words)                                                      \
    is_any_word_at(text, position, words, sizeof(words) / sizeof *(words))

bool kj_token_is_unit(kj_span text, size_t position) {
    static const char *const bengali[] = {
        "কিমি",  "কি.মি", "মিমি", "মি.মি", "সেমি", "সে.মি", "মি",   "কেজি", "কে.জি",   "গ্রা",
        "মিগ্রা", "লি",    "মিলি", "মি.লি", "জিবি", "এমবি",  "টিবি", "মেবি", "ডিগ্রিসে", "খ্রি",
        "খ্রিঃ",  "হি",    "হিঃ",  "টি",    "টা",   "টির",   "টিতে", "টিকে", "জন",      "জনের",
        "জনকে",  "জনই",   "জনও",  "বার",   "তম",   "এএম",   "পিএম"};
    static const char *const latin[] = {"km",   "m",   "cm",  "mm",  "kg", "g",   "mg",  "l",
                                        "ml",   "ha",  "W",   "kW",  "MW", "GW",  "kWh", "V",
                                        "Hz",   "kHz", "MHz", "GHz", "KB", "MB",  "GB",  "TB",
                                        "Mbps", "am",  "pm",  "AM",  "PM", "GMT", "BST"};
    size_t at = position;
    uint32_t first = kj_next_code_point(text, &at);
    if (first == '%' || first == 0x00B0 || first == 0x2030 || first == 0x2103 || first == 0x2109) {
        return true;
    }
    return first < 0x80 ? IS_ANY_WORD_AT(text, position, latin)
                        : IS_ANY_WORD_AT(text, position, bengali);
}

/* Titles that are longer than the rule of kj_token_is_abbreviation, and words that look like
 * titles but follow what they belong to. */
static bool is_known_title(kj_span text, size_t position) {
    static const char *const words[] = {"মোসাঃ", "মোসা",  "প্রফেঃ", "ইঞ্জিঃ",
                                        "অধ্যাঃ", "রেজিঃ", "মোহাঃ"};
    return IS_ANY_WORD_AT(text, position, words);
}
static bool is_no_title(kj_span text, size_t position) {
    static const char *const words[] = {"লিঃ", "লি",  "কোঃ", "কো",  "খ্রিঃ", "খ্রি",
                                        "খৃঃ",  "হিঃ", "হি",  "পুনঃ", "অন্তঃ"};
    return IS_ANY_WORD_AT(text, position, words) || kj_token_is_unit(text, position);
}

static size_t skip_opening(kj_span token) {
    size_t start = 0;
    while (start < token.length) {
        size_t end = start;
        if (kj_is_word_part(kj_next_code_point(token, &end))) {
            break;
        }
        start = end;
    }
    return start;
}

/* The part of token before its final mark that the mark abbreviates: after the last full stop. */
typedef struct short_part {
    size_t start;
    unsigned clusters;
    uint32_t first;
    bool is_plain; /* nothing but letters and signs */
} short_part;

static short_part last_part(kj_span token, size_t start, size_t end) {
    short_part part = {.start = start, .is_plain = true};
    for (size_t at = start; at < end;) {
        bool edge = kj_is_cluster_edge(token, at);
        uint32_t code_point = kj_next_code_point(token, &at);
        if (code_point == '.') {
            part = (short_part){.start = at, .is_plain = true};
            continue;
        }
        part.first = part.clusters == 0 ? code_point : part.first;
        part.clusters += edge;
        part.is_plain &= kj_is_word_part(code_point) && !kj_is_digit(code_point);
    }
    return part;
}

static bool is_vowel_letter(uint32_t code_point) {
    return code_point >= 0x0985 && code_point <= 0x0994;
}

bool kj_token_is_abbreviation(kj_span token) {
    size_t start = skip_opening(token);
    if (start >= token.length || token.length - start > 48) {
        return false;
    }
    size_t end;
    uint32_t mark = kj_code_point_before(token, token.length, &end);
    if ((mark != 0x0983 && mark != '.') || end <= start || is_no_title(token, start)) {
        return false;
    }
    if (is_known_title(token, start)) {
        return true;
    }
    short_part part = last_part(token, start, end);
    if (!part.is_plain || part.clusters == 0) {
        return false;
    }
    if (mark == 0x0983) {
        return part.clusters <= 2;
    }
    if (part.first < 0x80) {
        return part.clusters == 1 && part.first >= 'A' && part.first <= 'Z';
    }
    return part.clusters == 1 || (part.clusters == 2 && is_vowel_letter(part.first));
}

bool kj_token_is_address(kj_span text, size_t position) {
    static const char *const beginnings[] = {"http://", "https://", "www."};
    for (unsigned i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        size_t length = strlen(beginnings[i]);
        if (length <= text.length - position &&
            memcmp(text.data + position, beginnings[i], length) == 0) {
            return true;
        }
    }
    return false;
}
