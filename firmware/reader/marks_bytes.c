/* marks_bytes.c - see marks_bytes.h. Layer: reader. */
#include "reader/marks_bytes.h"

#include "base/bytes.h"
#include "reader/strings.h"

#include <string.h>

/* Versions of what is on flash. Another form of a mark gets another number. */
#define SETTINGS_VERSION 1u
#define LAST_VERSION     1u
#define ARTICLE_VERSION  1u
#define FILE_VERSION     1u

#define SIZE_PX_MAX 48u /* composer.h */

/* --- Bytes going out and in; what does not fit is not written, and makes what is read no mark */

typedef struct out {
    uint8_t *bytes;
    size_t length;
} out;

static void put_u8(out *to, uint8_t value) { to->bytes[to->length++] = value; }

static void put_u32(out *to, uint32_t value) {
    kj_put_le32(to->bytes + to->length, value);
    to->length += 4;
}

static void put_u64(out *to, uint64_t value) {
    put_u32(to, (uint32_t)value);
    put_u32(to, (uint32_t)(value >> 32));
}

/* text: in a field of capacity bytes. Where there is no NUL in it, as much is taken as leaves room
 * for one, to a code point's edge. */
static void put_string(out *to, const char *text, size_t capacity) {
    const char *end = memchr(text, 0, capacity);
    size_t length = end ? (size_t)(end - text) : capacity - 1;
    while (!end && length > 0 && ((uint8_t)text[length] & 0xC0u) == 0x80u) {
        length--;
    }
    put_u8(to, (uint8_t)length);
    memcpy(to->bytes + to->length, text, length);
    to->length += length;
}

typedef struct in {
    const uint8_t *bytes;
    size_t left;
    bool is_short;
} in;

static uint8_t get_u8(in *from) {
    if (from->left < 1) {
        from->is_short = true;
        return 0;
    }
    from->left--;
    return *from->bytes++;
}

static uint32_t get_u32(in *from) {
    uint32_t value = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        value |= (uint32_t)get_u8(from) << shift;
    }
    return value;
}

static uint64_t get_u64(in *from) {
    const uint64_t low = get_u32(from);
    return low | (uint64_t)get_u32(from) << 32;
}

static void get_string(in *from, char *text, size_t capacity) {
    const size_t length = get_u8(from);
    if (length >= capacity || length > from->left) {
        from->is_short = true;
        return;
    }
    memcpy(text, from->bytes, length);
    text[length] = '\0';
    from->bytes += length;
    from->left -= length;
}

/* --- Settings */

#define SETTINGS_FIELDS 14u

/* In the order on flash. */
static void point_at_fields(kj_settings *settings, uint8_t **fields) {
    uint8_t *const order[SETTINGS_FIELDS] = {
        &settings->size_px,     &settings->family,      &settings->leading_step,
        &settings->margin_step, &settings->is_ragged,   &settings->no_hyphens,
        &settings->is_dark,     &settings->turns,       &settings->no_status_line,
        &settings->mood,        &settings->language,    &settings->sleep_page,
        &settings->idle_step,   &settings->was_welcomed};
    memcpy(fields, order, sizeof order);
}

void kj_marks_clamp(kj_settings *settings) {
    static const uint8_t most[SETTINGS_FIELDS] = {SIZE_PX_MAX,      1, 2, 2, 1, 1, 1, 3, 1, 2,
                                                  KJ_LANGUAGES - 1, 1, 2, 1};
    uint8_t *fields[SETTINGS_FIELDS];
    point_at_fields(settings, fields);
    for (unsigned i = 0; i < SETTINGS_FIELDS; i++) {
        *fields[i] = *fields[i] > most[i] ? 0 : *fields[i];
    }
    if (settings->size_px < KJ_SIZE_PX_MIN) {
        settings->size_px = 0;
    }
    settings->version = SETTINGS_VERSION;
    settings->spare = 0;
}

size_t kj_marks_write_settings(const kj_settings *settings, uint8_t *bytes) {
    kj_settings copy = *settings;
    uint8_t *fields[SETTINGS_FIELDS];
    out to = {bytes, 0};
    point_at_fields(&copy, fields);
    put_u8(&to, SETTINGS_VERSION);
    for (unsigned i = 0; i < SETTINGS_FIELDS; i++) {
        put_u8(&to, *fields[i]);
    }
    return to.length;
}

bool kj_marks_read_settings(kj_settings *settings, const uint8_t *bytes, size_t length) {
    kj_settings read = {0};
    uint8_t *fields[SETTINGS_FIELDS];
    in from = {bytes, length, false};
    const bool is_known = get_u8(&from) == SETTINGS_VERSION;
    point_at_fields(&read, fields);
    for (unsigned i = 0; i < SETTINGS_FIELDS; i++) {
        *fields[i] = get_u8(&from);
    }
    if (!is_known || from.is_short) {
        return false;
    }
    kj_marks_clamp(&read);
    *settings = read;
    return true;
}

/* --- Places */

static void put_place(out *to, const kj_mark_place *place) {
    put_u64(to, place->item);
    put_u64(to, place->edition);
    put_u32(to, place->entry);
    put_u32(to, place->place.resume);
    put_u32(to, place->place.offset);
}

static kj_mark_place get_place(in *from) {
    kj_mark_place place = {0};
    place.item = get_u64(from);
    place.edition = get_u64(from);
    place.entry = get_u32(from);
    place.place.resume = get_u32(from);
    place.place.offset = get_u32(from);
    return place;
}

size_t kj_marks_write_last(uint8_t view, const kj_mark_place *place, uint8_t *bytes) {
    out to = {bytes, 0};
    put_u8(&to, LAST_VERSION);
    put_u8(&to, view);
    put_place(&to, place);
    return to.length;
}

bool kj_marks_read_last(uint8_t *view, kj_mark_place *place, const uint8_t *bytes, size_t length) {
    in from = {bytes, length, false};
    const bool is_known = get_u8(&from) == LAST_VERSION;
    const uint8_t read_view = get_u8(&from);
    const kj_mark_place read_place = get_place(&from);
    if (!is_known || from.is_short) {
        return false;
    }
    *view = read_view;
    *place = read_place;
    return true;
}

/* --- Articles and files */

size_t kj_marks_write_article(const kj_mark_article *article, uint8_t turn, uint8_t *bytes) {
    out to = {bytes, 0};
    put_u8(&to, ARTICLE_VERSION);
    put_u8(&to, turn);
    put_u8(&to, article->percent > 100 ? 100 : article->percent);
    put_place(&to, &article->at);
    put_string(&to, article->title, sizeof article->title);
    put_string(&to, article->edition, sizeof article->edition);
    return to.length;
}

bool kj_marks_read_article(kj_mark_article *article, uint8_t *turn, const uint8_t *bytes,
                           size_t length) {
    kj_mark_article read;
    in from = {bytes, length, false};
    memset(&read, 0, sizeof read);
    const bool is_known = get_u8(&from) == ARTICLE_VERSION;
    const uint8_t read_turn = get_u8(&from);
    read.percent = get_u8(&from);
    read.at = get_place(&from);
    get_string(&from, read.title, sizeof read.title);
    get_string(&from, read.edition, sizeof read.edition);
    if (!is_known || from.is_short || read.percent > 100) {
        return false;
    }
    *article = read;
    *turn = read_turn;
    return true;
}

size_t kj_marks_write_file(const kj_mark_file *file, uint8_t *bytes) {
    out to = {bytes, 0};
    put_u8(&to, FILE_VERSION);
    put_u64(&to, file->edition);
    put_u32(&to, file->articles);
    put_string(&to, file->date, sizeof file->date);
    put_string(&to, file->title, sizeof file->title);
    return to.length;
}

bool kj_marks_read_file(kj_mark_file *file, const uint8_t *bytes, size_t length) {
    kj_mark_file read;
    in from = {bytes, length, false};
    memset(&read, 0, sizeof read);
    const bool is_known = get_u8(&from) == FILE_VERSION;
    read.edition = get_u64(&from);
    read.articles = get_u32(&from);
    get_string(&from, read.date, sizeof read.date);
    get_string(&from, read.title, sizeof read.title);
    if (!is_known || from.is_short) {
        return false;
    }
    *file = read;
    return true;
}

_Static_assert(3 + 28 + KJ_MARKS_TITLE_BYTES + KJ_MARKS_NAME_BYTES <= KJ_JOURNAL_VALUE_MAX,
               "an article's mark is one value, whatever its names");
_Static_assert(1 + 12 + 12 + KJ_MARKS_TITLE_BYTES <= KJ_JOURNAL_VALUE_MAX, "so is a file's");
