/* zip_reader.c - see zip.h: an entry's bytes, stored or inflated, held to what was stated.
 * Layer: document. */
#include "document/zip_inflate.h"
#include "document/zip_private.h"

#include <assert.h>
#include <string.h>

#define FREE_BYTES (1u << 20) /* the ratio counts only once more than this came out */

enum { STORED = 0, DEFLATED = 8, CHUNK = 64 };

static kj_status check_kind(kj_zip *zip, const kj_zip_entry *entry) {
    if (entry->flags & (KJ_ZIP_FLAG_ENCRYPTED | KJ_ZIP_FLAG_STRONG | KJ_ZIP_FLAG_MASKED)) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_ENCRYPTED);
    }
    if (entry->method != STORED && entry->method != DEFLATED) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_METHOD);
    }
    if (entry->packed_bytes == UINT32_MAX || entry->size_bytes == UINT32_MAX ||
        entry->header == UINT32_MAX) {
        return kj_zip_refuse(zip, KJ_ERR_TOO_LARGE, KJ_ZIP_ZIP64);
    }
    if (entry->size_bytes > KJ_ZIP_ENTRY_BYTES_MAX) {
        return kj_zip_refuse(zip, KJ_ERR_TOO_LARGE, KJ_ZIP_BOMB);
    }
    if (entry->method == STORED && entry->packed_bytes != entry->size_bytes) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_DATA);
    }
    return KJ_OK;
}

/* Whether a local header's size is the directory's. It may be full, the mark that Zip64's extra
 * field has it: streaming writers put that where it turns out not to be needed. */
static bool size_agrees(uint32_t local, uint32_t stated, bool descriptor) {
    return local == stated || local == UINT32_MAX || (descriptor && local == 0);
}

static bool headers_agree(const uint8_t *local, const kj_zip_entry *entry) {
    bool descriptor = kj_zip_get16(local + 6) & KJ_ZIP_FLAG_DESCRIPTOR;
    uint32_t crc32 = kj_zip_get32(local + 14);
    return ((kj_zip_get16(local + 6) ^ entry->flags) & KJ_ZIP_FLAG_ENCRYPTED) == 0 &&
           kj_zip_get16(local + 8) == entry->method &&
           (crc32 == entry->crc32 || (descriptor && crc32 == 0)) &&
           size_agrees(kj_zip_get32(local + 18), entry->packed_bytes, descriptor) &&
           size_agrees(kj_zip_get32(local + 22), entry->size_bytes, descriptor) &&
           kj_zip_get16(local + 26) == entry->name_length;
}

/* The name in the local header at at must be name, the directory's. */
static kj_status check_name(kj_zip *zip, uint32_t at, const uint8_t *name, size_t length) {
    uint8_t chunk[CHUNK];
    for (size_t done = 0; done < length;) {
        size_t count = length - done < CHUNK ? length - done : CHUNK;
        kj_status status = kj_zip_peek(zip, at + (uint32_t)done, chunk, count);
        if (status != KJ_OK) {
            return status;
        }
        if (memcmp(chunk, name + done, count) != 0) {
            return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_HEADERS_DIFFER);
        }
        done += count;
    }
    return KJ_OK;
}

/* Checks the local header against the directory; *data: where the entry's bytes begin. */
static kj_status check_header(kj_zip *zip, const kj_zip_entry *entry, uint32_t *data) {
    uint8_t name[KJ_ZIP_NAME_MAX], local[KJ_ZIP_LOCAL_BYTES];
    uint32_t limit = zip->directory;
    if (entry->name_length > sizeof name) {
        return KJ_ERR_ARGUMENT; /* no entry that kj_zip_next gave */
    }
    if (entry->header > limit || limit - entry->header < sizeof local + entry->name_length) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_OVERLAP);
    }
    /* The directory's name first: its block is likely to be the one in the window. */
    kj_status status =
        kj_zip_peek(zip, entry->locator + KJ_ZIP_DIRECTORY_BYTES, name, entry->name_length);
    if (status == KJ_OK) {
        status = kj_zip_peek(zip, entry->header, local, sizeof local);
    }
    if (status != KJ_OK) {
        return status;
    }
    if (kj_zip_get32(local) != KJ_ZIP_LOCAL_SIGNATURE || !headers_agree(local, entry)) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_HEADERS_DIFFER);
    }
    uint32_t name_at = entry->header + KJ_ZIP_LOCAL_BYTES;
    uint32_t left = limit - name_at - entry->name_length, extra = kj_zip_get16(local + 28);
    if (extra > left || entry->packed_bytes > left - extra) {
        return kj_zip_refuse(zip, KJ_ERR_FORMAT, KJ_ZIP_OVERLAP);
    }
    *data = name_at + entry->name_length + extra;
    return check_name(zip, name_at, name, entry->name_length);
}

/* The most bytes that packed ones may become. */
static uint32_t ratio_limit(uint32_t packed) {
    return packed > KJ_ZIP_ENTRY_BYTES_MAX / KJ_ZIP_RATIO_MAX ? KJ_ZIP_ENTRY_BYTES_MAX
           : packed * KJ_ZIP_RATIO_MAX > FREE_BYTES           ? packed * KJ_ZIP_RATIO_MAX
                                                              : FREE_BYTES;
}

/* No distance is longer than the whole entry, so that a small one needs a small window. */
static unsigned window_for(uint32_t size_bytes, unsigned window_bits) {
    unsigned bits = 9;
    while (bits < window_bits && (1u << bits) < size_bytes) {
        bits++;
    }
    return bits;
}

kj_status kj_zip_reader_open(kj_zip_reader *reader, kj_zip *zip, const kj_zip_entry *entry,
                             kj_heap *heap, unsigned window_bits) {
    uint32_t data = 0;
    if (window_bits < 9 || window_bits > 15) {
        return KJ_ERR_ARGUMENT;
    }
    kj_status status = check_kind(zip, entry);
    if (status == KJ_OK) {
        status = check_header(zip, entry, &data);
    }
    if (status != KJ_OK) {
        return status;
    }
    uint32_t limit = ratio_limit(entry->packed_bytes);
    *reader = (kj_zip_reader){
        .zip = zip,
        .entry = *entry,
        .heap = heap,
        .data = data,
        .limit = limit < entry->size_bytes ? limit : entry->size_bytes,
        .window_bits = (uint8_t)window_for(entry->size_bytes, window_bits),
    };
    return KJ_OK;
}

static kj_status fail(kj_zip_reader *reader, uint32_t at, kj_status status,
                      kj_zip_trouble trouble) {
    reader->failed = status;
    reader->failed_at = at;
    reader->trouble = trouble;
    return kj_zip_refuse(reader->zip, status, trouble);
}

/* Carries the CRC on over bytes that lie at offset, as far as they join what it covers. */
static void cover(kj_zip_reader *reader, uint32_t offset, const uint8_t *bytes, size_t length) {
    if (offset <= reader->crc_at && length > reader->crc_at - offset) {
        size_t known = reader->crc_at - offset;
        reader->crc32 = kj_zip_crc32(reader->crc32, bytes + known, length - known);
        reader->crc_at = offset + (uint32_t)length;
    }
}

/* What a read past the last byte gives. */
static kj_status at_end(kj_zip_reader *reader) {
    bool covered = reader->crc_at == reader->entry.size_bytes;
    if (covered && reader->crc32 != reader->entry.crc32) {
        return fail(reader, reader->entry.size_bytes, KJ_ERR_FORMAT, KJ_ZIP_CRC);
    }
    return KJ_END;
}

static kj_status read_stored(kj_zip_reader *reader, uint32_t offset, uint8_t *bytes,
                             size_t capacity, size_t *length) {
    uint32_t left = reader->entry.size_bytes - offset, at = reader->data + offset;
    uint32_t count = capacity < left ? (uint32_t)capacity : left;
    uint32_t over = (at + count) % KJ_ZIP_WINDOW;
    if (count < left && over < count) { /* the next read then begins at a block */
        count -= over;
    }
    const kj_source *source = &reader->zip->source;
    kj_status status = source->read(source->context, at, bytes, count);
    if (status == KJ_OK) {
        cover(reader, offset, bytes, count);
        *length = count;
    }
    return status;
}

/* Hands the inflater the packed bytes up to the next block of the file. */
static kj_status feed(kj_zip_reader *reader) {
    uint32_t at = reader->data + reader->packed_at;
    uint32_t left = reader->entry.packed_bytes - reader->packed_at;
    uint32_t count = KJ_ZIP_INPUT_BYTES - at % KJ_ZIP_INPUT_BYTES;
    count = count < left ? count : left;
    if (count == 0) {
        return fail(reader, reader->at, KJ_ERR_FORMAT, KJ_ZIP_DATA);
    }
    const kj_source *source = &reader->zip->source;
    kj_status status =
        source->read(source->context, at, kj_zip_inflate_input(reader->inflater), count);
    if (status == KJ_OK) {
        kj_zip_inflate_feed(reader->inflater, count);
        reader->packed_at += count;
    }
    return status;
}

/* The next bytes that come out, whatever was stated. */
static kj_status inflate_some(kj_zip_reader *reader, uint8_t *bytes, size_t capacity,
                              size_t *length) {
    kj_status status;
    while ((status = kj_zip_inflate_step(reader->inflater, bytes, capacity, length)) == KJ_AGAIN) {
        status = feed(reader);
        if (status != KJ_OK) {
            return status;
        }
    }
    if (status == KJ_ERR_FORMAT) {
        return fail(reader, reader->at, status, KJ_ZIP_DATA);
    }
    if (status == KJ_ERR_MEMORY) {
        kj_zip_reader_rest(reader);
    }
    return status;
}

/* All bytes that may be given were given: whether the stream agrees. */
static kj_status inflate_end(kj_zip_reader *reader) {
    uint8_t more;
    size_t length;
    if (reader->limit < reader->entry.size_bytes) {
        return fail(reader, reader->at, KJ_ERR_TOO_LARGE, KJ_ZIP_BOMB);
    }
    kj_status status = inflate_some(reader, &more, 1, &length);
    if (status == KJ_OK) {
        return fail(reader, reader->at, KJ_ERR_FORMAT, KJ_ZIP_DATA);
    }
    return status == KJ_END ? at_end(reader) : status;
}

/* Gives the bytes at reader->at. */
static kj_status inflate_next(kj_zip_reader *reader, uint8_t *bytes, size_t capacity,
                              size_t *length) {
    uint32_t left = reader->limit - reader->at;
    if (left == 0) {
        return inflate_end(reader);
    }
    kj_status status = inflate_some(reader, bytes, capacity < left ? capacity : left, length);
    if (status == KJ_OK) {
        cover(reader, reader->at, bytes, *length);
        reader->at += (uint32_t)*length;
    }
    return status == KJ_END ? fail(reader, reader->at, KJ_ERR_FORMAT, KJ_ZIP_DATA) : status;
}

static kj_status read_deflated(kj_zip_reader *reader, uint32_t offset, uint8_t *bytes,
                               size_t capacity, size_t *length) {
    kj_status status = KJ_OK;
    if (offset < reader->at) {
        kj_zip_reader_rest(reader);
    }
    if (!reader->inflater) {
        status = kj_zip_inflate_begin(&reader->inflater, reader->heap, reader->window_bits);
    }
    while (status == KJ_OK && reader->at < offset && reader->at < reader->limit) {
        size_t skip = offset - reader->at, skipped;
        status = inflate_next(reader, bytes, skip < capacity ? skip : capacity, &skipped);
    }
    return status == KJ_OK ? inflate_next(reader, bytes, capacity, length) : status;
}

kj_status kj_zip_read(kj_zip_reader *reader, uint32_t offset, uint8_t *bytes, size_t capacity,
                      size_t *length) {
    assert(capacity > 0);
    if (reader->failed != KJ_OK && offset >= reader->failed_at) {
        return kj_zip_refuse(reader->zip, reader->failed, reader->trouble);
    }
    if (reader->entry.method == DEFLATED) {
        return read_deflated(reader, offset, bytes, capacity, length);
    }
    return offset < reader->entry.size_bytes ? read_stored(reader, offset, bytes, capacity, length)
                                             : at_end(reader);
}

static kj_status read_stream(void *context, uint32_t offset, uint8_t *bytes, size_t capacity,
                             size_t *length) {
    return kj_zip_read(context, offset, bytes, capacity, length);
}

kj_stream kj_zip_reader_stream(kj_zip_reader *reader) {
    return (kj_stream){.context = reader, .read = read_stream};
}

void kj_zip_reader_rest(kj_zip_reader *reader) {
    kj_zip_inflate_end(reader->inflater);
    reader->inflater = NULL;
    reader->at = reader->packed_at = 0;
}

void kj_zip_reader_close(kj_zip_reader *reader) { kj_zip_reader_rest(reader); }

const char *kj_zip_trouble_name(kj_zip_trouble trouble) {
    static const char *const names[KJ_ZIP_TROUBLES] = {
        [KJ_ZIP_FINE] = "fine",
        [KJ_ZIP_NOT_ZIP] = "not a ZIP archive",
        [KJ_ZIP_CUT_SHORT] = "archive cut short",
        [KJ_ZIP_ZIP64] = "Zip64",
        [KJ_ZIP_SPANNED] = "archive in several volumes",
        [KJ_ZIP_ENCRYPTED] = "encrypted",
        [KJ_ZIP_METHOD] = "unknown compression method",
        [KJ_ZIP_OVERLAP] = "entry outside its place",
        [KJ_ZIP_HEADERS_DIFFER] = "headers that differ",
        [KJ_ZIP_DATA] = "damaged data",
        [KJ_ZIP_CRC] = "wrong checksum",
        [KJ_ZIP_BOMB] = "too large when unpacked",
    };
    return (unsigned)trouble < KJ_ZIP_TROUBLES ? names[trouble] : "unknown trouble";
}
