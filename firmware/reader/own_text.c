/* own_text.c - see own_text.h. Layer: reader. */
#include "reader/own_text.h"

#include "reader/words.h"

#include <string.h>

#ifndef KJ_VERSION
#define KJ_VERSION "0"
#endif

/* Takes the whole text as it is put together, and keeps what was asked for of it. */
typedef struct sink {
    uint32_t at, from, to; /* offsets in the text */
    uint8_t *bytes;        /* of [from, to) */
} sink;

static void put(sink *to, const char *text) {
    const uint32_t length = (uint32_t)strlen(text), end = to->at + length;
    const uint32_t first = to->at > to->from ? to->at : to->from;
    const uint32_t last = end < to->to ? end : to->to;
    if (first < last) {
        memcpy(to->bytes + (first - to->from), text + (first - to->at), last - first);
    }
    to->at = end;
}

static void put_string(sink *to, kj_language language, kj_string string) {
    put(to, kj_string_get(language, string));
}

/* "• freetype: 9/15 KB", rounded up. */
static void put_mark(sink *to, const kj_reader_mark *mark, kj_language language) {
    char text[96];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    kj_line_add(&line, "\n• ");
    kj_line_add(&line, mark->name);
    kj_line_add(&line, ": ");
    kj_words_add_number(&line, (uint32_t)((mark->peak_bytes + 1023u) / 1024u), language);
    kj_line_add(&line, "/");
    kj_words_add_number(&line, (uint32_t)((mark->size_bytes + 1023u) / 1024u), language);
    kj_line_add(&line, " KB");
    put(to, text);
}

/* "Last error: H-10012345 (2)", where there ever was one. */
static void put_crash(sink *to, const kj_own_text_config *config) {
    char text[96], code[KJ_MARKS_CRASH_BYTES];
    kj_line line;
    const uint32_t count = config->remembered ? kj_marks_crash(config->remembered, code) : 0;
    if (count > 0) {
        kj_line_init(&line, text, sizeof text);
        kj_line_add(&line, "• ");
        kj_line_add(&line, kj_string_get(config->language, KJ_STRING_ABOUT_CRASH));
        kj_line_add(&line, ": ");
        kj_line_add(&line, code);
        kj_line_add(&line, " (");
        kj_words_add_number(&line, count, config->language);
        kj_line_add(&line, ")\n\n");
        put(to, text);
    }
}

static void put_about(sink *to, const kj_own_text_config *config) {
    put_string(to, config->language, KJ_STRING_ABOUT_TITLE);
    put(to, "\n\n• ");
    put_string(to, config->language, KJ_STRING_ABOUT_VERSION);
    put(to, ": " KJ_VERSION "\n\n");
    put_crash(to, config);
    put_string(to, config->language, KJ_STRING_ABOUT_TEXT);
    put(to, "\n\n");
    put_string(to, config->language, KJ_STRING_ABOUT_MEMORY);
    put(to, "\n");
    kj_reader_mark marks[KJ_READER_MARKS];
    config->marks(config->context, marks);
    for (unsigned i = 0; i < KJ_READER_MARKS; i++) {
        put_mark(to, &marks[i], config->language);
    }
}

static void put_all(sink *to, const kj_own_text_config *config) {
    switch (config->text) {
    case KJ_OWN_WELCOME:
        put_string(to, config->language, KJ_STRING_WELCOME_TITLE);
        put(to, "\n\n");
        put_string(to, config->language, KJ_STRING_WELCOME_TEXT);
        break;
    case KJ_OWN_HELP:
        put_string(to, config->language, KJ_STRING_HELP_TITLE);
        put(to, "\n\n");
        put_string(to, config->language, KJ_STRING_HELP_TEXT);
        break;
    case KJ_OWN_ABOUT: put_about(to, config); break;
    }
    put(to, "\n");
}

static kj_status read_text(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    sink to = {.from = offset, .to = offset + (uint32_t)length, .bytes = bytes};
    put_all(&to, context);
    return to.at < to.to ? KJ_ERR_RANGE : KJ_OK;
}

kj_source kj_own_text_source(kj_own_text_config *config) {
    sink length = {.to = 0};
    put_all(&length, config);
    return (kj_source){.context = config, .size_bytes = length.at, .read = read_text};
}
