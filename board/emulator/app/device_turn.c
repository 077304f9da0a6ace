/* device_turn.c - from a screen to an idle panel, and what it cost. Layer: board (host). */
#include "device_private.h"

#include <stdio.h>

static uint64_t busy_us(const kj_device *device) {
    return device->model.state_us[KJ_PANEL_REFRESHING];
}

/* The processor is awake while it sets pages and sends rows, and sleeps while the ink moves and
 * between keys. */
static void spend_processor(kj_device *device, uint64_t active_us, uint64_t elapsed_us) {
    const kj_energy_board *board = device->config.board->energy;
    const uint64_t active = active_us < elapsed_us ? active_us : elapsed_us;
    kj_energy_spend(&device->energy, board->active, active);
    kj_energy_spend(&device->energy, board->asleep, elapsed_us - active);
}

void kj_device_account(kj_device *device, uint64_t active_us) {
    const kj_panel_model *model = &device->model;
    kj_device_turn *turn = &device->turn;
    spend_processor(device, active_us, model->now_us - device->counted_us);
    device->counted_us = model->now_us;
    kj_energy_spend_panel(&device->energy, model);
    kj_energy_spend_card(&device->energy, &device->slot);
    turn->microjoules += (uint32_t)kj_energy_take_uj(&device->energy);
    turn->card_blocks += device->slot.counters.blocks - device->counted_blocks;
    device->counted_blocks = device->slot.counters.blocks;
    turn->erases += kj_device_erases(device) - device->counted_erases;
    device->counted_erases = kj_device_erases(device);
    turn->programs += kj_device_programs(device) - device->counted_programs;
    device->counted_programs = kj_device_programs(device);
}

static void take_status(kj_device *device) {
    kj_reader_status *status = &device->turn.reader;
    kj_reader_get_status(&device->reader, status);
    status->start = device->text_start;
    status->end = device->text_end;
    status->images = device->images;
}

void kj_device_end_turn(kj_device *device, const char *refresh, bool changes) {
    kj_panel_model *model = &device->model;
    kj_device_turn *turn = &device->turn;
    const uint64_t set_us = changes ? device->config.board->set_page_us : 0;
    turn->refresh = refresh;
    turn->busy_us = (uint32_t)(busy_us(device) - device->pressed_busy_us);
    turn->total_us = (uint32_t)(model->now_us - device->pressed_us);
    /* The page for the next turn is set now, while this one is read: its time is counted here. */
    kj_energy_spend(&device->energy, device->config.board->energy->active, set_us);
    turn->microjoules = turn->card_blocks = turn->erases = turn->programs = 0;
    kj_device_account(device,
                      turn->total_us - turn->busy_us - device->waited_us + device->ahead_us);
    device->ahead_us = 0;
    turn->ghost = kj_glass_ghost(&model->glass);
    turn->ghost_worst = kj_glass_ghost_worst(&model->glass);
    turn->wear = kj_refresh_worst(&device->refresh);
    turn->sleeps = device->panel.asleep;
    take_status(device);
    device->updating = false;
}

static void observe(kj_device *device) {
    uint8_t bits[KJ_PANEL_WIDTH_MAX / 8];
    const kj_panel_rows rows = device->screen.rows;
    for (uint16_t y = 0; y < device->config.board->driver->height_px; y++) {
        if (rows.row(rows.context, 0, y, bits) != KJ_OK) {
            return; /* a picture not wholly seen counts as a changed one */
        }
        kj_refresh_observe(&device->refresh, y, bits, NULL);
    }
}

/* Starts the update to device->screen; an error is met in fail_update. */
static kj_status start_update(kj_device *device) {
    const kj_reader_screen *screen = &device->screen;
    if (screen->mood != device->mood) {
        device->mood = screen->mood;
        kj_refresh_set_mood(&device->refresh, device->mood);
    }
    if (screen->intent != KJ_INTENT_GRAY) {
        observe(device);
    }
    const kj_refresh_plan plan =
        kj_refresh_choose(&device->refresh, screen->window, screen->intent, screen->natural);
    device->updating = true;
    return kj_panel_begin(&device->panel, plan.window, plan.intent, screen->rows);
}

/* Once more from a reset, with the screen made again; then the device gives up and shows what it
 * shows, until the next key. */
static void fail_update(kj_device *device, kj_status status) {
    fprintf(stderr, "kagoj-emulator: panel %s: %s\n", device->config.board->driver->name,
            kj_status_name(status));
    device->failures++;
    if (!device->retried) {
        device->retried = true;
        kj_reader_show(&device->reader, &device->screen);
        status = start_update(device);
        if (status == KJ_OK) {
            return;
        }
        device->failures++;
    }
    device->failed = true;
    kj_device_end_turn(device, "failed", true);
}

void kj_device_begin_turn(kj_device *device) {
    device->pressed_us = device->model.now_us;
    device->pressed_busy_us = busy_us(device);
    device->retried = false;
    device->failed = false;
    device->waited_us = 0;
    device->turn.keys = 0;
}

void kj_device_show_screen(kj_device *device) {
    kj_reader_status status;
    kj_reader_get_status(&device->reader, &status);
    device->text_start = status.start;
    device->text_end = status.end;
    device->images = status.images;
    const kj_status started = start_update(device);
    if (started != KJ_OK) {
        fail_update(device, started);
    }
}

static const char *refresh_name(kj_panel_intent intent) {
    switch (intent) {
    case KJ_INTENT_PAGE: return "fast";
    case KJ_INTENT_MENU: return "menu";
    case KJ_INTENT_CLEAN: return "clean";
    case KJ_INTENT_GRAY: return "gray";
    }
    return "none";
}

void kj_device_sleep_panel(kj_device *device) {
    const kj_status status = kj_panel_sleep(&device->panel);
    if (status != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: panel: %s\n", kj_status_name(status));
        device->failures++;
    }
}

/* What is likely to come next, unless a key waits already. */
static void work_ahead(kj_device *device) {
    const uint64_t idle_from_us = device->model.now_us;
    while (device->queue.count == 0 && kj_reader_idle(&device->reader) == KJ_OK) {
    }
    device->ahead_us = device->model.now_us - idle_from_us;
    take_status(device); /* setting the page ahead may have found the last one */
}

static void finish_update(kj_device *device) {
    kj_status status = kj_panel_finish(&device->panel, device->screen.rows);
    if (status == KJ_OK) {
        kj_refresh_record(&device->refresh, device->panel.window, device->panel.intent);
        status = device->screen.sleeps
                     ? kj_panel_sleep(&device->panel)
                     : kj_panel_rest(&device->panel); /* a page is read for tens of seconds */
    }
    if (status != KJ_OK) {
        fail_update(device, status);
        return;
    }
    kj_device_end_turn(device, refresh_name(device->panel.intent), true);
    if (!device->screen.sleeps) {
        work_ahead(device);
    }
}

void kj_device_advance(kj_device *device, uint32_t us) {
    const kj_hal_clock *clock = &device->panel.wiring.clock;
    while (us > 0) {
        const uint32_t step = us < KJ_DEVICE_STEP_US || !device->updating ? us : KJ_DEVICE_STEP_US;
        clock->sleep_us(clock->context, step);
        us -= step;
        if (!device->updating) {
            continue;
        }
        const kj_status status = kj_panel_poll(&device->panel);
        if (status == KJ_OK) {
            finish_update(device);
        } else if (status != KJ_AGAIN) {
            fail_update(device, status);
        }
    }
}

void kj_device_settle(kj_device *device) {
    while (device->updating) {
        kj_device_advance(device, KJ_DEVICE_STEP_US);
    }
}

const kj_device_turn *kj_device_last_turn(const kj_device *device) { return &device->turn; }
