/* lines.h - the lines of a text file, looked at through one small buffer.
 *
 * Forwards and backwards, byte by byte; the buffer holds one aligned piece of the file, so a
 * line of a megabyte costs no more memory than one of ten letters. Private to the document
 * layer. */
#ifndef KJ_DOCUMENT_LINES_H
#define KJ_DOCUMENT_LINES_H

#include "base/span.h"
#include "document/plain.h"

#define KJ_LINE_PEEK_BYTES 400u /* a line longer than this is running text, whatever it holds */

/* What the beginning of a line tells about it. */
typedef struct kj_line_look {
    uint32_t start;   /* first byte that is not blank */
    uint32_t end;     /* where its line end (or the file's end) stands; start + PEEK if longer */
    uint16_t words;   /* runs of bytes that are not blank */
    uint16_t length;  /* bytes from start to the last byte that is not blank */
    bool is_long;     /* more than PEEK bytes */
    bool blank_above; /* a blank line or the file's beginning stands above */
    bool blank_below; /* a blank line or the file's end stands below */
    uint8_t text[KJ_LINE_PEEK_BYTES];
} kj_line_look;

/* *byte = the byte at offset < size. KJ_OK; ERR_IO. */
KJ_MUST_USE kj_status kj_lines_byte(kj_plain *plain, uint32_t offset, uint8_t *byte);

/* *length = bytes of the line end at offset: 0 where there is none. CR, LF, CRLF, form feed, line
 * tabulation, U+0085, U+2029 end a line; U+2028 does not: it breaks a line within a block. */
KJ_MUST_USE kj_status kj_lines_end_at(kj_plain *plain, uint32_t offset, uint32_t *length);

/* Whether byte can begin a line end: nearly all bytes of a text cannot. */
static inline bool kj_lines_may_end(uint8_t byte) {
    return (byte >= '\n' && byte <= '\r') || byte == 0xC2 || byte == 0xE2;
}

/* *end = the first line end at or after offset, or limit, at most the file's size. Copies the bytes
 * before it to text unless that is NULL. */
KJ_MUST_USE kj_status kj_lines_run(kj_plain *plain, uint32_t offset, uint32_t limit, uint8_t *text,
                                   uint32_t *end);

/* *start = first byte at or after offset that is neither blank nor a line end. KJ_END: none. */
KJ_MUST_USE kj_status kj_lines_skip_blank(kj_plain *plain, uint32_t offset, uint32_t *start);

/* *start = first byte of the line that holds offset. Not before least, bytes. */
KJ_MUST_USE kj_status kj_lines_begin(kj_plain *plain, uint32_t offset, uint32_t least,
                                     uint32_t *start);

/* Looks at the line whose first byte that is not blank is at start. */
KJ_MUST_USE kj_status kj_lines_look(kj_plain *plain, uint32_t start, kj_line_look *look);

/* *start = the line (first byte not blank) above the one that begins at below. KJ_END: none. */
KJ_MUST_USE kj_status kj_lines_above(kj_plain *plain, uint32_t below, uint32_t *start);

#endif
