/* test_xml.c - XML in pieces: events, entities, encodings, damage, places to begin anew. */
#include "test.h"
#include "unit/xml_case.h"

static xml_case test, again;
static xml_place places[XML_CASE_PLACES];

static void run(const void *bytes, size_t size, bool html) {
    xml_case_begin(&test, bytes, size);
    test.html = html;
    KJ_CHECK_EQ(xml_case_run(&test), KJ_END);
    KJ_CHECK_EQ(kj_heap_check(&test.heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
}

static void check(const char *text, const char *expected) {
    run(text, strlen(text), true);
    KJ_CHECK_STR(test.dump, expected);
}

/* Well-formed: nothing to recover from. */
static void check_good(const char *text, const char *expected) {
    check(text, expected);
    KJ_CHECK_EQ(test.recoveries, 0);
}

/* Not so, but nothing is lost. */
static void check_untidy(const char *text, const char *expected) {
    check(text, expected);
    KJ_CHECK(test.recoveries > 0);
    KJ_CHECK_EQ(test.losses, 0);
}

KJ_TEST(xml_gives_elements_attributes_and_text) {
    check_good("<?xml version='1.0'?><a b='1' c=\"2\">x<d/>y</a>", "<a b=1 c=2>x<d></d>y</a>");
    check_good("<a>\r\nx</a>\n", "<a>\nx</a>\n");
}

KJ_TEST(xml_drops_prefixes) {
    check_good("<opf:a xmlns:opf='u' epub:type='t' xml:lang='bn'/>",
               "<a opf=u type=t lang=bn></a>");
}

KJ_TEST(xml_passes_over_what_comes_before_the_first_element) {
    check_good(
        "\xEF\xBB\xBF<?xml version='1.1' encoding='UTF-8'?>\n<!-- c -->"
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.1//EN\" \"http://www.w3.org/y.dtd\"><a/>",
        "<a></a>");
    check_good("<!doctype html>\n<a/>", "<a></a>");
    check_good("  <a/>", "<a></a>");
    check_good("<!DOCTYPE a [<!ELEMENT a ANY><!-- ]> --><!ATTLIST a b CDATA '>'>]><a/>", "<a></a>");
    check_good("text <a/> more", "text <a></a> more");
    check_good("", "");
}

KJ_TEST(xml_knows_named_entities_without_a_dtd) {
    check_good("<a>&nbsp;&eacute;&hellip;&thetasym;&zwnj;&infin;&apos;&amp;&lt;</a>",
               "<a>\xC2\xA0é…ϑ\xE2\x80\x8C∞'&<</a>");
    check_good("<a>&rarr;&checkmark;</a>", "<a>→✓</a>");
    check_good("<a b='&ldquo;&eacute;&amp;&#2453;' c=\"d\"><e f='&none;'/></a>",
               "<a b=“é&ক c=d><e f=&none;></e></a>");
    check_good("<a>&unknown;</a>", "<a>&unknown;</a>");
    check_good("<a>&#2453;&#x995;</a>", "<a>কক</a>");
}

KJ_TEST(xml_takes_plain_entities_that_a_file_declares) {
    check_good("<!DOCTYPE a [<!ENTITY paper \"খবর &#x995;\"><!ENTITY e '>'>]><a>&paper;|&e;</a>",
               "<a>খবর ক|></a>");
}

KJ_TEST(xml_has_no_entity_that_holds_others) {
    check_good("<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;'><!ENTITY n SYSTEM '/etc/passwd'>"
               "<!ENTITY t '<b/>'><!ENTITY u '&#60;b/>'><!ENTITY % p 'x'>%p;]>"
               "<a>&l;&m;&n;&t;&u;</a>",
               "<a>lol&m;&n;&t;&u;</a>");
}

KJ_TEST(xml_reads_cdata_comments_and_instructions) {
    check_good("<a>x<![CDATA[<&]]>y<!-- z --><?php w ?></a>", "<a>x<&y</a>");
}

KJ_TEST(xml_gives_text_for_ampersands_and_angles_that_begin_nothing) {
    check_untidy("<a>AT&T & co &amp; R&D; 1 < 2 <= 3 <3 &nbsp x &#0; ]]> </a>",
                 "<a>AT&T & co & R&D; 1 < 2 <= 3 <3 \xC2\xA0 x \xEF\xBF\xBD ]]> </a>");
    check_untidy("<a>x <y and <b>z</b></a>", "<a>x <y and <b>z</b></a>");
    check_untidy("<a><<<>>>&&&</a>", "<a><<<>>>&&&</a>");
}

KJ_TEST(xml_ends_what_an_end_tag_leaves_open) {
    check_untidy("<a><b><i>x</b>y</i>z</a>", "<a><b><i>x</i></b>yz</a>");
    check_untidy("<a>x</b></c></a>", "<a>x</a>");
    check_untidy("<a/></a>text", "<a></a>text");
    check_untidy("<a/></kj..>text", "<a></a>text");
}

KJ_TEST(xml_knows_the_empty_elements_of_html) {
    check_untidy("<p>x<br>y<img src='a'>z<br/></p><p>w</p>",
                 "<p>x<br></br>y<img src=a></img>z<br></br></p><p>w</p>");
    static const char text[] = "<meta>x</meta>";
    run(text, strlen(text), false);
    KJ_CHECK_STR(test.dump, text);
}

KJ_TEST(xml_reads_tags_as_browsers_do) {
    check_untidy("<a href=x>1</a>", "<a href=x>1</a>");
    check_untidy("<a b='1' b='2' c>x</a>", "<a b=1 c=>x</a>");
    check_untidy("<a href='x?a&b=&eacute;&amp;c<d'>x</a>", "<a href=x?a&b=é&c<d>x</a>");
    check_untidy("<img src=x/>y", "<img src=x/></img>y");
    check_untidy("<a b='1'c='2'/>y", "<a b=1 c=2></a>y");
}

KJ_TEST(xml_tells_a_missing_quote_by_the_tags_that_follow) {
    check("<p a=\"x>Text</p><p b=\"y\">More</p>", "<p>Text</p><p b=y>More</p>");
    KJ_CHECK_EQ(test.losses, 1);
}

KJ_TEST(xml_shows_bad_bytes_as_replacement_characters) {
    check_good("<a>x\xFFy\xE0\xA6\x01z</a>",
               "<a>x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz</a>");
    check_good("<a>\xEF\xBF\xBD\xEF\xBF\xBE</a>",
               "<a>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD</a>");
}

KJ_TEST(xml_reads_other_encodings) {
    check_good("<?xml version='1.0' encoding='windows-1252'?><a>\x93\xE9\x94\x80</a>",
               "<a>“é”€</a>");
    check_good("<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>\xE9\x97</a>", "<a>é—</a>");
    static const char big[] = "\xFE\xFF\0<\0a\0>\x09\x95\xD8\x3D\xDE\x00\0<\0/\0a\0>";
    run(big, sizeof big - 1, true);
    KJ_CHECK_STR(test.dump, "<a>ক😀</a>");
    static const char little[] = "<\0a\0>\0\x95\x09<\0/\0a\0>\0";
    run(little, sizeof little - 1, true);
    KJ_CHECK_STR(test.dump, "<a>ক</a>");
}

/* Found by fuzz_xml: the length of the first read decided, and another reader decided otherwise. */
KJ_TEST(xml_finds_the_encoding_in_single_bytes_too) {
    static const char text[] = "\xFE\xFF\0<\0a\0>\x09\x95\xD8\x3D\xDE\x00\0<\0/\0a\0>";
    for (size_t piece = 1; piece < 5; piece++) {
        xml_case_begin(&test, text, sizeof text - 1);
        test.piece = piece;
        KJ_CHECK_EQ(xml_case_run(&test), KJ_END);
        KJ_CHECK_STR(test.dump, "<a>ক😀</a>");
    }
}

KJ_TEST(xml_believes_the_bytes_more_than_a_wrong_declaration) {
    check_good("<?xml version='1.0' encoding='ISO-8859-1'?><a>খবর</a>", "<a>খবর</a>");
    check_good("<?xml version='1.0' encoding='utf-16'?><a>খবর</a>", "<a>খবর</a>");
    check_good("<?xml version='1.0' encoding='x-unheard-of'?><a>খবর</a>", "<a>খবর</a>");
}

KJ_TEST(xml_tells_a_file_that_is_cut_short) {
    check("<a><b>text", "<a><b>text");
    KJ_CHECK_EQ(test.losses, 1);
    check("<a>text</a", "<a>text</a>");
    check("<a>x<b c=\"", "<a>x");
    KJ_CHECK(test.losses > 0);
    check("<a>x<!-- y", "<a>x y");
    KJ_CHECK(test.losses > 0);
    xml_case_begin(&test, "<a>x</a>", 8);
    test.is_damaged = true;
    KJ_CHECK_EQ(xml_case_run(&test), KJ_END);
    KJ_CHECK_STR(test.dump, "<a>x</a>");
    KJ_CHECK_EQ(test.losses, 1);
}

static char large[1 << 21];

static size_t fill(const char *before, const char *middle, unsigned times, const char *after) {
    size_t used = (size_t)sprintf(large, "%s", before);
    for (unsigned i = 0; i < times; i++) {
        used += (size_t)sprintf(large + used, "%s", middle);
    }
    return used + (size_t)sprintf(large + used, "%s", after);
}

KJ_TEST(xml_passes_over_tokens_that_are_too_large) {
    run(large, fill("<a>x<!--", "0123456789", 5000, "-->y</a>"), true);
    KJ_CHECK_STR(test.dump, "<a>xy</a>");
    run(large, fill("<a>x<img alt='n' src='data:", "0123456789", 20000, "' id='i'/>y</a>"), true);
    KJ_CHECK_STR(test.dump, "<a>x<img alt=n id=i></img>y</a>");
    KJ_CHECK_EQ(test.losses, 0);
    run(large, fill("<a>x<p id='i'", " class='0123456789'", 5000, ">y</p>z</a>"), true);
    KJ_CHECK_STR(test.dump, "<a>x<p id=i class=0123456789>y</p>z</a>");
    KJ_CHECK_EQ(test.losses, 0);
    /* Words behind "<" stay text, however many. */
    run(large, fill("<p>a <b and", " more words", 1000, "</p>"), true);
    KJ_CHECK(strstr(test.dump, "<b and more words more words"));
    KJ_CHECK(test.dumped > 10000);
}

KJ_TEST(xml_bounds_the_nesting) {
    size_t used = fill("<body>", "<div>", 10000, "deep");
    for (unsigned i = 0; i < 10000; i++) {
        used += (size_t)sprintf(large + used, "</div>");
    }
    used += (size_t)sprintf(large + used, "<p>after</p></body>");
    run(large, used, true);
    KJ_CHECK(strstr(test.dump, "deep"));
    KJ_CHECK(strstr(test.dump, "<p>after</p></body>"));
}

KJ_TEST(xml_does_not_care_how_the_bytes_come) {
    static const char text[] = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'ক'>]><a b='১'>খবর "
                               "&e;&nbsp;\xFFx & y <![CDATA[<"
                               "]]><b>z</a>\xE0\xA6 <i>x</i></a>";
    run(text, sizeof text - 1, true);
    static char whole[4096];
    strcpy(whole, test.dump);
    for (size_t piece = 1; piece < 40; piece++) {
        for (int pauses = 0; pauses < 2; pauses++) {
            xml_case_begin(&test, text, sizeof text - 1);
            test.html = true;
            test.piece = piece;
            test.pauses = pauses;
            KJ_CHECK_EQ(xml_case_run(&test), KJ_END);
            KJ_CHECK_STR(test.dump, whole);
        }
    }
}

/* Begins anew at each place: what follows is what followed. */
static void check_resume(const char *text, size_t size) {
    xml_case_begin(&test, text, size);
    test.html = true;
    test.places = places;
    KJ_CHECK_EQ(xml_case_run(&test), KJ_END);
    KJ_CHECK(test.place_count > 0);
    for (unsigned i = 0; i < test.place_count; i++) {
        xml_case_begin(&again, text, size);
        again.html = true;
        KJ_CHECK_EQ(xml_case_resume(&again, &places[i]), KJ_END);
        KJ_CHECK_STR(again.dump, test.dump + places[i].dumped);
    }
}

KJ_TEST(xml_goes_on_from_any_place) {
    static const char *const texts[] = {
        ("<!DOCTYPE a [<!ENTITY e 'ক'>]><html><body><p>খবর "
         "&e;</p><p>a<b>c</b>d<br/>e</p></body></html>"),
        "<html><body><p>a<br>b<i>c</p>d</i>e & f < g <img src=x> h</p></body></html> tail",
        "<?xml version='1.0' encoding='windows-1252'?><a>\xE9\xE9<b>\x97</b>\xE9</a>",
        "<p>a<p>b<p>c</div>d<p>e",
        "<a>]]></a>&&<<",
        "<p>a\xFF-\xFF&bogus;c<![CDATA[d]]>e</p></body>f"};
    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        check_resume(texts[i], strlen(texts[i]));
    }
    size_t used = fill("<body>", "<div>দীর্ঘ ", 150, "deep</div></div><p>x</p></body>");
    check_resume(large, used);
}

KJ_TEST(xml_reports_a_medium_that_fails_and_can_be_asked_again) {
    static const char text[] =
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'ক'>]><a><b>x</b>y &amp; z & "
        "&e;<!-- - -- --></a>";
    for (int n = 0;; n++) {
        xml_case_begin(&test, text, sizeof text - 1);
        test.piece = 7;
        test.reads_until_error = n;
        kj_status status = xml_case_run(&test);
        KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
        KJ_CHECK(status == KJ_ERR_IO || status == KJ_END); /* it may have been asked again */
        if (status == KJ_END) {
            KJ_CHECK_STR(test.dump, "<a><b>x</b>y & z & ক</a>");
        }
        KJ_CHECK(strncmp(test.dump, "<a><b>x</b>y & z & ক</a>", test.dumped) == 0);
        if (test.reads_until_error >= 0) {
            break;
        }
    }
}

KJ_TEST(xml_is_right_or_out_of_memory_when_an_allocation_fails) {
    static const char text[] = "<a q='1'><b r='2' s='3'>x</b>y &amp; z & w<c><d></a>";
    for (int onwards = 0; onwards < 2; onwards++) {
        unsigned right = 0, failures = 0;
        for (uint32_t n = 1; right < 3 && n < 500; n++) {
            xml_case_begin(&test, text, sizeof text - 1);
            (onwards ? kj_heap_fail_from : kj_heap_fail_at)(&test.heap, n);
            kj_status status = xml_case_run(&test);
            KJ_CHECK(status == KJ_END || status == KJ_ERR_MEMORY);
            failures += status == KJ_ERR_MEMORY;
            if (status == KJ_END) {
                KJ_CHECK_STR(test.dump, "<a q=1><b r=2 s=3>x</b>y & z & w<c><d></d></c></a>");
            }
            right += kj_heap_get_stats(&test.heap).failed == 0;
            KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
        }
        KJ_CHECK(right == 3 && failures > 0);
    }
}

KJ_TEST(xml_forgets_names_when_they_fill_its_heap) {
    size_t used = fill("<a>", "", 0, "");
    for (unsigned i = 0; i < 20000; i++) {
        used += (size_t)sprintf(large + used, "<e%u a%u='1'/>", i, i);
    }
    used += (size_t)sprintf(large + used, "end</a>");
    run(large, used, true);
    KJ_CHECK(strstr(test.dump, "<e19999 a19999=1></e19999>end</a>"));
    KJ_CHECK_EQ(test.recoveries, 0);
}

KJ_TEST_MAIN()
