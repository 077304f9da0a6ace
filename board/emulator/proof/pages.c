/* pages.c - see pages.h. Layer: board (host). */
#include "pages.h"

#include "dump.h"
#include "engine.h"
#include "host/png_write.h"
#include "input.h"
#include "reader/list_screen.h"
#include "reader/pictures.h"
#include "stats.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct proof_run {
    const kj_proof_options *options;
    kj_engine engine;
    kj_proof_input input;
    kj_document *document; /* the article that is laid out */
    kj_composer *composer; /* NULL: to be opened */
    unsigned page;         /* of all articles, from 1 */
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

/* Draws the page's pictures, the large ones with the composer's memory lent to them. */
static kj_status paint_pictures(proof_run *proof) {
    kj_engine *engine = &proof->engine;
    kj_status status = kj_pictures_paint(proof->document, &engine->list, &proof->surface, false);
    if (status != KJ_ERR_MEMORY) {
        return status;
    }
    kj_arena_release(&engine->article, 0);
    proof->composer = NULL;
    status = kj_picture_memory_lend(&engine->pictures);
    if (status == KJ_OK) {
        status = kj_pictures_paint(proof->document, &engine->list, &proof->surface, true);
        kj_picture_memory_take_back(&engine->pictures);
        kj_painter_forget(engine->painter);
    }
    return status;
}

/* What is done with a page once it is laid out; only the first round is seen from outside.
 * KJ_AGAIN: a picture is broken, the page has to be laid out again. */
static kj_status use_page(proof_run *proof, bool first_round) {
    kj_status status = KJ_OK;
    if (!proof->options->layout_only) {
        kj_surface_clear(&proof->surface);
        status = kj_painter_paint(proof->engine.painter, &proof->engine.list, &proof->surface);
        if (status == KJ_OK) {
            status = paint_pictures(proof);
        }
    }
    if (status != KJ_OK || !first_round) {
        return status;
    }
    kj_proof_stats_add_page(&proof->stats, &proof->engine.list);
    if (proof->dump) {
        kj_dump_page(proof->dump, &proof->engine.list, proof->page);
    }
    return proof->options->png_folder ? write_picture(proof, proof->page) : KJ_OK;
}

static kj_status compose(proof_run *proof) {
    if (proof->composer) {
        return KJ_OK;
    }
    const kj_page_style *style = &proof->options->style;
    kj_status status = kj_engine_compose(&proof->engine, proof->document, style, &proof->composer);
    if (status == KJ_OK && proof->options->front) {
        uint16_t gutter_px;
        const unsigned columns = kj_list_columns(style, &gutter_px);
        status = kj_composer_set_columns(proof->composer, columns, gutter_px);
    }
    return status;
}

/* Lays out and uses the page at place. */
static kj_status run_page(proof_run *proof, kj_place place, kj_place *next, bool first_round) {
    kj_status status = KJ_AGAIN;
    for (unsigned tries = 0; tries <= KJ_PLACED_IMAGES_MAX && status == KJ_AGAIN; tries++) {
        status = compose(proof);
        if (status == KJ_OK) {
            status = kj_engine_page(&proof->engine, proof->composer, place, next);
        }
        status = status == KJ_OK ? use_page(proof, first_round) : status;
    }
    return status;
}

static kj_status run_article(proof_run *proof, bool first_round) {
    kj_place place = {0, 0}, next;
    kj_status status = KJ_OK;
    proof->composer = NULL;
    while (status == KJ_OK) {
        proof->page++;
        status = run_page(proof, place, &next, first_round);
        place = next;
        if (proof->options->first_page) {
            return status;
        }
    }
    proof->page--;
    return status == KJ_END ? KJ_OK : status;
}

static kj_status run_round(proof_run *proof, bool first_round) {
    kj_status status;
    kj_shaper_clear(proof->engine.shaper);
    kj_proof_input_rewind(&proof->input);
    proof->page = 0;
    while ((status = kj_proof_input_next(&proof->input, &proof->document)) == KJ_OK) {
        status = run_article(proof, first_round);
        if (status == KJ_OK && first_round) {
            proof->stats.articles++;
        }
        if (status == KJ_OK && first_round && proof->options->stats) {
            status = kj_proof_stats_count_words(&proof->stats, proof->document);
        }
        if (status != KJ_OK || proof->options->first_page) {
            return status;
        }
    }
    return status == KJ_END && proof->page > 0 ? KJ_OK : status;
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
        kj_proof_stats_print(stdout, &proof->stats, &proof->engine);
    }
    if (status == KJ_END || (status == KJ_ERR_FORMAT && proof->page == 0)) {
        return refuse(options->file, status);
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

static int run_input(proof_run *proof) {
    const char *file = proof->options->file;
    kj_status status = kj_proof_input_open(&proof->input, file, &proof->engine.scratch);
    if (status != KJ_OK) {
        return refuse(file, status);
    }
    int code;
    status = proof->options->front ? kj_proof_input_show_front(&proof->input) : KJ_OK;
    if (status == KJ_OK) {
        code = run_document(proof);
    } else {
        code = complain("a front page is an edition's", file, status);
    }
    kj_proof_input_close(&proof->input);
    return code;
}

int kj_proof_pages(const kj_proof_options *options) {
    proof_run proof = {.options = options};
    kj_status status = kj_engine_open(&proof.engine, kj_font_data_table);
    if (status != KJ_OK) {
        return complain("starting the text engine", options->file, status);
    }
    int code = run_input(&proof);
    kj_engine_close(&proof.engine);
    kj_proof_stats_free(&proof.stats);
    free(proof.pixels);
    return code;
}
