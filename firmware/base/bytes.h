/* bytes.h - numbers in the bytes of a file's or a wire's format, at any alignment, whatever the
 * machine's own order is. be: the largest byte first (PNG, OpenType); le: last (ZIP, FAT). The
 * caller has checked that the bytes are there. Layer: base. */
#ifndef KJ_BASE_BYTES_H
#define KJ_BASE_BYTES_H

#include <stdint.h>

static inline uint16_t kj_get_be16(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static inline uint32_t kj_get_be32(const uint8_t *bytes) {
    return (uint32_t)kj_get_be16(bytes) << 16 | kj_get_be16(bytes + 2);
}

static inline uint16_t kj_get_le16(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t kj_get_le32(const uint8_t *bytes) {
    return kj_get_le16(bytes) | (uint32_t)kj_get_le16(bytes + 2) << 16;
}

static inline void kj_put_be32(uint8_t *bytes, uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/* The lower 16 bits of value. */
static inline void kj_put_le16(uint8_t *bytes, uint32_t value) {
    bytes[0] = (uint8_t)value;
    bytes[1] = (uint8_t)(value >> 8);
}

static inline void kj_put_le32(uint8_t *bytes, uint32_t value) {
    kj_put_le16(bytes, value);
    kj_put_le16(bytes + 2, value >> 16);
}

#endif
