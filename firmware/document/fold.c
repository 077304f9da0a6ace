/* fold.c - see fold.h. Layer: document. */
#include "document/fold.h"

#include "base/utf8.h"

#include <string.h>

/* A folded letter, or what happens instead. */
enum { SPLITS = 0, DROPPED = 0x100, JOINER, NUKTA, OTHER };

enum { ESCAPE = 0x01, ESCAPED_BYTES = 4 };

#define BENGALI(code_point) (0x80 + ((code_point)-0x0980))

/* U+00C0..U+017F without their marks; '*' is no letter. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
                            "aaaaaaaceeeeiiiidnooooo*ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggg"
                            "gggghhhhiiiiiiiiiiiijjkkklllllll"
                            "lllnnnnnnnnnoooooooorrrrrrssssss"
                            "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static int fold_ascii(uint32_t code_point) {
    if (code_point >= 'A' && code_point <= 'Z') {
        return (int)code_point + 32;
    }
    const bool is_letter =
        (code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9');
    return is_letter ? (int)code_point : code_point == '\'' ? DROPPED : SPLITS;
}

static int fold_bengali(uint32_t code_point) {
    if (code_point >= 0x09E6 && code_point <= 0x09EF) {
        return (int)('0' + code_point - 0x09E6);
    }
    if ((code_point >= 0x09F2 && code_point <= 0x09FB) || code_point == 0x09FD) {
        return SPLITS; /* signs of money, of fractions, of the Almighty, of abbreviation */
    }
    return code_point == 0x09BC ? NUKTA : BENGALI((int)code_point);
}

/* U+2000 and on: punctuation, joiners, symbols. */
static int fold_general(uint32_t code_point) {
    if (code_point == 0x200C || code_point == 0x200D) {
        return JOINER;
    }
    if (code_point == 0x2018 || code_point == 0x2019 || code_point == 0x200B ||
        code_point == 0x200E || code_point == 0x200F || code_point == 0x2060) {
        return DROPPED;
    }
    return SPLITS;
}

static bool is_far_symbol(uint32_t code_point) {
    return (code_point >= 0x2E00 && code_point <= 0x2E7F) ||
           (code_point >= 0x3000 && code_point <= 0x303F) ||
           (code_point >= 0xFE10 && code_point <= 0xFE6F) ||
           (code_point >= 0xFF00 && code_point <= 0xFF20) ||
           (code_point >= 0xFFF0 && code_point <= 0xFFFF) ||
           (code_point >= 0x1F000 && code_point <= 0x1FFFF) || code_point >= 0xE0000;
}

static int fold_letter(uint32_t code_point) {
    if (code_point < 0x80) {
        return fold_ascii(code_point);
    }
    if (code_point >= 0x0980 && code_point <= 0x09FF) {
        return fold_bengali(code_point);
    }
    if (code_point < 0xC0) {
        return code_point == 0xAD ? DROPPED : SPLITS;
    }
    if (code_point < 0x180) {
        const char letter = latin[code_point - 0xC0];
        return letter == '*' ? SPLITS : letter;
    }
    if (code_point >= 0x2B0 && code_point < 0x370) {
        return DROPPED; /* modifiers and marks above a letter */
    }
    if (code_point >= 0x2000 && code_point < 0x2C00) {
        return fold_general(code_point);
    }
    if (code_point == 0xFEFF || (code_point >= 0xFE00 && code_point <= 0xFE0F)) {
        return DROPPED;
    }
    const bool is_danda = code_point == 0x0964 || code_point == 0x0965 || code_point == 0x0970;
    return is_danda || is_far_symbol(code_point) ? SPLITS : OTHER;
}

/* Two letters that are one; 0: they are not. */
static uint8_t composed(uint8_t first, int second) {
    static const struct {
        uint8_t first;
        int second;
        uint8_t both;
    } pairs[] = {
        {BENGALI(0x09A1), NUKTA, BENGALI(0x09DC)},           /* ড় */
        {BENGALI(0x09A2), NUKTA, BENGALI(0x09DD)},           /* ঢ় */
        {BENGALI(0x09AF), NUKTA, BENGALI(0x09DF)},           /* য় */
        {BENGALI(0x09AC), NUKTA, BENGALI(0x09B0)},           /* র */
        {BENGALI(0x09C7), BENGALI(0x09BE), BENGALI(0x09CB)}, /* ো */
        {BENGALI(0x09C7), BENGALI(0x09D7), BENGALI(0x09CC)}, /* ৌ */
        {BENGALI(0x0985), BENGALI(0x09BE), BENGALI(0x0986)}, /* আ */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].first == first && pairs[i].second == second) {
            return pairs[i].both;
        }
    }
    return 0;
}

/* ত, hasanta and a joiner were ৎ before Unicode 4.1 had one. */
static void fold_joiner(kj_fold_word *word) {
    const uint8_t length = word->length;
    if (length >= 2 && word->codes[length - 2] == BENGALI(0x09A4) &&
        word->codes[length - 1] == BENGALI(0x09CD)) {
        word->codes[length - 2] = BENGALI(0x09CE);
        word->length--;
    }
}

/* Adds a letter; false: there is no room for it, nor for what follows. */
static bool add_letter(kj_fold_word *word, int letter, uint32_t code_point) {
    const uint8_t last = word->length > 0 ? word->codes[word->length - 1] : 0;
    const uint8_t both = last >= 0x80 ? composed(last, letter) : 0;
    if (both) {
        word->codes[word->length - 1] = both;
        return true;
    }
    if (letter == NUKTA) {
        return true;
    }
    const uint8_t bytes[ESCAPED_BYTES] = {letter == OTHER ? ESCAPE : (uint8_t)letter,
                                          (uint8_t)(code_point >> 16), (uint8_t)(code_point >> 8),
                                          (uint8_t)code_point};
    const uint8_t count = letter == OTHER ? ESCAPED_BYTES : 1;
    if (word->length + count > KJ_FOLD_WORD_MAX) {
        return false;
    }
    memcpy(word->codes + word->length, bytes, count);
    word->length = (uint8_t)(word->length + count);
    return true;
}

bool kj_fold_next(kj_span text, size_t *offset, kj_fold_word *word) {
    bool has_room = true;
    word->length = 0;
    while (*offset < text.length) {
        const uint32_t code_point = kj_utf8_next(text, offset);
        const int letter = fold_letter(code_point);
        if (letter == SPLITS) {
            if (word->length > 0) {
                return true;
            }
        } else if (letter == JOINER && has_room) {
            fold_joiner(word);
        } else if (letter != JOINER && letter != DROPPED && has_room) {
            has_room = add_letter(word, letter, code_point);
        }
    }
    return word->length > 0;
}

int kj_fold_compare(const kj_fold_word *one, const kj_fold_word *other) {
    const uint8_t shorter = one->length < other->length ? one->length : other->length;
    const int order = memcmp(one->codes, other->codes, shorter);
    return order ? order : (int)one->length - (int)other->length;
}

bool kj_fold_begins(const kj_fold_word *word, const kj_fold_word *beginning) {
    return word->length >= beginning->length &&
           memcmp(word->codes, beginning->codes, beginning->length) == 0;
}

/* Of nouns: plural, article, case, and the two particles. Longer ones first. */
static const char *const endings[] = {
    "গুলো", "গুলি", "খানা", "খানি", "দের",      "েরা",    "টি", "টা", "টে", "জন", "কে",
    "রে",  "তে",  "রা",   "ের",   "\u09DFের", "\u09DF", "র",  "ে",  "ই",  "ও",
};

enum { STEM_LETTERS = 2 };

bool kj_fold_strip(kj_fold_word *word) {
    uint8_t most = 0;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        const kj_span text = {(const uint8_t *)endings[i], strlen(endings[i])};
        size_t at = 0;
        kj_fold_word ending;
        if (kj_fold_next(text, &at, &ending) && word->length >= ending.length + STEM_LETTERS &&
            ending.length > most &&
            memcmp(word->codes + word->length - ending.length, ending.codes, ending.length) == 0) {
            most = ending.length;
        }
    }
    word->length = (uint8_t)(word->length - most);
    return most > 0;
}
