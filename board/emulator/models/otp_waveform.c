/* otp_waveform.c - see otp_waveform.h and docs/emulator-models.md. */
#include "models/otp_waveform.h"

#define FULL_VOLTS 150 /* decivolts */
/* Decivolt milliseconds that bring a pixel from one rail to some 5 tones before the other. */
#define SHORT_DRIVE 30600

static int16_t towards(bool white) { return white ? -FULL_VOLTS : FULL_VOLTS; }

/* In hundredths of the time: 20 inverse, 20 black, 25 white, 35 picture. */
static void make_full(kj_waveform *wave, uint16_t duration_ms) {
    kj_waveform_clear(wave, (uint32_t)duration_ms * 10);
    for (unsigned c = 0; c < KJ_WAVE_CLASSES; c++) {
        bool white = c & 1;
        kj_waveform_put(wave, c, 0, 0, towards(!white), 20);
        kj_waveform_put(wave, c, 0, 1, towards(false), 20);
        kj_waveform_put(wave, c, 0, 2, towards(true), 25);
        kj_waveform_put(wave, c, 0, 3, towards(white), 35);
    }
}

static void make_differential(kj_waveform *wave, uint16_t duration_ms) {
    int16_t volts = (int16_t)(SHORT_DRIVE / duration_ms);
    kj_waveform_clear(wave, (uint32_t)duration_ms * 10);
    kj_waveform_put(wave, KJ_CLASS_TO_WHITE, 0, 0, (int16_t)-volts, 100);
    kj_waveform_put(wave, KJ_CLASS_TO_BLACK, 0, 0, volts, 100);
    kj_waveform_put(wave, KJ_CLASS_STAY_BLACK, 0, 0, 0, 100);
    kj_waveform_put(wave, KJ_CLASS_STAY_WHITE, 0, 0, 0, 100);
}

/* From exact white, a hundredth of 2.3 s is 23 ms: about a third of the way to black. Frames
 * of a four-hundred-and-sixtieth let light gray take 4 and dark gray 11 of them. */
static void make_gray(kj_waveform *wave, uint16_t duration_ms) {
    static const uint8_t black_frames[KJ_WAVE_CLASSES] = {120, 4, 11, 0};
    kj_waveform_clear(wave, (uint32_t)duration_ms * 1000 / 460);
    for (unsigned c = 0; c < KJ_WAVE_CLASSES; c++) {
        kj_waveform_put(wave, c, 0, 0, towards(false), 100);
        kj_waveform_put(wave, c, 0, 1, towards(true), 100);
        kj_waveform_put(wave, c, 0, 2, towards(false), 60);
        kj_waveform_put(wave, c, 0, 3, towards(true), 80);
        kj_waveform_put(wave, c, 1, 0, towards(false), black_frames[c]);
        kj_waveform_put(wave, c, 1, 1, 0, (uint8_t)(120 - black_frames[c]));
    }
}

bool kj_otp_waveform_load(const kj_otp_waveform *table, uint8_t count, int16_t degrees,
                          uint8_t mode, kj_waveform *wave) {
    for (uint8_t i = 0; i < count; i++) {
        if (table[i].mode != mode || degrees > table[i].to_degrees) {
            continue;
        }
        switch (table[i].kind) {
        case KJ_OTP_FULL: make_full(wave, table[i].duration_ms); break;
        case KJ_OTP_GRAY: make_gray(wave, table[i].duration_ms); break;
        default: make_differential(wave, table[i].duration_ms); break;
        }
        return true;
    }
    return false;
}
