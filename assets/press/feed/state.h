/* state.h - what the feed press remembers from one edition to the next.
 *
 * A text file beside the configuration: for each feed what HTTP needs to say "unchanged", and for
 * each article that an edition had (or that was a double of one) two hashes and the last day on
 * which its feed still had it. It may be deleted: then articles come again. Layer: press/feed. */
#ifndef KJ_PRESS_FEED_STATE_H
#define KJ_PRESS_FEED_STATE_H

#include "base/status.h"
#include "press/buffer.h"

#include <stdbool.h>

#define KJ_STATE_KEEP_DAYS 45 /* after its last day in the feed an article is forgotten */
#define KJ_STATE_FILE_MAX  ((size_t)16 << 20)

typedef struct kj_state_feed {
    char *address, *etag, *modified; /* etag, modified: NULL where the server gave none */
} kj_state_feed;

typedef struct kj_state_seen {
    uint64_t identity, text; /* text 0: not known */
    int64_t day;             /* since 1970 */
} kj_state_seen;

typedef struct kj_state {
    kj_state_feed *feeds;
    size_t feed_count;
    kj_state_seen *seen;
    size_t seen_count;
} kj_state;

/* Reads the file at path; state is zeroed first, kj_state_free in any case. Returns OK, also when
 * there is none; ERR_FORMAT: damaged, it was renamed to PATH.damaged and state is empty; ERR_IO:
 * cannot be read. */
KJ_MUST_USE kj_status kj_state_read(const char *path, kj_state *state);

/* Writes it as a whole or not at all, without what is too old by today. Returns OK; ERR_IO. */
KJ_MUST_USE kj_status kj_state_write(const char *path, const kj_state *state, int64_t today);
void kj_state_free(kj_state *state);

/* The feed's record, made if there is none; valid until the next is made. */
kj_state_feed *kj_state_feed_of(kj_state *state, const char *address);

/* Whether an article was in an edition, by either hash (0: do not look); refreshes its day. */
bool kj_state_has(kj_state *state, uint64_t identity, uint64_t text, int64_t today);
void kj_state_add(kj_state *state, uint64_t identity, uint64_t text, int64_t today);

/* "DIR/FEEDS.state" for "DIR/FEEDS.toml"; to be freed. */
char *kj_state_path(const char *config_path);

#endif
