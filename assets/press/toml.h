/* toml.h - a TOML file as a tree of C structs.
 *
 * toml++ (Debian's libtomlplusplus-dev) does the reading; toml.cc is the only file that sees it.
 * The tree keeps where everything stood, so that a wrong or unknown key can be named with its
 * line. For the press on the host: malloc, no device limits. */
#ifndef KJ_PRESS_TOML_H
#define KJ_PRESS_TOML_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KJ_TOML_LARGEST_FILE ((size_t)1 << 20) /* bytes; a longer file is refused */

typedef enum kj_toml_type {
    KJ_TOML_TABLE,   /* items, each with a key, in the order of the file */
    KJ_TOML_ARRAY,   /* items without keys */
    KJ_TOML_STRING,  /* text */
    KJ_TOML_INTEGER, /* integer, and real */
    KJ_TOML_REAL,    /* real */
    KJ_TOML_BOOLEAN, /* integer: 0 or 1 */
    KJ_TOML_DATE     /* text: "2026-11-25", "03:15:00" or both with "T" and an offset */
} kj_toml_type;

typedef struct kj_toml {
    kj_toml_type type;
    char *key; /* NULL in an array and at the root */
    char *text;
    size_t text_bytes; /* of text, which is NUL-terminated UTF-8 but may hold NUL bytes */
    int64_t integer;
    double real;
    struct kj_toml *items;
    size_t count;
    unsigned line, column; /* of the value, from 1; of a table, where it is opened */
} kj_toml;

/* Parses length bytes of UTF-8 into *root, a table, owned by the caller: kj_toml_free. name is
 * what errors call the file. On failure error (error_bytes > 0) is "NAME:LINE:COLUMN: what is
 * wrong". Returns OK; ERR_FORMAT; ERR_TOO_LARGE; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_toml_parse(const char *text, size_t length, const char *name,
                                    kj_toml **root, char *error, size_t error_bytes);

/* The same for a file. Also ERR_MISSING: no such file; ERR_IO: cannot be read. */
KJ_MUST_USE kj_status kj_toml_read(const char *path, kj_toml **root, char *error,
                                   size_t error_bytes);

/* The value of a key of a table; NULL: no such key, or not a table. */
const kj_toml *kj_toml_get(const kj_toml *table, const char *key);

/* What a type is called in a message: "a string", "an array". */
const char *kj_toml_type_name(kj_toml_type type);

void kj_toml_free(kj_toml *root); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
