/* xml.h - XML pulled through expat in small pieces, stoppable and resumable anywhere.
 *
 * Elements are told by their local names (prefixes are dropped: "opf:item" is "item"), as expat
 * finds them in a stream; HTML's named entities are known without a DTD. Everything lives in
 * one bounded heap: a token or a nesting that does not fit is met like damage. Parsing can begin
 * in the middle of the stream, inside elements that are taken to be open, so that a parser can
 * be dropped and taken up again, and so that it can go on after damage. Layer: document; xml.c
 * and no other file sees expat. */
#ifndef KJ_DOCUMENT_XML_H
#define KJ_DOCUMENT_XML_H

#include "base/source.h"
#include "vendor/heap.h"

#include <stdbool.h>

#define KJ_XML_DEPTH_MAX    64u /* open elements; deeper ones are damage */
#define KJ_XML_PATH_BYTES   512u
#define KJ_XML_WINDOW_BYTES 3584u /* of a tag or comment; larger ones are damage */
#define KJ_XML_ENTITY_BYTES 256u  /* of entities that a file declares itself */

/* attributes: name, value, ..., NULL; names without prefix ("epub:type" is "type", "xml:lang" is
 * "lang"); strings are borrowed during the call. */
typedef struct kj_xml_handlers {
    void *context;
    void (*start)(void *context, const char *name, const char *const *attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *text, size_t length); /* UTF-8; in pieces */
} kj_xml_handlers;

struct XML_ParserStruct;

typedef struct kj_xml_config {
    kj_stream stream; /* copied; its context outlives the parser */
    kj_heap *heap;    /* expat's: 16 KB */
    kj_xml_handlers handlers;
    bool html; /* HTML's empty elements (br, img, hr, meta ...) end where they begin */
} kj_xml_config;

typedef enum kj_xml_encoding {
    KJ_XML_UTF8,
    KJ_XML_WINDOWS_1252, /* and ISO-8859-1, which nobody writes who says so */
    KJ_XML_UTF16_LE,
    KJ_XML_UTF16_BE
} kj_xml_encoding;

/* Fields private. Not to be moved while open. */
typedef struct kj_xml {
    kj_xml_config config;
    struct XML_ParserStruct *parser;
    uint8_t *window;       /* bytes of the stream as UTF-8, from heap */
    uint32_t window_start; /* offset of window[0] */
    uint32_t clean_bytes;  /* that are looked through: UTF-8 without a flaw */
    uint32_t raw_bytes;    /* that are there: up to 3 more, a sequence that is cut */
    uint32_t fed;          /* offset up to which expat has been given the bytes */
    uint32_t done;         /* offset behind the last token that was reported */
    uint32_t token;        /* offset of the one that is reported */
    uint32_t base;         /* offset of expat's byte 0 (less than the prefix: it wraps round) */
    uint32_t retried;      /* offset at which memory ran out and a new parser was tried */
    const char *trouble;
    kj_status failed;   /* of the stream */
    uint32_t source_at; /* other encodings: of the stream, next byte to read */
    uint8_t raw[32];    /* ... and bytes that are read but not taken */
    uint8_t raw_at, raw_length;
    uint8_t encoding; /* kj_xml_encoding */
    uint8_t depth;
    uint8_t voids; /* html: elements without content whose end tags did not come */
    bool ended, suspended, priming, stopped, too_deep, in_cdata, harm;
    bool no_comment_end; /* from here to the end of the stream */
    bool is_partly_told; /* the token: some of its text has been given */
    bool is_whole;       /* html: body or html has ended, whatever else is still open */
    uint16_t path_length, entity_bytes;
    char path[KJ_XML_PATH_BYTES];       /* the open elements' raw names, each with a NUL */
    char entities[KJ_XML_ENTITY_BYTES]; /* name NUL value NUL ... */
} kj_xml;

/* Begins at the stream's beginning, what stands before the first element looked through. KJ_OK;
 * ERR_IO; ERR_MEMORY. A stream that is damaged says so with a step. */
KJ_MUST_USE kj_status kj_xml_open(kj_xml *xml, const kj_xml_config *config);

/* Begins at offset, a token's first byte as kj_xml_offset gave it, inside the elements of path:
 * their raw names, outermost first, each followed by a NUL, as kj_xml_path gave them. No start is
 * reported for them; their ends will be. KJ_OK; ERR_IO; ERR_MEMORY; ERR_ARGUMENT: path is none. The
 * beginning of the stream is read too, for its encoding. */
KJ_MUST_USE kj_status kj_xml_resume(kj_xml *xml, const kj_xml_config *config, uint32_t offset,
                                    const char *path, size_t path_length);

/* Parses on until a handler has called kj_xml_pause or a piece of the stream (256 bytes) is used
 * up. After a pause an end may still come, that of an empty element. KJ_OK: call again; KJ_END:
 * the document is over; ERR_FORMAT: not well-formed, or a token or nesting too large, or the
 * stream is cut short: kj_xml_recover goes on behind it; ERR_IO; ERR_MEMORY. */
KJ_MUST_USE kj_status kj_xml_step(kj_xml *xml);
void kj_xml_pause(kj_xml *xml);

/* After ERR_FORMAT: goes on behind the damage, still inside the elements that were open. "&" and
 * "<" that begin nothing are given as text, elements that an end tag leaves open are ended, an
 * end tag of none is passed over, a start tag is read as HTML does: all through the handlers, a
 * few events a call. KJ_OK; KJ_END: nothing more comes; ERR_IO; ERR_MEMORY. Each call gets
 * further by at least a byte, or takes elements off the path. */
KJ_MUST_USE kj_status kj_xml_recover(kj_xml *xml);

/* Whether the last kj_xml_recover may have lost text: what was only untidy does not. */
bool kj_xml_has_lost(const kj_xml *xml);

/* In a handler: offset of the token that is reported. After an error: where it is. It is the
 * stream's where that is UTF-8; else that of the text as it would be in UTF-8. */
uint32_t kj_xml_offset(const kj_xml *xml);

/* In a handler: whether a parser can begin at kj_xml_offset and report this event first. Not in
 * CDATA, not behind the body's end, not when a token's text comes in several pieces and this is
 * not its first. */
bool kj_xml_can_resume(const kj_xml *xml);

/* In a handler: the open elements, as kj_xml_resume takes them (in start: without the new one, in
 * end: with the one that ends). Returns its length; 0 with nothing written where it is longer
 * than capacity, or where the stream cannot be resumed. */
size_t kj_xml_path(const kj_xml *xml, char *path, size_t capacity);

/* What the last ERR_FORMAT was, for the log. */
const char *kj_xml_trouble(const kj_xml *xml);

/* Gives expat's memory back. Offset and trouble stay. */
void kj_xml_close(kj_xml *xml);

/* The value of an attribute, or NULL. */
const char *kj_xml_attribute(const char *const *attributes, const char *name);

#endif
