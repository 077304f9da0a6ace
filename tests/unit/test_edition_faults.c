/* test_edition_faults.c - the n-th read or allocation fails, for every n until none is left: a
 * clear status, nothing leaked, and never a wrong list. */
#include "edition_case.h"

enum { EDITIONS = 4, STEPS_MAX = 6000 };

static void build_edition(int which) {
    begin_edition();
    now.method = which % 2 ? ZIP_DEFLATED : ZIP_STORED;
    if (which == 3) {
        add("META-INF/encryption.xml",
            "<encryption><EncryptedData><EncryptionMethod Algorithm='x'/><CipherData>"
            "<CipherReference URI='f.ttf'/></CipherData></EncryptedData></encryption>");
    }
    add_package_of("<dc:title id='a'>T</dc:title><dc:title id='b'>Main</dc:title><meta "
                   "refines='#b' property='title-type'>main</meta><meta name='cover' content='c'/>",
                   which == 0   ? "nav.xhtml f.xhtml a.xhtml a1.xhtml b.xhtml"
                   : which == 1 ? "toc.ncx f.xhtml a.xhtml a1.xhtml b.xhtml"
                                : "nav.xhtml toc.ncx a.xhtml a1.xhtml b.xhtml");
    add_page("f.xhtml", "<p>front</p>");
    add_page("a.xhtml", "<h1 id='x'>A</h1><p>1</p><h2 id='y'>Y</h2><p>2</p>");
    add_page("a1.xhtml", "<p>more</p>");
    add_page("b.xhtml", "<p>3</p>");
    if (which == 0) {
        add_nav("<ol><li><a href='a.xhtml'>A</a></li><li><a href='a.xhtml#y'>Y</a></li><li><a "
                "href='b.xhtml'>B</a></li></ol>");
    }
    add_ncx(which == 1 ? "<navPoint><navLabel><text>A</text></navLabel><content src='a.xhtml'/>"
                         "</navPoint><navPoint><navLabel><text>B</text></navLabel><content "
                         "src='b.xhtml'/></navPoint>"
                       : "");
}

/* As open_with_heap, with the n-th read or allocation failing. */
static kj_status open_failing(unsigned read_at, unsigned allocation_at, bool onwards) {
    KJ_CHECK_EQ(kj_heap_init(&now.heap, now.region, HEAP_BYTES), KJ_OK);
    if (allocation_at) {
        onwards ? kj_heap_fail_from(&now.heap, allocation_at)
                : kj_heap_fail_at(&now.heap, allocation_at);
    }
    const kj_edition_config config = {.source =
                                          memory_source_of(&now.memory, now.archive, now.length),
                                      .heap = &now.heap,
                                      .words = edition_words,
                                      .untitled = "untitled",
                                      .log = take_log};
    now.memory.fail_at = read_at;
    now.memory.fail_onwards = onwards;
    return kj_edition_open(&now.edition, &config);
}

/* All entries and their parts; what failed first. */
static kj_status tell_all(kj_status status) {
    kj_entry entry;
    kj_xhtml_part part;
    now.told[0] = '\0';
    for (uint32_t i = 0; status == KJ_OK; i++) {
        status = kj_edition_entry(&now.edition, i, &entry);
        if (status != KJ_OK) {
            break;
        }
        tell_entry(&entry);
        status = kj_pieces_begin(&now.edition, i);
        for (unsigned k = 0; status == KJ_OK; k++) {
            status = kj_pieces_get(&now.edition, k, &part);
            if (status == KJ_OK) {
                tell_more(part.path);
                tell_more(part.from);
                tell_more("..");
                tell_more(part.to);
            }
        }
        status = status == KJ_END ? KJ_OK : status;
    }
    KJ_CHECK_EQ(kj_heap_get_stats(&now.heap).live, 0);
    KJ_CHECK_EQ(kj_heap_check(&now.heap), KJ_OK);
    return status == KJ_END ? KJ_OK : status;
}

/* Fails at each step until one run needs fewer; which kind says what fails. */
static void fail_each(int which, bool reads, bool onwards, kj_status expected) {
    char right[4096];
    build_edition(which);
    KJ_CHECK_EQ(tell_all(try_open()), KJ_OK);
    KJ_CHECK(strlen(now.told) < sizeof right);
    memcpy(right, now.told, strlen(now.told) + 1);
    unsigned failures = 0;
    for (unsigned n = 1; n < STEPS_MAX; n += 1 + n / 50) {
        now.log[0] = '\0';
        const kj_status status = tell_all(open_failing(reads ? n : 0, reads ? 0 : n, onwards));
        if (status == KJ_OK) {
            KJ_CHECK_STR(now.told, right);
            const bool reached =
                reads ? now.memory.reads >= n : kj_heap_get_stats(&now.heap).failed > 0;
            if (!reached) {
                KJ_CHECK(failures > 10);
                return;
            }
        } else {
            KJ_CHECK_EQ(status, expected);
            KJ_CHECK(strncmp(right, now.told, strlen(now.told)) == 0);
            failures++;
        }
    }
    KJ_CHECK(!"ends");
}

KJ_TEST(each_read_that_fails_is_told) {
    for (int which = 0; which < EDITIONS; which++) {
        fail_each(which, true, false, KJ_ERR_IO);
        fail_each(which, true, true, KJ_ERR_IO);
    }
}

KJ_TEST(each_allocation_that_fails_is_told) {
    for (int which = 0; which < EDITIONS; which++) {
        fail_each(which, false, false, KJ_ERR_MEMORY);
        fail_each(which, false, true, KJ_ERR_MEMORY);
    }
}

KJ_TEST(archive_cut_short_anywhere_ends) {
    for (int which = 0; which < EDITIONS; which++) {
        build_edition(which);
        KJ_CHECK_EQ(tell_all(try_open()), KJ_OK);
        const size_t whole = now.length;
        for (size_t length = 0; length < whole; length += 13) {
            now.length = length;
            const kj_status status = tell_all(try_open());
            KJ_CHECK(status == KJ_OK || status == KJ_ERR_FORMAT || status == KJ_ERR_MISSING);
        }
        now.length = whole;
    }
}

KJ_TEST(archive_with_any_byte_changed_ends) {
    build_edition(0);
    KJ_CHECK_EQ(tell_all(try_open()), KJ_OK);
    for (size_t at = 0; at < now.length; at += 11) {
        now.archive[at] ^= 0x15;
        const kj_status status = tell_all(try_open());
        KJ_CHECK(status <= KJ_OK && status != KJ_ERR_IO && status != KJ_ERR_MEMORY &&
                 status != KJ_ERR_STATE);
        now.archive[at] ^= 0x15;
    }
}

KJ_TEST_MAIN()
