/* stage.c - see stage.h. Layer: reader. */
#include "reader/stage.h"

#include "layout/style.h"

#include <string.h>

#define BATCH_BYTES 384u /* text per HarfBuzz call, see text/shape.h */

/* Of the display list kept back for what stands at a page's foot: three short labels. */
enum { FOOT_GLYPHS = 60, FOOT_RUNS = 10, FOOT_LINES = 3, FOOT_RULES = 7 };

/* Every part begins on a multiple of 8. */
static size_t rounded(uint32_t bytes) { return ((size_t)bytes + 7u) & ~(size_t)7u; }

size_t kj_stage_memory_bytes(const kj_reader_sizes *sizes) {
    return rounded(sizes->harfbuzz_bytes) + rounded(sizes->freetype_bytes) +
           rounded(sizes->runs_bytes) + rounded(sizes->glyphs_bytes) + rounded(sizes->list_bytes) +
           rounded(sizes->boot_bytes) + rounded(sizes->article_bytes) +
           rounded(sizes->edition_bytes) + rounded(sizes->scratch_bytes) +
           rounded(sizes->frame_bytes);
}

static void *cut(uint8_t **memory, uint32_t bytes) {
    void *piece = *memory;
    *memory += rounded(bytes);
    return piece;
}

/* Page side s lies on panel side s + rotation, counted clockwise from the top. */
static void fit_page_to_bezel(kj_stage *stage) {
    const kj_insets bezel = stage->config.bezel;
    const uint8_t sides[4] = {bezel.top, bezel.right, bezel.bottom, bezel.left};
    const unsigned turn = (unsigned)stage->config.rotation;
    const uint8_t top = sides[turn % 4], right = sides[(turn + 1) % 4];
    const uint8_t bottom = sides[(turn + 2) % 4], left = sides[(turn + 3) % 4];
    kj_page_style *style = &stage->config.style;
    style->width_px = (uint16_t)(kj_surface_page_width(&stage->surface) - left - right);
    style->height_px =
        (uint16_t)(kj_surface_page_height(&stage->surface) - top - bottom - stage->config.foot_px);
    stage->page_x = left;
    stage->page_y = top;
}

static kj_status open_surface(kj_stage *stage, void *memory) {
    const kj_stage_config *config = &stage->config;
    const size_t row = kj_surface_bytes(config->panel_width_px, 1, config->depth);
    if (row == 0 || config->panel_width_px % 8u != 0) {
        return KJ_ERR_ARGUMENT;
    }
    size_t rows = config->sizes.frame_bytes / row;
    rows = rows < config->panel_height_px ? rows : config->panel_height_px;
    return kj_surface_init(&stage->surface, memory, config->sizes.frame_bytes,
                           config->panel_width_px, config->panel_height_px, (uint16_t)rows,
                           config->depth, config->rotation);
}

static kj_status open_text(kj_stage *stage, uint8_t **memory) {
    const kj_reader_sizes *sizes = &stage->config.sizes;
    void *harfbuzz = cut(memory, sizes->harfbuzz_bytes);
    kj_status status = kj_heap_init(&stage->harfbuzz, harfbuzz, sizes->harfbuzz_bytes);
    if (status != KJ_OK) {
        return status;
    }
    kj_faces_init(&stage->faces, stage->config.fonts, &stage->harfbuzz);
    stage->shaper = kj_shaper_init(&(kj_shaper_config){.faces = &stage->faces,
                                                       .cache = cut(memory, sizes->runs_bytes),
                                                       .cache_bytes = sizes->runs_bytes,
                                                       .batch_bytes = BATCH_BYTES});
    return stage->shaper ? KJ_OK : KJ_ERR_ARGUMENT;
}

static kj_status open_painter(kj_stage *stage, uint8_t **memory, void *glyphs) {
    const kj_reader_sizes *sizes = &stage->config.sizes;
    void *freetype = cut(memory, sizes->freetype_bytes);
    kj_status status = kj_heap_init(&stage->freetype, freetype, sizes->freetype_bytes);
    if (status != KJ_OK) {
        return status;
    }
    const kj_painter_config config = {.fonts = stage->config.fonts,
                                      .heap = &stage->freetype,
                                      .cache = glyphs,
                                      .cache_bytes = sizes->glyphs_bytes};
    return kj_painter_open(&stage->painter, &stage->boot, &config);
}

kj_status kj_stage_open(kj_stage *stage, const kj_stage_config *config, void *memory) {
    *stage = (kj_stage){.config = *config};
    const kj_reader_sizes *sizes = &config->sizes;
    uint8_t *rest = memory;
    kj_status status = open_surface(stage, cut(&rest, sizes->frame_bytes));
    if (status != KJ_OK) {
        return status;
    }
    fit_page_to_bezel(stage);
    kj_arena_init(&stage->boot, "boot", cut(&rest, sizes->boot_bytes), sizes->boot_bytes);
    kj_arena_init(&stage->edition, "edition", cut(&rest, sizes->edition_bytes),
                  sizes->edition_bytes);
    /* Neighbours: what surrounds the scratch heap is lent to it for large pictures. */
    kj_arena_init(&stage->article, "article", cut(&rest, sizes->article_bytes),
                  sizes->article_bytes);
    stage->pictures = (kj_picture_memory){.scratch = &stage->scratch,
                                          .scratch_memory = cut(&rest, sizes->scratch_bytes),
                                          .scratch_bytes = rounded(sizes->scratch_bytes),
                                          .behind_bytes = rounded(sizes->glyphs_bytes),
                                          .arena = &stage->article};
    void *glyphs = cut(&rest, sizes->glyphs_bytes);
    status = kj_heap_init(&stage->scratch, stage->pictures.scratch_memory,
                          stage->pictures.scratch_bytes);
    if (status != KJ_OK) {
        return status;
    }
    status = kj_display_list_init(&stage->list, cut(&rest, sizes->list_bytes), sizes->list_bytes);
    status = status == KJ_OK ? open_text(stage, &rest) : status;
    return status == KJ_OK ? open_painter(stage, &rest, glyphs) : status;
}

kj_status kj_stage_restyle(kj_stage *stage, const kj_stage_config *config) {
    const kj_stage_config before = stage->config;
    const kj_rotation turned = stage->surface.rotation;
    stage->config.style = config->style;
    stage->config.foot_px = config->foot_px;
    stage->config.is_dark = config->is_dark;
    stage->config.rotation = stage->surface.rotation = config->rotation;
    fit_page_to_bezel(stage);
    if (kj_style_check(&stage->config.style) != KJ_OK) {
        stage->config = before;
        stage->surface.rotation = turned;
        fit_page_to_bezel(stage);
        return KJ_ERR_ARGUMENT;
    }
    kj_stage_drop_composer(stage);
    return KJ_OK;
}

void kj_stage_close(kj_stage *stage) {
    if (stage->painter) {
        kj_painter_close(stage->painter);
    }
    if (stage->faces.heap) {
        kj_faces_deinit(&stage->faces);
    }
    *stage = (kj_stage){.painter = NULL};
}

void kj_stage_reset(kj_stage *stage) {
    stage->composer = NULL;
    stage->document = NULL;
    kj_arena_release(&stage->article, 0);
}

void kj_stage_drop_composer(kj_stage *stage) {
    if (stage->composer) {
        stage->composer = NULL;
        kj_arena_release(&stage->article, stage->composer_mark);
    }
}

kj_status kj_stage_compose(kj_stage *stage, kj_document *document) {
    kj_stage_drop_composer(stage);
    stage->composer_mark = kj_arena_mark(&stage->article);
    kj_status status = kj_composer_open(&stage->composer, &stage->article, document, stage->shaper,
                                        &stage->faces, &stage->config.style);
    stage->document = status == KJ_OK ? document : NULL;
    stage->composed = document;
    if (status != KJ_OK) {
        stage->composer = NULL;
        kj_arena_release(&stage->article, stage->composer_mark);
    }
    return status;
}

/* A capacity without what is kept back, half of it at most. */
static uint16_t less(uint16_t capacity, unsigned kept) {
    return (uint16_t)(kept < capacity / 2u ? capacity - kept : capacity / 2u);
}

kj_status kj_stage_set_page(kj_stage *stage, kj_place place, kj_place *next) {
    if (!stage->composer) {
        return KJ_ERR_STATE;
    }
    kj_display_list *list = &stage->list;
    const kj_display_list whole = *list;
    list->glyph_capacity = less(list->glyph_capacity, FOOT_GLYPHS);
    list->run_capacity = less(list->run_capacity, FOOT_RUNS);
    list->line_capacity = less(list->line_capacity, FOOT_LINES);
    list->rule_capacity = less(list->rule_capacity, FOOT_RULES);
    kj_status status = kj_composer_page(stage->composer, place, list, next);
    list->glyph_capacity = whole.glyph_capacity;
    list->run_capacity = whole.run_capacity;
    list->line_capacity = whole.line_capacity;
    list->rule_capacity = whole.rule_capacity;
    const size_t bytes = kj_display_list_bytes(&stage->list);
    stage->list_peak_bytes = bytes > stage->list_peak_bytes ? bytes : stage->list_peak_bytes;
    return status;
}

/* The composer sets pages that begin at 0, 0. */
static void move_clear_of_bezel(kj_display_list *list, int16_t x, int16_t y) {
    for (unsigned i = 0; i < list->glyph_count; i++) {
        list->glyphs[i].x_12_4 = (int16_t)(list->glyphs[i].x_12_4 + 16 * x);
    }
    for (unsigned i = 0; i < list->run_count; i++) {
        list->runs[i].baseline_px = (int16_t)(list->runs[i].baseline_px + y);
    }
    for (unsigned i = 0; i < list->line_count; i++) {
        list->lines[i].baseline_px = (int16_t)(list->lines[i].baseline_px + y);
    }
    for (unsigned i = 0; i < list->rule_count; i++) {
        list->rules[i].box.x = (int16_t)(list->rules[i].box.x + x);
        list->rules[i].box.y = (int16_t)(list->rules[i].box.y + y);
    }
    for (unsigned i = 0; i < list->image_count; i++) {
        list->images[i].box.x = (int16_t)(list->images[i].box.x + x);
        list->images[i].box.y = (int16_t)(list->images[i].box.y + y);
    }
}

/* A picture that needs more memory than the scratch heap has gets the composer's and the glyphs'.
 */
static kj_status decode_pictures(kj_stage *stage) {
    kj_status status = kj_pictures_paint(stage->document, &stage->list, &stage->surface, false);
    if (status != KJ_ERR_MEMORY) {
        return status;
    }
    kj_stage_drop_composer(stage);
    status = kj_picture_memory_lend(&stage->pictures);
    if (status == KJ_OK) {
        status = kj_pictures_paint(stage->document, &stage->list, &stage->surface, true);
        kj_picture_memory_take_back(&stage->pictures);
        kj_painter_forget(stage->painter);
    }
    return status;
}

static kj_status paint_pictures(kj_stage *stage) {
    const kj_display_list *list = &stage->list;
    if (list->image_count == 0) {
        return KJ_OK;
    }
    kj_status status = decode_pictures(stage);
    for (unsigned i = 0; stage->config.is_dark && i < list->image_count; i++) {
        kj_surface_reverse(&stage->surface, list->images[i].box); /* no negatives */
    }
    return status;
}

static kj_status paint_band(kj_stage *stage, uint16_t y) {
    kj_surface_move_band(&stage->surface, y);
    kj_surface_clear(&stage->surface);
    stage->band_painted = false;
    kj_status status = kj_painter_paint(stage->painter, &stage->list, &stage->surface);
    if (status == KJ_OK) {
        status = paint_pictures(stage);
    }
    kj_surface_reverse(&stage->surface, stage->mark);
    stage->band_painted = status == KJ_OK || status == KJ_AGAIN;
    return status;
}

kj_status kj_stage_paint(kj_stage *stage) {
    stage->mark = (kj_rect){0, 0, 0, 0};
    if (stage->config.foot) {
        const kj_display_mark mark = kj_display_list_mark(&stage->list);
        kj_document *document = stage->document;
        if (stage->config.foot(stage->config.foot_context) != KJ_OK) {
            kj_display_list_cut(&stage->list, mark);
        }
        stage->document = document;
    }
    if (stage->page_x != 0 || stage->page_y != 0) {
        move_clear_of_bezel(&stage->list, stage->page_x, stage->page_y);
    }
    stage->is_stale = stage->is_skimming;
    if (stage->is_skimming) {
        stage->band_painted = false;
        return KJ_OK;
    }
    return paint_band(stage, 0);
}

static kj_status no_block(kj_document *document, kj_block *block) { return KJ_END; }

static kj_status no_text(kj_document *document, uint8_t *text, size_t capacity, kj_piece *piece) {
    return KJ_ERR_STATE;
}

static kj_status no_place(kj_document *document, uint32_t offset, kj_block *block) {
    return KJ_END;
}

kj_status kj_stage_label(kj_stage *stage, const kj_label *label, int16_t *used_px) {
    kj_status status = KJ_OK;
    if (!stage->composer) {
        stage->nothing = (kj_document){.next_block = no_block, .read = no_text, .seek = no_place};
        status = kj_stage_compose(stage, &stage->nothing);
    }
    return status == KJ_OK ? kj_composer_label(stage->composer, label, &stage->list, used_px)
                           : status;
}

void kj_stage_begin_overlay(kj_stage *stage) { kj_display_list_clear(&stage->list); }

static kj_rect clear_of_bezel(const kj_stage *stage, kj_rect box) {
    box.x = (int16_t)(box.x + stage->page_x);
    box.y = (int16_t)(box.y + stage->page_y);
    return box;
}

kj_status kj_stage_paint_part(kj_stage *stage, kj_rect box) {
    move_clear_of_bezel(&stage->list, stage->page_x, stage->page_y);
    kj_surface_fill(&stage->surface, clear_of_bezel(stage, box), 0);
    kj_status status = kj_painter_paint(stage->painter, &stage->list, &stage->surface);
    stage->band_painted = status == KJ_OK;
    return status;
}

kj_status kj_stage_paint_overlay(kj_stage *stage, kj_rect box, kj_rect mark) {
    stage->mark = mark.width > 0 ? clear_of_bezel(stage, mark) : mark;
    if (!kj_stage_is_whole(stage)) {
        move_clear_of_bezel(&stage->list, stage->page_x, stage->page_y);
        return paint_band(stage, 0);
    }
    kj_status status = kj_stage_paint_part(stage, box);
    kj_surface_reverse(&stage->surface, stage->mark);
    return status;
}

void kj_stage_move_mark(kj_stage *stage, kj_rect mark) {
    kj_surface_reverse(&stage->surface, stage->mark);
    stage->mark = mark.width > 0 ? clear_of_bezel(stage, mark) : mark;
    kj_surface_reverse(&stage->surface, stage->mark);
}

kj_rect kj_stage_on_panel(const kj_stage *stage, kj_rect box) {
    return kj_surface_on_panel(&stage->surface, clear_of_bezel(stage, box));
}

kj_rect kj_stage_page_box(const kj_stage *stage) {
    const kj_page_style *style = &stage->config.style;
    return (kj_rect){0, 0, (int16_t)style->width_px,
                     (int16_t)(style->height_px + stage->config.foot_px)};
}

int16_t kj_stage_find_gap(const kj_stage *stage, int16_t y, int16_t most) {
    const kj_rect page = kj_stage_page_box(stage);
    for (int16_t at = y; kj_stage_is_whole(stage) && at >= 0 && at > y - most; at--) {
        const kj_rect row = clear_of_bezel(stage, (kj_rect){page.x, at, page.width, 1});
        if (kj_surface_is_blank(&stage->surface, row)) {
            return at;
        }
    }
    return y;
}

static void reverse_bits(uint8_t *bits, size_t length) {
    for (size_t i = 0; i < length; i++) {
        bits[i] = (uint8_t)~bits[i];
    }
}

kj_status kj_stage_row(kj_stage *stage, unsigned plane, uint16_t y, uint8_t *bits) {
    kj_surface *surface = &stage->surface;
    if (y >= surface->height_px || plane >= surface->depth) {
        return KJ_ERR_RANGE;
    }
    const unsigned within = (unsigned)y - surface->band_y;
    if (!stage->band_painted || y < surface->band_y || within >= surface->band_rows) {
        kj_status status = paint_band(stage, (uint16_t)(y - y % surface->band_rows));
        if (status != KJ_OK && status != KJ_AGAIN) {
            return status;
        }
    }
    const size_t row = (size_t)(y - surface->band_y) * surface->stride_bytes;
    memcpy(bits, surface->planes[plane] + row, surface->stride_bytes);
    if (stage->config.is_dark) {
        reverse_bits(bits, surface->stride_bytes);
    }
    return KJ_OK;
}
