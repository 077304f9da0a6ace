/* panel.c - the part of an update that is the same for every controller: state, window, what
 * an intent becomes where the old picture is unknown, and what an error leaves. Layer: panel.
 *
 * The invariant that all rests on: old_plane_valid is true only between the finish of one
 * update and the begin of the next, while the controller is awake. Anything else makes the
 * next update a clean one over the whole glass. */
#include "panel/panel.h"

#include "panel/bus.h"

void kj_panel_init(kj_panel *panel, const kj_panel_driver *driver, const kj_panel_wiring *wiring) {
    *panel = (kj_panel){.driver = driver, .wiring = *wiring, .intent = KJ_INTENT_CLEAN};
    wiring->select.set(wiring->select.context, true);
    wiring->reset.set(wiring->reset.context, true);
}

static void forget(kj_panel *panel) {
    panel->awake = false;
    panel->asleep = false;
    panel->powered = false;
    panel->refreshing = false;
    panel->old_plane_valid = false;
}

/* A controller that fails half-way may go on driving the glass: the reset line, which cannot
 * fail, takes its high voltage off at once. */
static kj_status fail(kj_panel *panel, kj_status status) {
    kj_bus_reset(panel);
    forget(panel);
    return status;
}

static kj_status settle(kj_panel *panel, kj_status status) {
    return status == KJ_OK ? KJ_OK : fail(panel, status);
}

static kj_rect whole(const kj_panel *panel) {
    return (kj_rect){0, 0, (int16_t)panel->driver->width_px, (int16_t)panel->driver->height_px};
}

static int clamp(int value, int most) { return value < 0 ? 0 : value > most ? most : value; }

/* Both families address their RAM in bytes of 8 pixels. */
static kj_rect clip(const kj_panel *panel, kj_rect window) {
    const int width = panel->driver->width_px, height = panel->driver->height_px;
    int left = clamp(window.x, width), right = clamp(window.x + window.width, width);
    int top = clamp(window.y, height), bottom = clamp(window.y + window.height, height);
    if (left >= right || top >= bottom) {
        return (kj_rect){0, 0, 0, 0};
    }
    left &= ~7;
    right = (right + 7) & ~7;
    return (kj_rect){(int16_t)left, (int16_t)top, (int16_t)(right - left), (int16_t)(bottom - top)};
}

static kj_status wake(kj_panel *panel) {
    forget(panel);
    kj_bus_reset(panel);
    KJ_BUS_TRY(kj_bus_wait(panel));
    KJ_BUS_TRY(panel->driver->wake(panel));
    panel->awake = true;
    return KJ_OK;
}

static kj_status start(kj_panel *panel, kj_rect window, kj_panel_intent intent,
                       kj_panel_rows rows) {
    KJ_BUS_TRY(panel->awake ? kj_bus_wait(panel) : wake(panel));
    if (!panel->old_plane_valid && intent != KJ_INTENT_GRAY) {
        intent = KJ_INTENT_CLEAN;
    }
    panel->intent = intent;
    panel->window = panel->old_plane_valid && intent != KJ_INTENT_GRAY ? window : whole(panel);
    KJ_BUS_TRY(panel->driver->begin(panel, rows));
    panel->old_plane_valid = false;
    panel->refreshing = true;
    panel->busy_since_us = panel->wiring.clock.now_us(panel->wiring.clock.context);
    panel->wiring.clock.sleep_us(panel->wiring.clock.context, KJ_BUS_BUSY_SETTLE_US);
    return KJ_OK;
}

kj_status kj_panel_begin(kj_panel *panel, kj_rect window, kj_panel_intent intent,
                         kj_panel_rows rows) {
    if (panel->refreshing) {
        return KJ_ERR_STATE;
    }
    window = clip(panel, window);
    if (window.width == 0) {
        return KJ_ERR_ARGUMENT;
    }
    return settle(panel, start(panel, window, intent, rows));
}

kj_status kj_panel_poll(kj_panel *panel) {
    if (!panel->refreshing || !kj_bus_is_busy(panel)) {
        return KJ_OK;
    }
    uint32_t now_us = panel->wiring.clock.now_us(panel->wiring.clock.context);
    if (now_us - panel->busy_since_us > panel->driver->busy_limit_us) {
        return fail(panel, KJ_ERR_TIMEOUT);
    }
    return KJ_AGAIN;
}

kj_status kj_panel_wait(kj_panel *panel) {
    return panel->refreshing ? settle(panel, kj_bus_wait(panel)) : KJ_OK;
}

static kj_status complete(kj_panel *panel, kj_panel_rows rows) {
    KJ_BUS_TRY(kj_bus_wait(panel));
    return panel->driver->finish(panel, rows);
}

kj_status kj_panel_finish(kj_panel *panel, kj_panel_rows rows) {
    if (!panel->refreshing) {
        return KJ_ERR_STATE;
    }
    KJ_BUS_TRY(settle(panel, complete(panel, rows)));
    panel->refreshing = false;
    panel->old_plane_valid = panel->awake && panel->intent != KJ_INTENT_GRAY;
    return KJ_OK;
}

kj_status kj_panel_update(kj_panel *panel, kj_rect window, kj_panel_intent intent,
                          kj_panel_rows rows) {
    KJ_BUS_TRY(kj_panel_begin(panel, window, intent, rows));
    return kj_panel_finish(panel, rows);
}

static kj_status power_down(kj_panel *panel) {
    if (!panel->powered) {
        return KJ_OK;
    }
    KJ_BUS_TRY(kj_bus_wait(panel));
    KJ_BUS_TRY(panel->driver->rest(panel));
    panel->powered = false;
    return KJ_OK;
}

kj_status kj_panel_rest(kj_panel *panel) {
    return panel->refreshing ? KJ_ERR_STATE : settle(panel, power_down(panel));
}

/* What is neither awake nor put to sleep by us (power-up, an error, a crash before) may be in
 * any state: only after a reset is the sleep command sure to be heard. */
static kj_status fall_asleep(kj_panel *panel) {
    if (!panel->awake) {
        kj_bus_reset(panel);
    }
    KJ_BUS_TRY(kj_bus_wait(panel));
    KJ_BUS_TRY(power_down(panel));
    return panel->driver->sleep(panel);
}

kj_status kj_panel_sleep(kj_panel *panel) {
    if (panel->refreshing) {
        return KJ_ERR_STATE;
    }
    if (panel->asleep) {
        return KJ_OK;
    }
    KJ_BUS_TRY(settle(panel, fall_asleep(panel)));
    forget(panel);
    panel->asleep = true;
    return KJ_OK;
}
