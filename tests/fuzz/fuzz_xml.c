/* fuzz_xml.c - any bytes as XML, in pieces of any size: it comes to an end in bounded steps, gives
 * back its memory, makes text no longer than the file allows, and a parser that begins at a place
 * that was reported reports what followed it. */
#include "unit/xml_case.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_BYTES = 1 << 16 };

static xml_case test, again;
static xml_place places[XML_CASE_PLACES];

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

static void check_heap(xml_case *one) {
    require(kj_heap_check(&one->heap) == KJ_OK && kj_heap_get_stats(&one->heap).live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > SIZE_MAX_BYTES) {
        return 0;
    }
    xml_case_begin(&test, data + 2, size - 2);
    test.html = data[0] & 1;
    test.pauses = data[0] & 2;
    test.piece = data[0] >> 2;
    test.places = places;
    kj_status status = xml_case_run(&test);
    require(status == KJ_END);
    require(test.steps <= 64 + 8 * size);
    require(test.reported <= 4096 + size * 16);
    check_heap(&test);
    if (test.place_count > 0 && test.dumped + 1024 < sizeof test.dump) {
        const xml_place *place = &places[data[1] * test.place_count / 256];
        xml_case_begin(&again, data + 2, size - 2);
        again.html = data[0] & 1;
        require(xml_case_resume(&again, place) == KJ_END);
        require(strcmp(again.dump, test.dump + place->dumped) == 0);
        check_heap(&again);
    }
    return 0;
}
