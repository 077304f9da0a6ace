/* harfbuzz_heap.h - binds HarfBuzz, which knows only malloc and free, to a heap of ours.
 *
 * HarfBuzz is compiled to call kj_harfbuzz_malloc and its three companions (see
 * config/harfbuzz_override.h); they use the heap bound here. This binding and HarfBuzz's own
 * singletons are the only mutable file-scope state of the firmware. Layer: vendor. */
#ifndef KJ_VENDOR_HARFBUZZ_HEAP_H
#define KJ_VENDOR_HARFBUZZ_HEAP_H

#include "vendor/heap.h"

/* From now on HarfBuzz allocates from heap, which the caller owns; NULL: every allocation fails.
 * Objects of HarfBuzz must be destroyed while the heap they came from is bound.
 *
 * The first call also makes HarfBuzz's singletons (Unicode and font functions, shaper list, the
 * languages bn, as, en) in a store of their own. HarfBuzz keeps them for the life of the program
 * and would keep an inert one for as long after a failed allocation: then every later text would
 * silently be shaped wrong. So they never come from a heap that can be full, made to fail or
 * reset. A language other than these three, and than "c", must not be asked for. */
void kj_harfbuzz_heap_bind(kj_heap *heap);

/* The bound heap, or NULL. */
kj_heap *kj_harfbuzz_heap(void);

/* Bytes of the singletons' store that are in use; 0 before the first bind. */
size_t kj_harfbuzz_singleton_bytes(void);

#endif
