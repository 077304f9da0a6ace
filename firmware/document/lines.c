/* lines.c - see lines.h. Layer: document. */
#include "document/lines.h"

enum { BLANKS_BACK = 256 /* how far back a blank line is looked for */ };

kj_status kj_lines_byte(kj_plain *plain, uint32_t offset, uint8_t *byte) {
    if (offset - plain->buffer_start >= plain->buffer_length) {
        uint32_t start = offset - offset % KJ_PLAIN_BUFFER_BYTES;
        uint32_t left = plain->source.size_bytes - start;
        uint32_t length = left < KJ_PLAIN_BUFFER_BYTES ? left : KJ_PLAIN_BUFFER_BYTES;
        plain->buffer_length = 0;
        kj_status status = plain->source.read(plain->source.context, start, plain->buffer, length);
        if (status != KJ_OK) {
            return KJ_ERR_IO;
        }
        plain->buffer_start = start;
        plain->buffer_length = length;
    }
    *byte = plain->buffer[offset - plain->buffer_start];
    return KJ_OK;
}

static bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

/* Whether the bytes at offset are those of sequence. */
static kj_status matches(kj_plain *plain, uint32_t offset, const uint8_t *sequence, uint32_t length,
                         bool *match) {
    *match = false;
    for (uint32_t i = 0; i < length; i++) {
        uint8_t byte;
        if (plain->source.size_bytes - offset <= i) {
            return KJ_OK;
        }
        kj_status status = kj_lines_byte(plain, offset + i, &byte);
        if (status != KJ_OK) {
            return status;
        }
        if (byte != sequence[i]) {
            return KJ_OK;
        }
    }
    *match = true;
    return KJ_OK;
}

kj_status kj_lines_end_at(kj_plain *plain, uint32_t offset, uint32_t *length) {
    static const uint8_t crlf[] = {'\r', '\n'}, nel[] = {0xC2, 0x85}, ps[] = {0xE2, 0x80, 0xA9};
    uint8_t byte;
    kj_status status = kj_lines_byte(plain, offset, &byte);
    if (status != KJ_OK) {
        return status;
    }
    const uint8_t *longer = byte == '\r' ? crlf : byte == 0xC2 ? nel : byte == 0xE2 ? ps : NULL;
    uint32_t longer_length = byte == 0xE2 ? 3u : 2u;
    bool match = false;
    if (longer) {
        status = matches(plain, offset, longer, longer_length, &match);
        if (status != KJ_OK) {
            return status;
        }
    }
    bool single = byte >= '\n' && byte <= '\r'; /* LF, VT, FF, CR */
    *length = match ? longer_length : single ? 1u : 0u;
    return KJ_OK;
}

kj_status kj_lines_run(kj_plain *plain, uint32_t offset, uint32_t limit, uint8_t *text,
                       uint32_t *end) {
    uint32_t start = offset;
    for (; offset < limit; offset++) {
        uint8_t byte;
        uint32_t length = 0;
        uint32_t at = offset - plain->buffer_start;
        if (at < plain->buffer_length) {
            byte = plain->buffer[at];
        } else {
            kj_status status = kj_lines_byte(plain, offset, &byte);
            if (status != KJ_OK) {
                return status;
            }
        }
        if (kj_lines_may_end(byte)) {
            kj_status status = kj_lines_end_at(plain, offset, &length);
            if (status != KJ_OK) {
                return status;
            }
        }
        if (length > 0) {
            break;
        }
        if (text) {
            text[offset - start] = byte;
        }
    }
    *end = offset;
    return KJ_OK;
}

kj_status kj_lines_skip_blank(kj_plain *plain, uint32_t offset, uint32_t *start) {
    while (offset < plain->source.size_bytes) {
        uint8_t byte;
        uint32_t length;
        kj_status status = kj_lines_byte(plain, offset, &byte);
        if (status == KJ_OK) {
            status = kj_lines_end_at(plain, offset, &length);
        }
        if (status != KJ_OK) {
            return status;
        }
        if (length == 0 && !is_blank(byte)) {
            *start = offset;
            return KJ_OK;
        }
        offset += length ? length : 1u;
    }
    return KJ_END;
}

/* Whether a line end stands right before offset; *start is where it begins. */
static kj_status end_before(kj_plain *plain, uint32_t offset, uint32_t *start, bool *found) {
    *found = false;
    for (uint32_t back = 1; back <= 3 && back <= offset && !*found; back++) {
        uint32_t length;
        kj_status status = kj_lines_end_at(plain, offset - back, &length);
        if (status != KJ_OK) {
            return status;
        }
        if (length == back) {
            *start = offset - back;
            *found = true;
        }
    }
    return KJ_OK;
}

kj_status kj_lines_begin(kj_plain *plain, uint32_t offset, uint32_t least, uint32_t *start) {
    while (offset > least) {
        uint8_t byte;
        kj_status status = kj_lines_byte(plain, offset - 1u, &byte);
        if (status != KJ_OK) {
            return status;
        }
        bool may_end = (byte >= '\n' && byte <= '\r') || byte == 0x85 || byte == 0xA9;
        bool found = false;
        uint32_t ignored;
        if (may_end) {
            status = end_before(plain, offset, &ignored, &found);
            if (status != KJ_OK) {
                return status;
            }
        }
        if (found) {
            break;
        }
        offset--;
    }
    *start = offset;
    return KJ_OK;
}

/* Line ends among the blanks right before offset, up to 2. *edge: where the blanks begin. */
static kj_status ends_above(kj_plain *plain, uint32_t offset, unsigned *ends, uint32_t *edge) {
    uint32_t least = offset > BLANKS_BACK ? offset - BLANKS_BACK : 0;
    *ends = 0;
    while (offset > least) {
        uint8_t byte;
        bool found;
        uint32_t start;
        kj_status status = kj_lines_byte(plain, offset - 1u, &byte);
        if (status == KJ_OK) {
            status = end_before(plain, offset, &start, &found);
        }
        if (status != KJ_OK) {
            return status;
        }
        if (!found && !is_blank(byte)) {
            break;
        }
        *ends += found && *ends < 2 ? 1u : 0u;
        offset = found ? start : offset - 1u;
    }
    *ends = offset == 0 || offset == plain->text_start ? 2u : *ends;
    *edge = offset;
    return KJ_OK;
}

/* Whether the line after the line end at offset is blank or missing. */
static kj_status is_blank_below(kj_plain *plain, uint32_t offset, bool *blank) {
    uint32_t start, length, ends = 0;
    kj_status status = kj_lines_skip_blank(plain, offset, &start);
    if (status == KJ_END) {
        *blank = true;
        return KJ_OK;
    }
    while (status == KJ_OK && offset < start && ends < 2) {
        status = kj_lines_end_at(plain, offset, &length);
        ends += status == KJ_OK && length > 0;
        offset += status == KJ_OK && length > 0 ? length : 1u;
    }
    *blank = ends >= 2;
    return status;
}

static void count_words(kj_line_look *look) {
    bool in_word = false;
    look->words = look->length = 0;
    for (uint32_t i = 0; i < look->end - look->start; i++) {
        bool blank = is_blank(look->text[i]);
        look->words += !blank && !in_word ? 1u : 0u;
        look->length = blank ? look->length : (uint16_t)(i + 1u);
        in_word = !blank;
    }
}

kj_status kj_lines_look(kj_plain *plain, uint32_t start, kj_line_look *look) {
    uint32_t left = plain->source.size_bytes - start, edge;
    uint32_t limit = start + (left < KJ_LINE_PEEK_BYTES ? left : KJ_LINE_PEEK_BYTES);
    unsigned ends;
    look->start = start;
    kj_status status = kj_lines_run(plain, start, limit, look->text, &look->end);
    if (status != KJ_OK) {
        return status;
    }
    count_words(look);
    look->is_long = look->end - start >= KJ_LINE_PEEK_BYTES;
    status = ends_above(plain, start, &ends, &edge);
    look->blank_above = status == KJ_OK && ends >= 2;
    look->blank_below = false;
    if (status == KJ_OK && !look->is_long) {
        status = is_blank_below(plain, look->end, &look->blank_below);
    }
    return status;
}

kj_status kj_lines_above(kj_plain *plain, uint32_t below, uint32_t *start) {
    unsigned ends;
    uint32_t edge = below, before;
    do { /* many blank lines: piece by piece */
        before = edge;
        kj_status status = ends_above(plain, before, &ends, &edge);
        if (status != KJ_OK) {
            return status;
        }
    } while (before - edge >= BLANKS_BACK);
    if (edge <= plain->text_start) {
        return KJ_END;
    }
    uint32_t least = edge > KJ_LINE_PEEK_BYTES + BLANKS_BACK
                         ? edge - KJ_LINE_PEEK_BYTES - BLANKS_BACK
                         : plain->text_start;
    kj_status status = kj_lines_begin(plain, edge, least, &before);
    return status == KJ_OK ? kj_lines_skip_blank(plain, before, start) : status;
}
