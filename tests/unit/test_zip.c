/* test_zip.c - archives read: entries by name and in order, stored and deflated, in any order of
 * reads and in pieces of any size. */
#include "zip_case.h"

static uint8_t data[100000], got[sizeof data + 200];

/* An archive of mimetype and a long entry. */
static kj_zip_entry open_long(unsigned method) {
    zip_build build;
    kj_zip_entry entry;
    zip_case_fill(data, sizeof data);
    zip_build_begin(&build);
    zip_build_add_text(&build, "mimetype", "application/epub+zip", ZIP_STORED);
    zip_build_add(&build, "OEBPS/খবর.xhtml", data, sizeof data, method);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "OEBPS/খবর.xhtml", &entry), KJ_OK);
    KJ_CHECK_EQ(entry.size_bytes, sizeof data);
    KJ_CHECK_EQ(entry.method, method);
    return entry;
}

KJ_TEST(zip_reads_entries_in_pieces_of_any_size) {
    static const size_t pieces[] = {1, 7, 512, 4096, sizeof data + 100};
    for (int method = ZIP_STORED; method <= ZIP_DEFLATED; method += ZIP_DEFLATED) {
        kj_zip_entry entry = open_long((unsigned)method);
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
            size_t length;
            KJ_CHECK_EQ(zip_case_read(&entry, 15, pieces[i], got, &length), KJ_END);
            KJ_CHECK_EQ(length, sizeof data);
            KJ_CHECK(memcmp(got, data, sizeof data) == 0);
        }
    }
}

KJ_TEST(zip_gives_the_same_bytes_backwards_and_across) {
    for (int method = ZIP_STORED; method <= ZIP_DEFLATED; method += ZIP_DEFLATED) {
        kj_zip_entry entry = open_long((unsigned)method);
        kj_zip_reader reader;
        size_t came;
        KJ_CHECK_EQ(kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15), KJ_OK);
        kj_stream stream = kj_zip_reader_stream(&reader);
        for (uint32_t i = 0; i < 60; i++) {
            uint32_t offset = i * 61001u % (uint32_t)sizeof data;
            KJ_CHECK_EQ(stream.read(stream.context, offset, got, 700, &came), KJ_OK);
            KJ_CHECK(came > 0 && memcmp(got, data + offset, came) == 0);
            if (i % 7 == 0) {
                kj_zip_reader_rest(&reader);
                KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).live, 0);
            }
        }
        for (uint32_t offset = 900; offset > 890; offset--) { /* back by one, over and over */
            KJ_CHECK_EQ(stream.read(stream.context, offset, got, 2, &came), KJ_OK);
            KJ_CHECK(memcmp(got, data + offset, came) == 0);
            for (int again = 0; again < 2; again++) {
                KJ_CHECK_EQ(stream.read(stream.context, offset, got, 1, &came), KJ_OK);
                KJ_CHECK_EQ(got[0], data[offset]);
            }
        }
        KJ_CHECK_EQ(stream.read(stream.context, sizeof data, got, 1, &came), KJ_END);
        KJ_CHECK_EQ(stream.read(stream.context, UINT32_MAX, got, 1, &came), KJ_END);
        kj_zip_reader_close(&reader);
    }
}

KJ_TEST(zip_reads_empty_entries_and_an_empty_archive) {
    zip_build build;
    kj_zip_entry entry;
    size_t length;
    zip_build_begin(&build);
    zip_build_add_text(&build, "stored", "", ZIP_STORED);
    zip_build_add_text(&build, "deflated", "", ZIP_DEFLATED);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "stored", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 10, got, &length), KJ_END);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "deflated", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 10, got, &length), KJ_END);
    zip_build_begin(&build);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    char name[KJ_ZIP_NAME_MAX + 1];
    KJ_CHECK_EQ(kj_zip_next(&at_hand.zip, &locator, &entry, name, sizeof name), KJ_END);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "mimetype", &entry), KJ_ERR_MISSING);
}

KJ_TEST(zip_reads_each_level_and_window_of_deflate) {
    for (int level = 0; level <= 9; level += 3) {
        for (int bits = 9; bits <= 15; bits++) {
            zip_build build;
            kj_zip_entry entry;
            size_t length;
            zip_case_fill(data, sizeof data);
            zip_plan plan = zip_plan_packed("a", data, sizeof data, level, bits);
            zip_build_begin(&build);
            zip_build_put(&build, &plan);
            KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
            KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
            KJ_CHECK_EQ(zip_case_read(&entry, (unsigned)bits, 999, got, &length), KJ_END);
            KJ_CHECK(length == sizeof data && memcmp(got, data, length) == 0);
        }
    }
}

KJ_TEST(zip_refuses_what_refers_back_further_than_the_window) {
    kj_zip_entry entry = open_long(ZIP_DEFLATED);
    size_t length;
    KJ_CHECK_EQ(zip_case_read(&entry, 14, 512, got, &length), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_DATA);
    KJ_CHECK(length > 16000 && length < 40000 && memcmp(got, data, length) == 0);
}

KJ_TEST(zip_takes_a_window_no_larger_than_the_entry) {
    zip_build build;
    kj_zip_entry entry;
    size_t length;
    zip_case_fill(data, sizeof data);
    zip_build_begin(&build);
    zip_build_add(&build, "small", data, 3000, ZIP_DEFLATED);
    zip_build_add(&build, "large", data, sizeof data, ZIP_DEFLATED);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "small", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 100, got, &length), KJ_END);
    KJ_CHECK(kj_heap_get_stats(&at_hand.heap).peak < 12 * 1024 + 512);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "large", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 100, got, &length), KJ_END);
    KJ_CHECK(kj_heap_get_stats(&at_hand.heap).peak < 41 * 1024);
}

KJ_TEST(zip_lists_entries_in_the_order_of_the_directory) {
    static const char *const names[] = {"mimetype", "META-INF/", "META-INF/container.xml"};
    zip_build build;
    zip_build_begin(&build);
    for (size_t i = 0; i < 3; i++) {
        zip_build_add_text(&build, names[i], "", ZIP_STORED);
    }
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(at_hand.zip.entry_count, 3);
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    char name[KJ_ZIP_NAME_MAX + 1];
    kj_zip_entry entry;
    for (size_t i = 0; i < 3; i++) {
        KJ_CHECK_EQ(kj_zip_next(&at_hand.zip, &locator, &entry, name, sizeof name), KJ_OK);
        KJ_CHECK_STR(name, names[i]);
        KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, entry.locator, &entry, name, sizeof name), KJ_OK);
        KJ_CHECK_STR(name, names[i]);
        KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, entry.locator, &entry, NULL, 0), KJ_OK);
        KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, entry.locator + 1, &entry, NULL, 0), KJ_ERR_RANGE);
    }
    KJ_CHECK_EQ(kj_zip_next(&at_hand.zip, &locator, &entry, name, sizeof name), KJ_END);
    KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, locator, &entry, NULL, 0), KJ_ERR_RANGE);
    KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, KJ_ZIP_LOCATOR_NONE, &entry, NULL, 0), KJ_ERR_RANGE);
    KJ_CHECK_EQ(kj_zip_at(&at_hand.zip, UINT32_MAX, &entry, NULL, 0), KJ_ERR_RANGE);
}

KJ_TEST(zip_finds_the_last_entry_without_the_directory) {
    zip_build build;
    kj_zip_entry entry;
    zip_build_begin(&build);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_last(&at_hand.zip, "last", &entry), KJ_ERR_MISSING);
    zip_build_begin(&build);
    for (int i = 0; i < 1000; i++) {
        zip_build_add_text(&build, "one of many", "", ZIP_STORED);
    }
    zip_build_add_text(&build, "last", "text", ZIP_STORED);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    at_hand.memory.blocks = 0;
    KJ_CHECK_EQ(kj_zip_last(&at_hand.zip, "last", &entry), KJ_OK);
    KJ_CHECK_EQ(entry.size_bytes, 4);
    KJ_CHECK(at_hand.memory.blocks <= 2);
    KJ_CHECK_EQ(kj_zip_last(&at_hand.zip, "tsal", &entry), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_zip_last(&at_hand.zip, "st", &entry), KJ_ERR_MISSING);
    KJ_CHECK_EQ(kj_zip_last(&at_hand.zip, "one of many", &entry), KJ_ERR_MISSING);
}

/* 1,200 chapters found in their order: each search goes on where the last one ended. */
KJ_TEST(zip_reads_each_block_of_the_directory_about_once_in_reading_order) {
    enum { CHAPTERS = 1200 };
    zip_build build;
    char name[40];
    kj_zip_entry entry;
    zip_build_begin(&build);
    for (int i = 0; i < CHAPTERS; i++) {
        snprintf(name, sizeof name, "OEBPS/chapter-%d.xhtml", i);
        zip_build_add_text(&build, name, "<html/>", ZIP_STORED);
    }
    size_t directory = build.directory_length;
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    at_hand.memory.reads = 0;
    for (int i = 0; i < CHAPTERS; i++) {
        snprintf(name, sizeof name, "OEBPS/chapter-%d.xhtml", i);
        KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, name, &entry), KJ_OK);
    }
    KJ_CHECK(at_hand.memory.reads <= directory / 512 + 2);
    KJ_CHECK_EQ(at_hand.memory.blocks >= at_hand.memory.reads, true);
    /* Backwards in the list: past the end, then from the beginning. */
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "OEBPS/chapter-0.xhtml", &entry), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "OEBPS/chapter-1200.xhtml", &entry), KJ_ERR_MISSING);
}

KJ_TEST(zip_reads_at_the_blocks_of_the_file) {
    for (int method = ZIP_STORED; method <= ZIP_DEFLATED; method += ZIP_DEFLATED) {
        kj_zip_entry entry = open_long((unsigned)method);
        size_t length;
        at_hand.memory.reads = at_hand.memory.blocks = at_hand.memory.inside = 0;
        KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
        KJ_CHECK_EQ(at_hand.memory.inside, 1); /* the first */
        unsigned blocks = (entry.packed_bytes + 511) / 512;
        KJ_CHECK(at_hand.memory.blocks <= blocks + 3);
        KJ_CHECK(at_hand.memory.reads <= blocks + 4);
    }
}

/* What a streaming writer leaves: sizes after the data. */
KJ_TEST(zip_reads_entries_with_data_descriptors) {
    zip_build build;
    kj_zip_entry entry;
    size_t length;
    zip_case_fill(data, 5000);
    zip_plan first = zip_plan_of("a", data, 5000, ZIP_DEFLATED);
    zip_plan second = zip_plan_of("b", data, 4000, ZIP_STORED);
    first.descriptor = second.descriptor = true;
    zip_plan third = zip_plan_of("c", data, 4000, ZIP_STORED); /* as zip - does */
    third.local.packed_bytes = third.local.size_bytes = UINT32_MAX;
    zip_build_begin(&build);
    zip_build_put(&build, &first);
    zip_build_put(&build, &second);
    zip_build_put(&build, &third);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
    KJ_CHECK(length == 5000 && memcmp(got, data, length) == 0);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "b", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
    KJ_CHECK(length == 4000 && memcmp(got, data, length) == 0);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "c", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
    KJ_CHECK(length == 4000 && memcmp(got, data, length) == 0);
}

KJ_TEST(zip_allows_bytes_before_the_archive_and_after_it) {
    static char junk[70000];
    static const size_t befores[] = {0, 1, 511, 70000}, afters[] = {0, 1, 600};
    memset(junk, 'P', sizeof junk);
    for (size_t i = 0; i < 12; i++) {
        zip_build build;
        kj_zip_entry entry;
        size_t length;
        zip_build_begin(&build);
        zip_build_junk(&build, junk, befores[i % 4]);
        zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
        zip_end end = zip_build_end(&build);
        uint8_t *bytes = zip_build_finish_with(&build, &end, &length);
        bytes = realloc(bytes, length + afters[i / 4] + 1);
        KJ_CHECK(bytes);
        memcpy(bytes + length, junk, afters[i / 4]);
        KJ_CHECK_EQ(zip_case_open_bytes(bytes, length + afters[i / 4]), KJ_OK);
        KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
        KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
        KJ_CHECK(length == 5 && memcmp(got, "bytes", 5) == 0);
    }
}

/* A comment may hold what looks like an end record; and it may be as long as it can be. */
KJ_TEST(zip_finds_the_end_record_before_its_comment) {
    static char comment[65536];
    static const size_t lengths[] = {1, 490, 512, 65535};
    for (size_t i = 0; i < 4; i++) {
        zip_build build;
        kj_zip_entry entry;
        size_t length;
        memset(comment, 'P', sizeof comment);
        comment[lengths[i]] = '\0';
        if (lengths[i] > 100) {
            memcpy(comment + 50, "PK\5\6xxxxxxxxxxxxxxxxxxxx", 22);
        }
        zip_build_begin(&build);
        zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
        zip_end end = zip_build_end(&build);
        end.comment = comment;
        end.comment_length = (uint16_t)lengths[i];
        uint8_t *bytes = zip_build_finish_with(&build, &end, &length);
        KJ_CHECK_EQ(zip_case_open_bytes(bytes, length), KJ_OK);
        KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
    }
}

/* Zip64's records where no field needs them, as some writers always put them. */
KJ_TEST(zip_passes_over_zip64_records_that_are_not_needed) {
    static const uint8_t records[56 + 20] = "PK\6\6";
    zip_build build;
    kj_zip_entry entry;
    size_t length;
    zip_build_begin(&build);
    zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
    zip_end end = zip_build_end(&build);
    uint8_t *bytes = zip_build_finish_with(&build, &end, &length);
    bytes = realloc(bytes, length + sizeof records);
    KJ_CHECK(bytes);
    memmove(bytes + length - 22 + sizeof records, bytes + length - 22, 22);
    memcpy(bytes + length - 22, records, sizeof records);
    KJ_CHECK_EQ(zip_case_open_bytes(bytes, length + sizeof records), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
}

KJ_TEST_MAIN()
