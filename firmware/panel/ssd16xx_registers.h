/* ssd16xx_registers.h - commands and bits of Solomon Systech's SSD16xx family as the SSD1677 and
 * the SSD1683 have them. Names follow the data sheet's command table. Layer: panel, private. */
#ifndef KJ_PANEL_SSD16XX_REGISTERS_H
#define KJ_PANEL_SSD16XX_REGISTERS_H

enum {
    SSD_DRIVER_OUTPUT = 0x01,  /* gates - 1 (16 bit, low first), scan order */
    SSD_GATE_VOLTAGE = 0x03,   /* VGH */
    SSD_SOURCE_VOLTAGE = 0x04, /* VSH1, VSH2, VSL */
    SSD_SOFT_START = 0x0C,     /* booster phases 1 to 3, duration */
    SSD_DEEP_SLEEP = 0x10,     /* 01: RAM kept, 03: RAM lost */
    SSD_DATA_ENTRY = 0x11,     /* direction of the address counters */
    SSD_SOFT_RESET = 0x12,     /* all registers but deep sleep; BUSY meanwhile */
    SSD_TEMPERATURE = 0x18,    /* 80: the controller's own sensor */
    SSD_FORCED_DEGREES = 0x1A, /* as if the sensor had read it */
    SSD_ACTIVATE = 0x20,       /* runs the sequence of 22; BUSY meanwhile */
    SSD_UPDATE_SOURCE = 0x21,  /* how the two RAMs are read */
    SSD_UPDATE_SEQUENCE = 0x22,
    SSD_WRITE_NEW = 0x24, /* "black and white" RAM */
    SSD_WRITE_OLD = 0x26, /* "red" RAM */
    SSD_VCOM = 0x2C,
    SSD_WAVEFORM = 0x32, /* 105 bytes */
    SSD_BORDER = 0x3C,   /* bits 1..0: the waveform row that the border follows */
    SSD_X_RANGE =
        0x44, /* first, last; pixels, 16 bit, low byte first; SSD1683: bytes of 8 pixels */
    SSD_Y_RANGE = 0x45,   /* first, last; gates, likewise */
    SSD_X_COUNTER = 0x4E, /* likewise */
    SSD_Y_COUNTER = 0x4F
};

enum {
    SSD_ENTRY_X_UP_Y_DOWN = 0x01,
    SSD_ENTRY_X_UP_Y_UP = 0x03,
    SSD_SLEEP_KEEP_RAM = 0x01,
    SSD_SOURCE_BOTH = 0x00,        /* row of the waveform = old * 2 + new */
    SSD_SOURCE_OLD_AS_ZERO = 0x40, /* row = new alone */
    SSD_BORDER_ROW_0 = 0x00,
    SSD_BORDER_ROW_1 = 0x01
};

/* Bits of SSD_UPDATE_SEQUENCE, in the order in which the controller takes the steps. */
enum {
    SSD_STEP_CLOCK_ON = 0x80,
    SSD_STEP_ANALOG_ON = 0x40,
    SSD_STEP_READ_TEMPERATURE = 0x20,
    SSD_STEP_LOAD_WAVEFORM = 0x10, /* from OTP, by temperature and mode */
    SSD_STEP_MODE_2 = 0x08,        /* the differential waveform instead of the full one */
    SSD_STEP_DISPLAY = 0x04,
    SSD_STEP_ANALOG_OFF = 0x02,
    SSD_STEP_CLOCK_OFF = 0x01
};

#endif
