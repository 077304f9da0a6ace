/* defaults.c - see defaults.h. Layer: board. */
#include "board/device/defaults.h"

#include "base/bytes.h"
#include "base/hash.h"

#include <string.h>

#define VERSION 1u

/* Where each byte stands. */
enum {
    AT_MAGIC = 0,
    AT_VERSION = 4,
    AT_ROTATION, /* quarter turns */
    AT_SIZE,     /* pixels */
    AT_MARGIN,   /* pixels */
    AT_LEADING,  /* percent */
    AT_JUSTIFY,
    AT_HYPHENATE,
    AT_DEPTH,
    AT_MOOD,
    AT_LANGUAGE,
    AT_HIDES_STATUS_LINE,
    AT_GREETS,
    AT_FAMILY,
    AT_TRACES,
    AT_CHECK /* the lower half of the hash of what is before it */
};

static const uint8_t magic[4] = {'K', 'J', 'D', 'F'};

static uint32_t check_of(const uint8_t *bytes) {
    return (uint32_t)kj_hash_bytes(KJ_HASH_START, bytes, AT_CHECK);
}

kj_defaults kj_defaults_of(const kj_board *board) {
    return (kj_defaults){.rotation = board->rotation,
                         .style = kj_board_style(board),
                         .depth = 1,
                         .mood = KJ_REFRESH_BALANCED,
                         .language = KJ_LANGUAGE_BENGALI,
                         .greets = true};
}

void kj_defaults_write(const kj_defaults *defaults, uint8_t bytes[KJ_DEFAULTS_BYTES]) {
    memset(bytes, 0xFF, KJ_DEFAULTS_BYTES);
    memcpy(bytes + AT_MAGIC, magic, sizeof magic);
    bytes[AT_VERSION] = VERSION;
    bytes[AT_ROTATION] = (uint8_t)defaults->rotation;
    bytes[AT_SIZE] = defaults->style.size_px;
    bytes[AT_MARGIN] = (uint8_t)defaults->style.margin_px;
    bytes[AT_LEADING] = defaults->style.leading_percent;
    bytes[AT_JUSTIFY] = defaults->style.justify;
    bytes[AT_HYPHENATE] = defaults->style.hyphenate;
    bytes[AT_DEPTH] = defaults->depth;
    bytes[AT_MOOD] = (uint8_t)defaults->mood;
    bytes[AT_LANGUAGE] = (uint8_t)defaults->language;
    bytes[AT_HIDES_STATUS_LINE] = defaults->hides_status_line;
    bytes[AT_GREETS] = defaults->greets;
    bytes[AT_FAMILY] = (uint8_t)defaults->style.family;
    bytes[AT_TRACES] = defaults->traces;
    kj_put_le32(bytes + AT_CHECK, check_of(bytes));
}

static bool is_empty(const uint8_t *bytes) {
    for (unsigned i = 0; i < KJ_DEFAULTS_BYTES; i++) {
        if (bytes[i] != 0xFF) {
            return false;
        }
    }
    return true;
}

/* The most each field can be; size, margin and leading are checked where they are used. */
static bool is_possible(const uint8_t *bytes) {
    return bytes[AT_ROTATION] <= KJ_ROTATE_270 && bytes[AT_DEPTH] >= 1 && bytes[AT_DEPTH] <= 2 &&
           bytes[AT_MOOD] <= KJ_REFRESH_CRISP && bytes[AT_LANGUAGE] < KJ_LANGUAGES &&
           bytes[AT_FAMILY] <= KJ_FAMILY_SANS && bytes[AT_JUSTIFY] <= 1 &&
           bytes[AT_HYPHENATE] <= 1 && bytes[AT_HIDES_STATUS_LINE] <= 1 && bytes[AT_GREETS] <= 1 &&
           bytes[AT_TRACES] <= 1;
}

kj_status kj_defaults_read(kj_defaults *defaults, const uint8_t bytes[KJ_DEFAULTS_BYTES]) {
    if (is_empty(bytes)) {
        return KJ_END;
    }
    if (memcmp(bytes + AT_MAGIC, magic, sizeof magic) != 0 || bytes[AT_VERSION] != VERSION ||
        kj_get_le32(bytes + AT_CHECK) != check_of(bytes) || !is_possible(bytes)) {
        return KJ_ERR_FORMAT;
    }
    *defaults = (kj_defaults){
        .rotation = (kj_rotation)bytes[AT_ROTATION],
        .style = {.margin_px = bytes[AT_MARGIN],
                  .size_px = bytes[AT_SIZE],
                  .leading_percent = bytes[AT_LEADING],
                  .family = (kj_family)bytes[AT_FAMILY],
                  .justify = bytes[AT_JUSTIFY],
                  .hyphenate = bytes[AT_HYPHENATE]},
        .depth = bytes[AT_DEPTH],
        .mood = (kj_refresh_mood)bytes[AT_MOOD],
        .language = (kj_language)bytes[AT_LANGUAGE],
        .hides_status_line = bytes[AT_HIDES_STATUS_LINE],
        .greets = bytes[AT_GREETS],
        .traces = bytes[AT_TRACES],
    };
    return KJ_OK;
}
