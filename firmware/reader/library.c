/* library.c - see library.h. Layer: reader. */
#include "reader/library.h"

#include "reader/line.h"

#include <string.h>

void kj_library_init(kj_library *library, const kj_library_config *config) {
    memset(library, 0, sizeof *library);
    library->config = *config;
}

static void close_file(kj_library *library) {
    if (library->file_open) {
        kj_file_close(&library->file);
        library->file_open = false;
    }
}

void kj_library_close(kj_library *library) {
    close_file(library);
    if (library->mounted) {
        kj_volume_unmount(&library->volume);
        library->mounted = false;
    }
    library->count = 0;
    library->window_count = 0;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool ends_in(const char *name, const char *ending) {
    const size_t length = strlen(name), tail = strlen(ending);
    if (length <= tail) {
        return false;
    }
    for (size_t i = 0; i < tail; i++) {
        if (lower(name[length - tail + i]) != ending[i]) {
            return false;
        }
    }
    return true;
}

/* The order of the list: < 0 where a stands before b. */
static int compare(const kj_library_item *a, const kj_library_item *b) {
    if (a->is_edition != b->is_edition) {
        return a->is_edition ? -1 : 1;
    }
    if (a->age != b->age) {
        return a->age < b->age ? -1 : 1;
    }
    return strcmp(a->path, b->path);
}

/* One look through the card. Each item found is given to take, which may keep it. */
typedef struct looker {
    kj_library *library;
    void (*take)(struct looker *looker, const kj_library_item *item);
    const kj_library_item *limit; /* of what take keeps */
    uint32_t found, left_out;
    kj_library_item item; /* its path grows and shrinks as folders are gone through */
} looker;

static bool append(char *path, const char *name) {
    const size_t length = strlen(path), more = strlen(name);
    const bool at_root = length == 1;
    if (length + more + 2u > KJ_LIBRARY_PATH_BYTES) {
        return false;
    }
    path[length] = '/';
    memcpy(path + length + (at_root ? 0u : 1u), name, more + 1u);
    return true;
}

static void leave_out(looker *look, const char *name) {
    const kj_library_config *config = &look->library->config;
    if (look->left_out++ > 0 || !config->log) {
        return;
    }
    char text[160];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    kj_line_add(&line, "card: path too long, left out: ");
    kj_line_add_short(&line, name, 100);
    config->log(config->log_context, text);
}

static void look_at_file(looker *look, const kj_volume_entry *entry) {
    kj_library_item *item = &look->item;
    item->is_edition = ends_in(entry->name, ".epub");
    if (!item->is_edition && !ends_in(entry->name, ".txt")) {
        return;
    }
    const size_t length = strlen(item->path);
    if (!append(item->path, entry->name)) {
        leave_out(look, entry->name);
    } else if (look->found < KJ_LIBRARY_ITEMS_MAX) {
        item->age = item->is_edition ? ~((uint32_t)entry->date << 16 | (uint32_t)entry->time) : 0u;
        look->found++;
        look->take(look, item);
    }
    item->path[length] = '\0';
}

/* Goes through the folder at item.path and those below it: depth is bounded, and so is this. */
static kj_status look_into(looker *look, unsigned depth) {
    kj_library *library = look->library;
    kj_volume_entry *entry = &library->entry;
    const size_t length = strlen(look->item.path);
    kj_folder folder;
    kj_status status = kj_folder_open(&folder, &library->volume, look->item.path);
    if (status != KJ_OK) {
        return status;
    }
    while ((status = kj_folder_next(&folder, entry)) == KJ_OK) {
        if (entry->is_hidden) {
            continue;
        }
        if (!entry->is_folder) {
            look_at_file(look, entry);
        } else if (depth < KJ_LIBRARY_DEPTH) {
            if (append(look->item.path, entry->name)) {
                /* A damaged folder hides what is in it and nothing else. (ERR_MISSING: its name is
                 * none; were the card gone, the next entry could not be read either.) */
                kj_status inner = look_into(look, depth + 1u);
                if (inner == KJ_ERR_TIMEOUT) {
                    status = inner;
                    break;
                }
            } else {
                leave_out(look, entry->name);
            }
            look->item.path[length] = '\0';
        }
    }
    kj_folder_close(&folder);
    return status == KJ_END ? KJ_OK : status;
}

static kj_status look_through(looker *look) {
    strcpy(look->item.path, "/");
    return look_into(look, 0);
}

/* Keeps the first WINDOW items that stand behind limit (NULL: of all). */
static void take_after(looker *look, const kj_library_item *item) {
    kj_library *library = look->library;
    if (look->limit && compare(item, look->limit) <= 0) {
        return;
    }
    unsigned at = library->window_count;
    while (at > 0 && compare(item, &library->window[at - 1u]) < 0) {
        at--;
    }
    if (at == KJ_LIBRARY_WINDOW) {
        return;
    }
    library->window_count += library->window_count < KJ_LIBRARY_WINDOW;
    memmove(&library->window[at + 1u], &library->window[at],
            (library->window_count - at - 1u) * sizeof *item);
    library->window[at] = *item;
}

/* Keeps the last WINDOW items that stand before limit. */
static void take_before(looker *look, const kj_library_item *item) {
    kj_library *library = look->library;
    if (compare(item, look->limit) >= 0) {
        return;
    }
    unsigned at = 0;
    while (at < library->window_count && compare(item, &library->window[at]) > 0) {
        at++;
    }
    if (library->window_count == KJ_LIBRARY_WINDOW) {
        if (at == 0) {
            return;
        }
        memmove(&library->window[0], &library->window[1], (at - 1u) * sizeof *item);
        library->window[at - 1u] = *item;
        return;
    }
    memmove(&library->window[at + 1u], &library->window[at],
            (library->window_count - at) * sizeof *item);
    library->window[at] = *item;
    library->window_count++;
}

/* Moves the window to begin behind limit or to end before it. */
static kj_status move_window(kj_library *library, const kj_library_item *limit, bool before) {
    looker look = {.library = library, .take = before ? take_before : take_after, .limit = limit};
    library->window_count = 0;
    kj_status status = look_through(&look);
    library->count = status == KJ_OK && !limit ? look.found : library->count;
    library->left_out = look.left_out;
    return status;
}

static kj_status refresh(void *context, uint32_t *count) {
    kj_library *library = context;
    kj_library_close(library);
    kj_status status = library->config.open_card(library->config.context, &library->blocks);
    status = status == KJ_OK ? kj_volume_mount(&library->volume, &library->blocks) : status;
    if (status != KJ_OK) {
        return status;
    }
    library->mounted = true;
    library->base = 0;
    status = move_window(library, NULL, false);
    if (status == KJ_OK) {
        *count = library->count;
    }
    return status;
}

/* Has item index in the window. */
static kj_status find_item(kj_library *library, uint32_t index) {
    while (index < library->base || index >= library->base + library->window_count) {
        if (library->window_count == 0 || index >= library->count) {
            return KJ_ERR_RANGE; /* the card holds fewer than it did */
        }
        const bool before = index < library->base;
        const kj_library_item limit = library->window[before ? 0u : library->window_count - 1u];
        const uint32_t beyond = library->base + library->window_count;
        kj_status status = move_window(library, &limit, before);
        if (status != KJ_OK) {
            library->window_count = 0;
            return status;
        }
        library->base = before ? library->base - library->window_count : beyond;
    }
    return KJ_OK;
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static kj_status look_at(kj_library *library, uint32_t index, kj_shelf_item *item,
                         const kj_library_item **found) {
    kj_status status = library->mounted ? find_item(library, index) : KJ_ERR_MISSING;
    if (status == KJ_OK) {
        *found = &library->window[index - library->base];
        *item =
            (kj_shelf_item){.name = name_of((*found)->path), .is_edition = (*found)->is_edition};
    }
    return status;
}

/* Whether the card went away: until it is mounted anew no call of the volume will read it. */
static bool is_lost(kj_status status) {
    return status == KJ_ERR_MISSING || status == KJ_ERR_STATE || status == KJ_ERR_TIMEOUT ||
           status == KJ_ERR_IO;
}

/* Mounts the card anew and finds item index, which has to be the file that it was. ERR_STATE: there
 * is no card. */
static kj_status mount_again(kj_library *library, uint32_t index) {
    uint32_t count;
    kj_status status = refresh(library, &count);
    if (status != KJ_OK) {
        return status == KJ_ERR_MISSING || status == KJ_ERR_TIMEOUT ? KJ_ERR_STATE : status;
    }
    status = find_item(library, index);
    const bool known = library->opened_path[0] != '\0' && library->opened == index;
    if (status == KJ_ERR_RANGE ||
        (status == KJ_OK && known &&
         strcmp(library->window[index - library->base].path, library->opened_path) != 0)) {
        return KJ_ERR_MISSING;
    }
    return status;
}

static kj_status get_item(void *context, uint32_t index, kj_shelf_item *item) {
    const kj_library_item *found;
    return look_at(context, index, item, &found);
}

static kj_status open_found(kj_library *library, uint32_t index, kj_shelf_item *item) {
    const kj_library_item *found;
    kj_status status = look_at(library, index, item, &found);
    if (status == KJ_OK) {
        library->opened = index;
        strcpy(library->opened_path, found->path);
        status = kj_file_open(&library->file, &library->volume, found->path);
    }
    return status;
}

static kj_status open_item(void *context, uint32_t index, kj_source *source, kj_shelf_item *item) {
    kj_library *library = context;
    *item = (kj_shelf_item){.name = name_of(library->opened_path)};
    close_file(library);
    kj_status status = open_found(library, index, item);
    if (is_lost(status)) {
        status = mount_again(library, index);
        status = status == KJ_OK ? open_found(library, index, item) : status;
    }
    if (status == KJ_OK) {
        library->file_open = true;
        *source = kj_file_source_of(&library->file);
    }
    return status;
}

kj_shelf kj_library_shelf(kj_library *library) {
    return (kj_shelf){.context = library, .refresh = refresh, .item = get_item, .open = open_item};
}
