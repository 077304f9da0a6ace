/* detect.c - see detect.h. Layer: panel. */
#include "panel/detect.h"

#include "panel/bus.h"
#include "panel/ssd16xx_registers.h"

#define BOOT_US  20000u /* every controller here is idle so long after a reset */
#define LOOKS    3u
#define APART_US 2000u
#define RAISE_US 10000u /* a soft reset is BUSY for 1 to 10 ms */
#define STEP_US  100u
#define SLOW_HZ  1000000u

/* The level of BUSY, seen LOOKS times in a row; false: it changes. */
static bool stands(const kj_panel_wiring *wiring, bool *level) {
    *level = wiring->busy.get(wiring->busy.context);
    for (unsigned i = 1; i < LOOKS; i++) {
        wiring->clock.sleep_us(wiring->clock.context, APART_US);
        if (wiring->busy.get(wiring->busy.context) != *level) {
            return false;
        }
    }
    return true;
}

static bool raises_busy(const kj_panel *panel) {
    const kj_panel_wiring *wiring = &panel->wiring;
    if (kj_bus_frame(panel, SSD_SOFT_RESET, NULL, 0) != KJ_OK) {
        return false;
    }
    for (uint32_t us = 0; us < RAISE_US; us += STEP_US) {
        if (wiring->busy.get(wiring->busy.context)) {
            return true;
        }
        wiring->clock.sleep_us(wiring->clock.context, STEP_US);
    }
    return false;
}

static bool fits(const kj_panel_driver *driver, const kj_panel_wiring *wiring, bool level) {
    if (driver->busy_level == level) {
        return false;
    }
    kj_panel_driver slow = *driver; /* it may be another's pins that it talks to */
    kj_panel panel;
    slow.spi_hz = SLOW_HZ;
    kj_panel_init(&panel, &slow, wiring);
    return !driver->busy_level || raises_busy(&panel);
}

const kj_panel_driver *kj_panel_detect(const kj_panel_wiring *wiring,
                                       const kj_panel_driver *const *candidates, unsigned count) {
    if (count < 2) {
        return candidates[0];
    }
    kj_panel panel;
    bool level;
    kj_panel_init(&panel, candidates[0], wiring);
    kj_bus_reset(&panel);
    wiring->clock.sleep_us(wiring->clock.context, BOOT_US);
    if (stands(wiring, &level)) {
        for (unsigned i = 0; i < count; i++) {
            if (fits(candidates[i], wiring, level)) {
                return candidates[i];
            }
        }
    }
    return candidates[0];
}
