/* remember.c - what the reader writes down of where it is, and how it finds back. Layer: reader. */
#include "base/utf8.h"
#include "reader/line.h"
#include "reader/views.h"

#include <string.h>

/* Entries of an edition that are gone through to count its articles, once for each file. */
#define COUNTED_ENTRIES 1200u

static void set_short(char *to, size_t capacity, const char *from) {
    kj_line line;
    kj_line_init(&line, to, capacity);
    kj_line_add_short(&line, from, capacity - 4u);
}

/* Of an article whose length is not known yet (it was just opened) what was known before. */
static uint8_t percent_read(const kj_reader *reader, uint8_t before) {
    const kj_article *article = &reader->article;
    const uint32_t whole = article->last_page != KJ_PAGE_NONE ? article->end : article->size_bytes;
    if (reader->next.offset == UINT32_MAX) {
        return 100;
    }
    const uint64_t done = reader->next.offset;
    const uint8_t unknown = before < 100u ? before : 0; /* read to its end, it begins anew */
    return (uint8_t)(whole == 0 ? unknown : done >= whole ? 99 : done * 100u / whole);
}

void kj_reader_describe(kj_reader *reader, kj_mark_article *article) {
    const kj_mark_place at = {.item = reader->item,
                              .edition = reader->edition_id,
                              .entry = reader->edition ? reader->entry : 0u,
                              .place = reader->place};
    kj_entry entry;
    if (!kj_marks_article(&reader->marks, &at, article)) {
        memset(article, 0, sizeof *article);
        if (!reader->edition) {
            set_short(article->title, sizeof article->title, reader->name);
        } else {
            if (kj_edition_entry(reader->edition, reader->entry, &entry) == KJ_OK) {
                set_short(article->title, sizeof article->title, entry.title);
            }
            set_short(article->edition, sizeof article->edition, kj_edition_title(reader->edition));
        }
    }
    article->at = at;
    article->percent = percent_read(reader, article->percent);
}

/* What the last place says of a list: only which one it is. */
static void note_list(kj_reader *reader) {
    kj_mark_place at = {.item = 0};
    if (reader->view == KJ_VIEW_CONTENTS && reader->edition) {
        at = (kj_mark_place){.item = reader->item,
                             .edition = reader->edition_id,
                             .entry = reader->list ? reader->list->position.marked : 0u};
    }
    kj_marks_put_last(&reader->marks, (uint8_t)reader->view, &at);
}

void kj_reader_note(kj_reader *reader) {
    if (!reader->note_due || reader->notice != KJ_NOTICE_NONE || reader->asleep) {
        return;
    }
    reader->note_due = false;
    if (reader->view == KJ_VIEW_TEXT) {
        return;
    }
    if (reader->view != KJ_VIEW_ARTICLE) {
        note_list(reader);
        return;
    }
    if (!reader->article.document || (reader->item == 0 && !reader->edition)) {
        return;
    }
    kj_mark_article article;
    kj_reader_describe(reader, &article);
    kj_marks_put_last(&reader->marks, (uint8_t)KJ_VIEW_ARTICLE, &article.at);
    kj_marks_put_article(&reader->marks, &article);
    if (reader->edition && reader->read_due) {
        reader->read_due = false;
        kj_marks_set_read(&reader->marks, reader->edition_id, reader->entry, true);
    }
}

bool kj_reader_left_at(kj_reader *reader, const kj_mark_place *at, kj_place *place) {
    kj_mark_article article;
    if (!kj_marks_article(&reader->marks, at, &article) || article.percent >= 100) {
        return false; /* what was read to its end begins anew */
    }
    *place = article.at.place;
    return true;
}

bool kj_reader_resume(kj_reader *reader) {
    uint8_t view;
    kj_reader_spot spot = {.index = UINT32_MAX};
    if (!kj_marks_last(&reader->marks, &view, &spot.at) || view > KJ_VIEW_ARTICLE ||
        view == KJ_VIEW_LIBRARY || spot.at.item == 0) {
        return false;
    }
    spot.view = (kj_reader_view)view;
    spot.in_edition = spot.at.edition != 0;
    if (view == KJ_VIEW_CONTENTS) {
        spot.contents.marked = spot.at.entry;
    }
    return kj_view_go_to_spot(reader, &spot) || reader->notice != KJ_NOTICE_NONE;
}

kj_status kj_reader_open_edition(kj_reader *reader, const kj_source *source, kj_edition **edition) {
    const kj_language language = kj_reader_language(reader);
    const kj_edition_config config = {
        .source = *source,
        .heap = &reader->stage.scratch,
        .words = {.damaged = kj_string_get(language, KJ_STRING_TEXT_DAMAGED),
                  .unreadable = kj_string_get(language, KJ_STRING_TEXT_UNREADABLE),
                  .picture = kj_string_get(language, KJ_STRING_PICTURE)},
        .untitled = kj_string_get(language, KJ_STRING_UNTITLED),
        .log_context = reader->config.log.context,
        .log = reader->config.log.line,
    };
    kj_arena_release(&reader->stage.edition, 0);
    kj_edition *made = kj_arena_take(&reader->stage.edition, sizeof *made);
    if (!made) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = kj_edition_open(made, &config);
    if (status == KJ_OK) {
        *edition = made;
    }
    return status;
}

static bool is_text(kj_span span) {
    for (size_t at = 0; at < span.length;) {
        if (kj_utf8_next(span, &at) == KJ_UTF8_REPLACEMENT) {
            return false;
        }
    }
    return span.length > 0;
}

/* The first line of a text, where it is short enough to be its headline. */
static kj_status learn_headline(const kj_source *source, kj_mark_file *file) {
    uint8_t head[KJ_MARKS_TITLE_BYTES * 2u];
    const uint32_t length =
        source->size_bytes < sizeof head - 1u ? source->size_bytes : (uint32_t)sizeof head - 1u;
    kj_status status = source->read(source->context, 0, head, length);
    if (status != KJ_OK) {
        return status;
    }
    const size_t start = length >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t end = start;
    while (end < length && head[end] >= ' ') {
        end++;
    }
    if (end < length && is_text((kj_span){head + start, end - start})) {
        head[end] = '\0';
        set_short(file->title, sizeof file->title, (const char *)head + start);
    }
    return KJ_OK;
}

static kj_status learn_edition(kj_reader *reader, const kj_source *source, kj_mark_file *file) {
    kj_edition *edition;
    kj_status status = kj_reader_open_edition(reader, source, &edition);
    if (status == KJ_OK) {
        file->edition = kj_edition_id(edition);
        set_short(file->title, sizeof file->title, kj_edition_title(edition));
        kj_line line;
        kj_line_init(&line, file->date, sizeof file->date);
        kj_line_add(&line, kj_edition_date(edition));
        (void)!kj_edition_count(edition, COUNTED_ENTRIES, &file->articles);
        kj_edition_close(edition);
    }
    kj_arena_release(&reader->stage.edition, 0);
    return status;
}

kj_status kj_reader_learn_file(void *context, uint32_t index, kj_mark_file *file) {
    kj_reader *reader = context;
    const kj_shelf *shelf = &reader->config.shelf;
    kj_source source;
    kj_shelf_item item;
    kj_status status = shelf->open(shelf->context, index, &source, &item);
    if (status == KJ_OK) {
        status =
            item.is_edition ? learn_edition(reader, &source, file) : learn_headline(&source, file);
    }
    const bool is_file = status == KJ_OK || status == KJ_ERR_FORMAT || status == KJ_END ||
                         status == KJ_ERR_TOO_LARGE || status == KJ_ERR_RANGE;
    return is_file ? KJ_OK : KJ_ERR_IO;
}

void kj_reader_find_next_title(kj_reader *reader, char *title, size_t capacity) {
    kj_entry entry;
    title[0] = '\0';
    for (uint32_t at = reader->entry + 1u; kj_edition_entry(reader->edition, at, &entry) == KJ_OK;
         at++) {
        if (entry.kind == KJ_ENTRY_ARTICLE) {
            set_short(title, capacity, entry.title);
            return;
        }
    }
}
