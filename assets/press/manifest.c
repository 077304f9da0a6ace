/* manifest.c - see manifest.h. */
#include "press/manifest.h"

#include "press/bengali.h"
#include "press/buffer.h"
#include "press/epub_parts.h"
#include "press/files.h"
#include "press/say.h"
#include "press/toml.h"

#include <stdlib.h>
#include <string.h>

/* Says that the value at key's place is wrong. */
static kj_status complain(const char *path, const kj_toml *value, const char *message) {
    char *place = kj_press_format("%s:%u", path, value->line);
    kj_say(place, "%s%s%s", value->key ? value->key : "", value->key ? ": " : "", message);
    free(place);
    return KJ_ERR_FORMAT;
}

static kj_status check_keys(const char *path, const kj_toml *table, const char *const *known) {
    for (size_t i = 0; i < table->count; i++) {
        const char *const *at = known;
        while (*at && strcmp(*at, table->items[i].key) != 0) {
            at++;
        }
        if (!*at) {
            return complain(path, &table->items[i], "is not known here");
        }
    }
    return KJ_OK;
}

/* A string, or a date, as a clean line into *field, which stays where there is no such key. */
static kj_status take_string(const char *path, const kj_toml *table, const char *key,
                             char **field) {
    const kj_toml *value = kj_toml_get(table, key);
    if (!value) {
        return KJ_OK;
    }
    if (value->type != KJ_TOML_STRING && value->type != KJ_TOML_DATE) {
        return complain(path, value, "must be a string");
    }
    kj_press_replace(field, kj_bengali_clean_line(value->text, value->text_bytes));
    return KJ_OK;
}

kj_status kj_manifest_cover(const char *path, const kj_article_config *config,
                            kj_press_edition *edition) {
    kj_buffer bytes = {0};
    kj_picture picture;
    kj_status status = kj_files_read(path, KJ_PICTURE_BYTES_MAX, &bytes);
    if (status != KJ_OK) {
        kj_say(path, "%s", kj_files_why(status));
        return status;
    }
    status =
        kj_picture_convert(bytes.data ? bytes.data : "", bytes.length, config->pictures, &picture);
    kj_buffer_free(&bytes);
    if (status != KJ_OK) {
        kj_say(path, "%s", kj_picture_why(status));
        return status;
    }
    free(edition->cover.png);
    edition->cover.png = picture.png;
    edition->cover.png_bytes = picture.png_bytes;
    edition->cover.width_px = picture.width_px;
    edition->cover.height_px = picture.height_px;
    return KJ_OK;
}

static kj_status read_header(const char *path, const kj_toml *root, const kj_article_config *config,
                             kj_press_edition *edition) {
    static const char *const known[] = {"title", "date",    "language", "creator",
                                        "cover", "section", NULL};
    char *cover = NULL;
    struct {
        const char *key;
        char **field;
    } strings[] = {{"title", &edition->title},
                   {"date", &edition->date},
                   {"language", &edition->language},
                   {"creator", &edition->creator},
                   {"cover", &cover}};
    kj_status status = check_keys(path, root, known);
    for (size_t i = 0; i < sizeof strings / sizeof *strings && status == KJ_OK; i++) {
        status = take_string(path, root, strings[i].key, strings[i].field);
    }
    if (status == KJ_OK && edition->date && !kj_epub_is_date(edition->date)) {
        status = complain(path, kj_toml_get(root, "date"), "must be a date such as \"2026-11-25\"");
    }
    if (status == KJ_OK && cover) {
        char *file = kj_files_beside(path, cover);
        status = kj_manifest_cover(file, config, edition);
        free(file);
    }
    free(cover);
    return status;
}

/* The files of a section's list. One that cannot be read does not stop the next from being tried,
 * so that all that is wrong is said at once. */
static kj_status read_articles(const char *path, const kj_toml *list,
                               const kj_article_config *config, kj_press_section *section) {
    kj_status first = KJ_OK;
    for (size_t i = 0; i < list->count; i++) {
        const kj_toml *name = &list->items[i];
        if (name->type != KJ_TOML_STRING || name->text_bytes == 0) {
            return complain(path, name, "articles must be names of files");
        }
        char *file = kj_files_beside(path, name->text);
        kj_status status = kj_article_read(file, config, kj_press_add_article(section));
        free(file);
        first = first == KJ_OK ? status : first;
    }
    return first;
}

static kj_status read_section(const char *path, const kj_toml *table,
                              const kj_article_config *config, kj_press_edition *edition) {
    static const char *const known[] = {"title", "articles", NULL};
    if (table->type != KJ_TOML_TABLE) {
        return complain(path, table, "must be written as [[section]]");
    }
    kj_status status = check_keys(path, table, known);
    kj_press_section *section = kj_press_add_section(edition, NULL);
    if (status == KJ_OK) {
        status = take_string(path, table, "title", &section->title);
    }
    const kj_toml *list = kj_toml_get(table, "articles");
    if (status == KJ_OK && (!list || list->type != KJ_TOML_ARRAY)) {
        status = complain(path, list ? list : table, "a section needs articles = [...]");
    }
    return status == KJ_OK ? read_articles(path, list, config, section) : status;
}

kj_status kj_manifest_read(const char *path, const kj_article_config *config,
                           kj_press_edition *edition) {
    kj_toml *root = NULL;
    char error[512];
    kj_status status = kj_toml_read(path, &root, error, sizeof error);
    if (status != KJ_OK) {
        kj_say(NULL, "%s", error);
        return status;
    }
    status = read_header(path, root, config, edition);
    const kj_toml *sections = kj_toml_get(root, "section");
    if (status == KJ_OK && (!sections || sections->type != KJ_TOML_ARRAY)) {
        status = complain(path, sections ? sections : root, "there is no [[section]]");
    }
    kj_status first = status;
    for (size_t i = 0; status == KJ_OK && i < sections->count; i++) {
        kj_status one = read_section(path, &sections->items[i], config, edition);
        first = first == KJ_OK ? one : first;
    }
    kj_toml_free(root);
    return first;
}
