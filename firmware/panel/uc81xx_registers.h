/* uc81xx_registers.h - commands and bits of UltraChip's UC81xx family, as the UC8179 and the UC8176
 * have them. Names follow the data sheets' command tables. Layer: panel, private. */
#ifndef KJ_PANEL_UC81XX_REGISTERS_H
#define KJ_PANEL_UC81XX_REGISTERS_H

enum {
    UC_PANEL_SETTING = 0x00,
    UC_POWER_SETTING = 0x01,
    UC_POWER_OFF = 0x02, /* BUSY meanwhile */
    UC_POWER_ON = 0x04,  /* BUSY meanwhile */
    UC_BOOSTER = 0x06,
    UC_DEEP_SLEEP = 0x07, /* with the check code */
    UC_WRITE_OLD = 0x10,
    UC_REFRESH = 0x12, /* BUSY meanwhile */
    UC_WRITE_NEW = 0x13,
    UC_DUAL_SPI = 0x15,       /* UC8179 */
    UC_LUT_VCOM = 0x20,       /* waveforms by register; the tracks follow: */
    UC_LUT_WHITE_WHITE,       /* 21: old white, new white */
    UC_LUT_BLACK_WHITE,       /* 22: old black, new white */
    UC_LUT_WHITE_BLACK,       /* 23: old white, new black */
    UC_LUT_BLACK_BLACK,       /* 24: old black, new black */
    UC_FRAME_RATE = 0x30,     /* "PLL" */
    UC_INTERVAL = 0x50,       /* border, polarity; VCOM and data interval */
    UC_TCON = 0x60,           /* gate to source gaps */
    UC_RESOLUTION = 0x61,     /* width, height; 16 bit, high byte first */
    UC_VCOM_DC = 0x82,        /* -0.1 V less 0.05 V a step */
    UC_PARTIAL_WINDOW = 0x90, /* first, last x, first, last y, likewise; scan */
    UC_PARTIAL_IN = 0x91,
    UC_PARTIAL_OUT = 0x92,
    UC_CASCADE = 0xE0,          /* bit 1: take the temperature from E5 */
    UC_POWER_SAVING = 0xE3,     /* UC8179 */
    UC_FORCE_TEMPERATURE = 0xE5 /* picks the OTP waveform made for it */
};

/* First byte of UC_INTERVAL; the UC8179's second byte is the interval. */
enum {
    UC_BORDER_FLOATS = 0x80,
    UC_BORDER_TO_WHITE = 0x20, /* as a pixel that goes from black to white */
    UC_COPY_NEW_TO_OLD = 0x08, /* N2OCP: after each refresh */
    UC_ONE_IS_PAPER = 0x01     /* DDX, both planes */
};

/* The only byte of the UC8176's: border in bits 7 and 6, DDX in 5 and 4. */
enum {
    UC8176_BORDER_FLOATS = 0xC0,
    UC8176_BORDER_TO_WHITE = 0x80, /* as a pixel that goes from black to white */
    UC8176_ONE_IS_PAPER = 0x10
};

enum {
    UC_INTERVAL_10_LINES = 0x07,
    UC_CASCADE_TEMPERATURE_FIXED = 0x02,
    UC_SCAN_ALL = 0x01, /* gates outside of the partial window are scanned too */
    UC_DEEP_SLEEP_CODE = 0xA5
};

#endif
