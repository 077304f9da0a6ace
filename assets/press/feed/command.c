/* command.c - see command.h. */
#include "press/feed/command.h"

#include "press/epub.h"
#include "press/feed/run.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_FAILED 1
#define EXIT_USAGE  2

typedef struct feed_options {
    const char *config, *folder;
    bool again, quiet;
} feed_options;

static const char usage[] =
    "usage: kagoj press feed -c FEEDS.toml -o FOLDER [--again] [--quiet]\n"
    "\n"
    "Fetches the feeds of FEEDS.toml and writes what is new in them as one edition, an EPUB file,\n"
    "into FOLDER, which is made if need be: a card, or a folder to be copied to one.\n"
    "\n"
    "  -c, --config FILE    which feeds; see docs/press.md\n"
    "  -o, --output FOLDER  where the edition goes\n"
    "      --again          take also what earlier editions had\n"
    "  -q, --quiet          no progress and no summary, errors only\n";

static int read_options(int argc, char **argv, feed_options *to) {
    static const struct option known[] = {
        {"config", required_argument, NULL, 'c'}, {"output", required_argument, NULL, 'o'},
        {"again", no_argument, NULL, 'a'},        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "c:o:qh", known, NULL)) != -1;) {
        switch (option) {
        case 'c': to->config = optarg; break;
        case 'o': to->folder = optarg; break;
        case 'a': to->again = true; break;
        case 'q': to->quiet = true; break;
        case 'h': fputs(usage, stdout); return 0;
        default: fputs(usage, stderr); return EXIT_USAGE;
        }
    }
    if (!to->config || !to->folder || optind < argc) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    return -1;
}

/* The build's date where one is set, so that a run can be repeated to the byte. */
static int64_t current_time(void) {
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    const long long seconds = fixed ? strtoll(fixed, NULL, 10) : 0;
    return seconds > 0 ? (int64_t)seconds : (int64_t)time(NULL);
}

static void tick(void *user) { kj_progress_draw(user); }

static bool open_run(kj_run *run, const kj_config *config, const feed_options *options,
                     const char *state_path) {
    run->config = config;
    run->again = options->again;
    run->now = current_time();
    run->today = (run->now + config->zone_minutes * 60) / 86400;
    const kj_status status = kj_state_read(state_path, &run->state);
    if (status == KJ_ERR_FORMAT) {
        fprintf(stderr,
                "kagoj press: %s is damaged and was set aside as %s.damaged; articles of earlier "
                "editions may come again\n",
                state_path, state_path);
    } else if (status != KJ_OK) {
        fprintf(stderr, "kagoj press: %s cannot be read\n", state_path);
        return false;
    }
    const kj_fetch_config fetch = {.connect_ms = config->connect_ms,
                                   .total_ms = config->total_ms,
                                   .stall_seconds = config->stall_seconds,
                                   .stall_bytes = config->stall_bytes,
                                   .per_host = config->per_host,
                                   .overall = config->overall,
                                   .retry_ms = config->retry_ms,
                                   .user_agent = config->user_agent,
                                   .tick = tick,
                                   .user = &run->progress};
    run->fetch = kj_fetch_open(&fetch);
    run->feeds = kj_press_alloc(config->feed_count * sizeof *run->feeds);
    kj_progress_open(&run->progress, stderr, config->feed_count, options->quiet);
    for (size_t i = 0; i < config->feed_count; i++) {
        const kj_config_feed *feed = &config->feeds[i];
        run->progress.lines[i].title = feed->title ? feed->title : feed->url;
    }
    return run->fetch != NULL;
}

static void finish_progress(kj_run *run) {
    for (size_t i = 0; i < run->config->feed_count; i++) {
        char *outcome = kj_run_outcome(&run->feeds[i]);
        kj_progress_finish(&run->progress, i, outcome);
        free(outcome);
    }
    kj_progress_close(&run->progress);
}

static size_t readable_feeds(const kj_run *run) {
    size_t count = 0;
    for (size_t i = 0; i < run->config->feed_count; i++) {
        count += run->feeds[i].fetched;
    }
    return count;
}

/* Writes the edition and then what is to be remembered; that only once the edition is safe. */
static int write_out(kj_run *run, const feed_options *options, const char *state_path) {
    const size_t taken = kj_run_taken(run);
    kj_epub_figures figures = {0};
    char *path = NULL;
    if (taken > 0) {
        const kj_status status = kj_run_bind(run, options->folder, &path, &figures);
        if (status != KJ_OK) {
            fprintf(stderr, "kagoj press: the edition cannot be written into %s: %s\n",
                    options->folder, kj_status_name(status));
            return EXIT_FAILED;
        }
    }
    kj_run_remember(run);
    if (kj_state_write(state_path, &run->state, run->today) != KJ_OK) {
        fprintf(stderr,
                "kagoj press: %s cannot be written; the next edition will repeat this one\n",
                state_path);
    }
    if (!options->quiet && taken > 0) {
        printf("%s: %zu articles in %zu sections, %zu pictures, %zu KB\n", path, figures.articles,
               figures.sections, figures.pictures, (figures.bytes + 1023) / 1024);
    } else if (!options->quiet) {
        printf("nothing new: no edition was made\n");
    }
    free(path);
    return EXIT_SUCCESS;
}

static int press(const kj_config *config, const feed_options *options) {
    kj_run run = {0};
    char *state_path = kj_state_path(options->config);
    int code = EXIT_FAILED;
    if (open_run(&run, config, options, state_path)) {
        kj_run_gather(&run);
        kj_run_choose(&run);
        kj_run_pictures(&run);
        finish_progress(&run);
        if (readable_feeds(&run) > 0) {
            code = write_out(&run, options, state_path);
        } else {
            fprintf(stderr, "kagoj press: none of the feeds could be read\n");
        }
        if (!options->quiet) {
            kj_run_report(&run, stdout);
        }
    }
    kj_run_free(&run);
    free(state_path);
    return code;
}

int kj_feed_command(int argc, char **argv) {
    feed_options options = {0};
    const int end = read_options(argc, argv, &options);
    if (end >= 0) {
        return end;
    }
    kj_config config;
    kj_buffer warnings = {0}, error = {0};
    int code = EXIT_USAGE;
    if (kj_config_read(options.config, &config, &warnings, &error) == KJ_OK) {
        fputs(warnings.data ? warnings.data : "", stderr);
        code = press(&config, &options);
    } else {
        fprintf(stderr, "%skagoj press: %s\n", warnings.data ? warnings.data : "",
                error.data ? error.data : "the configuration cannot be read");
    }
    kj_buffer_free(&warnings);
    kj_buffer_free(&error);
    kj_config_free(&config);
    return code;
}
