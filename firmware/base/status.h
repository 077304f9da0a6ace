/* status.h - the one result type of every module.
 *
 * 0 is success, positive is progress, negative is an error. Outputs of a function are
 * written only when it returns KJ_OK. Layer: base. */
#ifndef KJ_BASE_STATUS_H
#define KJ_BASE_STATUS_H

#define KJ_MUST_USE __attribute__((warn_unused_result))

typedef enum kj_status {
    KJ_OK = 0,
    KJ_AGAIN = 1,         /* not taken: make room (take what is ready) and offer it again */
    KJ_END = 2,           /* nothing more will come */
    KJ_ERR_ARGUMENT = -1, /* a config field outside its stated limits */
    KJ_ERR_STATE = -2,    /* called out of order */
    KJ_ERR_MEMORY = -3,   /* an arena or a bound heap has no room */
    KJ_ERR_RANGE = -4,    /* does not fit: a line taller than the column, an offset past the end */
    KJ_ERR_FORMAT = -5,   /* the data is not what it says it is */
    KJ_ERR_IO = -6,       /* the medium failed */
    KJ_ERR_TIMEOUT = -7,  /* a wait reached its limit */
    KJ_ERR_MISSING = -8,  /* no such file, glyph or device */
    KJ_ERR_TOO_LARGE = -9 /* larger than the stated limit */
} kj_status;

/* The status as an engineer's word for the log, e.g. "out of memory". Cannot fail. */
const char *kj_status_name(kj_status status);

#endif
