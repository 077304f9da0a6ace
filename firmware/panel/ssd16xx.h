/* ssd16xx.h - the SSD16xx family's driver, and the table of what differs between its members and
 * their glasses. Layer: panel, private to the drivers. */
#ifndef KJ_PANEL_SSD16XX_H
#define KJ_PANEL_SSD16XX_H

#include "panel/bus.h"

typedef struct kj_ssd_chip {
    const uint8_t *init; /* kj_bus_script after the soft reset */
    size_t init_length;
    const uint8_t *gray; /* kj_bus_script: its voltages, border; NULL: no four tones */
    size_t gray_length;
    const uint8_t *gray_waveform; /* of command 32 */
    size_t gray_waveform_length;
    uint8_t entry_mode;    /* of 11: y down where the glass's gates are wired in reverse */
    bool x_in_bytes;       /* 44 and 4E count bytes of 8 pixels, one byte each */
    uint8_t clean_degrees; /* a full update is made as at this temperature; 0: as it is */
} kj_ssd_chip;

/* For kj_panel_driver; see panel.h. */
kj_status kj_ssd_wake(kj_panel *panel);
kj_status kj_ssd_begin(kj_panel *panel, kj_panel_rows rows);
kj_status kj_ssd_finish(kj_panel *panel, kj_panel_rows rows);
kj_status kj_ssd_rest(kj_panel *panel);
kj_status kj_ssd_sleep(kj_panel *panel);

#endif
