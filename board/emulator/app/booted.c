/* booted.c - see booted.h. Layer: board (host). */
#include "booted.h"

#include "board/device/key_names.h"
#include "board/device/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND_BYTES 2048u

/* Says what is wrong, once. */
static void die(kj_booted *image, kj_status status) {
    char text[KJ_RUNNER_LINE_BYTES + 2];
    image->is_settling = false;
    if (image->is_dead) {
        return;
    }
    image->is_dead = true;
    snprintf(text, sizeof text, "x=%s", image->child.line);
    kj_runner_value(text, "x", text, sizeof text);
    fprintf(stderr, "kagoj-emulator: image: %s\n",
            status == KJ_ERR_STATE ? text : "the runner has ended");
}

/* A command; false: it was not done, and that was said. */
static bool order(kj_booted *image, const char *command) {
    if (image->is_dead || image->is_cut) {
        return false;
    }
    const kj_status status = kj_runner_child_do(&image->child, command);
    if (status != KJ_OK) {
        die(image, status);
    }
    return status == KJ_OK;
}

/* Text as a value in a line. */
static void add_encoded(char *line, size_t capacity, const char *text) {
    size_t length = strlen(line);
    for (; *text && length + 4 < capacity; text++) {
        const unsigned byte = (unsigned char)*text;
        const bool plain = byte > 0x20 && byte < 0x7F && byte != '%' && byte != '=';
        length += (size_t)snprintf(line + length, capacity - length, plain ? "%c" : "%%%02X", byte);
    }
}

static void add_defaults(char *line, size_t capacity, const kj_defaults *defaults) {
    uint8_t bytes[KJ_DEFAULTS_BYTES];
    kj_defaults_write(defaults, bytes);
    size_t length = strlen(line);
    length += (size_t)snprintf(line + length, capacity - length, " defaults=");
    for (unsigned i = 0; i < sizeof bytes && length + 3 < capacity; i++) {
        length += (size_t)snprintf(line + length, capacity - length, "%02x", bytes[i]);
    }
}

static bool power_up(kj_booted *image) {
    const kj_booted_config *config = &image->config;
    const kj_card_config *card = config->card;
    char line[COMMAND_BYTES] = "open image=";
    add_encoded(line, sizeof line, config->path);
    size_t length = strlen(line);
    length += (size_t)snprintf(
        line + length, sizeof line - length,
        " board=%s glass=%s battery=%u gdb=%u stuck=%u cache=%u hold=%s", config->board->data->name,
        config->board->driver->name, config->battery_percent, config->gdb, config->is_stuck,
        config->counts_cache, config->held == KJ_KEY_NONE ? "" : kj_key_name(config->held));
    if (card) {
        snprintf(line + length, sizeof line - length, " card=%u card_kind=%u card_serial=%u",
                 card->blocks.count, (unsigned)card->kind, card->serial);
    } else {
        snprintf(line + length, sizeof line - length, " card=none");
    }
    if (config->profile) {
        length = strlen(line);
        snprintf(line + length, sizeof line - length, " profile=");
        add_encoded(line, sizeof line, config->profile);
    }
    add_defaults(line, sizeof line, &config->defaults);
    return order(image, line);
}

kj_status kj_booted_open(kj_booted *image, const kj_booted_config *config) {
    *image = (kj_booted){.config = *config, .has_card = config->card != NULL};
    image->config.defaults.traces = true;
    image->turn = (kj_booted_turn){.refresh = "none",
                                   .rotation = config->defaults.rotation,
                                   .size_px = config->defaults.style.size_px,
                                   .reader = {.article_name = ""}};
    if (!config->board->data->wires) {
        fprintf(stderr, "kagoj-emulator: no image runs on the board %s\n", config->board->name);
        return KJ_ERR_ARGUMENT;
    }
    const kj_status status = kj_runner_child_start(
        &image->child, config->runner, config->card ? &config->card->blocks : NULL, config->flash);
    if (status != KJ_OK) {
        return status;
    }
    if (!power_up(image)) {
        kj_booted_close(image);
        return KJ_ERR_IO;
    }
    image->is_settling = true;
    return KJ_OK;
}

void kj_booted_close(kj_booted *image) { kj_runner_child_stop(&image->child); }

/* --- A turn that is over. */

static unsigned index_of(const char *value, unsigned count, const char *(*name)(unsigned)) {
    unsigned i = 0;
    while (i < count && strcmp(value, name(i)) != 0) {
        i++;
    }
    return i < count ? i : 0;
}

static const char *view_name(unsigned i) { return kj_view_name((kj_reader_view)i); }
static const char *over_name(unsigned i) { return kj_over_name((kj_reader_over)i); }
static const char *notice_name(unsigned i) { return kj_notice_name((kj_notice_kind)i); }

static void take_reader(kj_booted_turn *turn, const char *line) {
    char value[64];
    kj_reader_status *reader = &turn->reader;
    kj_runner_value(line, "view", value, sizeof value);
    reader->view = (kj_reader_view)index_of(value, KJ_VIEW_TEXT + 1u, view_name);
    kj_runner_value(line, "over", value, sizeof value);
    reader->over = (kj_reader_over)index_of(value, KJ_OVER_ALERT + 1u, over_name);
    kj_runner_value(line, "notice", value, sizeof value);
    reader->notice = (kj_notice_kind)index_of(value, KJ_NOTICES, notice_name);
    kj_runner_value(line, "name", turn->name, sizeof turn->name);
    reader->article_name = turn->name;
    reader->article = kj_runner_number(line, "article") - 1u;
    reader->in_edition = kj_runner_number(line, "in_edition");
    reader->entry = kj_runner_number(line, "entry") - 1u;
    reader->page = kj_runner_number(line, "page") - 1u;
    reader->pages = kj_runner_number(line, "pages");
    reader->start = kj_runner_number(line, "start");
    reader->end = kj_runner_number(line, "end");
    reader->images = kj_runner_number(line, "images");
    reader->shown = kj_runner_number(line, "shown");
    reader->marked = kj_runner_number(line, "marked");
    reader->trouble = (kj_status) - (int)kj_runner_number(line, "trouble");
    reader->fallback = kj_runner_number(line, "fallback");
}

static void take_costs(kj_booted_turn *turn, const char *line) {
    turn->keys = kj_runner_number(line, "keys");
    turn->sleeps = kj_runner_number(line, "sleeps");
    turn->wear = (uint16_t)kj_runner_number(line, "wear");
    turn->failures = kj_runner_number(line, "failures");
    turn->busy_us = kj_runner_number(line, "busy_us");
    turn->total_us = kj_runner_number(line, "total_us");
    turn->microjoules = kj_runner_number(line, "uj");
    turn->ghost = kj_runner_number(line, "ghost");
    turn->ghost_worst = kj_runner_number(line, "ghost_worst");
    turn->card_blocks = kj_runner_number(line, "card_blocks");
    turn->erases = kj_runner_number(line, "erases");
    turn->programs = kj_runner_number(line, "programs");
    turn->cycles = kj_runner_number(line, "cycles");
    turn->set_cycles = kj_runner_number(line, "set_cycles");
    turn->cache_cycles = kj_runner_number(line, "cache_cycles");
    turn->rotation = kj_runner_number(line, "rotation") / 90u;
    turn->size_px = (uint8_t)kj_runner_number(line, "size_px");
    turn->width_px = (uint16_t)kj_runner_number(line, "width");
    turn->height_px = (uint16_t)kj_runner_number(line, "height");
}

void kj_booted_settle(kj_booted *image) {
    if (!image->is_settling || !order(image, "settle")) {
        return;
    }
    image->is_settling = false;
    const char *line = image->child.line;
    if (kj_runner_number(line, "cut")) {
        image->is_cut = true;
        return;
    }
    kj_runner_value(line, "refresh", image->turn.refresh, sizeof image->turn.refresh);
    take_reader(&image->turn, line);
    take_costs(&image->turn, line);
    image->refreshes = kj_runner_number(line, "refreshes");
}

/* --- What begins one. */

void kj_booted_begin(kj_booted *image) {
    if (!image->is_settling) {
        image->is_settling = order(image, "begin");
    }
}

bool kj_booted_push(kj_booted *image, kj_key key) {
    char line[64];
    kj_booted_begin(image);
    snprintf(line, sizeof line, "push %s", kj_key_name(key));
    return order(image, line);
}

void kj_booted_sleep(kj_booted *image) {
    kj_booted_begin(image);
    (void)order(image, "sleep");
}

void kj_booted_put_card(kj_booted *image, bool in) {
    image->has_card = in;
    kj_booted_begin(image);
    (void)order(image, in ? "insert" : "eject");
}

void kj_booted_set_battery(kj_booted *image, uint8_t percent, bool is_charging) {
    char line[64];
    kj_booted_begin(image);
    snprintf(line, sizeof line, "battery %u %u", percent, is_charging);
    (void)order(image, line);
}

void kj_booted_advance(kj_booted *image, uint64_t us) {
    char line[64];
    snprintf(line, sizeof line, "advance %llu", (unsigned long long)us);
    if (!order(image, line)) {
        return;
    }
    image->is_cut = kj_runner_number(image->child.line, "cut");
    if (kj_runner_number(image->child.line, "turned") ||
        (image->is_settling && kj_runner_number(image->child.line, "idle"))) {
        image->is_settling = true;
        kj_booted_settle(image);
    }
}

void kj_booted_type(kj_booted *image, const char *line, uint64_t us) {
    char command[COMMAND_BYTES] = "console ";
    add_encoded(command, sizeof command, line);
    if (order(image, command)) {
        kj_booted_advance(image, us);
    }
}

kj_status kj_booted_write_console(kj_booted *image, const char *path) {
    if (!order(image, "printed")) {
        return KJ_ERR_IO;
    }
    const uint32_t lines = kj_runner_number(image->child.line, "lines");
    FILE *out = fopen(path, "w");
    for (uint32_t i = 0; out && i < lines && kj_runner_child_next(&image->child) == KJ_OK; i++) {
        fprintf(out, "%s\n", image->child.line);
    }
    return out && fclose(out) == 0 ? KJ_OK : KJ_ERR_IO;
}

/* --- To look at. */

kj_status kj_booted_look(kj_booted *image, uint8_t *tones) {
    const kj_panel_driver *driver = image->config.board->driver;
    const size_t bytes = (size_t)driver->width_px * driver->height_px;
    if (!order(image, "look") || kj_runner_number(image->child.line, "bytes") != bytes) {
        return KJ_ERR_IO;
    }
    return kj_runner_child_read(&image->child, tones, bytes);
}

unsigned kj_booted_marks(kj_booted *image, kj_reader_mark *marks, kj_booted_names names,
                         unsigned room) {
    unsigned count = 0;
    if (!order(image, "marks")) {
        return 0;
    }
    for (const char *at = image->child.line; *at && count < room && count < KJ_BOOTED_MARKS;) {
        unsigned size, peak;
        if (sscanf(at, "%15[^:]:%u:%u", names[count], &size, &peak) != 3) {
            break;
        }
        marks[count] = (kj_reader_mark){names[count], size, peak};
        count++;
        at = strchr(at, ' ');
        if (!at) {
            break;
        }
        at++;
    }
    return count;
}

unsigned kj_booted_count_errors(kj_booted *image) {
    if (!order(image, "facts")) {
        return 0;
    }
    image->total_uj = kj_runner_number(image->child.line, "total_uj");
    return kj_runner_number(image->child.line, "kept");
}

bool kj_booted_next_error(kj_booted *image, kj_booted_error *error) {
    return kj_runner_child_next(&image->child) == KJ_OK &&
           sscanf(image->child.line, "%7s %lf %u %u %127[^\n]", error->chip, &error->ms,
                  &error->command, &error->value, error->text) == 5;
}
