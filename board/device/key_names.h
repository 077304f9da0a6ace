/* key_names.h - the keys as words, for scripts, reports and the console. Layer: board. */
#ifndef KJ_DEVICE_KEY_NAMES_H
#define KJ_DEVICE_KEY_NAMES_H

#include "hal/keys.h"

#include <stddef.h>

/* "next". Cannot fail. */
const char *kj_key_name(kj_key key);

/* The key of that name, length bytes, or KJ_KEY_NONE. */
kj_key kj_key_find(const char *name, size_t length);

#endif
