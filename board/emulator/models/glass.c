/* glass.c - ink moving under a waveform. See glass.h and docs/emulator-models.md. */
#include "models/glass.h"

#include <string.h>

#define TONE_ONE    256 /* one tone in the ink's 8.8 fixed point */
#define TONE_RAIL   (255 * TONE_ONE)
#define STEP_US     5000u          /* longest step of the ink's equation */
#define FULL_DRIVE  150            /* decivolts that the constants below are for */
#define APPROACH    25             /* of 256: part of the way covered in a step at full drive */
#define LEAST_MOVE  (TONE_ONE / 2) /* in a step at full drive: so a rail is reached exactly */
#define SNAP        16             /* an ideal tone this near a rail is the rail */
#define WEAR_MOST   64
#define WEAR_DRIVEN 4 /* wear of a pixel driven without being cleaned */
#define WEAR_TONE   8 /* wear that shows as one tone */

static size_t pixel_count(const kj_glass *glass) {
    return (size_t)glass->width_px * glass->height_px;
}

size_t kj_glass_bytes(uint16_t width_px, uint16_t height_px) {
    return (size_t)width_px * height_px * 4;
}

void kj_glass_init(kj_glass *glass, uint16_t width_px, uint16_t height_px, void *memory) {
    memset(glass, 0, sizeof *glass);
    glass->width_px = width_px;
    glass->height_px = height_px;
    size_t count = pixel_count(glass);
    glass->tone = memory;
    glass->ideal = glass->tone + count;
    glass->wear = glass->ideal + count;
    glass->pixel_class = glass->wear + count;
    memset(glass->tone, KJ_GLASS_WHITE, count * 2);
    memset(glass->wear, 0, count);
    memset(glass->pixel_class, KJ_GLASS_UNTOUCHED, count);
}

void kj_glass_set_class(kj_glass *glass, uint16_t x, uint16_t y, uint8_t pixel_class) {
    glass->pixel_class[(size_t)y * glass->width_px + x] = pixel_class;
}

/* Moves one tone (8.8) by drive decivolts for us, at most STEP_US. */
static int32_t move_ink(int32_t tone, int16_t drive, uint32_t us) {
    bool to_black = drive > 0;
    uint32_t volts = (uint32_t)(to_black ? drive : -drive);
    uint32_t strength = volts * us / (FULL_DRIVE * STEP_US / 256);
    uint32_t way = (uint32_t)(to_black ? tone : TONE_RAIL - tone);
    uint32_t step = (way * APPROACH / 256) * strength / 256;
    uint32_t least = LEAST_MOVE * strength / 256;
    step = step < least ? least : step;
    step = step > way ? way : step;
    return to_black ? tone - (int32_t)step : tone + (int32_t)step;
}

/* Runs all 256 starting tones of one class through the waveform's first until_us. */
static void respond(const kj_waveform *wave, unsigned pixel_class, uint32_t until_us,
                    uint8_t *response) {
    kj_wave_cursor source = {.groups = wave->track[pixel_class]};
    kj_wave_cursor common = {.groups = wave->track[KJ_WAVE_VCOM]};
    int32_t tones[256];
    for (int i = 0; i < 256; i++) {
        tones[i] = i * TONE_ONE;
    }
    for (uint32_t now = 0; now < until_us;) {
        int16_t level = 0, vcom = 0;
        uint8_t group = 0;
        bool vcom_runs = kj_wave_next(&common, &vcom, &group);
        if (!kj_wave_next(&source, &level, &group) && !vcom_runs) {
            break;
        }
        uint32_t left = wave->frame_us[group];
        left = left > until_us - now ? until_us - now : left;
        now += left ? left : 1;
        int16_t drive = (int16_t)(level - vcom);
        while (left && drive) {
            uint32_t us = left > STEP_US ? STEP_US : left;
            for (int i = 0; i < 256; i++) {
                tones[i] = move_ink(tones[i], drive, us);
            }
            left -= us;
        }
    }
    for (int i = 0; i < 256; i++) {
        response[i] = (uint8_t)((tones[i] + TONE_ONE / 2) / TONE_ONE);
    }
}

static void refresh_response(kj_glass *glass) {
    if (glass->response_valid && glass->response_us == glass->elapsed_us) {
        return;
    }
    for (unsigned i = 0; i < KJ_WAVE_CLASSES; i++) {
        respond(&glass->wave, i, glass->elapsed_us, glass->response[i]);
    }
    glass->response_us = glass->elapsed_us;
    glass->response_valid = true;
}

void kj_glass_begin(kj_glass *glass, const kj_waveform *wave) {
    kj_glass_break_off(glass);
    glass->wave = *wave;
    glass->duration_us = kj_waveform_duration_us(wave);
    glass->elapsed_us = 0;
    glass->response_valid = false;
    glass->updating = glass->duration_us > 0;
}

static uint8_t snap(uint8_t tone) {
    if (tone <= SNAP) {
        return KJ_GLASS_BLACK;
    }
    return tone >= KJ_GLASS_WHITE - SNAP ? KJ_GLASS_WHITE : tone;
}

static uint8_t worn(uint8_t wear, uint8_t more) {
    return (uint8_t)(wear + more > WEAR_MOST ? WEAR_MOST : wear + more);
}

/* Driven, but not to one tone for all: lands short by what wear has built up. */
static void settle_driven(kj_glass *glass, size_t i, const uint8_t *response) {
    int before = glass->tone[i], after = response[before];
    glass->wear[i] = worn(glass->wear[i], WEAR_DRIVEN);
    int bias = glass->wear[i] / WEAR_TONE;
    if (after < before) {
        after = after + bias > before ? before : after + bias;
    } else if (after > before) {
        after = after - bias < before ? before : after - bias;
    }
    glass->tone[i] = (uint8_t)after;
    glass->ideal[i] = snap(response[glass->ideal[i]]);
}

/* Not driven while its neighbours were: the common electrode pulls it slowly to gray. */
static void settle_idle(kj_glass *glass, size_t i) {
    uint8_t before = glass->wear[i];
    glass->wear[i] = worn(before, 1);
    if (glass->wear[i] / WEAR_TONE > before / WEAR_TONE) {
        glass->tone[i] = (uint8_t)(glass->tone[i] + (glass->tone[i] < 128 ? 1 : -1));
    }
}

static bool erases(const uint8_t *response) {
    for (int i = 1; i < 256; i++) {
        if (response[i] != response[0]) {
            return false;
        }
    }
    return true;
}

static void settle(kj_glass *glass) {
    bool clean[KJ_WAVE_CLASSES], driven[KJ_WAVE_CLASSES];
    refresh_response(glass);
    for (unsigned c = 0; c < KJ_WAVE_CLASSES; c++) {
        clean[c] = erases(glass->response[c]);
        driven[c] = kj_waveform_drives(&glass->wave, c);
    }
    size_t count = pixel_count(glass);
    for (size_t i = 0; i < count; i++) {
        uint8_t c = glass->pixel_class[i];
        if (c >= KJ_WAVE_CLASSES) {
            continue;
        }
        if (clean[c]) {
            glass->tone[i] = glass->response[c][0];
            glass->ideal[i] = snap(glass->tone[i]);
            glass->wear[i] = 0;
        } else if (driven[c]) {
            settle_driven(glass, i, glass->response[c]);
        } else {
            settle_idle(glass, i);
        }
    }
}

void kj_glass_break_off(kj_glass *glass) {
    if (glass->updating) {
        settle(glass);
        glass->updating = false;
    }
}

void kj_glass_advance(kj_glass *glass, uint32_t us) {
    if (!glass->updating) {
        return;
    }
    uint32_t left = glass->duration_us - glass->elapsed_us;
    glass->elapsed_us += us < left ? us : left;
    if (us >= left) {
        kj_glass_break_off(glass);
    }
}

static uint8_t tone_at(const kj_glass *glass, size_t i) {
    uint8_t c = glass->pixel_class[i];
    return glass->updating && c < KJ_WAVE_CLASSES ? glass->response[c][glass->tone[i]]
                                                  : glass->tone[i];
}

uint8_t kj_glass_tone(kj_glass *glass, uint16_t x, uint16_t y) {
    if (glass->updating) {
        refresh_response(glass);
    }
    return tone_at(glass, (size_t)y * glass->width_px + x);
}

void kj_glass_render(kj_glass *glass, uint8_t *tones) {
    if (glass->updating) {
        refresh_response(glass);
    }
    for (size_t i = 0; i < pixel_count(glass); i++) {
        tones[i] = tone_at(glass, i);
    }
}

uint8_t kj_glass_ideal(const kj_glass *glass, uint16_t x, uint16_t y) {
    return glass->ideal[(size_t)y * glass->width_px + x];
}

void kj_glass_bits(kj_glass *glass, uint8_t *bits) {
    if (glass->updating) {
        refresh_response(glass);
    }
    size_t count = pixel_count(glass);
    memset(bits, 0, count / 8);
    for (size_t i = 0; i < count; i++) {
        if (tone_at(glass, i) < 128) {
            bits[i / 8] |= (uint8_t)(0x80u >> (i % 8));
        }
    }
}

static uint32_t root(uint64_t square) {
    uint64_t low = 0, high = 1u << 20;
    while (low + 1 < high) {
        uint64_t middle = (low + high) / 2;
        if (middle * middle <= square) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

static int distance(const kj_glass *glass, size_t i) {
    int difference = glass->tone[i] - glass->ideal[i];
    return difference < 0 ? -difference : difference;
}

uint32_t kj_glass_ghost(const kj_glass *glass) {
    uint64_t sum = 0;
    size_t count = pixel_count(glass);
    for (size_t i = 0; i < count; i++) {
        int apart = distance(glass, i);
        sum += (uint64_t)(apart * apart);
    }
    return count ? root(sum * 10000 / count) : 0;
}

uint8_t kj_glass_ghost_worst(const kj_glass *glass) {
    int worst = 0;
    for (size_t i = 0; i < pixel_count(glass); i++) {
        int apart = distance(glass, i);
        worst = apart > worst ? apart : worst;
    }
    return (uint8_t)worst;
}
