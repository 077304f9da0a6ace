/* test_face.c - faces open from sound fonts only, and never half. */
#include "test.h"
#include "text/face.h"

static _Alignas(8) uint8_t heap_memory[64 * 1024];

/* A copy of a linked font that a test may damage. */
typedef struct bench {
    kj_heap heap;
    kj_faces faces;
    kj_font_data fonts[KJ_FACE_COUNT];
    uint8_t *copy;
} bench;

static void bench_open(bench *b) {
    memcpy(b->fonts, kj_font_data_table, sizeof b->fonts);
    b->copy = malloc(b->fonts[0].size);
    KJ_CHECK(b->copy != NULL);
    memcpy(b->copy, b->fonts[0].bytes, b->fonts[0].size);
    b->fonts[0].bytes = b->copy;
    KJ_CHECK_EQ(kj_heap_init(&b->heap, heap_memory, sizeof heap_memory), KJ_OK);
    kj_faces_init(&b->faces, b->fonts, &b->heap);
}

static void bench_close(bench *b) {
    kj_faces_deinit(&b->faces);
    KJ_CHECK_EQ(kj_heap_get_stats(&b->heap).live, 0);
    KJ_CHECK_EQ(kj_heap_check(&b->heap), KJ_OK);
    kj_heap_deinit(&b->heap);
    free(b->copy);
}

static kj_status open_first(bench *b) {
    const kj_face_metrics *metrics;
    return kj_faces_metrics(&b->faces, 0, &metrics);
}

static uint32_t read_u32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void write_u32(uint8_t *at, uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

static uint8_t *record_of(bench *b, const char *tag) {
    unsigned count = (unsigned)b->copy[4] << 8 | b->copy[5];
    for (unsigned i = 0; i < count; i++) {
        uint8_t *record = b->copy + 12 + 16 * i;
        if (memcmp(record, tag, 4) == 0) {
            return record;
        }
    }
    KJ_CHECK(!"the font has the table");
    return NULL;
}

static uint8_t *table_of(bench *b, const char *tag) {
    return b->copy + read_u32(record_of(b, tag) + 8);
}

/* Makes the checksum of tag's table right again after a change: another check must catch it. */
static void mend_checksum(bench *b, const char *tag) {
    uint8_t *record = record_of(b, tag);
    const uint8_t *table = b->copy + read_u32(record + 8);
    uint32_t length = read_u32(record + 12), sum = 0;
    for (uint32_t i = 0; i < length; i++) {
        bool skipped = memcmp(tag, "head", 4) == 0 && i >= 8 && i < 12;
        sum += skipped ? 0 : (uint32_t)table[i] << (24 - 8 * (i % 4));
    }
    write_u32(record + 4, sum);
}

KJ_TEST(all_eight_faces_open_and_have_a_space_and_a_hyphen) {
    bench b;
    bench_open(&b);
    for (unsigned face = 0; face < KJ_FACE_COUNT; face++) {
        const kj_face_metrics *metrics;
        KJ_CHECK_EQ(kj_faces_metrics(&b.faces, (kj_face_id)face, &metrics), KJ_OK);
        KJ_CHECK_EQ(metrics->units_per_em, KJ_UNITS_PER_EM);
        KJ_CHECK(metrics->ascender > 500 && metrics->descender < -100);
        KJ_CHECK(metrics->space_advance > 150 && metrics->space_advance < 400);
        KJ_CHECK(metrics->hyphen_advance > 200 && metrics->hyphen_glyph != 0);
    }
    bench_close(&b);
}

KJ_TEST(code_points_are_found_in_the_face_that_has_them) {
    bench b;
    bench_open(&b);
    const kj_face_id latin = kj_face_of(KJ_SCRIPT_LATIN, KJ_FAMILY_SERIF, false);
    uint16_t glyph = 0;
    for (int round = 0; round < 2; round++) { /* the second is answered from memory */
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, 0x0995, &glyph), KJ_OK);
        KJ_CHECK(glyph != 0);
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, 'A', &glyph), KJ_OK);
        KJ_CHECK_EQ(glyph, 0);
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, latin, 'A', &glyph), KJ_OK);
        KJ_CHECK(glyph != 0);
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, latin, 0x0995, &glyph), KJ_OK);
        KJ_CHECK_EQ(glyph, 0);
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, latin, 0x10FFFF, &glyph), KJ_OK);
        KJ_CHECK_EQ(glyph, 0);
    }
    bench_close(&b);
}

/* The memory of look-ups is direct-mapped: neighbours that share a place must not be mixed up. */
KJ_TEST(many_look_ups_answer_as_a_fresh_face_does) {
    bench b, fresh;
    bench_open(&b);
    uint16_t first[0x300], glyph;
    for (unsigned i = 0; i < 0x300; i++) {
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, (kj_face_id)(i % 2 * 4), 0x0900 + i / 2, &first[i]),
                    KJ_OK);
    }
    bench_close(&b);
    for (unsigned i = 0x300; i-- > 0;) {
        bench_open(&fresh);
        KJ_CHECK_EQ(kj_faces_glyph(&fresh.faces, (kj_face_id)(i % 2 * 4), 0x0900 + i / 2, &glyph),
                    KJ_OK);
        KJ_CHECK_EQ(glyph, first[i]);
        bench_close(&fresh);
    }
}

KJ_TEST(a_font_cut_short_anywhere_is_refused) {
    bench b;
    bench_open(&b);
    uint32_t whole = b.fonts[0].size;
    for (uint32_t size = 0; size < whole; size += size < 512 ? 1 : 997) {
        b.fonts[0].size = size;
        KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
    }
    b.fonts[0].size = whole;
    KJ_CHECK_EQ(open_first(&b), KJ_OK);
    bench_close(&b);
}

KJ_TEST(a_flipped_bit_in_a_table_is_refused) {
    bench b;
    bench_open(&b);
    uint32_t tables = 12 + 16 * ((uint32_t)b.copy[4] << 8 | b.copy[5]);
    for (uint32_t at = tables; at < b.fonts[0].size; at += 1009) {
        uint8_t bit = (uint8_t)(1u << at % 8);
        b.copy[at] ^= bit;
        kj_status status = open_first(&b);
        bool is_adjustment = at >= read_u32(record_of(&b, "head") + 8) + 8 &&
                             at < read_u32(record_of(&b, "head") + 8) + 12;
        KJ_CHECK_EQ(status, is_adjustment ? KJ_OK : KJ_ERR_FORMAT);
        b.copy[at] ^= bit;
    }
    bench_close(&b);
}

KJ_TEST(a_table_cut_short_with_a_right_checksum_is_refused) {
    static const char *const tags[] = {"head", "hhea", "hmtx", "loca", "maxp", "glyf"};
    for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++) {
        bench b;
        bench_open(&b);
        uint8_t *record = record_of(&b, tags[i]);
        write_u32(record + 12, read_u32(record + 12) / 2u & ~3u);
        mend_checksum(&b, tags[i]);
        KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
        bench_close(&b);
    }
}

KJ_TEST(a_missing_table_is_refused) {
    static const char *const tags[] = {"GSUB", "GPOS", "GDEF", "cmap", "head",
                                       "hhea", "hmtx", "loca", "maxp", "glyf"};
    for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++) {
        bench b;
        bench_open(&b);
        memcpy(record_of(&b, tags[i]), "none", 4);
        if (memcmp(tags[i], "head", 4) != 0) {
            KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
        } else {
            KJ_CHECK(open_first(&b) != KJ_OK);
        }
        bench_close(&b);
    }
}

KJ_TEST(another_number_of_units_to_the_em_is_refused) {
    bench b;
    bench_open(&b);
    table_of(&b, "head")[18] = 2048 >> 8;
    table_of(&b, "head")[19] = 2048 & 0xFF;
    mend_checksum(&b, "head");
    KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
    bench_close(&b);
}

KJ_TEST(glyph_offsets_that_go_back_are_refused) {
    bench b;
    bench_open(&b);
    uint8_t *loca = table_of(&b, "loca");
    loca[20] = 0xFF;
    loca[21] = 0xFF;
    mend_checksum(&b, "loca");
    KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
    bench_close(&b);
}

KJ_TEST(more_metrics_than_glyphs_are_refused) {
    bench b;
    bench_open(&b);
    table_of(&b, "hhea")[34] = 0x7F;
    mend_checksum(&b, "hhea");
    KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
    bench_close(&b);
}

KJ_TEST(a_refused_face_leaves_the_others_usable) {
    bench b;
    bench_open(&b);
    const kj_face_metrics *metrics;
    b.copy[b.fonts[0].size / 2] ^= 0x10;
    KJ_CHECK_EQ(kj_faces_metrics(&b.faces, 1, &metrics), KJ_OK);
    KJ_CHECK_EQ(open_first(&b), KJ_ERR_FORMAT);
    uint16_t glyph = 0;
    KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 1, 0x0995, &glyph), KJ_OK);
    KJ_CHECK(glyph != 0);
    bench_close(&b);
}

KJ_TEST(faces_over_an_unbound_heap_are_out_of_order) {
    bench b;
    kj_faces other;
    bench_open(&b);
    kj_heap heap;
    static _Alignas(8) uint8_t memory[4096];
    KJ_CHECK_EQ(kj_heap_init(&heap, memory, sizeof memory), KJ_OK);
    kj_faces_init(&other, kj_font_data_table, &heap);
    KJ_CHECK_EQ(open_first(&b), KJ_ERR_STATE);
    kj_faces_deinit(&other);
    kj_heap_deinit(&heap);
    free(b.copy);
}

KJ_TEST(each_failed_allocation_gives_the_right_glyph_or_an_error) {
    uint16_t expected, glyph;
    bench b;
    bench_open(&b);
    KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, 0x09B0, &expected), KJ_OK);
    uint32_t allocations = kj_heap_get_stats(&b.heap).allocations;
    bench_close(&b);
    KJ_CHECK(allocations > 2);
    for (uint32_t n = 1; n <= allocations; n++) {
        for (int onwards = 0; onwards < 2; onwards++) {
            bench_open(&b);
            if (onwards) {
                kj_heap_fail_from(&b.heap, n);
            } else {
                kj_heap_fail_at(&b.heap, n);
            }
            kj_status status = kj_faces_glyph(&b.faces, 0, 0x09B0, &glyph);
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_MEMORY);
            KJ_CHECK(onwards || status == KJ_OK); /* one failure is got over */
            if (status == KJ_OK) {
                KJ_CHECK_EQ(glyph, expected);
            }
            kj_heap_fail_at(&b.heap, 0);
            KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, 0x09B0, &glyph), KJ_OK);
            KJ_CHECK_EQ(glyph, expected);
            bench_close(&b);
        }
    }
}

KJ_TEST_MAIN()
