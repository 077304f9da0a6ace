/* document.h - an article as a stream of blocks, whatever file it came from.
 *
 * A block is a headline, a paragraph, a list item...: a kind and its text, UTF-8 as in the
 * file. Text is pulled in pieces, so a block of any length passes through a small window.
 * A text offset is a byte offset in the document's text; the reader's place is such an
 * offset, and a document can be taken up again at any of them. Layer: document. */
#ifndef KJ_DOCUMENT_DOCUMENT_H
#define KJ_DOCUMENT_DOCUMENT_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum kj_block_kind {
    KJ_BLOCK_HEADLINE,
    KJ_BLOCK_BYLINE,
    KJ_BLOCK_DATELINE,
    KJ_BLOCK_LEAD, /* the summary under a headline */
    KJ_BLOCK_PARAGRAPH,
    KJ_BLOCK_QUOTE,
    KJ_BLOCK_SUBHEADING,
    KJ_BLOCK_LIST_ITEM,
    KJ_BLOCK_CAPTION,
    KJ_BLOCK_RULE, /* no text: a line across the column */
    KJ_BLOCK_KINDS
} kj_block_kind;

typedef struct kj_block {
    kj_block_kind kind;
    uint32_t start;     /* text offset of its first byte */
    bool after_heading; /* the block before it was no running text: no first-line indent */
} kj_block;

typedef struct kj_document kj_document;

struct kj_document {
    /* Steps to the block after the current one (the first after open). KJ_OK; KJ_END; ERR_IO. */
    kj_status (*next_block)(kj_document *document, kj_block *block);
    /* Up to capacity (>= 16) bytes of the current block's text from where the last call ended, cut
     * between code points; *last when the block's end is reached (then *length may be 0).
     * *offset: text offset of the first byte given. KJ_OK; ERR_IO; ERR_STATE before any block. */
    kj_status (*read)(kj_document *document, uint8_t *text, size_t capacity, size_t *length,
                      uint32_t *offset, bool *last);
    /* Goes to the block that holds offset, with reads starting at exactly offset (a code point's
     * first byte). KJ_OK; KJ_END past the text; ERR_IO. */
    kj_status (*seek)(kj_document *document, uint32_t offset, kj_block *block);
};

/* Where bytes come from: a file on the card, memory, a test that fails. */
typedef struct kj_source {
    void *context;
    uint32_t size_bytes;
    /* Reads exactly length bytes at offset (within size_bytes). KJ_OK or ERR_IO. */
    kj_status (*read)(void *context, uint32_t offset, uint8_t *bytes, size_t length);
} kj_source;

#endif
