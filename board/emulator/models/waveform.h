/* waveform.h - what a controller drives onto a pixel, frame by frame.
 *
 * Both controller families store a waveform as groups of four phases with a repeat count, one
 * track for each of four pixel classes and one for VCOM. What is read from their registers
 * and what stands in for their OTP take this one form. Layer: emulator models. */
#ifndef KJ_MODELS_WAVEFORM_H
#define KJ_MODELS_WAVEFORM_H

#include <stdbool.h>
#include <stdint.h>

#define KJ_WAVE_GROUPS  12u /* SSD1683; the others have 10 or 7 */
#define KJ_WAVE_CLASSES 4u
#define KJ_WAVE_VCOM    4u /* the track after those of the classes */
#define KJ_WAVE_TRACKS  5u
/* No waveform drives for longer; what a broken one asks beyond this is cut. */
#define KJ_WAVE_LIMIT_US 20000000u

/* A pixel's class is old bit * 2 + new bit, where a set bit is white (or, in gray, whatever
 * the controller's four look-up tables mean). */
enum { KJ_CLASS_STAY_BLACK, KJ_CLASS_TO_WHITE, KJ_CLASS_TO_BLACK, KJ_CLASS_STAY_WHITE };

typedef struct kj_wave_group {
    int16_t drive[4];  /* decivolts of phases A to D; positive drives towards black */
    uint8_t frames[4]; /* length of each phase; 0 skips it */
    uint16_t repeat;   /* times the group runs, 0..256; 0 ends the track */
} kj_wave_group;

typedef struct kj_waveform {
    kj_wave_group track[KJ_WAVE_TRACKS][KJ_WAVE_GROUPS];
    uint32_t frame_us[KJ_WAVE_GROUPS];
} kj_waveform;

/* Walks one track. Zeroed but for groups, it stands before the first frame. */
typedef struct kj_wave_cursor {
    const kj_wave_group *groups;
    uint8_t group, phase, frame;
    uint16_t turn;
} kj_wave_cursor;

/* Stores the next frame's drive and the group it belongs to. False, and 0, at the end. */
bool kj_wave_next(kj_wave_cursor *cursor, int16_t *drive, uint8_t *group);

/* The longest track's time, cut at KJ_WAVE_LIMIT_US. */
uint32_t kj_waveform_duration_us(const kj_waveform *wave);

/* Whether a class is driven at all. */
bool kj_waveform_drives(const kj_waveform *wave, unsigned pixel_class);

/* Whether the waveform relies on the old plane: it drives what changes to the other rail and
 * leaves the rest. */
bool kj_waveform_is_differential(const kj_waveform *wave);

/* Empties wave and gives every group one frame time. */
void kj_waveform_clear(kj_waveform *wave, uint32_t frame_us);

/* Sets one phase of a group of a class, with the group run once: for waveforms written by hand. */
void kj_waveform_put(kj_waveform *wave, unsigned pixel_class, unsigned group, unsigned phase,
                     int16_t drive, uint8_t frames);

#endif
