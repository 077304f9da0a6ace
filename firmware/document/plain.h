/* plain.h - a UTF-8 text file as a document.
 *
 * The first line is the headline unless it looks like running text; a summary, a byline and a
 * dateline follow where the next lines look like one; then every non-empty line is a
 * paragraph, but for rules, list items and subheadings (guess.h draws the lines). Bytes are given
 * as they are (malformed ones too: the text layer shows U+FFFD), a byte-order mark, CR and line
 * ends excepted. Text offsets are file offsets. Layer: document. */
#ifndef KJ_DOCUMENT_PLAIN_H
#define KJ_DOCUMENT_PLAIN_H

#include "document/document.h"

#define KJ_PLAIN_BUFFER_BYTES 512u

typedef struct kj_plain {
    kj_document document; /* first: a kj_plain is a kj_document */
    kj_source source;
    /* private */
    uint8_t buffer[KJ_PLAIN_BUFFER_BYTES];
    uint32_t buffer_start, buffer_length;
    uint32_t at;                                  /* file offset of the next byte to give */
    uint32_t text_start;                          /* after a byte-order mark */
    uint32_t headline, byline, dateline, lead_in; /* offsets of the front matter's lines, or none */
    kj_block block;
    uint32_t next_start; /* the block that next_block is about to enter */
    bool in_block;
} kj_plain;

/* Looks at the front matter. KJ_OK; ERR_FORMAT: looks binary, UTF-16 or otherwise not like text;
 * KJ_END: no text in it at all; ERR_IO. source is copied; its context outlives plain. */
KJ_MUST_USE kj_status kj_plain_open(kj_plain *plain, const kj_source *source);

#endif
