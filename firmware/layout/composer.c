/* composer.c - see composer.h. Blocks come as windows (window.h), windows as lines, lines as
 * pages (pager.h); here they are led from one to the next. Layer: layout. */
#include "layout/composer.h"

#include "layout/box.h"
#include "layout/pager.h"
#include "layout/set_line.h"
#include "layout/window.h"

enum { KEEP_LINES = 2 };

struct kj_composer {
    kj_page_style page;
    kj_pager pager;
    bool holds_window;   /* window belongs to resume, and the shaper has its runs */
    kj_box box;          /* the current block, or NONE: its lines */
    uint32_t resume;     /* the place that the window can be begun at again */
    uint32_t generation; /* of the shaper when the window was made */
    kj_window window;
};

size_t kj_composer_bytes(void) { return (sizeof(kj_composer) + 7u) & ~(size_t)7u; }

kj_status kj_composer_open(kj_composer **composer, kj_arena *arena, kj_document *document,
                           kj_shaper *shaper, kj_faces *faces, const kj_page_style *style) {
    const kj_face_metrics *metrics;
    kj_status status = kj_style_check(style);
    if (status == KJ_OK) {
        kj_face_id face = kj_face_of(KJ_SCRIPT_BENGALI, style->family, false);
        status = kj_faces_metrics(faces, face, &metrics);
    }
    if (status != KJ_OK) {
        return status;
    }
    kj_composer *made = kj_arena_take(arena, kj_composer_bytes());
    if (!made) {
        return KJ_ERR_MEMORY;
    }
    made->page = *style;
    kj_window_init(&made->window, document, shaper, faces);
    *composer = made;
    return KJ_OK;
}

/* Whether the box is all there is of its block: its text, if any, is not read. */
static bool is_textless(const kj_composer *composer) {
    return composer->box.kind == KJ_BOX_RULE || composer->box.kind == KJ_BOX_IMAGE;
}

/* What the block of kind IMAGE that the document is at shows. */
static kj_status look_at_image(const kj_composer *composer, kj_image *image) {
    kj_document *document = composer->window.document;
    *image = (kj_image){.state = KJ_IMAGE_MISSING};
    return document->image ? document->image(document, image) : KJ_OK;
}

/* The window of block's text from start on, and whether that is a box. */
static kj_status begin_text(kj_composer *composer, const kj_block *block, uint32_t start,
                            const kj_image *image) {
    kj_window *window = &composer->window;
    kj_status status = kj_window_begin(window, &composer->page, block, start);
    composer->resume = window->start;
    if (status == KJ_OK && block->kind == KJ_BLOCK_IMAGE) {
        composer->box = kj_box_of_frame(&composer->page, window, image);
    } else if (status == KJ_OK && window->columns > 0) {
        composer->box.kind = KJ_BOX_ROW;
    }
    return status;
}

/* Makes block, with reads at start, the current one. */
static kj_status begin_block(kj_composer *composer, const kj_block *block, uint32_t start) {
    kj_image image = {.state = KJ_IMAGE_MISSING};
    kj_status status = KJ_OK;
    composer->holds_window = false;
    composer->box = (kj_box){.kind = KJ_BOX_NONE};
    composer->resume = start;
    if (block->kind == KJ_BLOCK_RULE) {
        composer->box.kind = KJ_BOX_RULE;
    } else if (block->kind == KJ_BLOCK_IMAGE) {
        status = look_at_image(composer, &image);
        if (status == KJ_OK && image.state == KJ_IMAGE_GOOD) {
            composer->box = kj_box_of_image(&composer->page, &image);
        }
    }
    if (status == KJ_OK && is_textless(composer)) {
        composer->resume = block->start;
        composer->window.block = *block;
        composer->window.line_count = 0;
    } else if (status == KJ_OK) {
        status = begin_text(composer, block, start, &image);
    }
    composer->holds_window = status == KJ_OK;
    return status;
}

/* The next window of the block, or the next block. KJ_END after the last. */
static kj_status step(kj_composer *composer) {
    composer->holds_window = false;
    kj_status status =
        composer->box.kind != KJ_BOX_NONE ? KJ_END : kj_window_advance(&composer->window);
    if (status == KJ_OK) {
        composer->resume = composer->window.start;
        composer->holds_window = true;
        return KJ_OK;
    }
    if (status != KJ_END) {
        return status;
    }
    kj_block block;
    kj_document *document = composer->window.document;
    status = document->next_block(document, &block);
    return status == KJ_OK ? begin_block(composer, &block, block.start) : status;
}

/* Has the window of place.resume at hand. */
static kj_status go_to(kj_composer *composer, kj_place place) {
    kj_window *window = &composer->window;
    if (composer->holds_window && composer->resume == place.resume &&
        composer->generation == kj_shaper_generation(window->shaper)) {
        return KJ_OK;
    }
    kj_block block;
    composer->holds_window = false;
    kj_status status = window->document->seek(window->document, place.resume, &block);
    if (status != KJ_OK) {
        return status;
    }
    uint32_t start = place.resume > block.start ? place.resume : block.start;
    return begin_block(composer, &block, start);
}

/* The first line of the window that ends after offset; line_count where there is none. */
static unsigned line_at(const kj_window *window, uint32_t offset) {
    unsigned line = 0;
    while (line < window->line_count && kj_window_line_end(window, line) <= offset) {
        line++;
    }
    return line;
}

static uint8_t count_8(unsigned lines) {
    return (uint8_t)(lines < KJ_PAGER_MANY ? lines : KJ_PAGER_MANY);
}

/* A page being set. */
typedef struct page_setter {
    kj_composer *composer;
    kj_display_list *list;
    bool has_block;
    uint32_t block_start; /* of the block that the page's last line belongs to */
    kj_block_kind block_kind;
} page_setter;

static uint16_t space_above(const page_setter *set) {
    const kj_block *block = &set->composer->window.block;
    if (!set->has_block || set->block_start == block->start) {
        return 0;
    }
    return kj_style_space(&set->composer->page, set->block_kind, block->kind);
}

static void describe_line(const page_setter *set, unsigned line, kj_pager_line *made) {
    const kj_composer *composer = set->composer;
    const kj_window *window = &composer->window;
    const kj_style *style = &window->setting.style;
    unsigned before = line + (window->start > window->block.start ? KEEP_LINES : 0u);
    unsigned after = window->is_last ? window->line_count - 1u - line : KJ_PAGER_MANY;
    uint32_t offset = window->start + window->points[kj_window_line_first(window, line)].offset;
    *made = (kj_pager_line){.ascent_px = style->ascent_px,
                            .descent_px = style->descent_px,
                            .leading_px = style->leading_px,
                            .space_px = space_above(set),
                            .before = count_8(before),
                            .after = count_8(after),
                            .keep_together = style->keep_together,
                            .keep_with_next = style->keep_with_next,
                            .keep_with_last = style->keep_with_last,
                            .place = {composer->resume, offset},
                            .mark = kj_display_list_mark(set->list)};
}

static void describe_box(const page_setter *set, kj_pager_line *made) {
    const kj_composer *composer = set->composer;
    kj_box_describe(&composer->box, &composer->page, &composer->window, made);
    made->space_px = space_above(set);
    made->place = (kj_place){composer->resume, composer->resume};
    made->mark = kj_display_list_mark(set->list);
}

/* Ends the page before the line offered last, or earlier. */
static kj_status cut_page(page_setter *set, kj_place *next) {
    const kj_pager_cut *cut = kj_pager_best(&set->composer->pager);
    if (!cut) {
        return KJ_ERR_MEMORY; /* not even a clipped line went into the list */
    }
    kj_display_list_cut(set->list, cut->mark);
    *next = cut->place;
    return KJ_END;
}

/* Sets one line, or the box. KJ_OK; KJ_END: the page is cut, *next is set. */
static kj_status set_one(page_setter *set, unsigned line, kj_place *next) {
    kj_composer *composer = set->composer;
    const kj_window *window = &composer->window;
    kj_pager_line offered;
    int32_t baseline;
    const bool is_box = composer->box.kind != KJ_BOX_NONE;
    if (is_box) {
        describe_box(set, &offered);
    } else {
        describe_line(set, line, &offered);
    }
    kj_status status = kj_pager_offer(&composer->pager, &offered, &baseline);
    if (status == KJ_OK && is_box) {
        status = kj_box_set(&composer->box, &composer->page, window, baseline, !set->has_block,
                            set->list);
    } else if (status == KJ_OK) {
        kj_line_place place = {.left_px = composer->page.margin_px + window->setting.style.left_px,
                               .baseline_px = baseline,
                               .clip = !set->has_block};
        status = kj_set_line(window, line, &place, set->list);
    }
    if (status == KJ_AGAIN) {
        return cut_page(set, next);
    }
    if (status == KJ_OK) {
        kj_pager_place(&composer->pager, &offered, baseline);
        set->has_block = true;
        set->block_start = window->block.start;
        set->block_kind = window->block.kind;
    }
    return status;
}

/* Sets lines of the window from line on. KJ_OK: all are set; KJ_END as set_one. */
static kj_status set_window(page_setter *set, unsigned line, kj_place *next) {
    if (set->composer->box.kind != KJ_BOX_NONE) {
        return set_one(set, 0, next);
    }
    kj_status status = KJ_OK;
    for (; line < set->composer->window.line_count && status == KJ_OK; line++) {
        status = set_one(set, line, next);
    }
    return status;
}

/* Sets lines from place until the page is full. KJ_OK: *next is where; KJ_END: nothing to set. */
static kj_status set_page(page_setter *set, kj_place place, kj_place *next) {
    kj_composer *composer = set->composer;
    kj_status status = go_to(composer, place);
    unsigned line = status == KJ_OK ? line_at(&composer->window, place.offset) : 0;
    while (status == KJ_OK) {
        status = set_window(set, line, next);
        if (status == KJ_END) {
            return KJ_OK;
        }
        if (status == KJ_OK) {
            status = step(composer);
            /* Past place already unless place was none of this document's. */
            line =
                status == KJ_OK && !set->has_block ? line_at(&composer->window, place.offset) : 0;
        }
    }
    if (status == KJ_END && set->has_block) {
        *next = KJ_PLACE_END;
        return KJ_OK;
    }
    return status;
}

kj_status kj_composer_page(kj_composer *composer, kj_place place, kj_display_list *list,
                           kj_place *next) {
    kj_display_list_clear(list);
    if (place.offset == UINT32_MAX) {
        return KJ_END;
    }
    kj_pager_config config = {.top_px = composer->page.margin_px,
                              .bottom_px =
                                  (uint16_t)(composer->page.height_px - composer->page.margin_px),
                              .keep_lines = KEEP_LINES};
    page_setter set = {.composer = composer, .list = list};
    kj_place after = KJ_PLACE_END;
    kj_pager_begin(&composer->pager, &config);
    kj_status status = set_page(&set, place, &after);
    composer->generation = kj_shaper_generation(composer->window.shaper);
    if (status != KJ_OK) {
        composer->holds_window = false;
        kj_display_list_clear(list);
        return status;
    }
    *next = after;
    return KJ_OK;
}

kj_status kj_composer_find(kj_composer *composer, uint32_t offset, kj_display_list *list,
                           kj_place known, kj_place *place) {
    kj_place at = known;
    for (;;) {
        kj_place next;
        kj_status status = kj_composer_page(composer, at, list, &next);
        if (status != KJ_OK) {
            return status;
        }
        if (next.offset > offset) {
            *place = at;
            return KJ_OK;
        }
        at = next;
    }
}
