/* xml_tag.c - a start tag that XML does not allow, read as HTML would. Layer: document. */
#include "base/ascii.h"
#include "document/entities.h"
#include "document/xml_input.h"
#include "document/xml_recover.h"

#include <string.h>

enum { NAME_BYTES = 64, ENTITY_SPAN = 32 };

static bool put(kj_xml_tag *tag, int byte) {
    if (tag->used == sizeof tag->text) {
        return false;
    }
    tag->text[tag->used++] = (char)byte;
    return true;
}

/* Resolves the references of text in place; one that would grow stays. */
static void resolve(const kj_xml *xml, char *text) {
    char *to = text;
    while (*text) {
        char *end = *text == '&' ? strchr(text, ';') : NULL;
        end = end && end - text < ENTITY_SPAN ? end : NULL;
        char value[KJ_XML_ENTITY_TEXT];
        size_t length = 0;
        if (end && text[1] == '#') {
            length = kj_entity_utf8(kj_xml_number(text + 2, (size_t)(end - text) - 2), value);
        } else if (end) {
            length = kj_xml_entity(xml, text + 1, (size_t)(end - text) - 1, value);
        }
        if (length > 0 && length <= (size_t)(end - text) + 1) {
            memcpy(to, value, length);
            to += length;
            text = end + 1;
        } else {
            *to++ = *text++;
        }
    }
    *to = '\0';
}

static bool is_known(const kj_xml_tag *tag, const char *name) {
    for (unsigned i = 0; i < tag->count; i++) {
        if (strcmp(tag->attributes[2 * i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Keeps the attribute whose name is at text[name] and value at text[value], both with a NUL, or
 * gives their room back. */
static void keep(const kj_xml *xml, kj_xml_tag *tag, size_t name, size_t value, bool whole) {
    if (!whole || tag->count == KJ_XML_TAG_ATTRIBUTES || is_known(tag, tag->text + name)) {
        tag->used = name;
        return;
    }
    resolve(xml, tag->text + value);
    tag->attributes[2 * tag->count] = tag->text + name;
    tag->attributes[2 * tag->count + 1] = tag->text + value;
    tag->count++;
}

typedef enum outcome { VALUE, BROKEN, NO_TAG } outcome;

/* The window is full inside a value: that of a data: URI is passed over, what has markup in it is
 * none. */
static outcome too_long(kj_xml *xml, kj_xml_tag *tag, uint32_t at, bool markup) {
    if (markup && !tag->committed) {
        return NO_TAG;
    }
    xml->done = at;
    tag->committed = true;
    return VALUE;
}

/* From behind the opening quote to behind the closing one. A quote that is missing is told by a
 * ">" and then a "<" before the next one: the tag ends at that ">" (*at is there). */
static outcome quoted(kj_xml *xml, kj_xml_tag *tag, int quote, uint32_t *at, bool *whole) {
    uint32_t close = 0;
    bool has_close = false, markup = false;
    for (;; (*at)++) {
        int byte = kj_xml_peek(xml, *at);
        if (byte == KJ_XML_NO_ROOM && !has_close) {
            outcome out = too_long(xml, tag, *at, markup);
            if (out != VALUE) {
                return out;
            }
            byte = kj_xml_peek(xml, *at);
        }
        if (byte == quote) {
            (*at)++;
            return VALUE;
        }
        if (byte < 0 || (byte == '<' && has_close)) {
            *at = has_close ? close : *at;
            return has_close || tag->committed ? BROKEN : NO_TAG;
        }
        if (byte == '>' && !has_close && !tag->committed) {
            close = *at;
            has_close = true;
        }
        markup = markup || byte == '<';
        *whole = put(tag, byte) && *whole;
    }
}

static void unquoted(kj_xml *xml, kj_xml_tag *tag, uint32_t *at, bool *whole) {
    int byte;
    while ((byte = kj_xml_peek(xml, *at)) >= 0 && !kj_ascii_is_blank(byte) && byte != '>') {
        *whole = put(tag, byte) && *whole;
        (*at)++;
    }
}

static int skip_blanks(kj_xml *xml, uint32_t *at) {
    int byte;
    while (kj_ascii_is_blank(byte = kj_xml_peek(xml, *at))) {
        (*at)++;
    }
    return byte;
}

static outcome attribute(kj_xml *xml, kj_xml_tag *tag, uint32_t *at) {
    const size_t name = tag->used;
    bool whole = true;
    outcome out = VALUE;
    int byte = kj_xml_peek(xml, *at);
    do {
        whole = put(tag, byte) && whole;
        byte = kj_xml_peek(xml, ++*at);
    } while (byte >= 0 && !kj_ascii_is_blank(byte) && !strchr("=>/<\"'", byte));
    whole = put(tag, '\0') && whole;
    const size_t value = tag->used;
    uint32_t behind = *at;
    if (skip_blanks(xml, &behind) == '=') {
        *at = behind + 1;
        byte = skip_blanks(xml, at);
        if (byte == '"' || byte == '\'') {
            (*at)++;
            out = quoted(xml, tag, byte, at, &whole);
        } else {
            unquoted(xml, tag, at, &whole);
        }
    } else {
        tag->bare = true;
    }
    whole = put(tag, '\0') && whole;
    keep(xml, tag, name, value, whole && out == VALUE);
    return out;
}

/* Lets go of what was read of a tag that fills the window with attributes: nothing but a tag has
 * so many. */
static void make_room(kj_xml *xml, kj_xml_tag *tag, uint32_t at) {
    if (at - xml->done > KJ_XML_WINDOW_BYTES / 2 && tag->count > 0 && !tag->bare) {
        xml->done = at;
        tag->committed = true;
    }
}

bool kj_xml_read_tag(kj_xml *xml, kj_xml_tag *tag, uint32_t *end) {
    uint32_t at = xml->done + 1;
    int byte;
    *tag = (kj_xml_tag){.used = 0};
    *end = at;
    /* ASCII alone: what else may stand in a name only expat knows, and it must take this one. */
    while (kj_xml_is_name(byte = kj_xml_peek(xml, at)) && byte < 0x80 && tag->used < NAME_BYTES) {
        (void)put(tag, byte);
        at++;
    }
    if (kj_xml_is_name(byte)) {
        return false;
    }
    (void)put(tag, '\0');
    for (;;) {
        make_room(xml, tag, at);
        byte = skip_blanks(xml, &at);
        tag->ends = byte == '/';
        if (byte == '/') {
            byte = kj_xml_peek(xml, ++at);
            if (byte != '>') {
                continue;
            }
        }
        if (byte == '>' || byte < 0 || byte == '<') {
            *end = byte == '>' ? at + 1 : at;
            xml->harm |= byte != '>';
            return byte == '>' || tag->committed;
        }
        outcome out = attribute(xml, tag, &at);
        if (out != VALUE) {
            *end = out == BROKEN && kj_xml_peek(xml, at) == '>' ? at + 1 : at;
            xml->harm |= out == BROKEN;
            return out == BROKEN;
        }
    }
}
