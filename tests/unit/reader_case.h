/* reader_case.h - what the tests of the reader share: articles in memory that can be made to fail,
 * a reader without panel and board, and the picture it shows. Static, one reader a program. */
#ifndef KJ_READER_CASE_H
#define KJ_READER_CASE_H

#include "reader/reader.h"
#include "test.h"

#define WIDTH    800u
#define HEIGHT   480u
#define STRIDE   (WIDTH / 8u)
#define ARTICLES 4u

/* --- A shelf in memory that can be made to fail. --- */

typedef struct article {
    const char *name;
    char *text;
    size_t length;
    kj_status opening;    /* not KJ_OK: fails to open */
    uint32_t broken_from; /* reads at or after this offset fail */
} article;

static article shelf_articles[ARTICLES];
static unsigned opened, shelf_count;
static kj_status shelf_status; /* of looking at the shelf */
static char last_log[256];

static inline kj_status read_article(void *context, uint32_t offset, uint8_t *bytes,
                                     size_t length) {
    const article *from = context;
    if (offset + length > from->broken_from) {
        return KJ_ERR_IO;
    }
    memcpy(bytes, from->text + offset, length);
    return KJ_OK;
}

static inline kj_status refresh_shelf(void *context, uint32_t *count) {
    if (shelf_status == KJ_OK) {
        *count = shelf_count;
    }
    return shelf_status;
}

static inline kj_status get_item(void *context, uint32_t index, kj_shelf_item *item) {
    *item = (kj_shelf_item){.name = shelf_articles[index].name};
    return KJ_OK;
}

static inline kj_status open_article(void *context, uint32_t index, kj_source *source,
                                     kj_shelf_item *item) {
    article *from = &shelf_articles[index];
    opened++;
    *item = (kj_shelf_item){.name = from->name};
    if (from->opening == KJ_OK) {
        *source = (kj_source){
            .context = from, .size_bytes = (uint32_t)from->length, .read = read_article};
    }
    return from->opening;
}

static inline void log_line(void *context, const char *text) {
    snprintf(last_log, sizeof last_log, "%s", text);
}

/* Paragraphs of words that differ, so that no two pages are alike. */
static inline void write_article(unsigned index, const char *name, unsigned paragraphs) {
    static const char *const words[] = {"খবর",   "কাগজ",     "নদীর",    "চরে",   "সকাল",
                                        "বিদ্যুৎ", "প্রতিবেদক", "রাষ্ট্রীয়", "ঘণ্টা",  "কুয়াশা",
                                        "জ্ঞান",  "স্ত্রী",     "হ্রদ",     "উজ্জ্বল", "১৪৩৩"};
    article *to = &shelf_articles[index];
    free(to->text);
    const size_t room = 1000 + paragraphs * 1600u;
    *to = (article){.name = name, .text = malloc(room), .broken_from = UINT32_MAX};
    KJ_CHECK(to->text);
    uint32_t state = 77 + index;
    size_t at = (size_t)snprintf(to->text, room, "শিরোনাম %u\n", index);
    for (unsigned i = 0; i < paragraphs; i++) {
        at += (size_t)snprintf(to->text + at, room - at, "\nঅনুচ্ছেদ %u", i);
        for (unsigned j = 0; j < 40; j++) {
            state = state * 1664525u + 1013904223u;
            const char *word = words[(state >> 10) % (sizeof words / sizeof *words)];
            at += (size_t)snprintf(to->text + at, room - at, " %s", word);
        }
        at += (size_t)snprintf(to->text + at, room - at, "।\n");
    }
    to->length = at;
}

/* --- The reader under test. --- */

static kj_reader reader;
static kj_reader_config config;
static kj_reader_screen screen;
static uint8_t rows[2][STRIDE * HEIGHT];

static inline void configure(unsigned articles) {
    kj_reader_close(&reader);
    free(config.memory);
    memset(&reader, 0, sizeof reader);
    config = (kj_reader_config){
        .stage = {.fonts = kj_font_data_table,
                  .panel_width_px = WIDTH,
                  .panel_height_px = HEIGHT,
                  .rotation = KJ_ROTATE_270,
                  .depth = 1,
                  .style = {.margin_px = 24,
                            .size_px = 26,
                            .leading_percent = 150,
                            .family = KJ_FAMILY_SERIF,
                            .justify = true,
                            .hyphenate = true},
                  .sizes = kj_reader_default_sizes(WIDTH, HEIGHT, 1)},
        .shelf = {.refresh = refresh_shelf, .item = get_item, .open = open_article},
        .log = {.line = log_line},
        /* Without its line at the foot, which tells what is known so far, a page has the same
         * pixels however the reader came to it. */
        .hides_status_line = true,
    };
    last_log[0] = '\0';
    shelf_count = articles;
    shelf_status = KJ_OK;
}

static inline void start(void) {
    config.memory_bytes = kj_reader_memory_bytes(&config.stage.sizes);
    config.memory = malloc(config.memory_bytes);
    KJ_CHECK(config.memory);
    memset(config.memory, 0xA5, config.memory_bytes); /* memory is not zero on a device */
    KJ_CHECK_EQ(kj_reader_open(&reader, &config), KJ_OK);
    kj_reader_show(&reader, &screen);
}

static inline void start_with(unsigned articles, unsigned paragraphs) {
    static const char *const names[ARTICLES] = {"one.txt", "two.txt", "three.txt", "four.txt"};
    for (unsigned i = 0; i < articles; i++) {
        write_article(i, names[i], paragraphs);
    }
    configure(articles);
    start();
    if (articles > 1) { /* they are listed, the first one marked */
        KJ_CHECK_EQ(kj_reader_key(&reader, KJ_KEY_SELECT, &screen), KJ_OK);
    }
}

static inline kj_reader_status state(void) {
    kj_reader_status status;
    kj_reader_get_status(&reader, &status);
    return status;
}

static inline void pull_rows(void) {
    for (unsigned plane = 0; plane < config.stage.depth; plane++) {
        for (uint16_t y = 0; y < HEIGHT; y++) {
            KJ_CHECK_EQ(
                screen.rows.row(screen.rows.context, plane, y, rows[plane] + (size_t)y * STRIDE),
                KJ_OK);
        }
    }
}

/* A number for the picture on the screen; never 0. */
static inline uint32_t picture(void) {
    pull_rows();
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < sizeof rows[0]; i++) {
        hash = (hash ^ rows[0][i]) * 16777619u;
    }
    return hash | 1u;
}

static inline unsigned ink(void) {
    unsigned count = 0;
    pull_rows();
    for (size_t i = 0; i < sizeof rows[0]; i++) {
        count += (unsigned)__builtin_popcount(rows[0][i]);
    }
    return count;
}

static inline void press(kj_key key) { KJ_CHECK_EQ(kj_reader_key(&reader, key, &screen), KJ_OK); }

static inline void idle(void) {
    unsigned steps = 0;
    while (kj_reader_idle(&reader) == KJ_OK) {
        KJ_CHECK(++steps < 310); /* a page ahead, and so many counted */
    }
}

#define PAGES_MAX 4000u
static uint32_t pictures[PAGES_MAX];

/* Pages through the article to its end; the number of pages. */
static inline unsigned page_through(void) {
    unsigned count = 0;
    const uint32_t index = state().article;
    for (;;) {
        KJ_CHECK(count < PAGES_MAX);
        KJ_CHECK_EQ(state().page, count);
        pictures[count++] = picture();
        const kj_status status = kj_reader_key(&reader, KJ_KEY_NEXT, &screen);
        if (status == KJ_END || state().article != index) {
            return count;
        }
        KJ_CHECK_EQ(status, KJ_OK);
    }
}

#endif
