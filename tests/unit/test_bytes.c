/* test_bytes.c - numbers and marks in the bytes of a format. */
#include "base/ascii.h"
#include "base/bytes.h"
#include "test.h"

KJ_TEST(numbers_are_read_in_both_orders) {
    static const uint8_t bytes[] = {0x00, 0x81, 0x92, 0xA3, 0xF4};
    KJ_CHECK_EQ(kj_get_be16(bytes + 1), 0x8192);
    KJ_CHECK_EQ(kj_get_be32(bytes + 1), 0x8192A3F4u);
    KJ_CHECK_EQ(kj_get_le16(bytes + 1), 0x9281);
    KJ_CHECK_EQ(kj_get_le32(bytes + 1), 0xF4A39281u);
}

KJ_TEST(numbers_that_are_written_are_read_again_and_nothing_beside_them_is) {
    uint8_t bytes[6] = {9, 9, 9, 9, 9, 9};
    kj_put_be32(bytes + 1, 0x8192A3F4u);
    KJ_CHECK_EQ(kj_get_be32(bytes + 1), 0x8192A3F4u);
    kj_put_le32(bytes + 1, 0x8192A3F4u);
    KJ_CHECK_EQ(kj_get_le32(bytes + 1), 0x8192A3F4u);
    KJ_CHECK(bytes[0] == 9 && bytes[5] == 9);
    kj_put_le16(bytes + 1, 0xF1234u);
    KJ_CHECK_EQ(kj_get_le16(bytes + 1), 0x1234);
    KJ_CHECK_EQ(bytes[3], 0x92);
}

KJ_TEST(marks_are_ascii_alone) {
    unsigned blanks = 0, digits = 0, hex = 0;
    for (int byte = -128; byte < 256; byte++) {
        blanks += kj_ascii_is_blank(byte);
        digits += kj_ascii_is_digit(byte);
        hex += kj_ascii_hex(byte) >= 0;
    }
    KJ_CHECK(blanks == 4 && digits == 10 && hex == 22);
    KJ_CHECK(kj_ascii_hex('9') == 9 && kj_ascii_hex('a') == 10 && kj_ascii_hex('F') == 15);
    KJ_CHECK(kj_ascii_hex('g') == -1 && kj_ascii_hex('G') == -1 && kj_ascii_hex('\x10') == -1);
}

KJ_TEST_MAIN()
