/* uc8176_waveform.h - the waveforms of the GDEW042T2 under a UC8176. Layer: panel, private.
 * Format and reasoning: uc8176_waveform.c. */
#ifndef KJ_PANEL_UC8176_WAVEFORM_H
#define KJ_PANEL_UC8176_WAVEFORM_H

#include <stdint.h>

/* The controller takes seven groups of six bytes a track; what ours leave out is zeros. */
#define KJ_UC8176_TRACKS       5u
#define KJ_UC8176_TRACK_BYTES  42u /* 20 takes two more, for all gates at once: zeros */
#define KJ_UC8176_GROUPS_BYTES 18u /* three groups are in use */

/* Tracks in the order of commands 20 to 24: VCOM, then by old and new pixel white-white,
 * black-white, white-black, black-black. */
typedef struct kj_uc8176_waveform {
    uint8_t track[KJ_UC8176_TRACKS][KJ_UC8176_GROUPS_BYTES];
} kj_uc8176_waveform;

extern const kj_uc8176_waveform kj_uc8176_fast;  /* drives what changes; needs a true old plane */
extern const kj_uc8176_waveform kj_uc8176_clean; /* flashes every pixel; needs a true old plane */
extern const kj_uc8176_waveform kj_uc8176_full;  /* whatever was there: by the new plane alone */
extern const kj_uc8176_waveform kj_uc8176_gray;  /* whatever was there: four tones */

#endif
