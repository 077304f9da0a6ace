/* zip_private.h - what the files of the archive reader share: the window over the file, the
 * directory's records, names. Private to document/zip*.c. Layer: document. */
#ifndef KJ_DOCUMENT_ZIP_PRIVATE_H
#define KJ_DOCUMENT_ZIP_PRIVATE_H

#include "base/span.h"
#include "document/zip.h"

/* Signatures and lengths of the records' fixed parts, APPNOTE.TXT 4.3. */
#define KJ_ZIP_LOCAL_SIGNATURE     0x04034B50u
#define KJ_ZIP_DIRECTORY_SIGNATURE 0x02014B50u
#define KJ_ZIP_END_SIGNATURE       0x06054B50u
#define KJ_ZIP_END64_SIGNATURE     0x07064B50u /* locates the Zip64 record */
#define KJ_ZIP_LOCAL_BYTES         30u
#define KJ_ZIP_DIRECTORY_BYTES     46u
#define KJ_ZIP_END_BYTES           22u
#define KJ_ZIP_END64_BYTES         20u

#define KJ_ZIP_FLAG_ENCRYPTED  0x0001u
#define KJ_ZIP_FLAG_DESCRIPTOR 0x0008u /* sizes and CRC follow the data: 0 in the local header */
#define KJ_ZIP_FLAG_STRONG     0x0040u
#define KJ_ZIP_FLAG_UTF8       0x0800u
#define KJ_ZIP_FLAG_MASKED     0x2000u /* the directory is encrypted */

static inline uint16_t kj_zip_get16(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t kj_zip_get32(const uint8_t *bytes) {
    return kj_zip_get16(bytes) | (uint32_t)kj_zip_get16(bytes + 2) << 16;
}

/* Copies bytes of the file through the window. ERR_IO; ERR_RANGE: not all of them are there. */
KJ_MUST_USE kj_status kj_zip_peek(kj_zip *zip, uint32_t offset, uint8_t *bytes, size_t length);

/* Notes trouble; returns status. */
kj_status kj_zip_refuse(kj_zip *zip, kj_status status, kj_zip_trouble trouble);

/* A raw name as a UTF-8 one (see kj_zip_next), raw.length <= KJ_ZIP_NAME_MAX. decoded: capacity
 * KJ_ZIP_NAME_MAX + 1. *length 0: a name to be passed over. */
void kj_zip_name_decode(kj_span raw, bool is_utf8, char *decoded, size_t *length);

/* Whether a and b differ at most in the case of ASCII letters. */
bool kj_zip_names_fold(const char *a, const char *b);

#endif
