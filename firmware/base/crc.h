/* crc.h - the two check sums of an SD card's wire, without tables: a card's commands are five
 * bytes and its blocks 512, so that 300 bytes of flash for a table buy nothing. Layer: base. */
#ifndef KJ_BASE_CRC_H
#define KJ_BASE_CRC_H

#include <stddef.h>
#include <stdint.h>

/* CRC-7 (x^7 + x^3 + 1, starts at 0): 0..127. SD Physical Layer Specification 4.5. */
uint8_t kj_crc7(const uint8_t *bytes, size_t length);

/* CRC-16 (x^16 + x^12 + x^5 + 1, starts at 0, most significant bit first). The same section. */
uint16_t kj_crc16(const uint8_t *bytes, size_t length);

#endif
