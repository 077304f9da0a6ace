/* session.c - see session.h. Layer: board (host). */
#include "session.h"

#include "board/emulator/host/png_write.h"
#include "key_script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_BYTES 4096

/* Makes a folder and those above it. */
static bool make_folder(const char *folder) {
    char path[PATH_BYTES];
    if (strlen(folder) >= sizeof path) {
        return false;
    }
    strcpy(path, folder);
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777); /* what matters is whether the last one is there */
        *slash = '/';
    }
    struct stat about;
    mkdir(path, 0777);
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static void log_line(void *context, const char *text) {
    fprintf(stderr, "kagoj-emulator: reader: %s\n", text);
}

static bool open_device(kj_session *session) {
    const kj_options *options = session->options;
    const kj_device_config config = {
        .board = options->board,
        .rotation = options->rotation,
        .style = options->style,
        .depth = options->depth,
        .mood = options->mood,
        .language = options->language,
        .card = kj_medium_card(&session->medium),
        .shelf = kj_medium_shelf(&session->medium),
        .log = {.line = log_line},
    };
    kj_status status = kj_device_open(&session->device, &config);
    if (status != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: the device does not start: %s\n", kj_status_name(status));
        return false;
    }
    status = kj_report_open(&session->report, options->report, &session->device);
    if (status != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: %s: cannot be written: %s\n", options->report,
                strerror(errno));
        kj_device_close(&session->device);
        return false;
    }
    return true;
}

bool kj_session_open(kj_session *session, const kj_options *options) {
    *session = (kj_session){.options = options};
    if (options->shots && !make_folder(options->shots)) {
        fprintf(stderr, "kagoj-emulator: %s: no folder for pictures can be made there: %s\n",
                options->shots, strerror(errno));
        return false;
    }
    const kj_status status = kj_medium_open(&session->medium, options->card);
    if (status != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: %s: %s\n", options->card, kj_file_source_why(status));
        return false;
    }
    if (!open_device(session)) {
        kj_medium_close(&session->medium);
        return false;
    }
    return true;
}

kj_status kj_session_shoot(kj_session *session, const char *path) {
    kj_device *device = &session->device;
    const uint32_t width = kj_device_page_width(device), height = kj_device_page_height(device);
    uint8_t *tones = malloc((size_t)width * height);
    kj_status status = tones ? kj_device_look(device, tones) : KJ_ERR_MEMORY;
    if (status == KJ_OK) {
        status = kj_png_write(path, KJ_PNG_GRAY8, width, height, width, tones,
                              session->options->board->dpi);
    }
    free(tones);
    return status;
}

/* Says once what a notice on the panel is about. */
static void tell(kj_session *session, const kj_reader_status *reader) {
    const bool same = session->told == reader->notice && session->told_page == reader->page &&
                      session->told_article == reader->article &&
                      session->told_entry == reader->entry;
    session->told = reader->notice;
    session->told_article = reader->article;
    session->told_entry = reader->entry;
    session->told_page = reader->page;
    if (reader->notice == KJ_NOTICE_NONE || same) {
        return;
    }
    session->exit_code = KJ_EXIT_DATA;
    const char *card = session->options->card, *why = kj_file_source_why(reader->trouble);
    if (reader->notice == KJ_NOTICE_NO_ARTICLES) {
        why = "no .epub or .txt file in there";
    } else if (reader->notice == KJ_NOTICE_DAMAGED) {
        why = "is no EPUB that can be opened";
    } else if (reader->notice == KJ_NOTICE_NO_ARTICLE) {
        why = "an article of its table of contents is not in it, or has no text";
    } else if (reader->notice == KJ_NOTICE_NO_VOLUME) {
        why = "no file system that is known";
    } else if (reader->notice == KJ_NOTICE_TROUBLE || reader->notice == KJ_NOTICE_NO_CARD) {
        why = kj_status_name(reader->trouble);
    }
    const bool names_item = kj_medium_card(&session->medium) && *reader->article_name;
    fprintf(stderr, "kagoj-emulator: %s%s%s: %s\n", card, names_item ? ": " : "",
            names_item ? reader->article_name : "", why);
}

void kj_session_record(kj_session *session, const char *key) {
    const kj_device_turn *turn = kj_device_last_turn(&session->device);
    char name[48], path[PATH_BYTES];
    const char *shot = NULL;
    if (session->options->shots) {
        snprintf(name, sizeof name, "%03u-%s.png", session->turns, key);
        snprintf(path, sizeof path, "%s/%s", session->options->shots, name);
        const kj_status status = kj_session_shoot(session, path);
        shot = status == KJ_OK ? name : NULL;
        if (status != KJ_OK) {
            fprintf(stderr, "kagoj-emulator: %s: %s\n", path, kj_status_name(status));
            session->exit_code = KJ_EXIT_DATA;
        }
    }
    session->turns++;
    kj_report_turn(&session->report, key, turn, shot);
    tell(session, &turn->reader);
}

static void tell_protocol_errors(const kj_panel_model *model) {
    for (unsigned i = 0; i < model->event_count && i < KJ_PANEL_EVENTS; i++) {
        const kj_panel_event *event = &model->events[i];
        fprintf(stderr, "kagoj-emulator: panel %s: %.3f ms: command %02X: %s (%u)\n",
                model->type->name, (double)event->time_us / 1000.0, event->command,
                kj_panel_error_text(event->code), event->value);
    }
}

static void tell_card_errors(const kj_card_model *card) {
    for (unsigned i = 0; i < card->event_count && i < KJ_CARD_EVENTS; i++) {
        const kj_card_event *event = &card->events[i];
        fprintf(stderr, "kagoj-emulator: card: %.3f ms: command %u: %s (%u)\n",
                (double)event->time_us / 1000.0, event->command, kj_card_error_text(event->code),
                event->value);
    }
}

int kj_session_close(kj_session *session) {
    kj_device *device = &session->device;
    if (kj_report_close(&session->report, device) != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: %s: cannot be written\n", session->options->report);
        session->exit_code = KJ_EXIT_DATA;
    }
    tell_protocol_errors(&device->model);
    tell_card_errors(&device->slot);
    if (device->model.event_count > 0 || device->slot.event_count > 0 || device->failures > 0) {
        session->exit_code = KJ_EXIT_DATA;
    }
    kj_device_close(device);
    kj_medium_close(&session->medium);
    return session->exit_code;
}

static bool press(kj_session *session, kj_key key) {
    const bool changed = kj_device_press(&session->device, key);
    kj_device_settle(&session->device);
    kj_session_record(session, kj_key_name(key));
    return changed;
}

void kj_session_play(kj_session *session, const char *keys) {
    kj_device_settle(&session->device);
    kj_session_record(session, "start");
    kj_key_script script;
    kj_key_script_init(&script, keys);
    kj_key key;
    while (kj_key_script_next(&script, &key) == KJ_OK) {
        press(session, key);
    }
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
