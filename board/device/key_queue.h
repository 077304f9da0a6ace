/* key_queue.h - keys pressed while the panel is busy, until the reader can take them.
 *
 * A board's interrupt would put them in and its loop take them all at once. When it is full the
 * keys that came first count: what is pressed then is dropped, and the caller told. Layer: board.
 * . */
#ifndef KJ_DEVICE_KEY_QUEUE_H
#define KJ_DEVICE_KEY_QUEUE_H

#include "hal/keys.h"

#include <stdbool.h>

#define KJ_KEY_QUEUE_KEYS 16u

/* Zero is an empty one. */
typedef struct kj_key_queue {
    kj_key keys[KJ_KEY_QUEUE_KEYS];
    unsigned count, dropped; /* waiting; refused since the last take */
} kj_key_queue;

/* False: the queue is full, key is dropped. */
bool kj_key_queue_push(kj_key_queue *queue, kj_key key);

/* All that wait, in their order, into keys (room for KJ_KEY_QUEUE_KEYS); returns how many. */
unsigned kj_key_queue_take(kj_key_queue *queue, kj_key *keys);

#endif
