/* test_search.c - searching an edition: by its index, by its table of contents, and by what is
 * left of either. */
#include "base/bytes.h"
#include "document/search.h"
#include "document/search_index.h"
#include "search_build.h"
#include "test.h"

enum { HEAP_BYTES = 96 * 1024, MANY = 1000, WORDS = 400, BITTEN = 30 };

static _Alignas(8) uint8_t region[HEAP_BYTES];
static kj_heap heap;
static kj_edition edition;
static memory_source memory;
static uint8_t *archive;
static size_t archive_length;
static kj_search_hits hits;
static char log_text[4096];

static void take_log(void *context, const char *line) {
    (void)context;
    strncat(log_text, line, sizeof log_text - strlen(log_text) - 2);
    strcat(log_text, "\n");
}

static kj_status open_archive(void) {
    KJ_CHECK_EQ(kj_heap_init(&heap, region, sizeof region), KJ_OK);
    const kj_edition_config config = {.source = memory_source_of(&memory, archive, archive_length),
                                      .heap = &heap,
                                      .untitled = "untitled",
                                      .log = take_log};
    log_text[0] = '\0';
    return kj_edition_open(&edition, &config);
}

static void make(const search_build *build, void (*edit)(uint8_t *index, size_t length)) {
    free(archive);
    archive = search_build_finish(build, &archive_length, edit);
    KJ_CHECK_EQ(open_archive(), KJ_OK);
}

/* The entries found, "1 4 cut" */
static const char *find(const char *query) {
    static char told[1024];
    told[0] = '\0';
    KJ_CHECK_EQ(kj_search_edition(&edition, query, &hits), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
    KJ_CHECK(hits.count <= KJ_SEARCH_HITS_MAX);
    for (uint16_t i = 0; i < hits.count; i++) {
        snprintf(told + strlen(told), sizeof told - strlen(told), "%s%u", i ? " " : "",
                 hits.entries[i]);
    }
    if (hits.is_cut) {
        strcat(told, " cut");
    }
    return told;
}

static const search_article river[] = {
    {"মেঘনা নদীতে নতুন সেতু", "উদ্বোধন কাল", "রহিমা খাতুন", "সেতুর কাজ শেষ। চাঁদপুর, Ferry বন্ধ হবে।"},
    {"ক্রিকেটে বাংলাদেশের জ\u09DF", NULL, "Anik Das", "মিরপুরের মাঠে নদী নেই, তবে বৃষ্টি ছিল।"},
    {"বাজারে ইলিশ", "পদ্মার ইলিশ", NULL, "নদী থেকে ইলিশ আসে। দাম ১২০০ টাকা।"},
    {"সেতুর নিচে বাজার", NULL, NULL, "বৃষ্টি হলে বাজার বসে না। নি\u09AF\u09BCম নেই।"},
    {"এবং বৃষ্টি", NULL, NULL, "এবং এবং।"},
};

static void make_river(bool has_index) { make(&(search_build){river, 5, 2, has_index}, NULL); }

KJ_TEST(words_are_found_by_their_beginning_headlines_first) {
    make_river(true);
    /* Sections stand at 0, 3 and 6: articles at 1, 2, 4, 5, 7. */
    KJ_CHECK_STR(find("নদী"), "1 2 4");
    KJ_CHECK(hits.has_index);
    KJ_CHECK_STR(find("বৃষ্টি"), "7 2 5");
    KJ_CHECK_STR(find("সেতু"), "1 5");
    KJ_CHECK_STR(find("বাজা"), "4 5");
    KJ_CHECK_STR(find("ferry"), "1");
    KJ_CHECK_STR(find("FER"), "1");
    KJ_CHECK_STR(find("12"), "4");
    KJ_CHECK_STR(find("১২০০"), "4");
    KJ_CHECK_STR(find("রহিমা"), "1");
    KJ_CHECK_STR(find("পদ্মার"), "4");
    KJ_CHECK_STR(find("নি\u09DFম"), "5");
    KJ_CHECK_STR(find("জ\u09AF\u09BC"), "2");
    KJ_CHECK_STR(find("উড়োজাহাজ"), "");
    KJ_CHECK(hits.has_index);
    KJ_CHECK_STR(log_text, "");
}

KJ_TEST(several_words_are_all_wanted) {
    make_river(true);
    KJ_CHECK_STR(find("নদী সেতু"), "1");
    KJ_CHECK_STR(find("  নদী-বৃষ্টি! "), "2");
    KJ_CHECK_STR(find("বাজার সেতু"), "5");
    KJ_CHECK_STR(find("বাজার ক্রিকেট"), "");
    KJ_CHECK_STR(find("ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন ন"), "1 5 2 4");
}

KJ_TEST(a_query_without_a_letter_finds_nothing) {
    make_river(true);
    KJ_CHECK_STR(find(""), "");
    KJ_CHECK_STR(find(" —।। "), "");
    KJ_CHECK_STR(find("\xFF\xFE"), "");
}

KJ_TEST(an_ending_that_nothing_has_is_cut_off) {
    make_river(true);
    KJ_CHECK_STR(find("ইলিশের"), "4");
    KJ_CHECK_STR(find("চাঁদপুরেও"), "1");
    KJ_CHECK_STR(find("চাঁদপুরগুলোতে"), "1");
    KJ_CHECK_STR(find("সেতুগুলো বৃষ্টিতে"), "5");
    KJ_CHECK_STR(find("নদীতে"), "1"); /* that is there: it alone */
}

KJ_TEST(a_common_word_narrows_nothing_down_and_alone_finds_headlines) {
    make_river(true);
    KJ_CHECK_STR(find("এবং"), "7");
    KJ_CHECK_STR(find("এবং নদী"), "1 2 4");
    KJ_CHECK_STR(find("এবং বৃষ্টি"), "7 2 5");
    KJ_CHECK_STR(find("থেকে"), ""); /* in a text */
    KJ_CHECK_STR(find("ইলিশ থেকে"), "4");
}

KJ_TEST(without_an_index_the_table_of_contents_is_gone_through) {
    make_river(false);
    KJ_CHECK_STR(find("নদী"), "1");
    KJ_CHECK(!hits.has_index);
    KJ_CHECK_STR(find("সেতু"), "1 5");
    KJ_CHECK_STR(find("রহিমা"), "1");
    KJ_CHECK_STR(find("ইলিশ পদ্মা"), "4");
    KJ_CHECK_STR(find("das"), "2");
    KJ_CHECK_STR(find("ইলিশগুলোর"), "4");
    KJ_CHECK_STR(find("ferry"), "");
    KJ_CHECK_STR(find("section"), ""); /* sections are no articles */
    KJ_CHECK_STR(log_text, "");
}

/* --- damage */

static size_t bitten_at;
static uint8_t bite;

static void bite_once(uint8_t *index, size_t length) { index[bitten_at % length] ^= bite; }
static void bite_and_sign(uint8_t *index, size_t length) {
    const size_t first = kj_get_le16(index + 28);
    bite_once(index, length);
    kj_put_le16(index + 28, (uint32_t)first);
    search_build_sign(index, length);
}

KJ_TEST(a_damaged_index_is_logged_and_done_without) {
    const search_build build = {river, 5, 2, true};
    unsigned damaged = 0, whole = 0;
    for (bitten_at = 0; bitten_at < 48 + 512 + 512; bitten_at++) {
        bite = (uint8_t)(1u << bitten_at % 8);
        make(&build, bite_once);
        const char *found = find("নদী");
        if (hits.has_index) { /* between header and pages, or in a page that was not read */
            KJ_CHECK_STR(found, "1 2 4");
            whole++;
        } else {
            KJ_CHECK_STR(found, "1");
            KJ_CHECK(strstr(log_text, KJ_SEARCH_NAME ": "));
            damaged++;
        }
    }
    printf("  %u damaged, %u where it does not matter\n", damaged, whole);
    KJ_CHECK(damaged >= 48 + 500);
}

KJ_TEST(an_index_that_is_wrong_with_good_check_sums_does_no_harm) {
    const search_build build = {river, 5, 2, true};
    for (bitten_at = 4; bitten_at < 48 + 512 + 512; bitten_at += 1) {
        bite = (uint8_t)(bitten_at % 3 == 0 ? 0xFF : 1u << bitten_at % 8);
        make(&build, bite_and_sign);
        (void)find("নদী");
        (void)find("ব");
        (void)find("zz");
        for (uint16_t i = 0; i < hits.count; i++) {
            KJ_CHECK(hits.entries[i] < 8);
        }
    }
}

static void change_contents(uint8_t *index, size_t length) {
    kj_put_le32(index + 16, kj_get_le32(index + 16) + 1);
    search_build_sign(index, length);
}

KJ_TEST(an_index_of_another_table_of_contents_is_not_used) {
    make(&(search_build){river, 5, 2, true}, change_contents);
    KJ_CHECK_STR(find("নদী"), "1");
    KJ_CHECK(!hits.has_index);
    KJ_CHECK_STR(log_text,
                 KJ_SEARCH_NAME ": an index of words, but not of this table of contents\n");
}

KJ_TEST(a_read_or_an_allocation_that_fails_is_told_or_done_without) {
    for (unsigned round = 0; round < 2; round++) {
        make_river(round == 0);
        unsigned good = 0;
        for (uint32_t n = 1; good == 0 && n < 500; n++) {
            KJ_CHECK_EQ(open_archive(), KJ_OK);
            memory.reads = 0;
            memory.fail_at = n;
            const kj_status status = kj_search_edition(&edition, "নদী", &hits);
            memory.fail_at = 0;
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_IO);
            KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
            good += status == KJ_OK;
        }
        KJ_CHECK_EQ(good, 1);
        good = 0;
        for (uint32_t n = 1; good == 0 && n < 500; n++) {
            KJ_CHECK_EQ(open_archive(), KJ_OK);
            kj_heap_fail_at(&heap, n);
            const kj_status status = kj_search_edition(&edition, "নদী", &hits);
            kj_heap_fail_at(&heap, 0);
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_MEMORY);
            KJ_CHECK_EQ(kj_heap_get_stats(&heap).live, 0);
            good += status == KJ_OK;
        }
        KJ_CHECK_EQ(good, 1);
    }
}

/* --- many articles, against a search that goes through all of them */

static char titles[MANY][64], texts[MANY][512];
static search_article many[MANY];
static bool is_in_title[MANY][WORDS], is_in_text[MANY][WORDS];

static uint32_t random_state;
static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

/* Word number: of two letters and more, some the beginning of others. */
static const char *word_of(uint32_t number) {
    static char word[16];
    char *at = word;
    for (uint32_t rest = number + 8; rest > 0; rest /= 8) {
        memcpy(at, "\xE0\xA6", 2);
        at[2] = (char)(0x95 + rest % 8); /* ক to জ */
        at += 3;
    }
    *at = '\0';
    return word;
}

static void make_many(bool has_index) {
    random_state = 7;
    memset(is_in_title, 0, sizeof is_in_title);
    memset(is_in_text, 0, sizeof is_in_text);
    for (size_t i = 0; i < MANY; i++) {
        titles[i][0] = texts[i][0] = '\0';
        for (int k = 0; k < 3; k++) {
            const uint32_t number = random_below(WORDS);
            is_in_title[i][number] = true;
            strcat(strcat(titles[i], word_of(number)), " ");
        }
        for (int k = 0; k < 20; k++) {
            /* The first word is in two fifths of all texts: more than a page can hold. */
            const uint32_t number = k == 0 && i % 5 < 2 ? 0 : 1 + random_below(WORDS - 1);
            is_in_text[i][number] = true;
            strcat(strcat(texts[i], word_of(number)), " ");
        }
        many[i] = (search_article){titles[i], NULL, NULL, texts[i]};
    }
    make(&(search_build){many, MANY, 50, has_index}, NULL);
}

static void check_against_all(const search_build *build, const char *query) {
    uint16_t wanted[2][MANY];
    uint16_t counts[2] = {0, 0};
    for (size_t i = 0; i < MANY; i++) {
        bool title = false, text = false;
        for (uint32_t w = 0; w < WORDS; w++) {
            if (strncmp(word_of(w), query, strlen(query)) == 0) {
                title = title || is_in_title[i][w];
                text = text || is_in_text[i][w];
            }
        }
        if (title || text) {
            wanted[!title][counts[!title]++] = (uint16_t)search_build_entry(build, i);
        }
    }
    const unsigned all = counts[0] + counts[1];
    (void)find(query);
    KJ_CHECK(hits.has_index);
    KJ_CHECK_EQ(hits.count, all < KJ_SEARCH_HITS_MAX ? all : KJ_SEARCH_HITS_MAX);
    KJ_CHECK_EQ(hits.is_cut, all > KJ_SEARCH_HITS_MAX);
    for (uint16_t i = 0; i < hits.count; i++) {
        const uint16_t place = i < counts[0] ? wanted[0][i] : wanted[1][i - counts[0]];
        KJ_CHECK_EQ(hits.entries[i], place);
    }
}

KJ_TEST(an_index_of_a_thousand_articles_finds_what_going_through_them_finds) {
    const search_build build = {many, MANY, 50, true};
    make_many(true);
    for (uint32_t w = 0; w < WORDS; w += KJ_ROUNDS(8) == 8 ? 1 : 7) {
        char query[16];
        strcpy(query, word_of(w));
        check_against_all(&build, query);
        query[6] = '\0'; /* two letters */
        check_against_all(&build, query);
    }
    check_against_all(&build, "ক");
}

KJ_TEST(many_hits_are_cut_headlines_first_in_the_table_of_contents_too) {
    make_many(false);
    (void)find("ক");
    KJ_CHECK(!hits.has_index && hits.is_cut);
    KJ_CHECK_EQ(hits.count, KJ_SEARCH_HITS_MAX);
    for (uint16_t i = 1; i < hits.count; i++) {
        KJ_CHECK(hits.entries[i - 1] < hits.entries[i]);
    }
}

KJ_TEST(a_word_is_found_in_few_blocks) {
    make_many(true);
    unsigned most = 0, sum = 0;
    for (uint32_t w = 1; w < WORDS; w++) {
        memory.blocks = 0;
        (void)find(word_of(w));
        sum += memory.blocks;
        most = memory.blocks > most ? memory.blocks : most;
    }
    printf("  %u blocks at most, %.1f in the mean\n", most, (double)sum / (WORDS - 1));
    KJ_CHECK(most <= 20);
}

KJ_TEST_MAIN()
