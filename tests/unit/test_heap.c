/* test_heap.c - the vendor heap: bounds, coalescing, growth in place, failures on request, and a
 * long random run against a model. */
#include "test.h"
#include "vendor/heap.h"

#include <stdbool.h>

enum { REGION_BYTES = 64 * 1024 };
static _Alignas(8) uint8_t region[REGION_BYTES + 8];

static kj_heap open_heap(size_t bytes) {
    kj_heap heap;
    if (kj_heap_init(&heap, region, bytes) != KJ_OK) {
        abort();
    }
    return heap;
}

static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

KJ_TEST(heap_refuses_regions_it_cannot_manage) {
    kj_heap heap;
    KJ_CHECK_EQ(kj_heap_init(&heap, NULL, 4096), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_heap_init(&heap, region, KJ_HEAP_MIN_BYTES - 1), KJ_ERR_ARGUMENT);
    KJ_CHECK_EQ(kj_heap_init(&heap, region, KJ_HEAP_MAX_BYTES + 1), KJ_ERR_ARGUMENT);
}

KJ_TEST(heap_aligns_payloads_in_a_region_of_any_alignment) {
    for (size_t skew = 0; skew < 8; skew++) {
        kj_heap heap;
        KJ_CHECK_EQ(kj_heap_init(&heap, region + skew, KJ_HEAP_MIN_BYTES), KJ_OK);
        uint8_t *block = kj_heap_alloc(&heap, 5);
        KJ_CHECK(block && (uintptr_t)block % 8 == 0);
        KJ_CHECK(block >= region + skew && block + 5 <= region + skew + KJ_HEAP_MIN_BYTES);
        KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
        kj_heap_deinit(&heap);
    }
}

KJ_TEST(heap_costs_four_bytes_a_block) {
    kj_heap heap = open_heap(4096);
    KJ_CHECK(kj_heap_alloc(&heap, 20));
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).used, 24);
    KJ_CHECK(kj_heap_alloc(&heap, 0));
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).used, 24 + 16);
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_gives_all_of_its_capacity_to_one_block) {
    kj_heap heap = open_heap(4096);
    size_t most = kj_heap_get_stats(&heap).capacity - 4;
    KJ_CHECK(!kj_heap_alloc(&heap, most + 1));
    void *block = kj_heap_alloc(&heap, most);
    KJ_CHECK(block);
    memset(block, 0xA5, most);
    KJ_CHECK(!kj_heap_alloc(&heap, 0));
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).failed, 2);
    kj_heap_free(&heap, block);
    KJ_CHECK(kj_heap_alloc(&heap, most));
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_joins_free_neighbours_in_every_order) {
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int order = 0; order < 6; order++) {
        kj_heap heap = open_heap(1024);
        size_t most = kj_heap_get_stats(&heap).capacity - 4;
        void *blocks[3];
        for (int i = 0; i < 3; i++) {
            blocks[i] = kj_heap_alloc(&heap, 200);
            KJ_CHECK(blocks[i]);
        }
        for (int i = 0; i < 3; i++) {
            kj_heap_free(&heap, blocks[orders[order][i]]);
            KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
        }
        KJ_CHECK(kj_heap_alloc(&heap, most));
        kj_heap_deinit(&heap);
    }
}

KJ_TEST(heap_finds_the_one_block_that_fits_behind_many_that_do_not) {
    kj_heap heap = open_heap(REGION_BYTES);
    void *small[40], *kept[41];
    void *large = kj_heap_alloc(&heap, 1268); /* the same list as 1,028 bytes */
    kept[40] = kj_heap_alloc(&heap, 0);
    for (int i = 0; i < 40; i++) {
        small[i] = kj_heap_alloc(&heap, 1028);
        kept[i] = kj_heap_alloc(&heap, 0);
        KJ_CHECK(small[i] && kept[i]);
    }
    while (kj_heap_alloc(&heap, 0)) {
    }
    kj_heap_free(&heap, large);
    for (int i = 0; i < 40; i++) {
        kj_heap_free(&heap, small[i]);
    }
    KJ_CHECK(kj_heap_alloc(&heap, 1268) == large);
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_calloc_clears_and_refuses_overflowing_products) {
    kj_heap heap = open_heap(4096);
    void *dirty = kj_heap_alloc(&heap, 512);
    memset(dirty, 0xFF, 512);
    kj_heap_free(&heap, dirty);
    uint8_t *block = kj_heap_calloc(&heap, 16, 32);
    KJ_CHECK(block == dirty);
    for (int i = 0; i < 512; i++) {
        KJ_CHECK_EQ(block[i], 0);
    }
    KJ_CHECK(!kj_heap_calloc(&heap, SIZE_MAX / 2, 4));
    KJ_CHECK(!kj_heap_calloc(&heap, SIZE_MAX, SIZE_MAX));
    KJ_CHECK(!kj_heap_alloc(&heap, SIZE_MAX));
    KJ_CHECK(!kj_heap_realloc(&heap, block, SIZE_MAX - 3));
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).failed, 4);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 1);
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_realloc_grows_into_the_free_space_behind_and_moves_otherwise) {
    kj_heap heap = open_heap(4096);
    uint8_t *first = kj_heap_alloc(&heap, 100);
    memset(first, 7, 100);
    KJ_CHECK(kj_heap_realloc(&heap, first, 1000) == first);
    void *behind = kj_heap_alloc(&heap, 100);
    uint8_t *moved = kj_heap_realloc(&heap, first, 2000);
    KJ_CHECK(moved && moved != first);
    for (int i = 0; i < 100; i++) {
        KJ_CHECK_EQ(moved[i], 7);
    }
    KJ_CHECK(kj_heap_realloc(&heap, moved, 40) == moved);
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
    kj_heap_free(&heap, behind);
    kj_heap_free(&heap, moved);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).used, 0);
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_failed_realloc_leaves_the_block_as_it_was) {
    kj_heap heap = open_heap(1024);
    uint8_t *block = kj_heap_alloc(&heap, 300);
    memset(block, 9, 300);
    KJ_CHECK(kj_heap_alloc(&heap, 300));
    KJ_CHECK(!kj_heap_realloc(&heap, block, 900));
    kj_heap_fail_at(&heap, 1);
    KJ_CHECK(!kj_heap_realloc(&heap, block, 310));
    for (int i = 0; i < 300; i++) {
        KJ_CHECK_EQ(block[i], 9);
    }
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_fails_the_nth_attempt_once_or_from_there_on) {
    kj_heap heap = open_heap(4096);
    kj_heap_fail_at(&heap, 3);
    bool once[5], onwards[5];
    for (int i = 0; i < 5; i++) {
        once[i] = kj_heap_alloc(&heap, 8) != NULL;
    }
    kj_heap_fail_from(&heap, 3);
    for (int i = 0; i < 5; i++) {
        onwards[i] = kj_heap_alloc(&heap, 8) != NULL;
    }
    KJ_CHECK(once[0] && once[1] && !once[2] && once[3] && once[4]);
    KJ_CHECK(onwards[0] && onwards[1] && !onwards[2] && !onwards[3] && !onwards[4]);
    kj_heap_fail_from(&heap, 0);
    KJ_CHECK(kj_heap_alloc(&heap, 8));
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).allocations, 11);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).failed, 4);
    kj_heap_deinit(&heap);
}

KJ_TEST(heap_of_null_has_no_room) {
    KJ_CHECK(!kj_heap_alloc(NULL, 8));
    KJ_CHECK(!kj_heap_calloc(NULL, 1, 8));
    KJ_CHECK(!kj_heap_realloc(NULL, NULL, 8));
    kj_heap_free(NULL, NULL);
    KJ_CHECK(!kj_heap_owns(NULL, region));
}

KJ_TEST(heap_remembers_its_peak_until_told_to_forget) {
    kj_heap heap = open_heap(4096);
    void *block = kj_heap_alloc(&heap, 1000);
    kj_heap_free(&heap, block);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).peak, 1008);
    kj_heap_reset_peak(&heap);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).peak, 0);
    kj_heap_deinit(&heap);
}

/* The sanitizer would stop the program at the write itself. */
#if defined(__SANITIZE_ADDRESS__)
#define CAN_OVERRUN 0
#elif defined(__has_feature)
#define CAN_OVERRUN !__has_feature(address_sanitizer)
#else
#define CAN_OVERRUN 1
#endif

#if CAN_OVERRUN
KJ_TEST(heap_check_notices_a_write_past_the_end_of_a_block) {
    kj_heap heap = open_heap(4096);
    uint8_t *block = kj_heap_alloc(&heap, 20);
    KJ_CHECK(kj_heap_alloc(&heap, 20));
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
    for (volatile int i = 20; i < 24; i++) {
        block[i] ^= 0x55;
    }
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_ERR_FORMAT);
    kj_heap_deinit(&heap);
}
#endif

typedef struct model_block {
    uint8_t *bytes;
    size_t size;
    uint8_t fill;
} model_block;

static bool is_filled(const model_block *block, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (block->bytes[i] != block->fill) {
            return false;
        }
    }
    return true;
}

static size_t random_size(uint32_t *random) {
    uint32_t kind = next_random(random) % 10, value = next_random(random);
    return kind < 6 ? value % 64 : kind < 9 ? value % 700 : value % 9000;
}

static void random_step(kj_heap *heap, model_block *block, uint32_t *random) {
    size_t size = random_size(random);
    if (!block->bytes) {
        block->bytes = kj_heap_alloc(heap, size);
    } else if (next_random(random) % 3) {
        KJ_CHECK(is_filled(block, block->size));
        kj_heap_free(heap, block->bytes);
        *block = (model_block){0};
        return;
    } else {
        uint8_t *moved = kj_heap_realloc(heap, block->bytes, size);
        size_t kept = size < block->size ? size : block->size;
        if (!moved) {
            KJ_CHECK(is_filled(block, block->size));
            return;
        }
        block->bytes = moved;
        KJ_CHECK(is_filled(block, kept));
    }
    block->size = size;
    block->fill = (uint8_t)next_random(random);
    if (block->bytes) {
        memset(block->bytes, block->fill, size);
    }
}

/* Returns a number that depends on every address given out. */
static uint32_t random_run(uint32_t seed, int steps) {
    static model_block blocks[200];
    memset(blocks, 0, sizeof blocks);
    kj_heap heap = open_heap(REGION_BYTES);
    uint32_t random = seed, trace = 0;
    for (int step = 0; step < steps; step++) {
        model_block *block = &blocks[next_random(&random) % 200];
        random_step(&heap, block, &random);
        trace = trace * 31 + (block->bytes ? (uint32_t)(block->bytes - region) : 1);
        if (step % 16 == 0) {
            KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
        }
    }
    for (int i = 0; i < 200; i++) {
        kj_heap_free(&heap, blocks[i].bytes);
    }
    KJ_CHECK_EQ(kj_heap_check(&heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).used, 0);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    KJ_CHECK(kj_heap_alloc(&heap, kj_heap_get_stats(&heap).capacity - 4));
    kj_heap_deinit(&heap);
    return trace;
}

KJ_TEST(heap_survives_long_random_runs_and_gives_the_same_addresses_again) {
    for (uint32_t seed = 1; seed <= 8; seed++) {
        KJ_CHECK_EQ(random_run(seed, 20000), random_run(seed, 20000));
    }
}

KJ_TEST_MAIN()
