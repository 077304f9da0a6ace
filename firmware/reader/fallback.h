/* fallback.h - the one picture that needs no text engine: "text cannot be shown".
 *
 * For when the fonts in flash are damaged or the engine's memory is not enough for a single
 * glyph: Bengali and English, drawn once on a host and kept as bits. Layer: reader. */
#ifndef KJ_READER_FALLBACK_H
#define KJ_READER_FALLBACK_H

#include "render/surface.h"

#include <stddef.h>

/* Clears the surface's band and draws the picture in the middle of the page. Cannot fail. */
void kj_fallback_paint(kj_surface *surface);

/* The picture: rows of (width + 7) / 8 bytes, a set bit is ink. */
extern const uint16_t kj_fallback_width_px, kj_fallback_height_px;
extern const uint8_t kj_fallback_bits[];

#endif
