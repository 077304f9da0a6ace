/* xhtml.h - an article in XHTML as a document.
 *
 * An article is a list of parts, each an entry of an archive or the piece of one between two
 * anchors. Elements map to blocks and a few inline styles; there is no DOM and no CSS. Text
 * offsets count the text as it is given, from the article's beginning. The parser can be dropped
 * at any time; places in a bounded table of checkpoints let it take up again near any offset.
 * Layer: document. */
#ifndef KJ_DOCUMENT_XHTML_H
#define KJ_DOCUMENT_XHTML_H

#include "document/document.h"
#include "document/xml.h"
#include "document/zip.h"

#define KJ_ANCHOR_MAX 127u /* bytes of an anchor; longer ones are found by their beginning */

typedef struct kj_xhtml_part {
    uint32_t locator;
    char path[KJ_ZIP_NAME_MAX + 1u]; /* of the entry: images are relative to it */
    char from[KJ_ANCHOR_MAX + 1u];   /* id at which the article begins; "": at the beginning */
    char to[KJ_ANCHOR_MAX + 1u];     /* id at which it ends; "": at the end */
} kj_xhtml_part;

/* Gives part index (from 0) of the article. KJ_OK; KJ_END: there are no more; ERR_IO;
 * ERR_FORMAT; ERR_MEMORY. */
typedef struct kj_xhtml_parts {
    void *context;
    kj_status (*get)(void *context, unsigned index, kj_xhtml_part *part);
} kj_xhtml_parts;

/* Sentences that stand in the text where something is missing. UTF-8, borrowed. */
typedef struct kj_xhtml_words {
    const char *damaged; /* before the name of the file: "এই ফাইলের কিছু অংশ ক্ষতিগ্রস্ত: " */
    const char *unreadable; /* a whole part cannot be read: likewise */
    const char *picture;    /* in place of a picture's missing alternative text: "ছবি" */
} kj_xhtml_words;

typedef struct kj_xhtml_config {
    kj_zip *zip;
    kj_heap *heap; /* scratch, 65 KB on the RP2040: for inflating, expat, or a picture */
    kj_xhtml_parts parts;
    kj_xhtml_words words;
    bool drops_link_bars; /* calibre's news: blocks of nothing but links to other articles and
                             indices, and the line that names calibre, are left out */
    void *log_context;
    void (*log)(void *context, const char *line); /* for the engineer; NULL: none */
} kj_xhtml_config;

#define KJ_XHTML_PLACES        40u /* even */
#define KJ_XHTML_RECENT        12u
#define KJ_XHTML_CONTEXTS      24u
#define KJ_XHTML_CONTEXT_BYTES 1280u /* of distinct nestings that are remembered */
#define KJ_XHTML_SPOILT        32u /* broken pictures that are remembered: as many as a page has */

/* Where the text stands, but for what the open elements tell. */
typedef struct kj_xhtml_state {
    uint32_t text;     /* text offset of the next byte */
    uint32_t start;    /* of the open block */
    uint32_t table;    /* of the first row of the table that the open block is a row of */
    uint16_t part;     /* index */
    uint16_t language; /* of the open block: three letters of 5 bits */
    uint8_t kind;      /* of the open block, as its next two */
    uint8_t flags;     /* KJ_XHTML_BLOCK_* */
    uint8_t level;
    uint8_t previous;                             /* kind of the block before it */
    uint8_t breaks, tabs;                         /* that come before the next character */
    uint8_t spaces, newlines, column;             /* preformatted: likewise; modulo 4 */
    uint8_t notes;                                /* of damage in this part */
    uint8_t style;                                /* of the open block's last byte */
    bool begun : 1;                               /* a block is open and has text */
    bool space : 1;                               /* white space before the next character */
    bool rule : 1;                                /* a rule before the next block */
    bool has_headline : 1, has_text : 1, any : 1; /* so far: any block at all */
    bool bengali : 1;                             /* the letter seen last */
} kj_xhtml_state;

/* A place at which parsing can begin. */
typedef struct kj_xhtml_place {
    kj_xhtml_state state;
    uint32_t source;  /* offset in the part, or KJ_XHTML_AT_START */
    uint32_t measure; /* bytes of all parts before it */
    int16_t number;   /* of the innermost list's next item */
    uint8_t context;  /* index of the open elements */
} kj_xhtml_place;

/* Places so far, thinned out when there are too many, and the last few. */
typedef struct kj_xhtml_places {
    kj_xhtml_place kept[KJ_XHTML_PLACES]; /* in order; [0] is the beginning */
    kj_xhtml_place recent[KJ_XHTML_RECENT];
    uint16_t kept_count, recent_count, recent_next;
    uint16_t context_at[KJ_XHTML_CONTEXTS], context_bytes[KJ_XHTML_CONTEXTS]; /* 0: free */
    uint16_t used_bytes;
    uint32_t stride; /* bytes of markup between kept places */
    uint32_t recent_measure;
    uint8_t contexts[KJ_XHTML_CONTEXT_BYTES];
} kj_xhtml_places;

struct kj_xhtml_live;

/* Where the reader of the document stands. */
typedef struct kj_xhtml_cursor {
    kj_block block;         /* the current one */
    uint32_t at;            /* text offset of the next byte to give */
    uint32_t image;         /* locator of the current block */
    bool in_block, is_over; /* there is a current block; its last piece was given */
    uint8_t style;          /* of the next byte */
} kj_xhtml_cursor;

/* Fields private. */
typedef struct kj_xhtml {
    kj_document document; /* first: a kj_xhtml is a kj_document */
    kj_xhtml_config config;
    struct kj_xhtml_live *live; /* the parser and its buffers, in heap; NULL: dropped */
    kj_xhtml_cursor cursor;
    uint8_t spoilt_next;
    uint32_t spoilt[KJ_XHTML_SPOILT];
    kj_zip_reader picture; /* that is being decoded; in use where picture_open */
    bool picture_open;
    kj_xhtml_places places;
} kj_xhtml;

/* KJ_OK, also where the first part is damaged (a NOTE says so); KJ_END: there is no text at all;
 * ERR_IO; ERR_MEMORY. config is copied. xhtml->document is the document. */
KJ_MUST_USE kj_status kj_xhtml_open(kj_xhtml *xhtml, const kj_xhtml_config *config);

/* Gives the scratch heap back; any later call takes up again where the document was. */
void kj_xhtml_rest(kj_xhtml *xhtml);
void kj_xhtml_close(kj_xhtml *xhtml);

#endif
