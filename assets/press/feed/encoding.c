/* encoding.c - see encoding.h. */
#include "press/feed/encoding.h"

#include "base/utf8.h"

#include <ctype.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DECLARED_WITHIN ((size_t)2048) /* bytes from the start in which a declaration counts */

static void copy_name(char *name, const char *from, size_t length) {
    size_t to = 0;
    for (size_t i = 0; i < length && to + 1 < KJ_ENCODING_NAME_BYTES; i++) {
        const unsigned char letter = (unsigned char)from[i];
        if (!isalnum(letter) && !strchr("-_:.", letter)) {
            break;
        }
        name[to++] = (char)tolower(letter);
    }
    name[to] = '\0';
}

/* The value after word ("charset=", "encoding=") in the first bytes of text. */
static bool value_after(const char *text, size_t length, const char *word, char *name) {
    const size_t size = strlen(word);
    for (size_t i = 0; i + size < length; i++) {
        if (strncasecmp(text + i, word, size) == 0) {
            i += size;
            while (i < length && (text[i] == '"' || text[i] == '\'' || text[i] == ' ')) {
                i++;
            }
            copy_name(name, text + i, length - i);
            return *name != '\0';
        }
    }
    return false;
}

void kj_encoding_of_content_type(const char *value, char *name) {
    *name = '\0';
    if (value) {
        (void)value_after(value, strlen(value), "charset=", name);
    }
}

static void declared(const char *bytes, size_t length, char *name) {
    *name = '\0';
    length = length < DECLARED_WITHIN ? length : DECLARED_WITHIN;
    if (length > 5 && memcmp(bytes, "<?xml", 5) == 0) {
        const char *end = memchr(bytes, '>', length);
        if (end && value_after(bytes, (size_t)(end - bytes), "encoding=", name)) {
            return;
        }
    }
    (void)value_after(bytes, length, "charset=", name);
}

/* UTF-16 without a mark: markup in it has a zero in every other byte. */
static const char *sixteen_bit(const char *bytes, size_t length) {
    size_t even = 0, odd = 0;
    const size_t looked = (length < 512 ? length : 512) & ~(size_t)1;
    for (size_t i = 0; i < looked; i += 2) {
        even += bytes[i] == '\0';
        odd += bytes[i + 1] == '\0';
    }
    if (looked < 8 || (even > looked / 8) == (odd > looked / 8)) {
        return NULL;
    }
    return even > odd ? "utf-16be" : "utf-16le";
}

/* Counts the well-formed sequences of more than a byte, and the malformed ones. */
static void count_sequences(kj_span text, size_t *good, size_t *bad) {
    *good = *bad = 0;
    for (size_t at = 0; at < text.length;) {
        const size_t start = at;
        if (text.data[at] < 0x80) {
            at++;
            continue;
        }
        const uint32_t code = kj_utf8_next(text, &at);
        const bool written = at - start == 3 && memcmp(text.data + start, "\xEF\xBF\xBD", 3) == 0;
        if (code == KJ_UTF8_REPLACEMENT && !written) {
            *bad += !kj_utf8_is_cut(text, start);
        } else {
            ++*good;
        }
    }
}

static void add_utf8(kj_span text, kj_buffer *out) {
    for (size_t at = 0; at < text.length;) {
        const size_t start = at;
        while (at < text.length && text.data[at] < 0x80) {
            at++;
        }
        kj_buffer_add(out, (const char *)text.data + start, at - start);
        if (at < text.length) {
            kj_text_add_code(out, kj_utf8_next(text, &at));
        }
    }
}

/* Through iconv, each byte that it cannot take as U+FFFD. false: no such encoding. */
static bool add_converted(const char *bytes, size_t length, const char *from, kj_buffer *out) {
    iconv_t converter = iconv_open("UTF-8", from);
    /* iconv_open's failure value is a pointer of all ones. */
    if (converter == (iconv_t)-1) {
        return false;
    }
    char block[4096];
    char *in = (char *)(uintptr_t)bytes; /* iconv's own prototype lacks the const */
    while (length > 0) {
        char *to = block;
        size_t room = sizeof block;
        const size_t result = iconv(converter, &in, &length, &to, &room);
        kj_buffer_add(out, block, sizeof block - room);
        if (result == (size_t)-1 && room == sizeof block) {
            kj_text_add_code(out, KJ_UTF8_REPLACEMENT);
            in++;
            length--;
        }
    }
    iconv_close(converter);
    return true;
}

static const char *known_by_mark(const char **bytes, size_t *length) {
    static const struct {
        const char *mark;
        size_t size;
        const char *name;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, "utf-8"}, {"\xFF\xFE", 2, "utf-16le"}, {"\xFE\xFF", 2, "utf-16be"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (*length >= marks[i].size && memcmp(*bytes, marks[i].mark, marks[i].size) == 0) {
            *bytes += marks[i].size;
            *length -= marks[i].size;
            return marks[i].name;
        }
    }
    return NULL;
}

static bool is_unicode(const char *name) { return !*name || strncmp(name, "utf", 3) == 0; }

/* What to read 8-bit bytes as that are not UTF-8. */
static void choose_legacy(const char *bytes, size_t length, const char *charset, char *name) {
    copy_name(name, charset ? charset : "", charset ? strlen(charset) : 0);
    if (is_unicode(name)) {
        declared(bytes, length, name);
    }
    if (is_unicode(name) || strcmp(name, "iso-8859-1") == 0 || strcmp(name, "latin1") == 0 ||
        strcmp(name, "us-ascii") == 0 || strcmp(name, "ascii") == 0) {
        strcpy(name, "windows-1252");
    }
}

/* The windows-1252 byte of a code point; -1: none. Those that the encoding leaves undefined are
 * passed through, as decoders on the web do. */
static int byte_1252(uint32_t code) {
    static const uint16_t high[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    if (code < 0x80 || (code >= 0xA0 && code <= 0xFF)) {
        return (int)code;
    }
    for (int i = 0; i < 32; i++) {
        if (high[i] == code) {
            return 0x80 + i;
        }
    }
    return code < 0xA0 ? (int)code : -1;
}

/* Whether Bengali text went through windows-1252 on its way: each of its letters then begins
 * with U+00E0 and U+00A6 or U+00A7, and there is next to no real Bengali. */
static bool is_encoded_twice(kj_span text) {
    size_t twice = 0, real = 0, at = 0;
    uint32_t before = 0;
    while (at < text.length) {
        const uint32_t code = kj_utf8_next(text, &at);
        twice += before == 0xE0 && (code == 0xA6 || code == 0xA7);
        real += code >= 0x980 && code <= 0x9FF;
        before = code;
    }
    return twice >= 8 && real * 8 < twice;
}

/* Undoes one encoding. A run of code points that has no byte form stays as it is. */
static void decode_again(kj_buffer *text, size_t from) {
    kj_buffer bytes = {0};
    const kj_span span = {(const uint8_t *)text->data + from, text->length - from};
    for (size_t at = 0; at < span.length;) {
        const uint32_t code = kj_utf8_next(span, &at);
        const int byte = byte_1252(code);
        if (byte >= 0) {
            kj_buffer_add(&bytes, &(char){(char)byte}, 1);
        } else {
            kj_text_add_code(&bytes, code);
        }
    }
    size_t good, bad;
    const kj_span once = {(const uint8_t *)bytes.data, bytes.length};
    count_sequences(once, &good, &bad);
    if (bad * 10 <= good) {
        text->length = from;
        add_utf8(once, text);
    }
    kj_buffer_free(&bytes);
}

/* NUL bytes are no text, and C strings end at them. */
static void drop_zeros(kj_buffer *text, size_t from) {
    size_t to = from;
    kj_buffer_add(text, "", 0);
    for (size_t i = from; i < text->length; i++) {
        if (text->data[i] != '\0') {
            text->data[to++] = text->data[i];
        }
    }
    text->length = to;
    if (text->data) {
        text->data[to] = '\0';
    }
}

void kj_encoding_to_utf8(const char *bytes, size_t length, const char *charset, kj_buffer *text,
                         char *found) {
    const size_t from = text->length;
    const char *marked = known_by_mark(&bytes, &length);
    const char *wide = marked && strcmp(marked, "utf-8") != 0 ? marked : NULL;
    if (!marked) {
        wide = sixteen_bit(bytes, length);
    }
    size_t good, bad;
    const kj_span span = {(const uint8_t *)bytes, length};
    count_sequences(span, &good, &bad);
    strcpy(found, wide ? wide : "utf-8");
    if (wide) {
        (void)add_converted(bytes, length, wide, text);
    } else if (marked || bad * 10 <= good) {
        add_utf8(span, text);
    } else {
        choose_legacy(bytes, length, charset, found);
        if (!add_converted(bytes, length, found, text)) {
            strcpy(found, "windows-1252");
            (void)add_converted(bytes, length, found, text);
        }
    }
    drop_zeros(text, from);
    if (is_encoded_twice((kj_span){(const uint8_t *)text->data + from, text->length - from})) {
        decode_again(text, from);
    }
}
