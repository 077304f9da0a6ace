/* test_image_faults.c - pictures that are cut, damaged, lie or want too much, streams that fail and
 * heaps that are full: always a status, never a byte kept. */
#include "unit/image_case.h"

static uint8_t gray[200 * 200], rows[200 * 200 * 4];
static const kj_rect box = {2, 2, 40, 30};

static void open_page(void) {
    at_hand.heap_bytes = 0;
    at_hand.from = (memory_stream){0};
    image_case_page(60, 60, 60, 2, KJ_ROTATE_0);
}

/* A small picture with a palette, transparency and several chunks of pixels. */
static uint8_t *small_file(bool interlaced, size_t *length) {
    static uint8_t palette[48];
    static const uint8_t clear[] = {0, 255, 100};
    png_plan plan = {.width = 37, .height = 29, .bits = 4, .colour = PNG_PALETTE, .filter = 5};
    plan.interlaced = interlaced;
    plan.palette = palette;
    plan.palette_bytes = sizeof palette;
    plan.clear = clear;
    plan.clear_bytes = sizeof clear;
    plan.idat_bytes = 100;
    for (unsigned i = 0; i < sizeof palette; i++) {
        palette[i] = (uint8_t)(i * 5);
    }
    for (unsigned i = 0; i < 19 * 29; i++) {
        rows[i] = (uint8_t)(i * i);
    }
    return png_build(&plan, rows, length);
}

KJ_TEST(image_cut_at_any_byte_of_its_pixels_is_damaged) {
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        size_t length;
        uint8_t *file = small_file(interlaced, &length);
        open_page();
        for (size_t cut = 0; cut <= length; cut++) {
            /* After the last chunk of pixels nothing is missed: its CRC ends 12 bytes earlier. */
            kj_status expected = cut < length - 12 ? KJ_ERR_FORMAT : KJ_OK;
            KJ_CHECK_EQ(image_case_paint(file, cut, box), expected);
        }
        free(file);
    }
}

KJ_TEST(image_says_so_whichever_read_fails) {
    static const kj_status failures[] = {KJ_ERR_IO, KJ_ERR_MEMORY, KJ_ERR_TOO_LARGE, KJ_ERR_FORMAT};
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        size_t length;
        uint8_t *file = small_file(interlaced, &length);
        open_page();
        at_hand.from.piece = 20;
        KJ_CHECK_EQ(image_case_paint(file, length, box), KJ_OK);
        unsigned reads = at_hand.from.reads;
        KJ_CHECK(reads > 10);
        for (unsigned n = 1; n <= reads; n++) {
            at_hand.from.fail_at = n;
            at_hand.from.failure = failures[n % 4];
            KJ_CHECK_EQ(image_case_paint(file, length, box), failures[n % 4]);
        }
        free(file);
    }
}

KJ_TEST(image_says_so_whichever_allocation_fails) {
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        size_t length;
        uint8_t *file = small_file(interlaced, &length);
        uint32_t n = 0, failed = 1;
        open_page();
        KJ_CHECK_EQ(image_case_paint(file, length, box), KJ_OK);
        while (failed) {
            uint32_t before = kj_heap_get_stats(&at_hand.heap).failed;
            kj_heap_fail_at(&at_hand.heap, ++n);
            kj_status status = image_case_paint(file, length, box);
            failed = kj_heap_get_stats(&at_hand.heap).failed - before;
            kj_heap_fail_at(&at_hand.heap, 0);
            /* Sums for fewer rows will do, if that is what failed. */
            KJ_CHECK(status == (failed ? KJ_ERR_MEMORY : KJ_OK) || (interlaced && status == KJ_OK));
        }
        KJ_CHECK(n > 8);
        free(file);
    }
}

KJ_TEST(image_in_a_heap_of_any_size_is_painted_or_out_of_memory) {
    size_t length;
    unsigned painted = 0;
    uint8_t *file = small_file(true, &length);
    open_page();
    for (size_t bytes = 64; bytes < 60 * 1024; bytes += 491) {
        at_hand.heap_bytes = bytes;
        kj_status status = image_case_paint(file, length, box);
        KJ_CHECK(status == KJ_OK || status == KJ_ERR_MEMORY);
        KJ_CHECK(painted == 0 || status == KJ_OK); /* more memory is never worse */
        painted += status == KJ_OK;
    }
    KJ_CHECK(painted > 10);
    free(file);
}

KJ_TEST(image_with_any_byte_changed_is_painted_or_refused) {
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        size_t length;
        unsigned refused = 0;
        uint8_t *file = small_file(interlaced, &length);
        open_page();
        for (size_t i = 0; i < length; i++) {
            for (unsigned flip = 1; flip < 256; flip = flip * 4 + 3) {
                file[i] ^= (uint8_t)flip;
                kj_status status = image_case_paint(file, length, box);
                KJ_CHECK(status == KJ_OK || status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE);
                refused += status != KJ_OK;
                file[i] ^= (uint8_t)flip;
            }
        }
        KJ_CHECK(refused > length * 3);
        free(file);
    }
}

/* A file whose header says what it likes, with the right CRC. */
static kj_status judge_header(uint32_t width, uint32_t height, uint8_t bits, uint8_t colour,
                              uint8_t interlace) {
    size_t length;
    uint8_t *file = small_file(false, &length);
    uint8_t header[13] = {(uint8_t)(width >> 24),
                          (uint8_t)(width >> 16),
                          (uint8_t)(width >> 8),
                          (uint8_t)width,
                          (uint8_t)(height >> 24),
                          (uint8_t)(height >> 16),
                          (uint8_t)(height >> 8),
                          (uint8_t)height,
                          bits,
                          colour,
                          0,
                          0,
                          interlace};
    png_put_chunk(file + 8, "IHDR", header, sizeof header);
    open_page();
    kj_status status = image_case_paint(file, length, box);
    free(file);
    return status;
}

KJ_TEST(image_whose_header_lies_is_damaged_or_too_large) {
    KJ_CHECK_EQ(judge_header(37, 29, 4, PNG_PALETTE, 0), KJ_OK);
    KJ_CHECK_EQ(judge_header(37, 30, 4, PNG_PALETTE, 0), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(judge_header(8192, 8192, 1, PNG_GRAY, 0), KJ_ERR_TOO_LARGE);
    KJ_CHECK_EQ(judge_header(8193, 1, 8, PNG_GRAY, 0), KJ_ERR_TOO_LARGE);
    KJ_CHECK_EQ(judge_header(0x7FFFFFFF, 0x7FFFFFFF, 8, PNG_RGBA, 0), KJ_ERR_TOO_LARGE);
    KJ_CHECK_EQ(judge_header(0xFFFFFFFF, 0xFFFFFFFF, 8, PNG_RGBA, 0), KJ_ERR_TOO_LARGE);
    KJ_CHECK_EQ(judge_header(8192, 3000, 16, PNG_RGBA, 0), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(judge_header(0, 29, 4, PNG_PALETTE, 0), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(judge_header(37, 0, 4, PNG_PALETTE, 0), KJ_ERR_FORMAT);
    for (unsigned bits = 0; bits < 256; bits++) {
        for (unsigned colour = 0; colour < 9; colour++) {
            kj_status status = judge_header(37, 29, (uint8_t)bits, (uint8_t)colour, bits % 3 == 2);
            /* Some that are shorter in bytes leave pixels over, which is not minded. */
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_FORMAT);
            KJ_CHECK(status == KJ_ERR_FORMAT || (bits <= 4 && (colour == 0 || colour == 3)));
        }
    }
}

KJ_TEST(image_bombs_take_neither_memory_nor_time) {
    png_plan plan = {.width = 8192, .height = 1000, .bits = 1, .colour = PNG_GRAY};
    uint8_t *blank = calloc(1000, 1024);
    KJ_CHECK(blank);
    open_page(); /* within the limits: 8 million pixels from 1 KB */
    KJ_CHECK_EQ(image_case_plan(&plan, blank, box), KJ_OK);
    KJ_CHECK(at_hand.peak < 64 * 1024);
    plan.interlaced = true;
    KJ_CHECK_EQ(image_case_plan(&plan, blank, box), KJ_OK);
    free(blank);
}

/* Text that is deflated is not inflated; a chunk of any size that is no pixels is passed over. */
KJ_TEST(image_chunks_that_are_no_pixels_are_passed_over) {
    static const char *const types[] = {"zTXt", "iCCP", "tEXt", "eXIf", "vpAg"};
    static uint8_t zeros[900000];
    png_plan plan = {.width = 30, .height = 20, .bits = 8, .colour = PNG_GRAY};
    image_case_fill(gray, 30, 20);
    for (size_t i = 0; i < 5; i++) {
        plan.extra = zeros;
        plan.extra_bytes = i % 2 ? 100000 : sizeof zeros;
        plan.extra_type = types[i];
        open_page();
        KJ_CHECK_EQ(image_case_plan(&plan, gray, box), KJ_OK);
        KJ_CHECK(at_hand.peak < 48 * 1024);
    }
}

KJ_TEST(image_with_far_more_bytes_than_its_pixels_is_too_large) {
    static uint8_t zeros[1200000];
    png_plan plan = {.width = 30, .height = 20, .bits = 8, .colour = PNG_GRAY};
    plan.extra = zeros;
    plan.extra_bytes = sizeof zeros;
    plan.extra_type = "tEXt";
    image_case_fill(gray, 30, 20);
    open_page();
    KJ_CHECK_EQ(image_case_plan(&plan, gray, box), KJ_ERR_TOO_LARGE);
    KJ_CHECK(at_hand.from.reads < 2200);
}

KJ_TEST(image_whose_chunk_lengths_lie_is_damaged) {
    static const uint32_t lengths[] = {0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, 100000, 1, 0};
    for (size_t i = 0; i < 6; i++) {
        size_t length;
        uint8_t *file = small_file(false, &length);
        uint8_t *idat = file;
        while (memcmp(idat + 4, "IDAT", 4) != 0) {
            idat++;
        }
        for (int b = 0; b < 4; b++) {
            idat[b] = (uint8_t)(lengths[i] >> (24 - 8 * b));
        }
        open_page();
        KJ_CHECK_EQ(image_case_paint(file, length, box), KJ_ERR_FORMAT);
        free(file);
    }
}

KJ_TEST(image_that_is_none_is_damaged) {
    static const char *const files[] = {
        "", "\x89", "GIF89a", "\xFF\xD8\xFF\xE0",
        "\x89PNG\r\n\x1A\n and then nothing of the kind at all....."};
    open_page();
    for (size_t i = 0; i < 5; i++) {
        KJ_CHECK_EQ(image_case_paint((const uint8_t *)files[i], strlen(files[i]), box),
                    KJ_ERR_FORMAT);
    }
}

KJ_TEST_MAIN()
