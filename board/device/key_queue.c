/* key_queue.c - see key_queue.h. Layer: board. */
#include "board/device/key_queue.h"

#include <string.h>

bool kj_key_queue_push(kj_key_queue *queue, kj_key key) {
    if (queue->count == KJ_KEY_QUEUE_KEYS) {
        queue->dropped++;
        return false;
    }
    queue->keys[queue->count++] = key;
    return true;
}

unsigned kj_key_queue_take(kj_key_queue *queue, kj_key *keys) {
    const unsigned count = queue->count;
    memcpy(keys, queue->keys, count * sizeof *keys);
    queue->count = 0;
    queue->dropped = 0;
    return count;
}
