/* bind.c - the edition of a run, from its articles to the file on the card. */
#include "press/feed/bind.h"

#include "base/utf8.h"
#include "press/bengali.h"
#include "press/epub.h"
#include "press/feed/page.h"
#include "press/feed/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_BYTES      ((size_t)150) /* of the title's part: 50 Bengali letters */
#define NUMBERS         1000          /* editions of one day */
#define SUMMARY_LETTERS ((size_t)240)

char *kj_bind_name(const char *title, const char *day, unsigned number) {
    kj_buffer name = {0};
    const kj_span span = {(const uint8_t *)title, strlen(title)};
    for (size_t at = 0; at < span.length;) {
        const size_t start = at;
        const uint32_t code = kj_utf8_next(span, &at);
        if (name.length + (at - start) > NAME_BYTES) {
            break;
        }
        if (code < ' ' || (code < 0x80 && strchr("\\/:*?\"<>|", (int)code)) || code == 0x7F) {
            kj_buffer_byte(&name, ' ');
        } else {
            kj_buffer_add(&name, title + start, at - start);
        }
    }
    char *clean = kj_bengali_clean_line(name.data ? name.data : "", name.length);
    kj_buffer_free(&name);
    /* A name may not begin with a point (hidden) nor end with one or a space (Windows). */
    char *first = clean + strspn(clean, ". ");
    size_t length = strlen(first);
    while (length > 0 && strchr(". ", first[length - 1])) {
        first[--length] = '\0';
    }
    const char *part = *first ? first : "edition";
    char *whole = number > 1 ? kj_press_format("%s-%s-%u.epub", part, day, number)
                             : kj_press_format("%s-%s.epub", part, day);
    free(clean);
    return whole;
}

/* A path in folder that is not there yet, NULL: every number of today is taken. */
static char *free_path(const char *folder, const char *title, const char *day) {
    const size_t length = strlen(folder);
    const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
    for (unsigned number = 1; number < NUMBERS; number++) {
        char *name = kj_bind_name(title, day, number);
        char *path = kj_press_format("%s%s%s", folder, slash, name);
        free(name);
        struct stat there;
        if (lstat(path, &there) != 0) {
            return path;
        }
        free(path);
    }
    return NULL;
}

/* Where text, a plain one, may be cut for a summary: at most so many letters, at a word. */
static char *shortened(char *text) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    size_t at = 0, letters = 0, last_space = 0;
    while (at < span.length && letters < SUMMARY_LETTERS) {
        if (text[at] == ' ') {
            last_space = at;
        }
        (void)kj_utf8_next(span, &at);
        letters++;
    }
    if (at == span.length || last_space == 0) {
        return text;
    }
    text[last_space] = '\0';
    char *cut = kj_press_format("%s\u2026", text);
    free(text);
    return cut;
}

/* The feed's own summary in plain text, else what the page's metadata has, else nothing: the
 * writer of the navigation then leaves it to the reader to show the beginning. */
static char *summary_of(const kj_run_article *article) {
    static const char *const tails[] = {"বিস্তারিত পড়ুন", "বিস্তারিত",  "আরও পড়ুন",
                                        "আরো পড়ুন",      "Read more", "Continue reading",
                                        "[\u2026]",     "[...]",     NULL};
    char *text =
        kj_text_line(article->item->summary ? kj_page_plain(article->item->summary) : NULL);
    if (!text) {
        return kj_press_copy(article->page.summary);
    }
    for (const char *const *tail = tails; *tail; tail++) {
        if (kj_text_ends(text, *tail)) {
            text[strlen(text) - strlen(*tail)] = '\0';
            text = kj_text_line(text);
            break;
        }
    }
    return text ? shortened(text) : kj_press_copy(article->page.summary);
}

static char *title_of(const kj_run_article *article) {
    return kj_press_copy(article->item->title ? article->item->title : article->page.title);
}

static void add_pictures(const kj_run_article *from, kj_press_article *to) {
    for (size_t i = 0; i < from->picture_count; i++) {
        const kj_run_picture *picture = &from->pictures[i];
        if (picture->is_lead && !picture->png) {
            continue;
        }
        kj_press_picture *added = kj_press_add_picture(to, picture->href);
        if (picture->png) {
            added->png =
                memcpy(kj_press_alloc(picture->png_bytes), picture->png, picture->png_bytes);
            added->png_bytes = picture->png_bytes;
            added->width_px = picture->width_px;
            added->height_px = picture->height_px;
        }
        if (picture->is_lead) {
            kj_press_replace(&to->body,
                             kj_press_format("<figure><img src=\"%s\" alt=\"\"/></figure>\n%s",
                                             picture->href, to->body));
        }
    }
}

static void add_article(const kj_run_article *from, kj_press_section *section) {
    kj_press_article *to = kj_press_add_article(section);
    const kj_feed_item *item = from->item;
    to->title = title_of(from);
    to->summary = summary_of(from);
    to->byline = kj_press_copy(item->author ? item->author : from->page.byline);
    to->source = kj_press_copy(from->feed->feed.title ? from->feed->feed.title : from->page.site);
    to->address = kj_press_copy(item->link);
    to->identity = kj_press_copy(item->identity);
    to->body = kj_press_copy(from->page.body);
    const char *language =
        kj_bengali_language(from->plain, strlen(from->plain), from->page.language);
    to->language = *language ? kj_press_copy(language) : NULL;
    if (from->has_date) {
        char date[KJ_DATES_TEXT_BYTES];
        kj_moment shown = from->date;
        shown.zone_minutes = from->feed->run->config->zone_minutes;
        kj_dates_write(&shown, date);
        to->date = kj_press_copy(date);
    }
    add_pictures(from, to);
}

/* The section of that title, made if there is none: feeds of one title share it. */
static kj_press_section *section_of(kj_press_edition *edition, const char *title) {
    for (size_t i = 0; i < edition->section_count; i++) {
        if (strcmp(edition->sections[i].title, title) == 0) {
            return &edition->sections[i];
        }
    }
    return kj_press_add_section(edition, title);
}

static void fill(const kj_run *run, kj_press_edition *edition) {
    for (size_t f = 0; f < run->config->feed_count; f++) {
        const kj_run_feed *feed = &run->feeds[f];
        for (size_t i = 0; i < feed->feed.item_count; i++) {
            if (feed->articles[i].fate == KJ_FATE_TAKEN) {
                add_article(&feed->articles[i], section_of(edition, kj_run_title(feed)));
            }
        }
    }
}

kj_status kj_run_bind(const kj_run *run, const char *folder, char **path,
                      kj_epub_figures *figures) {
    char day[KJ_DATES_TEXT_BYTES];
    const kj_moment now = {run->now, run->config->zone_minutes, true};
    kj_dates_write_day(&now, day);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return KJ_ERR_IO;
    }
    char *target = free_path(folder, run->config->title, day);
    if (!target) {
        return KJ_ERR_IO;
    }
    kj_press_edition edition = {0};
    edition.title = kj_press_copy(run->config->title);
    edition.language = kj_press_copy(run->config->language);
    edition.creator = kj_press_copy(run->config->creator);
    edition.date = kj_press_copy(day);
    fill(run, &edition);
    const kj_status status = kj_epub_save(&edition, target, figures);
    kj_press_edition_free(&edition);
    if (status != KJ_OK) {
        free(target);
        return status;
    }
    *path = target;
    return KJ_OK;
}
