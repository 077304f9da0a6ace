/* test_plain.c - text files as documents: kinds of blocks, offsets, line ends, bad bytes. */
#include "document/plain.h"
#include "test.h"

enum { BLOCKS_MAX = 64 };

typedef struct memory {
    const uint8_t *bytes;
    uint32_t size;
    int reads_until_error;
} memory;

static memory now;
static kj_plain plain;
static kj_block blocks[BLOCKS_MAX];
static char texts[BLOCKS_MAX][4096];
static unsigned block_count;

static kj_status read_memory(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    memory *from = context;
    if (offset > from->size || length > from->size - offset) {
        return KJ_ERR_RANGE;
    }
    if (from->reads_until_error >= 0 && from->reads_until_error-- == 0) {
        return KJ_ERR_IO;
    }
    memcpy(bytes, from->bytes + offset, length);
    return KJ_OK;
}

static kj_status open_bytes(const void *bytes, size_t size) {
    now = (memory){.bytes = bytes, .size = (uint32_t)size, .reads_until_error = -1};
    kj_source source = {.context = &now, .size_bytes = now.size, .read = read_memory};
    return kj_plain_open(&plain, &source);
}

/* The rest of the current block, read in pieces of capacity, checked to be the file's bytes. */
static void read_block(size_t capacity, char *text, size_t room, uint32_t *start) {
    kj_document *document = &plain.document;
    size_t used = 0;
    kj_piece read = {.last = false};
    for (unsigned pieces = 0; !read.last; pieces++) {
        uint8_t piece[512];
        KJ_CHECK_EQ(document->read(document, piece, capacity, &read), KJ_OK);
        const size_t length = read.length;
        const uint32_t offset = read.offset;
        KJ_CHECK(length <= capacity && used + length < room);
        KJ_CHECK(length > 0 || read.last);
        KJ_CHECK(memcmp(now.bytes + offset, piece, length) == 0);
        KJ_CHECK(length == 0 || (piece[0] & 0xC0) != 0x80 || pieces == 0 || capacity > 500);
        if (pieces == 0) {
            *start = offset;
        }
        memcpy(text + used, piece, length);
        used += length;
    }
    text[used] = '\0';
}

static void read_all(size_t capacity) {
    kj_document *document = &plain.document;
    kj_status status;
    block_count = 0;
    while ((status = document->next_block(document, &blocks[block_count])) == KJ_OK) {
        uint32_t start;
        read_block(capacity, texts[block_count], sizeof texts[0], &start);
        KJ_CHECK_EQ(start, blocks[block_count].start);
        KJ_CHECK(++block_count < BLOCKS_MAX);
    }
    KJ_CHECK_EQ(status, KJ_END);
}

static void open_string(const char *text) {
    KJ_CHECK_EQ(open_bytes(text, strlen(text)), KJ_OK);
    read_all(64);
}

static void check_block(unsigned i, kj_block_kind kind, const char *text) {
    KJ_CHECK(i < block_count);
    KJ_CHECK_EQ(blocks[i].kind, kind);
    KJ_CHECK_STR(texts[i], text);
}

#define BODY                                                                                       \
    "ভোট গণনা শেষ হতে হতে রাত সাড়ে ১১টা, উপজেলা পরিষদ মিলনায়তনের বাইরে তখন কুয়াশা আর চায়ের ধোঁয়া।"
#define BODY_2 "ভেতরে মাইকের সামনে দাঁড়িয়ে রিটার্নিং কর্মকর্তা একে একে পড়ে যাচ্ছেন প্রতিটি কেন্দ্রের ফল।"

KJ_TEST(plain_knows_headline_byline_and_dateline) {
    open_string("চরশিমুলিয়ায় ১১ ভোটে জিতে চেয়ারম্যান\nনিজস্ব প্রতিবেদক\nঢাকা, ২৩ নভেম্বর\n\n" BODY "\n");
    check_block(0, KJ_BLOCK_HEADLINE, "চরশিমুলিয়ায় ১১ ভোটে জিতে চেয়ারম্যান");
    check_block(1, KJ_BLOCK_BYLINE, "নিজস্ব প্রতিবেদক");
    check_block(2, KJ_BLOCK_DATELINE, "ঢাকা, ২৩ নভেম্বর");
    check_block(3, KJ_BLOCK_PARAGRAPH, BODY);
    KJ_CHECK(blocks[3].after_heading);
    KJ_CHECK_EQ(block_count, 4);
}

KJ_TEST(plain_knows_how_bengali_papers_sign_their_stories) {
    static const char *const signatures[] = {"নিজস্ব প্রতিবেদক",
                                             "স্টাফ রিপোর্টার",
                                             "কূটনৈতিক প্রতিবেদক, ঢাকা",
                                             "প্রতিনিধি, নওগাঁ",
                                             "জেলা প্রতিনিধি, সিলেট",
                                             "বিশেষ প্রতিনিধি",
                                             "নিজস্ব সংবাদদাতা, হাওড়া",
                                             "অনলাইন ডেস্ক",
                                             "ক্রীড়া প্রতিবেদক",
                                             "সিনিয়র করেসপন্ডেন্ট",
                                             "চট্টগ্রাম ব্যুরো",
                                             "বাসস, ঢাকা",
                                             "আনিকা তাবাসসুম, খুলনা",
                                             "শাহানা পারভীন, ভোলা থেকে ফিরে",
                                             "সুদেষ্ণা ঘোষাল"};
    for (unsigned i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        char text[2048];
        snprintf(text, sizeof text, "শিরোনাম এখানে\n%s\n%s\n%s\n", signatures[i], BODY, BODY_2);
        open_string(text);
        check_block(1, KJ_BLOCK_BYLINE, signatures[i]);
        check_block(2, KJ_BLOCK_PARAGRAPH, BODY);
    }
}

KJ_TEST(plain_knows_datelines) {
    static const char *const dates[] = {"ঢাকা, ২৩ নভেম্বর",
                                        "সিলেট, ২৫ নভেম্বর ২০২৬",
                                        "পটুয়াখালী, ১২ অগ্রহায়ণ ১৪৩৩",
                                        "২৩ মে",
                                        "প্রকাশ: ২৩ নভেম্বর ২০২৬, ০৮:১৫",
                                        "২৩/১১/২০২৬",
                                        "আপডেট ১৫ জুন ২০২৬, ১০:৪৫",
                                        "কলকাতা, ৯ ফাল্গুন",
                                        "Dhaka, 23 November 2026"};
    for (unsigned i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        char text[2048];
        snprintf(text, sizeof text, "শিরোনাম এখানে\nনিজস্ব প্রতিবেদক\n%s\n\n%s\n", dates[i], BODY);
        open_string(text);
        check_block(2, KJ_BLOCK_DATELINE, dates[i]);
        check_block(3, KJ_BLOCK_PARAGRAPH, BODY);
    }
}

KJ_TEST(plain_takes_precomposed_and_decomposed_letters_alike) {
    open_string("শিরোনাম এখানে\nঢাকা, ১২ অগ্রহা\xE0\xA7\x9Fণ\n\n" BODY "\n");
    KJ_CHECK_EQ(blocks[1].kind, KJ_BLOCK_DATELINE);
    open_string("শিরোনাম এখানে\nঢাকা, ১২ অগ্রহা\xE0\xA6\xAF\xE0\xA6\xBCণ\n\n" BODY "\n");
    KJ_CHECK_EQ(blocks[1].kind, KJ_BLOCK_DATELINE);
}

KJ_TEST(plain_sees_no_headline_in_a_first_line_that_is_a_paragraph) {
    open_string(BODY " " BODY_2 "\n" BODY_2 "\n");
    KJ_CHECK_EQ(blocks[0].kind, KJ_BLOCK_PARAGRAPH);
    KJ_CHECK_EQ(blocks[1].kind, KJ_BLOCK_PARAGRAPH);
    KJ_CHECK(blocks[0].after_heading);
    KJ_CHECK(!blocks[1].after_heading);
}

KJ_TEST(plain_takes_a_lone_sentence_for_a_paragraph_and_a_lone_title_for_a_headline) {
    open_string("আমি আজ ভালো আছি।\n");
    KJ_CHECK_EQ(blocks[0].kind, KJ_BLOCK_PARAGRAPH);
    open_string("আজকের কাগজ");
    KJ_CHECK_EQ(blocks[0].kind, KJ_BLOCK_HEADLINE);
}

KJ_TEST(plain_takes_dialogue_below_a_headline_for_text) {
    open_string("শিরোনাম এখানে\n‘এটা মেলাবে?’ জিজ্ঞেস করি তাকে।\nকেউ মনে করতে পারলেন না।\n");
    check_block(1, KJ_BLOCK_PARAGRAPH, "‘এটা মেলাবে?’ জিজ্ঞেস করি তাকে।");
    check_block(2, KJ_BLOCK_PARAGRAPH, "কেউ মনে করতে পারলেন না।");
}

KJ_TEST(plain_takes_a_summary_above_the_byline_for_the_lead) {
    open_string(
        "শিরোনাম এখানে\nউপকূলে ওঠার আগেই দুর্বল হয়ে পড়েছে গভীর নিম্নচাপ\nনিজস্ব প্রতিবেদক\n\n" BODY);
    KJ_CHECK_EQ(blocks[1].kind, KJ_BLOCK_LEAD);
    KJ_CHECK_EQ(blocks[2].kind, KJ_BLOCK_BYLINE);
}

KJ_TEST(plain_takes_no_list_item_for_a_dateline) {
    open_string("শিরোনাম এখানে\n\n" BODY "\n\n• ফাইল: দৈনিক-২০২৬-১১-২৫.epub\n\n" BODY_2 "\n");
    check_block(1, KJ_BLOCK_PARAGRAPH, BODY);
    check_block(2, KJ_BLOCK_LIST_ITEM, "• ফাইল: দৈনিক-২০২৬-১১-২৫.epub");
    check_block(3, KJ_BLOCK_PARAGRAPH, BODY_2);
}

KJ_TEST(plain_leaves_a_dateline_within_a_paragraph_where_it_is) {
    open_string("শিরোনাম এখানে\nনিজস্ব প্রতিবেদক\nঢাকা, ২৩ নভেম্বর — " BODY "\n");
    check_block(2, KJ_BLOCK_PARAGRAPH, "ঢাকা, ২৩ নভেম্বর — " BODY);
}

KJ_TEST(plain_knows_rules_lists_and_subheadings) {
    open_string("শিরোনাম এখানে\n\n" BODY "\n\nকেন সোডিয়াম\n\n" BODY_2
                "\n\n* * *\n\n- এক\n- দুই\n• তিন\n\n---\n" BODY);
    check_block(2, KJ_BLOCK_SUBHEADING, "কেন সোডিয়াম");
    KJ_CHECK(blocks[3].after_heading);
    check_block(4, KJ_BLOCK_RULE, "");
    check_block(5, KJ_BLOCK_LIST_ITEM, "- এক");
    check_block(6, KJ_BLOCK_LIST_ITEM, "- দুই");
    check_block(7, KJ_BLOCK_LIST_ITEM, "• তিন");
    check_block(8, KJ_BLOCK_RULE, "");
    KJ_CHECK(blocks[9].after_heading);
}

KJ_TEST(plain_takes_no_short_line_for_a_subheading_that_may_be_text) {
    open_string("শিরোনাম এখানে\n\n" BODY "\n\nএসেছে?\n\n" BODY_2 "\nভোরের কাগজ\n" BODY "\n\n"
                "প্রথম পঙ্‌ক্তি\n\nদ্বিতীয় "
                "পঙ্‌ক্তি\n\nশেষ\n");
    for (unsigned i = 1; i < block_count; i++) {
        KJ_CHECK_EQ(blocks[i].kind, KJ_BLOCK_PARAGRAPH);
    }
    KJ_CHECK_EQ(block_count, 9);
}

KJ_TEST(plain_ends_lines_in_every_known_way) {
    static const char *const ends[] = {"\n",       "\r\n",         "\r",       "\f",       "\v",
                                       "\n\n\r\n", "\xE2\x80\xA9", "\xC2\x85", " \t\n \n", "\n\r"};
    for (unsigned i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char text[2048];
        snprintf(text, sizeof text, "%s%s%s%s%s", BODY " ১।", ends[i], BODY " ২।", ends[i],
                 BODY " ৩।");
        open_string(text);
        KJ_CHECK_EQ(block_count, 3);
        KJ_CHECK(memcmp(texts[1], BODY " ২।", strlen(BODY " ২।")) == 0);
        check_block(2, KJ_BLOCK_PARAGRAPH, BODY " ৩।");
    }
}

KJ_TEST(plain_leaves_a_line_separator_within_its_block) {
    open_string("শিরোনাম\n\nএক\xE2\x80\xA8দুই।\n");
    check_block(1, KJ_BLOCK_PARAGRAPH, "এক\xE2\x80\xA8দুই।");
}

KJ_TEST(plain_passes_over_a_byte_order_mark_and_keeps_offsets_of_the_file) {
    open_string("\xEF\xBB\xBFশিরোনাম এখানে\n" BODY "\n");
    check_block(0, KJ_BLOCK_HEADLINE, "শিরোনাম এখানে");
    KJ_CHECK_EQ(blocks[0].start, 3);
    kj_block block;
    KJ_CHECK_EQ(plain.document.seek(&plain.document, 0, &block), KJ_OK);
    KJ_CHECK_EQ(block.start, 3);
}

KJ_TEST(plain_gives_nul_and_malformed_bytes_as_they_are) {
    static const char text[] = "কাগজ\0 আজ\xFF\xC0 \xE0\xA6 ছাপা হয়।\nআরও \x80\x80 কথা এখানে হলো।\n";
    KJ_CHECK_EQ(open_bytes(text, sizeof text - 1), KJ_OK);
    kj_document *document = &plain.document;
    uint8_t piece[128];
    kj_piece read;
    kj_block block;
    KJ_CHECK_EQ(document->next_block(document, &block), KJ_OK);
    KJ_CHECK_EQ(document->read(document, piece, sizeof piece, &read), KJ_OK);
    KJ_CHECK(read.last && memcmp(piece, text, read.length) == 0 && text[read.length] == '\n');
}

KJ_TEST(plain_refuses_what_is_no_text) {
    static const uint8_t utf_16[] = {0xFF, 0xFE, 0x95, 0x09, 0x17, 0x09};
    static const uint8_t bare_utf_16[] = {0x95, 0x09, 0xBE, 0x09, 0x97, 0x09, 0x9C, 0x09,
                                          0x95, 0x09, 0xBE, 0x09, 0x97, 0x09, 0x9C, 0x09};
    static const uint8_t zeros[600] = {0};
    KJ_CHECK_EQ(open_bytes(utf_16, sizeof utf_16), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(open_bytes(bare_utf_16, sizeof bare_utf_16), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(open_bytes(zeros, sizeof zeros), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(open_bytes("PK\3\4rest of an archive", 22), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(open_bytes("%PDF-1.7 and so on", 18), KJ_ERR_FORMAT);
}

KJ_TEST(plain_says_that_there_is_no_text) {
    KJ_CHECK_EQ(open_bytes("", 0), KJ_END);
    KJ_CHECK_EQ(open_bytes("\xEF\xBB\xBF", 3), KJ_END);
    KJ_CHECK_EQ(open_bytes(" \n\r\n\t \f ", 8), KJ_END);
}

KJ_TEST(plain_reads_the_same_in_pieces_of_any_size) {
    open_string("শিরোনাম এখানে\nনিজস্ব প্রতিবেদক\n\n" BODY "\r\n" BODY_2 "\xE2\x80\xA9" BODY);
    unsigned count = block_count;
    static char first[BLOCKS_MAX][4096];
    memcpy(first, texts, sizeof first);
    for (size_t capacity = 16; capacity < 200; capacity += 7) {
        KJ_CHECK_EQ(open_bytes(now.bytes, now.size), KJ_OK);
        read_all(capacity);
        KJ_CHECK_EQ(block_count, count);
        for (unsigned i = 0; i < count; i++) {
            KJ_CHECK_STR(texts[i], first[i]);
        }
    }
}

KJ_TEST(plain_seeks_to_the_same_block_that_reading_comes_to) {
    open_string("শিরোনাম এখানে\nনিজস্ব প্রতিবেদক\nঢাকা, ২৩ নভেম্বর\n\n" BODY
                "\n\nকেন সোডিয়াম\n\n" BODY_2 "\n* * *\n- এক\n- দুই\n" BODY "\n   \n" BODY_2 "  \n");
    kj_document *document = &plain.document;
    for (uint32_t offset = 0; offset < now.size; offset++) {
        if ((now.bytes[offset] & 0xC0) == 0x80) {
            continue;
        }
        unsigned i = 0; /* the block that ends after offset: at a line end, the next one */
        while (i < block_count &&
               blocks[i].start +
                       (blocks[i].kind == KJ_BLOCK_RULE ? 5u : (uint32_t)strlen(texts[i])) <=
                   offset) {
            i++;
        }
        kj_block block;
        kj_status status = document->seek(document, offset, &block);
        if (i == block_count) {
            KJ_CHECK_EQ(status, KJ_END);
            continue;
        }
        KJ_CHECK_EQ(status, KJ_OK);
        KJ_CHECK_EQ(block.start, blocks[i].start);
        KJ_CHECK_EQ(block.kind, blocks[i].kind);
        KJ_CHECK_EQ(block.after_heading, blocks[i].after_heading);
        if (block.kind != KJ_BLOCK_RULE) {
            char rest[4096];
            uint32_t start;
            read_block(32, rest, sizeof rest, &start);
            KJ_CHECK_EQ(start, offset > block.start ? offset : block.start);
            KJ_CHECK_STR(rest, texts[i] + (start - block.start));
        }
        if (offset % 5 == 0 && document->next_block(document, &block) == KJ_OK) {
            KJ_CHECK(i + 1 < block_count);
            KJ_CHECK_EQ(block.start, blocks[i + 1].start);
            KJ_CHECK_EQ(block.kind, blocks[i + 1].kind);
            KJ_CHECK_EQ(block.after_heading, blocks[i + 1].after_heading);
        }
    }
    kj_block block;
    KJ_CHECK_EQ(document->seek(document, now.size, &block), KJ_END);
    KJ_CHECK_EQ(document->seek(document, UINT32_MAX, &block), KJ_END);
}

KJ_TEST(plain_refuses_to_read_before_any_block) {
    uint8_t piece[16];
    kj_piece read;
    KJ_CHECK_EQ(open_bytes("কাগজ", 12), KJ_OK);
    KJ_CHECK_EQ(plain.document.read(&plain.document, piece, 16, &read), KJ_ERR_STATE);
}

KJ_TEST(plain_reports_every_failed_read) {
    static const char text[] = "শিরোনাম এখানে\nনিজস্ব প্রতিবেদক\n\n" BODY "\n" BODY_2 "\n" BODY "\n";
    unsigned failures = 0;
    for (int reads = 0; reads < 12; reads++) {
        now = (memory){
            .bytes = (const uint8_t *)text, .size = sizeof text - 1, .reads_until_error = reads};
        kj_source source = {.context = &now, .size_bytes = now.size, .read = read_memory};
        kj_status status = kj_plain_open(&plain, &source);
        kj_block block;
        while (status == KJ_OK) {
            kj_piece read = {.last = false};
            status = plain.document.next_block(&plain.document, &block);
            while (status == KJ_OK && !read.last) {
                uint8_t piece[64];
                status = plain.document.read(&plain.document, piece, sizeof piece, &read);
            }
        }
        KJ_CHECK(status == KJ_END || status == KJ_ERR_IO);
        failures += status == KJ_ERR_IO;
    }
    KJ_CHECK(failures >= 3 && failures < 12);
}

KJ_TEST_MAIN()
