/* xml_case.h - a kj_xml over bytes in memory whose events are written down: tests and fuzzer. */
#ifndef KJ_TEST_XML_CASE_H
#define KJ_TEST_XML_CASE_H

#include "document/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { XML_CASE_HEAP = 40 * 1024, XML_CASE_EVENTS = 1 << 20, XML_CASE_PLACES = 4096 };

typedef struct xml_place {
    uint32_t offset; /* of a start or text, as kj_xml_offset gave it */
    size_t dumped;   /* bytes of the dump before it */
    size_t path_length;
    char path[KJ_XML_PATH_BYTES];
} xml_place;

typedef struct xml_case {
    kj_xml xml;
    kj_heap heap;
    const uint8_t *bytes;
    uint32_t size;
    size_t piece; /* most bytes a read of the stream gives */
    int reads_until_error;
    bool is_damaged; /* ERR_FORMAT in place of the end */
    bool pauses;     /* after each event */
    bool html;
    unsigned recoveries, losses, steps;
    size_t dumped;
    size_t reported;   /* bytes of text */
    xml_place *places; /* XML_CASE_PLACES of them, or NULL */
    unsigned place_count;
    /* From here on it is not cleared: the fuzzer would do little else. */
    char dump[XML_CASE_EVENTS];
    _Alignas(8) uint8_t region[XML_CASE_HEAP];
} xml_case;

static inline kj_status xml_case_read(void *context, uint32_t offset, uint8_t *bytes,
                                      size_t capacity, size_t *length) {
    xml_case *test = context;
    if (test->reads_until_error >= 0 && test->reads_until_error-- == 0) {
        return KJ_ERR_IO;
    }
    if (offset >= test->size) {
        return test->is_damaged ? KJ_ERR_FORMAT : KJ_END;
    }
    size_t count = test->size - offset;
    count = count < capacity ? count : capacity;
    count = test->piece && count > test->piece ? test->piece : count;
    memcpy(bytes, test->bytes + offset, count);
    *length = count;
    return KJ_OK;
}

static inline void xml_case_put(xml_case *test, const char *text, size_t length) {
    if (test->dumped + length + 1 < sizeof test->dump) {
        memcpy(test->dump + test->dumped, text, length);
        test->dumped += length;
        test->dump[test->dumped] = '\0';
    }
}

static inline void xml_case_remember(xml_case *test) {
    if (!test->places || test->place_count == XML_CASE_PLACES) {
        return;
    }
    xml_place *place = &test->places[test->place_count];
    place->offset = kj_xml_offset(&test->xml);
    place->dumped = test->dumped;
    place->path_length = kj_xml_path(&test->xml, place->path, sizeof place->path);
    test->place_count += kj_xml_can_resume(&test->xml);
}

static inline void xml_case_start(void *context, const char *name, const char *const *attributes) {
    xml_case *test = context;
    xml_case_remember(test);
    xml_case_put(test, "<", 1);
    xml_case_put(test, name, strlen(name));
    for (size_t i = 0; attributes[i]; i += 2) {
        xml_case_put(test, " ", 1);
        xml_case_put(test, attributes[i], strlen(attributes[i]));
        xml_case_put(test, "=", 1);
        xml_case_put(test, attributes[i + 1], strlen(attributes[i + 1]));
    }
    xml_case_put(test, ">", 1);
    if (test->pauses) {
        kj_xml_pause(&test->xml);
    }
}

static inline void xml_case_end(void *context, const char *name) {
    xml_case *test = context;
    xml_case_put(test, "</", 2);
    xml_case_put(test, name, strlen(name));
    xml_case_put(test, ">", 1);
    if (test->pauses) {
        kj_xml_pause(&test->xml);
    }
}

static inline void xml_case_text(void *context, const char *text, size_t length) {
    xml_case *test = context;
    xml_case_remember(test);
    xml_case_put(test, text, length);
    test->reported += length;
    if (test->pauses) {
        kj_xml_pause(&test->xml);
    }
}

static inline kj_xml_config xml_case_config(xml_case *test) {
    return (kj_xml_config){.stream = {test, xml_case_read},
                           .heap = &test->heap,
                           .html = test->html,
                           .handlers = {test, xml_case_start, xml_case_end, xml_case_text}};
}

static inline void xml_case_begin(xml_case *test, const void *bytes, size_t size) {
    memset(test, 0, offsetof(xml_case, dump));
    test->dump[0] = '\0';
    test->bytes = bytes;
    test->size = (uint32_t)size;
    test->reads_until_error = -1;
    if (kj_heap_init(&test->heap, test->region, sizeof test->region) != KJ_OK) {
        abort();
    }
}

/* Steps and recovers until the end or an error that lasts. */
static inline kj_status xml_case_go_on(xml_case *test) {
    kj_status status;
    while ((status = kj_xml_step(&test->xml)) == KJ_OK || status == KJ_ERR_FORMAT) {
        test->steps++;
        if (status == KJ_ERR_FORMAT) {
            test->recoveries++;
            status = kj_xml_recover(&test->xml);
            test->losses += kj_xml_has_lost(&test->xml);
            if (status != KJ_OK) {
                break;
            }
        }
    }
    return status;
}

static inline kj_status xml_case_run(xml_case *test) {
    kj_xml_config config = xml_case_config(test);
    kj_status status = kj_xml_open(&test->xml, &config);
    if (status == KJ_OK) {
        status = xml_case_go_on(test);
    }
    kj_xml_close(&test->xml);
    return status;
}

static inline kj_status xml_case_resume(xml_case *test, const xml_place *place) {
    kj_xml_config config = xml_case_config(test);
    kj_status status =
        kj_xml_resume(&test->xml, &config, place->offset, place->path, place->path_length);
    if (status == KJ_OK) {
        status = xml_case_go_on(test);
    }
    kj_xml_close(&test->xml);
    return status;
}

#endif
