/* status.c - names of the statuses for the log. Layer: base. */
#include "base/status.h"

const char *kj_status_name(kj_status status) {
    switch (status) {
    case KJ_OK: return "ok";
    case KJ_AGAIN: return "again";
    case KJ_END: return "end";
    case KJ_ERR_ARGUMENT: return "bad argument";
    case KJ_ERR_STATE: return "called out of order";
    case KJ_ERR_MEMORY: return "out of memory";
    case KJ_ERR_RANGE: return "out of range";
    case KJ_ERR_FORMAT: return "damaged data";
    case KJ_ERR_IO: return "input/output error";
    case KJ_ERR_TIMEOUT: return "timed out";
    case KJ_ERR_MISSING: return "missing";
    case KJ_ERR_TOO_LARGE: return "too large";
    }
    return "unknown status";
}
