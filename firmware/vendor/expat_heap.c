/* expat_heap.c - the three functions that expat allocates through. Layer: vendor. */
#include "vendor/expat_heap.h"

static kj_heap *bound;

void kj_expat_heap_bind(kj_heap *heap) { bound = heap; }

static void *take(size_t bytes) { return kj_heap_alloc(bound, bytes); }

static void *resize(void *block, size_t bytes) { return kj_heap_realloc(bound, block, bytes); }

static void give_back(void *block) { kj_heap_free(bound, block); }

const XML_Memory_Handling_Suite kj_expat_memory = {take, resize, give_back};

/* What expat calls when it was given no allocator; see config/expat_config.h. */
void *kj_expat_no_malloc(size_t bytes);
void *kj_expat_no_realloc(void *block, size_t bytes);
void kj_expat_no_free(void *block);

void *kj_expat_no_malloc(size_t bytes) { return NULL; }

void *kj_expat_no_realloc(void *block, size_t bytes) { return NULL; }

void kj_expat_no_free(void *block) {}
