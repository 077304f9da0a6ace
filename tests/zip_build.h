/* zip_build.h - makes archives in memory, right or wrong on purpose, and reads from memory with
 * failures on request. For tests and fuzzers only: it aborts where it is out of memory. */
#ifndef KJ_ZIP_BUILD_H
#define KJ_ZIP_BUILD_H

#include "base/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

/* What a local header or a directory's record says; the lengths of name, extra and comment are
 * written as they are here. */
typedef struct zip_header {
    uint16_t flags, method, time, date;
    uint32_t crc32, packed_bytes, size_bytes;
    const char *name;
    uint16_t name_length;
    const void *extra;
    uint16_t extra_length;
    const char *comment; /* the directory's record alone */
    uint16_t comment_length;
    uint32_t offset; /* likewise: of the local header, from the archive's beginning */
} zip_header;

/* An entry before it is put into an archive: free to be made wrong. */
typedef struct zip_plan {
    zip_header local, directory; /* zip_build_put fills directory.offset unless it is not 0 */
    uint8_t *packed;             /* freed by zip_build_put */
    size_t packed_length;
    bool descriptor; /* local sizes and CRC are 0 and follow the data */
} zip_plan;

/* What the end record says, filled by zip_build_end and free to be made wrong after it. */
typedef struct zip_end {
    uint16_t disk, directory_disk, entries_here, entries;
    uint32_t bytes, offset;
    const char *comment;
    uint16_t comment_length; /* as stated */
} zip_end;

typedef struct zip_build {
    uint8_t *bytes;
    size_t length, capacity;
    uint8_t *directory;
    size_t directory_length, directory_capacity;
    unsigned entries;
    size_t before; /* bytes put before the archive, which its offsets do not count */
} zip_build;

/* The usual way: begin, add..., finish (length bytes at the result, the caller's to free). The
 * bytes of equal archives are equal. */
void zip_build_begin(zip_build *zip);
void zip_build_add(zip_build *zip, const char *name, const void *data, size_t length,
                   unsigned method);
void zip_build_add_text(zip_build *zip, const char *name, const char *text, unsigned method);
uint8_t *zip_build_finish(zip_build *zip, size_t *length);

/* The other way. level: 0..9; window_bits: 9..15. */
zip_plan zip_plan_of(const char *name, const void *data, size_t length, unsigned method);
zip_plan zip_plan_packed(const char *name, const void *data, size_t length, int level,
                         int window_bits);
void zip_build_put(zip_build *zip, zip_plan *plan);
void zip_build_raw(zip_build *zip, const void *bytes, size_t length);  /* between entries */
void zip_build_junk(zip_build *zip, const void *bytes, size_t length); /* before: first of all */
zip_end zip_build_end(const zip_build *zip);
uint8_t *zip_build_finish_with(zip_build *zip, const zip_end *end, size_t *length);

/* Deflates without header, or with zlib's; the result is the caller's to free. */
uint8_t *zip_deflate(const void *data, size_t length, int level, int window_bits, bool zlib_header,
                     size_t *packed_length);
uint32_t zip_crc32(const void *data, size_t length);

/* Bytes of memory as a source. */
typedef struct memory_source {
    const uint8_t *bytes;
    size_t length;
    unsigned reads;   /* so far */
    unsigned blocks;  /* blocks of 512 bytes that they touched, the one touched last not again */
    unsigned inside;  /* reads that began inside of a block */
    unsigned fail_at; /* this read fails, counted from 1; 0: none */
    bool fail_onwards;
    uint32_t last_block;
} memory_source;

/* from is set up and lives as long as the source. */
kj_source memory_source_of(memory_source *from, const void *bytes, size_t length);

#endif
