/* test_vendor.c - the third-party libraries as we configure them: each does what we left in, from
 * heaps of ours alone, and gives every byte back, also when an allocation fails on the way. */
#include "fonts/font_data.h"
#include "test.h"
#include "vendor/expat_heap.h"
#include "vendor/freetype_heap.h"
#include "vendor/harfbuzz_heap.h"
#include "vendor/png_heap.h"

#include <ft2build.h>
#include <hb-ot.h>
#include <hb.h>
#include <linebreak.h>
#include <png.h>
#include <stdbool.h>
#include <zlib.h>
#include FT_FREETYPE_H
#include FT_IMAGE_H
#include FT_MODULE_H
#include FT_OUTLINE_H
#include FT_SYSTEM_H

static _Alignas(8) uint8_t region[400 * 1024];

static kj_heap open_heap(void) {
    kj_heap heap;
    if (kj_heap_init(&heap, region, sizeof region) != KJ_OK) {
        abort();
    }
    return heap;
}

static void check_empty(kj_heap *heap) {
    KJ_CHECK_EQ(kj_heap_check(heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(heap).live, 0);
    kj_heap_deinit(heap);
}

/* --- HarfBuzz */

static hb_font_t *open_font(const kj_font_data *data) {
    hb_blob_t *blob =
        hb_blob_create((const char *)data->bytes, data->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    return font;
}

/* Shapes Bengali text; the glyphs' number, and the sum of their advances. */
static unsigned shape(hb_font_t *font, const char *text, int *advance, unsigned *first_glyph) {
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text, -1, 0, -1);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_BENGALI);
    hb_buffer_set_language(buffer, hb_language_from_string("bn", -1));
    hb_shape(font, buffer, NULL, 0);
    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &count);
    *advance = 0;
    *first_glyph = count ? infos[0].codepoint : 0;
    for (unsigned i = 0; i < count; i++) {
        *advance += positions[i].x_advance;
    }
    hb_buffer_destroy(buffer);
    return count;
}

KJ_TEST(harfbuzz_singletons_come_from_their_own_store) {
    kj_heap heap = open_heap();
    kj_heap_fail_from(&heap, 1);
    kj_harfbuzz_heap_bind(&heap);
    KJ_CHECK(kj_harfbuzz_heap() == &heap);
    KJ_CHECK(kj_harfbuzz_singleton_bytes() > 0);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).allocations, 0);
    kj_harfbuzz_heap_bind(NULL);
    check_empty(&heap);
}

KJ_TEST(harfbuzz_shapes_alike_in_one_heap_after_another) {
    int advances[2];
    unsigned glyphs[2], first[2];
    size_t singletons = 0;
    for (int round = 0; round < 2; round++) {
        kj_heap heap = open_heap();
        kj_harfbuzz_heap_bind(&heap);
        hb_font_t *font = open_font(&kj_font_data_table[0]);
        glyphs[round] = shape(font, "ক্ষেত্র", &advances[round], &first[round]);
        hb_font_destroy(font);
        KJ_CHECK(round == 0 || kj_harfbuzz_singleton_bytes() == singletons);
        singletons = kj_harfbuzz_singleton_bytes();
        kj_harfbuzz_heap_bind(NULL);
        check_empty(&heap);
    }
    /* The vowel sign, the conjunct kssa, the conjunct tra. */
    KJ_CHECK_EQ(glyphs[0], 3);
    KJ_CHECK(glyphs[0] == glyphs[1] && advances[0] == advances[1] && first[0] == first[1]);
}

KJ_TEST(harfbuzz_puts_a_dotted_circle_into_invalid_vowel_sequences) {
    kj_heap heap = open_heap();
    kj_harfbuzz_heap_bind(&heap);
    hb_font_t *font = open_font(&kj_font_data_table[0]);
    int advance;
    unsigned first;
    KJ_CHECK_EQ(shape(font, "অা", &advance, &first), 3);
    hb_codepoint_t glyph = 0;
    KJ_CHECK(hb_font_get_nominal_glyph(font, 0x0995, &glyph) && glyph);
    KJ_CHECK(!hb_font_get_nominal_glyph(font, 0x4E00, &glyph));
    hb_font_destroy(font);
    kj_harfbuzz_heap_bind(NULL);
    check_empty(&heap);
}

KJ_TEST(harfbuzz_is_whole_again_after_any_allocation_failed) {
    int right, advance;
    unsigned first;
    uint32_t n = 0, failed = 1;
    kj_heap heap = open_heap();
    kj_harfbuzz_heap_bind(&heap);
    hb_font_t *good = open_font(&kj_font_data_table[0]);
    unsigned glyphs = shape(good, "র‍্যাব স্বাস্থ্য", &right, &first);
    hb_font_destroy(good);
    while (failed) {
        uint32_t before = kj_heap_get_stats(&heap).failed;
        kj_heap_fail_at(&heap, ++n);
        hb_font_t *font = open_font(&kj_font_data_table[0]);
        shape(font, "র‍্যাব স্বাস্থ্য", &advance, &first);
        hb_font_destroy(font);
        failed = kj_heap_get_stats(&heap).failed - before;
        kj_heap_fail_at(&heap, 0);
        font = open_font(&kj_font_data_table[0]);
        KJ_CHECK_EQ(shape(font, "র‍্যাব স্বাস্থ্য", &advance, &first),
                    glyphs);
        KJ_CHECK_EQ(advance, right);
        hb_font_destroy(font);
        KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    }
    KJ_CHECK(n > 20);
    kj_harfbuzz_heap_bind(NULL);
    check_empty(&heap);
}

/* --- FreeType */

/* The area within the polygons of an outline's points, pixels. */
static unsigned area_of(const FT_Outline *outline) {
    long twice = 0;
    int first = 0;
    for (int i = 0; i < outline->n_contours; i++) {
        const int last = outline->contours[i];
        for (int n = first; n <= last; n++) {
            const FT_Vector *a = &outline->points[n];
            const FT_Vector *b = &outline->points[n == last ? first : n + 1];
            twice += (a->x * b->y - b->x * a->y) / 64;
        }
        first = last + 1;
    }
    return (unsigned)(labs(twice) / 128);
}

/* Loads a character's outline at 26 px; its area, or 0 on failure. */
static unsigned load(kj_heap *heap, const kj_font_data *data, unsigned long character) {
    struct FT_MemoryRec_ memory;
    FT_Library library;
    FT_Face face;
    unsigned area = 0;
    kj_freetype_memory_init(&memory, heap);
    if (FT_New_Library(&memory, &library)) {
        return 0;
    }
    FT_Add_Default_Modules(library);
    if (FT_New_Memory_Face(library, data->bytes, (FT_Long)data->size, 0, &face) == 0) {
        if (!FT_Set_Char_Size(face, 26 * 64, 0, 72, 72) &&
            !FT_Load_Char(face, character, FT_LOAD_NO_HINTING)) {
            area = area_of(&face->glyph->outline);
        }
        FT_Done_Face(face);
    }
    FT_Done_Library(library);
    return area;
}

KJ_TEST(freetype_loads_simple_and_composite_glyphs) {
    kj_heap heap = open_heap();
    unsigned ka = load(&heap, &kj_font_data_table[0], 0x0995);
    unsigned e = load(&heap, &kj_font_data_table[4], 'e');
    unsigned e_acute = load(&heap, &kj_font_data_table[4], 0x00E9);
    KJ_CHECK(ka > 40);
    KJ_CHECK(e > 20 && e_acute > e + 2);
    check_empty(&heap);
}

KJ_TEST(freetype_gives_unscaled_outlines) {
    kj_heap heap = open_heap();
    struct FT_MemoryRec_ memory;
    FT_Library library;
    FT_Face face;
    kj_freetype_memory_init(&memory, &heap);
    KJ_CHECK_EQ(FT_New_Library(&memory, &library), 0);
    FT_Add_Default_Modules(library);
    const kj_font_data *data = &kj_font_data_table[4];
    KJ_CHECK_EQ(FT_New_Memory_Face(library, data->bytes, (FT_Long)data->size, 0, &face), 0);
    KJ_CHECK_EQ(FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE), 0);
    KJ_CHECK_EQ(face->units_per_EM, 1000);
    KJ_CHECK_EQ(face->glyph->metrics.height, 714); /* Noto Serif's cap height */
    KJ_CHECK(FT_Load_Char(face, 0x4E00, FT_LOAD_NO_SCALE) == 0 && face->glyph->glyph_index == 0);
    KJ_CHECK(face->glyph->outline.n_points > 0);
    FT_Done_Face(face);
    FT_Done_Library(library);
    check_empty(&heap);
}

KJ_TEST(freetype_has_no_memory_but_the_callers) {
    FT_Library library;
    KJ_CHECK(FT_Init_FreeType(&library) != 0);
}

KJ_TEST(freetype_gives_all_back_whichever_allocation_fails) {
    uint32_t n = 0, failed = 1;
    kj_heap heap = open_heap();
    unsigned right = load(&heap, &kj_font_data_table[0], 0x0995);
    while (failed) {
        uint32_t before = kj_heap_get_stats(&heap).failed;
        kj_heap_fail_at(&heap, ++n);
        unsigned area = load(&heap, &kj_font_data_table[0], 0x0995);
        failed = kj_heap_get_stats(&heap).failed - before;
        KJ_CHECK(area == right || (failed && area == 0));
        KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    }
    KJ_CHECK(n > 10);
    check_empty(&heap);
}

/* --- libpng and zlib */

typedef struct byte_stream {
    uint8_t bytes[4096];
    size_t length, at;
} byte_stream;

static void put_u32(byte_stream *out, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out->bytes[out->length++] = (uint8_t)(value >> shift);
    }
}

static void put_chunk(byte_stream *out, const char *type, const uint8_t *data, size_t length) {
    put_u32(out, (uint32_t)length);
    size_t start = out->length;
    memcpy(out->bytes + out->length, type, 4);
    out->length += 4;
    if (length) {
        memcpy(out->bytes + out->length, data, length);
    }
    out->length += length;
    put_u32(out, (uint32_t)crc32(0, out->bytes + start, (uInt)(length + 4)));
}

/* An 8 by 8 RGB picture, or with interlace an Adam7 one of a single colour. */
static void make_png(kj_heap *heap, byte_stream *out, bool interlaced) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    const uint8_t header[13] = {0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, interlaced};
    uint8_t raw[8 * 25 + 64], packed[512];
    size_t length = 0;
    memset(raw, 0, sizeof raw);
    for (int y = 0; y < 8 && !interlaced; y++, length += 25) {
        for (int x = 0; x < 8; x++) {
            memset(raw + length + 1 + x * 3, 30 * y + x, 3);
        }
    }
    static const uint8_t passes[7][2] = {{1, 1}, {1, 1}, {2, 1}, {2, 2}, {4, 2}, {4, 4}, {8, 4}};
    for (int pass = 0; pass < 7 && interlaced; pass++) {
        for (int row = 0; row < passes[pass][1]; row++) {
            raw[length] = 0;
            memset(raw + length + 1, 99, passes[pass][0] * 3u);
            length += 1u + passes[pass][0] * 3u;
        }
    }
    z_stream z = {.zalloc = kj_zlib_alloc,
                  .zfree = kj_zlib_free,
                  .opaque = heap,
                  .next_in = raw,
                  .avail_in = (uInt)length,
                  .next_out = packed,
                  .avail_out = sizeof packed};
    KJ_CHECK_EQ(deflateInit(&z, 9), Z_OK);
    KJ_CHECK_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
    KJ_CHECK_EQ(deflateEnd(&z), Z_OK);
    out->length = out->at = 0;
    memcpy(out->bytes, signature, 8);
    out->length = 8;
    put_chunk(out, "IHDR", header, sizeof header);
    put_chunk(out, "IDAT", packed, sizeof packed - z.avail_out);
    put_chunk(out, "IEND", NULL, 0);
}

static void read_bytes(png_structp png, png_bytep bytes, size_t length) {
    byte_stream *in = (byte_stream *)png_get_io_ptr(png);
    if (length > in->length - in->at) {
        png_error(png, "cut short");
    }
    memcpy(bytes, in->bytes + in->at, length);
    in->at += length;
}

static void fail(png_structp png, png_const_charp text) { png_longjmp(png, 1); }

/* Decodes to 8 rows of 8 RGB pixels, pixels of an interlaced file in its order; false on any
 * error. */
static bool decode(kj_heap *heap, byte_stream *in, uint8_t rows[8][24]) {
    in->at = 0;
    png_structp png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, NULL, fail, NULL, heap,
                                               kj_png_malloc, kj_png_free);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return false;
    }
    png_set_read_fn(png, in, read_bytes);
    png_read_info(png, info);
    bool interlaced = png_get_interlace_type(png, info) == PNG_INTERLACE_ADAM7;
    for (int pass = 0, y = 0; pass < (interlaced ? PNG_INTERLACE_ADAM7_PASSES : 1); pass++) {
        for (unsigned row = interlaced ? PNG_PASS_ROWS(8, pass) : 8; row > 0; row--, y++) {
            png_read_row(png, rows[y % 8], NULL);
        }
    }
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    return true;
}

KJ_TEST(libpng_reads_rows_as_they_are) {
    kj_heap heap = open_heap();
    static byte_stream file;
    uint8_t rows[8][24];
    make_png(&heap, &file, false);
    KJ_CHECK(decode(&heap, &file, rows));
    for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 24; x++) {
            KJ_CHECK_EQ(rows[y][x], 30 * y + x / 3);
        }
    }
    check_empty(&heap);
}

KJ_TEST(libpng_reads_interlaced_pictures) {
    kj_heap heap = open_heap();
    static byte_stream file;
    uint8_t rows[8][24] = {{0}};
    make_png(&heap, &file, true);
    KJ_CHECK(decode(&heap, &file, rows));
    for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 12; x++) { /* of the last eight rows the narrowest has four pixels */
            KJ_CHECK_EQ(rows[y][x], 99);
        }
    }
    check_empty(&heap);
}

KJ_TEST(libpng_refuses_every_flipped_byte_that_matters_and_gives_all_back) {
    kj_heap heap = open_heap();
    static byte_stream file;
    uint8_t rows[8][24];
    make_png(&heap, &file, false);
    unsigned refused = 0;
    for (size_t i = 0; i < file.length; i++) {
        file.bytes[i] ^= 0x41;
        refused += !decode(&heap, &file, rows);
        file.bytes[i] ^= 0x41;
        KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    }
    KJ_CHECK(refused > file.length / 2);
    check_empty(&heap);
}

KJ_TEST(libpng_gives_all_back_whichever_allocation_fails) {
    kj_heap heap = open_heap();
    static byte_stream file;
    uint8_t rows[8][24];
    make_png(&heap, &file, false);
    uint32_t n = 0;
    bool good = false;
    while (!good) {
        kj_heap_fail_at(&heap, ++n);
        good = decode(&heap, &file, rows);
        KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    }
    KJ_CHECK(n > 4);
    check_empty(&heap);
}

KJ_TEST(zlib_has_no_memory_but_the_callers) {
    kj_heap heap = open_heap();
    z_stream z = {0};
    KJ_CHECK_EQ(inflateInit(&z), Z_STREAM_ERROR);
    KJ_CHECK(!kj_zlib_alloc(&heap, 0x10000u, 0x10000u));
    check_empty(&heap);
}

/* --- libunibreak */

KJ_TEST(libunibreak_breaks_bengali_at_spaces_and_never_before_a_danda) {
    static const char text[] = "আমি ভাত।";
    char breaks[sizeof text];
    init_linebreak();
    set_linebreaks_utf8((const utf8_t *)text, sizeof text - 1, "bn", breaks);
    for (size_t i = 0; i < sizeof text - 2; i++) {
        KJ_CHECK_EQ(breaks[i] == LINEBREAK_ALLOWBREAK, text[i] == ' ');
    }
}

/* --- expat */

static void count_entity(void *context, const XML_Char *entity, int is_parameter) {
    unsigned *skipped = context;
    *skipped += strcmp(entity, "a") == 0 && !is_parameter;
}

/* Parses a document that declares an entity and refers to it; its references that were skipped. */
static bool parse(unsigned *skipped) {
    static const char text[] = "<!DOCTYPE x SYSTEM \"\" [<!ENTITY b '&a;&a;'>]><x y='z'>&a;&b;</x>";
    XML_Parser parser = XML_ParserCreate_MM("UTF-8", &kj_expat_memory, NULL);
    *skipped = 0;
    if (!parser) {
        return false;
    }
    XML_SetUserData(parser, skipped);
    XML_SetSkippedEntityHandler(parser, count_entity);
    (void)XML_SetHashSalt(parser, 1);
    const bool good = XML_Parse(parser, text, sizeof text - 1, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(parser);
    return good;
}

KJ_TEST(expat_reports_entities_and_expands_none) {
    kj_heap heap = open_heap();
    unsigned skipped;
    kj_expat_heap_bind(&heap);
    KJ_CHECK(parse(&skipped));
    KJ_CHECK_EQ(skipped, 1); /* that in the text, not those in the other's value */
    check_empty(&heap);
    kj_expat_heap_bind(NULL);
    KJ_CHECK(!parse(&skipped));
}

KJ_TEST(expat_gives_all_back_when_any_allocation_fails) {
    bool failed = true;
    for (uint32_t n = 1; failed; n++) {
        kj_heap heap = open_heap();
        unsigned skipped;
        kj_expat_heap_bind(&heap);
        kj_heap_fail_at(&heap, n);
        const bool good = parse(&skipped);
        failed = kj_heap_get_stats(&heap).failed > 0;
        KJ_CHECK(good || failed);
        check_empty(&heap);
    }
    kj_expat_heap_bind(NULL);
}

KJ_TEST_MAIN()
