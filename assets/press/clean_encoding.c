/* clean_encoding.c - whatever bytes a page comes in as UTF-8, and its tree (kj_clean_parse).
 *
 * The order in which encodings are believed follows what browsers do, but that valid UTF-8 with
 * letters beyond ASCII in it is UTF-8 whatever is declared: no other encoding looks like that by
 * chance, and Bengali pages declare ISO-8859-1 more often than one would think. */
#include "base/utf8.h"
#include "press/buffer.h"
#include "press/clean.h"
#include "press/clean_parts.h"

#include <errno.h>
#include <iconv.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PRESCAN_BYTES = 4096 };

typedef struct utf8_look {
    size_t bad, beyond; /* malformed pieces; whole characters beyond ASCII */
} utf8_look;

static utf8_look look_at_utf8(const char *bytes, size_t length) {
    utf8_look seen = {0, 0};
    kj_span span = {(const uint8_t *)bytes, length};
    for (size_t at = 0; at < length;) {
        size_t start = at;
        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t code = kj_utf8_next(span, &at);
        bool good = code != KJ_UTF8_REPLACEMENT ||
                    (at - start == 3 && memcmp(bytes + start, "\xEF\xBF\xBD", 3) == 0);
        seen.bad += !good;
        seen.beyond += good;
    }
    return seen;
}

/* Copies a name of an encoding from at on: letters, digits and a few signs. NULL: none. */
static char *encoding_name(const char *at, const char *end) {
    while (at < end && strchr(" \t\"'=", *at)) {
        at++;
    }
    size_t length = 0;
    while (at + length < end && length < 40 &&
           (strchr("-_.:", at[length]) || (at[length] >= '0' && at[length] <= '9') ||
            ((at[length] | 0x20) >= 'a' && (at[length] | 0x20) <= 'z'))) {
        length++;
    }
    return length ? kj_press_cut(at, length) : NULL;
}

/* What the page itself says: <meta charset=...>, <meta ... content="...; charset=...">, or the
 * encoding of an XML declaration. NULL: nothing. */
static char *declared_inside(const char *bytes, size_t length) {
    const char *end = bytes + (length < PRESCAN_BYTES ? length : PRESCAN_BYTES);
    static const char *const words[] = {"charset", "encoding"};
    for (size_t i = 0; i < 2; i++) {
        size_t count = strlen(words[i]);
        for (const char *at = bytes; at + count < end; at++) {
            if (strncasecmp(at, words[i], count) == 0 && strchr(" \t=", at[count])) {
                char *name = encoding_name(at + count, end);
                if (name) {
                    return name;
                }
            }
        }
    }
    return NULL;
}

/* Two bytes a unit without a mark: every other byte of ASCII markup is zero. */
static const char *looks_like_utf16(const char *bytes, size_t length) {
    size_t even = 0, odd = 0, looked = length < 512 ? length & ~(size_t)1 : 512;
    for (size_t i = 0; i + 1 < looked; i += 2) {
        even += bytes[i] == 0;
        odd += bytes[i + 1] == 0;
    }
    return looked >= 8 && odd * 5 > looked && even * 20 < looked   ? "UTF-16LE"
           : looked >= 8 && even * 5 > looked && odd * 20 < looked ? "UTF-16BE"
                                                                   : NULL;
}

static bool is_utf8_name(const char *name) {
    return strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* Bytes by iconv; what it cannot read becomes U+FFFD. false: the encoding is not known. */
static bool convert(const char *encoding, const char *bytes, size_t length, kj_buffer *out) {
    static const char *const latin[] = {"iso-8859-1", "latin1", "us-ascii", "ascii", "iso8859-1"};
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++) {
        encoding = strcasecmp(encoding, latin[i]) == 0 ? "WINDOWS-1252" : encoding;
    }
    encoding = strcasecmp(encoding, "utf-16") == 0 ? "UTF-16LE" : encoding;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1) {
        return false;
    }
    char *input = kj_press_cut(bytes, length), *from = input;
    char piece[4096];
    while (length > 0) {
        char *to = piece;
        size_t room = sizeof piece;
        size_t result = iconv(converter, &from, &length, &to, &room);
        int failed = errno;
        kj_buffer_add(out, piece, sizeof piece - room);
        if (result == (size_t)-1 && failed != E2BIG) {
            kj_buffer_text(out, "\xEF\xBF\xBD");
            if (failed == EINVAL || length == 0) {
                break; /* cut in the middle of a character */
            }
            from++;
            length--;
        }
    }
    iconv_close(converter);
    free(input);
    return true;
}

static bool starts(const char *bytes, size_t length, const char *with, size_t count) {
    return length >= count && memcmp(bytes, with, count) == 0;
}

/* By its mark, or because it must be UTF-16. */
static const char *encoding_of_bytes(const char *bytes, size_t length, size_t *mark) {
    *mark = 2;
    if (starts(bytes, length, "\xFF\xFE", 2)) {
        return "UTF-16LE";
    }
    if (starts(bytes, length, "\xFE\xFF", 2)) {
        return "UTF-16BE";
    }
    *mark = starts(bytes, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
    return *mark ? "UTF-8" : looks_like_utf16(bytes, length);
}

void kj_clean_decode(const void *data, size_t length, const char *charset, kj_buffer *text) {
    const char *bytes = data;
    size_t mark = 0;
    const char *sure = length ? encoding_of_bytes(bytes, length, &mark) : NULL;
    kj_buffer_add(text, "", 0);
    if (sure && !is_utf8_name(sure)) {
        convert(sure, bytes + mark, length - mark, text);
        return;
    }
    utf8_look look = look_at_utf8(bytes, length);
    char *inside = charset ? NULL : declared_inside(bytes, length);
    const char *declared = charset ? charset : inside;
    bool is_utf8 = sure || look.bad == 0 || look.beyond > look.bad * 10;
    if (!is_utf8 && declared && !is_utf8_name(declared)) {
        is_utf8 = !convert(declared, bytes, length, text) &&
                  !convert("WINDOWS-1252", bytes, length, text);
    } else if (!is_utf8) {
        is_utf8 = !convert("WINDOWS-1252", bytes, length, text);
    }
    if (is_utf8) {
        kj_buffer_add(text, bytes + mark, length - mark);
    }
    free(inside);
}

/* libxml2 2.9 stops at a NUL and takes a malformed byte for the end of UTF-8. */
static void repair(kj_buffer *text) {
    kj_span span = {(const uint8_t *)text->data, text->length};
    kj_buffer out = {0};
    size_t kept = 0;
    for (size_t at = 0; at < span.length;) {
        size_t start = at;
        if ((uint32_t)(span.data[at] - 1) < 0x7Fu) {
            at++;
            continue;
        }
        if (kj_utf8_next(span, &at) == KJ_UTF8_REPLACEMENT) {
            kj_buffer_add(&out, text->data + kept, start - kept);
            kj_buffer_text(&out, "\xEF\xBF\xBD");
            kept = at;
        }
    }
    if (kept) {
        kj_buffer_add(&out, text->data + kept, span.length - kept);
        kj_buffer_free(text);
        *text = out;
    }
}

struct _xmlDoc *kj_clean_parse(const void *bytes, size_t length, const kj_clean_config *config) {
    kj_buffer text = {0};
    kj_clean_decode(bytes, length, config ? config->charset : NULL, &text);
    repair(&text);
    htmlDocPtr document = NULL;
    if (text.length > 0 && text.length < INT32_MAX) {
        document = htmlReadMemory(text.data, (int)text.length, NULL, "UTF-8",
                                  HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                      HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC |
                                      HTML_PARSE_NODEFDTD | XML_PARSE_HUGE);
    }
    kj_buffer_free(&text);
    return document;
}

void kj_clean_drop(struct _xmlDoc *document) { xmlFreeDoc(document); }
