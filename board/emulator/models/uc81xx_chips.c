/* uc81xx_chips.c - the members of the UC81xx family on their glasses: commands, defaults, OTP.
 *
 * R-numbers are registers of the data sheets: UC8179c C0.6, UC8176c A0.1. */
#include "models/uc81xx_model.h"

#define FAMILY                                                                                     \
    .reset = kj_uc81xx_reset, .begin = kj_uc81xx_begin, .execute = kj_uc81xx_execute,              \
    .plane = kj_uc81xx_plane, .read = kj_uc81xx_read, .idle = kj_uc81xx_idle,                      \
    .powered = kj_uc81xx_powered

/* What the sheets' command tables have alike; the column "refresh restriction" says what is taken
 * while BUSY. R01 is sent with four bytes or five. */
/* clang-format off */
#define COMMON_COMMANDS                                                                            \
    {0x00, 1, 1, KJ_COMMAND_WRITE, false},  {0x01, 4, 5, KJ_COMMAND_WRITE, false},                 \
    {0x02, 0, 0, KJ_COMMAND_WRITE, false},  {0x03, 1, 1, KJ_COMMAND_WRITE, false},                 \
    {0x04, 0, 0, KJ_COMMAND_WRITE, false},  {0x05, 0, 0, KJ_COMMAND_WRITE, false},                 \
    {0x07, 1, 1, KJ_COMMAND_WRITE, false},  {0x10, 0, 0, KJ_COMMAND_PLANE, false},                 \
    {0x11, 0, 1, KJ_COMMAND_READ, false},   {0x12, 0, 0, KJ_COMMAND_WRITE, false},                 \
    {0x13, 0, 0, KJ_COMMAND_PLANE, false},  {0x21, 42, 42, KJ_COMMAND_LUT, false},                 \
    {0x30, 1, 1, KJ_COMMAND_WRITE, false},  {0x40, 0, 2, KJ_COMMAND_READ, false},                  \
    {0x41, 1, 1, KJ_COMMAND_WRITE, false},  {0x42, 3, 3, KJ_COMMAND_WRITE, false},                 \
    {0x43, 0, 2, KJ_COMMAND_READ, false},   {0x51, 0, 1, KJ_COMMAND_READ, false},                  \
    {0x60, 1, 1, KJ_COMMAND_WRITE, false},  {0x61, 4, 4, KJ_COMMAND_WRITE, false},                 \
    {0x65, 4, 4, KJ_COMMAND_WRITE, false},  {0x71, 0, 1, KJ_COMMAND_READ, true},                   \
    {0x80, 1, 1, KJ_COMMAND_WRITE, false},  {0x81, 0, 1, KJ_COMMAND_READ, true},                   \
    {0x82, 1, 1, KJ_COMMAND_WRITE, false},  {0x90, 9, 9, KJ_COMMAND_WRITE, false},                 \
    {0x91, 0, 0, KJ_COMMAND_WRITE, false},  {0x92, 0, 0, KJ_COMMAND_WRITE, false},                 \
    {0xE0, 1, 1, KJ_COMMAND_WRITE, false},  {0xE3, 1, 1, KJ_COMMAND_WRITE, false},                 \
    {0xE5, 1, 1, KJ_COMMAND_WRITE, false},

/* A LUT is sent with seven groups or ten. */
static const kj_command uc8179_commands[] = {
    COMMON_COMMANDS
    {0x06, 3, 4, KJ_COMMAND_WRITE, false},  {0x15, 1, 1, KJ_COMMAND_WRITE, false},
    {0x17, 1, 1, KJ_COMMAND_WRITE, false},  {0x20, 42, 60, KJ_COMMAND_LUT, false},
    {0x22, 42, 60, KJ_COMMAND_LUT, false},  {0x23, 42, 60, KJ_COMMAND_LUT, false},
    {0x24, 42, 60, KJ_COMMAND_LUT, false},  {0x25, 42, 42, KJ_COMMAND_LUT, false},
    {0x2A, 2, 2, KJ_COMMAND_WRITE, false},  {0x2B, 3, 3, KJ_COMMAND_WRITE, false},
    {0x44, 0, 1, KJ_COMMAND_READ, false},   {0x50, 2, 2, KJ_COMMAND_WRITE, false},
    {0x52, 1, 1, KJ_COMMAND_WRITE, false},  {0x70, 0, 7, KJ_COMMAND_READ, true},
    {0xE4, 1, 1, KJ_COMMAND_WRITE, false},  {0xE7, 1, 1, KJ_COMMAND_WRITE, false},
};

/* The sheet leaves the LUTs out; their lengths are those of the UC8151's and of every driver. */
static const kj_command uc8176_commands[] = {
    COMMON_COMMANDS
    {0x06, 3, 3, KJ_COMMAND_WRITE, false},  {0x20, 44, 44, KJ_COMMAND_LUT, false},
    {0x22, 42, 42, KJ_COMMAND_LUT, false},  {0x23, 42, 42, KJ_COMMAND_LUT, false},
    {0x24, 42, 42, KJ_COMMAND_LUT, false},  {0x50, 1, 1, KJ_COMMAND_WRITE, false},
    {0x70, 0, 1, KJ_COMMAND_READ, true},
};
/* clang-format on */

/* R30 of the UC8179: a code each. */
static uint32_t uc8179_frame_us(uint8_t code) {
    static const uint8_t hertz[16] = {5,  10, 15, 20,  30,  40,  50,  60,
                                      70, 80, 90, 100, 110, 130, 150, 200};
    return 1000000u / hertz[code & 15];
}

/* 7.5 inch glass, BUSY measured: from the sensor 4.1 s, forced 90 degrees 1.17 s, 95 degrees
 * (gray) 2.3 s, 110 degrees 0.435 s. The bounds are those a panel's OTP was read out to have. */
static const kj_otp_waveform glass_75_otp[] = {
    {80, 0, KJ_OTP_FULL, 4060},
    {90, 0, KJ_OTP_FULL, 1130},
    {100, 0, KJ_OTP_GRAY, 2280},
    {127, 0, KJ_OTP_DIFFERENTIAL, 430},
};

static const kj_uc81xx_quirks glass_75 = {
    .polarity_shift = 0,
    .copies = true,
    .interval = 0x31,
    .frame_rate = 0x06,
    .source_volts = 140,
    .most_volts = 150,
    .frame_us = uc8179_frame_us,
    .width_px = 800,
    .height_px = 480,
    .power_on_ms = 130,
    .power_off_ms = 40,
    .otp = glass_75_otp,
    .otp_count = sizeof glass_75_otp / sizeof *glass_75_otp,
};

const kj_panel_model_type kj_model_uc8179 = {
    .name = "uc8179",
    .width_px = 800,
    .height_px = 480,
    .ram_width_px = 800,
    .ram_height_px = 600,
    .busy_level = false,
    .write_hz = 10000000, /* TSCYCW 100 ns; the front page says 20 MHz */
    .read_hz = 6666666,   /* TSCYCR 150 ns */
    .reset_us = 50,
    .boot_us = 1000,
    .commands = uc8179_commands,
    .command_count = sizeof uc8179_commands / sizeof *uc8179_commands,
    FAMILY,
    .quirks = &glass_75,
};

/* R30 of the UC8176: 200 Hz * M / 7 N. The sheet's 150 Hz for M 5, N 1 stands alone against it. */
static uint32_t uc8176_frame_us(uint8_t code) {
    uint32_t m = code >> 3 & 7u, n = code & 7u;
    return m == 0 ? 0 : 35000u * n / m;
}

/* 4.2 inch glass. Its OTP, read out, has 250 frames of 20 ms around 20 degrees, and nothing
 * differential. Power on 37 ms, off 19 ms at 100 Hz: measured. */
static const kj_otp_waveform gdew042t2_otp[] = {{127, 0, KJ_OTP_FULL, 5000}};

static const kj_uc81xx_quirks gdew042t2 = {
    .polarity_shift = 4,
    .copies = false,
    .interval = 0xD7,
    .frame_rate = 0x3C,
    .source_volts = 100,
    .most_volts = 110,
    .frame_us = uc8176_frame_us,
    .width_px = 400,
    .height_px = 300,
    .power_on_ms = 37,
    .power_off_ms = 19,
    .otp = gdew042t2_otp,
    .otp_count = sizeof gdew042t2_otp / sizeof *gdew042t2_otp,
};

const kj_panel_model_type kj_model_uc8176 = {
    .name = "uc8176",
    .width_px = 400,
    .height_px = 300,
    .ram_width_px = 400,
    .ram_height_px = 300,
    .busy_level = false,
    .write_hz = 10000000, /* TSCYCW 100 ns; the front page says 20 MHz */
    .read_hz = 6666666,   /* TSCYCR 150 ns */
    .reset_us = 50,
    .boot_us = 1000,
    .commands = uc8176_commands,
    .command_count = sizeof uc8176_commands / sizeof *uc8176_commands,
    FAMILY,
    .quirks = &gdew042t2,
};
