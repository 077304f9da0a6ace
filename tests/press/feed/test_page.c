/* Article pages of different makes, written for these tests: what is published of each, and which
 * are no articles. */
#include "press/bengali.h"
#include "press/feed/dates.h"
#include "press/feed/page.h"
#include "press/files.h"
#include "test.h"

#define FOLDER KJ_SOURCE_DIR "/tests/press/feed/served/pages/"

typedef struct page_case {
    const char *file;
    kj_refusal refusal;
    const char *has[5], *lacks[5]; /* in the body's text; NULL ends */
    const char *byline, *date;     /* NULL: not looked at */
} page_case;

static const page_case cases[] = {
    {"plain_article.html",
     KJ_REFUSE_NOTHING,
     {"মেঘনা নদীর পূর্ব পাড়ে", "স্থানীয় কৃষকেরা", "আগামী মার্চের মধ্যে", "নতুন ঘাটে প্রথম ফেরি"},
     {"সেতুর কাজ", "সম্পর্কিত", "খুব ভালো খবর", "শেয়ার", "সম্পাদক ও প্রকাশক"},
     "নিজস্ব প্রতিবেদক, নমুনাপুর",
     "2026-11-25T09:15:00+06:00"},
    {"div_soup.html",
     KJ_REFUSE_NOTHING,
     {"টাউন হল মাঠে", "ভাপা, চিতই", "শুক্রবার রাত পর্যন্ত"},
     {"সর্বাধিক পঠিত", "পাখির মেলা", "কপিরাইট", "প্রচ্ছদ"},
     NULL,
     NULL},
    {"article_body.html",
     KJ_REFUSE_NOTHING,
     {"সপ্তাহে ছয় দিন", "বই বেড়েছে", "পোশাককর্মী পাঠক", "শুক্রবার: বেলা তিনটা", "শ্রুতিবইয়ের"},
     {"বিজ্ঞাপন"},
     NULL,
     NULL},
    {"script_only.html",
     KJ_REFUSE_NOTHING,
     {"শুঁটকির হাট", "লাভ নিয়ে চিন্তায়", "একশ পরিবারকে"},
     {"WebSite"},
     "রফিক নমুনা",
     "2026-11-25T06:00:00+06:00"},
    {"breaking_nested.html",
     KJ_REFUSE_NOTHING,
     {"একষট্টি জন জেলে", "কোস্টগার্ড", "আবেগঘন", "বেতার যন্ত্র"},
     {"সতর্কসংকেত", "তিমি"},
     NULL,
     "2026-11-25T11:00:00+06:00"},
    {"about_captcha.html",
     KJ_REFUSE_NOTHING,
     {"লাখ লাখ ঘণ্টা", "তিনবার পরীক্ষা"},
     {NULL},
     NULL,
     NULL},
    {"long_comments.html",
     KJ_REFUSE_NOTHING,
     {"মৌসুমের প্রথম আলু", "ফলন ভালো"},
     {"পাঠকের মতামত", "আমি নিজে চাষি", "নব্বই টাকাও", "আকাশে থাকে"},
     NULL,
     NULL},
    {"bot_check.html", KJ_REFUSE_BOT_CHECK, {NULL}, {NULL}, NULL, NULL},
    {"bot_check_bengali.html", KJ_REFUSE_BOT_CHECK, {NULL}, {NULL}, NULL, NULL},
    {"consent_wall.html", KJ_REFUSE_CONSENT, {NULL}, {NULL}, NULL, NULL},
    {"paywall.html", KJ_REFUSE_LOGIN, {NULL}, {NULL}, NULL, NULL},
    {"not_found.html", KJ_REFUSE_NOT_FOUND, {NULL}, {NULL}, NULL, NULL},
    {"empty.html", KJ_REFUSE_EMPTY, {NULL}, {NULL}, NULL, NULL},
};

static kj_page_source source(void) {
    return (kj_page_source){.address = "https://example.org/news/1",
                            .wanted = "https://example.org/news/1",
                            .content_type = "text/html",
                            .code = 200,
                            .zone_minutes = 360,
                            .now = kj_dates_days(2026, 11, 25) * 86400};
}

static kj_refusal read_page(const char *file, const kj_page_source *from, kj_clean_page *page) {
    char *path = kj_press_format("%s%s", FOLDER, file);
    kj_buffer bytes = {0};
    const kj_status status = kj_files_read(path, 1 << 20, &bytes);
    if (status != KJ_OK) {
        printf("  %s: cannot be read\n", path);
        exit(1);
    }
    const kj_refusal refusal = kj_page_read(bytes.data, bytes.length, from, page);
    kj_buffer_free(&bytes);
    free(path);
    return refusal;
}

static int complain(const char *file, const char *what, const char *text) {
    printf("  %s: %s: %s\n", file, what, text);
    return 1;
}

static char *normal(const char *text) { return kj_bengali_clean(text, strlen(text)); }

static int check_case(const page_case *c) {
    kj_clean_page page;
    const kj_page_source from = source();
    const kj_refusal refusal = read_page(c->file, &from, &page);
    int wrong = 0;
    if (refusal != c->refusal) {
        wrong += complain(c->file, "judged", kj_refuse_why(refusal));
    }
    char *text = kj_clean_text(page.body ? page.body : "");
    for (size_t i = 0; i < 5; i++) {
        char *has = normal(c->has[i] ? c->has[i] : ""),
             *lacks = normal(c->lacks[i] ? c->lacks[i] : "");
        if (*has && !strstr(text, has)) {
            wrong += complain(c->file, "lacks", has);
        }
        if (*lacks && strstr(text, lacks)) {
            wrong += complain(c->file, "has", lacks);
        }
        free(has);
        free(lacks);
    }
    if (c->byline) {
        char *byline = normal(c->byline);
        if (!page.byline || strcmp(page.byline, byline) != 0) {
            wrong += complain(c->file, "byline", page.byline ? page.byline : "none");
        }
        free(byline);
    }
    if (c->date && (!page.date || strcmp(page.date, c->date) != 0)) {
        wrong += complain(c->file, "date", page.date ? page.date : "none");
    }
    free(text);
    kj_clean_page_free(&page);
    return wrong;
}

KJ_TEST(pages_give_their_article_and_nothing_else) {
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wrong += check_case(&cases[i]);
    }
    KJ_CHECK_EQ(wrong, 0);
}

KJ_TEST(page_that_leads_to_the_front_page_is_not_found) {
    kj_clean_page page;
    kj_page_source from = source();
    from.address = "https://example.org/";
    const kj_refusal refusal = read_page("plain_article.html", &from, &page);
    kj_clean_page_free(&page);
    KJ_CHECK_EQ(refusal, KJ_REFUSE_NOT_FOUND);
}

KJ_TEST(page_is_taken_where_the_configuration_says) {
    kj_clean_page page;
    kj_page_source from = source();
    from.xpath = "//blockquote | //div[@class='lead-text']";
    (void)read_page("article_body.html", &from, &page);
    char *text = kj_clean_text(page.body);
    const int right = strstr(text, "দিনে যাঁরা কাজ করেন") && strstr(text, "পোশাককর্মী") &&
                      !strstr(text, "চার হাজার");
    free(text);
    kj_clean_page_free(&page);
    KJ_CHECK(right);
}

KJ_TEST(page_that_has_nothing_of_the_headline_is_another) {
    kj_clean_page page;
    kj_page_source from = source();
    char *title = normal("শেয়ারবাজারে টানা তৃতীয় দিনের দরপতন");
    from.title = title;
    kj_refusal refusal = read_page("plain_article.html", &from, &page);
    kj_clean_page_free(&page);
    free(title);
    KJ_CHECK_EQ(refusal, KJ_REFUSE_OTHER);
    title = normal("মেঘনার ফেরিঘাট চালু, কৃষকের স্বস্তি");
    from.title = title;
    refusal = read_page("plain_article.html", &from, &page);
    kj_clean_page_free(&page);
    free(title);
    KJ_CHECK_EQ(refusal, KJ_REFUSE_NOTHING);
}

KJ_TEST(page_takes_nested_elements_of_an_xpath_once) {
    kj_clean_page page;
    kj_page_source from = source();
    from.xpath = "//p | //article | //body";
    (void)read_page("article_body.html", &from, &page);
    char *text = kj_clean_text(page.body);
    const char *first = strstr(text, "চার হাজার");
    const int once = first && !strstr(first + 1, "চার হাজার");
    free(text);
    kj_clean_page_free(&page);
    KJ_CHECK(once);
}

KJ_TEST(page_with_more_links_than_text_gives_its_text) {
    kj_buffer html = {0};
    kj_clean_page page;
    const kj_page_source from = source();
    kj_buffer_text(&html, "<html><body><div class='x1'><div class='x2'>");
    for (int i = 0; i < 200; i++) {
        kj_buffer_format(
            &html, "<div><a href='/%d'>আরেকটি খবরের বেশ লম্বা শিরোনাম এখানে %d</a></div>", i, i);
    }
    kj_buffer_text(&html,
                   "</div><div class='x3'><p>নমুনাপুরের খাল পরিষ্কারের কাজ শুরু হয়েছে আজ। প্রথম "
                   "ধাপে সরানো হবে তিন কিলোমিটার কচুরিপানা, তারপর খনন।</p><p>পৌরসভা বলেছে, বর্ষার "
                   "আগেই কাজ শেষ করতে রাতেও চলবে যন্ত্র। বাসিন্দারা চান দুই পাড়ে হাঁটার পথ।</p>"
                   "</div></div></body></html>");
    const kj_refusal refusal = kj_page_read(html.data, html.length, &from, &page);
    char *text = kj_clean_text(page.body);
    const int right = strstr(text, "কচুরিপানা") && strstr(text, "হাঁটার") && !strstr(text, "শিরোনাম");
    free(text);
    kj_clean_page_free(&page);
    kj_buffer_free(&html);
    KJ_CHECK_EQ(refusal, KJ_REFUSE_NOTHING);
    KJ_CHECK(right);
}

KJ_TEST(page_of_another_type_is_no_article) {
    kj_clean_page page;
    kj_page_source from = source();
    from.content_type = "application/pdf";
    const kj_refusal refusal = read_page("plain_article.html", &from, &page);
    kj_clean_page_free(&page);
    KJ_CHECK_EQ(refusal, KJ_REFUSE_EMPTY);
}

KJ_TEST(page_nested_without_end_is_read) {
    kj_buffer html = {0};
    kj_clean_page page;
    const kj_page_source from = source();
    for (int i = 0; i < 20000; i++) {
        kj_buffer_text(&html, "<div><b>");
    }
    kj_buffer_text(&html, "<p>গভীর");
    const kj_refusal refusal = kj_page_read(html.data, html.length, &from, &page);
    kj_clean_page_free(&page);
    kj_buffer_free(&html);
    KJ_CHECK_EQ(refusal, KJ_REFUSE_EMPTY);
}

KJ_TEST(feed_text_that_ends_in_dots_is_an_excerpt) {
    kj_buffer whole = {0};
    for (int i = 0; i < 12; i++) {
        kj_buffer_text(&whole, "<p>নমুনাপুরের খবর এই অনুচ্ছেদে যথেষ্ট লম্বা করে লেখা হয়েছে, যাতে এটি "
                               "একটি পুরো লেখার অংশ হয়।</p>");
    }
    KJ_CHECK(!kj_page_is_excerpt(whole.data));
    kj_buffer_text(&whole, "<p>আর তারপর […]</p>");
    KJ_CHECK(kj_page_is_excerpt(whole.data));
    kj_buffer_free(&whole);
    KJ_CHECK(kj_page_is_excerpt("<p>ছোট একটি খবর।</p>"));
    KJ_CHECK(kj_page_is_excerpt(""));
}

KJ_TEST_MAIN()
