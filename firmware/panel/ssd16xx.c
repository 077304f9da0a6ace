/* ssd16xx.c - Solomon Systech's SSD16xx family. Layer: panel.
 *
 * Two RAMs: "new" (24) and "old" (26), where 1 is paper. The full waveform reads the new one
 * alone; the differential one moves the pixels in which the two differ and does not copy, so
 * finish writes both. What each step does: ssd16xx_registers.h; the sequences with their times:
 * docs/panel.md. */
#include "panel/ssd16xx.h"

#include "panel/ssd16xx_registers.h"

enum {
    SEQUENCE_FULL = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_READ_TEMPERATURE |
                    SSD_STEP_LOAD_WAVEFORM | SSD_STEP_DISPLAY | SSD_STEP_ANALOG_OFF |
                    SSD_STEP_CLOCK_OFF,
    SEQUENCE_DIFFERENTIAL = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_READ_TEMPERATURE |
                            SSD_STEP_LOAD_WAVEFORM | SSD_STEP_MODE_2 | SSD_STEP_DISPLAY,
    SEQUENCE_OWN_WAVEFORM =
        SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_MODE_2 | SSD_STEP_DISPLAY,
    SEQUENCE_LOAD_WAVEFORM = SSD_STEP_CLOCK_ON | SSD_STEP_LOAD_WAVEFORM | SSD_STEP_CLOCK_OFF,
    SEQUENCE_LOADED_FULL = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_ON | SSD_STEP_DISPLAY |
                           SSD_STEP_ANALOG_OFF | SSD_STEP_CLOCK_OFF,
    SEQUENCE_POWER_OFF = SSD_STEP_CLOCK_ON | SSD_STEP_ANALOG_OFF | SSD_STEP_CLOCK_OFF
};

static const kj_ssd_chip *chip_of(const kj_panel *panel) { return panel->driver->chip; }

static kj_status set_x_range(const kj_panel *panel, unsigned left, unsigned right) {
    const uint8_t pixels[] = {left & 0xFF, (uint8_t)(left >> 8), right & 0xFF,
                              (uint8_t)(right >> 8)};
    const uint8_t bytes[] = {(uint8_t)(left / 8u), (uint8_t)(right / 8u)};
    return chip_of(panel)->x_in_bytes ? kj_bus_frame(panel, SSD_X_RANGE, bytes, sizeof bytes)
                                      : kj_bus_frame(panel, SSD_X_RANGE, pixels, sizeof pixels);
}

static kj_status set_x_counter(const kj_panel *panel, unsigned left) {
    const uint8_t pixels[] = {left & 0xFF, (uint8_t)(left >> 8)}, byte = (uint8_t)(left / 8u);
    return chip_of(panel)->x_in_bytes ? kj_bus_frame(panel, SSD_X_COUNTER, &byte, 1)
                                      : kj_bus_frame(panel, SSD_X_COUNTER, pixels, sizeof pixels);
}

static kj_status point(const kj_panel *panel) {
    const kj_rect window = panel->window;
    const unsigned left = (unsigned)window.x, top = (unsigned)window.y;
    const unsigned bottom = top + (unsigned)window.height - 1u;
    const bool down = chip_of(panel)->entry_mode == SSD_ENTRY_X_UP_Y_DOWN;
    const unsigned gates = panel->driver->height_px;
    const unsigned first = down ? gates - 1u - top : top;
    const unsigned last = down ? gates - 1u - bottom : bottom;
    const uint8_t y[4] = {first & 0xFF, (uint8_t)(first >> 8), last & 0xFF, (uint8_t)(last >> 8)};
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_DATA_ENTRY, &chip_of(panel)->entry_mode, 1));
    KJ_BUS_TRY(set_x_range(panel, left, left + (unsigned)window.width - 1u));
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_Y_RANGE, y, 4));
    KJ_BUS_TRY(set_x_counter(panel, left));
    return kj_bus_frame(panel, SSD_Y_COUNTER, y, 2);
}

static kj_status write_ram(const kj_panel *panel, uint8_t command, const kj_panel_rows *rows,
                           unsigned plane, uint8_t flip) {
    KJ_BUS_TRY(point(panel));
    return kj_bus_plane(panel, command, rows, plane, flip);
}

static kj_status run(kj_panel *panel, uint8_t sequence) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_UPDATE_SEQUENCE, &sequence, 1));
    panel->powered = (sequence & SSD_STEP_ANALOG_OFF) == 0;
    return kj_bus_frame(panel, SSD_ACTIVATE, NULL, 0);
}

static kj_status refresh(kj_panel *panel, uint8_t source, uint8_t sequence) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_UPDATE_SOURCE, KJ_BUS_BYTES(source, 0x00)));
    return run(panel, sequence);
}

/* The soft reset is BUSY for itself; panel.c has reset the chip and waited. */
kj_status kj_ssd_wake(kj_panel *panel) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_SOFT_RESET, NULL, 0));
    KJ_BUS_TRY(kj_bus_wait(panel));
    return kj_bus_script(panel, chip_of(panel)->init, chip_of(panel)->init_length);
}

/* The waveform of another temperature, where it is the better one at hand: see docs/panel.md. */
static kj_status load_clean_waveform(kj_panel *panel) {
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_FORCED_DEGREES, &chip_of(panel)->clean_degrees, 1));
    KJ_BUS_TRY(run(panel, SEQUENCE_LOAD_WAVEFORM));
    return kj_bus_wait(panel);
}

static kj_status begin_full(kj_panel *panel, const kj_panel_rows *rows, unsigned plane) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, plane, 0xFF));
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_OLD, rows, plane, 0xFF));
    if (chip_of(panel)->clean_degrees == 0) {
        return refresh(panel, SSD_SOURCE_OLD_AS_ZERO, SEQUENCE_FULL);
    }
    KJ_BUS_TRY(load_clean_waveform(panel));
    return refresh(panel, SSD_SOURCE_OLD_AS_ZERO, SEQUENCE_LOADED_FULL);
}

static kj_status begin_differential(kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0xFF));
    return refresh(panel, SSD_SOURCE_BOTH, SEQUENCE_DIFFERENTIAL);
}

/* The full waveform always drives the whole glass. A window is cleaned by two strokes of the
 * differential one, to the negative and back: every pixel then has the same history, none
 * keeps a charge, and the page around does not flash. begin waits for the first (0.5 s). */
static kj_status begin_window_flash(kj_panel *panel, const kj_panel_rows *rows) {
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0x00));
    KJ_BUS_TRY(refresh(panel, SSD_SOURCE_BOTH, SEQUENCE_DIFFERENTIAL));
    KJ_BUS_TRY(kj_bus_wait(panel));
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_OLD, rows, 0, 0x00));
    return begin_differential(panel, rows);
}

/* Without four tones the darker two are ink: the plane that has the higher bit. */
static kj_status begin_gray(kj_panel *panel, const kj_panel_rows *rows) {
    if (!chip_of(panel)->gray) {
        panel->intent = KJ_INTENT_CLEAN;
        return begin_full(panel, rows, 1);
    }
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, rows, 0, 0x00));
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_OLD, rows, 1, 0x00));
    KJ_BUS_TRY(kj_bus_script(panel, chip_of(panel)->gray, chip_of(panel)->gray_length));
    KJ_BUS_TRY(kj_bus_frame(panel, SSD_WAVEFORM, chip_of(panel)->gray_waveform,
                            chip_of(panel)->gray_waveform_length));
    return refresh(panel, SSD_SOURCE_BOTH, SEQUENCE_OWN_WAVEFORM);
}

kj_status kj_ssd_begin(kj_panel *panel, kj_panel_rows rows) {
    switch (panel->intent) {
    case KJ_INTENT_GRAY: return begin_gray(panel, &rows);
    case KJ_INTENT_CLEAN:
        return kj_bus_is_whole(panel) ? begin_full(panel, &rows, 0)
                                      : begin_window_flash(panel, &rows);
    default: return begin_differential(panel, &rows);
    }
}

kj_status kj_ssd_rest(kj_panel *panel) {
    KJ_BUS_TRY(run(panel, SEQUENCE_POWER_OFF));
    return kj_bus_wait(panel);
}

/* After gray the voltages are ours and not the OTP's: the next begin starts from a reset. */
static kj_status finish_gray(kj_panel *panel) {
    KJ_BUS_TRY(kj_ssd_rest(panel));
    panel->awake = false;
    return KJ_OK;
}

kj_status kj_ssd_finish(kj_panel *panel, kj_panel_rows rows) {
    if (panel->intent == KJ_INTENT_GRAY) {
        return finish_gray(panel);
    }
    if (panel->intent == KJ_INTENT_CLEAN && kj_bus_is_whole(panel)) {
        return KJ_OK;
    }
    KJ_BUS_TRY(write_ram(panel, SSD_WRITE_NEW, &rows, 0, 0xFF));
    return write_ram(panel, SSD_WRITE_OLD, &rows, 0, 0xFF);
}

kj_status kj_ssd_sleep(kj_panel *panel) {
    return kj_bus_frame(panel, SSD_DEEP_SLEEP, KJ_BUS_BYTES(SSD_SLEEP_KEEP_RAM));
}
