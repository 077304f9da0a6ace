/* fuzz_page.c - any bytes as an article's page: whatever is judged, the body is well-formed XML and
 * pictures have addresses; and any bytes as a date. */
#include "press/feed/dates.h"
#include "press/feed/page.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_body(const char *body) {
    char *whole = kj_press_format("<body>%s</body>", body ? body : "");
    xmlDoc *document = xmlReadMemory(whole, (int)strlen(whole), NULL, "UTF-8",
                                     XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    if (!document) {
        abort();
    }
    xmlFreeDoc(document);
    free(whole);
}

static void check_date(const uint8_t *data, size_t size) {
    char written[KJ_DATES_TEXT_BYTES];
    char *text = kj_press_cut((const char *)data, size < 200 ? size : 200);
    kj_moment moment, again;
    if (kj_dates_read(text, 360, (int64_t)20782 * 86400, &moment) == KJ_OK) {
        kj_dates_write(&moment, written);
        if (kj_dates_read(written, moment.zone_minutes, 0, &again) != KJ_OK ||
            again.seconds != moment.seconds || again.has_time != moment.has_time) {
            abort(); /* what it writes, it reads */
        }
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const kj_page_source source = {.wanted = "https://example.org/a",
                                   .address = "https://example.org/a",
                                   .zone_minutes = 360,
                                   .now = (int64_t)20782 * 86400,
                                   .code = 200};
    kj_clean_page page;
    if (size >= 65536) {
        return 0;
    }
    (void)kj_page_read((const char *)data, size, &source, &page);
    check_body(page.body);
    kj_clean_page_free(&page);
    check_date(data, size);
    return 0;
}
