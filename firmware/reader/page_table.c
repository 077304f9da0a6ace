/* page_table.c - see page_table.h. Layer: reader. */
#include "reader/page_table.h"

void kj_page_table_init(kj_page_table *table) {
    table->anchors[0] = (kj_place){0, 0};
    table->anchor_count = 1;
    table->stride = 1;
    for (uint32_t i = 0; i < KJ_PAGE_TABLE_RECENT; i++) {
        table->recent_page[i] = UINT32_MAX;
    }
}

static void thin_out(kj_page_table *table) {
    for (uint32_t i = 0; i < KJ_PAGE_TABLE_ANCHORS / 2; i++) {
        table->anchors[i] = table->anchors[2 * i];
    }
    table->anchor_count = KJ_PAGE_TABLE_ANCHORS / 2;
    table->stride *= 2;
}

void kj_page_table_put(kj_page_table *table, uint32_t page, kj_place place) {
    const uint32_t slot = page % KJ_PAGE_TABLE_RECENT;
    table->recent[slot] = place;
    table->recent_page[slot] = page;
    if (page % table->stride != 0 || page / table->stride != table->anchor_count) {
        return;
    }
    if (table->anchor_count == KJ_PAGE_TABLE_ANCHORS) {
        thin_out(table); /* page was 64 strides on: it is a multiple of the doubled one too */
    }
    table->anchors[table->anchor_count++] = place;
}

void kj_page_table_cut(kj_page_table *table, uint32_t page) {
    const uint32_t anchors = page / table->stride + 1u;
    table->anchor_count = anchors < table->anchor_count ? anchors : table->anchor_count;
    for (uint32_t i = 0; i < KJ_PAGE_TABLE_RECENT; i++) {
        if (table->recent_page[i] > page) {
            table->recent_page[i] = UINT32_MAX;
        }
    }
}

uint32_t kj_page_table_find(const kj_page_table *table, uint32_t page, kj_place *place) {
    uint32_t anchor = page / table->stride;
    anchor = anchor < table->anchor_count ? anchor : table->anchor_count - 1;
    uint32_t best = anchor * table->stride;
    *place = table->anchors[anchor];
    for (uint32_t i = 0; i < KJ_PAGE_TABLE_RECENT; i++) {
        const uint32_t known = table->recent_page[i];
        if (known <= page && known > best) {
            best = known;
            *place = table->recent[i];
        }
    }
    return best;
}

uint32_t kj_page_table_find_offset(const kj_page_table *table, uint32_t offset, kj_place *place) {
    uint32_t anchor = 0;
    while (anchor + 1u < table->anchor_count && table->anchors[anchor + 1u].offset <= offset) {
        anchor++;
    }
    uint32_t best = anchor * table->stride;
    *place = table->anchors[anchor];
    for (uint32_t i = 0; i < KJ_PAGE_TABLE_RECENT; i++) {
        const uint32_t known = table->recent_page[i];
        if (known != UINT32_MAX && known > best && table->recent[i].offset <= offset) {
            best = known;
            *place = table->recent[i];
        }
    }
    return best;
}
