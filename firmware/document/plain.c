/* plain.c - see plain.h. Layer: document. */
#include "document/plain.h"

#include "base/utf8.h"
#include "document/guess.h"
#include "document/lines.h"

#include <assert.h>
#include <string.h>

#define NOWHERE UINT32_MAX

enum { SUMMARY_WORDS = 6, FRONT_LINES = 4 };

/* Whether line is what the text goes on with after a heading: a sentence or a long line. */
static bool is_running(const kj_line_look *line) {
    return line->is_long || line->words > 12 || kj_guess_is_sentence(line);
}

static kj_status look_below(kj_plain *plain, const kj_line_look *line, kj_line_look *below) {
    uint32_t start;
    kj_status status = kj_lines_skip_blank(plain, line->end, &start);
    return status == KJ_OK ? kj_lines_look(plain, start, below) : status;
}

static bool is_front(const kj_plain *plain, uint32_t start) {
    return start == plain->headline || start == plain->byline || start == plain->dateline ||
           start == plain->lead_in;
}

static kj_block_kind front_kind(const kj_plain *plain, uint32_t start) {
    return start == plain->headline   ? KJ_BLOCK_HEADLINE
           : start == plain->byline   ? KJ_BLOCK_BYLINE
           : start == plain->dateline ? KJ_BLOCK_DATELINE
                                      : KJ_BLOCK_LEAD;
}

/* The kind of the line that begins at start. */
static kj_status kind_of(kj_plain *plain, uint32_t start, kj_block_kind *kind) {
    kj_line_look line, below;
    *kind = KJ_BLOCK_PARAGRAPH;
    if (is_front(plain, start)) {
        *kind = front_kind(plain, start);
        return KJ_OK;
    }
    kj_status status = kj_lines_look(plain, start, &line);
    if (status != KJ_OK) {
        return status;
    }
    if (kj_guess_is_rule(&line)) {
        *kind = KJ_BLOCK_RULE;
    } else if (kj_guess_is_list_item(&line)) {
        *kind = KJ_BLOCK_LIST_ITEM;
    } else if (kj_guess_is_subheading(&line)) {
        status = look_below(plain, &line, &below);
        if (status < 0) {
            return status;
        }
        bool heads = status == KJ_OK && is_running(&below) && below.length > line.length;
        *kind = heads ? KJ_BLOCK_SUBHEADING : KJ_BLOCK_PARAGRAPH;
    }
    return KJ_OK;
}

static bool is_heading(kj_block_kind kind) {
    return kind != KJ_BLOCK_PARAGRAPH && kind != KJ_BLOCK_LIST_ITEM && kind != KJ_BLOCK_QUOTE;
}

/* Makes the line that begins at start the current block, reads starting at offset. */
static kj_status enter(kj_plain *plain, uint32_t start, uint32_t offset, kj_block *block) {
    kj_block made = {.start = start, .after_heading = true};
    kj_block_kind above;
    uint32_t above_start;
    kj_status status = kind_of(plain, start, &made.kind);
    if (status != KJ_OK) {
        return status;
    }
    if (plain->in_block && plain->block.start < start && start == plain->next_start) {
        made.after_heading = is_heading(plain->block.kind);
    } else {
        status = kj_lines_above(plain, start, &above_start);
        if (status == KJ_OK) {
            status = kind_of(plain, above_start, &above);
            made.after_heading = status == KJ_OK && is_heading(above);
        }
        if (status < 0) {
            return status;
        }
    }
    plain->block = made;
    plain->in_block = true;
    plain->next_start = NOWHERE;
    plain->at = offset;
    *block = made;
    return KJ_OK;
}

static kj_status next_block(kj_document *document, kj_block *block) {
    kj_plain *plain = (kj_plain *)document;
    uint32_t end = plain->text_start, start;
    if (plain->in_block) {
        kj_status status = kj_lines_run(plain, plain->at, plain->source.size_bytes, NULL, &end);
        if (status != KJ_OK) {
            return status;
        }
    }
    kj_status status = kj_lines_skip_blank(plain, end, &start);
    if (status != KJ_OK) {
        return status;
    }
    plain->next_start = start;
    return enter(plain, start, start, block);
}

/* Bytes of text that end with a whole code point, as far as the sequence could still go on. */
static size_t whole_bytes(const uint8_t *text, size_t length) {
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        if (kj_utf8_is_cut((kj_span){text, length}, length - back)) {
            return length - back;
        }
    }
    return length;
}

static kj_status read(kj_document *document, uint8_t *text, size_t capacity, kj_piece *piece) {
    kj_plain *plain = (kj_plain *)document;
    assert(capacity >= 16);
    if (!plain->in_block) {
        return KJ_ERR_STATE;
    }
    uint32_t left = plain->source.size_bytes - plain->at, end = plain->at;
    uint32_t limit = plain->at + (left < capacity ? left : (uint32_t)capacity);
    bool is_last = plain->block.kind == KJ_BLOCK_RULE;
    if (!is_last) {
        kj_status status = kj_lines_run(plain, plain->at, limit, text, &end);
        if (status != KJ_OK) {
            return status;
        }
        is_last = end < limit || end == plain->source.size_bytes;
    }
    size_t count = end - plain->at;
    if (!is_last) {
        count = whole_bytes(text, count);
    }
    *piece = (kj_piece){.length = count, .offset = plain->at, .last = is_last};
    plain->at += (uint32_t)count;
    return KJ_OK;
}

static kj_status seek(kj_document *document, uint32_t offset, kj_block *block) {
    kj_plain *plain = (kj_plain *)document;
    uint32_t start, text;
    if (offset >= plain->source.size_bytes) {
        return KJ_END;
    }
    if (offset < plain->text_start) {
        offset = plain->text_start;
    }
    if (plain->in_block && offset >= plain->block.start && offset <= plain->at &&
        plain->block.kind != KJ_BLOCK_RULE) {
        uint32_t length;
        kj_status status = kj_lines_end_at(plain, offset, &length);
        if (status == KJ_OK && length == 0) { /* no way back to the line's beginning needed */
            plain->at = offset;
            *block = plain->block;
        }
        if (status != KJ_OK || length == 0) {
            return status;
        }
    }
    kj_status status = kj_lines_begin(plain, offset, plain->text_start, &start);
    if (status == KJ_OK) {
        status = kj_lines_skip_blank(plain, start, &text);
    }
    if (status != KJ_OK) {
        return status;
    }
    uint32_t end;
    status = kj_lines_run(plain, text, plain->source.size_bytes, NULL, &end);
    if (status == KJ_OK && end <= offset && end > text) { /* at the line end itself */
        status = kj_lines_skip_blank(plain, offset, &text);
    }
    return status == KJ_OK ? enter(plain, text, offset > text ? offset : text, block) : status;
}

/* Signatures of files that are no text, and bytes that text does not hold: judged on the
 * first buffer. A third of bytes that are no text is far above what a damaged file shows. */
static bool looks_binary(kj_span head) {
    static const char *const signatures[] = {"PK\3\4",
                                             "\x89PNG",
                                             "%PDF-",
                                             "\x7F"
                                             "ELF",
                                             "\xFF\xD8\xFF",
                                             "GIF8",
                                             "\xFF\xFE",
                                             "\xFE\xFF",
                                             NULL};
    for (const char *const *signature = signatures; *signature; signature++) {
        size_t length = strlen(*signature);
        if (head.length >= length && memcmp(head.data, *signature, length) == 0) {
            return true;
        }
    }
    size_t bad = 0;
    for (size_t at = 0; at < head.length;) {
        size_t before = at;
        bool cut = kj_utf8_is_cut(head, at);
        uint32_t code_point = kj_utf8_next(head, &at);
        bool control = code_point < 0x20 && !(code_point >= '\t' && code_point <= '\r');
        bad += !cut && (control || code_point == KJ_UTF8_REPLACEMENT) ? at - before : 0;
    }
    return bad * 3 > head.length;
}

/* A name alone signs a story only where its place says so: right under the headline with no
 * blank line between, or with a dateline below. */
static bool is_byline(const kj_line_look *line, const kj_line_look *below) {
    return kj_guess_is_signature(line) ||
           (kj_guess_is_name(line) && (!line->blank_above || kj_guess_is_dateline(below)));
}

static bool is_summary(const kj_line_look *line, const kj_line_look *below) {
    bool signed_below = kj_guess_is_signature(below) || kj_guess_is_dateline(below);
    return !line->is_long && line->words >= SUMMARY_WORDS && signed_below &&
           !kj_guess_is_dateline(line);
}

/* Finds summary, byline and dateline below the headline, each at most once; a line counts as
 * one of them only where more text follows it. */
static kj_status find_front(kj_plain *plain, kj_line_look *line, kj_line_look *below) {
    kj_status status = look_below(plain, line, below);
    for (unsigned i = 0; i < FRONT_LINES && status == KJ_OK; i++) {
        *line = *below;
        status = look_below(plain, line, below);
        if (status != KJ_OK) {
            break;
        }
        if (plain->dateline == NOWHERE && kj_guess_is_dateline(line)) {
            plain->dateline = line->start;
        } else if (plain->byline == NOWHERE && is_byline(line, below)) {
            plain->byline = line->start;
        } else if (i == 0 && is_summary(line, below)) {
            plain->lead_in = line->start;
        } else {
            break;
        }
    }
    return status == KJ_END ? KJ_OK : status;
}

static kj_status look_at_front(kj_plain *plain) {
    kj_line_look line, below;
    uint32_t start;
    kj_status status = kj_lines_skip_blank(plain, plain->text_start, &start);
    if (status == KJ_OK) {
        status = kj_lines_look(plain, start, &line);
    }
    if (status != KJ_OK || !kj_guess_is_headline(&line)) {
        return status;
    }
    status = look_below(plain, &line, &below);
    if (status == KJ_OK || (status == KJ_END && !kj_guess_is_sentence(&line))) {
        plain->headline = start; /* a sentence that stands alone in its file heads nothing */
    }
    return status == KJ_OK ? find_front(plain, &line, &below) : status == KJ_END ? KJ_OK : status;
}

kj_status kj_plain_open(kj_plain *plain, const kj_source *source) {
    *plain = (kj_plain){.document = {.next_block = next_block, .read = read, .seek = seek},
                        .source = *source,
                        .headline = NOWHERE,
                        .byline = NOWHERE,
                        .dateline = NOWHERE,
                        .lead_in = NOWHERE,
                        .next_start = NOWHERE};
    uint8_t first;
    if (source->size_bytes == 0) {
        return KJ_END;
    }
    kj_status status = kj_lines_byte(plain, 0, &first);
    if (status != KJ_OK) {
        return status;
    }
    kj_span head = {plain->buffer, plain->buffer_length};
    if (looks_binary(head)) {
        return KJ_ERR_FORMAT;
    }
    bool marked = head.length >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0;
    plain->text_start = marked ? 3u : 0u;
    return look_at_front(plain);
}
