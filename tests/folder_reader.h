/* folder_reader.h - a reader on a card that is a folder of the host, with a flash in memory and no
 * panel: for whole programs that press keys and look at the page. */
#ifndef KJ_TESTS_FOLDER_READER_H
#define KJ_TESTS_FOLDER_READER_H

#include "host/folder_image.h"
#include "reader/library.h"
#include "reader/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLASH_BLOCK = 4096, FLASH_BLOCKS = 16, FOLDER_WIDTH_MAX = 800 };

/* A panel and how a page is set for it. */
typedef struct folder_board {
    const char *name;
    uint16_t width_px, height_px; /* of the panel */
    kj_rotation rotation;
    uint8_t size_px, margin_px;
} folder_board;

static const folder_board folder_boards[] = {{"480x800", 800, 480, KJ_ROTATE_270, 26, 24},
                                             {"400x300", 400, 300, KJ_ROTATE_0, 20, 12}};

typedef struct folder_reader {
    kj_folder_image image;
    kj_library library;
    kj_reader_config config;
    kj_reader reader;
    kj_reader_screen screen;
    uint32_t blocks_read;       /* of the card */
    void (*meter)(bool counts); /* told when the host reads its folder; NULL: nobody */
    uint8_t flash[FLASH_BLOCK * FLASH_BLOCKS];
    kj_hal_flash hal_flash;
    uint32_t flash_writes, flash_erases;
    char last_log[256];
} folder_reader;

static inline kj_status folder_read_blocks(void *context, uint32_t first, uint32_t count,
                                           uint8_t *bytes) {
    folder_reader *on = context;
    const kj_blocks blocks = kj_folder_image_blocks(&on->image);
    on->blocks_read += count;
    if (on->meter) {
        on->meter(false);
    }
    const kj_status status = blocks.read(blocks.context, first, count, bytes);
    if (on->meter) {
        on->meter(true);
    }
    return status;
}

static inline kj_status folder_open_card(void *context, kj_blocks *blocks) {
    folder_reader *on = context;
    *blocks = kj_folder_image_blocks(&on->image);
    blocks->context = on;
    blocks->read = folder_read_blocks;
    return KJ_OK;
}

static inline kj_status folder_flash_read(void *context, uint32_t offset, void *bytes,
                                          size_t length) {
    folder_reader *on = context;
    memcpy(bytes, on->flash + offset, length);
    return KJ_OK;
}

static inline kj_status folder_flash_program(void *context, uint32_t offset, const void *bytes,
                                             size_t length) {
    folder_reader *on = context;
    on->flash_writes++;
    for (size_t i = 0; i < length; i++) {
        on->flash[offset + i] &= ((const uint8_t *)bytes)[i];
    }
    return KJ_OK;
}

static inline kj_status folder_flash_erase(void *context, uint32_t block) {
    folder_reader *on = context;
    on->flash_erases++;
    memset(on->flash + (size_t)block * FLASH_BLOCK, 0xFF, FLASH_BLOCK);
    return KJ_OK;
}

static inline void folder_log(void *context, const char *line) {
    folder_reader *on = context;
    snprintf(on->last_log, sizeof on->last_log, "%s", line);
}

/* The reader anew on what card and flash hold: as at power-up. */
static inline bool folder_reader_start(folder_reader *on) {
    on->config.memory = malloc(on->config.memory_bytes);
    if (!on->config.memory) {
        return false;
    }
    memset(on->config.memory, 0xA5, on->config.memory_bytes); /* it is not zero on a device */
    kj_library_init(&on->library, &(kj_library_config){.context = on,
                                                       .open_card = folder_open_card,
                                                       .log_context = on,
                                                       .log = folder_log});
    on->config.shelf = kj_library_shelf(&on->library);
    if (kj_reader_open(&on->reader, &on->config) != KJ_OK) {
        return false;
    }
    kj_reader_show(&on->reader, &on->screen);
    return true;
}

static inline void folder_reader_stop(folder_reader *on) {
    kj_reader_close(&on->reader);
    kj_library_close(&on->library);
    free(on->config.memory);
    on->config.memory = NULL;
}

/* Everything: an empty flash, a reader that is started. status_line: pages have their foot. */
static inline bool folder_reader_open(folder_reader *on, const char *path,
                                      const folder_board *board, bool status_line) {
    memset(on, 0, sizeof *on);
    memset(on->flash, 0xFF, sizeof on->flash);
    if (kj_folder_image_open(&on->image, path, NULL) != KJ_OK) {
        return false;
    }
    on->config = (kj_reader_config){
        .stage = {.fonts = kj_font_data_table,
                  .panel_width_px = board->width_px,
                  .panel_height_px = board->height_px,
                  .rotation = board->rotation,
                  .depth = 1,
                  .style = {.margin_px = board->margin_px,
                            .size_px = board->size_px,
                            .leading_percent = 150,
                            .family = KJ_FAMILY_SERIF,
                            .justify = true,
                            .hyphenate = true},
                  .sizes = kj_reader_default_sizes(board->width_px, board->height_px, 1)},
        .hides_status_line = !status_line,
        .log = {.context = on, .line = folder_log},
    };
    on->hal_flash = (kj_hal_flash){.context = on,
                                   .block_bytes = FLASH_BLOCK,
                                   .page_bytes = 256,
                                   .block_count = FLASH_BLOCKS,
                                   .read = folder_flash_read,
                                   .program = folder_flash_program,
                                   .erase = folder_flash_erase};
    on->config.flash = &on->hal_flash;
    on->config.memory_bytes = kj_reader_memory_bytes(&on->config.stage.sizes);
    return folder_reader_start(on);
}

static inline void folder_reader_close(folder_reader *on) {
    folder_reader_stop(on);
    kj_folder_image_close(&on->image);
}

static inline kj_reader_status folder_state(const folder_reader *on) {
    kj_reader_status status;
    kj_reader_get_status(&on->reader, &status);
    return status;
}

static inline kj_status folder_press(folder_reader *on, kj_key key) {
    return kj_reader_key(&on->reader, key, &on->screen);
}

static inline void folder_idle(folder_reader *on) {
    for (unsigned i = 0; i < 400 && kj_reader_idle(&on->reader) == KJ_OK; i++) {
    }
}

/* A number for the picture on the screen, 0 where a row cannot be had. */
static inline uint64_t folder_picture(folder_reader *on) {
    uint8_t row[FOLDER_WIDTH_MAX / 8];
    const size_t stride = on->config.stage.panel_width_px / 8u;
    uint64_t hash = 14695981039346656037u;
    for (uint16_t y = 0; y < on->config.stage.panel_height_px; y++) {
        if (on->screen.rows.row(on->screen.rows.context, 0, y, row) != KJ_OK) {
            return 0;
        }
        for (size_t i = 0; i < stride; i++) {
            hash = (hash ^ row[i]) * 1099511628211u;
        }
    }
    return hash | 1u;
}

/* Presses DOWN until entry (of the list, headings not counted) is marked. */
static inline bool folder_mark(folder_reader *on, uint32_t marked) {
    for (unsigned i = 0; i < 400 && folder_state(on).marked != marked; i++) {
        if (folder_press(on, KJ_KEY_DOWN) != KJ_OK) {
            return false;
        }
    }
    return folder_state(on).marked == marked;
}

#endif
