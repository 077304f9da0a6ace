/* shape_file.c - see shape_file.h. Layer: board (host). */
#define _POSIX_C_SOURCE 200809L
#include "shape_file.h"

#include "base/hash.h"
#include "board/device/shape_print.h"
#include "engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line's newline is not shaped; a carriage return before it is no text either. */
static kj_span without_line_end(const char *line, ssize_t length) {
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
        length--;
    }
    return (kj_span){(const uint8_t *)line, (size_t)length};
}

static void put_out(void *context, const char *text) { fputs(text, context); }

static void put_hash(void *context, const char *text) {
    uint64_t *hash = context;
    *hash = kj_hash_bytes(*hash, text, strlen(text));
}

static int shape_lines(FILE *in, const kj_proof_options *options, kj_engine *engine) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    kj_status status = KJ_OK;
    uint64_t hash = KJ_HASH_START;
    uint32_t lines = 0, glyphs = 0;
    const kj_shape_sink sink = options->shape_digest
                                   ? (kj_shape_sink){.context = &hash, .put = put_hash}
                                   : (kj_shape_sink){.context = stdout, .put = put_out};
    while (status == KJ_OK && (length = getline(&line, &capacity, in)) >= 0) {
        status = kj_shape_print_line(&sink, &engine->faces, engine->shaper, options->shape_family,
                                     options->shape_bold, without_line_end(line, length), &glyphs);
        lines++;
    }
    free(line);
    if (status != KJ_OK) {
        fprintf(stderr, "kagoj-proof: %s: shaping: %s\n", options->file, kj_status_name(status));
        return EXIT_FAILURE;
    }
    if (options->shape_digest) {
        printf("value=%016llx lines=%u glyphs=%u\n", (unsigned long long)hash, lines, glyphs);
    }
    if (ferror(in)) {
        fprintf(stderr, "kagoj-proof: %s: %s\n", options->file, strerror(errno));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

int kj_proof_shape_file(const kj_proof_options *options) {
    bool standard = !strcmp(options->file, "-");
    FILE *in = standard ? stdin : fopen(options->file, "rb");
    if (!in) {
        fprintf(stderr, "kagoj-proof: %s: %s\n", options->file, strerror(errno));
        return EXIT_FAILURE;
    }
    kj_engine engine;
    int code = EXIT_FAILURE;
    kj_status status = kj_engine_open(&engine, kj_font_data_table);
    if (status == KJ_OK) {
        code = shape_lines(in, options, &engine);
        kj_engine_close(&engine);
    } else {
        fprintf(stderr, "kagoj-proof: starting the text engine: %s\n", kj_status_name(status));
    }
    if (!standard) {
        fclose(in);
    }
    return code;
}
