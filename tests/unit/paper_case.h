/* paper_case.h - a paper as a list: masthead, folio, sections of entries, made of words by chance;
 * for the tests of columns and of list screens. */
#ifndef KJ_TEST_PAPER_CASE_H
#define KJ_TEST_PAPER_CASE_H

#include "reader/listing.h"

#include <stdio.h>
#include <string.h>

typedef struct paper {
    unsigned sections, articles; /* articles: of each section */
    uint32_t seed;
    unsigned title_words, summary_words; /* at most; 0: no summary */
    bool has_bylines;
    uint32_t read_until; /* entries before it are read */
    kj_status failing;   /* not KJ_OK: of entry fails_at */
    uint32_t fails_at;
} paper;

static inline uint32_t paper_roll(uint32_t *state, uint32_t below) {
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 10) % below;
}

static inline void paper_words(uint32_t *state, char *text, size_t capacity, unsigned words) {
    static const char *const all[] = {"খবর",      "কাগজ",    "নদীর", "চরে",   "সকাল", "বিদ্যুৎ",
                                      "প্রতিবেদক", "রাষ্ট্রীয়", "ঘণ্টা", "কুয়াশা", "জ্ঞান", "স্ত্রী",
                                      "হ্রদ",      "উজ্জ্বল",   "১৪৩৩", "Kagoj", "CO2",  "আন্তর্জাতিক"};
    size_t length = 0;
    for (unsigned i = 0; i < words; i++) {
        const char *word = all[paper_roll(state, sizeof all / sizeof *all)];
        if (length + strlen(word) + 2 > capacity) {
            return;
        }
        length +=
            (size_t)snprintf(text + length, capacity - length, "%s%s", i > 0 ? " " : "", word);
    }
}

/* Entry index of a paper: 0 masthead, 1 folio, then each section and its articles. */
static inline kj_status paper_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    const paper *from = context;
    uint32_t state = from->seed + index * 7919u;
    if (from->failing != KJ_OK && index == from->fails_at) {
        return from->failing;
    }
    if (index < 2) {
        entry->kind = index == 0 ? KJ_BLOCK_MASTHEAD : KJ_BLOCK_FOLIO;
        snprintf(entry->title, sizeof entry->title,
                 index == 0 ? "দৈনিক কাগজ" : "বুধবার, ২৫ নভেম্বর ২০২৬");
        snprintf(entry->detail, sizeof entry->detail, index == 0 ? "" : "৩০টি লেখা");
        return KJ_OK;
    }
    const uint32_t section = (index - 2u) / (from->articles + 1u);
    const uint32_t article = (index - 2u) % (from->articles + 1u);
    if (section >= from->sections) {
        return KJ_END;
    }
    if (article == 0) {
        entry->kind = KJ_BLOCK_SECTION;
        snprintf(entry->title, sizeof entry->title, "বিভাগ %u", (unsigned)section);
        return KJ_OK;
    }
    entry->kind = KJ_BLOCK_ENTRY;
    entry->level = section == 0 && article == 1;
    entry->is_read = index < from->read_until;
    paper_words(&state, entry->title, sizeof entry->title,
                2u + paper_roll(&state, from->title_words));
    if (from->has_bylines) {
        paper_words(&state, entry->byline, sizeof entry->byline, 1u + paper_roll(&state, 3));
    }
    if (from->summary_words > 0) {
        paper_words(&state, entry->detail, sizeof entry->detail,
                    paper_roll(&state, from->summary_words));
    }
    return KJ_OK;
}

#endif
