/* test_blocks.c - how blocks other than plain paragraphs are set: inline styles, rows of tables,
 * pictures and their frames, lists. Through the composer, with the real fonts. */
#include "blocks_document.h"
#include "layout_case.h"
#include "test.h"

enum { PAGES_MAX = 64 };

static layout_case now;
static blocks_document document;
static kj_page_style style;

static void open_blocks(blocks_block *blocks, unsigned count) {
    static const char nothing[] = "কাগজ";
    style = layout_portrait;
    now = (layout_case){.text = (const uint8_t *)nothing, .reads_until_error = -1};
    KJ_CHECK_EQ(layout_open(&now, sizeof nothing - 1, &style, sizeof layout_cache, 8192), KJ_OK);
    blocks_open(&document, blocks, count);
    kj_arena_release(&now.article, 0);
    KJ_CHECK_EQ(kj_composer_open(&now.composer, &now.article, &document.document, now.shaper,
                                 &now.faces, &style),
                KJ_OK);
}

static kj_place first_page(void) {
    kj_place next;
    KJ_CHECK_EQ(kj_composer_page(now.composer, (kj_place){0, 0}, &now.list, &next), KJ_OK);
    return next;
}

static const kj_placed_run *run_at(uint32_t text) {
    const kj_placed_run *found = NULL;
    for (unsigned i = 0; i < now.list.run_count; i++) {
        const kj_placed_run *run = &now.list.runs[i];
        found = run->text <= text && (!found || run->text > found->text) ? run : found;
    }
    KJ_CHECK(found != NULL);
    return found;
}

/* Where the line that starts at text offset start lies: its first glyph, pixels. */
static int left_of_line(uint32_t start, int *baseline_px) {
    for (unsigned i = 0; i < now.list.line_count; i++) {
        const kj_placed_line *line = &now.list.lines[i];
        if (line->start == start) {
            *baseline_px = line->baseline_px;
            return now.list.glyphs[now.list.runs[line->first_run].first].x_12_4 / 16;
        }
    }
    KJ_CHECK(!"no line starts there");
    return -1;
}

KJ_TEST(blocks_set_strong_text_bold_and_emphasis_in_the_other_family) {
    blocks_block blocks[] = {{.block = {.kind = KJ_BLOCK_PARAGRAPH},
                              .pieces = {{"এই ", 0},
                                         {"শব্দ", KJ_TEXT_STRONG},
                                         {" আর ", 0},
                                         {"জোর", KJ_TEXT_EMPHASIS},
                                         {" শেষ।", 0}}}};
    open_blocks(blocks, 1);
    first_page();
    const unsigned strong = sizeof "এই " - 1, emphasis = strong + sizeof "শব্দ আর " - 1;
    KJ_CHECK_EQ(run_at(0)->face, kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SERIF, false));
    KJ_CHECK_EQ(run_at(strong)->face, kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SERIF, true));
    KJ_CHECK_EQ(run_at(emphasis)->face, kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SANS, false));
    KJ_CHECK_EQ(run_at(emphasis + sizeof "জোর " - 1)->face, 0);
    KJ_CHECK_EQ(now.list.line_count, 1);
    layout_close(&now);
}

KJ_TEST(blocks_raise_and_lower_small_text) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_PARAGRAPH},
         .pieces = {{"CO", 0}, {"2", KJ_TEXT_LOWERED}, {" মি", 0}, {"২", KJ_TEXT_RAISED}}}};
    open_blocks(blocks, 1);
    first_page();
    const kj_placed_run *base = run_at(0), *low = run_at(2), *high = run_at(3 + sizeof " মি" - 1);
    KJ_CHECK(low->size_px < base->size_px && high->size_px == low->size_px);
    KJ_CHECK(low->baseline_px > base->baseline_px && high->baseline_px < base->baseline_px);
    layout_close(&now);
}

KJ_TEST(blocks_never_cut_a_cluster_at_a_change_of_style) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_PARAGRAPH},
         .pieces = {{"ক", KJ_TEXT_STRONG}, {"ালি ক্", 0}, {"ষমা", KJ_TEXT_STRONG}}}};
    open_blocks(blocks, 1);
    first_page();
    for (unsigned i = 0; i < now.list.run_count; i++) {
        const uint32_t text = now.list.runs[i].text;
        KJ_CHECK(text != 3 && text != 16);
    }
    KJ_CHECK_EQ(run_at(0)->face, 1);
    layout_close(&now);
}

KJ_TEST(blocks_set_cells_of_a_row_side_by_side_and_rows_in_the_same_columns) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_TABLE_ROW}, .pieces = {{"দল\tরান\tওভার", KJ_TEXT_STRONG}}},
        {.block = {.kind = KJ_BLOCK_TABLE_ROW},
         .pieces = {{"সুরমাগঞ্জ ক্রীড়াচক্র ও নবীন সংঘ\t২৪৮/৭\t৫০", 0}}}};
    open_blocks(blocks, 2);
    first_page();
    const uint32_t second = blocks[1].block.start;
    const uint32_t heads[3] = {0, sizeof "দল", sizeof "দল\tরান"};
    const uint32_t cells[3] = {second, second + sizeof "সুরমাগঞ্জ ক্রীড়াচক্র ও নবীন সংঘ",
                               second + sizeof "সুরমাগঞ্জ ক্রীড়াচক্র ও নবীন সংঘ\t২৪৮/৭"};
    int head_line = 0, cell_line = 0, left = -1;
    for (unsigned i = 0; i < 3; i++) {
        int line = 0;
        const int head = left_of_line(heads[i], &line);
        KJ_CHECK(i == 0 || line == head_line);
        head_line = line;
        const int cell = left_of_line(cells[i], &line);
        KJ_CHECK(i == 0 || line == cell_line);
        cell_line = line;
        KJ_CHECK((i > 0 || abs(head - cell) <= 3) && head > left + 40 * (i > 0));
        left = head;
    }
    KJ_CHECK(cell_line > head_line);
    KJ_CHECK_EQ(now.list.line_count, 6); /* the long name gets the room that figures leave */
    KJ_CHECK_EQ(now.list.rule_count, 2);
    layout_close(&now);
}

KJ_TEST(blocks_set_figures_to_the_right_and_a_wide_table_in_smaller_type) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_TABLE_ROW},
         .pieces = {{"পণ্য\tপরিমাণ\t১৭ নভেম্বর (৳)\t২৪ নভেম্বর (৳)\tবদল", KJ_TEXT_STRONG}}},
        {.block = {.kind = KJ_BLOCK_TABLE_ROW},
         .pieces = {{"দেশি পেঁয়াজ\t১ কেজি\t৯০\t১২০\t−২৫%", 0}}},
        {.block = {.kind = KJ_BLOCK_TABLE_ROW}, .pieces = {{"শিম\t১ কেজি\t৫\t১৪৫০\t+৭%", 0}}}};
    open_blocks(blocks, 3);
    first_page();
    KJ_CHECK_EQ(now.list.line_count, 15); /* each cell has one line */
    KJ_CHECK(now.list.runs[0].size_px < 23 && now.list.runs[0].size_px >= 14);
    for (unsigned cell = 2; cell < 5; cell++) {
        int ends[3];
        for (unsigned row = 0; row < 3; row++) {
            const unsigned line = row * 5 + cell;
            const uint16_t end = line + 1 < 15
                                     ? now.list.runs[now.list.lines[line + 1].first_run].first
                                     : now.list.glyph_count;
            ends[row] =
                (now.list.glyphs[end - 1].x_12_4 + now.list.glyphs[end - 1].advance_12_4) / 16;
        }
        KJ_CHECK(abs(ends[0] - ends[1]) <= 1 && abs(ends[1] - ends[2]) <= 1);
    }
    layout_close(&now);
}

KJ_TEST(blocks_never_leave_the_first_row_of_a_table_alone_at_a_page_s_foot) {
    enum { MOST = 24 };
    unsigned together = 0;
    for (unsigned above = 8; above < MOST; above++) {
        static blocks_block blocks[MOST + 4];
        memset(blocks, 0, sizeof blocks);
        for (unsigned i = 0; i < above + 4; i++) {
            const bool row = i >= above;
            blocks[i].block.kind = row ? KJ_BLOCK_TABLE_ROW : KJ_BLOCK_PARAGRAPH;
            blocks[i].pieces[0].text = row ? "দল\t২৪৮" : "এক লাইনের কথা।";
        }
        open_blocks(blocks, above + 4);
        first_page();
        unsigned rows = 0;
        for (unsigned i = 0; i < now.list.line_count; i++) {
            rows += now.list.lines[i].block_kind == KJ_BLOCK_TABLE_ROW;
        }
        KJ_CHECK(rows != 2); /* of cells: one row */
        together += rows > 2;
        layout_close(&now);
    }
    KJ_CHECK(together > 0 && together < MOST - 8);
}

KJ_TEST(blocks_set_a_row_that_fits_no_columns_a_cell_a_line) {
    blocks_block blocks[] = {{.block = {.kind = KJ_BLOCK_TABLE_ROW},
                              .pieces = {{"এক\tদুই\tতিন\tচার\tপাঁচ\tছয়\tসাত\tআট\tনয়\tদশ", 0}}},
                             {.block = {.kind = KJ_BLOCK_TABLE_ROW},
                              .pieces = {{"Donaudampfschifffahrtsgesellschaftskapitän\tদুই", 0}}}};
    open_blocks(blocks, 2);
    first_page();
    KJ_CHECK_EQ(now.list.line_count, 13); /* the long word takes two */
    for (unsigned i = 1; i < now.list.line_count; i++) {
        KJ_CHECK(now.list.lines[i].baseline_px > now.list.lines[i - 1].baseline_px);
        KJ_CHECK(now.list.lines[i].start >= now.list.lines[i - 1].end);
    }
    layout_close(&now);
}

KJ_TEST(blocks_fit_a_picture_into_the_column_and_keep_its_caption_below_it) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_PARAGRAPH}, .pieces = {{"আগের কথা।", 0}}},
        {.block = {.kind = KJ_BLOCK_IMAGE},
         .pieces = {{"নদীর ছবি", 0}},
         .image = {.state = KJ_IMAGE_GOOD, .width_px = 864, .height_px = 500, .locator = 77}},
        {.block = {.kind = KJ_BLOCK_CAPTION}, .pieces = {{"নদীর পাড়ে সকাল", 0}}}};
    open_blocks(blocks, 3);
    first_page();
    KJ_CHECK_EQ(now.list.image_count, 1);
    const kj_placed_image *image = &now.list.images[0];
    KJ_CHECK_EQ(image->locator, 77);
    KJ_CHECK_EQ(image->box.width, 432);
    KJ_CHECK_EQ(image->box.height, 250);
    KJ_CHECK_EQ(image->box.x, 24);
    int caption = 0;
    left_of_line(blocks[2].block.start, &caption);
    KJ_CHECK(caption > image->box.y + image->box.height + 10 &&
             caption < image->box.y + image->box.height + 40);
    KJ_CHECK(image->box.y > now.list.lines[0].baseline_px + 8);
    KJ_CHECK_EQ(now.list.line_count, 2); /* what stands in for the picture is not shown */
    layout_close(&now);
}

KJ_TEST(blocks_scale_a_tall_picture_to_the_page) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_IMAGE},
         .pieces = {{"মিনার", 0}},
         .image = {.state = KJ_IMAGE_GOOD, .width_px = 100, .height_px = 8000}}};
    open_blocks(blocks, 1);
    first_page();
    const kj_rect box = now.list.images[0].box;
    KJ_CHECK(box.height <= 752 && box.y >= 24 && box.y + box.height <= 776);
    KJ_CHECK(box.width >= 1 && box.width <= 10);
    layout_close(&now);
}

KJ_TEST(blocks_frame_the_words_in_place_of_a_picture_that_cannot_be_shown) {
    for (unsigned state = KJ_IMAGE_UNSUPPORTED; state <= KJ_IMAGE_MISSING; state++) {
        blocks_block blocks[] = {
            {.block = {.kind = KJ_BLOCK_IMAGE},
             .pieces = {{"নদীর ছবি", 0}},
             .image = {.state = (kj_image_state)state}},
            {.block = {.kind = KJ_BLOCK_PARAGRAPH}, .pieces = {{"পরের কথা।", 0}}}};
        open_blocks(blocks, 2);
        first_page();
        KJ_CHECK_EQ(now.list.image_count, 0);
        KJ_CHECK_EQ(now.list.rule_count, 4);
        KJ_CHECK_EQ(now.list.line_count, 2);
        const kj_rect top = now.list.rules[0].box, bottom = now.list.rules[1].box;
        KJ_CHECK(now.list.lines[0].baseline_px > top.y + 20);
        KJ_CHECK(now.list.lines[0].baseline_px < bottom.y);
        KJ_CHECK(now.list.lines[1].baseline_px > bottom.y + 20);
        layout_close(&now);
    }
}

KJ_TEST(blocks_give_a_spoiled_picture_a_frame_of_its_own_size) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_IMAGE},
         .pieces = {{"নদীর ছবি", 0}},
         .image = {.state = KJ_IMAGE_GOOD, .width_px = 432, .height_px = 300, .locator = 5}},
        {.block = {.kind = KJ_BLOCK_PARAGRAPH}, .pieces = {{"পরের কথা।", 0}}}};
    open_blocks(blocks, 2);
    first_page();
    int good = now.list.lines[0].baseline_px;
    document.document.spoil_image(&document.document, 5);
    first_page();
    KJ_CHECK_EQ(now.list.image_count, 0);
    KJ_CHECK_EQ(now.list.line_count, 2);
    KJ_CHECK_EQ(now.list.lines[1].baseline_px, good); /* pages keep their places */
    layout_close(&now);
}

KJ_TEST(blocks_set_lists_in_by_level_and_hang_their_numbers) {
    static const char item[] =
        "১২. এই তালিকার পদটি এতই লম্বা যে এক লাইনে তার জায়গা হয় না, দ্বিতীয় লাইনও লাগে।";
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_LIST_ITEM, .numbered = true}, .pieces = {{item, 0}}},
        {.block = {.kind = KJ_BLOCK_LIST_ITEM, .level = 1}, .pieces = {{"• ভেতরের পদ", 0}}},
        {.block = {.kind = KJ_BLOCK_LIST_ITEM, .continues = true},
         .pieces = {{"একই পদের পরের কথা", 0}}}};
    open_blocks(blocks, 3);
    first_page();
    int line = 0;
    KJ_CHECK_EQ(left_of_line(0, &line), 24);
    KJ_CHECK(left_of_line(now.list.lines[1].start, &line) >= 24 + 39);
    KJ_CHECK(left_of_line(blocks[1].block.start, &line) >= 24 + 26);
    KJ_CHECK(left_of_line(blocks[2].block.start, &line) >= 24 + 26);
    layout_close(&now);
}

KJ_TEST(blocks_keep_every_space_of_what_is_preformatted) {
    blocks_block blocks[] = {
        {.block = {.kind = KJ_BLOCK_PREFORMATTED},
         .pieces = {{"ক\xE2\x80\xA8\xC2\xA0ক\xE2\x80\xA8\xC2\xA0\xC2\xA0\xC2\xA0\xC2\xA0ক", 0}}},
        {.block = {.kind = KJ_BLOCK_PARAGRAPH, .after_heading = true},
         .pieces = {{"\xC2\xA0\xC2\xA0\xC2\xA0\xC2\xA0ক", 0}}}};
    open_blocks(blocks, 2);
    first_page();
    KJ_CHECK_EQ(now.list.line_count, 4);
    int lefts[4];
    for (unsigned i = 0; i < 4; i++) {
        lefts[i] = now.list.glyphs[now.list.runs[now.list.lines[i].first_run].first].x_12_4;
    }
    const int space = lefts[1] - lefts[0];
    KJ_CHECK(space > 3 * 16);
    KJ_CHECK(abs(lefts[2] - lefts[0] - 4 * space) <= 4 * 16);
    KJ_CHECK(lefts[3] - lefts[0] < 2 * space); /* elsewhere a run of them is one space */
    layout_close(&now);
}

KJ_TEST(blocks_give_the_same_page_from_its_place_alone) {
    enum { COUNT = 120 };
    static blocks_block blocks[COUNT];
    static kj_place places[PAGES_MAX];
    static uint64_t hashes[PAGES_MAX];
    for (unsigned i = 0; i < COUNT; i++) {
        static const blocks_block kinds[4] = {
            {.block = {.kind = KJ_BLOCK_PARAGRAPH},
             .pieces = {{"সাধারণ কথার মাঝে ", 0},
                        {"জোর দেওয়া কথা", KJ_TEXT_STRONG},
                        {" আর ", 0},
                        {"বাঁকা কথা", KJ_TEXT_EMPHASIS},
                        {"১", KJ_TEXT_RAISED},
                        {" থাকে, তারপরও লাইন সমান হয়।", 0}}},
            {.block = {.kind = KJ_BLOCK_TABLE_ROW}, .pieces = {{"দল\t২৪৮/৭\t৫০", 0}}},
            {.block = {.kind = KJ_BLOCK_IMAGE},
             .pieces = {{"ছবি", 0}},
             .image = {.state = KJ_IMAGE_GOOD, .width_px = 300, .height_px = 200, .locator = 3}},
            {.block = {.kind = KJ_BLOCK_PREFORMATTED},
             .pieces = {{"প্রথম\xE2\x80\xA8\xC2\xA0\xC2\xA0দ্বিতীয়", 0}}}};
        blocks[i] = kinds[i % 4];
        if (i >= 40 && i < 90) { /* a table of more than a page, whose widest row is its last */
            blocks[i] = kinds[1];
        }
    }
    blocks[89].pieces[0].text = "নাম যার অনেক লম্বা\t২৪৮/৭\t৫০ ওভার ৩ বল";
    open_blocks(blocks, COUNT);
    unsigned pages = 0;
    kj_place place = {0, 0}, next;
    while (kj_composer_page(now.composer, place, &now.list, &next) == KJ_OK) {
        KJ_CHECK(pages < PAGES_MAX && next.offset > place.offset);
        places[pages] = place;
        hashes[pages++] = layout_hash(&now.list);
        place = next;
    }
    KJ_CHECK(pages > 8);
    for (unsigned i = 0; i < 3 * pages; i++) {
        unsigned page = i * 7 % pages;
        KJ_CHECK_EQ(kj_composer_page(now.composer, places[page], &now.list, &next), KJ_OK);
        KJ_CHECK(layout_hash(&now.list) == hashes[page]);
    }
    layout_close(&now);
}

KJ_TEST_MAIN()
