/* bengali.c - see bengali.h. Code points are filtered, put into NFC, and repaired, until nothing
 * changes any more: each pass can make neighbours that an earlier one has a rule for. */
#include "press/bengali.h"

#include "base/utf8.h"
#include "press/buffer.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    AA = 0x09BE,
    VIRAMA = 0x09CD,
    NUKTA = 0x09BC,
    TA = 0x09A4,
    KHANDA_TA = 0x09CE,
    DANDA = 0x0964,
    ZWNJ = 0x200C,
    ZWJ = 0x200D,
    PASSES_MAX = 8 /* two are the rule; the bound is for what nobody writes */
};

typedef struct codes {
    uint32_t *at;
    size_t count;
} codes;

static bool in(uint32_t code, uint32_t first, uint32_t last) {
    return code >= first && code <= last;
}

static bool is_consonant(uint32_t code) {
    return in(code, 0x0995, 0x09B9) || in(code, 0x09DC, 0x09DF) || in(code, 0x09F0, 0x09F1);
}

static bool is_vowel_sign(uint32_t code) {
    return in(code, AA, 0x09CC) || code == 0x09D7 || in(code, 0x09E2, 0x09E3);
}

static bool is_bengali_letter(uint32_t code) {
    return in(code, 0x0980, 0x09E3) || in(code, 0x09F0, 0x09F1) || code == 0x09FC;
}

static bool is_digit(uint32_t code) { return in(code, '0', '9') || in(code, 0x09E6, 0x09EF); }

static bool is_space(uint32_t code) {
    return code == ' ' || code == '\t' || code == '\n' || code == 0xA0 ||
           in(code, 0x2000, 0x200A) || code == 0x3000;
}

static bool is_right_to_left(uint32_t code) {
    return in(code, 0x0590, 0x08FF) || in(code, 0xFB1D, 0xFDFF) || in(code, 0xFE70, 0xFEFC);
}

/* Marks that steer the direction of Arabic or Hebrew and do nothing where there is none. */
static bool is_direction_mark(uint32_t code) {
    return in(code, 0x200E, 0x200F) || in(code, 0x202A, 0x202E) || in(code, 0x2066, 0x2069);
}

/* Scripts without spaces, whose lines break at U+200B. */
static bool breaks_at_zero_width(uint32_t code) {
    return in(code, 0x0E00, 0x0EFF) || in(code, 0x1000, 0x109F) || in(code, 0x1780, 0x17FF);
}

/* What may not stand in a text at all: controls, noncharacters, marks without effect. */
static bool is_stray(uint32_t code, uint32_t before, bool right_to_left) {
    if (code < 0x20) {
        return code != '\t' && code != '\n';
    }
    if (in(code, 0x7F, 0x9F) || in(code, 0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE) {
        return true;
    }
    if (code == 0x200B) {
        return !breaks_at_zero_width(before);
    }
    return code == 0xFEFF || in(code, 0x2060, 0x2064) || in(code, 0xFFF9, 0xFFFB) ||
           (is_direction_mark(code) && !right_to_left);
}

static uint32_t as_line_end(uint32_t code) {
    return code == '\r' || code == 0x85 || in(code, 0x2028, 0x2029) ? '\n'
           : code == '\v' || code == '\f'                           ? ' '
                                                                    : code;
}

static codes decode(const char *text, size_t length) {
    kj_span span = {(const uint8_t *)text, length};
    codes list = {kj_press_alloc((length + 1) * sizeof *list.at), 0};
    bool right_to_left = false;
    for (size_t at = 0; at < length;) {
        uint32_t code = kj_utf8_next(span, &at);
        if (code == '\r' && at < length && text[at] == '\n') {
            continue;
        }
        list.at[list.count++] = as_line_end(code);
        right_to_left = right_to_left || is_right_to_left(code);
    }
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (!is_stray(list.at[i], kept ? list.at[kept - 1] : 0, right_to_left)) {
            list.at[kept++] = list.at[i];
        }
    }
    list.count = kept;
    return list;
}

/* Whether a joiner means something between its neighbours. In Bengali: after a virama (half forms,
 * visible hasanta), before one (র‍্য), between a consonant and a vowel sign (forms of
 * উ-কার). Other scripts and emoji, which join in ways of their own, keep theirs. */
static bool joiner_shapes(uint32_t joiner, uint32_t before, uint32_t after) {
    if (before == VIRAMA) {
        return joiner == ZWJ || is_consonant(after);
    }
    if (is_consonant(before) || before == NUKTA) {
        return after == VIRAMA || is_vowel_sign(after);
    }
    return before >= 0x0370 && !in(before, 0x0980, 0x09FF) && !in(before, 0x2000, 0x206F) &&
           !in(before, 0x0964, 0x0965) && before != 0x3000 && before != KJ_UTF8_REPLACEMENT;
}

static void drop_idle_joiners(codes *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t code = list->at[i];
        if (code == ZWNJ || code == ZWJ) {
            size_t next = i + 1; /* of several joiners the first counts */
            while (next < list->count && (list->at[next] == ZWNJ || list->at[next] == ZWJ)) {
                next++;
            }
            uint32_t after = next < list->count ? list->at[next] : 0;
            uint32_t before = kept ? list->at[kept - 1] : 0;
            if (joiner_shapes(code, before, after)) {
                list->at[kept++] = code;
            }
            i = next - 1;
            continue;
        }
        list->at[kept++] = code;
    }
    list->count = kept;
}

/* NFC. The nukta forms U+09DC, 09DD, 09DF are excluded from composition: they come out as letter
 * and nukta; vowel signs in two parts become one. */
static void compose(codes *list) {
    for (size_t i = 0;; i++) { /* ASCII needs none, and is most of many texts */
        if (i == list->count) {
            return;
        }
        if (list->at[i] >= 0x80) {
            break;
        }
    }
    size_t room = list->count * 4 + 64; /* NFD is at most 4 times as many code points */
    utf8proc_int32_t *out = kj_press_alloc(room * sizeof *out);
    size_t count = 0;
    int boundary = 0;
    for (size_t i = 0; i < list->count; i++) {
        utf8proc_ssize_t added = utf8proc_decompose_char((utf8proc_int32_t)list->at[i], out + count,
                                                         (utf8proc_ssize_t)(room - count),
                                                         UTF8PROC_DECOMPOSE, &boundary);
        count += added > 0 ? (size_t)added : 0;
    }
    /* Canonical order, stable: marks sorted by their class between starters. */
    for (size_t i = 1; i < count; i++) {
        utf8proc_int32_t mark = out[i];
        int class = utf8proc_get_property(mark)->combining_class;
        size_t j = i;
        while (class && j > 0 && utf8proc_get_property(out[j - 1])->combining_class > class) {
            out[j] = out[j - 1];
            j--;
        }
        out[j] = mark;
    }
    utf8proc_ssize_t composed =
        utf8proc_normalize_utf32(out, (utf8proc_ssize_t)count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (composed >= 0) {
        free(list->at);
        list->at = kj_press_alloc(((size_t)composed + 1) * sizeof *list->at);
        for (utf8proc_ssize_t i = 0; i < composed; i++) {
            list->at[i] = (uint32_t)out[i];
        }
        list->count = (size_t)composed;
    }
    free(out);
}

/* Pairs that show as a dotted circle or only look like the letter (The Unicode Standard, section
 * 12.2, table 12-5 and the text on khanda ta; ba + nukta is an old way to type ra). */
static uint32_t pair_as_letter(uint32_t first, uint32_t second) {
    static const uint32_t pairs[][3] = {{0x0985, AA, 0x0986},
                                        {0x098B, 0x09C3, 0x09E0},
                                        {0x098C, 0x09E2, 0x09E1},
                                        {0x09AC, NUKTA, 0x09B0}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] == first && pairs[i][1] == second) {
            return pairs[i][2];
        }
    }
    return 0;
}

static uint32_t code_at(const codes *list, size_t index) {
    return index < list->count ? list->at[index] : 0;
}

static void repair_letters(codes *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t letter = pair_as_letter(list->at[i], code_at(list, i + 1));
        if (letter) {
            list->at[kept++] = letter;
            i++;
        } else if (list->at[i] == TA && code_at(list, i + 1) == VIRAMA &&
                   code_at(list, i + 2) == ZWJ && !is_bengali_letter(code_at(list, i + 3))) {
            list->at[kept++] = KHANDA_TA;
            i += 2;
        } else {
            list->at[kept++] = list->at[i];
        }
    }
    list->count = kept;
}

static bool closes(uint32_t code) {
    return code == 0 || is_space(code) || code == '"' || code == '\'' || code == ')' ||
           in(code, 0x2018, 0x201F);
}

/* A vertical bar or the currency numerator four that stands where a sentence ends is a danda: right
 * behind a Bengali word, before a blank, a closing quote or the end. */
static void repair_dandas(codes *list) {
    for (size_t i = 1; i < list->count; i++) {
        uint32_t code = list->at[i], before = list->at[i - 1];
        bool looks = code == '|' || code == 0x09F7;
        bool behind = is_bengali_letter(before) || (code == 0x09F7 && in(before, 0x2018, 0x201F));
        if (looks && behind && !is_digit(before) && closes(code_at(list, i + 1))) {
            list->at[i] = DANDA;
        }
    }
}

static char *encode(const codes *list) {
    kj_buffer text = {0};
    for (size_t i = 0; i < list->count; i++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t length = utf8proc_encode_char((utf8proc_int32_t)list->at[i], bytes);
        kj_buffer_add(&text, bytes, (size_t)length);
    }
    return kj_buffer_take(&text);
}

static bool is_plain_ascii(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x7F || (byte < 0x20 && byte != '\n' && byte != '\t')) {
            return false;
        }
    }
    return true;
}

char *kj_bengali_clean(const char *text, size_t length) {
    if (is_plain_ascii(text, length)) {
        return kj_press_cut(text, length);
    }
    char *now = NULL;
    for (int pass = 0; pass < PASSES_MAX; pass++) {
        codes list = decode(now ? now : text, now ? strlen(now) : length);
        drop_idle_joiners(&list);
        compose(&list);
        repair_letters(&list);
        repair_dandas(&list);
        char *next = encode(&list);
        free(list.at);
        bool stable = now && strcmp(now, next) == 0;
        kj_press_replace(&now, next);
        if (stable) {
            break;
        }
    }
    return now;
}

char *kj_bengali_clean_line(const char *text, size_t length) {
    char *clean = kj_bengali_clean(text, length);
    kj_span span = {(const uint8_t *)clean, strlen(clean)};
    kj_buffer line = {0};
    bool blank = false;
    for (size_t at = 0; at < span.length;) {
        size_t start = at;
        if (is_space(kj_utf8_next(span, &at))) {
            blank = line.length > 0;
            continue;
        }
        if (blank) {
            kj_buffer_byte(&line, ' ');
        }
        blank = false;
        kj_buffer_add(&line, clean + start, at - start);
    }
    free(clean);
    return kj_buffer_take(&line);
}

typedef struct letters {
    size_t bengali, latin, assamese, ra;
} letters;

/* Letters by script; what stands in <...> and entities is markup. */
static letters count_letters(const char *text, size_t length) {
    letters count = {0};
    kj_span span = {(const uint8_t *)text, length};
    for (size_t at = 0; at < length;) {
        size_t skip = 0;
        if (text[at] == '<') {
            const char *end = memchr(text + at, '>', length - at);
            skip = end ? (size_t)(end - text) - at + 1 : 0;
        } else if (text[at] == '&') {
            const char *end = memchr(text + at, ';', length - at < 10 ? length - at : 10);
            skip = end ? (size_t)(end - text) - at + 1 : 0;
        }
        if (skip) {
            at += skip;
            continue;
        }
        uint32_t code = kj_utf8_next(span, &at);
        count.bengali += is_bengali_letter(code);
        count.assamese += in(code, 0x09F0, 0x09F1);
        count.ra += code == 0x09B0;
        count.latin +=
            in(code | 0x20, 'a', 'z') || (in(code, 0xC0, 0x024F) && code != 0xD7 && code != 0xF7);
    }
    return count;
}

/* Well-formed as BCP 47 goes for what documents declare: "en", "pt-br", "sr-latn". */
static bool is_language_tag(const char *tag) {
    size_t first = strcspn(tag, "-"), at = first;
    if (first < 2 || first > 3) {
        return false;
    }
    for (size_t i = 0; i < first; i++) {
        if (!in((unsigned char)tag[i] | 0x20u, 'a', 'z')) {
            return false;
        }
    }
    while (tag[at] == '-') {
        size_t part = strcspn(tag + at + 1, "-");
        for (size_t i = 0; i < part; i++) {
            unsigned char byte = (unsigned char)tag[at + 1 + i];
            if (!is_digit(byte) && !in(byte | 0x20u, 'a', 'z')) {
                return false;
            }
        }
        if (part < 1 || part > 8) {
            return false;
        }
        at += part + 1;
    }
    return true;
}

/* Languages that are not written in Latin letters, of those that news declare. */
static bool has_other_script(const char *tag) {
    static const char others[] =
        "bn as hi mr ne sa ur ar fa he ru uk bg el ja zh ko th ta te kn ml gu "
        "pa or si my km lo ka hy am ti dz bo ";
    char wanted[5] = {(char)(tag[0] | 0x20), (char)(tag[1] | 0x20), ' ', 0, 0};
    return strcspn(tag, "-") == 2 && strstr(others, wanted);
}

const char *kj_bengali_language(const char *text, size_t length, const char *declared) {
    letters count = count_letters(text, length);
    bool usable = declared && is_language_tag(declared);
    if (count.bengali == 0 && count.latin == 0) {
        return usable ? declared : "";
    }
    if (count.bengali * 3 >= count.latin * 2) {
        return count.assamese > count.ra ? "as" : "bn";
    }
    return usable && !has_other_script(declared) ? declared : "en";
}
