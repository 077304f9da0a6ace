/* zip_build.c - see zip_build.h. */
#include "zip_build.h"

#include "base/bytes.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void *must(void *memory) {
    if (!memory) {
        abort();
    }
    return memory;
}

static void append(uint8_t **bytes, size_t *length, size_t *capacity, const void *from,
                   size_t count) {
    if (*length + count > *capacity) {
        *capacity = (*length + count) * 2 + 256;
        *bytes = must(realloc(*bytes, *capacity));
    }
    if (count > 0) {
        memcpy(*bytes + *length, from, count);
    }
    *length += count;
}

static void *zlib_calloc(void *opaque, unsigned items, unsigned size) {
    return calloc(items, size);
}

static void zlib_free(void *opaque, void *block) { free(block); }

uint8_t *zip_deflate(const void *data, size_t length, int level, int window_bits, bool zlib_header,
                     size_t *packed_length) {
    z_stream stream = {.zalloc = zlib_calloc, .zfree = zlib_free};
    if (deflateInit2(&stream, level, Z_DEFLATED, zlib_header ? window_bits : -window_bits, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        abort();
    }
    size_t room = deflateBound(&stream, length) + 64;
    uint8_t *packed = must(malloc(room));
    stream.next_in = (Bytef *)(uintptr_t)data;
    stream.avail_in = (uInt)length;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        abort();
    }
    *packed_length = room - stream.avail_out;
    deflateEnd(&stream);
    return packed;
}

uint32_t zip_crc32(const void *data, size_t length) {
    return (uint32_t)crc32(0, data, (uInt)length);
}

static zip_plan plan_of(const char *name, const void *data, size_t length, unsigned method,
                        uint8_t *packed, size_t packed_length) {
    zip_plan plan = {.packed = packed, .packed_length = packed_length};
    plan.local = (zip_header){.method = (uint16_t)method,
                              .date = 33 << 9 | 1 << 5 | 1, /* 2013-01-01 */
                              .crc32 = zip_crc32(data, length),
                              .packed_bytes = (uint32_t)packed_length,
                              .size_bytes = (uint32_t)length,
                              .name = name,
                              .name_length = (uint16_t)strlen(name)};
    for (const char *byte = name; *byte; byte++) {
        plan.local.flags = (*byte & 0x80) ? 0x0800 : plan.local.flags;
    }
    plan.directory = plan.local;
    return plan;
}

zip_plan zip_plan_packed(const char *name, const void *data, size_t length, int level,
                         int window_bits) {
    size_t packed_length;
    uint8_t *packed = zip_deflate(data, length, level, window_bits, false, &packed_length);
    return plan_of(name, data, length, ZIP_DEFLATED, packed, packed_length);
}

zip_plan zip_plan_of(const char *name, const void *data, size_t length, unsigned method) {
    if (method == ZIP_DEFLATED) {
        return zip_plan_packed(name, data, length, 6, 15);
    }
    uint8_t *copy = must(malloc(length + 1));
    memcpy(copy, length > 0 ? data : "", length);
    return plan_of(name, data, length, method, copy, length);
}

/* The twenty-six bytes that both headers have in common, from their flags on. */
static void put_common(uint8_t *to, const zip_header *header, bool hidden) {
    kj_put_le16(to, header->flags);
    kj_put_le16(to + 2, header->method);
    kj_put_le16(to + 4, header->time);
    kj_put_le16(to + 6, header->date);
    kj_put_le32(to + 8, hidden ? 0 : header->crc32);
    kj_put_le32(to + 12, hidden ? 0 : header->packed_bytes);
    kj_put_le32(to + 16, hidden ? 0 : header->size_bytes);
    kj_put_le16(to + 20, header->name_length);
    kj_put_le16(to + 22, header->extra_length);
}

void zip_build_raw(zip_build *zip, const void *bytes, size_t length) {
    append(&zip->bytes, &zip->length, &zip->capacity, bytes, length);
}

void zip_build_junk(zip_build *zip, const void *bytes, size_t length) {
    zip_build_raw(zip, bytes, length);
    zip->before = zip->length;
}

static void put_directory(zip_build *zip, const void *bytes, size_t length) {
    append(&zip->directory, &zip->directory_length, &zip->directory_capacity, bytes, length);
}

void zip_build_put(zip_build *zip, zip_plan *plan) {
    uint8_t local[30] = "PK\3\4\24", record[46] = "PK\1\2\24\3\24";
    zip_header *directory = &plan->directory;
    if (plan->descriptor) {
        plan->local.flags |= 8;
        directory->flags |= 8;
    }
    if (directory->offset == 0) {
        directory->offset = (uint32_t)(zip->length - zip->before);
    }
    put_common(local + 6, &plan->local, plan->descriptor);
    zip_build_raw(zip, local, sizeof local);
    zip_build_raw(zip, plan->local.name, plan->local.name_length);
    zip_build_raw(zip, plan->local.extra, plan->local.extra_length);
    zip_build_raw(zip, plan->packed, plan->packed_length);
    if (plan->descriptor) {
        uint8_t descriptor[16] = "PK\7\10";
        kj_put_le32(descriptor + 4, plan->local.crc32);
        kj_put_le32(descriptor + 8, plan->local.packed_bytes);
        kj_put_le32(descriptor + 12, plan->local.size_bytes);
        zip_build_raw(zip, descriptor, sizeof descriptor);
    }
    put_common(record + 8, directory, false);
    kj_put_le16(record + 32, directory->comment_length);
    kj_put_le32(record + 42, directory->offset);
    put_directory(zip, record, sizeof record);
    put_directory(zip, directory->name, directory->name_length);
    put_directory(zip, directory->extra, directory->extra_length);
    put_directory(zip, directory->comment, directory->comment_length);
    zip->entries++;
    free(plan->packed);
    plan->packed = NULL;
}

void zip_build_begin(zip_build *zip) { memset(zip, 0, sizeof *zip); }

void zip_build_add(zip_build *zip, const char *name, const void *data, size_t length,
                   unsigned method) {
    zip_plan plan = zip_plan_of(name, data, length, method);
    zip_build_put(zip, &plan);
}

void zip_build_add_text(zip_build *zip, const char *name, const char *text, unsigned method) {
    zip_build_add(zip, name, text, strlen(text), method);
}

zip_end zip_build_end(const zip_build *zip) {
    return (zip_end){.entries_here = (uint16_t)zip->entries,
                     .entries = (uint16_t)zip->entries,
                     .bytes = (uint32_t)zip->directory_length,
                     .offset = (uint32_t)(zip->length - zip->before),
                     .comment = ""};
}

uint8_t *zip_build_finish_with(zip_build *zip, const zip_end *end, size_t *length) {
    uint8_t record[22] = "PK\5\6";
    kj_put_le16(record + 4, end->disk);
    kj_put_le16(record + 6, end->directory_disk);
    kj_put_le16(record + 8, end->entries_here);
    kj_put_le16(record + 10, end->entries);
    kj_put_le32(record + 12, end->bytes);
    kj_put_le32(record + 16, end->offset);
    kj_put_le16(record + 20, end->comment_length);
    zip_build_raw(zip, zip->directory, zip->directory_length);
    zip_build_raw(zip, record, sizeof record);
    zip_build_raw(zip, end->comment, strlen(end->comment));
    free(zip->directory);
    *length = zip->length;
    return zip->bytes;
}

uint8_t *zip_build_finish(zip_build *zip, size_t *length) {
    zip_end end = zip_build_end(zip);
    return zip_build_finish_with(zip, &end, length);
}

static kj_status read_memory(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    memory_source *from = context;
    if (offset > from->length || length > from->length - offset) {
        abort(); /* the reader's mistake */
    }
    from->reads++;
    from->inside += offset % 512 != 0;
    for (uint32_t block = offset / 512; length > 0 && block <= (offset + length - 1) / 512;
         block++) {
        from->blocks += block != from->last_block;
        from->last_block = block;
    }
    if (from->fail_at &&
        (from->reads == from->fail_at || (from->fail_onwards && from->reads > from->fail_at))) {
        memset(bytes, 0xA5, length);
        return KJ_ERR_IO;
    }
    memcpy(bytes, from->bytes + offset, length);
    return KJ_OK;
}

kj_source memory_source_of(memory_source *from, const void *bytes, size_t length) {
    *from = (memory_source){.bytes = bytes, .length = length, .last_block = UINT32_MAX};
    return (kj_source){.context = from, .size_bytes = (uint32_t)length, .read = read_memory};
}
