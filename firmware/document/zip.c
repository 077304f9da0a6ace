/* zip.c - see zip.h: the end record and the central directory, APPNOTE.TXT 4.3.12 and 4.3.16.
 * Layer: document. */
#include "document/zip_private.h"

#include "document/zip_inflate.h"

#include <string.h>

#define COMMENT_MAX 65535u

enum {
    UNICODE_PATH = 0x7075,
    EXTRA_HEAD = 4,
    UNICODE_PATH_HEAD = 5,
    NEAR_ENTRIES = 8 /* of a directory: half a block */
};

static kj_status fill_window(kj_zip *zip, uint32_t offset) {
    uint32_t at = offset - offset % KJ_ZIP_WINDOW;
    uint32_t left = zip->source.size_bytes - at;
    size_t length = left < KJ_ZIP_WINDOW ? left : KJ_ZIP_WINDOW;
    zip->window_length = 0;
    kj_status status = zip->source.read(zip->source.context, at, zip->window, length);
    if (status == KJ_OK) {
        zip->window_at = at;
        zip->window_length = (uint16_t)length;
    }
    return status;
}

kj_status kj_zip_peek(kj_zip *zip, uint32_t offset, uint8_t *bytes, size_t length) {
    if (offset > zip->source.size_bytes || length > zip->source.size_bytes - offset) {
        return KJ_ERR_RANGE;
    }
    while (length > 0) {
        if (offset < zip->window_at || offset - zip->window_at >= zip->window_length) {
            kj_status status = fill_window(zip, offset);
            if (status != KJ_OK) {
                return status;
            }
        }
        size_t from = offset - zip->window_at, count = zip->window_length - from;
        count = count < length ? count : length;
        memcpy(bytes, zip->window + from, count);
        bytes += count;
        offset += (uint32_t)count;
        length -= count;
    }
    return KJ_OK;
}

kj_status kj_zip_refuse(kj_zip *zip, kj_status status, kj_zip_trouble trouble) {
    zip->trouble = trouble;
    return status;
}

/* Finds the end record, searching backwards: the first whose comment ends with the file, else the
 * first whose comment ends before (something was appended). KJ_END: there is none. */
static kj_status find_end(kj_zip *zip, uint32_t *end, uint8_t record[KJ_ZIP_END_BYTES]) {
    uint32_t size = zip->source.size_bytes;
    uint32_t at = size < KJ_ZIP_END_BYTES ? 0 : size - KJ_ZIP_END_BYTES + 1;
    uint32_t lowest = at > COMMENT_MAX + 1 ? at - COMMENT_MAX - 1 : 0;
    bool found = false;
    while (at-- > lowest) {
        uint8_t seen[KJ_ZIP_END_BYTES];
        kj_status status = kj_zip_peek(zip, at, seen, 1);
        if (status == KJ_OK && seen[0] == 'P') {
            status = kj_zip_peek(zip, at, seen, sizeof seen);
        }
        if (status != KJ_OK) {
            return status;
        }
        if (seen[0] != 'P' || kj_zip_get32(seen) != KJ_ZIP_END_SIGNATURE) {
            continue;
        }
        uint32_t room = size - at - KJ_ZIP_END_BYTES, comment = kj_zip_get16(seen + 20);
        if (comment == room || (comment < room && !found)) {
            memcpy(record, seen, sizeof seen);
            *end = at;
            found = true;
        }
        if (comment == room) {
            break;
        }
    }
    return found ? KJ_OK : KJ_END;
}

/* No end record: a zip that was cut short begins with a local header. */
static kj_status refuse_without_end(kj_zip *zip) {
    uint8_t head[4] = {0};
    kj_status status = kj_zip_peek(zip, 0, head, sizeof head);
    if (status == KJ_ERR_IO) {
        return status;
    }
    bool begins = kj_zip_get32(head) == KJ_ZIP_LOCAL_SIGNATURE;
    return kj_zip_refuse(zip, KJ_ERR_FORMAT, begins ? KJ_ZIP_CUT_SHORT : KJ_ZIP_NOT_ZIP);
}

/* Zip64 is asked for by a field that is full, and then a locator stands before the record. */
static kj_status check_zip64(kj_zip *zip, uint32_t end, const uint8_t *record) {
    bool full = kj_zip_get16(record + 8) == UINT16_MAX || kj_zip_get16(record + 10) == UINT16_MAX ||
                kj_zip_get32(record + 12) == UINT32_MAX || kj_zip_get32(record + 16) == UINT32_MAX;
    if (!full || end < KJ_ZIP_END64_BYTES) {
        return KJ_OK;
    }
    uint8_t signature[4];
    kj_status status = kj_zip_peek(zip, end - KJ_ZIP_END64_BYTES, signature, sizeof signature);
    if (status == KJ_OK && kj_zip_get32(signature) == KJ_ZIP_END64_SIGNATURE) {
        return kj_zip_refuse(zip, KJ_ERR_TOO_LARGE, KJ_ZIP_ZIP64);
    }
    return status;
}

/* Whether the directory begins at at: *yes. Not at 0, where an entry's data would have no room. */
static kj_status begins_at(kj_zip *zip, uint32_t at, bool *yes) {
    uint8_t signature[4];
    kj_status status = kj_zip_peek(zip, at, signature, sizeof signature);
    *yes = status == KJ_OK && at != KJ_ZIP_LOCATOR_NONE &&
           kj_zip_get32(signature) == KJ_ZIP_DIRECTORY_SIGNATURE;
    return status == KJ_ERR_RANGE ? KJ_OK : status;
}

/* The directory ends where the end record begins, and may so tell how many bytes were put before
 * the archive; or it lies where it is said to be, with something between it and the record. */
static kj_status place_directory(kj_zip *zip, uint32_t end, uint32_t bytes, uint32_t offset) {
    bool yes = false;
    kj_status status = KJ_OK;
    if (bytes <= end && offset <= end - bytes) {
        zip->directory = end - bytes;
        zip->before = zip->directory - offset;
        status = begins_at(zip, zip->directory, &yes);
        if (status == KJ_OK && !yes && zip->before != 0) {
            zip->directory = offset;
            zip->before = 0;
            status = begins_at(zip, offset, &yes);
        }
    }
    if (status == KJ_OK && !yes) {
        status = kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_OVERLAP);
    }
    zip->directory_end = zip->directory + bytes;
    return status;
}

kj_status kj_zip_open(kj_zip *zip, const kj_source *source) {
    uint8_t record[KJ_ZIP_END_BYTES] = {0};
    uint32_t end = 0;
    memset(zip, 0, sizeof *zip);
    zip->source = *source;
    kj_status status = find_end(zip, &end, record);
    if (status != KJ_OK) {
        return status == KJ_END ? refuse_without_end(zip) : status;
    }
    status = check_zip64(zip, end, record);
    if (status != KJ_OK) {
        return status;
    }
    if (kj_zip_get16(record + 4) != 0 || kj_zip_get16(record + 6) != 0 ||
        kj_zip_get16(record + 8) != kj_zip_get16(record + 10)) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_SPANNED);
    }
    zip->entry_count = kj_zip_get16(record + 10);
    if (kj_zip_get32(record + 12) == 0) { /* no directory, no entries, whatever their number */
        zip->entry_count = 0;
        zip->directory = zip->directory_end = zip->last = zip->before_last = end;
        return KJ_OK;
    }
    status = place_directory(zip, end, kj_zip_get32(record + 12), kj_zip_get32(record + 16));
    zip->last = zip->before_last = zip->directory;
    return status;
}

/* Where the record's parts lie. */
typedef struct record {
    uint32_t name, extra, end; /* file offsets */
    uint16_t extra_length;
} record;

static kj_status read_record(kj_zip *zip, uint32_t at, record *where, kj_zip_entry *entry) {
    uint8_t bytes[KJ_ZIP_DIRECTORY_BYTES];
    if (zip->directory_end - at < sizeof bytes) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_CUT_SHORT);
    }
    kj_status status = kj_zip_peek(zip, at, bytes, sizeof bytes);
    if (status != KJ_OK) {
        return status;
    }
    if (kj_zip_get32(bytes) != KJ_ZIP_DIRECTORY_SIGNATURE) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_CUT_SHORT);
    }
    uint32_t stated = kj_zip_get32(bytes + 42);
    *entry = (kj_zip_entry){
        .locator = at,
        .header = stated < UINT32_MAX - zip->before ? stated + zip->before : UINT32_MAX,
        .packed_bytes = kj_zip_get32(bytes + 20),
        .size_bytes = kj_zip_get32(bytes + 24),
        .crc32 = kj_zip_get32(bytes + 16),
        .method = kj_zip_get16(bytes + 10),
        .flags = kj_zip_get16(bytes + 8),
        .name_length = kj_zip_get16(bytes + 28),
        .time = kj_zip_get16(bytes + 12),
        .date = kj_zip_get16(bytes + 14),
    };
    where->extra_length = kj_zip_get16(bytes + 30);
    where->name = at + KJ_ZIP_DIRECTORY_BYTES;
    where->extra = where->name + entry->name_length;
    where->end = where->extra + where->extra_length + kj_zip_get16(bytes + 32);
    if (where->end > zip->directory_end || where->end < at) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_CUT_SHORT);
    }
    return KJ_OK;
}

/* Info-ZIP's Unicode path field, whose CRC must be that of the raw name (else the entry was
 * renamed by something that does not know the field): put over raw. KJ_END: there is none. */
static kj_status unicode_path(kj_zip *zip, const record *where, uint8_t *raw, size_t *length) {
    uint8_t head[EXTRA_HEAD + UNICODE_PATH_HEAD];
    uint32_t at = where->extra, end = where->extra + where->extra_length;
    while (end - at >= EXTRA_HEAD) {
        kj_status status = kj_zip_peek(zip, at, head, EXTRA_HEAD);
        if (status != KJ_OK) {
            return status;
        }
        uint16_t id = kj_zip_get16(head), size = kj_zip_get16(head + 2);
        if (size > end - at - EXTRA_HEAD) {
            break;
        }
        if (id == UNICODE_PATH && size > UNICODE_PATH_HEAD &&
            size - UNICODE_PATH_HEAD <= (int)KJ_ZIP_NAME_MAX) {
            status = kj_zip_peek(zip, at, head, sizeof head);
            if (status != KJ_OK || head[EXTRA_HEAD] != 1 ||
                kj_zip_get32(head + EXTRA_HEAD + 1) != kj_zip_crc32(0, raw, *length)) {
                return status == KJ_OK ? KJ_END : status;
            }
            *length = size - UNICODE_PATH_HEAD;
            return kj_zip_peek(zip, at + (uint32_t)sizeof head, raw, *length);
        }
        at += EXTRA_HEAD + size;
    }
    return KJ_END;
}

/* *length 0: a name to be passed over. */
static kj_status read_name(kj_zip *zip, const record *where, const kj_zip_entry *entry, char *name,
                           size_t *length) {
    uint8_t raw[KJ_ZIP_NAME_MAX];
    size_t raw_length = entry->name_length;
    *length = 0;
    if (raw_length > sizeof raw) {
        return KJ_OK;
    }
    kj_status status = kj_zip_peek(zip, where->name, raw, raw_length);
    bool is_utf8 = entry->flags & KJ_ZIP_FLAG_UTF8;
    if (status == KJ_OK && !is_utf8 && where->extra_length > 0) {
        status = unicode_path(zip, where, raw, &raw_length);
        is_utf8 = status == KJ_OK;
    }
    if (status < 0) {
        return status;
    }
    kj_zip_name_decode((kj_span){raw, raw_length}, is_utf8, name, length);
    return KJ_OK;
}

kj_status kj_zip_next(kj_zip *zip, uint32_t *locator, kj_zip_entry *entry, char *name,
                      size_t capacity) {
    if (capacity < KJ_ZIP_NAME_MAX + 1u) {
        return KJ_ERR_ARGUMENT;
    }
    uint32_t at = *locator == KJ_ZIP_LOCATOR_NONE ? zip->directory : *locator;
    if (at < zip->directory || at > zip->directory_end) {
        return KJ_ERR_RANGE;
    }
    while (at < zip->directory_end) {
        record where;
        kj_zip_entry read;
        size_t length;
        kj_status status = read_record(zip, at, &where, &read);
        if (status == KJ_OK) {
            status = read_name(zip, &where, &read, name, &length);
        }
        if (status != KJ_OK) {
            return status;
        }
        at = where.end;
        if (length > 0) {
            *entry = read;
            *locator = at;
            return KJ_OK;
        }
    }
    return KJ_END;
}

kj_status kj_zip_at(kj_zip *zip, uint32_t locator, kj_zip_entry *entry, char *name,
                    size_t capacity) {
    record where;
    kj_zip_entry read;
    char own[KJ_ZIP_NAME_MAX + 1u];
    size_t length;
    if (name && capacity < sizeof own) {
        return KJ_ERR_ARGUMENT;
    }
    if (locator < zip->directory || locator >= zip->directory_end) {
        return KJ_ERR_RANGE;
    }
    kj_status status = read_record(zip, locator, &where, &read);
    if (status == KJ_OK) {
        status = read_name(zip, &where, &read, name ? name : own, &length);
    }
    if (status != KJ_OK) {
        return status == KJ_ERR_FORMAT ? KJ_ERR_RANGE : status;
    }
    if (length == 0) {
        return KJ_ERR_RANGE;
    }
    *entry = read;
    return KJ_OK;
}

kj_status kj_zip_last(kj_zip *zip, const char *name, kj_zip_entry *entry) {
    char found[KJ_ZIP_NAME_MAX + 1u];
    const size_t bytes = KJ_ZIP_DIRECTORY_BYTES + strlen(name);
    if (bytes > zip->directory_end - zip->directory) {
        return KJ_ERR_MISSING;
    }
    kj_zip_entry last;
    const kj_status status =
        kj_zip_at(zip, zip->directory_end - (uint32_t)bytes, &last, found, sizeof found);
    if (status == KJ_ERR_RANGE || (status == KJ_OK && strcmp(found, name) != 0)) {
        return KJ_ERR_MISSING;
    }
    if (status == KJ_OK) {
        *entry = last;
    }
    return status;
}

/* A search that goes on: where from, and what is like it. */
typedef struct zip_search {
    const char *name;
    uint32_t at;
    kj_zip_entry found, folded; /* exactly; the first that differs in case alone */
} zip_search;

/* Searches on up to end, at most `most` entries. KJ_OK: found exactly; KJ_END: not. */
static kj_status search(kj_zip *zip, zip_search *now, uint32_t end, uint32_t most) {
    char seen[KJ_ZIP_NAME_MAX + 1u];
    for (uint32_t count = 0; now->at < end && count < most; count++) {
        kj_status status = kj_zip_next(zip, &now->at, &now->found, seen, sizeof seen);
        if (status != KJ_OK) {
            return status;
        }
        if (strcmp(seen, now->name) == 0) {
            zip->before_last = zip->last;
            zip->last = now->at;
            return KJ_OK;
        }
        if (now->folded.locator == KJ_ZIP_LOCATOR_NONE && kj_zip_names_fold(seen, now->name)) {
            now->folded = now->found;
        }
    }
    return KJ_END;
}

/* Everywhere, the likeliest places first: right after the entry found last; right after the one
 * before it, since where the next article begins is asked for before this one is opened. */
static kj_status search_all(kj_zip *zip, zip_search *now) {
    const uint32_t last = zip->last, before = zip->before_last, end = zip->directory_end;
    now->at = last;
    kj_status status = search(zip, now, end, NEAR_ENTRIES);
    const uint32_t near_end = now->at;
    bool damaged = status == KJ_ERR_FORMAT;
    if (status == KJ_END && before < last) {
        now->at = before;
        status = search(zip, now, last, NEAR_ENTRIES);
    }
    if (status == KJ_END && !damaged) {
        now->at = near_end;
        status = search(zip, now, end, UINT32_MAX);
        damaged = status == KJ_ERR_FORMAT;
    }
    if (status == KJ_END || damaged) {
        now->at = zip->directory;
        status = search(zip, now, last, UINT32_MAX);
    }
    return status == KJ_END && damaged ? KJ_ERR_FORMAT : status;
}

kj_status kj_zip_find(kj_zip *zip, const char *name, kj_zip_entry *entry) {
    zip_search now = {.name = name, .folded = {.locator = KJ_ZIP_LOCATOR_NONE}};
    kj_status status = search_all(zip, &now);
    if (status == KJ_OK) {
        *entry = now.found;
        return KJ_OK;
    }
    if ((status == KJ_END || status == KJ_ERR_FORMAT) &&
        now.folded.locator != KJ_ZIP_LOCATOR_NONE) {
        *entry = now.folded;
        return KJ_OK;
    }
    return status == KJ_END ? KJ_ERR_MISSING : status;
}
