/* power.c - sleep and waking, the card-detect switch, the battery. Layer: reader. */
#include "reader/views.h"

uint32_t kj_reader_idle_limit_ms(const kj_reader *reader) {
    return kj_settings_idle_ms(kj_marks_settings(&reader->marks));
}

/* A small sign at the foot: the picture is not a page that keys turn. */
static void paint_sleep_mark(kj_reader *reader) {
    kj_stage *stage = &reader->stage;
    const kj_rect page = kj_stage_page_box(stage);
    const int size = kj_settings_small_px(&reader->config.stage);
    const kj_rect box = {0, (int16_t)(page.height - size * 9 / 5), page.width,
                         (int16_t)(size * 9 / 5)};
    const kj_label label = {.text = kj_string_get(kj_reader_language(reader), KJ_STRING_SLEEP_MARK),
                            .x_px = 8,
                            .width_px = (int16_t)(box.width - 16),
                            .baseline_px = (int16_t)(box.y + size * 6 / 5),
                            .size_px = (uint8_t)size,
                            .align = KJ_LABEL_CENTRE};
    if (reader->engine != KJ_OK || reader->fallback || !kj_stage_is_whole(stage)) {
        return;
    }
    kj_stage_begin_overlay(stage);
    kj_status status = kj_stage_label(stage, &label, NULL);
    status = status == KJ_OK ? kj_stage_paint_overlay(stage, box, box) : status;
    if (status != KJ_OK) {
        stage->band_painted = true; /* it sleeps without the sign */
    }
}

void kj_reader_paint_asleep(kj_reader *reader) {
    const bool front = reader->edition && reader->slept.in_edition &&
                       !kj_marks_settings(&reader->marks)->sleep_page &&
                       reader->notice == KJ_NOTICE_NONE;
    if (front) {
        const kj_list_position position = reader->contents_position;
        kj_view_leave(reader);
        reader->contents_position = (kj_list_position){.marked = KJ_LIST_UNMARKED};
        kj_view_open_list(reader, KJ_VIEW_CONTENTS);
        reader->contents_position = position;
    } else {
        kj_reader_set_view(reader);
    }
    paint_sleep_mark(reader);
}

void kj_reader_fall_asleep(kj_reader *reader) {
    kj_reader_note(reader);
    kj_view_get_spot(reader, &reader->slept);
    reader->over = KJ_OVER_NONE;
    reader->asleep = true;
    reader->is_new = true;
    reader->changed = (kj_rect){0, 0, 0, 0};
    kj_reader_paint_asleep(reader);
}

static bool battery_is_empty(const kj_reader *reader) {
    kj_battery battery;
    const kj_hal_battery *hal = &reader->config.battery;
    return hal->get && hal->get(hal->context, &battery) && battery.is_empty && !battery.is_charging;
}

kj_status kj_reader_wake(kj_reader *reader) {
    if (battery_is_empty(reader)) {
        return KJ_END;
    }
    const kj_reader_spot spot = reader->slept;
    reader->asleep = false;
    reader->note_due = false; /* the sleep page is no place where the reader was */
    reader->is_new = true;
    if (reader->notice == KJ_NOTICE_BATTERY_EMPTY) {
        reader->notice = KJ_NOTICE_NONE;
    }
    if (reader->view == spot.view && (!reader->list || spot.view != KJ_VIEW_CONTENTS)) {
        kj_reader_set_view(reader);
    } else if (!kj_view_go_to_spot(reader, &spot) && reader->notice == KJ_NOTICE_NONE) {
        kj_view_go_to_shelf(reader);
    }
    return KJ_OK;
}

kj_status kj_reader_sleep(kj_reader *reader, kj_reader_screen *screen) {
    if (reader->asleep) {
        return KJ_END;
    }
    kj_reader_fall_asleep(reader);
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

static bool is_about_card(kj_notice_kind notice) {
    return notice == KJ_NOTICE_NO_CARD || notice == KJ_NOTICE_UNREADABLE ||
           notice == KJ_NOTICE_NO_VOLUME || notice == KJ_NOTICE_NO_ARTICLES ||
           notice == KJ_NOTICE_NOT_ON_CARD;
}

/* A page stays to be read when the card is taken out, a list does not: it would lie. */
kj_status kj_reader_card(kj_reader *reader, bool is_in, kj_reader_screen *screen) {
    reader->is_new = true;
    reader->changed = (kj_rect){0, 0, 0, 0};
    if (reader->asleep || reader->engine != KJ_OK) {
        return KJ_END;
    }
    if (is_in && is_about_card(reader->notice)) {
        return kj_reader_key(reader, KJ_KEY_SELECT, screen);
    }
    const bool lists_card = reader->view == KJ_VIEW_LIBRARY || reader->view == KJ_VIEW_CONTENTS;
    if (!lists_card || (reader->notice != KJ_NOTICE_NONE && !is_in)) {
        return KJ_END;
    }
    if (is_in && reader->view == KJ_VIEW_LIBRARY) {
        kj_view_go_to_shelf(reader);
    } else if (!is_in) {
        kj_view_enter_notice(reader, KJ_NOTICE_NO_CARD, KJ_ERR_MISSING, KJ_NO_PLACE);
    } else {
        return KJ_END;
    }
    kj_reader_fill_screen(reader, true, screen);
    return KJ_OK;
}

kj_status kj_reader_battery(kj_reader *reader, kj_reader_screen *screen) {
    kj_battery battery;
    const kj_hal_battery *hal = &reader->config.battery;
    if (!hal->get || !hal->get(hal->context, &battery) || reader->engine != KJ_OK) {
        return KJ_END;
    }
    reader->alert_was_low = reader->alert_was_low && battery.is_low;
    if (reader->asleep) {
        return KJ_END;
    }
    reader->is_new = false;
    reader->changed = (kj_rect){0, 0, 0, 0};
    if (battery.is_empty && !battery.is_charging) {
        kj_reader_note(reader);
        kj_view_get_spot(reader, &reader->slept);
        reader->over = KJ_OVER_NONE;
        kj_view_enter_notice(reader, KJ_NOTICE_BATTERY_EMPTY, KJ_OK, KJ_NO_PLACE);
        reader->asleep = true;
    } else if (battery.is_low && !battery.is_charging && !reader->alert_was_low &&
               reader->over == KJ_OVER_NONE && reader->notice == KJ_NOTICE_NONE) {
        reader->alert_was_low = true;
        kj_over_open_alert(reader);
    } else {
        return KJ_END;
    }
    kj_reader_fill_screen(reader, reader->asleep, screen);
    return KJ_OK;
}
