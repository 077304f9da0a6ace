/* power.c - a long session on a whole device, and the power cut in each flash operation of it.
 *
 * usage: power CARD [TEARS]
 *
 * The session is run once, uncut, and the flash noted after each operation: within a step, what is
 * remembered is of before or of after the step, and nothing that was and will be is away. Then each
 * operation is done once more on the flash as it was before it and cut in the middle, in one style
 * of kj_flash_tear after the other (TEARS of them each time, 1..5). What is found afterwards must
 * be all that was remembered before the operation or all that was after it, and a device with that
 * flash and the same card must start where a device with the one or the other starts, without a
 * notice, losing nothing. Exit code 0, or 1 with what is wrong on standard error. */
#include "device.h"
#include "key_script.h"
#include "medium.h"
#include "reader/marks.h"
#include "state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPERATIONS_MAX 4000u
#define TEXT_BYTES     65536u
#define EDITIONS_MAX   8u
#define ENTRIES        96u /* of an edition, whose read marks are looked at */

/* Opens an edition and reads on; other articles, other screens, settings; keeps and unkeeps. */
static const char session[] =
    /* the daily: an article to its end, the next one, the one after it, kept */
    "back select down select next*6 skip next menu select "
    /* read on; marked as read, or unread; settings: size, family, spacing ... */
    "next skip menu down select menu down*5 right down right right down right down right back next "
    /* kept ones and what was read, from the library's foot */
    "back back up*3 select select next menu select back back back "
    /* another edition; sleep, and on; an article that is kept is kept no more */
    "down select down*2 select next menu select next menu select power next next skip skip-back "
    "home back down*3 select next*4 sleep down back menu down*3 left back";

typedef struct text {
    char *bytes;
    size_t length;
} text;

/* The flash after an operation, and what it was. */
typedef struct moment {
    uint8_t *flash;
    uint32_t offset, length;
    char *marks; /* what is remembered, as lines */
    char *start; /* where a device with it starts */
    char *kept;  /* what is remembered after that start */
} moment;

#define STEPS_MAX 500u

static unsigned step_ends[STEPS_MAX + 1], steps; /* operations done when a step was over */
static moment moments[OPERATIONS_MAX + 1];
static unsigned operations; /* moments[0] is new flash */
static kj_medium medium;
static kj_device device;
static kj_state state;
static const kj_emulated_board *board;

static void die(const char *what) {
    fprintf(stderr, "power: %s\n", what);
    exit(1);
}

static void *take(size_t bytes) {
    void *memory = malloc(bytes);
    if (!memory) {
        die("no memory");
    }
    return memory;
}

__attribute__((format(printf, 2, 3))) static void add(text *to, const char *format, ...) {
    va_list values;
    va_start(values, format);
    const int length = vsnprintf(to->bytes + to->length, TEXT_BYTES - to->length, format, values);
    va_end(values);
    if (length < 0 || (size_t)length >= TEXT_BYTES - to->length) {
        die("more marks than expected");
    }
    to->length += (size_t)length;
}

/* --- What flash remembers, as lines. */

static void add_place(text *to, const kj_mark_place *place) {
    add(to, "%016llx %016llx entry %u at %u %u", (unsigned long long)place->item,
        (unsigned long long)place->edition, place->entry, place->place.offset, place->place.resume);
}

static void add_list(text *to, kj_marks *marks, kj_marks_list list, uint64_t *editions) {
    kj_mark_article article;
    for (uint32_t i = 0; kj_marks_listed(marks, list, i, &article); i++) {
        add(to, "%s ", list == KJ_MARKS_SAVED ? "kept" : "read");
        add_place(to, &article.at);
        add(to, " %u %% \"%s\" \"%s\"\n", article.percent, article.title, article.edition);
        unsigned e = 0;
        while (e < EDITIONS_MAX && editions[e] != 0 && editions[e] != article.at.edition) {
            e++;
        }
        if (e < EDITIONS_MAX) {
            editions[e] = article.at.edition;
        }
    }
}

static void add_settings(text *to, const kj_settings *settings) {
    add(to, "settings");
    for (size_t i = 0; i < sizeof *settings; i++) {
        add(to, " %u", ((const uint8_t *)settings)[i]);
    }
    add(to, "\n");
}

static void add_marks(text *to, kj_marks *marks) {
    uint64_t editions[EDITIONS_MAX] = {0};
    kj_mark_place place;
    uint8_t view;
    add_settings(to, kj_marks_settings(marks));
    if (kj_marks_last(marks, &view, &place)) {
        add(to, "last view %u ", view);
        add_place(to, &place);
        add(to, "\n");
    }
    add_list(to, marks, KJ_MARKS_SAVED, editions);
    add_list(to, marks, KJ_MARKS_HISTORY, editions);
    for (unsigned e = 0; e < EDITIONS_MAX && editions[e] != 0; e++) {
        add(to, "%016llx has read", (unsigned long long)editions[e]);
        for (uint32_t i = 0; i < ENTRIES; i++) {
            if (kj_marks_is_read(marks, editions[e], i)) {
                add(to, " %u", i);
            }
        }
        add(to, "\n");
    }
}

/* Of a copy: looking may repair. flash and weak cells are as given. */
static char *marks_of(const uint8_t *flash, const uint8_t *weak) {
    static uint8_t copy[KJ_STATE_BYTES], copied_weak[KJ_STATE_BYTES];
    static kj_flash_model model;
    static kj_marks marks;
    const kj_flash_config config = {.block_bytes = KJ_STATE_BLOCK_BYTES,
                                    .page_bytes = KJ_STATE_PAGE_BYTES,
                                    .block_count = KJ_STATE_BLOCKS,
                                    .memory = copy,
                                    .weak = copied_weak};
    memcpy(copy, flash, sizeof copy);
    if (kj_flash_model_init(&model, &config) != KJ_OK) {
        die("the flash's geometry");
    }
    if (weak) {
        memcpy(copied_weak, weak, sizeof copied_weak);
    }
    const kj_hal_flash hal = kj_flash_model_hal(&model);
    text lines = {.bytes = take(TEXT_BYTES)};
    lines.bytes[0] = '\0';
    kj_marks_open(&marks, &hal, NULL, NULL);
    add_marks(&lines, &marks);
    if (model.event_count > 0) {
        die(kj_flash_error_text(model.events[0].code));
    }
    return realloc(lines.bytes, lines.length + 1);
}

/* --- The device. */

static kj_status note_moment(void *context, uint32_t offset, uint32_t length) {
    if (operations == OPERATIONS_MAX) {
        die("more flash operations than expected");
    }
    moment *now = &moments[++operations];
    *now = (moment){.flash = take(KJ_STATE_BYTES), .offset = offset, .length = length};
    memcpy(now->flash, state.bytes, KJ_STATE_BYTES);
    return KJ_OK;
}

static void start_device(void) {
    kj_device_config config = kj_device_config_of(board);
    config.card = kj_medium_card(&medium);
    config.flash = state.model;
    config.has_battery = true;
    config.battery_percent = 80;
    if (kj_device_open(&device, &config) != KJ_OK) {
        die("the device does not start");
    }
    kj_device_settle(&device);
}

/* The power goes first: what closing would write is not written. */
static void stop_device(void) {
    state.model->is_powered = false;
    kj_device_close(&device);
}

static void new_flash(const uint8_t *flash) {
    if (kj_state_open(&state, NULL, 0) != KJ_OK) {
        die("the flash");
    }
    if (flash) {
        memcpy(state.bytes, flash, KJ_STATE_BYTES);
    }
}

static bool do_step(const kj_step *step) {
    if (step->kind == KJ_STEP_SLEEP) {
        kj_device_sleep(&device);
    } else {
        for (unsigned i = 0; i < step->count; i++) {
            kj_device_push(&device, step->keys[i]);
        }
        kj_device_take_keys(&device);
    }
    kj_device_settle(&device);
    return kj_device_last_turn(&device)->reader.notice == KJ_NOTICE_NONE;
}

static void end_step(void) {
    if (++steps > STEPS_MAX) {
        die("more steps than expected");
    }
    step_ends[steps] = operations;
}

static void run_session(void) {
    kj_key_script script;
    kj_step step;
    new_flash(NULL);
    moments[0] = (moment){.flash = take(KJ_STATE_BYTES)};
    memcpy(moments[0].flash, state.bytes, KJ_STATE_BYTES);
    state.model->config.store = note_moment;
    start_device();
    end_step();
    kj_key_script_init(&script, session);
    while (kj_key_script_next(&script, &step) == KJ_OK) {
        if (!do_step(&step)) {
            die("a notice in the uncut session");
        }
        end_step();
    }
    stop_device();
}

/* Where a device with this flash starts; *kept: what its flash remembers then. */
static char *start_with(const uint8_t *flash, const uint8_t *weak, char **kept) {
    new_flash(flash);
    if (weak) {
        memcpy(state.weak, weak, KJ_STATE_BYTES);
    }
    start_device();
    const kj_reader_status *reader = &kj_device_last_turn(&device)->reader;
    char *line = take(512);
    snprintf(line, 512, "view %d item %u entry %u page %u from %u notice %s failed %u",
             (int)reader->view, reader->article, reader->in_edition ? reader->entry : 0,
             reader->page, reader->start, kj_notice_name(reader->notice), device.loop.failures);
    if (state.model->event_count > 0 || device.model.event_count > 0) {
        die("a protocol error at the start");
    }
    *kept = marks_of(state.bytes, state.weak);
    stop_device();
    return line;
}

/* --- The uncut session: nothing is lost within a step, either. */

/* The length of what a line is about: the rest is its value. */
static size_t subject_length(const char *line) {
    const size_t length = strcspn(line, "\n");
    static const char *const values[] = {"settings ", " at ", " has read", "last view "};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *at = strstr(line, values[i]);
        if (at && at < line + length) {
            return (size_t)(at - line) + (i % 3 == 0 ? 4u : 0u); /* "sett", "last" */
        }
    }
    return length;
}

/* The line of the same subject, or NULL. */
static const char *line_about(const char *lines, const char *subject, size_t length) {
    for (const char *line = lines; *line; line += strcspn(line, "\n") + 1) {
        if (subject_length(line) == length && !strncmp(line, subject, length)) {
            return line;
        }
    }
    return NULL;
}

static bool is_equal(const char *line, const char *other) {
    const size_t length = strcspn(line, "\n");
    return other && length == strcspn(other, "\n") && !strncmp(line, other, length);
}

/* Every line of now is one of before or of after; what is in both of them is in now. */
static bool lies_between(const char *now, const char *before, const char *after) {
    for (const char *line = now; *line; line += strcspn(line, "\n") + 1) {
        const size_t length = subject_length(line);
        if (!is_equal(line, line_about(before, line, length)) &&
            !is_equal(line, line_about(after, line, length))) {
            return false;
        }
    }
    for (const char *line = before; *line; line += strcspn(line, "\n") + 1) {
        const size_t length = subject_length(line);
        if (line_about(after, line, length) && !line_about(now, line, length)) {
            return false;
        }
    }
    return true;
}

static unsigned check_steps(void) {
    unsigned bad = 0;
    for (unsigned i = 1; i <= steps; i++) {
        const char *before = moments[step_ends[i - 1]].marks, *after = moments[step_ends[i]].marks;
        for (unsigned n = step_ends[i - 1] + 1; n < step_ends[i]; n++) {
            if (!lies_between(moments[n].marks, before, after)) {
                fprintf(stderr,
                        "power: after operation %u, in step %u, something is lost:\n--- before "
                        "the step:\n%s\n--- after it:\n%s\n--- meanwhile:\n%s\n",
                        n, i, before, after, moments[n].marks);
                bad++;
            }
        }
    }
    return bad;
}

/* --- Cuts. */

static bool is_erase(const moment *now) {
    if (now->length != KJ_STATE_BLOCK_BYTES) {
        return false;
    }
    for (uint32_t i = 0; i < now->length; i++) {
        if (now->flash[now->offset + i] != 0xFF) {
            return false;
        }
    }
    return true;
}

/* Operation n once more, cut: the torn flash is in state. */
static void tear(unsigned n, kj_flash_tear style) {
    const moment *now = &moments[n];
    new_flash(moments[n - 1].flash);
    kj_flash_model_cut(state.model, 0, style, n);
    const kj_hal_flash flash = kj_flash_model_hal(state.model);
    const kj_status status =
        is_erase(now)
            ? flash.erase(flash.context, now->offset / KJ_STATE_BLOCK_BYTES)
            : flash.program(flash.context, now->offset, now->flash + now->offset, now->length);
    if (status != KJ_ERR_IO || state.model->is_powered) {
        die("an operation that cannot be cut");
    }
    kj_flash_model_age(state.model, n + 1);
}

static bool is_either(const char *what, unsigned n, kj_flash_tear style, const char *found,
                      const char *before, const char *after) {
    if (!strcmp(found, before) || !strcmp(found, after)) {
        return true;
    }
    fprintf(stderr,
            "power: operation %u of %u, torn in style %d: %s:\n--- before:\n%s\n--- after:\n%s\n"
            "--- found:\n%s\n",
            n, operations, (int)style, what, before, after, found);
    return false;
}

static bool cut_at(unsigned n, kj_flash_tear style) {
    static uint8_t flash[KJ_STATE_BYTES], weak[KJ_STATE_BYTES];
    tear(n, style);
    memcpy(flash, state.bytes, sizeof flash);
    memcpy(weak, state.weak, sizeof weak);
    char *found = marks_of(flash, weak), *kept;
    bool good = is_either("it remembers", n, style, found, moments[n - 1].marks, moments[n].marks);
    char *start = start_with(flash, weak, &kept);
    good &= is_either("it starts", n, style, start, moments[n - 1].start, moments[n].start);
    good &= is_either("after the start it remembers", n, style, kept, moments[n - 1].kept,
                      moments[n].kept);
    free(found);
    free(kept);
    free(start);
    return good;
}

static void check_session(void) {
    const char *marks = moments[operations].marks;
    printf("%s%s\n", marks, moments[operations].start);
    if (!strstr(marks, "kept ") || !strstr(marks, "read ") || !strstr(marks, "has read ") ||
        !strstr(marks, "last ")) {
        die("the session leaves no marks of some kind");
    }
}

int main(int argc, char **argv) {
    const unsigned tears = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    if (argc < 2 || tears < 1 || tears > KJ_FLASH_TEARS) {
        fputs("usage: power CARD [TEARS]\n", stderr);
        return 2;
    }
    board = kj_emulated_board_find("openbook-c1");
    if (kj_medium_open(&medium, argv[1]) != KJ_OK || !kj_medium_card(&medium)) {
        die("no card");
    }
    run_session();
    for (unsigned n = 0; n <= operations; n++) {
        moments[n].marks = marks_of(moments[n].flash, NULL);
        moments[n].start = start_with(moments[n].flash, NULL, &moments[n].kept);
    }
    check_session();
    unsigned bad = check_steps();
    for (unsigned n = 1; n <= operations; n++) {
        for (unsigned i = 0; i < tears; i++) {
            bad += !cut_at(n, (kj_flash_tear)((n + i) % KJ_FLASH_TEARS));
        }
    }
    printf("power: %u flash operations, %u cuts in each: %u wrong\n", operations, tears, bad);
    return bad ? 1 : 0;
}
