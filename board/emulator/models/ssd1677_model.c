/* ssd1677_model.c - the SSD16xx family, from the SSD1677 data sheet (rev 1.0).
 *
 * Section and table numbers below are that sheet's. Members differ in the tables of
 * ssd1677_chip.c and ssd1683_chip.c: the SSD1683 addresses X in bytes, has another LUT length and
 * lets the X counter stand outside the window. What the sheet leaves open is listed in
 * docs/emulator-models.md. */
#include "models/ssd1677_model.h"

#include <string.h>

#define SENSOR_DEGREES 25 /* what the internal sensor reads */
#define RESET_BUSY_US  8000u
#define LOAD_US        3000u /* temperature or waveform from OTP */
#define FILL_US        5000u
#define LUT_GROUPS     10u

enum { LUT_NONE, LUT_OTP, LUT_REGISTER };
enum { /* register 22, table 7-1 */
       STEP_CLOCK_ON = 0x80,
       STEP_ANALOG_ON = 0x40,
       STEP_TEMPERATURE = 0x20,
       STEP_LUT = 0x10,
       STEP_MODE_2 = 0x08,
       STEP_DISPLAY = 0x04,
       STEP_ANALOG_OFF = 0x02,
       STEP_CLOCK_OFF = 0x01
};

static const kj_ssd16xx_quirks *quirks_of(const kj_panel_model *model) {
    return model->type->quirks;
}

/* Power-on-reset values of table 7-1. The booster survives a plain reset: the panel's own
 * initial code in OTP (08, 09) restores it, as drivers that never send it again show. */
void kj_ssd16xx_reset(kj_panel_model *model, bool from_sleep) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    bool booster_set = ssd->booster_set && !from_sleep;
    memset(ssd, 0, sizeof *ssd);
    ssd->booster_set = booster_set;
    ssd->x_end = (uint16_t)(model->type->ram_width_px - 1);
    ssd->y_end = (uint16_t)(model->type->ram_height_px - 1);
    ssd->entry_mode = 0x03;
    ssd->update2 = 0xFF;
    ssd->sensor = 0x48;
    ssd->temperature = 0x7FF;
    ssd->vsh1 = 150;
    ssd->vsh2 = 50;
    ssd->vsl = 150;
    if (from_sleep) {
        model->glass_known = false;
    }
}

static uint16_t address(const uint8_t *bytes) {
    return (uint16_t)((bytes[0] | bytes[1] << 8) & 0x3FF);
}

/* Section 8.3: X in pixels, or in bytes on the smaller members. */
static void set_x_window(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    const uint8_t *bytes = model->parameters;
    bool in_bytes = quirks_of(model)->x_in_bytes;
    ssd->x_start = in_bytes ? (uint16_t)(bytes[0] * 8) : address(bytes);
    ssd->x_end = in_bytes ? (uint16_t)(bytes[1] * 8 + 7) : address(bytes + 2);
    uint16_t low = ssd->x_start < ssd->x_end ? ssd->x_start : ssd->x_end;
    uint16_t high = ssd->x_start < ssd->x_end ? ssd->x_end : ssd->x_start;
    if (high >= model->type->ram_width_px) {
        kj_panel_model_report(model, KJ_PANEL_WINDOW, high);
    } else if (low % 8 != 0 || high % 8 != 7) {
        kj_panel_model_report(model, KJ_PANEL_ALIGNMENT, low % 8 ? low : high);
    }
}

static void set_y_window(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    ssd->y_start = address(model->parameters);
    ssd->y_end = address(model->parameters + 2);
    uint16_t high = ssd->y_start > ssd->y_end ? ssd->y_start : ssd->y_end;
    if (high >= model->type->ram_height_px) {
        kj_panel_model_report(model, KJ_PANEL_WINDOW, high);
    }
}

static bool inside(uint16_t at, uint16_t start, uint16_t end) {
    return start <= end ? at >= start && at <= end : at >= end && at <= start;
}

/* One step of one axis of the address counter: from the window's end to its start, else on
 * in its direction, round the RAM's edge. units is the RAM's size along the axis. */
static bool step(uint16_t *at, uint16_t start, uint16_t end, bool up, uint16_t units) {
    if (*at == end) {
        *at = start;
        return true;
    }
    *at = up ? (uint16_t)(*at + 1 == units ? 0 : *at + 1)
             : (uint16_t)(*at == 0 ? units - 1 : *at - 1);
    return false;
}

/* Section 8.2: AM chooses which axis moves first, ID their directions. */
static void step_counter(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    uint16_t column = ssd->x / 8;
    bool x_up = ssd->entry_mode & 1, y_up = ssd->entry_mode & 2;
    uint16_t columns = model->type->ram_width_px / 8, rows = model->type->ram_height_px;
    if (ssd->entry_mode & 4) {
        if (step(&ssd->y, ssd->y_start, ssd->y_end, y_up, rows)) {
            step(&column, ssd->x_start / 8, ssd->x_end / 8, x_up, columns);
        }
    } else if (step(&column, ssd->x_start / 8, ssd->x_end / 8, x_up, columns)) {
        step(&ssd->y, ssd->y_start, ssd->y_end, y_up, rows);
    }
    ssd->x = (uint16_t)(column * 8 + (x_up ? 0 : 7));
}

static void check_counter(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    if (ssd->counter_reported || quirks_of(model)->counter_may_leave) {
        return;
    }
    if (!inside(ssd->x, ssd->x_start, ssd->x_end) || !inside(ssd->y, ssd->y_start, ssd->y_end)) {
        ssd->counter_reported = true;
        kj_panel_model_report(model, KJ_PANEL_COUNTER_OUTSIDE, (uint32_t)ssd->x << 16 | ssd->y);
    }
}

static uint8_t mirror(uint8_t byte) {
    uint8_t turned = 0;
    for (int i = 0; i < 8; i++) {
        turned = (uint8_t)(turned << 1 | (byte >> i & 1));
    }
    return turned;
}

/* The counter counts pixels: with X decreasing, a byte's first bit is its rightmost pixel. */
static bool bits_run_left(const kj_panel_model *model) {
    return !(model->registers.ssd.entry_mode & 1) && !quirks_of(model)->x_in_bytes;
}

static uint8_t *ram_at(kj_panel_model *model, unsigned plane) {
    const kj_ssd16xx_state *ssd = &model->registers.ssd;
    if (ssd->x >= model->type->ram_width_px || ssd->y >= model->type->ram_height_px) {
        return NULL;
    }
    return model->plane[plane] + (size_t)ssd->y * (model->type->ram_width_px / 8) + ssd->x / 8;
}

void kj_ssd16xx_plane(kj_panel_model *model, uint8_t byte) {
    check_counter(model);
    uint8_t *to = ram_at(model, model->command->code == 0x24 ? 0 : 1);
    if (to) {
        *to = bits_run_left(model) ? mirror(byte) : byte;
    }
    step_counter(model);
}

/* Command 27: a dummy byte, then the RAM that 41 chose. */
static uint8_t read_plane(kj_panel_model *model, uint32_t index) {
    if (index == 0) {
        return 0;
    }
    const uint8_t *from = ram_at(model, model->registers.ssd.read_option & 1);
    uint8_t byte = from ? *from : 0xFF;
    byte = bits_run_left(model) ? mirror(byte) : byte;
    step_counter(model);
    return byte;
}

uint8_t kj_ssd16xx_read(kj_panel_model *model, uint32_t index) {
    const kj_ssd16xx_state *ssd = &model->registers.ssd;
    switch (model->command->code) {
    case 0x27: return read_plane(model, index);
    case 0x2F: return (uint8_t)(0x01 | (model->busy ? 0x04 : 0));
    case 0x1B:
        return index == 0 ? (uint8_t)(ssd->temperature >> 4) : (uint8_t)(ssd->temperature << 4);
    default: return 0;
    }
}

/* Table of 46 and 47: a chequered pattern of steps, over the whole RAM. */
static void fill(kj_panel_model *model, unsigned plane) {
    static const uint16_t sizes[7] = {8, 16, 32, 64, 128, 256, 512};
    uint8_t how = model->parameters[0];
    uint16_t columns = model->type->ram_width_px / 8, rows = model->type->ram_height_px;
    unsigned height = (how >> 4 & 7) == 7 ? rows : sizes[how >> 4 & 7];
    unsigned width = (how & 7) == 7 ? columns : sizes[how & 7] / 8u;
    for (unsigned y = 0; y < rows; y++) {
        for (unsigned x = 0; x < columns; x++) {
            bool one = (how >> 7) ^ ((y / height) & 1) ^ ((x / width) & 1);
            model->plane[plane][y * columns + x] = one ? 0xFF : 0x00;
        }
    }
    kj_panel_model_busy(model, FILL_US);
}

/* Register 04: VSH in steps of 0.2 V from 9 V at 23, or 0.1 V from 2.4 V at 8E. */
static int16_t positive_volts(uint8_t code) {
    return code & 0x80 ? (int16_t)(24 + (code - 0x8E)) : (int16_t)(90 + 2 * (code - 0x23));
}

static void set_source_voltage(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    const uint8_t *codes = model->parameters;
    bool good = codes[0] >= 0x23 && (codes[1] >= 0x8E || (codes[1] >= 0x23 && codes[1] <= 0x4B)) &&
                codes[2] >= 0x1A && codes[2] <= 0x3A;
    if (!good) {
        kj_panel_model_report(model, KJ_PANEL_PARAMETER, codes[0]);
        return;
    }
    ssd->vsh1 = positive_volts(codes[0]);
    ssd->vsh2 = positive_volts(codes[1]);
    ssd->vsl = (int16_t)(90 + 5 * ((codes[2] - 0x1A) / 2));
}

/* A frame rate nibble is multiples of 25 Hz up to 200: 22 measures 50 Hz on this panel. */
static uint32_t frame_us(uint8_t nibble) {
    uint32_t rate = nibble == 0 ? 2 : nibble > 8 ? 8 : nibble;
    return 40000u / rate;
}

/* Figure 6-6: levels of five LUTs, lengths and repeats of ten groups, frame rates. */
static void decode_lut(const kj_ssd16xx_state *ssd, kj_waveform *wave) {
    const int16_t volts[4] = {0, ssd->vsh1, (int16_t)-ssd->vsl, ssd->vsh2};
    kj_waveform_clear(wave, 0);
    for (unsigned g = 0; g < LUT_GROUPS; g++) {
        uint8_t rates = ssd->lut[100 + g / 2];
        wave->frame_us[g] = frame_us(g % 2 ? rates & 15 : rates >> 4);
        for (unsigned track = 0; track < KJ_WAVE_TRACKS; track++) {
            kj_wave_group *group = &wave->track[track][g];
            for (unsigned phase = 0; phase < 4; phase++) {
                unsigned level = ssd->lut[track * 10 + g] >> (6 - 2 * phase) & 3;
                group->drive[phase] = track == KJ_WAVE_VCOM && level == 3 ? 0 : volts[level];
                group->frames[phase] = ssd->lut[50 + g * 5 + phase];
            }
            group->repeat = (uint16_t)(ssd->lut[50 + g * 5 + 4] + 1);
        }
    }
}

/* Register 21: a RAM as it is, as all zero, or inverted. */
static unsigned option(unsigned bit, uint8_t how) { return how & 4 ? 0 : how & 8 ? !bit : bit; }

/* Table 6-4: LUT number = red (old) bit * 2 + black-and-white (new) bit. */
static uint32_t set_classes(kj_panel_model *model) {
    const kj_panel_model_type *type = model->type;
    uint8_t how = model->registers.ssd.update1;
    uint32_t stride = type->ram_width_px / 8u, wrong = 0;
    for (uint16_t y = 0; y < type->height_px; y++) {
        uint16_t row = quirks_of(model)->gates_reversed ? (uint16_t)(type->height_px - 1 - y) : y;
        for (uint16_t x = 0; x < type->width_px; x++) {
            uint32_t at = row * stride + x / 8u;
            unsigned shift = 7 - x % 8u;
            unsigned now = option(model->plane[0][at] >> shift & 1, how & 15);
            unsigned old = option(model->plane[1][at] >> shift & 1, how >> 4);
            wrong += kj_panel_model_class(model, x, y, (uint8_t)(old * 2 + now));
        }
    }
    return wrong;
}

static void load_temperature(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    if (ssd->sensor != 0x80) {
        kj_panel_model_report(model, KJ_PANEL_SENSOR, ssd->sensor);
        return;
    }
    ssd->temperature = SENSOR_DEGREES * 16;
}

static void load_lut(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    const kj_ssd16xx_quirks *quirks = quirks_of(model);
    uint8_t mode = ssd->update2 & STEP_MODE_2 ? 2 : 1;
    bool found = kj_otp_waveform_load(quirks->otp, quirks->otp_count,
                                      (int16_t)(ssd->temperature / 16), mode, &model->wave);
    ssd->lut_source = found ? LUT_OTP : LUT_NONE;
}

static void display(kj_panel_model *model, uint32_t before_us, uint32_t after_us) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    if (!ssd->analog_on || !ssd->clock_on) {
        kj_panel_model_report(model, KJ_PANEL_NO_POWER, ssd->update2);
        return;
    }
    if (ssd->lut_source == LUT_NONE) {
        kj_panel_model_report(model, KJ_PANEL_LUT, 0);
        return;
    }
    kj_waveform wave;
    if (ssd->lut_source == LUT_REGISTER) {
        decode_lut(ssd, &wave);
    } else {
        wave = model->wave;
    }
    kj_panel_model_check_old(model, &wave, set_classes(model));
    ssd->swap_after = quirks_of(model)->ping_pong && ssd->update2 & STEP_MODE_2;
    kj_panel_model_refresh(model, before_us, after_us, &wave, true);
}

static uint32_t power_up(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    if (!ssd->booster_set && !quirks_of(model)->booster_in_otp) {
        kj_panel_model_report(model, KJ_PANEL_POWER_SETUP, 0);
    }
    uint32_t us = ssd->analog_on ? 0 : quirks_of(model)->power_on_ms * 1000u;
    ssd->analog_on = true;
    return us;
}

/* Command 20 runs the steps of register 22 in their order; the first step costs at least a
 * millisecond of BUSY even where nothing is to be done. */
static void activate(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    uint8_t steps = ssd->update2;
    uint32_t before_us = 1000, after_us = 0;
    ssd->clock_on = ssd->clock_on || steps & STEP_CLOCK_ON;
    if (!ssd->clock_on && steps & ~STEP_CLOCK_OFF) {
        kj_panel_model_report(model, KJ_PANEL_NO_POWER, steps);
        return;
    }
    if (steps & STEP_ANALOG_ON) {
        before_us += power_up(model);
    }
    if (steps & STEP_TEMPERATURE) {
        load_temperature(model);
        before_us += LOAD_US;
    }
    if (steps & STEP_LUT) {
        load_lut(model);
        before_us += LOAD_US;
    }
    if (steps & STEP_ANALOG_OFF && ssd->analog_on) {
        after_us = quirks_of(model)->power_off_ms * 1000u;
    }
    ssd->analog_after = ssd->analog_on && !(steps & STEP_ANALOG_OFF);
    ssd->clock_after = !(steps & STEP_CLOCK_OFF);
    ssd->swap_after = false;
    kj_panel_model_busy(model, before_us + after_us);
    if (steps & STEP_DISPLAY) {
        display(model, before_us, after_us);
    }
    ssd->activated = true; /* what follows BUSY applies to this activation */
}

void kj_ssd16xx_idle(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    if (!ssd->activated) {
        return;
    }
    ssd->activated = false;
    ssd->analog_on = ssd->analog_after;
    ssd->clock_on = ssd->clock_after;
    if (ssd->swap_after) {
        uint8_t *plane = model->plane[0];
        model->plane[0] = model->plane[1];
        model->plane[1] = plane;
    }
}

/* Command 10: 01 keeps the RAM, 03 drops it; the sheet documents only 03. */
static void deep_sleep(kj_panel_model *model) {
    uint8_t mode = model->parameters[0] & 3;
    if (mode == 2) {
        kj_panel_model_report(model, KJ_PANEL_PARAMETER, mode);
    }
    model->asleep = mode != 0;
    model->registers.ssd.analog_on = model->registers.ssd.clock_on = false;
    if (mode == 3) {
        kj_panel_model_lose_ram(model);
    }
}

static void set_gates(kj_panel_model *model) {
    const kj_ssd16xx_quirks *quirks = quirks_of(model);
    uint16_t gates = (uint16_t)(address(model->parameters) + 1);
    if (gates != quirks->gates || (model->parameters[2] & 7) != quirks->gate_order) {
        kj_panel_model_report(model, KJ_PANEL_RESOLUTION, gates);
    }
}

static void set_counter_x(kj_panel_model *model) {
    bool in_bytes = quirks_of(model)->x_in_bytes;
    uint8_t low = model->parameters[0];
    uint8_t high = model->byte_count > 1 ? model->parameters[1] : 0;
    model->registers.ssd.x = in_bytes ? (uint16_t)(low * 8) : (uint16_t)((low | high << 8) & 0x3FF);
}

static void set_temperature(kj_panel_model *model) {
    const uint8_t *bytes = model->parameters;
    int low = model->byte_count > 1 ? bytes[1] >> 4 : 0;
    int value = bytes[0] << 4 | low;
    model->registers.ssd.temperature = (int16_t)(value & 0x800 ? value - 0x1000 : value);
}

void kj_ssd16xx_begin(kj_panel_model *model) { model->registers.ssd.counter_reported = false; }

static void soft_reset(kj_panel_model *model) {
    kj_ssd16xx_reset(model, false);
    model->registers.ssd.booster_set = false;
    kj_panel_model_busy(model, RESET_BUSY_US);
}

void kj_ssd16xx_execute(kj_panel_model *model) {
    kj_ssd16xx_state *ssd = &model->registers.ssd;
    switch (model->command->code) {
    case 0x01: set_gates(model); break;
    case 0x04: set_source_voltage(model); break;
    case 0x0C: ssd->booster_set = true; break;
    case 0x10: deep_sleep(model); break;
    case 0x11: ssd->entry_mode = model->parameters[0] & 7; break;
    case 0x12: soft_reset(model); break;
    case 0x18: ssd->sensor = model->parameters[0]; break;
    case 0x1A: set_temperature(model); break;
    case 0x20: activate(model); break;
    case 0x21: ssd->update1 = model->parameters[0]; break;
    case 0x22: ssd->update2 = model->parameters[0]; break;
    case 0x32:
        memcpy(ssd->lut, model->parameters, model->byte_count);
        ssd->lut_source = LUT_REGISTER;
        break;
    case 0x3C: ssd->border = model->parameters[0]; break;
    case 0x41: ssd->read_option = model->parameters[0]; break;
    case 0x44: set_x_window(model); break;
    case 0x45: set_y_window(model); break;
    case 0x46: fill(model, 1); break;
    case 0x47: fill(model, 0); break;
    case 0x4E: set_counter_x(model); break;
    case 0x4F: ssd->y = address(model->parameters); break;
    default: break; /* taken, and of no effect on what is modelled */
    }
}

bool kj_ssd16xx_powered(const kj_panel_model *model) { return model->registers.ssd.analog_on; }
