/* outline.h - what a scaled outline tells about its stems and its matra.
 *
 * Private to render/, and with raster.c all that sees FreeType: the geometry that takes the
 * place of a hinter. Outlines are in pixels 26.6. Layer: render. */
#ifndef KJ_RENDER_OUTLINE_H
#define KJ_RENDER_OUTLINE_H

#include "render/raster.h"
#include "render/scan.h"

struct FT_Outline_;

/* The part of a pixel, -32..32 in 26.6 and a multiple of 4, by which moving the glyph puts its
 * stems' edges best on pixel edges. The painter takes it off the glyph's place again before it
 * rounds to a whole pixel, so stems get equal widths and the spacing is as true as without. */
int32_t kj_outline_phase(const struct FT_Outline_ *outline, kj_fit fit, unsigned depth);

/* A kj_scan_walk: outline is a struct FT_Outline_, whose contours FreeType has checked. */
void kj_outline_walk(const void *outline, kj_scan *scan);

/* Fills in result's reach and notches, of the outline moved right by phase. */
void kj_outline_matra(const struct FT_Outline_ *outline, kj_face_id face, kj_fit fit, int32_t phase,
                      kj_outline *result);

#endif
