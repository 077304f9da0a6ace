/* zip.h - an archive read in constant memory: entries by name or in order, inflated as they are
 * read.
 *
 * APPNOTE.TXT 6.3.3 without encryption, spanning and Zip64: methods 0 (stored) and 8 (deflated,
 * RFC 1951). The central directory is streamed, never held; an entry is named by its locator,
 * the file offset of its record there. No size, offset or ratio that the archive states is
 * trusted. Layer: document; zip_inflate.c and no other file of this layer sees zlib. */
#ifndef KJ_DOCUMENT_ZIP_H
#define KJ_DOCUMENT_ZIP_H

#include "base/source.h"
#include "vendor/heap.h"

#include <stdbool.h>

#define KJ_ZIP_NAME_MAX        255u /* bytes of an entry's name; longer ones are passed over */
#define KJ_ZIP_LOCATOR_NONE    0u   /* no entry's */
#define KJ_ZIP_ENTRY_BYTES_MAX (256u << 20)
#define KJ_ZIP_RATIO_MAX       400u /* inflated / packed, once more than a megabyte came out */
#define KJ_ZIP_WINDOW          512u /* bytes read at a time, at multiples of it: a card's block */

typedef enum kj_zip_trouble { /* why an entry or an archive cannot be read, for the log */
                              KJ_ZIP_FINE,
                              KJ_ZIP_NOT_ZIP,
                              KJ_ZIP_CUT_SHORT,
                              KJ_ZIP_ZIP64,
                              KJ_ZIP_SPANNED,
                              KJ_ZIP_ENCRYPTED,
                              KJ_ZIP_METHOD,  /* neither stored nor deflated */
                              KJ_ZIP_OVERLAP, /* an entry's bytes, or the directory's, lie outside
                                                 the file or over one another */
                              KJ_ZIP_HEADERS_DIFFER,
                              KJ_ZIP_DATA, /* not a deflate stream, or shorter or longer than stated
                                            */
                              KJ_ZIP_CRC,
                              KJ_ZIP_BOMB, /* KJ_ZIP_ENTRY_BYTES_MAX or KJ_ZIP_RATIO_MAX */
                              KJ_ZIP_TROUBLES
} kj_zip_trouble;

typedef struct kj_zip_entry {
    uint32_t locator;
    uint32_t header;                   /* file offset of the local header */
    uint32_t packed_bytes, size_bytes; /* as the directory states: limits, not truths */
    uint32_t crc32;
    uint16_t method, flags;
    uint16_t name_length;
    uint16_t time, date; /* MS-DOS, as stated */
} kj_zip_entry;

/* Fields private but for entry_count and trouble. */
typedef struct kj_zip {
    kj_source source;                  /* copied; its context outlives zip */
    uint32_t directory, directory_end; /* file offsets */
    uint32_t before;            /* bytes of the file before the archive: added to stated offsets */
    uint32_t last, before_last; /* locators after the entries found last: searches begin there */
    uint16_t entry_count;       /* as stated */
    kj_zip_trouble trouble;     /* of the last ERR_FORMAT or ERR_TOO_LARGE */
    uint16_t window_length;     /* 0: nothing is held */
    uint32_t window_at;         /* file offset of window[0] */
    uint8_t window[KJ_ZIP_WINDOW]; /* of the directory or a local header */
} kj_zip;

/* Finds the end-of-directory record (in the last 65,557 bytes, bytes before the archive allowed
 * for). KJ_OK, also for an archive without entries; ERR_FORMAT; ERR_TOO_LARGE: Zip64; ERR_IO. */
KJ_MUST_USE kj_status kj_zip_open(kj_zip *zip, const kj_source *source);

/* Steps through the directory: *locator KJ_ZIP_LOCATOR_NONE begins; it is moved on to what the
 * next call takes. name (capacity >= KJ_ZIP_NAME_MAX + 1): NUL-terminated UTF-8. A name is that of
 * Info-ZIP's extra field 0x7075 where that fits the raw name's CRC; else a raw name that is UTF-8,
 * whatever flag bit 11 says; else bytes of CP437 where the bit is clear, and UTF-8 with U+FFFD for
 * what is malformed where it is set. Backslashes become slashes; folders' names end in "/". "../x"
 * and "/x" stay as they are: a name is only ever compared, and kj_zip_resolve gives none such.
 * Passed over: names that are empty, longer than KJ_ZIP_NAME_MAX, or hold a NUL. KJ_OK; KJ_END;
 * ERR_FORMAT: the directory is damaged from here on; ERR_IO. */
KJ_MUST_USE kj_status kj_zip_next(kj_zip *zip, uint32_t *locator, kj_zip_entry *entry, char *name,
                                  size_t capacity);

/* The entry of exactly this name, searched from the last one or two found to the end, then from the
 * beginning: editions are read in order. Where there is none, one whose name differs only in the
 * case of ASCII letters: files made where case does not count have such references. Which of
 * several alike is found is not defined. KJ_OK; ERR_MISSING; ERR_FORMAT: not found before the
 * directory's damaged place; ERR_IO. */
KJ_MUST_USE kj_status kj_zip_find(kj_zip *zip, const char *name, kj_zip_entry *entry);

/* The last entry of the directory if it has exactly this name (ASCII), and neither extra field nor
 * comment: one or two blocks are read, however many entries there are. KJ_OK; ERR_MISSING: it is
 * another, which does not say that there is none of the name; ERR_IO. */
KJ_MUST_USE kj_status kj_zip_last(kj_zip *zip, const char *name, kj_zip_entry *entry);

/* The entry at a locator that kj_zip_next or kj_zip_find gave, with its name unless that is NULL.
 * ERR_RANGE: none is there. */
KJ_MUST_USE kj_status kj_zip_at(kj_zip *zip, uint32_t locator, kj_zip_entry *entry, char *name,
                                size_t capacity);

/* An entry being read. Fields private. Not to be moved while open. */
typedef struct kj_zip_reader {
    kj_zip *zip;
    kj_zip_entry entry;
    kj_heap *heap;
    struct kj_zip_inflater *inflater; /* in heap; NULL: stored, or not begun */
    uint32_t data;                    /* file offset of the packed bytes */
    uint32_t packed_at, at;           /* deflated: bytes taken and given */
    uint32_t limit;                   /* no more than so many bytes are given */
    uint32_t crc32;                   /* of bytes 0 .. crc_at */
    uint32_t crc_at;
    uint8_t window_bits;
    kj_status failed;   /* what reading at failed_at or past it gives, with trouble; or KJ_OK */
    uint32_t failed_at; /* bytes before it are good */
    kj_zip_trouble trouble;
} kj_zip_reader;

/* Opens entry for reading. heap: 8 KB for zlib's state and input and 2^window_bits for its window,
 * less for an entry that is smaller, are taken at the first read of a deflated entry (nothing for
 * a stored one). window_bits: 9..15; below 15 an entry that refers further back is ERR_FORMAT when
 * it does: for a look at its first bytes, or for an image whose own window is in the same heap.
 * Nothing keeps two entries from sharing bytes: each is held to its own limits. KJ_OK; ERR_FORMAT
 * (trouble says which: encrypted, method, overlap, headers, data); ERR_TOO_LARGE (Zip64, bomb);
 * ERR_IO. */
KJ_MUST_USE kj_status kj_zip_reader_open(kj_zip_reader *reader, kj_zip *zip,
                                         const kj_zip_entry *entry, kj_heap *heap,
                                         unsigned window_bits);

/* Its bytes as a stream (statuses of base/source.h); going back in a deflated entry inflates from
 * the beginning, in a stored one it is free. A long piece of a stored entry may be cut short so
 * that the next read begins at a card's block. The CRC is checked when the last byte was given
 * after all others (always so in a deflated entry); a wrong one is ERR_FORMAT in place of KJ_END.
 */
KJ_MUST_USE kj_status kj_zip_read(kj_zip_reader *reader, uint32_t offset, uint8_t *bytes,
                                  size_t capacity, size_t *length);
kj_stream kj_zip_reader_stream(kj_zip_reader *reader); /* borrows reader */

/* Gives zlib's memory back; the reader can go on, at the price of inflating from the beginning. */
void kj_zip_reader_rest(kj_zip_reader *reader);
void kj_zip_reader_close(kj_zip_reader *reader);

/* "encrypted". Cannot fail. */
const char *kj_zip_trouble_name(kj_zip_trouble trouble);

/* target (a relative URL reference, percent-encoded, its fragment allowed) as written in the file
 * at base (a name): into path (capacity >= KJ_ZIP_NAME_MAX + 1) without query and fragment; the
 * latter goes, decoded and cut to its capacity, to fragment (NULL: dropped; else capacity >= 1).
 * Resolved as RFC 3986, 5.2 does, but after decoding, so that an encoded "../" leads nowhere else;
 * "/x" begins at the archive's root, backslashes count as slashes, white space around target is
 * dropped. path may be base, target may be neither. KJ_OK; ERR_RANGE: leads outside the archive,
 * has a scheme or a host, or is too long; ERR_FORMAT: broken percent encoding, or a NUL in it. */
KJ_MUST_USE kj_status kj_zip_resolve(const char *base, const char *target, char *path,
                                     size_t capacity, char *fragment, size_t fragment_capacity);

#endif
