/* edition_read.c - how the files of an edition are found, parsed and complained about: what the
 * other parts of edition.h stand on. Layer: document. */
#include "document/edition_private.h"

enum { RECOVERIES_MAX = 4096, LINE_BYTES = 360 };

static uint8_t lower(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32u) : byte;
}

bool kj_same_name(const char *one, const char *other) {
    while (*one && lower((uint8_t)*one) == lower((uint8_t)*other)) {
        one++;
        other++;
    }
    return *one == *other;
}

bool kj_has_token(const char *list, const char *token) {
    const size_t length = strlen(token);
    while (list && *list) {
        const size_t word = strcspn(list, " \t\r\n");
        if (word == length && memcmp(list, token, length) == 0) {
            return true;
        }
        list += word;
        list += strspn(list, " \t\r\n");
    }
    return false;
}

/* FNV-1a, 32 bits (Fowler, Noll, Vo). */
uint32_t kj_hash_name(const char *name) {
    uint32_t hash = 2166136261u;
    while (*name) {
        hash = (hash ^ lower((uint8_t)*name++)) * 16777619u;
    }
    return hash;
}

uint64_t kj_hash_id(const char *id) {
    const uint64_t hash = kj_hash_bytes(KJ_HASH_START, id, strlen(id));
    return hash ? hash : 1;
}

void *kj_edition_scratch(kj_edition *edition, size_t bytes) {
    return kj_heap_calloc(edition->config.heap, 1, bytes);
}

static size_t append(char *line, size_t at, const char *text) {
    for (; *text && at < LINE_BYTES - 1u; text++) {
        line[at++] = *text;
    }
    line[at] = '\0';
    return at;
}

void kj_edition_log(kj_edition *edition, const char *name, const char *what) {
    char line[LINE_BYTES];
    const size_t kept = sizeof edition->logged / sizeof edition->logged[0];
    append(line, append(line, append(line, 0, name), ": "), what);
    const uint32_t hash = kj_hash_name(line);
    for (size_t i = 0; i < kept; i++) {
        if (edition->logged[i] == hash) {
            return;
        }
    }
    memmove(edition->logged + 1, edition->logged, (kept - 1u) * sizeof edition->logged[0]);
    edition->logged[0] = hash;
    if (edition->config.log) {
        edition->config.log(edition->config.log_context, line);
    }
}

kj_status kj_edition_find(kj_edition *edition, const char *path, kj_zip_entry *entry) {
    const kj_status status = path[0] ? kj_zip_find(&edition->zip, path, entry) : KJ_ERR_MISSING;
    return status == KJ_ERR_FORMAT ? KJ_ERR_MISSING : status;
}

void kj_edition_enough(kj_edition_pass *pass) {
    pass->done = true;
    if (pass->xml) {
        kj_xml_pause(pass->xml);
    }
}

/* Steps until the end or enough; damage is passed over, so often and no further. */
static kj_status parse(kj_edition *edition, kj_edition_pass *pass) {
    kj_status status = KJ_OK;
    unsigned recoveries = 0;
    while (status == KJ_OK && !pass->done) {
        status = kj_xml_step(pass->xml);
        if (status == KJ_ERR_FORMAT && !pass->done) {
            kj_edition_log(edition, pass->name, kj_xml_trouble(pass->xml));
            status = ++recoveries <= RECOVERIES_MAX ? kj_xml_recover(pass->xml) : KJ_END;
        }
        if (status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE) {
            status = KJ_END; /* nothing behind the damage can be read */
        }
    }
    return pass->done || status == KJ_END ? KJ_OK : status;
}

static void no_start(void *context, const char *name, const char *const *attributes) {
    (void)context;
    (void)name;
    (void)attributes;
}

static void no_end(void *context, const char *name) {
    (void)context;
    (void)name;
}

static void no_text(void *context, const char *text, size_t length) {
    (void)context;
    (void)text;
    (void)length;
}

/* Handlers that are not given do nothing. */
static kj_xml_handlers complete(kj_xml_handlers handlers) {
    handlers.start = handlers.start ? handlers.start : no_start;
    handlers.end = handlers.end ? handlers.end : no_end;
    handlers.text = handlers.text ? handlers.text : no_text;
    return handlers;
}

typedef struct parsing {
    kj_zip_reader reader;
    kj_xml xml;
} parsing;

static kj_status open_parser(kj_edition *edition, kj_edition_pass *pass, parsing *now) {
    const kj_xml_config config = {.stream = kj_zip_reader_stream(&now->reader),
                                  .heap = edition->config.heap,
                                  .handlers = complete(pass->handlers)};
    if (pass->path) {
        return kj_xml_resume(&now->xml, &config, pass->offset, pass->path, pass->path_length);
    }
    return kj_xml_open(&now->xml, &config);
}

kj_status kj_edition_run(kj_edition *edition, kj_edition_pass *pass) {
    kj_zip_entry entry;
    parsing *now = kj_edition_scratch(edition, sizeof *now);
    if (!now) {
        return KJ_ERR_MEMORY;
    }
    kj_status status = kj_zip_at(&edition->zip, pass->locator, &entry, NULL, 0);
    if (status == KJ_OK) {
        status = kj_zip_reader_open(&now->reader, &edition->zip, &entry, edition->config.heap, 15);
        if (status == KJ_ERR_FORMAT || status == KJ_ERR_TOO_LARGE) {
            kj_edition_log(edition, pass->name, kj_zip_trouble_name(edition->zip.trouble));
        }
    }
    if (status == KJ_OK) {
        status = open_parser(edition, pass, now);
        if (status == KJ_OK) {
            pass->xml = &now->xml;
            status = parse(edition, pass);
            pass->xml = NULL;
            kj_xml_close(&now->xml);
        }
        kj_zip_reader_close(&now->reader);
    }
    kj_heap_free(edition->config.heap, now);
    return status;
}
