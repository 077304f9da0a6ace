/* ssd1677_model.h - the SSD16xx family's decoding, and the table of what differs between its
 * members (ssd1677_chip.c, ssd1683_chip.c). Layer: emulator models, private. */
#ifndef KJ_MODELS_SSD1677_MODEL_H
#define KJ_MODELS_SSD1677_MODEL_H

#include "models/otp_waveform.h"
#include "models/panel_model.h"

typedef struct kj_ssd16xx_quirks {
    bool x_in_bytes;        /* 44 and 4E count bytes, one byte each */
    bool counter_may_leave; /* the counter may start outside the window */
    bool gates_reversed;    /* gate 0 is the glass's last row */
    bool ping_pong;         /* display mode 2 swaps the RAMs when it is done (37, F[6]) */
    bool booster_in_otp;    /* no 0C is needed before power on */
    uint8_t gate_order;     /* third byte of 01 that fits the glass */
    uint16_t gates;
    uint16_t power_on_ms, power_off_ms;
    const kj_otp_waveform *otp;
    uint8_t otp_count;
} kj_ssd16xx_quirks;

/* For kj_panel_model_type; see panel_model.h. */
void kj_ssd16xx_reset(kj_panel_model *model, bool from_sleep);
void kj_ssd16xx_begin(kj_panel_model *model);
void kj_ssd16xx_execute(kj_panel_model *model);
void kj_ssd16xx_plane(kj_panel_model *model, uint8_t byte);
uint8_t kj_ssd16xx_read(kj_panel_model *model, uint32_t index);
void kj_ssd16xx_idle(kj_panel_model *model);
bool kj_ssd16xx_powered(const kj_panel_model *model);

#endif
