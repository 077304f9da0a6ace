/* contents.c - see contents.h. Layer: reader. */
#include "reader/contents.h"

#include "reader/line.h"

#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* count digits at text as a number, or -1. */
static int number(const char *text, unsigned count) {
    int value = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!is_digit(text[i])) {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static void add_number(kj_line *line, int value, kj_language language) {
    char digits[12];
    kj_line plain;
    kj_line_init(&plain, digits, sizeof digits);
    kj_line_add_number(&plain, (uint32_t)value);
    for (const char *digit = digits; *digit; digit++) {
        char one[4] = {*digit};
        if (language == KJ_LANGUAGE_BENGALI) { /* U+09E6 + digit */
            one[0] = '\xE0';
            one[1] = '\xA7';
            one[2] = (char)(0xA6 + (*digit - '0'));
        }
        kj_line_add(line, one);
    }
}

void kj_date_in_words(const char *date, kj_language language, char *text, size_t capacity) {
    kj_line line;
    kj_line_init(&line, text, capacity);
    const size_t length = strlen(date);
    const bool is_iso = length >= 10 && date[4] == '-' && date[7] == '-' &&
                        (length == 10 || date[10] == 'T' || date[10] == ' ');
    const int year = is_iso ? number(date, 4) : -1, month = is_iso ? number(date + 5, 2) : -1;
    const int day = is_iso ? number(date + 8, 2) : -1;
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) {
        kj_line_add(&line, date);
        return;
    }
    add_number(&line, day, language);
    kj_line_add(&line, " ");
    kj_line_add(&line, kj_string_get(language, (kj_string)(KJ_STRING_JANUARY + month - 1)));
    kj_line_add(&line, " ");
    add_number(&line, year, language);
}

static void copy(char *to, size_t capacity, const char *from) {
    kj_line line;
    kj_line_init(&line, to, capacity);
    kj_line_add(&line, from);
}

/* A file's name without what says that it is a text or an edition. */
static void copy_name(char *to, size_t capacity, const char *name) {
    copy(to, capacity, name);
    char *dot = strrchr(to, '.');
    if (dot && dot != to && strlen(dot) <= 5 && strlen(name) < capacity) {
        *dot = '\0';
    }
}

static kj_status library_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    const kj_library_list *list = context;
    if (index == 0) {
        entry->kind = KJ_BLOCK_HEADLINE;
        copy(entry->title, sizeof entry->title,
             kj_string_get(list->language, KJ_STRING_LIBRARY_TITLE));
        return KJ_OK;
    }
    if (index - KJ_LIBRARY_LIST_FIRST >= list->count) {
        return KJ_END;
    }
    kj_shelf_item item;
    kj_status status =
        list->shelf->item(list->shelf->context, index - KJ_LIBRARY_LIST_FIRST, &item);
    if (status == KJ_OK) {
        entry->kind = KJ_BLOCK_ENTRY;
        copy_name(entry->title, sizeof entry->title, item.name);
    }
    return status;
}

kj_listing_source kj_library_list_source(kj_library_list *list) {
    return (kj_listing_source){.context = list, .entry = library_entry};
}

/* Title and date, or a rule where there is no date. */
static void fill_head(const kj_contents_list *list, uint32_t index, kj_listing_entry *entry) {
    const char *date = kj_edition_date(list->edition), *title = kj_edition_title(list->edition);
    if (index == 0) {
        entry->kind = KJ_BLOCK_HEADLINE;
        copy(entry->title, sizeof entry->title,
             *title ? title : kj_string_get(list->language, KJ_STRING_UNTITLED));
    } else if (*date) {
        entry->kind = KJ_BLOCK_DATELINE;
        kj_date_in_words(date, list->language, entry->title, sizeof entry->title);
    } else {
        entry->kind = KJ_BLOCK_RULE;
    }
}

static kj_status contents_entry(void *context, uint32_t index, kj_listing_entry *entry) {
    const kj_contents_list *list = context;
    if (index < KJ_CONTENTS_LIST_FIRST) {
        fill_head(list, index, entry);
        return KJ_OK;
    }
    kj_entry from;
    kj_status status = kj_edition_entry(list->edition, index - KJ_CONTENTS_LIST_FIRST, &from);
    if (status == KJ_OK) {
        entry->kind = from.kind == KJ_ENTRY_SECTION ? KJ_BLOCK_SUBHEADING : KJ_BLOCK_ENTRY;
        copy(entry->title, sizeof entry->title, from.title);
        copy(entry->detail, sizeof entry->detail, from.summary);
    }
    return status;
}

kj_listing_source kj_contents_list_source(kj_contents_list *list) {
    return (kj_listing_source){.context = list, .entry = contents_entry};
}
