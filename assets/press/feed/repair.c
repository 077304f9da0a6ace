/* repair.c - see repair.h. */
#include "press/feed/repair.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct piece {
    const char *text;
    size_t length;
} piece;

static bool begins(piece text, size_t at, const char *with) {
    const size_t size = strlen(with);
    return at + size <= text.length && strncasecmp(text.text + at, with, size) == 0;
}

/* Behind the next occurrence of mark, or the end. */
static size_t behind(piece text, size_t at, const char *mark) {
    const size_t size = strlen(mark);
    for (; at + size <= text.length; at++) {
        if (memcmp(text.text + at, mark, size) == 0) {
            return at + size;
        }
    }
    return text.length;
}

/* Behind a DOCTYPE with its internal subset. */
static size_t behind_doctype(piece text, size_t at) {
    bool inside = false;
    for (; at < text.length; at++) {
        inside = text.text[at] == '[' ? true : text.text[at] == ']' ? false : inside;
        if (text.text[at] == '>' && !inside) {
            return at + 1;
        }
    }
    return text.length;
}

static bool is_xml_char(unsigned long code) {
    return code == '\t' || code == '\n' || code == '\r' || (code >= ' ' && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/* The bytes that XML allows; U+FFFE, U+FFFF and surrogates cannot come out of decoding. */
static void add_clean(kj_buffer *out, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)text[i];
        const bool blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
        if ((byte >= ' ' || blank) && !(blank && out->length == 0)) {
            kj_buffer_byte(out, (char)byte);
        }
    }
}

static size_t add_numeric(piece text, size_t at, kj_buffer *out) {
    const bool hexadecimal = begins(text, at + 2, "x");
    const char *digits = text.text + at + 2 + hexadecimal;
    char *end;
    const unsigned long code = strtoul(digits, &end, hexadecimal ? 16 : 10);
    if (end == digits || end - digits > 9) {
        kj_buffer_text(out, "&amp;");
        return at + 1;
    }
    if (is_xml_char(code)) {
        kj_buffer_format(out, "&#%lu;", code);
    }
    return (size_t)(end - text.text) + (*end == ';');
}

/* A reference at an ampersand. */
static size_t add_reference(piece text, size_t at, kj_buffer *out) {
    if (begins(text, at, "&#")) {
        return add_numeric(text, at, out);
    }
    char name[12];
    size_t length = 0;
    while (length + 1 < sizeof name && at + 1 + length < text.length) {
        const char letter = text.text[at + 1 + length];
        const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (length > 0 && letter >= '0' && letter <= '9');
        if (!fits) {
            break;
        }
        name[length++] = letter;
    }
    name[length] = '\0';
    const bool closed = at + 1 + length < text.length && text.text[at + 1 + length] == ';';
    const htmlEntityDesc *known = closed ? htmlEntityLookup((const xmlChar *)name) : NULL;
    if (known || (closed && strcmp(name, "apos") == 0)) {
        kj_buffer_format(out, "&#%u;", known ? known->value : (unsigned)'\'');
        return at + 2 + length;
    }
    kj_buffer_text(out, "&amp;");
    return at + 1;
}

/* Copies a CDATA section; one that is not closed ends with the text. */
static size_t add_section(piece text, size_t at, kj_buffer *out) {
    const size_t end = behind(text, at, "]]>");
    add_clean(out, text.text + at, end - at);
    return end;
}

void kj_repair_xml(const char *bytes, size_t length, kj_buffer *out) {
    const piece text = {bytes, length};
    const char *first = length ? memchr(bytes, '<', length) : NULL;
    size_t at = first ? (size_t)(first - bytes) : length;
    while (at < length) {
        if (bytes[at] == '&') {
            at = add_reference(text, at, out);
        } else if (bytes[at] != '<') {
            add_clean(out, bytes + at, 1);
            at++;
        } else if (begins(text, at, "<![CDATA[")) {
            at = add_section(text, at, out);
        } else if (begins(text, at, "<!--")) {
            at = behind(text, at, "-->");
        } else if (begins(text, at, "<?")) {
            at = behind(text, at, "?>");
        } else if (begins(text, at, "<!DOCTYPE")) {
            at = behind_doctype(text, at);
        } else {
            add_clean(out, bytes + at, 1);
            at++;
        }
    }
    kj_buffer_add(out, "", 0);
}

static const char *last_of(const kj_buffer *xml, const char *mark) {
    const size_t size = strlen(mark);
    for (size_t at = xml->length; at >= size; at--) {
        if (strncasecmp(xml->data + at - size, mark, size) == 0) {
            return xml->data + at - size;
        }
    }
    return NULL;
}

bool kj_repair_cut_back(kj_buffer *xml) {
    if (!xml->data || xml->data[0] != '<') {
        return false;
    }
    char *name = kj_press_cut(xml->data + 1, strcspn(xml->data + 1, " \t\r\n/>"));
    char *end_tag = kj_press_format("</%s", name);
    const bool whole = last_of(xml, end_tag) != NULL;
    free(end_tag);
    free(name);
    const char *item = last_of(xml, "</item>"), *entry = last_of(xml, "</entry>");
    const char *end = item ? item : entry;
    if (whole || !end) {
        return false;
    }
    xml->length = (size_t)(strchr(end, '>') - xml->data) + 1;
    xml->data[xml->length] = '\0';
    return true;
}
