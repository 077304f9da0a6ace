/* keyboard.c - see keyboard.h. Layer: reader. */
#include "reader/keyboard.h"

#include "base/utf8.h"

#include <string.h>

enum { VOWELS = 11, BENGALI_PAGE = 0, LATIN_PAGE, PAGES };

typedef struct row {
    const kj_keyboard_key *keys;
    uint8_t count;
} row;

typedef struct place {
    uint8_t row, column;
} place;

#define TYPES(text)                                                                                \
    { text, KJ_KEYBOARD_TYPES, 1 }

static const kj_keyboard_key vowel_keys[] = {
    TYPES("অ"), TYPES("আ"), TYPES("ই"), TYPES("ঈ"), TYPES("উ"), TYPES("ঊ"),
    TYPES("ঋ"), TYPES("এ"), TYPES("ঐ"), TYPES("ও"), TYPES("ঔ"), TYPES("ং"),
};

/* What the first eleven of them are behind a consonant; the first is the hasanta. */
static const kj_keyboard_key sign_keys[VOWELS] = {
    TYPES("\u25CC\u09CD"), TYPES("\u25CC\u09BE"), TYPES("\u25CC\u09BF"), TYPES("\u25CC\u09C0"),
    TYPES("\u25CC\u09C1"), TYPES("\u25CC\u09C2"), TYPES("\u25CC\u09C3"), TYPES("\u25CC\u09C7"),
    TYPES("\u25CC\u09C8"), TYPES("\u25CC\u09CB"), TYPES("\u25CC\u09CC"),
};

static const kj_keyboard_key ka_keys[] = {
    TYPES("ক"), TYPES("খ"), TYPES("গ"), TYPES("ঘ"), TYPES("ঙ"), TYPES("চ"),
    TYPES("ছ"), TYPES("জ"), TYPES("ঝ"), TYPES("ঞ"), TYPES("ঃ"), TYPES("\u25CC\u0981"),
};

static const kj_keyboard_key tta_keys[] = {
    TYPES("ট"), TYPES("ঠ"), TYPES("ড"), TYPES("ঢ"), TYPES("ণ"),      TYPES("ত"),
    TYPES("থ"), TYPES("দ"), TYPES("ধ"), TYPES("ন"), TYPES("\u09DC"), TYPES("\u09DF"),
};

static const kj_keyboard_key pa_keys[] = {
    TYPES("প"), TYPES("ফ"), TYPES("ব"), TYPES("ভ"), TYPES("ম"), TYPES("য"),
    TYPES("র"), TYPES("ল"), TYPES("শ"), TYPES("ষ"), TYPES("স"), TYPES("হ"),
};

static const kj_keyboard_key digit_keys[] = {
    TYPES("০"), TYPES("১"), TYPES("২"), TYPES("৩"), TYPES("৪"),      TYPES("৫"),
    TYPES("৬"), TYPES("৭"), TYPES("৮"), TYPES("৯"), TYPES("\u09DD"), TYPES("ৎ"),
};

static const kj_keyboard_key a_keys[] = {
    TYPES("a"), TYPES("b"), TYPES("c"), TYPES("d"), TYPES("e"), TYPES("f"),
    TYPES("g"), TYPES("h"), TYPES("i"), TYPES("j"), TYPES("k"), TYPES("l"),
};

static const kj_keyboard_key m_keys[] = {
    TYPES("m"), TYPES("n"), TYPES("o"), TYPES("p"), TYPES("q"), TYPES("r"),
    TYPES("s"), TYPES("t"), TYPES("u"), TYPES("v"), TYPES("w"), TYPES("x"),
};

static const kj_keyboard_key y_keys[] = {
    TYPES("y"), TYPES("z"), TYPES("0"), TYPES("1"), TYPES("2"), TYPES("3"),
    TYPES("4"), TYPES("5"), TYPES("6"), TYPES("7"), TYPES("8"), TYPES("9"),
};

static const kj_keyboard_key act_keys[] = {
    {"", KJ_KEYBOARD_SPACE, 2}, {"", KJ_KEYBOARD_ERASES, 2}, {"", KJ_KEYBOARD_CLEARS, 3},
    {"", KJ_KEYBOARD_TURNS, 2}, {"", KJ_KEYBOARD_DONE, 3},
};

#define ROW(keys)                                                                                  \
    { keys, sizeof(keys) / sizeof((keys)[0]) }

static const row bengali_rows[] = {ROW(vowel_keys), ROW(ka_keys),    ROW(tta_keys),
                                   ROW(pa_keys),    ROW(digit_keys), ROW(act_keys)};
static const row latin_rows[] = {ROW(a_keys), ROW(m_keys), ROW(y_keys), ROW(act_keys)};

static const struct page {
    const row *rows;
    uint8_t count;
    place start;
} pages[PAGES] = {
    [BENGALI_PAGE] = {bengali_rows, sizeof bengali_rows / sizeof bengali_rows[0], {3, 2}}, /* ব */
    [LATIN_PAGE] = {latin_rows, sizeof latin_rows / sizeof latin_rows[0], {0, 4}},         /* e */
};

/* Where the mark goes after a consonant: ই, of all vowels the one from which the next letters of
 * the sample editions' words are the fewest presses away. */
static const place vowel_home = {0, 2};

/* --- text --- */

/* Where the last code point begins; *code_point = 0 for an empty text. */
static size_t last_of(const char *text, uint32_t *code_point) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    size_t at = 0, last = 0;
    *code_point = 0;
    while (at < span.length) {
        last = at;
        *code_point = kj_utf8_next(span, &at);
    }
    return last;
}

/* One that takes vowel signs. */
static bool is_consonant(uint32_t code_point) {
    return (code_point >= 0x0995 && code_point <= 0x09B9) || code_point == 0x09BC ||
           (code_point >= 0x09DC && code_point <= 0x09DF) || code_point == 0x09F0 ||
           code_point == 0x09F1;
}

static bool append(char *text, const char *more, size_t length) {
    const size_t used = strlen(text);
    if (used + length >= KJ_KEYBOARD_TEXT_BYTES) {
        return false;
    }
    memcpy(text + used, more, length);
    text[used + length] = '\0';
    return true;
}

static bool put_space(char *text) {
    uint32_t last;
    last_of(text, &last);
    return last != 0 && last != ' ' && append(text, " ", 1);
}

static bool erase(char *text) {
    uint32_t last;
    text[last_of(text, &last)] = '\0';
    return last != 0;
}

/* --- keys --- */

/* Whether vowel key index would type its sign now. */
static bool is_sign_due(const kj_keyboard *keyboard, unsigned index) {
    uint32_t last;
    last_of(keyboard->text, &last);
    return is_consonant(last) || (index == 0 && (last == 0x0985 || last == 0x098F));
}

static const row *row_of(const kj_keyboard *keyboard, unsigned index) {
    return &pages[keyboard->page].rows[index];
}

static bool is_vowel_key(const kj_keyboard *keyboard, unsigned row_index, unsigned index) {
    return row_of(keyboard, row_index)->keys == vowel_keys && index < VOWELS;
}

unsigned kj_keyboard_rows(const kj_keyboard *keyboard) { return pages[keyboard->page].count; }

unsigned kj_keyboard_row_keys(const kj_keyboard *keyboard, unsigned row_index) {
    return row_index < kj_keyboard_rows(keyboard) ? row_of(keyboard, row_index)->count : 0;
}

const kj_keyboard_key *kj_keyboard_key_at(const kj_keyboard *keyboard, unsigned row_index,
                                          unsigned index) {
    if (index >= kj_keyboard_row_keys(keyboard, row_index)) {
        return NULL;
    }
    if (is_vowel_key(keyboard, row_index, index) && is_sign_due(keyboard, index)) {
        return &sign_keys[index];
    }
    return &row_of(keyboard, row_index)->keys[index];
}

/* --- the mark --- */

/* The grid's column of a key: the middle one of its span, the left of two. */
static uint8_t grid_column(const row *keys, unsigned index) {
    unsigned column = 0;
    for (unsigned i = 0; i < index; i++) {
        column += keys->keys[i].span;
    }
    return (uint8_t)(column + (keys->keys[index].span - 1u) / 2u);
}

static uint8_t key_over(const row *keys, unsigned column) {
    unsigned index = 0, end = keys->keys[0].span;
    while (end <= column && index + 1u < keys->count) {
        end += keys->keys[++index].span;
    }
    return (uint8_t)index;
}

static void mark(kj_keyboard *keyboard, place at) {
    keyboard->row = at.row;
    keyboard->column = at.column;
    keyboard->goal = grid_column(row_of(keyboard, at.row), at.column);
}

static kj_keyboard_outcome move_across(kj_keyboard *keyboard, int step) {
    const unsigned count = kj_keyboard_row_keys(keyboard, keyboard->row);
    const unsigned column = (keyboard->column + count + (unsigned)step) % count;
    mark(keyboard, (place){keyboard->row, (uint8_t)column});
    return KJ_KEYBOARD_MOVED;
}

static kj_keyboard_outcome move_down(kj_keyboard *keyboard, int step) {
    const unsigned count = kj_keyboard_rows(keyboard);
    keyboard->row = (uint8_t)((keyboard->row + count + (unsigned)step) % count);
    keyboard->column = key_over(row_of(keyboard, keyboard->row), keyboard->goal);
    return KJ_KEYBOARD_MOVED;
}

/* --- acts --- */

static kj_keyboard_outcome turn(kj_keyboard *keyboard) {
    const bool on_acts = row_of(keyboard, keyboard->row)->keys == act_keys;
    const uint8_t column = keyboard->column;
    keyboard->page = (uint8_t)((keyboard->page + 1u) % PAGES);
    mark(keyboard, on_acts ? (place){(uint8_t)(kj_keyboard_rows(keyboard) - 1u), column}
                           : pages[keyboard->page].start);
    return KJ_KEYBOARD_TURNED;
}

static kj_keyboard_outcome typed(bool changed) {
    return changed ? KJ_KEYBOARD_TYPED : KJ_KEYBOARD_NOTHING;
}

static kj_keyboard_outcome type_key(kj_keyboard *keyboard, bool turns_sign) {
    const unsigned at = keyboard->row, index = keyboard->column;
    const bool is_vowel = is_vowel_key(keyboard, at, index);
    const bool is_sign = is_vowel && !turns_sign && is_sign_due(keyboard, index);
    const char *label = kj_keyboard_key_at(keyboard, at, index)->label;
    if (turns_sign) {
        (void)erase(keyboard->text); /* the vowel takes as many bytes as the sign did */
        label = vowel_keys[index].label;
    }
    label += memcmp(label, "\u25CC", 3) == 0 ? 3 : 0;
    if (!append(keyboard->text, label, strlen(label))) {
        return KJ_KEYBOARD_NOTHING;
    }
    keyboard->turns_sign = is_sign;
    uint32_t last;
    last_of(keyboard->text, &last);
    if (is_consonant(last)) {
        mark(keyboard, vowel_home);
    }
    return KJ_KEYBOARD_TYPED;
}

static kj_keyboard_outcome select_key(kj_keyboard *keyboard, bool turns_sign) {
    switch (kj_keyboard_key_at(keyboard, keyboard->row, keyboard->column)->act) {
    case KJ_KEYBOARD_SPACE: return typed(put_space(keyboard->text));
    case KJ_KEYBOARD_ERASES: return typed(erase(keyboard->text));
    case KJ_KEYBOARD_CLEARS: {
        const bool had_text = keyboard->text[0] != '\0';
        keyboard->text[0] = '\0';
        return typed(had_text);
    }
    case KJ_KEYBOARD_TURNS: return turn(keyboard);
    case KJ_KEYBOARD_DONE: return KJ_KEYBOARD_FINISHED;
    default: return type_key(keyboard, turns_sign);
    }
}

kj_keyboard_outcome kj_keyboard_press(kj_keyboard *keyboard, kj_key key) {
    const bool turns_sign = keyboard->turns_sign;
    keyboard->turns_sign = false;
    switch (key) {
    case KJ_KEY_UP: return move_down(keyboard, -1);
    case KJ_KEY_DOWN: return move_down(keyboard, 1);
    case KJ_KEY_LEFT: return move_across(keyboard, -1);
    case KJ_KEY_RIGHT: return move_across(keyboard, 1);
    case KJ_KEY_SELECT: return select_key(keyboard, turns_sign);
    case KJ_KEY_BACK: return erase(keyboard->text) ? KJ_KEYBOARD_TYPED : KJ_KEYBOARD_LEFT;
    case KJ_KEY_NEXT: return turn(keyboard);
    case KJ_KEY_PREV: return typed(put_space(keyboard->text));
    case KJ_KEY_MENU: return KJ_KEYBOARD_FINISHED;
    case KJ_KEY_HOME: return KJ_KEYBOARD_LEFT;
    default: keyboard->turns_sign = turns_sign; return KJ_KEYBOARD_NOTHING;
    }
}

/* Only what could have been typed or stand in a headline: control characters are dropped. */
static void take_text(char *into, const char *text) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    size_t at = 0;
    while (at < span.length) {
        const size_t from = at;
        const uint32_t code_point = kj_utf8_next(span, &at);
        if (code_point == ' ') {
            (void)put_space(into);
        } else if (code_point > ' ' && code_point != 0x7F && code_point != KJ_UTF8_REPLACEMENT &&
                   !append(into, text + from, at - from)) {
            return;
        }
    }
}

void kj_keyboard_init(kj_keyboard *keyboard, const char *text) {
    memset(keyboard, 0, sizeof *keyboard);
    mark(keyboard, pages[BENGALI_PAGE].start);
    take_text(keyboard->text, text ? text : "");
}
