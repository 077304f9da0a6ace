/* input.c - see input.h. Layer: board (host). */
#include "input.h"

#include "reader/strings.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static void log_line(void *context, const char *line) {
    fprintf(stderr, "kagoj-proof: %s\n", line);
}

static kj_xhtml_words words(void) {
    return (kj_xhtml_words){.damaged = kj_string_get(KJ_LANGUAGE_BENGALI, KJ_STRING_TEXT_DAMAGED),
                            .unreadable =
                                kj_string_get(KJ_LANGUAGE_BENGALI, KJ_STRING_TEXT_UNREADABLE),
                            .picture = kj_string_get(KJ_LANGUAGE_BENGALI, KJ_STRING_PICTURE)};
}

static bool ends_in(const char *path, const char *ending) {
    const size_t length = strlen(path), tail = strlen(ending);
    return length > tail && !strcasecmp(path + length - tail, ending);
}

static kj_status kind_of(const kj_source *source, const char *path, kj_input_kind *kind) {
    uint8_t head[4] = {0};
    kj_status status = source->size_bytes >= sizeof head
                           ? source->read(source->context, 0, head, sizeof head)
                           : KJ_OK;
    const bool markup = ends_in(path, ".xhtml") || ends_in(path, ".html") || ends_in(path, ".htm");
    *kind = !memcmp(head, "PK\3\4", 4) || ends_in(path, ".epub") ? KJ_INPUT_EDITION
            : markup                                             ? KJ_INPUT_XHTML
                                                                 : KJ_INPUT_TEXT;
    return status;
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static kj_status open_kind(kj_proof_input *input, const char *path) {
    const kj_source *source = &input->file.source;
    kj_status status = kind_of(source, path, &input->kind);
    if (status != KJ_OK || input->kind == KJ_INPUT_TEXT) {
        return status;
    }
    if (input->kind == KJ_INPUT_XHTML) {
        status = kj_archive_of_one_open(&input->archive, source, name_of(path));
        return status == KJ_OK ? kj_zip_open(&input->zip, &input->archive.source) : status;
    }
    const kj_edition_config config = {.source = *source,
                                      .heap = input->scratch,
                                      .words = words(),
                                      .untitled =
                                          kj_string_get(KJ_LANGUAGE_BENGALI, KJ_STRING_UNTITLED),
                                      .log = log_line};
    return kj_edition_open(&input->edition, &config);
}

kj_status kj_proof_input_open(kj_proof_input *input, const char *path, kj_heap *scratch) {
    *input = (kj_proof_input){.scratch = scratch};
    kj_status status = kj_file_source_open(&input->file, path);
    if (status == KJ_OK) {
        status = open_kind(input, path);
        if (status != KJ_OK) {
            kj_file_source_close(&input->file);
        }
    }
    return status;
}

static void close_article(kj_proof_input *input) {
    if (input->kind == KJ_INPUT_EDITION) {
        kj_edition_close_article(&input->edition);
    } else if (input->xhtml_open) {
        kj_xhtml_close(&input->xhtml);
        input->xhtml_open = false;
    }
}

/* The only part of an article that is a file by itself. */
static kj_status get_part(void *context, unsigned index, kj_xhtml_part *part) {
    kj_proof_input *input = context;
    if (index > 0) {
        return KJ_END;
    }
    uint32_t locator = KJ_ZIP_LOCATOR_NONE;
    kj_zip_entry entry;
    memset(part, 0, sizeof *part);
    kj_status status = kj_zip_next(&input->zip, &locator, &entry, part->path, sizeof part->path);
    part->locator = entry.locator;
    return status;
}

static kj_status open_xhtml(kj_proof_input *input) {
    const kj_xhtml_config config = {.zip = &input->zip,
                                    .heap = input->scratch,
                                    .parts = {.context = input, .get = get_part},
                                    .words = words(),
                                    .log = log_line};
    kj_status status = kj_xhtml_open(&input->xhtml, &config);
    input->xhtml_open = status == KJ_OK;
    return status;
}

static kj_status next_entry(kj_proof_input *input) {
    kj_entry entry;
    kj_status status;
    while ((status = kj_edition_entry(&input->edition, input->next, &entry)) == KJ_OK) {
        const uint32_t index = input->next++;
        if (entry.kind == KJ_ENTRY_ARTICLE) {
            status = kj_edition_open_article(&input->edition, index, &input->xhtml);
            if (status != KJ_END) { /* an article without text has no pages */
                return status;
            }
        }
    }
    return status;
}

kj_status kj_proof_input_show_front(kj_proof_input *input) {
    kj_entry entry;
    uint32_t articles = 0;
    if (input->kind != KJ_INPUT_EDITION) {
        return KJ_ERR_FORMAT;
    }
    for (uint32_t i = 0; kj_edition_entry(&input->edition, i, &entry) == KJ_OK; i++) {
        articles += entry.kind == KJ_ENTRY_ARTICLE;
    }
    input->front = true;
    input->contents = (kj_contents_list){
        .edition = &input->edition, .language = KJ_LANGUAGE_BENGALI, .articles = articles};
    return KJ_OK;
}

kj_status kj_proof_input_next(kj_proof_input *input, kj_document **document) {
    close_article(input);
    if (input->front && input->next++ > 0) {
        return KJ_END;
    }
    if (input->front) {
        const kj_listing_source source = kj_contents_list_source(&input->contents);
        kj_listing_open(&input->listing, &source);
        *document = &input->listing.document;
        return KJ_OK;
    }
    if (input->kind == KJ_INPUT_EDITION) {
        kj_status status = next_entry(input);
        if (status == KJ_OK) {
            *document = &input->xhtml.document;
        }
        return status;
    }
    if (input->next++ > 0) {
        return KJ_END;
    }
    kj_status status = input->kind == KJ_INPUT_XHTML
                           ? open_xhtml(input)
                           : kj_plain_open(&input->plain, &input->file.source);
    /* Of nothing at all the caller says so: END means that there is no further article. */
    if (status == KJ_OK) {
        *document = input->kind == KJ_INPUT_XHTML ? &input->xhtml.document : &input->plain.document;
    }
    return status;
}

void kj_proof_input_rewind(kj_proof_input *input) {
    close_article(input);
    input->next = 0;
}

void kj_proof_input_close(kj_proof_input *input) {
    close_article(input);
    if (input->kind == KJ_INPUT_EDITION) {
        kj_edition_close(&input->edition);
    }
    kj_file_source_close(&input->file);
}
