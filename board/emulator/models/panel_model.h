/* panel_model.h - a panel seen from its connector: pins in, BUSY out, glass to look at.
 *
 * The common part counts a command's bytes, keeps time and lists protocol errors; what a
 * command means is a controller family's (kj_panel_model_type), and what differs between
 * members of a family is a constant table of quirks. Errors are reported, never forgiven:
 * a command that real silicon ignores is ignored here too. Layer: emulator models. */
#ifndef KJ_MODELS_PANEL_MODEL_H
#define KJ_MODELS_PANEL_MODEL_H

#include "models/glass.h"

#define KJ_PANEL_EVENTS     64u  /* errors kept; more are only counted */
#define KJ_PANEL_PARAMETERS 240u /* most bytes of a command other than a picture */

typedef enum kj_panel_error {
    KJ_PANEL_UNKNOWN_COMMAND = 1,
    KJ_PANEL_DATA_WITHOUT_COMMAND,
    KJ_PANEL_TOO_MANY_BYTES,
    KJ_PANEL_TOO_FEW_BYTES,
    KJ_PANEL_WRITE_WHILE_BUSY,
    KJ_PANEL_NO_POWER,        /* refresh or waveform without clock or high voltage */
    KJ_PANEL_NO_RESET,        /* command in deep sleep or before the first reset */
    KJ_PANEL_COUNTER_OUTSIDE, /* RAM counter outside its window */
    KJ_PANEL_WINDOW,          /* empty, turned round or beyond the RAM */
    KJ_PANEL_ALIGNMENT,       /* window not on multiples of 8 pixels */
    KJ_PANEL_LUT,             /* waveform of a wrong length, or used though never loaded */
    KJ_PANEL_OLD_PLANE,       /* differential update, old plane is not what the glass shows */
    KJ_PANEL_AFTER_WAKE,      /* first picture after deep sleep or power-up is differential */
    KJ_PANEL_SPI_CLOCK,       /* faster than the controller takes */
    KJ_PANEL_RESOLUTION,      /* gates or resolution do not fit this glass */
    KJ_PANEL_POWER_SETUP,     /* power on before booster or power are set up */
    KJ_PANEL_SENSOR,          /* temperature from a sensor that is not there */
    KJ_PANEL_PARAMETER,       /* a value that the data sheet reserves */
    KJ_PANEL_SHORT_RESET,     /* reset pulse too short */
    KJ_PANEL_INTERRUPTED      /* reset in the middle of a refresh */
} kj_panel_error;

typedef struct kj_panel_event {
    uint64_t time_us;
    kj_panel_error code;
    uint8_t command; /* the command being handled */
    uint32_t value;  /* what was found: a byte, a count, a clock in Hz */
} kj_panel_event;

/* What the panel draws current for; see energy.h. */
typedef enum kj_panel_state {
    KJ_PANEL_ASLEEP,
    KJ_PANEL_STANDBY, /* awake, high voltage off */
    KJ_PANEL_POWERED, /* high voltage on, ink at rest */
    KJ_PANEL_REFRESHING,
    KJ_PANEL_STATES
} kj_panel_state;

typedef enum kj_command_kind {
    KJ_COMMAND_WRITE,
    KJ_COMMAND_READ,  /* data bytes come back */
    KJ_COMMAND_PLANE, /* any number of picture bytes */
    KJ_COMMAND_LUT    /* a wrong length is KJ_PANEL_LUT */
} kj_command_kind;

typedef struct kj_command {
    uint8_t code, least, most; /* data bytes */
    uint8_t kind;              /* kj_command_kind */
    bool while_busy;           /* taken while BUSY */
} kj_command;

typedef struct kj_panel_model kj_panel_model;

/* A controller on its glass: constant. */
typedef struct kj_panel_model_type {
    const char *name;
    uint16_t width_px, height_px;         /* of the glass */
    uint16_t ram_width_px, ram_height_px; /* of each plane */
    bool busy_level;
    uint32_t write_hz, read_hz; /* fastest SPI clock */
    uint32_t reset_us;          /* shortest reset pulse */
    uint32_t boot_us;           /* BUSY after a reset */
    const kj_command *commands;
    uint8_t command_count;
    void (*reset)(kj_panel_model *model, bool from_sleep); /* registers to their defaults */
    void (*begin)(kj_panel_model *model);                  /* a command byte */
    void (*execute)(kj_panel_model *model); /* its parameters are complete, in model->parameters */
    void (*plane)(kj_panel_model *model, uint8_t byte);
    uint8_t (*read)(kj_panel_model *model, uint32_t index);
    void (*idle)(kj_panel_model *model);          /* what was BUSY is over */
    bool (*powered)(const kj_panel_model *model); /* high voltage is on */
    const void *quirks;                           /* the family's own table */
} kj_panel_model_type;

extern const kj_panel_model_type kj_model_ssd1677; /* GDEQ0426T82, 800x480 */
extern const kj_panel_model_type kj_model_uc8179;  /* 7.5 inch, 800x480 */
extern const kj_panel_model_type kj_model_uc8176;  /* GDEW042T2, 400x300 */
extern const kj_panel_model_type kj_model_ssd1683; /* GDEY042T81, 400x300 */

/* Private registers of the SSD16xx family. Coordinates in pixels. */
typedef struct kj_ssd16xx_state {
    uint16_t x_start, x_end, y_start, y_end, x, y;
    uint8_t entry_mode, update1, update2, sensor, read_option, border, lut_source;
    bool clock_on, analog_on, clock_after, analog_after, booster_set, swap_after, activated;
    bool counter_reported;
    int16_t temperature;     /* 1/16 degree */
    int16_t vsh1, vsh2, vsl; /* decivolts */
    uint8_t lut[KJ_PANEL_PARAMETERS];
} kj_ssd16xx_state;

/* Private registers of the UC81xx family. */
typedef struct kj_uc81xx_state {
    uint16_t x_start, x_end, y_start, y_end; /* partial window, inclusive */
    uint32_t position;                       /* bytes written to the plane so far */
    uint8_t panel, data_interval, frame_rate, cascade, forced_temperature, sensor;
    bool partial, power_set, booster_set, power_on, power_after, copy_after, sleep_after;
    bool data_complete;
    int16_t vdh, vdl, vdhr; /* decivolts */
    uint8_t lut[5][60];     /* VCOM, WW, KW, WK, KK */
    uint8_t lut_loaded;     /* a bit each */
} kj_uc81xx_state;

struct kj_panel_model {
    const kj_panel_model_type *type;
    kj_glass glass;
    uint8_t *plane[2]; /* new, old: as the controller numbers its RAMs 24 and 26, 13 and 10 */
    uint64_t now_us;
    uint64_t state_us[KJ_PANEL_STATES];
    uint32_t refreshes;
    /* errors */
    kj_panel_event events[KJ_PANEL_EVENTS];
    uint32_t event_count; /* all, kept or not */
    /* private: pins and bus */
    bool selected, data, reset_low, asleep, ignoring;
    uint64_t reset_since_us;
    uint32_t spi_hz;
    bool clock_reported;
    /* private: the command under way */
    const kj_command *command;
    uint8_t parameters[KJ_PANEL_PARAMETERS];
    uint32_t byte_count;
    bool executed, extra_reported;
    /* private: what BUSY is for */
    bool busy, glass_pending, glass_known, covers;
    uint64_t busy_from_us, busy_until_us, glass_from_us;
    kj_waveform wave;
    uint32_t noise;
    union {
        kj_ssd16xx_state ssd;
        kj_uc81xx_state uc;
    } registers;
};

/* The memory a model needs beside itself, bytes. */
size_t kj_panel_model_bytes(const kj_panel_model_type *type);

/* A panel at power-up: RAM full of noise, glass white, no reset seen yet. memory is the
 * caller's and outlives the model. */
void kj_panel_model_init(kj_panel_model *model, const kj_panel_model_type *type, void *memory);

/* The pins, by level. CS and RST are active low; DC low is a command. */
void kj_panel_model_select(kj_panel_model *model, bool high);
void kj_panel_model_data(kj_panel_model *model, bool high);
void kj_panel_model_reset(kj_panel_model *model, bool high);
bool kj_panel_model_busy_pin(const kj_panel_model *model);

/* The SPI clock of the bytes that follow, to check it; it takes no time here. */
void kj_panel_model_clock(kj_panel_model *model, uint32_t hz);

/* Eight clocks: send goes in, what the panel drives comes back (FF where it drives nothing).
 * Nothing happens while CS is high. A half-duplex read is an exchange whose send is ignored. */
uint8_t kj_panel_model_exchange(kj_panel_model *model, uint8_t send);

/* Lets time go on. */
void kj_panel_model_advance(kj_panel_model *model, uint32_t us);

/* How often an error was met among those kept. */
uint32_t kj_panel_model_count(const kj_panel_model *model, kj_panel_error code);
void kj_panel_model_forget(kj_panel_model *model);

/* An error as words, without a full stop. Cannot fail. */
const char *kj_panel_error_text(kj_panel_error code);

/* For controller families only. */
void kj_panel_model_report(kj_panel_model *model, kj_panel_error code, uint32_t value);
void kj_panel_model_busy(kj_panel_model *model, uint32_t us);
void kj_panel_model_refresh(kj_panel_model *model, uint32_t before_us, uint32_t after_us,
                            const kj_waveform *wave, bool whole_glass);
/* Sets a pixel's class for the refresh to come; true where the old plane is not what is seen. */
bool kj_panel_model_class(kj_panel_model *model, uint16_t x, uint16_t y, uint8_t pixel_class);
void kj_panel_model_check_old(kj_panel_model *model, const kj_waveform *wave, uint32_t mismatches);
void kj_panel_model_lose_ram(kj_panel_model *model);
uint32_t kj_panel_model_plane_bytes(const kj_panel_model_type *type);

#endif
