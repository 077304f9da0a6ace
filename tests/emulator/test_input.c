/* test_input.c - words of a script, buttons held and released, keys that wait, and the file that
 * keeps the flash. */
#define _XOPEN_SOURCE 700 /* mkdtemp */

#include "board/device/buttons.h"
#include "board/device/key_queue.h"
#include "key_script.h"
#include "state.h"
#include "test.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static kj_key_script script;
static kj_step step;

static void expect_key(kj_key key) {
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_OK);
    KJ_CHECK_EQ(step.kind, KJ_STEP_KEY);
    KJ_CHECK_EQ(step.count, 1);
    KJ_CHECK_EQ(step.keys[0], key);
}

static void expect_value(kj_step_kind kind, uint32_t value) {
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_OK);
    KJ_CHECK_EQ(step.kind, kind);
    KJ_CHECK_EQ(step.value, value);
    KJ_CHECK_EQ(step.count, 0);
}

KJ_TEST(script_gives_each_key_by_its_name) {
    kj_key_script_init(&script, "up down left right select back next prev power home menu skip "
                                "skip-back");
    for (kj_key key = KJ_KEY_UP; key <= KJ_KEY_SKIP_BACK; key++) {
        expect_key(key);
        KJ_CHECK_EQ(kj_key_find(kj_key_name(key), strlen(kj_key_name(key))), key);
        KJ_CHECK_STR(kj_step_name(&step), kj_key_name(key));
    }
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_END);
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_END);
}

KJ_TEST(script_repeats_words_and_takes_commas) {
    kj_key_script_init(&script, " next*3,prev\n\twait:20*2 ");
    for (unsigned i = 0; i < 3; i++) {
        expect_key(KJ_KEY_NEXT);
    }
    expect_key(KJ_KEY_PREV);
    expect_value(KJ_STEP_WAIT, 20);
    expect_value(KJ_STEP_WAIT, 20);
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_END);
}

KJ_TEST(script_has_groups_of_keys) {
    kj_key_script_init(&script, "select[next*2 prev][menu]back");
    expect_key(KJ_KEY_SELECT);
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_OK);
    KJ_CHECK_EQ(step.kind, KJ_STEP_GROUP);
    KJ_CHECK_EQ(step.count, 3);
    KJ_CHECK_EQ(step.keys[0], KJ_KEY_NEXT);
    KJ_CHECK_EQ(step.keys[1], KJ_KEY_NEXT);
    KJ_CHECK_EQ(step.keys[2], KJ_KEY_PREV);
    KJ_CHECK_STR(kj_step_name(&step), "keys");
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_OK);
    KJ_CHECK_EQ(step.kind, KJ_STEP_GROUP);
    KJ_CHECK_STR(kj_step_name(&step), "menu");
    expect_key(KJ_KEY_BACK);
    KJ_CHECK_EQ(kj_key_script_next(&script, &step), KJ_END);
}

KJ_TEST(script_has_what_is_no_key) {
    kj_key_script_init(&script, "sleep eject insert battery:15 charge wait:86400000");
    expect_value(KJ_STEP_SLEEP, 0);
    expect_value(KJ_STEP_EJECT, 0);
    expect_value(KJ_STEP_INSERT, 0);
    expect_value(KJ_STEP_BATTERY, 15);
    expect_value(KJ_STEP_CHARGE, 0);
    expect_value(KJ_STEP_WAIT, 86400000);
    KJ_CHECK_STR(kj_step_name(&step), "wait");
}

KJ_TEST(script_refuses_what_is_no_word) {
    static const char *const wrong[] = {"jump",
                                        "next*0",
                                        "next*",
                                        "next*x",
                                        "next*100001",
                                        "next:3",
                                        "wait",
                                        "wait:",
                                        "wait:-1",
                                        "wait:+1",
                                        "wait:1x",
                                        "battery",
                                        "battery:101",
                                        "sleep:3",
                                        "[next",
                                        "next]",
                                        "[]",
                                        "[sleep]",
                                        "[next [up]]",
                                        "[next*65]",
                                        "none",
                                        "keys",
                                        ":",
                                        "*3",
                                        "wait:86400001",
                                        "[",
                                        "next*3*3",
                                        "Next",
                                        "[next jump]",
                                        "skip-",
                                        "battery:99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        kj_key_script_init(&script, wrong[i]);
        kj_status status = KJ_OK;
        for (unsigned steps = 0; steps < 3 && status == KJ_OK; steps++) {
            status = kj_key_script_next(&script, &step);
        }
        if (status != KJ_ERR_FORMAT) {
            printf("  \"%s\"\n", wrong[i]);
        }
        KJ_CHECK_EQ(status, KJ_ERR_FORMAT);
    }
    KJ_CHECK(kj_key_script_check(""));
    KJ_CHECK(kj_key_script_check("next*100000 [up down] wait:0"));
    KJ_CHECK(!kj_key_script_check("next jump"));
}

KJ_TEST(queue_keeps_the_first_sixteen_in_order) {
    kj_key_queue queue = {0};
    kj_key keys[KJ_KEY_QUEUE_KEYS];
    KJ_CHECK_EQ(kj_key_queue_take(&queue, keys), 0);
    for (unsigned i = 0; i < KJ_KEY_QUEUE_KEYS + 4; i++) {
        const kj_key key = i % 3 ? KJ_KEY_NEXT : KJ_KEY_PREV;
        KJ_CHECK_EQ(kj_key_queue_push(&queue, key), i < KJ_KEY_QUEUE_KEYS);
    }
    KJ_CHECK_EQ(queue.dropped, 4);
    KJ_CHECK_EQ(kj_key_queue_take(&queue, keys), KJ_KEY_QUEUE_KEYS);
    for (unsigned i = 0; i < KJ_KEY_QUEUE_KEYS; i++) {
        KJ_CHECK_EQ(keys[i], i % 3 ? KJ_KEY_NEXT : KJ_KEY_PREV);
    }
    KJ_CHECK_EQ(kj_key_queue_take(&queue, keys), 0);
    KJ_CHECK(kj_key_queue_push(&queue, KJ_KEY_UP));
    KJ_CHECK_EQ(queue.dropped, 0);
}

/* --- Buttons. */

static kj_buttons buttons;
static kj_key keys[2];

KJ_TEST(button_with_a_hold_is_reported_when_it_comes_up) {
    buttons = (kj_buttons){0};
    KJ_CHECK_EQ(kj_buttons_press(&buttons, KJ_KEY_SELECT, 1000, keys), 0);
    KJ_CHECK_EQ(kj_buttons_poll(&buttons, 1000 + KJ_KEY_HOLD_MS - 1), KJ_KEY_NONE);
    KJ_CHECK_EQ(kj_buttons_release(&buttons, KJ_KEY_SELECT), KJ_KEY_SELECT);
    KJ_CHECK_EQ(kj_buttons_release(&buttons, KJ_KEY_SELECT), KJ_KEY_NONE);
    KJ_CHECK_EQ(kj_buttons_poll(&buttons, 9000), KJ_KEY_NONE);
}

KJ_TEST(button_without_a_hold_is_reported_at_once) {
    buttons = (kj_buttons){0};
    static const kj_key plain[] = {KJ_KEY_UP, KJ_KEY_DOWN, KJ_KEY_POWER, KJ_KEY_HOME, KJ_KEY_MENU};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        KJ_CHECK_EQ(kj_buttons_press(&buttons, plain[i], 0, keys), 1);
        KJ_CHECK_EQ(keys[0], plain[i]);
        KJ_CHECK_EQ(kj_buttons_poll(&buttons, 5000), KJ_KEY_NONE);
        KJ_CHECK_EQ(kj_buttons_release(&buttons, plain[i]), KJ_KEY_NONE);
    }
}

KJ_TEST(button_held_is_its_hold_and_not_its_press) {
    static const struct {
        kj_key button, hold;
        bool again;
    } holds[] = {{KJ_KEY_SELECT, KJ_KEY_MENU, false},   {KJ_KEY_BACK, KJ_KEY_HOME, false},
                 {KJ_KEY_NEXT, KJ_KEY_SKIP, true},      {KJ_KEY_RIGHT, KJ_KEY_SKIP, true},
                 {KJ_KEY_PREV, KJ_KEY_SKIP_BACK, true}, {KJ_KEY_LEFT, KJ_KEY_SKIP_BACK, true}};
    const uint32_t from = UINT32_MAX - 300; /* the clock wraps meanwhile */
    for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) {
        buttons = (kj_buttons){0};
        KJ_CHECK_EQ(kj_buttons_press(&buttons, holds[i].button, from, keys), 0);
        KJ_CHECK_EQ(kj_buttons_poll(&buttons, from + KJ_KEY_HOLD_MS - 1), KJ_KEY_NONE);
        KJ_CHECK_EQ(kj_buttons_poll(&buttons, from + KJ_KEY_HOLD_MS), holds[i].hold);
        KJ_CHECK_EQ(kj_buttons_poll(&buttons, from + KJ_KEY_HOLD_MS + 1), KJ_KEY_NONE);
        const uint32_t again = from + KJ_KEY_HOLD_MS + KJ_KEY_REPEAT_MS;
        for (unsigned n = 0; n < 3; n++) {
            KJ_CHECK_EQ(kj_buttons_poll(&buttons, again + n * KJ_KEY_REPEAT_MS),
                        holds[i].again ? holds[i].hold : KJ_KEY_NONE);
        }
        KJ_CHECK_EQ(kj_buttons_release(&buttons, holds[i].button), KJ_KEY_NONE);
    }
}

KJ_TEST(button_that_another_ends_is_a_press) {
    buttons = (kj_buttons){0};
    KJ_CHECK_EQ(kj_buttons_press(&buttons, KJ_KEY_NEXT, 0, keys), 0);
    KJ_CHECK_EQ(kj_buttons_press(&buttons, KJ_KEY_DOWN, 50, keys), 2);
    KJ_CHECK_EQ(keys[0], KJ_KEY_NEXT);
    KJ_CHECK_EQ(keys[1], KJ_KEY_DOWN);
    KJ_CHECK_EQ(kj_buttons_press(&buttons, KJ_KEY_NEXT, 100, keys), 0);
    KJ_CHECK_EQ(kj_buttons_press(&buttons, KJ_KEY_BACK, 150, keys), 1);
    KJ_CHECK_EQ(keys[0], KJ_KEY_NEXT);
    KJ_CHECK_EQ(kj_buttons_release(&buttons, KJ_KEY_NEXT), KJ_KEY_NONE);
    KJ_CHECK_EQ(kj_buttons_release(&buttons, KJ_KEY_BACK), KJ_KEY_BACK);
}

/* --- The file. */

static char folder[64], path[96];
static kj_state state;

static void make_folder(void) {
    snprintf(folder, sizeof folder, "/tmp/kagoj-state-XXXXXX");
    KJ_CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/state.flash", folder);
}

static void remove_folder(void) {
    unlink(path);
    KJ_CHECK_EQ(rmdir(folder), 0);
}

static void read_file(uint8_t *bytes) {
    FILE *file = fopen(path, "rb");
    KJ_CHECK(file != NULL);
    KJ_CHECK_EQ(fread(bytes, 1, KJ_STATE_BYTES, file), KJ_STATE_BYTES);
    KJ_CHECK_EQ(fgetc(file), EOF);
    fclose(file);
}

static uint8_t bytes[KJ_STATE_BYTES];

KJ_TEST(state_file_is_at_any_moment_what_the_flash_is) {
    make_folder();
    KJ_CHECK_EQ(kj_state_open(&state, path, 0), KJ_OK);
    read_file(bytes);
    KJ_CHECK_EQ(bytes[0] & bytes[KJ_STATE_BYTES - 1], 0xFF); /* new flash */
    kj_hal_flash flash = kj_flash_model_hal(state.model);
    KJ_CHECK_EQ(flash.block_count, KJ_STATE_BLOCKS);
    KJ_CHECK_EQ(flash.program(flash.context, 4096 + 250, "kagoj", 5), KJ_OK);
    read_file(bytes);
    KJ_CHECK(memcmp(bytes + 4096 + 250, "kagoj", 5) == 0);
    kj_state_close(&state);
    KJ_CHECK_EQ(kj_state_open(&state, path, 0), KJ_OK);
    flash = kj_flash_model_hal(state.model);
    char back[5];
    KJ_CHECK_EQ(flash.read(flash.context, 4096 + 250, back, 5), KJ_OK);
    KJ_CHECK(memcmp(back, "kagoj", 5) == 0);
    KJ_CHECK_EQ(flash.erase(flash.context, 1), KJ_OK);
    read_file(bytes);
    KJ_CHECK_EQ(bytes[4096 + 250], 0xFF);
    KJ_CHECK_EQ(state.model->event_count, 0);
    kj_state_close(&state);
    remove_folder();
}

KJ_TEST(state_file_is_left_as_a_power_cut_leaves_it) {
    make_folder();
    KJ_CHECK_EQ(kj_state_open(&state, path, 2), KJ_OK);
    kj_hal_flash flash = kj_flash_model_hal(state.model);
    KJ_CHECK_EQ(flash.program(flash.context, 0, "one", 3), KJ_OK);
    KJ_CHECK(!kj_state_is_cut(&state));
    memset(bytes, 0, 256);
    KJ_CHECK_EQ(flash.program(flash.context, 256, bytes, 256), KJ_ERR_IO);
    KJ_CHECK(kj_state_is_cut(&state));
    KJ_CHECK_EQ(flash.program(flash.context, 512, "three", 5), KJ_ERR_IO);
    KJ_CHECK_EQ(flash.erase(flash.context, 0), KJ_ERR_IO);
    read_file(bytes);
    KJ_CHECK(memcmp(bytes, "one", 3) == 0);
    static const uint8_t done[256];
    KJ_CHECK(memcmp(bytes + 256, done, sizeof done) != 0); /* torn */
    KJ_CHECK(memcmp(bytes + 256, bytes + 512, 256) != 0);
    KJ_CHECK_EQ(bytes[512], 0xFF);
    kj_state_close(&state);
    KJ_CHECK_EQ(kj_state_open(&state, path, 0), KJ_OK); /* the power is back */
    flash = kj_flash_model_hal(state.model);
    KJ_CHECK_EQ(flash.erase(flash.context, 0), KJ_OK);
    kj_state_close(&state);
    remove_folder();
}

KJ_TEST(state_file_of_another_size_is_left_alone) {
    make_folder();
    FILE *file = fopen(path, "wb");
    KJ_CHECK(file && fputs("a letter", file) >= 0 && fclose(file) == 0);
    KJ_CHECK_EQ(kj_state_open(&state, path, 0), KJ_ERR_FORMAT);
    struct stat about;
    KJ_CHECK_EQ(stat(path, &about), 0);
    KJ_CHECK_EQ(about.st_size, 8);
    KJ_CHECK_EQ(kj_state_open(&state, folder, 0), KJ_ERR_IO);
    KJ_CHECK_EQ(kj_state_open(&state, "/nowhere/state.flash", 0), KJ_ERR_IO);
    remove_folder();
}

KJ_TEST(state_file_belongs_to_one_emulator_at_a_time) {
    make_folder();
    KJ_CHECK_EQ(kj_state_open(&state, path, 0), KJ_OK);
    const pid_t other = fork(); /* locks are a process's */
    KJ_CHECK(other >= 0);
    if (other == 0) {
        static kj_state second;
        _exit(kj_state_open(&second, path, 0) == KJ_ERR_STATE ? 0 : 1);
    }
    int status;
    KJ_CHECK_EQ(waitpid(other, &status, 0), other);
    KJ_CHECK_EQ(status, 0);
    kj_state_close(&state);
    remove_folder();
}

KJ_TEST_MAIN()
