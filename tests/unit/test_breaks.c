/* test_breaks.c - where lines may end: what a Bengali newspaper would print. */
#include "base/utf8.h"
#include "test.h"
#include "text/breaks.h"
#include "text/unicode.h"

#include <stdbool.h>

/* The text with "|" where a line may end, "=" where it may with a hyphen, "!" where it must. */
static const char *breaks_of(const char *text, size_t length) {
    static char out[2048];
    static uint8_t map[KJ_BREAK_MAP_BYTES(1024)];
    static const char marks[] = {0, '|', '=', '!'};
    size_t end = 0;
    memset(map, 0xFF, sizeof map); /* what was in the map does not matter */
    kj_breaks_find((kj_span){(const uint8_t *)text, length}, map);
    KJ_CHECK_EQ(kj_break_at(map, 0), KJ_BREAK_NONE);
    KJ_CHECK_EQ(kj_break_at(map, length), KJ_BREAK_NONE);
    for (size_t i = 0; i < length; i++) {
        kj_break kind = kj_break_at(map, i);
        if (kind != KJ_BREAK_NONE) {
            out[end++] = marks[kind];
        }
        out[end++] = text[i];
    }
    out[end] = 0;
    return out;
}

#define CHECK_BREAKS(text, expected) KJ_CHECK_STR(breaks_of(text, sizeof(text) - 1), expected)
#define CHECK_WHOLE(text)            CHECK_BREAKS(text, text)

KJ_TEST(lines_end_after_spaces) {
    CHECK_BREAKS("আমার সোনার  বাংলা", "আমার |সোনার  |বাংলা");
    CHECK_BREAKS("আমার\tসোনার\nবাংলা", "আমার\t|সোনার\n|বাংলা");
}

KJ_TEST(an_empty_text_has_no_break) { CHECK_WHOLE(""); }

KJ_TEST(no_line_begins_with_a_danda) {
    CHECK_BREAKS("কাজ হয়। তারপর", "কাজ |হয়। |তারপর");
    CHECK_BREAKS("কাজ হয় । তারপর", "কাজ |হয় । |তারপর");
    CHECK_BREAKS("শেষ হলো ॥ ১ ॥", "শেষ |হলো ॥ |১ ॥");
    CHECK_BREAKS("সত্যি কি ? না !", "সত্যি |কি ? |না !");
}

KJ_TEST(no_line_begins_with_a_closing_mark) {
    CHECK_BREAKS("“কথা বলেন ” তিনি", "“কথা |বলেন ” |তিনি");
    CHECK_BREAKS("(এক ) দুই", "(এক ) |দুই");
    CHECK_BREAKS("অবতরণ করে, ”বাইডেনকে", "অবতরণ |করে, ”বাইডেনকে");
    CHECK_BREAKS("পারে। , তারা", "পারে। , |তারা");
}

KJ_TEST(no_line_ends_with_an_opening_mark) {
    CHECK_BREAKS("বলেন “ কথা”", "বলেন |“ কথা”");
    CHECK_BREAKS("( এক)", "( এক)");
    CHECK_BREAKS("তিনি ‘না’ বলেন", "তিনি |‘না’ |বলেন");
}

KJ_TEST(straight_quotation_marks_have_sides) {
    CHECK_BREAKS("বলেন \"হ্যাঁ তাই\" এখন", "বলেন |\"হ্যাঁ |তাই\" |এখন");
    CHECK_WHOLE("ক'দিন");
}

KJ_TEST(an_ending_stays_with_its_quotation) {
    CHECK_WHOLE("“আগামী”তে");
    CHECK_WHOLE("(GMT)।");
}

KJ_TEST(money_stays_with_its_digits) {
    CHECK_BREAKS("দাম ৳ ৩,৫০০ টাকা", "দাম |৳ ৩,৫০০ |টাকা");
    CHECK_BREAKS("দাম ৳৩,৫০০", "দাম |৳৩,৫০০");
    CHECK_BREAKS("দাম $ 5 ও ৫০ ৳", "দাম |$ 5 |ও |৫০ ৳");
}

KJ_TEST(digits_stay_with_signs_and_short_units) {
    CHECK_BREAKS("প্রায় ৪২৫ কিমি পথ", "প্রায় |৪২৫ কিমি |পথ");
    CHECK_BREAKS("৫ কি.মি. দূরে", "৫ কি.মি. |দূরে");
    CHECK_BREAKS("৩৮ °সে ছিল", "৩৮ °সে |ছিল");
    CHECK_BREAKS("১২ % ভাগ", "১২ % |ভাগ");
    CHECK_BREAKS("১২.৫% ভাগ", "১২.৫% |ভাগ");
    CHECK_BREAKS("১২ জন আহত", "১২ জন |আহত");
    CHECK_BREAKS("৩ টি গ্রাম", "৩ টি |গ্রাম");
    CHECK_BREAKS("1000 GMT এ", "1000 GMT |এ");
}

KJ_TEST(whole_words_after_a_number_may_begin_a_line) {
    CHECK_BREAKS("৫ কোটি টাকা", "৫ |কোটি |টাকা");
    CHECK_BREAKS("৬৮০ কিলোমিটার", "৬৮০ |কিলোমিটার");
    CHECK_BREAKS("১২ শতাংশ", "১২ |শতাংশ");
    CHECK_BREAKS("৩ টিকা", "৩ |টিকা");
}

KJ_TEST(titles_and_initials_stay_with_the_name) {
    CHECK_BREAKS("ডাঃ রহিম ও মোঃ করিম", "ডাঃ রহিম |ও |মোঃ করিম");
    CHECK_BREAKS("মোসাঃ খাতুন", "মোসাঃ খাতুন");
    CHECK_BREAKS("ড. ইউনূস বলেন", "ড. ইউনূস |বলেন");
    CHECK_BREAKS("এ. কে. এম. ফজলুল হক", "এ. কে. এম. ফজলুল |হক");
    CHECK_BREAKS("(মো. আলী)", "(মো. আলী)");
    CHECK_BREAKS("J. Biden", "J. Biden");
}

KJ_TEST(what_only_looks_like_a_title_does_not_bind) {
    CHECK_BREAKS("কোম্পানি লিঃ এর", "কোম্পানি |লিঃ |এর");
    CHECK_BREAKS("বাংলাদেশ. তারপর", "বাংলাদেশ. |তারপর");
    CHECK_BREAKS("ক্রমশঃ আসে", "ক্রমশঃ |আসে");
    CHECK_BREAKS("৫. প্রথম", "৫. |প্রথম");
}

KJ_TEST(compounds_part_after_the_hyphen) {
    CHECK_BREAKS("উত্তর কোরিয়া-রাশিয়া সীমান্ত", "উত্তর |কোরিয়া-|রাশিয়া |সীমান্ত");
    CHECK_BREAKS("DPRK-এর", "DPRK-|এর");
    CHECK_BREAKS("লুহানস্ক–এর", "লুহানস্ক–|এর");
}

KJ_TEST(a_compound_never_leaves_one_cluster_alone) {
    CHECK_WHOLE("ই-মেইল");
    CHECK_WHOLE("কাল-ও");
    CHECK_WHOLE("স্ত্রী-পুরুষ");
    CHECK_WHOLE("কোভিড-১৯");
    CHECK_WHOLE("২০২৫-২৬");
}

KJ_TEST(dashes_end_lines_and_begin_none) {
    CHECK_BREAKS("রাশিয়া — চীনের সাথে — উত্তর", "রাশিয়া — |চীনের |সাথে — |উত্তর");
    CHECK_BREAKS("কোরিয়া – উত্তর", "কোরিয়া – |উত্তর");
    CHECK_BREAKS("নদী—সাগর", "নদী—|সাগর");
}

KJ_TEST(a_slash_parts_long_words_only) {
    CHECK_BREAKS("এবং/অথবা", "এবং/|অথবা");
    CHECK_WHOLE("ও/বা");
    CHECK_WHOLE("১/২");
}

KJ_TEST(an_ellipsis_stays_with_what_it_ends) {
    CHECK_BREAKS("কথা… শেষ", "কথা… |শেষ");
    CHECK_BREAKS("কথা … শেষ", "কথা … |শেষ");
    CHECK_BREAKS("বলেন …তারপর", "বলেন |…তারপর");
    CHECK_BREAKS("কথা ... শেষ", "কথা ... |শেষ");
}

KJ_TEST(soft_hyphens_show_a_hyphen) {
    CHECK_BREAKS("বাংলা\xC2\xAD"
                 "দেশ",
                 "বাংলা\xC2\xAD=দেশ");
    CHECK_BREAKS("news\xC2\xAD"
                 "paper",
                 "news\xC2\xAD=paper");
    CHECK_BREAKS("বাংলা\xC2\xAD দেশ", "বাংলা\xC2\xAD |দেশ");
    CHECK_WHOLE("বাংলা\xC2\xAD।");
}

KJ_TEST(soft_hyphens_never_tear_a_cluster) {
    CHECK_WHOLE("ক\xC2\xADি");
    CHECK_WHOLE("ক\xC2\xADিন");
}

KJ_TEST(no_break_spaces_hold) {
    CHECK_WHOLE("৫\xC2\xA0"
                "কোটি");
    CHECK_WHOLE("৫\xE2\x80\xAF"
                "কোটি");
    CHECK_BREAKS("৫\xC2\xA0"
                 "কোটি টাকা",
                 "৫\xC2\xA0"
                 "কোটি |টাকা");
}

KJ_TEST(a_zero_width_space_parts_and_a_word_joiner_holds) {
    CHECK_BREAKS("বাংলা\xE2\x80\x8B"
                 "দেশ",
                 "বাংলা\xE2\x80\x8B|দেশ");
    CHECK_WHOLE("নদী\xE2\x81\xA0—\xE2\x81\xA0সাগর");
}

KJ_TEST(separators_within_a_block_end_the_line) {
    CHECK_BREAKS("এক\xE2\x80\xA8"
                 "দুই",
                 "এক\xE2\x80\xA8!দুই");
    CHECK_BREAKS("এক\xE2\x80\xA9  দুই", "এক\xE2\x80\xA9  !দুই");
    CHECK_WHOLE("এক\xE2\x80\xA8");
}

KJ_TEST(joiners_and_viramas_never_part_a_word) {
    CHECK_WHOLE("উদ্‌যাপন");
    CHECK_WHOLE("র‍্যাব");
    CHECK_WHOLE("বাক্‌স্বাধীনতা");
}

KJ_TEST(a_mark_is_never_parted_from_a_space_that_carries_it) {
    CHECK_WHOLE("ক \xE0\xA6\xBE");
    CHECK_WHOLE("a \xCC\x81");
}

KJ_TEST(addresses_part_between_their_pieces) {
    CHECK_BREAKS("https://www.example.org/news/bangla?id=12&page=3",
                 "https://|www|.example|.org/|news/|bangla?|id=|12&|page=|3");
}

KJ_TEST(long_latin_words_and_numbers_are_whole) {
    CHECK_WHOLE("Donaudampfschifffahrt");
    CHECK_WHOLE("1,234,567.89");
    CHECK_WHOLE("৩,৫০,০০০.৫০");
    CHECK_WHOLE("১২:৩০");
}

KJ_TEST(ideographs_part_anywhere_but_before_their_full_stop) {
    CHECK_BREAKS("中文字。", "中|文|字。");
}

KJ_TEST(malformed_bytes_are_characters_like_others) {
    CHECK_BREAKS("ক\xE0\xA6 খ\xFF", "ক\xE0\xA6 |খ\xFF");
}

/* Bengali words are not shown to UAX #14 letter by letter (breaks.c, is_inside_word): whatever
 * stands between words, each letter fed or not, the answers are the same. A joiner that means
 * nothing (ZWNJ after the first letter) makes the scan take the slow way. */
KJ_TEST(the_short_way_through_words_gives_the_answers_of_the_long_way) {
    static const char *const between[] = {" ", "-", "।", ", ", " “", "” ",
                                          "—", "/", "(", "5",  "A",  ". "};
    const unsigned count = sizeof between / sizeof *between;
    for (unsigned i = 0; i < count * count; i++) {
        char quick[128], slow[128];
        uint8_t quick_map[KJ_BREAK_MAP_BYTES(128)], slow_map[KJ_BREAK_MAP_BYTES(128)];
        int quick_length =
            snprintf(quick, sizeof quick, "কাল%sনদী%sঘাট", between[i % count], between[i / count]);
        int slow_length =
            snprintf(slow, sizeof slow, "কা\xE2\x80\x8Cল%sন\xE2\x80\x8Cদী%sঘা\xE2\x80\x8Cট",
                     between[i % count], between[i / count]);
        kj_breaks_find((kj_span){(const uint8_t *)quick, (size_t)quick_length}, quick_map);
        kj_breaks_find((kj_span){(const uint8_t *)slow, (size_t)slow_length}, slow_map);
        for (int q = 0, s = 0; q < quick_length; q++, s++) {
            if (memcmp(slow + s, "\xE2\x80\x8C", 3) == 0) {
                KJ_CHECK_EQ(kj_break_at(slow_map, (size_t)s), KJ_BREAK_NONE);
                s += 3;
            }
            KJ_CHECK_EQ(kj_break_at(quick_map, (size_t)q), kj_break_at(slow_map, (size_t)s));
        }
    }
}

KJ_TEST(every_break_of_the_hard_cases_is_at_the_edge_of_a_cluster) {
    static char text[1 << 19];
    static uint8_t map[KJ_BREAK_MAP_BYTES(sizeof text)];
    FILE *in = fopen(KJ_SOURCE_DIR "/tests/data/hard-cases.txt", "rb");
    KJ_CHECK(in != NULL);
    size_t length = fread(text, 1, sizeof text, in);
    fclose(in);
    KJ_CHECK(length > 200000 && length < sizeof text);
    unsigned found = 0;
    /* Windows as the composer uses them, at most 65,535 bytes. */
    for (size_t start = 0; start < length; start += 60000) {
        kj_span window = {(const uint8_t *)text + start,
                          length - start < 60000 ? length - start : 60000};
        kj_breaks_find(window, map);
        for (size_t at = 1; at < window.length; at++) {
            if (kj_break_at(map, at) != KJ_BREAK_NONE) {
                KJ_CHECK(kj_is_cluster_edge(window, at));
                KJ_CHECK((window.data[at] & 0xC0) != 0x80);
                found++;
            }
        }
    }
    KJ_CHECK(found > 10000);
}

KJ_TEST_MAIN()
