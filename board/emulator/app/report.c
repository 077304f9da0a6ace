/* report.c - see report.h. Layer: board (host). */
#include "report.h"

#include "base/utf8.h"

#include <string.h>

/* A JSON string. Bytes that are no UTF-8 (file names may hold any) are replaced. */
static void put_string(FILE *out, const char *text) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    fputc('"', out);
    for (size_t at = 0; at < span.length;) {
        const size_t from = at;
        const uint32_t code_point = kj_utf8_next(span, &at);
        if (code_point == '"' || code_point == '\\') {
            fprintf(out, "\\%c", (int)code_point);
        } else if (code_point < 0x20) {
            fprintf(out, "\\u%04x", (unsigned)code_point);
        } else if (code_point == KJ_UTF8_REPLACEMENT) {
            fputs("\\ufffd", out);
        } else {
            fwrite(text + from, 1, at - from, out);
        }
    }
    fputc('"', out);
}

kj_status kj_report_open(kj_report *report, const char *path, const kj_device *device) {
    *report = (kj_report){.first_turn = true};
    if (!path) {
        return KJ_OK;
    }
    report->closes = strcmp(path, "-") != 0;
    report->out = report->closes ? fopen(path, "w") : stdout;
    if (!report->out) {
        return KJ_ERR_IO;
    }
    const kj_board *board = device->config.board;
    const kj_page_style *style = &device->reader.stage.config.style;
    fprintf(report->out,
            "{\n  \"board\": \"%s\", \"panel\": \"%s\", \"dpi\": %u, \"rotation\": %u,\n"
            "  \"page\": {\"width_px\": %u, \"height_px\": %u, \"size_px\": %u, \"depth\": %u},\n"
            "  \"keys\": [",
            board->name, board->driver->name, board->dpi,
            90u * (unsigned)device->reader.stage.surface.rotation, style->width_px,
            style->height_px, style->size_px, device->config.depth);
    return KJ_OK;
}

static void put_pages(FILE *out, const kj_reader_status *reader) {
    fprintf(out, "\"page\": %u, ", reader->page + 1);
    if (reader->pages > 0) {
        fprintf(out, "\"pages\": %u, ", reader->pages);
    } else {
        fputs("\"pages\": null, ", out);
    }
}

static void put_view(FILE *out, const kj_reader_status *reader) {
    static const char *const views[] = {
        [KJ_VIEW_LIBRARY] = "library", [KJ_VIEW_CONTENTS] = "contents",
        [KJ_VIEW_ARTICLE] = "article", [KJ_VIEW_SAVED] = "saved",
        [KJ_VIEW_HISTORY] = "history", [KJ_VIEW_RESULTS] = "results",
        [KJ_VIEW_TEXT] = "text"};
    static const char *const over[] = {[KJ_OVER_NONE] = "none",
                                       [KJ_OVER_MENU] = "menu",
                                       [KJ_OVER_GO_TO] = "go-to",
                                       [KJ_OVER_KEYBOARD] = "keyboard",
                                       [KJ_OVER_ALERT] = "alert"};
    fprintf(out, "\"view\": \"%s\", \"over\": \"%s\", \"marked\": %u, ", views[reader->view],
            over[reader->over], reader->marked);
}

/* As the reader has it now: its owner may have changed it at any key. */
static void put_page(FILE *out, const kj_device *device) {
    const kj_stage *stage = &device->reader.stage;
    fprintf(out, "\"rotation\": %u, \"size_px\": %u, ", 90u * (unsigned)stage->surface.rotation,
            stage->config.style.size_px);
}

void kj_report_turn(kj_report *report, const char *key, const kj_device *device, const char *shot) {
    const kj_device_turn *turn = kj_device_last_turn(device);
    FILE *out = report->out;
    if (!out) {
        return;
    }
    const kj_reader_status *reader = &turn->reader;
    fprintf(out, "%s\n    {\"key\": \"%s\", \"refresh\": \"%s\", ", report->first_turn ? "" : ",",
            key, turn->refresh);
    report->first_turn = false;
    fprintf(out, "\"panel_busy_ms\": %.1f, \"total_ms\": %.1f, \"mj\": %.3f, ",
            turn->busy_us / 1000.0, turn->total_us / 1000.0, turn->microjoules / 1000.0);
    fprintf(out, "\"ghost\": %.2f, \"ghost_worst\": %u, \"wear\": %.3f,\n     ",
            turn->ghost / 100.0, turn->ghost_worst, (double)turn->wear / KJ_REFRESH_STROKE);
    fprintf(out, "\"queued\": %u, \"sleeps\": %s, \"erases\": %u, \"programs\": %u,\n     ",
            turn->keys, turn->sleeps ? "true" : "false", turn->erases, turn->programs);
    put_page(out, device);
    put_view(out, reader);
    fprintf(out, "\"card_blocks\": %u, \"images\": %u, \"shown\": %u,\n     ", turn->card_blocks,
            reader->images, reader->shown);
    fprintf(out, "\"article\": %u, \"name\": ", reader->article + 1u);
    put_string(out, reader->article_name);
    if (reader->in_edition) {
        fprintf(out, ", \"entry\": %u", reader->entry + 1u);
    }
    fputs(", ", out);
    put_pages(out, reader);
    fprintf(out, "\"start\": %u, \"end\": %u, \"notice\": \"%s\", \"shot\": ", reader->start,
            reader->end, reader->fallback ? "fallback" : kj_notice_name(reader->notice));
    if (shot) {
        put_string(out, shot);
    } else {
        fputs("null", out);
    }
    fputc('}', out);
}

static void put_marks(FILE *out, const kj_reader *reader) {
    kj_reader_mark marks[KJ_READER_MARKS];
    kj_reader_get_marks(reader, marks);
    fputs("  \"arenas\": {", out);
    for (unsigned i = 0; i < KJ_READER_MARKS; i++) {
        fprintf(out, "%s\n    \"%s\": {\"size\": %zu, \"peak\": %zu}", i ? "," : "", marks[i].name,
                marks[i].size_bytes, marks[i].peak_bytes);
    }
    fputs("\n  },\n", out);
}

static void put_error(FILE *out, bool first, const char *chip, uint64_t time_us, unsigned command,
                      const char *error, uint32_t value) {
    fprintf(out, "%s\n    {\"chip\": \"%s\", \"ms\": %.3f, \"command\": \"%02X\", \"error\": ",
            first ? "" : ",", chip, (double)time_us / 1000.0, command);
    put_string(out, error);
    fprintf(out, ", \"value\": %u}", value);
}

static void put_errors(FILE *out, const kj_device *device) {
    const kj_panel_model *panel = &device->model;
    const kj_card_model *card = &device->slot;
    bool first = true;
    fputs("  \"protocol_errors\": [", out);
    for (unsigned i = 0; i < panel->event_count && i < KJ_PANEL_EVENTS; i++, first = false) {
        const kj_panel_event *event = &panel->events[i];
        put_error(out, first, "panel", event->time_us, event->command,
                  kj_panel_error_text(event->code), event->value);
    }
    for (unsigned i = 0; i < card->event_count && i < KJ_CARD_EVENTS; i++, first = false) {
        const kj_card_event *event = &card->events[i];
        put_error(out, first, "card", event->time_us, event->command,
                  kj_card_error_text(event->code), event->value);
    }
    const kj_flash_model *flash = device->config.flash;
    for (unsigned i = 0; flash && i < flash->event_count && i < KJ_FLASH_EVENTS; i++) {
        const kj_flash_event *event = &flash->events[i];
        put_error(out, first, "flash", 0, 0, kj_flash_error_text(event->code), event->offset);
        first = false;
    }
    fputs(first ? "]" : "\n  ]", out);
}

kj_status kj_report_close(kj_report *report, const kj_device *device) {
    FILE *out = report->out;
    if (!out) {
        return KJ_OK;
    }
    fprintf(out, "\n  ],\n  \"total_mj\": %.3f, \"refreshes\": %u, \"failed_updates\": %u,\n",
            (double)kj_energy_total_uj(&device->energy) / 1000.0, device->model.refreshes,
            device->failures);
    fprintf(out, "  \"flash\": {\"erases\": %u, \"programs\": %u},\n", kj_device_erases(device),
            kj_device_programs(device));
    put_marks(out, &device->reader);
    put_errors(out, device);
    fputs("\n}\n", out);
    bool good = !ferror(out);
    good &= (report->closes ? fclose(out) : fflush(out)) == 0;
    return good ? KJ_OK : KJ_ERR_IO;
}
