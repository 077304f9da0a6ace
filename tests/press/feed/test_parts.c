/* The smaller parts of the feed press: addresses, doubles, state, configuration, file names. */
#include "press/bengali.h"
#include "press/feed/address.h"
#include "press/feed/bind.h"
#include "press/feed/config.h"
#include "press/feed/shingles.h"
#include "press/feed/state.h"
#include "press/files.h"
#include "test.h"

#include <unistd.h>

static int same_and_free(char *text, const char *expected) {
    const int same = text ? expected && strcmp(text, expected) == 0 : !expected;
    if (!same) {
        printf("  is \"%s\", expected \"%s\"\n", text ? text : "(none)",
               expected ? expected : "(none)");
    }
    free(text);
    return same;
}

KJ_TEST(addresses_are_resolved_and_encoded) {
    KJ_CHECK(same_and_free(kj_address_resolve("http://example.org/a/b", "../c d?e=\u0995#f"),
                           "http://example.org/c%20d?e=%E0%A6%95"));
    KJ_CHECK(same_and_free(kj_address_resolve(NULL, " https://example.org/100%\n "),
                           "https://example.org/100%25"));
    KJ_CHECK(same_and_free(kj_address_resolve("http://example.org/a", "//example.com/%41"),
                           "http://example.com/%41"));
    KJ_CHECK(same_and_free(kj_address_resolve("http://example.org/", "javascript:x"), NULL));
    KJ_CHECK(same_and_free(kj_address_resolve(NULL, "relative"), NULL));
    KJ_CHECK(same_and_free(kj_address_resolve(NULL, "#top"), NULL));
}

KJ_TEST(addresses_of_one_article_have_one_identity) {
    KJ_CHECK(
        same_and_free(kj_address_identity("https://www.example.org/a/?utm_source=x&id=3&fbclid=y"),
                      "example.org/a?id=3"));
    KJ_CHECK(
        same_and_free(kj_address_identity("http://example.org/a?id=3#top"), "example.org/a?id=3"));
}

KJ_TEST(addresses_of_front_pages_are_known) {
    KJ_CHECK(kj_address_is_front_page("http://example.org"));
    KJ_CHECK(kj_address_is_front_page("http://example.org/"));
    KJ_CHECK(kj_address_is_front_page("http://example.org/index.html"));
    KJ_CHECK(!kj_address_is_front_page("http://example.org/?p=3"));
    KJ_CHECK(!kj_address_is_front_page("http://example.org/a"));
}

KJ_TEST(files_may_be_followed_only_below_a_feed_that_is_a_file) {
    char folder[] = "feed-test-XXXXXX";
    KJ_CHECK(mkdtemp(folder));
    char *feed_path = kj_press_format("%s/feed.xml", folder);
    KJ_CHECK_EQ(kj_files_write(feed_path, "x", 1), KJ_OK);
    char *feed = kj_address_of_file(NULL, feed_path);
    char *beside = kj_address_resolve(feed, "feed.xml"),
         *above = kj_address_resolve(feed, "../../");
    const int right = kj_address_may_follow(feed, beside) && !kj_address_may_follow(feed, above) &&
                      !kj_address_may_follow("http://example.org/", beside) &&
                      !kj_address_may_follow(feed, "file:///etc/hostname") &&
                      kj_address_may_follow(feed, "http://example.org/");
    unlink(feed_path);
    rmdir(folder);
    free(feed_path);
    free(feed);
    free(beside);
    free(above);
    KJ_CHECK(right);
}

static double shared(const char *a, const char *b, bool *doubles) {
    kj_shingles x, y;
    kj_shingles_make(a, &x);
    kj_shingles_make(b, &y);
    const double part = kj_shingles_shared(&x, &y);
    *doubles = kj_shingles_are_doubles(&x, &y);
    kj_shingles_free(&x);
    kj_shingles_free(&y);
    return part;
}

KJ_TEST(doubles_are_found_by_their_words) {
    static const char story[] =
        "মেঘনা নদীর পূর্ব পাড়ে নির্মিত নতুন ফেরিঘাট আজ সকালে চালু হয়েছে। প্রথম দিনেই তিনটি ফেরি চলাচল "
        "করেছে এবং দুই পাড়ের মানুষ দীর্ঘ অপেক্ষার অবসানে স্বস্তি প্রকাশ করেছেন। ঘাটের তত্ত্বাবধায়ক জানান, "
        "প্রতিদিন ভোর ছয়টা থেকে রাত দশটা পর্যন্ত ফেরি চলবে।";
    char *longer =
        kj_press_format("নমুনাপুর প্রতিনিধি: %s এ ছাড়া যাত্রীদের জন্য ছাউনি রাখা হয়েছে।", story);
    char *marked = kj_press_format("\u201C%s\u201D!!", story);
    bool doubles;
    KJ_CHECK(shared(story, longer, &doubles) > 0.9 && doubles);
    KJ_CHECK(shared(story, marked, &doubles) > 0.9 && doubles);
    KJ_CHECK(shared(story, "শীতের পিঠা উৎসব আজ সকালে চালু হয়েছে টাউন হল মাঠে", &doubles) < 0.5 &&
             !doubles);
    KJ_CHECK(shared("", "", &doubles) == 0 && !doubles);
    KJ_CHECK(shared("এক দুই", "এক, দুই!", &doubles) == 0 && doubles);
    free(longer);
    free(marked);
}

#define STATE "feed-test.state"

static kj_status write_state(const char *text) { return kj_files_write(STATE, text, strlen(text)); }

KJ_TEST(state_comes_back_as_it_was_written) {
    kj_state state = {0};
    kj_state_feed *feed = kj_state_feed_of(&state, "http://example.org/");
    feed->etag = kj_press_copy("\"a b\"");
    kj_state_add(&state, 0xABCDEF0123456789u, 7, 20000);
    kj_state_add(&state, 0xABCDEF0123456789u, 7, 20000);
    kj_state_add(&state, 5, 0, 20000 - KJ_STATE_KEEP_DAYS - 1);
    KJ_CHECK_EQ(state.seen_count, 2);
    KJ_CHECK_EQ(kj_state_write(STATE, &state, 20000), KJ_OK);
    kj_state_free(&state);
    KJ_CHECK_EQ(kj_state_read(STATE, &state), KJ_OK);
    const int right = state.feed_count == 1 && state.seen_count == 1 && !state.feeds[0].modified &&
                      strcmp(state.feeds[0].etag, "\"a b\"") == 0 &&
                      kj_state_has(&state, 0xABCDEF0123456789u, 0, 20001) &&
                      kj_state_has(&state, 0, 7, 20001) && !kj_state_has(&state, 0, 0, 20001) &&
                      !kj_state_has(&state, 5, 0, 20001) && state.seen[0].day == 20001;
    kj_state_free(&state);
    unlink(STATE);
    KJ_CHECK(right);
}

KJ_TEST(state_that_is_damaged_is_set_aside) {
    static const char *const damaged[] = {"",
                                          "nonsense",
                                          "kagoj-feed-state\t1\n",
                                          "kagoj-feed-state\t1\nend\t1\n",
                                          "kagoj-feed-state\t1\nseen\t1\t2\nend\t1\n",
                                          "kagoj-feed-state\t1\nseen\t1\tx\t3\nend\t1\n",
                                          "kagoj-feed-state\t1\nseen\t1\t2\t3\nend\t1\nmore\n",
                                          "kagoj-feed-state\t2\nend\t0\n",
                                          "kagoj-feed-state\t1\nfeed\t\t\t\nend\t1\n",
                                          "kagoj-feed-state\t1\nend\t0"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        kj_state state;
        KJ_CHECK_EQ(write_state(damaged[i]), KJ_OK);
        const kj_status status = kj_state_read(STATE, &state);
        const size_t left = state.feed_count + state.seen_count;
        kj_state_free(&state);
        KJ_CHECK_EQ(status, KJ_ERR_FORMAT);
        KJ_CHECK_EQ(left, 0);
        KJ_CHECK(access(STATE, F_OK) != 0 && access(STATE ".damaged", F_OK) == 0);
        unlink(STATE ".damaged");
    }
    kj_state none;
    KJ_CHECK_EQ(kj_state_read(STATE, &none), KJ_OK);
    kj_state_free(&none);
}

static char messages[1000];
static kj_config config;

static kj_status read_config(const char *text) {
    kj_buffer warnings = {0}, error = {0};
    if (kj_files_write("feed-test.toml", text, strlen(text)) != KJ_OK) {
        return KJ_ERR_IO;
    }
    kj_config_free(&config);
    const kj_status status = kj_config_read("feed-test.toml", &config, &warnings, &error);
    snprintf(messages, sizeof messages, "%s%s", warnings.data ? warnings.data : "",
             error.data ? error.data : "");
    kj_buffer_free(&warnings);
    kj_buffer_free(&error);
    unlink("feed-test.toml");
    return status;
}

KJ_TEST(configuration_is_read_with_its_defaults) {
    KJ_CHECK_EQ(read_config("title = \"কাগজ\"\nmax_articles = 5\n[fetch]\nfeed_mb = 0.5\n"
                            "[[feed]]\nurl = \"https://example.org/feed\"\n"
                            "[[feed]]\nurl = \"here.xml\"\ntitle = \"Here\"\nmax_age = \"2d\"\n"
                            "full_text = \"page\"\nimages = false\ncontent = \"//article\"\n"
                            "timezone = \"Asia/Kolkata\"\nmax_articles = 7\n"),
                KJ_OK);
    KJ_CHECK_STR(messages, "");
    KJ_CHECK_EQ(config.feed_count, 2);
    KJ_CHECK_EQ(config.feed_bytes, 512 * 1024);
    KJ_CHECK_EQ(config.feeds[0].max_articles, 5);
    KJ_CHECK_EQ(config.feeds[0].max_age_seconds, 36 * 3600);
    KJ_CHECK_EQ(config.feeds[0].full_text, KJ_FULL_AUTO);
    KJ_CHECK(config.feeds[0].images && !config.feeds[1].images);
    KJ_CHECK_EQ(config.feeds[1].max_articles, 7);
    KJ_CHECK_EQ(config.feeds[1].max_age_seconds, 2 * 86400);
    KJ_CHECK_EQ(config.feeds[1].full_text, KJ_FULL_PAGE);
    KJ_CHECK_EQ(config.feeds[1].zone_minutes, 330);
    KJ_CHECK(kj_address_is_file(config.feeds[1].address));
    kj_config_free(&config);
}

KJ_TEST(configuration_errors_name_their_place) {
    static const struct {
        const char *text, *message;
    } wrong[] = {
        {"title = \"x\"\nfeed = 3\n", "feed-test.toml:2:8: there is no [[feed]]"},
        {"[[feed]]\nurl = \"x\"\n", ": there is no \"title\" for the edition"},
        {"title = 3\n[[feed]]\nurl = \"x\"\n",
         ":1:9: \"title\" is a whole number, and must be a string"},
        {"title = \"x\"\n[[feed]]\ntitle = \"y\"\n", ":2:1: this feed has no \"url\""},
        {"title = \"x\"\n[[feed]]\nurl = \"ftp://example.org\"\n",
         ":3:7: \"url\" must be http, https or a file"},
        {"title = \"x\"\nmax_age = [1]\n[[feed]]\nurl = \"x\"\n",
         ":2:11: \"max_age\" must be a length of time"},
        {"title = \"x\"\nmax_articles = 0\n[[feed]]\nurl = \"x\"\n", "must be from 1 to 1000"},
        {"title = \"x\"\n[[feed]]\nurl = \"x\"\nimages = \"no\"\n", "must be true or false"},
        {"title = \"x\"\n[[feed]]\nurl = \"x\"\nfull_text = \"all\"\n",
         "\"auto\", \"feed\" or \"page\""},
        {"title = \"x\"\n[[feed]]\nurl = \"x\"\ncontent = \"//[\"\n", "must be an XPath"},
        {"title = \"x\"\ntimezone = \"Dhaka\"\n[[feed]]\nurl = \"x\"\n", "\"timezone\" must be"},
        {"title = \"x\"\n[fetch]\nper_host = nan\n[[feed]]\nurl = \"x\"\n", "must be from 1 to 8"},
        {"title = \n", "feed-test.toml:1:"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const kj_status status = read_config(wrong[i].text);
        if (status == KJ_OK || !strstr(messages, wrong[i].message)) {
            printf("  %s says: %s\n", wrong[i].text, messages);
        }
        KJ_CHECK(status != KJ_OK && strstr(messages, wrong[i].message));
        kj_config_free(&config);
    }
}

KJ_TEST(configuration_names_keys_that_nobody_knows) {
    KJ_CHECK_EQ(read_config("title = \"x\"\ncolour = 1\n[[feed]]\nurl = \"x\"\nsize = 2\n"), KJ_OK);
    KJ_CHECK(strstr(messages, "feed-test.toml:2:10: nothing is called \"colour\" here"));
    KJ_CHECK(strstr(messages, "feed-test.toml:5:8: nothing is called \"size\" here"));
    kj_config_free(&config);
}

KJ_TEST(lengths_of_time_are_read) {
    KJ_CHECK_EQ(kj_config_age("36h"), 36 * 3600);
    KJ_CHECK_EQ(kj_config_age("1.5 days"), 36 * 3600);
    KJ_CHECK_EQ(kj_config_age("1w"), 7 * 86400);
    KJ_CHECK_EQ(kj_config_age("90 min"), 90 * 60);
    KJ_CHECK_EQ(kj_config_age("soon"), 0);
    KJ_CHECK_EQ(kj_config_age("3 hens"), 0);
    KJ_CHECK_EQ(kj_config_age("-3h"), 0);
}

KJ_TEST(edition_names_suit_a_card) {
    KJ_CHECK(same_and_free(kj_bind_name("ভোরের/কাগজ: \"নমুনা\"?", "2026-11-25", 1),
                           "ভোরের কাগজ নমুনা-2026-11-25.epub"));
    KJ_CHECK(
        same_and_free(kj_bind_name("..hidden. ", "2026-11-25", 3), "hidden-2026-11-25-3.epub"));
    KJ_CHECK(same_and_free(kj_bind_name("***", "2026-11-25", 1), "edition-2026-11-25.epub"));
    kj_buffer title = {0};
    for (int i = 0; i < 200; i++) {
        kj_buffer_text(&title, "\u0995");
    }
    char *name = kj_bind_name(title.data, "2026-11-25", 1);
    const size_t length = strlen(name);
    kj_buffer_free(&title);
    free(name);
    KJ_CHECK_EQ(length, 150 + strlen("-2026-11-25.epub"));
}

KJ_TEST_MAIN()
