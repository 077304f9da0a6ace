/* archive_of_one.c - see archive_of_one.h. APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16. Layer: board
 * (host). */
#include "board/emulator/host/archive_of_one.h"

#include "base/bytes.h"

#include <string.h>

/* CRC-32 (ISO 3309) of more bytes, four bits at a time. */
static uint32_t crc_of(uint32_t crc, const uint8_t *bytes, size_t length) {
    static const uint32_t nibbles[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                         0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                         0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                         0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    for (size_t i = 0; i < length; i++) {
        crc = crc >> 4 ^ nibbles[(crc ^ bytes[i]) & 15u];
        crc = crc >> 4 ^ nibbles[(crc ^ (uint32_t)bytes[i] >> 4) & 15u];
    }
    return crc;
}

static kj_status check_sum(const kj_source *file, uint32_t *sum) {
    uint8_t bytes[4096];
    uint32_t crc = UINT32_MAX;
    for (uint32_t at = 0; at < file->size_bytes;) {
        const uint32_t left = file->size_bytes - at;
        const uint32_t count = left < sizeof bytes ? left : (uint32_t)sizeof bytes;
        kj_status status = file->read(file->context, at, bytes, count);
        if (status != KJ_OK) {
            return status;
        }
        crc = crc_of(crc, bytes, count);
        at += count;
    }
    *sum = ~crc;
    return KJ_OK;
}

/* What local header and directory say alike, from "version needed" on. */
static void put_common(uint8_t *at, uint32_t sum, uint32_t bytes, unsigned name_length) {
    kj_put_le16(at, 20);
    kj_put_le16(at + 2, 1u << 11); /* the name is UTF-8 */
    kj_put_le16(at + 8, 0x21);     /* 1 January 1980 */
    kj_put_le32(at + 10, sum);
    kj_put_le32(at + 14, bytes);
    kj_put_le32(at + 18, bytes);
    kj_put_le16(at + 22, name_length);
}

/* The part of [from, from + size) that [offset, offset + length) asks for. */
static void copy_part(const uint8_t *part, uint32_t from, uint32_t size, uint32_t offset,
                      uint8_t *bytes, size_t length) {
    const uint64_t end = (uint64_t)offset + length;
    const uint64_t low = offset > from ? offset : from;
    const uint64_t high = end < (uint64_t)from + size ? end : (uint64_t)from + size;
    if (low < high) {
        memcpy(bytes + (low - offset), part + (low - from), (size_t)(high - low));
    }
}

static kj_status read_archive(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    const kj_archive_of_one *archive = context;
    const uint32_t file_from = archive->head_bytes, file_bytes = archive->file.size_bytes;
    const uint32_t tail_from = file_from + file_bytes;
    copy_part(archive->head, 0, archive->head_bytes, offset, bytes, length);
    copy_part(archive->tail, tail_from, archive->tail_bytes, offset, bytes, length);
    const uint64_t end = (uint64_t)offset + length;
    const uint64_t low = offset > file_from ? offset : file_from;
    const uint64_t high = end < tail_from ? end : tail_from;
    return low < high ? archive->file.read(archive->file.context, (uint32_t)(low - file_from),
                                           bytes + (low - offset), (size_t)(high - low))
                      : KJ_OK;
}

kj_status kj_archive_of_one_open(kj_archive_of_one *archive, const kj_source *file,
                                 const char *name) {
    const size_t length = strlen(name);
    const unsigned name_length =
        (unsigned)(length < KJ_ARCHIVE_NAME_MAX ? length : KJ_ARCHIVE_NAME_MAX);
    uint32_t sum;
    *archive = (kj_archive_of_one){.file = *file};
    if (file->size_bytes > UINT32_MAX - sizeof archive->head - sizeof archive->tail) {
        return KJ_ERR_TOO_LARGE;
    }
    kj_status status = check_sum(file, &sum);
    if (status != KJ_OK) {
        return status;
    }
    memcpy(archive->head, "PK\3\4", 4);
    put_common(archive->head + 4, sum, file->size_bytes, name_length);
    memcpy(archive->head + 30, name, name_length);
    archive->head_bytes = 30u + name_length;
    uint8_t *tail = archive->tail;
    memcpy(tail, "PK\1\2", 4);
    kj_put_le16(tail + 4, 20);
    put_common(tail + 6, sum, file->size_bytes, name_length);
    memcpy(tail + 46, name, name_length);
    uint8_t *end = tail + 46 + name_length;
    memcpy(end, "PK\5\6", 4);
    kj_put_le16(end + 8, 1);
    kj_put_le16(end + 10, 1);
    kj_put_le32(end + 12, 46u + name_length);
    kj_put_le32(end + 16, archive->head_bytes + file->size_bytes);
    archive->tail_bytes = 46u + name_length + 22u;
    archive->source =
        (kj_source){.context = archive,
                    .size_bytes = archive->head_bytes + file->size_bytes + archive->tail_bytes,
                    .read = read_archive};
    return KJ_OK;
}
