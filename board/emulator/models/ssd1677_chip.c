/* ssd1677_chip.c - the SSD1677 on its glass: commands, OTP, type. Table numbers are those of the
 * SSD1677 data sheet (rev 1.0). */
#include "models/ssd1677_model.h"

/* Table 7-1. Lower bounds allow what drivers in use leave out. */
static const kj_command commands[] = {
    {0x01, 3, 3, KJ_COMMAND_WRITE, false},   {0x03, 1, 1, KJ_COMMAND_WRITE, false},
    {0x04, 3, 3, KJ_COMMAND_WRITE, false},   {0x09, 4, 4, KJ_COMMAND_WRITE, false},
    {0x0A, 0, 4, KJ_COMMAND_READ, false},    {0x0C, 5, 5, KJ_COMMAND_WRITE, false},
    {0x10, 1, 1, KJ_COMMAND_WRITE, false},   {0x11, 1, 1, KJ_COMMAND_WRITE, false},
    {0x12, 0, 0, KJ_COMMAND_WRITE, false},   {0x14, 1, 1, KJ_COMMAND_WRITE, false},
    {0x15, 1, 1, KJ_COMMAND_WRITE, false},   {0x18, 1, 1, KJ_COMMAND_WRITE, false},
    {0x1A, 1, 2, KJ_COMMAND_WRITE, false},   {0x1B, 0, 2, KJ_COMMAND_READ, false},
    {0x1C, 3, 3, KJ_COMMAND_WRITE, false},   {0x20, 0, 0, KJ_COMMAND_WRITE, false},
    {0x21, 1, 2, KJ_COMMAND_WRITE, false},   {0x22, 1, 1, KJ_COMMAND_WRITE, false},
    {0x24, 0, 0, KJ_COMMAND_PLANE, false},   {0x26, 0, 0, KJ_COMMAND_PLANE, false},
    {0x27, 0, 0, KJ_COMMAND_READ, false},    {0x28, 0, 0, KJ_COMMAND_WRITE, false},
    {0x29, 1, 1, KJ_COMMAND_WRITE, false},   {0x2B, 2, 2, KJ_COMMAND_WRITE, false},
    {0x2C, 1, 1, KJ_COMMAND_WRITE, false},   {0x2D, 0, 11, KJ_COMMAND_READ, false},
    {0x2E, 0, 10, KJ_COMMAND_READ, false},   {0x2F, 0, 1, KJ_COMMAND_READ, true},
    {0x31, 0, 0, KJ_COMMAND_WRITE, false},   {0x32, 105, 105, KJ_COMMAND_LUT, false},
    {0x34, 0, 0, KJ_COMMAND_WRITE, false},   {0x35, 0, 2, KJ_COMMAND_READ, false},
    {0x37, 10, 10, KJ_COMMAND_WRITE, false}, {0x38, 10, 10, KJ_COMMAND_WRITE, false},
    {0x3C, 1, 1, KJ_COMMAND_WRITE, false},   {0x41, 1, 1, KJ_COMMAND_WRITE, false},
    {0x44, 4, 4, KJ_COMMAND_WRITE, false},   {0x45, 4, 4, KJ_COMMAND_WRITE, false},
    {0x46, 1, 1, KJ_COMMAND_WRITE, false},   {0x47, 1, 1, KJ_COMMAND_WRITE, false},
    {0x4E, 1, 2, KJ_COMMAND_WRITE, false},   {0x4F, 2, 2, KJ_COMMAND_WRITE, false},
    {0x7F, 0, 0, KJ_COMMAND_WRITE, false},
};

/* GDEQ0426T82 at 25 degrees. Whole updates measured with power on (84 ms) and off (139 ms): full
 * 1.7 s, forced 90 degrees 1.57 s, differential 0.50 s without either. */
static const kj_otp_waveform gdeq0426t82_otp[] = {
    {79, 1, KJ_OTP_FULL, 1470},
    {79, 2, KJ_OTP_DIFFERENTIAL, 493},
    {127, 1, KJ_OTP_FULL, 1340},
    {127, 2, KJ_OTP_DIFFERENTIAL, 493},
};

static const kj_ssd16xx_quirks gdeq0426t82 = {
    .gates_reversed = true,
    .ping_pong = true,
    .gate_order = 0x02,
    .gates = 480,
    .power_on_ms = 84,
    .power_off_ms = 139,
    .otp = gdeq0426t82_otp,
    .otp_count = sizeof gdeq0426t82_otp / sizeof *gdeq0426t82_otp,
};

const kj_panel_model_type kj_model_ssd1677 = {
    .name = "ssd1677",
    .width_px = 800,
    .height_px = 480,
    .ram_width_px = 960,
    .ram_height_px = 680,
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
    .quirks = &gdeq0426t82,
};
