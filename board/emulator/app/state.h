/* state.h - the flash that the reader's state is kept in: in memory, or in a file of the host.
 *
 * Through the flash model, which does what NOR flash does and can cut the power in the middle of an
 * operation; with a file each operation is written through at once, so that the file is at any
 * moment what the flash is. Layer: board (host). */
#ifndef KJ_EMULATOR_STATE_H
#define KJ_EMULATOR_STATE_H

#include "board/emulator/host/flash_file.h"

#include <stdbool.h>

/* 16 blocks of 4 KB, programmed by pages, as the boards set aside. */
#define KJ_STATE_BLOCKS      16u
#define KJ_STATE_BLOCK_BYTES 4096u
#define KJ_STATE_PAGE_BYTES  256u
#define KJ_STATE_BYTES       (KJ_STATE_BLOCKS * KJ_STATE_BLOCK_BYTES)

/* Fields but model are private. Not to be moved while open. */
typedef struct kj_state {
    kj_flash_model *model; /* the flash: in the file, or one's own */
    kj_flash_file file;
    bool has_file;
    kj_flash_model own;
    uint8_t bytes[KJ_STATE_BYTES], weak[KJ_STATE_BYTES];
} kj_state;

/* path NULL: new flash in memory. A file that is not there is made, as new flash; one emulator at a
 * time has it. cut_at: the power is cut in the middle of that erase or program, counted from 1;
 * 0: never. KJ_OK; ERR_FORMAT: a file of another size; ERR_STATE: another has it; ERR_IO;
 * ERR_MEMORY. */
KJ_MUST_USE kj_status kj_state_open(kj_state *state, const char *path, uint32_t cut_at);

void kj_state_close(kj_state *state);

/* The power was cut: nothing changes the flash any more. */
bool kj_state_is_cut(const kj_state *state);

#endif
