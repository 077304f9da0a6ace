/* crc.c - see crc.h. Layer: base. */
#include "base/crc.h"

uint8_t kj_crc7(const uint8_t *bytes, size_t length) {
    uint8_t crc = 0; /* in the upper seven bits, so that the top bit is the one to come out */
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (unsigned bit = 0; bit < 8; bit++) {
            crc = (uint8_t)(crc & 0x80 ? (crc << 1) ^ (0x09 << 1) : crc << 1);
        }
    }
    return crc >> 1;
}

/* A byte at a time: the polynomial has so few terms that the eight steps of division fold into
 * shifts by 4, 12 and 5. */
uint16_t kj_crc16(const uint8_t *bytes, size_t length) {
    uint32_t crc = 0;
    for (size_t i = 0; i < length; i++) {
        crc = ((crc >> 8) | (crc << 8)) & 0xFFFF;
        crc ^= bytes[i];
        crc ^= (crc & 0xFF) >> 4;
        crc = (crc ^ (crc << 12)) & 0xFFFF;
        crc = (crc ^ ((crc & 0xFF) << 5)) & 0xFFFF;
    }
    return (uint16_t)crc;
}
