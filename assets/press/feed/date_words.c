/* date_words.c - see date_words.h. The words are in NFC as bengali.h makes it. */
#include "press/feed/date_words.h"

#include "base/utf8.h"
#include "press/feed/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct known_word {
    const char *word; /* lower case */
    kj_date_kind kind;
    int value;
} known_word;

/* Most of a word's endings (নভেম্বরের, ঘণ্টার) are covered by matching its beginning: such words
 * end in *. */
static const known_word known[] = {
    {"jan", KJ_DATE_MONTH, 1},
    {"january", KJ_DATE_MONTH, 1},
    {"feb", KJ_DATE_MONTH, 2},
    {"february", KJ_DATE_MONTH, 2},
    {"mar", KJ_DATE_MONTH, 3},
    {"march", KJ_DATE_MONTH, 3},
    {"apr", KJ_DATE_MONTH, 4},
    {"april", KJ_DATE_MONTH, 4},
    {"may", KJ_DATE_MONTH, 5},
    {"jun", KJ_DATE_MONTH, 6},
    {"june", KJ_DATE_MONTH, 6},
    {"jul", KJ_DATE_MONTH, 7},
    {"july", KJ_DATE_MONTH, 7},
    {"aug", KJ_DATE_MONTH, 8},
    {"august", KJ_DATE_MONTH, 8},
    {"sep", KJ_DATE_MONTH, 9},
    {"sept", KJ_DATE_MONTH, 9},
    {"september", KJ_DATE_MONTH, 9},
    {"oct", KJ_DATE_MONTH, 10},
    {"october", KJ_DATE_MONTH, 10},
    {"nov", KJ_DATE_MONTH, 11},
    {"november", KJ_DATE_MONTH, 11},
    {"dec", KJ_DATE_MONTH, 12},
    {"december", KJ_DATE_MONTH, 12},
    {"জানুয়ারি*", KJ_DATE_MONTH, 1},
    {"জানুয়ারী*", KJ_DATE_MONTH, 1},
    {"জানু", KJ_DATE_MONTH, 1},
    {"ফেব্রুয়ারি*", KJ_DATE_MONTH, 2},
    {"ফেব্রুয়ারী*", KJ_DATE_MONTH, 2},
    {"ফেব্রু", KJ_DATE_MONTH, 2},
    {"মার্চ*", KJ_DATE_MONTH, 3},
    {"এপ্রিল*", KJ_DATE_MONTH, 4},
    {"মে", KJ_DATE_MONTH, 5},
    {"জুন", KJ_DATE_MONTH, 6},
    {"জুনের", KJ_DATE_MONTH, 6},
    {"জুলাই*", KJ_DATE_MONTH, 7},
    {"আগস্ট*", KJ_DATE_MONTH, 8},
    {"আগষ্ট*", KJ_DATE_MONTH, 8},
    {"অগাস্ট*", KJ_DATE_MONTH, 8},
    {"অগস্ট*", KJ_DATE_MONTH, 8},
    {"সেপ্টেম্বর*", KJ_DATE_MONTH, 9},
    {"সেপ্টেমবর*", KJ_DATE_MONTH, 9},
    {"অক্টোবর*", KJ_DATE_MONTH, 10},
    {"নভেম্বর*", KJ_DATE_MONTH, 11},
    {"নবেম্বর*", KJ_DATE_MONTH, 11},
    {"ডিসেম্বর*", KJ_DATE_MONTH, 12},
    {"বৈশাখ*", KJ_DATE_BENGALI_MONTH, 1},
    {"জ্যৈষ্ঠ*", KJ_DATE_BENGALI_MONTH, 2},
    {"জৈষ্ঠ*", KJ_DATE_BENGALI_MONTH, 2},
    {"আষাঢ়*", KJ_DATE_BENGALI_MONTH, 3},
    {"শ্রাবণ*", KJ_DATE_BENGALI_MONTH, 4},
    {"ভাদ্র*", KJ_DATE_BENGALI_MONTH, 5},
    {"আশ্বিন*", KJ_DATE_BENGALI_MONTH, 6},
    {"কার্তিক*", KJ_DATE_BENGALI_MONTH, 7},
    {"কার্ত্তিক*", KJ_DATE_BENGALI_MONTH, 7},
    {"অগ্রহায়ণ*", KJ_DATE_BENGALI_MONTH, 8},
    {"অঘ্রাণ*", KJ_DATE_BENGALI_MONTH, 8},
    {"পৌষ*", KJ_DATE_BENGALI_MONTH, 9},
    {"মাঘ*", KJ_DATE_BENGALI_MONTH, 10},
    {"ফাল্গুন*", KJ_DATE_BENGALI_MONTH, 11},
    {"ফাল্গুণ*", KJ_DATE_BENGALI_MONTH, 11},
    {"চৈত্র*", KJ_DATE_BENGALI_MONTH, 12},
    {"am", KJ_DATE_HALF, KJ_DATE_AM},
    {"pm", KJ_DATE_HALF, KJ_DATE_PM},
    {"এএম", KJ_DATE_HALF, KJ_DATE_AM},
    {"পিএম", KJ_DATE_HALF, KJ_DATE_PM},
    {"পূর্বাহ্ন", KJ_DATE_HALF, KJ_DATE_AM},
    {"অপরাহ্ন", KJ_DATE_HALF, KJ_DATE_PM},
    {"ভোর*", KJ_DATE_HALF, KJ_DATE_MORNING},
    {"সকাল*", KJ_DATE_HALF, KJ_DATE_MORNING},
    {"দুপুর*", KJ_DATE_HALF, KJ_DATE_NOON},
    {"বিকাল*", KJ_DATE_HALF, KJ_DATE_EVENING},
    {"বিকেল*", KJ_DATE_HALF, KJ_DATE_EVENING},
    {"সন্ধ্যা*", KJ_DATE_HALF, KJ_DATE_EVENING},
    {"সন্ধ্যে*", KJ_DATE_HALF, KJ_DATE_EVENING},
    {"রাত", KJ_DATE_HALF, KJ_DATE_NIGHT},
    {"রাতে", KJ_DATE_HALF, KJ_DATE_NIGHT},
    {"z", KJ_DATE_ZONE, 0},
    {"ut", KJ_DATE_ZONE, 0},
    {"utc", KJ_DATE_ZONE, 0},
    {"gmt", KJ_DATE_ZONE, 0},
    {"est", KJ_DATE_ZONE, -300},
    {"edt", KJ_DATE_ZONE, -240},
    {"cst", KJ_DATE_ZONE, -360},
    {"cdt", KJ_DATE_ZONE, -300},
    {"mst", KJ_DATE_ZONE, -420},
    {"mdt", KJ_DATE_ZONE, -360},
    {"pst", KJ_DATE_ZONE, -480},
    {"pdt", KJ_DATE_ZONE, -420},
    {"cet", KJ_DATE_ZONE, 60},
    {"cest", KJ_DATE_ZONE, 120},
    {"ist", KJ_DATE_ZONE, 330},
    {"bdt", KJ_DATE_ZONE, 360},
    /* In news of Bengal this is Bangladesh's Standard Time, not Britain's summer. */
    {"bst", KJ_DATE_ZONE, 360},
    {"minute*", KJ_DATE_UNIT, 60},
    {"min", KJ_DATE_UNIT, 60},
    {"mins", KJ_DATE_UNIT, 60},
    {"hour*", KJ_DATE_UNIT, 3600},
    {"hr", KJ_DATE_UNIT, 3600},
    {"hrs", KJ_DATE_UNIT, 3600},
    {"day", KJ_DATE_UNIT, 86400},
    {"days", KJ_DATE_UNIT, 86400},
    {"week*", KJ_DATE_UNIT, 7 * 86400},
    {"month", KJ_DATE_UNIT, 30 * 86400},
    {"months", KJ_DATE_UNIT, 30 * 86400},
    {"year*", KJ_DATE_UNIT, 365 * 86400},
    {"second*", KJ_DATE_UNIT, 1},
    {"সেকেন্ড*", KJ_DATE_UNIT, 1},
    {"মিনিট*", KJ_DATE_UNIT, 60},
    {"ঘণ্টা*", KJ_DATE_UNIT, 3600},
    {"ঘন্টা*", KJ_DATE_UNIT, 3600},
    {"দিন", KJ_DATE_UNIT, 86400},
    {"সপ্তাহ", KJ_DATE_UNIT, 7 * 86400},
    {"মাস", KJ_DATE_UNIT, 30 * 86400},
    {"বছর", KJ_DATE_UNIT, 365 * 86400},
    {"ago", KJ_DATE_AGO, 0},
    {"আগে", KJ_DATE_AGO, 0},
    {"পূর্বে", KJ_DATE_AGO, 0},
    {"today", KJ_DATE_DAY, 0},
    {"yesterday", KJ_DATE_DAY, 1},
    {"আজ", KJ_DATE_DAY, 0},
    {"আজকে", KJ_DATE_DAY, 0},
    {"গতকাল", KJ_DATE_DAY, 1},
    {"গতপরশু", KJ_DATE_DAY, 2},
    {"এইমাত্র", KJ_DATE_NOW, 0},
    {"এখনই", KJ_DATE_NOW, 0},
    {"now", KJ_DATE_NOW, 0},
    {"টা", KJ_DATE_CLOCK, 0},
    {"টায়", KJ_DATE_CLOCK, 0},
    {"টার", KJ_DATE_CLOCK, 0},
    {"st", KJ_DATE_ORDINAL, 0},
    {"nd", KJ_DATE_ORDINAL, 0},
    {"rd", KJ_DATE_ORDINAL, 0},
    {"th", KJ_DATE_ORDINAL, 0},
    {"শে", KJ_DATE_ORDINAL, 0},
    {"লা", KJ_DATE_ORDINAL, 0},
    {"রা", KJ_DATE_ORDINAL, 0},
    {"ঠা", KJ_DATE_ORDINAL, 0},
    {"ই", KJ_DATE_ORDINAL, 0},
    {"এ", KJ_DATE_ORDINAL, 0},
    {"of", KJ_DATE_ORDINAL, 0},
    {"published", KJ_DATE_PUBLISHED, 0},
    {"posted", KJ_DATE_PUBLISHED, 0},
    {"প্রকাশ*", KJ_DATE_PUBLISHED, 0},
    {"updated", KJ_DATE_UPDATED, 0},
    {"update", KJ_DATE_UPDATED, 0},
    {"modified", KJ_DATE_UPDATED, 0},
    {"আপডেট*", KJ_DATE_UPDATED, 0},
    {"হালনাগাদ*", KJ_DATE_UPDATED, 0},
    {"সর্বশেষ", KJ_DATE_UPDATED, 0},
};

static const char *const small_numbers[] = {"এক", "দুই",  "তিন", "চার", "পাঁচ",
                                            "ছয়", "সাত", "আট",  "নয়",  "দশ"};

static bool matches(const char *pattern, const char *word) {
    const size_t length = strlen(pattern);
    if (pattern[length - 1] == '*') {
        return strncmp(pattern, word, length - 1) == 0;
    }
    return strcmp(pattern, word) == 0;
}

static void recognise(const char *word, kj_date_token *token) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (matches(known[i].word, word)) {
            token->kind = known[i].kind;
            token->value = known[i].value;
            return;
        }
    }
    for (int i = 0; i < 10; i++) {
        if (strcmp(small_numbers[i], word) == 0) {
            token->kind = KJ_DATE_NUMBER;
            token->value = i + 1;
            token->digits = 0;
            return;
        }
    }
    /* "an hour ago" */
    if (strcmp(word, "a") == 0 || strcmp(word, "an") == 0) {
        token->kind = KJ_DATE_NUMBER;
        token->value = 1;
        token->digits = 0;
        return;
    }
    token->kind = KJ_DATE_WORD;
}

static int digit_value(uint32_t code) {
    if (code >= '0' && code <= '9') {
        return (int)(code - '0');
    }
    return code >= 0x09E6 && code <= 0x09EF ? (int)(code - 0x09E6) : -1;
}

static bool is_letter(uint32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= 0xC0 && code < 0x2000 && digit_value(code) < 0 && code != 0x09F7);
}

/* A letter as the word list has it: lower case, য় ড় ঢ় in two, joiners gone. */
static void add_letter(kj_buffer *word, uint32_t code) {
    switch (code) {
    case 0x200C:
    case 0x200D: return;
    case 0x09DF:
    case 0x09DC:
    case 0x09DD:
        kj_text_add_code(word, code == 0x09DF ? 0x09AF : code == 0x09DC ? 0x09A1 : 0x09A2);
        kj_text_add_code(word, 0x09BC);
        return;
    default: kj_text_add_code(word, code >= 'A' && code <= 'Z' ? code + 32 : code);
    }
}

static size_t cut_number(kj_span text, size_t at, kj_date_token *token) {
    int64_t value = 0;
    token->kind = KJ_DATE_NUMBER;
    token->digits = 0;
    while (at < text.length) {
        const size_t start = at;
        const int digit = digit_value(kj_utf8_next(text, &at));
        if (digit < 0) {
            at = start;
            break;
        }
        if (value < 100000000) {
            value = value * 10 + digit;
        }
        token->digits += token->digits < 100;
    }
    token->value = (int)value;
    return at;
}

/* "a.m.", "পি.এম.": the point after these is inside the word. */
static bool takes_point(const kj_buffer *word) {
    static const char *const halves[] = {"a", "p", "এ", "পি"};
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        if (word->data && strcmp(word->data, halves[i]) == 0) {
            return true;
        }
    }
    return false;
}

static size_t cut_word(kj_span text, size_t at, kj_date_token *token) {
    kj_buffer word = {0};
    while (at < text.length) {
        const size_t start = at;
        const uint32_t code = kj_utf8_next(text, &at);
        if (code == '.' && takes_point(&word) && at < text.length && text.data[at] != ' ') {
            continue;
        }
        if (!is_letter(code) && code != 0x200C && code != 0x200D) {
            at = start;
            break;
        }
        add_letter(&word, code);
    }
    char *letters = kj_buffer_take(&word);
    recognise(letters, token);
    free(letters);
    return at;
}

static uint32_t plain_sign(uint32_t code) {
    switch (code) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212: return '-';
    case 0x0983: return ':'; /* ঃ, typed for a colon */
    default: return code < 0x80 ? code : '?';
    }
}

size_t kj_date_words_cut(const char *text, kj_date_token tokens[KJ_DATE_TOKENS]) {
    size_t length = strlen(text), count = 0, at = 0;
    length = length < KJ_DATES_LONGEST ? length : KJ_DATES_LONGEST;
    const kj_span span = {(const uint8_t *)text, length};
    bool gap = true;
    while (at < length && count < KJ_DATE_TOKENS) {
        const size_t start = at;
        const uint32_t code = kj_utf8_next(span, &at);
        if (kj_text_is_space(code)) {
            gap = true;
            continue;
        }
        kj_date_token *token = &tokens[count++];
        *token = (kj_date_token){.kind = KJ_DATE_SIGN, .glued = !gap};
        gap = false;
        if (digit_value(code) >= 0) {
            at = cut_number(span, start, token);
        } else if (is_letter(code) && code != 0x0983) {
            at = cut_word(span, start, token);
        } else {
            token->value = (int)plain_sign(code);
        }
    }
    return count;
}
