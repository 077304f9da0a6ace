/* play.c - a session without a window: the steps of a script, or page after page. Layer: board
 * (host). */
#include "session.h"

#include <stdio.h>

void kj_session_begin(kj_session *session, const kj_step *step) {
    kj_device *device = &session->device;
    switch (step->kind) {
    case KJ_STEP_KEY: kj_device_press(device, step->keys[0]); break;
    case KJ_STEP_GROUP: kj_device_take_keys(device); break;
    case KJ_STEP_SLEEP: kj_device_sleep(device); break;
    case KJ_STEP_EJECT: kj_device_eject(device); break;
    case KJ_STEP_INSERT: kj_device_insert(device); break;
    case KJ_STEP_BATTERY: kj_device_set_battery(device, (uint8_t)step->value, false); break;
    case KJ_STEP_CHARGE: kj_device_set_battery(device, device->battery.percent, true); break;
    case KJ_STEP_WAIT: kj_device_wait(device, 1000ull * step->value); break;
    }
}

/* Reads the next step; a group's keys are pressed at once, while the panel is busy. */
static bool look_ahead(kj_session *session, kj_key_script *script, kj_step *step) {
    if (kj_key_script_next(script, step) != KJ_OK) {
        return false;
    }
    for (unsigned i = 0; step->kind == KJ_STEP_GROUP && i < step->count; i++) {
        kj_device_push(&session->device, step->keys[i]);
    }
    return true;
}

void kj_session_play(kj_session *session, const char *keys) {
    kj_key_script script;
    kj_step step = {.kind = KJ_STEP_WAIT};
    kj_key_script_init(&script, keys);
    const char *name = "start";
    bool more = true;
    while (more) {
        more = look_ahead(session, &script, &step);
        kj_device_settle(&session->device);
        kj_session_record(session, name);
        if (session->turns == 1 && session->options->console) {
            kj_device_type(&session->device, session->options->console);
        }
        if (session->is_cut || !more) {
            return;
        }
        name = kj_step_name(&step);
        kj_session_begin(session, &step);
    }
}

static bool press(kj_session *session, kj_key key) {
    const bool changed = kj_device_press(&session->device, key);
    kj_device_settle(&session->device);
    kj_session_record(session, kj_key_name(key));
    return changed && !session->is_cut;
}

static bool page_on(kj_session *session, unsigned *limit) {
    while (*limit > 0 && press(session, KJ_KEY_NEXT)) {
        --*limit;
    }
    return *limit > 0;
}

bool kj_session_page_through(kj_session *session, unsigned limit) {
    kj_device_settle(&session->device);
    kj_session_record(session, "start");
    /* Each list to its end, then what stands first in it; the last view is an article's. */
    for (unsigned lists = 0; lists < 3; lists++) {
        if (!page_on(session, &limit)) {
            return false;
        }
        const kj_reader_status *reader = &kj_device_last_turn(&session->device)->reader;
        if (reader->view == KJ_VIEW_ARTICLE || reader->notice != KJ_NOTICE_NONE) {
            break;
        }
        press(session, KJ_KEY_HOME);
        if (!press(session, KJ_KEY_SELECT)) {
            break;
        }
    }
    return true;
}
