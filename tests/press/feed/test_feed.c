/* Feeds of every kind and in every state, down to what is no feed. */
#include "press/bengali.h"
#include "press/feed/encoding.h"
#include "press/feed/feed.h"
#include "press/feed/repair.h"
#include "test.h"

#define RSS_START                                                                                  \
    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "                              \
    "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Paper</title>"
#define RSS_END "</channel></rss>"

static kj_feed feed;
static char why[120];

static kj_status read_bytes(const char *bytes, size_t length, const char *charset) {
    const kj_feed_source source = {.address = "https://example.org/news/feed.xml",
                                   .charset = charset,
                                   .zone_minutes = 360,
                                   .now = kj_dates_days(2026, 11, 25) * 86400};
    kj_feed_free(&feed);
    why[0] = '\0';
    return kj_feed_read(bytes, length, &source, &feed, why, sizeof why);
}

static kj_status read_text(const char *text) { return read_bytes(text, strlen(text), NULL); }

static const char *said(const char *text) { return text ? text : "(none)"; }

KJ_TEST(feed_of_rss_2_is_read_whole) {
    KJ_CHECK_EQ(read_text(RSS_START
                          "<item><title>A &amp; B</title><link>/story 1</link><guid>g1</guid>"
                          "<dc:creator>Rina</dc:creator><category>Sport</category>"
                          "<pubDate>Wed, 25 Nov 2026 14:30:00 +0600</pubDate>"
                          "<description>Short</description>"
                          "<content:encoded><![CDATA[<p>Long & <b>bold</b></p>]]></content:encoded>"
                          "<enclosure url='a.jpg' type='image/jpeg' length='9'/>"
                          "<enclosure url='a.mp3' type='audio/mpeg' length='9'/></item>" RSS_END),
                KJ_OK);
    KJ_CHECK_STR(said(feed.title), "Paper");
    KJ_CHECK_EQ(feed.item_count, 1);
    KJ_CHECK(!feed.damaged);
    const kj_feed_item *item = feed.items;
    KJ_CHECK_STR(said(item->title), "A & B");
    KJ_CHECK_STR(said(item->link), "https://example.org/story%201");
    KJ_CHECK_STR(said(item->identity), "g1");
    KJ_CHECK_STR(said(item->author), "Rina");
    KJ_CHECK_STR(said(item->category), "Sport");
    KJ_CHECK_STR(said(item->summary), "Short");
    KJ_CHECK_STR(said(item->content), "<p>Long & <b>bold</b></p>");
    KJ_CHECK_EQ(item->picture_count, 1);
    KJ_CHECK_STR(item->pictures[0], "https://example.org/news/a.jpg");
    KJ_CHECK(item->has_date && item->date.zone_minutes == 360);
}

KJ_TEST(feed_of_atom_counts_links_from_xml_base) {
    KJ_CHECK_EQ(
        read_text(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://example.com/a/'>"
            "<title type='html'>&lt;i&gt;Paper&lt;/i&gt;</title>"
            "<entry xml:base='b/'><title type='html'>One &amp;amp; &lt;em&gt;two&lt;/em&gt;</title>"
            "<link rel='self' href='self'/><link rel='alternate' href='story'/>"
            "<id>tag:1</id><updated>2026-11-25T09:00:00Z</updated>"
            "<published>2026-11-25T08:00:00Z</published><author><name>Rina</name></author>"
            "<summary type='text'>1 &lt; 2</summary>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml' "
            "xmlns:x='http://example.org/x'><p x:y='z'>Text</p></div></content></entry></feed>"),
        KJ_OK);
    const kj_feed_item *item = feed.items;
    KJ_CHECK_EQ(feed.item_count, 1);
    KJ_CHECK_STR(said(feed.title), "Paper");
    KJ_CHECK_STR(said(item->title), "One & two");
    KJ_CHECK_STR(said(item->link), "http://example.com/a/b/story");
    KJ_CHECK_STR(said(item->base), "http://example.com/a/b/");
    KJ_CHECK_STR(said(item->author), "Rina");
    KJ_CHECK_STR(said(item->summary), "1 &lt; 2");
    KJ_CHECK_STR(said(item->content), "<div><p y=\"z\">Text</p></div>");
    KJ_CHECK_EQ(item->date.seconds, kj_dates_days(2026, 11, 25) * 86400 + 8 * 3600);
}

KJ_TEST(feed_of_rss_1_has_its_items_beside_the_channel) {
    KJ_CHECK_EQ(
        read_text("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
                  "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                  "<channel><title>Paper</title></channel>"
                  "<item><title>One</title><link>http://example.com/1</link>"
                  "<dc:date>2026-11-25</dc:date></item></rdf:RDF>"),
        KJ_OK);
    KJ_CHECK_EQ(feed.item_count, 1);
    KJ_CHECK_STR(said(feed.title), "Paper");
    KJ_CHECK_STR(said(feed.items[0].link), "http://example.com/1");
    KJ_CHECK_STR(said(feed.items[0].identity), "example.com/1");
    KJ_CHECK(feed.items[0].has_date && !feed.items[0].date.has_time);
}

KJ_TEST(feed_without_declared_namespaces_is_understood) {
    KJ_CHECK_EQ(
        read_text(
            "<rss><channel><item><title>T</title><media:title>No</media:title>"
            "<dc:creator>Rina</dc:creator><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded>"
            "<media:thumbnail url='t.png'/></item></channel></rss>"),
        KJ_OK);
    KJ_CHECK_EQ(feed.item_count, 1);
    KJ_CHECK_STR(said(feed.items[0].title), "T");
    KJ_CHECK_STR(said(feed.items[0].author), "Rina");
    KJ_CHECK_STR(said(feed.items[0].content), "<p>x</p>");
    KJ_CHECK_EQ(feed.items[0].picture_count, 1);
}

KJ_TEST(feed_keeps_its_items_around_a_broken_one) {
    KJ_CHECK_EQ(read_text(RSS_START "<item><title>One</title></item>"
                                    "<item><title>Two <b>never closed</title></item>"
                                    "<item><title>Three & <br> four</title></item>" RSS_END),
                KJ_OK);
    KJ_CHECK(feed.damaged);
    KJ_CHECK_EQ(feed.item_count, 3);
    KJ_CHECK_STR(said(feed.items[0].title), "One");
    KJ_CHECK_STR(said(feed.title), "Paper");
}

KJ_TEST(feed_cut_off_loses_its_last_item_only) {
    KJ_CHECK_EQ(read_text(RSS_START "<item><title>One</title></item><item><title>Two</title>"
                                    "<description>and then"),
                KJ_OK);
    KJ_CHECK(feed.damaged);
    KJ_CHECK_EQ(feed.item_count, 1);
}

KJ_TEST(feed_of_mail_addresses_gives_names_only) {
    KJ_CHECK_EQ(read_text(RSS_START
                          "<item><title>1</title><author>desk@example.org (Rina)</author></item>"
                          "<item><title>2</title><author>desk@example.org</author></item>" RSS_END),
                KJ_OK);
    KJ_CHECK_STR(said(feed.items[0].author), "Rina");
    KJ_CHECK_STR(said(feed.items[1].author), "(none)");
}

KJ_TEST(feed_guid_that_is_an_address_is_its_link) {
    KJ_CHECK_EQ(read_text(RSS_START
                          "<item><guid>http://example.com/1</guid></item>"
                          "<item><guid isPermaLink='false'>http://example.com/2</guid></item>"
                          "<item><link>javascript:alert(1)</link></item>" RSS_END),
                KJ_OK);
    KJ_CHECK_STR(said(feed.items[0].link), "http://example.com/1");
    KJ_CHECK_STR(said(feed.items[1].link), "(none)");
    KJ_CHECK_STR(said(feed.items[2].link), "(none)");
}

KJ_TEST(feed_entities_do_not_grow) {
    KJ_CHECK_EQ(read_text("<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>"
                          "<!ENTITY f SYSTEM 'file:///etc/hostname'>]>" RSS_START
                          "<item><title>&b;&f;&hellip;&nbsp;&#2453;&#x995;&#0;&#x110000;&bad "
                          "&;</title></item>" RSS_END),
                KJ_OK);
    KJ_CHECK_STR(said(feed.items[0].title), "&b;&f;\u2026 \u0995\u0995&bad &;");
}

KJ_TEST(feed_nested_without_end_is_refused_or_read_but_ends) {
    kj_buffer text = {0};
    kj_buffer_text(&text, RSS_START "<item><title>One</title></item><item>");
    for (int i = 0; i < 100000; i++) {
        kj_buffer_text(&text, "<a>");
    }
    (void)read_bytes(text.data, text.length, NULL);
    kj_buffer_free(&text);
    KJ_CHECK_EQ(feed.item_count, 1);
}

KJ_TEST(what_is_no_feed_is_called_by_its_name) {
    KJ_CHECK_EQ(read_text("<!DOCTYPE html><html><head></head></html>"), KJ_ERR_FORMAT);
    KJ_CHECK_STR(why, "an HTML page, not a feed");
    KJ_CHECK_EQ(read_text("<html><head><link rel='alternate' type='application/rss+xml' href='/f'>"
                          "</head></html>"),
                KJ_ERR_FORMAT);
    KJ_CHECK_STR(why, "an HTML page, not a feed; its feed is https://example.org/f");
    KJ_CHECK_EQ(read_text(""), KJ_ERR_FORMAT);
    KJ_CHECK_STR(why, "empty");
    KJ_CHECK_EQ(read_text(" \n"), KJ_ERR_FORMAT);
    KJ_CHECK_STR(why, "empty");
    KJ_CHECK_EQ(read_text("{\"json\": 1}"), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(read_text("<opml><body/></opml>"), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(read_text(RSS_START RSS_END), KJ_OK);
    KJ_CHECK_EQ(feed.item_count, 0);
}

/* --- Encodings */

static char decoded[400], found[KJ_ENCODING_NAME_BYTES];

static const char *decode(const char *bytes, size_t length, const char *charset) {
    kj_buffer text = {0};
    kj_encoding_to_utf8(bytes, length, charset, &text, found);
    snprintf(decoded, sizeof decoded, "%s", text.data ? text.data : "");
    kj_buffer_free(&text);
    return decoded;
}

#define DECODE(bytes, charset) decode(bytes, sizeof(bytes) - 1, charset)

KJ_TEST(encoding_is_read_off_the_bytes_first) {
    KJ_CHECK_STR(DECODE("\xEF\xBB\xBF\xE0\xA6\x95", "iso-8859-1"), "\u0995");
    KJ_CHECK_STR(DECODE("<p>\xE0\xA6\x95</p>", "windows-1252"), "<p>\u0995</p>");
    KJ_CHECK_STR(DECODE("\xFF\xFE<\0a\0\x95\x09", "utf-8"), "<a\u0995");
    KJ_CHECK_STR(DECODE("\xFE\xFF\0<\0a\x09\x95", NULL), "<a\u0995");
    KJ_CHECK_STR(DECODE("<\0a\0/\0>\0\x95\x09<\0b\0>\0", NULL), "<a/>\u0995<b>");
    KJ_CHECK_STR(found, "utf-16le");
}

KJ_TEST(encoding_that_is_not_unicode_is_the_declared_one) {
    KJ_CHECK_STR(DECODE("caf\xE9 \x93x\x94", "utf-8"), "caf\u00E9 \u201Cx\u201D");
    KJ_CHECK_STR(found, "windows-1252");
    KJ_CHECK_STR(DECODE("<?xml version='1.0' encoding='koi8-r'?>\xC1", NULL),
                 "<?xml version='1.0' encoding='koi8-r'?>\u0430");
    KJ_CHECK_STR(DECODE("\xE1 x", "iso-8859-7"), "\u03B1 x");
    KJ_CHECK_STR(DECODE("\xE9 x", "no-such-thing"), "\u00E9 x");
    KJ_CHECK_STR(DECODE("a\0b", NULL), "ab");
}

KJ_TEST(encoding_survives_a_few_wrong_bytes) {
    KJ_CHECK_STR(DECODE("\xE0\xA6\x95\xE0\xA6\x95\xE0\xA6\x95\xE0\xA6\x95\xE0\xA6\x95\xE0\xA6\x95"
                        "\xE0\xA6\x95\xE0\xA6\x95\xE0\xA6\x95\xE0\xA6\x95\xFF",
                        NULL),
                 "\u0995\u0995\u0995\u0995\u0995\u0995\u0995\u0995\u0995\u0995\uFFFD");
}

KJ_TEST(encoding_done_twice_is_undone) {
    kj_buffer twice = {0};
    /* ক as UTF-8, each byte then taken for windows-1252: U+00E0 U+00A6 U+2022 */
    for (int i = 0; i < 12; i++) {
        kj_buffer_text(&twice, "\u00E0\u00A6\u2022 ");
    }
    const char *once = decode(twice.data, twice.length, "utf-8");
    const int right = strncmp(once, "\u0995 \u0995 \u0995", 11) == 0;
    kj_buffer_free(&twice);
    KJ_CHECK(right);
}

KJ_TEST_MAIN()
