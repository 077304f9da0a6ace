/* heap.c - good-fit allocator with boundary tags and binned free lists.
 *
 * A block is a 4-byte header and a payload; its size counts both and is a multiple of 8. A free
 * block keeps its list's links at the front of its payload and its size again in its last 4
 * bytes, where the next block finds it when it is freed. The scheme is that of boundary tags
 * (Knuth, TAOCP 1, 2.5) with the two-level bins of TLSF (Masmano et al., 2004). Layer: vendor. */
#include "vendor/heap.h"

#include <assert.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define KJ_HEAP_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KJ_HEAP_ASAN 1
#endif
#endif

/* In sanitizer builds all that is not a live payload is poisoned, headers too, so that a write
 * past a block or a use after free is reported where it happens. Only the accessors below may
 * touch poisoned memory. */
#ifdef KJ_HEAP_ASAN
#include <sanitizer/asan_interface.h>
#define UNCHECKED                __attribute__((no_sanitize("address"), noinline))
#define POISON(address, bytes)   ASAN_POISON_MEMORY_REGION(address, bytes)
#define UNPOISON(address, bytes) ASAN_UNPOISON_MEMORY_REGION(address, bytes)
#else
#define UNCHECKED
#define POISON(address, bytes)   ((void)(address), (void)(bytes))
#define UNPOISON(address, bytes) ((void)(address), (void)(bytes))
#endif

enum {
    HEADER_BYTES = 4,
    MIN_BLOCK = 16, /* header, two links, size again */
    FIRST_BLOCK = 4,
    FREE = 1u,      /* flags in the low bits of a header */
    PREV_FREE = 2u, /* the block before is free: its size stands just below this header */
    FLAGS = 7u,
    EXACT_BINS = 16, /* sizes below 128, 8 apart */
    EXACT_BYTES = 128,
    FIT_TRIES = 8 /* blocks looked at in the list that may hold too small ones */
};

static UNCHECKED uint32_t load(const kj_heap *heap, uint32_t offset) {
    return *(const uint32_t *)(const void *)(heap->base + offset);
}

static UNCHECKED void store(kj_heap *heap, uint32_t offset, uint32_t value) {
    *(uint32_t *)(void *)(heap->base + offset) = value;
}

static uint32_t size_of(const kj_heap *heap, uint32_t block) {
    return load(heap, block) & ~(uint32_t)FLAGS;
}

/* A free block's links: next at +4, previous at +8. */
static uint32_t next_free(const kj_heap *heap, uint32_t block) { return load(heap, block + 4); }
static uint32_t prev_free(const kj_heap *heap, uint32_t block) { return load(heap, block + 8); }

static uint8_t *payload_of(const kj_heap *heap, uint32_t block) {
    return heap->base + block + HEADER_BYTES;
}

static uint32_t block_of(const kj_heap *heap, const void *payload) {
    return (uint32_t)((const uint8_t *)payload - heap->base) - HEADER_BYTES;
}

/* The list that a free block of this size belongs to. */
static uint32_t bin_of(uint32_t size) {
    if (size < EXACT_BYTES) {
        return size / 8;
    }
    uint32_t log2 = 31u - (uint32_t)__builtin_clz(size);
    return EXACT_BINS + (log2 - 7) * 4 + ((size >> (log2 - 2)) & 3u);
}

static void insert_free(kj_heap *heap, uint32_t block, uint32_t size) {
    uint32_t bin = bin_of(size), head = heap->bin_head[bin];
    store(heap, block, size | FREE);
    store(heap, block + 4, head);
    store(heap, block + 8, 0);
    store(heap, block + size - 4, size);
    if (head) {
        store(heap, head + 8, block);
    }
    heap->bin_head[bin] = block;
    heap->bin_map[bin / 32] |= 1u << (bin % 32);
    uint32_t after = block + size;
    store(heap, after, load(heap, after) | PREV_FREE);
    POISON(payload_of(heap, block), size - HEADER_BYTES);
}

static void remove_free(kj_heap *heap, uint32_t block) {
    uint32_t size = size_of(heap, block), bin = bin_of(size);
    uint32_t next = next_free(heap, block), prev = prev_free(heap, block);
    if (next) {
        store(heap, next + 8, prev);
    }
    if (prev) {
        store(heap, prev + 4, next);
    } else {
        heap->bin_head[bin] = next;
        if (!next) {
            heap->bin_map[bin / 32] &= ~(1u << (bin % 32));
        }
    }
    uint32_t after = block + size;
    store(heap, after, load(heap, after) & ~(uint32_t)PREV_FREE);
}

/* The first list at or after bin that is not empty, or KJ_HEAP_BINS. */
static uint32_t occupied_bin(const kj_heap *heap, uint32_t bin) {
    for (uint32_t word = bin / 32; word < sizeof heap->bin_map / sizeof heap->bin_map[0]; word++) {
        uint32_t map = heap->bin_map[word];
        if (word == bin / 32) {
            map &= ~0u << (bin % 32);
        }
        if (map) {
            return word * 32 + (uint32_t)__builtin_ctz(map);
        }
    }
    return KJ_HEAP_BINS;
}

/* A free block of at least size bytes, or 0. Its own list may hold smaller ones, so only some of
 * it is tried; any block of a later list fits. A last, full look at the own list keeps a heap
 * that has room from failing; it is reached only when all larger lists are empty. */
static uint32_t find_free(const kj_heap *heap, uint32_t size) {
    uint32_t bin = bin_of(size), block = heap->bin_head[bin];
    for (int tries = 0; block && tries < FIT_TRIES; tries++) {
        if (size_of(heap, block) >= size) {
            return block;
        }
        block = next_free(heap, block);
    }
    uint32_t larger = occupied_bin(heap, bin + 1);
    if (larger < KJ_HEAP_BINS) {
        return heap->bin_head[larger];
    }
    while (block && size_of(heap, block) < size) {
        block = next_free(heap, block);
    }
    return block;
}

/* Makes the free or live span [block, block + have) a live block of want bytes; what is over goes
 * back to the lists, joined with a free block after it. */
static void settle(kj_heap *heap, uint32_t block, uint32_t have, uint32_t want) {
    uint32_t flags = load(heap, block) & PREV_FREE;
    uint32_t rest = have - want;
    if (rest < MIN_BLOCK) {
        want = have;
        rest = 0;
    }
    store(heap, block, want | flags);
    if (rest) {
        uint32_t after = block + have;
        if (load(heap, after) & FREE) {
            rest += size_of(heap, after);
            remove_free(heap, after);
        }
        insert_free(heap, block + want, rest);
    }
}

/* The block's size for a payload of bytes, or 0 when no heap is large enough. */
static uint32_t block_size(size_t bytes) {
    if (bytes > KJ_HEAP_MAX_BYTES) {
        return 0;
    }
    uint32_t size = ((uint32_t)bytes + HEADER_BYTES + 7) & ~(uint32_t)7;
    return size < MIN_BLOCK ? MIN_BLOCK : size;
}

/* Counts an attempt; whether a test wants it to fail. */
static bool is_made_to_fail(kj_heap *heap) {
    uint32_t attempt = ++heap->stats.allocations;
    if (!heap->fail_at) {
        return false;
    }
    return attempt == heap->fail_at || (heap->fail_onwards && attempt > heap->fail_at);
}

static void *failed(kj_heap *heap) {
    heap->stats.failed++;
    return NULL;
}

static void count_used(kj_heap *heap, uint32_t old_size, uint32_t new_size) {
    heap->stats.used = heap->stats.used - old_size + new_size;
    if (heap->stats.used > heap->stats.peak) {
        heap->stats.peak = heap->stats.used;
    }
}

/* Opens the first bytes of a live block to its user; the rest of it and the next header stay
 * poisoned. */
static void expose(kj_heap *heap, uint32_t block, size_t bytes) {
    uint32_t room = size_of(heap, block) - HEADER_BYTES;
    UNPOISON(payload_of(heap, block), room);
    POISON(payload_of(heap, block) + bytes, room + HEADER_BYTES - bytes);
}

kj_status kj_heap_init(kj_heap *heap, void *memory, size_t size_bytes) {
    if (!memory || size_bytes < KJ_HEAP_MIN_BYTES || size_bytes > KJ_HEAP_MAX_BYTES) {
        return KJ_ERR_ARGUMENT;
    }
    size_t skip = (size_t)(-(uintptr_t)memory & 7u);
    *heap = (kj_heap){.base = (uint8_t *)memory + skip};
    uint32_t usable = (uint32_t)(size_bytes - skip) & ~(uint32_t)7;
    heap->end = usable - HEADER_BYTES;
    heap->stats.capacity = heap->end - FIRST_BLOCK;
    POISON(heap->base, usable);
    store(heap, heap->end, 0);
    insert_free(heap, FIRST_BLOCK, heap->end - FIRST_BLOCK);
    return KJ_OK;
}

void kj_heap_deinit(kj_heap *heap) {
    if (heap->base) {
        UNPOISON(heap->base, heap->end + HEADER_BYTES);
    }
    *heap = (kj_heap){0};
}

void *kj_heap_alloc(kj_heap *heap, size_t bytes) {
    if (!heap) {
        return NULL;
    }
    uint32_t size = block_size(bytes);
    if (is_made_to_fail(heap) || !size) {
        return failed(heap);
    }
    uint32_t block = find_free(heap, size);
    if (!block) {
        return failed(heap);
    }
    uint32_t have = size_of(heap, block);
    remove_free(heap, block);
    settle(heap, block, have, size);
    count_used(heap, 0, size_of(heap, block));
    heap->stats.live++;
    expose(heap, block, bytes);
    return payload_of(heap, block);
}

void *kj_heap_calloc(kj_heap *heap, size_t count, size_t bytes) {
    if (bytes && count > KJ_HEAP_MAX_BYTES / bytes) {
        count = 1;
        bytes = KJ_HEAP_MAX_BYTES + 1; /* counted as an attempt, and fails */
    }
    void *block = kj_heap_alloc(heap, count * bytes);
    if (block) {
        memset(block, 0, count * bytes);
    }
    return block;
}

static void assert_live(const kj_heap *heap, const void *payload) {
    assert(kj_heap_owns(heap, payload) && ((uintptr_t)payload & 7u) == 0);
    assert(!(load(heap, block_of(heap, payload)) & FREE) && "freed twice");
    (void)heap, (void)payload;
}

void kj_heap_free(kj_heap *heap, void *payload) {
    if (!payload) {
        return;
    }
    assert_live(heap, payload);
    uint32_t block = block_of(heap, payload);
    uint32_t size = size_of(heap, block);
    count_used(heap, size, 0);
    heap->stats.live--;
    UNPOISON(payload, size - HEADER_BYTES);
    uint32_t after = block + size;
    if (load(heap, after) & FREE) {
        size += size_of(heap, after);
        remove_free(heap, after);
    }
    if (load(heap, block) & PREV_FREE) {
        uint32_t before = load(heap, block - 4);
        block -= before;
        size += before;
        remove_free(heap, block);
    }
    insert_free(heap, block, size);
}

/* Grows a live block into the free one after it. Whether there was room. */
static bool grow_in_place(kj_heap *heap, uint32_t block, uint32_t want) {
    uint32_t have = size_of(heap, block), after = block + have;
    if (!(load(heap, after) & FREE) || have + size_of(heap, after) < want) {
        return false;
    }
    have += size_of(heap, after);
    remove_free(heap, after);
    settle(heap, block, have, want);
    return true;
}

static void *move(kj_heap *heap, void *payload, size_t bytes) {
    uint32_t block = block_of(heap, payload);
    uint32_t old_bytes = size_of(heap, block) - HEADER_BYTES;
    uint32_t found = find_free(heap, block_size(bytes));
    if (!found) {
        return failed(heap);
    }
    uint32_t have = size_of(heap, found);
    remove_free(heap, found);
    settle(heap, found, have, block_size(bytes));
    count_used(heap, 0, size_of(heap, found));
    heap->stats.live++;
    expose(heap, found, bytes);
    UNPOISON(payload, old_bytes);
    memcpy(payload_of(heap, found), payload, old_bytes);
    kj_heap_free(heap, payload);
    return payload_of(heap, found);
}

void *kj_heap_realloc(kj_heap *heap, void *payload, size_t bytes) {
    if (!payload || !heap) {
        return kj_heap_alloc(heap, bytes);
    }
    assert_live(heap, payload);
    uint32_t block = block_of(heap, payload), have = size_of(heap, block);
    uint32_t want = block_size(bytes);
    bool grows = !want || want > have;
    if (grows && (is_made_to_fail(heap) || !want)) {
        return failed(heap);
    }
    if (!grows) {
        settle(heap, block, have, want);
    } else if (!grow_in_place(heap, block, want)) {
        return move(heap, payload, bytes);
    }
    count_used(heap, have, size_of(heap, block));
    expose(heap, block, bytes);
    return payload;
}

bool kj_heap_owns(const kj_heap *heap, const void *address) {
    uintptr_t at = (uintptr_t)address, base = heap ? (uintptr_t)heap->base : 0;
    return base && at >= base && at < base + heap->end;
}

kj_heap_stats kj_heap_get_stats(const kj_heap *heap) { return heap->stats; }

void kj_heap_reset_peak(kj_heap *heap) { heap->stats.peak = heap->stats.used; }

void kj_heap_fail_at(kj_heap *heap, uint32_t n) {
    heap->fail_at = n ? heap->stats.allocations + n : 0;
    heap->fail_onwards = false;
}

void kj_heap_fail_from(kj_heap *heap, uint32_t n) {
    kj_heap_fail_at(heap, n);
    heap->fail_onwards = n != 0;
}

/* Whether each list holds sane free blocks of its sizes, chained both ways; *blocks counts them. */
static bool lists_are_sound(const kj_heap *heap, uint32_t *blocks) {
    const uint32_t most = heap->end / MIN_BLOCK;
    for (uint32_t bin = 0; bin < KJ_HEAP_BINS; bin++) {
        uint32_t before = 0;
        bool marked = (heap->bin_map[bin / 32] >> (bin % 32)) & 1u;
        if (marked != (heap->bin_head[bin] != 0)) {
            return false;
        }
        for (uint32_t at = heap->bin_head[bin]; at; at = next_free(heap, at)) {
            if (at % 8 != FIRST_BLOCK || at >= heap->end || !(load(heap, at) & FREE) ||
                bin_of(size_of(heap, at)) != bin || prev_free(heap, at) != before ||
                ++*blocks > most) {
                return false;
            }
            before = at;
        }
    }
    return true;
}

kj_status kj_heap_check(const kj_heap *heap) {
    uint32_t listed = 0, found = 0, live = 0;
    size_t used = 0;
    bool after_free = false;
    uint32_t at = FIRST_BLOCK;
    while (at < heap->end) {
        uint32_t header = load(heap, at), size = header & ~(uint32_t)FLAGS;
        bool is_free = header & FREE;
        if (size < MIN_BLOCK || size > heap->end - at || after_free != !!(header & PREV_FREE) ||
            (is_free && (after_free || load(heap, at + size - 4) != size))) {
            return KJ_ERR_FORMAT;
        }
        found += is_free;
        live += !is_free;
        used += is_free ? 0 : size;
        after_free = is_free;
        at += size;
    }
    if (load(heap, at) != (after_free ? (uint32_t)PREV_FREE : 0) || live != heap->stats.live ||
        used != heap->stats.used || !lists_are_sound(heap, &listed) || listed != found) {
        return KJ_ERR_FORMAT;
    }
    return KJ_OK;
}
