/* xhtml_parts.c - an article's parser, from one part to the next and on behind damage.
 * Layer: document. */
#include "document/xhtml_live.h"

#include <stdio.h>
#include <string.h>

enum { LOG_BYTES = 400, INFLATE_BITS = 15 };
#define TEXT_BYTES_MAX (UINT32_MAX - (1u << 16))

void kj_xhtml_log(const kj_xhtml_live *live, const char *what) {
    const kj_xhtml_config *config = &live->xhtml->config;
    char line[LOG_BYTES];
    if (config->log) {
        (void)snprintf(line, sizeof line, "%s: at byte %lu: %s", live->part.path,
                       (unsigned long)kj_xml_offset(&live->xml), what);
        config->log(config->log_context, line);
    }
}

static void log_part(const kj_xhtml_live *live, const char *what, const char *why) {
    const kj_xhtml_config *config = &live->xhtml->config;
    char line[LOG_BYTES];
    if (config->log) {
        (void)snprintf(line, sizeof line, "%s: %s%s", live->part.path, what, why);
        config->log(config->log_context, line);
    }
}

static void close_part(kj_xhtml_live *live) {
    if (live->has_part) {
        kj_xml_close(&live->xml);
        kj_zip_reader_close(&live->reader);
        live->has_part = false;
    }
}

void kj_xhtml_drop(kj_xhtml *xhtml) {
    if (xhtml->live) {
        close_part(xhtml->live);
        kj_heap_free(xhtml->config.heap, xhtml->live);
        xhtml->live = NULL;
    }
}

static kj_xml_config parser_config(kj_xhtml_live *live) {
    return (kj_xml_config){
        .stream = kj_zip_reader_stream(&live->reader),
        .heap = live->xhtml->config.heap,
        .html = true,
        .handlers = {live, kj_xhtml_start, kj_xhtml_end, kj_xhtml_text},
    };
}

static kj_status get_part(kj_xhtml_live *live) {
    const kj_xhtml_parts *parts = &live->xhtml->config.parts;
    return parts->get(parts->context, live->state.part, &live->part);
}

/* KJ_OK; ERR_FORMAT: it cannot be read, logged; ERR_IO; ERR_MEMORY. */
static kj_status open_reader(kj_xhtml_live *live) {
    kj_zip_entry entry;
    const kj_xhtml_config *config = &live->xhtml->config;
    kj_status status = kj_zip_at(config->zip, live->part.locator, &entry, NULL, 0);
    if (status == KJ_OK) {
        status = kj_zip_reader_open(&live->reader, config->zip, &entry, config->heap, INFLATE_BITS);
    }
    if (status == KJ_OK || status == KJ_ERR_IO || status == KJ_ERR_MEMORY) {
        return status;
    }
    log_part(live, "cannot be read: ",
             status == KJ_ERR_FORMAT ? kj_zip_trouble_name(config->zip->trouble)
                                     : kj_status_name(status));
    return KJ_ERR_FORMAT;
}

static void end_part(kj_xhtml_live *live) {
    live->measure += kj_xml_offset(&live->xml) + 1u;
    close_part(live);
    kj_xhtml_end_block(live);
    live->state.part++;
    live->state.notes = 0;
    live->ignores_from = false;
}

static void open_frames(kj_xhtml_live *live) {
    live->depth = 0;
    live->frames[0] = (kj_xhtml_frame){.flags = KJ_FRAME_BLOCK, .kind = KJ_BLOCK_PARAGRAPH};
    live->part_over = false;
}

/* KJ_OK, also where it cannot be read (a note says so) and where there are no more. */
static kj_status open_part(kj_xhtml_live *live) {
    if (!live->ignores_from) {
        kj_xhtml_places_note_part(live);
    }
    open_frames(live);
    live->before = false;
    kj_status status = get_part(live);
    if (status == KJ_END || live->state.part == UINT16_MAX) {
        live->ended = true;
        return KJ_OK;
    }
    if (status == KJ_OK) {
        status = open_reader(live);
    } else if (status == KJ_ERR_FORMAT) { /* nor can any that follow be found */
        live->part.path[0] = '\0';
        live->ended = true;
    }
    if (status == KJ_ERR_FORMAT) {
        kj_xhtml_give_block(live, KJ_BLOCK_NOTE, 0, live->xhtml->config.words.unreadable,
                            live->part.path);
        live->state.part++;
        return KJ_OK;
    }
    if (status != KJ_OK) {
        return status;
    }
    const kj_xml_config config = parser_config(live);
    live->before = live->part.from[0] != '\0' && !live->ignores_from;
    live->has_part = true;
    return kj_xml_open(&live->xml, &config);
}

/* The part came to its end; without its anchor it is read again from its beginning. */
static void come_to_end(kj_xhtml_live *live) {
    if (!live->before) {
        end_part(live);
        return;
    }
    log_part(live, "no element has the id ", live->part.from);
    close_part(live);
    live->ignores_from = true;
}

static void note_damage(kj_xhtml_live *live) {
    kj_xhtml_state *state = &live->state;
    if (live->before || live->part_over) {
        return;
    }
    kj_xhtml_end_block(live);
    const bool is_new = !state->any || state->previous != KJ_BLOCK_NOTE;
    if (is_new && state->notes < KJ_XHTML_NOTES_MAX) {
        state->notes++;
        kj_xhtml_give_block(live, KJ_BLOCK_NOTE, 0, live->xhtml->config.words.damaged,
                            live->part.path);
    }
}

static kj_status recover(kj_xhtml_live *live) {
    kj_xhtml_log(live, kj_xml_trouble(&live->xml));
    kj_status status = kj_xml_recover(&live->xml);
    if (status < 0) {
        return status;
    }
    if (kj_xml_has_lost(&live->xml)) {
        note_damage(live);
    }
    if (status == KJ_END || live->part_over) {
        come_to_end(live);
    }
    return KJ_OK;
}

static kj_status step(kj_xhtml_live *live) {
    if (live->state.text > TEXT_BYTES_MAX) { /* text offsets have 32 bits */
        end_part(live);
        live->ended = true;
        return KJ_OK;
    }
    if (!live->has_part) {
        return open_part(live);
    }
    kj_status status = kj_xml_step(&live->xml);
    if (live->failed != KJ_OK) {
        return live->failed;
    }
    if (live->part_over || status == KJ_END) {
        come_to_end(live);
        return KJ_OK;
    }
    if (status == KJ_ERR_FORMAT) {
        /* What it makes finds room once the text so far is given. */
        status = live->visible > live->head ? KJ_OK : recover(live);
    }
    return status == KJ_OK ? live->failed : status;
}

static void close_up(kj_xhtml_live *live) {
    const uint16_t gone = live->head;
    if (gone == 0) {
        return;
    }
    memmove(live->out, live->out + gone, (size_t)(live->tail - gone));
    live->head = 0;
    live->visible = (uint16_t)(live->visible - gone);
    live->tail = (uint16_t)(live->tail - gone);
    live->held_text = live->held_text > gone ? (uint16_t)(live->held_text - gone) : 0;
}

kj_status kj_xhtml_pump(kj_xhtml *xhtml) {
    kj_xhtml_live *live = xhtml->live;
    while (live->visible == live->head) {
        if (live->ended) {
            return KJ_END;
        }
        close_up(live);
        kj_status status = step(live);
        if (status != KJ_OK) {
            kj_xhtml_drop(xhtml);
            return status;
        }
    }
    return KJ_OK;
}

/* Takes the part up in its middle. */
static kj_status resume(kj_xhtml_live *live, const kj_xhtml_place *place) {
    char path[KJ_XML_PATH_BYTES];
    size_t length;
    kj_status status = get_part(live);
    if (status == KJ_OK) {
        status = open_reader(live);
    }
    if (status != KJ_OK) { /* it could be read before */
        return status == KJ_ERR_MEMORY ? status : KJ_ERR_IO;
    }
    kj_xhtml_places_load(&live->xhtml->places, place, live, path, &length);
    const kj_xml_config config = parser_config(live);
    live->has_part = true;
    return kj_xml_resume(&live->xml, &config, place->source, path, length);
}

kj_status kj_xhtml_begin_at(kj_xhtml *xhtml, const kj_xhtml_place *place) {
    kj_xhtml_drop(xhtml);
    kj_xhtml_live *live = kj_heap_alloc(xhtml->config.heap, sizeof *live);
    if (!live) {
        return KJ_ERR_MEMORY;
    }
    memset(live, 0, offsetof(kj_xhtml_live, out));
    xhtml->live = live;
    live->xhtml = xhtml;
    live->state = place->state;
    live->measure = place->measure;
    open_frames(live);
    kj_status status = KJ_OK;
    if (place->source != KJ_XHTML_AT_START) {
        live->measure -= place->source;
        status = resume(live, place);
    }
    if (status != KJ_OK) {
        kj_xhtml_drop(xhtml);
    } else if (live->state.begun) {
        kj_xhtml_put_begin(live, 0);
    }
    return status;
}
