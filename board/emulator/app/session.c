/* session.c - see session.h. Layer: board (host). */
#include "session.h"

#include "board/emulator/host/png_write.h"

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
    const kj_session *session = context;
    if (kj_state_is_cut(&session->state)) {
        return; /* a device without power says nothing */
    }
    fprintf(stderr, "kagoj-emulator: reader: %s\n", text);
}

/* What the flags would give the reader goes into the flash that the image reads. */
static kj_booted_config make_image(kj_session *session) {
    const kj_options *options = session->options;
    return (kj_booted_config){
        .path = options->image,
        .runner = options->runner,
        .board = options->board,
        .card = kj_medium_card(&session->medium),
        .flash = session->state.model,
        .battery_percent = options->battery_percent,
        .defaults = {.rotation = options->rotation,
                     .style = options->style,
                     .depth = options->depth,
                     .mood = options->mood,
                     .language = options->language,
                     .hides_status_line = !options->has_status_line,
                     .greets = options->state != NULL},
        .held = options->held,
        .profile = options->profile,
        .gdb = options->gdb,
        .is_stuck = options->is_stuck,
        .counts_cache = options->counts_cache,
    };
}

static bool open_device(kj_session *session) {
    const kj_options *options = session->options;
    session->image = make_image(session);
    const kj_device_config config = {
        .board = options->board,
        .rotation = options->rotation,
        .style = options->style,
        .depth = options->depth,
        .mood = options->mood,
        .language = options->language,
        .card = kj_medium_card(&session->medium),
        .shelf = kj_medium_shelf(&session->medium),
        .flash = session->state.model,
        .greets = options->state != NULL, /* a script without one begins with what it reads */
        .hides_status_line = !options->has_status_line,
        .is_service = options->held == KJ_KEY_SELECT,
        .crash = options->crash,
        .has_battery = true,
        .battery_percent = options->battery_percent,
        .log = {.context = session, .line = log_line},
        .image = options->image ? &session->image : NULL,
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

static bool open_state(kj_session *session) {
    const kj_options *options = session->options;
    const kj_status status = kj_state_open(&session->state, options->state, options->cut_at);
    if (status == KJ_OK) {
        return true;
    }
    const char *why = status == KJ_ERR_FORMAT  ? "is no reader's state: that has 65536 bytes"
                      : status == KJ_ERR_STATE ? "another emulator has it open"
                                               : strerror(errno);
    fprintf(stderr, "kagoj-emulator: %s: %s\n", options->state, why);
    return false;
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
    if (!open_state(session)) {
        kj_medium_close(&session->medium);
        return false;
    }
    if (!open_device(session)) {
        kj_medium_close(&session->medium);
        kj_state_close(&session->state);
        return false;
    }
    return true;
}

/* Tones as one bit a pixel, in place: what is written lies before what is yet to be read. */
static void keep_ink(uint8_t *tones, uint32_t width, uint32_t height, uint32_t stride) {
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t byte = 0; byte < stride; byte++) {
            unsigned bits = 0;
            for (uint32_t x = byte * 8u; x < byte * 8u + 8u; x++) {
                bits = bits << 1 | (x >= width || tones[(size_t)y * width + x] >= 128u);
            }
            tones[(size_t)y * stride + byte] = (uint8_t)bits;
        }
    }
}

kj_status kj_session_shoot(kj_session *session, const char *path) {
    kj_device *device = &session->device;
    const uint32_t width = kj_device_page_width(device), height = kj_device_page_height(device);
    uint8_t *tones = malloc((size_t)width * height);
    kj_status status = tones ? kj_device_look(device, tones) : KJ_ERR_MEMORY;
    const bool is_ink = session->options->shots_are_ink;
    const uint32_t stride = is_ink ? (width + 7u) / 8u : width;
    if (status == KJ_OK && is_ink) {
        keep_ink(tones, width, height, stride);
    }
    if (status == KJ_OK) {
        status = kj_png_write(path, is_ink ? KJ_PNG_GRAY1 : KJ_PNG_GRAY8, width, height, stride,
                              tones, session->options->board->data->dpi);
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
    const bool is_usual =
        reader->notice == KJ_NOTICE_NONE || reader->notice == KJ_NOTICE_BATTERY_LOW ||
        reader->notice == KJ_NOTICE_BATTERY_EMPTY || reader->notice == KJ_NOTICE_SAVED_FULL ||
        reader->notice == KJ_NOTICE_CRASH;
    if (is_usual || same) {
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
    } else if (reader->notice == KJ_NOTICE_NOT_ON_CARD) {
        why = "the article's file is not there";
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
    if (kj_state_is_cut(&session->state) || kj_device_is_dead(&session->device)) {
        session->is_cut = true; /* what the glass shows is of no device any more */
        return;
    }
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
    kj_report_turn(&session->report, key, &session->device, shot);
    tell(session, &turn->reader);
}

static void tell_error(void *context, const kj_booted_error *error) {
    (void)context;
    fprintf(stderr, "kagoj-emulator: %s: %.3f ms: command %02X: %s (%u)\n", error->chip, error->ms,
            error->command, error->text, error->value);
}

static void tell_cut(const kj_session *session) {
    const kj_device *device = &session->device;
    if (kj_state_is_cut(&session->state)) {
        fprintf(stderr, "kagoj-emulator: the power was cut at flash operation %u, key %u\n",
                session->options->cut_at, session->turns);
    } else if (session->options->cut_at > 0) {
        fprintf(stderr, "kagoj-emulator: the power was not cut: %u flash operations in all\n",
                kj_device_erases(device) + kj_device_programs(device));
    }
}

int kj_session_close(kj_session *session) {
    kj_device *device = &session->device;
    const char *console = session->options->console_log;
    if (console && kj_device_write_console(device, console) != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: %s: cannot be written\n", console);
        session->exit_code = KJ_EXIT_DATA;
    }
    if (kj_report_close(&session->report, device) != KJ_OK) {
        fprintf(stderr, "kagoj-emulator: %s: cannot be written\n", session->options->report);
        session->exit_code = KJ_EXIT_DATA;
    }
    if (kj_device_errors(device, NULL, tell_error) > 0 || kj_device_failures(device) > 0) {
        session->exit_code = KJ_EXIT_DATA;
    }
    tell_cut(session);
    kj_device_close(device);
    kj_medium_close(&session->medium);
    kj_state_close(&session->state);
    return session->exit_code;
}
