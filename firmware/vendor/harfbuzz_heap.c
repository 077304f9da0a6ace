/* harfbuzz_heap.c - the four functions that HarfBuzz allocates through. Layer: vendor. */
#include "vendor/harfbuzz_heap.h"

#include <assert.h>

/* Measured: 544 bytes on x86-64, 344 with 32-bit pointers; they do not grow. */
enum { SINGLETON_BYTES = 128 * sizeof(void *) };

static struct {
    kj_heap *heap; /* bound by the caller */
    kj_heap *now;  /* in force: the caller's, or the singletons' while they are made */
    kj_heap singletons;
    bool started;
    _Alignas(8) uint8_t store[SINGLETON_BYTES];
} binding;

/* Implemented beside HarfBuzz, in harfbuzz_unit.cc. */
bool kj_harfbuzz_make_singletons(void);

void *kj_harfbuzz_malloc(size_t bytes);
void *kj_harfbuzz_calloc(size_t count, size_t bytes);
void *kj_harfbuzz_realloc(void *block, size_t bytes);
void kj_harfbuzz_free(void *block);

static void start(void) {
    kj_status status = kj_heap_init(&binding.singletons, binding.store, sizeof binding.store);
    assert(status == KJ_OK);
    binding.now = &binding.singletons;
    bool made = kj_harfbuzz_make_singletons();
    assert(made && "SINGLETON_BYTES is too small for this HarfBuzz");
    binding.started = true;
    (void)status, (void)made;
}

void kj_harfbuzz_heap_bind(kj_heap *heap) {
    if (!binding.started) {
        start();
    }
    binding.heap = heap;
    binding.now = heap;
}

kj_heap *kj_harfbuzz_heap(void) { return binding.heap; }

size_t kj_harfbuzz_singleton_bytes(void) {
    return binding.started ? kj_heap_get_stats(&binding.singletons).used : 0;
}

static kj_heap *heap_of(const void *block) {
    return kj_heap_owns(&binding.singletons, block) ? &binding.singletons : binding.now;
}

void *kj_harfbuzz_malloc(size_t bytes) { return kj_heap_alloc(binding.now, bytes); }

void *kj_harfbuzz_calloc(size_t count, size_t bytes) {
    return kj_heap_calloc(binding.now, count, bytes);
}

void *kj_harfbuzz_realloc(void *block, size_t bytes) {
    return kj_heap_realloc(block ? heap_of(block) : binding.now, block, bytes);
}

void kj_harfbuzz_free(void *block) {
    if (block) {
        kj_heap_free(heap_of(block), block);
    }
}
