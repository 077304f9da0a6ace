/* sfnt.h - a look at a font file before anything is set with it.
 *
 * HarfBuzz and FreeType meet a damaged table by doing without it, which shows
 * as wrong glyphs where an error was due. So a face is opened only when its
 * tables lie inside the file, agree with one another and have the checksums
 * that the file states. Layer: text. */
#ifndef KJ_TEXT_SFNT_H
#define KJ_TEXT_SFNT_H

#include "base/span.h"
#include "base/status.h"

typedef struct kj_sfnt_metrics {
    uint16_t units_per_em, glyph_count;
    int16_t ascender, descender; /* of hhea, font units */
    const uint8_t *hmtx;         /* in the font: 4 bytes for each of metric_count glyphs */
    uint16_t metric_count;       /* > 0; later glyphs have the last one's advance */
} kj_sfnt_metrics;

/* Reads the whole font once (about 40,000 words: some milliseconds on a
 * microcontroller). KJ_OK; ERR_FORMAT: not TrueType outlines, cut short, a
 * needed table missing, or a checksum or a table's length is wrong. font stays
 * the caller's. */
KJ_MUST_USE kj_status kj_sfnt_check(kj_span font, kj_sfnt_metrics *metrics);

#endif
