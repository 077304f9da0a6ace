/* device_private.h - what the parts of a device share: opening, turns, input. Layer: board (host).
 */
#ifndef KJ_EMULATOR_DEVICE_PRIVATE_H
#define KJ_EMULATOR_DEVICE_PRIVATE_H

#include "device.h"

#define KJ_DEVICE_STEP_US 5000u /* how often a board's loop would look at BUSY */

/* A turn begins, and shows device->screen or ends without it: "none". */
void kj_device_begin_turn(kj_device *device);
void kj_device_show_screen(kj_device *device);
void kj_device_end_turn(kj_device *device, const char *refresh, bool changes);

/* Time and energy since they were last counted, added to the turn. */
void kj_device_account(kj_device *device, uint64_t active_us);

/* The panel's deep sleep. */
void kj_device_sleep_panel(kj_device *device);

/* What the battery tells from now on. */
void kj_device_make_battery(kj_device *device, uint8_t percent, bool is_charging);

/* config.flash in the device's time, or NULL; the battery as a board tells it. */
const kj_hal_flash *kj_device_wire_flash(kj_device *device);
kj_hal_battery kj_device_wire_battery(kj_device *device);

#endif
