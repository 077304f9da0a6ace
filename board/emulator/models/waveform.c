/* waveform.c - walking and measuring waveforms. See waveform.h. */
#include "models/waveform.h"

#include <stddef.h>
#include <string.h>

/* Decivolt microseconds that take a pixel most of the way; a pass that makes grays is shorter. */
#define WHOLE_SWING INT64_C(15000000)

static bool group_is_empty(const kj_wave_group *group) {
    return group->repeat == 0 ||
           (group->frames[0] | group->frames[1] | group->frames[2] | group->frames[3]) == 0;
}

/* To the next phase, which may have no frames. */
static void step_phase(kj_wave_cursor *cursor) {
    cursor->frame = 0;
    if (++cursor->phase < 4) {
        return;
    }
    cursor->phase = 0;
    if (++cursor->turn >= cursor->groups[cursor->group].repeat) {
        cursor->turn = 0;
        cursor->group++;
    }
}

bool kj_wave_next(kj_wave_cursor *cursor, int16_t *drive, uint8_t *group) {
    *drive = 0;
    while (cursor->group < KJ_WAVE_GROUPS) {
        const kj_wave_group *now = &cursor->groups[cursor->group];
        if (group_is_empty(now)) {
            cursor->group++;
        } else if (cursor->frame >= now->frames[cursor->phase]) {
            step_phase(cursor);
        } else {
            *drive = now->drive[cursor->phase];
            *group = cursor->group;
            cursor->frame++;
            return true;
        }
    }
    return false;
}

uint32_t kj_waveform_duration_us(const kj_waveform *wave) {
    uint64_t longest = 0;
    for (unsigned track = 0; track < KJ_WAVE_TRACKS; track++) {
        uint64_t total = 0;
        for (unsigned i = 0; i < KJ_WAVE_GROUPS; i++) {
            const kj_wave_group *group = &wave->track[track][i];
            uint32_t frames =
                (uint32_t)group->frames[0] + group->frames[1] + group->frames[2] + group->frames[3];
            total += (uint64_t)frames * group->repeat * wave->frame_us[i];
        }
        longest = total > longest ? total : longest;
    }
    return longest > KJ_WAVE_LIMIT_US ? KJ_WAVE_LIMIT_US : (uint32_t)longest;
}

bool kj_waveform_drives(const kj_waveform *wave, unsigned pixel_class) {
    for (unsigned i = 0; i < KJ_WAVE_GROUPS; i++) {
        const kj_wave_group *group = &wave->track[pixel_class][i];
        for (unsigned phase = 0; phase < 4; phase++) {
            if (group->repeat && group->frames[phase] && group->drive[phase]) {
                return true;
            }
        }
    }
    return false;
}

/* The drive of the direction in which a class is driven last, signed, decivolt microseconds:
 * what comes before it balances the charge. */
static int64_t final_drive(const kj_waveform *wave, unsigned pixel_class) {
    int64_t drive = 0;
    for (unsigned i = 0; i < KJ_WAVE_GROUPS; i++) {
        const kj_wave_group *group = &wave->track[pixel_class][i];
        for (unsigned phase = 0; phase < 4; phase++) {
            int64_t more = (int64_t)group->drive[phase] * group->frames[phase] * group->repeat *
                           (int64_t)wave->frame_us[i];
            bool turned = (more > 0 && drive < 0) || (more < 0 && drive > 0);
            drive = turned ? more : drive + more;
        }
    }
    return drive;
}

bool kj_waveform_is_differential(const kj_waveform *wave) {
    return !kj_waveform_drives(wave, KJ_CLASS_STAY_BLACK) &&
           !kj_waveform_drives(wave, KJ_CLASS_STAY_WHITE) &&
           final_drive(wave, KJ_CLASS_TO_WHITE) < -WHOLE_SWING &&
           final_drive(wave, KJ_CLASS_TO_BLACK) > WHOLE_SWING;
}

void kj_waveform_clear(kj_waveform *wave, uint32_t frame_us) {
    memset(wave, 0, sizeof *wave);
    for (unsigned i = 0; i < KJ_WAVE_GROUPS; i++) {
        wave->frame_us[i] = frame_us;
    }
}

void kj_waveform_put(kj_waveform *wave, unsigned pixel_class, unsigned group, unsigned phase,
                     int16_t drive, uint8_t frames) {
    kj_wave_group *to = &wave->track[pixel_class][group];
    to->repeat = 1;
    to->drive[phase] = drive;
    to->frames[phase] = frames;
}
