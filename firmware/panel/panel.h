/* panel.h - an e-paper panel: say what changed and why, and the driver finds the commands.
 *
 * An update is begun, polled and finished, so that the processor sleeps or lays out the
 * next page while the ink moves. Rows are pulled from a source, in the panel's own
 * orientation, so that a frame, a band painter or an image serve alike; a driver may pull the
 * same rows more than once. docs/panel.md has the sequences. Layer: panel. */
#ifndef KJ_PANEL_PANEL_H
#define KJ_PANEL_PANEL_H

#include "base/geometry.h"
#include "base/status.h"
#include "hal/clock.h"
#include "hal/pin.h"
#include "hal/spi.h"

#include <stdbool.h>
#include <stdint.h>

/* The widest panel a driver serves, pixels; rows are buffered one at a time. */
#define KJ_PANEL_WIDTH_MAX 1024u

typedef enum kj_panel_intent {
    KJ_INTENT_PAGE,  /* a page turn: fast and differential where the glass allows */
    KJ_INTENT_MENU,  /* a small window: fastest, may leave a ghost */
    KJ_INTENT_CLEAN, /* black and white flash of the window: no ghost left in it */
    KJ_INTENT_GRAY   /* four tones, always the whole panel; pulls planes 0 and 1 */
} kj_panel_intent;

typedef struct kj_panel_wiring {
    kj_hal_spi spi;
    kj_hal_pin select; /* CS, low = selected */
    kj_hal_pin data;   /* DC, low = command, high = data */
    kj_hal_pin reset;  /* RST, low = reset */
    kj_hal_pin busy;   /* polarity is the driver's to know */
    kj_hal_clock clock;
} kj_panel_wiring;

/* Gives row y (0 = top of the panel as its data sheet draws it) of one bit plane into bits:
 * width/8 bytes, leftmost pixel in the most significant bit. For 1-bit intents plane is 0
 * and a set bit is ink (black). For KJ_INTENT_GRAY a pixel's ink level, 0 (paper) to
 * 3 (black), is bit(plane 1) * 2 + bit(plane 0). Any error ends the update with it. The
 * panel is deselected meanwhile: the source may use the bus, for instance to read a card. */
typedef struct kj_panel_rows {
    void *context;
    kj_status (*row)(void *context, unsigned plane, uint16_t y, uint8_t *bits);
} kj_panel_rows;

struct kj_panel;

/* One controller's driver, constant. panel.c alone calls its functions: wake after a reset,
 * each with BUSY idle. */
typedef struct kj_panel_driver {
    const char *name;             /* "ssd1677" */
    uint16_t width_px, height_px; /* native orientation; width a multiple of 8 */
    bool busy_level;              /* level of the BUSY pin while busy */
    uint32_t spi_hz;              /* most the controller takes when written */
    uint32_t busy_limit_us;       /* longest wait for BUSY that is not an error */
    const void *chip;             /* the family's table of this member's constants */
    kj_status (*wake)(struct kj_panel *panel);
    kj_status (*begin)(struct kj_panel *panel, kj_panel_rows rows); /* panel->window, ->intent */
    kj_status (*finish)(struct kj_panel *panel, kj_panel_rows rows);
    kj_status (*rest)(struct kj_panel *panel);  /* high voltage off, RAM kept */
    kj_status (*sleep)(struct kj_panel *panel); /* deep sleep; high voltage is off already */
} kj_panel_driver;

extern const kj_panel_driver kj_panel_ssd1677; /* GDEQ0426T82, 800x480 */
extern const kj_panel_driver kj_panel_uc8179;  /* Waveshare 7.5" V2, 800x480 */
extern const kj_panel_driver kj_panel_uc8176;  /* GDEW042T2, 400x300 */
extern const kj_panel_driver kj_panel_ssd1683; /* GDEY042T81, 400x300; two tones */

typedef struct kj_panel {
    const kj_panel_driver *driver;
    kj_panel_wiring wiring;
    /* private */
    bool awake;             /* initialised and not in deep sleep */
    bool asleep;            /* in deep sleep by our own command */
    bool old_plane_valid;   /* the controller's old plane shows what the glass shows */
    bool powered;           /* the controller's high voltage is on */
    bool refreshing;        /* begun and not yet finished */
    kj_rect window;         /* of the last update, widened to the controller's units */
    kj_panel_intent intent; /* what the last update really does */
    uint32_t busy_since_us;
} kj_panel;

/* Remembers driver and wiring; touches no pin but to deselect and release reset. */
void kj_panel_init(kj_panel *panel, const kj_panel_driver *driver, const kj_panel_wiring *wiring);

/* Sends the picture in window (clipped to the panel, widened to multiples of 8 pixels across)
 * and starts the refresh; wakes the controller when it sleeps. A differential intent becomes
 * KJ_INTENT_CLEAN over the whole panel where the old picture is not known (power-up, wake,
 * after an error, after gray), and a gray or such a clean one takes the whole panel:
 * panel->intent and panel->window tell. rows gives the whole panel.
 * Returns KJ_OK; ERR_STATE: the last update is not finished; ERR_TIMEOUT: BUSY never ended;
 * ERR_ARGUMENT: empty window; ERR_IO or the source's own error. After an error (but STATE and
 * ARGUMENT) the controller is reset, its high voltage off, and the next begin wakes it. */
KJ_MUST_USE kj_status kj_panel_begin(kj_panel *panel, kj_rect window, kj_panel_intent intent,
                                     kj_panel_rows rows);

/* KJ_AGAIN while the ink moves; KJ_OK when idle; ERR_TIMEOUT past the driver's limit. */
KJ_MUST_USE kj_status kj_panel_poll(kj_panel *panel);

/* Sleeps in steps until idle. KJ_OK or ERR_TIMEOUT. */
KJ_MUST_USE kj_status kj_panel_wait(kj_panel *panel);

/* Waits until idle and brings the controller's planes to what the next differential update
 * needs. rows: the same picture as to begin. ERR_STATE without an update; errors as begin. */
KJ_MUST_USE kj_status kj_panel_finish(kj_panel *panel, kj_panel_rows rows);

/* begin, wait, finish. */
KJ_MUST_USE kj_status kj_panel_update(kj_panel *panel, kj_rect window, kj_panel_intent intent,
                                      kj_panel_rows rows);

/* High voltage off, picture memory kept, for the time a page is read: the next update may still
 * be differential and takes about 0.1 s more. Statuses as sleep. */
KJ_MUST_USE kj_status kj_panel_rest(kj_panel *panel);

/* High voltage off and deep sleep: the glass keeps its picture at a few microwatts. KJ_OK, also
 * when asleep already; ERR_STATE while an update is under way; ERR_TIMEOUT, ERR_IO. */
KJ_MUST_USE kj_status kj_panel_sleep(kj_panel *panel);

#endif
