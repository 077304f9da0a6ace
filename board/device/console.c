/* console.c - see console.h. Layer: board. */
#include "board/device/console.h"

#include "board/device/digest.h"
#include "board/device/key_names.h"
#include "board/device/trace.h"

#include <string.h>

#define MARKS_ROOM 4u

void kj_console_init(kj_console *console, const kj_console_config *config) {
    *console = (kj_console){.config = *config};
}

static void put(const kj_console *console, const char *text) {
    console->config.put(console->config.context, text);
}

void kj_console_log(kj_console *console, const char *text) {
    put(console, "# ");
    put(console, text);
    put(console, "\n");
}

/* A trace, whether asked for as such or not. */
static void put_turn(const kj_console *console) {
    char bytes[KJ_TRACE_BYTES];
    kj_line line;
    kj_line_init(&line, bytes, sizeof bytes);
    kj_trace_turn(&line, console->config.loop);
    put(console, bytes);
}

void kj_console_turn(kj_console *console) {
    if (console->traces) {
        put_turn(console);
    }
}

static void put_mark(const kj_console *console, const kj_reader_mark *mark) {
    char bytes[96];
    kj_line line;
    kj_line_init(&line, bytes, sizeof bytes);
    kj_trace_mark(&line, mark);
    put(console, bytes);
}

static void put_marks(const kj_console *console) {
    kj_reader_mark marks[KJ_READER_MARKS], board[MARKS_ROOM];
    kj_reader_get_marks(&console->config.loop->reader, marks);
    for (unsigned i = 0; i < KJ_READER_MARKS; i++) {
        put_mark(console, &marks[i]);
    }
    const unsigned count = console->config.marks(console->config.context, board, MARKS_ROOM);
    for (unsigned i = 0; i < count; i++) {
        put_mark(console, &board[i]);
    }
    put(console, "@marks end\n");
}

static void add_hash(kj_line *line, uint64_t hash) {
    char digits[17];
    for (unsigned i = 0; i < 16; i++) {
        digits[i] = "0123456789abcdef"[hash >> (60 - 4 * i) & 15u];
    }
    digits[16] = '\0';
    kj_trace_string(line, "value", digits);
}

static void put_digest(const kj_console *console, const char *path) {
    kj_digest digest;
    char bytes[96];
    kj_line line;
    const kj_status status =
        kj_digest_file(&digest, &console->config.loop->reader, console->config.library, path);
    kj_line_init(&line, bytes, sizeof bytes);
    kj_line_add(&line, "@digest");
    if (status == KJ_OK) {
        add_hash(&line, digest.value);
        kj_trace_number(&line, "lines", digest.lines);
        kj_trace_number(&line, "glyphs", digest.glyphs);
    } else {
        kj_trace_string(&line, "error", kj_status_name(status));
    }
    kj_line_add(&line, "\n");
    put(console, bytes);
}

static void press(kj_console *console, const char *name) {
    const kj_key key = kj_key_find(name, strlen(name));
    if (key == KJ_KEY_NONE) {
        kj_console_log(console, "no such key");
    } else {
        (void)kj_loop_push(console->config.loop, key); /* a full queue is in the log */
    }
}

static void help(kj_console *console) {
    kj_console_log(console, "trace on|off, key NAME, sleep, battery, status, marks, digest FILE,");
    kj_console_log(console, "crash, hang, reset");
}

/* The rest of text after word and a space, or NULL. */
static const char *after(const char *text, const char *word) {
    const size_t length = strlen(word);
    return !strncmp(text, word, length) && text[length] == ' ' ? text + length + 1 : NULL;
}

/* What needs the reader. False: it is none of these. */
static bool do_reading(kj_console *console, const char *text) {
    const char *rest;
    if ((rest = after(text, "key"))) {
        press(console, rest);
    } else if ((rest = after(text, "digest"))) {
        put_digest(console, rest);
    } else if (!strcmp(text, "status")) {
        put_turn(console);
    } else if (!strcmp(text, "marks")) {
        put_marks(console);
    } else {
        return false;
    }
    return true;
}

static kj_console_wish find_wish(const char *text) {
    static const struct {
        const char *name;
        kj_console_wish wish;
    } wishes[] = {{"sleep", KJ_WISH_SLEEP},
                  {"battery", KJ_WISH_BATTERY},
                  {"crash", KJ_WISH_CRASH},
                  {"hang", KJ_WISH_HANG},
                  {"reset", KJ_WISH_RESET}};
    for (unsigned i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        if (!strcmp(text, wishes[i].name)) {
            return wishes[i].wish;
        }
    }
    return KJ_WISH_NONE;
}

static kj_console_wish do_line(kj_console *console, const char *text) {
    const char *rest = after(text, "trace");
    const kj_console_wish wish = find_wish(text);
    if (rest) {
        console->traces = !strcmp(rest, "on");
    } else if (wish == KJ_WISH_NONE && !(console->config.loop && do_reading(console, text)) &&
               *text) {
        help(console);
    }
    return wish;
}

kj_console_wish kj_console_take(kj_console *console, char byte) {
    if (byte != '\n' && byte != '\r') {
        console->too_long = console->too_long || console->length + 1 >= sizeof console->line;
        if (!console->too_long) {
            console->line[console->length++] = byte;
        }
        return KJ_WISH_NONE;
    }
    console->line[console->length] = '\0';
    console->length = 0;
    if (console->too_long) {
        console->too_long = false;
        kj_console_log(console, "a line too long");
        return KJ_WISH_NONE;
    }
    return do_line(console, console->line);
}
