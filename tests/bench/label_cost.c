/* label_cost.c - rounds of labels and pages, for counting instructions (docs/layout.md, "Labels").
 *
 * usage: label_cost label|page|both ROUNDS
 * The slope between two numbers of rounds under callgrind is what a round costs with warm caches;
 * "both" less the two others is what a label costs the page after it. */
#include "layout/label.h"
#include "layout_case.h"

static layout_case now;
static uint8_t text[1 << 16];

static uint32_t load(void) {
    FILE *file = fopen(KJ_SOURCE_DIR "/assets/articles/04-patkathi-battery.txt", "rb");
    const size_t size = file ? fread(text, 1, sizeof text, file) : 0;
    if (file) {
        fclose(file);
    }
    return (uint32_t)size;
}

/* A page turned to (place: the last one's end), a status line on it. */
static kj_status run_round(bool labels, bool pages, kj_place *place) {
    static const kj_label label = {.text = "আন্তর্জাতিক · পাতা ১২ / ৩৪ · আর ৫ মিনিট",
                                   .x_px = 24,
                                   .width_px = 432,
                                   .baseline_px = 790,
                                   .size_px = 18};
    kj_status status = KJ_OK;
    if (pages) {
        status = kj_composer_page(now.composer, *place, &now.list, place);
        if (status == KJ_END) {
            *place = (kj_place){0, 0};
            status = kj_composer_page(now.composer, *place, &now.list, place);
        }
    } else {
        kj_display_list_clear(&now.list);
    }
    return status == KJ_OK && labels ? kj_composer_label(now.composer, &label, &now.list, NULL)
                                     : status;
}

int main(int count, char **words) {
    if (count != 3) {
        return 2;
    }
    const bool labels = *words[1] != 'p', pages = *words[1] != 'l';
    now = (layout_case){.text = text, .reads_until_error = -1};
    kj_status status = layout_open(&now, load(), &layout_portrait, 16u * 1024u, 10u * 1024u);
    kj_place place = {0, 0};
    for (int round = atoi(words[2]); round > 0 && status == KJ_OK; round--) {
        status = run_round(labels, pages, &place);
    }
    return status == KJ_OK ? 0 : 1;
}
