/* test_run_cache.c - runs kept, found again, and given up for others. */
#include "shape_case.h"

KJ_TEST(a_word_is_shaped_once_and_each_face_has_its_own_run) {
    bench b;
    open_bench(&b);
    run serif, sans, again;
    kj_shaper_stats stats;
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("সংবাদ"), &serif), KJ_OK);
    KJ_CHECK_EQ(shape_alone(&b, 2, span_of("সংবাদ"), &sans), KJ_OK);
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("সংবাদ"), &again), KJ_OK);
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 2);
    KJ_CHECK_EQ(stats.lookups, 3);
    KJ_CHECK_EQ(stats.hits, 1);
    KJ_CHECK(same_run(&serif, &again));
    KJ_CHECK(!same_run(&serif, &sans));
    close_bench(&b);
}

KJ_TEST(a_word_twice_in_a_batch_waits_once) {
    bench b;
    kj_run_ref first, second;
    kj_shaper_stats stats;
    open_bench(&b);
    kj_shaper_begin(b.shaper);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("এবং"), &first), KJ_OK);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("এবং"), &second), KJ_OK);
    KJ_CHECK_EQ(first, second);
    KJ_CHECK(!kj_shaper_ready(b.shaper, first));
    KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 1);
    close_bench(&b);
}

KJ_TEST(clearing_forgets_the_runs) {
    bench b;
    run shaped;
    kj_shaper_stats stats;
    open_bench(&b);
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("নদী"), &shaped), KJ_OK);
    kj_shaper_clear(b.shaper);
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("নদী"), &shaped), KJ_OK);
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 2);
    close_bench(&b);
}

KJ_TEST(the_advance_is_the_sum_of_the_glyphs_and_parts_read_like_the_whole) {
    bench b;
    run shaped;
    kj_run_ref ref;
    open_bench(&b);
    kj_shaper_begin(b.shaper);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("ভ্লাদিভোস্টকের"), &ref), KJ_OK);
    KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
    read_run(&b, ref, &shaped);
    int32_t sum = 0;
    for (unsigned i = 0; i < shaped.count; i++) {
        kj_glyph one;
        kj_run_read(b.shaper, ref, i, 1, &one);
        KJ_CHECK(same_glyph(&one, &shaped.glyphs[i]));
        sum += one.advance;
    }
    KJ_CHECK_EQ(kj_run_advance(b.shaper, ref), sum);
    close_bench(&b);
}

/* A window that is too large for the cache says AGAIN, keeps what it has, and goes on after a new
 * beginning; whatever the mixture of eviction and moving, runs stay what they are. */
KJ_TEST(a_small_cache_gives_the_glyphs_of_a_large_one) {
    words all = read_hard_words();
    uint64_t *expected = calloc(all.count, sizeof *expected);
    bench b;
    run shaped;
    unsigned again = 0, order = 12345;
    open_sized(&b, sizeof cache_memory, 384);
    for (unsigned i = 0; i < all.count; i += 11) {
        KJ_CHECK_EQ(shape_alone(&b, 1, all.spans[i], &shaped), KJ_OK);
        expected[i] = digest_of(&shaped);
    }
    close_bench(&b);
    open_sized(&b, KJ_SHAPER_BYTES_MIN, 256);
    for (unsigned window = 0; window < 300; window++) {
        kj_run_ref refs[400];
        unsigned indices[400], added = 0, most = 5 + window % 7 * 65;
        kj_shaper_begin(b.shaper);
        while (added < most) {
            order = order * 1664525u + 1013904223u; /* a few words often, the rest seldom */
            unsigned spread = order >> 28 < window % 12 ? 40 : all.count / 11;
            indices[added] = (order >> 8) % spread * 11;
            kj_status status = kj_shaper_add(b.shaper, 1, all.spans[indices[added]], &refs[added]);
            KJ_CHECK(status == KJ_OK || status == KJ_AGAIN);
            if (status == KJ_AGAIN) {
                again++;
                break;
            }
            added++;
        }
        kj_status flushed = kj_shaper_flush(b.shaper);
        KJ_CHECK(flushed == KJ_OK || flushed == KJ_AGAIN);
        again += flushed == KJ_AGAIN;
        for (unsigned i = 0; i < added && kj_shaper_ready(b.shaper, refs[i]); i++) {
            read_run(&b, refs[i], &shaped);
            KJ_CHECK(digest_of(&shaped) == expected[indices[i]]);
        }
        KJ_CHECK(added > 0 && kj_shaper_ready(b.shaper, refs[0]));
    }
    kj_shaper_stats stats;
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK(again > 10 && stats.evicted > 1000 && stats.hits > stats.lookups / 4);
    KJ_CHECK(stats.cache_peak_bytes <= stats.cache_size_bytes);
    KJ_CHECK(stats.cache_size_bytes <= KJ_SHAPER_BYTES_MIN);
    close_bench(&b);
    drop_lines(&all);
    free(expected);
}

/* A hundred thousand distinct words that look alike: were one taken for another because a hash is
 * the same, its digits would be wrong. */
KJ_TEST(words_are_told_apart_by_all_their_bytes) {
    bench b;
    kj_shaper_stats stats;
    open_sized(&b, sizeof cache_memory, 1024);
    uint16_t digits[10];
    for (unsigned i = 0; i < 10; i++) {
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, '0' + i, &digits[i]), KJ_OK);
    }
    for (unsigned first = 0; first < 100000; first += 50) {
        char text[50][8];
        kj_run_ref refs[50];
        kj_shaper_begin(b.shaper);
        for (unsigned i = 0; i < 50; i++) {
            snprintf(text[i], sizeof text[i], "%05u", (first + i) * 7 % 100000);
            KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of(text[i]), &refs[i]), KJ_OK);
        }
        KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
        for (unsigned i = 0; i < 50; i++) {
            run shaped;
            read_run(&b, refs[i], &shaped);
            KJ_CHECK_EQ(shaped.count, 5);
            for (unsigned d = 0; d < 5; d++) {
                KJ_CHECK_EQ(shaped.glyphs[d].id, digits[text[i][d] - '0']);
            }
        }
    }
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 100000);
    close_bench(&b);
}

KJ_TEST(a_config_outside_its_limits_is_refused) {
    bench b;
    open_bench(&b);
    kj_shaper_config config = {&b.faces, cache_memory, KJ_SHAPER_BYTES_MIN - 1, 384};
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    config = (kj_shaper_config){&b.faces, cache_memory, KJ_SHAPER_BYTES_MIN, 63};
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    config.batch_bytes = 1025;
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    config = (kj_shaper_config){&b.faces, cache_memory + 4, KJ_SHAPER_BYTES_MIN, 384};
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    close_bench(&b);
}

KJ_TEST_MAIN()
