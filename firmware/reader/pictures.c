/* pictures.c - see pictures.h. Layer: reader. */
#include "reader/pictures.h"

#include "render/image.h"

kj_status kj_picture_memory_lend(kj_picture_memory *memory) {
    kj_arena *arena = memory->arena;
    const size_t used = (arena->used_bytes + 7u) & ~(size_t)7u;
    const size_t lent = (size_t)((uint8_t *)memory->scratch_memory - arena->memory) - used;
    if (kj_heap_get_stats(memory->scratch).live > 0) {
        return KJ_ERR_STATE;
    }
    const size_t peak = kj_heap_get_stats(memory->scratch).peak;
    memory->scratch_peak_bytes =
        peak > memory->scratch_peak_bytes ? peak : memory->scratch_peak_bytes;
    memory->lent_bytes = lent + memory->scratch_bytes + memory->behind_bytes;
    kj_heap_deinit(memory->scratch);
    return kj_heap_init(memory->scratch, arena->memory + used, memory->lent_bytes);
}

void kj_picture_memory_take_back(kj_picture_memory *memory) {
    const size_t peak = kj_heap_get_stats(memory->scratch).peak;
    memory->lent_peak_bytes = peak > memory->lent_peak_bytes ? peak : memory->lent_peak_bytes;
    kj_heap_deinit(memory->scratch);
    /* The sizes are those that the heap was made with before. */
    (void)!kj_heap_init(memory->scratch, memory->scratch_memory, memory->scratch_bytes);
}

/* Whether the band has any row of box, in whichever way the page is turned: what it has not need
 * not be decoded. */
static bool may_show(const kj_surface *surface, kj_rect box) {
    const bool turned = surface->rotation == KJ_ROTATE_90 || surface->rotation == KJ_ROTATE_270;
    if (turned || surface->band_rows == surface->height_px) {
        return true;
    }
    const int32_t top =
        surface->rotation == KJ_ROTATE_0 ? box.y : (int32_t)surface->height_px - box.y - box.height;
    return top < surface->band_y + surface->band_rows && top + box.height > surface->band_y;
}

static kj_status paint_one(kj_document *document, const kj_placed_image *image,
                           kj_surface *surface) {
    kj_stream stream;
    struct kj_heap *heap;
    kj_status status = document->open_image
                           ? document->open_image(document, image->locator, &stream, &heap)
                           : KJ_ERR_MISSING;
    return status == KJ_OK ? kj_image_paint(&stream, heap, surface, image->box) : status;
}

/* Paper with a line around it over what was drawn before the damage was met: all that can be done
 * where the page cannot be set again, its rows being on their way to the panel. */
static void paint_over(kj_surface *surface, kj_rect box) {
    const unsigned ink = (1u << surface->depth) - 1u;
    kj_surface_fill(surface, box, ink);
    if (box.width > 2 && box.height > 2) {
        box = (kj_rect){(int16_t)(box.x + 1), (int16_t)(box.y + 1), (int16_t)(box.width - 2),
                        (int16_t)(box.height - 2)};
        kj_surface_fill(surface, box, 0);
    }
}

static kj_status paint_all(kj_document *document, const kj_display_list *list, kj_surface *surface,
                           bool is_last) {
    bool spoiled = false;
    for (unsigned i = 0; i < list->image_count; i++) {
        const kj_placed_image *image = &list->images[i];
        if (!may_show(surface, image->box)) {
            continue;
        }
        kj_status status = paint_one(document, image, surface);
        if (status == KJ_ERR_IO || (status == KJ_ERR_MEMORY && !is_last)) {
            return status;
        }
        if (status != KJ_OK) {
            paint_over(surface, image->box);
            spoiled = true;
            if (document->spoil_image) {
                document->spoil_image(document, image->locator);
            }
        }
    }
    return spoiled ? KJ_AGAIN : KJ_OK;
}

kj_status kj_pictures_paint(kj_document *document, const kj_display_list *list, kj_surface *surface,
                            bool is_last) {
    if (!document || list->image_count == 0) {
        return KJ_OK;
    }
    kj_status status = paint_all(document, list, surface, is_last);
    if (document->rest) {
        document->rest(document);
    }
    return status;
}
