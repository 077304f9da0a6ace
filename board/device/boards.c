/* boards.c - the boards, a page of data each. See board.h. Layer: board. */
#include "board/device/board.h"

/* Open Book C1, the "Abridged" edition, on a Raspberry Pi Pico. Held upright, the buttons below the
 * glass: its own firmware draws 300x400 and turns it so. Pins: its maker's schematic and firmware.
 * GP12 is the Lock button and must not be given to SPI1, which it could be MISO of. It runs off two
 * AAA cells in series, which the Pico sees at VSYS, a third of it at ADC3. Alkaline cells: 1.6 V
 * new, 1.1 V in the knee, 0.95 V where the Pico's converter gives up (1.8 V for both). */
static const kj_board_wires openbook_c1 = {
    .power_pin = 0,
    .card =
        {.spi = 0, .sck = 2, .mosi = 3, .miso = 4, .select = 5, .present = 22, .hz_max = 20000000},
    .panel = {.spi = 1, .sck = 10, .mosi = 11, .select = 9, .data = 8, .reset = 7, .busy = 6},
    .console = {.tx = 16, .rx = 17},
    .button_count = 8,
    .buttons = {{12, KJ_KEY_BACK, KJ_KEY_POWER},
                {13, KJ_KEY_RIGHT, KJ_KEY_SKIP},
                {14, KJ_KEY_SELECT, KJ_KEY_MENU},
                {15, KJ_KEY_NEXT, KJ_KEY_SKIP},
                {18, KJ_KEY_PREV, KJ_KEY_SKIP_BACK},
                {19, KJ_KEY_UP, KJ_KEY_HOME},
                {20, KJ_KEY_LEFT, KJ_KEY_SKIP_BACK},
                {21, KJ_KEY_DOWN, KJ_KEY_NONE}},
    .battery = {.adc = 3,
                .divider = 3,
                .full_mv = 3100,
                .low_mv = 2200,
                .empty_mv = 2000,
                .charge_pin = KJ_NO_PIN},
};

/* Fast enough for the UC8176 of GDEW042T2; newer glass (GDEY042T81) has an SSD1683. */
const kj_board kj_board_openbook_c1 = {
    .name = "openbook-c1",
    .title = "Open Book C1",
    .glass = {&kj_panel_uc8176, &kj_panel_ssd1683},
    .rotation = KJ_ROTATE_270,
    .dpi = 119,
    .size_px = 20,
    .margin_px = 12,
    .detects_card = true,
    .wires = &openbook_c1,
};

/* Waveshare Pico-ePaper-7.5 on a Raspberry Pi Pico: the panel's pins are the maker's, the rest is
 * our reference wiring (docs/boards). LEFT, RIGHT and POWER may be left out. One lithium cell at
 * VSYS. */
static const kj_board_wires waveshare_7in5 = {
    .power_pin = KJ_NO_PIN,
    .card = {.spi = 0,
             .sck = 18,
             .mosi = 19,
             .miso = 16,
             .select = 17,
             .present = KJ_NO_PIN,
             .hz_max = 20000000},
    .panel = {.spi = 1, .sck = 10, .mosi = 11, .select = 9, .data = 8, .reset = 12, .busy = 13},
    .console = {.tx = 0, .rx = 1},
    .button_count = 9,
    .buttons = {{2, KJ_KEY_UP, KJ_KEY_NONE},
                {3, KJ_KEY_DOWN, KJ_KEY_NONE},
                {4, KJ_KEY_SELECT, KJ_KEY_MENU},
                {5, KJ_KEY_BACK, KJ_KEY_HOME},
                {6, KJ_KEY_NEXT, KJ_KEY_SKIP},
                {7, KJ_KEY_PREV, KJ_KEY_SKIP_BACK},
                {14, KJ_KEY_LEFT, KJ_KEY_SKIP_BACK},
                {15, KJ_KEY_RIGHT, KJ_KEY_SKIP},
                {22, KJ_KEY_POWER, KJ_KEY_NONE}},
    .battery = {.adc = 3,
                .divider = 3,
                .full_mv = 4150,
                .low_mv = 3550,
                .empty_mv = 3300,
                .charge_pin = 24},
};

const kj_board kj_board_waveshare_7in5 = {
    .name = "waveshare-7in5",
    .title = "Waveshare 7.5 inch on a Pico",
    .glass = {&kj_panel_uc8179},
    .rotation = KJ_ROTATE_270,
    .dpi = 125,
    .size_px = 26,
    .margin_px = 24,
    .wires = &waveshare_7in5,
};

/* Xteink X4. Bezel: 9 pixels at the top and 3 at the other sides of the device as it is held,
 * upright, where the panel's left edge is at the top. */
const kj_board kj_board_xteink_x4 = {
    .name = "xteink-x4",
    .title = "Xteink X4",
    .glass = {&kj_panel_ssd1677},
    .rotation = KJ_ROTATE_270,
    .bezel = {.top = 3, .right = 3, .bottom = 3, .left = 9},
    .dpi = 217,
    .size_px = 28,
    .margin_px = 20,
    .shares_bus = true,
};

kj_page_style kj_board_style(const kj_board *board) {
    return (kj_page_style){.margin_px = board->margin_px,
                           .size_px = board->size_px,
                           .leading_percent = 150,
                           .justify = true,
                           .hyphenate = true};
}

/* Points of the line from voltage to charge, rising. */
typedef struct battery_point {
    uint32_t millivolts;
    uint8_t percent;
} battery_point;
#define POINTS 4u

static void take_points(const kj_board *board, battery_point points[POINTS]) {
    const kj_board_wires *wires = board->wires;
    points[0] = (battery_point){wires->battery.empty_mv * 9u / 10u, 0};
    points[1] = (battery_point){wires->battery.empty_mv, KJ_BATTERY_EMPTY};
    points[2] = (battery_point){wires->battery.low_mv, KJ_BATTERY_LOW};
    points[3] = (battery_point){wires->battery.full_mv, 100};
}

uint8_t kj_board_percent(const kj_board *board, uint32_t millivolts) {
    battery_point points[POINTS];
    take_points(board, points);
    for (unsigned i = 1; i < POINTS; i++) {
        const battery_point from = points[i - 1], to = points[i];
        if (millivolts < to.millivolts) {
            const uint32_t above = millivolts > from.millivolts ? millivolts - from.millivolts : 0;
            const uint32_t rise = to.millivolts - from.millivolts;
            return (uint8_t)(from.percent +
                             (above * (to.percent - from.percent) + rise / 2) / rise);
        }
    }
    return 100;
}

uint32_t kj_board_millivolts(const kj_board *board, uint8_t percent) {
    battery_point points[POINTS];
    take_points(board, points);
    for (unsigned i = 1; i < POINTS; i++) {
        const battery_point from = points[i - 1], to = points[i];
        if (percent <= to.percent) {
            const uint32_t rise = to.millivolts - from.millivolts;
            const uint32_t part = to.percent - from.percent;
            return from.millivolts + (rise * (percent - from.percent) + part / 2) / part;
        }
    }
    return points[POINTS - 1].millivolts;
}
