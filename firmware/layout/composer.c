/* composer.c - see composer.h. Blocks come as windows (window.h); here they are led from one to the
 * next. What a page takes of them decides page.c. Layer: layout. */
#include "layout/composer.h"

#include "layout/composer_private.h"

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
    made->page = made->column = *style;
    made->columns = 1;
    kj_window_init(&made->window, document, shaper, faces);
    *composer = made;
    return KJ_OK;
}

kj_column kj_page_column(const kj_page_style *page, unsigned columns, uint16_t gutter_px,
                         unsigned column) {
    const int whole = page->width_px - 2 * page->margin_px;
    const int width = (whole - (int)(columns - 1u) * gutter_px) / (int)columns;
    return (kj_column){.left_px = (int16_t)(page->margin_px + (int)column * (width + gutter_px)),
                       .width_px = (int16_t)width};
}

kj_status kj_composer_set_columns(kj_composer *composer, unsigned columns, uint16_t gutter_px) {
    const kj_page_style *page = &composer->page;
    if (columns < 1 || columns > KJ_COLUMNS_MAX ||
        kj_page_column(page, columns, gutter_px, 0).width_px < 3 * page->size_px) {
        return KJ_ERR_ARGUMENT;
    }
    composer->column.width_px =
        (uint16_t)(kj_page_column(page, columns, gutter_px, 0).width_px + 2 * page->margin_px);
    composer->columns = (uint8_t)columns;
    composer->gutter_px = gutter_px;
    composer->holds_window = false;
    composer->window.table.start = UINT32_MAX;
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
    const kj_page_style *page = kj_composer_page_of(composer, block->kind);
    kj_status status = kj_window_begin(window, page, block, start);
    composer->resume = window->start;
    if (status == KJ_OK && block->kind == KJ_BLOCK_IMAGE) {
        composer->box = kj_box_of_frame(page, window, image);
    } else if (status == KJ_OK && block->kind == KJ_BLOCK_FOLIO && start == block->start) {
        composer->box = kj_box_of_folio(window);
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
            composer->box = kj_box_of_image(&composer->column, &image);
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
    composer->generation = kj_shaper_generation(composer->window.shaper);
    return status;
}

kj_status kj_composer_skip(kj_composer *composer) {
    kj_block block;
    kj_document *document = composer->window.document;
    composer->holds_window = false;
    kj_status status = document->next_block(document, &block);
    return status == KJ_OK ? begin_block(composer, &block, block.start) : status;
}

kj_status kj_composer_step(kj_composer *composer) {
    composer->holds_window = false;
    kj_status status =
        composer->box.kind != KJ_BOX_NONE ? KJ_END : kj_window_advance(&composer->window);
    if (status == KJ_OK) {
        composer->resume = composer->window.start;
        composer->holds_window = true;
        composer->generation = kj_shaper_generation(composer->window.shaper);
        return KJ_OK;
    }
    return status == KJ_END ? kj_composer_skip(composer) : status;
}

kj_status kj_composer_go_to(kj_composer *composer, kj_place place) {
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
