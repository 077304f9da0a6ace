/* tokens.h - what a newspaper's editor knows of single words: units, titles, initials, addresses.
 *
 * Used by breaks.c to keep together what readers take in at a glance. Layer: text. */
#ifndef KJ_TEXT_TOKENS_H
#define KJ_TEXT_TOKENS_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

/* ASCII or Bengali digit. */
bool kj_is_digit(uint32_t code_point);

/* Signs of money that Bengali newspapers set beside digits. */
bool kj_is_currency(uint32_t code_point);

/* Letters, digits and marks of any script: what words are made of. */
bool kj_is_word_part(uint32_t code_point);

/* Whether the word at position (bytes) is a unit that stays with the number before it: signs,
 * abbreviations (কিমি, কেজি, km) and the classifiers টি, টা, জন. Whole words (টাকা, ডিগ্রি, শতাংশ,
 * কোটি) are none: a line may begin with them. */
bool kj_token_is_unit(kj_span text, size_t position);

/* Whether token (a word with its punctuation) is a title or an initial that stays with the name
 * after it: মোঃ, ডা., এ., মোসাঃ, K. */
bool kj_token_is_abbreviation(kj_span token);

/* Whether an Internet address begins at position. */
bool kj_token_is_address(kj_span text, size_t position);

#endif
