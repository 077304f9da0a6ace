/* device_turn.c - from a screen to an idle panel, and what it cost. Layer: board (host). */
#include "device_private.h"

#include <string.h>

static uint64_t busy_us(const kj_device *device) {
    return device->model.state_us[KJ_PANEL_REFRESHING];
}

/* The processor is awake while it sets pages and sends rows, and sleeps while the ink moves and
 * between keys. */
static void spend_processor(kj_device *device, uint64_t active_us, uint64_t elapsed_us) {
    const kj_energy_board *board = device->config.board->energy;
    const uint64_t active = active_us < elapsed_us ? active_us : elapsed_us;
    kj_energy_spend(&device->energy, board->active, active);
    kj_energy_spend(&device->energy, board->asleep, elapsed_us - active);
}

void kj_device_account(kj_device *device, uint64_t active_us) {
    const kj_panel_model *model = &device->model;
    kj_device_turn *turn = &device->turn;
    spend_processor(device, active_us, model->now_us - device->counted_us);
    device->counted_us = model->now_us;
    kj_energy_spend_panel(&device->energy, model);
    kj_energy_spend_card(&device->energy, &device->slot);
    turn->microjoules += (uint32_t)kj_energy_take_uj(&device->energy);
    turn->card_blocks += device->slot.counters.blocks - device->counted_blocks;
    device->counted_blocks = device->slot.counters.blocks;
    turn->erases += kj_device_erases(device) - device->counted_erases;
    device->counted_erases = kj_device_erases(device);
    turn->programs += kj_device_programs(device) - device->counted_programs;
    device->counted_programs = kj_device_programs(device);
}

/* What the loop says of the turn, without what it cost. */
static void take_turn(kj_device *device) {
    const kj_loop_turn *from = &device->loop.turn;
    kj_device_turn *turn = &device->turn;
    turn->refresh = from->refresh;
    turn->keys = from->keys;
    turn->wear = from->wear;
    turn->sleeps = from->sleeps;
    turn->reader = from->reader;
}

void kj_device_begin_turn(kj_device *device) {
    device->pressed_us = device->model.now_us;
    device->pressed_busy_us = busy_us(device);
    device->waited_us = 0;
}

void kj_device_end_turn(kj_device *device) {
    kj_panel_model *model = &device->model;
    kj_device_turn *turn = &device->turn;
    take_turn(device);
    const bool changes = strcmp(turn->refresh, "none") != 0;
    const uint64_t set_us = changes ? device->config.board->set_page_us : 0;
    turn->busy_us = (uint32_t)(busy_us(device) - device->pressed_busy_us);
    turn->total_us = (uint32_t)(model->now_us - device->pressed_us);
    /* The page for the next turn is set now, while this one is read: its time is counted here. */
    kj_energy_spend(&device->energy, device->config.board->energy->active, set_us);
    turn->microjoules = turn->card_blocks = turn->erases = turn->programs = 0;
    kj_device_account(device,
                      turn->total_us - turn->busy_us - device->waited_us + device->ahead_us);
    device->ahead_us = 0;
    turn->ghost = kj_glass_ghost(&model->glass);
    turn->ghost_worst = kj_glass_ghost_worst(&model->glass);
}

/* What is likely to come next, unless a key waits already. */
static void work_ahead(kj_device *device) {
    const uint64_t idle_from_us = device->model.now_us;
    while (kj_loop_idle(&device->loop) == KJ_OK) {
    }
    device->ahead_us = device->model.now_us - idle_from_us;
    take_turn(device);
}

void kj_device_take_image_turn(kj_device *device) {
    const kj_booted_turn *from = &device->image.turn;
    device->turn = (kj_device_turn){
        .refresh = from->refresh,
        .busy_us = from->busy_us,
        .total_us = from->total_us,
        .microjoules = from->microjoules,
        .ghost = from->ghost,
        .ghost_worst = (uint8_t)from->ghost_worst,
        .card_blocks = from->card_blocks,
        .wear = from->wear,
        .keys = from->keys,
        .sleeps = from->sleeps,
        .erases = from->erases,
        .programs = from->programs,
        .cycles = from->cycles,
        .set_cycles = from->set_cycles,
        .cache_cycles = from->cache_cycles,
        .reader = from->reader,
    };
}

void kj_device_advance(kj_device *device, uint32_t us) {
    if (device->config.image) {
        kj_booted_advance(&device->image, us);
        kj_device_take_image_turn(device);
        return;
    }
    kj_loop *loop = &device->loop;
    const kj_hal_clock *clock = &loop->panel.wiring.clock;
    while (us > 0) {
        const uint32_t step = us < KJ_LOOP_STEP_US || !loop->updating ? us : KJ_LOOP_STEP_US;
        clock->sleep_us(clock->context, step);
        us -= step;
        if (kj_loop_step(loop) == KJ_OK) {
            kj_device_end_turn(device);
            work_ahead(device);
        }
    }
}

void kj_device_settle(kj_device *device) {
    if (device->config.image) {
        kj_booted_settle(&device->image);
        kj_device_take_image_turn(device);
        return;
    }
    while (device->loop.updating) {
        kj_device_advance(device, KJ_LOOP_STEP_US);
    }
}

const kj_device_turn *kj_device_last_turn(const kj_device *device) { return &device->turn; }
