/* glass.h - the e-paper itself: the tone of each pixel, and the ghost that updates leave.
 *
 * Ink moves towards the rail it is driven to, quickly at first and slower the nearer it is, so
 * a long drive ends exactly black or white and a short one a few tones short of it. A
 * waveform that brings a class to one tone whatever was there before erases its history;
 * any other adds to it. Fixed point throughout. Constants and why: docs/emulator-models.md.
 * Layer: emulator models. */
#ifndef KJ_MODELS_GLASS_H
#define KJ_MODELS_GLASS_H

#include "models/waveform.h"

#include <stddef.h>

#define KJ_GLASS_BLACK     0u
#define KJ_GLASS_WHITE     255u
#define KJ_GLASS_UNTOUCHED 4u /* the class of a pixel outside the update's window */

typedef struct kj_glass {
    uint16_t width_px, height_px;
    /* private; each width * height bytes in the caller's memory */
    uint8_t *tone;        /* as seen, before the update under way */
    uint8_t *ideal;       /* as a glass without ghost would show */
    uint8_t *wear;        /* drive since the pixel was last cleaned, 0..64 */
    uint8_t *pixel_class; /* in the update under way */
    kj_waveform wave;
    bool updating;
    uint32_t duration_us, elapsed_us;
    uint8_t response[KJ_WAVE_CLASSES][256]; /* tone before to tone at response_us */
    uint32_t response_us;
    bool response_valid;
} kj_glass;

/* The memory a glass needs, bytes. */
size_t kj_glass_bytes(uint16_t width_px, uint16_t height_px);

/* Starts with every pixel exactly white. memory is the caller's and outlives the glass. */
void kj_glass_init(kj_glass *glass, uint16_t width_px, uint16_t height_px, void *memory);

/* The class of a pixel in the next update: 0..3 or KJ_GLASS_UNTOUCHED. Not while updating. */
void kj_glass_set_class(kj_glass *glass, uint16_t x, uint16_t y, uint8_t pixel_class);

/* Starts to drive. The waveform is copied. An update under way is broken off first. */
void kj_glass_begin(kj_glass *glass, const kj_waveform *wave);

/* Lets time go on; an update that reaches its end is over. */
void kj_glass_advance(kj_glass *glass, uint32_t us);

/* Power or reset in the middle of an update: the ink stays where it is. */
void kj_glass_break_off(kj_glass *glass);

/* A pixel's tone now, also in the middle of an update. */
uint8_t kj_glass_tone(kj_glass *glass, uint16_t x, uint16_t y);

/* All tones now, width * height bytes, row by row: a frame of the emulator's window. */
void kj_glass_render(kj_glass *glass, uint8_t *tones);

/* The tone without ghost at the end of the last update. */
uint8_t kj_glass_ideal(const kj_glass *glass, uint16_t x, uint16_t y);

/* The picture as bits, width / 8 bytes a row, leftmost pixel in the most significant bit; a
 * set bit is ink, a tone below 128: what the painter's rows are compared with. */
void kj_glass_bits(kj_glass *glass, uint8_t *bits);

/* Root of the mean squared distance from the ideal tones, hundredths of a tone. */
uint32_t kj_glass_ghost(const kj_glass *glass);

/* The largest distance of any pixel from its ideal tone. */
uint8_t kj_glass_ghost_worst(const kj_glass *glass);

#endif
