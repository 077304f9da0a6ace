/* test_device_boards.c - the boards' tables: no pin twice, each as it is drawn, every key a button,
 * a battery's curve. */
#include "board/device/board.h"
#include "board/device/key_names.h"

#include "test.h"

static const kj_board *const boards[] = {&kj_board_openbook_c1, &kj_board_waveshare_7in5};
#define BOARDS (sizeof boards / sizeof *boards)

/* The drawing of a board's wiring says of each pin what the table says. */
static void is_drawn(const char *drawing, uint8_t pin, const char *part, const char *use) {
    char wanted[64];
    snprintf(wanted, sizeof wanted, "data-pin=\"%u\" data-use=\"%s%s\"", pin, part, use);
    if (pin != KJ_NO_PIN && !strstr(drawing, wanted)) {
        KJ_CHECK_STR("the drawing does not have", wanted);
    }
}

KJ_TEST(every_pin_is_in_the_drawing) {
    for (size_t i = 0; i < BOARDS; i++) {
        static char drawing[16384];
        char path[512];
        const kj_board_wires *wires = boards[i]->wires;
        snprintf(path, sizeof path, KJ_SOURCE_DIR "/docs/pictures/wiring-%s.svg", boards[i]->name);
        FILE *in = fopen(path, "r");
        KJ_CHECK(in);
        drawing[fread(drawing, 1, sizeof drawing - 1, in)] = '\0';
        fclose(in);
        is_drawn(drawing, wires->power_pin, "", "power");
        is_drawn(drawing, wires->card.sck, "card-", "sck");
        is_drawn(drawing, wires->card.mosi, "card-", "mosi");
        is_drawn(drawing, wires->card.miso, "card-", "miso");
        is_drawn(drawing, wires->card.select, "card-", "select");
        is_drawn(drawing, wires->card.present, "card-", "present");
        is_drawn(drawing, wires->panel.sck, "panel-", "sck");
        is_drawn(drawing, wires->panel.mosi, "panel-", "mosi");
        is_drawn(drawing, wires->panel.select, "panel-", "select");
        is_drawn(drawing, wires->panel.data, "panel-", "data");
        is_drawn(drawing, wires->panel.reset, "panel-", "reset");
        is_drawn(drawing, wires->panel.busy, "panel-", "busy");
        is_drawn(drawing, wires->console.tx, "console-", "tx");
        is_drawn(drawing, wires->console.rx, "console-", "rx");
        for (unsigned n = 0; n < wires->button_count; n++) {
            is_drawn(drawing, wires->buttons[n].pin, "key-", kj_key_name(wires->buttons[n].tap));
        }
    }
}

static void take(uint32_t *taken, uint8_t pin) {
    if (pin != KJ_NO_PIN) {
        KJ_CHECK(pin < 30);
        KJ_CHECK(!(*taken >> pin & 1u));
        *taken |= 1u << pin;
    }
}

KJ_TEST(no_pin_has_two_uses) {
    for (size_t i = 0; i < BOARDS; i++) {
        const kj_board_wires *wires = boards[i]->wires;
        uint32_t taken = 0;
        take(&taken, wires->power_pin);
        take(&taken, wires->card.sck);
        take(&taken, wires->card.mosi);
        take(&taken, wires->card.miso);
        take(&taken, wires->card.select);
        take(&taken, wires->card.present);
        take(&taken, wires->panel.sck);
        take(&taken, wires->panel.mosi);
        take(&taken, wires->panel.select);
        take(&taken, wires->panel.data);
        take(&taken, wires->panel.reset);
        take(&taken, wires->panel.busy);
        take(&taken, wires->console.tx);
        take(&taken, wires->console.rx);
        take(&taken, wires->battery.charge_pin);
        take(&taken, (uint8_t)(26u + wires->battery.adc));
        for (unsigned n = 0; n < wires->button_count; n++) {
            take(&taken, wires->buttons[n].pin);
        }
    }
}

/* RP2040 datasheet, table of GPIO functions: SPI signals repeat every 8 pins, and the instance
 * changes there; UART0 is at 0, 12, 16 and 28. */
KJ_TEST(spi_and_uart_pins_can_be_what_they_are_named) {
    for (size_t i = 0; i < BOARDS; i++) {
        const kj_board_wires *wires = boards[i]->wires;
        KJ_CHECK_EQ(wires->card.sck % 4, 2);
        KJ_CHECK_EQ(wires->card.mosi % 4, 3);
        KJ_CHECK_EQ(wires->card.miso % 4, 0);
        KJ_CHECK_EQ(wires->card.sck / 8 % 2, wires->card.spi);
        KJ_CHECK_EQ(wires->card.mosi / 8 % 2, wires->card.spi);
        KJ_CHECK_EQ(wires->card.miso / 8 % 2, wires->card.spi);
        KJ_CHECK_EQ(wires->panel.sck % 4, 2);
        KJ_CHECK_EQ(wires->panel.mosi % 4, 3);
        KJ_CHECK_EQ(wires->panel.sck / 8 % 2, wires->panel.spi);
        KJ_CHECK_EQ(wires->panel.mosi / 8 % 2, wires->panel.spi);
        KJ_CHECK_EQ(wires->console.rx, wires->console.tx + 1);
        const uint8_t tx = wires->console.tx;
        KJ_CHECK(tx == 0 || tx == 12 || tx == 16 || tx == 28);
    }
}

KJ_TEST(every_key_can_be_pressed) {
    for (size_t i = 0; i < BOARDS; i++) {
        const kj_board_wires *wires = boards[i]->wires;
        KJ_CHECK(wires->button_count <= KJ_BOARD_BUTTONS_MAX);
        for (kj_key key = KJ_KEY_UP; key <= KJ_KEY_SKIP_BACK; key++) {
            bool found = false;
            for (unsigned n = 0; n < wires->button_count; n++) {
                found = found || wires->buttons[n].tap == key || wires->buttons[n].hold == key;
            }
            KJ_CHECK(found);
        }
    }
}

KJ_TEST(battery_is_full_low_and_empty_where_the_table_says) {
    for (size_t i = 0; i < BOARDS; i++) {
        const kj_board_wires *wires = boards[i]->wires;
        KJ_CHECK_EQ(kj_board_percent(boards[i], wires->battery.full_mv), 100);
        KJ_CHECK_EQ(kj_board_percent(boards[i], 60000), 100);
        KJ_CHECK_EQ(kj_board_percent(boards[i], wires->battery.low_mv), KJ_BATTERY_LOW);
        KJ_CHECK_EQ(kj_board_percent(boards[i], wires->battery.empty_mv), KJ_BATTERY_EMPTY);
        KJ_CHECK_EQ(kj_board_percent(boards[i], 0), 0);
    }
}

KJ_TEST(battery_falls_with_its_voltage_and_comes_back_from_its_percents) {
    for (size_t i = 0; i < BOARDS; i++) {
        uint8_t last = 0;
        for (uint32_t mv = 0; mv < 5000; mv++) {
            const uint8_t percent = kj_board_percent(boards[i], mv);
            KJ_CHECK(percent >= last && percent <= 100);
            last = percent;
        }
        for (unsigned percent = 0; percent <= 100; percent++) {
            const uint32_t mv = kj_board_millivolts(boards[i], (uint8_t)percent);
            KJ_CHECK_EQ(kj_board_percent(boards[i], mv), percent);
        }
    }
}

KJ_TEST_MAIN()
