/* marks.c - see marks.h. Layer: reader. */
#include "reader/marks.h"

#include "base/bytes.h"
#include "reader/line.h"
#include "reader/marks_bytes.h"

#include <string.h>

/* Kinds of the journal's records. These numbers are on the flash of every device, for ever: none is
 * given to something else, none is used again. */
enum {
    KIND_SETTINGS = 0, /* id 0 */
    KIND_LAST = 1,     /* id 0 */
    KIND_HISTORY = 2,  /* id: the article's */
    KIND_SAVED = 3,    /* id: the article's */
    KIND_EDITION = 4,  /* id: the edition's; which of its articles were read */
    KIND_FILE = 5,     /* id: the shelf's */
    KIND_CRASH = 6     /* id 0: how many, 4 bytes; the code of the last */
};
#define DROPPABLE (1u << KIND_HISTORY | 1u << KIND_EDITION | 1u << KIND_FILE)

#define READ_VERSION 1u
#define NOT_COUNTED  0xFFu

_Static_assert(sizeof(void *) > 4 || sizeof(kj_marks) <= 720, "as marks.h says");
_Static_assert(1 + KJ_MARKS_ARTICLES_MAX / 8 <= KJ_JOURNAL_VALUE_MAX, "an edition is one value");
_Static_assert(KJ_MARKS_SAVED_MAX < NOT_COUNTED && KJ_MARKS_HISTORY_MAX < NOT_COUNTED, "one byte");

/* --- The journal, or none */

static void say(const kj_marks *marks, const char *line) {
    if (marks->log) {
        marks->log(marks->log_context, line);
    }
}

/* The length of the value, 0: there is none. */
static size_t get_value(kj_marks *marks, uint8_t kind, uint64_t id, uint8_t *bytes) {
    size_t length = 0;
    return marks->has_journal && kj_journal_get(&marks->journal, kind, id, bytes,
                                                KJ_JOURNAL_VALUE_MAX, &length) == KJ_OK
               ? length
               : 0;
}

static bool put_value(kj_marks *marks, uint8_t kind, uint64_t id, const uint8_t *bytes,
                      size_t length) {
    if (!marks->has_journal) {
        return false;
    }
    const kj_status status = length > 0 ? kj_journal_put(&marks->journal, kind, id, bytes, length)
                                        : kj_journal_drop(&marks->journal, kind, id);
    if (status == KJ_OK) {
        return true;
    }
    say(marks, status == KJ_ERR_TOO_LARGE ? "marks: the journal is full"
                                          : "marks: the journal cannot be written");
    return false;
}

void kj_marks_open(kj_marks *marks, const kj_hal_flash *flash, void *log_context,
                   void (*log)(void *context, const char *line)) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    memset(marks, 0, sizeof *marks);
    marks->log_context = log_context;
    marks->log = log;
    marks->saved_count = marks->read_count = NOT_COUNTED;
    kj_marks_clamp(&marks->settings);
    if (flash) {
        const kj_journal_config config = {
            .flash = *flash, .droppable = DROPPABLE, .log_context = log_context, .log = log};
        marks->has_journal = kj_journal_open(&marks->journal, &config) == KJ_OK;
        if (!marks->has_journal) {
            say(marks, "marks: no journal, nothing is kept at power-off");
        }
    }
    size_t length = get_value(marks, KIND_SETTINGS, 0, bytes);
    if (!kj_marks_read_settings(&marks->settings, bytes, length)) {
        marks->settings.version = 0;
        if (length > 0) {
            say(marks, "marks: settings of another version are left alone");
        }
    }
    length = get_value(marks, KIND_LAST, 0, bytes);
    marks->has_last = kj_marks_read_last(&marks->last_view, &marks->last, bytes, length);
}

bool kj_marks_forget(kj_marks *marks, const kj_hal_flash *flash) {
    bool good = flash != NULL;
    for (uint32_t i = 0; good && i < flash->block_count; i++) {
        good = flash->erase(flash->context, i) == KJ_OK;
    }
    kj_marks_open(marks, flash, marks->log_context, marks->log);
    return good && marks->has_journal;
}

void kj_marks_put_crash(kj_marks *marks, const char *code) {
    char before[KJ_MARKS_CRASH_BYTES];
    uint8_t bytes[4 + KJ_MARKS_CRASH_BYTES];
    kj_put_le32(bytes, kj_marks_crash(marks, before) + 1u);
    kj_line_set((char *)bytes + 4, KJ_MARKS_CRASH_BYTES, code);
    (void)put_value(marks, KIND_CRASH, 0, bytes,
                    4u + strlen(code) + 1u < sizeof bytes ? 4u + strlen(code) + 1u : sizeof bytes);
}

uint32_t kj_marks_crash(kj_marks *marks, char code[KJ_MARKS_CRASH_BYTES]) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    const size_t length = get_value(marks, KIND_CRASH, 0, bytes);
    code[0] = '\0';
    if (length < 6 || length > 4 + KJ_MARKS_CRASH_BYTES) {
        return 0;
    }
    bytes[length - 1] = '\0';
    kj_line_set(code, KJ_MARKS_CRASH_BYTES, (const char *)bytes + 4);
    return kj_get_le32(bytes);
}

/* --- Settings and the last place */

const kj_settings *kj_marks_settings(const kj_marks *marks) { return &marks->settings; }

void kj_marks_put_settings(kj_marks *marks, const kj_settings *settings) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    marks->settings = *settings;
    kj_marks_clamp(&marks->settings);
    (void)put_value(marks, KIND_SETTINGS, 0, bytes,
                    kj_marks_write_settings(&marks->settings, bytes));
}

bool kj_marks_last(kj_marks *marks, uint8_t *view, kj_mark_place *place) {
    if (marks->has_last) {
        *view = marks->last_view;
        *place = marks->last;
    }
    return marks->has_last;
}

void kj_marks_put_last(kj_marks *marks, uint8_t view, const kj_mark_place *place) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    marks->has_last = true;
    marks->last_view = view;
    marks->last = *place;
    (void)put_value(marks, KIND_LAST, 0, bytes, kj_marks_write_last(view, place, bytes));
}

/* --- Articles: the history and those that are kept */

/* Of two articles one id: what is read says which it is of, so nothing worse comes of it than that
 * they take turns. Finaliser of splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t id_of(const kj_mark_place *at) {
    uint64_t mixed = at->edition ? at->edition + at->entry * 0x9E3779B97F4A7C15u : at->item;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

static bool is_same(const kj_mark_place *a, const kj_mark_place *b) {
    return a->edition == b->edition && (a->edition ? a->entry == b->entry : a->item == b->item);
}

bool kj_marks_article(kj_marks *marks, const kj_mark_place *at, kj_mark_article *article) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX], turn;
    kj_mark_article read;
    const size_t length = get_value(marks, KIND_HISTORY, id_of(at), bytes);
    if (!kj_marks_read_article(&read, &turn, bytes, length) || !is_same(&read.at, at)) {
        return false;
    }
    *article = read;
    return true;
}

/* The next article of a list, whatever is no such mark passed over. */
static bool next_article(kj_marks *marks, uint8_t kind, uint64_t *cursor,
                         kj_mark_article *article) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX], turn;
    uint64_t id;
    size_t length = 0;
    while (marks->has_journal && kj_journal_next(&marks->journal, kind, cursor, &id, bytes,
                                                 sizeof bytes, &length) == KJ_OK) {
        if (kj_marks_read_article(article, &turn, bytes, length)) {
            return true;
        }
    }
    return false;
}

static bool is_first(kj_marks *marks, uint8_t kind, const kj_mark_place *at) {
    kj_mark_article first;
    uint64_t cursor = KJ_JOURNAL_START;
    return next_article(marks, kind, &cursor, &first) && is_same(&first.at, at);
}

/* Of kind's record of an article; false: there is none. */
static bool find_article(kj_marks *marks, uint8_t kind, const kj_mark_place *at, uint8_t *bytes,
                         size_t *length, uint8_t *turn) {
    kj_mark_article article;
    *length = get_value(marks, kind, id_of(at), bytes);
    return kj_marks_read_article(&article, turn, bytes, *length) && is_same(&article.at, at);
}

/* The journal writes nothing for a value that is there already; then the turn makes another of it,
 * so that it becomes the newest. */
static bool put_article(kj_marks *marks, uint8_t kind, const kj_mark_article *article,
                        bool *is_known) {
    uint8_t old[KJ_JOURNAL_VALUE_MAX], bytes[KJ_JOURNAL_VALUE_MAX], turn = 0;
    size_t old_length = 0;
    *is_known = find_article(marks, kind, &article->at, old, &old_length, &turn);
    size_t length = kj_marks_write_article(article, turn, bytes);
    if (*is_known && length == old_length && memcmp(old, bytes, length) == 0 &&
        !is_first(marks, kind, &article->at)) {
        length = kj_marks_write_article(article, turn ^ 1u, bytes);
    }
    marks->is_listing = false;
    return put_value(marks, kind, id_of(&article->at), bytes, length);
}

void kj_marks_put_article(kj_marks *marks, const kj_mark_article *article) {
    bool is_known = false;
    if (put_article(marks, KIND_HISTORY, article, &is_known) && !is_known &&
        marks->read_count < KJ_MARKS_HISTORY_MAX) {
        marks->read_count++;
    }
}

bool kj_marks_is_saved(kj_marks *marks, const kj_mark_place *at) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX], turn;
    size_t length;
    return find_article(marks, KIND_SAVED, at, bytes, &length, &turn);
}

bool kj_marks_save(kj_marks *marks, const kj_mark_article *article) {
    const uint32_t count = kj_marks_count(marks, KJ_MARKS_SAVED);
    bool is_known = false;
    if (count >= KJ_MARKS_SAVED_MAX && !kj_marks_is_saved(marks, &article->at)) {
        return false;
    }
    const bool is_put = put_article(marks, KIND_SAVED, article, &is_known);
    marks->saved_count = (uint8_t)(count + (is_put && !is_known));
    return is_put;
}

void kj_marks_unsave(kj_marks *marks, const kj_mark_place *at) {
    marks->is_listing = false;
    if (kj_marks_is_saved(marks, at)) {
        const uint32_t count = kj_marks_count(marks, KJ_MARKS_SAVED);
        const bool is_gone = put_value(marks, KIND_SAVED, id_of(at), NULL, 0);
        marks->saved_count = (uint8_t)(count - (is_gone && count > 0));
    }
}

bool kj_marks_listed(kj_marks *marks, kj_marks_list list, uint32_t index,
                     kj_mark_article *article) {
    const uint8_t kind = list == KJ_MARKS_SAVED ? KIND_SAVED : KIND_HISTORY;
    const uint32_t most = list == KJ_MARKS_SAVED ? KJ_MARKS_SAVED_MAX : KJ_MARKS_HISTORY_MAX;
    if (index >= most) {
        return false;
    }
    if (!marks->is_listing || marks->list_kind != kind || marks->list_index > index) {
        marks->is_listing = true;
        marks->list_kind = kind;
        marks->list_index = 0;
        marks->list_cursor = KJ_JOURNAL_START;
    }
    kj_mark_article found;
    for (; marks->list_index <= index; marks->list_index++) {
        if (!next_article(marks, kind, &marks->list_cursor, &found)) {
            marks->is_listing = false;
            return false;
        }
    }
    *article = found;
    return true;
}

uint32_t kj_marks_count(kj_marks *marks, kj_marks_list list) {
    uint8_t *count = list == KJ_MARKS_SAVED ? &marks->saved_count : &marks->read_count;
    if (*count == NOT_COUNTED) {
        kj_mark_article article;
        uint8_t found = 0;
        while (kj_marks_listed(marks, list, found, &article)) {
            found++;
        }
        *count = found;
    }
    return *count;
}

/* --- What was read of an edition */

static uint32_t count_bits(const uint8_t *bytes, size_t length) {
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++) {
        for (unsigned byte = bytes[i]; byte; byte &= byte - 1) {
            count++;
        }
    }
    return count;
}

/* Read marks from the journal into read, of KJ_MARKS_ARTICLES_MAX / 8 bytes. */
static void load_read(kj_marks *marks, uint64_t edition, uint8_t *read) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    const size_t length = get_value(marks, KIND_EDITION, edition, bytes);
    memset(read, 0, KJ_MARKS_ARTICLES_MAX / 8);
    if (length > 0 && bytes[0] == READ_VERSION && length - 1 <= KJ_MARKS_ARTICLES_MAX / 8) {
        memcpy(read, bytes + 1, length - 1);
    }
}

/* Without a journal the marks of one edition are all there is: only marking another replaces them.
 */
static void turn_to(kj_marks *marks, uint64_t edition) {
    if (marks->edition != edition) {
        marks->edition = edition;
        load_read(marks, edition, marks->read);
    }
}

bool kj_marks_is_read(kj_marks *marks, uint64_t edition, uint32_t entry) {
    if (edition == 0 || entry >= KJ_MARKS_ARTICLES_MAX ||
        (!marks->has_journal && marks->edition != edition)) {
        return false;
    }
    turn_to(marks, edition);
    return marks->read[entry / 8] >> entry % 8 & 1u;
}

/* Written without the zeros at its end, so mostly short. */
void kj_marks_set_read(kj_marks *marks, uint64_t edition, uint32_t entry, bool is_read) {
    uint8_t bytes[1 + KJ_MARKS_ARTICLES_MAX / 8];
    size_t length = sizeof bytes;
    if (edition == 0 || entry >= KJ_MARKS_ARTICLES_MAX) {
        return;
    }
    turn_to(marks, edition);
    const uint8_t bit = (uint8_t)(1u << entry % 8);
    marks->read[entry / 8] =
        (uint8_t)(is_read ? marks->read[entry / 8] | bit : marks->read[entry / 8] & ~bit);
    bytes[0] = READ_VERSION;
    memcpy(bytes + 1, marks->read, sizeof marks->read);
    while (length > 1 && bytes[length - 1] == 0) {
        length--;
    }
    (void)put_value(marks, KIND_EDITION, edition, bytes, length > 1 ? length : 0);
}

/* Of an edition of the library too, without turning to it. */
uint32_t kj_marks_count_read(kj_marks *marks, uint64_t edition) {
    uint8_t read[KJ_MARKS_ARTICLES_MAX / 8];
    if (edition == 0) {
        return 0;
    }
    if (marks->edition == edition) {
        return count_bits(marks->read, sizeof marks->read);
    }
    load_read(marks, edition, read);
    return count_bits(read, sizeof read);
}

/* --- Files of the card */

bool kj_marks_file(kj_marks *marks, uint64_t item, kj_mark_file *file) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    const size_t length = get_value(marks, KIND_FILE, item, bytes);
    return kj_marks_read_file(file, bytes, length);
}

void kj_marks_put_file(kj_marks *marks, uint64_t item, const kj_mark_file *file) {
    uint8_t bytes[KJ_JOURNAL_VALUE_MAX];
    (void)put_value(marks, KIND_FILE, item, bytes, kj_marks_write_file(file, bytes));
}
