/* status_line.c - see status_line.h. Layer: reader. */
#include "reader/status_line.h"

/* Reading time: about 150 words a minute, a word of a Bengali newspaper being 18.7 bytes with its
 * space (21,977 bytes and 1,177 words in the article that the pages were tuned on). */
#define BYTES_A_MINUTE 2800u

#define TEXT_BYTES 160u

/* "৩ মিনিট বাকি · ৩/১২" */
static void write_right(const kj_status_line *line, kj_line *text) {
    if (line->pages > 0 && line->page < line->pages) {
        const uint32_t minutes = (line->bytes_left + BYTES_A_MINUTE / 2u) / BYTES_A_MINUTE;
        if (minutes == 0) {
            kj_line_add(text, kj_string_get(line->language, KJ_STRING_LESS_THAN_A_MINUTE));
        } else {
            kj_words_add_count(text, KJ_STRING_MINUTES_LEFT, minutes, line->language);
        }
        kj_line_add(text, " · ");
    }
    if (line->page > 0) {
        kj_words_add_number(text, line->page, line->language);
        if (line->pages > 0) {
            kj_line_add(text, "/");
            kj_words_add_number(text, line->pages, line->language);
        }
    }
}

static void add_rule(kj_display_list *list, int x, int y, int width, int height) {
    if (width > 0 && list->rule_count < list->rule_capacity) {
        list->rules[list->rule_count++] =
            (kj_placed_rule){.box = {(int16_t)x, (int16_t)y, (int16_t)width, (int16_t)height}};
    }
}

/* A battery that ends at x, as full as it is; returns its width. */
static int add_battery(const kj_status_line *line, kj_display_list *list, int x, int baseline) {
    if (line->battery > 100u) {
        return 0;
    }
    const int height = line->size_px * 3 / 5, width = height * 2, knob = height / 5 + 1;
    const int left = x - width - knob, top = baseline - height;
    add_rule(list, left, top, width, 1);
    add_rule(list, left, top + height - 1, width, 1);
    add_rule(list, left, top, 1, height);
    add_rule(list, left + width - 1, top, 1, height);
    add_rule(list, left + width, top + height / 4, knob, height - height / 4 * 2);
    add_rule(list, left + 2, top + 2, (width - 4) * line->battery / 100, height - 4);
    return width + knob;
}

static kj_status add_foot(const kj_status_line *line, kj_stage *stage) {
    char text[TEXT_BYTES];
    kj_line right;
    kj_line_init(&right, text, sizeof text);
    write_right(line, &right);
    const kj_page_style *style = &stage->config.style;
    const kj_rect page = kj_stage_page_box(stage);
    const int edge = style->margin_px > 8 ? style->margin_px : 8;
    const int width = page.width - 2 * edge, gap = line->size_px;
    const int baseline = page.height - line->size_px * 11 / 20;
    if (line->is_below_list) {
        add_rule(&stage->list, edge, baseline - line->size_px * 6 / 5, width, 1);
    }
    const int battery = add_battery(line, &stage->list, page.width - edge, baseline);
    const int room = width - battery - (battery > 0 ? gap / 2 : 0);
    /* The numbers have what they need up to two thirds, what stands at the left has the rest. */
    kj_label label = {.text = text,
                      .x_px = (int16_t)(edge + width / 3),
                      .width_px = (int16_t)(room - width / 3),
                      .baseline_px = (int16_t)baseline,
                      .size_px = line->size_px,
                      .align = KJ_LABEL_RIGHT};
    int16_t used = 0;
    kj_status status = *text ? kj_stage_label(stage, &label, &used) : KJ_OK;
    label.text = line->left;
    label.x_px = (int16_t)edge;
    label.width_px = (int16_t)(room - used - (used > 0 ? gap : 0));
    label.align = KJ_LABEL_LEFT;
    return status == KJ_OK && *line->left && label.width_px > 3 * gap
               ? kj_stage_label(stage, &label, NULL)
               : status;
}

/* Page row below the last line, or that of the last picture. */
static int bottom_of(const kj_stage *stage) {
    const kj_display_list *list = &stage->list;
    int bottom = stage->config.style.margin_px;
    for (unsigned i = 0; i < list->line_count; i++) {
        const int below = list->lines[i].baseline_px + stage->config.style.size_px / 2;
        bottom = below > bottom ? below : bottom;
    }
    for (unsigned i = 0; i < list->image_count; i++) {
        const int below = list->images[i].box.y + list->images[i].box.height;
        bottom = below > bottom ? below : bottom;
    }
    for (unsigned i = 0; i < list->rule_count; i++) {
        const int below = list->rules[i].box.y + list->rules[i].box.height;
        bottom = below > bottom ? below : bottom;
    }
    return bottom;
}

/* Under the article's last line, where there is room: a short rule, and what comes next. */
static kj_status add_next(const kj_status_line *line, kj_stage *stage) {
    const kj_page_style *style = &stage->config.style;
    kj_display_list *list = &stage->list;
    const int small = line->size_px, size = style->size_px;
    const int top = bottom_of(stage) + size;
    const int end = top + small * 2 + size * 3 / 2;
    if (end > style->height_px - style->margin_px / 2 || list->rule_count == list->rule_capacity) {
        return KJ_OK;
    }
    list->rules[list->rule_count++] =
        (kj_placed_rule){.box = {(int16_t)style->margin_px, (int16_t)top, (int16_t)(4 * size), 2}};
    kj_label label = {.text = kj_string_get(line->language, KJ_STRING_NEXT_ARTICLE),
                      .x_px = (int16_t)style->margin_px,
                      .width_px = (int16_t)(style->width_px - 2 * style->margin_px),
                      .baseline_px = (int16_t)(top + small * 8 / 5),
                      .size_px = (uint8_t)small};
    if (!*line->next) {
        label.text = kj_string_get(line->language, KJ_STRING_END_OF_EDITION);
        return kj_stage_label(stage, &label, NULL);
    }
    kj_status status = kj_stage_label(stage, &label, NULL);
    label.text = line->next;
    label.baseline_px = (int16_t)(label.baseline_px + size * 8 / 5);
    label.size_px = (uint8_t)size;
    label.bold = true;
    return status == KJ_OK ? kj_stage_label(stage, &label, NULL) : status;
}

kj_status kj_status_line_add(const kj_status_line *line, kj_stage *stage) {
    kj_status status = line->next ? add_next(line, stage) : KJ_OK;
    return status == KJ_OK && !line->is_hidden ? add_foot(line, stage) : status;
}
