/* zlib_heap.c - zlib's allocator over kj_heap, for those who link no libpng. Layer: vendor. */
#include "vendor/png_heap.h"

void *kj_zlib_alloc(void *heap, unsigned items, unsigned bytes) {
    return kj_heap_calloc((kj_heap *)heap, items, bytes);
}

void kj_zlib_free(void *heap, void *block) { kj_heap_free((kj_heap *)heap, block); }
