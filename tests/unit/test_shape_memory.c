/* test_shape_memory.c - no failure gives a wrong glyph. */
#include "shape_case.h"

KJ_TEST(a_damaged_font_is_an_error_and_no_glyphs) {
    static kj_font_data fonts[KJ_FACE_COUNT];
    bench b;
    kj_run_ref ref;
    open_bench(&b);
    memcpy(fonts, kj_font_data_table, sizeof fonts);
    fonts[0].size -= 4;
    b.faces.fonts = fonts;
    kj_shaper_begin(b.shaper);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("ক"), &ref), KJ_OK);
    KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_ERR_FORMAT);
    KJ_CHECK(!kj_shaper_ready(b.shaper, ref));
    run shaped;
    KJ_CHECK_EQ(shape_alone(&b, 1, span_of("ক"), &shaped), KJ_OK);
    close_bench(&b);
}

static const char *const hard[] = {"রাষ্ট্রপতি",
                                   "ক্ষেপণাস্ত্র",
                                   "র‍্যাব",
                                   "উদ্‌যাপন",
                                   "অা",
                                   "স্বাচ্ছন্দ্য",
                                   "কর্তৃপক্ষ",
                                   "উজ্জ্বল",
                                   "দৈর্ঘ্য",
                                   "কোরিয়ার",
                                   "চাঁদ",
                                   "ৎ",
                                   "ঋৃ",
                                   "১৯৭১।",
                                   "“কথা”",
                                   "হঠাৎ",
                                   "ধর্ম্ম",
                                   "ন্ত্র্যু",
                                   "\xE2\x80\x8Dক",
                                   "া",
                                   "ব্রহ্মপুত্রের",
                                   "আন্তঃমহাদেশীয়",
                                   "১২.৫%",
                                   "অপরাহ্ণ"};
enum { HARD_COUNT = sizeof hard / sizeof *hard };

/* All hard words in two faces in one window, into runs; the worst status on the way. */
static kj_status shape_hard(bench *b, run *runs) {
    kj_run_ref refs[2 * HARD_COUNT];
    kj_shaper_begin(b->shaper);
    for (unsigned i = 0; i < 2 * HARD_COUNT; i++) {
        kj_face_id face = i < HARD_COUNT ? 0 : 3;
        kj_status status = kj_shaper_add(b->shaper, face, span_of(hard[i % HARD_COUNT]), &refs[i]);
        if (status != KJ_OK) {
            return status;
        }
    }
    kj_status status = kj_shaper_flush(b->shaper);
    for (unsigned i = 0; i < 2 * HARD_COUNT && status == KJ_OK; i++) {
        read_run(b, refs[i], &runs[i]);
    }
    return status;
}

static void check_hard(const run *runs, const run *expected) {
    for (unsigned i = 0; i < 2 * HARD_COUNT; i++) {
        KJ_CHECK(same_run(&runs[i], &expected[i]));
    }
}

static run good[2 * HARD_COUNT], tried[2 * HARD_COUNT];

static uint32_t shape_good(void) {
    bench b;
    open_bench(&b);
    KJ_CHECK_EQ(shape_hard(&b, good), KJ_OK);
    uint32_t allocations = kj_heap_get_stats(&b.heap).allocations;
    close_bench(&b);
    KJ_CHECK(allocations > 20);
    return allocations;
}

KJ_TEST(one_failed_allocation_never_changes_a_glyph) {
    uint32_t allocations = shape_good(), right = 0;
    for (uint32_t n = 1; n <= allocations; n++) {
        bench b;
        open_bench(&b);
        kj_heap_fail_at(&b.heap, n);
        kj_status status = shape_hard(&b, tried);
        KJ_CHECK(status == KJ_OK || status == KJ_ERR_MEMORY);
        if (status == KJ_OK) {
            check_hard(tried, good);
            right++;
        }
        kj_heap_fail_at(&b.heap, 0);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK); /* nothing half made is left behind */
        check_hard(tried, good);
        close_bench(&b);
    }
    KJ_CHECK_EQ(right, allocations); /* one failure is always got over */
}

KJ_TEST(no_memory_from_some_moment_on_is_an_error_and_no_wrong_glyph) {
    uint32_t allocations = shape_good(), refused = 0;
    for (uint32_t n = 1; n <= allocations; n++) {
        bench b;
        open_bench(&b);
        kj_heap_fail_from(&b.heap, n);
        kj_status status = shape_hard(&b, tried);
        if (status == KJ_OK) {
            check_hard(tried, good);
        } else {
            KJ_CHECK_EQ(status, KJ_ERR_MEMORY);
            refused++;
        }
        kj_heap_fail_at(&b.heap, 0);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK);
        check_hard(tried, good);
        close_bench(&b);
    }
    KJ_CHECK(refused > allocations / 2);
}

KJ_TEST(a_failure_with_full_caches_never_changes_a_glyph) {
    (void)shape_good();
    for (uint32_t n = 1; n <= 12; n++) {
        bench b;
        open_bench(&b);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK);
        kj_shaper_clear(b.shaper); /* faces and plans are there, runs are not */
        kj_heap_fail_at(&b.heap, n);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK);
        check_hard(tried, good);
        kj_heap_fail_at(&b.heap, 0);
        close_bench(&b);
    }
}

/* Heaps of every size from nothing to enough: HarfBuzz's own growth meets the end anywhere. */
KJ_TEST(a_small_heap_gives_an_error_or_the_right_glyphs) {
    unsigned right = 0, refused = 0;
    (void)shape_good();
    for (size_t bytes = 1024; bytes <= 48 * 1024; bytes += 488) {
        bench b;
        KJ_CHECK_EQ(kj_heap_init(&b.heap, heap_memory, bytes), KJ_OK);
        kj_faces_init(&b.faces, kj_font_data_table, &b.heap);
        const kj_shaper_config config = {&b.faces, cache_memory, CACHE_BYTES, 384};
        b.shaper = kj_shaper_init(&config);
        KJ_CHECK(b.shaper != NULL);
        kj_status status = shape_hard(&b, tried);
        if (status == KJ_OK) {
            check_hard(tried, good);
            right++;
        } else {
            KJ_CHECK_EQ(status, KJ_ERR_MEMORY);
            refused++;
        }
        close_bench(&b);
    }
    KJ_CHECK(right > 10 && refused > 10);
}

KJ_TEST_MAIN()
