/* runner_child.c - see runner_child.h. Layer: board (host). */
#define _POSIX_C_SOURCE 200809L
#include "runner_child.h"

#include "base/bytes.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define POWER_IS_CUT (-1000) /* what a service answers then */

enum { SERVICE_CARD = 1, SERVICE_READ, SERVICE_PROGRAM, SERVICE_ERASE };
#define SERVICE_BYTES  65536u /* the most that one gives or takes */
#define SERVICE_BLOCKS (SERVICE_BYTES / KJ_BLOCK_BYTES)

static void close_all(const int *descriptors, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (descriptors[i] >= 0) {
            close(descriptors[i]);
        }
    }
}

/* In the child: its ends become 0, 1, 3 and 4. They are moved out of each other's way first. */
static void become_node(const int ends[4], const char *script) {
    static const int places[4] = {0, 1, 3, 4};
    int safe[4];
    for (unsigned i = 0; i < 4; i++) {
        safe[i] = dup(ends[i]);
        while (safe[i] >= 0 && safe[i] < 16) {
            safe[i] = dup(safe[i]);
        }
    }
    for (unsigned i = 0; i < 4; i++) {
        dup2(safe[i], places[i]);
        close(safe[i]);
    }
    for (int other = 5; other < 64; other++) {
        close(other);
    }
    execlp("node", "node", "--no-warnings", script, (char *)NULL);
    fprintf(stderr, "kagoj-emulator: node: %s (Debian's package nodejs has it)\n", strerror(errno));
    _exit(127);
}

kj_status kj_runner_child_start(kj_runner_child *child, const char *script, const kj_blocks *blocks,
                                kj_flash_model *flash) {
    *child = (kj_runner_child){.blocks = blocks, .flash = flash};
    child->hal = kj_flash_model_hal(flash);
    if (access(script, R_OK) != 0) {
        fprintf(stderr, "kagoj-emulator: %s: %s\n", script, strerror(errno));
        return KJ_ERR_MISSING;
    }
    int pipes[8] = {-1, -1, -1, -1, -1, -1, -1, -1}; /* in, out, asked, given: read and write end */
    for (unsigned i = 0; i < 4; i++) {
        if (pipe(pipes + 2 * i) != 0) {
            close_all(pipes, 8);
            return KJ_ERR_IO;
        }
    }
    fflush(NULL);
    child->pid = fork();
    if (child->pid == 0) {
        become_node((const int[4]){pipes[0], pipes[3], pipes[5], pipes[6]}, script);
    }
    if (child->pid < 0) {
        child->pid = 0;
        close_all(pipes, 8);
        return KJ_ERR_IO;
    }
    close_all((const int[4]){pipes[0], pipes[3], pipes[5], pipes[6]}, 4);
    child->to = pipes[1];
    child->from = pipes[2];
    child->asked = pipes[4];
    child->given = pipes[7];
    signal(SIGPIPE, SIG_IGN); /* a child that is gone is found by its answer */
    return KJ_OK;
}

void kj_runner_child_stop(kj_runner_child *child) {
    if (child->pid == 0) {
        return;
    }
    close_all((const int[4]){child->to, child->from, child->asked, child->given}, 4);
    kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    child->pid = 0;
}

static bool write_all(int to, const void *bytes, size_t length) {
    const char *from = bytes;
    while (length > 0) {
        const ssize_t wrote = write(to, from, length);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        from += wrote > 0 ? wrote : 0;
        length -= wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

static bool read_all(int from, void *bytes, size_t length) {
    char *to = bytes;
    while (length > 0) {
        const ssize_t got = read(from, to, length);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        to += got > 0 ? got : 0;
        length -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* --- What the child asks for. */

static bool answer(kj_runner_child *child, int32_t status, const uint8_t *bytes, uint32_t length) {
    uint8_t head[8];
    kj_put_le32(head, (uint32_t)(child->flash->is_powered ? status : POWER_IS_CUT));
    kj_put_le32(head + 4, length);
    return write_all(child->given, head, sizeof head) && write_all(child->given, bytes, length);
}

static bool serve_card(kj_runner_child *child, uint32_t block, uint32_t count, uint8_t *bytes) {
    kj_status status = KJ_ERR_RANGE;
    if (child->blocks && count <= SERVICE_BLOCKS && block < child->blocks->count &&
        count <= child->blocks->count - block) {
        status = child->blocks->read(child->blocks->context, block, count, bytes);
    }
    return answer(child, status, bytes, status == KJ_OK ? count * KJ_BLOCK_BYTES : 0);
}

/* One service. False: the child is gone. */
static bool serve(kj_runner_child *child) {
    static uint8_t bytes[SERVICE_BYTES];
    uint8_t head[16];
    if (!read_all(child->asked, head, sizeof head)) {
        return false;
    }
    const uint32_t a = kj_get_le32(head + 4), b = kj_get_le32(head + 8);
    const uint32_t length = kj_get_le32(head + 12);
    if (length > sizeof bytes || !read_all(child->asked, bytes, length)) {
        return false;
    }
    kj_hal_flash *flash = &child->hal;
    switch (kj_get_le32(head)) {
    case SERVICE_CARD: return serve_card(child, a, b, bytes);
    case SERVICE_READ: {
        const kj_status status =
            b <= sizeof bytes ? flash->read(flash->context, a, bytes, b) : KJ_ERR_RANGE;
        return answer(child, status, bytes, status == KJ_OK ? b : 0);
    }
    case SERVICE_PROGRAM:
        return answer(child, flash->program(flash->context, a, bytes, length), NULL, 0);
    case SERVICE_ERASE: return answer(child, flash->erase(flash->context, a), NULL, 0);
    }
    return false;
}

/* --- Commands. */

/* Serves until there is something to read of the answer. */
static bool await(kj_runner_child *child) {
    struct pollfd wait[2] = {{.fd = child->from, .events = POLLIN},
                             {.fd = child->asked, .events = POLLIN}};
    for (;;) {
        if (poll(wait, 2, -1) < 0 && errno != EINTR) {
            return false;
        }
        if (wait[1].revents & POLLIN) {
            if (!serve(child)) {
                return false;
            }
        } else if (wait[0].revents) {
            return true;
        }
    }
}

/* A line into text, without its end. */
static bool read_line(kj_runner_child *child, char *text, size_t capacity) {
    size_t length = 0;
    for (;;) {
        char byte;
        if (child->pending_length > 0) {
            byte = child->pending[0];
            memmove(child->pending, child->pending + 1, --child->pending_length);
        } else if (!await(child)) {
            return false;
        } else {
            const ssize_t got = read(child->from, child->pending, sizeof child->pending);
            if (got <= 0) {
                return false;
            }
            child->pending_length = (size_t)got;
            continue;
        }
        if (byte == '\n') {
            text[length] = '\0';
            return true;
        }
        length += length + 1 < capacity;
        text[length - 1] = byte;
    }
}

kj_status kj_runner_child_next(kj_runner_child *child) {
    return read_line(child, child->line, sizeof child->line) ? KJ_OK : KJ_ERR_IO;
}

kj_status kj_runner_child_do(kj_runner_child *child, const char *command) {
    child->line[0] = '\0';
    if (child->pid == 0 || !write_all(child->to, command, strlen(command)) ||
        !write_all(child->to, "\n", 1) || kj_runner_child_next(child) != KJ_OK) {
        return KJ_ERR_IO;
    }
    const bool good = !strncmp(child->line, "ok", 2);
    const char *rest = strchr(child->line, ' ');
    memmove(child->line, rest ? rest + 1 : "", rest ? strlen(rest + 1) + 1 : 1);
    return good ? KJ_OK : KJ_ERR_STATE;
}

kj_status kj_runner_child_read(kj_runner_child *child, uint8_t *bytes, size_t length) {
    const size_t held = length < child->pending_length ? length : child->pending_length;
    memcpy(bytes, child->pending, held);
    child->pending_length -= held;
    memmove(child->pending, child->pending + held, child->pending_length);
    return read_all(child->from, bytes + held, length - held) ? KJ_OK : KJ_ERR_IO;
}

/* --- Pairs. */

static const char *find(const char *line, const char *key) {
    const size_t length = strlen(key);
    while (line && *line) {
        if (!strncmp(line, key, length) && line[length] == '=') {
            return line + length + 1;
        }
        line = strchr(line, ' ');
        line += line != NULL;
    }
    return NULL;
}

static int digit(char byte) {
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
                                        : -1;
}

bool kj_runner_value(const char *line, const char *key, char *value, size_t capacity) {
    const char *from = find(line, key);
    size_t length = 0;
    while (from && *from && *from != ' ' && length + 1 < capacity) {
        if (*from == '%' && digit(from[1]) >= 0 && digit(from[2]) >= 0) {
            value[length++] = (char)(digit(from[1]) * 16 + digit(from[2]));
            from += 3;
        } else {
            value[length++] = *from++;
        }
    }
    value[length] = '\0';
    return from != NULL;
}

uint32_t kj_runner_number(const char *line, const char *key) {
    const char *from = find(line, key);
    return from ? (uint32_t)strtoul(from, NULL, 10) : 0;
}
