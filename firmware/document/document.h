/* document.h - an article as a stream of blocks, whatever file it came from.
 *
 * A block is a headline, a paragraph, a list item...: a kind and its text, UTF-8. Text is
 * pulled in pieces of one inline style each, so a block of any length passes through a small
 * window. A text offset counts bytes of the document's text: those of the file itself where
 * that is plain text, else of the text as it is given here, each block's end counting at least
 * one byte. The reader's place is such an offset, and a document can be taken up again at any
 * of them. Layer: document. */
#ifndef KJ_DOCUMENT_DOCUMENT_H
#define KJ_DOCUMENT_DOCUMENT_H

#include "base/source.h"

#include <stdbool.h>

typedef enum kj_block_kind {
    KJ_BLOCK_HEADLINE,
    KJ_BLOCK_BYLINE,
    KJ_BLOCK_DATELINE,
    KJ_BLOCK_LEAD, /* the summary under a headline */
    KJ_BLOCK_PARAGRAPH,
    KJ_BLOCK_QUOTE,
    KJ_BLOCK_SUBHEADING,
    KJ_BLOCK_LIST_ITEM, /* its text begins with its bullet or number and a space */
    KJ_BLOCK_CAPTION,
    KJ_BLOCK_RULE,          /* no text: a line across the column */
    KJ_BLOCK_PREFORMATTED,  /* lines end in U+2028; spaces that count are U+00A0 */
    KJ_BLOCK_TABLE_ROW,     /* cells with U+0009 between them, no other space at their ends; an
                               empty cell is U+00A0 */
    KJ_BLOCK_IMAGE,         /* text: what stands in for the picture; document->image tells more */
    KJ_BLOCK_NOTE,          /* not the author's: the file is damaged here, a part is left out */
    KJ_BLOCK_ENTRY,         /* of a list to choose from: its headline; level 1: the lead */
    KJ_BLOCK_ENTRY_BYLINE,  /* who and when, or a file's particulars; belongs to the entry above */
    KJ_BLOCK_ENTRY_SUMMARY, /* what it is about; left out where a page has no room for all of it */
    KJ_BLOCK_SECTION,       /* over the entries of a section; level 0: with a rule above it */
    KJ_BLOCK_MASTHEAD,      /* a paper's name over its front page, across all columns */
    KJ_BLOCK_FOLIO, /* the line under it between two rules: left, U+0009, right; or one alone */
    KJ_BLOCK_KINDS
} kj_block_kind;

typedef struct kj_block {
    kj_block_kind kind;
    uint32_t start;     /* text offset of its first byte */
    bool after_heading; /* the block before it was no running text: no first-line indent */
    bool quoted;        /* inside a quotation, whatever its kind */
    bool continues;     /* a further paragraph of a list item: no bullet of its own */
    bool numbered;      /* a list item with a number: its lines are set in further */
    bool right_to_left; /* as the file says (dir) */
    uint32_t table;     /* a row: text offset of its table's first row */
    uint8_t level;      /* lists, sections: nesting from 0; subheadings: h2 is 0, h3 is 1 ...;
                           entries and what belongs to them: 1 for the lead; else 0 */
    char language[4];   /* as the file says: first subtag of lang, "" where it says nothing */
} kj_block;

/* Inline styles, bits. */
#define KJ_TEXT_PLAIN    0u
#define KJ_TEXT_STRONG   1u
#define KJ_TEXT_EMPHASIS 2u
#define KJ_TEXT_RAISED   4u /* superscript, and marks of footnotes */
#define KJ_TEXT_LOWERED  8u /* subscript */

/* A piece of the current block's text. */
typedef struct kj_piece {
    size_t length;   /* bytes, cut between code points */
    uint32_t offset; /* text offset of the first byte; pieces of a block follow without a gap */
    uint8_t style;   /* KJ_TEXT_* of all its bytes */
    bool last;       /* the block ends here; then length may be 0 */
} kj_piece;

typedef enum kj_image_state {
    KJ_IMAGE_GOOD,        /* a PNG, as far as its header tells */
    KJ_IMAGE_UNSUPPORTED, /* JPEG, GIF, SVG, WebP or something else: show the block's text */
    KJ_IMAGE_BROKEN,      /* cut short, damaged, a lie in its header, too large */
    KJ_IMAGE_MISSING      /* no such entry, or outside the edition */
} kj_image_state;

typedef struct kj_image {
    kj_image_state state;
    uint16_t width_px, height_px; /* of the file; 0 where not known */
    uint32_t locator;             /* names the entry: for document->open_image */
} kj_image;

typedef struct kj_document kj_document;
struct kj_heap;

struct kj_document {
    /* Steps to the block after the current one (the first after open). KJ_OK; KJ_END; ERR_IO;
     * ERR_MEMORY. What is damaged in the text is no error but a NOTE block. */
    kj_status (*next_block)(kj_document *document, kj_block *block);
    /* The next piece of the current block, at most capacity (>= 16) bytes, from where the last
     * call ended. KJ_OK; ERR_IO; ERR_MEMORY; ERR_STATE before any block. */
    kj_status (*read)(kj_document *document, uint8_t *text, size_t capacity, kj_piece *piece);
    /* Goes to the block that holds offset, with reads starting at exactly offset (a code point's
     * first byte). KJ_OK; KJ_END past the text; ERR_IO; ERR_MEMORY. */
    kj_status (*seek)(kj_document *document, uint32_t offset, kj_block *block);
    /* The picture of the current block, which is an IMAGE. NULL where there are never any.
     * KJ_OK; ERR_IO; ERR_STATE: the block is none. */
    kj_status (*image)(kj_document *document, kj_image *image);
    /* Opens a picture for decoding, dropping the parser, which is taken up again by the next call
     * of another function. *stream and *heap (all of it free, but for what the stream
     * takes when it is read) are borrowed until then.
     * NULL where there are never any. KJ_OK; ERR_IO; ERR_FORMAT; ERR_MEMORY; ERR_MISSING. */
    kj_status (*open_image)(kj_document *document, uint32_t locator, kj_stream *stream,
                            struct kj_heap **heap);
    /* Gives back what is held of the scratch heap; any later call takes up again. NULL where
     * nothing ever is. */
    void (*rest)(kj_document *document);
    /* The picture turned out to be broken: from now on image() says so, for the last few such. */
    void (*spoil_image)(kj_document *document, uint32_t locator);
};

#endif
