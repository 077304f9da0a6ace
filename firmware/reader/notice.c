/* notice.c - see notice.h. Layer: reader. */
#include "reader/notice.h"

#include "reader/line.h"

#include <assert.h>
#include <string.h>

#define NAME_BYTES_MAX 120u

/* The strings of a kind are found by its number: three each, from the table's beginning. */
#define STRING_OF(kind) (3 * ((int)(kind)-1))
#define CHECK_KIND(name)                                                                           \
    _Static_assert(STRING_OF(KJ_NOTICE_##name) == (int)KJ_STRING_##name##_TITLE &&                 \
                       STRING_OF(KJ_NOTICE_##name) + 1 == (int)KJ_STRING_##name##_WHAT &&          \
                       STRING_OF(KJ_NOTICE_##name) + 2 == (int)KJ_STRING_##name##_HELP,            \
                   "strings of " #name)
CHECK_KIND(MISSING);
CHECK_KIND(FOLDER);
CHECK_KIND(EMPTY);
CHECK_KIND(NOT_TEXT);
CHECK_KIND(TOO_LARGE);
CHECK_KIND(UNREADABLE);
CHECK_KIND(MEMORY);
CHECK_KIND(TROUBLE);
CHECK_KIND(NO_ARTICLES);
CHECK_KIND(NO_CARD);
CHECK_KIND(NO_VOLUME);
CHECK_KIND(DAMAGED);
CHECK_KIND(NO_ARTICLE);
CHECK_KIND(NOT_ON_CARD);
CHECK_KIND(BATTERY_LOW);
CHECK_KIND(BATTERY_EMPTY);
CHECK_KIND(SAVED_FULL);
CHECK_KIND(CRASH);
_Static_assert(KJ_NOTICES == KJ_NOTICE_CRASH + 1, "check the new kind's strings too");

kj_notice_kind kj_notice_for_opening(kj_status status) {
    switch (status) {
    case KJ_ERR_MISSING: return KJ_NOTICE_MISSING;
    case KJ_ERR_ARGUMENT: return KJ_NOTICE_FOLDER;
    case KJ_END: return KJ_NOTICE_EMPTY;
    case KJ_ERR_FORMAT: return KJ_NOTICE_NOT_TEXT;
    case KJ_ERR_TOO_LARGE: return KJ_NOTICE_TOO_LARGE;
    case KJ_ERR_IO: return KJ_NOTICE_UNREADABLE;
    case KJ_ERR_MEMORY: return KJ_NOTICE_MEMORY;
    case KJ_ERR_STATE:
    case KJ_ERR_TIMEOUT: return KJ_NOTICE_NO_CARD;
    default: return KJ_NOTICE_TROUBLE;
    }
}

kj_notice_kind kj_notice_for_edition(kj_status status) {
    switch (status) {
    case KJ_ERR_FORMAT:
    case KJ_ERR_TOO_LARGE: /* Zip64, or more than it may inflate to: the file itself is not */
    case KJ_ERR_RANGE:
    case KJ_ERR_MISSING: return KJ_NOTICE_DAMAGED; /* no package, or nothing to read in it */
    default: return kj_notice_for_opening(status);
    }
}

kj_notice_kind kj_notice_for_entry(kj_status status) {
    switch (status) {
    case KJ_END:
    case KJ_ERR_MISSING:
    case KJ_ERR_RANGE: return KJ_NOTICE_NO_ARTICLE;
    default: return kj_notice_for_edition(status);
    }
}

kj_notice_kind kj_notice_for_card(kj_status status) {
    switch (status) {
    case KJ_ERR_MISSING:
    case KJ_ERR_STATE:
    case KJ_ERR_TIMEOUT: return KJ_NOTICE_NO_CARD;
    case KJ_ERR_FORMAT: return KJ_NOTICE_NO_VOLUME;
    default: return kj_notice_for_opening(status);
    }
}

kj_notice_kind kj_notice_for_setting(kj_status status) {
    switch (status) {
    case KJ_END: return KJ_NOTICE_EMPTY;
    case KJ_ERR_IO: return KJ_NOTICE_UNREADABLE;
    case KJ_ERR_MISSING: /* of a list: the card was taken out, or exchanged */
    case KJ_ERR_STATE: return KJ_NOTICE_NO_CARD;
    case KJ_ERR_MEMORY: return KJ_NOTICE_MEMORY;
    default: return KJ_NOTICE_TROUBLE;
    }
}

const char *kj_notice_name(kj_notice_kind kind) {
    static const char *const names[KJ_NOTICES] = {
        "none",        "missing",       "folder",     "empty",      "not-text",
        "too-large",   "unreadable",    "memory",     "trouble",    "no-articles",
        "no-card",     "no-volume",     "damaged",    "no-article", "not-on-card",
        "battery-low", "battery-empty", "saved-full", "crash",
    };
    return names[kind];
}

static kj_status read_text(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    const kj_notice *notice = context;
    memcpy(bytes, notice->text + offset, length);
    return KJ_OK;
}

static bool is_about_file(kj_notice_kind kind) {
    return kind != KJ_NOTICE_NO_ARTICLES && kind != KJ_NOTICE_NO_CARD &&
           kind != KJ_NOTICE_NO_VOLUME && (kind < KJ_NOTICE_BATTERY_LOW || kind == KJ_NOTICE_CRASH);
}

/* A headline and paragraphs; blank lines keep the document from taking one for a byline. */
static size_t write_text(kj_notice *notice, kj_notice_kind kind, kj_language language,
                         const char *file_name) {
    const kj_string title = (kj_string)STRING_OF(kind);
    kj_line line;
    kj_line_init(&line, notice->text, sizeof notice->text);
    kj_line_add(&line, kj_string_get(language, title));
    kj_line_add(&line, "\n\n");
    kj_line_add(&line, kj_string_get(language, (kj_string)(title + 1)));
    kj_line_add(&line, "\n\n");
    kj_line_add(&line, kj_string_get(language, (kj_string)(title + 2)));
    if (is_about_file(kind) && file_name && *file_name) {
        kj_line_add(&line, "\n\n• "); /* a list item: alone it would look like a subheading */
        kj_line_add(&line, kj_string_get(language, kind == KJ_NOTICE_CRASH ? KJ_STRING_CODE
                                                                           : KJ_STRING_FILE));
        kj_line_add_short(&line, file_name, NAME_BYTES_MAX);
    }
    return line.length;
}

kj_status kj_notice_open(kj_notice *notice, kj_notice_kind kind, kj_language language,
                         const char *file_name, kj_document **document) {
    assert(kind > KJ_NOTICE_NONE && kind < KJ_NOTICES);
    const size_t length = write_text(notice, kind, language, file_name);
    const kj_source source = {.context = notice, .size_bytes = (uint32_t)length, .read = read_text};
    kj_status status = kj_plain_open(&notice->plain, &source);
    if (status == KJ_OK) {
        *document = &notice->plain.document;
    }
    return status;
}
