/* library_look.c - see library_look.h. Layer: reader. */
#include "reader/library_look.h"

#include "base/hash.h"

#include "reader/line.h"

#include <string.h>

typedef struct looker {
    kj_library *library;
    kj_library_aim aim;
    const kj_library_item *limit;
    kj_library_listed listed;
    uint64_t id;           /* sought; 0: any file will do */
    uint32_t entries_left; /* that may still be gone through below the open folder */
    bool has_complained;   /* one line in the log is enough */
    kj_library_item item;  /* its path grows and shrinks as folders are gone through */
} looker;

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

static bool is_edition(const kj_volume_entry *entry) {
    return !entry->is_folder && ends_in(entry->name, ".epub");
}

static bool is_listed(const kj_volume_entry *entry) {
    return entry->is_folder || is_edition(entry) || ends_in(entry->name, ".txt");
}

static uint64_t id_of(const char *path, const kj_volume_entry *entry) {
    const uint32_t size = entry->is_folder ? 0u : entry->size_bytes;
    uint8_t rest[8];
    for (unsigned i = 0; i < 4; i++) {
        rest[i] = (uint8_t)(size >> 8u * i);
    }
    for (unsigned i = 0; i < 2; i++) {
        rest[4u + i] = (uint8_t)(entry->date >> 8u * i);
        rest[6u + i] = (uint8_t)(entry->time >> 8u * i);
    }
    const uint64_t hash =
        kj_hash_bytes(kj_hash_bytes(KJ_HASH_START, path, strlen(path)), rest, sizeof rest);
    return hash ? hash : 1u;
}

/* The order of the list: < 0 where a stands before b. */
static int compare(const kj_library_item *a, const kj_library_item *b) {
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->age != b->age) {
        return a->age < b->age ? -1 : 1;
    }
    return strcmp(a->path, b->path);
}

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

static void complain(looker *look, const char *what, const char *name) {
    const kj_library_config *config = &look->library->config;
    if (look->has_complained || !config->log) {
        return;
    }
    look->has_complained = true;
    char text[160];
    kj_line line;
    kj_line_init(&line, text, sizeof text);
    kj_line_add(&line, what);
    kj_line_add_short(&line, name, 100);
    config->log(config->log_context, text);
}

/* Adds the entry's name to item.path; false where it has no room. */
static bool add_name(looker *look, const char *name) {
    if (!append(look->item.path, name)) {
        complain(look, "card: path too long, left out: ", name);
        return false;
    }
    return true;
}

/* The rest of the item, once its path is there. */
static void describe(kj_library_item *item, const kj_volume_entry *entry) {
    const bool edition = is_edition(entry);
    item->kind = entry->is_folder ? KJ_LIBRARY_FOLDER
                 : edition        ? KJ_LIBRARY_EDITION
                                  : KJ_LIBRARY_TEXT;
    item->age = edition ? ~((uint32_t)entry->date << 16 | (uint32_t)entry->time) : 0u;
    item->id = id_of(item->path, entry);
}

static kj_status seek_below(looker *look, unsigned depth);

/* The entry just read of a folder at depth. KJ_OK: found, item.path is it; KJ_END: go on. */
static kj_status seek_entry(looker *look, unsigned depth) {
    const kj_volume_entry *entry = &look->library->entry;
    if (look->entries_left == 0) {
        complain(look, "card: too many files to go through, from ", entry->name);
        return look->id == 0 ? KJ_OK : KJ_END;
    }
    look->entries_left--;
    if (entry->is_hidden || !is_listed(entry) || (entry->is_folder && depth == KJ_LIBRARY_DEPTH)) {
        return KJ_END;
    }
    if (!add_name(look, entry->name)) {
        return KJ_END;
    }
    if (entry->is_folder) {
        /* A damaged folder hides what is in it and nothing else. (ERR_MISSING: its name is none;
         * were the card gone, the next entry could not be read either.) */
        const kj_status status = seek_below(look, depth + 1u);
        return status == KJ_OK || status == KJ_ERR_TIMEOUT ? status : KJ_END;
    }
    if (look->id == 0) {
        return KJ_OK;
    }
    if (id_of(look->item.path, entry) != look->id) {
        return KJ_END;
    }
    describe(&look->item, entry);
    return KJ_OK;
}

/* Looks for a file in the folder at item.path and those below it, whose depth is bounded, and so is
 * this. On all but KJ_OK item.path is as it was. */
static kj_status seek_below(looker *look, unsigned depth) {
    kj_library *library = look->library;
    const size_t length = strlen(look->item.path);
    kj_folder folder;
    kj_status status = kj_folder_open(&folder, &library->volume, look->item.path);
    while (status == KJ_OK && (status = kj_folder_next(&folder, &library->entry)) == KJ_OK) {
        status = seek_entry(look, depth);
        if (status == KJ_OK) {
            break;
        }
        look->item.path[length] = '\0';
        status = status == KJ_END ? KJ_OK : status;
    }
    kj_folder_close(&folder);
    return status;
}

static unsigned depth_of(const char *path) {
    unsigned depth = 0;
    for (const char *at = path; at[1]; at++) { /* the root's slash is its last byte */
        depth += *at == '/';
    }
    return depth;
}

/* Whether the window has room for the item, where the aim is. */
static bool is_wanted(const looker *look) {
    const kj_library *library = look->library;
    const kj_library_item *item = &look->item, *window = library->window;
    const unsigned count = library->window_count;
    const int order = look->limit ? compare(item, look->limit) : 1;
    if (look->aim == KJ_LIBRARY_BEFORE) {
        return order < 0 && (count < KJ_LIBRARY_WINDOW || compare(item, &window[0]) > 0);
    }
    return (order > 0 || (order == 0 && look->aim == KJ_LIBRARY_FROM)) &&
           (count < KJ_LIBRARY_WINDOW || compare(item, &window[count - 1u]) < 0);
}

/* Puts the item, which is wanted, into the window; the one farthest from the aim goes. */
static void take(looker *look) {
    kj_library *library = look->library;
    kj_library_item *window = library->window;
    unsigned count = library->window_count;
    if (count == KJ_LIBRARY_WINDOW) {
        count--;
        if (look->aim == KJ_LIBRARY_BEFORE) {
            memmove(&window[0], &window[1], count * sizeof *window);
        }
    }
    unsigned at = count;
    while (at > 0 && compare(&look->item, &window[at - 1u]) < 0) {
        at--;
    }
    memmove(&window[at + 1u], &window[at], (count - at) * sizeof *window);
    window[at] = look->item;
    library->window_count = count + 1u;
}

/* Whether there is something to read in the folder that the item is. KJ_OK; KJ_END: nothing. */
static kj_status look_into(looker *look, unsigned depth) {
    const size_t length = strlen(look->item.path);
    const kj_status status = seek_below(look, depth);
    look->item.path[length] = '\0';
    return status == KJ_OK || status == KJ_ERR_TIMEOUT ? status : KJ_END;
}

/* The entry just read of the open folder at depth, whose path item.path is. */
static kj_status list_entry(looker *look, unsigned depth) {
    const kj_volume_entry *entry = &look->library->entry;
    const bool is_folder = entry->is_folder;
    if (entry->is_hidden || !is_listed(entry) || (is_folder && depth == KJ_LIBRARY_DEPTH) ||
        look->listed.found == KJ_LIBRARY_ITEMS_MAX || !add_name(look, entry->name)) {
        return KJ_OK;
    }
    describe(&look->item, entry);
    const bool counts = look->aim == KJ_LIBRARY_FIRST || look->aim == KJ_LIBRARY_FROM;
    const bool wanted = is_wanted(look);
    if (is_folder && (counts || wanted)) {
        const kj_status status = look_into(look, depth + 1u);
        if (status != KJ_OK) {
            return status == KJ_END ? KJ_OK : status;
        }
    }
    look->listed.found++;
    look->listed.before += look->limit && compare(&look->item, look->limit) < 0;
    if (wanted) {
        take(look);
    }
    return KJ_OK;
}

kj_status kj_library_look(kj_library *library, kj_library_aim aim, const kj_library_item *limit,
                          kj_library_listed *listed) {
    looker look = {
        .library = library, .aim = aim, .limit = limit, .entries_left = KJ_LIBRARY_ENTRIES_MAX};
    const unsigned depth = depth_of(library->folder);
    const size_t length = strlen(library->folder);
    memcpy(look.item.path, library->folder, length + 1u);
    library->window_count = 0;
    kj_folder folder;
    kj_status status = kj_folder_open(&folder, &library->volume, library->folder);
    while (status == KJ_OK && (status = kj_folder_next(&folder, &library->entry)) == KJ_OK) {
        status = list_entry(&look, depth);
        look.item.path[length] = '\0';
    }
    kj_folder_close(&folder);
    if (status != KJ_END) {
        library->window_count = 0;
        return status;
    }
    *listed = look.listed;
    return KJ_OK;
}

kj_status kj_library_seek(kj_library *library, uint64_t id, kj_library_item *item) {
    looker look = {.library = library, .id = id, .entries_left = KJ_LIBRARY_ENTRIES_MAX};
    strcpy(look.item.path, "/");
    const kj_status status = seek_below(&look, 0);
    if (status == KJ_OK) {
        *item = look.item;
    }
    return status;
}
