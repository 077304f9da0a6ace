/* window.c - see window.h: SDL's renderer and events, nothing else of it.
 *
 * Device time is tied to the wall clock, so that an update takes as long as on the panel and its
 * frames are seen. Keys pressed meanwhile wait in a short queue: none is lost, and a key held
 * down does not fill it. Layer: board (host). */
#include "window.h"

#include "key_script.h"

#include <SDL.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_KEYS  32u
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
    kj_key queue[QUEUE_KEYS];
    unsigned first, waiting;
    bool recording; /* the key under way is to be recorded once idle */
    char key_name[16];
    kj_key_script script;
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

static bool make_parts(kj_window *window, const char *title) {
    choose_zoom(window);
    window->window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      scaled(window, window->width + 2 * BODY_PX),
                                      scaled(window, window->height + BODY_PX + CHIN_PX),
                                      SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window->window) {
        return false;
    }
    window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_PRESENTVSYNC);
    if (!window->renderer) {
        window->renderer = SDL_CreateRenderer(window->window, -1, SDL_RENDERER_SOFTWARE);
    }
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
    window->glass = window->renderer ? SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_ARGB8888,
                                                         SDL_TEXTUREACCESS_STREAMING, window->width,
                                                         window->height)
                                     : NULL;
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

static void upload(kj_window *window, kj_device *device) {
    void *pixels;
    int pitch;
    if (kj_device_look(device, window->tones) != KJ_OK ||
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
             session->options->board->title, reader->article_name, reader->page + 1, pages,
             turn->refresh, turn->busy_us / 1000, turn->microjoules / 1000.0, turn->ghost / 100.0);
    SDL_SetWindowTitle(window->window, title);
}

static void enqueue(kj_window *window, kj_key key) {
    if (window->waiting < QUEUE_KEYS) {
        window->queue[(window->first + window->waiting++) % QUEUE_KEYS] = key;
    }
}

static kj_key key_of(SDL_Keycode code) {
    switch (code) {
    case SDLK_UP: return KJ_KEY_UP;
    case SDLK_DOWN: return KJ_KEY_DOWN;
    case SDLK_LEFT: return KJ_KEY_LEFT;
    case SDLK_RIGHT: return KJ_KEY_RIGHT;
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return KJ_KEY_SELECT;
    case SDLK_BACKSPACE:
    case SDLK_ESCAPE: return KJ_KEY_BACK;
    case SDLK_PAGEDOWN:
    case SDLK_SPACE:
    case SDLK_n: return KJ_KEY_NEXT;
    case SDLK_PAGEUP:
    case SDLK_p: return KJ_KEY_PREV;
    case SDLK_HOME: return KJ_KEY_HOME;
    case SDLK_F1: return KJ_KEY_POWER;
    default: return KJ_KEY_NONE;
    }
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

static void handle_key(kj_window *window, kj_session *session, const SDL_KeyboardEvent *event) {
    /* A held key turns pages as fast as the panel can, not ahead of it. */
    const bool held_back =
        event->repeat && (window->waiting > 0 || !kj_device_idle(&session->device));
    const kj_key key = key_of(event->keysym.sym);
    if (key != KJ_KEY_NONE && !held_back) {
        enqueue(window, key);
    }
    if (event->repeat) {
        return;
    }
    switch (event->keysym.sym) {
    case SDLK_PLUS:
    case SDLK_EQUALS:
    case SDLK_KP_PLUS: change_zoom(window, 1); break;
    case SDLK_MINUS:
    case SDLK_KP_MINUS: change_zoom(window, -1); break;
    case SDLK_s: save_shot(window, session); break;
    case SDLK_q: window->quit = true; break;
    default: break;
    }
}

static void take_events(kj_window *window, kj_session *session) {
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_QUIT) {
            window->quit = true;
        } else if (event.type == SDL_KEYDOWN) {
            handle_key(window, session, &event.key);
        }
    }
}

static SDL_Keycode code_of(kj_key key) {
    static const SDL_Keycode codes[] = {SDLK_UP,     SDLK_DOWN,      SDLK_LEFT,     SDLK_RIGHT,
                                        SDLK_RETURN, SDLK_BACKSPACE, SDLK_PAGEDOWN, SDLK_PAGEUP,
                                        SDLK_HOME,   SDLK_F1};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (key_of(codes[i]) == key) {
            return codes[i];
        }
    }
    return SDLK_UNKNOWN;
}

/* Types the script's keys through SDL's own event queue, as fast as a hurried reader would: some
 * while the panel is busy. At its end, q. */
static void type_script(kj_window *window) {
    if (!window->scripted || window->waiting >= QUEUE_KEYS / 2) {
        return;
    }
    kj_key key;
    const bool more = kj_key_script_next(&window->script, &key) == KJ_OK;
    if (!more && (window->waiting > 0 || window->recording)) {
        return;
    }
    window->scripted = more;
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .state = SDL_PRESSED}};
    event.key.keysym.sym = more ? code_of(key) : SDLK_q;
    SDL_PushEvent(&event);
}

static void start_recording(kj_window *window, const char *name) {
    window->recording = true;
    snprintf(window->key_name, sizeof window->key_name, "%s", name);
}

static void step_device(kj_window *window, kj_session *session, uint32_t elapsed_ms) {
    kj_device *device = &session->device;
    if (!kj_device_idle(device)) {
        kj_device_advance(device, elapsed_ms * 1000u);
    }
    if (!kj_device_idle(device)) {
        return;
    }
    if (window->recording) {
        window->recording = false;
        kj_session_record(session, window->key_name);
        set_title(window, session);
    }
    if (window->waiting > 0) {
        const kj_key key = window->queue[window->first];
        window->first = (window->first + 1) % QUEUE_KEYS;
        window->waiting--;
        start_recording(window, kj_key_name(key));
        kj_device_press(device, key);
    }
}

void kj_window_run(kj_window *window, kj_session *session) {
    if (session->options->keys) {
        window->scripted = true;
        kj_key_script_init(&window->script, session->options->keys);
    }
    start_recording(window, "start");
    uint32_t last_ms = SDL_GetTicks();
    while (!window->quit) {
        take_events(window, session);
        type_script(window);
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
