/* check_index.c - whether the index that the reader searches is whole; see check.h. */
#include "check.h"

#include "document/search_index.h"

static void take(void *context, const kj_fold_word *word, uint32_t entry, bool in_headline) {
    (void)context;
    (void)word;
    (void)entry;
    (void)in_headline;
}

static void take_common(void *context, const kj_fold_word *word) {
    (void)context;
    (void)word;
}

/* What is wrong is logged by the reader's module, which makes it a problem. */
void kj_check_index(kj_check *check) {
    static kj_search_index index;
    const kj_fold_word all = {.length = 0};
    const kj_search_taker taker = {check, take, take_common};
    if (kj_search_index_open(&index, &check->edition) != KJ_OK) {
        return;
    }
    check->has_index = true;
    check->indexed = index.word_count;
    const kj_status status = kj_search_index_take(&index, &all, &taker);
    if (status != KJ_OK) {
        kj_check_complain(check, "%s: the index of words is damaged: %s", KJ_SEARCH_NAME,
                          kj_status_name(status));
    }
    kj_search_index_close(&index);
}
