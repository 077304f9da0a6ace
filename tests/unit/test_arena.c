/* test_arena.c - memory handed out front to back and given back all at once. */
#include "base/arena.h"
#include "test.h"

static _Alignas(8) uint8_t memory[256];

static kj_arena make(size_t bytes) {
    kj_arena arena;
    memset(memory, 0xAA, sizeof memory);
    kj_arena_init(&arena, "test", memory, bytes);
    return arena;
}

KJ_TEST(memory_is_aligned_zeroed_and_apart) {
    kj_arena arena = make(sizeof memory);
    uint8_t *first = kj_arena_take(&arena, 3);
    uint8_t *second = kj_arena_take(&arena, 9);
    KJ_CHECK(first && second);
    KJ_CHECK_EQ((uintptr_t)first % 8, 0);
    KJ_CHECK_EQ((uintptr_t)second % 8, 0);
    KJ_CHECK(second >= first + 3);
    for (unsigned i = 0; i < 9; i++) {
        KJ_CHECK_EQ(second[i], 0);
    }
    KJ_CHECK(first[0] == 0 && first[1] == 0 && first[2] == 0);
}

KJ_TEST(a_full_arena_gives_null_and_stays_as_it_was) {
    kj_arena arena = make(64);
    KJ_CHECK(kj_arena_take(&arena, 48) != NULL);
    KJ_CHECK(kj_arena_take(&arena, 17) == NULL);
    KJ_CHECK_EQ(arena.used_bytes, 48);
    KJ_CHECK(kj_arena_take(&arena, 16) != NULL);
    KJ_CHECK(kj_arena_take(&arena, 1) == NULL);
    KJ_CHECK_EQ(memory[64], 0xAA);
}

KJ_TEST(rounding_up_never_goes_past_the_end) {
    kj_arena arena = make(60);
    KJ_CHECK(kj_arena_take(&arena, 57) == NULL);
    KJ_CHECK(kj_arena_take(&arena, 56) != NULL);
    KJ_CHECK_EQ(memory[60], 0xAA);
}

KJ_TEST(an_absurd_size_is_refused) {
    kj_arena arena = make(64);
    KJ_CHECK(kj_arena_take(&arena, SIZE_MAX) == NULL);
    KJ_CHECK(kj_arena_take(&arena, SIZE_MAX - 6) == NULL);
    KJ_CHECK_EQ(arena.used_bytes, 0);
}

KJ_TEST(release_gives_back_all_since_the_mark) {
    kj_arena arena = make(128);
    uint8_t *kept = kj_arena_take(&arena, 8);
    size_t mark = kj_arena_mark(&arena);
    uint8_t *dropped = kj_arena_take(&arena, 40);
    kept[0] = 7;
    dropped[0] = 9;
    kj_arena_release(&arena, mark);
    KJ_CHECK_EQ(kj_arena_mark(&arena), mark);
    uint8_t *again = kj_arena_take(&arena, 40);
    KJ_CHECK(again == dropped);
    KJ_CHECK_EQ(again[0], 0);
    KJ_CHECK_EQ(kept[0], 7);
}

KJ_TEST(the_high_water_mark_outlives_a_release) {
    kj_arena arena = make(128);
    KJ_CHECK(kj_arena_take(&arena, 100) != NULL);
    kj_arena_release(&arena, 0);
    KJ_CHECK(kj_arena_take(&arena, 8) != NULL);
    KJ_CHECK_EQ(arena.used_bytes, 8);
    KJ_CHECK_EQ(arena.peak_bytes, 104);
}

KJ_TEST_MAIN()
