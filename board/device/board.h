/* board.h - a board as a page of data: its glass, its pins, its buttons, its battery.
 *
 * No chip and no SDK stands in here, so that the firmware, the emulator and the wires of the image
 * runner read one and the same table. Layer: board. */
#ifndef KJ_DEVICE_BOARD_H
#define KJ_DEVICE_BOARD_H

#include "hal/keys.h"
#include "panel/panel.h"
#include "reader/stage.h"

#define KJ_NO_PIN            0xFFu
#define KJ_BOARD_BUTTONS_MAX 12u
#define KJ_BOARD_GLASS_MAX   2u

/* Active low, with the processor's own pull-up. */
typedef struct kj_board_button {
    uint8_t pin;
    kj_key tap;
    kj_key hold; /* held for KJ_KEY_HOLD_MS; KJ_KEY_NONE: a press is the tap at once */
} kj_board_button;

/* Numbers are those of the processor's GPIOs. */
typedef struct kj_board_wires {
    uint8_t power_pin; /* low: panel and card have power; KJ_NO_PIN: they always have */
    struct {
        uint8_t spi, sck, mosi, miso, select;
        uint8_t present; /* low: a card is in the slot; KJ_NO_PIN */
        uint32_t hz_max; /* of the wiring */
    } card;
    struct {
        uint8_t spi, sck, mosi, select, data, reset, busy;
    } panel;
    struct {
        uint8_t tx, rx; /* of UART0 */
    } console;
    uint8_t button_count;
    kj_board_button buttons[KJ_BOARD_BUTTONS_MAX];
    struct {
        uint8_t adc;                        /* input of the converter; KJ_NO_PIN: none */
        uint8_t divider;                    /* the battery's voltage over the converter's */
        uint16_t full_mv, low_mv, empty_mv; /* at rest: 100, KJ_BATTERY_LOW, KJ_BATTERY_EMPTY % */
        uint8_t charge_pin;                 /* high: on a cable; KJ_NO_PIN */
    } battery;
} kj_board_wires;

/* A battery of no more percent is low, or empty. */
#define KJ_BATTERY_LOW   15u
#define KJ_BATTERY_EMPTY 4u

typedef struct kj_board {
    const char *name;
    const char *title; /* for people */
    /* What may be on the glass: the level of BUSY after a reset tells which, where there are two.
     * All of one size. */
    const kj_panel_driver *glass[KJ_BOARD_GLASS_MAX];
    kj_rotation rotation; /* as the device is held */
    kj_insets bezel;      /* glass that the case covers, panel pixels */
    uint16_t dpi;
    uint8_t size_px, margin_px;  /* of running text, and around it */
    bool shares_bus;             /* card and panel on the same SPI wires */
    bool detects_card;           /* the slot has a pin that tells whether a card is in it */
    const kj_board_wires *wires; /* NULL: of a processor that has no firmware yet */
} kj_board;

extern const kj_board kj_board_openbook_c1, kj_board_waveshare_7in5, kj_board_xteink_x4;

/* The page style a board comes with: its size and margins, justified, hyphenated, leading 150 %. */
kj_page_style kj_board_style(const kj_board *board);

/* percent of a battery at millivolts, and the other way round: straight between the three points of
 * the board's table, and from empty down to 0 % at 9/10 of empty_mv. 0..100; board has a battery.
 */
uint8_t kj_board_percent(const kj_board *board, uint32_t millivolts);
uint32_t kj_board_millivolts(const kj_board *board, uint8_t percent);

#endif
