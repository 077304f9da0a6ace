/* runner_child.h - the image runner as a child process: lines to and from it, and what it wants of
 * card and flash meanwhile. docs/image-runner.md has the protocol. Layer: board (host). */
#ifndef KJ_EMULATOR_RUNNER_CHILD_H
#define KJ_EMULATOR_RUNNER_CHILD_H

#include "models/flash_model.h"
#include "storage/blocks.h"

#include <stdbool.h>
#include <sys/types.h>

#define KJ_RUNNER_LINE_BYTES 4096u

/* Fields are private. Not to be moved while it runs. */
typedef struct kj_runner_child {
    pid_t pid;               /* 0: none */
    int to, from;            /* commands, answers */
    int asked, given;        /* services */
    const kj_blocks *blocks; /* of the card; NULL: none */
    kj_flash_model *flash;
    kj_hal_flash hal;
    char line[KJ_RUNNER_LINE_BYTES]; /* of the last answer, without its first word */
    char pending[KJ_RUNNER_LINE_BYTES];
    size_t pending_length;
} kj_runner_child;

/* Starts node with the script; blocks (NULL: no card) and flash are borrowed. KJ_OK; ERR_MISSING:
 * there is no such script, or no node, after saying so; ERR_IO. */
KJ_MUST_USE kj_status kj_runner_child_start(kj_runner_child *child, const char *script,
                                            const kj_blocks *blocks, kj_flash_model *flash);
void kj_runner_child_stop(kj_runner_child *child);

/* Sends a command, serves what the child asks for, and waits for the answer, whose pairs are in
 * child->line then. KJ_OK; ERR_STATE: it answered with an error, which is in the line; ERR_IO: it
 * is gone. */
KJ_MUST_USE kj_status kj_runner_child_do(kj_runner_child *child, const char *command);

/* The next line of an answer that has more than one. Statuses as above. */
KJ_MUST_USE kj_status kj_runner_child_next(kj_runner_child *child);

/* Bytes that follow an answer. KJ_OK; ERR_IO. */
KJ_MUST_USE kj_status kj_runner_child_read(kj_runner_child *child, uint8_t *bytes, size_t length);

/* The value of key in a line of pairs into value, decoded and cut to capacity. False: not there. */
bool kj_runner_value(const char *line, const char *key, char *value, size_t capacity);
uint32_t kj_runner_number(const char *line, const char *key); /* 0 where it is not there */

#endif
