/* card.c - see card.h. Layer: board (host). */
#include "card.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_article(const char *name) {
    const size_t length = strlen(name);
    return name[0] != '.' && length > 4 && !strcmp(name + length - 4, ".txt");
}

static kj_status add_path(kj_card *card, char *path) {
    if (!path) {
        return KJ_ERR_MEMORY;
    }
    if (card->count == KJ_CARD_ARTICLES_MAX) {
        free(path);
        return KJ_ERR_TOO_LARGE;
    }
    card->paths[card->count++] = path;
    return KJ_OK;
}

static char *join(const char *folder, const char *name) {
    const size_t bytes = strlen(folder) + strlen(name) + 2;
    char *path = malloc(bytes);
    if (path) {
        const bool ends_in_slash = folder[0] && folder[strlen(folder) - 1] == '/';
        snprintf(path, bytes, "%s%s%s", folder, ends_in_slash ? "" : "/", name);
    }
    return path;
}

static int compare_paths(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static kj_status add_folder(kj_card *card, const char *path) {
    DIR *folder = opendir(path);
    if (!folder) {
        return KJ_ERR_IO;
    }
    kj_status status = KJ_OK;
    struct dirent *entry;
    while (status == KJ_OK && (entry = readdir(folder))) {
        if (is_article(entry->d_name)) {
            status = add_path(card, join(path, entry->d_name));
        }
    }
    closedir(folder);
    qsort(card->paths, card->count, sizeof *card->paths, compare_paths);
    return status;
}

kj_status kj_card_open(kj_card *card, const char *path) {
    *card = (kj_card){.paths = calloc(KJ_CARD_ARTICLES_MAX, sizeof(char *))};
    if (!card->paths) {
        return KJ_ERR_MEMORY;
    }
    struct stat about;
    const bool folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
    kj_status status = folder ? add_folder(card, path) : add_path(card, strdup(path));
    if (status != KJ_OK) {
        kj_card_close(card);
    }
    return status;
}

static void close_file(kj_card *card) {
    if (card->file_open) {
        kj_file_source_close(&card->file);
        card->file_open = false;
    }
}

void kj_card_close(kj_card *card) {
    close_file(card);
    for (uint16_t i = 0; i < card->count; i++) {
        free(card->paths[i]);
    }
    free(card->paths);
    *card = (kj_card){.paths = NULL};
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static kj_status open_article(void *context, uint16_t index, kj_source *source, const char **name) {
    kj_card *card = context;
    close_file(card);
    *name = name_of(card->paths[index]);
    kj_status status = kj_file_source_open(&card->file, card->paths[index]);
    if (status == KJ_OK) {
        card->file_open = true;
        *source = card->file.source;
    }
    return status;
}

kj_shelf kj_card_shelf(kj_card *card) {
    return (kj_shelf){.context = card, .count = card->count, .open = open_article};
}

const char *kj_card_path(const kj_card *card, uint16_t index) {
    return index < card->count ? card->paths[index] : "";
}
