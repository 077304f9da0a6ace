/* test_console.c - a serial console: lines in, lines out, nothing that a line can do wrong. */
#include "board/device/console.h"

#include "test.h"

static kj_console console;
static char said[512];

static void put(void *context, const char *text) {
    (void)context;
    strncat(said, text, sizeof said - strlen(said) - 1);
}

static void begin(void) {
    said[0] = '\0';
    kj_console_init(&console, &(kj_console_config){.put = put});
}

static kj_console_wish type(const char *text) {
    kj_console_wish wish = KJ_WISH_NONE;
    for (; *text; text++) {
        const kj_console_wish one = kj_console_take(&console, *text);
        wish = one == KJ_WISH_NONE ? wish : one;
    }
    return wish;
}

KJ_TEST(line_does_nothing_before_its_end) {
    begin();
    KJ_CHECK_EQ(type("reset"), KJ_WISH_NONE);
    KJ_CHECK_EQ(type("\n"), KJ_WISH_RESET);
    KJ_CHECK_STR(said, "");
}

KJ_TEST(each_wish_has_its_word) {
    begin();
    KJ_CHECK_EQ(type("sleep\n"), KJ_WISH_SLEEP);
    KJ_CHECK_EQ(type("battery\r\n"), KJ_WISH_BATTERY);
    KJ_CHECK_EQ(type("crash\n"), KJ_WISH_CRASH);
    KJ_CHECK_EQ(type("hang\n"), KJ_WISH_HANG);
    KJ_CHECK_STR(said, "");
}

KJ_TEST(trace_is_off_until_asked_for) {
    begin();
    KJ_CHECK(!console.traces);
    type("trace on\n");
    KJ_CHECK(console.traces);
    type("trace off\n");
    KJ_CHECK(!console.traces);
}

KJ_TEST(word_that_is_none_gets_the_list_of_words) {
    begin();
    KJ_CHECK_EQ(type("format c:\n"), KJ_WISH_NONE);
    KJ_CHECK(strstr(said, "# trace on|off"));
    KJ_CHECK(strstr(said, "digest FILE"));
}

KJ_TEST(reader_is_not_asked_before_it_is_there) {
    begin();
    type("marks\n");
    type("status\n");
    type("key next\n");
    type("digest /a.txt\n");
    KJ_CHECK(!strstr(said, "@"));
}

KJ_TEST(line_too_long_is_dropped_whole) {
    begin();
    for (unsigned i = 0; i < 3 * KJ_CONSOLE_LINE_BYTES; i++) {
        KJ_CHECK_EQ(kj_console_take(&console, 'x'), KJ_WISH_NONE);
    }
    KJ_CHECK_EQ(type("\n"), KJ_WISH_NONE);
    KJ_CHECK_STR(said, "# a line too long\n");
    KJ_CHECK_EQ(type("reset\n"), KJ_WISH_RESET);
}

KJ_TEST_MAIN()
