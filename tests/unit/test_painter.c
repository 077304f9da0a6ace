/* test_painter.c - pages painted turned, in bands, cut at the edges, out of memory, from a cache
 * of any size: always the same pixels. */
#include "test.h"

#include "shaped.h"

#include "render/blit.h"
#include "render/glyph_cache.h"

#define PAGE_WIDTH  203 /* odd, so that no edge falls on a byte */
#define PAGE_HEIGHT 149
#define CACHE_BYTES (20 * 1024)

static const struct {
    kj_face_id face;
    uint8_t size;
    int x, y;
    const char *text;
} page_lines[] = {
    {1, 30, 4, 34, "রাষ্ট্রীয় শিক্ষা"},
    {0, 22, -9, 66, "খাগড়াছড়ি গণতন্ত্র উজ্জ্বল কৃষ্ণ"},
    {4, 22, 3, 66, "Dhaka"},
    {2, 18, 5, 92, "বাংলাদেশের প্রধানমন্ত্রী ঘোষণা ক্ষুদ্র"},
    {3, 26, 60, 118, "পথঘাট বৃষ্টি অর্থনীতি"},
    {0, 40, -5, 160, "সূর্যাস্ত শ্রদ্ধাঞ্জলি"},
    {6, 14, 150, 3, "Reuters, AFP 1000 GMT"},
};

static void fill_page(shaped *s) {
    shaped_open(s);
    for (unsigned i = 0; i < sizeof page_lines / sizeof page_lines[0]; i++) {
        shaped_line(s, page_lines[i].face, page_lines[i].size, page_lines[i].x, page_lines[i].y,
                    page_lines[i].text);
    }
    s->list.rules[s->list.rule_count++].box = (kj_rect){10, 70, 300, 2};
    s->list.rules[s->list.rule_count++].box = (kj_rect){-5, -5, 9, 9};
}

/* A page's levels, upright, painted as one frame without a turn. */
static void paint_upright(const shaped *s, unsigned depth, uint8_t *levels) {
    canvas c;
    canvas_open(&c, CACHE_BYTES);
    canvas_blank(&c, PAGE_WIDTH, PAGE_HEIGHT, PAGE_HEIGHT, depth, KJ_ROTATE_0);
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s->list, &c.surface), KJ_OK);
    for (int i = 0; i < PAGE_WIDTH * PAGE_HEIGHT; i++) {
        levels[i] = (uint8_t)kj_surface_level(&c.surface, i % PAGE_WIDTH, i / PAGE_WIDTH);
    }
    canvas_close(&c);
}

static void blank_turned(canvas *c, unsigned rows, unsigned depth, kj_rotation rotation) {
    unsigned width = rotation & 1 ? PAGE_HEIGHT : PAGE_WIDTH;
    unsigned height = rotation & 1 ? PAGE_WIDTH : PAGE_HEIGHT;
    canvas_blank(c, width, height, rows < height ? rows : height, depth, rotation);
}

/* Compares the page pixels that the band holds; returns how many. */
static unsigned check_band(const canvas *c, const uint8_t *levels) {
    unsigned held = 0;
    for (int i = 0; i < PAGE_WIDTH * PAGE_HEIGHT; i++) {
        int x = i % PAGE_WIDTH, y = i / PAGE_WIDTH;
        kj_area pixel = kj_surface_turn(&c->surface, (kj_area){x, y, x + 1, y + 1});
        if (!kj_area_empty(kj_surface_clip(&c->surface, pixel))) {
            KJ_CHECK_EQ(kj_surface_level(&c->surface, x, y), levels[i]);
            held++;
        }
    }
    return held;
}

/* Paints the page band by band and compares every pixel once. */
static void check_in_bands(canvas *c, const shaped *s, unsigned rows, unsigned depth,
                           kj_rotation rotation, const uint8_t *levels) {
    unsigned held = 0;
    blank_turned(c, rows, depth, rotation);
    for (unsigned y = 0; y < c->surface.height_px; y += rows) {
        kj_surface_move_band(&c->surface, (uint16_t)y);
        kj_surface_clear(&c->surface);
        KJ_CHECK_EQ(kj_painter_paint(c->painter, &s->list, &c->surface), KJ_OK);
        held += check_band(c, levels);
    }
    KJ_CHECK_EQ(held, PAGE_WIDTH * PAGE_HEIGHT);
}

KJ_TEST(every_turn_and_band_height_gives_the_same_page) {
    static uint8_t levels[PAGE_WIDTH * PAGE_HEIGHT];
    static const unsigned heights[] = {1000, 64, 17, 8, 1};
    shaped s;
    canvas c;
    fill_page(&s);
    canvas_open(&c, 64 * 1024);
    for (unsigned depth = 1; depth <= 2; depth++) {
        paint_upright(&s, depth, levels);
        for (unsigned rotation = 0; rotation < 4; rotation++) {
            for (unsigned i = 0; i < sizeof heights / sizeof heights[0]; i++) {
                check_in_bands(&c, &s, heights[i], depth, (kj_rotation)rotation, levels);
            }
        }
    }
    canvas_close(&c);
    shaped_close(&s);
}

KJ_TEST(a_tiny_cache_evicts_and_still_gives_the_same_page) {
    static uint8_t levels[PAGE_WIDTH * PAGE_HEIGHT];
    kj_painter_stats stats;
    shaped s;
    canvas c;
    fill_page(&s);
    canvas_open(&c, KJ_GLYPH_CACHE_BYTES_MIN);
    for (unsigned depth = 1; depth <= 2; depth++) {
        paint_upright(&s, depth, levels);
        for (unsigned rotation = 0; rotation < 4; rotation++) {
            check_in_bands(&c, &s, 40, depth, (kj_rotation)rotation, levels);
        }
    }
    kj_painter_get_stats(c.painter, &stats);
    KJ_CHECK(stats.evicted > 100);
    KJ_CHECK(stats.cache_peak_bytes <= stats.cache_size_bytes);
    canvas_close(&c);
    shaped_close(&s);
}

/* A word at 96 px: each letter is larger than a quarter of the smallest cache. */
KJ_TEST(a_glyph_too_large_for_the_cache_is_the_same_drawn_without) {
    shaped s;
    canvas small, large;
    kj_painter_stats stats;
    shaped_open(&s);
    shaped_line(&s, 1, 96, -31, 100, "রাষ্ট্রীয় শ্রদ্ধা");
    canvas_open(&small, KJ_GLYPH_CACHE_BYTES_MIN);
    canvas_open(&large, 128 * 1024);
    for (unsigned depth = 1; depth <= 2; depth++) {
        for (unsigned rotation = 0; rotation < 4; rotation++) {
            canvas_blank(&small, 333, 333, 333, depth, (kj_rotation)rotation);
            canvas_blank(&large, 333, 333, 333, depth, (kj_rotation)rotation);
            KJ_CHECK_EQ(kj_painter_paint(small.painter, &s.list, &small.surface), KJ_OK);
            KJ_CHECK_EQ(kj_painter_paint(large.painter, &s.list, &large.surface), KJ_OK);
            KJ_CHECK(memcmp(small.surface.planes[0], large.surface.planes[0],
                            kj_surface_bytes(333, 333, (uint8_t)depth)) == 0);
        }
    }
    kj_painter_get_stats(small.painter, &stats);
    KJ_CHECK(stats.uncached > 0);
    kj_painter_get_stats(large.painter, &stats);
    KJ_CHECK_EQ(stats.uncached, 0);
    canvas_close(&small);
    canvas_close(&large);
    shaped_close(&s);
}

KJ_TEST(a_second_painting_rasterises_nothing_and_takes_no_memory) {
    shaped s;
    canvas c;
    kj_painter_stats first, second;
    fill_page(&s);
    canvas_open(&c, CACHE_BYTES);
    canvas_blank(&c, PAGE_WIDTH, PAGE_HEIGHT, PAGE_HEIGHT, 1, KJ_ROTATE_0);
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_OK);
    kj_painter_get_stats(c.painter, &first);
    kj_heap_fail_from(&c.heap, 1);
    uint32_t allocations = kj_heap_get_stats(&c.heap).allocations;
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_OK);
    kj_painter_get_stats(c.painter, &second);
    KJ_CHECK_EQ(second.rasterised, first.rasterised);
    KJ_CHECK_EQ(second.hits - first.hits, second.lookups - first.lookups);
    KJ_CHECK_EQ(kj_heap_get_stats(&c.heap).allocations, allocations);
    KJ_CHECK_EQ(first.rasterised, first.lookups - first.hits);
    canvas_close(&c);
    shaped_close(&s);
}

/* A pixel that is ink at one bit is covered to at least a fifth, one that is paper to less than
 * half: so at two bits the first is gray at least, and the second not black. Judged without
 * stems' phases, which differ between depths: on a rule and on letters that have none. */
KJ_TEST(two_bits_have_ink_where_one_bit_has_it) {
    static uint8_t one[PAGE_WIDTH * PAGE_HEIGHT], two[PAGE_WIDTH * PAGE_HEIGHT];
    unsigned ink = 0, level_sum = 0, black_on_paper = 0, paper_on_ink = 0;
    shaped s;
    fill_page(&s);
    paint_upright(&s, 1, one);
    paint_upright(&s, 2, two);
    for (int i = 0; i < PAGE_WIDTH * PAGE_HEIGHT; i++) {
        KJ_CHECK(two[i] <= 3);
        ink += one[i];
        level_sum += two[i];
        black_on_paper += one[i] == 0 && two[i] == 3;
        paper_on_ink += one[i] == 1 && two[i] == 0;
    }
    KJ_CHECK(ink > 3000);
    KJ_CHECK(level_sum * 100 > ink * 3 * 85 && level_sum * 100 < ink * 3 * 120);
    KJ_CHECK(black_on_paper * 100 < ink * 6); /* by the phases alone */
    KJ_CHECK(paper_on_ink * 100 < ink * 6);
    shaped_close(&s);
}

/* One glyph moved past each edge, pixel by pixel; ASan guards the surface's ends. */
KJ_TEST(ink_outside_the_panel_is_cut_off) {
    enum { MOST = 40 };
    shaped s;
    canvas whole, cut;
    shaped_open(&s);
    shaped_line(&s, 0, 24, 0, 0, "ক্ষ্ম");
    canvas_open(&whole, CACHE_BYTES);
    canvas_open(&cut, CACHE_BYTES);
    for (unsigned rotation = 0; rotation < 4; rotation++) {
        for (int x = -MOST; x <= MOST; x += 3) {
            for (int y = -MOST; y <= MOST + 20; y += 3) {
                kj_placed_run *run = &s.list.runs[0];
                int16_t before = s.list.glyphs[0].x_12_4;
                canvas_blank(&whole, 160, 160, 160, 2, KJ_ROTATE_0);
                canvas_blank(&cut, 21, 21, 21, 2, (kj_rotation)rotation);
                s.list.glyphs[0].x_12_4 = (int16_t)(before + (x + 60) * 16);
                run->baseline_px = (int16_t)(y + 60);
                KJ_CHECK_EQ(kj_painter_paint(whole.painter, &s.list, &whole.surface), KJ_OK);
                s.list.glyphs[0].x_12_4 = (int16_t)(before + x * 16);
                run->baseline_px = (int16_t)y;
                KJ_CHECK_EQ(kj_painter_paint(cut.painter, &s.list, &cut.surface), KJ_OK);
                s.list.glyphs[0].x_12_4 = before;
                for (int i = 0; i < 21 * 21; i++) {
                    KJ_CHECK_EQ(kj_surface_level(&cut.surface, i % 21, i / 21),
                                kj_surface_level(&whole.surface, i % 21 + 60, i / 21 + 60));
                }
            }
        }
    }
    canvas_close(&whole);
    canvas_close(&cut);
    shaped_close(&s);
}

/* Every allocation of FreeType's fails once. What is painted afterwards, from whatever the cache
 * has kept, must be right to the pixel. */
KJ_TEST(no_failed_allocation_leaves_a_wrong_bitmap_behind) {
    static uint8_t levels[PAGE_WIDTH * PAGE_HEIGHT];
    bool touched = true;
    unsigned errors = 0;
    shaped s;
    fill_page(&s);
    paint_upright(&s, 1, levels);
    for (uint32_t n = 1; touched; n++) {
        for (int onwards = 0; onwards < 2; onwards++) {
            canvas c;
            canvas_open(&c, CACHE_BYTES);
            blank_turned(&c, PAGE_HEIGHT, 1, KJ_ROTATE_0);
            uint32_t failed = kj_heap_get_stats(&c.heap).failed;
            if (onwards) {
                kj_heap_fail_from(&c.heap, n);
            } else {
                kj_heap_fail_at(&c.heap, n);
            }
            kj_status status = kj_painter_paint(c.painter, &s.list, &c.surface);
            touched = kj_heap_get_stats(&c.heap).failed != failed;
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_MEMORY);
            KJ_CHECK(status == KJ_ERR_MEMORY || !touched || !onwards);
            errors += status == KJ_ERR_MEMORY;
            kj_heap_fail_at(&c.heap, 0);
            if (status == KJ_OK) {
                check_band(&c, levels);
            }
            kj_surface_clear(&c.surface);
            KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_OK);
            check_band(&c, levels);
            KJ_CHECK_EQ(kj_heap_check(&c.heap), KJ_OK);
            canvas_close(&c);
        }
    }
    KJ_CHECK(errors > 20);
    shaped_close(&s);
}

/* Six faces take 70 KB of FreeType's heap on a 64-bit machine; with room for two the painter
 * closes and opens again as it goes. */
KJ_TEST(a_heap_for_two_faces_serves_a_page_of_six) {
    static uint8_t levels[PAGE_WIDTH * PAGE_HEIGHT];
    shaped s;
    canvas c;
    fill_page(&s);
    paint_upright(&s, 1, levels);
    canvas_open_over(&c, kj_font_data_table, CACHE_BYTES, 28 * 1024);
    blank_turned(&c, PAGE_HEIGHT, 1, KJ_ROTATE_0);
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_OK);
    check_band(&c, levels);
    KJ_CHECK(kj_heap_get_stats(&c.heap).failed > 0);
    canvas_close(&c);
    shaped_close(&s);
}

KJ_TEST(a_painter_that_cannot_open_gives_everything_back) {
    static uint64_t memory[2048], boot[128], cache[512];
    kj_status status = KJ_ERR_MEMORY;
    for (uint32_t n = 1; status == KJ_ERR_MEMORY; n++) {
        kj_heap heap;
        kj_arena arena;
        kj_painter *painter = NULL;
        kj_arena_init(&arena, "boot", boot, sizeof boot);
        KJ_CHECK_EQ(kj_heap_init(&heap, memory, sizeof memory), KJ_OK);
        kj_heap_fail_at(&heap, n);
        const kj_painter_config config = {kj_font_data_table, &heap, cache, sizeof cache};
        status = kj_painter_open(&painter, &arena, &config);
        if (status == KJ_OK) {
            KJ_CHECK(n > 3);
            kj_painter_close(painter);
        } else {
            KJ_CHECK(!painter);
            KJ_CHECK_EQ(kj_arena_mark(&arena), 0);
        }
        KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    }
    KJ_CHECK_EQ(status, KJ_OK);
}

KJ_TEST(painter_refuses_a_config_outside_its_limits) {
    static uint64_t memory[2048], boot[128], cache[512];
    kj_heap heap;
    kj_arena arena;
    kj_painter *painter;
    KJ_CHECK_EQ(kj_heap_init(&heap, memory, sizeof memory), KJ_OK);
    kj_arena_init(&arena, "boot", boot, sizeof boot);
    kj_painter_config config = {kj_font_data_table, &heap, cache, 4095};
    KJ_CHECK_EQ(kj_painter_open(&painter, &arena, &config), KJ_ERR_ARGUMENT);
    config.cache_bytes = 4096;
    config.fonts = NULL;
    KJ_CHECK_EQ(kj_painter_open(&painter, &arena, &config), KJ_ERR_ARGUMENT);
    config.fonts = kj_font_data_table;
    kj_arena_init(&arena, "boot", boot, 16);
    KJ_CHECK_EQ(kj_painter_open(&painter, &arena, &config), KJ_ERR_MEMORY);
}

/* Paints a word in a face whose file is bytes[0..size-1], then in a sound one. */
static kj_status paint_from(shaped *s, const uint8_t *bytes, uint32_t size) {
    kj_font_data fonts[KJ_FACE_COUNT];
    canvas c;
    memcpy(fonts, kj_font_data_table, sizeof fonts);
    fonts[0].bytes = bytes;
    fonts[0].size = size;
    canvas_open_over(&c, fonts, 4096, CANVAS_HEAP_BYTES);
    canvas_blank(&c, 200, 40, 40, 1, KJ_ROTATE_0);
    kj_status status = kj_painter_paint(c.painter, &s->list, &c.surface);
    s->list.runs[0].face = 1;
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s->list, &c.surface), KJ_OK);
    s->list.runs[0].face = 0;
    canvas_close(&c);
    return status;
}

KJ_TEST(a_font_cut_short_is_refused_and_others_still_painted) {
    const kj_font_data *good = &kj_font_data_table[0];
    shaped s;
    shaped_open(&s);
    shaped_line(&s, 0, 20, 2, 24, "উজ্জ্বল খাগড়াছড়ি ব্যাঙ্ক");
    for (uint32_t part = 0; part < 100; part++) {
        uint32_t size = (uint32_t)((uint64_t)good->size * part / 100);
        uint8_t *bytes = malloc(size + 1); /* exactly as long: ASan sees a read past it */
        memcpy(bytes, good->bytes, size);
        KJ_CHECK_EQ(paint_from(&s, bytes, size), KJ_ERR_FORMAT);
        free(bytes);
    }
    KJ_CHECK_EQ(paint_from(&s, good->bytes, good->size), KJ_OK);
    shaped_close(&s);
}

static uint32_t read_be(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The record of a table in the font's directory. */
static uint8_t *record_of(uint8_t *font, const char *tag) {
    for (unsigned i = 0; i < (unsigned)(font[4] << 8 | font[5]); i++) {
        if (memcmp(font + 12 + 16 * i, tag, 4) == 0) {
            return font + 12 + 16 * i;
        }
    }
    return NULL;
}

/* Changes bytes of the outlines and makes the checksum right again. */
static void spoil_outlines(uint8_t *font, unsigned changes, uint32_t *seed) {
    uint8_t *record = record_of(font, "glyf");
    uint32_t offset = read_be(record + 8), length = read_be(record + 12), sum = 0;
    while (changes-- > 0) {
        *seed = *seed * 1664525u + 1013904223u;
        font[offset + (*seed >> 8) % length] = (uint8_t)(*seed >> 3);
    }
    for (uint32_t i = 0; i < length; i++) {
        sum += (uint32_t)font[offset + i] << (24 - 8 * (i % 4));
    }
    for (unsigned i = 0; i < 4; i++) {
        record[4 + i] = (uint8_t)(sum >> (24 - 8 * i));
    }
}

/* What passes every check of the file can still hold any outline: points far outside, glyphs
 * within glyphs, counts that run over the end. */
KJ_TEST(spoilt_outlines_give_an_error_or_some_pixels_and_no_crash) {
    const kj_font_data *good = &kj_font_data_table[0];
    uint8_t *bytes = malloc(good->size);
    unsigned refused = 0, painted = 0;
    uint32_t seed = 7;
    shaped s;
    shaped_open(&s);
    shaped_line(&s, 0, 20, 2, 24, "উজ্জ্বল খাগড়াছড়ি ব্যাঙ্ক");
    for (unsigned round = 0; round < 150; round++) {
        memcpy(bytes, good->bytes, good->size);
        spoil_outlines(bytes, 40u << round % 8, &seed);
        kj_status status = paint_from(&s, bytes, good->size);
        KJ_CHECK(status == KJ_OK || status == KJ_ERR_FORMAT || status == KJ_ERR_MEMORY);
        refused += status != KJ_OK;
        painted += status == KJ_OK;
    }
    KJ_CHECK(refused > 20 && painted > 20);
    free(bytes);
    shaped_close(&s);
}

KJ_TEST(glyphs_and_faces_that_are_not_there_are_errors) {
    shaped s;
    canvas c;
    shaped_open(&s);
    shaped_line(&s, 0, 20, 2, 24, "ক");
    canvas_open(&c, 4096);
    canvas_blank(&c, 40, 40, 40, 1, KJ_ROTATE_0);
    s.list.glyphs[0].id = 65535;
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_ERR_FORMAT);
    s.list.runs[0].face = KJ_FACE_COUNT;
    KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_ERR_ARGUMENT);
    canvas_close(&c);
    shaped_close(&s);
}

/* A size has 7 bits of a bitmap's key; what is larger is set, and kept, at the largest size. */
KJ_TEST(a_size_beyond_the_largest_is_not_mistaken_for_a_small_one) {
    shaped s;
    canvas c;
    static uint8_t small[70 * 60 / 4], large[70 * 60 / 4];
    shaped_open(&s);
    shaped_line(&s, 0, 72, 2, 50, "ক");
    canvas_open(&c, CACHE_BYTES);
    for (unsigned pass = 0; pass < 2; pass++) {
        canvas_blank(&c, 70, 60, 60, 1, KJ_ROTATE_0);
        s.list.runs[0].size_px = pass ? 200 : 72;
        KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_OK);
        memcpy(pass ? large : small, c.surface.planes[0], kj_surface_bytes(70, 60, 1));
    }
    KJ_CHECK(memcmp(small, large, kj_surface_bytes(70, 60, 1)) != 0);
    canvas_close(&c);
    shaped_close(&s);
}

/* The store alone: what it holds is what was last put there, for any order of sizes. */
KJ_TEST(cache_keeps_the_latest_and_every_byte_of_them) {
    static uint64_t memory[1024];
    kj_glyph_cache cache;
    uint32_t seed = 3;
    KJ_CHECK_EQ(kj_glyph_cache_init(&cache, memory, sizeof memory), KJ_OK);
    for (unsigned round = 0; round < 20000; round++) {
        seed = seed * 1664525u + 1013904223u;
        uint16_t glyph = (uint16_t)((seed >> 8) % 300);
        size_t bytes = glyph % 97u;
        uint32_t key =
            kj_glyph_key((kj_face_id)(glyph & 7), 26, glyph, 1 + (glyph & 1), KJ_ROTATE_90);
        const kj_bitmap *found = kj_glyph_cache_find(&cache, key);
        if (!found) {
            kj_bitmap *made = kj_glyph_cache_reserve(&cache, bytes + 5);
            KJ_CHECK(made != NULL);
            memset(kj_bitmap_bits(made), glyph & 0xFF, bytes);
            kj_glyph_cache_commit(&cache, made, key, bytes);
            found = kj_glyph_cache_find(&cache, key);
        }
        KJ_CHECK(found != NULL);
        for (size_t i = 0; i < bytes; i++) {
            KJ_CHECK_EQ(kj_bitmap_bits(found)[i], glyph & 0xFF);
        }
        /* At least 15/16 of the room is in use once it has been filled. */
        KJ_CHECK(cache.stats.evicted == 0 ||
                 cache.stats.used_bytes + cache.stats.size_bytes / 16 + 256 >=
                     cache.stats.size_bytes);
    }
    KJ_CHECK(cache.stats.evicted > 1000);
    KJ_CHECK(kj_glyph_cache_reserve(&cache, cache.stats.size_bytes / 4) == NULL);
}

KJ_TEST_MAIN()
