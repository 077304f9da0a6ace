/* text.c - see text.h. */
#include "press/feed/text.h"

#include "base/utf8.h"
#include "press/bengali.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void kj_text_add_code(kj_buffer *buffer, uint32_t code) {
    char bytes[4];
    size_t length = 0;
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        code = KJ_UTF8_REPLACEMENT;
    }
    if (code < 0x80) {
        bytes[length++] = (char)code;
    } else if (code < 0x800) {
        bytes[length++] = (char)(0xC0 | code >> 6);
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        bytes[length++] = (char)(0xE0 | code >> 12);
        bytes[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[length++] = (char)(0xF0 | code >> 18);
        bytes[length++] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    }
    kj_buffer_add(buffer, bytes, length);
}

bool kj_text_is_space(uint32_t code) {
    return code <= ' ' || code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x3000 || code == 0xFEFF;
}

size_t kj_text_length(const char *text) {
    const kj_span span = {(const uint8_t *)text, text ? strlen(text) : 0};
    size_t at = 0, count = 0;
    bool gap = true;
    while (at < span.length) {
        const bool space = kj_text_is_space(kj_utf8_next(span, &at));
        count += !space || !gap;
        gap = space;
    }
    return count;
}

static bool has_letters(const char *part) {
    for (; *part; part++) {
        if ((*part >= 'a' && *part <= 'z') || (*part >= 'A' && *part <= 'Z')) {
            return true;
        }
    }
    return false;
}

/* Pages of megabytes are searched for dozens of words. */
bool kj_text_has(const char *text, const char *part) {
    if (!text || !has_letters(part)) {
        return text && strstr(text, part);
    }
    const size_t size = strlen(part);
    const char first[] = {(char)(*part | 0x20), (char)(*part & ~0x20), '\0'};
    const bool letter = has_letters((const char[]){*part, '\0'});
    for (; *text; text++) {
        text = letter ? strpbrk(text, first) : strchr(text, *part);
        if (!text) {
            return false;
        }
        if (strncasecmp(text, part, size) == 0) {
            return true;
        }
    }
    return false;
}

bool kj_text_starts(const char *text, const char *part) {
    return text && strncasecmp(text, part, strlen(part)) == 0;
}

bool kj_text_ends(const char *text, const char *part) {
    const size_t length = text ? strlen(text) : 0, size = strlen(part);
    return length >= size && strncasecmp(text + length - size, part, size) == 0;
}

bool kj_text_has_any(const char *text, const char *const *words) {
    for (; *words; words++) {
        if (kj_text_has(text, *words)) {
            return true;
        }
    }
    return false;
}

char *kj_text_line(char *text) {
    char *line = text ? kj_bengali_clean_line(text, strlen(text)) : NULL;
    free(text);
    if (line && !*line) {
        free(line);
        line = NULL;
    }
    return line;
}

uint64_t kj_text_hash(const char *bytes, size_t length) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)bytes[i]) * 0x100000001B3u;
    }
    return hash;
}
