/* table_look.c - how wide the columns of a table are, by one look through it. See table_row.h.
 *
 * Each row is shaped and its break points found as if it were to be set, which leaves its words in
 * the shaper's cache for when it is. What is kept is how wide each column's widest cell and widest
 * indivisible piece are. Layer: layout. */
#include "layout/table_row.h"

enum {
    ROWS_MOST = 200,      /* looked at; a longer table has the columns of its beginning */
    SLACK_PERCENT = 104,  /* sizes are nudged to sharp matras, differently from one to the next */
    NUMERIC_PERCENT = 60, /* of a column's cells: then it is one of figures */
    ROW_PERCENT = 90,     /* the size that widths are measured at */
    SIZE_PX_LEGIBLE = 14  /* vowel signs close up below it at one bit */
};

/* Of the running text, largest first. */
static const uint8_t sizes_percent[] = {ROW_PERCENT, 80, 72, 64};
#define SIZES (sizeof sizes_percent / sizeof sizes_percent[0])

/* What is known of a table; widths in pixels at the measured size. */
typedef struct look {
    kj_window *window;
    const kj_page_style *page;
    unsigned columns, rows, size_px;
    bool is_hopeless;                  /* a row of too many cells, or longer than a window */
    uint16_t most[KJ_WINDOW_COLUMNS];  /* widest cell on one line */
    uint16_t least[KJ_WINDOW_COLUMNS]; /* widest piece that is not divided */
    uint16_t numeric[KJ_WINDOW_COLUMNS], cells[KJ_WINDOW_COLUMNS];
} look;

static uint16_t most_px(uint16_t known, int32_t other_26_6) {
    const int32_t other = (other_26_6 + 63) / 64;
    return other > known ? (uint16_t)(other < UINT16_MAX ? other : UINT16_MAX) : known;
}

/* A figure begins at byte at: a digit, a sign before one, or a sign of money. */
static bool begins_figure(kj_span text, size_t at) {
    const uint8_t *bytes = text.data + at;
    if (text.length - at < 3u || bytes[0] < 0x80) {
        return at < text.length &&
               ((bytes[0] >= '0' && bytes[0] <= '9') || bytes[0] == '-' || bytes[0] == '+');
    }
    const uint32_t code = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    return (code >= 0xE0A7A6 && code <= 0xE0A7AF) || /* Bengali digits */
           code == 0xE0A7B3 || code == 0xE28892 ||   /* taka, minus */
           code == 0xE28093;                         /* en dash */
}

static bool ends_cell(const kj_window *window, const kj_point *point) {
    return point->kind == KJ_POINT_END ||
           (point->kind == KJ_POINT_FORCED && window->text[point->offset - 1u] == '\t');
}

/* A hyphen or a cut inside a word is no place where a cell should be divided. */
static bool divides(const kj_point *point) {
    return point->kind != KJ_POINT_HYPHEN && point->kind != KJ_POINT_CLUSTER;
}

/* Takes the cell between two points into its column. */
static void take_cell(look *now, unsigned column, unsigned first, unsigned last) {
    const kj_window *window = now->window;
    const kj_point *points = window->points;
    const kj_span text = {window->text, window->usable};
    const int32_t gaps = points[last].gaps - points[first].gaps - points[first].at_space;
    const int32_t width = points[last].end_26_6 - points[first].begin_26_6 +
                          (gaps > 0 ? gaps : 0) * window->setting.measure.space_26_6;
    now->most[column] = most_px(now->most[column], width);
    for (unsigned i = first, before = first; i < last;
         before = divides(&points[++i]) ? i : before) {
        const unsigned next = i + 1u;
        if (divides(&points[next])) {
            now->least[column] =
                most_px(now->least[column], points[next].end_26_6 - points[before].begin_26_6);
        }
    }
    now->cells[column]++;
    now->numeric[column] =
        (uint16_t)(now->numeric[column] + begins_figure(text, points[first].offset));
}

/* Takes the row that the window holds. */
static void take_row(look *now) {
    const kj_window *window = now->window;
    unsigned column = 0, first = 0;
    for (unsigned i = 1; i < window->point_count; i++) {
        if (!ends_cell(window, &window->points[i])) {
            continue;
        }
        if (column == KJ_WINDOW_COLUMNS) {
            now->is_hopeless = true;
            return;
        }
        take_cell(now, column++, first, i);
        first = i;
    }
    now->columns = column > now->columns ? column : now->columns;
    now->size_px = window->setting.style.size_px;
    now->rows++;
}

static kj_status read_rows(look *now) {
    kj_window *window = now->window;
    kj_document *document = window->document;
    kj_block block;
    kj_status status = document->seek(document, window->block.table, &block);
    while (status == KJ_OK && block.kind == KJ_BLOCK_TABLE_ROW && !now->is_hopeless &&
           now->rows < ROWS_MOST) {
        status = kj_window_begin(window, now->page, &block, block.start);
        if (status != KJ_OK) {
            return status;
        }
        if (window->is_last) {
            take_row(now);
        } else {
            now->is_hopeless = true;
        }
        status = document->next_block(document, &block);
    }
    return status == KJ_END ? KJ_OK : status;
}

static uint32_t scaled(const look *now, uint32_t width_px, unsigned size_px) {
    return (width_px * size_px * SLACK_PERCENT + now->size_px * 100u - 1u) / (now->size_px * 100u);
}

/* Shares width (with the space after the last column) among the columns: each what it must have,
 * the rest by what each still wants, and what is left over evenly. False: it is not enough. */
static bool share(const look *now, unsigned size_px, unsigned width, kj_table *table) {
    const unsigned gap = size_px / 2u;
    uint32_t least = 0, want = 0;
    for (unsigned i = 0; i < now->columns; i++) {
        least += scaled(now, now->least[i], size_px) + gap;
        want += scaled(now, now->most[i], size_px) - scaled(now, now->least[i], size_px);
    }
    if (least > width) {
        return false;
    }
    const uint32_t room = width - least, given = want < room ? want : room;
    uint32_t left = 0;
    for (unsigned i = 0; i < now->columns; i++) {
        const uint32_t must = scaled(now, now->least[i], size_px);
        const uint32_t more = scaled(now, now->most[i], size_px) - must;
        table->left_px[i] = (uint16_t)left;
        left += must + gap + (want > 0 ? more * given / want : 0u) + (room - given) / now->columns;
    }
    table->left_px[now->columns] = (uint16_t)width;
    table->columns = (uint8_t)now->columns;
    table->size_px = (uint8_t)size_px;
    return true;
}

/* Whether each cell has room for all of it on one line. */
static bool fits_whole(const look *now, unsigned size_px, unsigned width) {
    uint32_t most = 0;
    for (unsigned i = 0; i < now->columns; i++) {
        most += scaled(now, now->most[i], size_px) + size_px / 2u;
    }
    return most <= width;
}

static void choose(const look *now, kj_table *table) {
    const kj_page_style *page = now->page;
    const kj_style *style = &now->window->setting.style;
    const unsigned width = page->width_px - 2u * page->margin_px - style->left_px - style->right_px;
    if (now->is_hopeless || now->columns < 2 || now->rows == 0) {
        return;
    }
    /* The largest at which each cell has one line, else the smallest at which no word is cut. */
    for (unsigned i = 0; i < 2u * SIZES && table->columns == 0; i++) {
        const bool whole = i < SIZES;
        const unsigned percent = sizes_percent[whole ? i : 2u * SIZES - 1u - i];
        const unsigned size = (page->size_px * percent + 50u) / 100u;
        if (size >= SIZE_PX_LEGIBLE && (!whole || fits_whole(now, size, width + size / 2u))) {
            (void)share(now, size, width + size / 2u, table);
        }
    }
    for (unsigned i = 1; i < now->columns; i++) {
        if (now->numeric[i] > 0 &&
            now->numeric[i] * 100u >= now->cells[i] * (unsigned)NUMERIC_PERCENT) {
            table->numeric |= (uint8_t)(1u << i);
        }
    }
}

kj_status kj_table_look(kj_window *window, const kj_page_style *page, uint32_t start) {
    const kj_block row = window->block;
    look now = {.window = window, .page = page};
    kj_block block;
    kj_table table = {.start = row.table};
    window->table = table; /* without columns: rows are built as running text */
    kj_status status = read_rows(&now);
    if (status == KJ_OK) {
        choose(&now, &table);
        status = window->document->seek(window->document, start, &block);
    }
    table.start = status == KJ_OK ? table.start : UINT32_MAX;
    window->table = table;
    window->block = row;
    return status;
}
