/* monkey_think.c - which act comes next: mostly reading on, the more surprising the rarer. */
#include "monkey.h"

#include "key_script.h"

#include <stdio.h>
#include <string.h>

/* In a thousand. */
static const struct {
    kj_key key;
    unsigned weight;
} keys[] = {
    {KJ_KEY_NEXT, 260}, {KJ_KEY_DOWN, 170}, {KJ_KEY_SELECT, 140},   {KJ_KEY_BACK, 90},
    {KJ_KEY_PREV, 80},  {KJ_KEY_UP, 60},    {KJ_KEY_RIGHT, 40},     {KJ_KEY_LEFT, 30},
    {KJ_KEY_MENU, 50},  {KJ_KEY_SKIP, 40},  {KJ_KEY_SKIP_BACK, 15}, {KJ_KEY_HOME, 20},
    {KJ_KEY_POWER, 5},
};

/* xorshift32 (Marsaglia). */
static uint32_t next_noise(monkey *ape) {
    uint32_t noise = ape->noise;
    noise ^= noise << 13;
    noise ^= noise >> 17;
    noise ^= noise << 5;
    return ape->noise = noise;
}

static uint32_t below(monkey *ape, uint32_t limit) { return next_noise(ape) % limit; }

static kj_key think_key(monkey *ape) {
    unsigned at = below(ape, 1000), i = 0;
    while (at >= keys[i].weight) {
        at -= keys[i++].weight;
    }
    return keys[i].key;
}

/* Up to 20 keys in a hurry: often the same one. */
static void think_group(monkey *ape, char *line) {
    const unsigned count = 2 + below(ape, 4) + (below(ape, 4) == 0 ? below(ape, 15) : 0);
    const bool same = below(ape, 2) == 0;
    kj_key key = think_key(ape);
    size_t at = 0;
    for (unsigned i = 0; i < count; i++) {
        at += (size_t)snprintf(line + at, MONKEY_ACT_BYTES - at, "%c%s", i ? ' ' : '[',
                               kj_key_name(key));
        key = same ? key : think_key(ape);
    }
    snprintf(line + at, MONKEY_ACT_BYTES - at, "]");
}

static void think_rare(monkey *ape, char *line) {
    static const uint32_t waits_ms[] = {50, 2000, 60000, 400000, 2400000};
    const uint32_t seed = next_noise(ape);
    switch (below(ape, 14)) {
    case 0:
    case 1: strcpy(line, "sleep"); break;
    case 2:
    case 3: snprintf(line, MONKEY_ACT_BYTES, "wait:%u", waits_ms[below(ape, 5)]); break;
    case 4: strcpy(line, "eject"); break;
    case 5: snprintf(line, MONKEY_ACT_BYTES, "pull %u", below(ape, 6)); break;
    case 6: strcpy(line, ape->card_count > 1 ? "other" : "eject"); break;
    case 7: snprintf(line, MONKEY_ACT_BYTES, "battery:%u", below(ape, 101)); break;
    case 8: snprintf(line, MONKEY_ACT_BYTES, "battery:%u", below(ape, 20)); break;
    case 9: strcpy(line, "charge"); break;
    case 10: snprintf(line, MONKEY_ACT_BYTES, "off %u", seed); break;
    case 11: strcpy(line, "battery:70"); break;
    default:
        snprintf(line, MONKEY_ACT_BYTES, "cut %u %u %u", below(ape, 12),
                 below(ape, (uint32_t)KJ_FLASH_TEARS), seed);
        break;
    }
}

/* To a row of the menu and what it does, or another value of it. */
static void think_menu(monkey *ape, char *line) {
    static const char *const acts[] = {"select", "right", "left", "right*2", "select select"};
    snprintf(line, MONKEY_ACT_BYTES, "menu down*%u %s", 1 + below(ape, 22),
             acts[below(ape, sizeof acts / sizeof *acts)]);
}

/* At the keyboard a monkey types. */
static void think_typing(monkey *ape, char *line) {
    static const char *const ways[] = {"right", "left", "down", "up"};
    static const char *const ends[] = {"select", "down select", "select*2", "down*6 right*9 select",
                                       "down*6 left*9 select"};
    snprintf(line, MONKEY_ACT_BYTES, "%s*%u %s", ways[below(ape, 4)], 1 + below(ape, 6),
             ends[below(ape, sizeof ends / sizeof *ends)]);
}

void monkey_think(monkey *ape, char *line) {
    if (ape->out > 0 && below(ape, 8) == 0) {
        strcpy(line, "insert");
        return;
    }
    if (ape->device.loop.reader.over == KJ_OVER_KEYBOARD && below(ape, 10) != 0) {
        think_typing(ape, line);
        return;
    }
    const unsigned mind = below(ape, 100);
    if (mind < 4) {
        think_rare(ape, line);
    } else if (mind < 14) {
        think_group(ape, line);
    } else if (mind < 20) {
        think_menu(ape, line);
    } else if (mind < 26) { /* one key again and again, each time the panel is idle */
        snprintf(line, MONKEY_ACT_BYTES, "%s*%u", kj_key_name(think_key(ape)), 2 + below(ape, 8));
    } else {
        strcpy(line, kj_key_name(think_key(ape)));
    }
}
