/* uc8176_waveform.c - what the UC8176 drives onto the GDEW042T2. Layer: panel, a table.
 *
 * The glass's OTP knows one update, by temperature: 250 frames of 20 ms at 20 degrees, five
 * seconds of flashing. So all waveforms are ours, in registers 20 to 24. A track is seven groups
 * of six bytes: four levels of two bits (00 ground, 01 VDH = +11 V, which blackens, 10 VDL =
 * -11 V, which whitens), the frames of each level (0: no such level), and times to repeat; the
 * data sheet of the UC8151 has the format, that of the UC8176 leaves the commands out. VCOM stays
 * at its DC level throughout. Frames are of 10 ms (30=3A): a published waveform of 152 such frames
 * keeps BUSY for 1.546 s and one of 56 frames for 0.564 s.
 *
 * How long a stroke takes: the published full waveform for this glass ends in 36 frames, the
 * differential ones drive for 25 to 29 and are said to leave ghosts. Hence
 *
 *      FULL 36     from rail to rail, for sure
 *      FAST 30     enough to read, a little short
 *
 * No pixel may keep a charge. Fast strokes go to and fro, so they need no more than the same length
 * both ways. A clean update knows what each pixel was: it moves the page as a fast one does, then
 * takes every pixel to its negative and back, so its sum is FAST for a pixel that changes and zero
 * for one that stays. A full update knows nothing: negative, black, white, picture, zero for each.
 *
 * Gray is made as for the SSD1677 (ssd1677_waveform.c): a shake, black for FULL - p, white for
 * FULL, black for p; zero for each tone. With 11 V and 10 ms, p = 3 and 8 are light and dark:
 * the emulator's glass shows 163 and 78 of 255. Only the glass itself can tell: docs/panel.md.
 *
 * All tracks of a waveform have the same length, group by group, as in published ones. */
#include "panel/uc8176_waveform.h"

enum { REST = 0, BLACK = 1, WHITE = 2 };
enum { FAST = 30, FULL = 36, LIGHT = 3, DARK = 8, SHAKE = 4, SHAKES = 4 };

/* clang-format off */
#define LEVELS(a, b, c, d) (uint8_t)((a) << 6 | (b) << 4 | (c) << 2 | (d))

/* One stroke, then a frame at ground, so that nothing is left on the glass's capacity. */
#define FAST_TRACK(level)    {LEVELS(level, REST, REST, REST), FAST, 1, 0, 0, 1}

#define CLEAN_TRACK(first, negative, picture)                                                      \
    {LEVELS(first, negative, picture, REST), FAST, FULL, FULL, 1, 1}

#define FULL_TRACK(negative, black, white, picture)                                                \
    {LEVELS(negative, black, white, picture), FULL, FULL, FULL, FULL, 1,                           \
     LEVELS(REST, REST, REST, REST), 1, 0, 0, 0, 1}

#define GRAY_TRACK(black, white, p)                                                                \
    {LEVELS(black, white, REST, REST), SHAKE, SHAKE, 0, 0, SHAKES,                                 \
     LEVELS(REST, black, white, REST), (p), FULL - (p), FULL, 0, 1,                                \
     LEVELS(black, REST, REST, REST), (p), FULL - (p), 1, 0, 1}

const kj_uc8176_waveform kj_uc8176_fast = {{
    FAST_TRACK(REST),
    FAST_TRACK(REST),
    FAST_TRACK(WHITE),
    FAST_TRACK(BLACK),
    FAST_TRACK(REST),
}};

const kj_uc8176_waveform kj_uc8176_clean = {{
    CLEAN_TRACK(REST, REST, REST),
    CLEAN_TRACK(REST, BLACK, WHITE),
    CLEAN_TRACK(WHITE, BLACK, WHITE),
    CLEAN_TRACK(BLACK, WHITE, BLACK),
    CLEAN_TRACK(REST, WHITE, BLACK),
}};

const kj_uc8176_waveform kj_uc8176_full = {{
    FULL_TRACK(REST, REST, REST, REST),
    FULL_TRACK(BLACK, BLACK, WHITE, WHITE),
    FULL_TRACK(BLACK, BLACK, WHITE, WHITE),
    FULL_TRACK(WHITE, BLACK, WHITE, BLACK),
    FULL_TRACK(WHITE, BLACK, WHITE, BLACK),
}};

const kj_uc8176_waveform kj_uc8176_gray = {{
    GRAY_TRACK(REST, REST, 0),
    GRAY_TRACK(BLACK, WHITE, 0),     /* paper */
    GRAY_TRACK(BLACK, WHITE, LIGHT),
    GRAY_TRACK(BLACK, WHITE, DARK),
    GRAY_TRACK(BLACK, WHITE, FULL),  /* black */
}};
/* clang-format on */
