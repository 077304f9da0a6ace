/* png_heap.c - libpng's and zlib's allocators over kj_heap. Layer: vendor. */
#include "vendor/png_heap.h"

#include <png.h>

void *kj_png_malloc(struct png_struct_def *png, size_t bytes) {
    return kj_heap_alloc((kj_heap *)png_get_mem_ptr(png), bytes);
}

void kj_png_free(struct png_struct_def *png, void *block) {
    kj_heap_free((kj_heap *)png_get_mem_ptr(png), block);
}

/* What libpng calls when it was given no allocator; see CMakeLists.txt. */
void *kj_png_no_malloc(size_t bytes);
void kj_png_no_free(void *block);

void *kj_png_no_malloc(size_t bytes) { return NULL; }

void kj_png_no_free(void *block) {}

void *kj_zlib_alloc(void *heap, unsigned items, unsigned bytes) {
    return kj_heap_calloc((kj_heap *)heap, items, bytes);
}

void kj_zlib_free(void *heap, void *block) { kj_heap_free((kj_heap *)heap, block); }
