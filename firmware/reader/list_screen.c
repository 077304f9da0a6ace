/* list_screen.c - see list_screen.h. Layer: reader. */
#include "reader/list_screen.h"

enum {
    MARK_PX = 6,          /* width of the bar beside the marked entry, */
    MARK_LEAST_PX = 4,    /* and in a narrow margin, clear of the letters */
    TWO_COLUMNS_EMS = 24, /* width of the measure that is set in two columns */
    GUTTER_PERCENT = 140, /* of the text's size */
    SECTION_MOST = 400    /* entries gone through in search of a section: nobody waits for more */
};

static kj_place place_of(uint32_t entry) {
    return (kj_place){entry * KJ_LISTING_STRIDE, entry * KJ_LISTING_STRIDE};
}

unsigned kj_list_columns(const kj_page_style *style, uint16_t *gutter_px) {
    const unsigned measure_px = style->width_px - 2u * style->margin_px;
    *gutter_px = (uint16_t)(style->size_px * GUTTER_PERCENT / 100u);
    return measure_px >= (unsigned)TWO_COLUMNS_EMS * style->size_px ? 2u : 1u;
}

static kj_status set_columns(kj_list_screen *screen, kj_stage *stage) {
    screen->columns = (uint8_t)kj_list_columns(&stage->config.style, &screen->gutter_px);
    return kj_composer_set_columns(stage->composer, screen->columns, screen->gutter_px);
}

kj_status kj_list_screen_open(kj_list_screen **screen, kj_stage *stage,
                              const kj_listing_source *source, kj_list_position position) {
    kj_stage_reset(stage);
    kj_list_screen *made = kj_arena_take(&stage->article, sizeof *made);
    if (!made) {
        return KJ_ERR_MEMORY;
    }
    made->stage = stage;
    made->columns = 1;
    made->position = position;
    made->place = place_of(position.first);
    kj_listing_open(&made->listing, source);
    kj_status status = kj_stage_compose(stage, &made->listing.document);
    if (status == KJ_OK && source->in_columns) {
        status = set_columns(made, stage);
    }
    if (status == KJ_OK) {
        *screen = made;
    }
    return status;
}

/* The first entry from index on, in steps of step, that can be chosen. KJ_END: none. */
static kj_status find_choice(kj_list_screen *screen, uint32_t index, int step, uint32_t *found) {
    for (;; index += (uint32_t)step) {
        const kj_listing_entry *entry;
        kj_status status =
            index == UINT32_MAX ? KJ_END : kj_listing_get(&screen->listing, index, &entry);
        if (status != KJ_OK) {
            return status;
        }
        if (entry->kind == KJ_BLOCK_ENTRY) {
            *found = index;
            return KJ_OK;
        }
    }
}

/* The column that line lies in, in the composer's pixels. */
static kj_column column_of(const kj_list_screen *screen, const kj_display_list *list,
                           const kj_placed_line *line) {
    const kj_page_style *style = &screen->stage->config.style;
    const int x = line->first_run < list->run_count
                      ? list->glyphs[list->runs[line->first_run].first].x_12_4 / 16
                      : 0;
    kj_column column = {0, 0};
    for (unsigned i = 0; i < screen->columns; i++) {
        const kj_column here = kj_page_column(style, screen->columns, screen->gutter_px, i);
        if (i == 0 || x >= here.left_px - screen->gutter_px / 2) {
            column = here;
        }
    }
    return column;
}

/* Adds line, which is one of entry's, to the boxes. Of an entry that is parted only what stands in
 * its first column counts. */
static void add_to_box(kj_list_screen *screen, const kj_display_list *list,
                       const kj_placed_line *line, uint32_t entry) {
    const kj_column column = column_of(screen, list, line);
    const int size = line->first_run < list->run_count ? list->runs[line->first_run].size_px
                                                       : screen->stage->config.style.size_px;
    const int top = line->baseline_px - size * 4 / 5, bottom = line->baseline_px + size * 2 / 5;
    kj_list_box *last = screen->box_count > 0 ? &screen->boxes[screen->box_count - 1u] : NULL;
    if (last && last->entry == entry) {
        if (last->box.x == column.left_px && bottom > last->box.y) {
            last->box.height = (int16_t)(bottom - last->box.y);
        }
        return;
    }
    if (screen->box_count < KJ_LIST_SCREEN_BOXES) {
        screen->boxes[screen->box_count++] = (kj_list_box){
            entry,
            {column.left_px, (int16_t)top, column.width_px, (int16_t)(bottom - top)},
        };
    }
}

static bool is_of_entry(uint8_t kind) {
    return kind == KJ_BLOCK_ENTRY || kind == KJ_BLOCK_ENTRY_BYLINE ||
           kind == KJ_BLOCK_ENTRY_SUMMARY;
}

/* Notes what the page shows. */
static void look_at_page(kj_list_screen *screen, const kj_display_list *list) {
    uint32_t last_choice = UINT32_MAX;
    screen->shown_first = UINT32_MAX;
    screen->shown_last = 0;
    screen->choices = 0;
    screen->box_count = 0;
    for (unsigned i = 0; i < list->line_count; i++) {
        const kj_placed_line *line = &list->lines[i];
        const uint32_t entry = line->start / KJ_LISTING_STRIDE;
        screen->shown_first = entry < screen->shown_first ? entry : screen->shown_first;
        screen->shown_last = entry > screen->shown_last ? entry : screen->shown_last;
        if (!is_of_entry(line->block_kind)) {
            continue;
        }
        screen->choices += entry != last_choice;
        last_choice = entry;
        add_to_box(screen, list, line, entry);
    }
}

/* The display list is moved clear of the bezel when it is painted. */
static void move_boxes(kj_list_screen *screen, int16_t x, int16_t y) {
    for (uint32_t i = 0; i < screen->box_count; i++) {
        screen->boxes[i].box.x = (int16_t)(screen->boxes[i].box.x + x);
        screen->boxes[i].box.y = (int16_t)(screen->boxes[i].box.y + y);
    }
}

static const kj_list_box *box_of(const kj_list_screen *screen, uint32_t entry) {
    for (uint32_t i = 0; i < screen->box_count; i++) {
        if (screen->boxes[i].entry == entry) {
            return &screen->boxes[i];
        }
    }
    return NULL;
}

/* A bar beside all lines of the marked entry: in the margin, or in the half of the gutter that is
 * its column's. False where it is not on the page. */
static bool bar_of(const kj_list_screen *screen, kj_rect *bar) {
    const kj_list_box *box = box_of(screen, screen->position.marked);
    if (!box) {
        return false;
    }
    const kj_stage *stage = screen->stage;
    const int margin = stage->config.style.margin_px;
    const bool is_first = box->box.x == stage->page_x + margin;
    const int room = is_first ? margin : screen->gutter_px / 2;
    const int least = room / 2 < MARK_LEAST_PX ? room / 2 : MARK_LEAST_PX;
    const int third = room / 3 < MARK_PX ? room / 3 : MARK_PX;
    const int width = third > least ? third : least;
    *bar = (kj_rect){(int16_t)(box->box.x - (room + width) / 2), box->box.y, (int16_t)width,
                     box->box.height};
    return true;
}

/* Into the display list, which still lies at the page's own origin where it is moved later. */
static void add_mark(kj_list_screen *screen, kj_display_list *list) {
    kj_rect bar;
    screen->bar_rule = UINT16_MAX;
    if (bar_of(screen, &bar) && list->rule_count < list->rule_capacity) {
        bar.x = (int16_t)(bar.x - screen->stage->page_x);
        bar.y = (int16_t)(bar.y - screen->stage->page_y);
        screen->bar_rule = list->rule_count;
        list->rules[list->rule_count++] = (kj_placed_rule){.box = bar};
    }
}

static kj_status mark_first(kj_list_screen *screen) {
    if (screen->position.marked != 0) {
        return KJ_OK;
    }
    kj_status status = find_choice(screen, screen->position.first, 1, &screen->position.marked);
    return status == KJ_END ? KJ_OK : status; /* a list without choices can still be looked at */
}

static void go_to(kj_list_screen *screen, kj_place place) {
    screen->place = place;
    screen->position.first = place.offset / KJ_LISTING_STRIDE;
}

static bool is_off_page(const kj_list_screen *screen) {
    const uint32_t marked = screen->position.marked;
    return marked > 0 && marked != KJ_LIST_UNMARKED &&
           (marked < screen->shown_first || marked > screen->shown_last);
}

/* The marked entry is none any more: the list has become shorter since the reader left it. */
static bool is_past_end(const kj_list_screen *screen) {
    const uint32_t marked = screen->position.marked;
    return marked != KJ_LIST_UNMARKED && marked > screen->shown_last &&
           screen->next.offset == UINT32_MAX && screen->position.first > 0;
}

static kj_status set_from_top(kj_list_screen *screen, kj_stage *stage) {
    const bool is_unmarked = screen->position.marked == KJ_LIST_UNMARKED;
    screen->position.marked = is_unmarked ? KJ_LIST_UNMARKED : 0;
    go_to(screen, place_of(0));
    return kj_list_screen_set(screen, stage);
}

kj_status kj_list_screen_set(kj_list_screen *screen, kj_stage *stage) {
    if (screen->is_set) {
        return KJ_OK;
    }
    kj_status status = mark_first(screen);
    status = status == KJ_OK ? kj_stage_set_page(stage, screen->place, &screen->next) : status;
    if (status == KJ_END && screen->position.first > 0) {
        return set_from_top(screen, stage);
    }
    if (status != KJ_OK) {
        return status;
    }
    look_at_page(screen, &stage->list);
    move_boxes(screen, stage->page_x, stage->page_y);
    if (!screen->is_moved && is_off_page(screen)) { /* the reader comes from another article */
        screen->is_moved = true;
        go_to(screen, place_of(screen->position.marked - 1u));
        return kj_list_screen_set(screen, stage);
    }
    if (is_past_end(screen)) {
        return set_from_top(screen, stage);
    }
    screen->is_moved = false;
    add_mark(screen, &stage->list);
    screen->changed = (kj_rect){.width = 0};
    status = kj_stage_paint(stage);
    screen->is_set = status == KJ_OK;
    return status;
}

static void push_back(kj_list_screen *screen) {
    screen->back[screen->back_head++ % KJ_LIST_SCREEN_BACK] = screen->position.first;
    screen->back_count += screen->back_count < KJ_LIST_SCREEN_BACK;
}

/* The page after this one; KJ_END: there is none. */
static kj_status turn_down(kj_list_screen *screen) {
    if (screen->next.offset == UINT32_MAX) {
        return KJ_END;
    }
    push_back(screen);
    go_to(screen, screen->next);
    return KJ_OK;
}

/* The page before this one: the one that was left for it, or one of about as many entries. */
static kj_status turn_up(kj_list_screen *screen) {
    const uint32_t first = screen->position.first;
    if (first == 0) {
        return KJ_END;
    }
    const uint32_t shown = screen->shown_last - screen->shown_first + 1u;
    uint32_t before = first > shown ? first - shown : 0u;
    if (screen->back_count > 0) {
        screen->back_count--;
        const uint32_t left = screen->back[--screen->back_head % KJ_LIST_SCREEN_BACK];
        before = left < first ? left : before;
    }
    go_to(screen, place_of(before));
    return KJ_OK;
}

static kj_status move_mark(kj_list_screen *screen, int step) {
    uint32_t found;
    kj_status status = find_choice(screen, screen->position.marked + (uint32_t)step, step, &found);
    if (status == KJ_END && step < 0 && screen->position.first > 0) {
        return turn_up(screen); /* nothing to choose further up, but something to see */
    }
    if (status != KJ_OK) {
        return status;
    }
    screen->position.marked = found;
    if (found > screen->shown_last) {
        status = turn_down(screen);
    } else if (found < screen->shown_first) {
        status = turn_up(screen);
    }
    if (screen->position.first > found) {
        go_to(screen, place_of(found));
    }
    return status == KJ_END ? KJ_OK : status;
}

/* The mark goes to the first entry of the page turned to that can be chosen. */
static kj_status move_page(kj_list_screen *screen, bool down) {
    kj_status status = down ? turn_down(screen) : turn_up(screen);
    if (status == KJ_OK) {
        status = find_choice(screen, screen->position.first, 1, &screen->position.marked);
    }
    return status;
}

static kj_status move_to_top(kj_list_screen *screen) {
    uint32_t top = 0;
    kj_status status = find_choice(screen, 0, 1, &top);
    if (status < 0 || (screen->position.first == 0 && screen->position.marked == top)) {
        return status < 0 ? status : KJ_END;
    }
    screen->position.marked = top;
    if (screen->position.first != 0) {
        screen->back_count = 0;
        go_to(screen, place_of(0));
    }
    return KJ_OK;
}

/* Finds the heading that entry index stands under: the last section before it. 0: none. KJ_END: it
 * is too far. */
static kj_status find_heading(kj_list_screen *screen, uint32_t index, uint32_t *heading) {
    for (*heading = index; *heading > 0; (*heading)--) {
        if (index - *heading > SECTION_MOST) {
            return KJ_END;
        }
        const kj_listing_entry *entry;
        kj_status status = kj_listing_get(&screen->listing, *heading, &entry);
        if (status != KJ_OK || entry->kind == KJ_BLOCK_SECTION) {
            return status;
        }
    }
    return KJ_OK;
}

/* The next section after entry index that has an entry: its heading and that. KJ_END: none. */
static kj_status find_next_section(kj_list_screen *screen, uint32_t index, uint32_t *heading,
                                   uint32_t *found) {
    for (*heading = index + 1u; *heading - index <= SECTION_MOST; (*heading)++) {
        const kj_listing_entry *entry;
        kj_status status = kj_listing_get(&screen->listing, *heading, &entry);
        if (status != KJ_OK) {
            return status;
        }
        if (entry->kind == KJ_BLOCK_SECTION) {
            return find_choice(screen, *heading, 1, found);
        }
    }
    return KJ_END;
}

/* The first entry of the section that entry index is in, else, where index is it, of the one
 * before. KJ_END: there is none before. */
static kj_status find_previous_section(kj_list_screen *screen, uint32_t index, uint32_t *heading,
                                       uint32_t *found) {
    kj_status status = find_heading(screen, index, heading);
    status = status == KJ_OK ? find_choice(screen, *heading, 1, found) : status;
    while (status == KJ_OK && *found >= index) {
        if (*heading == 0) {
            return KJ_END;
        }
        status = find_heading(screen, *heading - 1u, heading);
        status = status == KJ_OK ? find_choice(screen, *heading, 1, found) : status;
    }
    return status;
}

/* A page turned to for a section begins with its heading, or with the list where nothing to choose
 * stands before it. */
static kj_status turn_to_section(kj_list_screen *screen, uint32_t heading) {
    uint32_t before;
    kj_status status = heading > 0 ? find_choice(screen, heading, -1, &before) : KJ_END;
    if (status < 0) {
        return status;
    }
    if (heading > screen->position.first) {
        push_back(screen);
    } else {
        screen->back_count = 0; /* the pages that were left are no longer those before this one */
    }
    go_to(screen, place_of(status == KJ_OK ? heading : 0u));
    return KJ_OK;
}

static kj_status move_section(kj_list_screen *screen, bool forwards) {
    uint32_t heading, found;
    kj_status status = (forwards ? find_next_section : find_previous_section)(
        screen, screen->position.marked, &heading, &found);
    if (status != KJ_OK) {
        return status;
    }
    screen->position.marked = found;
    return found < screen->shown_first || found > screen->shown_last
               ? turn_to_section(screen, heading)
               : KJ_OK;
}

/* Repaints the bar on the page that stays. False: the page has to be set again. */
static bool repaint_mark(kj_list_screen *screen, kj_rect old) {
    kj_stage *stage = screen->stage;
    kj_surface *surface = &stage->surface;
    kj_rect bar;
    if (surface->band_rows < surface->height_px || screen->bar_rule >= stage->list.rule_count ||
        !bar_of(screen, &bar)) {
        return false;
    }
    kj_surface_fill(surface, old, 0);
    kj_surface_fill(surface, bar, (1u << surface->depth) - 1u);
    stage->list.rules[screen->bar_rule].box = bar;
    screen->changed = kj_rect_around(old, bar);
    return true;
}

static kj_status move_by(kj_list_screen *screen, kj_list_move move) {
    switch (move) {
    case KJ_LIST_DOWN: return move_mark(screen, 1);
    case KJ_LIST_UP: return move_mark(screen, -1);
    case KJ_LIST_PAGE_DOWN: return move_page(screen, true);
    case KJ_LIST_PAGE_UP: return move_page(screen, false);
    case KJ_LIST_NEXT_SECTION: return move_section(screen, true);
    case KJ_LIST_PREVIOUS_SECTION: return move_section(screen, false);
    case KJ_LIST_TOP: break;
    }
    return move_to_top(screen);
}

kj_status kj_list_screen_move(kj_list_screen *screen, kj_list_move move) {
    const kj_place place = screen->place;
    kj_rect old;
    const bool had_bar = bar_of(screen, &old);
    screen->changed = (kj_rect){.width = 0};
    kj_status status = move_by(screen, move);
    const bool stays = had_bar && screen->place.offset == place.offset && screen->is_set;
    if (status == KJ_OK && !(stays && repaint_mark(screen, old))) {
        screen->is_set = false;
    }
    return status;
}

bool kj_list_screen_mark_box(const kj_list_screen *screen, kj_rect *box) {
    const kj_list_box *found = screen->is_set ? box_of(screen, screen->position.marked) : NULL;
    if (found) {
        *box = found->box;
    }
    return found != NULL;
}

bool kj_list_screen_changed_box(const kj_list_screen *screen, kj_rect *box) {
    *box = screen->changed;
    return screen->is_set && screen->changed.width > 0;
}
