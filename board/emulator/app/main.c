/* main.c - kagoj-emulator: the reader on an emulated e-paper device, in a window or without.
 * Layer: board (host). */
#include "key_script.h"
#include "session.h"
#include "window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Without a display: every page, up to this many, as pictures. */
#define PAGES_MAX    500u
#define PAGES_FOLDER "kagoj-pages"

static int run_headless(const kj_options *options) {
    static kj_session session; /* the model's event list is too large for a stack */
    if (!kj_session_open(&session, options)) {
        return KJ_EXIT_DATA;
    }
    kj_session_play(&session, options->keys ? options->keys : "");
    return kj_session_close(&session);
}

static int write_pages(const kj_options *options, const char *why) {
    static kj_session session;
    kj_options pages = *options;
    pages.shots = options->shots ? options->shots : PAGES_FOLDER;
    fprintf(stderr, "kagoj-emulator: no window: %s\n", why);
    if (!kj_session_open(&session, &pages)) {
        return KJ_EXIT_DATA;
    }
    if (options->keys) {
        kj_session_play(&session, options->keys);
    } else if (!kj_session_page_through(&session, PAGES_MAX)) {
        fprintf(stderr, "kagoj-emulator: only the first %u pages\n", PAGES_MAX);
    }
    fprintf(stderr, "kagoj-emulator: %u pictures of the panel are in %s/\n", session.turns,
            pages.shots);
    return kj_session_close(&session);
}

static int run_window(const kj_options *options) {
    static kj_session session;
    const bool turned = options->rotation & 1;
    const kj_panel_driver *driver = options->board->driver;
    const char *why;
    kj_window *window =
        kj_window_open(options->board->data->title, turned ? driver->height_px : driver->width_px,
                       turned ? driver->width_px : driver->height_px, &why);
    if (!window) {
        return write_pages(options, why);
    }
    int exit_code = KJ_EXIT_DATA;
    if (kj_session_open(&session, options)) {
        kj_window_run(window, &session);
        exit_code = kj_session_close(&session);
    }
    kj_window_close(window);
    return exit_code;
}

/* The image runner: named by the environment, or where the build has put it, seen from the program.
 */
#define RUNNER_PLACE "../../pico/runner/runner.mjs"

static const char *find_runner(const char *program, char *path, size_t capacity) {
    const char *named = getenv("KAGOJ_RUNNER"), *slash = strrchr(program, '/');
    if (named) {
        return named;
    }
    snprintf(path, capacity, "%.*s%s", slash ? (int)(slash - program) + 1 : 0, program,
             RUNNER_PLACE);
    return path;
}

int main(int argc, char **argv) {
    static char runner[4096];
    kj_options options;
    switch (kj_options_parse(&options, argc, argv)) {
    case KJ_OPTIONS_HELP: return KJ_EXIT_OK;
    case KJ_OPTIONS_USAGE: return KJ_EXIT_USAGE;
    case KJ_OPTIONS_RUN: break;
    }
    if (options.keys && !kj_key_script_check(options.keys)) {
        return KJ_EXIT_USAGE;
    }
    options.runner = find_runner(argv[0], runner, sizeof runner);
    return options.headless ? run_headless(&options) : run_window(&options);
}
