/* cuts.c - see cuts.h. Layer: layout. */
#include "layout/cuts.h"

int32_t kj_scale_units(kj_fit fit, int32_t units) {
    if (units <= 32767 && units >= -32767) {
        return kj_fit_scale(fit, units);
    }
    int64_t product = (int64_t)units * fit.size_26_6;
    return (int32_t)((product + (product >= 0 ? 500 : -500)) / KJ_UNITS_PER_EM);
}

void kj_glyph_walk_init(kj_glyph_walk *walk, const kj_shaper *shaper, kj_run_ref ref) {
    walk->shaper = shaper;
    walk->ref = ref;
    walk->count = (uint16_t)kj_run_length(shaper, ref);
    walk->next = walk->chunk_first = walk->chunk_count = 0;
    walk->advance_units = 0;
}

const kj_glyph *kj_glyph_walk_peek(kj_glyph_walk *walk) {
    if (walk->next >= walk->count) {
        return NULL;
    }
    unsigned in_chunk = walk->next - walk->chunk_first;
    if (in_chunk >= walk->chunk_count) {
        const unsigned most = sizeof(walk->chunk) / sizeof(walk->chunk[0]);
        unsigned left = (unsigned)walk->count - walk->next;
        walk->chunk_first = walk->next;
        walk->chunk_count = (uint16_t)(left < most ? left : most);
        kj_run_read(walk->shaper, walk->ref, walk->next, walk->chunk_count, walk->chunk);
        in_chunk = 0;
    }
    return &walk->chunk[in_chunk];
}

void kj_glyph_walk_pass(kj_glyph_walk *walk) {
    walk->advance_units += walk->chunk[walk->next - walk->chunk_first].advance;
    walk->next++;
}

bool kj_glyph_walk_to(kj_glyph_walk *walk, unsigned byte) {
    const kj_glyph *glyph = kj_glyph_walk_peek(walk);
    while (glyph && glyph->cluster < byte) {
        kj_glyph_walk_pass(walk);
        glyph = kj_glyph_walk_peek(walk);
    }
    return glyph && glyph->cluster == byte && !glyph->unsafe;
}

kj_status kj_part_find(const kj_window *window, const kj_item *item, unsigned from, unsigned to,
                       kj_part *part) {
    kj_part whole = {.ref = item->ref, .from_cluster = (uint8_t)from, .to_cluster = (uint8_t)to};
    kj_glyph_walk walk;
    kj_glyph_walk_init(&walk, window->shaper, item->ref);
    bool safe = (from == 0 || kj_glyph_walk_to(&walk, from)) &&
                (to == item->length || kj_glyph_walk_to(&walk, to));
    if (!safe) {
        kj_span text = {window->text + item->start + from, to - from};
        kj_status status =
            kj_shaper_add(window->shaper, item->flags & KJ_ITEM_FACE, text, &whole.ref);
        if (status != KJ_OK) {
            return status;
        }
        whole.base = (uint8_t)from;
        whole.from_cluster = 0;
        whole.to_cluster = (uint8_t)(to - from);
    }
    *part = whole;
    return KJ_OK;
}

static int32_t slice_advance(const kj_window *window, kj_run_ref ref, unsigned from, unsigned to) {
    kj_glyph_walk walk;
    kj_glyph_walk_init(&walk, window->shaper, ref);
    (void)kj_glyph_walk_to(&walk, from);
    int32_t before = walk.advance_units;
    (void)kj_glyph_walk_to(&walk, to);
    return walk.advance_units - before;
}

int32_t kj_part_advance(const kj_window *window, const kj_part *part) {
    return slice_advance(window, part->ref, part->from_cluster, part->to_cluster);
}

int32_t kj_part_estimate(const kj_window *window, const kj_item *item, unsigned from, unsigned to) {
    return slice_advance(window, item->ref, from, to);
}
