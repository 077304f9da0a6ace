/* test_display_list.c - arrays within their memory, marks and cuts. */
#include "layout/display_list.h"
#include "test.h"

static _Alignas(8) uint8_t memory[8192];

static void fill(kj_display_list *list) {
    while (list->glyph_count < list->glyph_capacity) {
        list->glyphs[list->glyph_count++] = (kj_placed){.id = 0xFFFF, .x_12_4 = -1};
    }
    while (list->run_count < list->run_capacity) {
        list->runs[list->run_count++] = (kj_placed_run){.text = UINT32_MAX};
    }
    while (list->line_count < list->line_capacity) {
        list->lines[list->line_count++] = (kj_placed_line){.start = UINT32_MAX};
    }
    while (list->rule_count < list->rule_capacity) {
        list->rules[list->rule_count++] = (kj_placed_rule){{-1, -1, -1, -1}};
    }
}

KJ_TEST(display_list_stays_within_its_memory_when_filled) {
    for (size_t bytes = 1024; bytes <= sizeof(memory) - 16; bytes += 40) {
        kj_display_list list;
        memset(memory, 0x5A, sizeof(memory));
        KJ_CHECK_EQ(kj_display_list_init(&list, memory, bytes), KJ_OK);
        fill(&list);
        for (size_t i = bytes; i < sizeof(memory); i++) {
            KJ_CHECK_EQ(memory[i], 0x5A);
        }
        KJ_CHECK(kj_display_list_bytes(&list) <= bytes);
        KJ_CHECK(kj_display_list_bytes(&list) >= bytes * 9 / 10);
        KJ_CHECK(list.glyph_capacity * sizeof(kj_placed) >= bytes * 3 / 5);
    }
}

KJ_TEST(display_list_refuses_less_than_a_kilobyte) {
    kj_display_list list;
    KJ_CHECK_EQ(kj_display_list_init(&list, memory, 1023), KJ_ERR_MEMORY);
}

KJ_TEST(display_list_arrays_do_not_overlap) {
    kj_display_list list;
    KJ_CHECK_EQ(kj_display_list_init(&list, memory, sizeof(memory)), KJ_OK);
    fill(&list);
    list.glyphs[list.glyph_count - 1] = (kj_placed){.id = 7};
    list.runs[0].text = 8;
    list.runs[list.run_count - 1].text = 9;
    list.lines[0].start = 10;
    list.lines[list.line_count - 1].start = 11;
    list.rules[0].box.x = 12;
    KJ_CHECK_EQ(list.glyphs[list.glyph_count - 1].id, 7);
    KJ_CHECK_EQ(list.runs[0].text, 8);
    KJ_CHECK_EQ(list.runs[list.run_count - 1].text, 9);
    KJ_CHECK_EQ(list.lines[0].start, 10);
    KJ_CHECK_EQ(list.lines[list.line_count - 1].start, 11);
}

KJ_TEST(display_list_cut_goes_back_to_the_mark) {
    kj_display_list list;
    KJ_CHECK_EQ(kj_display_list_init(&list, memory, sizeof(memory)), KJ_OK);
    list.glyphs[list.glyph_count++] = (kj_placed){.id = 1};
    list.runs[list.run_count++] = (kj_placed_run){.first = 0};
    kj_display_mark mark = kj_display_list_mark(&list);
    fill(&list);
    kj_display_list_cut(&list, mark);
    KJ_CHECK_EQ(list.glyph_count, 1);
    KJ_CHECK_EQ(list.run_count, 1);
    KJ_CHECK_EQ(list.line_count, 0);
    KJ_CHECK_EQ(list.rule_count, 0);
    KJ_CHECK_EQ(kj_display_list_bytes(&list), sizeof(kj_placed) + sizeof(kj_placed_run));
    kj_display_list_clear(&list);
    KJ_CHECK_EQ(kj_display_list_bytes(&list), 0);
}

KJ_TEST(display_list_run_ends_where_the_next_begins) {
    kj_display_list list;
    KJ_CHECK_EQ(kj_display_list_init(&list, memory, sizeof(memory)), KJ_OK);
    list.glyph_count = 9;
    list.run_count = 2;
    list.runs[0].first = 0;
    list.runs[1].first = 4;
    KJ_CHECK_EQ(kj_placed_run_end(&list, 0), 4);
    KJ_CHECK_EQ(kj_placed_run_end(&list, 1), 9);
}

KJ_TEST_MAIN()
