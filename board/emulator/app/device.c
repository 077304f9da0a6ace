/* device.c - see device.h. Layer: board (host). */
#include "device.h"

#include <stdio.h>
#include <stdlib.h>

#define STEP_US 5000u     /* how often a board's loop would look at BUSY */
#define CARD_HZ 20000000u /* SPI clock of the card, as far as the boards' wiring takes it */

static uint64_t busy_us(const kj_device *device) {
    return device->model.state_us[KJ_PANEL_REFRESHING];
}

/* The processor is awake while it sets pages and sends rows, and sleeps while the ink moves and
 * between keys. */
static void spend_processor(kj_device *device, uint64_t active_us, uint64_t elapsed_us) {
    const kj_energy_board *board = device->config.board->energy;
    const uint64_t active = active_us < elapsed_us ? active_us : elapsed_us;
    kj_energy_spend(&device->energy, board->active, active);
    kj_energy_spend(&device->energy, board->asleep, elapsed_us - active);
}

static void take_status(kj_device *device) {
    kj_reader_status *status = &device->turn.reader;
    kj_reader_get_status(&device->reader, status);
    status->start = device->text_start;
    status->end = device->text_end;
    status->images = device->images;
}

static void end_turn(kj_device *device, const char *refresh, bool changes) {
    kj_panel_model *model = &device->model;
    kj_device_turn *turn = &device->turn;
    const uint64_t set_us = changes ? device->config.board->set_page_us : 0;
    turn->refresh = refresh;
    turn->busy_us = (uint32_t)(busy_us(device) - device->pressed_busy_us);
    turn->total_us = (uint32_t)(model->now_us - device->pressed_us);
    /* The page for the next turn is set now, while this one is read: its time is counted here. */
    const uint64_t active_us = turn->total_us - turn->busy_us + set_us + device->ahead_us;
    device->ahead_us = 0;
    spend_processor(device, active_us, model->now_us - device->counted_us + set_us);
    device->counted_us = model->now_us;
    kj_energy_spend_panel(&device->energy, model);
    kj_energy_spend_card(&device->energy, &device->slot);
    turn->card_blocks = device->slot.counters.blocks - device->counted_blocks;
    device->counted_blocks = device->slot.counters.blocks;
    turn->microjoules = (uint32_t)kj_energy_take_uj(&device->energy);
    turn->ghost = kj_glass_ghost(&model->glass);
    turn->ghost_worst = kj_glass_ghost_worst(&model->glass);
    turn->wear = kj_refresh_worst(&device->refresh);
    take_status(device);
    device->updating = false;
}

static void observe(kj_device *device) {
    uint8_t bits[KJ_PANEL_WIDTH_MAX / 8];
    const kj_panel_rows rows = device->screen.rows;
    for (uint16_t y = 0; y < device->config.board->driver->height_px; y++) {
        if (rows.row(rows.context, 0, y, bits) != KJ_OK) {
            return; /* a picture not wholly seen counts as a changed one */
        }
        kj_refresh_observe(&device->refresh, y, bits, NULL);
    }
}

/* Starts the update to device->screen; an error is met in fail_update. */
static kj_status start_update(kj_device *device) {
    const kj_reader_screen *screen = &device->screen;
    if (screen->intent != KJ_INTENT_GRAY) {
        observe(device);
    }
    const kj_refresh_plan plan =
        kj_refresh_choose(&device->refresh, screen->window, screen->intent, screen->natural);
    device->updating = true;
    return kj_panel_begin(&device->panel, plan.window, plan.intent, screen->rows);
}

/* Once more from a reset, with the screen made again; then the device gives up and shows what it
 * shows, until the next key. */
static void fail_update(kj_device *device, kj_status status) {
    fprintf(stderr, "kagoj-emulator: panel %s: %s\n", device->config.board->driver->name,
            kj_status_name(status));
    device->failures++;
    if (!device->retried) {
        device->retried = true;
        kj_reader_show(&device->reader, &device->screen);
        status = start_update(device);
        if (status == KJ_OK) {
            return;
        }
        device->failures++;
    }
    device->failed = true;
    end_turn(device, "failed", true);
}

static void begin_turn(kj_device *device) {
    device->pressed_us = device->model.now_us;
    device->pressed_busy_us = busy_us(device);
    device->retried = false;
    device->failed = false;
}

static void show_screen(kj_device *device) {
    kj_reader_status status;
    kj_reader_get_status(&device->reader, &status);
    device->text_start = status.start;
    device->text_end = status.end;
    device->images = status.images;
    const kj_status started = start_update(device);
    if (started != KJ_OK) {
        fail_update(device, started);
    }
}

static const char *refresh_name(kj_panel_intent intent) {
    switch (intent) {
    case KJ_INTENT_PAGE: return "fast";
    case KJ_INTENT_MENU: return "menu";
    case KJ_INTENT_CLEAN: return "clean";
    case KJ_INTENT_GRAY: return "gray";
    }
    return "none";
}

static void finish_update(kj_device *device) {
    kj_status status = kj_panel_finish(&device->panel, device->screen.rows);
    if (status == KJ_OK) {
        kj_refresh_record(&device->refresh, device->panel.window, device->panel.intent);
        status = kj_panel_rest(&device->panel); /* a page is read for tens of seconds */
    }
    if (status != KJ_OK) {
        fail_update(device, status);
        return;
    }
    end_turn(device, refresh_name(device->panel.intent), true);
    const uint64_t idle_from_us = device->model.now_us;
    while (kj_reader_idle(&device->reader) == KJ_OK) {
    }
    device->ahead_us = device->model.now_us - idle_from_us;
    take_status(device); /* setting the page ahead may have found the last one */
}

static kj_status open_card(void *context, kj_blocks *blocks) {
    kj_device *device = context;
    kj_status status = kj_sdcard_open(&device->card);
    if (status == KJ_OK) {
        *blocks = kj_sdcard_blocks(&device->card);
    }
    return status;
}

/* The slot with its card, and what reads it; the card lives in the panel's time. */
static void connect_card(kj_device *device) {
    const kj_device_config *config = &device->config;
    const kj_card_time time = kj_card_time_of_panel(&device->model);
    kj_card_model_init(&device->slot, &time);
    kj_card_bus_init(&device->card_bus, &device->slot);
    if (config->board->shares_bus) {
        device->card_bus.shares = &device->model;
    }
    if (config->card) {
        kj_card_model_insert(&device->slot, config->card);
    }
    const kj_sdcard_config wiring =
        kj_card_bus_wiring(&device->card_bus, CARD_HZ, config->board->detects_card);
    kj_sdcard_init(&device->card, &wiring);
    kj_library_init(&device->library, &(kj_library_config){.context = device,
                                                           .open_card = open_card,
                                                           .log_context = config->log.context,
                                                           .log = config->log.line});
}

static kj_status open_reader(kj_device *device) {
    const kj_device_config *config = &device->config;
    const kj_panel_driver *driver = config->board->driver;
    kj_reader_config reader = {
        .stage = {.fonts = kj_font_data_table,
                  .panel_width_px = driver->width_px,
                  .panel_height_px = driver->height_px,
                  .rotation = config->rotation,
                  .depth = config->depth,
                  .bezel = config->board->bezel,
                  .style = config->style,
                  .sizes =
                      kj_reader_default_sizes(driver->width_px, driver->height_px, config->depth)},
        .shelf = config->card ? kj_library_shelf(&device->library) : config->shelf,
        .language = config->language,
        .log = config->log,
    };
    reader.memory_bytes = kj_reader_memory_bytes(&reader.stage.sizes);
    reader.memory = device->reader_memory = calloc(1, reader.memory_bytes);
    return reader.memory ? kj_reader_open(&device->reader, &reader) : KJ_ERR_MEMORY;
}

kj_status kj_device_open(kj_device *device, const kj_device_config *config) {
    *device = (kj_device){.config = *config, .turn.refresh = "none"};
    const kj_board *board = config->board;
    device->model_memory = calloc(1, kj_panel_model_bytes(board->panel));
    if (!device->model_memory) {
        return KJ_ERR_MEMORY;
    }
    kj_panel_model_init(&device->model, board->panel, device->model_memory);
    kj_model_bus_init(&device->bus, &device->model);
    connect_card(device);
    kj_status status = open_reader(device);
    if (status != KJ_OK) {
        free(device->model_memory);
        free(device->reader_memory);
        return status;
    }
    const kj_panel_wiring wiring = kj_model_bus_wiring(&device->bus);
    kj_panel_init(&device->panel, board->driver, &wiring);
    const kj_refresh_config refresh =
        kj_refresh_preset(config->mood, board->driver->width_px, board->driver->height_px);
    kj_refresh_init(&device->refresh, &refresh);
    kj_energy_init(&device->energy);
    begin_turn(device);
    kj_reader_show(&device->reader, &device->screen);
    show_screen(device);
    return KJ_OK;
}

void kj_device_close(kj_device *device) {
    kj_reader_close(&device->reader);
    kj_library_close(&device->library);
    free(device->model_memory);
    free(device->reader_memory);
}

bool kj_device_idle(const kj_device *device) { return !device->updating; }

static void sleep_panel(kj_device *device) {
    const kj_status status = kj_panel_sleep(&device->panel);
    if (status != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: panel: %s\n", kj_status_name(status));
        device->failures++;
    }
}

bool kj_device_press(kj_device *device, kj_key key) {
    begin_turn(device);
    if (key == KJ_KEY_POWER) {
        sleep_panel(device);
    } else if (kj_reader_key(&device->reader, key, &device->screen) == KJ_OK) {
        show_screen(device);
        return true;
    }
    end_turn(device, "none", false);
    return false;
}

void kj_device_advance(kj_device *device, uint32_t us) {
    const kj_hal_clock *clock = &device->panel.wiring.clock;
    while (us > 0) {
        const uint32_t step = us < STEP_US ? us : STEP_US;
        clock->sleep_us(clock->context, step);
        us -= step;
        if (!device->updating) {
            continue;
        }
        const kj_status status = kj_panel_poll(&device->panel);
        if (status == KJ_OK) {
            finish_update(device);
        } else if (status != KJ_AGAIN) {
            fail_update(device, status);
        }
    }
}

void kj_device_settle(kj_device *device) {
    while (device->updating) {
        kj_device_advance(device, STEP_US);
    }
}

const kj_device_turn *kj_device_last_turn(const kj_device *device) { return &device->turn; }

uint16_t kj_device_page_width(const kj_device *device) {
    return kj_surface_page_width(&device->reader.stage.surface);
}

uint16_t kj_device_page_height(const kj_device *device) {
    return kj_surface_page_height(&device->reader.stage.surface);
}

/* The panel pixel that page pixel x, y is turned to lies at the offset returned. */
static size_t glass_offset(const kj_device *device, unsigned x, unsigned y) {
    const unsigned width = device->model.glass.width_px, height = device->model.glass.height_px;
    switch (device->config.rotation) {
    case KJ_ROTATE_90: return (size_t)x * width + (width - 1 - y);
    case KJ_ROTATE_180: return (size_t)(height - 1 - y) * width + (width - 1 - x);
    case KJ_ROTATE_270: return (size_t)(height - 1 - x) * width + y;
    case KJ_ROTATE_0: break;
    }
    return (size_t)y * width + x;
}

kj_status kj_device_look(kj_device *device, uint8_t *tones) {
    const kj_glass *glass = &device->model.glass;
    uint8_t *native = malloc((size_t)glass->width_px * glass->height_px);
    if (!native) {
        return KJ_ERR_MEMORY;
    }
    kj_glass_render(&device->model.glass, native);
    const unsigned width = kj_device_page_width(device), height = kj_device_page_height(device);
    for (unsigned y = 0; y < height; y++) {
        for (unsigned x = 0; x < width; x++) {
            tones[(size_t)y * width + x] = native[glass_offset(device, x, y)];
        }
    }
    free(native);
    return KJ_OK;
}
