/* test_matra.c - the headline stroke as it comes out on paper: whole, level, equally thick.
 *
 * Real words are shaped, painted and then read back from the pixels, in every Bengali face and
 * size, without asking the painter what it thinks it did. */
#include "test.h"

#include "shaped.h"

#include "render/blit.h"
#include "render/raster.h"

#define SMALLEST 12
#define LARGEST  64
#define LEFT     40 /* where lines begin, pixels */
#define CACHE    (64 * 1024)

/* Words in which every letter hangs from the matra at its full width: one stroke each. */
static const char *const solid_words[] = {"কলম",     "সময়",    "বাবা", "নদীর",  "হিমালয়", "কবিতা",
                                          "মানব",    "ভারতীয়", "জনমত", "সরকার", "বালিকা", "দীঘির",
                                          "চলচ্চিত্র", "ষড়যন্ত্র", "কুমির", "মজুমদার"};

/* Real words with all that can happen on a line, letters with half a matra too. */
static const char lines[][260] = {
    "বাংলাদেশের প্রধানমন্ত্রী ঘোষণা করেছেন যে খাগড়াছড়ি",
    "কৃষ্ণ শ্রদ্ধা ব্যাঙ্ক অর্থনৈতিক ক্ষুদ্র জ্ঞান উজ্জ্বল ধর্মঘট",
    "গণতন্ত্র পথঘাট শিল্পী নৌকা ঐতিহ্য ওষুধ সূর্য কর্তৃপক্ষ চাঁদ",
};

static int matra_row(int baseline, kj_fit fit, int row) {
    return baseline - fit.matra_top_px + row;
}

/* Full ink of the row in columns from..to-1. */
static bool row_is_solid(const kj_surface *s, int y, int from, int to) {
    for (int x = from; x < to; x++) {
        if (kj_surface_level(s, x, y) == 0) {
            return false;
        }
    }
    return true;
}

/* Says which case is about to fail. */
static bool told(bool good, unsigned face, unsigned size, const char *text) {
    if (!good) {
        printf("  face %u, %u px: %s\n", face, size, text);
    }
    return good;
}

/* Rows of ink without a gap through row y of a column. */
static int thickness_at(const kj_surface *s, int x, int y) {
    int above = 0, below = 0;
    while (kj_surface_level(s, x, y - 1 - above)) {
        above++;
    }
    while (kj_surface_level(s, x, y + below)) {
        below++;
    }
    return above + below;
}

typedef struct extent {
    int first, last; /* columns */
} extent;

static extent ink_in_row(const kj_surface *s, int y) {
    extent e = {INT16_MAX, -1};
    for (int x = 0; x < kj_surface_page_width(s); x++) {
        if (kj_surface_level(s, x, y)) {
            e.first = x < e.first ? x : e.first;
            e.last = x;
        }
    }
    return e;
}

static void check_word(canvas *c, shaped *s, kj_face_id face, unsigned size, const char *word,
                       int phase) {
    kj_fit fit = kj_face_fit(face, (uint8_t)size);
    int baseline = (int)size * 3 / 2, single = 0;
    kj_display_list_clear(&s->list);
    int end = shaped_line(s, face, (uint8_t)size, LEFT, baseline, word);
    for (unsigned i = 0; i < s->list.glyph_count; i++) {
        s->list.glyphs[i].x_12_4 = (int16_t)(s->list.glyphs[i].x_12_4 + phase);
    }
    canvas_blank(c, (unsigned)end + LEFT, size * 5 / 2, size * 5 / 2, 1, KJ_ROTATE_0);
    KJ_CHECK_EQ(kj_painter_paint(c->painter, &s->list, &c->surface), KJ_OK);
    extent e = ink_in_row(&c->surface, matra_row(baseline, fit, 0));
    for (int row = 0; row < fit.matra_rows; row++) {
        /* The ends may slant: a pixel less on each side in the rows further down. */
        int slant = row == 0 ? 0 : 1 + (int)size / 24;
        KJ_CHECK(told(row_is_solid(&c->surface, matra_row(baseline, fit, row), e.first + slant,
                                   e.last + 1 - slant),
                      face, size, word));
    }
    KJ_CHECK(e.last - e.first > end - LEFT - (int)size / 2);
    for (int x = e.first; x <= e.last; x++) {
        single += thickness_at(&c->surface, x, matra_row(baseline, fit, 0)) == fit.matra_rows;
    }
    /* Bare matra, with paper right above and below, at a third of a word's columns or more: its
     * edges lie where the fit says, and nowhere else. */
    KJ_CHECK(told(single * 100 >= (e.last - e.first) * 25, face, size, word));
}

KJ_TEST(matra_is_one_solid_stroke_in_every_face_and_size) {
    shaped s;
    canvas c;
    shaped_open(&s);
    canvas_open(&c, CACHE);
    for (unsigned face = 0; face < 4; face++) {
        for (unsigned size = SMALLEST; size <= LARGEST; size++) {
            for (unsigned i = 0; i < sizeof solid_words / sizeof solid_words[0]; i++) {
                check_word(&c, &s, (kj_face_id)face, size, solid_words[i], (int)(i * 5 % 16));
            }
        }
    }
    canvas_close(&c);
    shaped_close(&s);
}

/* Where each glyph's ink meets the matra's middle line exactly, pixels 26.6 of the page. */
typedef struct reach {
    int left, right;
} reach;

static reach reach_of(kj_raster *raster, const kj_placed_run *run, const kj_placed *glyph) {
    kj_outline outline;
    KJ_CHECK_EQ(kj_raster_load(raster, run->face, run->size_px, glyph->id, 1, &outline), KJ_OK);
    int origin = (glyph->x_12_4 - outline.phase_12_4) * 4;
    if (outline.reach_left > outline.reach_right || glyph->dy_6_2 != 0) {
        return (reach){1, 0};
    }
    return (reach){origin + outline.reach_left, origin + outline.reach_right};
}

typedef struct tally {
    unsigned meetings, gaps; /* judged */
    unsigned face, size;     /* where */
} tally;

/* Between two glyphs that meet the stroke must be whole; where the outlines leave two pixels or
 * more, some paper must be left. Both are judged on the last glyph that reached furthest. */
static void check_pair(const kj_surface *s, int baseline, kj_fit fit, reach before, reach after,
                       tally *t) {
    int gap = after.left - before.right;
    if (gap <= 0) {
        int from = after.left / 64 - 1, to = before.right / 64 + 1;
        int inside_from = before.left / 64 + 2, inside_to = after.right / 64 - 1;
        from = from > inside_from ? from : inside_from;
        to = to < inside_to ? to : inside_to;
        for (int row = 0; row < fit.matra_rows; row++) {
            if (!row_is_solid(s, matra_row(baseline, fit, row), from, to))
                printf("%d..%d before %f..%f after %f..%f\n", from, to, before.left / 64.,
                       before.right / 64., after.left / 64., after.right / 64.);
            KJ_CHECK(told(row_is_solid(s, matra_row(baseline, fit, row), from, to), t->face,
                          t->size, "open matra"));
        }
        t->meetings += to > from;
    } else if (gap >= 2 * 64) {
        bool solid = true;
        for (int row = 0; row < fit.matra_rows; row++) {
            solid = solid && row_is_solid(s, matra_row(baseline, fit, row), before.right / 64 - 1,
                                          after.left / 64 + 2);
        }
        KJ_CHECK(!solid);
        t->gaps++;
    }
}

static void check_line(canvas *c, shaped *s, kj_raster *raster, kj_face_id face, unsigned size,
                       const char *line, tally *t) {
    kj_fit fit = kj_face_fit(face, (uint8_t)size);
    int baseline = (int)size * 3 / 2;
    t->face = face;
    t->size = size;
    reach open = {1, 0};
    kj_display_list_clear(&s->list);
    int end = shaped_line(s, face, (uint8_t)size, LEFT, baseline, line);
    end = end < 2000 ? end : 2000; /* positions are 16 bits */
    canvas_blank(c, (unsigned)end, size * 5 / 2, size * 5 / 2, 1, KJ_ROTATE_0);
    KJ_CHECK_EQ(kj_painter_paint(c->painter, &s->list, &c->surface), KJ_OK);
    for (unsigned i = 0; i < s->list.glyph_count; i++) {
        reach next = reach_of(raster, &s->list.runs[0], &s->list.glyphs[i]);
        if (next.left > next.right || next.right > (end - 4) * 64) {
            continue;
        }
        if (open.left <= open.right && next.right > open.right) {
            check_pair(&c->surface, baseline, fit, open, next, t);
        }
        if (open.left > open.right || next.right > open.right) {
            open = next;
        }
    }
}

KJ_TEST(matras_that_meet_in_the_outlines_meet_in_pixels_and_gaps_stay) {
    static uint64_t heap_memory[4096];
    kj_heap heap;
    kj_raster raster;
    shaped s;
    canvas c;
    tally t = {0, 0, 0, 0};
    shaped_open(&s);
    canvas_open(&c, CACHE);
    KJ_CHECK_EQ(kj_heap_init(&heap, heap_memory, sizeof heap_memory), KJ_OK);
    KJ_CHECK_EQ(kj_raster_init(&raster, kj_font_data_table, &heap), KJ_OK);
    for (unsigned face = 0; face < 4; face++) {
        for (unsigned size = SMALLEST; size <= LARGEST; size++) {
            for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++) {
                check_line(&c, &s, &raster, (kj_face_id)face, size, lines[i], &t);
            }
        }
    }
    KJ_CHECK(t.meetings > 10000);
    KJ_CHECK(t.gaps > 2000);
    kj_raster_deinit(&raster);
    canvas_close(&c);
    shaped_close(&s);
}

/* At two bits the matra's rows have the levels that its exact edges ask for, from end to end. */
KJ_TEST(matra_rows_keep_their_gray_along_a_word) {
    shaped s;
    canvas c;
    shaped_open(&s);
    canvas_open(&c, CACHE);
    for (unsigned face = 0; face < 4; face++) {
        for (unsigned size = SMALLEST; size <= LARGEST; size++) {
            kj_fit fit = kj_face_fit((kj_face_id)face, (uint8_t)size);
            kj_matra matra = kj_face_matra((kj_face_id)face);
            int baseline = (int)size * 3 / 2, slant = 2 + (int)size / 24;
            kj_display_list_clear(&s.list);
            int end = shaped_line(&s, (kj_face_id)face, (uint8_t)size, LEFT, baseline, "বালিকাসময়");
            canvas_blank(&c, (unsigned)end + LEFT, size * 5 / 2, size * 5 / 2, 2, KJ_ROTATE_0);
            KJ_CHECK_EQ(kj_painter_paint(c.painter, &s.list, &c.surface), KJ_OK);
            int top = kj_fit_scale(fit, matra.top) + fit.shift_26_6;
            int bottom = kj_fit_scale(fit, matra.bottom) + fit.shift_26_6;
            extent e = ink_in_row(&c.surface, matra_row(baseline, fit, 0));
            for (int row = 0; row < fit.matra_rows; row++) {
                int y = fit.matra_top_px - row; /* covers y-1..y above the baseline */
                int low = bottom > (y - 1) * 64 ? bottom : (y - 1) * 64;
                int high = top < y * 64 ? top : y * 64;
                unsigned least = (unsigned)((high - low) * 3 / 64); /* rounded down: one to spare */
                for (int x = e.first + slant; x <= e.last - slant; x++) {
                    KJ_CHECK(kj_surface_level(&c.surface, x, matra_row(baseline, fit, row)) >=
                             least);
                }
            }
        }
    }
    canvas_close(&c);
    shaped_close(&s);
}

KJ_TEST_MAIN()
