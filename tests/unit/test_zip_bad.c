/* test_zip_bad.c - archives that are damaged, cut short, lie, or want to be too much: each has its
 * status and its trouble, and what is good in them is still read. */
#include "zip_case.h"

static uint8_t data[5000], got[4 << 20];

typedef struct verdict {
    kj_status open, read; /* of opening the entry; of reading it to its end */
    kj_zip_trouble trouble;
    size_t length; /* bytes that were given */
} verdict;

/* What becomes of an entry put after another one and read in pieces of 512. */
static verdict judge(zip_plan *plan) {
    zip_build build;
    verdict got_one = {KJ_OK, KJ_OK, KJ_ZIP_FINE, 0};
    kj_zip_entry entry;
    kj_zip_reader reader;
    size_t came;
    zip_build_begin(&build);
    zip_build_add_text(&build, "first", "first", ZIP_STORED);
    zip_build_put(&build, plan);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "e", &entry), KJ_OK);
    got_one.open = kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15);
    while (got_one.open == KJ_OK && got_one.read == KJ_OK) {
        got_one.read =
            kj_zip_read(&reader, (uint32_t)got_one.length, got + got_one.length, 512, &came);
        got_one.length += got_one.read == KJ_OK ? came : 0;
    }
    got_one.trouble = at_hand.zip.trouble;
    if (got_one.open == KJ_OK) {
        at_hand.zip.trouble = KJ_ZIP_FINE; /* and it is the same trouble when asked again */
        KJ_CHECK_EQ(kj_zip_read(&reader, (uint32_t)got_one.length, got, 1, &came), got_one.read);
        KJ_CHECK_EQ(at_hand.zip.trouble, got_one.trouble);
        kj_zip_reader_close(&reader);
    }
    KJ_CHECK_EQ(kj_heap_get_stats(&at_hand.heap).live, 0);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "first", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &came), KJ_END);
    return got_one;
}

static zip_plan plan_of(unsigned method) {
    zip_case_fill(data, sizeof data);
    return zip_plan_of("e", data, sizeof data, method);
}

/* Both headers' field of a plan changed alike. */
#define BOTH(plan, field, value) ((plan).local.field = (plan).directory.field = (value))

static void check_refused(zip_plan *plan, kj_status status, kj_zip_trouble trouble) {
    verdict got_one = judge(plan);
    KJ_CHECK_EQ(got_one.open, status);
    KJ_CHECK_EQ(got_one.trouble, trouble);
}

KJ_TEST(zip_names_encryption_and_unknown_methods) {
    static const uint16_t flags[] = {0x0001, 0x0041, 0x2000};
    static const uint16_t methods[] = {1, 6, 9, 12, 14, 93, 95, 98, 99};
    for (size_t i = 0; i < 3; i++) {
        zip_plan plan = plan_of(ZIP_DEFLATED);
        BOTH(plan, flags, flags[i]);
        check_refused(&plan, KJ_ERR_FORMAT, KJ_ZIP_ENCRYPTED);
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        zip_plan plan = plan_of(ZIP_STORED);
        BOTH(plan, method, methods[i]);
        check_refused(&plan, KJ_ERR_FORMAT, KJ_ZIP_METHOD);
    }
    KJ_CHECK_STR(kj_zip_trouble_name(KJ_ZIP_ENCRYPTED), "encrypted");
    for (int i = 0; i < KJ_ZIP_TROUBLES; i++) {
        KJ_CHECK(strlen(kj_zip_trouble_name((kj_zip_trouble)i)) > 3);
    }
    KJ_CHECK_STR(kj_zip_trouble_name(KJ_ZIP_TROUBLES), "unknown trouble");
}

KJ_TEST(zip_refuses_a_local_header_that_differs_from_the_directory) {
    for (int i = 0; i < 8; i++) {
        zip_plan plan = plan_of(ZIP_DEFLATED);
        switch (i) {
        case 0: plan.local.name = "f"; break;
        case 1: plan.local.name_length = 0; break;
        case 2: plan.local.method = ZIP_STORED; break;
        case 3: plan.local.size_bytes++; break;
        case 4: plan.local.packed_bytes--; break;
        case 5: plan.local.crc32 ^= 1; break;
        case 6: plan.local.flags ^= 1; break;
        case 7: plan.directory.offset = 3; break; /* no header is there */
        }
        check_refused(&plan, KJ_ERR_FORMAT, KJ_ZIP_HEADERS_DIFFER);
    }
    zip_plan plan = plan_of(ZIP_DEFLATED); /* zeros without the flag that excuses them */
    plan.local.crc32 = plan.local.packed_bytes = plan.local.size_bytes = 0;
    check_refused(&plan, KJ_ERR_FORMAT, KJ_ZIP_HEADERS_DIFFER);
}

KJ_TEST(zip_refuses_entries_outside_their_place) {
    for (int i = 0; i < 6; i++) {
        zip_plan plan = plan_of(ZIP_DEFLATED);
        switch (i) {
        case 0: BOTH(plan, packed_bytes, plan.local.packed_bytes + 1); break;
        case 1: BOTH(plan, packed_bytes, 0xFFFFFFFEu); break;
        case 2: plan.directory.offset = 0xFFFFFFFEu; break;
        case 3: plan.directory.offset = 1000000; break;
        case 4: plan.local.extra_length = 0xFFFF, plan.local.extra = got; break;
        case 5: plan.directory.offset = 36 + (uint32_t)plan.packed_length + 31; break;
        }
        if (i == 4) { /* as stated only: the bytes are not there */
            plan.local.extra_length = 0;
            zip_build build;
            kj_zip_entry entry;
            kj_zip_reader reader;
            size_t length;
            zip_build_begin(&build);
            zip_build_put(&build, &plan);
            uint8_t *bytes = zip_build_finish(&build, &length);
            bytes[28] = bytes[29] = 0xFF;
            KJ_CHECK_EQ(zip_case_open_bytes(bytes, length), KJ_OK);
            KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "e", &entry), KJ_OK);
            KJ_CHECK_EQ(kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15),
                        KJ_ERR_FORMAT);
            KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_OVERLAP);
            continue;
        }
        check_refused(&plan, KJ_ERR_FORMAT, KJ_ZIP_OVERLAP);
    }
}

KJ_TEST(zip_refuses_zip64_with_its_own_trouble) {
    for (int i = 0; i < 3; i++) {
        zip_plan plan = plan_of(ZIP_DEFLATED);
        switch (i) {
        case 0: BOTH(plan, size_bytes, UINT32_MAX); break;
        case 1: BOTH(plan, packed_bytes, UINT32_MAX); break;
        case 2: plan.directory.offset = UINT32_MAX; break;
        }
        check_refused(&plan, KJ_ERR_TOO_LARGE, KJ_ZIP_ZIP64);
    }
    for (int i = 0; i < 4; i++) {
        static const uint8_t locator[20] = "PK\6\7";
        zip_build build;
        size_t length;
        zip_build_begin(&build);
        zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
        zip_end end = zip_build_end(&build);
        end.bytes = i == 0 ? UINT32_MAX : end.bytes;
        end.offset = i == 1 ? UINT32_MAX : end.offset;
        end.entries = end.entries_here = i == 2 ? UINT16_MAX : 1;
        end.entries_here = i == 3 ? UINT16_MAX : end.entries_here;
        uint8_t *bytes = zip_build_finish_with(&build, &end, &length);
        bytes = realloc(bytes, length + sizeof locator);
        KJ_CHECK(bytes);
        memmove(bytes + length - 22 + sizeof locator, bytes + length - 22, 22);
        memcpy(bytes + length - 22, locator, sizeof locator);
        KJ_CHECK_EQ(zip_case_open_bytes(bytes, length + sizeof locator), KJ_ERR_TOO_LARGE);
        KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_ZIP64);
    }
}

KJ_TEST(zip_gives_what_comes_before_damage_and_then_says_so) {
    /* Sizes that are stated too small and too large. */
    for (int change = -100; change <= 100; change += 200) {
        zip_plan plan = plan_of(ZIP_DEFLATED);
        BOTH(plan, size_bytes, (uint32_t)((int)sizeof data + change));
        verdict seen = judge(&plan);
        KJ_CHECK_EQ(seen.read, KJ_ERR_FORMAT);
        KJ_CHECK_EQ(seen.trouble, KJ_ZIP_DATA);
        KJ_CHECK_EQ(seen.length, change < 0 ? sizeof data - 100 : sizeof data);
        KJ_CHECK(memcmp(got + 5, data + 5, seen.length - 5) == 0); /* "first" was read over it */
    }
    zip_plan cut = plan_of(ZIP_DEFLATED);
    BOTH(cut, packed_bytes, cut.local.packed_bytes / 2);
    cut.packed_length /= 2;
    verdict seen = judge(&cut);
    KJ_CHECK_EQ(seen.read, KJ_ERR_FORMAT);
    KJ_CHECK_EQ(seen.trouble, KJ_ZIP_DATA);
    KJ_CHECK(seen.length > 1000 && memcmp(got + 5, data + 5, seen.length - 5) == 0);
    zip_plan stored = plan_of(ZIP_STORED);
    BOTH(stored, size_bytes, sizeof data - 1);
    check_refused(&stored, KJ_ERR_FORMAT, KJ_ZIP_DATA);
}

KJ_TEST(zip_checks_the_crc_after_the_last_byte) {
    for (int method = ZIP_STORED; method <= ZIP_DEFLATED; method += ZIP_DEFLATED) {
        zip_plan plan = plan_of((unsigned)method);
        BOTH(plan, crc32, plan.local.crc32 ^ 0x80);
        verdict seen = judge(&plan);
        KJ_CHECK_EQ(seen.open, KJ_OK);
        KJ_CHECK_EQ(seen.read, KJ_ERR_FORMAT);
        KJ_CHECK_EQ(seen.trouble, KJ_ZIP_CRC);
        KJ_CHECK_EQ(seen.length, sizeof data);
    }
}

/* A stored entry's end that is read alone cannot be checked; read whole, in any order, it is. */
KJ_TEST(zip_checks_a_stored_entry_only_once_all_of_it_was_given) {
    zip_plan plan = plan_of(ZIP_STORED);
    BOTH(plan, crc32, plan.local.crc32 ^ 1);
    zip_build build;
    kj_zip_entry entry;
    kj_zip_reader reader;
    size_t came;
    zip_build_begin(&build);
    zip_build_put(&build, &plan);
    KJ_CHECK_EQ(zip_case_open(&build), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "e", &entry), KJ_OK);
    KJ_CHECK_EQ(kj_zip_reader_open(&reader, &at_hand.zip, &entry, &at_hand.heap, 15), KJ_OK);
    KJ_CHECK_EQ(kj_zip_read(&reader, 4000, got, 2000, &came), KJ_OK);
    KJ_CHECK_EQ(came, 1000);
    KJ_CHECK_EQ(kj_zip_read(&reader, 5000, got, 2000, &came), KJ_END);
    KJ_CHECK_EQ(kj_zip_read(&reader, 0, got, 200, &came), KJ_OK);
    KJ_CHECK_EQ(kj_zip_read(&reader, 100, got, 200, &came), KJ_OK);
    for (uint32_t at = 100; at < 5000; at += (uint32_t)came) {
        KJ_CHECK_EQ(kj_zip_read(&reader, at, got, 500, &came), KJ_OK);
    }
    KJ_CHECK_EQ(kj_zip_read(&reader, 5000, got, 2000, &came), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(kj_zip_read(&reader, 4999, got, 2000, &came), KJ_OK);
    kj_zip_reader_close(&reader);
}

KJ_TEST(zip_stops_a_bomb_at_the_ratio_and_refuses_one_by_its_size) {
    uint8_t *zeros = calloc(1, 3 << 20);
    KJ_CHECK(zeros);
    zip_plan plan = zip_plan_packed("e", zeros, 3 << 20, 9, 15);
    size_t packed = plan.packed_length;
    KJ_CHECK(packed * KJ_ZIP_RATIO_MAX < 3 << 20);
    verdict seen = judge(&plan);
    KJ_CHECK_EQ(seen.read, KJ_ERR_TOO_LARGE);
    KJ_CHECK_EQ(seen.trouble, KJ_ZIP_BOMB);
    KJ_CHECK_EQ(seen.length, packed * KJ_ZIP_RATIO_MAX);
    plan = zip_plan_packed("e", zeros, 1 << 20, 9, 15); /* a megabyte is free */
    seen = judge(&plan);
    KJ_CHECK_EQ(seen.read, KJ_END);
    KJ_CHECK_EQ(seen.length, 1 << 20);
    free(zeros);
    plan = plan_of(ZIP_DEFLATED);
    BOTH(plan, size_bytes, KJ_ZIP_ENTRY_BYTES_MAX + 1);
    check_refused(&plan, KJ_ERR_TOO_LARGE, KJ_ZIP_BOMB);
}

static kj_status open_text(const void *bytes, size_t length) {
    uint8_t *copy = malloc(length + 1);
    KJ_CHECK(copy);
    memcpy(copy, bytes, length);
    return zip_case_open_bytes(copy, length);
}

KJ_TEST(zip_tells_what_is_no_zip_from_one_cut_short) {
    KJ_CHECK_EQ(open_text("", 0), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_NOT_ZIP);
    KJ_CHECK_EQ(open_text("PK\5\6", 4), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_NOT_ZIP);
    KJ_CHECK_EQ(open_text("PK\3\4 and so on, for more than 22 bytes", 38), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_CUT_SHORT);
    KJ_CHECK_EQ(open_text(got, 200000), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_NOT_ZIP);
    KJ_CHECK(at_hand.memory.reads <= 131);
}

KJ_TEST(zip_refuses_an_end_record_that_lies) {
    for (int i = 0; i < 8; i++) {
        zip_build build;
        size_t length;
        zip_build_begin(&build);
        zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
        zip_end end = zip_build_end(&build);
        switch (i) {
        case 0: end.disk = 1; break;
        case 1: end.entries_here = 0; break;
        case 2: end.offset++; break;
        case 3: end.bytes++; break;
        case 4: end.bytes = 0xFFFFFFFEu; break;
        case 5: end.offset = 0xFFFFFFFEu; break;
        case 6: end.bytes = end.offset + end.bytes - 1, end.offset = 1; break; /* no record */
        case 7: end.bytes = end.offset + end.bytes, end.offset = 0; break;     /* begins at 0 */
        }
        uint8_t *bytes = zip_build_finish_with(&build, &end, &length);
        KJ_CHECK_EQ(zip_case_open_bytes(bytes, length), KJ_ERR_FORMAT);
        KJ_CHECK_EQ(at_hand.zip.trouble, i < 2 ? KJ_ZIP_SPANNED : KJ_ZIP_OVERLAP);
    }
}

KJ_TEST(zip_refuses_a_record_that_leads_out_of_the_directory) {
    zip_build build;
    kj_zip_entry entry;
    size_t length;
    zip_build_begin(&build);
    zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
    zip_end end = zip_build_end(&build);
    end.bytes -= 1;
    uint8_t *bytes = zip_build_finish_with(&build, &end, &length);
    KJ_CHECK_EQ(zip_case_open_bytes(bytes, length), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_CUT_SHORT);
}

/* Every archive that is a beginning of a good one: refused, or damaged where it is read. */
KJ_TEST(zip_survives_an_archive_cut_at_any_byte) {
    zip_build build;
    size_t length, came;
    zip_build_begin(&build);
    zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
    zip_build_add_text(&build, "b", "bytes and bytes and bytes", ZIP_DEFLATED);
    uint8_t *whole = zip_build_finish(&build, &length);
    for (size_t cut = 0; cut < length; cut++) {
        KJ_CHECK_EQ(open_text(whole, cut), KJ_ERR_FORMAT);
        KJ_CHECK_EQ(at_hand.zip.trouble, cut < 4 ? KJ_ZIP_NOT_ZIP : KJ_ZIP_CUT_SHORT);
    }
    KJ_CHECK_EQ(open_text(whole, length), KJ_OK);
    kj_zip_entry entry;
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "b", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 3, got, &came), KJ_END);
    free(whole);
}

KJ_TEST(zip_finds_what_stands_before_the_damage_in_a_directory) {
    zip_build build;
    kj_zip_entry entry;
    size_t length;
    zip_build_begin(&build);
    zip_build_add_text(&build, "a", "bytes", ZIP_STORED);
    zip_build_add_text(&build, "b", "bytes", ZIP_STORED);
    zip_build_add_text(&build, "c", "bytes", ZIP_STORED);
    build.directory[47 * 1 + 2] = 0; /* the signature of b's record */
    uint8_t *bytes = zip_build_finish(&build, &length);
    KJ_CHECK_EQ(zip_case_open_bytes(bytes, length), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "b", &entry), KJ_ERR_FORMAT);
    KJ_CHECK_EQ(at_hand.zip.trouble, KJ_ZIP_CUT_SHORT);
    KJ_CHECK_EQ(kj_zip_find(&at_hand.zip, "a", &entry), KJ_OK);
    KJ_CHECK_EQ(zip_case_read(&entry, 15, 512, got, &length), KJ_END);
}

KJ_TEST_MAIN()
