/* monkey_check.c - what must be true of a device whose panel is idle, whatever was done to it. */
#include "monkey.h"

#include "reader/lists.h"

#include <stdio.h>
#include <string.h>

#define HAS_MALLINFO2 0
#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 33)
#include <malloc.h>
#undef HAS_MALLINFO2
#define HAS_MALLINFO2 1
#endif
#endif

static bool complain(const char *what, unsigned long value, unsigned long limit) {
    fprintf(stderr, "monkey: %s: %lu, expected at most %lu\n", what, value, limit);
    return false;
}

static bool at_most(const char *what, unsigned long value, unsigned long limit) {
    return value <= limit || complain(what, value, limit);
}

static bool is_heap_whole(const char *name, const kj_heap *heap) {
    const kj_status status = kj_heap_check(heap);
    if (status != KJ_OK) {
        fprintf(stderr, "monkey: heap %s: %s\n", name, kj_status_name(status));
    }
    return status == KJ_OK;
}

static bool check_memory(const kj_reader *reader) {
    kj_reader_mark marks[KJ_READER_MARKS];
    kj_reader_get_marks(reader, marks);
    bool good = true;
    for (unsigned i = 0; i < KJ_READER_MARKS; i++) {
        good &= at_most(marks[i].name, marks[i].peak_bytes, marks[i].size_bytes);
    }
    good &= is_heap_whole("harfbuzz", &reader->stage.harfbuzz);
    good &= is_heap_whole("freetype", &reader->stage.freetype);
    return good & is_heap_whole("scratch", &reader->stage.scratch);
}

/* The driver takes a card that was put in for the one it knew, in a mode and at a speed that the
 * new one is not ready for, until that does not answer: then it makes it ready. */
static void forgive_strangeness(monkey *ape) {
    kj_card_model *card = &ape->device.slot;
    bool all = true;
    for (unsigned i = 0; i < card->event_count && i < KJ_CARD_EVENTS; i++) {
        const kj_card_error code = card->events[i].code;
        all &= code == KJ_CARD_SPI_CLOCK || code == KJ_CARD_NO_POWER_UP ||
               code == KJ_CARD_UNKNOWN_COMMAND || code == KJ_CARD_WRONG_STATE;
    }
    if (all) {
        kj_card_model_forget(card);
    }
    ape->is_strange = card->state != KJ_CARD_STATE_READY;
}

static bool check_protocols(const monkey *ape) {
    const kj_device *device = &ape->device;
    const kj_panel_model *panel = &device->model;
    const kj_card_model *card = &device->slot;
    const kj_flash_model *flash = ape->state.model;
    if (panel->event_count > 0) {
        fprintf(stderr, "monkey: panel: command %02X: %s\n", panel->events[0].command,
                kj_panel_error_text(panel->events[0].code));
    }
    if (card->event_count > 0) {
        fprintf(stderr, "monkey: card: command %u: %s\n", card->events[0].command,
                kj_card_error_text(card->events[0].code));
    }
    if (flash->event_count > 0) {
        fprintf(stderr, "monkey: flash: %s\n", kj_flash_error_text(flash->events[0].code));
    }
    return panel->event_count + card->event_count + flash->event_count == 0 &&
           at_most("updates that failed", device->loop.failures, 0) &&
           at_most("writes to the card", card->counters.writes_refused, 0);
}

/* The fonts are whole: a text engine that gave up is a bug. */
static bool check_status(const kj_device *device) {
    kj_reader_status status;
    kj_reader_get_status(&device->loop.reader, &status);
    const kj_device_turn *turn = kj_device_last_turn(device);
    bool good = at_most("view", (unsigned)status.view, KJ_VIEW_TEXT) &&
                at_most("over", (unsigned)status.over, KJ_OVER_ALERT) &&
                at_most("fallback picture", status.fallback, 0) &&
                at_most("notice", (unsigned)status.notice, KJ_NOTICES - 1) &&
                at_most("the reader is in trouble", status.notice == KJ_NOTICE_TROUBLE, 0) &&
                at_most("name", strlen(status.article_name), KJ_READER_NAME_BYTES - 1) &&
                at_most("start of the page", status.start, status.end);
    good = good && (status.view != KJ_VIEW_LIBRARY || status.article_count == 0 ||
                    at_most("item", status.article, status.article_count + KJ_LIBRARY_TAILS - 1));
    good = good && (status.pages == 0 || at_most("page", status.page, status.pages - 1));
    return good && at_most("keys left in the queue", device->loop.queue.count, 0) &&
           at_most("keys given at once", turn->keys, KJ_KEY_QUEUE_KEYS) &&
           at_most("asleep, and the panel is not", status.asleep && !device->loop.panel.asleep, 0);
}

/* A device that is not off shows something. */
static bool check_ink(const kj_device *device) {
    const kj_surface *surface = &device->loop.reader.stage.surface;
    for (int y = 0; y < kj_surface_page_height(surface); y += 3) {
        for (int x = 0; x < kj_surface_page_width(surface); x++) {
            if (kj_surface_level(surface, x, y) != kj_surface_level(surface, 0, 0)) {
                return true;
            }
        }
    }
    fprintf(stderr, "monkey: the page is blank\n");
    return false;
}

static void count_seen(monkey *ape) {
    kj_reader_status status;
    kj_reader_get_status(&ape->device.loop.reader, &status);
    ape->seen[status.view]++;
    ape->over[status.over]++;
    ape->notices[status.notice]++;
}

void monkey_tell(const monkey *ape) {
    static const char *const views[] = {"library", "contents", "article", "saved",
                                        "history", "results",  "text"};
    static const char *const over[] = {"nothing", "menu", "go to", "keyboard", "alert"};
    for (unsigned i = 0; i <= KJ_VIEW_TEXT; i++) {
        printf("%s %s %u", i ? "," : "  in:", views[i], ape->seen[i]);
    }
    for (unsigned i = 0; i <= KJ_OVER_ALERT; i++) {
        printf("%s %s %u", i ? "," : "\n  over it:", over[i], ape->over[i]);
    }
    for (unsigned i = 0; i < KJ_NOTICES; i++) {
        printf("%s %s %u", i ? "," : "\n  notices:", kj_notice_name((kj_notice_kind)i),
               ape->notices[i]);
    }
    printf("\n");
}

bool monkey_check(monkey *ape) {
    if (!kj_device_idle(&ape->device)) {
        fprintf(stderr, "monkey: the device does not come to rest\n");
        return false;
    }
    if (ape->is_strange) {
        forgive_strangeness(ape);
    }
    const bool good = check_protocols(ape) && check_status(&ape->device) &&
                      check_memory(&ape->device.loop.reader) && check_ink(&ape->device);
    if (good) {
        count_seen(ape);
    }
    return good;
}

/* FNV-1a, 64 bit, over what a list's memory may depend on. */
static uint64_t hash_style(const kj_device *device) {
    const kj_stage *stage = &device->loop.reader.stage;
    const kj_page_style *style = &stage->config.style;
    const uint32_t parts[] = {style->width_px, style->height_px,       style->margin_px,
                              style->size_px,  style->leading_percent, (uint32_t)style->family,
                              style->justify,  style->hyphenate};
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        hash = (hash ^ parts[i]) * 1099511628211u;
    }
    return hash;
}

/* The level of this style, found before or noted now; NULL: the table is full. */
static const monkey_level *level_of(monkey *ape, size_t bytes) {
    const uint64_t style = hash_style(&ape->device);
    for (unsigned i = 0; i < ape->level_count; i++) {
        if (ape->levels[i].style == style) {
            return &ape->levels[i];
        }
    }
    if (ape->level_count == MONKEY_LEVELS) {
        return NULL;
    }
    ape->levels[ape->level_count] = (monkey_level){style, bytes};
    return &ape->levels[ape->level_count++];
}

/* What the C library has given away: the reader lives in one piece of memory, so nothing is added
 * while the device runs. 0 where it does not tell; a sanitizer's own allocator does not, either. */
static size_t heap_bytes(void) {
#if HAS_MALLINFO2
    return mallinfo2().uordblks;
#else
    return 0;
#endif
}

static bool check_heap(monkey *ape) {
    const size_t bytes = heap_bytes(), before = ape->heap_bytes;
    ape->heap_bytes = bytes;
    return before == 0 || at_most("bytes of the process's heap", bytes, before);
}

bool monkey_check_library(monkey *ape) {
    const kj_stage *stage = &ape->device.loop.reader.stage;
    const kj_heap_stats scratch = kj_heap_get_stats(&stage->scratch);
    const monkey_level *level = level_of(ape, stage->article.used_bytes);
    return check_heap(ape) &&
           at_most("edition arena in the library", stage->edition.used_bytes, 0) &&
           at_most("scratch heap in the library", scratch.used, 0) &&
           at_most("article arena in the library", stage->article.used_bytes,
                   level ? level->article_bytes : stage->article.size_bytes);
}
