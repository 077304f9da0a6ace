/* digest.c - see digest.h. Layer: board. */
#include "board/device/digest.h"

#include "base/hash.h"
#include "board/device/shape_print.h"

#include <string.h>

#define LINE_BYTES 4000u

/* What lies on the heap while a file is gone through. */
typedef struct digest_work {
    kj_file file;
    kj_source source;
    uint32_t offset;
    size_t length; /* of bytes */
    uint8_t bytes[LINE_BYTES];
} digest_work;

static void put(void *context, const char *text) {
    kj_digest *digest = context;
    digest->value = kj_hash_bytes(digest->value, text, strlen(text));
}

/* Fills up bytes. KJ_END: there is nothing more. */
static kj_status fill(digest_work *work) {
    const uint32_t left = work->source.size_bytes - work->offset;
    const size_t room = sizeof work->bytes - work->length;
    const size_t part = left < room ? left : room;
    if (part > 0) {
        const kj_status status =
            work->source.read(work->source.context, work->offset, work->bytes + work->length, part);
        if (status != KJ_OK) {
            return status;
        }
    }
    work->offset += (uint32_t)part;
    work->length += part;
    return work->length > 0 ? KJ_OK : KJ_END;
}

/* The first line of bytes, without its end; *used counts that too. */
static kj_status find_line(const digest_work *work, kj_span *line, size_t *used) {
    const uint8_t *end = memchr(work->bytes, '\n', work->length);
    if (!end && work->offset < work->source.size_bytes) {
        return KJ_ERR_TOO_LARGE;
    }
    *line = (kj_span){work->bytes, end ? (size_t)(end - work->bytes) : work->length};
    *used = line->length + (end != NULL);
    while (line->length > 0 && line->data[line->length - 1] == '\r') {
        line->length--;
    }
    return KJ_OK;
}

static kj_status shape_lines(kj_digest *digest, kj_reader *reader, digest_work *work) {
    const kj_shape_sink sink = {.context = digest, .put = put};
    kj_status status;
    while ((status = fill(work)) == KJ_OK) {
        kj_span line;
        size_t used;
        status = find_line(work, &line, &used);
        if (status == KJ_OK) {
            status = kj_shape_print_line(&sink, &reader->stage.faces, reader->stage.shaper,
                                         KJ_FAMILY_SERIF, false, line, &digest->glyphs);
        }
        if (status != KJ_OK) {
            return status;
        }
        digest->lines++;
        work->length -= used;
        memmove(work->bytes, work->bytes + used, work->length);
    }
    return status == KJ_END ? KJ_OK : status;
}

kj_status kj_digest_file(kj_digest *digest, kj_reader *reader, kj_library *library,
                         const char *path) {
    kj_digest result = {.value = KJ_HASH_START};
    if (reader->engine != KJ_OK || !library->mounted) {
        return KJ_ERR_STATE;
    }
    digest_work *work = kj_heap_alloc(&reader->stage.scratch, sizeof *work);
    if (!work) {
        return KJ_ERR_MEMORY;
    }
    work->offset = 0;
    work->length = 0;
    kj_status status = kj_file_open(&work->file, &library->volume, path);
    if (status == KJ_OK) {
        work->source = kj_file_source_of(&work->file);
        status = shape_lines(&result, reader, work);
        kj_file_close(&work->file);
    }
    kj_heap_free(&reader->stage.scratch, work);
    if (status == KJ_OK) {
        *digest = result;
    }
    return status;
}
