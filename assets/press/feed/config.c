/* config.c - see config.h. */
#include "press/feed/config.h"

#include "press/feed/address.h"
#include "press/feed/dates.h"
#include "press/feed/page.h"
#include "press/toml.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What reading needs to complain. */
typedef struct reading {
    const char *path;
    kj_buffer *warnings, *error;
    bool failed;
} reading;

__attribute__((format(printf, 3, 4))) static void fail(reading *r, const kj_toml *at,
                                                       const char *format, ...) {
    char message[400];
    va_list arguments;
    if (r->failed) {
        return; /* the first error is the one to mend */
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    r->failed = true;
    kj_buffer_format(r->error, "%s:%u:%u: %s", r->path, at->line, at->column, message);
}

static void wrong_type(reading *r, const kj_toml *at, const char *wanted) {
    fail(r, at, "\"%s\" is %s, and must be %s", at->key ? at->key : "this",
         kj_toml_type_name(at->type), wanted);
}

static void warn_unknown(reading *r, const kj_toml *table, const char *const *known) {
    for (size_t i = 0; i < table->count; i++) {
        const kj_toml *item = &table->items[i];
        bool is_known = false;
        for (const char *const *name = known; *name; name++) {
            is_known |= strcmp(*name, item->key) == 0;
        }
        if (!is_known) {
            kj_buffer_format(r->warnings,
                             "%s:%u:%u: nothing is called \"%s\" here; it is not used\n", r->path,
                             item->line, item->column, item->key);
        }
    }
}

static void read_text(reading *r, const kj_toml *table, const char *key, char **to) {
    const kj_toml *value = kj_toml_get(table, key);
    if (!value) {
        return;
    }
    if (value->type != KJ_TOML_STRING) {
        wrong_type(r, value, "a string");
    } else if (strlen(value->text) != value->text_bytes) {
        fail(r, value, "\"%s\" has a NUL character in it", key);
    } else {
        char *line = kj_text_line(kj_press_copy(value->text));
        kj_press_replace(to, line);
    }
}

static void read_bool(reading *r, const kj_toml *table, const char *key, bool *to) {
    const kj_toml *value = kj_toml_get(table, key);
    if (value && value->type != KJ_TOML_BOOLEAN) {
        wrong_type(r, value, "true or false");
    } else if (value) {
        *to = value->integer != 0;
    }
}

/* A number of units in [least, most] times scale. */
static void read_number(reading *r, const kj_toml *table, const char *key, double least,
                        double most, double scale, unsigned *to) {
    const kj_toml *value = kj_toml_get(table, key);
    if (!value) {
        return;
    }
    if (value->type != KJ_TOML_INTEGER && value->type != KJ_TOML_REAL) {
        wrong_type(r, value, "a number");
    } else if (!(value->real >= least && value->real <= most)) {
        fail(r, value, "\"%s\" must be from %g to %g", key, least, most);
    } else {
        *to = (unsigned)lround(value->real * scale);
    }
}

static void read_megabytes(reading *r, const kj_toml *table, const char *key, size_t *to) {
    unsigned bytes = (unsigned)*to;
    read_number(r, table, key, 0.001, 64, 1 << 20, &bytes);
    *to = bytes;
}

int64_t kj_config_age(const char *text) {
    char *end;
    const double number = strtod(text, &end);
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"minute", 60}, {"min", 60},  {"m", 60},        {"hour", 3600}, {"h", 3600},
                 {"day", 86400}, {"d", 86400}, {"week", 604800}, {"w", 604800}};
    if (end == text || !(number > 0 && number < 100000)) {
        return 0;
    }
    end += strspn(end, " ");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t size = strlen(units[i].unit);
        if (strncmp(end, units[i].unit, size) == 0 &&
            (end[size] == '\0' || strcmp(end + size, "s") == 0)) {
            return (int64_t)(number * (double)units[i].seconds);
        }
    }
    return 0;
}

static void read_age(reading *r, const kj_toml *table, int64_t *to) {
    const kj_toml *value = kj_toml_get(table, "max_age");
    if (!value) {
        return;
    }
    int64_t seconds = 0;
    if (value->type == KJ_TOML_STRING) {
        seconds = kj_config_age(value->text);
    } else if (value->type == KJ_TOML_INTEGER && value->integer > 0 && value->integer < 100000) {
        seconds = value->integer * 3600;
    }
    if (seconds == 0) {
        fail(r, value, "\"max_age\" must be a length of time such as \"36h\" or \"2d\", or hours");
        return;
    }
    *to = seconds;
}

static void read_zone(reading *r, const kj_toml *table, int16_t *to) {
    char *text = NULL;
    read_text(r, table, "timezone", &text);
    if (text && kj_dates_zone(text, to) != KJ_OK) {
        fail(r, kj_toml_get(table, "timezone"),
             "\"timezone\" must be an offset such as \"+06:00\", or \"Asia/Dhaka\", "
             "\"Asia/Kolkata\" or \"UTC\"");
    }
    free(text);
}

static void read_full_text(reading *r, const kj_toml *table, kj_full_text *to) {
    static const char *const names[] = {"auto", "feed", "page"};
    char *text = NULL;
    read_text(r, table, "full_text", &text);
    for (int i = 0; text && i < 3; i++) {
        if (strcmp(text, names[i]) == 0) {
            *to = (kj_full_text)i;
            kj_press_replace(&text, NULL);
        }
    }
    if (text) {
        fail(r, kj_toml_get(table, "full_text"),
             "\"full_text\" must be \"auto\", \"feed\" or \"page\"");
    }
    free(text);
}

/* What may stand in a feed, and above all of them as its default. */
static void read_common(reading *r, const kj_toml *table, kj_config_feed *feed) {
    read_number(r, table, "max_articles", 1, 1000, 1, &feed->max_articles);
    read_age(r, table, &feed->max_age_seconds);
    read_zone(r, table, &feed->zone_minutes);
    read_full_text(r, table, &feed->full_text);
    read_bool(r, table, "images", &feed->images);
}

static void read_feed(reading *r, const kj_toml *table, kj_config_feed *feed) {
    static const char *const known[] = {"title",  "url",     "max_articles", "max_age", "full_text",
                                        "images", "content", "timezone",     NULL};
    if (table->type != KJ_TOML_TABLE) {
        wrong_type(r, table, "a table: [[feed]]");
        return;
    }
    warn_unknown(r, table, known);
    read_common(r, table, feed);
    read_text(r, table, "title", &feed->title);
    read_text(r, table, "url", &feed->url);
    read_text(r, table, "content", &feed->content);
    if (!feed->url) {
        fail(r, table, "this feed has no \"url\"");
        return;
    }
    feed->address = kj_address_is_http(feed->url) ? kj_address_resolve(NULL, feed->url)
                    : strstr(feed->url, "://") && !kj_address_is_file(feed->url)
                        ? NULL
                        : kj_address_of_file(r->path, feed->url);
    if (!feed->address) {
        fail(r, kj_toml_get(table, "url"), "\"url\" must be http, https or a file");
    }
    if (feed->content && !kj_page_is_xpath(feed->content)) {
        fail(r, kj_toml_get(table, "content"),
             "\"content\" must be an XPath, such as \"//article\"");
    }
}

static void read_feeds(reading *r, const kj_toml *root, const kj_config_feed *defaults,
                       kj_config *config) {
    const kj_toml *list = kj_toml_get(root, "feed");
    if (!list || list->type != KJ_TOML_ARRAY || list->count == 0) {
        fail(r, list ? list : root, "there is no [[feed]]");
        return;
    }
    if (list->count > KJ_CONFIG_FEEDS_MAX) {
        fail(r, list, "more than %zu feeds", KJ_CONFIG_FEEDS_MAX);
        return;
    }
    config->feeds = kj_press_alloc(list->count * sizeof *config->feeds);
    for (size_t i = 0; i < list->count && !r->failed; i++) {
        config->feeds[i] = *defaults;
        config->feed_count = i + 1;
        read_feed(r, &list->items[i], &config->feeds[i]);
    }
}

static void read_fetch(reading *r, const kj_toml *root, kj_config *config) {
    static const char *const known[] = {
        "connect_seconds", "total_seconds", "stall_seconds", "retry_seconds", "per_host", "at_once",
        "feed_mb",         "page_mb",       "image_mb",      "user_agent",    NULL};
    const kj_toml *table = kj_toml_get(root, "fetch");
    if (!table) {
        return;
    }
    if (table->type != KJ_TOML_TABLE) {
        wrong_type(r, table, "a table: [fetch]");
        return;
    }
    warn_unknown(r, table, known);
    read_number(r, table, "connect_seconds", 0.1, 120, 1000, &config->connect_ms);
    read_number(r, table, "total_seconds", 0.1, 600, 1000, &config->total_ms);
    read_number(r, table, "stall_seconds", 1, 120, 1, &config->stall_seconds);
    read_number(r, table, "retry_seconds", 0, 60, 1000, &config->retry_ms);
    read_number(r, table, "per_host", 1, 8, 1, &config->per_host);
    read_number(r, table, "at_once", 1, 64, 1, &config->overall);
    read_megabytes(r, table, "feed_mb", &config->feed_bytes);
    read_megabytes(r, table, "page_mb", &config->page_bytes);
    read_megabytes(r, table, "image_mb", &config->image_bytes);
    read_text(r, table, "user_agent", &config->user_agent);
}

static void read_pictures(reading *r, const kj_toml *root, kj_config *config) {
    static const char *const known[] = {"width", "height", "max", NULL};
    const kj_toml *table = kj_toml_get(root, "pictures");
    unsigned width = config->width_px, height = config->height_px;
    if (!table) {
        return;
    }
    if (table->type != KJ_TOML_TABLE) {
        wrong_type(r, table, "a table: [pictures]");
        return;
    }
    warn_unknown(r, table, known);
    read_number(r, table, "width", 16, 4096, 1, &width);
    read_number(r, table, "height", 16, 4096, 1, &height);
    read_number(r, table, "max", 0, 50, 1, &config->max_images);
    config->width_px = (uint16_t)width;
    config->height_px = (uint16_t)height;
}

static void read_root(reading *r, const kj_toml *root, kj_config *config) {
    static const char *const known[] = {"title",   "language",     "creator",   "timezone",
                                        "max_age", "max_articles", "full_text", "images",
                                        "feed",    "fetch",        "pictures",  NULL};
    kj_config_feed defaults = {.max_articles = 20,
                               .max_age_seconds = (int64_t)36 * 3600,
                               .zone_minutes = 360,
                               .images = true};
    warn_unknown(r, root, known);
    read_text(r, root, "title", &config->title);
    read_text(r, root, "language", &config->language);
    read_text(r, root, "creator", &config->creator);
    read_common(r, root, &defaults);
    config->zone_minutes = defaults.zone_minutes;
    if (!config->title) {
        fail(r, root, "there is no \"title\" for the edition");
    }
    read_fetch(r, root, config);
    read_pictures(r, root, config);
    if (!r->failed) {
        read_feeds(r, root, &defaults, config);
    }
}

kj_status kj_config_read(const char *path, kj_config *config, kj_buffer *warnings,
                         kj_buffer *error) {
    *config =
        (kj_config){.user_agent = kj_press_copy("kagoj-press/0.1 (reads feeds for offline paper)"),
                    .connect_ms = 10000,
                    .total_ms = 60000,
                    .stall_seconds = 20,
                    .stall_bytes = 100,
                    .retry_ms = 1000,
                    .per_host = 2,
                    .overall = 8,
                    .feed_bytes = (size_t)10 << 20,
                    .page_bytes = (size_t)5 << 20,
                    .image_bytes = (size_t)10 << 20,
                    .max_images = 6,
                    .width_px = 480,
                    .height_px = 800};
    char message[400];
    kj_toml *root = NULL;
    const kj_status status = kj_toml_read(path, &root, message, sizeof message);
    if (status != KJ_OK) {
        kj_buffer_text(error, message);
        return status;
    }
    reading r = {.path = path, .warnings = warnings, .error = error};
    read_root(&r, root, config);
    kj_toml_free(root);
    return r.failed ? KJ_ERR_ARGUMENT : KJ_OK;
}

void kj_config_free(kj_config *config) {
    for (size_t i = 0; i < config->feed_count; i++) {
        free(config->feeds[i].title);
        free(config->feeds[i].url);
        free(config->feeds[i].address);
        free(config->feeds[i].content);
    }
    free(config->feeds);
    free(config->title);
    free(config->creator);
    free(config->language);
    free(config->user_agent);
    *config = (kj_config){0};
}
