/* uc81xx_model.c - the UC81xx family, from the data sheets of the UC8179c (C0.6) and the UC8176c
 * (A0.1).
 *
 * R-numbers below are the sheets' registers. Members differ in the tables of uc81xx_chips.c. What
 * the sheets leave open is listed in docs/emulator-models.md. */
#include "models/uc81xx_model.h"

#include <string.h>

#define SENSOR_DEGREES 25
#define BUSY_DELAY_US  150u /* after R12 BUSY is not low at once: the drivers wait 200 */
#define SENSE_US       5000u
#define SOFT_RESET_US  1000u
#define KW_GROUPS      7u /* of a LUT in use in KW mode (R20) */
#define END_FRAMES     2u /* VCOM at DC after the last state (data transmission waveform) */

enum {
    PSR_REGISTER_LUT = 0x20,
    PSR_KW = 0x10,
    PSR_UP = 0x08,
    PSR_RIGHT = 0x04,
    PSR_BOOSTER = 0x02,
    PSR_RUN = 0x01
};
enum { LUT_VCOM, LUT_WW, LUT_KW, LUT_WK, LUT_KK };

static const kj_uc81xx_quirks *quirks_of(const kj_panel_model *model) {
    return model->type->quirks;
}

/* Defaults of the command table. The resolution is the RAM's, larger than the glass, and does no
 * harm. Power and booster settings survive a plain reset, from the panel's OTP
 * ("command default setting"), as drivers that leave them out show. */
void kj_uc81xx_reset(kj_panel_model *model, bool from_sleep) {
    kj_uc81xx_state *uc = &model->registers.uc;
    const kj_uc81xx_quirks *quirks = quirks_of(model);
    bool power_set = uc->power_set && !from_sleep;
    memset(uc, 0, sizeof *uc);
    uc->power_set = power_set;
    uc->panel = 0x0F;
    uc->data_interval = quirks->interval;
    uc->frame_rate = quirks->frame_rate;
    uc->x_end = (uint16_t)(model->type->ram_width_px - 1);
    uc->y_end = (uint16_t)(model->type->ram_height_px - 1);
    uc->vdh = uc->vdl = quirks->source_volts;
    uc->vdhr = 30;
}

static bool whole_glass(const kj_panel_model *model) {
    const kj_uc81xx_state *uc = &model->registers.uc;
    return !uc->partial ||
           (uc->x_start == 0 && uc->y_start == 0 && uc->x_end >= model->type->width_px - 1 &&
            uc->y_end >= model->type->height_px - 1);
}

/* Where the n-th byte of a picture goes: row by row over the glass's width, or over the
 * partial window's. */
void kj_uc81xx_plane(kj_panel_model *model, uint8_t byte) {
    kj_uc81xx_state *uc = &model->registers.uc;
    uint32_t stride = model->type->ram_width_px / 8u;
    uint32_t left = uc->partial ? uc->x_start / 8u : 0;
    uint32_t right = uc->partial ? uc->x_end / 8u : stride - 1;
    uint32_t top = uc->partial ? uc->y_start : 0;
    uint32_t bottom = uc->partial ? uc->y_end : model->type->ram_height_px - 1u;
    uint32_t width = right - left + 1, row = top + uc->position / width;
    if (row > bottom) {
        if (uc->position == width * (bottom - top + 1)) {
            kj_panel_model_report(model, KJ_PANEL_TOO_MANY_BYTES, uc->position + 1);
        }
        uc->position++;
        return;
    }
    unsigned plane = model->command->code == 0x13 ? 0 : 1;
    model->plane[plane][row * stride + left + uc->position % width] = byte;
    uc->position++;
    uc->data_complete = plane == 0 && uc->position >= stride * model->type->height_px;
}

/* R71 after a reset reads 13. */
static uint8_t status(const kj_panel_model *model) {
    const kj_uc81xx_state *uc = &model->registers.uc;
    return (uint8_t)((uc->partial ? 0x40 : 0) | 0x10 | (uc->data_complete ? 0x08 : 0) |
                     (uc->power_on ? 0x04 : 0x02) | (model->busy ? 0 : 0x01));
}

uint8_t kj_uc81xx_read(kj_panel_model *model, uint32_t index) {
    switch (model->command->code) {
    case 0x11: return model->registers.uc.data_complete ? 0x80 : 0;
    case 0x40: return index == 0 ? SENSOR_DEGREES : 0;
    case 0x44:
    case 0x51: return 0x01;
    case 0x70: return index == 6 ? 0x0C : 0xFF;
    case 0x71: return status(model);
    default: return 0;
    }
}

static bool fits(uint16_t start, uint16_t end, uint16_t size) { return start <= end && end < size; }

/* R90: whole bytes across, both ends included. */
static void set_window(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    const uint8_t *bytes = model->parameters;
    uint16_t x_start = (uint16_t)((bytes[0] & 3) << 8 | (bytes[1] & 0xF8));
    uint16_t x_end = (uint16_t)((bytes[2] & 3) << 8 | bytes[3] | 7);
    uint16_t y_start = (uint16_t)((bytes[4] & 3) << 8 | bytes[5]);
    uint16_t y_end = (uint16_t)((bytes[6] & 3) << 8 | bytes[7]);
    if (!fits(x_start, x_end, model->type->ram_width_px) ||
        !fits(y_start, y_end, model->type->ram_height_px)) {
        kj_panel_model_report(model, KJ_PANEL_WINDOW, x_end);
        return;
    }
    if ((bytes[1] & 7) != 0 || (bytes[3] & 7) != 7) {
        kj_panel_model_report(model, KJ_PANEL_ALIGNMENT, bytes[1] & 7 ? bytes[1] : bytes[3]);
    }
    uc->x_start = x_start;
    uc->x_end = x_end;
    uc->y_start = y_start;
    uc->y_end = y_end;
}

static void set_resolution(kj_panel_model *model) {
    const uint8_t *bytes = model->parameters;
    uint16_t width = (uint16_t)((bytes[0] & 3) << 8 | (bytes[1] & 0xF8));
    uint16_t height = (uint16_t)((bytes[2] & 3) << 8 | bytes[3]);
    if (width != quirks_of(model)->width_px || height != quirks_of(model)->height_px) {
        kj_panel_model_report(model, KJ_PANEL_RESOLUTION, (uint32_t)width << 16 | height);
    }
}

/* R65: a glass that starts at the first source and gate. */
static void check_start(kj_panel_model *model) {
    const uint8_t *bytes = model->parameters;
    if (bytes[0] | bytes[1] | bytes[2] | bytes[3]) {
        kj_panel_model_report(model, KJ_PANEL_RESOLUTION, bytes[1]);
    }
}

/* R01: 0.2 V a step from 2.4 V up to the member's ceiling. */
static int16_t source_volts(const kj_panel_model *model, uint8_t code) {
    int16_t volts = (int16_t)(24 + 2 * (code & 63)), most = quirks_of(model)->most_volts;
    return volts < most ? volts : most;
}

static void set_power(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    const uint8_t *bytes = model->parameters;
    uc->power_set = true;
    uc->vdh = source_volts(model, bytes[2]);
    uc->vdl = source_volts(model, bytes[3]);
    uc->vdhr = model->byte_count > 4 ? source_volts(model, bytes[4]) : uc->vdhr;
}

/* R00: bit 0 low resets the registers, bit 1 low stops the booster. */
static void set_panel(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    uint8_t how = model->parameters[0];
    if (!(how & PSR_RUN)) {
        kj_uc81xx_reset(model, false);
        kj_panel_model_busy(model, SOFT_RESET_US);
        return;
    }
    uc->panel = how;
    uc->power_on = uc->power_on && how & PSR_BOOSTER;
}

static uint32_t power_up(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    if (!uc->power_set) {
        kj_panel_model_report(model, KJ_PANEL_POWER_SETUP, 0);
    }
    uint32_t us = uc->power_on ? 1000u : quirks_of(model)->power_on_ms * 1000u;
    uc->power_on = uc->power_after = true;
    return us;
}

static void power_down(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    kj_panel_model_busy(model, uc->power_on ? quirks_of(model)->power_off_ms * 1000u : 1000u);
    uc->power_after = false;
}

/* R20: level bits, four lengths, repeats; a state without repeats or length ends the track. */
static void decode_track(const kj_uc81xx_state *uc, unsigned lut, kj_wave_group *groups) {
    int16_t volts[4] = {0, uc->vdh, (int16_t)-uc->vdl, uc->vdhr};
    volts[3] = lut == LUT_VCOM ? 0 : volts[3];
    for (unsigned g = 0; g < KW_GROUPS; g++) {
        const uint8_t *bytes = uc->lut[lut] + g * 6;
        if (bytes[5] == 0 || (bytes[1] | bytes[2] | bytes[3] | bytes[4]) == 0) {
            return;
        }
        for (unsigned phase = 0; phase < 4; phase++) {
            groups[g].drive[phase] = volts[bytes[0] >> (6 - 2 * phase) & 3];
            groups[g].frames[phase] = bytes[1 + phase];
        }
        groups[g].repeat = bytes[5];
    }
}

static bool register_waveform(const kj_panel_model *model, kj_waveform *wave) {
    static const uint8_t luts[KJ_WAVE_TRACKS] = {LUT_KK, LUT_KW, LUT_WK, LUT_WW, LUT_VCOM};
    const kj_uc81xx_state *uc = &model->registers.uc;
    if (uc->lut_loaded != 0x1F) {
        return false;
    }
    kj_waveform_clear(wave, quirks_of(model)->frame_us(uc->frame_rate));
    for (unsigned track = 0; track < KJ_WAVE_TRACKS; track++) {
        decode_track(uc, luts[track], wave->track[track]);
    }
    return true;
}

/* RE0 TSFIX: the temperature is what RE5 says, else the sensor's. */
static bool otp_waveform(const kj_panel_model *model, kj_waveform *wave) {
    const kj_uc81xx_state *uc = &model->registers.uc;
    const kj_uc81xx_quirks *quirks = quirks_of(model);
    int16_t degrees = uc->cascade & 2 ? (int8_t)uc->forced_temperature : SENSOR_DEGREES;
    return kj_otp_waveform_load(quirks->otp, quirks->otp_count, degrees, 0, wave);
}

/* R50 DDX in KW mode: bit 0 set, a set data bit is white; bit 1 set, the old plane is not
 * looked at and every pixel counts as changed. */
static uint8_t class_of(unsigned polarity, unsigned old, unsigned now) {
    if (!(polarity & 1)) {
        old = !old;
        now = !now;
    }
    if (polarity & 2) {
        old = !now;
    }
    return (uint8_t)(old * 2 + now);
}

static uint32_t set_classes(kj_panel_model *model) {
    const kj_uc81xx_state *uc = &model->registers.uc;
    const kj_panel_model_type *type = model->type;
    unsigned polarity = uc->data_interval >> quirks_of(model)->polarity_shift & 3;
    uint32_t stride = type->ram_width_px / 8u, wrong = 0;
    for (uint16_t y = 0; y < type->height_px; y++) {
        for (uint16_t x = 0; x < type->width_px; x++) {
            uint16_t at_x = uc->panel & PSR_RIGHT ? x : (uint16_t)(type->width_px - 1 - x);
            uint16_t at_y = uc->panel & PSR_UP ? y : (uint16_t)(type->height_px - 1 - y);
            if (uc->partial && (at_x < uc->x_start || at_x > uc->x_end || at_y < uc->y_start ||
                                at_y > uc->y_end)) {
                kj_glass_set_class(&model->glass, x, y, KJ_GLASS_UNTOUCHED);
                continue;
            }
            uint32_t at = at_y * stride + at_x / 8u;
            unsigned shift = 7 - at_x % 8u;
            wrong += kj_panel_model_class(model, x, y,
                                          class_of(polarity, model->plane[1][at] >> shift & 1,
                                                   model->plane[0][at] >> shift & 1));
        }
    }
    return wrong;
}

static void refresh(kj_panel_model *model, uint32_t before_us, uint32_t after_us) {
    kj_uc81xx_state *uc = &model->registers.uc;
    kj_waveform wave;
    if (!uc->power_on) {
        kj_panel_model_report(model, KJ_PANEL_NO_POWER, 0);
        return;
    }
    if (!(uc->panel & PSR_KW)) {
        kj_panel_model_report(model, KJ_PANEL_PARAMETER, uc->panel); /* a red layer */
    }
    bool loaded =
        uc->panel & PSR_REGISTER_LUT ? register_waveform(model, &wave) : otp_waveform(model, &wave);
    if (!loaded) {
        kj_panel_model_report(model, KJ_PANEL_LUT, uc->lut_loaded);
        return;
    }
    kj_panel_model_check_old(model, &wave, set_classes(model));
    uc->copy_after = quirks_of(model)->copies && uc->data_interval & 0x08;
    uc->power_after = true;
    kj_panel_model_refresh(model, before_us, after_us + END_FRAMES * wave.frame_us[0], &wave,
                           whole_glass(model));
}

static void fall_asleep(kj_panel_model *model) {
    model->asleep = true;
    model->registers.uc.power_on = false;
    kj_panel_model_lose_ram(model);
}

/* R17: power on, refresh, power off, and with A7 deep sleep. */
static void run_sequence(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    uint8_t code = model->parameters[0];
    if (code != 0xA5 && code != 0xA7) {
        kj_panel_model_report(model, KJ_PANEL_PARAMETER, code);
        return;
    }
    refresh(model, power_up(model), quirks_of(model)->power_off_ms * 1000u);
    uc->power_after = false;
    uc->sleep_after = code == 0xA7;
}

/* N2OCP, within the partial window only: outside it the planes are as they were. */
static void copy_new_to_old(kj_panel_model *model) {
    const kj_uc81xx_state *uc = &model->registers.uc;
    uint32_t stride = model->type->ram_width_px / 8u;
    uint32_t left = uc->partial ? uc->x_start / 8u : 0;
    uint32_t right = uc->partial ? uc->x_end / 8u : stride - 1;
    uint32_t top = uc->partial ? uc->y_start : 0;
    uint32_t bottom = uc->partial ? uc->y_end : model->type->ram_height_px - 1u;
    for (uint32_t y = top; y <= bottom; y++) {
        memcpy(model->plane[1] + y * stride + left, model->plane[0] + y * stride + left,
               right - left + 1);
    }
}

void kj_uc81xx_idle(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    if (uc->copy_after) {
        copy_new_to_old(model);
        uc->copy_after = false;
    }
    uc->power_on = uc->power_on && uc->power_after;
    if (uc->sleep_after) {
        uc->sleep_after = false;
        fall_asleep(model);
    }
}

void kj_uc81xx_begin(kj_panel_model *model) {
    uint8_t code = model->command->code;
    if (code == 0x10 || code == 0x13) {
        model->registers.uc.position = 0;
    } else if (code == 0x40) {
        kj_panel_model_busy(model, SENSE_US);
    } else if (code == 0x11 && model->registers.uc.data_complete) {
        refresh(model, 0, 0);
    }
}

static void set_frame_rate(kj_panel_model *model) {
    uint8_t code = model->parameters[0];
    if (quirks_of(model)->frame_us(code) == 0) {
        kj_panel_model_report(model, KJ_PANEL_PARAMETER, code);
        return;
    }
    model->registers.uc.frame_rate = code;
}

/* The shortest length a member takes and the longest, nothing between. */
static void set_lut(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    unsigned lut = model->command->code - 0x20u;
    if (model->byte_count != model->command->least && model->byte_count != model->command->most) {
        kj_panel_model_report(model, KJ_PANEL_LUT, model->byte_count);
        return;
    }
    if (lut < 5) { /* R25 is the border's, which is not modelled */
        memset(uc->lut[lut], 0, sizeof uc->lut[lut]);
        memcpy(uc->lut[lut], model->parameters, model->byte_count);
        uc->lut_loaded |= (uint8_t)(1u << lut);
    }
}

static void deep_sleep(kj_panel_model *model) {
    if (model->parameters[0] == 0xA5) {
        fall_asleep(model);
    } else {
        kj_panel_model_report(model, KJ_PANEL_PARAMETER, model->parameters[0]);
    }
}

static void set_sensor(kj_panel_model *model) {
    if (model->parameters[0] & 0x80) {
        kj_panel_model_report(model, KJ_PANEL_SENSOR, model->parameters[0]);
    }
}

void kj_uc81xx_execute(kj_panel_model *model) {
    kj_uc81xx_state *uc = &model->registers.uc;
    uint8_t first = model->parameters[0];
    switch (model->command->code) {
    case 0x00: set_panel(model); break;
    case 0x01: set_power(model); break;
    case 0x02: power_down(model); break;
    case 0x04: kj_panel_model_busy(model, power_up(model)); break;
    case 0x07: deep_sleep(model); break;
    case 0x12:
        refresh(model, 0, 0);
        model->busy_from_us += BUSY_DELAY_US;
        break;
    case 0x17: run_sequence(model); break;
    case 0x20:
    case 0x21:
    case 0x22:
    case 0x23:
    case 0x24:
    case 0x25: set_lut(model); break;
    case 0x30: set_frame_rate(model); break;
    case 0x41: set_sensor(model); break;
    case 0x50: uc->data_interval = first; break;
    case 0x61: set_resolution(model); break;
    case 0x65: check_start(model); break;
    case 0x90: set_window(model); break;
    case 0x91: uc->partial = true; break;
    case 0x92: uc->partial = false; break;
    case 0xE0: uc->cascade = first; break;
    case 0xE5: uc->forced_temperature = first; break;
    default: break; /* taken, and of no effect on what is modelled */
    }
}

bool kj_uc81xx_powered(const kj_panel_model *model) { return model->registers.uc.power_on; }
