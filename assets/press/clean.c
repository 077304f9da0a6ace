/* clean.c - see clean.h: what the modules behind it do together, and bodies as text. */
#include "press/clean.h"

#include "press/bengali.h"
#include "press/buffer.h"
#include "press/clean_parts.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

/* Control bytes make up this much of what is no text: one in 20. */
static bool is_binary(const kj_buffer *text) {
    size_t controls = 0, looked = text->length < 8192 ? text->length : 8192;
    for (size_t i = 0; i < looked; i++) {
        unsigned char byte = (unsigned char)text->data[i];
        controls += byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f';
    }
    return controls * 20 > looked;
}

kj_status kj_clean_html(const void *bytes, size_t length, const kj_clean_config *config,
                        kj_clean_page *page) {
    *page = (kj_clean_page){0};
    kj_buffer text = {0};
    kj_clean_decode(bytes, length, config ? config->charset : NULL, &text);
    bool binary = is_binary(&text);
    kj_buffer_free(&text);
    if (binary) {
        return KJ_ERR_FORMAT;
    }
    struct _xmlDoc *document = kj_clean_parse(bytes, length, config);
    if (document) {
        kj_clean_metadata(document, page);
        kj_clean_body(document, NULL, config, page);
        kj_clean_drop(document);
    }
    return page->letters > 0 ? KJ_OK : KJ_END;
}

void kj_clean_page_free(kj_clean_page *page) {
    for (size_t i = 0; i < page->image_count; i++) {
        free(page->images[i].href);
        free(page->images[i].address);
        free(page->images[i].alt);
    }
    free(page->images);
    char *strings[] = {page->title, page->summary,  page->byline,  page->date,
                       page->site,  page->language, page->picture, page->body};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        free(strings[i]);
    }
    *page = (kj_clean_page){0};
}

/* --- Bodies as text */

static const char *entity(const char *at, kj_buffer *text) {
    static const struct {
        const char *name, *value;
    } known[] = {{"&amp;", "&"},   {"&lt;", "<"},  {"&gt;", ">"},
                 {"&quot;", "\""}, {"&#39;", "'"}, {"&apos;", "'"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].name);
        if (strncmp(at, known[i].name, length) == 0) {
            kj_buffer_text(text, known[i].value);
            return at + length;
        }
    }
    kj_buffer_byte(text, *at);
    return at + 1;
}

/* Whether a tag's name (behind "<" or "</") parts paragraphs. */
static bool parts(const char *name) {
    static const char *const inlines[] = {"em", "strong", "b",    "i",   "sup", "sub",
                                          "a",  "q",      "span", "img", "time"};
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
    for (size_t i = 0; i < sizeof inlines / sizeof *inlines; i++) {
        if (strlen(inlines[i]) == length && strncmp(name, inlines[i], length) == 0) {
            return false;
        }
    }
    return true;
}

char *kj_clean_text(const char *body) {
    kj_buffer text = {0};
    while (*body) {
        if (*body == '<') {
            const char *end = strchr(body, '>');
            bool part = parts(body + 1 + (body[1] == '/'));
            if (part && text.length && text.data[text.length - 1] != '\n') {
                kj_buffer_byte(&text, '\n');
            }
            body = end ? end + 1 : body + strlen(body);
        } else if (*body == '&') {
            body = entity(body, &text);
        } else if (*body == '\n' && text.length && text.data[text.length - 1] == '\n') {
            body++; /* between blocks */
        } else {
            kj_buffer_byte(&text, *body++);
        }
    }
    while (text.length && text.data[text.length - 1] == '\n') {
        text.data[--text.length] = '\0';
    }
    return kj_buffer_take(&text);
}

static bool has_blank_lines(const char *text) {
    for (const char *at = strchr(text, '\n'); at; at = strchr(at + 1, '\n')) {
        const char *next = at + 1 + strspn(at + 1, " \t\r");
        if (*next == '\n' && next[strspn(next, " \t\r\n")]) {
            return true;
        }
    }
    return false;
}

/* The end of the paragraph that begins at text. */
static const char *paragraph_end(const char *text, bool by_blank_lines) {
    const char *at = strchr(text, '\n');
    while (at && by_blank_lines && at[1 + strspn(at + 1, " \t\r")] != '\n' && at[1]) {
        at = strchr(at + 1, '\n');
    }
    return at ? at : text + strlen(text);
}

char *kj_clean_paragraphs(const char *text, size_t length) {
    char *clean = kj_bengali_clean(text, length);
    bool by_blank_lines = has_blank_lines(clean);
    kj_buffer body = {0};
    for (const char *at = clean; *at;) {
        const char *end = paragraph_end(at, by_blank_lines);
        char *line = kj_bengali_clean_line(at, (size_t)(end - at));
        if (*line) {
            kj_buffer_text(&body, "<p>");
            kj_buffer_xml(&body, line);
            kj_buffer_text(&body, "</p>\n");
        }
        free(line);
        at = end + (*end == '\n');
    }
    free(clean);
    return kj_buffer_take(&body);
}
