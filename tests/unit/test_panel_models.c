/* test_panel_models.c - the drivers against the models, all controllers, all quarter turns: what
 * the painter's surface holds is what the glass shows, bit for bit, and no command is out of
 * order on the way. */
#include "models/model_bus.h"
#include "panel/panel.h"
#include "panel/refresh.h"
#include "render/surface.h"
#include "test.h"

#define FRAME_BYTES (800u / 8u * 480u) /* of the larger panels */

static const struct {
    const kj_panel_driver *driver;
    const kj_panel_model_type *model;
} chips[] = {{&kj_panel_ssd1677, &kj_model_ssd1677},
             {&kj_panel_uc8179, &kj_model_uc8179},
             {&kj_panel_uc8176, &kj_model_uc8176}};
#define CHIPS (sizeof chips / sizeof *chips)

static uint8_t model_memory[2200000];
static uint8_t frame[2 * FRAME_BYTES], seen[FRAME_BYTES], before[FRAME_BYTES];
static unsigned width, height, stride; /* of the panel in hand, pixels and bytes */
static kj_panel_model model;
static kj_model_bus bus;
static kj_panel panel;
static kj_surface surface;
static uint32_t random_state;

static unsigned roll(unsigned sides) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % sides;
}

static kj_status give_row(void *context, unsigned plane, uint16_t y, uint8_t *bits) {
    memcpy(bits, surface.planes[plane] + (size_t)y * stride, stride);
    return KJ_OK;
}

static const kj_panel_rows rows = {.row = give_row};
static const kj_rect whole = {0, 0, 800, 480}; /* the smaller panel clips it */

static void set_surface(uint8_t depth, kj_rotation rotation) {
    KJ_CHECK_EQ(kj_surface_init(&surface, frame, sizeof frame, (uint16_t)width, (uint16_t)height,
                                (uint16_t)height, depth, rotation),
                KJ_OK);
}

static void power_up(unsigned chip, kj_rotation rotation, uint8_t depth) {
    KJ_CHECK(kj_panel_model_bytes(chips[chip].model) <= sizeof model_memory);
    kj_panel_model_init(&model, chips[chip].model, model_memory);
    kj_model_bus_init(&bus, &model);
    const kj_panel_wiring wiring = kj_model_bus_wiring(&bus);
    kj_panel_init(&panel, chips[chip].driver, &wiring);
    width = chips[chip].driver->width_px;
    height = chips[chip].driver->height_px;
    stride = width / 8u;
    set_surface(depth, rotation);
    random_state = 1 + chip * 4 + (unsigned)rotation;
}

/* A page of boxes and single pixels, no two alike. */
static void paint_page(void) {
    kj_surface_clear(&surface);
    const unsigned page_width = kj_surface_page_width(&surface);
    const unsigned page_height = kj_surface_page_height(&surface);
    for (unsigned i = 0; i < 300; i++) {
        const kj_rect box = {(int16_t)roll(page_width), (int16_t)roll(page_height),
                             (int16_t)(1 + roll(i < 60 ? 90 : 9)),
                             (int16_t)(1 + roll(i < 60 ? 30 : 5))};
        kj_surface_fill(&surface, box, roll(1u << surface.depth));
    }
}

/* The panel pixel under page pixel x, y: written out apart from the surface's own turning. */
static void turn(unsigned x, unsigned y, unsigned *panel_x, unsigned *panel_y) {
    switch (surface.rotation) {
    case KJ_ROTATE_0: *panel_x = x, *panel_y = y; break;
    case KJ_ROTATE_90: *panel_x = width - 1 - y, *panel_y = x; break;
    case KJ_ROTATE_180: *panel_x = width - 1 - x, *panel_y = height - 1 - y; break;
    case KJ_ROTATE_270: *panel_x = y, *panel_y = height - 1 - x; break;
    }
}

static unsigned bit_of(const uint8_t *bits, unsigned x, unsigned y) {
    return bits[y * stride + x / 8] >> (7 - x % 8) & 1u;
}

/* Pixels that the glass shows differently from the surface. */
static unsigned differences(void) {
    unsigned count = 0;
    kj_glass_bits(&model.glass, seen);
    for (unsigned y = 0; y < kj_surface_page_height(&surface); y++) {
        for (unsigned x = 0; x < kj_surface_page_width(&surface); x++) {
            unsigned panel_x = 0, panel_y = 0;
            turn(x, y, &panel_x, &panel_y);
            count += kj_surface_level(&surface, (int)x, (int)y) != bit_of(seen, panel_x, panel_y);
        }
    }
    return count;
}

static void check_no_protocol_errors(void) {
    for (unsigned i = 0; i < model.event_count && i < KJ_PANEL_EVENTS; i++) {
        const kj_panel_event *event = &model.events[i];
        printf("  %s: command %02X: %s (%u)\n", model.type->name, event->command,
               kj_panel_error_text(event->code), event->value);
    }
    KJ_CHECK_EQ(model.event_count, 0);
}

static void update(kj_rect window, kj_panel_intent wanted, kj_panel_intent done) {
    KJ_CHECK_EQ(kj_panel_update(&panel, window, wanted, rows), KJ_OK);
    KJ_CHECK_EQ(panel.intent, done);
}

KJ_TEST(glass_shows_the_painters_pixels_after_the_first_update_in_every_turn) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        for (unsigned rotation = 0; rotation < 4; rotation++) {
            power_up(chip, (kj_rotation)rotation, 1);
            paint_page();
            update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
            KJ_CHECK_EQ(differences(), 0);
            KJ_CHECK_EQ(kj_glass_ghost(&model.glass), 0);
            check_no_protocol_errors();
        }
    }
}

KJ_TEST(glass_shows_the_painters_pixels_after_fast_updates_and_a_clean_one_in_every_turn) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        for (unsigned rotation = 0; rotation < 4; rotation++) {
            power_up(chip, (kj_rotation)rotation, 1);
            paint_page();
            update(whole, KJ_INTENT_CLEAN, KJ_INTENT_CLEAN);
            for (unsigned page = 0; page < 5; page++) {
                paint_page();
                update(whole, KJ_INTENT_PAGE, KJ_INTENT_PAGE);
                KJ_CHECK_EQ(differences(), 0);
            }
            KJ_CHECK(kj_glass_ghost(&model.glass) > 0);
            update(whole, KJ_INTENT_CLEAN, KJ_INTENT_CLEAN);
            KJ_CHECK_EQ(differences(), 0);
            KJ_CHECK_EQ(kj_glass_ghost(&model.glass), 0);
            check_no_protocol_errors();
        }
    }
}

static bool inside(kj_rect box, unsigned x, unsigned y) {
    return (int)x >= box.x && (int)x < box.x + box.width && (int)y >= box.y &&
           (int)y < box.y + box.height;
}

/* The picture inside the window the driver took, the old one outside. */
static void check_window(kj_rect asked) {
    KJ_CHECK(panel.window.x <= asked.x && panel.window.y <= asked.y);
    KJ_CHECK(panel.window.x + panel.window.width >= asked.x + asked.width);
    KJ_CHECK(panel.window.width < (int)width && panel.window.height < (int)height);
    kj_glass_bits(&model.glass, seen);
    unsigned wrong_inside = 0, wrong_outside = 0;
    for (unsigned y = 0; y < height; y++) {
        for (unsigned x = 0; x < width; x++) {
            if (inside(panel.window, x, y)) {
                wrong_inside += bit_of(seen, x, y) != bit_of(surface.planes[0], x, y);
            } else {
                wrong_outside += bit_of(seen, x, y) != bit_of(before, x, y);
            }
        }
    }
    KJ_CHECK_EQ(wrong_inside, 0);
    KJ_CHECK_EQ(wrong_outside, 0);
}

static void check_windows(kj_rect asked) {
    static const kj_panel_intent intents[] = {KJ_INTENT_MENU, KJ_INTENT_PAGE, KJ_INTENT_CLEAN};
    for (unsigned i = 0; i < 3; i++) {
        kj_glass_bits(&model.glass, before);
        paint_page();
        update(asked, intents[i], intents[i]);
        check_window(asked);
    }
}

KJ_TEST(glass_changes_in_the_window_only_whatever_the_intent) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_0, 1);
        const int16_t right = (int16_t)width, bottom = (int16_t)height;
        const kj_rect windows[] = {{0, 0, 8, 1},
                                   {right - 8, bottom - 1, 8, 1},
                                   {13, 7, 200, 90},
                                   {301, 111, 5, bottom - 180},
                                   {right / 2, 0, right / 2 - 1, bottom - 1}};
        paint_page();
        update(whole, KJ_INTENT_CLEAN, KJ_INTENT_CLEAN);
        for (unsigned i = 0; i < sizeof windows / sizeof *windows; i++) {
            check_windows(windows[i]);
        }
        paint_page();
        update(whole, KJ_INTENT_PAGE, KJ_INTENT_PAGE);
        KJ_CHECK_EQ(differences(), 0);
        check_no_protocol_errors();
    }
}

/* Every pixel of a level has one tone, and the levels' tones are apart. */
static void check_tones(void) {
    int low[4] = {255, 255, 255, 255}, high[4] = {0, 0, 0, 0};
    for (unsigned y = 0; y < kj_surface_page_height(&surface); y++) {
        for (unsigned x = 0; x < kj_surface_page_width(&surface); x++) {
            unsigned panel_x = 0, panel_y = 0;
            turn(x, y, &panel_x, &panel_y);
            const unsigned level = kj_surface_level(&surface, (int)x, (int)y);
            const int tone = kj_glass_tone(&model.glass, (uint16_t)panel_x, (uint16_t)panel_y);
            low[level] = tone < low[level] ? tone : low[level];
            high[level] = tone > high[level] ? tone : high[level];
        }
    }
    for (unsigned level = 0; level < 4; level++) {
        KJ_CHECK(high[level] - low[level] <= 2);
        KJ_CHECK(level == 0 || low[level - 1] - high[level] >= 40);
    }
    KJ_CHECK(low[0] >= 250);
    KJ_CHECK(high[3] <= 5);
}

KJ_TEST(glass_shows_four_tones_of_gray_in_every_turn_and_a_page_after_them) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        for (unsigned rotation = 0; rotation < 4; rotation++) {
            power_up(chip, (kj_rotation)rotation, 2);
            for (unsigned picture = 0; picture < 2; picture++) {
                paint_page();
                update(whole, KJ_INTENT_GRAY, KJ_INTENT_GRAY);
                check_tones();
            }
            set_surface(1, (kj_rotation)rotation);
            paint_page();
            update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
            KJ_CHECK_EQ(differences(), 0);
            KJ_CHECK_EQ(kj_glass_ghost(&model.glass), 0);
            check_no_protocol_errors();
        }
    }
}

KJ_TEST(glass_keeps_its_picture_asleep_and_the_next_update_wakes_and_cleans) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_90, 1);
        for (unsigned round = 0; round < 3; round++) {
            paint_page();
            update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
            paint_page();
            update(whole, KJ_INTENT_PAGE, KJ_INTENT_PAGE);
            KJ_CHECK_EQ(kj_panel_sleep(&panel), KJ_OK);
            const uint64_t asleep_us = model.state_us[KJ_PANEL_ASLEEP];
            kj_panel_model_advance(&model, 60000000);
            KJ_CHECK_EQ(model.state_us[KJ_PANEL_ASLEEP] - asleep_us, 60000000);
            KJ_CHECK_EQ(differences(), 0);
        }
        check_no_protocol_errors();
    }
}

KJ_TEST(glass_takes_a_fast_update_after_a_rest) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_270, 1);
        paint_page();
        update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
        for (unsigned page = 0; page < 3; page++) {
            KJ_CHECK_EQ(kj_panel_rest(&panel), KJ_OK);
            const uint64_t standby_us = model.state_us[KJ_PANEL_STANDBY];
            kj_panel_model_advance(&model, 30000000);
            KJ_CHECK_EQ(model.state_us[KJ_PANEL_STANDBY] - standby_us, 30000000);
            paint_page();
            update(whole, KJ_INTENT_PAGE, KJ_INTENT_PAGE);
            KJ_CHECK_EQ(differences(), 0);
        }
        check_no_protocol_errors();
    }
}

/* Milliseconds that the ink moves in an update of the whole panel. */
static unsigned busy_ms(kj_panel_intent intent) {
    const uint64_t before_us = model.state_us[KJ_PANEL_REFRESHING];
    paint_page();
    update(whole, intent, intent);
    return (unsigned)((model.state_us[KJ_PANEL_REFRESHING] - before_us) / 1000);
}

KJ_TEST(each_kind_of_update_moves_the_ink_as_long_as_its_waveform_says) {
    static const unsigned ms[CHIPS][4] = {/* first, page, clean, gray */
                                          {1561, 584, 1477, 1605},
                                          {1130, 430, 1130, 2279},
                                          {1450, 310, 1030, 1410}};
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_0, 2);
        KJ_CHECK_EQ(busy_ms(KJ_INTENT_CLEAN), ms[chip][0]);
        KJ_CHECK_EQ(busy_ms(KJ_INTENT_PAGE), ms[chip][1]);
        KJ_CHECK_EQ(busy_ms(KJ_INTENT_CLEAN), ms[chip][2]);
        KJ_CHECK_EQ(busy_ms(KJ_INTENT_GRAY), ms[chip][3]);
    }
}

KJ_TEST(driver_recovers_from_a_busy_that_never_ended) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_180, 1);
        paint_page();
        update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
        paint_page();
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows), KJ_OK);
        bus.fault = KJ_BUS_STUCK_BUSY;
        const uint64_t from_us = model.now_us;
        KJ_CHECK_EQ(kj_panel_finish(&panel, rows), KJ_ERR_TIMEOUT);
        KJ_CHECK(model.now_us - from_us <= 2u * chips[chip].driver->busy_limit_us);
        KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows), KJ_ERR_TIMEOUT);
        bus.fault = KJ_BUS_GOOD;
        update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
        KJ_CHECK_EQ(differences(), 0);
        paint_page();
        update(whole, KJ_INTENT_PAGE, KJ_INTENT_PAGE);
        KJ_CHECK_EQ(differences(), 0);
        check_no_protocol_errors();
    }
}

KJ_TEST(driver_recovers_from_any_transfer_that_failed) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_0, 1);
        paint_page();
        update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
        for (unsigned step = 1; step < 40; step += 39 / KJ_ROUNDS(13)) {
            paint_page();
            bus.transfers = 0;
            bus.fail_transfer = step;
            KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows), KJ_ERR_IO);
            bus.fail_transfer = 0;
            kj_panel_model_forget(
                &model); /* a command cut short is the fault's, not the driver's */
            update(whole, KJ_INTENT_PAGE, KJ_INTENT_CLEAN);
            KJ_CHECK_EQ(differences(), 0);
            check_no_protocol_errors();
        }
    }
}

KJ_TEST(glass_shows_every_page_of_a_long_session_that_the_policy_rules) {
    for (unsigned chip = 0; chip < CHIPS; chip++) {
        power_up(chip, KJ_ROTATE_270, 1);
        const kj_refresh_config config = kj_refresh_preset(KJ_REFRESH_BALANCED, width, height);
        kj_refresh refresh;
        kj_refresh_init(&refresh, &config);
        unsigned fast = 0, clean = 0;
        for (unsigned page = 0; page < 40; page++) {
            paint_page();
            for (uint16_t y = 0; y < height; y++) {
                uint32_t words[KJ_PANEL_WIDTH_MAX / 32u];
                memcpy(words, surface.planes[0] + (size_t)y * stride, stride);
                kj_refresh_observe(&refresh, y, words, NULL);
            }
            const kj_refresh_plan plan =
                kj_refresh_choose(&refresh, whole, KJ_INTENT_PAGE, page % 10 == 0);
            KJ_CHECK_EQ(kj_panel_update(&panel, plan.window, plan.intent, rows), KJ_OK);
            fast += panel.intent == KJ_INTENT_PAGE;
            clean += panel.intent == KJ_INTENT_CLEAN;
            kj_refresh_record(&refresh, panel.window, panel.intent);
            KJ_CHECK_EQ(differences(), 0);
        }
        KJ_CHECK(clean >= 2 && fast > clean);
        check_no_protocol_errors();
    }
}

KJ_TEST_MAIN()
