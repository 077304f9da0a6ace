/* heap.h - the counted, capped heap that the third-party libraries allocate from.
 *
 * A good-fit allocator with immediate coalescing over one region of the caller's: 4 bytes of
 * header a block, payloads 8-byte aligned, each call a bounded number of steps, and the same
 * calls always give the same addresses, so that a failure found once can be found again.
 * Layout and cost do not depend on the size of a pointer. Tests make the n-th allocation fail.
 * Layer: vendor. */
#ifndef KJ_VENDOR_HEAP_H
#define KJ_VENDOR_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Lists of free blocks: 16 of one size each below 128 bytes, then 4 to each doubling. */
#define KJ_HEAP_BINS      92
#define KJ_HEAP_MIN_BYTES ((size_t)64)
#define KJ_HEAP_MAX_BYTES ((size_t)1 << 26)

typedef struct kj_heap_stats {
    size_t capacity;      /* bytes that blocks can fill, headers included */
    size_t used;          /* bytes in live blocks, headers included */
    size_t peak;          /* the most that used has been since init or kj_heap_reset_peak */
    uint32_t live;        /* blocks allocated and not freed */
    uint32_t allocations; /* attempts to allocate or to grow since init, failed ones included */
    uint32_t failed;      /* attempts that got no memory, for lack of room or by request */
} kj_heap_stats;

/* Fields are private. */
typedef struct kj_heap {
    uint8_t *base;     /* offsets count from here; the first header stands at offset 4 */
    uint32_t end;      /* offset of the closing header, which is never free */
    uint32_t fail_at;  /* attempt that is to fail, counted as stats.allocations; 0: none */
    bool fail_onwards; /* and all after it */
    kj_heap_stats stats;
    uint32_t bin_map[(KJ_HEAP_BINS + 31) / 32]; /* bit: the list is not empty */
    uint32_t bin_head[KJ_HEAP_BINS];            /* offset of the first free block, 0: none */
} kj_heap;

/* Makes an empty heap over size_bytes at memory (the caller's, any alignment; the heap borrows
 * it until kj_heap_deinit). ERR_ARGUMENT: memory is NULL or size_bytes is not in
 * KJ_HEAP_MIN_BYTES..KJ_HEAP_MAX_BYTES. */
KJ_MUST_USE kj_status kj_heap_init(kj_heap *heap, void *memory, size_t size_bytes);

/* Gives the region back to its owner; blocks still live become invalid. */
void kj_heap_deinit(kj_heap *heap);

/* As the C library's functions of these names, 8-byte aligned, but asking for 0 bytes gives a
 * block of the smallest size, and realloc to 0 bytes shrinks to it. NULL when there is no room
 * or a failure was asked for; then realloc leaves the old block as it was. A heap of NULL has
 * no room. block is NULL or a live block of this heap, anything else is the caller's error and
 * asserts. */
void *kj_heap_alloc(kj_heap *heap, size_t bytes);
void *kj_heap_calloc(kj_heap *heap, size_t count, size_t bytes);
void *kj_heap_realloc(kj_heap *heap, void *block, size_t bytes);
void kj_heap_free(kj_heap *heap, void *block);

/* Whether address lies in the heap's region. */
bool kj_heap_owns(const kj_heap *heap, const void *address);

/* Cannot fail. */
kj_heap_stats kj_heap_get_stats(const kj_heap *heap);
void kj_heap_reset_peak(kj_heap *heap);

/* For fault tests: the n-th attempt from now (1: the next) to allocate, or to grow a block,
 * fails; with kj_heap_fail_from all later ones too. 0 ends the arrangement. */
void kj_heap_fail_at(kj_heap *heap, uint32_t n);
void kj_heap_fail_from(kj_heap *heap, uint32_t n);

/* Walks every block and every list. ERR_FORMAT: something was overwritten, or was freed twice. */
KJ_MUST_USE kj_status kj_heap_check(const kj_heap *heap);

#endif
