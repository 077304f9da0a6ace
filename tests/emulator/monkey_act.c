/* monkey_act.c - see monkey.h: powering up and down, and acts. */
#include "monkey.h"

#include "key_script.h"

#include <stdio.h>
#include <string.h>

#define BACKS 64u /* more than any screen is deep, or letters typed */

static bool fail(const char *what, kj_status status) {
    fprintf(stderr, "monkey: %s: %s\n", what, kj_status_name(status));
    return false;
}

static void log_line(void *context, const char *text) {
    const monkey *ape = context;
    if (ape->config.talks) {
        fprintf(stderr, "reader: %s\n", text);
    }
}

static bool power_up(monkey *ape) {
    const kj_emulated_board *board = ape->config.board;
    kj_device_config config = kj_device_config_of(board);
    config.card = kj_medium_card(&ape->media[ape->card]);
    config.flash = ape->state.model;
    config.greets = true;
    config.has_battery = true;
    config.battery_percent = 80;
    config.log = (kj_reader_log){.context = ape, .line = log_line};
    kj_flash_model_power_up(ape->state.model);
    ape->starts++;
    ape->out = 0;
    ape->is_strange = false;
    ape->heap_bytes = 0;
    const kj_status status = kj_device_open(&ape->device, &config);
    ape->is_open = status == KJ_OK;
    if (!ape->is_open) {
        return fail("the device does not start", status);
    }
    kj_device_settle(&ape->device);
    return true;
}

/* Without power nothing is written any more, whatever closing would do. */
static void power_down(monkey *ape) {
    ape->state.model->is_powered = false;
    kj_device_close(&ape->device);
    ape->is_open = false;
    kj_flash_model_cut(ape->state.model, KJ_FLASH_NEVER, KJ_FLASH_TEAR_NOTHING, 1);
}

bool monkey_open(monkey *ape, const monkey_config *config) {
    *ape = (monkey){.config = *config, .noise = config->seed * 2654435761u + 1u};
    ape->noise += ape->noise == 0;
    for (unsigned i = 0; i < MONKEY_CARDS && config->cards[i]; i++) {
        const kj_status status = kj_medium_open(&ape->media[i], config->cards[i]);
        if (status != KJ_OK || !kj_medium_card(&ape->media[i])) {
            return fail(config->cards[i], status);
        }
        ape->card_count++;
    }
    const kj_status status = kj_state_open(&ape->state, NULL, 0);
    return status == KJ_OK ? power_up(ape) : fail("flash", status);
}

void monkey_close(monkey *ape) {
    if (ape->is_open) {
        kj_device_close(&ape->device);
    }
    for (unsigned i = 0; i < ape->card_count; i++) {
        kj_medium_close(&ape->media[i]);
    }
    kj_state_close(&ape->state);
}

/* What must outlive a switch-off while nothing is being done. */
typedef struct kept {
    kj_settings settings;
    uint32_t saved, history;
    bool is_somewhere;
    uint8_t view;
    kj_mark_place last;
} kept;

static void take_kept(monkey *ape, kept *now) {
    kj_marks *marks = &ape->device.loop.reader.marks;
    memset(now, 0, sizeof *now); /* they are compared as bytes */
    now->settings = *kj_marks_settings(marks);
    now->saved = kj_marks_count(marks, KJ_MARKS_SAVED);
    now->history = kj_marks_count(marks, KJ_MARKS_HISTORY);
    now->is_somewhere = kj_marks_last(marks, &now->view, &now->last);
}

static bool is_same(const kept *before, const kept *after) {
    if (memcmp(&before->settings, &after->settings, sizeof before->settings) != 0 ||
        before->saved != after->saved || before->history != after->history ||
        before->is_somewhere != after->is_somewhere) {
        fprintf(stderr, "monkey: kept %u, history %u before; kept %u, history %u after\n",
                before->saved, before->history, after->saved, after->history);
        return false;
    }
    return true;
}

/* Off and on again while idle. */
static bool switch_off(monkey *ape, uint32_t seed) {
    kept before, after;
    take_kept(ape, &before);
    power_down(ape);
    kj_flash_model_age(ape->state.model, seed);
    if (!power_up(ape)) {
        return false;
    }
    take_kept(ape, &after);
    return is_same(&before, &after);
}

/* A word of the emulator's, each repetition by itself. */
static bool do_step(monkey *ape, const kj_step *step) {
    kj_device *device = &ape->device;
    ape->keys += step->count;
    for (unsigned i = 0; i < step->count; i++) {
        kj_device_push(device, step->keys[i]);
    }
    switch (step->kind) {
    case KJ_STEP_KEY:
    case KJ_STEP_GROUP: kj_device_take_keys(device); break;
    case KJ_STEP_SLEEP: kj_device_sleep(device); break;
    case KJ_STEP_EJECT:
        ape->out = 1;
        kj_device_eject(device);
        break;
    case KJ_STEP_INSERT:
        ape->out = 0;
        ape->is_strange = true;
        kj_card_model_heal(&device->slot);
        device->config.card = kj_medium_card(&ape->media[ape->card]);
        kj_device_insert(device);
        break;
    case KJ_STEP_BATTERY: kj_device_set_battery(device, (uint8_t)step->value, false); break;
    case KJ_STEP_CHARGE: kj_device_set_battery(device, device->battery.percent, true); break;
    case KJ_STEP_WAIT: kj_device_wait(device, 1000ull * step->value); break;
    }
    kj_device_settle(device);
    return true;
}

static bool do_words(monkey *ape, const char *words) {
    kj_key_script script;
    kj_step step;
    kj_key_script_init(&script, words);
    kj_status status = kj_key_script_next(&script, &step);
    while (status == KJ_OK && !kj_state_is_cut(&ape->state)) {
        do_step(ape, &step);
        status = kj_key_script_next(&script, &step);
    }
    return status == KJ_ERR_FORMAT ? fail(words, status) : true;
}

static bool go_to_library(monkey *ape) {
    const kj_device *device = &ape->device;
    bool good = do_words(ape, ape->out ? "insert battery:80" : "eject insert battery:80");
    good = good && do_words(ape, device->loop.screen.sleeps ? "down" : "");
    for (unsigned i = 0; good && i < BACKS && !kj_state_is_cut(&ape->state); i++) {
        const kj_reader_status *reader = &kj_device_last_turn(device)->reader;
        const bool is_list = reader->view == KJ_VIEW_LIBRARY && reader->over == KJ_OVER_NONE;
        if (is_list && reader->notice == KJ_NOTICE_NONE && !*device->loop.reader.folder) {
            return monkey_check_library(ape);
        }
        good = do_words(ape, is_list && reader->notice != KJ_NOTICE_NONE ? "select" : "back");
    }
    if (good && !kj_state_is_cut(&ape->state)) {
        const kj_reader_status *reader = &kj_device_last_turn(device)->reader;
        fprintf(stderr,
                "monkey: BACK does not lead to the library: view %d, over %d, notice %s, folder "
                "\"%s\", file \"%s\"\n",
                (int)reader->view, (int)reader->over, kj_notice_name(reader->notice),
                device->loop.reader.folder, reader->article_name);
        return false;
    }
    return good;
}

/* What no word of the emulator's does. True in *known where line is one. */
static bool do_special(monkey *ape, const char *line, bool *known) {
    unsigned a, b, c;
    char rest;
    *known = true;
    if (!strcmp(line, "library")) {
        return go_to_library(ape);
    }
    if (!strcmp(line, "other")) {
        ape->card = (ape->card + 1) % ape->card_count;
        return do_words(ape, "eject");
    }
    if (sscanf(line, "off %u%c", &a, &rest) == 1) {
        return switch_off(ape, a);
    }
    if (sscanf(line, "cut %u %u %u%c", &a, &b, &c, &rest) == 3 && b < KJ_FLASH_TEARS) {
        kj_flash_model_cut(ape->state.model, ape->state.model->operations + a, (kj_flash_tear)b, c);
        return true;
    }
    if (sscanf(line, "pull %u%c", &a, &rest) == 1) {
        ape->out = 1;
        return kj_card_model_plan(&ape->device.slot,
                                  &(kj_card_fault){.kind = KJ_CARD_PULLED,
                                                   .at = ape->device.slot.data_block + a,
                                                   .times = 1,
                                                   .away_us = KJ_CARD_FOREVER}) ||
               do_words(ape, "eject");
    }
    *known = false;
    return true;
}

bool monkey_act(monkey *ape, const char *line) {
    bool known;
    bool good = do_special(ape, line, &known);
    if (!known) {
        good = do_words(ape, line);
    }
    if (good && kj_state_is_cut(&ape->state)) {
        ape->cuts++;
        power_down(ape);
        kj_flash_model_age(ape->state.model, ape->cuts);
        good = power_up(ape);
    }
    return good;
}
