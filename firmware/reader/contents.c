/* contents.c - see contents.h. Layer: reader. */
#include "reader/contents.h"

#include "reader/line.h"
#include "reader/words.h"

#include <string.h>

/* The paper's name. */
static void fill_masthead(const kj_contents_list *list, kj_listing_entry *entry) {
    const char *title = kj_edition_title(list->edition);
    entry->kind = KJ_BLOCK_MASTHEAD;
    kj_line_set(entry->title, sizeof entry->title,
                *title ? title : kj_string_get(list->language, KJ_STRING_UNTITLED));
}

/* How many articles there are, else who makes the paper where that is not its name once more. */
static void add_particulars(const kj_contents_list *list, kj_line *line) {
    const char *creator = kj_edition_creator(list->edition);
    if (list->articles > 0) {
        kj_words_add_count(line, KJ_STRING_ARTICLE_COUNT, list->articles, list->language);
    } else if (strcmp(creator, kj_edition_title(list->edition)) != 0) {
        kj_line_add(line, creator);
    }
}

/* The date, and what else can be said of the paper to its right. */
static void fill_folio(const kj_contents_list *list, kj_listing_entry *entry) {
    const char *date = kj_edition_date(list->edition);
    kj_line title, detail;
    kj_line_init(&title, entry->title, sizeof entry->title);
    kj_line_init(&detail, entry->detail, sizeof entry->detail);
    kj_words_add_date(&title, date, true, list->language);
    add_particulars(list, *date ? &detail : &title);
    entry->kind = entry->title[0] != '\0' ? KJ_BLOCK_FOLIO : KJ_BLOCK_RULE;
}

/* Who wrote it, and when where that is another day than the paper's. */
static void fill_byline(const kj_contents_list *list, const kj_entry *from, char *text,
                        size_t capacity) {
    kj_line line;
    kj_line_init(&line, text, capacity);
    kj_line_add(&line, from->byline);
    if (from->date[0] != '\0' && strcmp(from->date, kj_edition_date(list->edition)) != 0) {
        kj_line_add(&line, from->byline[0] != '\0' ? " \xC2\xB7 " : "");
        kj_words_add_date(&line, from->date, false, list->language);
    }
}

/* Whether only sections stand before entry index of the table of contents. *entry is used. */
static bool is_lead(const kj_contents_list *list, uint32_t index, kj_entry *entry) {
    enum { SECTIONS_MOST = 4 };
    for (uint32_t before = index; before > 0; before--) {
        if (index > SECTIONS_MOST || kj_edition_entry(list->edition, before - 1u, entry) != KJ_OK ||
            entry->kind != KJ_ENTRY_SECTION) {
            return false;
        }
    }
    return true;
}

static void fill_article(const kj_contents_list *list, uint32_t index, kj_entry *from,
                         kj_listing_entry *entry) {
    entry->kind = KJ_BLOCK_ENTRY;
    entry->is_read = list->is_read && list->is_read(list->read_context, index);
    kj_line_set(entry->title, sizeof entry->title, from->title);
    fill_byline(list, from, entry->byline, sizeof entry->byline);
    kj_line_set(entry->detail, sizeof entry->detail, from->summary);
    entry->level = is_lead(list, index, from);
}

static kj_status contents_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    kj_contents_list *list = context;
    if (index == 0) {
        fill_masthead(list, entry);
        return KJ_OK;
    }
    if (index < KJ_CONTENTS_LIST_FIRST) {
        fill_folio(list, entry);
        return KJ_OK;
    }
    kj_entry from;
    kj_status status = kj_edition_entry(list->edition, index - KJ_CONTENTS_LIST_FIRST, &from);
    if (status == KJ_OK && from.kind == KJ_ENTRY_SECTION) {
        entry->kind = KJ_BLOCK_SECTION;
        entry->level = from.level;
        kj_line_set(entry->title, sizeof entry->title, from.title);
    } else if (status == KJ_OK) {
        fill_article(list, index - KJ_CONTENTS_LIST_FIRST, &from, entry);
    }
    return status;
}

kj_listing_source kj_contents_list_source(kj_contents_list *list) {
    return (kj_listing_source){.context = list, .in_columns = true, .entry = contents_entry};
}
