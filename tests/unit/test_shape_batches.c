/* test_shape_batches.c - words shaped together are as they are alone. */
#include "shape_case.h"

/* Returns how many calls of HarfBuzz the company took. */
static uint32_t compare_company(kj_face_id face, const words *all, uint16_t batch_bytes) {
    uint64_t *alone = calloc(all->count, sizeof *alone);
    bench b;
    run shaped;
    open_bench(&b);
    for (unsigned i = 0; i < all->count; i++) {
        KJ_CHECK_EQ(shape_alone(&b, face, all->spans[i], &shaped), KJ_OK);
        alone[i] = digest_of(&shaped);
    }
    close_bench(&b);
    open_sized(&b, 64 * 1024, batch_bytes);
    kj_run_ref refs[100];
    for (unsigned first = 0; first < all->count;) {
        unsigned ready = shape_window(&b, face, all, first, 100, refs);
        for (unsigned i = 0; i < ready; i++) {
            read_run(&b, refs[i], &shaped);
            KJ_CHECK(digest_of(&shaped) == alone[first + i]);
        }
        first += ready;
    }
    kj_shaper_stats stats;
    kj_shaper_get_stats(b.shaper, &stats);
    close_bench(&b);
    free(alone);
    return stats.batches;
}

/* Leaves out the words that HarfBuzz gives a dotted circle: they are shaped alone for good reason
 * (see kept_apart in shape.c). */
static void keep_sound_words(words *all) {
    bench b;
    run shaped;
    uint16_t circle;
    unsigned kept = 0;
    open_bench(&b);
    KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, 0x25CC, &circle), KJ_OK);
    KJ_CHECK(circle != 0);
    for (unsigned i = 0; i < all->count; i++) {
        bool sound = true;
        KJ_CHECK_EQ(shape_alone(&b, 0, all->spans[i], &shaped), KJ_OK);
        for (unsigned g = 0; g < shaped.count; g++) {
            sound &= shaped.glyphs[g].id != circle;
        }
        if (sound) {
            all->spans[kept++] = all->spans[i];
        }
    }
    all->count = kept;
    close_bench(&b);
}

static void shuffle(words *all) {
    unsigned order = 1;
    for (unsigned i = all->count - 1; i > 0; i--) {
        order = order * 1664525u + 1013904223u;
        unsigned other = (order >> 8) % (i + 1);
        kj_span kept = all->spans[i];
        all->spans[i] = all->spans[other];
        all->spans[other] = kept;
    }
}

KJ_TEST(hard_words_shape_in_a_batch_as_they_do_alone) {
    words all = read_hard_words();
    (void)compare_company(kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SERIF, false), &all, 384);
    shuffle(&all);
    (void)compare_company(kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SANS, true), &all, 1024);
    keep_sound_words(&all);
    for (kj_face_id face = 0; face < 4; face++) {
        shuffle(&all);
        KJ_CHECK(compare_company(face, &all, 384) * 10 < all.count);
    }
    drop_lines(&all);
}

/* Found by this file's random windows: of two signs without a letter, 15 syllables apart in one
 * buffer, HarfBuzz gives only the first its dotted circle. */
KJ_TEST(signs_without_a_letter_have_their_circle_at_any_distance) {
    bench b;
    open_bench(&b);
    run alone, together;
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("কঁৄ"), &alone), KJ_OK);
    KJ_CHECK_EQ(alone.count, 4);
    for (unsigned distance = 0; distance < 40; distance++) {
        kj_run_ref refs[42];
        char filler[42][24];
        kj_shaper_clear(b.shaper);
        KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("খঁৄ"), &refs[0]), KJ_OK);
        for (unsigned i = 0; i < distance; i++) {
            snprintf(filler[i], sizeof filler[i], "%u", i);
            KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of(filler[i]), &refs[1 + i]), KJ_OK);
        }
        KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("কঁৄ"), &refs[41]), KJ_OK);
        KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
        read_run(&b, refs[41], &together);
        KJ_CHECK(same_run(&alone, &together));
    }
    close_bench(&b);
}

KJ_TEST(latin_words_that_kern_shape_in_a_batch_as_they_do_alone) {
    static const char *const parts[] = {"T",  "A",  "V", "To", "y", "f", "fi", "\"", "(", "W.",
                                        "r,", "P.", "1", "7",  "é", "'", "L",  "Y",  "o", "-"};
    const unsigned count = sizeof parts / sizeof *parts;
    words all = {.count = count * count};
    all.text = calloc(all.count, 16);
    all.spans = calloc(all.count, sizeof *all.spans);
    for (unsigned i = 0; i < all.count; i++) {
        int length = snprintf(all.text + 16 * i, 16, "%s%s", parts[i % count], parts[i / count]);
        all.spans[i] = (kj_span){(const uint8_t *)all.text + 16 * i, (size_t)length};
    }
    for (kj_face_id face = 4; face < KJ_FACE_COUNT; face++) {
        KJ_CHECK(compare_company(face, &all, 384) * 10 < all.count);
    }
    drop_lines(&all);
}

KJ_TEST(a_word_that_begins_with_a_mark_leaves_its_neighbours_alone) {
    static const char *const marks[] = {
        "\xCC\x81x",        "\xE2\x80\x8Dক", "\xE0\xA6\xBEক", "\xE0\xAE\xBEx",
        "\xF0\x9F\x8F\xBB", "\xEF\xB8\x8Fx", "\xE0\xB8\xB1x", "\xF0\x9F\x87\xA7\xF0\x9F\x87\xA9",
        "\xEF\xBE\x9Ex"};
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (kj_face_id face = 0; face < KJ_FACE_COUNT; face += 4) {
            kj_run_ref refs[3];
            run alone[3], together;
            const kj_span three[3] = {span_of("কর্ম-1"), span_of(marks[i]), span_of("VAক")};
            for (unsigned w = 0; w < 3; w++) {
                KJ_CHECK_EQ(shape_alone(&b, face, three[w], &alone[w]), KJ_OK);
            }
            kj_shaper_clear(b.shaper);
            for (unsigned w = 0; w < 3; w++) {
                KJ_CHECK_EQ(kj_shaper_add(b.shaper, face, three[w], &refs[w]), KJ_OK);
            }
            KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
            for (unsigned w = 0; w < 3; w++) {
                read_run(&b, refs[w], &together);
                KJ_CHECK(same_run(&together, &alone[w]));
            }
        }
    }
    close_bench(&b);
}

/* Where no glyph of a cluster is flagged, the word's two parts shaped apart are the word. */
KJ_TEST(breaking_at_a_safe_cluster_changes_no_glyph) {
    words all = read_hard_words();
    bench b;
    unsigned safe = 0, unsafe = 0;
    open_sized(&b, 64 * 1024, 384);
    for (unsigned i = 0; i < all.count; i += 3) {
        kj_span word = all.spans[i];
        run whole, left, right;
        KJ_CHECK_EQ(shape_alone(&b, 0, word, &whole), KJ_OK);
        for (unsigned g = 1; g < whole.count; g++) {
            uint8_t at = whole.glyphs[g].cluster;
            if (at == whole.glyphs[g - 1].cluster) {
                continue;
            }
            if (whole.glyphs[g].unsafe) {
                unsafe++;
                continue;
            }
            safe++;
            kj_span rest = {word.data + at, word.length - at};
            KJ_CHECK_EQ(shape_alone(&b, 0, (kj_span){word.data, at}, &left), KJ_OK);
            KJ_CHECK_EQ(shape_alone(&b, 0, rest, &right), KJ_OK);
            KJ_CHECK_EQ(left.count, g);
            KJ_CHECK_EQ(left.count + right.count, whole.count);
            for (unsigned p = 0; p < whole.count; p++) {
                const kj_glyph *part = p < g ? &left.glyphs[p] : &right.glyphs[p - g];
                KJ_CHECK_EQ(part->id, whole.glyphs[p].id);
                KJ_CHECK_EQ(part->advance, whole.glyphs[p].advance);
                KJ_CHECK_EQ(part->dx, whole.glyphs[p].dx);
            }
        }
    }
    KJ_CHECK(safe > 500 && unsafe > 500);
    close_bench(&b);
    drop_lines(&all);
}

KJ_TEST_MAIN()
