/* panel_model.c - pins, time and errors common to all panels. See panel_model.h. */
#include "models/panel_model.h"

#include <string.h>

uint32_t kj_panel_model_plane_bytes(const kj_panel_model_type *type) {
    return (uint32_t)type->ram_width_px / 8 * type->ram_height_px;
}

size_t kj_panel_model_bytes(const kj_panel_model_type *type) {
    return (size_t)kj_panel_model_plane_bytes(type) * 2 +
           kj_glass_bytes(type->width_px, type->height_px);
}

/* Static RAM without power holds nothing a driver may count on. */
void kj_panel_model_lose_ram(kj_panel_model *model) {
    uint32_t count = kj_panel_model_plane_bytes(model->type) * 2;
    for (uint32_t i = 0; i < count; i++) {
        model->noise = model->noise * 1664525u + 1013904223u;
        model->plane[0][i] = (uint8_t)(model->noise >> 24);
    }
}

void kj_panel_model_init(kj_panel_model *model, const kj_panel_model_type *type, void *memory) {
    uint8_t *bytes = memory;
    uint32_t plane = kj_panel_model_plane_bytes(type);
    memset(model, 0, sizeof *model);
    model->type = type;
    model->plane[0] = bytes;
    model->plane[1] = bytes + plane;
    model->noise = 20240527u;
    model->data = true;
    model->asleep = true;
    kj_glass_init(&model->glass, type->width_px, type->height_px, bytes + plane * 2);
    kj_panel_model_lose_ram(model);
    type->reset(model, true);
}

void kj_panel_model_report(kj_panel_model *model, kj_panel_error code, uint32_t value) {
    if (model->event_count < KJ_PANEL_EVENTS) {
        kj_panel_event *event = &model->events[model->event_count];
        event->time_us = model->now_us;
        event->code = code;
        event->command = model->command ? model->command->code : 0;
        event->value = value;
    }
    model->event_count++;
}

uint32_t kj_panel_model_count(const kj_panel_model *model, kj_panel_error code) {
    uint32_t kept = model->event_count < KJ_PANEL_EVENTS ? model->event_count : KJ_PANEL_EVENTS;
    uint32_t count = 0;
    for (uint32_t i = 0; i < kept; i++) {
        count += model->events[i].code == code;
    }
    return count;
}

void kj_panel_model_forget(kj_panel_model *model) { model->event_count = 0; }

const char *kj_panel_error_text(kj_panel_error code) {
    switch (code) {
    case KJ_PANEL_UNKNOWN_COMMAND: return "the controller has no such command";
    case KJ_PANEL_DATA_WITHOUT_COMMAND: return "data without a command";
    case KJ_PANEL_TOO_MANY_BYTES: return "more data bytes than the command takes";
    case KJ_PANEL_TOO_FEW_BYTES: return "fewer data bytes than the command needs";
    case KJ_PANEL_WRITE_WHILE_BUSY: return "written to while BUSY";
    case KJ_PANEL_NO_POWER: return "refresh without clock or high voltage";
    case KJ_PANEL_NO_RESET: return "no hardware reset after power-up or deep sleep";
    case KJ_PANEL_COUNTER_OUTSIDE: return "RAM counter outside its window";
    case KJ_PANEL_WINDOW: return "impossible window";
    case KJ_PANEL_ALIGNMENT: return "window not on multiples of 8 pixels";
    case KJ_PANEL_LUT: return "waveform of a wrong length or never loaded";
    case KJ_PANEL_OLD_PLANE: return "old plane is not what the glass shows";
    case KJ_PANEL_AFTER_WAKE: return "first picture after deep sleep is differential";
    case KJ_PANEL_SPI_CLOCK: return "SPI faster than the controller takes";
    case KJ_PANEL_RESOLUTION: return "resolution does not fit the glass";
    case KJ_PANEL_POWER_SETUP: return "power on before booster or power are set up";
    case KJ_PANEL_SENSOR: return "no such temperature sensor on this panel";
    case KJ_PANEL_PARAMETER: return "reserved parameter value";
    case KJ_PANEL_SHORT_RESET: return "reset pulse too short";
    case KJ_PANEL_INTERRUPTED: return "reset in the middle of a refresh";
    }
    return "unknown error";
}

void kj_panel_model_busy(kj_panel_model *model, uint32_t us) {
    model->busy = true;
    model->busy_from_us = model->now_us;
    model->busy_until_us = model->now_us + us;
}

/* BUSY for before_us (power coming up), the waveform, and after_us. */
void kj_panel_model_refresh(kj_panel_model *model, uint32_t before_us, uint32_t after_us,
                            const kj_waveform *wave, bool whole_glass) {
    kj_panel_model_busy(model, before_us + kj_waveform_duration_us(wave) + after_us);
    model->wave = *wave;
    model->covers = whole_glass;
    model->glass_pending = true;
    model->glass_from_us = model->now_us + before_us;
    model->refreshes++;
}

bool kj_panel_model_class(kj_panel_model *model, uint16_t x, uint16_t y, uint8_t pixel_class) {
    kj_glass_set_class(&model->glass, x, y, pixel_class);
    uint8_t seen = kj_glass_ideal(&model->glass, x, y);
    return seen != (pixel_class & 2 ? KJ_GLASS_WHITE : KJ_GLASS_BLACK);
}

/* A waveform that drives only what differs needs an old plane that is true, and a glass of
 * which something is known at all. */
void kj_panel_model_check_old(kj_panel_model *model, const kj_waveform *wave, uint32_t mismatches) {
    if (!kj_waveform_is_differential(wave)) {
        return;
    }
    if (!model->glass_known) {
        kj_panel_model_report(model, KJ_PANEL_AFTER_WAKE, mismatches);
    } else if (mismatches) {
        kj_panel_model_report(model, KJ_PANEL_OLD_PLANE, mismatches);
    }
}

bool kj_panel_model_busy_pin(const kj_panel_model *model) {
    bool shown =
        model->asleep || model->reset_low || (model->busy && model->now_us >= model->busy_from_us);
    return shown ? model->type->busy_level : !model->type->busy_level;
}

void kj_panel_model_clock(kj_panel_model *model, uint32_t hz) {
    model->spi_hz = hz;
    model->clock_reported = false;
}

static void check_clock(kj_panel_model *model, uint32_t most_hz) {
    if (model->spi_hz > most_hz && !model->clock_reported) {
        kj_panel_model_report(model, KJ_PANEL_SPI_CLOCK, model->spi_hz);
        model->clock_reported = true;
    }
}

/* The last command's bytes are over: it runs now if it may, or was cut short. */
static void end_command(kj_panel_model *model) {
    const kj_command *command = model->command;
    if (!command || model->ignoring || model->executed) {
        return;
    }
    model->executed = true;
    if (command->kind == KJ_COMMAND_PLANE || command->kind == KJ_COMMAND_READ) {
        return;
    }
    if (model->byte_count < command->least) {
        bool lut = command->kind == KJ_COMMAND_LUT;
        kj_panel_model_report(model, lut ? KJ_PANEL_LUT : KJ_PANEL_TOO_FEW_BYTES,
                              model->byte_count);
        return;
    }
    model->type->execute(model);
}

static const kj_command *find_command(const kj_panel_model_type *type, uint8_t code) {
    for (uint8_t i = 0; i < type->command_count; i++) {
        if (type->commands[i].code == code) {
            return &type->commands[i];
        }
    }
    return NULL;
}

static void refuse(kj_panel_model *model, kj_panel_error code, uint8_t byte) {
    kj_panel_model_report(model, code, byte);
    model->ignoring = true;
}

static void take_command(kj_panel_model *model, uint8_t byte) {
    end_command(model);
    model->command = find_command(model->type, byte);
    model->byte_count = 0;
    model->ignoring = model->executed = model->extra_reported = false;
    if (model->asleep || model->reset_low) {
        refuse(model, KJ_PANEL_NO_RESET, byte);
    } else if (!model->command) {
        refuse(model, KJ_PANEL_UNKNOWN_COMMAND, byte);
    } else if (model->busy && !model->command->while_busy) {
        refuse(model, KJ_PANEL_WRITE_WHILE_BUSY, byte);
    } else {
        model->type->begin(model);
        if (model->command->most == 0 && model->command->kind == KJ_COMMAND_WRITE) {
            end_command(model);
        }
    }
}

static void report_extra(kj_panel_model *model) {
    if (!model->extra_reported) {
        bool lut = model->command->kind == KJ_COMMAND_LUT;
        model->extra_reported = true;
        kj_panel_model_report(model, lut ? KJ_PANEL_LUT : KJ_PANEL_TOO_MANY_BYTES,
                              model->byte_count + 1);
    }
}

static void take_data(kj_panel_model *model, uint8_t byte) {
    const kj_command *command = model->command;
    if (model->ignoring) {
        return;
    }
    if (!command) {
        kj_panel_model_report(model, KJ_PANEL_DATA_WITHOUT_COMMAND, byte);
    } else if (command->kind == KJ_COMMAND_PLANE) {
        model->type->plane(model, byte);
        model->byte_count++;
    } else if (model->byte_count >= command->most) {
        report_extra(model);
    } else {
        model->parameters[model->byte_count++] = byte;
        if (model->byte_count == command->most) {
            end_command(model);
        }
    }
}

uint8_t kj_panel_model_exchange(kj_panel_model *model, uint8_t send) {
    if (!model->selected) {
        return 0xFF;
    }
    bool reading = model->data && !model->ignoring && model->command &&
                   model->command->kind == KJ_COMMAND_READ;
    check_clock(model, reading ? model->type->read_hz : model->type->write_hz);
    if (reading) {
        return model->type->read(model, model->byte_count++);
    }
    if (model->data) {
        take_data(model, send);
    } else {
        take_command(model, send);
    }
    return 0xFF;
}

void kj_panel_model_select(kj_panel_model *model, bool high) { model->selected = !high; }
void kj_panel_model_data(kj_panel_model *model, bool high) { model->data = high; }

static void enter_reset(kj_panel_model *model) {
    if (model->glass_pending || model->glass.updating) {
        kj_panel_model_report(model, KJ_PANEL_INTERRUPTED, 0);
        kj_glass_break_off(&model->glass);
        model->glass_pending = model->glass_known = false;
    }
    model->busy = model->ignoring = model->executed = false;
    model->command = NULL;
    model->byte_count = 0;
    model->type->reset(model, model->asleep);
}

void kj_panel_model_reset(kj_panel_model *model, bool high) {
    if (high == !model->reset_low) {
        return;
    }
    model->reset_low = !high;
    if (!high) {
        model->reset_since_us = model->now_us;
        enter_reset(model);
        return;
    }
    uint64_t low_us = model->now_us - model->reset_since_us;
    if (low_us < model->type->reset_us) {
        kj_panel_model_report(model, KJ_PANEL_SHORT_RESET, (uint32_t)low_us);
    }
    model->asleep = false;
    kj_panel_model_busy(model, model->type->boot_us);
}

static kj_panel_state state_now(const kj_panel_model *model) {
    if (model->asleep) {
        return KJ_PANEL_ASLEEP;
    }
    if (model->glass.updating || model->glass_pending) {
        return KJ_PANEL_REFRESHING;
    }
    return model->type->powered(model) ? KJ_PANEL_POWERED : KJ_PANEL_STANDBY;
}

static void begin_glass(kj_panel_model *model) {
    bool all = model->covers;
    for (unsigned i = 0; i < KJ_WAVE_CLASSES; i++) {
        all = all && kj_waveform_drives(&model->wave, i);
    }
    model->glass_known = model->glass_known || all;
    model->glass_pending = false;
    kj_glass_begin(&model->glass, &model->wave);
}

/* One stretch of time in which nothing begins or ends. */
static void pass(kj_panel_model *model, uint32_t us) {
    model->state_us[state_now(model)] += us;
    kj_glass_advance(&model->glass, us);
    model->now_us += us;
    if (model->glass_pending && model->now_us >= model->glass_from_us) {
        begin_glass(model);
    }
    if (model->busy && model->now_us >= model->busy_until_us) {
        model->busy = false;
        model->type->idle(model);
    }
}

void kj_panel_model_advance(kj_panel_model *model, uint32_t us) {
    uint64_t end = model->now_us + us;
    while (model->now_us < end) {
        uint64_t next = end;
        if (model->glass_pending && model->glass_from_us < next) {
            next = model->glass_from_us;
        }
        if (model->busy && model->busy_until_us < next) {
            next = model->busy_until_us;
        }
        pass(model, next > model->now_us ? (uint32_t)(next - model->now_us) : 0);
    }
}
