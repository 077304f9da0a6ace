/* wires.c - what hangs on a board's pins, for an emulated processor: our models of panel, card and
 * battery as one WebAssembly module.
 *
 * The functions that are exported take and give numbers, so that a page of JavaScript connects them
 * to the pins and buses of rp2040js. The same models, driven by the same bytes, are behind the
 * native emulator. Time is the caller's: it says how much goes by. Layer: board (host,
 * WebAssembly). */
#include "board/device/board.h"
#include "board/device/key_names.h"
#include "models/card_model.h"
#include "models/energy.h"
#include "models/panel_model.h"

#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name), used))

/* The caller's: KJ_OK, or what reading the block gave; 512 bytes to where bytes points. */
__attribute__((import_module("host"), import_name("card_read"))) int host_card_read(uint32_t block,
                                                                                    uint32_t bytes);

typedef struct wires_glass {
    const char *name; /* of the driver that it is made for */
    const kj_panel_model_type *type;
} wires_glass;

typedef struct wires_board {
    const kj_board *data;
    const kj_energy_board *energy;
} wires_board;

static const wires_board boards[] = {{&kj_board_openbook_c1, &kj_energy_openbook_c1},
                                     {&kj_board_waveshare_7in5, &kj_energy_waveshare_7in5}};
static const wires_glass glasses[] = {
    {"uc8179", &kj_model_uc8179}, {"uc8176", &kj_model_uc8176}, {"ssd1683", &kj_model_ssd1683}};
#define BOARDS  (sizeof boards / sizeof *boards)
#define GLASSES (sizeof glasses / sizeof *glasses)

static struct {
    const wires_board *board;
    kj_panel_model panel;
    kj_card_model slot;
    kj_card_config card;
    kj_energy energy;
    uint8_t percent;
    bool is_charging, is_stuck_busy, has_opened;
    uint8_t *tones;
    char text[128]; /* what a name is given in, or an event */
} wires;

/* --- Names, as the caller's bytes. */

EXPORT(wires_text) uint32_t wires_text(void) { return (uint32_t)(uintptr_t)wires.text; }

static void say(const char *text) {
    size_t length = 0;
    while (text[length] && length + 1 < sizeof wires.text) {
        wires.text[length] = text[length];
        length++;
    }
    wires.text[length] = '\0';
}

static bool is_text(const char *name) {
    size_t i = 0;
    while (name[i] && name[i] == wires.text[i]) {
        i++;
    }
    return name[i] == wires.text[i];
}

/* The number of the board or glass whose name is in the text, or -1. */
EXPORT(wires_find_board) int wires_find_board(void) {
    for (unsigned i = 0; i < BOARDS; i++) {
        if (is_text(boards[i].data->name)) {
            return (int)i;
        }
    }
    return -1;
}

EXPORT(wires_find_glass) int wires_find_glass(void) {
    for (unsigned i = 0; i < GLASSES; i++) {
        if (is_text(glasses[i].name)) {
            return (int)i;
        }
    }
    return -1;
}

/* --- Putting it together. */

/* Memory behind the module's own, never given back. */
static uint8_t *take(uint32_t bytes) {
    const uint32_t pages = (bytes + 65535u) / 65536u;
    const size_t before = __builtin_wasm_memory_grow(0, pages);
    return before == SIZE_MAX ? NULL : (uint8_t *)(before * 65536u);
}

static kj_status read_blocks(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        const int status =
            host_card_read(first + i, (uint32_t)(uintptr_t)(bytes + (size_t)i * KJ_BLOCK_BYTES));
        if (status != KJ_OK) {
            return (kj_status)status;
        }
    }
    return KJ_OK;
}

static uint64_t now_us(void *context) {
    (void)context;
    return wires.panel.now_us;
}

static void look_only(void *context, uint32_t us) {
    (void)context;
    (void)us;
}

/* Once. blocks 0: no card in the slot. 0; -1: no such board or glass, or no memory. */
EXPORT(wires_open)
int wires_open(int board, int glass, uint32_t blocks, uint32_t kind, uint32_t serial) {
    if (wires.has_opened || board < 0 || board >= (int)BOARDS || glass < 0 ||
        glass >= (int)GLASSES) {
        return -1;
    }
    const kj_panel_model_type *type = glasses[glass].type;
    uint8_t *memory = take((uint32_t)kj_panel_model_bytes(type));
    wires.tones = take((uint32_t)type->width_px * type->height_px);
    if (!memory || !wires.tones) {
        return -1;
    }
    wires.has_opened = true;
    wires.board = &boards[board];
    wires.percent = 100;
    kj_panel_model_init(&wires.panel, type, memory);
    kj_energy_init(&wires.energy);
    const kj_card_time time = {.now_us = now_us, .advance = look_only};
    kj_card_model_init(&wires.slot, &time);
    wires.card = (kj_card_config){.kind = (kj_card_kind)kind,
                                  .blocks = {.count = blocks, .read = read_blocks},
                                  .serial = serial,
                                  .timing = kj_card_timing_usual};
    if (blocks > 0) {
        kj_card_model_insert(&wires.slot, &wires.card);
    }
    return 0;
}

/* --- Time, pins and buses. */

EXPORT(wires_advance) void wires_advance(uint32_t us) { kj_panel_model_advance(&wires.panel, us); }

/* The processor drives a pin. */
EXPORT(wires_drive) void wires_drive(uint32_t pin, int high) {
    const kj_board_wires *at = wires.board->data->wires;
    if (pin == at->panel.select) {
        kj_panel_model_select(&wires.panel, high);
    } else if (pin == at->panel.data) {
        kj_panel_model_data(&wires.panel, high);
    } else if (pin == at->panel.reset) {
        kj_panel_model_reset(&wires.panel, high);
    } else if (pin == at->card.select) {
        kj_card_model_select(&wires.slot, high);
    }
}

/* What an input of the processor reads: 0, 1, or -1 where nothing drives it. Buttons are the
 * caller's own. */
EXPORT(wires_level) int wires_level(uint32_t pin) {
    const kj_board_wires *at = wires.board->data->wires;
    if (pin == at->panel.busy) {
        return wires.is_stuck_busy ? wires.panel.type->busy_level
                                   : kj_panel_model_busy_pin(&wires.panel);
    }
    if (pin == at->card.present) {
        return !kj_card_model_present(&wires.slot);
    }
    if (pin == at->battery.charge_pin) {
        return wires.is_charging;
    }
    return -1;
}

EXPORT(wires_is_busy) int wires_is_busy(void) {
    return kj_panel_model_busy_pin(&wires.panel) == wires.panel.type->busy_level;
}

EXPORT(wires_clock) void wires_clock(uint32_t spi, uint32_t hz) {
    const kj_board_wires *at = wires.board->data->wires;
    if (spi == at->panel.spi) {
        kj_panel_model_clock(&wires.panel, hz);
    }
    if (spi == at->card.spi) {
        kj_card_model_clock(&wires.slot, hz);
    }
}

/* Eight clocks of a bus: what comes back. */
EXPORT(wires_exchange) uint32_t wires_exchange(uint32_t spi, uint32_t send) {
    const kj_board_wires *at = wires.board->data->wires;
    uint8_t back = 0xFF;
    if (spi == at->panel.spi) {
        back &= kj_panel_model_exchange(&wires.panel, (uint8_t)send);
    }
    if (spi == at->card.spi) {
        back &= kj_card_model_exchange(&wires.slot, (uint8_t)send);
    }
    return back;
}

/* --- Buttons, battery, card. */

/* The pin of the button that gives the key named in the text, plus 256 where it has to be held; -1:
 * the board has none. */
EXPORT(wires_button) int wires_button(void) {
    const kj_board_wires *at = wires.board->data->wires;
    const kj_key key = kj_key_find(wires.text, strlen(wires.text));
    for (unsigned i = 0; key != KJ_KEY_NONE && i < at->button_count; i++) {
        if (at->buttons[i].tap == key || at->buttons[i].hold == key) {
            return at->buttons[i].pin + (at->buttons[i].tap == key ? 0 : 256);
        }
    }
    return -1;
}

/* The pin of button number i, or -1. */
EXPORT(wires_button_pin) int wires_button_pin(uint32_t i) {
    const kj_board_wires *at = wires.board->data->wires;
    return i < at->button_count ? at->buttons[i].pin : -1;
}

EXPORT(wires_battery) void wires_battery(uint32_t percent, int is_charging) {
    wires.percent = (uint8_t)percent;
    wires.is_charging = is_charging;
}

EXPORT(wires_adc_channel) int wires_adc_channel(void) {
    return wires.board->data->wires->battery.adc;
}

/* Of the converter, 12 bits, 3.3 V; rounded up, as the firmware rounds down. */
EXPORT(wires_adc) uint32_t wires_adc(void) {
    const uint32_t mv = kj_board_millivolts(wires.board->data, wires.percent);
    const uint32_t divider = wires.board->data->wires->battery.divider;
    return (mv * 4096u + 3300u * divider - 1u) / (3300u * divider);
}

EXPORT(wires_insert) void wires_insert(int in) {
    if (in && wires.card.blocks.count > 0) {
        kj_card_model_insert(&wires.slot, &wires.card);
    } else {
        kj_card_model_remove(&wires.slot);
    }
}

EXPORT(wires_detects_card) int wires_detects_card(void) { return wires.board->data->detects_card; }

/* A panel whose BUSY never ends. */
EXPORT(wires_stick) void wires_stick(int stuck) { wires.is_stuck_busy = stuck; }

/* --- To look at. */

EXPORT(wires_width) uint32_t wires_width(void) { return wires.panel.glass.width_px; }
EXPORT(wires_height) uint32_t wires_height(void) { return wires.panel.glass.height_px; }

EXPORT(wires_tones) uint32_t wires_tones(void) {
    kj_glass_render(&wires.panel.glass, wires.tones);
    return (uint32_t)(uintptr_t)wires.tones;
}

EXPORT(wires_refreshes) uint32_t wires_refreshes(void) { return wires.panel.refreshes; }
EXPORT(wires_busy_us) double wires_busy_us(void) {
    return (double)wires.panel.state_us[KJ_PANEL_REFRESHING];
}
EXPORT(wires_blocks) uint32_t wires_blocks(void) { return wires.slot.counters.blocks; }
EXPORT(wires_ghost) uint32_t wires_ghost(void) { return kj_glass_ghost(&wires.panel.glass); }
EXPORT(wires_ghost_worst) uint32_t wires_ghost_worst(void) {
    return kj_glass_ghost_worst(&wires.panel.glass);
}

/* The processor was awake, and asleep, for so long since the last call: microjoules of all. */
EXPORT(wires_spend) double wires_spend(uint32_t awake_us, uint32_t asleep_us) {
    kj_energy_spend(&wires.energy, wires.board->energy->active, awake_us);
    kj_energy_spend(&wires.energy, wires.board->energy->asleep, asleep_us);
    kj_energy_spend_panel(&wires.energy, &wires.panel);
    kj_energy_spend_card(&wires.energy, &wires.slot);
    return (double)kj_energy_take_uj(&wires.energy);
}
EXPORT(wires_total_uj) double wires_total_uj(void) {
    return (double)kj_energy_total_uj(&wires.energy);
}

/* --- What the firmware did wrong. */

EXPORT(wires_panel_errors) uint32_t wires_panel_errors(void) { return wires.panel.event_count; }
EXPORT(wires_card_errors) uint32_t wires_card_errors(void) { return wires.slot.event_count; }

/* Error i of those kept: its words are in the text. False: there is none. */
EXPORT(wires_panel_error) int wires_panel_error(uint32_t i) {
    const bool there = i < wires.panel.event_count && i < KJ_PANEL_EVENTS;
    say(there ? kj_panel_error_text(wires.panel.events[i].code) : "");
    return there;
}
EXPORT(wires_card_error) int wires_card_error(uint32_t i) {
    const bool there = i < wires.slot.event_count && i < KJ_CARD_EVENTS;
    say(there ? kj_card_error_text(wires.slot.events[i].code) : "");
    return there;
}

/* Of the error that was asked for last: 0 microseconds, 1 command, 2 value. */
EXPORT(wires_panel_error_part) double wires_panel_error_part(uint32_t i, uint32_t part) {
    const kj_panel_event *event = &wires.panel.events[i];
    return part == 0 ? (double)event->time_us : part == 1 ? event->command : event->value;
}
EXPORT(wires_card_error_part) double wires_card_error_part(uint32_t i, uint32_t part) {
    const kj_card_event *event = &wires.slot.events[i];
    return part == 0 ? (double)event->time_us : part == 1 ? event->command : event->value;
}
