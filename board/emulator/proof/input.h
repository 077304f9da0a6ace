/* input.h - what kagoj-proof lays out: a text, an XHTML file, or an edition's articles one after
 * the other. Layer: board (host). */
#ifndef KJ_PROOF_INPUT_H
#define KJ_PROOF_INPUT_H

#include "document/edition.h"
#include "document/plain.h"
#include "host/archive_of_one.h"
#include "host/file_source.h"
#include "reader/contents.h"

#include <stdbool.h>

typedef enum kj_input_kind { KJ_INPUT_TEXT, KJ_INPUT_XHTML, KJ_INPUT_EDITION } kj_input_kind;

/* Not to be moved while open. */
typedef struct kj_proof_input {
    kj_input_kind kind;
    kj_file_source file;
    kj_heap *scratch;
    kj_plain plain;
    kj_archive_of_one archive; /* around an XHTML file */
    kj_zip zip;
    kj_edition edition;
    kj_xhtml xhtml;
    bool xhtml_open;
    uint32_t next; /* article, or entry of the edition */
    bool front;    /* the front page is all */
    kj_contents_list contents;
    kj_listing listing;
} kj_proof_input;

/* Opens path: an edition where it is an archive, XHTML where its name ends in .xhtml, .html or
 * .htm, else text. scratch is borrowed. Statuses as kj_file_source_open and kj_edition_open; only
 * after KJ_OK is there something to close. */
KJ_MUST_USE kj_status kj_proof_input_open(kj_proof_input *input, const char *path,
                                          kj_heap *scratch);

/* From now on the front page of an edition is its only document. KJ_OK; ERR_FORMAT: it is none. */
KJ_MUST_USE kj_status kj_proof_input_show_front(kj_proof_input *input);

/* The next article; rewind begins anew. KJ_OK; KJ_END; errors of opening it. */
KJ_MUST_USE kj_status kj_proof_input_next(kj_proof_input *input, kj_document **document);
void kj_proof_input_rewind(kj_proof_input *input);
void kj_proof_input_close(kj_proof_input *input);

#endif
