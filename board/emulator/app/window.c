/* window.c - see window.h: SDL's renderer and events, nothing else of it.
 *
 * Device time is tied to the wall clock, so that an update takes as long as on the panel and its
 * frames are seen. Keys pressed meanwhile wait in the device's queue. Layer: board (host). */
#include "window.h"

#include "board/device/buttons.h"
#include "typist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME_MS    16u
#define LONGEST_MS  100u /* after the computer slept, the device does not catch up */
#define BODY_PX     34   /* of the device's case around the glass, at zoom 1 */
#define CHIN_PX     70
#define TITLE_BYTES 256
#define ZOOMS       6

/* Percent. */
static const int zooms[ZOOMS] = {50, 75, 100, 150, 200, 300};

struct kj_window {
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Texture *glass;
    int width, height; /* of the glass, pixels */
    int zoom;          /* index */
    uint8_t *tones;
    kj_buttons buttons;
    bool recording; /* the turn under way is to be recorded once idle */
    char turn_name[16];
    kj_typist typist;
    bool scripted, quit;
    unsigned shots;
};

static int scaled(const kj_window *window, int px) { return px * zooms[window->zoom] / 100; }

static void resize(kj_window *window) {
    SDL_SetWindowSize(window->window, scaled(window, window->width + 2 * BODY_PX),
                      scaled(window, window->height + BODY_PX + CHIN_PX));
}

/* The largest zoom up to 100 % at which the whole device fits on the screen. */
static void choose_zoom(kj_window *window) {
    SDL_Rect usable;
    window->zoom = 2;
    if (SDL_GetDisplayUsableBounds(0, &usable) != 0) {
        return;
    }
    while (window->zoom > 0 && scaled(window, window->height + BODY_PX + CHIN_PX) > usable.h - 40) {
        window->zoom--;
    }
}

static void make_glass(kj_window *window) {
    window->glass = window->renderer ? SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_ARGB8888,
                                                         SDL_TEXTUREACCESS_STREAMING, window->width,
                                                         window->height)
                                     : NULL;
}

static bool make_parts(kj_window *window, const char *title) {
    choose_zoom(window);
    window->window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      scaled(window, window->width + 2 * BODY_PX),
                                      scaled(window, window->height + BODY_PX + CHIN_PX),
                                      SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window->window) {
        return false;
    }
    /* Paper needs no graphics card, and no driver of one that may be missing or broken. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
    make_glass(window);
    window->tones = malloc((size_t)window->width * (size_t)window->height);
    return window->glass && window->tones;
}

/* Where no display answers SDL falls back to drivers that show nothing; only who asks for one of
 * them by name wants that. */
static bool is_seen(const char *driver) {
    return getenv("SDL_VIDEODRIVER") || (driver && strcmp(driver, "offscreen") &&
                                         strcmp(driver, "dummy") && strcmp(driver, "evdev"));
}

kj_window *kj_window_open(const char *title, unsigned width_px, unsigned height_px,
                          const char **why) {
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY") && !getenv("SDL_VIDEODRIVER")) {
        *why = "no display (DISPLAY and WAYLAND_DISPLAY are not set)";
        return NULL;
    }
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        *why = SDL_GetError();
        return NULL;
    }
    if (!is_seen(SDL_GetCurrentVideoDriver())) {
        SDL_Quit();
        *why = "the display that DISPLAY or WAYLAND_DISPLAY names cannot be opened";
        return NULL;
    }
    kj_window *window = calloc(1, sizeof *window);
    if (window) {
        window->width = (int)width_px;
        window->height = (int)height_px;
        if (make_parts(window, title)) {
            return window;
        }
    }
    *why = SDL_GetError();
    kj_window_close(window);
    return NULL;
}

void kj_window_close(kj_window *window) {
    if (window) {
        free(window->tones);
        SDL_DestroyTexture(window->glass);
        SDL_DestroyRenderer(window->renderer);
        SDL_DestroyWindow(window->window);
        free(window);
    }
    SDL_Quit();
}

/* E-paper's white is a light gray, its black a dark one; the tones between lie in proportion. */
static uint32_t paper_colour(uint8_t tone) {
    const uint32_t red = 38u + tone * 190u / 255u, green = 38u + tone * 188u / 255u;
    const uint32_t blue = 40u + tone * 178u / 255u;
    return 0xFF000000u | red << 16 | green << 8 | blue;
}

/* The reader may have turned its page: the device is then held the other way. */
static void turn_glass(kj_window *window, const kj_device *device) {
    if (window->width == kj_device_page_width(device)) {
        return;
    }
    SDL_DestroyTexture(window->glass);
    window->width = kj_device_page_width(device);
    window->height = kj_device_page_height(device);
    make_glass(window);
    resize(window);
}

static void upload(kj_window *window, kj_device *device) {
    void *pixels;
    int pitch;
    turn_glass(window, device);
    if (!window->glass || kj_device_look(device, window->tones) != KJ_OK ||
        SDL_LockTexture(window->glass, NULL, &pixels, &pitch) != 0) {
        return;
    }
    uint32_t colours[256];
    for (unsigned i = 0; i < 256; i++) {
        colours[i] = paper_colour((uint8_t)i);
    }
    const uint8_t *tone = window->tones;
    for (int y = 0; y < window->height; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)pixels + (ptrdiff_t)y * pitch);
        for (int x = 0; x < window->width; x++) {
            row[x] = colours[*tone++];
        }
    }
    SDL_UnlockTexture(window->glass);
}

static void fill(kj_window *window, int x, int y, int width, int height, uint8_t level) {
    const SDL_Rect box = {scaled(window, x), scaled(window, y), scaled(window, width),
                          scaled(window, height)};
    SDL_SetRenderDrawColor(window->renderer, level, level, level, 255);
    SDL_RenderFillRect(window->renderer, &box);
}

static void draw(kj_window *window) {
    const int width = window->width, height = window->height;
    SDL_SetRenderDrawColor(window->renderer, 52, 53, 56, 255);
    SDL_RenderClear(window->renderer);
    fill(window, BODY_PX - 4, BODY_PX - 4, width + 8, height + 8, 24); /* the edge of the glass */
    for (int i = 0; i < 4; i++) { /* back, select, previous, next */
        const int step = (width + 2 * BODY_PX) / 5;
        fill(window, step * (i + 1) - 28, height + BODY_PX + CHIN_PX / 2 - 6, 56, 14, 80);
    }
    const SDL_Rect box = {scaled(window, BODY_PX), scaled(window, BODY_PX), scaled(window, width),
                          scaled(window, height)};
    SDL_RenderCopy(window->renderer, window->glass, NULL, &box);
    SDL_RenderPresent(window->renderer);
}

static void set_title(kj_window *window, const kj_session *session) {
    const kj_device_turn *turn = kj_device_last_turn(&session->device);
    const kj_reader_status *reader = &turn->reader;
    char title[TITLE_BYTES], pages[16] = "?";
    if (reader->pages > 0) {
        snprintf(pages, sizeof pages, "%u", reader->pages);
    }
    snprintf(title, sizeof title, "%s - %s - %u/%s - %s, %u ms, %.1f mJ, ghost %.1f",
             session->options->board->data->title, reader->article_name, reader->page + 1, pages,
             turn->refresh, turn->busy_us / 1000, turn->microjoules / 1000.0, turn->ghost / 100.0);
    SDL_SetWindowTitle(window->window, title);
}

static void save_shot(kj_window *window, kj_session *session) {
    char path[64];
    snprintf(path, sizeof path, "kagoj-shot-%03u.png", ++window->shots);
    const kj_status status = kj_session_shoot(session, path);
    printf("kagoj-emulator: %s: %s\n", path,
           status == KJ_OK ? "what the glass shows" : kj_status_name(status));
    fflush(stdout);
}

static void change_zoom(kj_window *window, int by) {
    const int zoom = window->zoom + by;
    if (zoom >= 0 && zoom < ZOOMS) {
        window->zoom = zoom;
        resize(window);
    }
}

/* The battery goes down to low and empty, then onto the cable, then is full again. */
static void next_battery(kj_step *step, const kj_battery *battery) {
    *step = (kj_step){.kind = KJ_STEP_BATTERY, .value = 80};
    if (battery->is_empty) {
        step->kind = KJ_STEP_CHARGE;
    } else if (!battery->is_charging) {
        step->value = battery->is_low ? KJ_BATTERY_EMPTY : KJ_BATTERY_LOW;
    }
}

static void start_recording(kj_window *window, const char *name) {
    window->recording = true;
    snprintf(window->turn_name, sizeof window->turn_name, "%s", name);
}

static void begin_step(kj_window *window, kj_session *session, const kj_step *step) {
    start_recording(window, kj_step_name(step));
    kj_session_begin(session, step);
}

static bool is_free(const kj_window *window, const kj_session *session) {
    return kj_device_idle(&session->device) && !window->recording &&
           kj_device_queued(&session->device) == 0;
}

/* What no button of the device does. */
static void handle_command(kj_window *window, kj_session *session, SDL_Keycode code) {
    kj_step step = {.kind = KJ_STEP_EJECT};
    switch (code) {
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_KP_PLUS: change_zoom(window, 1); break;
    case SDLK_MINUS:
    case SDLK_KP_MINUS: change_zoom(window, -1); break;
    case SDLK_s: save_shot(window, session); break;
    case SDLK_q: window->quit = true; break;
    case SDLK_e:
        if (is_free(window, session)) {
            const bool is_in = kj_device_has_card(&session->device);
            step.kind = is_in ? KJ_STEP_EJECT : KJ_STEP_INSERT;
            begin_step(window, session, &step);
        }
        break;
    case SDLK_b:
        if (is_free(window, session)) {
            next_battery(&step, &session->device.battery);
            begin_step(window, session, &step);
        }
        break;
    default: break;
    }
}

static void press_button(kj_window *window, kj_session *session, SDL_Keycode code) {
    kj_key keys[2];
    const kj_key key = kj_typist_key(code);
    if (key == KJ_KEY_NONE) {
        handle_command(window, session, code);
        return;
    }
    const unsigned count = kj_buttons_press(&window->buttons, key, SDL_GetTicks(), keys);
    for (unsigned i = 0; i < count; i++) {
        kj_device_push(&session->device, keys[i]);
    }
}

static void push_reported(kj_session *session, kj_key key) {
    if (key != KJ_KEY_NONE) {
        kj_device_push(&session->device, key);
    }
}

static void take_events(kj_window *window, kj_session *session) {
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        const SDL_Keycode code = event.key.keysym.sym;
        if (event.type == SDL_QUIT) {
            window->quit = true;
        } else if (event.type == SDL_KEYDOWN && !event.key.repeat) {
            press_button(window, session, code);
        } else if (event.type == SDL_KEYUP) {
            push_reported(session, kj_buttons_release(&window->buttons, kj_typist_key(code)));
        }
    }
    push_reported(session, kj_buttons_poll(&window->buttons, SDL_GetTicks()));
}

static kj_typist_when when_of(const kj_window *window, const kj_session *session) {
    if (window->buttons.down != KJ_KEY_NONE) {
        return window->buttons.held ? KJ_TYPIST_HELD : KJ_TYPIST_ELSE;
    }
    if (is_free(window, session)) {
        return KJ_TYPIST_OVER;
    }
    return window->recording && kj_device_queued(&session->device) == 0 ? KJ_TYPIST_TURN
                                                                        : KJ_TYPIST_ELSE;
}

static void type_script(kj_window *window, kj_session *session) {
    kj_step step;
    switch (kj_typist_go_on(&window->typist, when_of(window, session), &step)) {
    case KJ_TYPIST_NOTHING: break;
    case KJ_TYPIST_DONE: window->quit = true; break;
    case KJ_TYPIST_STEP:
        if (step.kind != KJ_STEP_GROUP) {
            begin_step(window, session, &step);
        }
        for (unsigned i = 0; step.kind == KJ_STEP_GROUP && i < step.count; i++) {
            kj_device_push(&session->device, step.keys[i]);
        }
        break;
    }
}

static void begin_turn(kj_window *window, kj_session *session) {
    kj_device *device = &session->device;
    const kj_key_queue *queue = &device->loop.queue; /* an image has its own */
    kj_step step = {.kind = KJ_STEP_SLEEP};
    if (queue->count > 0) {
        step = (kj_step){.kind = KJ_STEP_GROUP, .count = queue->count, .keys = {queue->keys[0]}};
        begin_step(window, session, &step);
    } else if (kj_device_is_sleep_due(device)) {
        begin_step(window, session, &step);
    }
}

static void step_device(kj_window *window, kj_session *session, uint32_t elapsed_ms) {
    kj_device *device = &session->device;
    kj_device_advance(device, elapsed_ms * 1000u);
    if (!kj_device_idle(device)) {
        return;
    }
    if (window->recording) {
        window->recording = false;
        kj_session_record(session, window->turn_name);
        set_title(window, session);
    }
    begin_turn(window, session);
}

void kj_window_run(kj_window *window, kj_session *session) {
    window->scripted = session->options->keys != NULL;
    if (window->scripted) {
        kj_typist_init(&window->typist, session->options->keys);
    }
    start_recording(window, "start");
    uint32_t last_ms = SDL_GetTicks();
    while (!window->quit && !session->is_cut) {
        take_events(window, session);
        if (window->scripted) {
            type_script(window, session);
        }
        const uint32_t now_ms = SDL_GetTicks(), elapsed_ms = now_ms - last_ms;
        last_ms = now_ms;
        step_device(window, session, elapsed_ms < LONGEST_MS ? elapsed_ms : LONGEST_MS);
        upload(window, &session->device);
        draw(window);
        const uint32_t spent_ms = SDL_GetTicks() - now_ms;
        if (spent_ms < FRAME_MS) {
            SDL_Delay(FRAME_MS - spent_ms);
        }
    }
    kj_device_settle(&session->device);
}
