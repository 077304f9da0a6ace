/* line.c - see line.h. Layer: reader. */
#include "reader/line.h"

#include <stdbool.h>
#include <string.h>

void kj_line_init(kj_line *line, char *text, size_t capacity) {
    *line = (kj_line){.text = text, .capacity = capacity};
    text[0] = '\0';
}

static bool continues(char byte) { return ((unsigned char)byte & 0xC0u) == 0x80u; }

/* The longest beginning of text that has at most limit bytes and ends at a code point's edge. */
static size_t whole_length(const char *text, size_t length, size_t limit) {
    if (length <= limit) {
        return length;
    }
    while (limit > 0 && continues(text[limit])) {
        limit--;
    }
    return limit;
}

void kj_line_add_bytes(kj_line *line, const char *text, size_t length) {
    size_t fits = whole_length(text, length, line->capacity - 1 - line->length);
    memcpy(line->text + line->length, text, fits);
    line->length += fits;
    line->text[line->length] = '\0';
}

void kj_line_add(kj_line *line, const char *text) { kj_line_add_bytes(line, text, strlen(text)); }

void kj_line_set(char *text, size_t capacity, const char *from) {
    kj_line line;
    kj_line_init(&line, text, capacity);
    kj_line_add(&line, from);
}

void kj_line_add_number(kj_line *line, uint32_t number) {
    char digits[10];
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + number % 10u);
        number /= 10u;
    } while (number > 0);
    kj_line_add_bytes(line, digits + first, sizeof digits - first);
}

void kj_line_add_short(kj_line *line, const char *text, size_t limit) {
    size_t length = strlen(text);
    size_t kept = whole_length(text, length, limit);
    for (size_t at = kept; kept < length && at > kept / 2u; at--) {
        if (text[at] == ' ') { /* rather between words: within one a sign may be lost */
            kept = at;
            break;
        }
    }
    kj_line_add_bytes(line, text, kept);
    if (kept < length) {
        kj_line_add(line, "…");
    }
}
