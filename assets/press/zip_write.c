/* zip_write.c - see zip_write.h. APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
#include "press/zip_write.h"

#include <string.h>
#include <zlib.h>

enum {
    VERSION = 20,          /* needed to extract: 2.0 */
    UTF8_NAMES = 1 << 11,  /* general purpose flag */
    FIRST_DAY = 1 << 5 | 1 /* 1980-01-01 as MS-DOS writes it */
};

static void two(kj_buffer *out, unsigned value) {
    kj_buffer_byte(out, (char)(value & 0xFF));
    kj_buffer_byte(out, (char)(value >> 8 & 0xFF));
}

static void four(kj_buffer *out, size_t value) {
    two(out, (unsigned)(value & 0xFFFF));
    two(out, (unsigned)(value >> 16 & 0xFFFF));
}

static unsigned flags_of(const char *name) {
    for (; *name; name++) {
        if ((unsigned char)*name >= 0x80) {
            return UTF8_NAMES;
        }
    }
    return 0;
}

/* What local header and directory have in common. */
static void describe(kj_buffer *out, const char *name, uint32_t crc, size_t length) {
    two(out, VERSION);
    two(out, flags_of(name));
    two(out, 0); /* stored */
    two(out, 0); /* time */
    two(out, FIRST_DAY);
    four(out, crc);
    four(out, length);
    four(out, length);
    two(out, (unsigned)strlen(name));
    two(out, 0); /* no extra field: mimetype must have none */
}

static uint32_t crc_of(const void *bytes, size_t length) {
    return (uint32_t)crc32_z(0, bytes, length);
}

size_t kj_zip_write_place(const kj_zip_write *zip, const char *name) {
    enum { LOCAL_HEADER = 30 };
    return zip->file.length + LOCAL_HEADER + strlen(name);
}

kj_status kj_zip_write_add(kj_zip_write *zip, const char *name, const void *bytes, size_t length) {
    size_t start = zip->file.length, name_length = strlen(name);
    if (zip->entries == 0xFFFE || name_length > 0xFFFF ||
        (uint64_t)start + length + zip->directory.length + 1024 + 2 * name_length > 0xFFFFFFFEu) {
        return KJ_ERR_TOO_LARGE;
    }
    uint32_t crc = crc_of(bytes, length);
    kj_buffer_add(&zip->file, "PK\3\4", 4);
    describe(&zip->file, name, crc, length);
    kj_buffer_text(&zip->file, name);
    kj_buffer_add(&zip->file, bytes, length);
    kj_buffer_add(&zip->directory, "PK\1\2", 4);
    two(&zip->directory, VERSION);
    describe(&zip->directory, name, crc, length);
    two(&zip->directory, 0);  /* no comment */
    two(&zip->directory, 0);  /* first disk */
    two(&zip->directory, 0);  /* internal attributes */
    four(&zip->directory, 0); /* external attributes */
    four(&zip->directory, start);
    kj_buffer_text(&zip->directory, name);
    zip->entries++;
    return KJ_OK;
}

void kj_zip_write_finish(kj_zip_write *zip, kj_buffer *file) {
    size_t start = zip->file.length;
    kj_buffer_add(&zip->file, zip->directory.data, zip->directory.length);
    kj_buffer_add(&zip->file, "PK\5\6\0\0\0\0", 8);
    two(&zip->file, (unsigned)zip->entries);
    two(&zip->file, (unsigned)zip->entries);
    four(&zip->file, zip->directory.length);
    four(&zip->file, start);
    two(&zip->file, 0); /* no comment */
    kj_buffer_free(&zip->directory);
    kj_buffer_free(file);
    *file = zip->file;
    *zip = (kj_zip_write){0};
}

void kj_zip_write_discard(kj_zip_write *zip) {
    kj_buffer_free(&zip->file);
    kj_buffer_free(&zip->directory);
    zip->entries = 0;
}
