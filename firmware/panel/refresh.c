/* refresh.c - wear of a grid of cells, and the flash that is due. Layer: panel.
 *
 * Without the old frame the change of a cell of n pixels is taken from what two pictures of a
 * and b ink would differ by if they had nothing to do with each other, (a(n-b) + b(n-a)) / n.
 * Pages of one book share their line grid and so differ less: on eight page turns of a Bengali
 * article at 26 px the true change was 0.76 (Serif) and 0.79 (Sans) of that. Hence the factor
 * of 3/4; docs/panel.md tells how it was measured. Pictures that are alike but for a detail
 * are overrated, which errs towards a flash. */
#include "panel/refresh.h"

#include <string.h>

/* Of what is not known: a page of text changes 0.13 to 0.18 of its pixels, a picture half. */
#define BLIND_CHANGE (KJ_REFRESH_STROKE / 4u)

/* True change of text pages to that of unrelated pictures. */
#define LIKENESS_NUMERATOR   3u
#define LIKENESS_DENOMINATOR 4u

/* A single cell calls for a flash when it is so many times as worn as the mean may be. */
#define LOCAL_FACTOR 2u

#define HASH_START 2166136261u

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a row's first byte is a word's lowest");
_Static_assert(KJ_PANEL_WIDTH_MAX / 32u / KJ_REFRESH_COLUMNS + 2u <= 31u, "see bits_in_bytes");

typedef struct cell_range {
    unsigned left, right, top, bottom; /* cells, right and bottom exclusive */
} cell_range;

kj_refresh_config kj_refresh_preset(kj_refresh_mood mood, uint16_t width_px, uint16_t height_px) {
    static const uint16_t limits[][2] = {
        [KJ_REFRESH_CALM] = {4 * KJ_REFRESH_STROKE, 3 * KJ_REFRESH_STROKE / 2},
        [KJ_REFRESH_BALANCED] = {2 * KJ_REFRESH_STROKE, 3 * KJ_REFRESH_STROKE / 4},
        [KJ_REFRESH_CRISP] = {3 * KJ_REFRESH_STROKE / 4, KJ_REFRESH_STROKE / 4},
    };
    return (kj_refresh_config){width_px, height_px, limits[mood][0], limits[mood][1]};
}

static void restart(kj_refresh *refresh) {
    refresh->rows_seen = 0;
    refresh->rows_compared = 0;
    for (unsigned i = 0; i < KJ_REFRESH_CELLS; i++) {
        refresh->cells[i].next_hash = HASH_START;
        refresh->cells[i].next_ink = 0;
        refresh->cells[i].changed = 0;
    }
}

void kj_refresh_init(kj_refresh *refresh, const kj_refresh_config *config) {
    *refresh = (kj_refresh){.config = *config};
    restart(refresh);
}

void kj_refresh_set_mood(kj_refresh *refresh, kj_refresh_mood mood) {
    refresh->config = kj_refresh_preset(mood, refresh->config.width_px, refresh->config.height_px);
}

/* The first byte of column i; columns are whole bytes wide so that rows are counted fast. */
static unsigned column_byte(const kj_refresh *refresh, unsigned i) {
    return i * (refresh->config.width_px / 8u) / KJ_REFRESH_COLUMNS;
}

static unsigned row_top(const kj_refresh *refresh, unsigned i) {
    return i * refresh->config.height_px / KJ_REFRESH_ROWS;
}

static unsigned row_of(const kj_refresh *refresh, unsigned y) {
    unsigned row = y * KJ_REFRESH_ROWS / refresh->config.height_px;
    return row + 1 < KJ_REFRESH_ROWS && y >= row_top(refresh, row + 1) ? row + 1 : row;
}

static unsigned column_of(const kj_refresh *refresh, unsigned x) {
    unsigned bytes = refresh->config.width_px / 8u;
    unsigned column = x / 8u * KJ_REFRESH_COLUMNS / bytes;
    return column + 1 < KJ_REFRESH_COLUMNS && x / 8u >= column_byte(refresh, column + 1)
               ? column + 1
               : column;
}

/* The ink of up to 31 words is added up byte by byte before it is one number. */
static inline uint32_t bits_in_bytes(uint32_t word) {
    word -= word >> 1 & 0x55555555u;
    word = (word & 0x33333333u) + (word >> 2 & 0x33333333u);
    return (word + (word >> 4)) & 0x0F0F0F0Fu;
}

static unsigned sum_of_bytes(uint32_t word) {
    word = (word & 0x00FF00FFu) + (word >> 8 & 0x00FF00FFu);
    return (word + (word >> 16)) & 0x3FFu;
}

/* A cell's part of a row: words, of which the first and the last are its own in part only. */
typedef struct cell_words {
    unsigned first, last;
    uint32_t head, tail; /* masks; of the same word where there is one only */
} cell_words;

static cell_words words_of(const kj_refresh *refresh, unsigned column) {
    const unsigned first = column_byte(refresh, column), end = column_byte(refresh, column + 1);
    return (cell_words){.first = first / 4u,
                        .last = (end - 1u) / 4u,
                        .head = ~0u << 8u * (first & 3u),
                        .tail = ~0u >> 8u * (3u - ((end - 1u) & 3u))};
}

typedef struct observation {
    uint32_t hash, ink;
} observation;

/* The hash is Jenkins's one-at-a-time over words: shifts only, as a compiler for a Cortex-M0+ turns
 * a product with a constant into a dozen of them. */
static inline void take(observation *seen, uint32_t part) {
    seen->hash ^= part;
    seen->hash += seen->hash << 10;
    seen->hash ^= seen->hash >> 6;
    if (part != 0) { /* most of a page is paper */
        seen->ink += bits_in_bytes(part);
    }
}

/* A cell's hash and its ink, which the change is reckoned from. */
static void observe_run(kj_refresh_cell *cell, const uint32_t *row, const cell_words *words) {
    observation seen = {cell->next_hash, 0};
    const uint32_t *word = row + words->first, *const last = row + words->last;
    uint32_t part = *word & words->head;
    while (word < last) {
        take(&seen, part);
        part = *++word;
    }
    take(&seen, part & words->tail);
    cell->next_hash = seen.hash;
    cell->next_ink = (uint16_t)(cell->next_ink + sum_of_bytes(seen.ink));
}

static void compare_run(kj_refresh_cell *cell, const uint32_t *row, const uint32_t *old,
                        const cell_words *words) {
    uint32_t changed = 0;
    for (unsigned i = words->first; i <= words->last; i++) {
        uint32_t other = row[i] ^ old[i];
        other &= i == words->first ? words->head : ~0u;
        other &= i == words->last ? words->tail : ~0u;
        changed += bits_in_bytes(other);
    }
    cell->changed = (uint16_t)(cell->changed + sum_of_bytes(changed));
}

void kj_refresh_observe(kj_refresh *refresh, uint16_t y, const uint32_t *bits,
                        const uint32_t *old) {
    kj_refresh_cell *row = refresh->cells + row_of(refresh, y) * KJ_REFRESH_COLUMNS;
    for (unsigned i = 0; i < KJ_REFRESH_COLUMNS; i++) {
        const cell_words words = words_of(refresh, i);
        observe_run(row + i, bits, &words);
        if (old) {
            compare_run(row + i, bits, old, &words);
        }
    }
    refresh->rows_seen++;
    refresh->rows_compared = (uint16_t)(refresh->rows_compared + (old != NULL));
}

static uint32_t cell_pixels(const kj_refresh *refresh, unsigned column, unsigned row) {
    unsigned bytes = column_byte(refresh, column + 1) - column_byte(refresh, column);
    return 8u * bytes * (row_top(refresh, row + 1) - row_top(refresh, row));
}

/* In units of wear. */
static uint32_t change_of(const kj_refresh *refresh, unsigned column, unsigned row) {
    const kj_refresh_cell *cell = &refresh->cells[row * KJ_REFRESH_COLUMNS + column];
    const uint32_t pixels = cell_pixels(refresh, column, row);
    if (refresh->rows_seen != refresh->config.height_px) {
        return BLIND_CHANGE;
    }
    if (refresh->rows_compared == refresh->config.height_px) {
        return cell->changed * KJ_REFRESH_STROKE / pixels;
    }
    if (!refresh->shown_known) {
        return BLIND_CHANGE;
    }
    if (cell->hash == cell->next_hash && cell->ink == cell->next_ink) {
        return 0;
    }
    uint32_t unrelated =
        (cell->ink * (pixels - cell->next_ink) + cell->next_ink * (pixels - cell->ink)) / pixels;
    return unrelated * LIKENESS_NUMERATOR / LIKENESS_DENOMINATOR * KJ_REFRESH_STROKE / pixels;
}

static int clamp(int value, int most) { return value < 0 ? 0 : value > most ? most : value; }

static kj_rect whole(const kj_refresh *refresh) {
    return (kj_rect){0, 0, (int16_t)refresh->config.width_px, (int16_t)refresh->config.height_px};
}

static kj_rect clip(const kj_refresh *refresh, kj_rect window) {
    const int width = refresh->config.width_px, height = refresh->config.height_px;
    int left = clamp(window.x, width), right = clamp(window.x + window.width, width);
    int top = clamp(window.y, height), bottom = clamp(window.y + window.height, height);
    return (kj_rect){(int16_t)left, (int16_t)top, (int16_t)(right - left), (int16_t)(bottom - top)};
}

/* The cells that a window touches; none for an empty one. */
static cell_range touched_by(const kj_refresh *refresh, kj_rect window) {
    if (window.width <= 0 || window.height <= 0) {
        return (cell_range){0, 0, 0, 0};
    }
    return (cell_range){
        .left = column_of(refresh, (unsigned)window.x),
        .right = column_of(refresh, (unsigned)(window.x + window.width - 1)) + 1,
        .top = row_of(refresh, (unsigned)window.y),
        .bottom = row_of(refresh, (unsigned)(window.y + window.height - 1)) + 1,
    };
}

static kj_rect outline(const kj_refresh *refresh, cell_range cells) {
    unsigned left = 8u * column_byte(refresh, cells.left), top = row_top(refresh, cells.top);
    unsigned right = 8u * column_byte(refresh, cells.right);
    unsigned bottom = row_top(refresh, cells.bottom);
    return (kj_rect){(int16_t)left, (int16_t)top, (int16_t)(right - left), (int16_t)(bottom - top)};
}

/* Whether the update would bring the cells it touches past a limit: all of them on average, or
 * one of them by far. */
static bool is_due(const kj_refresh *refresh, cell_range cells, uint32_t limit) {
    uint32_t sum = 0, count = 0, worst = 0;
    for (unsigned row = cells.top; row < cells.bottom; row++) {
        for (unsigned column = cells.left; column < cells.right; column++) {
            uint32_t wear = refresh->cells[row * KJ_REFRESH_COLUMNS + column].wear +
                            change_of(refresh, column, row);
            worst = wear > worst ? wear : worst;
            sum += wear;
            count++;
        }
    }
    return count > 0 && (sum >= limit * count || worst >= LOCAL_FACTOR * limit);
}

/* Three quarters of the panel may as well be all of it: one flash, and the edges are done. */
static kj_rect clean_window(const kj_refresh *refresh, cell_range cells) {
    unsigned count = (cells.right - cells.left) * (cells.bottom - cells.top);
    return 4u * count >= 3u * KJ_REFRESH_CELLS ? whole(refresh) : outline(refresh, cells);
}

kj_refresh_plan kj_refresh_choose(const kj_refresh *refresh, kj_rect window, kj_panel_intent wanted,
                                  bool natural) {
    const uint32_t limit = natural ? refresh->config.natural_limit : refresh->config.limit;
    const cell_range cells = touched_by(refresh, clip(refresh, window));
    if (cells.left == cells.right) {
        return (kj_refresh_plan){wanted, window};
    }
    if (wanted == KJ_INTENT_GRAY) {
        return (kj_refresh_plan){wanted, whole(refresh)};
    }
    if (wanted == KJ_INTENT_CLEAN || is_due(refresh, cells, limit)) {
        return (kj_refresh_plan){KJ_INTENT_CLEAN, clean_window(refresh, cells)};
    }
    return (kj_refresh_plan){wanted, window};
}

/* The pixels of a cell that lie in the window. */
static uint32_t covered(const kj_refresh *refresh, unsigned column, unsigned row, kj_rect window) {
    kj_rect cell = outline(refresh, (cell_range){column, column + 1, row, row + 1});
    int left = window.x > cell.x ? window.x : cell.x;
    int top = window.y > cell.y ? window.y : cell.y;
    int right = cell.x + cell.width, bottom = cell.y + cell.height;
    right = window.x + window.width < right ? window.x + window.width : right;
    bottom = window.y + window.height < bottom ? window.y + window.height : bottom;
    return right > left && bottom > top ? (uint32_t)(right - left) * (uint32_t)(bottom - top) : 0;
}

static void record_cell(kj_refresh *refresh, unsigned column, unsigned row, kj_rect window,
                        bool cleaned) {
    kj_refresh_cell *cell = &refresh->cells[row * KJ_REFRESH_COLUMNS + column];
    if (cleaned) {
        uint32_t pixels = cell_pixels(refresh, column, row);
        uint32_t left = pixels - covered(refresh, column, row, window);
        cell->wear = (uint16_t)(cell->wear * left / pixels); /* both below 65536 */
    } else {
        uint32_t wear = cell->wear + change_of(refresh, column, row);
        cell->wear = (uint16_t)(wear < UINT16_MAX ? wear : UINT16_MAX);
    }
}

void kj_refresh_record(kj_refresh *refresh, kj_rect window, kj_panel_intent done) {
    window = done == KJ_INTENT_GRAY ? whole(refresh) : clip(refresh, window);
    const cell_range cells = touched_by(refresh, window);
    const bool cleaned = done == KJ_INTENT_CLEAN || done == KJ_INTENT_GRAY;
    for (unsigned row = cells.top; row < cells.bottom; row++) {
        for (unsigned column = cells.left; column < cells.right; column++) {
            record_cell(refresh, column, row, window, cleaned);
        }
    }
    for (unsigned i = 0; i < KJ_REFRESH_CELLS; i++) {
        refresh->cells[i].ink = refresh->cells[i].next_ink;
        refresh->cells[i].hash = refresh->cells[i].next_hash;
    }
    refresh->shown_known =
        done != KJ_INTENT_GRAY && refresh->rows_seen == refresh->config.height_px;
    restart(refresh);
}

uint16_t kj_refresh_worst(const kj_refresh *refresh) {
    uint16_t worst = 0;
    for (unsigned i = 0; i < KJ_REFRESH_CELLS; i++) {
        worst = refresh->cells[i].wear > worst ? refresh->cells[i].wear : worst;
    }
    return worst;
}
