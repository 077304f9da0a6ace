/* test_edition_many.c - editions of 10, 1,000 and 10,000 articles: the same memory, any entry
 * found, a screen forwards or backwards at the price of a screen. */
#include "edition_case.h"

enum { SCREEN = 8 };

/* A section every 20 articles; every article its own file; a summary of two lines. */
static void open_many(unsigned count, unsigned method, const char *more) {
    begin_edition();
    now.method = method;
    char *text = malloc(600u * count + 1000u);
    size_t at = (size_t)sprintf(text, "<package><metadata><title>Many</title></metadata>"
                                      "<manifest><item id='n' href='nav.xhtml' properties='nav' "
                                      "media-type='application/xhtml+xml'/>");
    add_container("O/p.opf");
    for (unsigned i = 0; i < count; i++) {
        at += (size_t)sprintf(text + at,
                              "<item id='a%u' href='a%05u.xhtml' "
                              "media-type='application/xhtml+xml'/>",
                              i, i);
    }
    at += (size_t)sprintf(text + at, "</manifest><spine>");
    for (unsigned i = 0; i < count; i++) {
        at += (size_t)sprintf(text + at, "<itemref idref='a%u'/>", i);
    }
    sprintf(text + at, "</spine></package>");
    add("O/p.opf", text);
    at = (size_t)sprintf(text, "<html xmlns:epub='e'><head><title/></head><body>"
                               "<nav epub:type='toc'><h1>C</h1><ol>");
    for (unsigned i = 0; i < count; i++) {
        at += (size_t)sprintf(text + at,
                              "%s<li><a href='a%05u.xhtml' data-summary='%s' "
                              "data-byline='B'>Article %u</a></li>%s",
                              i % 20 == 0 ? "<li><span>Section</span><ol>" : "", i, more, i,
                              i % 20 == 19 || i + 1 == count ? "</ol></li>\n" : "\n");
    }
    sprintf(text + at, "</ol></nav></body></html>");
    add("O/nav.xhtml", text);
    free(text);
    for (unsigned i = 0; i < count; i++) {
        char name[32];
        snprintf(name, sizeof name, "a%05u.xhtml", i);
        add_page(name, "<h1>Headline</h1><p>text</p>");
    }
    open_edition();
}

/* Which article entry index must be: sections count. */
static void check_entry(uint32_t index) {
    kj_entry entry;
    char title[32];
    KJ_CHECK_EQ(kj_edition_entry(&now.edition, index, &entry), KJ_OK);
    snprintf(title, sizeof title, "Article %u", index / 21u * 20u + index % 21u - 1u);
    KJ_CHECK_EQ(entry.index, index);
    KJ_CHECK_EQ(entry.kind, index % 21u ? KJ_ENTRY_ARTICLE : KJ_ENTRY_SECTION);
    KJ_CHECK_STR(entry.title, index % 21u ? title : "Section");
}

static const char summary[] = "A summary that is as long as a summary in a newspaper is, two lines "
                              "of a page and then a little more";

KJ_TEST(any_entry_of_ten_thousand_is_found_in_the_memory_of_ten) {
    const unsigned counts[] = {20, 1000, 10000};
    const unsigned methods[] = {ZIP_STORED, ZIP_DEFLATED};
    for (int m = 0; m < 2; m++) {
        size_t peak = 0;
        for (int k = 0; k < 3; k++) {
            const uint32_t entries = counts[k] / 20 * 21;
            uint32_t state = 7;
            open_many(counts[k], methods[m], summary);
            for (int i = 0; i < KJ_ROUNDS(40); i++) {
                state = state * 1664525u + 1013904223u;
                check_entry((state >> 8) % entries);
            }
            check_entry(entries - 1);
            check_entry(0);
            kj_entry entry;
            KJ_CHECK_EQ(kj_edition_entry(&now.edition, entries, &entry), KJ_END);
            KJ_CHECK_EQ(kj_edition_entry(&now.edition, UINT32_MAX, &entry), KJ_END);
            check_entry(entries - 1);
            const size_t here = kj_heap_get_stats(&now.heap).peak;
            /* a short file is inflated with a smaller window */
            KJ_CHECK(k == 0 ? here <= 62 * 1024 : peak < here || here == peak);
            KJ_CHECK(k != 2 || here == peak);
            peak = here;
        }
        printf("  heap peak %s: %zu bytes; an edition: %zu bytes\n", m ? "deflated" : "stored",
               peak, sizeof(kj_edition));
    }
}

/* Blocks of the card that a screen of entries from index on costs. */
static unsigned screen_blocks(uint32_t index, bool backwards) {
    const unsigned before = now.memory.blocks;
    for (uint32_t i = 0; i < SCREEN; i++) {
        check_entry(backwards ? index + SCREEN - 1 - i : index + i);
    }
    return now.memory.blocks - before;
}

KJ_TEST(screen_forwards_or_backwards_costs_a_screen) {
    open_many(10000, ZIP_STORED, summary);
    unsigned most = 0;
    printf("  opened: %u blocks\n", now.memory.blocks);
    const uint32_t starts[] = {0, 4000, 9700}, way = KJ_ROUNDS(100) * SCREEN;
    for (int i = 0; i < 3; i++) {
        for (uint32_t index = starts[i]; index < starts[i] + way; index += SCREEN) {
            const unsigned blocks = screen_blocks(index, false);
            most = blocks > most && index > starts[i] ? blocks : most;
        }
    }
    printf("  forwards: at most %u blocks for %d headlines\n", most, SCREEN);
    KJ_CHECK(most <= 600);
    most = 0;
    for (int i = 0; i < 3; i++) {
        for (uint32_t index = starts[i] + way; index > starts[i]; index -= SCREEN) {
            const unsigned blocks = screen_blocks(index - SCREEN, true);
            most = blocks > most ? blocks : most;
        }
    }
    printf("  backwards: at most %u blocks\n", most);
    KJ_CHECK(most <= 600);
}

/* Prints what an edition of count articles costs; checks the front page. */
static void tell_costs(unsigned count, unsigned method) {
    open_many(count, method, summary);
    const unsigned opening = now.memory.blocks;
    const unsigned screen = screen_blocks(0, false), next = screen_blocks(SCREEN, false);
    const unsigned third = screen_blocks(2 * SCREEN, false), back = screen_blocks(0, true);
    const unsigned before = now.memory.blocks;
    kj_xhtml_part part;
    KJ_CHECK_EQ(kj_pieces_begin(&now.edition, 5), KJ_OK);
    KJ_CHECK_EQ(kj_pieces_get(&now.edition, 0, &part), KJ_OK);
    const unsigned article = now.memory.blocks - before;
    KJ_CHECK_EQ(kj_pieces_get(&now.edition, 1, &part), KJ_END);
    printf(
        "  %u articles, %s: opening %u blocks; screens of %d: first %u, next %u, %u, back to the "
        "first %u; finding an article %u, its end %u\n",
        count, method ? "deflated" : "stored", opening, SCREEN, screen, next, third, back, article,
        now.memory.blocks - before - article);
    KJ_CHECK(count > 100 || (opening + screen) / SCREEN <= 40);
}

KJ_TEST(front_page_of_a_daily_is_read_in_few_blocks) {
    tell_costs(60, ZIP_STORED);
    tell_costs(60, ZIP_DEFLATED);
    tell_costs(1000, ZIP_STORED);
    tell_costs(1000, ZIP_DEFLATED);
}

/* --- books: what is read from a mark is what is read from the beginning */

enum { CHAPTERS = 60, BOOK_MAX = 1200 };

/* Chapters of sections of parts, by anchors in one file each, so that headings above them wait for
 * their first article; every third chapter a page of its own. */
static void write_chapter(unsigned i, bool nav) {
    for (unsigned k = 0; k < 6; k++) {
        char target[40];
        const bool below = k == 0 || k == 1 || k == 3, ends_two = k == 2 || k == 4;
        snprintf(target, sizeof target, k ? "c%02u.xhtml#s%u" : "c%02u.xhtml", i, k);
        write_more(nav ? "<li><a href='%s'>T%u.%u</a>%s"
                       : "<navPoint><content src='%s'/><navLabel><text>T%u.%u</text></navLabel>%s",
                   target, i, k, below && nav ? "<ol>" : "");
        for (int ends = below ? 0 : ends_two ? 2 : 1; ends > 0; ends--) {
            const bool ends_list = ends > 1 || k == 5;
            write_more("%s", !nav ? "</navPoint>" : ends_list ? "</li></ol>" : "</li>");
        }
    }
    write_more("%s", nav ? "</li>" : "</navPoint>");
}

/* News: every article with a second page in the list. */
static void write_article(unsigned i) {
    write_more("<navPoint><navLabel><text>T%u</text></navLabel><content "
               "src='feed_0/article_%u/index.html'/></navPoint><navPoint><navLabel><text>Page"
               "</text></navLabel><content src='feed_0/article_%u/index_u1.html'/></navPoint>",
               i, i, i);
}

typedef struct seen_entry {
    uint32_t index; /* wanted */
    char title[24];
    uint8_t level;
    kj_entry_kind kind;
    char file[48], anchor[16];
} seen_entry;

static bool see_item(void *context, const kj_toc_item *item) {
    seen_entry *seen = context;
    if (item->index < seen->index) {
        return true;
    }
    snprintf(seen->title, sizeof seen->title, "%.20s", item->title);
    snprintf(seen->file, sizeof seen->file, "%.40s", item->file);
    snprintf(seen->anchor, sizeof seen->anchor, "%.15s", item->anchor);
    seen->level = item->level;
    seen->kind = item->kind;
    return false;
}

/* What a pass that is asked for the entry gives, and the window. */
static void see(uint32_t index, seen_entry *seen) {
    kj_entry entry;
    memset(seen, 0, sizeof *seen);
    seen->index = index;
    KJ_CHECK_EQ(kj_edition_entry(&now.edition, index, &entry), KJ_OK);
    KJ_CHECK_EQ(kj_contents_visit(&now.edition, index, (kj_toc_visitor){seen, see_item}), KJ_OK);
    KJ_CHECK_STR(entry.title, seen->title);
    KJ_CHECK_EQ(entry.level, seen->level);
}

typedef enum book_kind { BOOK_NAV, BOOK_NCX, BOOK_NEWS } book_kind;

static uint32_t open_book(book_kind kind) {
    begin_edition();
    char files[4096] = "";
    strcat(files, kind == BOOK_NAV ? "nav.xhtml" : "toc.ncx");
    for (unsigned i = 0; i < CHAPTERS; i++) {
        snprintf(files + strlen(files), sizeof files - strlen(files),
                 kind == BOOK_NEWS ? " feed_0/article_%u/index.html" : " c%02u.xhtml", i);
    }
    add_package(files);
    write_more("%s", kind == BOOK_NAV ? "<html><body><nav><ol>" : "<ncx><navMap>");
    for (unsigned i = 0; i < CHAPTERS; i++) {
        kind == BOOK_NEWS ? write_article(i) : write_chapter(i, kind == BOOK_NAV);
    }
    write_more("%s", kind == BOOK_NAV ? "</ol></nav></body></html>" : "</navMap></ncx>");
    add_written(kind == BOOK_NAV ? "O/nav.xhtml" : "O/toc.ncx");
    for (unsigned i = 0; i < CHAPTERS; i++) {
        char name[40];
        snprintf(name, sizeof name,
                 kind == BOOK_NEWS ? "feed_0/article_%u/index.html" : "c%02u.xhtml", i);
        add_page(name, "<h1>0</h1>");
    }
    open_edition();
    return kind == BOOK_NEWS ? CHAPTERS : CHAPTERS * 6;
}

static void check_book(book_kind kind) {
    static seen_entry seen[BOOK_MAX];
    const uint32_t expected = open_book(kind);
    uint32_t count = 0, articles = 0, counted = 0;
    kj_entry entry;
    while (kj_edition_entry(&now.edition, count, &entry) == KJ_OK) {
        KJ_CHECK(count < BOOK_MAX);
        articles += entry.kind == KJ_ENTRY_ARTICLE;
        kj_toc_forget(&now.edition); /* so that it is read from the beginning */
        now.edition.window_count = 0;
        see(count, &seen[count]);
        count++;
    }
    KJ_CHECK_EQ(count, expected);
    KJ_CHECK_EQ(kj_edition_count(&now.edition, UINT32_MAX, &counted), KJ_OK);
    KJ_CHECK_EQ(counted, articles);
    KJ_CHECK_EQ(kj_edition_count(&now.edition, 0, &counted), KJ_OK);
    KJ_CHECK_EQ(counted, 0);
    for (uint32_t i = 0; i < KJ_ROUNDS(3 * count); i++) {
        seen_entry again;
        const uint32_t index = i * 7919u % count;
        now.edition.window_count = 0;
        see(index, &again);
        KJ_CHECK_STR(again.title, seen[index].title);
        KJ_CHECK(memcmp(&again, &seen[index], sizeof again) == 0);
    }
    KJ_CHECK(now.edition.mark_count > 4);
    if (kind != BOOK_NEWS) {
        KJ_CHECK_EQ(seen[6].level, 0);
        KJ_CHECK_EQ(seen[8].level, 2);
        KJ_CHECK_STR(seen[8].file, "O/c01.xhtml");
        KJ_CHECK_STR(seen[8].anchor, "");
    }
}

KJ_TEST(book_is_the_same_from_every_mark) {
    check_book(BOOK_NAV);
    check_book(BOOK_NCX);
    check_book(BOOK_NEWS);
}

KJ_TEST_MAIN()
