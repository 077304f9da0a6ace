/* cuts.h - the parts of a shaped word: their glyphs and widths.
 *
 * Where HarfBuzz says that a cut is safe a part is a slice of the word's own glyphs; elsewhere
 * the part is shaped as what it is, through the shaper's cache. Layer: layout. */
#ifndef KJ_LAYOUT_CUTS_H
#define KJ_LAYOUT_CUTS_H

#include "layout/window.h"

/* Walks a run's glyphs from left to right, a few at a time. */
typedef struct kj_glyph_walk {
    const kj_shaper *shaper;
    kj_run_ref ref;
    uint16_t count, next; /* glyphs of the run; the first not passed */
    uint16_t chunk_first, chunk_count;
    int32_t advance_units; /* of the glyphs passed */
    kj_glyph chunk[16];
} kj_glyph_walk;

void kj_glyph_walk_init(kj_glyph_walk *walk, const kj_shaper *shaper, kj_run_ref ref);

/* The next glyph, borrowed until the next call, or NULL after the last. */
const kj_glyph *kj_glyph_walk_peek(kj_glyph_walk *walk);
void kj_glyph_walk_pass(kj_glyph_walk *walk);

/* Passes the glyphs of clusters before byte. Whether a cut at byte is safe: a cluster begins there,
 * and the glyphs on both sides stay as they are when the word is cut. */
bool kj_glyph_walk_to(kj_glyph_walk *walk, unsigned byte);

/* Bytes from..to of an item (relative to its start) as glyphs: those of run ref with clusters
 * from_cluster <= c < to_cluster; cluster 0 of the run is byte base of the item. */
typedef struct kj_part {
    kj_run_ref ref;
    uint8_t base, from_cluster, to_cluster;
} kj_part;

/* KJ_OK: part's run is ready, or will be after a flush where the part had to be shaped.
 * Errors and KJ_AGAIN as kj_shaper_add. */
KJ_MUST_USE kj_status kj_part_find(const kj_window *window, const kj_item *item, unsigned from,
                                   unsigned to, kj_part *part);

/* Advance of a part that is ready, font units. */
int32_t kj_part_advance(const kj_window *window, const kj_part *part);

/* Advance of bytes from..to of item as glyphs of the whole word: exact where the cuts are safe. */
int32_t kj_part_estimate(const kj_window *window, const kj_item *item, unsigned from, unsigned to);

/* Font units to 26.6; unlike kj_fit_scale for sums of any size. */
int32_t kj_scale_units(kj_fit fit, int32_t units);

#endif
