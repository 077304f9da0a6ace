/* xhtml_live.h - what an open article holds in its scratch heap while it is parsed: parser, open
 * elements, and the text that was made and not yet given. Private to xhtml*.c. */
#ifndef KJ_DOCUMENT_XHTML_LIVE_H
#define KJ_DOCUMENT_XHTML_LIVE_H

#include "document/xhtml.h"

#define KJ_XHTML_AT_START UINT32_MAX /* the part's beginning, before its first anchor */

enum {
    KJ_XHTML_OUT_BYTES = 3072,
    KJ_XHTML_OUT_FULL = 900,   /* from here on the parser is made to wait */
    KJ_XHTML_HELD_BYTES = 400, /* of a block that may turn out to be no text or another kind */
    KJ_XHTML_ALT_BYTES = 320,  /* of a picture's alternative text */
    KJ_XHTML_NOTES_MAX = 4     /* of damage, in a part */
};

/* kj_xhtml_state.flags */
enum {
    KJ_XHTML_BLOCK_AFTER_HEADING = 1,
    KJ_XHTML_BLOCK_QUOTED = 2,
    KJ_XHTML_BLOCK_CONTINUES = 4,
    KJ_XHTML_BLOCK_RTL = 8,
    KJ_XHTML_BLOCK_NUMBERED = 16
};

/* What the buffer holds between texts (which hold no control codes but U+0009). */
enum {
    KJ_XHTML_MARK_BEGIN = 1, /* and a kj_xhtml_begin */
    KJ_XHTML_MARK_STYLE = 2, /* and the style, a byte */
    KJ_XHTML_MARK_END = 3
};

typedef struct kj_xhtml_begin {
    uint32_t start, image, table;
    uint16_t language;
    uint8_t kind, flags, level;
} kj_xhtml_begin;

/* kj_xhtml_frame.flags: of an element; those from HIDDEN on are inherited. */
enum {
    KJ_FRAME_BLOCK = 1,       /* ends a block where it begins and ends */
    KJ_FRAME_ITEM = 2,        /* li: holds the bullet */
    KJ_FRAME_ROW = 4,         /* tr */
    KJ_FRAME_TABLE = 8,       /* tr: it is a row of a table, no matter what follows */
    KJ_FRAME_DISSOLVED = 16,  /* tr: what is in it are blocks of their own */
    KJ_FRAME_GIVEN = 32,      /* li: the bullet is given */
    KJ_FRAME_QUOTE_MARK = 64, /* q: its end gives a mark */
    KJ_FRAME_HIDDEN = 128,
    KJ_FRAME_QUOTED = 256,
    KJ_FRAME_PRE = 512,
    KJ_FRAME_LINK = 1024, /* leads to another file of the edition */
    KJ_FRAME_RTL = 2048,
    KJ_FRAME_IN_CELL = 4096,
    KJ_FRAME_INNER_QUOTE = 8192, /* the next q is one within another */
    KJ_FRAME_INHERITED = 0xFF80
};

/* kj_xhtml_frame.list */
enum {
    KJ_LIST_NONE,
    KJ_LIST_BULLETS,
    KJ_LIST_DECIMAL,
    KJ_LIST_LOWER,
    KJ_LIST_UPPER,
    KJ_LIST_LOWER_ROMAN,
    KJ_LIST_UPPER_ROMAN,
    KJ_LIST_KINDS = 15,
    KJ_LIST_BACKWARDS = 16
};

typedef struct kj_xhtml_frame {
    uint16_t flags;
    uint16_t language;
    int16_t number; /* ol: of the next item; li: its own; tr: cells so far; td: cells it spans */
    uint8_t kind;   /* kj_block_kind of the text in it */
    uint8_t style;
    uint8_t level; /* subheadings; else lists around it */
    uint8_t list;  /* ol, ul, li */
} kj_xhtml_frame;

enum { KJ_XHTML_FRAMES = KJ_XML_DEPTH_MAX + 2 };

typedef struct kj_xhtml_live {
    kj_xml xml;
    kj_zip_reader reader;
    kj_xhtml *xhtml;
    kj_xhtml_part part;
    kj_xhtml_state state;
    kj_xhtml_state held_state; /* as it was before the block that is held back */
    uint32_t measure;          /* of the part's beginning */
    kj_status failed;          /* in a handler; or KJ_OK */
    bool has_part;             /* parser and reader are open */
    bool before;               /* the anchor at which the part begins is not there yet */
    bool ignores_from;
    bool part_over;         /* the anchor at which it ends is there */
    bool ended;             /* no further part */
    bool held;              /* what is behind visible is not decided upon */
    bool is_bar, has_links; /* the open block: separators and links alone; at least one */
    bool is_source_line;    /* so far calibre's line */
    uint8_t style;          /* of the last text in the buffer */
    uint16_t depth;
    uint16_t head, visible, tail;           /* of out */
    uint16_t held_text;                     /* where the text of a block that is held begins */
    kj_xhtml_frame frames[KJ_XHTML_FRAMES]; /* [0]: around the root element */
    uint8_t out[KJ_XHTML_OUT_BYTES];
} kj_xhtml_live;

static inline kj_xhtml_frame *kj_xhtml_top(kj_xhtml_live *live) {
    return &live->frames[live->depth];
}

/* --- xhtml_text.c: text to blocks */

void kj_xhtml_text(void *live, const char *text, size_t length); /* the parser's handler */
void kj_xhtml_break_line(kj_xhtml_live *live);
void kj_xhtml_rule(kj_xhtml_live *live);
/* Text of our own: quotation marks, what stands for a small picture. */
void kj_xhtml_insert(kj_xhtml_live *live, const char *text);
/* Where an element begins or ends that parts blocks. In a cell of a table it is white space. */
void kj_xhtml_break_block(kj_xhtml_live *live);
void kj_xhtml_end_block(kj_xhtml_live *live);
/* A whole block: a picture or a note. more may be NULL. */
void kj_xhtml_give_block(kj_xhtml_live *live, kj_block_kind kind, uint32_t image, const char *text,
                         const char *more);
/* Puts the header of the block that state says is open. */
void kj_xhtml_put_begin(kj_xhtml_live *live, uint32_t image);
/* The row that text here would be a cell of; NULL: none. */
kj_xhtml_frame *kj_xhtml_row(kj_xhtml_live *live);
/* The row around becomes blocks of their own unless it is a table's already. */
void kj_xhtml_dissolve(kj_xhtml_live *live);
/* Lets go of the block that is held back: for sure, or where nothing is left to decide. */
void kj_xhtml_commit(kj_xhtml_live *live);
void kj_xhtml_settle(kj_xhtml_live *live);

/* --- xhtml_blocks.c: elements */

void kj_xhtml_start(void *live, const char *name, const char *const *attributes);
void kj_xhtml_end(void *live, const char *name);

/* --- xhtml_parts.c: from part to part */

/* Goes on until something is visible in the buffer. KJ_OK; KJ_END; ERR_IO; ERR_MEMORY. After an
 * error the parser is dropped. */
KJ_MUST_USE kj_status kj_xhtml_pump(kj_xhtml *xhtml);
/* The parser at a place. KJ_OK; ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_xhtml_begin_at(kj_xhtml *xhtml, const kj_xhtml_place *place);
void kj_xhtml_drop(kj_xhtml *xhtml);
void kj_xhtml_log(const kj_xhtml_live *live, const char *what);

/* --- xhtml_places.c */

void kj_xhtml_places_init(kj_xhtml_places *places);
/* In a handler, before its event is dealt with. */
void kj_xhtml_places_note(kj_xhtml_live *live);
/* At the beginning of a part. */
void kj_xhtml_places_note_part(kj_xhtml_live *live);
/* The last place at or before offset. */
const kj_xhtml_place *kj_xhtml_places_find(const kj_xhtml_places *places, uint32_t offset);
/* The open elements of place into live->frames and path; *path_length. */
void kj_xhtml_places_load(const kj_xhtml_places *places, const kj_xhtml_place *place,
                          kj_xhtml_live *live, char *path, size_t *path_length);

/* --- xhtml_images.c */

#define KJ_XHTML_IMAGE_NONE   0u         /* no such entry */
#define KJ_XHTML_IMAGE_INLINE UINT32_MAX /* in the text itself: not shown */

/* The picture that src names, as seen from the part. KJ_OK; KJ_END: too small to be one;
 * ERR_IO. */
KJ_MUST_USE kj_status kj_xhtml_find_image(kj_xhtml_live *live, const char *src, uint32_t *image);
kj_status kj_xhtml_image(kj_document *document, kj_image *image);
kj_status kj_xhtml_open_image(kj_document *document, uint32_t locator, kj_stream *stream,
                              struct kj_heap **heap);
void kj_xhtml_spoil_image(kj_document *document, uint32_t locator);
void kj_xhtml_close_image(kj_xhtml *xhtml);

#endif
