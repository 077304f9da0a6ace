/* model_case.h - what the tests of the panel models share: a panel, bytes by hand, and what is
 * seen afterwards. No driver of ours is involved. Static, one panel a program. */
#ifndef KJ_MODEL_CASE_H
#define KJ_MODEL_CASE_H

#include "models/panel_model.h"
#include "test.h"

#ifndef WIDTH
#define WIDTH  800
#define HEIGHT 480
#endif
#define STRIDE (WIDTH / 8)
#define FRAME  (STRIDE * HEIGHT)

static uint8_t memory[2200000];
static uint8_t picture[FRAME], other[FRAME], seen[FRAME];
static kj_panel_model model;

/* Sends "22 F7": a command byte and its data, each selected on its own as drivers do. */
static inline void send(const char *hex) {
    bool command = true;
    while (*hex) {
        char *end;
        unsigned long byte = strtoul(hex, &end, 16);
        kj_panel_model_data(&model, !command);
        kj_panel_model_select(&model, false);
        kj_panel_model_exchange(&model, (uint8_t)byte);
        kj_panel_model_select(&model, true);
        kj_panel_model_data(&model, true);
        command = false;
        hex = *end == ' ' ? end + 1 : end;
    }
}

/* Sends a command and picture bytes, each xor mask. */
static inline void send_rows(const char *command, const uint8_t *bytes, size_t count,
                             uint8_t mask) {
    send(command);
    kj_panel_model_select(&model, false);
    for (size_t i = 0; i < count; i++) {
        kj_panel_model_exchange(&model, bytes[i] ^ mask);
    }
    kj_panel_model_select(&model, true);
}

static inline bool is_busy(void) {
    return kj_panel_model_busy_pin(&model) == model.type->busy_level;
}

/* Waits for BUSY as a driver would; returns milliseconds. */
static inline uint32_t wait_idle(void) {
    uint64_t start = model.now_us;
    kj_panel_model_advance(&model, 200);
    for (int i = 0; i < 100000 && is_busy(); i++) {
        kj_panel_model_advance(&model, 100);
    }
    return (uint32_t)((model.now_us - start) / 1000);
}

static inline void hard_reset(void) {
    kj_panel_model_reset(&model, false);
    kj_panel_model_advance(&model, 10000);
    kj_panel_model_reset(&model, true);
    kj_panel_model_advance(&model, 10000);
}

static inline void start(const kj_panel_model_type *type) {
    KJ_CHECK(kj_panel_model_bytes(type) <= sizeof memory);
    kj_panel_model_init(&model, type, memory);
    hard_reset();
    for (int i = 0; i < FRAME; i++) { /* set bits are white, as the controllers see it */
        picture[i] = (uint8_t)(i * 37 + i / 997);
        other[i] = (uint8_t)(i * 91 + i / 331);
    }
}

static inline void start_ssd(void) {
    start(&kj_model_ssd1677);
    send("12");
    wait_idle();
    send("18 80");
    send("0C AE C7 C3 C0 80");
    send("01 DF 01 02");
    send("3C 01");
    send("11 01");
    send("44 00 00 1F 03");
    send("45 DF 01 00 00");
}

static inline void ssd_rewind(void) {
    send("4E 00 00");
    send("4F DF 01");
}

static inline void ssd_write(const char *plane, const uint8_t *bytes) {
    ssd_rewind();
    send_rows(plane, bytes, FRAME, 0);
}

static inline uint32_t ssd_run(const char *control1, const char *control2) {
    send(control1);
    send(control2);
    send("20");
    return wait_idle();
}

static inline uint32_t ssd_full(const uint8_t *bytes) {
    ssd_write("24", bytes);
    ssd_write("26", bytes);
    return ssd_run("21 40 00", "22 F7");
}

static inline uint32_t ssd_fast(const uint8_t *bytes) {
    ssd_write("24", bytes);
    uint32_t ms = ssd_run("21 00 00", "22 FC");
    ssd_write("24", bytes);
    ssd_write("26", bytes);
    return ms;
}

static inline void start_uc(void) {
    start(&kj_model_uc8179);
    send("00 1F");
    send("01 07 07 3F 3F");
    send("06 17 17 28 17");
    send("61 03 20 01 E0");
    send("15 00");
    send("50 29 07");
    send("60 22");
    send("E3 22");
    send("04");
}

static inline uint32_t uc_full(const uint8_t *bytes) {
    send("E0 02");
    send("E5 5A");
    send_rows("13", bytes, FRAME, 0);
    send("12");
    return wait_idle();
}

static inline uint32_t uc_fast(const uint8_t *bytes) {
    send("E0 02");
    send("E5 6E");
    send_rows("13", bytes, FRAME, 0);
    send("12");
    return wait_idle();
}

static inline bool shows(const uint8_t *white_bits) {
    kj_glass_bits(&model.glass, seen);
    for (int i = 0; i < FRAME; i++) {
        if ((seen[i] ^ white_bits[i]) != 0xFF) {
            return false;
        }
    }
    return true;
}

static inline bool pixel_is_white(const uint8_t *bits, int x, int y) {
    return bits[y * STRIDE + x / 8] >> (7 - x % 8) & 1;
}

static inline bool is_exact(const uint8_t *bits) {
    for (uint16_t y = 0; y < HEIGHT; y++) {
        for (uint16_t x = 0; x < WIDTH; x++) {
            uint8_t tone = kj_glass_tone(&model.glass, x, y);
            if (tone != (pixel_is_white(bits, x, y) ? 255 : 0)) {
                return false;
            }
        }
    }
    return true;
}

static inline void expect(kj_panel_error code) {
    if (kj_panel_model_count(&model, code) == 0 || model.event_count == 0) {
        printf("  expected: %s\n", kj_panel_error_text(code));
    }
    KJ_CHECK(kj_panel_model_count(&model, code) > 0);
    KJ_CHECK_EQ(kj_panel_model_count(&model, code), model.event_count);
    kj_panel_model_forget(&model);
}

static inline void expect_no_error(void) {
    for (uint32_t i = 0; i < model.event_count && i < 4; i++) {
        printf("  %02X: %s (%u)\n", model.events[i].command,
               kj_panel_error_text(model.events[i].code), (unsigned)model.events[i].value);
    }
    KJ_CHECK_EQ(model.event_count, 0);
}

#endif
