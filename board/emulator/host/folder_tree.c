/* folder_tree.c - see folder_tree.h. Folders are looked at in the order in which they were found,
 * so that the children of each stand together and nothing recurses. Layer: board (host). */
#include "board/emulator/host/folder_tree.h"

#include "base/utf8.h"
#include "board/emulator/host/folder_entries.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct scan {
    kj_folder_tree *tree;
    const kj_folder_note *note;
} scan;

static void leave_out(const scan *work, const char *path, const char *why) {
    if (work->note) {
        work->note->left_out(work->note->context, path, why);
    }
}

/* --- Names */

static bool is_utf8(const char *name) {
    const kj_span text = {(const uint8_t *)name, strlen(name)};
    for (size_t at = 0; at < text.length;) {
        const size_t before = at;
        if (kj_utf8_next(text, &at) == KJ_UTF8_REPLACEMENT &&
            (at - before != 3 || memcmp(name + before, "\xEF\xBF\xBD", 3) != 0)) {
            return false;
        }
    }
    return true;
}

/* The name as FAT takes it: no control or reserved character, no dot or space at its end. */
static char *volume_name(const char *name) {
    char *copy = strdup(name);
    if (!copy) {
        return NULL;
    }
    for (char *at = copy; *at; at++) {
        if ((unsigned char)*at < 32 || *at == 127 || strchr("\"*/:<>?\\|", *at)) {
            *at = '_';
        }
    }
    for (size_t i = strlen(copy); i > 0 && (copy[i - 1] == '.' || copy[i - 1] == ' '); i--) {
        copy[i - 1] = '_';
    }
    return copy;
}

static int fold(unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

static int compare_folded(const char *left, const char *right) {
    while (*left && fold((unsigned char)*left) == fold((unsigned char)*right)) {
        left++;
        right++;
    }
    return fold((unsigned char)*left) - fold((unsigned char)*right);
}

static int compare_nodes(const void *left, const void *right) {
    const kj_folder_node *a = left, *b = right;
    const int order = compare_folded(a->name, b->name);
    return order ? order : strcmp(a->path, b->path);
}

/* --- Nodes */

static kj_folder_node *add_node(kj_folder_tree *tree) {
    if (tree->count == tree->capacity) {
        const uint32_t capacity = tree->capacity ? tree->capacity * 2 : 64;
        kj_folder_node *nodes = realloc(tree->nodes, capacity * sizeof *nodes);
        if (!nodes) {
            return NULL;
        }
        tree->nodes = nodes;
        tree->capacity = capacity;
    }
    kj_folder_node *node = &tree->nodes[tree->count++];
    memset(node, 0, sizeof *node);
    return node;
}

static void free_node(kj_folder_node *node) {
    free(node->path);
    free(node->name);
    free(node->entries);
}

void kj_folder_tree_free(kj_folder_tree *tree) {
    for (uint32_t i = 0; i < tree->count; i++) {
        free_node(&tree->nodes[i]);
    }
    free(tree->nodes);
    *tree = (kj_folder_tree){.nodes = NULL};
}

static char *join(const char *folder, const char *name) {
    const size_t bytes = strlen(folder) + strlen(name) + 2;
    char *path = malloc(bytes);
    if (path) {
        snprintf(path, bytes, "%s/%s", folder, name);
    }
    return path;
}

static bool is_inside_itself(const kj_folder_tree *tree, uint32_t parent,
                             const struct stat *about) {
    for (uint32_t i = parent;; i = tree->nodes[i].parent) {
        if (tree->nodes[i].device == about->st_dev && tree->nodes[i].inode == about->st_ino) {
            return true;
        }
        if (i == 0) {
            return false;
        }
    }
}

/* Why this cannot be on the volume, or NULL. */
static const char *why_not(const kj_folder_tree *tree, uint32_t parent, const char *name,
                           const struct stat *about) {
    if (!is_utf8(name)) {
        return "its name is not UTF-8";
    }
    if (S_ISDIR(about->st_mode)) {
        return tree->nodes[parent].depth + 1u >= KJ_FOLDER_DEPTH_MAX ? "it lies too deep"
               : is_inside_itself(tree, parent, about) ? "it leads back to a folder that it is in"
                                                       : NULL;
    }
    if (!S_ISREG(about->st_mode)) {
        return "it is neither a file nor a folder";
    }
    return about->st_size > (off_t)UINT32_MAX ? "it is 4 GB or larger" : NULL;
}

static void fill(kj_folder_node *node, const struct stat *about) {
    node->is_folder = S_ISDIR(about->st_mode);
    node->size_bytes = node->is_folder ? 0 : (uint32_t)about->st_size;
    node->changed = about->st_mtime;
    node->device = about->st_dev;
    node->inode = about->st_ino;
}

/* Takes path over. */
static kj_status add_child(const scan *work, uint32_t parent, char *path, const char *name) {
    struct stat about;
    if (!path) {
        return KJ_ERR_MEMORY;
    }
    const char *why = stat(path, &about) != 0 ? "it cannot be looked at"
                                              : why_not(work->tree, parent, name, &about);
    if (why) {
        leave_out(work, path, why);
        free(path);
        return KJ_OK;
    }
    if (work->tree->count >= KJ_FOLDER_NODES_MAX) {
        free(path);
        return KJ_ERR_TOO_LARGE;
    }
    kj_folder_node *node = add_node(work->tree);
    if (!node) {
        free(path);
        return KJ_ERR_MEMORY;
    }
    fill(node, &about);
    node->path = path;
    node->name = volume_name(name);
    node->parent = parent;
    node->depth = (uint8_t)(work->tree->nodes[parent].depth + 1);
    return node->name ? KJ_OK : KJ_ERR_MEMORY;
}

/* Sorts the children from first on, and takes out names that are the same to FAT and what a folder
 * has no room for. */
static void settle(const scan *work, uint32_t first) {
    kj_folder_tree *tree = work->tree;
    uint32_t kept = first, entries = 3; /* label, or "." and ".." */
    if (tree->count > first) {
        qsort(tree->nodes + first, tree->count - first, sizeof *tree->nodes, compare_nodes);
    }
    for (uint32_t i = first; i < tree->count; i++) {
        kj_folder_node *node = &tree->nodes[i];
        const uint32_t more = kj_folder_name_entries(node->name);
        const bool same =
            kept > first && compare_folded(tree->nodes[kept - 1].name, node->name) == 0;
        if (same || entries + more > KJ_FOLDER_ENTRIES_MAX) {
            leave_out(work, node->path,
                      same ? "another name in its folder differs in case alone"
                           : "its folder has more entries than FAT can hold");
            free_node(node);
            continue;
        }
        entries += more;
        tree->nodes[kept++] = *node;
    }
    tree->count = kept;
}

static kj_status scan_folder(const scan *work, uint32_t index) {
    kj_folder_tree *tree = work->tree;
    DIR *folder = opendir(tree->nodes[index].path);
    if (!folder) {
        leave_out(work, tree->nodes[index].path, "it cannot be read");
        return index == 0 ? KJ_ERR_IO : KJ_OK;
    }
    const uint32_t first = tree->count;
    kj_status status = KJ_OK;
    struct dirent *entry;
    while (status == KJ_OK && (entry = readdir(folder))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            status =
                add_child(work, index, join(tree->nodes[index].path, entry->d_name), entry->d_name);
        }
    }
    closedir(folder);
    if (status == KJ_OK) {
        settle(work, first);
        tree->nodes[index].first_child = first;
        tree->nodes[index].child_count = tree->count - first;
    }
    return status;
}

static kj_status add_root(kj_folder_tree *tree, const char *path) {
    struct stat about;
    if (stat(path, &about) != 0) {
        return errno == ENOENT || errno == ENOTDIR ? KJ_ERR_MISSING : KJ_ERR_IO;
    }
    if (!S_ISDIR(about.st_mode)) {
        return KJ_ERR_ARGUMENT;
    }
    kj_folder_node *node = add_node(tree);
    if (!node) {
        return KJ_ERR_MEMORY;
    }
    fill(node, &about);
    node->path = strdup(path);
    node->name = strdup("");
    return node->path && node->name ? KJ_OK : KJ_ERR_MEMORY;
}

kj_status kj_folder_tree_scan(kj_folder_tree *tree, const char *path, const kj_folder_note *note) {
    const scan work = {tree, note};
    *tree = (kj_folder_tree){.nodes = NULL};
    kj_status status = add_root(tree, path);
    for (uint32_t i = 0; status == KJ_OK && i < tree->count; i++) {
        if (tree->nodes[i].is_folder) {
            status = scan_folder(&work, i);
        }
    }
    if (status != KJ_OK) {
        kj_folder_tree_free(tree);
    }
    return status;
}
