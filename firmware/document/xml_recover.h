/* xml_recover.h - what xml.c and xml_recover.c share. Private to xml*.c. */
#ifndef KJ_DOCUMENT_XML_RECOVER_H
#define KJ_DOCUMENT_XML_RECOVER_H

#include "document/xml.h"

bool kj_xml_is_void(const kj_xml *xml, const char *name);
bool kj_xml_has_room_for(const kj_xml *xml, const char *name);
const char *kj_xml_innermost(const kj_xml *xml);

/* Give an event to the handlers and keep the path. attributes are made local names. */
void kj_xml_give_start(kj_xml *xml, const char *name, const char **attributes);
void kj_xml_give_end(kj_xml *xml);
void kj_xml_note_end(kj_xml *xml, const char *name); /* its end tag was there, open or not */
void kj_xml_give_text(kj_xml *xml, const char *text, size_t length);

/* No further event comes from expat; the token at done is what is wrong. */
void kj_xml_stop(kj_xml *xml, const char *trouble);

/* A parser that goes on at offset inside the elements of the path. KJ_OK or ERR_MEMORY. */
KJ_MUST_USE kj_status kj_xml_restart(kj_xml *xml, uint32_t offset);
void kj_xml_free_parser(kj_xml *xml);

/* The start tag at done, read as HTML reads one: attributes without quotes, twice, too long,
 * with "<" or "&" in them. */
#define KJ_XML_TAG_BYTES      768u
#define KJ_XML_TAG_ATTRIBUTES 12u
typedef struct kj_xml_tag {
    const char *attributes[2 * KJ_XML_TAG_ATTRIBUTES + 1];
    unsigned count;
    size_t used;
    bool ends;      /* "/>" */
    bool bare;      /* has an attribute without a value, as words in text would be */
    bool committed; /* too much of it is gone by to take it for text */
    char text[KJ_XML_TAG_BYTES];
} kj_xml_tag; /* text begins with the name */

/* *end = offset behind it, xml->harm is set where text may be in it. False: it is no tag; *end is
 * the stream's end where it would be one but for that. */
bool kj_xml_read_tag(kj_xml *xml, kj_xml_tag *tag, uint32_t *end);

#endif
