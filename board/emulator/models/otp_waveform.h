/* otp_waveform.h - stand-ins for the waveforms that a panel's maker burns into its controller.
 *
 * Nobody publishes them; what is known is how long they take and what they do. Each maker
 * takes the measured time. Layer: emulator models. */
#ifndef KJ_MODELS_OTP_WAVEFORM_H
#define KJ_MODELS_OTP_WAVEFORM_H

#include "models/waveform.h"

typedef enum kj_otp_kind {
    KJ_OTP_FULL,         /* inverse, black, white, picture: by the new plane alone, exact */
    KJ_OTP_DIFFERENTIAL, /* drives what changes, a few tones short */
    KJ_OTP_GRAY          /* flash, then four tones by both planes */
} kj_otp_kind;

typedef struct kj_otp_waveform {
    int16_t to_degrees; /* for temperatures up to this */
    uint8_t mode;       /* display mode, where the controller has two */
    uint8_t kind;       /* kj_otp_kind */
    uint16_t duration_ms;
} kj_otp_waveform;

/* Finds the entry for a temperature and mode in a table in rising order of to_degrees and
 * makes its waveform. False where no range fits: then the controller shows nothing. */
bool kj_otp_waveform_load(const kj_otp_waveform *table, uint8_t count, int16_t degrees,
                          uint8_t mode, kj_waveform *wave);

#endif
