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
    if (config->board->data->shares_bus) {
        device->card_bus.shares = &device->model;
    }
    if (config->card) {
        kj_card_model_insert(&device->slot, config->card);
    }
    const kj_sdcard_config wiring =
        kj_card_bus_wiring(&device->card_bus, CARD_HZ, config->board->data->detects_card);
    kj_sdcard_init(&device->card, &wiring);
    kj_library_init(&device->library, &(kj_library_config){.context = device,
                                                           .open_card = open_card,
                                                           .log_context = config->log.context,
                                                           .log = config->log.line});
}

static bool card_is_in(void *context) {
    return kj_card_model_present(&((kj_device *)context)->slot);
}

static kj_reader_config configure_reader(kj_device *device) {
    const kj_device_config *config = &device->config;
    const kj_panel_driver *driver = config->board->driver;
    kj_reader_config reader = {
        .stage = {.fonts = kj_font_data_table,
                  .panel_width_px = driver->width_px,
                  .panel_height_px = driver->height_px,
                  .rotation = config->rotation,
                  .depth = config->depth,
                  .bezel = config->board->data->bezel,
                  .style = config->style,
                  .sizes =
                      kj_reader_default_sizes(driver->width_px, driver->height_px, config->depth)},
        .shelf = config->card ? kj_library_shelf(&device->library) : config->shelf,
        .language = config->language,
        .flash = kj_device_wire_flash(device),
        .battery = kj_device_wire_battery(device),
        .greets = config->greets,
        .hides_status_line = config->hides_status_line,
        .is_service = config->is_service,
        .crash = config->crash,
        .log = config->log,
    };
    reader.memory_bytes = kj_reader_memory_bytes(&reader.stage.sizes);
    reader.memory = device->reader_memory = calloc(1, reader.memory_bytes);
    return reader;
}

static kj_status open_loop(kj_device *device) {
    const kj_device_config *config = &device->config;
    const kj_loop_config loop = {
        .driver = config->board->driver,
        .wiring = kj_model_bus_wiring(&device->bus),
        .mood = config->mood,
        .reader = configure_reader(device),
        .card_is_in = config->board->data->detects_card ? card_is_in : NULL,
        .card_context = device,
    };
    return loop.reader.memory ? kj_loop_open(&device->loop, &loop, device->model.now_us)
                              : KJ_ERR_MEMORY;
}

kj_device_config kj_device_config_of(const kj_emulated_board *board) {
    return (kj_device_config){.board = board,
                              .rotation = board->data->rotation,
                              .style = kj_board_style(board->data),
                              .depth = 1,
                              .mood = KJ_REFRESH_BALANCED};
}

/* The pins of an image's processor are in the runner. */
static kj_status open_image(kj_device *device) {
    if (device->config.flash) {
        (void)kj_device_wire_flash(device);
    }
    device->config.flash->config.advance = NULL; /* the runner's clock goes on by itself */
    return kj_booted_open(&device->image, device->config.image);
}

kj_status kj_device_open(kj_device *device, const kj_device_config *config) {
    *device = (kj_device){.config = *config, .turn.refresh = "none"};
    kj_device_make_battery(device, config->battery_percent, false);
    if (config->image) {
        return open_image(device);
    }
    const kj_emulated_board *board = config->board;
    device->model_memory = calloc(1, kj_panel_model_bytes(board->panel));
    if (!device->model_memory) {
        return KJ_ERR_MEMORY;
    }
    kj_panel_model_init(&device->model, board->panel, device->model_memory);
    kj_model_bus_init(&device->bus, &device->model);
    kj_energy_init(&device->energy);
    connect_card(device);
    kj_device_begin_turn(device);
    const kj_status status = open_loop(device);
    if (status != KJ_OK) {
        free(device->model_memory);
        free(device->reader_memory);
        return status;
    }
    if (!device->loop.updating) {
        kj_device_end_turn(device);
    }
    return KJ_OK;
}

void kj_device_close(kj_device *device) {
    if (device->config.image) {
        kj_booted_close(&device->image);
        return;
    }
    kj_loop_close(&device->loop);
    kj_library_close(&device->library);
    if (device->config.flash) {
        device->config.flash->config.advance = NULL; /* it outlives the device */
    }
    free(device->model_memory);
    free(device->reader_memory);
}

/* --- To look at. */

uint16_t kj_device_page_width(const kj_device *device) {
    const kj_panel_driver *driver = device->config.board->driver;
    return kj_device_rotation(device) % 2 ? driver->height_px : driver->width_px;
}

uint16_t kj_device_page_height(const kj_device *device) {
    const kj_panel_driver *driver = device->config.board->driver;
    return kj_device_rotation(device) % 2 ? driver->width_px : driver->height_px;
}

kj_rotation kj_device_rotation(const kj_device *device) {
    return device->config.image ? (kj_rotation)device->image.turn.rotation
                                : device->loop.reader.stage.surface.rotation;
}

uint8_t kj_device_size_px(const kj_device *device) {
    return device->config.image ? device->image.turn.size_px
                                : device->loop.reader.stage.config.style.size_px;
}

bool kj_device_has_card(kj_device *device) {
    return device->config.image ? device->image.has_card : kj_card_model_present(&device->slot);
}

unsigned kj_device_queued(const kj_device *device) {
    return device->config.image ? 0 : device->loop.queue.count;
}

bool kj_device_is_dead(const kj_device *device) {
    return device->config.image && (device->image.is_cut || device->image.is_dead);
}

uint32_t kj_device_failures(const kj_device *device) {
    return device->config.image ? device->image.turn.failures + device->image.is_dead
                                : device->loop.failures;
}

uint32_t kj_device_refreshes(const kj_device *device) {
    return device->config.image ? device->image.refreshes : device->model.refreshes;
}

uint64_t kj_device_total_uj(const kj_device *device) {
    return device->config.image ? device->image.total_uj : kj_energy_total_uj(&device->energy);
}

unsigned kj_device_marks(kj_device *device, kj_reader_mark *marks, kj_booted_names names,
                         unsigned room) {
    if (device->config.image) {
        return kj_booted_marks(&device->image, marks, names, room);
    }
    if (room < KJ_READER_MARKS) {
        return 0;
    }
    kj_reader_get_marks(&device->loop.reader, marks);
    return KJ_READER_MARKS;
}

void kj_device_type(kj_device *device, const char *line) {
    if (device->config.image) {
        kj_booted_type(&device->image, line, 5000000u);
        kj_device_take_image_turn(device);
    }
}

kj_status kj_device_write_console(kj_device *device, const char *path) {
    return device->config.image ? kj_booted_write_console(&device->image, path) : KJ_ERR_ARGUMENT;
}

/* The panel pixel that page pixel x, y is turned to lies at the offset returned. */
static size_t glass_offset(const kj_device *device, unsigned x, unsigned y) {
    const kj_panel_driver *driver = device->config.board->driver;
    const unsigned width = driver->width_px, height = driver->height_px;
    switch (kj_device_rotation(device)) {
    case KJ_ROTATE_90: return (size_t)x * width + (width - 1 - y);
    case KJ_ROTATE_180: return (size_t)(height - 1 - y) * width + (width - 1 - x);
    case KJ_ROTATE_270: return (size_t)(height - 1 - x) * width + y;
    case KJ_ROTATE_0: break;
    }
    return (size_t)y * width + x;
}

static kj_status take_tones(kj_device *device, uint8_t *native) {
    if (device->config.image) {
        return kj_booted_look(&device->image, native);
    }
    kj_glass_render(&device->model.glass, native);
    return KJ_OK;
}

kj_status kj_device_look(kj_device *device, uint8_t *tones) {
    const unsigned width = kj_device_page_width(device), height = kj_device_page_height(device);
    uint8_t *native = malloc((size_t)width * height);
    kj_status status = native ? take_tones(device, native) : KJ_ERR_MEMORY;
    for (unsigned y = 0; status == KJ_OK && y < height; y++) {
        for (unsigned x = 0; x < width; x++) {
            tones[(size_t)y * width + x] = native[glass_offset(device, x, y)];
        }
    }
    free(native);
    return status;
}
