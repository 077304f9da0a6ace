/* loop.c - see loop.h. Layer: board, on the host and on devices. */
#include "board/device/loop.h"

static void log_line(const kj_loop *loop, const char *text) {
    const kj_reader_log *log = &loop->config.reader.log;
    if (log->line) {
        log->line(log->context, text);
    }
}

static void log_failure(const kj_loop *loop, kj_status status) {
    log_line(loop, "the panel does not do as it is told:");
    log_line(loop, kj_status_name(status));
}

static void take_status(kj_loop *loop) {
    kj_reader_status *status = &loop->turn.reader;
    kj_reader_get_status(&loop->reader, status);
    status->start = loop->text_start;
    status->end = loop->text_end;
    status->images = loop->images;
}

static void begin_turn(kj_loop *loop) {
    loop->retried = loop->failed = false;
    loop->turn.keys = 0;
}

static void end_turn(kj_loop *loop, const char *refresh) {
    loop->turn.refresh = refresh;
    loop->turn.wear = kj_refresh_worst(&loop->refresh);
    loop->turn.sleeps = loop->panel.asleep;
    take_status(loop);
    loop->updating = false;
}

static void observe(kj_loop *loop) {
    uint32_t words[KJ_PANEL_WIDTH_MAX / 32u];
    const kj_panel_rows rows = loop->screen.rows;
    for (uint16_t y = 0; y < loop->config.driver->height_px; y++) {
        if (rows.row(rows.context, 0, y, (uint8_t *)words) != KJ_OK) {
            return; /* a picture not wholly seen counts as a changed one */
        }
        kj_refresh_observe(&loop->refresh, y, words, NULL);
    }
}

/* Starts the update to loop->screen; an error is met in fail_update. */
static kj_status start_update(kj_loop *loop) {
    const kj_reader_screen *screen = &loop->screen;
    if (screen->mood != loop->mood) {
        loop->mood = screen->mood;
        kj_refresh_set_mood(&loop->refresh, loop->mood);
    }
    if (screen->intent != KJ_INTENT_GRAY) {
        observe(loop);
    }
    const kj_refresh_plan plan =
        kj_refresh_choose(&loop->refresh, screen->window, screen->intent, screen->natural);
    loop->updating = true;
    return kj_panel_begin(&loop->panel, plan.window, plan.intent, screen->rows);
}

/* Once more from a reset, with the screen made again; then the device gives up and shows what it
 * shows, until the next key. */
static void fail_update(kj_loop *loop, kj_status status) {
    log_failure(loop, status);
    loop->failures++;
    if (!loop->retried) {
        loop->retried = true;
        kj_reader_show(&loop->reader, &loop->screen);
        status = start_update(loop);
        if (status == KJ_OK) {
            return;
        }
        log_failure(loop, status);
        loop->failures++;
    }
    loop->failed = true;
    end_turn(loop, "failed");
}

static void show_screen(kj_loop *loop) {
    kj_reader_status status;
    kj_reader_get_status(&loop->reader, &status);
    loop->text_start = status.start;
    loop->text_end = status.end;
    loop->images = status.images;
    const kj_status started = start_update(loop);
    if (started != KJ_OK) {
        fail_update(loop, started);
    }
}

kj_status kj_loop_open(kj_loop *loop, const kj_loop_config *config, uint64_t now_us) {
    /* Its owner's mood, once one is set, goes over config's. */
    *loop = (kj_loop){.config = *config, .turn.refresh = "none", .mood = KJ_REFRESH_BALANCED};
    loop->touched_us = now_us;
    loop->card_was_in = config->card_is_in && config->card_is_in(config->card_context);
    const kj_status status = kj_reader_open(&loop->reader, &config->reader);
    if (status != KJ_OK) {
        return status;
    }
    const kj_panel_driver *driver = config->driver;
    kj_panel_init(&loop->panel, driver, &config->wiring);
    const kj_refresh_config refresh =
        kj_refresh_preset(config->mood, driver->width_px, driver->height_px);
    kj_refresh_init(&loop->refresh, &refresh);
    begin_turn(loop);
    kj_reader_show(&loop->reader, &loop->screen);
    show_screen(loop);
    return KJ_OK;
}

void kj_loop_close(kj_loop *loop) { kj_reader_close(&loop->reader); }

bool kj_loop_push(kj_loop *loop, kj_key key) {
    if (kj_key_queue_push(&loop->queue, key)) {
        return true;
    }
    log_line(loop, "too many keys while the panel is busy: one is dropped");
    return false;
}

/* A turn that the reader answered with loop->screen, or with KJ_END. */
static bool answer(kj_loop *loop, kj_status status, uint64_t now_us) {
    loop->touched_us = now_us;
    if (status == KJ_OK) {
        show_screen(loop);
        return loop->updating;
    }
    end_turn(loop, "none");
    return false;
}

/* The switch of the slot, where there is one: KJ_OK where the reader has something to show. */
static kj_status look_at_slot(kj_loop *loop) {
    if (!loop->config.card_is_in) {
        return KJ_END;
    }
    const bool is_in = loop->config.card_is_in(loop->config.card_context);
    if (is_in == loop->card_was_in) {
        return KJ_END;
    }
    loop->card_was_in = is_in;
    return kj_reader_card(&loop->reader, is_in, &loop->screen);
}

static void sleep_panel(kj_loop *loop) {
    const kj_status status = kj_panel_sleep(&loop->panel);
    if (status != KJ_OK) {
        log_failure(loop, status);
        loop->failures++;
    }
}

bool kj_loop_take_keys(kj_loop *loop, uint64_t now_us) {
    kj_key keys[KJ_KEY_QUEUE_KEYS];
    begin_turn(loop);
    const unsigned count = kj_key_queue_take(&loop->queue, keys);
    if (count == 0) {
        end_turn(loop, "none");
        return false;
    }
    loop->turn.keys = count;
    const kj_status slot = look_at_slot(loop); /* it may have changed during a read */
    kj_status status = kj_reader_keys(&loop->reader, keys, count, &loop->screen);
    status = status == KJ_END ? slot : status;
    if (status != KJ_OK && keys[count - 1] == KJ_KEY_POWER) {
        sleep_panel(loop); /* the reader has no page for it, as without fonts */
    }
    return answer(loop, status, now_us);
}

uint64_t kj_loop_sleep_in_us(const kj_loop *loop, uint64_t now_us) {
    if (loop->screen.sleeps) {
        return UINT64_MAX;
    }
    const uint64_t limit_us = 1000ull * kj_reader_idle_limit_ms(&loop->reader);
    const uint64_t idle_us = now_us - loop->touched_us;
    return idle_us < limit_us ? limit_us - idle_us : 0;
}

bool kj_loop_is_sleep_due(const kj_loop *loop, uint64_t now_us) {
    return !loop->updating && kj_loop_sleep_in_us(loop, now_us) == 0;
}

bool kj_loop_sleep(kj_loop *loop, uint64_t now_us) {
    begin_turn(loop);
    return answer(loop, kj_reader_sleep(&loop->reader, &loop->screen), now_us);
}

bool kj_loop_card(kj_loop *loop, uint64_t now_us) {
    begin_turn(loop);
    return answer(loop, look_at_slot(loop), now_us);
}

bool kj_loop_battery(kj_loop *loop, uint64_t now_us) {
    begin_turn(loop);
    return answer(loop, kj_reader_battery(&loop->reader, &loop->screen), now_us);
}

void kj_loop_look(kj_loop *loop) {
    begin_turn(loop);
    end_turn(loop, "none");
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

static void finish_update(kj_loop *loop) {
    kj_status status = kj_panel_finish(&loop->panel, loop->screen.rows);
    if (status == KJ_OK) {
        kj_refresh_record(&loop->refresh, loop->panel.window, loop->panel.intent);
        status = loop->screen.sleeps
                     ? kj_panel_sleep(&loop->panel)
                     : kj_panel_rest(&loop->panel); /* a page is read for tens of seconds */
    }
    if (status != KJ_OK) {
        fail_update(loop, status);
        return;
    }
    end_turn(loop, refresh_name(loop->panel.intent));
}

kj_status kj_loop_step(kj_loop *loop) {
    if (!loop->updating) {
        return KJ_END;
    }
    const kj_status status = kj_panel_poll(&loop->panel);
    if (status == KJ_OK) {
        finish_update(loop);
    } else if (status != KJ_AGAIN) {
        fail_update(loop, status);
    }
    return loop->updating ? KJ_AGAIN : KJ_OK;
}

kj_status kj_loop_idle(kj_loop *loop) {
    if (loop->updating || loop->failed || loop->screen.sleeps || loop->queue.count > 0 ||
        kj_reader_idle(&loop->reader) != KJ_OK) {
        return KJ_END;
    }
    take_status(loop); /* setting the page ahead may have found the last one */
    return KJ_OK;
}
