/* options.c - see options.h: a table of options, each with the field that it fills. Layer: board
 * (host). */
#include "options.h"

#include "text/fit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: kagoj-emulator [options] [EDITION.epub | ARTICLE.txt | FOLDER | CARD.img]\n"
    "\n"
    "Shows an edition, a text, or what a card holds (a folder, or a card's image) on an emulated\n"
    "e-paper device.\n"
    "\n"
    "  --board NAME          xteink-x4 (the default), waveshare-7in5, openbook-c1,\n"
    "                        openbook-c1-ssd1683\n"
    "  --card PATH           the same as the path without an option\n"
    "  --rotate DEGREES      0, 90, 180 or 270, clockwise (270, upright)\n"
    "  --size PX             size of running text, 8 to 48 (the board's)\n"
    "  --leading F           distance of lines / size, 1.0 to 2.5 (1.5)\n"
    "  --margin PX           around the text (the board's)\n"
    "  --family serif|sans   (serif)\n"
    "  --justify on|off      (on)\n"
    "  --hyphenate on|off    (on)\n"
    "  --depth 1|2           bits a pixel; 2: every page in four tones (1)\n"
    "  --refresh calm|balanced|crisp  how soon the glass is cleaned of ghosts (balanced)\n"
    "  --language bn|en      of the reader's own messages (bn)\n"
    "  --status on|off       the line at a page's foot (on)\n"
    "\n"
    "  --headless            no window; needs --keys, --shots or --report to be of use\n"
    "  --keys \"next prev...\" keys to press, each once the panel is idle; next*5 is five times.\n"
    "                        up down left right select back next prev power home, and held:\n"
    "                        menu (select) skip (next) skip-back (prev)\n"
    "                        [next next]: while the panel is busy with what stands before\n"
    "                        sleep (no key for long), eject, insert (the card), battery:15,\n"
    "                        charge, wait:500 (milliseconds)\n"
    "                        With a window: played into it, then it closes.\n"
    "  --shots DIR           a PNG of the glass for each key: 000-start.png, 001-next.png ...\n"
    "  --shot-bits 1|8       1: ink or paper, without the glass's grays and ghosts (8)\n"
    "  --report FILE.json    what each key cost, and what went wrong (\"-\": standard output)\n"
    "\n"
    "  --state FILE          keeps the device's flash: places, marks, settings (forgotten)\n"
    "  --cut N               cuts the power in the middle of the N-th flash operation and ends\n"
    "  --battery PERCENT     (80); 15 is low, 4 empty\n"
    "\n"
    "  --image FILE          runs a firmware's image (ELF, UF2 or bin) in an emulated RP2040\n"
    "  --hold KEY            held at power-on (select: the service menu)\n"
    "  --crash CODE          as if it started anew after a crash\n"
    "  --console LINE        of an image: typed on its serial console after the start\n"
    "  --console-log FILE    of an image: what the console printed\n"
    "  --cache on|off        of an image: reckons with the flash's cache, which takes longer "
    "(off)\n"
    "  --stuck on|off        of an image: the panel's BUSY never ends (off)\n"
    "  --profile FILE        of an image, an ELF: the cycles of each turn, function by function\n"
    "  --gdb PORT            of an image: where a debugger may attach\n"
    "\n"
    "In the window: arrows, Page Up and Down, space, n, p turn pages; Enter selects; Backspace "
    "and\n"
    "Escape go back; each held is its second meaning; m menu; Home; F1 power; e ejects the card\n"
    "or puts it back; b drains the battery, then charges it; + and - zoom; s takes a screenshot;\n"
    "q quits.\n"
    "Exit code: 0; 1 the text or the panel had an error; 2 the command line has.\n";

static bool parse_number(const char *text, long low, long high, long *number) {
    char *end;
    errno = 0;
    const long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < low || value > high) {
        return false;
    }
    *number = value;
    return true;
}

/* The index of value among count words, or -1. */
static int word_index(const char *value, const char *const *words, int count) {
    for (int i = 0; i < count; i++) {
        if (!strcmp(value, words[i])) {
            return i;
        }
    }
    return -1;
}

static bool parse_switch(const char *value, bool *on) {
    static const char *const words[] = {"off", "on"};
    const int index = word_index(value, words, 2);
    *on = index == 1;
    return index >= 0;
}

static bool parse_board(kj_options *options, const char *value) {
    options->board = kj_emulated_board_find(value);
    return options->board != NULL;
}

static bool parse_card(kj_options *options, const char *value) {
    options->card = value;
    return *value != '\0';
}

static bool parse_keys(kj_options *options, const char *value) {
    options->keys = value;
    return true;
}

static bool parse_shots(kj_options *options, const char *value) {
    options->shots = value;
    return *value != '\0';
}

static bool parse_shot_bits(kj_options *options, const char *value) {
    options->shots_are_ink = !strcmp(value, "1");
    return options->shots_are_ink || !strcmp(value, "8");
}

static bool parse_report(kj_options *options, const char *value) {
    options->report = value;
    return *value != '\0';
}

static bool parse_state(kj_options *options, const char *value) {
    options->state = value;
    return *value != '\0';
}

static bool parse_cut(kj_options *options, const char *value) {
    long number;
    if (!parse_number(value, 1, INT32_MAX, &number)) {
        return false;
    }
    options->cut_at = (uint32_t)number;
    return true;
}

static bool parse_battery(kj_options *options, const char *value) {
    long number;
    if (!parse_number(value, 0, 100, &number)) {
        return false;
    }
    options->battery_percent = (uint8_t)number;
    return true;
}

static bool parse_rotate(kj_options *options, const char *value) {
    static const char *const words[] = {"0", "90", "180", "270"};
    const int index = word_index(value, words, 4);
    options->rotation = (kj_rotation)index;
    return index >= 0;
}

static bool parse_size(kj_options *options, const char *value) {
    long number;
    if (!parse_number(value, KJ_SIZE_PX_MIN, 48, &number)) {
        return false;
    }
    options->style.size_px = (uint8_t)number;
    return true;
}

static bool parse_leading(kj_options *options, const char *value) {
    char *end;
    const double leading = strtod(value, &end);
    if (end == value || *end || !(leading >= 1.0 && leading <= 2.5)) {
        return false;
    }
    options->style.leading_percent = (uint8_t)(leading * 100.0 + 0.5);
    return true;
}

static bool parse_margin(kj_options *options, const char *value) {
    long number;
    if (!parse_number(value, 0, 200, &number)) {
        return false;
    }
    options->style.margin_px = (uint16_t)number;
    return true;
}

static bool parse_family(kj_options *options, const char *value) {
    static const char *const words[] = {"serif", "sans"};
    const int index = word_index(value, words, 2);
    options->style.family = (kj_family)index;
    return index >= 0;
}

static bool parse_justify(kj_options *options, const char *value) {
    return parse_switch(value, &options->style.justify);
}

static bool parse_hyphenate(kj_options *options, const char *value) {
    return parse_switch(value, &options->style.hyphenate);
}

static bool parse_status(kj_options *options, const char *value) {
    return parse_switch(value, &options->has_status_line);
}

static bool parse_depth(kj_options *options, const char *value) {
    static const char *const words[] = {"1", "2"};
    const int index = word_index(value, words, 2);
    options->depth = (uint8_t)(index + 1);
    return index >= 0;
}

static bool parse_refresh(kj_options *options, const char *value) {
    static const char *const words[] = {"calm", "balanced", "crisp"};
    const int index = word_index(value, words, 3);
    options->mood = (kj_refresh_mood)index;
    return index >= 0;
}

static bool parse_language(kj_options *options, const char *value) {
    static const char *const words[] = {"bn", "en"};
    const int index = word_index(value, words, 2);
    options->language = (kj_language)index;
    return index >= 0;
}

static bool parse_image(kj_options *options, const char *value) {
    options->image = value;
    return *value != '\0';
}

static bool parse_hold(kj_options *options, const char *value) {
    options->held = kj_key_find(value, strlen(value));
    return options->held != KJ_KEY_NONE;
}

static bool parse_crash(kj_options *options, const char *value) {
    options->crash = value;
    return *value != '\0';
}

static bool parse_stuck(kj_options *options, const char *value) {
    return parse_switch(value, &options->is_stuck);
}

static bool parse_cache(kj_options *options, const char *value) {
    return parse_switch(value, &options->counts_cache);
}

static bool parse_console(kj_options *options, const char *value) {
    options->console = value;
    return *value != '\0';
}

static bool parse_console_log(kj_options *options, const char *value) {
    options->console_log = value;
    return *value != '\0';
}

static bool parse_profile(kj_options *options, const char *value) {
    options->profile = value;
    return *value != '\0';
}

static bool parse_gdb(kj_options *options, const char *value) {
    long number;
    const bool good = parse_number(value, 1, 65535, &number);
    options->gdb = good ? (unsigned)number : 0;
    return good;
}

static const struct {
    const char *name;
    bool (*parse)(kj_options *options, const char *value);
} valued[] = {
    {"--board", parse_board},       {"--card", parse_card},
    {"--keys", parse_keys},         {"--shots", parse_shots},
    {"--report", parse_report},     {"--rotate", parse_rotate},
    {"--size", parse_size},         {"--leading", parse_leading},
    {"--margin", parse_margin},     {"--family", parse_family},
    {"--justify", parse_justify},   {"--hyphenate", parse_hyphenate},
    {"--depth", parse_depth},       {"--refresh", parse_refresh},
    {"--language", parse_language}, {"--state", parse_state},
    {"--cut", parse_cut},           {"--battery", parse_battery},
    {"--status", parse_status},     {"--shot-bits", parse_shot_bits},
    {"--image", parse_image},       {"--hold", parse_hold},
    {"--stuck", parse_stuck},       {"--cache", parse_cache},
    {"--crash", parse_crash},       {"--gdb", parse_gdb},
    {"--console", parse_console},   {"--console-log", parse_console_log},
    {"--profile", parse_profile},
};

/* The arguments an option took (1: itself, 2: with its value), or 0 after saying what is wrong. */
static int parse_option(kj_options *options, const char *name, const char *value) {
    if (!strcmp(name, "--headless")) {
        options->headless = true;
        return 1;
    }
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++) {
        if (strcmp(name, valued[i].name)) {
            continue;
        }
        if (!value) {
            fprintf(stderr, "kagoj-emulator: %s needs a value\n", name);
            return 0;
        }
        if (!valued[i].parse(options, value)) {
            fprintf(stderr, "kagoj-emulator: %s does not take \"%s\" (see --help)\n", name, value);
            return 0;
        }
        return 2;
    }
    fprintf(stderr, "kagoj-emulator: unknown option %s (see --help)\n", name);
    return 0;
}

/* What the command line left open is the board's to say. */
static kj_options_outcome complete(kj_options *options, bool rotated, bool sized, bool margined) {
    if (!options->card) {
        fprintf(stderr, "kagoj-emulator: which edition, text, folder or image? (see --help)\n");
        return KJ_OPTIONS_USAGE;
    }
    const kj_emulated_board *board = options->board;
    options->rotation = rotated ? options->rotation : board->data->rotation;
    kj_page_style *style = &options->style;
    style->size_px = sized ? style->size_px : board->data->size_px;
    style->margin_px = margined ? style->margin_px : board->data->margin_px;
    const unsigned side = board->driver->height_px < board->driver->width_px
                              ? board->driver->height_px
                              : board->driver->width_px;
    if (2u * style->margin_px + 3u * style->size_px + 24u > side) {
        fprintf(stderr, "kagoj-emulator: a margin of %u px leaves no room for text of %u px\n",
                style->margin_px, style->size_px);
        return KJ_OPTIONS_USAGE;
    }
    return KJ_OPTIONS_RUN;
}

kj_options_outcome kj_options_parse(kj_options *options, int argc, char **argv) {
    *options = (kj_options){
        .board = kj_emulated_board_find("xteink-x4"),
        .style = {.leading_percent = 150,
                  .family = KJ_FAMILY_SERIF,
                  .justify = true,
                  .hyphenate = true},
        .depth = 1,
        .has_status_line = true,
        .mood = KJ_REFRESH_BALANCED,
        .battery_percent = 80,
    };
    bool rotated = false, sized = false, margined = false;
    for (int i = 1; i < argc;) {
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
            fputs(usage, stdout);
            return KJ_OPTIONS_HELP;
        }
        if (strncmp(argv[i], "--", 2)) {
            if (options->card) {
                fprintf(stderr, "kagoj-emulator: one text or folder at a time, not also %s\n",
                        argv[i]);
                return KJ_OPTIONS_USAGE;
            }
            options->card = argv[i++];
            continue;
        }
        rotated |= !strcmp(argv[i], "--rotate");
        sized |= !strcmp(argv[i], "--size");
        margined |= !strcmp(argv[i], "--margin");
        const int taken = parse_option(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
        if (!taken) {
            return KJ_OPTIONS_USAGE;
        }
        i += taken;
    }
    return complete(options, rotated, sized, margined);
}
