/* bijoy.c - recognises Bengali typed for Bijoy's fonts (kj_bengali_is_bijoy of bengali.h).
 *
 * Such a text is Latin-1 or windows-1252 letters in which "v" is the sign for long a, the most
 * common sign of Bengali, "w" the one for i, and the signs of windows-1252's upper half are
 * conjuncts in the middle of words. No language written in Latin letters looks like that. */
#include "base/utf8.h"
#include "press/bengali.h"

#include <string.h>

enum { WORDS_LEAST = 20, LETTERS_LEAST = 80 };

typedef struct looks {
    size_t words;      /* with an ASCII letter in them */
    size_t sign_words; /* of these, with a sign right beside a letter */
    size_t humps;      /* of these, with a capital after a small letter */
    size_t letters, v, bengali;
} looks;

typedef struct word {
    bool letter, sign, hump;
    uint32_t before;
} word;

static bool is_ascii_letter(uint32_t code) { return (code | 0x20) >= 'a' && (code | 0x20) <= 'z'; }

static bool is_blank(uint32_t code) { return code <= ' ' || code == 0xA0; }

/* Signs of windows-1252's upper half that are no letters and do not touch letters from the inside
 * in prose: dagger, diaeresis, copyright, feminine ordinal, macron, degree.... Quotes, dashes and
 * the ellipsis are left out, they touch words everywhere. */
static bool is_sign(uint32_t code) {
    static const uint32_t signs[] = {0x2020, 0x2021, 0x02C6, 0x2030, 0x02DC, 0x2122};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i] == code) {
            return true;
        }
    }
    return (code >= 0xA1 && code <= 0xBF && code != 0xAB && code != 0xBB && code != 0xAD &&
            code != 0xB7 && code != 0xA3 && code != 0xA7 && code != 0xA1 && code != 0xBF) ||
           code == 0xD7 || code == 0xF7;
}

static void close_word(looks *seen, word *at) {
    seen->words += at->letter;
    seen->sign_words += at->letter && at->sign;
    seen->humps += at->letter && at->hump;
    *at = (word){0};
}

static void look_at(looks *seen, word *at, uint32_t code) {
    if (is_blank(code)) {
        close_word(seen, at);
        return;
    }
    bool letter = is_ascii_letter(code);
    at->sign = at->sign || (letter && is_sign(at->before)) ||
               (is_sign(code) && is_ascii_letter(at->before));
    at->hump = at->hump || (letter && code < 'a' && at->before >= 'a' && at->before <= 'z');
    at->letter = at->letter || letter;
    at->before = code;
    seen->letters += letter;
    seen->v += code == 'v';
    seen->bengali += code >= 0x0980 && code <= 0x09FF;
}

bool kj_bengali_is_bijoy(const char *text, size_t length) {
    looks seen = {0};
    word at = {0};
    kj_span span = {(const uint8_t *)text, length};
    for (size_t offset = 0; offset < length;) {
        look_at(&seen, &at, kj_utf8_next(span, &offset));
    }
    close_word(&seen, &at);
    if (seen.words < WORDS_LEAST || seen.letters < LETTERS_LEAST || seen.bengali > seen.letters) {
        return false;
    }
    /* Of eight articles of 62 to 2,487 words typed this way, v is 15 to 19 % of the letters, 53 to
     * 57 % of the words have signs in them, 29 to 47 % a capital behind a small letter. European
     * languages have at most 4 % v, and neither of the other two. */
    bool full_of_v = seen.v * 100 >= seen.letters * 8;
    bool signs = seen.sign_words * 100 >= seen.words * 20;
    bool humps = seen.humps * 100 >= seen.words * 15;
    return full_of_v && (signs || humps);
}
