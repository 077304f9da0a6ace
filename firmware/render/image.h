/* image.h - a PNG from a stream onto a surface, scaled while it is decoded.
 *
 * libpng gives rows, each is averaged by area into the box's rows, turned into ink by error
 * diffusion with a serpentine scan, and laid onto the surface: nothing is held but a few rows.
 * Tones are corrected for what a panel's black and white look like; what is transparent is paper.
 * Decoding happens in a bounded heap and stops at any lie in the file. Layer: render; image.c and
 * no other file sees libpng. */
#ifndef KJ_RENDER_IMAGE_H
#define KJ_RENDER_IMAGE_H

#include "base/source.h"
#include "render/surface.h"
#include "vendor/heap.h"

#define KJ_IMAGE_SIDE_MAX   8192u       /* pixels */
#define KJ_IMAGE_PIXELS_MAX (24u << 20) /* decoded in all */

/* Draws the PNG into box (page pixels; all of it, whatever the file's proportions), as far as the
 * surface's band holds it, over what is there. The pixels do not depend on the band. KJ_OK, also
 * where nothing of box is in the band: then the file is not looked at, as what lies below the
 * band's last row is not. ERR_FORMAT: no PNG, damaged, or cut short in its pixels; ERR_TOO_LARGE:
 * more pixels than the limits, or several times the bytes that its pixels are; ERR_MEMORY: heap is
 * too small for it; errors of stream. On an error the box holds part of the picture: paint it
 * over. heap is left as it was found in any case.
 *
 * Heap: 10 KB, the file's deflate window (32 KB unless its writer chose a smaller one), 2 rows of
 * the file, 7 bytes a pixel of the box's width; docs/render.md has a table.
 *
 * An interlaced picture (Adam7) gives the same pixels, but its rows come in no order: what is left
 * of heap holds sums for some rows of the box, and the file is decoded once for each such group.
 * Pixels count each time, so that a large one is ERR_TOO_LARGE where heap is small. */
KJ_MUST_USE kj_status kj_image_paint(const kj_stream *stream, kj_heap *heap, kj_surface *surface,
                                     kj_rect box);

#endif
