/* xhtml_attributes.c - see xhtml_attributes.h. Layer: document. */
#include "document/xhtml_attributes.h"

#include "base/ascii.h"

#include <string.h>

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

/* Whether list begins with word, its letters in either case, and the word ends there. */
static bool begins_with(const char *list, const char *word) {
    while (*word && lower(*list) == *word) {
        list++;
        word++;
    }
    return !*word && (!*list || kj_ascii_is_blank(*list));
}

bool kj_attribute_has(const char *list, const char *word) {
    while (list && *list) {
        while (kj_ascii_is_blank(*list)) {
            list++;
        }
        if (begins_with(list, word)) {
            return true;
        }
        while (*list && !kj_ascii_is_blank(*list)) {
            list++;
        }
    }
    return false;
}

int kj_attribute_number(const char *text, int fallback) {
    int number = 0;
    if (!text) {
        return fallback;
    }
    while (kj_ascii_is_blank(*text)) {
        text++;
    }
    const bool negative = *text == '-';
    text += negative;
    if (*text < '0' || *text > '9') {
        return fallback;
    }
    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (*text - '0');
        if (number > 9999) {
            return fallback;
        }
    }
    return negative ? -number : number;
}

uint16_t kj_language_pack(const char *tag) {
    unsigned packed = 0, letters = 0;
    for (; lower(tag[letters]) >= 'a' && lower(tag[letters]) <= 'z'; letters++) {
        if (letters == 3) {
            return 0;
        }
        packed = packed << 5 | (unsigned)(lower(tag[letters]) - 'a' + 1);
    }
    const bool ends = !tag[letters] || tag[letters] == '-' || tag[letters] == '_';
    return letters >= 2 && ends ? (uint16_t)packed : 0;
}

void kj_language_unpack(uint16_t packed, char language[4]) {
    unsigned letters = packed >= 1u << 10 ? 3 : packed ? 2 : 0;
    memset(language, 0, 4);
    for (; letters > 0; letters--) {
        language[letters - 1] = (char)('a' - 1 + (packed & 31));
        packed >>= 5;
    }
}

bool kj_style_hides(const char *style) {
    for (const char *at = style; (at = strstr(at, "display")) != NULL;) {
        at += strlen("display");
        while (kj_ascii_is_blank(*at)) {
            at++;
        }
        if (*at++ != ':') {
            at--;
            continue;
        }
        while (kj_ascii_is_blank(*at)) {
            at++;
        }
        if (strncmp(at, "none", 4) == 0) {
            return true;
        }
    }
    return false;
}

kj_block_kind kj_class_kind(const char *classes, const char *type) {
    static const struct {
        char word[14];
        uint8_t kind;
    } hints[] = {{"byline", KJ_BLOCK_BYLINE},      {"author", KJ_BLOCK_BYLINE},
                 {"dateline", KJ_BLOCK_DATELINE},  {"date", KJ_BLOCK_DATELINE},
                 {"time", KJ_BLOCK_DATELINE},      {"pubdate", KJ_BLOCK_DATELINE},
                 {"published", KJ_BLOCK_DATELINE}, {"article_date", KJ_BLOCK_DATELINE},
                 {"summary", KJ_BLOCK_LEAD},       {"lead", KJ_BLOCK_LEAD},
                 {"lede", KJ_BLOCK_LEAD},          {"standfirst", KJ_BLOCK_LEAD},
                 {"deck", KJ_BLOCK_LEAD},          {"dek", KJ_BLOCK_LEAD},
                 {"caption", KJ_BLOCK_CAPTION}};
    if (!classes && !type) {
        return KJ_BLOCK_KINDS;
    }
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (kj_attribute_has(classes, hints[i].word) || kj_attribute_has(type, hints[i].word)) {
            return (kj_block_kind)hints[i].kind;
        }
    }
    return KJ_BLOCK_KINDS;
}
