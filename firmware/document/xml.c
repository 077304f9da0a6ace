/* xml.c - see xml.h. Expat is shown the elements alone, inside one of our own that never ends, so
 * that text and elements may come in any order and number; before it stand the start tags of the
 * elements that are taken to be open. Layer: document. */
#include "document/xml.h"

#include "document/xml_input.h"
#include "document/xml_recover.h"
#include "vendor/expat_heap.h"

#include <assert.h>
#include <string.h>

enum { PIECE_BYTES = 512, FEED_BYTES = 256, VOIDS_MAX = 48 };

/* Names an external DTD, so that entities that are not declared are no error but reported; it is
 * never asked for. */
static const char prefix[] = "<!DOCTYPE x SYSTEM \"\"><kj..>";

static const char *local_name(const char *name) {
    const char *colon = strchr(name, ':');
    return colon && colon[1] ? colon + 1 : name;
}

/* In html: HTML's elements that have no content. */
bool kj_xml_is_void(const kj_xml *xml, const char *name) {
    static const char voids[][8] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                    "input", "link", "meta", "param", "source", "track", "wbr"};
    for (size_t i = 0; xml->config.html && i < sizeof voids / sizeof voids[0]; i++) {
        if (strcmp(local_name(name), voids[i]) == 0) {
            return true;
        }
    }
    return false;
}

void kj_xml_stop(kj_xml *xml, const char *trouble) {
    xml->trouble = trouble;
    xml->stopped = true;
    xml->token = xml->done;
    if (xml->parser) {
        (void)XML_StopParser(xml->parser, XML_FALSE);
    }
}

bool kj_xml_has_room_for(const kj_xml *xml, const char *name) {
    return xml->depth < KJ_XML_DEPTH_MAX && xml->path_length + strlen(name) + 1 <= sizeof xml->path;
}

void kj_xml_give_start(kj_xml *xml, const char *name, const char **attributes) {
    for (size_t i = 0; attributes[i]; i += 2) {
        attributes[i] = local_name(attributes[i]);
    }
    xml->config.handlers.start(xml->config.handlers.context, local_name(name), attributes);
    if (kj_xml_is_void(xml, name)) {
        xml->config.handlers.end(xml->config.handlers.context, local_name(name));
        return;
    }
    const size_t bytes = strlen(name) + 1;
    memcpy(xml->path + xml->path_length, name, bytes);
    xml->path_length = (uint16_t)(xml->path_length + bytes);
    xml->depth++;
}

const char *kj_xml_innermost(const kj_xml *xml) {
    size_t at = xml->path_length ? xml->path_length - 1u : 0;
    while (at > 0 && xml->path[at - 1]) {
        at--;
    }
    return xml->path + at;
}

void kj_xml_note_end(kj_xml *xml, const char *name) {
    name = local_name(name);
    xml->is_whole = xml->is_whole ||
                    (xml->config.html && (strcmp(name, "body") == 0 || strcmp(name, "html") == 0));
}

void kj_xml_give_end(kj_xml *xml) {
    const char *name = kj_xml_innermost(xml);
    kj_xml_note_end(xml, name);
    xml->config.handlers.end(xml->config.handlers.context, local_name(name));
    xml->path_length = (uint16_t)(name - xml->path);
    xml->depth--;
}

void kj_xml_give_text(kj_xml *xml, const char *text, size_t length) {
    while (length > 0) {
        const char *flaw = memchr(text, KJ_XML_FLAW, length);
        const size_t good = flaw ? (size_t)(flaw - text) : length;
        if (good > 0) {
            xml->config.handlers.text(xml->config.handlers.context, text, good);
            xml->is_partly_told = true;
        }
        if (!flaw) {
            return;
        }
        xml->config.handlers.text(xml->config.handlers.context, "\xEF\xBF\xBD", 3);
        xml->is_partly_told = true;
        text += good + 1;
        length -= good + 1;
    }
}

/* --- Expat's handlers */

/* Takes down where the token lies. False: it is to be kept from the handlers. */
static bool locate(kj_xml *xml) {
    if (xml->priming || xml->stopped) {
        return false;
    }
    xml->token = (uint32_t)XML_GetCurrentByteIndex(xml->parser) + xml->base;
    xml->done = xml->token + (uint32_t)XML_GetCurrentByteCount(xml->parser);
    xml->is_partly_told = false;
    return true;
}

/* Whether the tag that is reported has references in its attributes that expat leaves out: to
 * names that only we know. The tag is whole in the window. */
static bool has_names_of_ours(const kj_xml *xml) {
    const uint8_t *at = xml->window + (xml->token - xml->window_start);
    const uint8_t *end = xml->window + (xml->done - xml->window_start);
    while ((at = memchr(at, '&', (size_t)(end - at))) != NULL) {
        static const char known[][6] = {"amp;", "lt;", "gt;", "quot;", "apos;", "#"};
        bool is_known = false;
        at++;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
            const size_t length = strlen(known[i]);
            is_known =
                is_known || ((size_t)(end - at) >= length && memcmp(at, known[i], length) == 0);
        }
        if (!is_known) {
            return true;
        }
    }
    return false;
}

/* Reports the start tag with its attributes as we read them ourselves. False: not possible. */
static bool give_with_names(kj_xml *xml) {
    kj_xml_tag tag;
    uint32_t end;
    const uint32_t done = xml->done;
    const bool harm = xml->harm;
    xml->done = xml->token;
    const bool good = kj_xml_read_tag(xml, &tag, &end) && end == done;
    xml->done = done;
    xml->harm = harm;
    if (good) {
        kj_xml_give_start(xml, tag.text, tag.attributes);
    }
    return good;
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
    kj_xml *xml = context;
    const uint32_t before = xml->done;
    if (!locate(xml)) {
        return;
    }
    if (!kj_xml_is_void(xml, name) && !kj_xml_has_room_for(xml, name)) {
        xml->done = before;
        xml->too_deep = true;
        kj_xml_stop(xml, "elements are nested too deep");
        return;
    }
    xml->voids = (uint8_t)(xml->voids + kj_xml_is_void(xml, name));
    if (!attributes[0] || !has_names_of_ours(xml) || !give_with_names(xml)) {
        kj_xml_give_start(xml, name, attributes);
    }
}

static void XMLCALL on_end(void *context, const XML_Char *name) {
    kj_xml *xml = context;
    const uint32_t before = xml->done;
    if (!locate(xml)) {
        return;
    }
    if (kj_xml_is_void(xml, name)) {
        xml->voids--;
        return;
    }
    if (xml->depth == 0) {
        xml->done = before;
        kj_xml_stop(xml, "mismatched tag");
        return;
    }
    kj_xml_give_end(xml);
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length) {
    kj_xml *xml = context;
    if (locate(xml)) {
        kj_xml_give_text(xml, text, (size_t)length);
    }
}

static void XMLCALL on_entity(void *context, const XML_Char *name, int is_parameter) {
    kj_xml *xml = context;
    char text[KJ_XML_ENTITY_TEXT];
    if (!locate(xml)) {
        return;
    }
    const size_t length = kj_xml_entity(xml, name, strlen(name), text);
    if (length > 0) {
        kj_xml_give_text(xml, text, length);
        return;
    }
    kj_xml_give_text(xml, "&", 1);
    kj_xml_give_text(xml, name, strlen(name));
    kj_xml_give_text(xml, ";", 1);
}

static void XMLCALL on_cdata_start(void *context) {
    kj_xml *xml = context;
    xml->in_cdata = locate(xml);
}

static void XMLCALL on_cdata_end(void *context) {
    kj_xml *xml = context;
    (void)locate(xml);
    xml->in_cdata = false;
}

/* Comments and processing instructions. */
static void XMLCALL on_other(void *context, const XML_Char *text, int length) {
    (void)locate(context);
}

/* --- Beginning */

static void set_up(kj_xml *xml) {
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetSkippedEntityHandler(xml->parser, on_entity);
    XML_SetCdataSectionHandler(xml->parser, on_cdata_start, on_cdata_end);
    XML_SetDefaultHandler(xml->parser, on_other);
    /* A constant: see vendor/config/expat_config.h. */
    (void)XML_SetHashSalt(xml->parser, 0x6B61676Ful);
    /* Pieces are small and tokens bounded: waiting for more of a token saves nothing here. */
    (void)XML_SetReparseDeferralEnabled(xml->parser, XML_FALSE);
}

static bool feed_text(kj_xml *xml, const char *text, size_t length, uint32_t *fed) {
    *fed += (uint32_t)length;
    return XML_Parse(xml->parser, text, (int)length, XML_FALSE) == XML_STATUS_OK;
}

/* Shows expat the start tags of what is open. */
static bool prime(kj_xml *xml) {
    uint32_t fed = 0;
    bool good = feed_text(xml, prefix, sizeof prefix - 1, &fed);
    for (size_t at = 0; good && at < xml->path_length;) {
        const size_t length = strlen(xml->path + at);
        good = feed_text(xml, "<", 1, &fed) && feed_text(xml, xml->path + at, length, &fed) &&
               feed_text(xml, ">", 1, &fed);
        at += length + 1;
    }
    xml->base = xml->done - fed;
    return good;
}

void kj_xml_free_parser(kj_xml *xml) {
    if (xml->parser) {
        kj_expat_heap_bind(xml->config.heap);
        XML_ParserFree(xml->parser);
        xml->parser = NULL;
    }
}

kj_status kj_xml_restart(kj_xml *xml, uint32_t offset) {
    kj_expat_heap_bind(xml->config.heap);
    kj_xml_input_go_to(xml, offset);
    xml->stopped = xml->suspended = xml->in_cdata = xml->too_deep = false;
    xml->voids = 0;
    for (unsigned attempt = 0; attempt < 2; attempt++) {
        if (!xml->parser) {
            xml->parser = XML_ParserCreate_MM("UTF-8", &kj_expat_memory, NULL);
        } else if (!XML_ParserReset(xml->parser, "UTF-8")) {
            kj_xml_free_parser(xml);
            continue;
        }
        if (!xml->parser) {
            return KJ_ERR_MEMORY;
        }
        set_up(xml);
        xml->priming = true;
        const bool primed = prime(xml);
        xml->priming = false;
        if (primed) {
            return KJ_OK;
        }
        kj_xml_free_parser(xml); /* what earlier tokens left behind may be what is in the way */
    }
    return KJ_ERR_MEMORY;
}

static kj_status begin(kj_xml *xml, const kj_xml_config *config) {
    *xml = (kj_xml){.config = *config, .trouble = "", .retried = UINT32_MAX};
    xml->window = kj_heap_alloc(config->heap, KJ_XML_WINDOW_BYTES);
    if (!xml->window) {
        return KJ_ERR_MEMORY;
    }
    kj_xml_input_begin(xml);
    kj_xml_prolog(xml);
    return kj_xml_is_passing(xml->failed) ? xml->failed : KJ_OK;
}

kj_status kj_xml_open(kj_xml *xml, const kj_xml_config *config) {
    kj_status status = begin(xml, config);
    if (status == KJ_OK) {
        status = kj_xml_restart(xml, xml->done);
    }
    if (status != KJ_OK) {
        kj_xml_close(xml);
    }
    return status;
}

kj_status kj_xml_resume(kj_xml *xml, const kj_xml_config *config, uint32_t offset, const char *path,
                        size_t path_length) {
    if (path_length > KJ_XML_PATH_BYTES || (path_length > 0 && path[path_length - 1] != '\0')) {
        return KJ_ERR_ARGUMENT;
    }
    kj_status status = begin(xml, config);
    if (status == KJ_OK) {
        memcpy(xml->path, path, path_length);
        xml->path_length = (uint16_t)path_length;
        for (size_t i = 0; i < path_length; i++) {
            xml->depth = (uint8_t)(xml->depth + (path[i] == '\0'));
        }
        status = kj_xml_restart(xml, offset);
    }
    if (status != KJ_OK) {
        kj_xml_close(xml);
    }
    return status;
}

/* --- Going on */

/* Memory ran out. What expat has learnt (names of elements and attributes) is thrown away and the
 * token tried again, once; a token that is long is too large then. */
static kj_status out_of_memory(kj_xml *xml) {
    const bool first = xml->retried != xml->done;
    xml->retried = xml->done;
    if (first) {
        kj_xml_free_parser(xml);
        kj_xml_input_go_to(xml, xml->done);
        return kj_xml_restart(xml, xml->done);
    }
    if (kj_xml_window_end(xml) - xml->done > 2 * PIECE_BYTES) {
        kj_xml_stop(xml, "a tag takes more memory than there is");
        return KJ_ERR_FORMAT;
    }
    kj_xml_free_parser(xml);
    return KJ_ERR_MEMORY;
}

static kj_status after(kj_xml *xml, enum XML_Status status) {
    if (status == XML_STATUS_OK) {
        return KJ_OK;
    }
    if (status == XML_STATUS_SUSPENDED) {
        xml->suspended = true;
        return KJ_OK;
    }
    const enum XML_Error error = XML_GetErrorCode(xml->parser);
    if (error == XML_ERROR_NO_MEMORY) {
        return out_of_memory(xml);
    }
    if (!xml->stopped) {
        kj_xml_stop(xml, XML_ErrorString(error));
    }
    return KJ_ERR_FORMAT;
}

/* Bytes from fed on that make whole tags, as far as can be seen: then expat need not keep the
 * beginning of one. All of them where even the first tag is not whole. */
static uint32_t whole_tags(const kj_xml *xml) {
    uint32_t length = kj_xml_window_end(xml) - xml->fed;
    const uint8_t *bytes = xml->window + (xml->fed - xml->window_start);
    length = length < FEED_BYTES ? length : FEED_BYTES;
    for (uint32_t i = length; i > 0; i--) {
        if (bytes[i - 1] == '>') {
            break;
        }
        if (bytes[i - 1] == '<') {
            return i - 1;
        }
    }
    return length;
}

static kj_status at_end(kj_xml *xml) {
    if (kj_xml_is_passing(xml->failed)) {
        return xml->failed;
    }
    const bool all_told = xml->done == kj_xml_window_end(xml);
    if (xml->failed == KJ_END && xml->depth == 0 && all_told) {
        return KJ_END;
    }
    xml->ended = all_told; /* else the half of a token is looked at first */
    kj_xml_stop(xml, xml->failed == KJ_END ? "ends in the middle" : "its bytes are damaged");
    return KJ_ERR_FORMAT;
}

kj_status kj_xml_step(kj_xml *xml) {
    if (xml->stopped) {
        return KJ_ERR_FORMAT;
    }
    if (!xml->parser) {
        return KJ_ERR_MEMORY;
    }
    if (kj_xml_is_passing(xml->failed)) {
        xml->failed = KJ_OK;
    }
    kj_expat_heap_bind(xml->config.heap);
    if (xml->suspended) {
        xml->suspended = false;
        return after(xml, XML_ResumeParser(xml->parser));
    }
    if (xml->voids >= VOIDS_MAX && !xml->in_cdata) { /* which expat takes to be open still */
        return kj_xml_restart(xml, xml->done);
    }
    uint32_t length = whole_tags(xml);
    if (length == 0) {
        kj_status status = kj_xml_input_fill(xml);
        if (status == KJ_ERR_RANGE && xml->fed == kj_xml_window_end(xml)) {
            kj_xml_stop(xml, "a tag or comment is too large");
            return KJ_ERR_FORMAT;
        }
        if (status != KJ_OK && xml->fed == kj_xml_window_end(xml)) {
            return at_end(xml);
        }
        if (status == KJ_OK && (length = whole_tags(xml)) == 0) {
            return KJ_OK;
        }
    }
    if (length == 0) { /* what there is of the last tag */
        length = kj_xml_window_end(xml) - xml->fed;
        length = length < FEED_BYTES ? length : FEED_BYTES;
    }
    const char *bytes = (const char *)xml->window + (xml->fed - xml->window_start);
    xml->fed += length;
    return after(xml, XML_Parse(xml->parser, bytes, (int)length, XML_FALSE));
}

void kj_xml_pause(kj_xml *xml) {
    if (xml->parser && !xml->stopped) {
        (void)XML_StopParser(xml->parser, XML_TRUE);
    }
}

uint32_t kj_xml_offset(const kj_xml *xml) { return xml->token; }

bool kj_xml_can_resume(const kj_xml *xml) {
    return !xml->in_cdata && !xml->is_whole && !xml->is_partly_told;
}

size_t kj_xml_path(const kj_xml *xml, char *path, size_t capacity) {
    if (xml->path_length > capacity || !kj_xml_can_resume(xml)) {
        return 0;
    }
    memcpy(path, xml->path, xml->path_length);
    return xml->path_length;
}

const char *kj_xml_trouble(const kj_xml *xml) { return xml->trouble; }

bool kj_xml_has_lost(const kj_xml *xml) { return xml->harm; }

void kj_xml_close(kj_xml *xml) {
    kj_xml_free_parser(xml);
    if (xml->window) {
        kj_heap_free(xml->config.heap, xml->window);
        xml->window = NULL;
    }
}

const char *kj_xml_attribute(const char *const *attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(attributes[i], name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}
