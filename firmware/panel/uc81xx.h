/* uc81xx.h - what the members of UltraChip's UC81xx family do alike: power, partial windows,
 * sleep. Statuses are kj_bus_frame's and kj_bus_wait's. Layer: panel, private to the drivers. */
#ifndef KJ_PANEL_UC81XX_H
#define KJ_PANEL_UC81XX_H

#include "panel/bus.h"
#include "panel/uc81xx_registers.h"

/* High voltage on and BUSY over; nothing where it is on already. */
KJ_MUST_USE kj_status kj_uc81xx_power_on(kj_panel *panel);

/* What is written and refreshed from here on is panel->window; nothing where that is the whole. */
KJ_MUST_USE kj_status kj_uc81xx_enter_window(const kj_panel *panel);
KJ_MUST_USE kj_status kj_uc81xx_leave_window(const kj_panel *panel);

/* Both planes of a picture in four tones: the low bit in the old plane, the high one in the new,
 * paper as 1. Paper is then "white stays", light gray "black to white", dark gray "white to
 * black" and black "black stays". */
KJ_MUST_USE kj_status kj_uc81xx_write_gray(const kj_panel *panel, const kj_panel_rows *rows);

/* A driver's rest and sleep. */
KJ_MUST_USE kj_status kj_uc81xx_rest(kj_panel *panel);
KJ_MUST_USE kj_status kj_uc81xx_sleep(kj_panel *panel);

#endif
