/* search.c - the index of an edition that is being written; see search.h. */
#include "press/search.h"

#include "press/clean.h"
#include "press/search_parts.h"

#include <stdlib.h>
#include <zlib.h>

static void add_page(kj_search_collection *all, const kj_epub_page *page, uint32_t entry) {
    const kj_press_article *article = page->article;
    const kj_search_place in_text = {entry, false};
    char *body = kj_clean_text(article->body ? article->body : "");
    kj_search_add(all, page->title, (kj_search_place){entry, true});
    kj_search_add(all, article->summary, in_text);
    kj_search_add(all, article->byline, in_text);
    kj_search_add(all, article->dateline, in_text);
    kj_search_add(all, body, in_text);
    free(body);
}

/* In the order of the table of contents, its sections counted. */
static void collect(const kj_epub_plan *plan, kj_search_words *words) {
    kj_search_collection all = {0};
    uint32_t entry = 0;
    for (size_t i = 0; i < plan->page_count; i++) {
        entry += kj_epub_opens_section(plan, i);
        add_page(&all, &plan->pages[i], entry++);
    }
    kj_search_keep(&all, plan->page_count, words);
    words->entry_count = entry;
}

bool kj_press_search(const kj_epub_plan *plan, size_t place, kj_buffer *out) {
    kj_search_words words;
    collect(plan, &words);
    const bool fits = words.entry_count <= KJ_SEARCH_ENTRIES_MAX;
    if (fits) {
        /* Size and CRC of the table of contents that the entries are of stand in the archive's
         * directory: a reader knows an index of another one without reading either. */
        kj_buffer nav = {0};
        kj_epub_nav(plan, &nav);
        const uint32_t crc = (uint32_t)crc32_z(0, (const uint8_t *)nav.data, nav.length);
        kj_search_write(&words, (uint32_t)nav.length, crc, place, out);
        kj_buffer_free(&nav);
    }
    kj_search_words_free(&words);
    return fits;
}
