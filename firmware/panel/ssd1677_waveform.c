/* ssd1677_waveform.c - four tones on a glass that knows two. Layer: panel, a table.
 *
 * The 105 bytes of command 32, by the data sheet's structure:
 *   50 source levels: 5 rows (pixel values 0 to 3, then VCOM) of 10 groups, a byte each; its
 *      four bit pairs are the levels of the group's phases A to D (00 rest, 01 VSH1 = +15 V,
 *      which blackens, 10 VSL = -15 V, which whitens, 11 VSH2);
 *   50 timing: 10 groups of frames in A, B, C, D (0: no such phase) and repetitions less one;
 *    5 frame rates, a half byte a group.
 *
 * The shape is ours, drawn from two demands. The picture before is unknown, so every pixel is
 * first brought to white; and no pixel may keep a charge, so each row's sum of frames times
 * polarity is zero. With a full stroke of T frames and a tone of p frames of black from white:
 *
 *      shake   black 2, white 2, four times: loosens the pigment
 *      lift    black for T - p         the charge that the last step will give back
 *      wipe    white for T
 *      tone    black for p             p = 0 paper, 1 light, 3 dark, 20 black
 *
 * so lift + tone = wipe in each row. Lift and tone are cut at the same marks (p light, p dark,
 * T), which makes them three phases each and the whole 76 frames, 1.5 s at 50 Hz.
 *
 * Timing: rate code 2 is 50 Hz (a published 188-frame table at code 2 keeps BUSY for 3.94 s,
 * of which 0.22 s power up and down). The controller's own differential update moves a pixel
 * from end to end in 0.50 s less 0.08 s of power-up: T = 20 frames, 0.40 s. Pigment is quickest
 * at first: published gray tables leave the darker tone after 3 to 4 frames of 20 ms and the
 * lighter one after 1 to 2, and the emulator's glass, which was fitted to such a table, shows 169
 * and 75 of 255 after 1 and 3. Only the glass itself can tell whether these look evenly spaced:
 * see docs/panel.md.
 */
#include "panel/ssd1677_waveform.h"

enum { REST = 0, BLACK = 1, WHITE = 2, STROKE = 20, LIGHT = 1, DARK = 3, SHAKE = 2, SHAKES = 4 };

/* clang-format off */
#define PHASES(a, b, c, d) (uint8_t)((a) << 6 | (b) << 4 | (c) << 2 | (d))
#define SHAKING PHASES(BLACK, REST, WHITE, REST)
#define ROW_END 0, 0, 0, 0, 0, 0, 0
#define NO_GROUP 0, 0, 0, 0, 0

const uint8_t kj_ssd1677_gray_waveform[KJ_SSD1677_WAVEFORM_BYTES] = {
    /* paper, light, dark, black: lift and wipe, tone */
    SHAKING, PHASES(BLACK, BLACK, BLACK, WHITE), PHASES(REST, REST, REST, REST), ROW_END,
    SHAKING, PHASES(BLACK, BLACK, REST, WHITE), PHASES(BLACK, REST, REST, REST), ROW_END,
    SHAKING, PHASES(BLACK, REST, REST, WHITE), PHASES(BLACK, BLACK, REST, REST), ROW_END,
    SHAKING, PHASES(REST, REST, REST, WHITE), PHASES(BLACK, BLACK, BLACK, REST), ROW_END,
    0, 0, 0, ROW_END, /* VCOM stays at its level */

    SHAKE,         0,            SHAKE,         0,      SHAKES - 1,
    STROKE - DARK, DARK - LIGHT, LIGHT,         STROKE, 0,
    LIGHT,         DARK - LIGHT, STROKE - DARK, 0,      0,
    NO_GROUP, NO_GROUP, NO_GROUP, NO_GROUP, NO_GROUP, NO_GROUP, NO_GROUP,

    0x22, 0x22, 0x22, 0x22, 0x22, /* 50 Hz */
};
/* clang-format on */
