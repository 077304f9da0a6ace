/* state.c - see state.h. Layer: board (host). */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* So that two emulators do not write one journal between each other. */
static kj_status lock(int descriptor) {
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(descriptor, F_SETLK, &all) == 0) {
        return KJ_OK;
    }
    return errno == EACCES || errno == EAGAIN ? KJ_ERR_STATE : KJ_ERR_IO;
}

static kj_status open_file(kj_state *state, const kj_flash_config *config, const char *path) {
    kj_status status = kj_flash_file_open(&state->file, config, path);
    if (status != KJ_OK) {
        return status;
    }
    state->has_file = true;
    state->model = &state->file.model;
    status = lock(fileno(state->file.file));
    if (status != KJ_OK) {
        kj_state_close(state);
    }
    return status;
}

kj_status kj_state_open(kj_state *state, const char *path, uint32_t cut_at) {
    kj_flash_config config = {.block_bytes = KJ_STATE_BLOCK_BYTES,
                              .page_bytes = KJ_STATE_PAGE_BYTES,
                              .block_count = KJ_STATE_BLOCKS,
                              .memory = state->bytes,
                              .weak = state->weak,
                              .timing = kj_flash_timing_usual};
    state->has_file = false;
    state->model = &state->own;
    memset(state->bytes, 0xFF, sizeof state->bytes); /* as it leaves the factory */
    const kj_status status =
        path ? open_file(state, &config, path) : kj_flash_model_init(state->model, &config);
    if (status == KJ_OK && cut_at > 0) {
        kj_flash_model_cut(state->model, cut_at - 1, KJ_FLASH_TEAR_MIXED, cut_at);
    }
    return status;
}

void kj_state_close(kj_state *state) {
    if (state->has_file) {
        kj_flash_file_close(&state->file);
        state->has_file = false;
    }
}

bool kj_state_is_cut(const kj_state *state) { return !state->model->is_powered; }
