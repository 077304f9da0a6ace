/* uc81xx.c - see uc81xx.h. Layer: panel. */
#include "panel/uc81xx.h"

kj_status kj_uc81xx_power_on(kj_panel *panel) {
    if (panel->powered) {
        return KJ_OK;
    }
    KJ_BUS_TRY(kj_bus_frame(panel, UC_POWER_ON, NULL, 0));
    panel->powered = true;
    return kj_bus_wait(panel);
}

kj_status kj_uc81xx_enter_window(const kj_panel *panel) {
    if (kj_bus_is_whole(panel)) {
        return KJ_OK;
    }
    const kj_rect window = panel->window;
    const unsigned left = (unsigned)window.x, right = left + (unsigned)window.width - 1u;
    const unsigned top = (unsigned)window.y, bottom = top + (unsigned)window.height - 1u;
    const uint8_t bytes[9] = {
        (uint8_t)(left >> 8),   left & 0xFF,         (uint8_t)(right >> 8),
        right & 0xFF,           (uint8_t)(top >> 8), top & 0xFF,
        (uint8_t)(bottom >> 8), bottom & 0xFF,       UC_SCAN_ALL,
    };
    KJ_BUS_TRY(kj_bus_frame(panel, UC_PARTIAL_IN, NULL, 0));
    return kj_bus_frame(panel, UC_PARTIAL_WINDOW, bytes, sizeof bytes);
}

kj_status kj_uc81xx_leave_window(const kj_panel *panel) {
    return kj_bus_is_whole(panel) ? KJ_OK : kj_bus_frame(panel, UC_PARTIAL_OUT, NULL, 0);
}

kj_status kj_uc81xx_write_gray(const kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(kj_bus_plane(panel, UC_WRITE_OLD, rows, 0, 0xFF));
    return kj_bus_plane(panel, UC_WRITE_NEW, rows, 1, 0xFF);
}

kj_status kj_uc81xx_rest(kj_panel *panel) {
    KJ_BUS_TRY(kj_bus_frame(panel, UC_POWER_OFF, NULL, 0));
    return kj_bus_wait(panel);
}

kj_status kj_uc81xx_sleep(kj_panel *panel) {
    return kj_bus_frame(panel, UC_DEEP_SLEEP, KJ_BUS_BYTES(UC_DEEP_SLEEP_CODE));
}
