/* device_private.h - what the parts of a device share: opening, turns, input. Layer: board (host).
 */
#ifndef KJ_EMULATOR_DEVICE_PRIVATE_H
#define KJ_EMULATOR_DEVICE_PRIVATE_H

#include "device.h"

/* A turn begins; the loop has ended it, or will. */
void kj_device_begin_turn(kj_device *device);
void kj_device_end_turn(kj_device *device);

/* The turn of an image that is over. */
void kj_device_take_image_turn(kj_device *device);

/* Time and energy since they were last counted, added to the turn. */
void kj_device_account(kj_device *device, uint64_t active_us);

/* What the battery tells from now on. */
void kj_device_make_battery(kj_device *device, uint8_t percent, bool is_charging);

/* config.flash in the device's time, or NULL; the battery as a board tells it. */
const kj_hal_flash *kj_device_wire_flash(kj_device *device);
kj_hal_battery kj_device_wire_battery(kj_device *device);

#endif
