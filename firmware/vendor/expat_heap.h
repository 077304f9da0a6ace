/* expat_heap.h - expat's allocator over a heap of ours.
 *
 * XML_ParserCreate_MM takes functions without a context, so that one heap at a time is bound
 * here. A parser is stepped and freed while the heap that it came from is bound. Layer: vendor. */
#ifndef KJ_VENDOR_EXPAT_HEAP_H
#define KJ_VENDOR_EXPAT_HEAP_H

#include "vendor/heap.h"

#include <expat.h>

/* From now on kj_expat_memory allocates from heap, which the caller owns; NULL: every
 * allocation fails. */
void kj_expat_heap_bind(kj_heap *heap);

/* For XML_ParserCreate_MM. */
extern const XML_Memory_Handling_Suite kj_expat_memory;

#endif
