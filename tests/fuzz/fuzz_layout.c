/* fuzz_layout.c - any bytes as a document in any style and number of columns: it comes to an end,
 * lines follow each other without overlap, and a page set from its place alone is the page that was
 * come to, labels in between or not. A label stays in its box. The first bytes choose the style,
 * the rest is the text. */
#include "layout/label.h"
#include "unit/layout_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STYLE_BYTES = 8, TEXT_MAX = 8192, PAGES_MAX = 4096 };

static layout_case engine;

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

static kj_page_style style_from(const uint8_t *bytes) {
    kj_page_style style = {.width_px = (uint16_t)(96 + bytes[0] * 8),
                           .height_px = (uint16_t)(96 + bytes[1] * 8),
                           .size_px = (uint8_t)(8 + bytes[2] % 41),
                           .leading_percent = (uint8_t)(100 + bytes[3] % 151),
                           .margin_px = bytes[4] % 32,
                           .family = bytes[5] & 1 ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF,
                           .justify = (bytes[5] & 2) != 0,
                           .hyphenate = (bytes[5] & 4) != 0};
    return style;
}

static kj_status open_engine(const uint8_t *text, size_t size, const kj_page_style *style,
                             bool small) {
    engine = (layout_case){.text = text, .reads_until_error = -1};
    return layout_open(&engine, (uint32_t)size, style,
                       small ? KJ_SHAPER_BYTES_MIN : sizeof layout_cache, small ? 2048 : 8192);
}

static void set_columns(const uint8_t *bytes) {
    const unsigned columns = 1u + (bytes[6] >> 1) % KJ_COLUMNS_MAX;
    require(kj_composer_set_columns(engine.composer, columns, bytes[7] % 64u) <= KJ_OK);
}

/* The beginning of the text as a label, where bytes ask for one. */
static void check_label(const uint8_t *bytes, const uint8_t *text, size_t length) {
    static char words[KJ_LABEL_BYTES_MAX + 40];
    const size_t count = length < sizeof words ? length : sizeof words - 1u;
    if (!(bytes[6] & 64)) {
        return;
    }
    memcpy(words, text, count);
    words[count] = '\0';
    const kj_label label = {.text = words,
                            .x_px = 7,
                            .width_px = (int16_t)(bytes[0] * 4),
                            .baseline_px = 50,
                            .size_px = (uint8_t)(8 + bytes[2] % 60),
                            .bold = bytes[7] & 1,
                            .align = (kj_label_align)(bytes[7] % 3)};
    const uint16_t first = engine.list.glyph_count, lines = engine.list.line_count;
    int16_t used = 0;
    if (kj_composer_label(engine.composer, &label, &engine.list, &used) == KJ_OK) {
        require(used >= 0 && used <= label.width_px);
        for (unsigned i = first; i < engine.list.glyph_count; i++) {
            const kj_placed *glyph = &engine.list.glyphs[i];
            require(glyph->x_12_4 + glyph->advance_12_4 <= (label.x_px + label.width_px) * 16);
        }
    } else {
        require(engine.list.glyph_count == first);
    }
    require(engine.list.line_count == lines);
}

static void check_page(uint32_t *covered, size_t size) {
    const kj_display_list *list = &engine.list;
    for (unsigned i = 0; i < list->line_count; i++) {
        const kj_placed_line *line = &list->lines[i];
        require(line->start >= *covered && line->end > line->start && line->end <= size);
        require(line->first_run <= list->run_count);
        *covered = line->end;
    }
    for (uint16_t i = 0; i < list->run_count; i++) {
        require(list->runs[i].first <= kj_placed_run_end(list, i));
        require(list->runs[i].text <= size);
    }
}

/* Goes through all pages; *middle and *hash: a page in between, to be set once more. */
static unsigned go_through(const uint8_t *data, size_t size, kj_place *middle, uint64_t *hash) {
    kj_place place = {0, 0}, next;
    uint32_t covered = 0;
    unsigned pages = 0;
    while (kj_composer_page(engine.composer, place, &engine.list, &next) == KJ_OK) {
        require(pages <= PAGES_MAX && next.offset > place.offset);
        check_page(&covered, size);
        if ((pages & (pages - 1u)) == 0) { /* 0, 1, 2, 4, 8...: the last of them is kept */
            *middle = place;
            *hash = layout_hash(&engine.list);
        }
        check_label(data, data + STYLE_BYTES, size);
        place = next;
        pages++;
    }
    require(kj_display_list_bytes(&engine.list) == 0);
    return pages;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= STYLE_BYTES || size > STYLE_BYTES + TEXT_MAX) {
        return 0;
    }
    kj_page_style style = style_from(data);
    const uint8_t *text = data + STYLE_BYTES;
    size_t length = size - STYLE_BYTES;
    bool small = data[6] & 1;
    kj_place middle = {0, 0}, next;
    uint64_t hash = 0;
    kj_status status = open_engine(text, length, &style, small);
    unsigned pages = 0;
    if (status == KJ_OK) {
        set_columns(data);
        pages = go_through(data, length, &middle, &hash);
    }
    require(kj_heap_check(&engine.heap) == KJ_OK);
    layout_close(&engine);
    if (pages > 0) {
        require(open_engine(text, length, &style, small) == KJ_OK);
        set_columns(data);
        require(kj_composer_page(engine.composer, middle, &engine.list, &next) == KJ_OK);
        require(layout_hash(&engine.list) == hash);
        layout_close(&engine);
    }
    return 0;
}
