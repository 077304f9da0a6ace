/* volume_case.h - a medium in memory that can fail, and reading a volume whole, for volume tests.
 */
#ifndef KJ_TESTS_VOLUME_CASE_H
#define KJ_TESTS_VOLUME_CASE_H

#include "storage/volume.h"
#include "unit/disk_image.h"

typedef struct medium {
    const uint8_t *bytes;
    uint32_t reads;    /* calls */
    uint32_t fail_at;  /* the call that fails, counted from 1; 0: none */
    bool fail_onwards; /* and all after it */
    kj_status fail_with;
} medium;

static kj_status medium_read(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    medium *m = (medium *)context;
    m->reads++;
    if (m->fail_at && (m->reads == m->fail_at || (m->fail_onwards && m->reads > m->fail_at))) {
        memset(bytes, 0xEE, (size_t)count * 512); /* a card gives rubbish before its CRC is seen */
        return m->fail_with;
    }
    memcpy(bytes, m->bytes + (size_t)first * 512, (size_t)count * 512);
    return KJ_OK;
}

static inline kj_blocks medium_blocks(medium *m, const disk *d) {
    *m = (medium){.bytes = d->bytes};
    return (kj_blocks){m, d->blocks, medium_read};
}

/* The bytes of test file seed: each block of it is unlike every other block of any file. */
static inline uint8_t *content_of(uint32_t seed, uint32_t length) {
    uint8_t *bytes = (uint8_t *)malloc(length ? length : 1);
    uint32_t state = seed * 2654435761u + 1;
    for (uint32_t i = 0; i < length; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(state >> 24);
    }
    return bytes;
}

typedef struct walk {
    uint32_t files, folders, failures;
    uint64_t bytes;
    kj_status first_failure;
    uint32_t entries_max; /* stop after so many */
} walk;

static inline void walk_fails(walk *w, kj_status status) {
    w->first_failure = w->failures++ ? w->first_failure : status;
}

static inline void walk_file(walk *w, kj_volume *volume, const char *path) {
    kj_file file;
    kj_status status = kj_file_open(&file, volume, path);
    if (status == KJ_END) {
        return;
    }
    if (status != KJ_OK) {
        walk_fails(w, status);
        return;
    }
    kj_source source = kj_file_source_of(&file);
    uint8_t bytes[3000];
    for (uint32_t at = 0; at < source.size_bytes && at < 200000;) {
        uint32_t left = source.size_bytes - at;
        size_t piece = left < sizeof bytes ? left : sizeof bytes;
        if (source.read(source.context, at, bytes, piece) != KJ_OK) {
            walk_fails(w, file.failed);
            break;
        }
        at += (uint32_t)piece;
        w->bytes += piece;
    }
    if (source.read(source.context, source.size_bytes - 1, bytes, 1) != KJ_OK) {
        walk_fails(w, file.failed);
    }
    kj_file_close(&file);
}

/* Whether there is room for it. */
static inline bool walk_join(char *inner, size_t bytes, const char *path, const char *name) {
    int length = snprintf(inner, bytes, "%s/%s", path[1] ? path : "", name);
    return length > 0 && (size_t)length < bytes;
}

/* All that is in the folder at path, at most eight folders deep. */
static inline void walk_folder(walk *w, kj_volume *volume, const char *path, int depth) {
    kj_folder folder;
    kj_status status = kj_folder_open(&folder, volume, path);
    kj_volume_entry entry;
    while (status == KJ_OK && w->files + w->folders < w->entries_max) {
        status = kj_folder_next(&folder, &entry);
        char inner[KJ_VOLUME_PATH_BYTES];
        if (status != KJ_OK || !walk_join(inner, sizeof inner, path, entry.name)) {
            continue;
        }
        if (!entry.is_folder) {
            w->files++;
            walk_file(w, volume, inner);
        } else if (w->folders++, depth < 8) {
            walk_folder(w, volume, inner, depth + 1);
        }
    }
    if (status < 0) {
        walk_fails(w, status);
    }
    kj_folder_close(&folder);
}

#endif
