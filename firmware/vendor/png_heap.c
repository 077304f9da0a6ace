/* png_heap.c - libpng's allocator over kj_heap. Layer: vendor. */
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
