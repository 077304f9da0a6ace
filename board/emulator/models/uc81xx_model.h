/* uc81xx_model.h - the UC81xx family's decoding, and the table of what differs between its
 * members (uc81xx_chips.c). Layer: emulator models, private. */
#ifndef KJ_MODELS_UC81XX_MODEL_H
#define KJ_MODELS_UC81XX_MODEL_H

#include "models/otp_waveform.h"
#include "models/panel_model.h"

typedef struct kj_uc81xx_quirks {
    uint8_t polarity_shift;                   /* of DDX in R50 */
    bool copies;                              /* R50 has N2OCP */
    uint8_t interval, frame_rate;             /* R50, R30 after a reset */
    int16_t source_volts, most_volts;         /* decivolts: R01 after a reset; the ceiling */
    uint32_t (*frame_us)(uint8_t frame_rate); /* R30; 0: a reserved value */
    uint16_t width_px, height_px;             /* what R61 must say for this glass */
    uint16_t power_on_ms, power_off_ms;
    const kj_otp_waveform *otp;
    uint8_t otp_count;
} kj_uc81xx_quirks;

/* For kj_panel_model_type; see panel_model.h. */
void kj_uc81xx_reset(kj_panel_model *model, bool from_sleep);
void kj_uc81xx_begin(kj_panel_model *model);
void kj_uc81xx_execute(kj_panel_model *model);
void kj_uc81xx_plane(kj_panel_model *model, uint8_t byte);
uint8_t kj_uc81xx_read(kj_panel_model *model, uint32_t index);
void kj_uc81xx_idle(kj_panel_model *model);
bool kj_uc81xx_powered(const kj_panel_model *model);

#endif
