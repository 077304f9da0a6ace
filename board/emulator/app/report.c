/* report.c - see report.h. Layer: board (host). */
#include "report.h"

#include "base/utf8.h"
#include "board/device/trace.h"

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
    const kj_emulated_board *board = device->config.board;
    const kj_page_style *style = &device->loop.reader.stage.config.style; /* zero in an image */
    const bool is_image = device->config.image != NULL;
    fprintf(report->out,
            "{\n  \"board\": \"%s\", \"panel\": \"%s\", \"dpi\": %u, \"rotation\": %u,\n"
            "  \"page\": {\"width_px\": %u, \"height_px\": %u, \"size_px\": %u, \"depth\": %u},\n"
            "  \"keys\": [",
            board->name, board->driver->name, board->data->dpi,
            90u * (unsigned)kj_device_rotation(device),
            is_image ? kj_device_page_width(device) : style->width_px,
            is_image ? kj_device_page_height(device) : style->height_px, kj_device_size_px(device),
            device->config.depth);
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
    fprintf(out, "\"view\": \"%s\", \"over\": \"%s\", \"marked\": %u, ", kj_view_name(reader->view),
            kj_over_name(reader->over), reader->marked);
}

/* As the reader has it now: its owner may have changed it at any key. */
static void put_page(FILE *out, const kj_device *device) {
    fprintf(out, "\"rotation\": %u, \"size_px\": %u, ", 90u * (unsigned)kj_device_rotation(device),
            kj_device_size_px(device));
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
    if (turn->cycles > 0) {
        fprintf(out, "\"cycles\": %u, \"set_cycles\": %u, \"cache_cycles\": %u, ", turn->cycles,
                turn->set_cycles, turn->cache_cycles);
    }
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

static void put_marks(FILE *out, kj_device *device) {
    kj_reader_mark marks[KJ_DEVICE_MARKS];
    kj_booted_names names;
    const unsigned count = kj_device_marks(device, marks, names, KJ_DEVICE_MARKS);
    fputs("  \"arenas\": {", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "%s\n    \"%s\": {\"size\": %zu, \"peak\": %zu}", i ? "," : "", marks[i].name,
                marks[i].size_bytes, marks[i].peak_bytes);
    }
    fputs("\n  },\n", out);
}

typedef struct error_list {
    FILE *out;
    unsigned count;
} error_list;

static void put_error(void *context, const kj_booted_error *error) {
    error_list *list = context;
    fprintf(list->out,
            "%s\n    {\"chip\": \"%s\", \"ms\": %.3f, \"command\": \"%02X\", \"error\": ",
            list->count++ ? "," : "", error->chip, error->ms, error->command);
    put_string(list->out, error->text);
    fprintf(list->out, ", \"value\": %u}", error->value);
}

static void put_errors(FILE *out, kj_device *device) {
    error_list list = {.out = out};
    fputs("  \"protocol_errors\": [", out);
    (void)kj_device_errors(device, &list, put_error);
    fputs(list.count ? "\n  ]" : "]", out);
}

kj_status kj_report_close(kj_report *report, kj_device *device) {
    FILE *out = report->out;
    if (!out) {
        return KJ_OK;
    }
    fprintf(out, "\n  ],\n  \"total_mj\": %.3f, \"refreshes\": %u, \"failed_updates\": %u,\n",
            (double)kj_device_total_uj(device) / 1000.0, kj_device_refreshes(device),
            kj_device_failures(device));
    fprintf(out, "  \"flash\": {\"erases\": %u, \"programs\": %u},\n", kj_device_erases(device),
            kj_device_programs(device));
    put_marks(out, device);
    put_errors(out, device);
    fputs("\n}\n", out);
    bool good = !ferror(out);
    good &= (report->closes ? fclose(out) : fflush(out)) == 0;
    return good ? KJ_OK : KJ_ERR_IO;
}
