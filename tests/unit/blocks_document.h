/* blocks_document.h - a document made of a table of blocks, for tests of what lays them out. */
#ifndef KJ_TEST_BLOCKS_DOCUMENT_H
#define KJ_TEST_BLOCKS_DOCUMENT_H

#include "document/document.h"

#include <string.h>

typedef struct blocks_piece {
    const char *text; /* NULL: no more pieces */
    uint8_t style;
} blocks_piece;

typedef struct blocks_block {
    kj_block block; /* start is filled in */
    blocks_piece pieces[8];
    kj_image image;
} blocks_block;

typedef struct blocks_document {
    kj_document document; /* first */
    blocks_block *blocks;
    unsigned count, current, piece;
    size_t at; /* byte of the piece */
    bool in_block;
    uint32_t spoiled; /* locator of the picture that turned out broken */
} blocks_document;

static size_t blocks_length(const blocks_block *block) {
    size_t length = 0;
    for (const blocks_piece *piece = block->pieces; piece->text; piece++) {
        length += strlen(piece->text);
    }
    return length;
}

static kj_status blocks_next(kj_document *document, kj_block *block) {
    blocks_document *now = (blocks_document *)document;
    unsigned next = now->in_block ? now->current + 1u : 0u;
    if (next >= now->count) {
        return KJ_END;
    }
    now->current = next;
    now->in_block = true;
    now->piece = 0;
    now->at = 0;
    *block = now->blocks[next].block;
    return KJ_OK;
}

static uint32_t blocks_offset(const blocks_document *now) {
    const blocks_block *block = &now->blocks[now->current];
    uint32_t offset = block->block.start + (uint32_t)now->at;
    for (unsigned i = 0; i < now->piece; i++) {
        offset += (uint32_t)strlen(block->pieces[i].text);
    }
    return offset;
}

static kj_status blocks_read(kj_document *document, uint8_t *text, size_t capacity,
                             kj_piece *piece) {
    blocks_document *now = (blocks_document *)document;
    if (!now->in_block) {
        return KJ_ERR_STATE;
    }
    const blocks_piece *from = &now->blocks[now->current].pieces[now->piece];
    *piece = (kj_piece){.offset = blocks_offset(now), .last = from->text == NULL};
    if (!from->text) {
        return KJ_OK;
    }
    size_t length = strlen(from->text + now->at);
    length = length < capacity ? length : capacity;
    while ((from->text[now->at + length] & 0xC0) == 0x80) {
        length--;
    }
    memcpy(text, from->text + now->at, length);
    piece->length = length;
    piece->style = from->style;
    now->at += length;
    if (from->text[now->at] == '\0') {
        now->piece++;
        now->at = 0;
        piece->last = from[1].text == NULL;
    }
    return KJ_OK;
}

static kj_status blocks_seek(kj_document *document, uint32_t offset, kj_block *block) {
    blocks_document *now = (blocks_document *)document;
    for (unsigned i = 0; i < now->count; i++) {
        const blocks_block *here = &now->blocks[i];
        uint32_t start = here->block.start, end = start + (uint32_t)blocks_length(here);
        if (offset > end) {
            continue;
        }
        now->current = i;
        now->in_block = true;
        now->piece = 0;
        size_t into = offset > start ? offset - start : 0u;
        while (here->pieces[now->piece].text && into >= strlen(here->pieces[now->piece].text)) {
            into -= strlen(here->pieces[now->piece++].text);
        }
        now->at = into;
        *block = here->block;
        return KJ_OK;
    }
    return KJ_END;
}

static kj_status blocks_image(kj_document *document, kj_image *image) {
    blocks_document *now = (blocks_document *)document;
    if (!now->in_block || now->blocks[now->current].block.kind != KJ_BLOCK_IMAGE) {
        return KJ_ERR_STATE;
    }
    *image = now->blocks[now->current].image;
    if (now->spoiled != 0 && image->locator == now->spoiled) {
        image->state = KJ_IMAGE_BROKEN;
    }
    return KJ_OK;
}

static void blocks_spoil(kj_document *document, uint32_t locator) {
    ((blocks_document *)document)->spoiled = locator;
}

/* blocks: count of them, caller's; their starts are filled in. */
static inline void blocks_open(blocks_document *now, blocks_block *blocks, unsigned count) {
    uint32_t start = 0;
    uint32_t table = 0;
    for (unsigned i = 0; i < count; i++) {
        const bool row = blocks[i].block.kind == KJ_BLOCK_TABLE_ROW;
        table = row && i > 0 && blocks[i - 1].block.kind == KJ_BLOCK_TABLE_ROW ? table : start;
        blocks[i].block.start = start;
        blocks[i].block.table = row ? table : 0;
        start += (uint32_t)blocks_length(&blocks[i]) + 1u;
    }
    *now = (blocks_document){.document = {.next_block = blocks_next,
                                          .read = blocks_read,
                                          .seek = blocks_seek,
                                          .image = blocks_image,
                                          .spoil_image = blocks_spoil},
                             .blocks = blocks,
                             .count = count};
}

#endif
