/* hash.h - a 64-bit hash for names and identifiers: FNV-1a (Fowler, Noll, Vo), the same on every
 * machine, since it is kept in flash and in files. Layer: base. */
#ifndef KJ_BASE_HASH_H
#define KJ_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define KJ_HASH_START UINT64_C(14695981039346656037)

/* Goes on with hash, which begins as KJ_HASH_START. */
static inline uint64_t kj_hash_bytes(uint64_t hash, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ from[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

#endif
