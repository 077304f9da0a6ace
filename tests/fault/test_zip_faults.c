/* test_zip_faults.c - every read and every allocation of the archive reader fails in turn: the
 * status says so, nothing is kept, and the next try is right. */
#include "unit/zip_case.h"

static uint8_t data[40000], got[sizeof data + 100];
static uint8_t *whole;
static size_t whole_length;

static void make_archive(void) {
    zip_build build;
    if (whole) {
        return;
    }
    zip_case_fill(data, sizeof data);
    zip_build_begin(&build);
    for (int i = 0; i < 60; i++) {
        char name[40];
        snprintf(name, sizeof name, "OEBPS/chapter-%d.xhtml", i);
        zip_build_add(&build, name, data, 100, ZIP_STORED);
    }
    zip_build_add(&build, "deflated", data, sizeof data, ZIP_DEFLATED);
    zip_build_add(&build, "stored", data, sizeof data, ZIP_STORED);
    whole = zip_build_finish(&build, &whole_length);
}

static kj_source open_source(void) {
    make_archive();
    if (kj_heap_init(&at_hand.heap, at_hand.region, sizeof at_hand.region) != KJ_OK) {
        abort();
    }
    return memory_source_of(&at_hand.memory, whole, whole_length);
}

/* Opens, finds, reads whole. *length: bytes that came before the status. */
static kj_status go(const kj_source *source, const char *name, size_t *length) {
    kj_zip_entry entry;
    *length = 0;
    kj_status status = kj_zip_open(&at_hand.zip, source);
    if (status == KJ_OK) {
        status = kj_zip_find(&at_hand.zip, name, &entry);
    }
    return status == KJ_OK ? zip_case_read(&entry, 15, 1000, got, length) : status;
}

KJ_TEST(zip_says_so_whichever_read_fails) {
    static const char *const names[] = {"deflated", "stored"};
    for (int i = 0; i < 2; i++) {
        kj_source source = open_source();
        size_t length;
        KJ_CHECK_EQ(go(&source, names[i], &length), KJ_END);
        unsigned reads = at_hand.memory.reads;
        KJ_CHECK(reads > 20);
        for (unsigned n = 1; n <= reads; n++) {
            source = open_source();
            at_hand.memory.fail_at = n;
            KJ_CHECK_EQ(go(&source, names[i], &length), KJ_ERR_IO);
            KJ_CHECK(memcmp(got, data, length) == 0);
            KJ_CHECK_EQ(go(&source, names[i], &length), KJ_END);
            KJ_CHECK(length == sizeof data && memcmp(got, data, length) == 0);
        }
    }
}

/* The same reader goes on once the card answers again. */
KJ_TEST(zip_reader_goes_on_after_a_read_that_failed) {
    static const char *const names[] = {"deflated", "stored"};
    for (int i = 0; i < 2; i++) {
        for (unsigned n = 1; n < 60; n++) {
            kj_source source = open_source();
            kj_zip_entry entry;
            kj_zip_reader reader;
            size_t length = 0, came;
            unsigned failures = 0;
            kj_status status = KJ_OK;
            KJ_CHECK_EQ(kj_zip_open(&at_hand.zip, &source), KJ_OK);
            KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, names[i], &entry), KJ_OK);
            KJ_CHECK_EQ(kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15),
                        KJ_OK);
            at_hand.memory.fail_at = at_hand.memory.reads + n;
            while (status != KJ_END) {
                status = kj_zip_read(&reader, (uint32_t)length, got + length, 1000, &came);
                KJ_CHECK(status == KJ_OK || status == KJ_END || status == KJ_ERR_IO);
                failures += status == KJ_ERR_IO;
                length += status == KJ_OK ? came : 0;
                KJ_CHECK(failures <= 1);
            }
            KJ_CHECK(length == sizeof data && memcmp(got, data, length) == 0);
            kj_zip_reader_close(&reader);
        }
    }
}

KJ_TEST(zip_says_so_whichever_allocation_fails) {
    unsigned n = 0, failed = 1;
    while (failed) {
        kj_source source = open_source();
        kj_zip_entry entry;
        kj_zip_reader reader;
        size_t length = 0, came;
        kj_status status;
        KJ_CHECK_EQ(kj_zip_open(&at_hand.zip, &source), KJ_OK);
        KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "deflated", &entry), KJ_OK);
        KJ_CHECK_EQ(kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15), KJ_OK);
        kj_heap_fail_at(&at_hand.heap, ++n);
        do {
            status = kj_zip_read(&reader, (uint32_t)length, got + length, 1000, &came);
            length += status == KJ_OK ? came : 0;
        } while (status == KJ_OK);
        failed = kj_heap_get_stats(&at_hand.heap).failed;
        KJ_CHECK_EQ(status, failed ? KJ_ERR_MEMORY : KJ_END);
        if (failed) {
            KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).live, 0);
            KJ_CHECK_EQ(kj_zip_read(&reader, 0, got, sizeof got, &came), KJ_OK);
            KJ_CHECK(memcmp(got, data, came) == 0);
        }
        kj_zip_reader_close(&reader);
        KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).live, 0);
        KJ_CHECK_EQ(kj_heap_check(&at_hand.heap), KJ_OK);
    }
    KJ_CHECK_EQ(n, 4); /* ours, zlib's state, its window, and none */
}

KJ_TEST(zip_says_so_where_the_heap_is_too_small) {
    kj_source source = open_source();
    size_t length;
    KJ_CHECK_EQ(kj_heap_init(&at_hand.heap, at_hand.region, 20000), KJ_OK);
    KJ_CHECK_EQ(go(&source, "deflated", &length), KJ_ERR_MEMORY);
    KJ_CHECK_EQ(go(&source, "stored", &length), KJ_END);
    KJ_CHECK_EQ(length, sizeof data);
}

KJ_TEST_MAIN()
