/* ssd1677_waveform.h - the four-tone waveform of the SSD1677 and its voltages. Layer: panel,
 * private. Structure and reasoning: ssd1677_waveform.c. */
#ifndef KJ_PANEL_SSD1677_WAVEFORM_H
#define KJ_PANEL_SSD1677_WAVEFORM_H

#include <stdint.h>

#define KJ_SSD1677_WAVEFORM_BYTES 105u

extern const uint8_t kj_ssd1677_gray_waveform[KJ_SSD1677_WAVEFORM_BYTES];

#endif
