/* test_panel_faults.c - a BUSY that never ends, a bus that fails, a source that fails: each is
 * an error in bounded time, leaves the controller in reset, and the next update recovers. */
#include "fake_panel.h"

static void check_recovers(kj_panel *panel, fake_picture *picture) {
    KJ_CHECK(!panel->awake && !panel->refreshing && !panel->powered);
    recording();
    KJ_CHECK(ends_with("rst")); /* nothing goes on driving the glass */
    bus.stuck_after = bus.fail_at = NEVER;
    bus.busy_until_us = bus.now_us;
    forget_recording();
    KJ_CHECK_EQ(kj_panel_update(panel, window, KJ_INTENT_PAGE, rows_of(picture)), KJ_OK);
    KJ_CHECK(strncmp(recording(), "rst ?", 5) == 0);
    KJ_CHECK_EQ(panel->intent, KJ_INTENT_CLEAN);
    check_manners();
}

static uint32_t allowed_us(const kj_panel *panel) {
    return panel->driver->busy_limit_us + 200000; /* steps, resets, the frame's own bytes */
}

KJ_TEST(panel_busy_that_never_ends_at_reset_is_a_timeout) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_panel(driver);
        uint32_t since = bus.now_us;
        bus.stuck_after = 0;
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)),
                    KJ_ERR_TIMEOUT);
        KJ_CHECK(bus.now_us - since < allowed_us(&panel));
        check_recovers(&panel, &picture);
    }
}

KJ_TEST(panel_busy_that_never_ends_in_init_is_a_timeout) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_panel(driver);
        uint32_t since = bus.now_us;
        bus.stuck_after = driver == &kj_panel_ssd1677 ? 0x12 : 0x04;
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)),
                    KJ_ERR_TIMEOUT);
        KJ_CHECK(bus.now_us - since < allowed_us(&panel));
        KJ_CHECK_EQ(bus.plane_count, 0);
        check_recovers(&panel, &picture);
    }
}

KJ_TEST(panel_busy_that_never_ends_before_a_write_is_a_timeout) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_clean(driver, &picture);
        uint32_t since = bus.now_us;
        bus.busy_until_us = bus.now_us + INT32_MAX;
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)),
                    KJ_ERR_TIMEOUT);
        KJ_CHECK(bus.now_us - since < allowed_us(&panel));
        KJ_CHECK_EQ(bus.transfers, 0);
        check_recovers(&panel, &picture);
    }
}

KJ_TEST(panel_busy_that_never_ends_in_a_refresh_is_a_timeout) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        for (int way = 0; way < 3; way++) {
            kj_panel panel = open_clean(driver, &picture);
            set_clock(UINT32_MAX - 1000000);
            bus.stuck_after = driver == &kj_panel_ssd1677 ? 0x20 : 0x12;
            KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
            uint32_t since = bus.now_us;
            kj_status status = KJ_AGAIN;
            while (way == 0 && status == KJ_AGAIN) {
                status = kj_panel_poll(&panel);
                sleep_us(NULL, 5000);
            }
            status = way == 1 ? kj_panel_wait(&panel) : status;
            status = way == 2 ? kj_panel_finish(&panel, rows_of(&picture)) : status;
            KJ_CHECK_EQ(status, KJ_ERR_TIMEOUT);
            KJ_CHECK(bus.now_us - since >= driver->busy_limit_us);
            KJ_CHECK(bus.now_us - since < allowed_us(&panel));
            check_recovers(&panel, &picture);
        }
    }
}

KJ_TEST(panel_window_flash_that_hangs_half_way_is_a_timeout) {
    fake_picture picture = {1, -1, KJ_OK};
    kj_panel panel = open_clean(&kj_panel_ssd1677, &picture);
    bus.stuck_after = 0x20;
    KJ_CHECK_EQ(kj_panel_begin(&panel, window, KJ_INTENT_CLEAN, rows_of(&picture)), KJ_ERR_TIMEOUT);
    check_recovers(&panel, &picture);
}

KJ_TEST(panel_stopped_clock_does_not_hang_a_wait) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_panel(driver);
        bus.stuck_after = 0;
        bus.frozen = true;
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)),
                    KJ_ERR_TIMEOUT);
    }
}

/* Fails each transfer of an update in turn, until it goes through. */
static void fail_each_transfer(const kj_panel_driver *driver, kj_rect area, kj_panel_intent intent,
                               unsigned step) {
    fake_picture picture = {1, -1, KJ_OK};
    for (uint32_t n = 0;; n += n < 40 ? 1 : step) {
        kj_panel panel = open_clean(driver, &picture);
        bus.fail_at = n;
        kj_status status = kj_panel_update(&panel, area, intent, rows_of(&picture));
        KJ_CHECK(!bus.selected);
        if (status == KJ_OK) {
            KJ_CHECK(n >= 10 && bus.transfers <= n);
            return;
        }
        KJ_CHECK_EQ(status, KJ_ERR_IO);
        check_recovers(&panel, &picture);
    }
}

KJ_TEST(panel_survives_an_spi_error_at_any_transfer) {
    FOR_EACH_DRIVER(driver) {
        const kj_rect small = {8, 8, 16, 3};
        for (kj_panel_intent intent = KJ_INTENT_PAGE; intent <= KJ_INTENT_CLEAN; intent++) {
            fail_each_transfer(driver, small, intent, 1);
        }
        fail_each_transfer(driver, whole, KJ_INTENT_CLEAN, 97);
        fail_each_transfer(driver, whole, KJ_INTENT_GRAY, 97);
    }
}

KJ_TEST(panel_survives_an_spi_error_in_sleep) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, -1, KJ_OK};
        for (uint32_t n = 0;; n++) {
            kj_panel panel = open_clean(driver, &picture);
            KJ_CHECK_EQ(kj_panel_update(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
            bus.transfers = 0;
            bus.fail_at = n;
            kj_status status = kj_panel_sleep(&panel);
            if (status == KJ_OK) {
                KJ_CHECK(n >= 3);
                break;
            }
            KJ_CHECK_EQ(status, KJ_ERR_IO);
            KJ_CHECK(!panel.asleep);
            check_recovers(&panel, &picture);
        }
    }
}

KJ_TEST(panel_hands_on_the_error_of_a_row_source) {
    FOR_EACH_DRIVER(driver) {
        fake_picture picture = {1, 55, KJ_ERR_MEMORY};
        kj_panel panel = open_panel(driver);
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)),
                    KJ_ERR_MEMORY);
        picture.failure = KJ_AGAIN;
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_ERR_STATE);
        picture.fail_at_row = -1;
        check_recovers(&panel, &picture);
    }
}

KJ_TEST(panel_source_that_fails_in_finish_leaves_no_valid_old_plane) {
    static const kj_panel_driver *const copying_by_hand[] = {&kj_panel_ssd1677, &kj_panel_uc8176};
    for (unsigned i = 0; i < 2; i++) {
        fake_picture picture = {1, -1, KJ_OK};
        kj_panel panel = open_clean(copying_by_hand[i], &picture);
        KJ_CHECK_EQ(kj_panel_begin(&panel, whole, KJ_INTENT_PAGE, rows_of(&picture)), KJ_OK);
        picture.fail_at_row = panel.window.height - 1;
        picture.failure = KJ_ERR_IO;
        KJ_CHECK_EQ(kj_panel_finish(&panel, rows_of(&picture)), KJ_ERR_IO);
        KJ_CHECK(!panel.old_plane_valid);
        picture.fail_at_row = -1;
        check_recovers(&panel, &picture);
    }
}

KJ_TEST_MAIN()
