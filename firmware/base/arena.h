/* arena.h - a fixed piece of memory handed out front to back and given back all at once.
 *
 * Three lifetimes (boot, article, page) are three arenas; resetting one frees everything
 * of that lifetime, so nothing fragments in months of use. The high-water mark tells what
 * a device must set aside. Layer: base. */
#ifndef KJ_BASE_ARENA_H
#define KJ_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct kj_arena {
    const char *name;
    uint8_t *memory;
    size_t size_bytes;
    size_t used_bytes;
    size_t peak_bytes;
} kj_arena;

/* Takes over size_bytes at memory (8-byte aligned, caller's, outlives the arena). name is
 * borrowed and appears in reports. */
void kj_arena_init(kj_arena *arena, const char *name, void *memory, size_t size_bytes);

/* Returns bytes of zeroed memory, 8-byte aligned, or NULL when the arena is full. */
void *kj_arena_take(kj_arena *arena, size_t bytes);

/* The mark to hand to kj_arena_release, which frees everything taken since. */
size_t kj_arena_mark(const kj_arena *arena);
void kj_arena_release(kj_arena *arena, size_t mark);

#endif
