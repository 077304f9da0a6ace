/* xml_prolog.c - what comes before a document's first element: passed over here, and never shown
 * to expat, so that no DTD is ever interpreted. Of a document type's internal subset only
 * entities of plain text are taken, each at most KJ_XML_ENTITY_TEXT bytes long and without
 * references to others: then no file can grow by them more than 16 times. Layer: document. */
#include "document/entities.h"
#include "document/xml_input.h"

#include <string.h>

enum { DOCTYPE_BYTES = 1 << 15, ENTITY_NAME_BYTES = 32 };

uint32_t kj_xml_number(const char *digits, size_t length) {
    const bool hex = length > 0 && (digits[0] == 'x' || digits[0] == 'X');
    uint32_t number = 0;
    size_t i = hex ? 1 : 0;
    for (; i < length && number < 0x110000; i++) {
        const char c = digits[i];
        const unsigned digit = c >= '0' && c <= '9'          ? (unsigned)(c - '0')
                               : hex && c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                               : hex && c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                             : 99;
        if (digit == 99) {
            return 0xFFFD;
        }
        number = number * (hex ? 16 : 10) + digit;
    }
    const bool good = number >= 0x20 ? number < 0x110000 && (number < 0xD800 || number >= 0xE000) &&
                                           number != 0xFFFE && number != 0xFFFF
                                     : number == '\t' || number == '\n' || number == '\r';
    return good && length > (hex ? 1 : 0) ? number : 0xFFFD;
}

size_t kj_xml_entity(const kj_xml *xml, const char *name, size_t length, char *text) {
    for (size_t at = 0; at < xml->entity_bytes;) {
        const char *known = xml->entities + at;
        const char *value = known + strlen(known) + 1;
        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            memcpy(text, value, strlen(value));
            return strlen(value);
        }
        at = (size_t)(value - xml->entities) + strlen(value) + 1;
    }
    const uint32_t code_point = kj_entity_find(name, length);
    return code_point ? kj_entity_utf8(code_point, text) : 0;
}

/* value (length bytes, of an entity's declaration) with its numeric references resolved, into
 * text. False: it is none that we take. */
static bool plain_value(const char *value, size_t length, char *text, size_t *bytes) {
    *bytes = 0;
    for (size_t i = 0; i < length; i++) {
        if (value[i] == '<' || value[i] == '%' || *bytes + 4 >= KJ_XML_ENTITY_TEXT) {
            return false;
        }
        if (value[i] != '&') {
            text[(*bytes)++] = value[i];
            continue;
        }
        const char *end = memchr(value + i, ';', length - i);
        if (!end || value[i + 1] != '#') {
            return false;
        }
        uint32_t number = kj_xml_number(value + i + 2, (size_t)(end - value) - i - 2);
        if (number == '<' || number == '&') {
            return false; /* would be markup once it is read again */
        }
        *bytes += kj_entity_utf8(number, text + *bytes);
        i = (size_t)(end - value);
    }
    return *bytes > 0;
}

static void keep_entity(kj_xml *xml, const char *name, size_t name_length, const char *value,
                        size_t value_length) {
    char text[KJ_XML_ENTITY_TEXT];
    size_t bytes;
    if (name_length == 0 || !plain_value(value, value_length, text, &bytes) ||
        xml->entity_bytes + name_length + bytes + 2 > sizeof xml->entities) {
        return;
    }
    char *to = xml->entities + xml->entity_bytes;
    memcpy(to, name, name_length);
    to[name_length] = '\0';
    memcpy(to + name_length + 1, text, bytes);
    to[name_length + 1 + bytes] = '\0';
    xml->entity_bytes = (uint16_t)(xml->entity_bytes + name_length + bytes + 2);
}

/* Copies bytes from done on up to stop (or, with stop 0, up to what is no name), which done is at
 * then. Returns their number, 0 too where they do not fit. */
static size_t take(kj_xml *xml, int stop, char *text, size_t room) {
    size_t length = 0;
    int byte;
    while ((byte = kj_xml_peek(xml, xml->done)) >= 0 && byte != stop &&
           (stop != 0 || kj_xml_is_name(byte))) {
        if (length < room) {
            text[length] = (char)byte;
        }
        length++;
        xml->done++;
    }
    return length <= room ? length : 0;
}

/* At <!ENTITY: takes the declaration's name and value; done is somewhere in it then. */
static void entity_declaration(kj_xml *xml) {
    char name[ENTITY_NAME_BYTES], value[4 * KJ_XML_ENTITY_TEXT];
    xml->done += (uint32_t)strlen("<!entity");
    (void)kj_xml_skip_blanks(xml);
    size_t name_length = take(xml, 0, name, sizeof name);
    int quote = kj_xml_skip_blanks(xml);
    if (quote == '"' || quote == '\'') {
        xml->done++;
        size_t value_length = take(xml, quote, value, sizeof value);
        keep_entity(xml, name, name_length, value, value_length);
        xml->done++;
    }
}

/* At <!DOCTYPE: done behind it. Its quotes are taken seriously only inside the internal subset,
 * where a ">" may stand in one. */
static void document_type(kj_xml *xml) {
    const uint32_t start = xml->done;
    bool inside = false;
    int quote = 0;
    for (xml->done += 2; xml->done - start < DOCTYPE_BYTES;) {
        int byte = kj_xml_peek(xml, xml->done);
        if (byte < 0) {
            break;
        }
        if (quote) {
            quote = byte == quote ? 0 : quote;
        } else if (inside && (byte == '"' || byte == '\'')) {
            quote = byte;
        } else if (inside && kj_xml_looking_at(xml, xml->done, "<!--")) {
            (void)kj_xml_skip_past(xml, "-->");
            continue;
        } else if (inside && kj_xml_looking_at(xml, xml->done, "<!entity")) {
            entity_declaration(xml);
            continue;
        } else if (byte == '[' || byte == ']') {
            inside = byte == '[';
        } else if (byte == '>' && !inside) {
            xml->done++;
            return;
        }
        xml->done++;
    }
    kj_xml_input_go_to(xml, start + 2); /* never closed: what is in it is text, then */
}

/* Passes over what ends with mark; where that never comes, over its first bytes alone. */
static void pass(kj_xml *xml, const char *mark) {
    const uint32_t start = xml->done;
    if (!kj_xml_skip_past(xml, mark)) {
        kj_xml_input_go_to(xml, start + 2);
        xml->no_comment_end |= mark[0] == '-' && xml->failed == KJ_OK;
    }
}

void kj_xml_prolog(kj_xml *xml) {
    for (;;) {
        (void)kj_xml_skip_blanks(xml);
        if (kj_xml_looking_at(xml, xml->done, "<!--")) {
            pass(xml, "-->");
        } else if (kj_xml_looking_at(xml, xml->done, "<!doctype")) {
            document_type(xml);
        } else if (kj_xml_looking_at(xml, xml->done, "<?")) {
            pass(xml, ">");
        } else {
            break;
        }
    }
    xml->fed = xml->done;
}
