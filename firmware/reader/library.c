/* library.c - see library.h. Layer: reader. */
#include "reader/library.h"

#include "reader/library_look.h"

#include <string.h>

_Static_assert(sizeof(void *) > 4 || sizeof(kj_library) <= 5248, "the RP2040's memory");

void kj_library_init(kj_library *library, const kj_library_config *config) {
    memset(library, 0, sizeof *library);
    library->config = *config;
    strcpy(library->folder, "/");
    library->top_length = 1;
}

static void close_file(kj_library *library) {
    if (library->file_open) {
        kj_file_close(&library->file);
        library->file_open = false;
    }
}

static void unmount(kj_library *library) {
    close_file(library);
    if (library->mounted) {
        kj_volume_unmount(&library->volume);
        library->mounted = false;
    }
}

void kj_library_close(kj_library *library) {
    unmount(library);
    library->count = 0;
    library->window_count = 0;
}

/* Folder and count stay, and where there is no card the window too: it knows the names. */
static kj_status mount(kj_library *library) {
    unmount(library);
    kj_status status = library->config.open_card(library->config.context, &library->blocks);
    status = status == KJ_OK ? kj_volume_mount(&library->volume, &library->blocks) : status;
    if (status == KJ_OK) {
        library->mounted = true;
        library->window_count = 0;
    }
    return status;
}

/* Counts the items of the open folder and has the window at their beginning. */
static kj_status list_folder(kj_library *library) {
    kj_library_listed listed;
    kj_status status = kj_library_look(library, KJ_LIBRARY_FIRST, NULL, &listed);
    library->base = 0;
    if (status == KJ_OK) {
        library->count = listed.found;
    }
    return status;
}

static bool holds_one_folder(const kj_library *library) {
    return library->count == 1 && library->window[0].kind == KJ_LIBRARY_FOLDER;
}

static kj_status refresh(void *context, uint32_t *count) {
    kj_library *library = context;
    kj_library_close(library);
    kj_status status = mount(library);
    if (status != KJ_OK) {
        return status;
    }
    strcpy(library->folder, "/");
    status = list_folder(library);
    while (status == KJ_OK && holds_one_folder(library)) { /* at most KJ_LIBRARY_DEPTH times */
        strcpy(library->folder, library->window[0].path);
        status = list_folder(library);
    }
    library->top_length = (uint16_t)strlen(library->folder);
    library->opened_id = 0;
    if (status == KJ_OK) {
        *count = library->count;
    }
    return status;
}

static bool is_in_window(const kj_library *library, uint32_t index) {
    return index >= library->base && index - library->base < library->window_count;
}

/* Moves the window to where it begins behind its last item or ends before its first. */
static kj_status move_window(kj_library *library, bool before) {
    const kj_library_item limit = library->window[before ? 0u : library->window_count - 1u];
    const uint32_t beyond = library->base + library->window_count;
    kj_library_listed listed;
    kj_status status =
        kj_library_look(library, before ? KJ_LIBRARY_BEFORE : KJ_LIBRARY_AFTER, &limit, &listed);
    library->base = before ? library->base - library->window_count : beyond;
    return status;
}

/* Has item index in the window. ERR_RANGE: the folder holds fewer than it did. */
static kj_status find_item(kj_library *library, uint32_t index) {
    if (library->window_count == 0) { /* an earlier look failed */
        kj_library_listed listed;
        kj_status status = kj_library_look(library, KJ_LIBRARY_FIRST, NULL, &listed);
        library->base = 0;
        if (status != KJ_OK) {
            return status;
        }
    }
    while (!is_in_window(library, index)) {
        if (library->window_count == 0 || index >= library->count) {
            return KJ_ERR_RANGE;
        }
        kj_status status = move_window(library, index < library->base);
        if (status != KJ_OK) {
            return status;
        }
    }
    return KJ_OK;
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static kj_shelf_item shelf_item(const kj_library_item *item) {
    return (kj_shelf_item){.name = name_of(item->path),
                           .is_edition = item->kind == KJ_LIBRARY_EDITION,
                           .is_folder = item->kind == KJ_LIBRARY_FOLDER,
                           .id = item->id};
}

/* Item index, which has to be the one of this id (0: not known). ERR_MISSING: it is not, or there
 * is no card. */
static kj_status look_at(kj_library *library, uint32_t index, uint64_t id,
                         const kj_library_item **found) {
    kj_status status = library->mounted ? find_item(library, index) : KJ_ERR_MISSING;
    if (status != KJ_OK) {
        return status == KJ_ERR_RANGE ? KJ_ERR_MISSING : status;
    }
    *found = &library->window[index - library->base];
    return id == 0 || (*found)->id == id ? KJ_OK : KJ_ERR_MISSING;
}

static kj_status get_item(void *context, uint32_t index, kj_shelf_item *item) {
    const kj_library_item *found;
    kj_status status = look_at(context, index, 0, &found);
    if (status == KJ_OK) {
        *item = shelf_item(found);
    }
    return status;
}

/* Whether the card went away: until it is mounted anew no call of the volume will read it. */
static bool is_lost(kj_status status) {
    return status == KJ_ERR_MISSING || status == KJ_ERR_STATE || status == KJ_ERR_TIMEOUT ||
           status == KJ_ERR_IO;
}

/* Mounts the card anew and lists the folder that was open. ERR_STATE: there is no card. */
static kj_status mount_again(kj_library *library) {
    kj_status status = mount(library);
    if (status != KJ_OK) {
        return status == KJ_ERR_MISSING || status == KJ_ERR_TIMEOUT ? KJ_ERR_STATE : status;
    }
    return list_folder(library);
}

/* What is known of item index without reading: the file that was opened, the window's item. */
static kj_library_item recall(const kj_library *library, uint32_t index) {
    const uint64_t id = library->opened == index ? library->opened_id : 0;
    if (is_in_window(library, index)) {
        const kj_library_item *item = &library->window[index - library->base];
        if (id == 0 || id == item->id) {
            return *item;
        }
    }
    return (kj_library_item){.id = id, .kind = KJ_LIBRARY_TEXT};
}

static kj_status open_found(kj_library *library, uint32_t index, kj_library_item *wanted) {
    const kj_library_item *found;
    kj_status status = look_at(library, index, wanted->id, &found);
    if (status != KJ_OK) {
        return status;
    }
    *wanted = *found;
    return found->kind == KJ_LIBRARY_FOLDER
               ? KJ_ERR_ARGUMENT
               : kj_file_open(&library->file, &library->volume, found->path);
}

static kj_status open_item(void *context, uint32_t index, kj_source *source, kj_shelf_item *item) {
    kj_library *library = context;
    close_file(library);
    kj_library_item wanted = recall(library, index);
    kj_status status = open_found(library, index, &wanted);
    if (is_lost(status)) {
        status = mount_again(library);
        status = status == KJ_OK ? open_found(library, index, &wanted) : status;
    }
    if (status == KJ_OK) {
        library->file_open = true;
        *source = kj_file_source_of(&library->file);
    }
    library->opened = index;
    library->opened_id = wanted.id;
    *item = shelf_item(&wanted);
    strcpy(library->entry.name, item->name); /* a place that stays until the next look */
    item->name = library->entry.name;
    return status;
}

/* Makes the folder at path the open one. Where that fails the one before stays. */
static kj_status change_folder(kj_library *library, const char *path) {
    char before[KJ_LIBRARY_PATH_BYTES];
    strcpy(before, library->folder);
    strcpy(library->folder, path); /* path may be in the window, which is filled anew */
    kj_status status = list_folder(library);
    if (status != KJ_OK) {
        strcpy(library->folder, before);
    }
    return status;
}

/* Cuts the path's last name off; the root stays. */
static void cut_name(char *path) {
    char *slash = strrchr(path, '/');
    slash[slash == path ? 1 : 0] = '\0';
}

static kj_status enter_above(kj_library *library) {
    char path[KJ_LIBRARY_PATH_BYTES];
    strcpy(path, library->folder);
    cut_name(path);
    return library->mounted ? change_folder(library, path) : KJ_ERR_MISSING;
}

static kj_status enter_item(kj_library *library, uint32_t index, uint64_t id) {
    const kj_library_item *found;
    kj_status status = look_at(library, index, id, &found);
    if (status != KJ_OK) {
        return status;
    }
    return found->kind == KJ_LIBRARY_FOLDER ? change_folder(library, found->path) : KJ_ERR_ARGUMENT;
}

static kj_status enter(void *context, uint32_t index, uint32_t *count) {
    kj_library *library = context;
    const bool above = index == KJ_SHELF_ABOVE;
    if (above && strlen(library->folder) <= library->top_length) {
        return KJ_END;
    }
    close_file(library);
    const uint64_t id = above ? 0 : recall(library, index).id;
    kj_status status = above ? enter_above(library) : enter_item(library, index, id);
    if (is_lost(status)) {
        status = mount(library);
        if (status == KJ_OK) {
            status = above ? enter_above(library) : enter_item(library, index, id);
        }
    }
    if (status == KJ_OK) {
        library->opened_id = 0;
        *count = library->count;
    }
    return status;
}

/* Opens the folder that item is in and has the window begin with it. */
static kj_status place(kj_library *library, const kj_library_item *item) {
    char before[KJ_LIBRARY_PATH_BYTES];
    strcpy(before, library->folder);
    strcpy(library->folder, item->path);
    cut_name(library->folder);
    kj_library_listed listed;
    kj_status status = kj_library_look(library, KJ_LIBRARY_FROM, item, &listed);
    if (status == KJ_OK && (library->window_count == 0 || library->window[0].id != item->id)) {
        status = KJ_END; /* the card was changed meanwhile */
    }
    if (status != KJ_OK) {
        strcpy(library->folder, before);
        library->window_count = 0;
        return status;
    }
    library->count = listed.found;
    library->base = listed.before;
    library->opened_id = 0;
    return KJ_OK;
}

static kj_status find(void *context, uint64_t id, uint32_t *count, uint32_t *index) {
    kj_library *library = context;
    kj_library_item item;
    if (id == 0) {
        return KJ_END;
    }
    close_file(library);
    kj_status status = library->mounted ? kj_library_seek(library, id, &item) : KJ_ERR_MISSING;
    if (is_lost(status)) {
        status = mount(library);
        status = status == KJ_OK ? kj_library_seek(library, id, &item) : status;
    }
    status = status == KJ_OK ? place(library, &item) : status;
    if (status == KJ_OK) {
        *count = library->count;
        *index = library->base;
    }
    return status;
}

kj_shelf kj_library_shelf(kj_library *library) {
    return (kj_shelf){.context = library,
                      .refresh = refresh,
                      .item = get_item,
                      .open = open_item,
                      .enter = enter,
                      .find = find};
}
