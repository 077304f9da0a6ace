/* list_screen.c - see list_screen.h. Layer: reader. */
#include "reader/list_screen.h"

enum { MARK_PX = 6 }; /* width of the bar beside the marked entry */

static kj_place place_of(uint32_t entry) {
    return (kj_place){entry * KJ_LISTING_STRIDE, entry * KJ_LISTING_STRIDE};
}

kj_status kj_list_screen_open(kj_list_screen **screen, kj_stage *stage,
                              const kj_listing_source *source, kj_list_position position) {
    kj_stage_reset(stage);
    kj_list_screen *made = kj_arena_take(&stage->article, sizeof *made);
    if (!made) {
        return KJ_ERR_MEMORY;
    }
    made->position = position;
    made->place = place_of(position.first);
    kj_listing_open(&made->listing, source);
    kj_status status = kj_stage_compose(stage, &made->listing.document);
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

static void look_at_page(kj_list_screen *screen, const kj_display_list *list) {
    uint32_t last_choice = UINT32_MAX;
    screen->shown_first = UINT32_MAX;
    screen->shown_last = 0;
    screen->choices = 0;
    for (unsigned i = 0; i < list->line_count; i++) {
        const uint32_t entry = list->lines[i].start / KJ_LISTING_STRIDE;
        screen->shown_first = entry < screen->shown_first ? entry : screen->shown_first;
        screen->shown_last = entry > screen->shown_last ? entry : screen->shown_last;
        if (list->lines[i].block_kind == KJ_BLOCK_ENTRY && entry != last_choice) {
            last_choice = entry;
            screen->choices++;
        }
    }
}

/* A bar in the margin, along all lines of the marked entry. */
static void add_mark(const kj_list_screen *screen, const kj_page_style *style,
                     kj_display_list *list) {
    int32_t top = INT16_MAX, bottom = -1;
    for (unsigned i = 0; i < list->line_count; i++) {
        const kj_placed_line *line = &list->lines[i];
        if (line->start / KJ_LISTING_STRIDE == screen->position.marked) {
            const int32_t above = line->baseline_px - style->size_px * 4 / 5;
            const int32_t below = line->baseline_px + style->size_px * 2 / 5;
            top = above < top ? above : top;
            bottom = below > bottom ? below : bottom;
        }
    }
    if (bottom < 0 || list->rule_count == list->rule_capacity) {
        return;
    }
    const int32_t width = style->margin_px / 2 < MARK_PX ? style->margin_px / 2 : MARK_PX;
    list->rules[list->rule_count++] =
        (kj_placed_rule){.box = {(int16_t)((style->margin_px - width) / 2), (int16_t)top,
                                 (int16_t)width, (int16_t)(bottom - top)}};
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
    return marked > 0 && (marked < screen->shown_first || marked > screen->shown_last);
}

kj_status kj_list_screen_set(kj_list_screen *screen, kj_stage *stage) {
    if (screen->is_set) {
        return KJ_OK;
    }
    kj_status status = mark_first(screen);
    status = status == KJ_OK ? kj_stage_set_page(stage, screen->place, &screen->next) : status;
    if (status != KJ_OK) {
        return status;
    }
    look_at_page(screen, &stage->list);
    if (!screen->is_moved && is_off_page(screen)) { /* the reader comes from another article */
        screen->is_moved = true;
        go_to(screen, place_of(screen->position.marked - 1u));
        return kj_list_screen_set(screen, stage);
    }
    screen->is_moved = false;
    add_mark(screen, &stage->config.style, &stage->list);
    status = kj_stage_paint(stage);
    screen->is_set = status == KJ_OK;
    return status;
}

/* The page after this one; KJ_END: there is none. */
static kj_status turn_down(kj_list_screen *screen) {
    if (screen->next.offset == UINT32_MAX) {
        return KJ_END;
    }
    screen->back[screen->back_head++ % KJ_LIST_SCREEN_BACK] = screen->position.first;
    screen->back_count += screen->back_count < KJ_LIST_SCREEN_BACK;
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
    if (screen->position.first == 0 && screen->position.marked <= screen->shown_first + 1u) {
        return KJ_END;
    }
    screen->back_count = 0;
    screen->position.marked = 0;
    go_to(screen, place_of(0));
    return KJ_OK;
}

kj_status kj_list_screen_move(kj_list_screen *screen, kj_list_move move) {
    kj_status status = KJ_END;
    switch (move) {
    case KJ_LIST_DOWN: status = move_mark(screen, 1); break;
    case KJ_LIST_UP: status = move_mark(screen, -1); break;
    case KJ_LIST_PAGE_DOWN: status = move_page(screen, true); break;
    case KJ_LIST_PAGE_UP: status = move_page(screen, false); break;
    case KJ_LIST_TOP: status = move_to_top(screen); break;
    }
    screen->is_set = screen->is_set && status != KJ_OK;
    return status;
}
