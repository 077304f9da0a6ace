/* pages.c - see pages.h. Layer: board (host). */
#include "pages.h"

#include "document/plain.h"
#include "dump.h"
#include "engine.h"
#include "host/file_source.h"
#include "host/png_write.h"
#include "stats.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct proof_run {
    const kj_proof_options *options;
    kj_engine engine;
    kj_file_source file;
    kj_plain plain;
    kj_surface surface;
    void *pixels;
    FILE *dump;
    kj_proof_stats stats;
} proof_run;

static int complain(const char *what, const char *file, kj_status status) {
    fprintf(stderr, "kagoj-proof: %s: %s: %s\n", file, what, kj_status_name(status));
    return EXIT_FAILURE;
}

static int refuse(const char *file, kj_status status) {
    fprintf(stderr, "kagoj-proof: %s: %s\n", file, kj_file_source_why(status));
    return EXIT_FAILURE;
}

static kj_status write_picture(proof_run *proof, unsigned page) {
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/page-%03u.png", proof->options->png_folder, page);
    if (length < 0 || (size_t)length >= sizeof path) {
        return KJ_ERR_TOO_LARGE;
    }
    return kj_png_write_page(path, &proof->surface, proof->options->dpi);
}

/* What is done with a page once it is laid out; only the first round is seen from outside. */
static kj_status use_page(proof_run *proof, unsigned page, bool first_round) {
    kj_status status = KJ_OK;
    if (!proof->options->layout_only) {
        kj_surface_clear(&proof->surface);
        status = kj_painter_paint(proof->engine.painter, &proof->engine.list, &proof->surface);
    }
    if (status != KJ_OK || !first_round) {
        return status;
    }
    kj_proof_stats_add_page(&proof->stats, &proof->engine.list);
    if (proof->dump) {
        kj_dump_page(proof->dump, &proof->engine.list, page);
    }
    return proof->options->png_folder ? write_picture(proof, page) : KJ_OK;
}

static kj_status run_round(proof_run *proof, bool first_round) {
    kj_composer *composer;
    kj_shaper_clear(proof->engine.shaper);
    kj_status status = kj_engine_compose(&proof->engine, &proof->plain.document,
                                         &proof->options->style, &composer);
    kj_place place = {0, 0};
    for (unsigned page = 1; status == KJ_OK; page++) {
        kj_place next;
        status = kj_engine_page(&proof->engine, composer, place, &next);
        if (status == KJ_OK) {
            status = use_page(proof, page, first_round);
            place = next;
        }
        if (proof->options->first_page) {
            return status;
        }
    }
    return status == KJ_END ? KJ_OK : status;
}

static kj_status open_surface(proof_run *proof) {
    const kj_page_style *style = &proof->options->style;
    uint8_t depth = (uint8_t)proof->options->depth;
    size_t bytes = kj_surface_bytes(style->width_px, style->height_px, depth);
    proof->pixels = malloc(bytes);
    if (!proof->pixels) {
        return KJ_ERR_MEMORY;
    }
    return kj_surface_init(&proof->surface, proof->pixels, bytes, style->width_px, style->height_px,
                           style->height_px, depth, KJ_ROTATE_0);
}

static int run_rounds(proof_run *proof) {
    const kj_proof_options *options = proof->options;
    kj_status status = open_surface(proof);
    for (unsigned round = 0; round < options->repeat && status == KJ_OK; round++) {
        status = run_round(proof, round == 0);
    }
    if (status == KJ_OK && options->stats) {
        status = kj_proof_stats_count_words(&proof->stats, &proof->plain.document);
        if (status == KJ_OK) {
            kj_proof_stats_print(stdout, &proof->stats, &proof->engine);
        }
    }
    return status == KJ_OK ? EXIT_SUCCESS : complain("laying out", options->file, status);
}

static int open_outputs(proof_run *proof) {
    const kj_proof_options *options = proof->options;
    if (options->png_folder && mkdir(options->png_folder, 0777) && errno != EEXIST) {
        fprintf(stderr, "kagoj-proof: %s: %s\n", options->png_folder, strerror(errno));
        return EXIT_FAILURE;
    }
    if (options->dump_file) {
        bool standard = !strcmp(options->dump_file, "-");
        proof->dump = standard ? stdout : fopen(options->dump_file, "w");
        if (!proof->dump) {
            fprintf(stderr, "kagoj-proof: %s: %s\n", options->dump_file, strerror(errno));
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}

static int run_document(proof_run *proof) {
    kj_status status = kj_plain_open(&proof->plain, &proof->file.source);
    if (status != KJ_OK) {
        return refuse(proof->options->file, status);
    }
    int code = open_outputs(proof);
    if (code == EXIT_SUCCESS) {
        code = run_rounds(proof);
    }
    if (proof->dump && proof->dump != stdout && fclose(proof->dump)) {
        fprintf(stderr, "kagoj-proof: %s: %s\n", proof->options->dump_file, strerror(errno));
        code = EXIT_FAILURE;
    }
    return code;
}

int kj_proof_pages(const kj_proof_options *options) {
    proof_run proof = {.options = options};
    kj_status status = kj_file_source_open(&proof.file, options->file);
    if (status != KJ_OK) {
        return refuse(options->file, status);
    }
    int code;
    status = kj_engine_open(&proof.engine, kj_font_data_table);
    if (status == KJ_OK) {
        code = run_document(&proof);
        kj_engine_close(&proof.engine);
    } else {
        code = complain("starting the text engine", options->file, status);
    }
    kj_proof_stats_free(&proof.stats);
    free(proof.pixels);
    kj_file_source_close(&proof.file);
    return code;
}
