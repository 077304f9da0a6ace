/* ssd1683_chip.c - the SSD1683 on its glass: commands, OTP, type. As the SSD1677's (ssd1677_chip.c)
 * but for the addressing, the length of the waveform and the times. */
#include "models/ssd1677_model.h"

/* Lower bounds allow what drivers in use leave out. */
static const kj_command commands[] = {
    {0x01, 3, 3, KJ_COMMAND_WRITE, false},   {0x03, 1, 1, KJ_COMMAND_WRITE, false},
    {0x04, 3, 3, KJ_COMMAND_WRITE, false},   {0x0C, 4, 5, KJ_COMMAND_WRITE, false},
    {0x10, 1, 1, KJ_COMMAND_WRITE, false},   {0x11, 1, 1, KJ_COMMAND_WRITE, false},
    {0x12, 0, 0, KJ_COMMAND_WRITE, false},   {0x18, 1, 1, KJ_COMMAND_WRITE, false},
    {0x1A, 1, 2, KJ_COMMAND_WRITE, false},   {0x1B, 0, 2, KJ_COMMAND_READ, false},
    {0x20, 0, 0, KJ_COMMAND_WRITE, false},   {0x21, 1, 2, KJ_COMMAND_WRITE, false},
    {0x22, 1, 1, KJ_COMMAND_WRITE, false},   {0x24, 0, 0, KJ_COMMAND_PLANE, false},
    {0x26, 0, 0, KJ_COMMAND_PLANE, false},   {0x27, 0, 0, KJ_COMMAND_READ, false},
    {0x2C, 1, 1, KJ_COMMAND_WRITE, false},   {0x2F, 0, 1, KJ_COMMAND_READ, true},
    {0x32, 227, 227, KJ_COMMAND_LUT, false}, {0x37, 10, 10, KJ_COMMAND_WRITE, false},
    {0x3C, 1, 1, KJ_COMMAND_WRITE, false},   {0x3F, 1, 1, KJ_COMMAND_WRITE, false},
    {0x41, 1, 1, KJ_COMMAND_WRITE, false},   {0x44, 2, 2, KJ_COMMAND_WRITE, false},
    {0x45, 4, 4, KJ_COMMAND_WRITE, false},   {0x46, 1, 1, KJ_COMMAND_WRITE, false},
    {0x47, 1, 1, KJ_COMMAND_WRITE, false},   {0x4E, 1, 1, KJ_COMMAND_WRITE, false},
    {0x4F, 2, 2, KJ_COMMAND_WRITE, false},   {0x7F, 0, 0, KJ_COMMAND_WRITE, false},
};

/* GDEY042T81: published drivers give 1.0 s as at 90 degrees, 1.5 s as at 110, about 3 s as it is,
 * and 0.36 s for a differential update, power on and off included. */
static const kj_otp_waveform gdey042t81_otp[] = {
    {79, 1, KJ_OTP_FULL, 2800},
    {79, 2, KJ_OTP_DIFFERENTIAL, 280},
    {100, 1, KJ_OTP_FULL, 850},
    {127, 1, KJ_OTP_FULL, 1350},
};

static const kj_ssd16xx_quirks gdey042t81 = {
    .x_in_bytes = true,
    .counter_may_leave = true,
    .booster_in_otp = true,
    .gates = 300,
    .power_on_ms = 60,
    .power_off_ms = 90,
    .otp = gdey042t81_otp,
    .otp_count = sizeof gdey042t81_otp / sizeof *gdey042t81_otp,
};

const kj_panel_model_type kj_model_ssd1683 = {
    .name = "ssd1683",
    .width_px = 400,
    .height_px = 300,
    .ram_width_px = 400,
    .ram_height_px = 300,
    .busy_level = true,
    .write_hz = 20000000,
    .read_hz = 2500000,
    .reset_us = 100,
    .boot_us = 1000,
    .commands = commands,
    .command_count = sizeof commands / sizeof *commands,
    .reset = kj_ssd16xx_reset,
    .begin = kj_ssd16xx_begin,
    .execute = kj_ssd16xx_execute,
    .plane = kj_ssd16xx_plane,
    .read = kj_ssd16xx_read,
    .idle = kj_ssd16xx_idle,
    .powered = kj_ssd16xx_powered,
    .quirks = &gdey042t81,
};
