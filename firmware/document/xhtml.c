/* xhtml.c - see xhtml.h. The document's functions over the buffer that the parser fills; any
 * error drops the parser, and the next call takes up again where the reader of the document
 * stands. Layer: document. */
#include "document/xhtml.h"

#include "document/xhtml_attributes.h"
#include "document/xhtml_live.h"

#include <assert.h>
#include <string.h>

#define NOWHERE UINT32_MAX

static kj_xhtml_begin header_at(const kj_xhtml_live *live) {
    kj_xhtml_begin begin;
    memcpy(&begin, live->out + live->head + 1, sizeof begin);
    return begin;
}

static void take_header(kj_xhtml *xhtml) {
    kj_xhtml_live *live = xhtml->live;
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    const kj_xhtml_begin begin = header_at(live);
    cursor->block = (kj_block){
        .kind = (kj_block_kind)begin.kind,
        .start = begin.start,
        .after_heading = (begin.flags & KJ_XHTML_BLOCK_AFTER_HEADING) != 0,
        .quoted = (begin.flags & KJ_XHTML_BLOCK_QUOTED) != 0,
        .continues = (begin.flags & KJ_XHTML_BLOCK_CONTINUES) != 0,
        .right_to_left = (begin.flags & KJ_XHTML_BLOCK_RTL) != 0,
        .numbered = (begin.flags & KJ_XHTML_BLOCK_NUMBERED) != 0,
        .level = begin.level,
        .table = begin.table,
    };
    kj_language_unpack(begin.language, cursor->block.language);
    cursor->image = begin.image;
    cursor->style = KJ_TEXT_PLAIN;
    cursor->in_block = true;
    cursor->is_over = false;
    live->head = (uint16_t)(live->head + 1 + sizeof begin);
}

/* Bytes of text at the head of the buffer, at most limit, styles taken; whole characters. */
static size_t run_at_head(kj_xhtml *xhtml, size_t limit) {
    kj_xhtml_live *live = xhtml->live;
    while (live->visible - live->head >= 2 && live->out[live->head] == KJ_XHTML_MARK_STYLE) {
        xhtml->cursor.style = live->out[live->head + 1];
        live->head = (uint16_t)(live->head + 2);
    }
    size_t end = live->head;
    const size_t there =
        (size_t)live->visible - live->head; /* limit may be all that 32 bits hold */
    const size_t most = limit < there ? live->head + limit : live->visible;
    while (end < most && (live->out[end] >= 0x20 || live->out[end] == '\t')) {
        end++;
    }
    if (end == most && end < live->visible) {
        while (end > live->head && (live->out[end] & 0xC0) == 0x80) {
            end--;
        }
    }
    return end - live->head;
}

static bool is_end_at_head(const kj_xhtml_live *live) {
    return live->visible > live->head && live->out[live->head] == KJ_XHTML_MARK_END;
}

/* Reads on to offset in the current block, or to its end. */
static kj_status pass_to(kj_xhtml *xhtml, uint32_t offset) {
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    while (cursor->at != offset) {
        kj_status status = kj_xhtml_pump(xhtml);
        if (status != KJ_OK) {
            return status;
        }
        kj_xhtml_live *live = xhtml->live;
        const size_t length = run_at_head(xhtml, offset - cursor->at);
        if (length == 0 && live->visible > live->head) {
            break; /* its end; or in the middle of a character: at its beginning */
        }
        live->head = (uint16_t)(live->head + length);
        cursor->at += (uint32_t)length;
    }
    return KJ_OK;
}

static kj_status look_for_end(kj_xhtml *xhtml, bool *at_end) {
    do {
        kj_status status = kj_xhtml_pump(xhtml);
        if (status != KJ_OK) {
            return status;
        }
        (void)run_at_head(xhtml, 0);
    } while (xhtml->live->visible == xhtml->live->head);
    *at_end = is_end_at_head(xhtml->live);
    return KJ_OK;
}

typedef struct goal {
    uint32_t offset;
    uint32_t home; /* the block whose end may be stopped at; else that is the next one's place */
    uint32_t first_at; /* the parser begins inside of a block, here; or NOWHERE */
    bool ahead;        /* stop before the header of the first block at or behind offset */
} goal;

/* To target, from the header that comes next or, with inside, from inside the current block. */
static kj_status go_on_to(kj_xhtml *xhtml, const goal *target, bool inside) {
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    uint32_t first_at = target->first_at;
    for (;; inside = false) {
        bool at_end;
        if (!inside) {
            kj_status status = kj_xhtml_pump(xhtml);
            if (status != KJ_OK) {
                return status;
            }
            if (target->ahead && header_at(xhtml->live).start >= target->offset) {
                return KJ_OK;
            }
            take_header(xhtml);
            cursor->at = first_at != NOWHERE ? first_at : cursor->block.start;
            first_at = NOWHERE;
            if (cursor->block.start >= target->offset) {
                return KJ_OK;
            }
        }
        kj_status status = pass_to(xhtml, target->offset);
        if (status == KJ_OK) {
            status = look_for_end(xhtml, &at_end);
        }
        if (status != KJ_OK) {
            return status;
        }
        const bool is_home = cursor->at == target->offset && cursor->block.start == target->home;
        if (is_home || !at_end) {
            return KJ_OK;
        }
        xhtml->live->head++;
        cursor->is_over = true;
    }
}

/* Has a parser that stands where the cursor does. */
static kj_status revive(kj_xhtml *xhtml) {
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    if (xhtml->live) {
        return KJ_OK;
    }
    kj_xhtml_close_image(xhtml);
    const kj_xhtml_cursor was = *cursor;
    const bool over = was.in_block && was.is_over;
    const goal target = {.offset = over           ? was.at + 1
                                   : was.in_block ? was.at
                                                  : 0,
                         .home = over ? NOWHERE : was.block.start,
                         .first_at = NOWHERE,
                         .ahead = over};
    const kj_xhtml_place *place = kj_xhtml_places_find(&xhtml->places, target.offset);
    goal from = target;
    from.first_at = place->state.begun ? place->state.text : NOWHERE;
    kj_status status = kj_xhtml_begin_at(xhtml, place);
    if (status == KJ_OK && was.in_block) {
        status = go_on_to(xhtml, &from, false);
    }
    const uint8_t style = cursor->style;
    *cursor = was;
    cursor->style = style;
    return status == KJ_END && over ? KJ_OK : status;
}

static kj_status next_block(kj_document *document, kj_block *block) {
    kj_xhtml *xhtml = (kj_xhtml *)document;
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    kj_status status = revive(xhtml);
    if (status != KJ_OK) {
        return status;
    }
    const kj_xhtml_cursor was = *cursor;
    if (cursor->in_block && !cursor->is_over) {
        bool at_end;
        status = pass_to(xhtml, NOWHERE);
        if (status == KJ_OK) {
            status = look_for_end(xhtml, &at_end);
        }
        if (status != KJ_OK) {
            *cursor = was;
            return status;
        }
        xhtml->live->head++;
        cursor->is_over = true;
    }
    status = kj_xhtml_pump(xhtml);
    if (status != KJ_OK) {
        if (status != KJ_END) {
            *cursor = was;
        }
        return status;
    }
    take_header(xhtml);
    cursor->at = cursor->block.start;
    *block = cursor->block;
    return KJ_OK;
}

static kj_status read(kj_document *document, uint8_t *text, size_t capacity, kj_piece *piece) {
    kj_xhtml *xhtml = (kj_xhtml *)document;
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    size_t length = 0;
    assert(capacity >= 16);
    if (!cursor->in_block) {
        return KJ_ERR_STATE;
    }
    if (cursor->is_over) {
        *piece = (kj_piece){.offset = cursor->at, .last = true};
        return KJ_OK;
    }
    kj_status status = revive(xhtml);
    while (status == KJ_OK && length == 0) {
        status = kj_xhtml_pump(xhtml);
        if (status == KJ_OK) {
            length = run_at_head(xhtml, capacity);
            if (length == 0 && is_end_at_head(xhtml->live)) {
                break;
            }
        }
    }
    if (status != KJ_OK) {
        return status == KJ_END ? KJ_ERR_IO : status; /* a block never lacks its end */
    }
    kj_xhtml_live *live = xhtml->live;
    memcpy(text, live->out + live->head, length);
    live->head = (uint16_t)(live->head + length);
    *piece = (kj_piece){.length = length,
                        .offset = cursor->at,
                        .style = cursor->style,
                        .last = is_end_at_head(live)};
    live->head = (uint16_t)(live->head + piece->last);
    cursor->at += (uint32_t)length;
    cursor->is_over = piece->last;
    return KJ_OK;
}

static kj_status seek(kj_document *document, uint32_t offset, kj_block *block) {
    kj_xhtml *xhtml = (kj_xhtml *)document;
    kj_xhtml_cursor *cursor = &xhtml->cursor;
    const kj_xhtml_cursor was = *cursor;
    const kj_xhtml_place *place = kj_xhtml_places_find(&xhtml->places, offset);
    const bool onwards =
        xhtml->live && cursor->in_block && offset >= cursor->at && place->state.text <= cursor->at;
    goal target = {.offset = offset, .home = NOWHERE, .first_at = NOWHERE};
    kj_status status = KJ_OK;
    if (!onwards) {
        kj_xhtml_close_image(xhtml);
        target.first_at = place->state.begun ? place->state.text : NOWHERE;
        status = kj_xhtml_begin_at(xhtml, place);
    }
    if (status == KJ_OK) {
        status = go_on_to(xhtml, &target, onwards && !cursor->is_over);
    }
    if (status != KJ_OK) {
        *cursor = was;
        kj_xhtml_drop(xhtml);
        return status;
    }
    *block = cursor->block;
    return KJ_OK;
}

static void rest(kj_document *document) { kj_xhtml_rest((kj_xhtml *)document); }

kj_status kj_xhtml_open(kj_xhtml *xhtml, const kj_xhtml_config *config) {
    memset(xhtml, 0, sizeof *xhtml);
    xhtml->document = (kj_document){.next_block = next_block,
                                    .read = read,
                                    .seek = seek,
                                    .image = kj_xhtml_image,
                                    .open_image = kj_xhtml_open_image,
                                    .rest = rest,
                                    .spoil_image = kj_xhtml_spoil_image};
    xhtml->config = *config;
    kj_xhtml_places_init(&xhtml->places);
    kj_status status = revive(xhtml);
    if (status == KJ_OK) {
        status = kj_xhtml_pump(xhtml);
    }
    if (status != KJ_OK) {
        kj_xhtml_close(xhtml);
    }
    return status;
}

void kj_xhtml_rest(kj_xhtml *xhtml) {
    kj_xhtml_drop(xhtml);
    kj_xhtml_close_image(xhtml);
}

void kj_xhtml_close(kj_xhtml *xhtml) { kj_xhtml_rest(xhtml); }
