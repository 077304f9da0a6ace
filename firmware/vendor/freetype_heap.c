/* freetype_heap.c - FT_Memory over kj_heap, and the end of FreeType's way to malloc.
 *
 * Stands in for FreeType's src/base/ftsystem.c. Layer: vendor. */
#include "vendor/freetype_heap.h"

#include <ft2build.h>
#include FT_MODULE_H
#include FT_SYSTEM_H

static void *allocate(FT_Memory memory, long bytes) {
    return kj_heap_alloc((kj_heap *)memory->user, (size_t)bytes);
}

static void release(FT_Memory memory, void *block) { kj_heap_free((kj_heap *)memory->user, block); }

static void *resize(FT_Memory memory, long old_bytes, long bytes, void *block) {
    return kj_heap_realloc((kj_heap *)memory->user, block, (size_t)bytes);
}

void kj_freetype_memory_init(struct FT_MemoryRec_ *memory, kj_heap *heap) {
    memory->user = heap;
    memory->alloc = allocate;
    memory->free = release;
    memory->realloc = resize;
}

/* FT_Init_FreeType asks for these two: there is no memory but the caller's. */
FT_Memory FT_New_Memory(void);
void FT_Done_Memory(FT_Memory memory);

FT_Memory FT_New_Memory(void) { return NULL; }

void FT_Done_Memory(FT_Memory memory) { (void)memory; }
