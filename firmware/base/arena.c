/* arena.c - see arena.h. Layer: base. */
#include "base/arena.h"

#include <assert.h>
#include <string.h>

#define ARENA_ALIGN 8u

void kj_arena_init(kj_arena *arena, const char *name, void *memory, size_t size_bytes) {
    assert(((uintptr_t)memory & (ARENA_ALIGN - 1u)) == 0);
    *arena = (kj_arena){.name = name, .memory = memory, .size_bytes = size_bytes};
}

void *kj_arena_take(kj_arena *arena, size_t bytes) {
    if (bytes > arena->size_bytes - arena->used_bytes) {
        return NULL;
    }
    size_t rounded = (bytes + ARENA_ALIGN - 1u) & ~(size_t)(ARENA_ALIGN - 1u);
    if (rounded > arena->size_bytes - arena->used_bytes) {
        return NULL;
    }
    void *taken = arena->memory + arena->used_bytes;
    arena->used_bytes += rounded;
    if (arena->used_bytes > arena->peak_bytes) {
        arena->peak_bytes = arena->used_bytes;
    }
    memset(taken, 0, rounded);
    return taken;
}

size_t kj_arena_mark(const kj_arena *arena) { return arena->used_bytes; }

void kj_arena_release(kj_arena *arena, size_t mark) {
    assert(mark <= arena->used_bytes);
    arena->used_bytes = mark;
}
