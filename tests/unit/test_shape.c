/* test_shape.c - words to glyphs: right in company, from the cache, and after failed allocations.
 */
#include "base/utf8.h"
#include "test.h"
#include "text/shape.h"

#include <stdbool.h>

enum { HEAP_BYTES = 192 * 1024, CACHE_BYTES = 16 * 1024, GLYPHS_MAX = 512 };

/* Everything that shaping needs, with memory of its own; one at a time. */
typedef struct bench {
    kj_heap heap;
    kj_faces faces;
    kj_shaper *shaper;
} bench;

typedef struct run {
    unsigned count;
    kj_glyph glyphs[GLYPHS_MAX];
} run;

static _Alignas(8) uint8_t heap_memory[HEAP_BYTES], cache_memory[256 * 1024];

static void open_sized(bench *b, size_t cache_bytes, uint16_t batch_bytes) {
    KJ_CHECK_EQ(kj_heap_init(&b->heap, heap_memory, sizeof heap_memory), KJ_OK);
    kj_faces_init(&b->faces, kj_font_data_table, &b->heap);
    b->shaper = kj_shaper_init(&(kj_shaper_config){.faces = &b->faces,
                                                   .cache = cache_memory,
                                                   .cache_bytes = cache_bytes,
                                                   .batch_bytes = batch_bytes});
    KJ_CHECK(b->shaper != NULL);
}

static void open_bench(bench *b) { open_sized(b, CACHE_BYTES, 384); }

static void close_bench(bench *b) {
    kj_shaper_deinit(b->shaper);
    kj_faces_deinit(&b->faces);
    KJ_CHECK_EQ(kj_heap_check(&b->heap), KJ_OK);
    KJ_CHECK_EQ(kj_heap_get_stats(&b->heap).live, 0);
    kj_heap_deinit(&b->heap);
}

static kj_span span_of(const char *word) { return (kj_span){(const uint8_t *)word, strlen(word)}; }

static void read_run(const bench *b, kj_run_ref ref, run *out) {
    KJ_CHECK(kj_shaper_ready(b->shaper, ref));
    out->count = kj_run_length(b->shaper, ref);
    KJ_CHECK(out->count <= GLYPHS_MAX);
    kj_run_read(b->shaper, ref, 0, out->count, out->glyphs);
}

static bool same_glyph(const kj_glyph *a, const kj_glyph *b) {
    return a->id == b->id && a->advance == b->advance && a->dx == b->dx && a->dy == b->dy &&
           a->cluster == b->cluster && a->unsafe == b->unsafe;
}

static bool same_run(const run *a, const run *b) {
    for (unsigned i = 0; i < a->count && a->count == b->count; i++) {
        if (!same_glyph(&a->glyphs[i], &b->glyphs[i])) {
            return false;
        }
    }
    return a->count == b->count;
}

/* One word in a window of its own. */
static kj_status shape_alone(bench *b, kj_face_id face, kj_span word, run *out) {
    kj_run_ref ref;
    kj_shaper_begin(b->shaper);
    kj_status status = kj_shaper_add(b->shaper, face, word, &ref);
    if (status == KJ_OK) {
        status = kj_shaper_flush(b->shaper);
    }
    if (status == KJ_OK) {
        read_run(b, ref, out);
    }
    return status;
}

static const char *describe(const run *r) {
    static char out[8192];
    size_t end = (size_t)snprintf(out, sizeof out, "[");
    for (unsigned i = 0; i < r->count; i++) {
        const kj_glyph *g = &r->glyphs[i];
        end += (size_t)snprintf(out + end, sizeof out - end, "%s%u=%u", i ? "|" : "", g->id,
                                g->cluster);
        if (g->dx || g->dy) {
            end += (size_t)snprintf(out + end, sizeof out - end, "@%d,%d", g->dx, g->dy);
        }
        end += (size_t)snprintf(out + end, sizeof out - end, "+%d", g->advance);
    }
    snprintf(out + end, sizeof out - end, "]");
    return out;
}

/* --- Files of words */

typedef struct words {
    unsigned count;
    kj_span *spans;
    char *text;
} words;

static words read_lines(const char *path) {
    words all = {.count = 0};
    FILE *in = fopen(path, "rb");
    KJ_CHECK(in != NULL);
    KJ_CHECK_EQ(fseek(in, 0, SEEK_END), 0);
    long length = ftell(in);
    KJ_CHECK(length > 0);
    rewind(in);
    all.text = malloc((size_t)length + 1);
    KJ_CHECK_EQ(fread(all.text, 1, (size_t)length, in), length);
    fclose(in);
    all.text[length] = 0;
    for (long i = 0; i < length; i++) {
        all.count += all.text[i] == '\n';
    }
    all.spans = calloc(all.count, sizeof *all.spans);
    char *at = all.text;
    for (unsigned i = 0; i < all.count; i++) {
        size_t line = strcspn(at, "\n");
        all.spans[i] = (kj_span){(const uint8_t *)at, line};
        at += line + 1;
    }
    return all;
}

static void drop_lines(words *all) {
    free(all->spans);
    free(all->text);
}

/* The hard cases that are one segment: no space in them. */
static words read_hard_words(void) {
    words all = read_lines(KJ_SOURCE_DIR "/tests/data/hard-cases.txt");
    unsigned kept = 0;
    for (unsigned i = 0; i < all.count; i++) {
        kj_span line = all.spans[i];
        if (line.length > 0 && line.length <= KJ_SHAPER_WORD_BYTES_MAX &&
            !memchr(line.data, ' ', line.length)) {
            all.spans[kept++] = line;
        }
    }
    all.count = kept;
    KJ_CHECK(kept > 15000);
    return all;
}

/* --- Right glyphs */

static kj_face_id face_named(const char *name) {
    bool bold = strstr(name, "bold") != NULL;
    kj_script script = strstr(name, "latin") ? KJ_SCRIPT_LATIN : KJ_SCRIPT_BENGALI;
    return kj_face_of(script, strstr(name, "sans") ? KJ_FAMILY_SANS : KJ_FAMILY_SERIF, bold);
}

static size_t encode(unsigned long code_point, uint8_t *bytes) {
    if (code_point < 0x80) {
        bytes[0] = (uint8_t)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        bytes[0] = (uint8_t)(0xC0 | code_point >> 6);
        bytes[1] = (uint8_t)(0x80 | (code_point & 0x3F));
        return 2;
    }
    bytes[0] = (uint8_t)(0xE0 | code_point >> 12);
    bytes[1] = (uint8_t)(0x80 | (code_point >> 6 & 0x3F));
    bytes[2] = (uint8_t)(0x80 | (code_point & 0x3F));
    return 3;
}

KJ_TEST(the_written_cases_give_the_written_glyphs) {
    words cases = read_lines(KJ_SOURCE_DIR "/tests/shape/cases.txt");
    unsigned checked = 0;
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < cases.count; i++) {
        char *line = cases.text + ((const char *)cases.spans[i].data - cases.text);
        if (line[0] == '#' || line[0] == '\n') {
            continue;
        }
        line[cases.spans[i].length] = 0;
        char *codes = strstr(line, "; "), *expected = codes ? strstr(codes + 2, "; ") : NULL;
        KJ_CHECK(expected != NULL);
        *codes = 0;
        uint8_t word[KJ_SHAPER_WORD_BYTES_MAX];
        size_t length = 0;
        char *at = codes + 2;
        while (at < expected) {
            length += encode(strtoul(at, &at, 16), word + length);
        }
        run shaped;
        KJ_CHECK_EQ(shape_alone(&b, face_named(line), (kj_span){word, length}, &shaped), KJ_OK);
        KJ_CHECK_STR(describe(&shaped), expected + 2);
        checked++;
    }
    KJ_CHECK(checked > 250);
    close_bench(&b);
    drop_lines(&cases);
}

KJ_TEST(precomposed_and_decomposed_letters_shape_alike) {
    static const char *const pairs[][2] = {{"\xE0\xA7\x9F", "\xE0\xA6\xAF\xE0\xA6\xBC"},
                                           {"\xE0\xA7\x9C", "\xE0\xA6\xA1\xE0\xA6\xBC"},
                                           {"\xE0\xA7\x9D", "\xE0\xA6\xA2\xE0\xA6\xBC"},
                                           {"কো", "ক\xE0\xA7\x87\xE0\xA6\xBE"},
                                           {"কৌ", "ক\xE0\xA7\x87\xE0\xA7\x97"}};
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        for (kj_face_id face = 0; face < 4; face++) {
            run composed, decomposed;
            KJ_CHECK_EQ(shape_alone(&b, face, span_of(pairs[i][0]), &composed), KJ_OK);
            KJ_CHECK_EQ(shape_alone(&b, face, span_of(pairs[i][1]), &decomposed), KJ_OK);
            KJ_CHECK_EQ(composed.count, decomposed.count);
            for (unsigned g = 0; g < composed.count; g++) {
                KJ_CHECK_EQ(composed.glyphs[g].id, decomposed.glyphs[g].id);
                KJ_CHECK_EQ(composed.glyphs[g].advance, decomposed.glyphs[g].advance);
            }
        }
    }
    close_bench(&b);
}

KJ_TEST(an_unknown_letter_is_a_visible_box) {
    bench b;
    open_bench(&b);
    run shaped;
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("中"), &shaped), KJ_OK);
    KJ_CHECK_EQ(shaped.count, 1);
    KJ_CHECK_EQ(shaped.glyphs[0].id, 0);
    KJ_CHECK(shaped.glyphs[0].advance > 0);
    close_bench(&b);
}

KJ_TEST(invisible_characters_take_no_room) {
    static const char *const invisible[] = {"\xEF\xBB\xBF", "\xE2\x80\x8B", "\xE2\x80\x8C",
                                            "\xE2\x80\x8D", "\xC2\xAD",     "\xE2\x81\xA0",
                                            "\xE2\x80\x8E"};
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < sizeof invisible / sizeof *invisible; i++) {
        char word[32];
        run plain, shaped;
        snprintf(word, sizeof word, "কা%s", invisible[i]);
        KJ_CHECK_EQ(shape_alone(&b, 0, span_of("কা"), &plain), KJ_OK);
        KJ_CHECK_EQ(shape_alone(&b, 0, span_of(word), &shaped), KJ_OK);
        int32_t width = 0;
        for (unsigned g = 0; g < shaped.count; g++) {
            KJ_CHECK(shaped.glyphs[g].id != 0);
            width += shaped.glyphs[g].advance;
        }
        KJ_CHECK_EQ(width, plain.glyphs[0].advance + plain.glyphs[1].advance);
    }
    close_bench(&b);
}

KJ_TEST(malformed_bytes_are_shaped_as_replacement_characters) {
    bench b;
    open_bench(&b);
    const kj_face_id latin = kj_face_of(KJ_SCRIPT_LATIN, KJ_FAMILY_SANS, false);
    run broken, whole;
    KJ_CHECK_EQ(shape_alone(&b, latin,
                            span_of("\xFF"
                                    "A"),
                            &broken),
                KJ_OK);
    KJ_CHECK_EQ(shape_alone(&b, latin,
                            span_of("\xEF\xBF\xBD"
                                    "A"),
                            &whole),
                KJ_OK);
    KJ_CHECK_EQ(broken.count, 2);
    KJ_CHECK_EQ(broken.glyphs[0].id, whole.glyphs[0].id);
    KJ_CHECK(broken.glyphs[0].id != 0);
    KJ_CHECK_EQ(broken.glyphs[1].cluster, 1);
    close_bench(&b);
}

KJ_TEST(the_longest_words_of_all_kinds_fit) {
    static const char *const kinds[] = {"ক", "\xE0\xA7\x8B", "্",   "ক্",
                                        "a", "\xFF",         "অা", "\xCC\x81"};
    bench b;
    open_sized(&b, KJ_SHAPER_BYTES_MIN, 64);
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char word[KJ_SHAPER_WORD_BYTES_MAX];
        size_t piece = strlen(kinds[i]), length = 0;
        for (; length + piece <= sizeof word; length += piece) {
            memcpy(word + length, kinds[i], piece);
        }
        for (kj_face_id face = 0; face < KJ_FACE_COUNT; face++) {
            run shaped;
            KJ_CHECK_EQ(shape_alone(&b, face, (kj_span){(uint8_t *)word, length}, &shaped), KJ_OK);
            unsigned before = 0;
            for (unsigned g = 0; g < shaped.count; g++) {
                KJ_CHECK(shaped.glyphs[g].cluster >= before && shaped.glyphs[g].cluster < length);
                before = shaped.glyphs[g].cluster;
            }
            KJ_CHECK(shaped.count > 0);
        }
    }
    close_bench(&b);
}

/* --- Words in company */

/* Adds words first.. to one window until the cache says stop; how many are ready after it. */
static unsigned shape_window(bench *b, kj_face_id face, const words *all, unsigned first,
                             unsigned most, kj_run_ref *refs) {
    unsigned added = 0, ready = 0;
    kj_status status = KJ_OK;
    kj_shaper_begin(b->shaper);
    while (added < most && first + added < all->count) {
        status = kj_shaper_add(b->shaper, face, all->spans[first + added], &refs[added]);
        if (status != KJ_OK) {
            break;
        }
        added++;
    }
    KJ_CHECK(status >= KJ_OK);
    KJ_CHECK(kj_shaper_flush(b->shaper) >= KJ_OK);
    while (ready < added && kj_shaper_ready(b->shaper, refs[ready])) {
        ready++;
    }
    KJ_CHECK(ready > 0);
    return ready;
}

/* Runs of single words, kept in a digest each: what the words are in batches must equal them. */
static uint64_t digest_of(const run *r) {
    uint64_t digest = r->count;
    for (unsigned i = 0; i < r->count; i++) {
        const kj_glyph *g = &r->glyphs[i];
        const int fields[] = {g->id, g->advance, g->dx, g->dy, g->cluster, g->unsafe};
        for (unsigned f = 0; f < 6; f++) {
            digest = (digest ^ (uint64_t)(uint16_t)fields[f]) * UINT64_C(0x100000001B3);
            digest ^= digest >> 29;
        }
    }
    return digest;
}

/* Returns how many calls of HarfBuzz the company took. */
static uint32_t compare_company(kj_face_id face, const words *all, uint16_t batch_bytes) {
    uint64_t *alone = calloc(all->count, sizeof *alone);
    bench b;
    run shaped;
    open_bench(&b);
    for (unsigned i = 0; i < all->count; i++) {
        KJ_CHECK_EQ(shape_alone(&b, face, all->spans[i], &shaped), KJ_OK);
        alone[i] = digest_of(&shaped);
    }
    close_bench(&b);
    open_sized(&b, 64 * 1024, batch_bytes);
    kj_run_ref refs[100];
    for (unsigned first = 0; first < all->count;) {
        unsigned ready = shape_window(&b, face, all, first, 100, refs);
        for (unsigned i = 0; i < ready; i++) {
            read_run(&b, refs[i], &shaped);
            KJ_CHECK(digest_of(&shaped) == alone[first + i]);
        }
        first += ready;
    }
    kj_shaper_stats stats;
    kj_shaper_get_stats(b.shaper, &stats);
    close_bench(&b);
    free(alone);
    return stats.batches;
}

/* Leaves out the words that HarfBuzz gives a dotted circle: they are shaped alone for good reason
 * (see kept_apart in shape.c). */
static void keep_sound_words(words *all) {
    bench b;
    run shaped;
    uint16_t circle;
    unsigned kept = 0;
    open_bench(&b);
    KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, 0x25CC, &circle), KJ_OK);
    KJ_CHECK(circle != 0);
    for (unsigned i = 0; i < all->count; i++) {
        bool sound = true;
        KJ_CHECK_EQ(shape_alone(&b, 0, all->spans[i], &shaped), KJ_OK);
        for (unsigned g = 0; g < shaped.count; g++) {
            sound &= shaped.glyphs[g].id != circle;
        }
        if (sound) {
            all->spans[kept++] = all->spans[i];
        }
    }
    all->count = kept;
    close_bench(&b);
}

static void shuffle(words *all) {
    unsigned order = 1;
    for (unsigned i = all->count - 1; i > 0; i--) {
        order = order * 1664525u + 1013904223u;
        unsigned other = (order >> 8) % (i + 1);
        kj_span kept = all->spans[i];
        all->spans[i] = all->spans[other];
        all->spans[other] = kept;
    }
}

KJ_TEST(hard_words_shape_in_a_batch_as_they_do_alone) {
    words all = read_hard_words();
    (void)compare_company(kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SERIF, false), &all, 384);
    shuffle(&all);
    (void)compare_company(kj_face_of(KJ_SCRIPT_BENGALI, KJ_FAMILY_SANS, true), &all, 1024);
    keep_sound_words(&all);
    for (kj_face_id face = 0; face < 4; face++) {
        shuffle(&all);
        KJ_CHECK(compare_company(face, &all, 384) * 10 < all.count);
    }
    drop_lines(&all);
}

/* Found by this file's random windows: of two signs without a letter, 15 syllables apart in one
 * buffer, HarfBuzz gives only the first its dotted circle. */
KJ_TEST(signs_without_a_letter_have_their_circle_at_any_distance) {
    bench b;
    open_bench(&b);
    run alone, together;
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("কঁৄ"), &alone), KJ_OK);
    KJ_CHECK_EQ(alone.count, 4);
    for (unsigned distance = 0; distance < 40; distance++) {
        kj_run_ref refs[42];
        char filler[42][24];
        kj_shaper_clear(b.shaper);
        KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("খঁৄ"), &refs[0]), KJ_OK);
        for (unsigned i = 0; i < distance; i++) {
            snprintf(filler[i], sizeof filler[i], "%u", i);
            KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of(filler[i]), &refs[1 + i]), KJ_OK);
        }
        KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("কঁৄ"), &refs[41]), KJ_OK);
        KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
        read_run(&b, refs[41], &together);
        KJ_CHECK(same_run(&alone, &together));
    }
    close_bench(&b);
}

KJ_TEST(latin_words_that_kern_shape_in_a_batch_as_they_do_alone) {
    static const char *const parts[] = {"T",  "A",  "V", "To", "y", "f", "fi", "\"", "(", "W.",
                                        "r,", "P.", "1", "7",  "é", "'", "L",  "Y",  "o", "-"};
    const unsigned count = sizeof parts / sizeof *parts;
    words all = {.count = count * count};
    all.text = calloc(all.count, 16);
    all.spans = calloc(all.count, sizeof *all.spans);
    for (unsigned i = 0; i < all.count; i++) {
        int length = snprintf(all.text + 16 * i, 16, "%s%s", parts[i % count], parts[i / count]);
        all.spans[i] = (kj_span){(const uint8_t *)all.text + 16 * i, (size_t)length};
    }
    for (kj_face_id face = 4; face < KJ_FACE_COUNT; face++) {
        KJ_CHECK(compare_company(face, &all, 384) * 10 < all.count);
    }
    drop_lines(&all);
}

KJ_TEST(a_word_that_begins_with_a_mark_leaves_its_neighbours_alone) {
    static const char *const marks[] = {
        "\xCC\x81x",        "\xE2\x80\x8Dক", "\xE0\xA6\xBEক", "\xE0\xAE\xBEx",
        "\xF0\x9F\x8F\xBB", "\xEF\xB8\x8Fx", "\xE0\xB8\xB1x", "\xF0\x9F\x87\xA7\xF0\x9F\x87\xA9",
        "\xEF\xBE\x9Ex"};
    bench b;
    open_bench(&b);
    for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (kj_face_id face = 0; face < KJ_FACE_COUNT; face += 4) {
            kj_run_ref refs[3];
            run alone[3], together;
            const kj_span three[3] = {span_of("কর্ম-1"), span_of(marks[i]), span_of("VAক")};
            for (unsigned w = 0; w < 3; w++) {
                KJ_CHECK_EQ(shape_alone(&b, face, three[w], &alone[w]), KJ_OK);
            }
            kj_shaper_clear(b.shaper);
            for (unsigned w = 0; w < 3; w++) {
                KJ_CHECK_EQ(kj_shaper_add(b.shaper, face, three[w], &refs[w]), KJ_OK);
            }
            KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
            for (unsigned w = 0; w < 3; w++) {
                read_run(&b, refs[w], &together);
                KJ_CHECK(same_run(&together, &alone[w]));
            }
        }
    }
    close_bench(&b);
}

/* Where no glyph of a cluster is flagged, the word's two parts shaped apart are the word. */
KJ_TEST(breaking_at_a_safe_cluster_changes_no_glyph) {
    words all = read_hard_words();
    bench b;
    unsigned safe = 0, unsafe = 0;
    open_sized(&b, 64 * 1024, 384);
    for (unsigned i = 0; i < all.count; i += 3) {
        kj_span word = all.spans[i];
        run whole, left, right;
        KJ_CHECK_EQ(shape_alone(&b, 0, word, &whole), KJ_OK);
        for (unsigned g = 1; g < whole.count; g++) {
            uint8_t at = whole.glyphs[g].cluster;
            if (at == whole.glyphs[g - 1].cluster) {
                continue;
            }
            if (whole.glyphs[g].unsafe) {
                unsafe++;
                continue;
            }
            safe++;
            kj_span rest = {word.data + at, word.length - at};
            KJ_CHECK_EQ(shape_alone(&b, 0, (kj_span){word.data, at}, &left), KJ_OK);
            KJ_CHECK_EQ(shape_alone(&b, 0, rest, &right), KJ_OK);
            KJ_CHECK_EQ(left.count, g);
            KJ_CHECK_EQ(left.count + right.count, whole.count);
            for (unsigned p = 0; p < whole.count; p++) {
                const kj_glyph *part = p < g ? &left.glyphs[p] : &right.glyphs[p - g];
                KJ_CHECK_EQ(part->id, whole.glyphs[p].id);
                KJ_CHECK_EQ(part->advance, whole.glyphs[p].advance);
                KJ_CHECK_EQ(part->dx, whole.glyphs[p].dx);
            }
        }
    }
    KJ_CHECK(safe > 500 && unsafe > 500);
    close_bench(&b);
    drop_lines(&all);
}

/* --- The cache */

KJ_TEST(a_word_is_shaped_once_and_each_face_has_its_own_run) {
    bench b;
    open_bench(&b);
    run serif, sans, again;
    kj_shaper_stats stats;
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("সংবাদ"), &serif), KJ_OK);
    KJ_CHECK_EQ(shape_alone(&b, 2, span_of("সংবাদ"), &sans), KJ_OK);
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("সংবাদ"), &again), KJ_OK);
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 2);
    KJ_CHECK_EQ(stats.lookups, 3);
    KJ_CHECK_EQ(stats.hits, 1);
    KJ_CHECK(same_run(&serif, &again));
    KJ_CHECK(!same_run(&serif, &sans));
    close_bench(&b);
}

KJ_TEST(a_word_twice_in_a_batch_waits_once) {
    bench b;
    kj_run_ref first, second;
    kj_shaper_stats stats;
    open_bench(&b);
    kj_shaper_begin(b.shaper);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("এবং"), &first), KJ_OK);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("এবং"), &second), KJ_OK);
    KJ_CHECK_EQ(first, second);
    KJ_CHECK(!kj_shaper_ready(b.shaper, first));
    KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 1);
    close_bench(&b);
}

KJ_TEST(clearing_forgets_the_runs) {
    bench b;
    run shaped;
    kj_shaper_stats stats;
    open_bench(&b);
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("নদী"), &shaped), KJ_OK);
    kj_shaper_clear(b.shaper);
    KJ_CHECK_EQ(shape_alone(&b, 0, span_of("নদী"), &shaped), KJ_OK);
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 2);
    close_bench(&b);
}

KJ_TEST(the_advance_is_the_sum_of_the_glyphs_and_parts_read_like_the_whole) {
    bench b;
    run shaped;
    kj_run_ref ref;
    open_bench(&b);
    kj_shaper_begin(b.shaper);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("ভ্লাদিভোস্টকের"), &ref), KJ_OK);
    KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
    read_run(&b, ref, &shaped);
    int32_t sum = 0;
    for (unsigned i = 0; i < shaped.count; i++) {
        kj_glyph one;
        kj_run_read(b.shaper, ref, i, 1, &one);
        KJ_CHECK(same_glyph(&one, &shaped.glyphs[i]));
        sum += one.advance;
    }
    KJ_CHECK_EQ(kj_run_advance(b.shaper, ref), sum);
    close_bench(&b);
}

/* A window that is too large for the cache says AGAIN, keeps what it has, and goes on after a new
 * beginning; whatever the mixture of eviction and moving, runs stay what they are. */
KJ_TEST(a_small_cache_gives_the_glyphs_of_a_large_one) {
    words all = read_hard_words();
    uint64_t *expected = calloc(all.count, sizeof *expected);
    bench b;
    run shaped;
    unsigned again = 0, order = 12345;
    open_sized(&b, sizeof cache_memory, 384);
    for (unsigned i = 0; i < all.count; i += 11) {
        KJ_CHECK_EQ(shape_alone(&b, 1, all.spans[i], &shaped), KJ_OK);
        expected[i] = digest_of(&shaped);
    }
    close_bench(&b);
    open_sized(&b, KJ_SHAPER_BYTES_MIN, 256);
    for (unsigned window = 0; window < 300; window++) {
        kj_run_ref refs[400];
        unsigned indices[400], added = 0, most = 5 + window % 7 * 65;
        kj_shaper_begin(b.shaper);
        while (added < most) {
            order = order * 1664525u + 1013904223u; /* a few words often, the rest seldom */
            unsigned spread = order >> 28 < window % 12 ? 40 : all.count / 11;
            indices[added] = (order >> 8) % spread * 11;
            kj_status status = kj_shaper_add(b.shaper, 1, all.spans[indices[added]], &refs[added]);
            KJ_CHECK(status == KJ_OK || status == KJ_AGAIN);
            if (status == KJ_AGAIN) {
                again++;
                break;
            }
            added++;
        }
        kj_status flushed = kj_shaper_flush(b.shaper);
        KJ_CHECK(flushed == KJ_OK || flushed == KJ_AGAIN);
        again += flushed == KJ_AGAIN;
        for (unsigned i = 0; i < added && kj_shaper_ready(b.shaper, refs[i]); i++) {
            read_run(&b, refs[i], &shaped);
            KJ_CHECK(digest_of(&shaped) == expected[indices[i]]);
        }
        KJ_CHECK(added > 0 && kj_shaper_ready(b.shaper, refs[0]));
    }
    kj_shaper_stats stats;
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK(again > 10 && stats.evicted > 1000 && stats.hits > stats.lookups / 4);
    KJ_CHECK(stats.cache_peak_bytes <= stats.cache_size_bytes);
    KJ_CHECK(stats.cache_size_bytes <= KJ_SHAPER_BYTES_MIN);
    close_bench(&b);
    drop_lines(&all);
    free(expected);
}

/* A hundred thousand distinct words that look alike: were one taken for another because a hash is
 * the same, its digits would be wrong. */
KJ_TEST(words_are_told_apart_by_all_their_bytes) {
    bench b;
    kj_shaper_stats stats;
    open_sized(&b, sizeof cache_memory, 1024);
    uint16_t digits[10];
    for (unsigned i = 0; i < 10; i++) {
        KJ_CHECK_EQ(kj_faces_glyph(&b.faces, 0, '0' + i, &digits[i]), KJ_OK);
    }
    for (unsigned first = 0; first < 100000; first += 50) {
        char text[50][8];
        kj_run_ref refs[50];
        kj_shaper_begin(b.shaper);
        for (unsigned i = 0; i < 50; i++) {
            snprintf(text[i], sizeof text[i], "%05u", (first + i) * 7 % 100000);
            KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of(text[i]), &refs[i]), KJ_OK);
        }
        KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_OK);
        for (unsigned i = 0; i < 50; i++) {
            run shaped;
            read_run(&b, refs[i], &shaped);
            KJ_CHECK_EQ(shaped.count, 5);
            for (unsigned d = 0; d < 5; d++) {
                KJ_CHECK_EQ(shaped.glyphs[d].id, digits[text[i][d] - '0']);
            }
        }
    }
    kj_shaper_get_stats(b.shaper, &stats);
    KJ_CHECK_EQ(stats.shaped_words, 100000);
    close_bench(&b);
}

KJ_TEST(a_config_outside_its_limits_is_refused) {
    bench b;
    open_bench(&b);
    kj_shaper_config config = {&b.faces, cache_memory, KJ_SHAPER_BYTES_MIN - 1, 384};
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    config = (kj_shaper_config){&b.faces, cache_memory, KJ_SHAPER_BYTES_MIN, 63};
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    config.batch_bytes = 1025;
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    config = (kj_shaper_config){&b.faces, cache_memory + 4, KJ_SHAPER_BYTES_MIN, 384};
    KJ_CHECK(kj_shaper_init(&config) == NULL);
    close_bench(&b);
}

/* --- Failures */

KJ_TEST(a_damaged_font_is_an_error_and_no_glyphs) {
    static kj_font_data fonts[KJ_FACE_COUNT];
    bench b;
    kj_run_ref ref;
    open_bench(&b);
    memcpy(fonts, kj_font_data_table, sizeof fonts);
    fonts[0].size -= 4;
    b.faces.fonts = fonts;
    kj_shaper_begin(b.shaper);
    KJ_CHECK_EQ(kj_shaper_add(b.shaper, 0, span_of("ক"), &ref), KJ_OK);
    KJ_CHECK_EQ(kj_shaper_flush(b.shaper), KJ_ERR_FORMAT);
    KJ_CHECK(!kj_shaper_ready(b.shaper, ref));
    run shaped;
    KJ_CHECK_EQ(shape_alone(&b, 1, span_of("ক"), &shaped), KJ_OK);
    close_bench(&b);
}

static const char *const hard[] = {"রাষ্ট্রপতি",
                                   "ক্ষেপণাস্ত্র",
                                   "র‍্যাব",
                                   "উদ্‌যাপন",
                                   "অা",
                                   "স্বাচ্ছন্দ্য",
                                   "কর্তৃপক্ষ",
                                   "উজ্জ্বল",
                                   "দৈর্ঘ্য",
                                   "কোরিয়ার",
                                   "চাঁদ",
                                   "ৎ",
                                   "ঋৃ",
                                   "১৯৭১।",
                                   "“কথা”",
                                   "হঠাৎ",
                                   "ধর্ম্ম",
                                   "ন্ত্র্যু",
                                   "\xE2\x80\x8Dক",
                                   "া",
                                   "ব্রহ্মপুত্রের",
                                   "আন্তঃমহাদেশীয়",
                                   "১২.৫%",
                                   "অপরাহ্ণ"};
enum { HARD_COUNT = sizeof hard / sizeof *hard };

/* All hard words in two faces in one window, into runs; the worst status on the way. */
static kj_status shape_hard(bench *b, run *runs) {
    kj_run_ref refs[2 * HARD_COUNT];
    kj_shaper_begin(b->shaper);
    for (unsigned i = 0; i < 2 * HARD_COUNT; i++) {
        kj_face_id face = i < HARD_COUNT ? 0 : 3;
        kj_status status = kj_shaper_add(b->shaper, face, span_of(hard[i % HARD_COUNT]), &refs[i]);
        if (status != KJ_OK) {
            return status;
        }
    }
    kj_status status = kj_shaper_flush(b->shaper);
    for (unsigned i = 0; i < 2 * HARD_COUNT && status == KJ_OK; i++) {
        read_run(b, refs[i], &runs[i]);
    }
    return status;
}

static void check_hard(const run *runs, const run *expected) {
    for (unsigned i = 0; i < 2 * HARD_COUNT; i++) {
        KJ_CHECK(same_run(&runs[i], &expected[i]));
    }
}

static run good[2 * HARD_COUNT], tried[2 * HARD_COUNT];

static uint32_t shape_good(void) {
    bench b;
    open_bench(&b);
    KJ_CHECK_EQ(shape_hard(&b, good), KJ_OK);
    uint32_t allocations = kj_heap_get_stats(&b.heap).allocations;
    close_bench(&b);
    KJ_CHECK(allocations > 20);
    return allocations;
}

KJ_TEST(one_failed_allocation_never_changes_a_glyph) {
    uint32_t allocations = shape_good(), right = 0;
    for (uint32_t n = 1; n <= allocations; n++) {
        bench b;
        open_bench(&b);
        kj_heap_fail_at(&b.heap, n);
        kj_status status = shape_hard(&b, tried);
        KJ_CHECK(status == KJ_OK || status == KJ_ERR_MEMORY);
        if (status == KJ_OK) {
            check_hard(tried, good);
            right++;
        }
        kj_heap_fail_at(&b.heap, 0);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK); /* nothing half made is left behind */
        check_hard(tried, good);
        close_bench(&b);
    }
    KJ_CHECK_EQ(right, allocations); /* one failure is always got over */
}

KJ_TEST(no_memory_from_some_moment_on_is_an_error_and_no_wrong_glyph) {
    uint32_t allocations = shape_good(), refused = 0;
    for (uint32_t n = 1; n <= allocations; n++) {
        bench b;
        open_bench(&b);
        kj_heap_fail_from(&b.heap, n);
        kj_status status = shape_hard(&b, tried);
        if (status == KJ_OK) {
            check_hard(tried, good);
        } else {
            KJ_CHECK_EQ(status, KJ_ERR_MEMORY);
            refused++;
        }
        kj_heap_fail_at(&b.heap, 0);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK);
        check_hard(tried, good);
        close_bench(&b);
    }
    KJ_CHECK(refused > allocations / 2);
}

KJ_TEST(a_failure_with_full_caches_never_changes_a_glyph) {
    (void)shape_good();
    for (uint32_t n = 1; n <= 12; n++) {
        bench b;
        open_bench(&b);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK);
        kj_shaper_clear(b.shaper); /* faces and plans are there, runs are not */
        kj_heap_fail_at(&b.heap, n);
        KJ_CHECK_EQ(shape_hard(&b, tried), KJ_OK);
        check_hard(tried, good);
        kj_heap_fail_at(&b.heap, 0);
        close_bench(&b);
    }
}

/* Heaps of every size from nothing to enough: HarfBuzz's own growth meets the end anywhere. */
KJ_TEST(a_small_heap_gives_an_error_or_the_right_glyphs) {
    unsigned right = 0, refused = 0;
    (void)shape_good();
    for (size_t bytes = 1024; bytes <= 48 * 1024; bytes += 488) {
        bench b;
        KJ_CHECK_EQ(kj_heap_init(&b.heap, heap_memory, bytes), KJ_OK);
        kj_faces_init(&b.faces, kj_font_data_table, &b.heap);
        const kj_shaper_config config = {&b.faces, cache_memory, CACHE_BYTES, 384};
        b.shaper = kj_shaper_init(&config);
        KJ_CHECK(b.shaper != NULL);
        kj_status status = shape_hard(&b, tried);
        if (status == KJ_OK) {
            check_hard(tried, good);
            right++;
        } else {
            KJ_CHECK_EQ(status, KJ_ERR_MEMORY);
            refused++;
        }
        close_bench(&b);
    }
    KJ_CHECK(right > 10 && refused > 10);
}

KJ_TEST_MAIN()
