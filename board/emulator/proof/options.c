/* options.c - see options.h: a table of options, each with the field that it fills and the
 * limits that the layers below state. Layer: board (host). */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: kagoj-proof [options] FILE          pages as they would be painted\n"
    "       kagoj-proof --shape FILE [--face serif|serif-bold|sans|sans-bold] [--digest]\n"
    "\n"
    "  --panel WxH[@DPI]     page in pixels (480x800@217)\n"
    "  --size PX             size of running text (26)\n"
    "  --leading F           baseline distance / size (1.5)\n"
    "  --margin PX           on each side (24)\n"
    "  --family serif|sans   (serif)\n"
    "  --justify on|off      (on)\n"
    "  --hyphenate on|off    (on)\n"
    "  --depth 1|2           bits a pixel (1)\n"
    "  --png DIR             write page-001.png ...\n"
    "  --dump FILE           JSON, one line for each laid-out line (\"-\": standard output)\n"
    "  --stats               JSON, one object for the document\n"
    "  --first-page          stop after page 1\n"
    "  --front               an edition's front page and what follows of it, no articles\n"
    "  --layout-only         lay out, do not paint\n"
    "  --repeat N            lay out and paint N times, the word cache empty each time\n";

typedef bool (*value_parser)(kj_proof_options *options, const char *value);

static bool parse_number(const char *text, long low, long high, long *number) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < low || value > high) {
        return false;
    }
    *number = value;
    return true;
}

static bool parse_panel(kj_proof_options *options, const char *value) {
    unsigned width, height, dpi = 217;
    char rest;
    int fields = sscanf(value, "%4ux%4u@%4u%c", &width, &height, &dpi, &rest);
    if (!(fields == 3 || (fields == 2 && !strchr(value, '@')))) {
        return false;
    }
    if (width < 96 || width > 2048 || height < 96 || height > 2048 || dpi < 50 || dpi > 600) {
        return false;
    }
    options->style.width_px = (uint16_t)width;
    options->style.height_px = (uint16_t)height;
    options->dpi = dpi;
    return true;
}

static bool parse_size(kj_proof_options *options, const char *value) {
    long number;
    if (!parse_number(value, KJ_SIZE_PX_MIN, 48, &number)) {
        return false;
    }
    options->style.size_px = (uint8_t)number;
    return true;
}

static bool parse_leading(kj_proof_options *options, const char *value) {
    char *end;
    double leading = strtod(value, &end);
    if (end == value || *end || !(leading >= 1.0 && leading <= 2.5)) {
        return false;
    }
    options->style.leading_percent = (uint8_t)(leading * 100.0 + 0.5);
    return true;
}

static bool parse_margin(kj_proof_options *options, const char *value) {
    long number;
    if (!parse_number(value, 0, 512, &number)) {
        return false;
    }
    options->style.margin_px = (uint16_t)number;
    return true;
}

static bool parse_family(kj_proof_options *options, const char *value) {
    if (strcmp(value, "serif") && strcmp(value, "sans")) {
        return false;
    }
    options->style.family = strcmp(value, "sans") ? KJ_FAMILY_SERIF : KJ_FAMILY_SANS;
    return true;
}

static bool parse_switch(const char *value, bool *on) {
    if (strcmp(value, "on") && strcmp(value, "off")) {
        return false;
    }
    *on = strcmp(value, "off") != 0;
    return true;
}

static bool parse_justify(kj_proof_options *options, const char *value) {
    return parse_switch(value, &options->style.justify);
}

static bool parse_hyphenate(kj_proof_options *options, const char *value) {
    return parse_switch(value, &options->style.hyphenate);
}

static bool parse_depth(kj_proof_options *options, const char *value) {
    long number;
    if (!parse_number(value, 1, 2, &number)) {
        return false;
    }
    options->depth = (unsigned)number;
    return true;
}

static bool parse_png(kj_proof_options *options, const char *value) {
    options->png_folder = value;
    return true;
}

static bool parse_dump(kj_proof_options *options, const char *value) {
    options->dump_file = value;
    return true;
}

static bool parse_repeat(kj_proof_options *options, const char *value) {
    long number;
    if (!parse_number(value, 1, 100000, &number)) {
        return false;
    }
    options->repeat = (unsigned)number;
    return true;
}

static bool parse_face(kj_proof_options *options, const char *value) {
    static const char *const names[4] = {"serif", "serif-bold", "sans", "sans-bold"};
    for (unsigned i = 0; i < 4; i++) {
        if (!strcmp(value, names[i])) {
            options->shape_family = i / 2 ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF;
            options->shape_bold = i % 2;
            return true;
        }
    }
    return false;
}

static bool parse_shape(kj_proof_options *options, const char *value) {
    options->shape = true;
    options->file = value;
    return true;
}

static const struct {
    const char *name;
    value_parser parse;
} valued[] = {
    {"--panel", parse_panel},   {"--size", parse_size},           {"--leading", parse_leading},
    {"--margin", parse_margin}, {"--family", parse_family},       {"--justify", parse_justify},
    {"--depth", parse_depth},   {"--hyphenate", parse_hyphenate}, {"--png", parse_png},
    {"--dump", parse_dump},     {"--repeat", parse_repeat},       {"--face", parse_face},
    {"--shape", parse_shape},
};

static bool parse_flag(kj_proof_options *options, const char *name) {
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {
        {"--stats", &options->stats},         {"--first-page", &options->first_page},
        {"--front", &options->front},         {"--layout-only", &options->layout_only},
        {"--digest", &options->shape_digest},
    };
    for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (!strcmp(name, flags[i].name)) {
            *flags[i].flag = true;
            return true;
        }
    }
    return false;
}

/* The arguments an option took (1: itself, 2: with its value), or 0 after saying what is wrong. */
static int parse_option(kj_proof_options *options, const char *name, const char *value) {
    if (parse_flag(options, name)) {
        return 1;
    }
    for (unsigned i = 0; i < sizeof valued / sizeof *valued; i++) {
        if (strcmp(name, valued[i].name)) {
            continue;
        }
        if (!value) {
            fprintf(stderr, "kagoj-proof: %s needs a value\n", name);
            return 0;
        }
        if (!valued[i].parse(options, value)) {
            fprintf(stderr, "kagoj-proof: %s does not take \"%s\"\n", name, value);
            return 0;
        }
        return 2;
    }
    fprintf(stderr, "kagoj-proof: unknown option %s (see --help)\n", name);
    return 0;
}

static kj_proof_parse check(const kj_proof_options *options) {
    if (!options->file) {
        fprintf(stderr, "kagoj-proof: which file? (see --help)\n");
        return KJ_PROOF_USAGE;
    }
    unsigned margins = 2u * options->style.margin_px;
    unsigned least = 3u * options->style.size_px;
    if (margins + least > options->style.width_px || margins + least > options->style.height_px) {
        fprintf(stderr, "kagoj-proof: margins of %u px leave no column of 3 em on %ux%u\n",
                options->style.margin_px, options->style.width_px, options->style.height_px);
        return KJ_PROOF_USAGE;
    }
    return KJ_PROOF_RUN;
}

kj_proof_parse kj_proof_options_parse(kj_proof_options *options, int argc, char **argv) {
    *options = (kj_proof_options){
        .style = {.width_px = 480,
                  .height_px = 800,
                  .margin_px = 24,
                  .size_px = 26,
                  .leading_percent = 150,
                  .family = KJ_FAMILY_SERIF,
                  .justify = true,
                  .hyphenate = true},
        .dpi = 217,
        .depth = 1,
        .repeat = 1,
    };
    for (int i = 1; i < argc;) {
        if (!strcmp(argv[i], "--help")) {
            fputs(usage, stdout);
            return KJ_PROOF_HELP;
        }
        if (strncmp(argv[i], "--", 2)) {
            if (options->file) {
                fprintf(stderr, "kagoj-proof: one file at a time, not also %s\n", argv[i]);
                return KJ_PROOF_USAGE;
            }
            options->file = argv[i++];
            continue;
        }
        int taken = parse_option(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
        if (!taken) {
            return KJ_PROOF_USAGE;
        }
        i += taken;
    }
    return check(options);
}
