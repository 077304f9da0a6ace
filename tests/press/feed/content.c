/* content.c - see content.h. Texts are made of a few words, drawn by the tag, so that no two
 * tags give doubles. */
#include "content.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WIDTH  600
#define HEIGHT 400

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static uint32_t seed_of(const char *tag) {
    uint32_t seed = 2166136261u;
    for (; *tag; tag++) {
        seed = (seed ^ (uint8_t)*tag) * 16777619u;
    }
    return seed;
}

static void add_sentence(kj_buffer *out, uint32_t *state) {
    static const char *const words[] = {
        "নদী",  "শহর",   "মানুষ",  "বাজার", "সকাল", "বিকেল", "কৃষক",    "শিক্ষক", "বিদ্যালয়", "নৌকা",
        "বৃষ্টি", "ফসল",   "রাস্তা", "সেতু",   "হাট",  "গ্রাম",  "আলো",    "পাঠক",  "বই",      "খেলা",
        "দল",   "মাঠ",   "জয়",    "প্রশ্ন",  "উত্তর", "সভা",   "পরিবার", "ঘর",    "পথ",      "কাজ",
        "নতুন",  "পুরোনো", "ছোট",   "বড়",    "দ্রুত",  "ধীরে",  "আবার",   "এখন",   "আজ",      "কাল"};
    const unsigned count = 8 + next_random(state) % 6;
    for (unsigned i = 0; i < count; i++) {
        kj_buffer_text(out, i ? " " : "");
        kj_buffer_text(out, words[next_random(state) % (sizeof words / sizeof *words)]);
    }
    kj_buffer_text(out, "। ");
}

static void add_paragraphs(kj_buffer *out, const char *tag, unsigned count) {
    uint32_t state = seed_of(tag);
    for (unsigned i = 0; i < count; i++) {
        kj_buffer_text(out, "<p>");
        for (unsigned j = 0; j < 5; j++) {
            add_sentence(out, &state);
        }
        kj_buffer_text(out, "</p>\n");
    }
}

static void add_head(kj_buffer *out, const char *tag) {
    kj_buffer_format(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
        "<channel><title>%s</title>\n",
        tag);
}

static void add_feed(const char *tag, const char *base, kj_buffer *out) {
    add_head(out, tag);
    for (int i = 1; i <= 2; i++) {
        char *name = kj_press_format("%s-%d", tag, i);
        kj_buffer_format(
            out,
            "<item><title>Story %s</title><link>%s/plain/article/%s</link>"
            "<guid isPermaLink=\"false\">%s</guid>"
            "<pubDate>Wed, 25 Nov 2026 12:00:00 +0600</pubDate><content:encoded><![CDATA[",
            name, base, name, name);
        add_paragraphs(out, name, 6);
        kj_buffer_text(out, "]]></content:encoded></item>\n");
        free(name);
    }
    kj_buffer_text(out, "</channel></rss>\n");
}

static void add_excerpts(const char *tag, const char *base, kj_buffer *out) {
    add_head(out, tag);
    for (int i = 1; i <= 20; i++) {
        char *name = kj_press_format("%s-%d", tag, i);
        uint32_t state = seed_of(name) + 1;
        kj_buffer_format(out,
                         "<item><title>Story %s</title><link>%s/plain/article/%s</link>"
                         "<pubDate>Wed, 25 Nov 2026 12:00:00 +0600</pubDate><description>",
                         name, base, name);
        add_sentence(out, &state);
        kj_buffer_text(out, "...</description></item>\n");
        free(name);
    }
    kj_buffer_text(out, "</channel></rss>\n");
}

static void add_page(const char *tag, const char *base, kj_buffer *out) {
    kj_buffer_format(
        out,
        "<!DOCTYPE html><html lang=\"bn\"><head><meta charset=\"utf-8\"><title>Story %s</title>"
        "</head><body><nav><a href=\"/\">Front</a><a href=\"/n\">Nation</a></nav>"
        "<div class=\"story\"><h1>Story %s</h1><img src=\"%s/plain/picture/%s\" alt=\"%s\">\n",
        tag, tag, base, tag, tag);
    add_paragraphs(out, tag, 8);
    kj_buffer_text(out, "</div><footer>&copy;</footer></body></html>\n");
}

static void add_number(kj_buffer *out, uint32_t value) {
    const uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                              (uint8_t)value};
    kj_buffer_add(out, bytes, sizeof bytes);
}

static void add_chunk(kj_buffer *out, const char *type, const uint8_t *data, size_t length) {
    add_number(out, (uint32_t)length);
    const size_t start = out->length;
    kj_buffer_add(out, type, 4);
    if (length) {
        kj_buffer_add(out, data, length);
    }
    add_number(out, (uint32_t)crc32(0, (const Bytef *)out->data + start, (uInt)(length + 4)));
}

static void add_picture(const char *tag, kj_buffer *out) {
    static const uint8_t head[13] = {0, 0, WIDTH >> 8, WIDTH & 255, 0, 0, HEIGHT >> 8, HEIGHT & 255,
                                     8, 0, 0,          0,           0};
    const size_t row = WIDTH + 1;
    uint8_t *rows = kj_press_alloc(row * HEIGHT);
    const uint32_t seed = seed_of(tag);
    for (size_t y = 0; y < HEIGHT; y++) {
        for (size_t x = 0; x < WIDTH; x++) {
            rows[y * row + 1 + x] = (uint8_t)((x + y) * (1 + seed % 3) / 4 + seed % 97);
        }
    }
    uLongf length = compressBound((uLong)(row * HEIGHT));
    uint8_t *packed = kj_press_alloc(length);
    compress(packed, &length, rows, (uLong)(row * HEIGHT));
    kj_buffer_add(out, "\x89PNG\r\n\x1a\n", 8);
    add_chunk(out, "IHDR", head, sizeof head);
    add_chunk(out, "IDAT", packed, length);
    add_chunk(out, "IEND", NULL, 0);
    free(packed);
    free(rows);
}

/* All of a file; the press's own reader is for programs of one thread. */
static bool read_file(const char *path, kj_buffer *text) {
    char block[4096];
    size_t length;
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    while ((length = fread(block, 1, sizeof block, file)) > 0) {
        kj_buffer_add(text, block, length);
    }
    fclose(file);
    return text->data != NULL;
}

static bool add_file(const char *name, const char *folder, const char *base, kj_buffer *out) {
    kj_buffer text = {0};
    char *path = kj_press_format("%s/%s", folder, name);
    const bool there = !strstr(name, "..") && read_file(path, &text);
    free(path);
    for (const char *at = there ? text.data : ""; *at;) {
        const char *mark = strstr(at, "@BASE@");
        kj_buffer_add(out, at, mark ? (size_t)(mark - at) : strlen(at));
        kj_buffer_text(out, mark ? base : "");
        at = mark ? mark + 6 : at + strlen(at);
    }
    kj_buffer_free(&text);
    return there;
}

bool content_of(const char *path, const char *folder, const char *base, kj_buffer *body,
                const char **type) {
    *type = "application/rss+xml";
    if (strncmp(path, "gen/", 4) == 0) {
        add_feed(path + 4, base, body);
    } else if (strncmp(path, "many/", 5) == 0) {
        add_excerpts(path + 5, base, body);
    } else if (strncmp(path, "article/", 8) == 0) {
        *type = "text/html; charset=utf-8";
        add_page(path + 8, base, body);
    } else if (strncmp(path, "picture/", 8) == 0) {
        *type = "image/png";
        add_picture(path + 8, body);
    } else if (strncmp(path, "files/", 6) == 0) {
        const size_t length = strlen(path);
        *type = strcmp(path + length - 4, "html") == 0 ? "text/html" : "application/xml";
        return add_file(path + 6, folder, base, body);
    } else {
        return false;
    }
    return true;
}
