/* zip_cat.c - the archive reader as a command, to be held against other people's archives.
 *
 * usage: zip_cat ARCHIVE         lists "SIZE METHOD NAME" per entry
 *        zip_cat ARCHIVE NAME    writes the entry's bytes
 * Exit code 1 with the trouble's name on standard error. */
#include "document/zip.h"

#include "host/file_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Alignas(8) uint8_t region[48 * 1024]; /* an entry takes 40 KB at the most */
static kj_zip zip;

static int complain(const char *what, kj_status status) {
    bool has_trouble = status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE;
    fprintf(stderr, "zip_cat: %s: %s: %s\n", what, kj_status_name(status),
            has_trouble ? kj_zip_trouble_name(zip.trouble) : "");
    return EXIT_FAILURE;
}

static int list(void) {
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    kj_zip_entry entry;
    char name[KJ_ZIP_NAME_MAX + 1];
    kj_status status;
    while ((status = kj_zip_next(&zip, &locator, &entry, name, sizeof name)) == KJ_OK) {
        printf("%u %u %s\n", (unsigned)entry.size_bytes, entry.method, name);
    }
    return status == KJ_END ? EXIT_SUCCESS : complain("directory", status);
}

static int write_entry(const char *name) {
    kj_zip_entry entry;
    kj_heap heap;
    kj_zip_reader reader;
    kj_status status = kj_zip_find(&zip, name, &entry);
    if (status == KJ_OK) {
        status = kj_heap_init(&heap, region, sizeof region);
    }
    if (status == KJ_OK) {
        status = kj_zip_reader_open(&reader, &zip, &entry, &heap, 15);
    }
    if (status != KJ_OK) {
        return complain(name, status);
    }
    uint8_t bytes[1000];
    size_t length;
    for (uint32_t at = 0;; at += (uint32_t)length) {
        status = kj_zip_read(&reader, at, bytes, sizeof bytes, &length);
        if (status != KJ_OK) {
            break;
        }
        fwrite(bytes, 1, length, stdout);
    }
    kj_zip_reader_close(&reader);
    return status == KJ_END ? EXIT_SUCCESS : complain(name, status);
}

int main(int argc, char **argv) {
    kj_file_source file;
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: zip_cat ARCHIVE [NAME]\n");
        return 2;
    }
    kj_status status = kj_file_source_open(&file, argv[1]);
    if (status != KJ_OK) {
        return complain(argv[1], status);
    }
    status = kj_zip_open(&zip, &file.source);
    return status != KJ_OK ? complain(argv[1], status) : argc == 2 ? list() : write_entry(argv[2]);
}
