/* xml_recover.c - goes on behind what is not well-formed, as a browser would: what cannot be
 * markup is text. Every decision depends on the bytes at hand and on the open elements alone, so
 * that a parser that begins later makes the same ones. Layer: document. */
#include "document/xml_recover.h"

#include "document/entities.h"
#include "document/xml_input.h"

#include <string.h>

enum { PIECE_BYTES = 512, NAME_BYTES = 128 };

/* Elements nested too deep: the innermost are ended until half of the room is free. */
static void thin_out(kj_xml *xml) {
    while (xml->depth > KJ_XML_DEPTH_MAX / 2 || xml->path_length > KJ_XML_PATH_BYTES / 2) {
        kj_xml_give_end(xml);
    }
}

/* Gives length bytes from done on as text. */
static void give_bytes(kj_xml *xml, size_t length) {
    char text[8];
    for (size_t i = 0; i < length; i++) {
        text[i] = (char)kj_xml_peek(xml, xml->done + (uint32_t)i);
    }
    kj_xml_give_text(xml, text, length);
    xml->done += (uint32_t)length;
}

static size_t read_name(kj_xml *xml, uint32_t at, char *name, size_t room) {
    size_t length = 0;
    int byte;
    while (length + 1 < room && kj_xml_is_name(byte = kj_xml_peek(xml, at++))) {
        name[length++] = (char)byte;
    }
    name[length] = '\0';
    return length;
}

/* At "&" that begins no reference that is whole: one of a known name without its semicolon is
 * taken for it, as browsers do, a number that is no character is U+FFFD. */
static void mend_reference(kj_xml *xml) {
    char name[16], text[KJ_XML_ENTITY_TEXT];
    const bool number = kj_xml_peek(xml, xml->done + 1) == '#';
    const uint32_t at = xml->done + (number ? 2 : 1);
    const size_t length = read_name(xml, at, name, sizeof name);
    size_t bytes = number ? 0 : kj_xml_entity(xml, name, length, text);
    if (number && length > 0 && kj_xml_peek(xml, at + (uint32_t)length) == ';') {
        bytes = kj_entity_utf8(0xFFFD, text);
    }
    if (bytes == 0) {
        give_bytes(xml, 1);
        return;
    }
    kj_xml_give_text(xml, text, bytes);
    xml->done = at + (uint32_t)length;
    xml->done += kj_xml_peek(xml, xml->done) == ';';
}

static bool is_open(const kj_xml *xml, const char *name) {
    for (size_t at = 0; at < xml->path_length; at += strlen(xml->path + at) + 1) {
        if (strcmp(xml->path + at, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Moves done behind the ">" of an end tag, or to a "<" before it. Of a declaration or an
 * instruction: to its ">" whatever stands before it, as browsers do; to look again at each "<" in
 * one that is too large would take time without bound. */
static void pass_tag(kj_xml *xml, bool is_end_tag) {
    int byte;
    for (xml->done++; (byte = kj_xml_peek(xml, xml->done)) >= 0; xml->done++) {
        if (byte == '<' && is_end_tag) {
            return;
        }
        xml->harm |= byte == '<';
        if (byte == '>') {
            xml->done++;
            return;
        }
    }
}

static void mend_end_tag(kj_xml *xml) {
    char name[NAME_BYTES];
    (void)read_name(xml, xml->done + 2, name, sizeof name);
    if (is_open(xml, name)) {
        while (strcmp(kj_xml_innermost(xml), name) != 0) {
            kj_xml_give_end(xml);
        }
        kj_xml_give_end(xml);
    }
    kj_xml_note_end(xml, name);
    pass_tag(xml, true);
}

static void mend_start_tag(kj_xml *xml) {
    kj_xml_tag tag;
    uint32_t end;
    if (!kj_xml_read_tag(xml, &tag, &end)) {
        const bool is_cut = kj_xml_peek(xml, end) == KJ_XML_NO_BYTE;
        xml->harm = is_cut;
        if (is_cut) {
            xml->done = end;
        } else {
            give_bytes(xml, 1);
        }
        return;
    }
    if (!kj_xml_is_void(xml, tag.text) && !kj_xml_has_room_for(xml, tag.text)) {
        thin_out(xml);
    }
    const bool is_void = kj_xml_is_void(xml, tag.text);
    kj_xml_give_start(xml, tag.text, tag.attributes);
    if (tag.ends && !is_void) {
        kj_xml_give_end(xml);
    }
    xml->done = end;
}

/* Comments that are too large or hold "--", declarations. */
static void mend_declaration(kj_xml *xml) {
    const uint32_t start = xml->done;
    if (!kj_xml_looking_at(xml, start, "<!--")) {
        pass_tag(xml, false);
        return;
    }
    xml->done += 4;
    if (!xml->no_comment_end && kj_xml_skip_past(xml, "-->")) {
        return;
    }
    xml->harm = true;
    if (!xml->no_comment_end && !kj_xml_is_passing(xml->failed)) {
        xml->no_comment_end = true; /* not looked for again: that could be done for each byte */
        kj_xml_input_go_to(xml, start + 4);
    }
}

static void mend(kj_xml *xml) {
    const int byte = kj_xml_peek(xml, xml->done);
    const int next = kj_xml_peek(xml, xml->done + 1);
    xml->token = xml->done;
    xml->is_partly_told = false;
    if (byte == '&') {
        mend_reference(xml);
    } else if (byte != '<') {
        give_bytes(xml, kj_xml_looking_at(xml, xml->done, "]]>") ? 3 : 1);
    } else if (next == '/') {
        mend_end_tag(xml);
    } else if (next == '!') {
        mend_declaration(xml);
    } else if (next == '?') {
        pass_tag(xml, false);
    } else if (kj_xml_is_name_start(next)) {
        mend_start_tag(xml);
    } else {
        give_bytes(xml, 1);
    }
}

/* What cannot but stop expat again is dealt with here at once. */
static bool is_hopeless(kj_xml *xml) {
    char name[NAME_BYTES];
    const int byte = kj_xml_peek(xml, xml->done), next = kj_xml_peek(xml, xml->done + 1);
    if (byte == '&') {
        return next != '#' && !kj_xml_is_name_start(next);
    }
    if (byte == '<' && next == '/') {
        (void)read_name(xml, xml->done + 2, name, sizeof name);
        return !is_open(xml, name) && !kj_xml_is_void(xml, name);
    }
    return byte == '<' && next != '!' && next != '?' && !kj_xml_is_name_start(next);
}

kj_status kj_xml_recover(kj_xml *xml) {
    if (!xml->stopped) {
        return KJ_ERR_STATE;
    }
    xml->harm = false;
    if (xml->ended) {
        xml->harm = !xml->is_whole || xml->failed != KJ_END;
        return KJ_END;
    }
    const uint8_t depth = xml->depth;
    const uint32_t limit = xml->done + PIECE_BYTES;
    if (xml->too_deep) {
        thin_out(xml);
    }
    if (!xml->too_deep || depth == xml->depth) { /* or a name that alone is too long */
        do {
            mend(xml);
        } while (xml->done < limit && is_hopeless(xml) && !kj_xml_is_passing(xml->failed));
    }
    return kj_xml_is_passing(xml->failed) ? xml->failed : kj_xml_restart(xml, xml->done);
}
