/* key_groups.c - keys that were pressed while the panel was busy do together what they do one by
 * one.
 *
 * usage: key_groups CARD [GROUPS [SEED]]
 *
 * Two readers of the same card: one is given groups of 1 to 6 random keys (kj_reader_keys), the
 * other the same keys singly. After every group both are in the same place and show the same
 * pixels. Then: a held SKIP, come several times, opens the last article alone. Exit code 0; 1 after
 * saying what differs, with the seed; 77 where there is no CARD. */
#include "folder_reader.h"

#include <sys/stat.h>

/* By the linker, in place of the real one (CMakeLists.txt). */
kj_status __real_kj_article_open_entry(kj_article *article, kj_stage *stage, kj_edition *edition,
                                       uint32_t entry);
kj_status __wrap_kj_article_open_entry(kj_article *article, kj_stage *stage, kj_edition *edition,
                                       uint32_t entry);

static folder_reader on;
static unsigned opened;

kj_status __wrap_kj_article_open_entry(kj_article *article, kj_stage *stage, kj_edition *edition,
                                       uint32_t entry) {
    opened++;
    return __real_kj_article_open_entry(article, stage, edition, entry);
}

enum { GROUP_MAX = 6, RUN_GROUPS = 60, FAILURES_MAX = 8 };

static const char *const names[] = {"none",   "up",   "down", "left",     "right",
                                    "select", "back", "next", "prev",     "power",
                                    "home",   "menu", "skip", "skip-back"};

static uint32_t noise;

static unsigned random_below(unsigned count) {
    noise = noise * 1664525u + 1013904223u;
    return (noise >> 8) % count;
}

/* Keys as a reader presses them: mostly those that go on. */
static kj_key random_key(void) {
    static const kj_key likely[] = {
        KJ_KEY_NEXT,   KJ_KEY_NEXT,   KJ_KEY_NEXT,   KJ_KEY_DOWN, KJ_KEY_DOWN,     KJ_KEY_DOWN,
        KJ_KEY_SELECT, KJ_KEY_SELECT, KJ_KEY_SELECT, KJ_KEY_PREV, KJ_KEY_UP,       KJ_KEY_RIGHT,
        KJ_KEY_LEFT,   KJ_KEY_MENU,   KJ_KEY_BACK,   KJ_KEY_SKIP, KJ_KEY_SKIP_BACK};
    static const kj_key rare[] = {KJ_KEY_HOME, KJ_KEY_POWER, KJ_KEY_NONE};
    return random_below(20) == 0 ? rare[random_below(3)]
                                 : likely[random_below(sizeof likely / sizeof *likely)];
}

static bool is_hold(kj_key key) { return key == KJ_KEY_SKIP || key == KJ_KEY_SKIP_BACK; }

/* Without two holds of the same kind in a row: what they skip is not read, one by one it is. */
static unsigned make_group(kj_key *keys) {
    const unsigned count = 1 + random_below(GROUP_MAX);
    for (unsigned i = 0; i < count; i++) {
        do {
            keys[i] = random_key();
        } while (i > 0 && is_hold(keys[i]) && keys[i] == keys[i - 1]);
    }
    return count;
}

/* What is to be alike. */
typedef struct record {
    kj_reader_status state;
    uint32_t place;
    kj_reader_view opened_from, from;
    char typed[KJ_KEYBOARD_TEXT_BYTES + 8u];
    kj_settings settings;
    uint64_t picture;
    bool has_changed;
} record;

static void take_record(record *made, bool has_changed) {
    const kj_reader *reader = &on.reader;
    memset(made, 0, sizeof *made);
    made->state = folder_state(&on);
    made->place = reader->place.offset;
    made->opened_from = reader->opened_from;
    made->from = reader->from.view;
    snprintf(made->typed, sizeof made->typed, "%s", reader->keyboard.text);
    made->settings = *kj_marks_settings(&reader->marks);
    /* About tells how much memory was used at most: skimming uses less. */
    const bool tells_memory = reader->view == KJ_VIEW_TEXT && reader->text == KJ_OWN_ABOUT;
    made->picture = tells_memory ? 0 : folder_picture(&on);
    made->has_changed = has_changed;
}

static const char *difference(const record *one, const record *other) {
    const kj_reader_status *a = &one->state, *b = &other->state;
    const bool same_view = a->view == b->view && a->over == b->over && a->asleep == b->asleep;
    const bool same_file = a->article == b->article && a->in_edition == b->in_edition;
    const bool same_page = a->entry == b->entry && a->marked == b->marked && a->page == b->page &&
                           a->start == b->start && a->end == b->end && one->place == other->place;
    if (!same_view || !same_file || !same_page || a->notice != b->notice) {
        return "not in the same place after";
    }
    if (one->opened_from != other->opened_from || one->from != other->from ||
        strcmp(one->typed, other->typed) != 0 ||
        memcmp(&one->settings, &other->settings, sizeof one->settings) != 0) {
        return "not in the same state after";
    }
    if (one->has_changed != other->has_changed) {
        return "not as changed after";
    }
    return one->picture != other->picture ? "other pixels after" : NULL;
}

static void tell_state(const char *which, const kj_reader_status *state) {
    printf("  %s: view %d over %d file %u entry %u marked %u page %u from %u to %u notice %d%s\n",
           which, (int)state->view, (int)state->over, (unsigned)state->article,
           (unsigned)state->entry, (unsigned)state->marked, (unsigned)state->page,
           (unsigned)state->start, (unsigned)state->end, (int)state->notice,
           state->asleep ? " asleep" : "");
}

static bool compare(const record *one, const record *other, const kj_key *keys, unsigned count) {
    const char *what = difference(one, other);
    if (what) {
        printf("%s:", what);
        for (unsigned i = 0; i < count; i++) {
            printf(" %s", names[keys[i]]);
        }
        printf("\n");
        tell_state("singly  ", &one->state);
        tell_state("together", &other->state);
    }
    return what == NULL;
}

/* Presses keys, as one group or one by one. */
static void press_group(const kj_key *keys, unsigned count, bool together, record *made) {
    unsigned changes = 0;
    if (together) {
        changes = kj_reader_keys(&on.reader, keys, count, &on.screen) == KJ_OK;
    }
    for (unsigned i = 0; i < count && !together; i++) {
        changes += folder_press(&on, keys[i]) == KJ_OK;
    }
    take_record(made, changes > 0);
}

/* RUN groups from a fresh start; together: compared with the records of the other way. */
static bool run(const char *card, uint32_t seed, bool together) {
    static record records[RUN_GROUPS];
    bool good = folder_reader_open(&on, card, &folder_boards[0], true);
    noise = seed;
    for (unsigned i = 0; i < RUN_GROUPS && good; i++) {
        kj_key keys[GROUP_MAX];
        record made;
        const unsigned count = make_group(keys);
        press_group(keys, count, together, together ? &made : &records[i]);
        good = !together || compare(&records[i], &made, keys, count);
        if (!good) {
            printf("  seed %u, group %u\n", (unsigned)seed, i);
        }
        if (random_below(3) == 0) { /* the reader reads */
            folder_idle(&on);
        }
    }
    folder_reader_close(&on);
    return good;
}

/* A hold that came 1 to GROUP_MAX times while the panel was busy, on through the daily and back. */
static bool skim_daily(const char *card, bool together) {
    static record records[2 * GROUP_MAX];
    bool good = folder_reader_open(&on, card, &folder_boards[0], true) &&
                folder_press(&on, KJ_KEY_SELECT) == KJ_OK &&
                folder_press(&on, KJ_KEY_SELECT) == KJ_OK &&
                folder_state(&on).view == KJ_VIEW_ARTICLE;
    for (unsigned i = 0; i < 2u * GROUP_MAX && good; i++) {
        const unsigned count = i < GROUP_MAX ? i + 1u : 2u * GROUP_MAX - i;
        const kj_key key = i < GROUP_MAX ? KJ_KEY_SKIP : KJ_KEY_SKIP_BACK;
        const kj_key keys[GROUP_MAX] = {key, key, key, key, key, key};
        record made;
        opened = 0;
        press_group(keys, count, together, together ? &made : &records[i]);
        good = opened == (together ? 1u : count);
        if (!good) {
            printf("a hold %u times opened %u articles\n", count, opened);
        }
        good = good && (!together || compare(&records[i], &made, keys, count));
    }
    folder_reader_close(&on);
    return good;
}

int main(int count, char **words) {
    struct stat found;
    if (count < 2) {
        fprintf(stderr, "usage: key_groups CARD [GROUPS [SEED]]\n");
        return 2;
    }
    if (stat(words[1], &found) != 0) {
        printf("skipped: there is no %s: the press was not built\n", words[1]);
        return 77;
    }
    const unsigned groups = count > 2 ? (unsigned)strtoul(words[2], NULL, 10) : 600u;
    const uint32_t seed = count > 3 ? (uint32_t)strtoul(words[3], NULL, 10) : 1u;
    unsigned failures = 0, done = 0;
    for (uint32_t i = 0; done < groups && failures < FAILURES_MAX; i++, done += RUN_GROUPS) {
        failures += !(run(words[1], seed + i, false) && run(words[1], seed + i, true));
    }
    failures += !(skim_daily(words[1], false) && skim_daily(words[1], true));
    printf("%u groups of keys from seed %u on, %u failures\n", done, (unsigned)seed, failures);
    return failures > 0;
}
