/* tone.h - how much of an area's paper must be ink to stand for a tone of a picture.
 *
 * A panel's black throws back about 15 % of the light and its white 70 %. The lightness (CIE L*) of
 * the picture, 0..100, is laid evenly over what is between the two, and the ink is the share of
 * black that gives that light. Calculating with light alone (no lightness) drowns shadows: on
 * paper the whole picture has only a quarter of a screen's range to live in. Layer: render. */
#ifndef KJ_RENDER_TONE_H
#define KJ_RENDER_TONE_H

#include <stdint.h>

#define KJ_TONE_FULL 65280u /* all ink: 3 and 255 divide it */

/* By a gray value as PNG has them (sRGB, 0 black .. 255 white): 0..KJ_TONE_FULL. */
extern const uint16_t kj_tone_ink[256];

#endif
