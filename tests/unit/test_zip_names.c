/* test_zip_names.c - names of entries as archives have them, found, and references between them. */
#include "zip_case.h"

static char name[KJ_ZIP_NAME_MAX + 1];

/* The name that an archive's only entry is listed under, "" for none. */
static const char *listed(zip_plan *plan) {
    zip_build build;
    kj_zip_entry entry;
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    zip_build_begin(&build);
    zip_build_put(&build, plan);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    kj_status status = kj_zip_next(&at_hand.zip, &locator, &entry, name, sizeof name);
    KJ_CHECK(status == KJ_OK || status == KJ_END);
    if (status == KJ_END) {
        return "";
    }
    kj_zip_reader reader; /* a strange name is no reason not to be read */
    KJ_CHECK_EQ(kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15), KJ_OK);
    kj_zip_reader_close(&reader);
    return name;
}

static const char *listed_raw(const char *raw, uint16_t length, uint16_t flags) {
    zip_plan plan = zip_plan_of("", "", 0, ZIP_STORED);
    plan.local.name = plan.directory.name = raw;
    plan.local.name_length = plan.directory.name_length = length;
    plan.local.flags = plan.directory.flags = flags;
    return listed(&plan);
}

static const char *listed_as(const char *raw, uint16_t flags) {
    return listed_raw(raw, (uint16_t)strlen(raw), flags);
}

KJ_TEST(zip_names_are_utf8_cp437_or_what_is_left_of_them) {
    KJ_CHECK_STR(listed_as("খবর.html", 0x800), "খবর.html");
    KJ_CHECK_STR(listed_as("খবর.html", 0), "খবর.html");
    KJ_CHECK_STR(listed_as("caf\x82.html", 0), "café.html");
    KJ_CHECK_STR(listed_as("\xE1\xDB\xFF", 0), "ß█\u00A0");
    KJ_CHECK_STR(listed_as("caf\x82.html", 0x800), "caf\uFFFD.html");
    KJ_CHECK_STR(listed_as("\xF0\x9F\x93\xB0.html", 0x800), "📰.html");
}

KJ_TEST(zip_names_with_path_tricks_stay_what_they_are) {
    KJ_CHECK_STR(listed_as("../../etc/passwd", 0), "../../etc/passwd");
    KJ_CHECK_STR(listed_as("/etc/passwd", 0), "/etc/passwd");
    KJ_CHECK_STR(listed_as("OEBPS\\text\\a.html", 0), "OEBPS/text/a.html");
    KJ_CHECK_STR(listed_as("C:\\a", 0), "C:/a");
}

KJ_TEST(zip_passes_over_names_that_are_empty_too_long_or_hold_a_nul) {
    static char longest[300];
    memset(longest, 'n', sizeof longest);
    KJ_CHECK_STR(listed_raw("mimetype\0.exe", 13, 0), "");
    KJ_CHECK_STR(listed_raw("\0", 1, 0x800), "");
    KJ_CHECK_STR(listed_raw("", 0, 0), "");
    KJ_CHECK_EQ(strlen(listed_raw(longest, 255, 0)), 255);
    KJ_CHECK_STR(listed_raw(longest, 256, 0), "");
    memset(longest, '\xDB', sizeof longest); /* three bytes each as UTF-8 */
    KJ_CHECK_EQ(strlen(listed_raw(longest, 85, 0)), 255);
    KJ_CHECK_STR(listed_raw(longest, 86, 0), "");
}

/* Makes extra: another field, then Info-ZIP's with the CRC of crc_of and utf8. */
static uint16_t unicode_extra(uint8_t *extra, uint8_t version, const char *crc_of,
                              const char *utf8) {
    size_t length = strlen(utf8);
    uint32_t crc = zip_crc32(crc_of, strlen(crc_of));
    uint8_t head[] = {0x55,
                      0x54,
                      1,
                      0,
                      0,
                      0x75,
                      0x70,
                      (uint8_t)(length + 5),
                      (uint8_t)((length + 5) >> 8),
                      version,
                      (uint8_t)crc,
                      (uint8_t)(crc >> 8),
                      (uint8_t)(crc >> 16),
                      (uint8_t)(crc >> 24)};
    memcpy(extra, head, sizeof head);
    memcpy(extra + sizeof head, utf8, length);
    return (uint16_t)(sizeof head + length);
}

static const char *listed_extra(uint8_t version, const char *crc_of, const char *utf8,
                                uint16_t cut) {
    static uint8_t extra[600];
    zip_plan plan = zip_plan_of("raw.html", "", 0, ZIP_STORED);
    plan.directory.extra = extra;
    plan.directory.extra_length = (uint16_t)(unicode_extra(extra, version, crc_of, utf8) - cut);
    return listed(&plan);
}

KJ_TEST(zip_names_come_from_the_unicode_field_where_it_fits) {
    static char longest[300];
    memset(longest, 'n', sizeof longest - 1);
    KJ_CHECK_STR(listed_extra(1, "raw.html", "খবর.html", 0), "খবর.html");
    KJ_CHECK_STR(listed_extra(2, "raw.html", "খবর.html", 0), "raw.html");
    KJ_CHECK_STR(listed_extra(1, "old.html", "খবর.html", 0), "raw.html");
    KJ_CHECK_STR(listed_extra(1, "raw.html", "খবর.html", 1), "raw.html");
    KJ_CHECK_STR(listed_extra(1, "raw.html", "", 0), "raw.html");
    KJ_CHECK_STR(listed_extra(1, "raw.html", longest, 0), "raw.html");
}

static const char *found(const char *wanted) {
    kj_zip_entry entry;
    kj_status status = kj_zip_find(&at_hand.zip, wanted, &entry);
    if (status == KJ_ERR_MISSING) {
        return "missing";
    }
    KJ_CHECK_EQ(status, KJ_OK);
    KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, entry.locator, &entry, name, sizeof name), KJ_OK);
    return name;
}

KJ_TEST(zip_find_prefers_the_exact_name_to_one_in_another_case) {
    static const char *const names[] = {"Images/A.PNG", "images/a.png", "OEBPS/Text.html",
                                        "ক.html"};
    zip_build build;
    zip_build_begin(&build);
    for (size_t i = 0; i < 4; i++) {
        zip_build_add_text(&build, names[i], "", ZIP_STORED);
    }
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    for (int round = 0; round < 2; round++) {
        KJ_CHECK_STR(found("images/a.png"), "images/a.png");
        KJ_CHECK_STR(found("Images/A.PNG"), "Images/A.PNG");
        KJ_CHECK_STR(found("oebps/text.HTML"), "OEBPS/Text.html");
        KJ_CHECK_STR(found("ক.html"), "ক.html");
        KJ_CHECK_STR(found("images/a.pn"), "missing");
        KJ_CHECK_STR(found("images/a.pngs"), "missing");
        KJ_CHECK_STR(found(""), "missing");
    }
}

static kj_status resolved_status;
static char path[KJ_ZIP_NAME_MAX + 1], fragment[32];

/* path#fragment, or the status's name. */
static const char *resolved(const char *base, const char *target) {
    static char both[400];
    resolved_status = kj_zip_resolve(base, target, path, sizeof path, fragment, sizeof fragment);
    if (resolved_status != KJ_OK) {
        return kj_status_name(resolved_status);
    }
    snprintf(both, sizeof both, "%s#%s", path, fragment);
    return both;
}

KJ_TEST(zip_references_lead_where_rfc_3986_says) {
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "b.html"), "OEBPS/text/b.html#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "./b.html"), "OEBPS/text/b.html#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "../images/x.png"), "OEBPS/images/x.png#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "../../mimetype"), "mimetype#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "c/./d/../../b.html"), "OEBPS/text/b.html#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "/OEBPS/b.html"), "OEBPS/b.html#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "#p3"), "OEBPS/text/a.html#p3");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", ""), "OEBPS/text/a.html#");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "b.html?x=../y#p%203"), "OEBPS/text/b.html#p 3");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "?x#p"), "OEBPS/text/a.html#p");
    KJ_CHECK_STR(resolved("OEBPS/text/a.html", "b.html#a?b#c"), "OEBPS/text/b.html#a?b#c");
    KJ_CHECK_STR(resolved("a.opf", "b.html"), "b.html#");
    KJ_CHECK_STR(resolved("a.opf", "x/.."), "#");
    KJ_CHECK_STR(resolved("a/b", "."), "a/#");
    KJ_CHECK_STR(resolved("a/b", "x/"), "a/x/#");
    KJ_CHECK_STR(resolved("a/b", "x//y"), "a/x//y#");
    KJ_CHECK_STR(resolved("a/b", "x//../y"), "a/x/y#");
    KJ_CHECK_STR(resolved("a/b", "..x/.y/...z"), "a/..x/.y/...z#");
    KJ_CHECK_STR(resolved("a/b", "x:y"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "./x:y"), "a/x:y#");
    KJ_CHECK_STR(resolved("a/b", ":y"), "a/:y#");
}

KJ_TEST(zip_references_are_decoded_before_they_are_followed) {
    KJ_CHECK_STR(resolved("a/b", "%E0%A6%96%E0%A6%AC%E0%A6%B0.html"), "a/খবর.html#");
    KJ_CHECK_STR(resolved("a/b", "খবর.html#%E0%A6%95"), "a/খবর.html#ক");
    KJ_CHECK_STR(resolved("a/b", "x%20y%2Bz+.html"), "a/x y+z+.html#");
    KJ_CHECK_STR(resolved("a/b", " \n b.html\t"), "a/b.html#");
    KJ_CHECK_STR(resolved("a/b", "..\\c\\d"), "c/d#");
    KJ_CHECK_STR(resolved("a/b", "%2e%2E/c"), "c#");
    KJ_CHECK_STR(resolved("a/b", "..%2F..%2Fc"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "c%2Fd"), "a/c/d#");
    KJ_CHECK_STR(resolved("a/b", "c%23d%3F"), "a/c#d?#");
}

KJ_TEST(zip_references_out_of_the_archive_are_refused) {
    KJ_CHECK_STR(resolved("a/b", "../../c"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "/../c"), "out of range");
    KJ_CHECK_STR(resolved("b", ".."), "out of range");
    KJ_CHECK_STR(resolved("a/b", "http://example.org/x"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "//example.org/x"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "\\\\host\\x"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "mailto:x@example.org"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "data:,x"), "out of range");
    KJ_CHECK_STR(resolved("a/b", "c%00d"), "damaged data");
    KJ_CHECK_STR(resolved("a/b", "c%0"), "damaged data");
    KJ_CHECK_STR(resolved("a/b", "c%"), "damaged data");
    KJ_CHECK_STR(resolved("a/b", "c%g0"), "damaged data");
    KJ_CHECK_STR(resolved("a/b", "c#%2"), "damaged data");
}

KJ_TEST(zip_references_that_are_too_long_are_refused_and_fragments_cut) {
    static char longest[300];
    memset(longest, 'n', sizeof longest - 1);
    KJ_CHECK_STR(resolved("a/b", longest), "out of range");
    longest[253] = '\0';
    KJ_CHECK_EQ(strlen(resolved("a/b", longest)), 256);
    longest[253] = 'n';
    longest[254] = '\0';
    KJ_CHECK_STR(resolved("a/b", longest), "out of range");
    longest[0] = '#';
    KJ_CHECK_STR(resolved("a/b", longest), "a/b#nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn");
    KJ_CHECK_EQ(kj_zip_resolve("a/b", "c#d", path, sizeof path, NULL, 0), KJ_OK);
    KJ_CHECK_STR(path, "a/c");
    KJ_CHECK_EQ(kj_zip_resolve(path, "../d", path, sizeof path, NULL, 0), KJ_OK);
    KJ_CHECK_STR(path, "d");
}

KJ_TEST_MAIN()
