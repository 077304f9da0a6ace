/* fuzz_paper.c - any bytes as a list of entries, a paper's front page or not, in any style and
 * number of columns: every entry is shown once, in order, and a page set from its place alone is
 * the page that was come to. The first bytes choose the style; then each line is an entry: its
 * first byte its kind, and U+0009 between title, byline and detail. */
#include "reader/listing.h"
#include "unit/layout_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STYLE_BYTES = 8, TEXT_MAX = 8192, PAGES_MAX = 4096 };

static layout_case engine;
static kj_listing listing;

typedef struct lines {
    const uint8_t *text;
    size_t length;
} lines;

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

/* Copies bytes up to a tab or the line's end, NULs left out; how many were read. */
static size_t copy_field(const uint8_t *from, size_t length, char *to, size_t capacity) {
    size_t at = 0, used = 0;
    for (; at < length && from[at] != '\t' && from[at] != '\n'; at++) {
        if (from[at] != '\0' && used + 1 < capacity) {
            to[used++] = (char)from[at];
        }
    }
    to[used] = '\0';
    return at;
}

static kj_status line_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    static const kj_block_kind kinds[] = {KJ_BLOCK_ENTRY,    KJ_BLOCK_ENTRY, KJ_BLOCK_ENTRY,
                                          KJ_BLOCK_MASTHEAD, KJ_BLOCK_FOLIO, KJ_BLOCK_SECTION,
                                          KJ_BLOCK_HEADLINE, KJ_BLOCK_RULE};
    const lines *from = context;
    size_t at = 0;
    for (uint32_t line = 0; line < index; line++) {
        const uint8_t *end = memchr(from->text + at, '\n', from->length - at);
        if (!end) {
            return KJ_END;
        }
        at = (size_t)(end - from->text) + 1u;
    }
    if (at >= from->length) {
        return KJ_END;
    }
    const uint8_t first = from->text[at];
    entry->kind = kinds[first % 8u];
    entry->level = first >> 3 & 1u;
    entry->is_read = first >> 4 & 1u;
    at += first != '\n';
    char *const fields[3] = {entry->title, entry->byline, entry->detail};
    const size_t rooms[3] = {sizeof entry->title, sizeof entry->byline, sizeof entry->detail};
    for (unsigned i = 0; i < 3 && at < from->length; i++) {
        at += copy_field(from->text + at, from->length - at, fields[i], rooms[i]);
        at += at < from->length && from->text[at] == '\t';
    }
    if (entry->title[0] == '\0') {
        strcpy(entry->title, "ক");
    }
    return KJ_OK;
}

static kj_status open_engine(const uint8_t *data, lines *of) {
    static const uint8_t nothing[] = "ক";
    const kj_page_style style = {.width_px = (uint16_t)(96 + data[0] * 8),
                                 .height_px = (uint16_t)(96 + data[1] * 8),
                                 .size_px = (uint8_t)(8 + data[2] % 41),
                                 .leading_percent = (uint8_t)(100 + data[3] % 151),
                                 .margin_px = data[4] % 32,
                                 .family = data[5] & 1 ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF,
                                 .justify = true};
    const bool small = data[6] & 1;
    engine = (layout_case){.text = nothing, .reads_until_error = -1};
    kj_status status = layout_open(
        &engine, 3, &style, small ? KJ_SHAPER_BYTES_MIN : sizeof layout_cache, small ? 2048 : 8192);
    if (status != KJ_OK) {
        return status;
    }
    kj_arena_release(&engine.article, 0);
    kj_listing_open(&listing, &(kj_listing_source){.context = of, .entry = line_entry});
    require(kj_composer_open(&engine.composer, &engine.article, &listing.document, engine.shaper,
                             &engine.faces, &style) == KJ_OK);
    require(kj_composer_set_columns(engine.composer, 1u + (data[6] >> 1) % KJ_COLUMNS_MAX,
                                    data[7] % 64u) <= KJ_OK);
    return KJ_OK;
}

static void check_page(uint32_t *covered) {
    const kj_display_list *list = &engine.list;
    for (unsigned i = 0; i < list->line_count; i++) {
        require(list->lines[i].start >= *covered && list->lines[i].end > list->lines[i].start);
        require(list->lines[i].first_run <= list->run_count);
        *covered = list->lines[i].end;
    }
    for (uint16_t i = 0; i < list->run_count; i++) {
        require(list->runs[i].first <= kj_placed_run_end(list, i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= STYLE_BYTES || size > STYLE_BYTES + TEXT_MAX) {
        return 0;
    }
    lines of = {data + STYLE_BYTES, size - STYLE_BYTES};
    kj_place place = {0, 0}, middle = {0, 0}, next;
    uint64_t hash = 0;
    uint32_t covered = 0;
    unsigned pages = 0;
    kj_status status = open_engine(data, &of);
    while (status == KJ_OK &&
           (status = kj_composer_page(engine.composer, place, &engine.list, &next)) == KJ_OK) {
        require(pages <= PAGES_MAX && next.offset > place.offset);
        check_page(&covered);
        if ((pages & (pages - 1u)) == 0) {
            middle = place;
            hash = layout_hash(&engine.list);
        }
        place = next;
        pages++;
    }
    require(kj_heap_check(&engine.heap) == KJ_OK);
    layout_close(&engine);
    if (pages > 0) {
        require(open_engine(data, &of) == KJ_OK);
        require(kj_composer_page(engine.composer, middle, &engine.list, &next) == KJ_OK);
        require(layout_hash(&engine.list) == hash);
        layout_close(&engine);
    }
    return 0;
}
