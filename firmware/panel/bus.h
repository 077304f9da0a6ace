/* bus.h - what every controller driver does to its wires: frames of command and data, rows
 * of a plane, reset, and waits for BUSY that end.
 *
 * Chip select falls for one frame or one row at a time and the clock is set anew each time,
 * because a card may share the bus and a row source may read from it. Layer: panel, private
 * to the drivers. */
#ifndef KJ_PANEL_BUS_H
#define KJ_PANEL_BUS_H

#include "panel/panel.h"

#include <stddef.h>

/* A wait looks at BUSY this often; the processor sleeps between. */
#define KJ_BUS_BUSY_STEP_US 1000u

/* BUSY is not believed before this long after a command: the UC8179 needs 200 us to raise it
 * after a refresh command (its data sheet, command 12). */
#define KJ_BUS_BUSY_SETTLE_US 200u

/* The data bytes of a frame, in place: kj_bus_frame(panel, 0x22, KJ_BUS_BYTES(0xF7)). */
#define KJ_BUS_BYTES(...) (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})

/* One entry of a kj_bus_script table: command, then at least one data byte. */
#define KJ_BUS_ENTRY(command, ...) sizeof((const uint8_t[]){__VA_ARGS__}), command, __VA_ARGS__

/* Returns from the calling function with the call's status unless it is KJ_OK. */
#define KJ_BUS_TRY(call)                                                                           \
    do {                                                                                           \
        kj_status kj_try_status = (call);                                                          \
        if (kj_try_status != KJ_OK) {                                                              \
            return kj_try_status;                                                                  \
        }                                                                                          \
    } while (0)

/* One command with its data bytes (NULL, 0: none). KJ_OK, or the bus's own error. */
KJ_MUST_USE kj_status kj_bus_frame(const kj_panel *panel, uint8_t command, const uint8_t *data,
                                   size_t length);

/* Frames from a table of KJ_BUS_ENTRY: count of data bytes, command, data bytes; and so on. */
KJ_MUST_USE kj_status kj_bus_script(const kj_panel *panel, const uint8_t *script, size_t length);

/* The command, then panel->window of one plane of the picture, row by row from the top, each
 * byte XORed with flip (0xFF where the controller wants paper as 1). KJ_OK, the bus's error or
 * the source's; a source that answers with progress instead of a row gives ERR_STATE. */
KJ_MUST_USE kj_status kj_bus_plane(const kj_panel *panel, uint8_t command,
                                   const kj_panel_rows *rows, unsigned plane, uint8_t flip);

/* Whether the controller says it is busy, now. */
bool kj_bus_is_busy(const kj_panel *panel);

/* Lets BUSY settle, then sleeps until it ends. KJ_OK, or ERR_TIMEOUT past busy_limit_us. */
KJ_MUST_USE kj_status kj_bus_wait(const kj_panel *panel);

/* Pulses the reset line and gives the controller its time to come up. */
void kj_bus_reset(const kj_panel *panel);

/* Whether panel->window is the whole panel. */
bool kj_bus_is_whole(const kj_panel *panel);

#endif
