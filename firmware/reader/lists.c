/* lists.c - see lists.h. Layer: reader. */
#include "reader/lists.h"

#include "reader/words.h"

#include <string.h>

static void begin(kj_line *line, char *text, size_t capacity) {
    kj_line_init(line, text, capacity);
}

static void set_string(char *to, size_t capacity, kj_language language, kj_string string) {
    kj_line_set(to, capacity, kj_string_get(language, string));
}

/* A file's name without what says that it is a text or an edition. */
static void set_name(char *to, size_t capacity, const char *name) {
    kj_line_set(to, capacity, name);
    char *dot = strrchr(to, '.');
    if (dot && dot != to && strlen(dot) <= 5 && strlen(name) < capacity) {
        *dot = '\0';
    }
}

/* --- The library. --- */

/* "২৫ নভেম্বর ২০২৬ · ১২টি পড়া বাকি" */
static void describe_edition(const kj_library_list *list, const kj_mark_file *file,
                             kj_listing_entry *entry) {
    kj_line line;
    begin(&line, entry->byline, sizeof entry->byline);
    if (file->date[0] != '\0') {
        kj_words_add_date(&line, file->date, true, list->language);
    }
    if (file->articles == 0) {
        return;
    }
    const uint32_t read = kj_marks_count_read(list->marks, file->edition);
    if (line.length > 0) {
        kj_line_add(&line, " · ");
    }
    if (read >= file->articles) {
        kj_line_add(&line, kj_string_get(list->language, KJ_STRING_ALL_READ));
    } else {
        kj_words_add_count(&line, KJ_STRING_UNREAD_COUNT, file->articles - read, list->language);
    }
}

static void fill_item(const kj_library_list *list, uint32_t index, const kj_shelf_item *item,
                      kj_listing_entry *entry) {
    const uint64_t id = item->id;
    set_name(entry->title, sizeof entry->title, item->name);
    if (item->is_folder) {
        kj_line_set(entry->title, sizeof entry->title, item->name);
        kj_line line;
        begin(&line, entry->byline, sizeof entry->byline);
        kj_line_add(&line, kj_string_get(list->language, KJ_STRING_FOLDER));
        return;
    }
    kj_mark_file file = {.articles = 0};
    if (id == 0) {
        return;
    }
    if (!kj_marks_file(list->marks, id, &file) &&
        list->learn(list->context, index, &file) == KJ_OK) {
        kj_marks_put_file(list->marks, id, &file);
    }
    if (file.title[0] != '\0') {
        kj_line_set(entry->title, sizeof entry->title, file.title);
        describe_edition(list, &file, entry);
    } /* else it cannot be opened, or says nothing of itself */
}

static kj_status tail_entry(const kj_library_list *list, uint32_t tail, kj_listing_entry *entry) {
    static const kj_string names[KJ_LIBRARY_TAILS] = {
        [KJ_TAIL_SAVED] = KJ_STRING_SAVED_TITLE,
        [KJ_TAIL_HISTORY] = KJ_STRING_HISTORY_TITLE,
        [KJ_TAIL_SETTINGS] = KJ_STRING_SETTINGS_TITLE,
        [KJ_TAIL_HELP] = KJ_STRING_HELP_TITLE,
    };
    if (tail >= KJ_LIBRARY_TAILS) {
        return KJ_END;
    }
    entry->kind = KJ_BLOCK_ENTRY;
    entry->is_read = true; /* light, so that the editions stand out */
    set_string(entry->title, sizeof entry->title, list->language, names[tail]);
    return KJ_OK;
}

static kj_status library_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    const kj_library_list *list = context;
    if (index == 0) {
        entry->kind = KJ_BLOCK_HEADLINE;
        kj_line_set(entry->title, sizeof entry->title,
                    list->folder[0] != '\0'
                        ? list->folder
                        : kj_string_get(list->language, KJ_STRING_LIBRARY_TITLE));
        return KJ_OK;
    }
    const uint32_t at = index - KJ_LIBRARY_LIST_FIRST;
    if (at >= list->count) {
        return tail_entry(list, at - list->count, entry);
    }
    kj_shelf_item item;
    kj_status status = list->shelf->item(list->shelf->context, at, &item);
    if (status == KJ_OK) {
        entry->kind = KJ_BLOCK_ENTRY;
        fill_item(list, at, &item, entry);
    }
    return status;
}

kj_listing_source kj_library_list_source(kj_library_list *list) {
    return (kj_listing_source){.context = list, .entry = library_entry};
}

/* --- Lists of articles. --- */

static kj_string title_of(const kj_article_list *list) {
    static const kj_string titles[] = {[KJ_ARTICLES_SAVED] = KJ_STRING_SAVED_TITLE,
                                       [KJ_ARTICLES_HISTORY] = KJ_STRING_HISTORY_TITLE,
                                       [KJ_ARTICLES_FOUND] = KJ_STRING_SEARCH_TITLE};
    return titles[list->kind];
}

/* "“নদী”: ৭টি লেখায় পাওয়া গেছে" */
static void describe_hits(const kj_article_list *list, kj_line *line) {
    const kj_search_hits *hits = list->hits;
    kj_line_add(line, "“");
    kj_line_add(line, list->query);
    kj_line_add(line, "”: ");
    if (hits->count == 0) {
        kj_line_add(line, kj_string_get(list->language, KJ_STRING_SEARCH_NONE));
    } else if (hits->is_cut) {
        kj_words_add_count(line, KJ_STRING_SEARCH_MANY, hits->count, list->language);
    } else {
        kj_words_add_count(line, KJ_STRING_SEARCH_FOUND, hits->count, list->language);
    }
    if (!hits->has_index) {
        kj_line_add(line, " ");
        kj_line_add(line, kj_string_get(list->language, KJ_STRING_SEARCH_HEADLINES_ONLY));
    }
}

static void describe_list(const kj_article_list *list, kj_listing_entry *entry) {
    kj_line line;
    entry->kind = KJ_BLOCK_CAPTION;
    begin(&line, entry->title, sizeof entry->title);
    if (list->kind == KJ_ARTICLES_FOUND) {
        describe_hits(list, &line);
        return;
    }
    const bool saved = list->kind == KJ_ARTICLES_SAVED;
    const uint32_t count = kj_marks_count(list->marks, saved ? KJ_MARKS_SAVED : KJ_MARKS_HISTORY);
    if (count == 0) {
        kj_line_add(&line, kj_string_get(list->language,
                                         saved ? KJ_STRING_SAVED_NONE : KJ_STRING_HISTORY_NONE));
    } else {
        kj_words_add_count(&line, KJ_STRING_ARTICLE_COUNT, count, list->language);
    }
}

static kj_status found_entry(const kj_article_list *list, uint32_t index, kj_listing_entry *entry) {
    if (index >= list->hits->count) {
        return KJ_END;
    }
    kj_entry from;
    kj_status status = kj_edition_entry(list->edition, list->hits->entries[index], &from);
    if (status == KJ_OK) {
        kj_line_set(entry->title, sizeof entry->title, from.title);
        kj_line_set(entry->detail, sizeof entry->detail, from.summary);
    }
    return status;
}

static kj_status marked_entry(const kj_article_list *list, uint32_t index,
                              kj_listing_entry *entry) {
    kj_mark_article article;
    const kj_marks_list which = list->kind == KJ_ARTICLES_SAVED ? KJ_MARKS_SAVED : KJ_MARKS_HISTORY;
    if (!kj_marks_listed(list->marks, which, index, &article)) {
        return KJ_END;
    }
    kj_line line;
    kj_line_set(entry->title, sizeof entry->title,
                article.title[0] != '\0' ? article.title
                                         : kj_string_get(list->language, KJ_STRING_UNTITLED));
    begin(&line, entry->byline, sizeof entry->byline);
    kj_line_add(&line, article.edition);
    kj_line_add(&line, line.length > 0 ? " · " : "");
    kj_words_add_percent(&line, article.percent, list->language);
    return KJ_OK;
}

static kj_status article_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    const kj_article_list *list = context;
    if (index == 0) {
        entry->kind = KJ_BLOCK_HEADLINE;
        set_string(entry->title, sizeof entry->title, list->language, title_of(list));
        return KJ_OK;
    }
    if (index == 1) {
        describe_list(list, entry);
        return KJ_OK;
    }
    entry->kind = KJ_BLOCK_ENTRY;
    return list->kind == KJ_ARTICLES_FOUND
               ? found_entry(list, index - KJ_ARTICLE_LIST_FIRST, entry)
               : marked_entry(list, index - KJ_ARTICLE_LIST_FIRST, entry);
}

kj_listing_source kj_article_list_source(kj_article_list *list) {
    return (kj_listing_source){.context = list, .entry = article_entry};
}
