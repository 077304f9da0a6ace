/* test_edition_package.c - containers and package documents: what an edition is called, where its
 * contents are, and what is said of those that are none. */
#include "edition_case.h"

static void add_one_article(void) {
    add_page("a.xhtml", "<p>text</p>");
    add_nav("<ol><li><a href='a.xhtml'>A</a></li></ol>");
}

/* An edition of one article and this metadata. */
static void open_metadata(const char *metadata) {
    begin_edition();
    add_package_of(metadata, "nav.xhtml a.xhtml");
    add_one_article();
    open_edition();
}

KJ_TEST(edition_2_and_3_name_themselves) {
    open_metadata("<dc:title>  \n দৈনিক\n  নদী </dc:title><dc:creator>ক</dc:creator><dc:creator>খ"
                  "</dc:creator><dc:language>bn-BD</dc:language><dc:date>2026-11-25</dc:date>");
    KJ_CHECK_STR(kj_edition_title(&now.edition), "দৈনিক নদী");
    KJ_CHECK_STR(kj_edition_creator(&now.edition), "ক, খ");
    KJ_CHECK_STR(kj_edition_language(&now.edition), "bn");
    KJ_CHECK_STR(kj_edition_date(&now.edition), "2026-11-25");
    KJ_CHECK_EQ(kj_edition_cover(&now.edition), KJ_ZIP_LOCATOR_NONE);
    KJ_CHECK_STR(now.log, "");
}

KJ_TEST(edition_without_metadata_has_empty_names) {
    open_metadata("");
    KJ_CHECK_STR(kj_edition_title(&now.edition), "");
    KJ_CHECK_STR(kj_edition_creator(&now.edition), "");
    KJ_CHECK_STR(kj_edition_language(&now.edition), "");
    KJ_CHECK_STR(kj_edition_date(&now.edition), "");
}

KJ_TEST(edition_title_is_the_main_one_of_several) {
    open_metadata("<dc:title id='s'>Short</dc:title><dc:title id='m'>Main &amp; long</dc:title>"
                  "<meta refines='#s' property='title-type'>short</meta>"
                  "<meta refines='#m' property='title-type'> main </meta>");
    KJ_CHECK_STR(kj_edition_title(&now.edition), "Main & long");
    open_metadata("<dc:title/><dc:title>Second</dc:title><dc:title>Third</dc:title>");
    KJ_CHECK_STR(kj_edition_title(&now.edition), "Second");
}

KJ_TEST(edition_date_of_publication_comes_before_others) {
    open_metadata("<meta property='dcterms:modified'>2020-01-01T00:00:00Z</meta>");
    KJ_CHECK_STR(kj_edition_date(&now.edition), "2020-01-01T00:00:00Z");
    open_metadata("<dc:date xmlns:opf='o' opf:event='modification'>2021</dc:date>"
                  "<dc:date xmlns:opf='o' opf:event='publication'>2019</dc:date>");
    KJ_CHECK_STR(kj_edition_date(&now.edition), "2019");
}

KJ_TEST(edition_title_that_is_too_long_is_cut_at_a_space) {
    char title[4096] = "<dc:title>";
    for (int i = 0; i < 60; i++) {
        strcat(title, "শিরোনাম ");
    }
    strcat(title, "</dc:title>");
    open_metadata(title);
    const char *cut = kj_edition_title(&now.edition);
    const size_t length = strlen(cut);
    KJ_CHECK(length > 200 && length <= KJ_EDITION_TITLE_MAX);
    KJ_CHECK_STR(cut + length - strlen("শিরোনাম…"), "শিরোনাম…");
}

static uint64_t id_of(const char *metadata) {
    open_metadata(metadata);
    KJ_CHECK(kj_edition_id(&now.edition) != 0);
    return kj_edition_id(&now.edition);
}

KJ_TEST(edition_is_another_when_only_its_identifier_is) {
    const uint64_t one = id_of("<dc:identifier id='i'>urn:uuid:1</dc:identifier>");
    KJ_CHECK(one != id_of("<dc:identifier id='i'>urn:uuid:2</dc:identifier>"));
    KJ_CHECK(one == id_of("<dc:identifier id='i'>\n urn:uuid:1 </dc:identifier>"));
    KJ_CHECK(one != id_of(""));
    /* The one that the package names counts, wherever it stands; else the first. */
    KJ_CHECK(one == id_of("<dc:identifier>isbn</dc:identifier>"
                          "<dc:identifier id='i'>urn:uuid:1</dc:identifier>"
                          "<dc:identifier>doi</dc:identifier>"));
    KJ_CHECK(one == id_of("<dc:identifier/><dc:identifier id='k'>urn:uuid:1</dc:identifier>"
                          "<dc:identifier>doi</dc:identifier>"));
}

KJ_TEST(edition_is_another_with_another_date_title_or_time_of_change) {
#define ID "<dc:identifier id='i'>kagoj</dc:identifier>"
    static const char *const metadata[] = {
        ID,
        ID "<dc:title>A</dc:title>",
        ID "<dc:title>B</dc:title>",
        ID "<dc:date>A</dc:date>",
        ID "<dc:date>2026-11-25</dc:date>",
        ID "<dc:date>2026-11-25</dc:date>"
           "<meta property='dcterms:modified'>2026-11-25T04:00:00Z</meta>",
        ID "<dc:date>2026-11-25</dc:date>"
           "<meta property='dcterms:modified'>2026-11-25T05:00:00Z</meta>",
    };
    uint64_t ids[sizeof metadata / sizeof metadata[0]];
    for (size_t i = 0; i < sizeof metadata / sizeof metadata[0]; i++) {
        ids[i] = id_of(metadata[i]);
        for (size_t k = 0; k < i; k++) {
            KJ_CHECK(ids[k] != ids[i]);
        }
    }
    KJ_CHECK(ids[6] == id_of(metadata[6]));
}

KJ_TEST(edition_is_the_same_whatever_archive_it_is_in) {
    static const char metadata[] = ID "<dc:title>The Edition</dc:title>";
    const uint64_t stored = id_of(metadata);
    begin_edition();
    now.method = ZIP_DEFLATED;
    add("README", "an archive of other bytes");
    add_package_of(metadata, "nav.xhtml a.xhtml b.xhtml!");
    add_one_article();
    open_edition();
    KJ_CHECK(kj_edition_id(&now.edition) == stored);
}

static uint32_t locator_of(const char *name) {
    kj_zip_entry entry;
    KJ_CHECK_EQ(kj_zip_find(&now.edition.zip, name, &entry), KJ_OK);
    return entry.locator;
}

static void open_cover(const char *metadata, const char *item, const char *guide) {
    begin_edition();
    add_container("O/p.opf");
    write_more("<package><metadata>%s</metadata><manifest>%s<item id='a' href='a.xhtml' "
               "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine>"
               "<guide>%s</guide></package>",
               metadata, item, guide);
    add_written("O/p.opf");
    add_page("a.xhtml", "<p>text</p>");
    add("O/i/c 1.png", "not really");
    open_edition();
}

KJ_TEST(edition_cover_is_found_in_each_way_of_naming_it) {
    open_cover("", "<item id='c' href='i/c%201.png' properties='svg cover-image'/>", "");
    KJ_CHECK_EQ(kj_edition_cover(&now.edition), locator_of("O/i/c 1.png"));
    open_cover("<meta name='cover' content='c'/>", "<item id='c' href='./i/../i/c%201.png'/>", "");
    KJ_CHECK_EQ(kj_edition_cover(&now.edition), locator_of("O/i/c 1.png"));
    open_cover("", "", "<reference type='cover' href='I/C%201.PNG'/>");
    KJ_CHECK_EQ(kj_edition_cover(&now.edition), locator_of("O/i/c 1.png"));
    open_cover("<meta name='cover' content='c'/>", "<item id='c' href='../../etc/passwd'/>", "");
    KJ_CHECK_EQ(kj_edition_cover(&now.edition), KJ_ZIP_LOCATOR_NONE);
}

KJ_TEST(edition_needs_no_mimetype) {
    zip_build_begin(&now.build);
    free(now.archive);
    now.archive = NULL;
    add_package("nav.xhtml a.xhtml");
    add_one_article();
    open_edition();
    KJ_CHECK_STR(tell_entries(), "- A\n");
}

KJ_TEST(edition_takes_the_first_of_several_package_documents) {
    begin_edition();
    add("META-INF/container.xml",
        "<container><rootfiles><rootfile full-path='x.pdf' media-type='application/pdf'/>"
        "<rootfile full-path='O/p.opf' media-type='application/oebps-package+xml'/>"
        "<rootfile full-path='other.opf' media-type='application/oebps-package+xml'/>"
        "</rootfiles></container>");
    write_more("<package><metadata><title>First</title></metadata><manifest><item id='a' "
               "href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref "
               "idref='a'/></spine></package>");
    add_written("O/p.opf");
    add("other.opf", "<package><metadata><title>Other</title></metadata></package>");
    add_page("a.xhtml", "<p>text</p>");
    open_edition();
    KJ_CHECK_STR(kj_edition_title(&now.edition), "First");
}

KJ_TEST(edition_without_a_container_is_read_by_its_package_document) {
    begin_edition();
    write_more("<package><metadata><title>T</title></metadata><manifest><item id='a' "
               "href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref "
               "idref='a'/></spine></package>");
    add_written("O/p.opf");
    add_page("a.xhtml", "<p>text</p>");
    open_edition();
    KJ_CHECK_STR(kj_edition_title(&now.edition), "T");
    KJ_CHECK(strstr(now.log, "container.xml"));
}

KJ_TEST(edition_that_is_none_is_refused) {
    begin_edition();
    add("word/document.xml", "<w/>");
    KJ_CHECK_EQ(try_open(), KJ_ERR_FORMAT);
    begin_edition();
    add_container("gone.opf");
    KJ_CHECK_EQ(try_open(), KJ_ERR_MISSING);
    begin_edition();
    add_container("O/p.opf");
    add("O/p.opf", "");
    KJ_CHECK_EQ(try_open(), KJ_ERR_MISSING);
    begin_edition();
    add_container("O/p.opf");
    add("O/p.opf", "<package><metadata/><manifest/><spine/></package>");
    KJ_CHECK_EQ(try_open(), KJ_ERR_MISSING);
    KJ_CHECK(strstr(now.log, "nothing to read"));
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
}

static void add_encrypted(const char *method, const char *uri) {
    write_more("<encryption xmlns:enc='http://www.w3.org/2001/04/xmlenc#'><enc:EncryptedData>"
               "<enc:EncryptionMethod Algorithm='%s'/><enc:CipherData><enc:CipherReference "
               "URI='%s'/></enc:CipherData></enc:EncryptedData></encryption>",
               method, uri);
    add_written("META-INF/encryption.xml");
}

static kj_status open_encrypted(const char *method, const char *uri) {
    begin_edition();
    add_encrypted(method, uri);
    add("META-INF/rights.xml", "<rights/>");
    add_package("nav.xhtml a.xhtml");
    add_one_article();
    return try_open();
}

KJ_TEST(edition_with_encrypted_text_is_refused_one_with_such_fonts_is_not) {
    const char *aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc";
    KJ_CHECK_EQ(open_encrypted(aes, "O/a.xhtml"), KJ_ERR_FORMAT);
    KJ_CHECK(strstr(now.log, "O/a.xhtml: encrypted"));
    KJ_CHECK_EQ(open_encrypted(aes, "O/a.ttf"), KJ_OK);
    KJ_CHECK_EQ(open_encrypted("http://www.idpf.org/2008/embedding", "O/a.xhtml"), KJ_OK);
    KJ_CHECK_EQ(open_encrypted("http://ns.adobe.com/pdf/enc#RC", "O/f.otf"), KJ_OK);
}

KJ_TEST(edition_skips_what_the_spine_has_beside_text) {
    begin_edition();
    add_container("O/p.opf");
    add("O/p.opf", "<package><manifest><item id='s' href='s.svg' media-type='image/svg+xml'/>"
                   "<item id='n' href='n.xhtml' media-type='application/xhtml+xml'/>"
                   "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest>"
                   "<spine><itemref idref='s'/><itemref idref='none'/><itemref idref='n' "
                   "linear='no'/><itemref idref='a'/></spine></package>");
    add_page("a.xhtml", "<p>text</p>");
    add_page("n.xhtml", "<p>text</p>");
    open_edition();
    KJ_CHECK_STR(tell_entries(), "- a.xhtml\n");
    KJ_CHECK(strstr(now.log, "O/s.svg: in the spine, but no XHTML"));
}

KJ_TEST(edition_reads_on_behind_damage_in_its_package_document) {
    begin_edition();
    add_container("O/p.opf");
    add("O/p.opf", "<package><metadata><title>T</title><creator>a < b & c</wrong></creator>"
                   "<language>bn</language></metadata><manifest><item id='a' href='a.xhtml' "
                   "media-type='application/xhtml+xml'/><item id=b href=b.xhtml "
                   "media-type='application/xhtml+xml'><item id='c' href='c.xhtml' "
                   "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/>"
                   "<itemref idref='c'/></spine></package>");
    add_page("a.xhtml", "<p>text</p>");
    add_page("c.xhtml", "<p>text</p>");
    open_edition();
    KJ_CHECK_STR(kj_edition_language(&now.edition), "bn");
    KJ_CHECK_STR(tell_entries(), "- a.xhtml\n- c.xhtml\n");
    KJ_CHECK(strstr(now.log, "O/p.opf"));
}

KJ_TEST(edition_whose_package_document_is_cut_short_is_read_in_the_manifests_order) {
    begin_edition();
    add_container("O/p.opf");
    add("O/p.opf", "<package><metadata><title>T</title></metadata><manifest><item id='a' "
                   "href='a.xhtml' media-type='application/xhtml+xml'/><item id='c' href='c.css' "
                   "media-type='text/css'/><item id='b' href='b.xhtml' "
                   "media-type='application/xhtml+xml'/><item id='n' hr");
    add_page("a.xhtml", "<p>text</p>");
    add_page("b.xhtml", "<p>text</p>");
    open_edition();
    KJ_CHECK_STR(tell_entries(), "- a.xhtml\n- b.xhtml\n");
    KJ_CHECK_STR(tell_parts(), "a.xhtml\nb.xhtml\n");
}

KJ_TEST(edition_of_five_thousand_items_opens_in_the_same_memory) {
    size_t peaks[2];
    const unsigned counts[2] = {50, 5000};
    for (int k = 0; k < 2; k++) {
        begin_edition();
        add_container("O/p.opf");
        char *package = malloc(1u << 20);
        size_t at = (size_t)sprintf(package, "<package><manifest>");
        for (unsigned i = 0; i < counts[k]; i++) {
            at += (size_t)sprintf(package + at,
                                  "<item id='i%04u' href='a%04u.xhtml' "
                                  "media-type='application/xhtml+xml'/>\n",
                                  i, i);
        }
        at += (size_t)sprintf(package + at, "</manifest><spine>");
        for (unsigned i = 0; i < counts[k]; i++) {
            at += (size_t)sprintf(package + at, "<itemref idref='i%04u'/>", i);
        }
        sprintf(package + at, "</spine></package>");
        add("O/p.opf", package);
        free(package);
        add_page("a0000.xhtml", "<p>text</p>");
        open_edition();
        kj_entry entry;
        KJ_CHECK_EQ(kj_edition_entry(&now.edition, 49, &entry), KJ_OK);
        KJ_CHECK_STR(entry.title, "a0049.xhtml");
        peaks[k] = kj_heap_get_stats(&now.heap).peak;
    }
    KJ_CHECK_EQ(peaks[0], peaks[1]);
}

KJ_TEST_MAIN()
