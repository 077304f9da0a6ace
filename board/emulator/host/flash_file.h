/* flash_file.h - a flash model whose content is a file of the host, written through: a process that
 * is killed leaves what a device would have kept. Layer: emulator host. */
#ifndef KJ_HOST_FLASH_FILE_H
#define KJ_HOST_FLASH_FILE_H

#include "models/flash_model.h"

#include <stdio.h>

/* Fields but model private. Not to be moved while open. */
typedef struct kj_flash_file {
    kj_flash_model model;
    FILE *file;
    uint8_t *memory, *weak;
} kj_flash_file;

/* Opens the file at path as a flash of config's geometry, timing and time; memory, weak and store
 * of it are not looked at. Without a file there a new one is made, erased. KJ_OK; ERR_FORMAT: the
 * file has another size; ERR_IO: it cannot be read, written or made; ERR_MEMORY; ERR_ARGUMENT. */
KJ_MUST_USE kj_status kj_flash_file_open(kj_flash_file *flash, const kj_flash_config *config,
                                         const char *path);
void kj_flash_file_close(kj_flash_file *flash);

#endif
