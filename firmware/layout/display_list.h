/* display_list.h - a page as it is to be painted: lines, runs, placed glyphs, rules, pictures'
 * boxes.
 *
 * The only thing that layout and render share. It holds no pointers and no text, a few
 * kilobytes a page; painting it again (another plane, another band) needs no shaping.
 * Coordinates: page pixels, x to the right, y downwards from the top left. Layer: layout. */
#ifndef KJ_LAYOUT_DISPLAY_LIST_H
#define KJ_LAYOUT_DISPLAY_LIST_H

#include "base/geometry.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* One glyph: 8 bytes. */
typedef struct kj_placed {
    uint16_t id;
    int16_t x_12_4;        /* where its origin lies, pixels in 1/16, offset by shaping included */
    uint16_t advance_12_4; /* pen movement, pixels in 1/16 */
    int8_t dy_6_2;         /* below the run's baseline, pixels in 1/4 (shaping's offset) */
    uint8_t cluster;       /* byte offset of its cluster from the run's text offset */
} kj_placed;

/* Consecutive glyphs of one face, size and baseline. */
typedef struct kj_placed_run {
    uint32_t text;  /* text offset of cluster 0 */
    uint16_t first; /* index of its first glyph; it ends where the next run begins */
    int16_t baseline_px;
    uint8_t face;    /* kj_face_id */
    uint8_t size_px; /* nominal; kj_face_fit gives the exact size */
} kj_placed_run;

typedef struct kj_placed_line {
    uint32_t start, end; /* text offsets */
    uint16_t first_run;
    int16_t baseline_px;
    uint16_t gap_8_8;   /* word space / natural one; 0 where not justified */
    uint8_t hyphenated; /* 1: ends in a hyphen that is not in the text */
    uint8_t block_kind; /* kj_block_kind */
} kj_placed_line;

typedef struct kj_placed_rule {
    kj_rect box;
} kj_placed_rule;

/* A picture's place; who paints the page asks the document for it. */
typedef struct kj_placed_image {
    kj_rect box;
    uint32_t locator; /* kj_image's */
} kj_placed_image;

#define KJ_PLACED_IMAGES_MAX 8u /* of a page */

/* Filled by layout, read by render. Memory is the caller's (page arena). */
typedef struct kj_display_list {
    kj_placed *glyphs;
    kj_placed_run *runs;
    kj_placed_line *lines;
    kj_placed_rule *rules;
    kj_placed_image images[KJ_PLACED_IMAGES_MAX];
    uint16_t glyph_count, run_count, line_count, rule_count, image_count;
    uint16_t glyph_capacity, run_capacity, line_capacity, rule_capacity;
} kj_display_list;

/* Splits bytes at memory (8-byte aligned) among the arrays: two thirds glyphs. Returns KJ_OK, or
 * ERR_MEMORY below 1 KB. bytes beyond what 65,535 glyphs need are left unused. */
KJ_MUST_USE kj_status kj_display_list_init(kj_display_list *list, void *memory, size_t bytes);

void kj_display_list_clear(kj_display_list *list);

/* Counts at a moment, to cut the list back to it. */
typedef struct kj_display_mark {
    uint16_t glyphs, runs, lines, rules, images;
} kj_display_mark;
kj_display_mark kj_display_list_mark(const kj_display_list *list);
void kj_display_list_cut(kj_display_list *list, kj_display_mark mark);

/* Bytes in use, for the high-water mark. */
size_t kj_display_list_bytes(const kj_display_list *list);

/* The glyphs of run i: [first, *end). */
static inline uint16_t kj_placed_run_end(const kj_display_list *list, uint16_t run) {
    return run + 1u < list->run_count ? list->runs[run + 1u].first : list->glyph_count;
}

#endif
