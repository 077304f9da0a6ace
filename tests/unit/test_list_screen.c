/* test_list_screen.c - lists on the screen: the mark goes through entries, columns, pages and
 * sections, and where only it moves the page looks as if it had been set anew. */
#include "paper_case.h"
#include "reader/list_screen.h"
#include "reader/reader.h"
#include "test.h"

enum { FRAME_BYTES = 800 * 480 / 4 };

static kj_stage stage;
static kj_list_screen *screen;
static void *memory;

typedef struct setup {
    uint16_t width, height;
    kj_rotation rotation;
    uint8_t size, depth;
    bool in_columns, in_bands;
    kj_insets bezel;
} setup;

static void close_list(void) {
    if (memory) {
        kj_stage_close(&stage);
        free(memory);
        memory = NULL;
    }
}

static void open_list(paper *of, const setup *as, kj_list_position position) {
    close_list();
    kj_stage_config config = {
        .fonts = kj_font_data_table,
        .panel_width_px = as->width,
        .panel_height_px = as->height,
        .rotation = as->rotation,
        .depth = as->depth,
        .bezel = as->bezel,
        .style = {.margin_px = 24, .size_px = as->size, .leading_percent = 150, .justify = true},
        .sizes = kj_reader_default_sizes(as->width, as->height, as->depth)};
    config.sizes.frame_bytes /= as->in_bands ? 4u : 1u;
    memory = malloc(kj_stage_memory_bytes(&config.sizes));
    KJ_CHECK(memory != NULL);
    KJ_CHECK_EQ(kj_stage_open(&stage, &config, memory), KJ_OK);
    const kj_listing_source source = {
        .context = of, .in_columns = as->in_columns, .entry = paper_entry};
    KJ_CHECK_EQ(kj_list_screen_open(&screen, &stage, &source, position), KJ_OK);
    KJ_CHECK_EQ(kj_list_screen_set(screen, &stage), KJ_OK);
}

static const setup upright = {480, 800, KJ_ROTATE_0, 26, 1, true, false, {0, 0, 0, 0}};
static const setup wide = {800, 480, KJ_ROTATE_0, 24, 1, true, false, {3, 4, 5, 6}};
static const setup turned = {800, 480, KJ_ROTATE_270, 22, 2, true, false, {8, 2, 0, 5}};

static size_t frame_bytes(void) {
    return (size_t)stage.surface.stride_bytes * stage.surface.band_rows;
}

static void keep_frame(uint8_t *to) {
    for (unsigned plane = 0; plane < stage.surface.depth; plane++) {
        memcpy(to + plane * frame_bytes(), stage.surface.planes[plane], frame_bytes());
    }
}

static bool is_as_kept(const uint8_t *kept) {
    bool same = true;
    for (unsigned plane = 0; plane < stage.surface.depth; plane++) {
        same = same && memcmp(kept + plane * frame_bytes(), stage.surface.planes[plane],
                              frame_bytes()) == 0;
    }
    return same;
}

static bool contains(kj_rect box, int x, int y) {
    return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

/* Pixels that are not as kept, and whether all of them lie in box. */
static unsigned changed_pixels(const uint8_t *kept, kj_rect box, bool *all_inside) {
    kj_surface before = stage.surface;
    unsigned changed = 0;
    before.planes[0] = (uint8_t *)(uintptr_t)kept;
    before.planes[1] = stage.surface.depth > 1 ? before.planes[0] + frame_bytes() : NULL;
    *all_inside = true;
    for (int y = 0; y < kj_surface_page_height(&before); y++) {
        for (int x = 0; x < kj_surface_page_width(&before); x++) {
            if (kj_surface_level(&before, x, y) != kj_surface_level(&stage.surface, x, y)) {
                changed++;
                *all_inside = *all_inside && contains(box, x, y);
            }
        }
    }
    return changed;
}

/* Moves, and sets the page again where that is asked for. KJ_OK; KJ_END. *moved_alone: it was only
 * the mark, and the frame is as it would be if the page had been set anew. */
static kj_status move(kj_list_move how, bool *moved_alone) {
    static uint8_t kept[FRAME_BYTES], bars[FRAME_BYTES];
    static unsigned turn;
    kj_rect box;
    keep_frame(kept);
    kj_status status = kj_list_screen_move(screen, how);
    *moved_alone = status == KJ_OK && screen->is_set;
    if (*moved_alone) {
        bool all_inside = true;
        KJ_CHECK(kj_list_screen_changed_box(screen, &box));
        if (turn++ % 5 == 0) { /* it looks at every pixel */
            KJ_CHECK(changed_pixels(kept, box, &all_inside) > 20);
            KJ_CHECK(all_inside);
        }
        keep_frame(bars);
        screen->is_set = false;
        KJ_CHECK_EQ(kj_list_screen_set(screen, &stage), KJ_OK);
        KJ_CHECK(is_as_kept(bars));
    } else if (status == KJ_OK) {
        KJ_CHECK(!kj_list_screen_changed_box(screen, &box));
        KJ_CHECK_EQ(kj_list_screen_set(screen, &stage), KJ_OK);
    }
    KJ_CHECK(status == KJ_OK || is_as_kept(kept));
    return status;
}

static paper daily(void) {
    return (paper){.sections = 5,
                   .articles = 6,
                   .seed = 3,
                   .title_words = 5,
                   .summary_words = 16,
                   .has_bylines = true};
}

static bool is_choice(const paper *of, uint32_t entry) {
    return entry >= 2 && (entry - 2u) % (of->articles + 1u) != 0;
}

/* The mark's box lies within the page and has the ink of its entry in it. */
static void check_mark(void) {
    kj_rect box;
    unsigned ink = 0;
    KJ_CHECK(kj_list_screen_mark_box(screen, &box));
    KJ_CHECK(box.x >= 0 && box.x + box.width <= kj_surface_page_width(&stage.surface));
    KJ_CHECK(box.y >= 0 && box.y + box.height <= kj_surface_page_height(&stage.surface));
    for (int y = box.y; y < box.y + box.height; y++) {
        for (int x = box.x; x < box.x + box.width; x++) {
            ink += kj_surface_level(&stage.surface, x, y) > 0;
        }
    }
    KJ_CHECK(ink > 200);
}

static void go_down_and_up(const setup *as) {
    paper of = daily();
    open_list(&of, as, (kj_list_position){0, 0});
    const uint32_t entries = 2 + of.sections * (of.articles + 1);
    unsigned alone = 0, moves = 0;
    bool moved_alone;
    uint32_t expected = 3;
    KJ_CHECK_EQ(screen->position.marked, expected);
    for (;;) {
        check_mark();
        const kj_status status = move(KJ_LIST_DOWN, &moved_alone);
        if (status == KJ_END) {
            break;
        }
        do {
            expected++;
        } while (!is_choice(&of, expected));
        KJ_CHECK_EQ(screen->position.marked, expected);
        alone += moved_alone;
        moves++;
    }
    KJ_CHECK_EQ(expected, entries - 1);
    KJ_CHECK(alone > moves / 2);
    while (expected > 3) {
        KJ_CHECK_EQ(move(KJ_LIST_UP, &moved_alone), KJ_OK);
        do {
            expected--;
        } while (!is_choice(&of, expected));
        KJ_CHECK_EQ(screen->position.marked, expected);
        check_mark();
    }
    KJ_CHECK_EQ(screen->position.first, 0);
    KJ_CHECK_EQ(move(KJ_LIST_UP, &moved_alone), KJ_END);
    close_list();
}

KJ_TEST(list_mark_goes_through_all_entries_of_one_column_and_back) { go_down_and_up(&upright); }
KJ_TEST(list_mark_goes_through_all_entries_of_two_columns_and_back) { go_down_and_up(&wide); }
KJ_TEST(list_mark_moves_on_a_turned_page_of_four_tones) { go_down_and_up(&turned); }

KJ_TEST(list_has_two_columns_only_where_the_page_is_wide_and_the_source_asks) {
    paper of = daily();
    setup as = wide;
    open_list(&of, &as, (kj_list_position){0, 0});
    KJ_CHECK_EQ(screen->columns, 2);
    as.in_columns = false;
    open_list(&of, &as, (kj_list_position){0, 0});
    KJ_CHECK_EQ(screen->columns, 1);
    as = wide;
    as.size = 36;
    open_list(&of, &as, (kj_list_position){0, 0});
    KJ_CHECK_EQ(screen->columns, 1);
    open_list(&of, &upright, (kj_list_position){0, 0});
    KJ_CHECK_EQ(screen->columns, 1);
    close_list();
}

static uint32_t first_of_section(const paper *of, uint32_t section) {
    return 2 + section * (of->articles + 1) + 1;
}

KJ_TEST(list_goes_to_the_next_and_the_previous_section) {
    static const setup *const setups[] = {&upright, &wide};
    for (unsigned i = 0; i < 2; i++) {
        paper of = daily();
        bool alone;
        open_list(&of, setups[i], (kj_list_position){0, 0});
        for (uint32_t section = 1; section < of.sections; section++) {
            KJ_CHECK_EQ(move(KJ_LIST_NEXT_SECTION, &alone), KJ_OK);
            KJ_CHECK_EQ(screen->position.marked, first_of_section(&of, section));
            check_mark();
        }
        KJ_CHECK_EQ(move(KJ_LIST_NEXT_SECTION, &alone), KJ_END);
        KJ_CHECK_EQ(move(KJ_LIST_DOWN, &alone), KJ_OK);
        KJ_CHECK_EQ(move(KJ_LIST_DOWN, &alone), KJ_OK);
        for (uint32_t section = of.sections; section-- > 0;) { /* its own first, then before it */
            KJ_CHECK_EQ(move(KJ_LIST_PREVIOUS_SECTION, &alone), KJ_OK);
            KJ_CHECK_EQ(screen->position.marked, first_of_section(&of, section));
            check_mark();
        }
        KJ_CHECK_EQ(screen->position.first, 0);
        KJ_CHECK_EQ(move(KJ_LIST_PREVIOUS_SECTION, &alone), KJ_END);
        close_list();
    }
}

KJ_TEST(list_does_not_look_for_a_section_for_ever) {
    paper of = {.sections = 2, .articles = 1000, .title_words = 1};
    bool alone;
    open_list(&of, &wide, (kj_list_position){100, 103});
    KJ_CHECK_EQ(move(KJ_LIST_NEXT_SECTION, &alone), KJ_END);
    KJ_CHECK_EQ(move(KJ_LIST_PREVIOUS_SECTION, &alone), KJ_OK);
    KJ_CHECK_EQ(screen->position.marked, 3);
    open_list(&of, &wide, (kj_list_position){600, 603});
    KJ_CHECK_EQ(move(KJ_LIST_PREVIOUS_SECTION, &alone), KJ_END);
    KJ_CHECK_EQ(screen->position.marked, 603);
    KJ_CHECK_EQ(move(KJ_LIST_NEXT_SECTION, &alone), KJ_OK);
    KJ_CHECK_EQ(screen->position.marked, 1004);
    close_list();
}

KJ_TEST(list_without_sections_has_no_next_one) {
    paper of = daily();
    of.sections = 1;
    bool alone;
    open_list(&of, &wide, (kj_list_position){0, 5});
    KJ_CHECK_EQ(move(KJ_LIST_NEXT_SECTION, &alone), KJ_END);
    KJ_CHECK_EQ(screen->position.marked, 5);
    close_list();
}

KJ_TEST(list_turned_down_and_up_shows_the_same_pages) {
    static uint8_t pages[16][FRAME_BYTES];
    uint32_t firsts[16];
    unsigned count = 0;
    bool alone;
    paper of = daily();
    open_list(&of, &wide, (kj_list_position){0, 0});
    do {
        KJ_CHECK(count < 16);
        firsts[count] = screen->position.first;
        keep_frame(pages[count++]);
    } while (move(KJ_LIST_PAGE_DOWN, &alone) == KJ_OK);
    KJ_CHECK(count >= 4);
    for (unsigned i = count - 1; i-- > 0;) {
        KJ_CHECK_EQ(move(KJ_LIST_PAGE_UP, &alone), KJ_OK);
        KJ_CHECK_EQ(screen->position.first, firsts[i]);
        KJ_CHECK(is_as_kept(pages[i]));
    }
    KJ_CHECK_EQ(move(KJ_LIST_TOP, &alone), KJ_END);
    KJ_CHECK_EQ(move(KJ_LIST_NEXT_SECTION, &alone), KJ_OK);
    KJ_CHECK_EQ(move(KJ_LIST_TOP, &alone), KJ_OK);
    KJ_CHECK(is_as_kept(pages[0]));
    close_list();
}

KJ_TEST(list_that_is_painted_in_bands_is_set_again_for_each_move) {
    paper of = daily();
    setup as = wide;
    as.in_bands = true;
    open_list(&of, &as, (kj_list_position){0, 0});
    for (unsigned i = 0; i < 8; i++) {
        KJ_CHECK_EQ(kj_list_screen_move(screen, KJ_LIST_DOWN), KJ_OK);
        KJ_CHECK(!screen->is_set);
        KJ_CHECK_EQ(kj_list_screen_set(screen, &stage), KJ_OK);
    }
    close_list();
}

KJ_TEST(list_with_more_entries_than_boxes_can_be_gone_through) {
    paper of = {.sections = 1, .articles = 120, .title_words = 1};
    setup as = {800, 480, KJ_ROTATE_0, 8, 1, true, false, {0, 0, 0, 0}};
    bool alone;
    unsigned moves = 0;
    open_list(&of, &as, (kj_list_position){0, 0});
    KJ_CHECK(screen->choices > KJ_LIST_SCREEN_BOXES);
    while (move(KJ_LIST_DOWN, &alone) == KJ_OK) {
        KJ_CHECK_EQ(screen->position.marked, 3 + ++moves);
    }
    KJ_CHECK_EQ(moves, 119);
    close_list();
}

static unsigned ink_of(uint32_t entry) {
    kj_rect box;
    unsigned ink = 0;
    screen->position.marked = entry;
    KJ_CHECK(kj_list_screen_mark_box(screen, &box));
    for (int y = box.y; y < box.y + box.height; y++) {
        for (int x = box.x; x < box.x + box.width; x++) {
            ink += kj_surface_level(&stage.surface, x, y) > 0;
        }
    }
    return ink;
}

KJ_TEST(list_shows_what_has_been_read_in_a_lighter_weight) {
    paper of = daily();
    of.summary_words = 0;
    of.has_bylines = false;
    open_list(&of, &upright, (kj_list_position){0, 0});
    const unsigned bold = ink_of(4);
    of.read_until = 5;
    open_list(&of, &upright, (kj_list_position){0, 0});
    const unsigned regular = ink_of(4);
    KJ_CHECK(regular * 100 < bold * 92 && regular * 2 > bold);
    close_list();
}

KJ_TEST(list_shows_the_entry_that_the_reader_comes_from) {
    paper of = daily();
    open_list(&of, &wide, (kj_list_position){0, 31});
    KJ_CHECK_EQ(screen->position.marked, 31);
    check_mark();
    close_list();
}

KJ_TEST(list_reports_an_entry_that_cannot_be_read) {
    paper of = daily();
    open_list(&of, &wide, (kj_list_position){0, 0});
    of.failing = KJ_ERR_IO;
    of.fails_at = 20;
    kj_status status = KJ_OK;
    for (unsigned i = 0; i < 40 && status == KJ_OK; i++) {
        status = kj_list_screen_move(screen, KJ_LIST_DOWN);
        status = status == KJ_OK ? kj_list_screen_set(screen, &stage) : status;
    }
    KJ_CHECK_EQ(status, KJ_ERR_IO);
    of.failing = KJ_OK;
    screen->is_set = false;
    KJ_CHECK_EQ(kj_list_screen_set(screen, &stage), KJ_OK);
    close_list();
}

/* --- The list as a document. --- */

static void read_all(kj_document *document, char *text, size_t capacity) {
    size_t length = 0;
    kj_piece piece = {.last = false};
    while (!piece.last) {
        KJ_CHECK_EQ(document->read(document, (uint8_t *)text + length, 16, &piece), KJ_OK);
        length += piece.length;
        KJ_CHECK(length + 17 < capacity);
    }
    text[length] = '\0';
}

KJ_TEST(listing_is_taken_up_at_any_offset_of_its_text) {
    static char whole[4096], rest[4096];
    paper of = daily();
    kj_listing listing;
    kj_block block, found;
    uint32_t end = 0, blocks = 0;
    kj_listing_open(&listing, &(kj_listing_source){.context = &of, .entry = paper_entry});
    kj_document *document = &listing.document;
    kj_status status;
    while ((status = document->next_block(document, &block)) == KJ_OK) {
        KJ_CHECK(blocks == 0 || block.start > end);
        read_all(document, whole, sizeof whole);
        KJ_CHECK(whole[0] != '\0');
        end = block.start + (uint32_t)strlen(whole);
        KJ_CHECK((end - 1) / KJ_LISTING_STRIDE == block.start / KJ_LISTING_STRIDE);
        for (uint32_t at = 0; at < strlen(whole); at += 1 + at % 5) {
            if (((uint8_t)whole[at] & 0xC0) == 0x80) {
                continue;
            }
            KJ_CHECK_EQ(document->seek(document, block.start + at, &found), KJ_OK);
            KJ_CHECK(found.kind == block.kind && found.start == block.start);
            read_all(document, rest, sizeof rest);
            KJ_CHECK_STR(rest, whole + at);
        }
        blocks++;
    }
    KJ_CHECK_EQ(status, KJ_END);
    KJ_CHECK(blocks > 2 + 35 + 30); /* masthead, folio, headings and titles, bylines */
    KJ_CHECK_EQ(document->seek(document, 5000 * KJ_LISTING_STRIDE, &found), KJ_END);
}

KJ_TEST(listing_gives_an_entry_while_another_is_read) {
    static char text[4096], again[4096];
    paper of = daily();
    kj_listing listing;
    kj_block block;
    const kj_listing_entry *entry;
    kj_piece piece;
    kj_listing_open(&listing, &(kj_listing_source){.context = &of, .entry = paper_entry});
    kj_document *document = &listing.document;
    KJ_CHECK_EQ(document->seek(document, 4 * KJ_LISTING_STRIDE, &block), KJ_OK);
    read_all(document, text, sizeof text);
    KJ_CHECK_EQ(document->seek(document, 4 * KJ_LISTING_STRIDE, &block), KJ_OK);
    KJ_CHECK_EQ(document->read(document, (uint8_t *)again, 16, &piece), KJ_OK);
    KJ_CHECK_EQ(kj_listing_get(&listing, 20, &entry), KJ_OK);
    read_all(document, again + piece.length, sizeof again - piece.length);
    KJ_CHECK_STR(again, text);
}

KJ_TEST_MAIN()
