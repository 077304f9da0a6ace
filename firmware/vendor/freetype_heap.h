/* freetype_heap.h - FreeType's allocator over a heap of ours.
 *
 * FreeType takes its memory functions as an object; hand it to FT_New_Library and then add the
 * modules with FT_Add_Default_Modules. FT_Init_FreeType, which would bring malloc with it,
 * fails. Layer: vendor. */
#ifndef KJ_VENDOR_FREETYPE_HEAP_H
#define KJ_VENDOR_FREETYPE_HEAP_H

#include "vendor/heap.h"

struct FT_MemoryRec_;

/* Fills *memory (the caller's) to allocate from heap; both must outlive the FT_Library. */
void kj_freetype_memory_init(struct FT_MemoryRec_ *memory, kj_heap *heap);

#endif
