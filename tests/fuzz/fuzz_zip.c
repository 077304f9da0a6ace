/* fuzz_zip.c - any bytes as an archive: opening, listing, finding and reading end, give every byte
 * of heap back, and give the same bytes in small pieces, large ones, and backwards. */
#include "document/zip.h"
#include "zip_build.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { READ_MAX = 1 << 18, ENTRIES_MAX = 12, LISTED_MAX = 300 };

static _Alignas(8) uint8_t region[48 * 1024];
static uint8_t whole[READ_MAX], piece[READ_MAX];
static kj_zip zip;
static kj_heap heap;

static void require(int condition) {
    if (!condition) {
        abort();
    }
}

/* What reads from the beginning to the end give, as far as READ_MAX; the status that ended it. */
static kj_status read_all(const kj_zip_entry *entry, size_t capacity, uint8_t *to, size_t *length) {
    kj_zip_reader reader;
    kj_status status = kj_zip_reader_open(&reader, &zip, entry, &heap, 15);
    *length = 0;
    if (status != KJ_OK) {
        return status;
    }
    while (status == KJ_OK && *length < READ_MAX) {
        size_t came, room = READ_MAX - *length;
        status = kj_zip_read(&reader, (uint32_t)*length, to + *length,
                             capacity < room ? capacity : room, &came);
        require(status != KJ_OK || (came > 0 && came <= capacity));
        *length += status == KJ_OK ? came : 0;
        require(*length <= entry->size_bytes);
    }
    kj_zip_reader_close(&reader);
    require(kj_heap_get_stats(&heap).live == 0);
    return status;
}

static void read_backwards(const kj_zip_entry *entry, size_t length) {
    kj_zip_reader reader;
    require(kj_zip_reader_open(&reader, &zip, entry, &heap, 15) == KJ_OK);
    for (unsigned i = 1; i <= 5 && length > 0; i++) {
        size_t at = length - 1 - (length - 1) * i / 5, came;
        require(kj_zip_read(&reader, (uint32_t)at, piece, 1 + length / 3, &came) == KJ_OK);
        require(came <= length - at && memcmp(piece, whole + at, came) == 0);
    }
    kj_zip_reader_close(&reader);
}

static void read_entry(const kj_zip_entry *entry) {
    size_t length, again;
    kj_status status = read_all(entry, READ_MAX, whole, &length);
    kj_zip_trouble trouble = zip.trouble;
    require(read_all(entry, 1 + length / 50, piece, &again) == status);
    require(length == again && memcmp(whole, piece, length) == 0);
    require(status == KJ_OK || status == KJ_END || zip.trouble == trouble);
    if (length > 0) {
        read_backwards(entry, length);
    }
}

static void resolve_names(const char *base, const char *target) {
    char path[KJ_ZIP_NAME_MAX + 1], fragment[20];
    if (kj_zip_resolve(base, target, path, sizeof path, fragment, sizeof fragment) == KJ_OK) {
        require(strlen(path) <= KJ_ZIP_NAME_MAX && strlen(fragment) < sizeof fragment);
    }
}

static void go_through(void) {
    char name[KJ_ZIP_NAME_MAX + 1], last[KJ_ZIP_NAME_MAX + 1] = "a/b";
    kj_zip_entry entry, found;
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    for (unsigned i = 0; i < LISTED_MAX; i++) {
        if (kj_zip_next(&zip, &locator, &entry, name, sizeof name) != KJ_OK) {
            return;
        }
        require(name[0] && strlen(name) <= KJ_ZIP_NAME_MAX);
        require(kj_zip_at(&zip, entry.locator, &found, NULL, 0) == KJ_OK);
        require(kj_zip_find(&zip, name, &found) == KJ_OK);
        resolve_names(last, name);
        memcpy(last, name, sizeof last);
        if (i < ENTRIES_MAX) {
            read_entry(&entry);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    memory_source memory;
    kj_source source = memory_source_of(&memory, data, size);
    require(kj_heap_init(&heap, region, sizeof region) == KJ_OK);
    if (kj_zip_open(&zip, &source) == KJ_OK) {
        go_through();
    }
    require(kj_heap_get_stats(&heap).live == 0 && kj_heap_check(&heap) == KJ_OK);
    return 0;
}
