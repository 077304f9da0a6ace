/* xml_input.c - see xml_input.h. Layer: document. */
#include "document/xml_input.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "document/entities.h"

#include <string.h>

enum { PIECE_BYTES = 512, EVIDENCE_BYTES = 1 << 16, DECLARATION_BYTES = 200 };

bool kj_xml_is_name_start(int byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           byte == ':' || byte >= 0x80;
}

bool kj_xml_is_name(int byte) {
    return kj_xml_is_name_start(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

static bool is_good(uint32_t code_point, size_t bytes) {
    return code_point != 0xFFFE && code_point != 0xFFFF &&
           (code_point != KJ_UTF8_REPLACEMENT || bytes == 3);
}

/* Looks through the bytes that are there and not yet clean. at_end: none will follow. */
static void clean(kj_xml *xml, bool at_end) {
    uint8_t *bytes = xml->window;
    const kj_span span = {bytes, xml->raw_bytes};
    size_t at = xml->clean_bytes;
    while (at < span.length) {
        const uint8_t byte = bytes[at];
        if (byte < 0x80) {
            if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
                bytes[at] = KJ_XML_FLAW;
            }
            at++;
            continue;
        }
        if (byte >= 0xE0 && byte < 0xED && span.length - at >= 3 &&
            (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80 &&
            (byte > 0xE0 || bytes[at + 1] >= 0xA0)) {
            at += 3; /* nearly all that is not ASCII: a third of the parser's time is saved */
            continue;
        }
        if (!at_end && kj_utf8_is_cut(span, at)) {
            break;
        }
        size_t next = at;
        uint32_t code_point = kj_utf8_next(span, &next);
        /* Three bytes read as U+FFFD only where they are U+FFFD: what is ill-formed there has
         * at most three, and begins otherwise. */
        bool good = is_good(code_point, next - at) && (code_point != KJ_UTF8_REPLACEMENT ||
                                                       memcmp(bytes + at, "\xEF\xBF\xBD", 3) == 0);
        if (!good) {
            memset(bytes + at, KJ_XML_FLAW, next - at);
        }
        at = next;
    }
    xml->clean_bytes = (uint32_t)at;
}

static kj_status read_stream(kj_xml *xml, uint32_t offset, uint8_t *bytes, size_t capacity,
                             size_t *length) {
    if (kj_xml_is_passing(xml->failed)) {
        return xml->failed; /* for the rest of the call: nothing is decided on half of the bytes */
    }
    kj_status status =
        xml->config.stream.read(xml->config.stream.context, offset, bytes, capacity, length);
    if (status == KJ_ERR_TOO_LARGE) {
        status = KJ_ERR_FORMAT;
    }
    xml->failed = status;
    return status;
}

static kj_status fill_utf8(kj_xml *xml, size_t room) {
    size_t length = 0;
    kj_status status = read_stream(xml, xml->window_start + xml->raw_bytes,
                                   xml->window + xml->raw_bytes, room, &length);
    if (status == KJ_OK) {
        xml->raw_bytes += (uint32_t)length;
        clean(xml, false);
    } else if (status == KJ_END || status == KJ_ERR_FORMAT) {
        clean(xml, true);
    }
    return status;
}

/* Windows-1252, 80 to 9F: WHATWG Encoding, index windows-1252; the five that are free stay C1. */
static uint32_t windows_1252(uint8_t byte) {
    static const uint16_t high[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

/* Takes a code point off the raw bytes. False: they are used up, or a pair is cut. */
static bool take_code_point(kj_xml *xml, bool at_end, uint32_t *code_point) {
    const uint8_t *raw = xml->raw + xml->raw_at;
    const unsigned left = xml->raw_length - xml->raw_at;
    if (xml->encoding == KJ_XML_WINDOWS_1252) {
        if (left > 0) {
            *code_point = windows_1252(raw[0]);
            xml->raw_at++;
        }
        return left > 0;
    }
    const unsigned low = xml->encoding == KJ_XML_UTF16_LE ? 0 : 1;
    if (left < 2) {
        return false;
    }
    uint32_t unit = raw[low] | (uint32_t)raw[1 - low] << 8;
    unsigned used = 2;
    if (unit >= 0xD800 && unit < 0xDC00) {
        if (left < 4 && !at_end) {
            return false;
        }
        uint32_t second = left < 4 ? 0 : raw[2 + low] | (uint32_t)raw[3 - low] << 8;
        if (second >= 0xDC00 && second < 0xE000) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
            used = 4;
        }
    }
    *code_point = unit >= 0xD800 && unit < 0xE000 ? KJ_XML_FLAW : unit;
    xml->raw_at = (uint8_t)(xml->raw_at + used);
    return true;
}

static kj_status fill_raw(kj_xml *xml) {
    size_t length = 0;
    memmove(xml->raw, xml->raw + xml->raw_at, xml->raw_length - xml->raw_at);
    xml->raw_length = (uint8_t)(xml->raw_length - xml->raw_at);
    xml->raw_at = 0;
    kj_status status = read_stream(xml, xml->source_at, xml->raw + xml->raw_length,
                                   sizeof xml->raw - xml->raw_length, &length);
    if (status == KJ_OK) {
        xml->raw_length = (uint8_t)(xml->raw_length + length);
        xml->source_at += (uint32_t)length;
    }
    return status;
}

static kj_status fill_other(kj_xml *xml, size_t room) {
    const uint32_t limit = xml->raw_bytes + (uint32_t)room - 4u;
    const uint32_t before = xml->raw_bytes;
    kj_status status = KJ_OK;
    while (xml->raw_bytes < limit) {
        uint32_t code_point;
        if (take_code_point(xml, status != KJ_OK, &code_point)) {
            xml->raw_bytes +=
                (uint32_t)kj_entity_utf8(code_point, (char *)xml->window + xml->raw_bytes);
            continue;
        }
        if (status != KJ_OK) {
            break;
        }
        status = fill_raw(xml);
        if (kj_xml_is_passing(status)) {
            break;
        }
    }
    clean(xml, false); /* whole code points only: none is cut */
    return xml->raw_bytes > before ? KJ_OK : status;
}

/* Gives up the window's bytes before done. */
static void slide(kj_xml *xml) {
    const uint32_t used = xml->done - xml->window_start;
    memmove(xml->window, xml->window + used, xml->raw_bytes - used);
    xml->window_start += used;
    xml->raw_bytes -= used;
    xml->clean_bytes -= used;
}

kj_status kj_xml_input_fill(kj_xml *xml) {
    if (KJ_XML_WINDOW_BYTES - xml->raw_bytes < PIECE_BYTES) {
        slide(xml);
    }
    size_t room = KJ_XML_WINDOW_BYTES - xml->raw_bytes;
    room = room < PIECE_BYTES ? room : PIECE_BYTES;
    /* UTF-8 fills the window to the last byte, so that what is too large does not depend on how
     * the pieces happen to lie. */
    if (room == 0 || (xml->encoding != KJ_XML_UTF8 && room <= 8)) {
        return KJ_ERR_RANGE;
    }
    return xml->encoding == KJ_XML_UTF8 ? fill_utf8(xml, room) : fill_other(xml, room);
}

int kj_xml_peek(kj_xml *xml, uint32_t offset) {
    while (offset >= kj_xml_window_end(xml)) {
        kj_status status = kj_xml_input_fill(xml);
        if (status == KJ_ERR_RANGE) {
            return KJ_XML_NO_ROOM;
        }
        if (status != KJ_OK && offset >= kj_xml_window_end(xml)) {
            return KJ_XML_NO_BYTE;
        }
    }
    return xml->window[offset - xml->window_start];
}

int kj_xml_skip_blanks(kj_xml *xml) {
    int byte;
    while (kj_ascii_is_blank(byte = kj_xml_peek(xml, xml->done))) {
        xml->done++;
    }
    return byte;
}

bool kj_xml_skip_past(kj_xml *xml, const char *mark) {
    for (; kj_xml_peek(xml, xml->done) >= 0; xml->done++) {
        if (kj_xml_looking_at(xml, xml->done, mark)) {
            xml->done += (uint32_t)strlen(mark);
            return true;
        }
    }
    return false;
}

bool kj_xml_looking_at(kj_xml *xml, uint32_t offset, const char *word) {
    for (; *word; word++, offset++) {
        int byte = kj_xml_peek(xml, offset);
        byte += byte >= 'A' && byte <= 'Z' ? 'a' - 'A' : 0;
        if (byte != (uint8_t)*word) {
            return false;
        }
    }
    return true;
}

static void empty(kj_xml *xml, uint32_t offset) {
    xml->window_start = offset;
    xml->raw_bytes = xml->clean_bytes = 0;
    xml->done = xml->fed = offset;
    xml->failed = kj_xml_is_passing(xml->failed) ? xml->failed : KJ_OK;
}

void kj_xml_input_go_to(kj_xml *xml, uint32_t offset) {
    if (offset >= xml->window_start && offset <= kj_xml_window_end(xml)) {
        xml->done = xml->fed = offset;
        return;
    }
    if (xml->encoding == KJ_XML_UTF8) {
        empty(xml, offset);
        return;
    }
    if (offset < xml->window_start) {
        empty(xml, 0);
        xml->source_at = 0;
        xml->raw_at = xml->raw_length = 0;
    }
    while (xml->done < offset) { /* through the window, a piece at a time */
        const uint32_t end = kj_xml_window_end(xml);
        xml->done = end < offset ? end : offset;
        if (xml->done < offset && kj_xml_input_fill(xml) != KJ_OK) {
            break; /* in xml->failed, which a step meets again */
        }
    }
    xml->fed = xml->done;
}

/* Whether what is not ASCII is UTF-8, judged by its first piece: decided once for a file, so
 * that every parser of it decides alike. */
static bool is_really_utf8(kj_xml *xml) {
    while (xml->done < EVIDENCE_BYTES) {
        int byte = kj_xml_peek(xml, xml->done);
        if (byte < 0) {
            return true;
        }
        if (byte >= 0x80) {
            return true;
        }
        if (byte == KJ_XML_FLAW) {
            return false;
        }
        xml->done++;
    }
    return true;
}

/* The encoding that the XML declaration names, if there is one, in lower case. */
static void find_name(kj_xml *xml, char *name, size_t room) {
    uint32_t at = xml->done;
    size_t length = 0;
    name[0] = '\0';
    if (!kj_xml_looking_at(xml, at, "<?xml")) {
        return;
    }
    const uint32_t limit = at + DECLARATION_BYTES;
    while (at < limit && !kj_xml_looking_at(xml, at, "?>") &&
           !kj_xml_looking_at(xml, at, "encoding")) {
        at++;
    }
    while (at < limit && kj_xml_peek(xml, at) >= 0 && kj_xml_peek(xml, at) != '"' &&
           kj_xml_peek(xml, at) != '\'' && kj_xml_peek(xml, at) != '>') {
        at++;
    }
    int byte;
    while (length + 1 < room && kj_xml_is_name(byte = kj_xml_peek(xml, ++at))) {
        name[length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 'a' - 'A' : byte);
    }
    name[length] = '\0';
}

static bool is_single_byte(const char *name) {
    static const char *const names[] = {"iso-8859-1",   "iso8859-1",   "latin1",
                                        "windows-1252", "cp1252",      "iso_8859-1",
                                        "l1",           "iso-8859-15", NULL};
    for (const char *const *known = names; *known; known++) {
        if (strcmp(name, *known) == 0) {
            return true;
        }
    }
    return false;
}

static kj_xml_encoding by_mark(const uint8_t *bytes, uint32_t length) {
    if (length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == '<' && !bytes[1]))) {
        return KJ_XML_UTF16_LE;
    }
    if (length >= 2 && ((bytes[0] == 0xFE && bytes[1] == 0xFF) || (!bytes[0] && bytes[1] == '<'))) {
        return KJ_XML_UTF16_BE;
    }
    return KJ_XML_UTF8;
}

void kj_xml_input_begin(kj_xml *xml) {
    char name[24];
    size_t length = 0;
    xml->encoding = KJ_XML_UTF8;
    empty(xml, 0);
    do { /* a mark takes two bytes, and a read may give one */
        size_t more = 0;
        if (read_stream(xml, (uint32_t)length, xml->window + length, PIECE_BYTES, &more) != KJ_OK) {
            break;
        }
        length += more;
    } while (length < 2);
    if (length == 0 || kj_xml_is_passing(xml->failed)) {
        return;
    }
    xml->raw_bytes = (uint32_t)length;
    xml->encoding = (uint8_t)by_mark(xml->window, xml->raw_bytes);
    if (xml->encoding == KJ_XML_UTF8) {
        clean(xml, false);
        find_name(xml, name, sizeof name);
        if (is_single_byte(name) && !is_really_utf8(xml)) {
            xml->encoding = KJ_XML_WINDOWS_1252;
        }
    }
    if (xml->encoding != KJ_XML_UTF8) {
        empty(xml, 0);
        xml->source_at = 0;
        xml->raw_at = xml->raw_length = 0;
    } else {
        kj_xml_input_go_to(xml, 0);
    }
    if (kj_xml_looking_at(xml, xml->done, "\xEF\xBB\xBF")) {
        xml->done += 3;
    }
    xml->fed = xml->done;
}
