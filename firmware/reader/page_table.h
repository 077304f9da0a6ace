/* page_table.h - where the pages of an article begin, remembered in a fixed number of places.
 *
 * Pages are not numbered in the text, so the way back must be remembered. Every stride-th page
 * keeps its place; when the table is full every second one is dropped and the stride doubled, so
 * that an article of any length fits. Beside it the last few pages that were set are kept, so
 * that going back step by step rarely sets a page twice. Layer: reader. */
#ifndef KJ_READER_PAGE_TABLE_H
#define KJ_READER_PAGE_TABLE_H

#include "layout/composer.h"

#define KJ_PAGE_TABLE_ANCHORS 64u /* a power of two; the table is 900 bytes */
#define KJ_PAGE_TABLE_RECENT  32u

/* Fields are private. */
typedef struct kj_page_table {
    kj_place anchors[KJ_PAGE_TABLE_ANCHORS]; /* of pages 0, stride, 2 stride ... */
    uint32_t anchor_count, stride;
    kj_place recent[KJ_PAGE_TABLE_RECENT]; /* of page n at n modulo the size */
    uint32_t recent_page[KJ_PAGE_TABLE_RECENT];
} kj_page_table;

/* Knows where page 0 begins: {0, 0}. */
void kj_page_table_init(kj_page_table *table);

/* Remembers where a page begins. A page's place never changes but by
 * kj_page_table_cut; pages may come in any order, but
 * a page only after the one before it was known or found. */
void kj_page_table_put(kj_page_table *table, uint32_t page, kj_place place);

/* Forgets the pages behind page: a picture on it broke, and what stands in its place takes more
 * room or less. */
void kj_page_table_cut(kj_page_table *table, uint32_t page);

/* The nearest known page at or before page: its number, and its place into *place. It is at most
 * one stride away if all pages up to there were put. Cannot fail. */
uint32_t kj_page_table_find(const kj_page_table *table, uint32_t page, kj_place *place);

/* The last known page that begins at or before text offset: its number, and its place. */
uint32_t kj_page_table_find_offset(const kj_page_table *table, uint32_t offset, kj_place *place);

#endif
