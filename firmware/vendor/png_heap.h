/* png_heap.h - libpng's and zlib's allocators over a heap of ours.
 *
 * For png_create_read_struct_2(..., heap, kj_png_malloc, kj_png_free), and for a z_stream with
 * zalloc = kj_zlib_alloc, zfree = kj_zlib_free, opaque = heap. Layer: vendor. */
#ifndef KJ_VENDOR_PNG_HEAP_H
#define KJ_VENDOR_PNG_HEAP_H

#include "vendor/heap.h"

struct png_struct_def;

void *kj_png_malloc(struct png_struct_def *png, size_t bytes);
void kj_png_free(struct png_struct_def *png, void *block);

/* heap is a kj_heap *. */
void *kj_zlib_alloc(void *heap, unsigned items, unsigned bytes);
void kj_zlib_free(void *heap, void *block);

#endif
