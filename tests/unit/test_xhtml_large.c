/* test_xhtml_large.c - chapters of 20 MB that exist nowhere: an archive whose bytes are made as
 * they are asked for. Memory must stay what it is for a small one, and the time must grow with the
 * length alone, whatever the bytes are. */
#include "base/bytes.h"
#include "document/zip_inflate.h"
#include "test.h"
#include "unit/xhtml_case.h"

#include <time.h>

static const char name[] = "large.xhtml";

enum {
    NAME_BYTES = sizeof name - 1,
    DATA = 30 + NAME_BYTES,
    RECORD_BYTES = 46 + NAME_BYTES,
    END_BYTES = 22
};

/* before, then unit over and over, then after. */
typedef struct pattern {
    const char *before, *unit, *after;
    uint32_t bytes; /* of the entry */
    uint8_t local[DATA], record[RECORD_BYTES + END_BYTES];
} pattern;

static pattern now;
static xhtml_case test;

static uint8_t pattern_byte(uint32_t at) {
    const uint32_t before = (uint32_t)strlen(now.before), after = (uint32_t)strlen(now.after);
    if (at < before) {
        return (uint8_t)now.before[at];
    }
    if (at >= now.bytes - after) {
        return (uint8_t)now.after[at - (now.bytes - after)];
    }
    return (uint8_t)now.unit[(at - before) % strlen(now.unit)];
}

static void copy_pattern(uint32_t at, uint8_t *bytes, size_t length) {
    const uint32_t before = (uint32_t)strlen(now.before), unit = (uint32_t)strlen(now.unit);
    const uint32_t after = now.bytes - (uint32_t)strlen(now.after);
    for (size_t i = 0; i < length;) {
        const uint32_t from = at + (uint32_t)i;
        size_t run = 1;
        if (from >= before && from < after) {
            const uint32_t in_unit = (from - before) % unit;
            run = unit - in_unit;
            run = run < length - i ? run : length - i;
            run = run < after - from ? run : after - from;
            memcpy(bytes + i, now.unit + in_unit, run);
        } else {
            bytes[i] = pattern_byte(from);
        }
        i += run;
    }
}

static kj_status read_pattern(void *context, uint32_t offset, uint8_t *bytes, size_t length) {
    while (length > 0) {
        size_t run = 1;
        if (offset < DATA) {
            *bytes = now.local[offset];
        } else if (offset - DATA < now.bytes) {
            run = now.bytes - (offset - DATA);
            run = run < length ? run : length;
            copy_pattern(offset - DATA, bytes, run);
        } else {
            *bytes = now.record[offset - DATA - now.bytes];
        }
        bytes += run;
        offset += (uint32_t)run;
        length -= run;
    }
    return KJ_OK;
}

static uint32_t pattern_crc(void) {
    uint32_t crc = 0;
    for (uint32_t at = 0; at < now.bytes;) {
        uint8_t bytes[4096];
        size_t run = now.bytes - at < sizeof bytes ? now.bytes - at : sizeof bytes;
        copy_pattern(at, bytes, run);
        crc = kj_zip_crc32(crc, bytes, run);
        at += (uint32_t)run;
    }
    return crc;
}

static kj_status open_pattern(const char *before, const char *unit, const char *after,
                              uint32_t bytes) {
    now = (pattern){.before = before, .unit = unit, .after = after, .bytes = bytes};
    const uint32_t crc = pattern_crc();
    memcpy(now.local, "PK\3\4\x14\0\0\0\0\0", 10);
    memcpy(now.record, "PK\1\2\x14\0\x14\0\0\0\0\0", 12);
    kj_put_le32(now.local + 14, crc);
    kj_put_le32(now.local + 18, bytes);
    kj_put_le32(now.local + 22, bytes);
    now.local[26] = NAME_BYTES;
    memcpy(now.local + 30, name, NAME_BYTES);
    memcpy(now.record + 16, now.local + 14, 14);
    memcpy(now.record + 46, name, NAME_BYTES);
    uint8_t *end = now.record + RECORD_BYTES;
    memcpy(end, "PK\5\6", 4);
    end[8] = end[10] = 1;
    kj_put_le32(end + 12, RECORD_BYTES);
    kj_put_le32(end + 16, DATA + bytes);
    xhtml_case_begin(&test);
    test.source = (kj_source){.size_bytes = DATA + bytes + sizeof now.record, .read = read_pattern};
    test.piece = 512;
    KJ_CHECK_EQ(kj_zip_open(&test.zip, &test.source), KJ_OK);
    xhtml_case_add_part(&test, name, "", "");
    return xhtml_case_open(&test);
}

static uint32_t hash(uint32_t value, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        value = (value ^ bytes[i]) * 16777619u;
    }
    return value;
}

typedef struct summary {
    uint32_t blocks, notes, text, hash;
    size_t peak;
    double seconds;
} summary;

static summary read_to_end(void) {
    summary sum = {.hash = 2166136261u};
    kj_document *document = &test.xhtml.document;
    const clock_t began = clock();
    kj_block block;
    kj_status status;
    while ((status = document->next_block(document, &block)) == KJ_OK) {
        kj_piece piece = {.last = false};
        sum.blocks++;
        sum.notes += block.kind == KJ_BLOCK_NOTE;
        while (!piece.last) {
            uint8_t bytes[512];
            KJ_CHECK_EQ(document->read(document, bytes, sizeof bytes, &piece), KJ_OK);
            sum.text += (uint32_t)piece.length;
            sum.hash = hash(sum.hash, bytes, piece.length);
        }
    }
    KJ_CHECK_EQ(status, KJ_END);
    sum.peak = kj_heap_get_stats(&test.heap).peak;
    sum.seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    return sum;
}

static summary run(const char *before, const char *unit, const char *after, uint32_t bytes) {
    kj_status status = open_pattern(before, unit, after, bytes);
    summary sum = {0};
    if (status == KJ_OK) {
        sum = read_to_end();
    } else {
        KJ_CHECK_EQ(status, KJ_END);
    }
    kj_xhtml_close(&test.xhtml);
    KJ_CHECK_EQ(kj_heap_get_stats(&test.heap).live, 0);
    return sum;
}

#define MEGABYTES(n) ((uint32_t)(n) << 20)
#ifdef KJ_TEST_SLOW /* the lengths are the other build's to show */
#define LARGE_BYTES   MEGABYTES(2)
#define GARBAGE_BYTES (1u << 16)
#else
#define LARGE_BYTES   MEGABYTES(20)
#define GARBAGE_BYTES (1u << 19)
#endif

KJ_TEST(large_chapter_takes_the_memory_of_a_small_one) {
    static const char unit[] = "<p>খবরের কাগজে <i>অনেক</i> কথা &amp; ছবি থাকে।</p>\n";
    summary little = run("<body>", unit, "</body>", 50000);
    summary large = run("<body>", unit, "</body>", LARGE_BYTES);
    printf("  %u blocks, %.1f s, heap %zu (50 KB: %zu)\n", large.blocks, large.seconds, large.peak,
           little.peak);
    KJ_CHECK(large.blocks > LARGE_BYTES / sizeof unit - 2 && large.notes == 0);
    KJ_CHECK(large.peak <= little.peak + 4096);
}

KJ_TEST(large_paragraph_can_be_gone_into_anywhere) {
    KJ_CHECK_EQ(open_pattern("<p>", "অনেক <b>কথা</b> ", "</p>", LARGE_BYTES), KJ_OK);
    summary sum = read_to_end();
    kj_document *document = &test.xhtml.document;
    const uint32_t unit = (uint32_t)strlen("অনেক কথা ");
    KJ_CHECK_EQ(sum.blocks, 1);
    const clock_t began = clock();
    for (uint32_t i = 0; i < 64; i++) {
        uint8_t bytes[64];
        kj_block block;
        kj_piece piece;
        const uint32_t offset = sum.text / unit / 64 * i * unit;
        KJ_CHECK_EQ(document->seek(document, offset, &block), KJ_OK);
        KJ_CHECK_EQ(block.start, 0);
        KJ_CHECK_EQ(document->read(document, bytes, sizeof bytes, &piece), KJ_OK);
        KJ_CHECK(piece.offset == offset && memcmp(bytes, "অনেক", 12) == 0);
    }
    printf("  64 places in it: %.2f s, read once: %.2f s\n",
           (double)(clock() - began) / CLOCKS_PER_SEC, sum.seconds);
    kj_xhtml_close(&test.xhtml);
}

/* Twice the bytes take no more than three times the time: a quadratic one takes four, and far more
 * at these lengths. */
KJ_TEST(garbage_takes_time_in_proportion_to_its_length) {
    static const struct {
        const char *before, *unit, *after;
    } garbage[] = {{"<p>", "<", "</p>"},
                   {"<p>", "&", ""},
                   {"", "<a b=\"", ""},
                   {"<p>", "<!-- x ", ""},
                   {"", "</b>", ""},
                   {"", "<i>", ""},
                   {"", "<a b='>x", ""},
                   {"", "\xFF", ""},
                   {"<p>", "]]>", ""},
                   {"", "<![CDATA[ ", ""},
                   {"<p ", "a='b' ", ""},
                   {"<p>", "&nbsp ", "</p>"},
                   {"", "<?x <!x ", ""},
                   {"", "<p>a<br>", ""},
                   {"<!DOCTYPE a [", "<!ENTITY x 'y'>", ""},
                   {"<!--", "x ", "<p>end</p>"},
                   {"<p x='", "data:", "'>end</p>"}};
    for (unsigned i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        summary once = run(garbage[i].before, garbage[i].unit, garbage[i].after, GARBAGE_BYTES);
        summary twice =
            run(garbage[i].before, garbage[i].unit, garbage[i].after, 2 * GARBAGE_BYTES);
        printf("  %s: %.2f s, %u bytes of text, %u notes, heap %zu\n", garbage[i].unit,
               twice.seconds, twice.text, twice.notes, twice.peak);
        KJ_CHECK(twice.seconds < 3 * once.seconds + 0.2);
        KJ_CHECK(twice.text < 8 * GARBAGE_BYTES);
    }
}

KJ_TEST_MAIN()
