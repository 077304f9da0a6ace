/* test_card_faults.c - the whole way from a card's contacts to the page, with cards that fail, are
 * pulled out and put back: the right page or a notice, everything else still to be read. */
#define _XOPEN_SOURCE 700 /* mkdtemp */

#include "device.h"
#include "medium.h"
#include "png_build.h"
#include "test.h"
#include "zip_build.h"

#include <sys/stat.h>
#include <unistd.h>

static char root[64];
static kj_medium medium;
static kj_device device;
static uint8_t tones[800 * 480], other[800 * 480];
static char last_log[256];

static void log_line(void *context, const char *text) {
    snprintf(last_log, sizeof last_log, "%s", text);
}

static void put(const char *name, unsigned paragraphs) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *file = fopen(path, "w");
    KJ_CHECK(file != NULL);
    fprintf(file, "%s\n\n", name);
    for (unsigned i = 0; i < paragraphs; i++) {
        fprintf(file,
                "অনুচ্ছেদ %u। নদীর চরে আজ সকালে কুয়াশা ছিল, দুপুরে রোদ উঠেছে; %s থেকে প্রতিবেদক "
                "জানিয়েছেন, বিদ্যুৎ ফিরেছে বিকেলে।\n\n",
                i, name);
    }
    fclose(file);
}

static void start(void) {
    static const char *const names[] = {"এক.txt", "দুই.txt", "তিন.txt"};
    snprintf(root, sizeof root, "/tmp/kagoj-card-XXXXXX");
    KJ_CHECK(mkdtemp(root) != NULL);
    for (unsigned i = 0; i < 3; i++) {
        put(names[i], 120);
    }
    last_log[0] = '\0';
    KJ_CHECK_EQ(kj_medium_open(&medium, root), KJ_OK);
    const kj_emulated_board *board = kj_emulated_board_find("waveshare-7in5");
    kj_device_config config = kj_device_config_of(board);
    config.hides_status_line = true;
    config.card = kj_medium_card(&medium);
    config.log = (kj_reader_log){.line = log_line};
    KJ_CHECK_EQ(kj_device_open(&device, &config), KJ_OK);
    kj_device_settle(&device);
}

static void end(void) {
    char command[128];
    kj_device_close(&device);
    kj_medium_close(&medium);
    snprintf(command, sizeof command, "rm -rf '%s'", root);
    KJ_CHECK_EQ(system(command), 0);
}

static const kj_reader_status *press(kj_key key) {
    kj_device_press(&device, key);
    kj_device_settle(&device);
    return &kj_device_last_turn(&device)->reader;
}

/* The page as the reader painted it, without the glass's ghosts. */
static void look(uint8_t *picture) {
    const kj_surface *surface = &device.loop.reader.stage.surface;
    for (int y = 0; y < kj_device_page_height(&device); y++) {
        for (int x = 0; x < kj_device_page_width(&device); x++) {
            picture[y * kj_device_page_width(&device) + x] =
                (uint8_t)kj_surface_level(surface, x, y);
        }
    }
}

KJ_TEST(card_is_read_without_a_protocol_error) {
    start();
    KJ_CHECK_EQ(press(KJ_KEY_SELECT)->view, KJ_VIEW_ARTICLE);
    for (unsigned i = 0; i < 12; i++) {
        KJ_CHECK_EQ(press(KJ_KEY_NEXT)->notice, KJ_NOTICE_NONE);
    }
    KJ_CHECK_EQ(device.slot.event_count, 0);
    KJ_CHECK_EQ(device.model.event_count, 0);
    KJ_CHECK_EQ(device.slot.counters.writes_refused, 0);
    KJ_CHECK(device.energy.picojoules[KJ_LOAD_CARD_READING] > 0);
    end();
}

KJ_TEST(card_that_is_pulled_out_and_put_back_goes_on_at_the_same_page) {
    start();
    press(KJ_KEY_SELECT);
    press(KJ_KEY_NEXT);
    kj_card_model_remove(&device.slot);
    const kj_reader_status *reader = press(KJ_KEY_NEXT); /* was set ahead */
    unsigned pages = 1;
    while (reader->notice == KJ_NOTICE_NONE) {
        KJ_CHECK(++pages < 30);
        reader = press(KJ_KEY_NEXT);
    }
    KJ_CHECK(strstr(last_log, "দুই.txt") || strstr(last_log, "এক.txt"));
    const uint32_t missed = reader->page + 1;
    KJ_CHECK(press(KJ_KEY_SELECT)->notice != KJ_NOTICE_NONE); /* still gone */
    kj_card_model_insert(&device.slot, kj_medium_card(&medium));
    reader = press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
    KJ_CHECK_EQ(reader->page, missed);
    look(tones);
    press(KJ_KEY_PREV);
    press(KJ_KEY_NEXT);
    look(other);
    KJ_CHECK(memcmp(tones, other, sizeof tones) == 0);
    end();
}

KJ_TEST(card_that_is_gone_at_the_list_is_said_to_be_gone) {
    start();
    kj_card_model_remove(&device.slot);
    const kj_reader_status *reader = press(KJ_KEY_SELECT);
    KJ_CHECK(reader->notice != KJ_NOTICE_NONE);
    kj_card_model_insert(&device.slot, kj_medium_card(&medium));
    reader = press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
    end();
}

KJ_TEST(card_in_place_of_another_is_read_as_what_it_is) {
    start();
    press(KJ_KEY_SELECT);
    kj_card_model_remove(&device.slot);
    /* The other card holds one text. */
    char first[64];
    snprintf(first, sizeof first, "%s", root);
    snprintf(root, sizeof root, "/tmp/kagoj-card-XXXXXX");
    KJ_CHECK(mkdtemp(root) != NULL);
    put("অন্য.txt", 3);
    put("আরও.txt", 3);
    static kj_medium second;
    KJ_CHECK_EQ(kj_medium_open(&second, root), KJ_OK);
    kj_card_model_insert(&device.slot, kj_medium_card(&second));
    const kj_reader_status *reader = press(KJ_KEY_NEXT);
    for (unsigned i = 0; i < 30 && reader->notice == KJ_NOTICE_NONE; i++) {
        reader = press(KJ_KEY_NEXT);
    }
    KJ_CHECK(reader->notice != KJ_NOTICE_NONE); /* never the other card's bytes as this one's */
    reader = press(KJ_KEY_BACK);
    KJ_CHECK_EQ(reader->view, KJ_VIEW_LIBRARY);
    KJ_CHECK_EQ(reader->article_count, 2);
    KJ_CHECK_EQ(press(KJ_KEY_SELECT)->notice, KJ_NOTICE_NONE);
    kj_device_close(&device);
    kj_medium_close(&second);
    kj_medium_close(&medium);
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", first, root);
    KJ_CHECK_EQ(system(command), 0);
}

KJ_TEST(card_with_a_bad_block_loses_what_is_in_it_and_nothing_else) {
    start();
    const uint32_t blocks = device.slot.counters.blocks;
    press(KJ_KEY_SELECT);
    KJ_CHECK(device.slot.counters.blocks > blocks);
    const uint32_t last = device.slot.data_block; /* of the text, or its chain of clusters */
    press(KJ_KEY_BACK);
    unsigned notices = 0;
    for (uint32_t at = last - 2; at <= last && notices == 0; at++) {
        kj_card_model_heal(&device.slot);
        KJ_CHECK(kj_card_model_plan(
            &device.slot,
            &(kj_card_fault){.kind = KJ_CARD_BAD_BLOCK, .at = at, .times = KJ_CARD_FOREVER}));
        press(KJ_KEY_HOME);
        const kj_reader_status *reader = press(KJ_KEY_SELECT);
        for (unsigned page = 0; page < 40 && reader->view == KJ_VIEW_ARTICLE &&
                                reader->article == 0 && reader->notice == KJ_NOTICE_NONE;
             page++) {
            reader = press(KJ_KEY_NEXT);
        }
        if (reader->view == KJ_VIEW_ARTICLE && reader->notice == KJ_NOTICE_UNREADABLE) {
            notices++;
            reader = press(KJ_KEY_NEXT); /* the next text is whole */
            KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
            KJ_CHECK_EQ(reader->article, 1);
        }
        kj_card_model_heal(&device.slot);
        for (unsigned i = 0; i < 3 && reader->view != KJ_VIEW_LIBRARY; i++) {
            reader = press(KJ_KEY_BACK);
        }
        if (reader->notice != KJ_NOTICE_NONE) {
            reader = press(KJ_KEY_SELECT);
        }
        KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
    }
    KJ_CHECK_EQ(notices, 1);
    end();
}

/* --- Editions. --- */

enum { PARAGRAPHS = 60, PICTURES = 6 };

static void add_picture(zip_build *zip) {
    enum { SIDE = 200 };
    static uint8_t rows[SIDE * SIDE];
    const png_plan plan = {
        .width = SIDE, .height = SIDE, .bits = 8, .colour = PNG_GRAY, .window_bits = 12};
    size_t length;
    for (size_t i = 0; i < sizeof rows; i++) {
        rows[i] = (uint8_t)((i * 2654435761u >> 7) ^ i);
    }
    uint8_t *png = png_build(&plan, rows, &length);
    zip_build_add(zip, "p.png", png, length, ZIP_STORED);
    free(png);
}

/* An article with a picture after every ten paragraphs. */
static void add_article(zip_build *zip, const char *name) {
    static char page[64000];
    int used = sprintf(page, "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>%s</h1>", name);
    for (unsigned i = 0; i < PARAGRAPHS; i++) {
        used += sprintf(
            page + used,
            "<p>অনুচ্ছেদ %u। নদীর চরে আজ সকালে কুয়াশা ছিল, দুপুরে রোদ উঠেছে; বিদ্যুৎ "
            "ফিরেছে বিকেলে।</p>%s",
            i, i % (PARAGRAPHS / PICTURES) == 0 ? "<p><img src='p.png' alt='ছবি'/></p>" : "");
    }
    used += sprintf(page + used, "</body></html>");
    zip_build_add(zip, name, page, (size_t)used, ZIP_DEFLATED);
}

static void put_edition(const char *name) {
    zip_build zip;
    size_t length;
    char path[256];
    zip_build_begin(&zip);
    zip_build_add_text(
        &zip, "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>", ZIP_STORED);
    zip_build_add_text(&zip, "p.opf",
                       "<package><manifest><item id='a' href='a.xhtml' "
                       "media-type='application/xhtml+xml'/><item id='b' href='b.xhtml' "
                       "media-type='application/xhtml+xml'/></manifest><spine><itemref "
                       "idref='a'/><itemref idref='b'/></spine></package>",
                       ZIP_STORED);
    add_article(&zip, "a.xhtml");
    add_picture(&zip);
    add_article(&zip, "b.xhtml");
    uint8_t *bytes = zip_build_finish(&zip, &length);
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *file = fopen(path, "wb");
    KJ_CHECK(file && fwrite(bytes, 1, length, file) == length);
    fclose(file);
    free(bytes);
}

/* The card with an edition on it too; its second article is open. */
static void start_edition(void) {
    start();
    put_edition("কাগজ.epub");
    kj_card_model_remove(&device.slot);
    kj_medium_close(&medium);
    KJ_CHECK_EQ(kj_medium_open(&medium, root), KJ_OK);
    kj_card_model_insert(&device.slot, kj_medium_card(&medium));
    press(KJ_KEY_SELECT);                                /* a text that was there before: ... */
    const kj_reader_status *reader = press(KJ_KEY_BACK); /* ... and the card is looked at anew */
    KJ_CHECK_EQ(reader->article_count, 4);
    press(KJ_KEY_HOME);
    KJ_CHECK_EQ(press(KJ_KEY_SELECT)->view, KJ_VIEW_CONTENTS);
    press(KJ_KEY_DOWN);
    reader = press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader->view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(reader->entry, 1);
    KJ_CHECK(reader->images > 0);
}

/* Removed on each page of the article in turn, those with pictures and those without. */
KJ_TEST(card_pulled_in_an_edition_and_put_back_goes_on_at_the_same_page) {
    start_edition();
    unsigned notices = 0, with_picture = 0;
    for (unsigned turn = 0; turn < 40; turn++) {
        const kj_reader_status *reader = press(KJ_KEY_NEXT);
        if (reader->view != KJ_VIEW_ARTICLE || reader->entry != 1 ||
            reader->page + 1 == reader->pages) {
            break;
        }
        const uint32_t page = reader->page;
        kj_card_model_remove(&device.slot);
        reader = press(KJ_KEY_NEXT);
        for (unsigned more = 0; more < 3 && reader->notice == KJ_NOTICE_NONE; more++) {
            reader = press(KJ_KEY_NEXT);
        }
        const bool noticed = reader->notice != KJ_NOTICE_NONE;
        if (noticed) {
            KJ_CHECK(strstr(last_log, "কাগজ.epub"));
            KJ_CHECK(press(KJ_KEY_SELECT)->notice != KJ_NOTICE_NONE); /* still gone */
        }
        kj_card_model_insert(&device.slot, kj_medium_card(&medium));
        if (noticed) {
            notices++;
            reader = press(KJ_KEY_SELECT);
            KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
            KJ_CHECK_EQ(reader->view, KJ_VIEW_ARTICLE);
            KJ_CHECK_EQ(reader->entry, 1);
            KJ_CHECK(reader->page > page && reader->page <= page + 4);
            with_picture += reader->images > 0;
            look(tones);
            press(KJ_KEY_PREV);
            press(KJ_KEY_NEXT);
            look(other);
            KJ_CHECK(memcmp(tones, other, sizeof tones) == 0);
        }
    }
    KJ_CHECK(notices >= 2);
    KJ_CHECK(with_picture >= 1);
    KJ_CHECK_EQ(press(KJ_KEY_BACK)->view, KJ_VIEW_CONTENTS);
    KJ_CHECK_EQ(press(KJ_KEY_BACK)->view, KJ_VIEW_LIBRARY);
    end();
}

/* At the list of an edition's articles, and while the card's files are listed. */
KJ_TEST(card_pulled_at_an_editions_list_and_put_back_is_read_on) {
    start_edition();
    KJ_CHECK_EQ(press(KJ_KEY_BACK)->view, KJ_VIEW_CONTENTS);
    kj_card_model_remove(&device.slot);
    const kj_reader_status *reader = press(KJ_KEY_SELECT);
    KJ_CHECK(reader->notice != KJ_NOTICE_NONE);
    KJ_CHECK(strstr(last_log, "কাগজ.epub"));
    kj_card_model_insert(&device.slot, kj_medium_card(&medium));
    reader = press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
    KJ_CHECK_EQ(reader->view, KJ_VIEW_ARTICLE);
    KJ_CHECK_EQ(reader->entry, 1);
    kj_card_model_remove(&device.slot);
    press(KJ_KEY_BACK);
    reader = press(KJ_KEY_BACK);
    KJ_CHECK(reader->notice != KJ_NOTICE_NONE);
    kj_card_model_insert(&device.slot, kj_medium_card(&medium));
    reader = press(KJ_KEY_SELECT);
    KJ_CHECK_EQ(reader->notice, KJ_NOTICE_NONE);
    end();
}

KJ_TEST_MAIN()
