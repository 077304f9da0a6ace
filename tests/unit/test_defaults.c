/* test_defaults.c - a device's defaults as bytes of flash: what is written is read, and nothing
 * that is damaged is. */
#include "board/device/defaults.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "test.h"

static uint8_t bytes[KJ_DEFAULTS_BYTES];

static kj_defaults some(void) {
    kj_defaults defaults = kj_defaults_of(&kj_board_openbook_c1);
    defaults.rotation = KJ_ROTATE_90;
    defaults.style.size_px = 31;
    defaults.style.margin_px = 17;
    defaults.style.leading_percent = 130;
    defaults.style.justify = false;
    defaults.style.family = KJ_FAMILY_SANS;
    defaults.depth = 2;
    defaults.mood = KJ_REFRESH_CRISP;
    defaults.language = KJ_LANGUAGE_ENGLISH;
    defaults.hides_status_line = true;
    defaults.greets = false;
    defaults.traces = true;
    return defaults;
}

KJ_TEST(defaults_that_were_written_are_read) {
    const kj_defaults wrote = some();
    kj_defaults read;
    kj_defaults_write(&wrote, bytes);
    KJ_CHECK_EQ(kj_defaults_read(&read, bytes), KJ_OK);
    KJ_CHECK_EQ(read.rotation, wrote.rotation);
    KJ_CHECK_EQ(read.style.size_px, 31);
    KJ_CHECK_EQ(read.style.margin_px, 17);
    KJ_CHECK_EQ(read.style.leading_percent, 130);
    KJ_CHECK(!read.style.justify && read.style.hyphenate);
    KJ_CHECK_EQ(read.style.family, KJ_FAMILY_SANS);
    KJ_CHECK_EQ(read.depth, 2);
    KJ_CHECK_EQ(read.mood, KJ_REFRESH_CRISP);
    KJ_CHECK_EQ(read.language, KJ_LANGUAGE_ENGLISH);
    KJ_CHECK(read.hides_status_line && !read.greets && read.traces);
}

KJ_TEST(flash_that_was_never_written_holds_no_defaults) {
    kj_defaults read;
    memset(bytes, 0xFF, sizeof bytes);
    KJ_CHECK_EQ(kj_defaults_read(&read, bytes), KJ_END);
}

KJ_TEST(any_bit_that_is_wrong_is_seen) {
    const kj_defaults wrote = some();
    kj_defaults_write(&wrote, bytes);
    const size_t used = 22; /* all that is not FF, the check sum's last byte included */
    for (size_t i = 0; i < 8 * used; i++) {
        kj_defaults read = {.depth = 77};
        bytes[i / 8] ^= (uint8_t)(1u << i % 8);
        KJ_CHECK_EQ(kj_defaults_read(&read, bytes), KJ_ERR_FORMAT);
        KJ_CHECK_EQ(read.depth, 77);
        bytes[i / 8] ^= (uint8_t)(1u << i % 8);
    }
}

KJ_TEST(field_outside_its_values_is_refused_though_the_sum_is_right) {
    static const struct {
        uint8_t at, value;
    } wrong[] = {{5, 4},  {9, 2},  {10, 2}, {11, 0}, {11, 3}, {12, 3}, {13, KJ_LANGUAGES},
                 {14, 2}, {15, 2}, {16, 2}, {17, 2}, {4, 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const kj_defaults wrote = some();
        kj_defaults read;
        kj_defaults_write(&wrote, bytes);
        bytes[wrong[i].at] = wrong[i].value;
        kj_put_le32(bytes + 18, (uint32_t)kj_hash_bytes(KJ_HASH_START, bytes, 18));
        KJ_CHECK_EQ(kj_defaults_read(&read, bytes), KJ_ERR_FORMAT);
    }
}

KJ_TEST_MAIN()
