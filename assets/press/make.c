/* make.c - kagoj press make: an edition from files and addresses. */
#include "press/article.h"
#include "press/bengali.h"
#include "press/buffer.h"
#include "press/commands.h"
#include "press/epub.h"
#include "press/epub_parts.h"
#include "press/files.h"
#include "press/manifest.h"
#include "press/say.h"
#ifdef KJ_PRESS_HAS_FEED
#include "press/fetch_page.h"
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

static const char help[] =
    "usage: kagoj press make [OPTIONS] FILE|URL... -o EDITION.epub\n"
    "\n"
    "Makes an edition from articles: HTML (.html), Markdown (.md), text (.txt), the address of a\n"
    "page, or an edition.toml that names title, sections and articles (docs/formats.md).\n"
    "\n"
    "  -o, --output FILE    the edition to write\n"
    "  --section NAME       a section for the files that follow\n"
    "  --title TEXT         of the edition; default: that of the only article, or \"কাগজ\"\n"
    "  --date YYYY-MM-DD    of the edition; default: today, or SOURCE_DATE_EPOCH's day\n"
    "  --language CODE      such as bn; default: that of the text\n"
    "  --creator NAME       who publishes it\n"
    "  --cover FILE         a picture\n"
    "  --panel WxH          largest size of pictures, pixels; default 480x800\n"
    "  -q, --quiet          say nothing but errors\n"
    "  -h, --help           this\n"
    "\n"
    "Options given here count before what an edition.toml says. Pictures become gray PNG; one "
    "that\n"
    "cannot be read is left out with a message, its description stays. The same input and date\n"
    "give the same bytes.\n";

typedef struct options {
    const char *output, *title, *date, *language, *creator, *cover;
    kj_picture_config pictures;
    bool quiet, help;
} options;

static bool is_web(const char *path) {
    return strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0;
}

static bool is_manifest(const char *path) {
    size_t length = strlen(path);
    return length > 5 && strcasecmp(path + length - 5, ".toml") == 0 && !is_web(path);
}

static bool read_size(const char *text, kj_picture_config *size) {
    unsigned width, height;
    char rest;
    if (sscanf(text, "%ux%u%c", &width, &height, &rest) != 2 || width < 16 || width > 4096 ||
        height < 16 || height > 4096) {
        return false;
    }
    size->width_px = (uint16_t)width;
    size->height_px = (uint16_t)height;
    return true;
}

/* An option with a value: where it is kept. NULL: none of that name. */
static const char **slot_of(options *chosen, const char *name) {
    struct {
        const char *name;
        const char **slot;
    } known[] = {{"-o", &chosen->output},           {"--output", &chosen->output},
                 {"--title", &chosen->title},       {"--date", &chosen->date},
                 {"--language", &chosen->language}, {"--creator", &chosen->creator},
                 {"--cover", &chosen->cover}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].slot;
        }
    }
    return NULL;
}

static bool is_section(const char *argument) { return strcmp(argument, "--section") == 0; }

/* Options into chosen; files and "--section NAME" pairs stay, in order, in the first *count of
 * argv. Exit code 0, or 2 with what is wrong said. */
static int read_options(int argc, char **argv, options *chosen, int *count) {
    *count = 0;
    bool only_files = false;
    for (int i = 1; i < argc; i++) {
        const char **slot = only_files ? NULL : slot_of(chosen, argv[i]);
        bool size = !only_files && strcmp(argv[i], "--panel") == 0;
        bool section = !only_files && is_section(argv[i]);
        if ((slot || size || section) && i + 1 == argc) {
            kj_say("make", "%s needs a value", argv[i]);
            return 2;
        }
        if (slot) {
            *slot = argv[++i];
        } else if (size) {
            if (!read_size(argv[++i], &chosen->pictures)) {
                kj_say("make", "--panel: \"%s\" is no size such as 480x800", argv[i]);
                return 2;
            }
        } else if (section) {
            argv[(*count)++] = argv[i++];
            argv[(*count)++] = argv[i];
        } else if (only_files || argv[i][0] != '-' || !argv[i][1]) {
            argv[(*count)++] = argv[i];
        } else if (strcmp(argv[i], "--") == 0) {
            only_files = true;
        } else if (strcmp(argv[i], "-q") == 0 || strcmp(argv[i], "--quiet") == 0) {
            chosen->quiet = true;
        } else if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
            chosen->help = true;
        } else {
            kj_say("make", "there is no option %s", argv[i]);
            return 2;
        }
    }
    return 0;
}

static int check_options(const options *chosen, int count) {
    if (count == 0) {
        kj_say("make", "no file to make an edition from (--help says more)");
        return 2;
    }
    if (!chosen->output) {
        kj_say("make", "-o EDITION.epub is missing");
        return 2;
    }
    if (chosen->date && !kj_epub_is_date(chosen->date)) {
        kj_say("make", "--date: \"%s\" is no date such as 2026-11-25", chosen->date);
        return 2;
    }
    if (chosen->language && *kj_bengali_language("", 0, chosen->language) == '\0') {
        kj_say("make", "--language: \"%s\" is no language code such as bn", chosen->language);
        return 2;
    }
    return 0;
}

static kj_status read_one(const char *path, const kj_article_config *config,
                          kj_press_edition *edition, kj_press_section **section) {
    if (is_manifest(path)) {
        *section = NULL;
        return kj_manifest_read(path, config, edition);
    }
    if (!*section) {
        *section = kj_press_add_section(edition, NULL);
    }
    return kj_article_read(path, config, kj_press_add_article(*section));
}

/* Every file in turn; all that is wrong is said before it is given up. */
static bool read_all(int count, char **argv, const kj_article_config *config,
                     kj_press_edition *edition) {
    kj_press_section *section = NULL;
    bool good = true;
    for (int i = 0; i < count; i++) {
        if (is_section(argv[i])) {
            char *name = kj_bengali_clean_line(argv[i + 1], strlen(argv[i + 1]));
            section = kj_press_add_section(edition, name);
            free(name);
            i++;
        } else {
            good = read_one(argv[i], config, edition, &section) == KJ_OK && good;
        }
    }
    return good;
}

static char *today(void) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm parts;
    char text[16] = "1980-01-01";
    if (epoch ? gmtime_r(&now, &parts) : localtime_r(&now, &parts)) {
        strftime(text, sizeof text, "%Y-%m-%d", &parts);
    }
    return kj_press_copy(text);
}

static void set(char **field, const char *value) {
    if (value) {
        kj_press_replace(field, kj_bengali_clean_line(value, strlen(value)));
    }
}

static const kj_press_article *only_article(const kj_press_edition *edition) {
    bool one = edition->section_count == 1 && edition->sections[0].article_count == 1;
    return one ? &edition->sections[0].articles[0] : NULL;
}

static void apply(const options *chosen, kj_press_edition *edition) {
    set(&edition->title, chosen->title);
    set(&edition->date, chosen->date);
    set(&edition->language, chosen->language);
    set(&edition->creator, chosen->creator);
    const kj_press_article *only = only_article(edition);
    if (!edition->title && only && only->title) {
        edition->title = kj_press_copy(only->title);
    }
    if (!edition->date) {
        edition->date = today();
    }
}

static int write_edition(const options *chosen, const kj_press_edition *edition) {
    kj_epub_figures figures;
    kj_status status = kj_epub_save(edition, chosen->output, &figures);
    if (status == KJ_END) {
        kj_say("make", "there is no article to put into %s", chosen->output);
    } else if (status != KJ_OK) {
        kj_say(chosen->output, "cannot be written: %s", kj_files_why(status));
    } else if (!chosen->quiet) {
        printf("%s: %zu sections, %zu articles, %zu pictures, %zu bytes\n", chosen->output,
               figures.sections, figures.articles, figures.pictures, figures.bytes);
    }
    return status == KJ_OK ? 0 : 1;
}

int kj_command_make(int argc, char **argv) {
    options chosen = {.pictures = kj_picture_config_default};
    int count, code = read_options(argc, argv, &chosen, &count);
    if (chosen.help) {
        fputs(help, stdout);
        return 0;
    }
    code = code ? code : check_options(&chosen, count);
    if (code) {
        return code;
    }
    unsigned warnings = 0;
    kj_article_config config = {.pictures = &chosen.pictures, .warnings = &warnings};
#ifdef KJ_PRESS_HAS_FEED
    config.fetch = kj_fetch_page;
    config.page = kj_fetch_read_page;
#endif
    kj_press_edition edition = {0};
    bool good = read_all(count, argv, &config, &edition);
    if (good && chosen.cover) {
        good = kj_manifest_cover(chosen.cover, &config, &edition) == KJ_OK;
    }
    if (good) {
        apply(&chosen, &edition);
    }
    code = good ? write_edition(&chosen, &edition) : 1;
    kj_press_edition_free(&edition);
    return code;
}
