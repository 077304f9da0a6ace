/* settings.h - what the owner can set: its steps, its words, and the look of a page that comes of
 * it. Layer: reader. */
#ifndef KJ_READER_SETTINGS_H
#define KJ_READER_SETTINGS_H

#include "panel/refresh.h"
#include "reader/marks.h"
#include "reader/stage.h"
#include "reader/words.h"

typedef enum kj_setting {
    KJ_SETTING_SIZE,
    KJ_SETTING_FAMILY,
    KJ_SETTING_LEADING,
    KJ_SETTING_MARGINS,
    KJ_SETTING_JUSTIFY,
    KJ_SETTING_HYPHENATE,
    KJ_SETTING_COLOURS,
    KJ_SETTING_ROTATION,
    KJ_SETTING_STATUS_LINE,
    KJ_SETTING_LANGUAGE,
    KJ_SETTING_REFRESH, /* this one and those below do not change the page */
    KJ_SETTING_SLEEP_PAGE,
    KJ_SETTING_IDLE,
    KJ_SETTING_COUNT
} kj_setting;

/* The next value of a setting, or the one before; after the last comes the first. board: the style
 * and rotation that it is made for. */
void kj_settings_step(kj_settings *settings, kj_setting setting, bool forwards,
                      const kj_stage_config *board);

kj_string kj_setting_name(kj_setting setting);
void kj_setting_add_value(kj_line *line, const kj_settings *settings, kj_setting setting,
                          const kj_stage_config *board);

/* The board's look as the settings change it: style, rotation, foot and colours of *look; where
 * they do not fit the panel (kj_style_check), margins and size are the nearest that do. */
void kj_settings_apply(const kj_settings *settings, const kj_stage_config *board,
                       kj_stage_config *look);

/* Size of small text around the page (status line, menu), pixels, whatever the page's own is. */
uint8_t kj_settings_small_px(const kj_stage_config *board);

kj_refresh_mood kj_settings_mood(const kj_settings *settings);
kj_language kj_settings_language(const kj_settings *settings);
uint32_t kj_settings_idle_ms(const kj_settings *settings);

#endif
