/* test_article_out_of_memory.c - every allocation of HarfBuzz and FreeType made to fail, one after
 * the other, while an article is opened, shaped, laid out and painted.
 *
 * Each run must end in an error or in exactly the pixels of the good run: wrong glyphs after a
 * failed allocation would be a crash's equal. */
#include "engine.h"

#include "document/plain.h"
#include "test.h"

#define PAGE_WIDTH  400
#define PAGE_HEIGHT 300

static const char article[] =
    "স্বাধীনতার সুবর্ণজয়ন্তী "
    "উদ্‌যাপন\n"
    "নিজস্ব প্রতিবেদক\n"
    "“রাষ্ট্রপতির কার্যালয়ের ওপর আন্তর্জাতিক সম্মেলনে ক্ষুদ্র ঋণের প্রবৃদ্ধি” নিয়ে "
    "র‍্যাব "
    "ও "
    "DPRK-এর "
    "প্রতিনিধিরা (1000 GMT) ৪২৫ কিমি পথ পাড়ি দেন; দৈর্ঘ্য, কর্তৃপক্ষ, উজ্জ্বল, স্বাচ্ছন্দ্য, বৈশিষ্ট্য।\n"
    "দ্বিতীয় অনুচ্ছেদে Kim Jong Un-এর সঙ্গে ভ্লাদিভোস্টকে বৈঠকের কথা, ১২.৫% বৃদ্ধি ও ৳ ৩,৫০০ কোটি টাকা।\n";

typedef struct run_result {
    kj_status status;
    uint64_t digest;      /* of all pages' pixels */
    uint32_t allocations; /* attempts on the failing heap */
} run_result;

static kj_status read_memory(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    memcpy(bytes, (const char *)context + offset, length);
    return KJ_OK;
}

static uint64_t digest_bytes(uint64_t digest, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        digest = (digest ^ bytes[i]) * UINT64_C(0x100000001B3);
    }
    return digest;
}

static kj_status paint_pages(kj_engine *engine, kj_plain *plain, uint64_t *digest) {
    static uint8_t pixels[PAGE_WIDTH * PAGE_HEIGHT / 8];
    const kj_page_style style = {.width_px = PAGE_WIDTH,
                                 .height_px = PAGE_HEIGHT,
                                 .margin_px = 12,
                                 .size_px = 22,
                                 .leading_percent = 150,
                                 .family = KJ_FAMILY_SERIF,
                                 .justify = true,
                                 .hyphenate = true};
    kj_surface surface;
    kj_composer *composer;
    kj_status status = kj_surface_init(&surface, pixels, sizeof pixels, PAGE_WIDTH, PAGE_HEIGHT,
                                       PAGE_HEIGHT, 1, KJ_ROTATE_0);
    if (status == KJ_OK) {
        status = kj_engine_compose(engine, &plain->document, &style, &composer);
    }
    kj_place place = {0, 0};
    while (status == KJ_OK) {
        kj_place next;
        status = kj_engine_page(engine, composer, place, &next);
        if (status == KJ_OK) {
            kj_surface_clear(&surface);
            status = kj_painter_paint(engine->painter, &engine->list, &surface);
            *digest = digest_bytes(*digest, pixels, sizeof pixels);
            place = next;
        }
    }
    return status == KJ_END ? KJ_OK : status;
}

/* Sets the article with the n-th allocation of one heap failing (0: none), alone or with all after
 * it; the allocations of opening the engine count too where the heap is FreeType's or HarfBuzz's
 * faces open on first use. */
static run_result run(bool harfbuzz, uint32_t n, bool onwards) {
    run_result result = {.digest = UINT64_C(0xCBF29CE484222325)};
    kj_engine engine;
    kj_plain plain;
    kj_source source = {.size_bytes = sizeof article - 1u, .read = read_memory};
    char text[sizeof article];
    memcpy(text, article, sizeof article);
    source.context = text;
    result.status = kj_engine_open(&engine, kj_font_data_table);
    KJ_CHECK_EQ(result.status, KJ_OK);
    kj_heap *heap = harfbuzz ? &engine.harfbuzz : &engine.freetype;
    uint32_t before = kj_heap_get_stats(heap).allocations;
    if (onwards) {
        kj_heap_fail_from(heap, n);
    } else {
        kj_heap_fail_at(heap, n);
    }
    result.status = kj_plain_open(&plain, &source);
    if (result.status == KJ_OK) {
        result.status = paint_pages(&engine, &plain, &result.digest);
    }
    result.allocations = kj_heap_get_stats(heap).allocations - before;
    KJ_CHECK_EQ(kj_heap_check(heap), KJ_OK);
    kj_heap_fail_at(heap, 0);
    kj_engine_close(&engine);
    return result;
}

static void fail_each(bool harfbuzz, bool onwards) {
    run_result good = run(harfbuzz, 0, false);
    KJ_CHECK_EQ(good.status, KJ_OK);
    KJ_CHECK(good.allocations > 10);
    unsigned survived = 0, refused = 0;
    for (uint32_t n = 1; n <= good.allocations; n++) {
        run_result bad = run(harfbuzz, n, onwards);
        if (bad.status == KJ_OK) {
            KJ_CHECK(bad.digest == good.digest);
            survived++;
        } else {
            KJ_CHECK_EQ(bad.status, KJ_ERR_MEMORY);
            refused++;
        }
    }
    printf("  %s, %s: %u of %u runs gave the right pages, %u said out of memory\n",
           harfbuzz ? "HarfBuzz" : "FreeType", onwards ? "all from the n-th fail" : "one fails",
           survived, (unsigned)good.allocations, refused);
    KJ_CHECK(onwards ? refused > 0 : survived > 0);
}

KJ_TEST(one_failed_allocation_of_harfbuzz_never_gives_wrong_pages) { fail_each(true, false); }
KJ_TEST(harfbuzz_out_of_memory_for_good_never_gives_wrong_pages) { fail_each(true, true); }
KJ_TEST(one_failed_allocation_of_freetype_never_gives_wrong_pages) { fail_each(false, false); }
KJ_TEST(freetype_out_of_memory_for_good_never_gives_wrong_pages) { fail_each(false, true); }

KJ_TEST_MAIN()
