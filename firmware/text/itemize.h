/* itemize.h - cuts text into words, and words into segments of one face.
 *
 * Works on bytes of a window of text without changing them. Spaces end words; within a word
 * each code point takes the Bengali face, the Latin face for what that lacks, the Bengali
 * face's visible box for what neither has. Punctuation, ASCII digits and other characters
 * common to both take the face of their neighbour in the word (before, else after; Bengali
 * where there is none); danda, double danda and Bengali digits and signs are Bengali.
 * Combining marks and joiners stay with their base. Layer: text. */
#ifndef KJ_TEXT_ITEMIZE_H
#define KJ_TEXT_ITEMIZE_H

#include "base/span.h"
#include "text/face.h"

/* The longest segment, bytes: clusters are kept in 8 bits. Longer runs are cut at the edge
 * of a cluster (never before a mark, a joiner or after a virama where that is possible). */
#define KJ_SEGMENT_BYTES_MAX 240u

typedef enum kj_segment_kind {
    KJ_SEGMENT_TEXT,  /* glyphs of one face */
    KJ_SEGMENT_SPACE, /* one or more breaking spaces, tabs or line ends: one word space */
    KJ_SEGMENT_FIXED  /* no-break space (U+00A0, U+202F, U+2007): a space, but no break */
} kj_segment_kind;

typedef struct kj_segment {
    uint16_t start, length; /* bytes within the window */
    uint8_t kind;           /* kj_segment_kind */
    kj_face_id face;
} kj_segment;

typedef struct kj_itemizer {
    kj_faces *faces;
    kj_span text;
    kj_family family;
    bool bold;
    size_t at; /* bytes, start of the next segment */
} kj_itemizer;

/* text: at most 65,535 bytes, borrowed. */
void kj_itemizer_init(kj_itemizer *itemizer, kj_faces *faces, kj_span text, kj_family family,
                      bool bold);

/* The next segment, in text order, gapless. KJ_OK, KJ_END after the last, or a face's error. */
KJ_MUST_USE kj_status kj_itemizer_next(kj_itemizer *itemizer, kj_segment *segment);

#endif
