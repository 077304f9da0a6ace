/* settings.c - see settings.h. Layer: reader. */
#include "reader/settings.h"

#include "layout/style.h"

/* Running text, pixels: at 125 dots an inch from 9 to 24 points. */
static const uint8_t sizes[] = {16, 18, 20, 22, 24, 26, 28, 30, 33, 36, 40};
enum { SIZE_COUNT = sizeof sizes / sizeof *sizes };

enum { LEADING_TIGHT_PERCENT = 132, LEADING_WIDE_PERCENT = 172 };
enum { SMALL_PERCENT = 64, SMALL_PX_MIN = 13 };

static unsigned nearest_size(unsigned px) {
    unsigned best = 0;
    for (unsigned i = 1; i < SIZE_COUNT; i++) {
        const int new = (int)sizes[i] - (int)px, old = (int)sizes[best] - (int)px;
        best = new *new < old *old ? i : best;
    }
    return best;
}

static unsigned size_px(const kj_settings *settings, const kj_stage_config *board) {
    return settings->size_px > 0 ? settings->size_px : board->style.size_px;
}

static void step_size(kj_settings *settings, bool forwards, const kj_stage_config *board) {
    unsigned at = nearest_size(size_px(settings, board));
    at = (at + (forwards ? 1u : SIZE_COUNT - 1u)) % SIZE_COUNT;
    settings->size_px = sizes[at];
}

/* A field that counts from 0, and how many values it has. */
typedef struct field {
    uint8_t offset, count;
    uint8_t name;
    uint8_t words[4]; /* a string each */
} field;

#define FIELD(member) (uint8_t) offsetof(kj_settings, member)
static const field fields[KJ_SETTING_COUNT] = {
    [KJ_SETTING_SIZE] = {FIELD(size_px), SIZE_COUNT, KJ_STRING_MENU_SIZE, {0}},
    [KJ_SETTING_FAMILY] = {FIELD(family),
                           2,
                           KJ_STRING_MENU_FAMILY,
                           {KJ_STRING_FAMILY_SERIF, KJ_STRING_FAMILY_SANS}},
    [KJ_SETTING_LEADING] = {FIELD(leading_step),
                            3,
                            KJ_STRING_MENU_LEADING,
                            {KJ_STRING_NORMAL, KJ_STRING_TIGHT, KJ_STRING_WIDE}},
    [KJ_SETTING_MARGINS] = {FIELD(margin_step),
                            3,
                            KJ_STRING_MENU_MARGINS,
                            {KJ_STRING_MARGINS_NORMAL, KJ_STRING_NARROW, KJ_STRING_WIDE}},
    [KJ_SETTING_JUSTIFY] = {FIELD(is_ragged),
                            2,
                            KJ_STRING_MENU_JUSTIFY,
                            {KJ_STRING_ON, KJ_STRING_OFF}},
    [KJ_SETTING_HYPHENATE] = {FIELD(no_hyphens),
                              2,
                              KJ_STRING_MENU_HYPHENATE,
                              {KJ_STRING_ON, KJ_STRING_OFF}},
    [KJ_SETTING_COLOURS] = {FIELD(is_dark),
                            2,
                            KJ_STRING_MENU_COLOURS,
                            {KJ_STRING_LIGHT, KJ_STRING_DARK}},
    [KJ_SETTING_ROTATION] = {FIELD(turns),
                             4,
                             KJ_STRING_MENU_ROTATION,
                             {KJ_STRING_UPRIGHT, KJ_STRING_TURNED_RIGHT, KJ_STRING_UPSIDE_DOWN,
                              KJ_STRING_TURNED_LEFT}},
    [KJ_SETTING_STATUS_LINE] = {FIELD(no_status_line),
                                2,
                                KJ_STRING_MENU_STATUS_LINE,
                                {KJ_STRING_ON, KJ_STRING_OFF}},
    [KJ_SETTING_REFRESH] = {FIELD(mood),
                            3,
                            KJ_STRING_MENU_REFRESH,
                            {KJ_STRING_MOOD_BALANCED, KJ_STRING_MOOD_CALM, KJ_STRING_MOOD_CRISP}},
    [KJ_SETTING_LANGUAGE] = {FIELD(language),
                             KJ_LANGUAGES,
                             KJ_STRING_MENU_LANGUAGE,
                             {KJ_STRING_LANGUAGE_NAME, KJ_STRING_LANGUAGE_NAME}},
    [KJ_SETTING_SLEEP_PAGE] = {FIELD(sleep_page),
                               2,
                               KJ_STRING_MENU_SLEEP_PAGE,
                               {KJ_STRING_SLEEP_FRONT_PAGE, KJ_STRING_SLEEP_OPEN_PAGE}},
    [KJ_SETTING_IDLE] = {FIELD(idle_step), 3, KJ_STRING_MENU_IDLE, {0}},
};

/* By idle_step. */
static const uint8_t idle_minutes[] = {10, 5, 30};

static uint8_t *value_of(kj_settings *settings, kj_setting setting) {
    return (uint8_t *)settings + fields[setting].offset;
}

void kj_settings_step(kj_settings *settings, kj_setting setting, bool forwards,
                      const kj_stage_config *board) {
    if (setting == KJ_SETTING_SIZE) {
        step_size(settings, forwards, board);
        return;
    }
    uint8_t *value = value_of(settings, setting);
    const unsigned count = fields[setting].count;
    *value = (uint8_t)((*value + (forwards ? 1u : count - 1u)) % count);
}

kj_string kj_setting_name(kj_setting setting) { return (kj_string)fields[setting].name; }

/* Whether 0, which is the board's own value, is the second of the two. */
static bool is_other_way(kj_setting setting, const kj_page_style *style) {
    return (setting == KJ_SETTING_FAMILY && style->family == KJ_FAMILY_SANS) ||
           (setting == KJ_SETTING_JUSTIFY && !style->justify) ||
           (setting == KJ_SETTING_HYPHENATE && !style->hyphenate);
}

void kj_setting_add_value(kj_line *line, const kj_settings *settings, kj_setting setting,
                          const kj_stage_config *board) {
    const kj_language language = kj_settings_language(settings);
    const uint8_t value = (uint8_t)(*((const uint8_t *)settings + fields[setting].offset) ^
                                    (uint8_t)is_other_way(setting, &board->style));
    if (setting == KJ_SETTING_SIZE) {
        kj_words_add_number(line, size_px(settings, board), language);
    } else if (setting == KJ_SETTING_IDLE) {
        kj_words_add_count(line, KJ_STRING_MINUTES, idle_minutes[value], language);
    } else {
        kj_line_add(line, kj_string_get(language, (kj_string)fields[setting].words[value]));
    }
}

uint8_t kj_settings_small_px(const kj_stage_config *board) {
    const unsigned px = board->style.size_px * SMALL_PERCENT / 100u;
    return (uint8_t)(px > SMALL_PX_MIN ? px : SMALL_PX_MIN);
}

/* What the foot's line needs, less the margin it may stand in. */
static uint8_t foot_px(const kj_settings *settings, const kj_stage_config *board,
                       unsigned margin_px) {
    const unsigned needed = kj_settings_small_px(board) * 5u / 3u;
    return (uint8_t)(settings->no_status_line || needed <= margin_px ? 0u : needed - margin_px);
}

static bool fits(const kj_stage_config *board, const kj_stage_config *look) {
    const bool turned = look->rotation & 1;
    kj_page_style style = look->style;
    const unsigned covered = 32; /* more than any bezel */
    style.width_px =
        (uint16_t)((turned ? board->panel_height_px : board->panel_width_px) - covered);
    style.height_px =
        (uint16_t)((turned ? board->panel_width_px : board->panel_height_px) - covered);
    return kj_style_check(&style) == KJ_OK &&
           style.width_px >= 2u * style.margin_px + 5u * style.size_px;
}

void kj_settings_apply(const kj_settings *settings, const kj_stage_config *board,
                       kj_stage_config *look) {
    kj_page_style *style = &look->style;
    *style = board->style;
    style->size_px = (uint8_t)size_px(settings, board);
    style->family = settings->family == 0 ? board->style.family : (kj_family)!board->style.family;
    style->leading_percent = settings->leading_step == 0   ? board->style.leading_percent
                             : settings->leading_step == 1 ? LEADING_TIGHT_PERCENT
                                                           : LEADING_WIDE_PERCENT;
    const unsigned margin = board->style.margin_px;
    style->margin_px = (uint16_t)(settings->margin_step == 0   ? margin
                                  : settings->margin_step == 1 ? margin / 2u
                                                               : margin * 2u);
    style->justify = board->style.justify != (settings->is_ragged != 0);
    style->hyphenate = board->style.hyphenate != (settings->no_hyphens != 0);
    look->rotation = (kj_rotation)((board->rotation + settings->turns) % 4u);
    look->is_dark = settings->is_dark;
    while (!fits(board, look) && style->margin_px > margin) {
        style->margin_px = (uint16_t)(style->margin_px - 2u);
    }
    while (!fits(board, look) && style->size_px > sizes[0]) {
        style->size_px = (uint8_t)(style->size_px - 1u);
    }
    look->foot_px = foot_px(settings, board, style->margin_px);
}

kj_refresh_mood kj_settings_mood(const kj_settings *settings) {
    static const uint8_t moods[] = {KJ_REFRESH_BALANCED, KJ_REFRESH_CALM, KJ_REFRESH_CRISP};
    return (kj_refresh_mood)moods[settings->mood];
}

kj_language kj_settings_language(const kj_settings *settings) {
    return (kj_language)settings->language;
}

uint32_t kj_settings_idle_ms(const kj_settings *settings) {
    return idle_minutes[settings->idle_step] * 60000u;
}
