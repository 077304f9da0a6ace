/* check_cost.c - what of an archive costs a reader of little memory; see check.h. No problems: the
 * reader copes, and kagoj press optimise puts it right. */
#include "check.h"

#include <stdio.h>
#include <string.h>

enum {
    LARGE_PICTURE = 200 * 1024, /* bytes */
    GOOD_WINDOW = 12            /* bits: 4 KB */
};

static void hint(const kj_check *check, const char *name, const char *what) {
    if (!check->quiet) {
        printf("costs: %s: %s\n", name, what);
    }
}

static bool ends_in(const char *name, const char *ending) {
    size_t length = strlen(name), count = strlen(ending);
    return length > count && strcmp(name + length - count, ending) == 0;
}

/* PNG: signature 8, IHDR 25 (colour type at 25, width at 16), then IDAT's length and type, whose
 * data begins with zlib's header: window bits - 8 in the upper half of its first byte. */
static void look_at_png(kj_check *check, const kj_zip_entry *entry, const char *name) {
    uint8_t head[42];
    size_t length = 0, got;
    kj_zip_reader reader;
    if (kj_zip_reader_open(&reader, &check->edition.zip, entry, &check->heap, 15) != KJ_OK) {
        return;
    }
    while (length < sizeof head && kj_zip_read(&reader, (uint32_t)length, head + length,
                                               sizeof head - length, &got) == KJ_OK) {
        length += got;
    }
    kj_zip_reader_close(&reader);
    if (length < sizeof head || memcmp(head, "\x89PNG", 4) != 0) {
        return;
    }
    unsigned width = (unsigned)head[18] << 8 | head[19];
    if (head[25] != 0) {
        hint(check, name, "a PNG in colour");
    } else if (width > 800 || head[16] || head[17]) {
        hint(check, name, "wider than the panel");
    } else if (memcmp(head + 37, "IDAT", 4) == 0 && (head[41] >> 4) + 8 > GOOD_WINDOW) {
        hint(check, name, "an inflate window of more than 4 KB");
    }
}

void kj_check_costs(kj_check *check) {
    static const char *const foreign[] = {".jpg", ".jpeg", ".gif", ".webp", ".svg", ".JPG"};
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    kj_zip_entry entry;
    char name[KJ_ZIP_NAME_MAX + 1];
    kj_status status;
    while ((status = kj_zip_next(&check->edition.zip, &locator, &entry, name, sizeof name)) ==
           KJ_OK) {
        if (ends_in(name, "/")) {
            continue;
        }
        check->entries++;
        check->packed += entry.method != 0;
        for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
            if (ends_in(name, foreign[i])) {
                hint(check, name, "a picture that only its description is shown of");
            }
        }
        if (ends_in(name, ".png")) {
            if (entry.packed_bytes > LARGE_PICTURE) {
                hint(check, name, "a picture of more than 200 KB");
            }
            look_at_png(check, &entry, name);
        }
    }
    if (status != KJ_END) {
        kj_check_complain(check, "the archive's directory: %s", kj_status_name(status));
    }
}
