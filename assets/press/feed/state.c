/* state.c - see state.h. Lines of fields parted by tabs:
 *
 *   kagoj-feed-state <TAB> 1
 *   feed <TAB> ADDRESS <TAB> ETAG <TAB> LAST-MODIFIED
 *   seen <TAB> DAY <TAB> IDENTITY <TAB> TEXT         day in decimal, hashes in hexadecimal
 *   end  <TAB> NUMBER OF LINES BETWEEN               a file without it was cut off */
#include "press/feed/state.h"

#include "press/files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE "kagoj-feed-state\t1"
#define FIELDS     4

static void add_seen(kj_state *state, kj_state_seen seen) {
    if ((state->seen_count & (state->seen_count - 1)) == 0) { /* room for the next power of two */
        const size_t room = state->seen_count ? state->seen_count * 2 : 1;
        state->seen = kj_press_grow(state->seen, room * sizeof *state->seen);
    }
    state->seen[state->seen_count++] = seen;
}

/* Cuts a line at its tabs, in place. Returns the number of fields, FIELDS + 1 for too many. */
static size_t cut_fields(char *line, char *fields[FIELDS]) {
    size_t count = 0;
    for (char *at = line; at; count++) {
        if (count == FIELDS) {
            return FIELDS + 1;
        }
        fields[count] = at;
        at = strchr(at, '\t');
        if (at) {
            *at++ = '\0';
        }
    }
    return count;
}

static bool read_unsigned(const char *text, int base, uint64_t *value) {
    char *end;
    *value = strtoull(text, &end, base);
    return end != text && *end == '\0' && *text != '-' && *text != ' ';
}

static bool read_line(kj_state *state, char *line, size_t lines, bool *ended) {
    char *fields[FIELDS];
    const size_t count = cut_fields(line, fields);
    uint64_t day, identity, text;
    if (count == 4 && strcmp(fields[0], "feed") == 0 && *fields[1]) {
        kj_state_feed *feed = kj_state_feed_of(state, fields[1]);
        kj_press_replace(&feed->etag, *fields[2] ? kj_press_copy(fields[2]) : NULL);
        kj_press_replace(&feed->modified, *fields[3] ? kj_press_copy(fields[3]) : NULL);
        return true;
    }
    if (count == 4 && strcmp(fields[0], "seen") == 0 && read_unsigned(fields[1], 10, &day) &&
        read_unsigned(fields[2], 16, &identity) && read_unsigned(fields[3], 16, &text) &&
        day < 1000000) {
        add_seen(state, (kj_state_seen){identity, text, (int64_t)day});
        return true;
    }
    *ended = count == 2 && strcmp(fields[0], "end") == 0 && read_unsigned(fields[1], 10, &day) &&
             day == lines;
    return *ended;
}

static bool parse(char *text, size_t length, kj_state *state) {
    size_t lines = 0;
    bool ended = false;
    if (strlen(text) != length || strncmp(text, FIRST_LINE "\n", sizeof FIRST_LINE) != 0) {
        return false;
    }
    for (char *line = strchr(text, '\n') + 1; *line;) {
        char *end = strchr(line, '\n');
        if (!end || ended) {
            return false;
        }
        *end = '\0';
        if (!read_line(state, line, lines, &ended)) {
            return false;
        }
        lines++;
        line = end + 1;
    }
    return ended;
}

kj_status kj_state_read(const char *path, kj_state *state) {
    kj_buffer text = {0};
    memset(state, 0, sizeof *state);
    const kj_status status = kj_files_read(path, KJ_STATE_FILE_MAX, &text);
    kj_status result = KJ_OK;
    if (status == KJ_ERR_TOO_LARGE ||
        (status == KJ_OK && (!text.data || !parse(text.data, text.length, state)))) {
        char *aside = kj_press_format("%s.damaged", path);
        kj_state_free(state);
        result = rename(path, aside) == 0 ? KJ_ERR_FORMAT : KJ_ERR_IO;
        free(aside);
    } else if (status != KJ_OK && status != KJ_ERR_MISSING) {
        result = KJ_ERR_IO;
    }
    kj_buffer_free(&text);
    return result;
}

kj_status kj_state_write(const char *path, const kj_state *state, int64_t today) {
    kj_buffer text = {0};
    size_t lines = 0;
    kj_buffer_text(&text, FIRST_LINE "\n");
    for (size_t i = 0; i < state->feed_count; i++) {
        const kj_state_feed *feed = &state->feeds[i];
        if (feed->etag || feed->modified) {
            kj_buffer_format(&text, "feed\t%s\t%s\t%s\n", feed->address,
                             feed->etag ? feed->etag : "", feed->modified ? feed->modified : "");
            lines++;
        }
    }
    for (size_t i = 0; i < state->seen_count; i++) {
        const kj_state_seen *seen = &state->seen[i];
        if (seen->day + KJ_STATE_KEEP_DAYS >= today) {
            kj_buffer_format(&text, "seen\t%" PRId64 "\t%" PRIx64 "\t%" PRIx64 "\n", seen->day,
                             seen->identity, seen->text);
            lines++;
        }
    }
    kj_buffer_format(&text, "end\t%zu\n", lines);
    const kj_status status = kj_files_write(path, text.data, text.length);
    kj_buffer_free(&text);
    return status;
}

void kj_state_free(kj_state *state) {
    for (size_t i = 0; i < state->feed_count; i++) {
        free(state->feeds[i].address);
        free(state->feeds[i].etag);
        free(state->feeds[i].modified);
    }
    free(state->feeds);
    free(state->seen);
    memset(state, 0, sizeof *state);
}

kj_state_feed *kj_state_feed_of(kj_state *state, const char *address) {
    for (size_t i = 0; i < state->feed_count; i++) {
        if (strcmp(state->feeds[i].address, address) == 0) {
            return &state->feeds[i];
        }
    }
    state->feeds = kj_press_grow(state->feeds, (state->feed_count + 1) * sizeof *state->feeds);
    kj_state_feed *feed = &state->feeds[state->feed_count++];
    *feed = (kj_state_feed){.address = kj_press_copy(address)};
    return feed;
}

bool kj_state_has(kj_state *state, uint64_t identity, uint64_t text, int64_t today) {
    bool found = false;
    for (size_t i = 0; i < state->seen_count; i++) {
        kj_state_seen *seen = &state->seen[i];
        if ((identity && seen->identity == identity) || (text && seen->text == text)) {
            seen->day = seen->day > today ? seen->day : today;
            found = true;
        }
    }
    return found;
}

void kj_state_add(kj_state *state, uint64_t identity, uint64_t text, int64_t today) {
    for (size_t i = 0; i < state->seen_count; i++) {
        kj_state_seen *seen = &state->seen[i];
        if (seen->identity == identity && seen->text == text) {
            seen->day = today;
            return;
        }
    }
    add_seen(state, (kj_state_seen){identity, text, today});
}

char *kj_state_path(const char *config_path) {
    const size_t length = strlen(config_path);
    const bool toml = length > 5 && strcmp(config_path + length - 5, ".toml") == 0;
    return kj_press_format("%.*s.state", (int)(toml ? length - 5 : length), config_path);
}
