/* png_write.h - pictures of the host tools as PNG: pages, screenshots of the glass.
 *
 * Written by hand over the vendored zlib: the firmware's libpng is built without its writing
 * half, and an image here is a header and one deflate stream. The same pixels always give the
 * same file. Layer: board (host). */
#ifndef KJ_HOST_PNG_WRITE_H
#define KJ_HOST_PNG_WRITE_H

#include "render/surface.h"

typedef enum kj_png_kind {
    KJ_PNG_GRAY1, /* 8 pixels a byte, leftmost in the most significant bit, 1 = white */
    KJ_PNG_GRAY2, /* 4 pixels a byte, 0 = black .. 3 = white */
    KJ_PNG_GRAY8, /* 0 = black .. 255 = white */
    KJ_PNG_RGB8   /* 3 bytes a pixel */
} kj_png_kind;

/* Writes height_px rows of pixels, stride_bytes apart, to path (replaced if it is there). dpi is
 * recorded in the file; 0: not. KJ_OK; ERR_ARGUMENT: no pixels, or a stride shorter than a row;
 * ERR_IO: the file cannot be written (a half-written one is removed); ERR_MEMORY. */
KJ_MUST_USE kj_status kj_png_write(const char *path, kj_png_kind kind, uint32_t width_px,
                                   uint32_t height_px, uint32_t stride_bytes, const uint8_t *pixels,
                                   unsigned dpi);

/* Writes a page as the reader sees it (turned upright): a full-frame surface of depth 1 or 2 as a
 * gray PNG of as many bits. ERR_ARGUMENT: the surface holds only a band. Else as kj_png_write. */
KJ_MUST_USE kj_status kj_png_write_page(const char *path, const kj_surface *surface, unsigned dpi);

#endif
