/* flash_file.c - see flash_file.h. */
#include "board/emulator/host/flash_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static kj_status store(void *context, uint32_t offset, uint32_t length) {
    kj_flash_file *flash = context;
    if (fseek(flash->file, (long)offset, SEEK_SET) != 0 ||
        fwrite(flash->memory + offset, 1, length, flash->file) != length ||
        fflush(flash->file) != 0) {
        clearerr(flash->file);
        return KJ_ERR_IO;
    }
    return KJ_OK;
}

static kj_status create(kj_flash_file *flash, const char *path, size_t size) {
    flash->file = errno == ENOENT ? fopen(path, "w+b") : NULL;
    memset(flash->memory, 0xFF, size);
    return flash->file ? store(flash, 0, (uint32_t)size) : KJ_ERR_IO;
}

static kj_status load(kj_flash_file *flash, const char *path, size_t size) {
    flash->file = fopen(path, "r+b");
    if (!flash->file) {
        return create(flash, path, size);
    }
    if (fread(flash->memory, 1, size, flash->file) != size || fgetc(flash->file) != EOF) {
        return ferror(flash->file) ? KJ_ERR_IO : KJ_ERR_FORMAT;
    }
    return KJ_OK;
}

kj_status kj_flash_file_open(kj_flash_file *flash, const kj_flash_config *config,
                             const char *path) {
    kj_flash_config own = *config;
    const size_t size = (size_t)config->block_bytes * config->block_count;
    memset(flash, 0, sizeof *flash);
    own.memory = flash->memory = malloc(size ? size : 1);
    own.weak = flash->weak = malloc(size ? size : 1);
    own.store_context = flash;
    own.store = store;
    kj_status status = own.memory && own.weak ? KJ_OK : KJ_ERR_MEMORY;
    if (status == KJ_OK) {
        status = kj_flash_model_init(&flash->model, &own);
    }
    if (status == KJ_OK) {
        status = load(flash, path, size);
    }
    if (status != KJ_OK) {
        kj_flash_file_close(flash);
    }
    return status;
}

void kj_flash_file_close(kj_flash_file *flash) {
    if (flash->file) {
        (void)fclose(flash->file); /* every change is on its way since its own flush */
    }
    free(flash->memory);
    free(flash->weak);
    memset(flash, 0, sizeof *flash);
}
