/* zip_inflate.c - see zip_inflate.h. Layer: document. */
#include "document/zip_inflate.h"

#include "vendor/png_heap.h"

#include <zlib.h>

struct kj_zip_inflater {
    z_stream stream;
    kj_heap *heap;
    uint8_t input[KJ_ZIP_INPUT_BYTES];
};

kj_status kj_zip_inflate_begin(kj_zip_inflater **inflater, kj_heap *heap, unsigned window_bits) {
    kj_zip_inflater *made = kj_heap_calloc(heap, 1, sizeof *made);
    if (!made) {
        return KJ_ERR_MEMORY;
    }
    made->heap = heap;
    made->stream.zalloc = kj_zlib_alloc;
    made->stream.zfree = kj_zlib_free;
    made->stream.opaque = heap;
    if (inflateInit2(&made->stream, -(int)window_bits) != Z_OK) {
        kj_heap_free(heap, made);
        return KJ_ERR_MEMORY;
    }
    *inflater = made;
    return KJ_OK;
}

void kj_zip_inflate_end(kj_zip_inflater *inflater) {
    if (inflater) {
        (void)inflateEnd(&inflater->stream);
        kj_heap_free(inflater->heap, inflater);
    }
}

uint8_t *kj_zip_inflate_input(kj_zip_inflater *inflater) { return inflater->input; }

void kj_zip_inflate_feed(kj_zip_inflater *inflater, size_t length) {
    inflater->stream.next_in = inflater->input;
    inflater->stream.avail_in = (uInt)length;
}

kj_status kj_zip_inflate_step(kj_zip_inflater *inflater, uint8_t *bytes, size_t capacity,
                              size_t *length) {
    z_stream *stream = &inflater->stream;
    stream->next_out = bytes;
    stream->avail_out = capacity < UINT16_MAX ? (uInt)capacity : UINT16_MAX;
    uInt room = stream->avail_out;
    int code = inflate(stream, Z_SYNC_FLUSH);
    if (code == Z_MEM_ERROR) { /* the window is not there: what came is not to be gone on from */
        return KJ_ERR_MEMORY;
    }
    size_t came = room - stream->avail_out;
    if (came > 0) { /* an end or an error after these bytes is met again by the next step */
        *length = came;
        return KJ_OK;
    }
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR: return KJ_AGAIN;
    case Z_STREAM_END: return KJ_END;
    default: return KJ_ERR_FORMAT;
    }
}

uint32_t kj_zip_crc32(uint32_t crc, const uint8_t *bytes, size_t length) {
    return (uint32_t)crc32(crc, bytes, (uInt)length);
}
