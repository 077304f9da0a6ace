/* xml_input.h - the stream of a kj_xml as flawless UTF-8, seen through its window.
 *
 * UTF-8 is given as it is, but for bytes that expat would refuse: each becomes U+007F, a byte
 * for a byte, so that offsets stay the stream's; xml.c gives it on as U+FFFD. Other encodings are
 * turned into UTF-8 on the way. Private to xml*.c. */
#ifndef KJ_DOCUMENT_XML_INPUT_H
#define KJ_DOCUMENT_XML_INPUT_H

#include "document/xml.h"

enum {
    KJ_XML_FLAW = 0x7F,
    KJ_XML_NO_BYTE = -1, /* the end of the stream, or an error: xml->failed */
    KJ_XML_NO_ROOM = -2  /* the window is full from xml->done on */
};

/* Finds the encoding from the stream's first bytes and begins at offset 0, done behind a
 * byte-order mark. Failures are kept in xml->failed. */
void kj_xml_input_begin(kj_xml *xml);

/* Begins anew at offset. Other encodings than UTF-8 are read from their beginning. */
void kj_xml_input_go_to(kj_xml *xml, uint32_t offset);

/* Adds a piece to the window, giving up what lies before xml->done where there is no room. KJ_OK:
 * more clean bytes, or none yet; KJ_END; ERR_RANGE: no room; ERR_FORMAT: the stream is damaged
 * here; ERR_IO; ERR_MEMORY. All but OK and RANGE are kept in xml->failed. */
KJ_MUST_USE kj_status kj_xml_input_fill(kj_xml *xml);

/* The byte at offset, not before xml->done; KJ_XML_NO_BYTE; KJ_XML_NO_ROOM. */
int kj_xml_peek(kj_xml *xml, uint32_t offset);

/* Errors that are no property of the bytes: the same call may succeed later. */
static inline bool kj_xml_is_passing(kj_status status) {
    return status == KJ_ERR_IO || status == KJ_ERR_MEMORY;
}

static inline uint32_t kj_xml_window_end(const kj_xml *xml) {
    return xml->window_start + xml->clean_bytes;
}

/* Moves xml->done over blanks. Returns the byte there, as kj_xml_peek. */
int kj_xml_skip_blanks(kj_xml *xml);

/* Moves xml->done behind the next occurrence of mark. False: there is none. */
bool kj_xml_skip_past(kj_xml *xml, const char *mark);

/* Whether the bytes at offset are those of word, its letters (lower case) in either case. */
bool kj_xml_looking_at(kj_xml *xml, uint32_t offset, const char *word);

bool kj_xml_is_name_start(int byte); /* letters, "_", ":" and all that is not ASCII */
bool kj_xml_is_name(int byte);

/* Looks through what comes before the first element: the declaration, comments, the document
 * type with the entities that it declares (of plain text, a few). done is behind it then. */
void kj_xml_prolog(kj_xml *xml);

/* The text that an entity's name stands for, into text (room for KJ_XML_ENTITY_TEXT bytes);
 * returns its length, 0: not known. */
#define KJ_XML_ENTITY_TEXT 64u
size_t kj_xml_entity(const kj_xml *xml, const char *name, size_t length, char *text);

/* The character that digits ("160", "xA0", as far as length) name, or U+FFFD. */
uint32_t kj_xml_number(const char *digits, size_t length);

#endif
