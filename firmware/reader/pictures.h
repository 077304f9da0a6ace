/* pictures.h - the pictures of a page, decoded into the frame after its text was painted.
 * Layer: reader. */
#ifndef KJ_READER_PICTURES_H
#define KJ_READER_PICTURES_H

#include "base/arena.h"
#include "document/document.h"
#include "layout/display_list.h"
#include "render/surface.h"
#include "vendor/heap.h"

/* The memory of pictures: the scratch heap, before it the arena that an article's composer lives
 * in, behind it the painter's cache of glyphs. A picture in a deflated entry needs two windows of
 * 32 KB, one for the archive and one for the PNG, more than the scratch heap has: then the end of
 * the arena and the cache are lent to it, at the price of a composer that has to be opened and of
 * glyphs that have to be drawn again. */
typedef struct kj_picture_memory {
    kj_heap *scratch;
    void *scratch_memory; /* right behind the arena's memory */
    size_t scratch_bytes;
    size_t behind_bytes; /* right behind the scratch heap, that may be lent too */
    kj_arena *arena;
    size_t scratch_peak_bytes;          /* before it was lent last; for the marks, as these: */
    size_t lent_peak_bytes, lent_bytes; /* 0: never lent */
} kj_picture_memory;

/* Makes the scratch heap, on which nothing lives, as large as it, the rest of the arena and what is
 * behind are together. KJ_OK; ERR_STATE: something lives on it. */
KJ_MUST_USE kj_status kj_picture_memory_lend(kj_picture_memory *memory);
void kj_picture_memory_take_back(kj_picture_memory *memory);

/* Decodes each picture of list into surface's band, taking it from document (NULL: list has none).
 * KJ_OK; ERR_MEMORY: one needs more memory than there is, and is_last is false: lend more and paint
 * again; KJ_AGAIN: one cannot be decoded and document knows by now: set the page again; ERR_IO: the
 * card failed. The scratch heap is free afterwards. */
KJ_MUST_USE kj_status kj_pictures_paint(kj_document *document, const kj_display_list *list,
                                        kj_surface *surface, bool is_last);

#endif
