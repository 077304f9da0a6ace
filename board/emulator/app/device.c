/* device.c - see device.h: power-up, and the glass; device_turn.c, device_input.c are the rest.
 * Layer: board (host). */
#include "device_private.h"

#include <stdlib.h>

#define CARD_HZ 20000000u /* SPI clock of the card, as far as the boards' wiring takes it */

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
        device->card_was_in = true;
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
        .flash = kj_device_wire_flash(device),
        .battery = kj_device_wire_battery(device),
        .greets = config->greets,
        .hides_status_line = config->hides_status_line,
        .log = config->log,
    };
    reader.memory_bytes = kj_reader_memory_bytes(&reader.stage.sizes);
    reader.memory = device->reader_memory = calloc(1, reader.memory_bytes);
    return reader.memory ? kj_reader_open(&device->reader, &reader) : KJ_ERR_MEMORY;
}

kj_device_config kj_device_config_of(const kj_board *board) {
    return (kj_device_config){.board = board,
                              .rotation = board->rotation,
                              .style = {.margin_px = board->margin_px,
                                        .size_px = board->size_px,
                                        .leading_percent = 150,
                                        .justify = true,
                                        .hyphenate = true},
                              .depth = 1,
                              .mood = KJ_REFRESH_BALANCED};
}

kj_status kj_device_open(kj_device *device, const kj_device_config *config) {
    /* Its owner's mood, once one is set, goes over config's. */
    *device = (kj_device){.config = *config, .turn.refresh = "none", .mood = KJ_REFRESH_BALANCED};
    kj_device_make_battery(device, config->battery_percent, false);
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
    kj_device_begin_turn(device);
    kj_reader_show(&device->reader, &device->screen);
    kj_device_show_screen(device);
    return KJ_OK;
}

void kj_device_close(kj_device *device) {
    kj_reader_close(&device->reader);
    kj_library_close(&device->library);
    if (device->config.flash) {
        device->config.flash->config.advance = NULL; /* it outlives the device */
    }
    free(device->model_memory);
    free(device->reader_memory);
}

uint16_t kj_device_page_width(const kj_device *device) {
    return kj_surface_page_width(&device->reader.stage.surface);
}

uint16_t kj_device_page_height(const kj_device *device) {
    return kj_surface_page_height(&device->reader.stage.surface);
}

/* The panel pixel that page pixel x, y is turned to lies at the offset returned. */
static size_t glass_offset(const kj_device *device, unsigned x, unsigned y) {
    const unsigned width = device->model.glass.width_px, height = device->model.glass.height_px;
    switch (device->reader.stage.surface.rotation) {
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
