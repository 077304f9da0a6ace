/* progress.c - see progress.h. */
#include "press/feed/progress.h"

#include "base/utf8.h"
#include "press/buffer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TITLE_COLUMNS 24u
#define BAR_COLUMNS   16u

void kj_progress_open(kj_progress *progress, FILE *out, size_t count, bool quiet) {
    memset(progress, 0, sizeof *progress);
    progress->out = out;
    progress->count = count;
    progress->quiet = quiet;
    progress->lines = kj_press_alloc((count + 1) * sizeof *progress->lines);
    struct winsize size = {0};
    const char *terminal = getenv("TERM");
    progress->columns = 80;
    if (!quiet && isatty(fileno(out)) && terminal && strcmp(terminal, "dumb") != 0 &&
        ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_row > count) {
        progress->in_place = true;
        progress->columns = size.ws_col > 40 ? size.ws_col : 40;
    }
}

void kj_progress_close(kj_progress *progress) {
    kj_progress_draw(progress);
    free(progress->lines);
    memset(progress, 0, sizeof *progress);
}

/* Whether a terminal gives a code point no column of its own. */
static bool is_combining(uint32_t code) {
    return (code >= 0x300 && code < 0x370) || code == 0x981 || code == 0x9BC || code == 0x9CD ||
           (code >= 0x9C1 && code <= 0x9C4) || (code >= 0x200B && code <= 0x200F);
}

/* Writes text in at most columns, and blanks up to exactly that if fill. */
static void put(kj_buffer *out, const char *text, unsigned columns, bool fill) {
    const kj_span span = {(const uint8_t *)text, strlen(text)};
    unsigned used = 0;
    for (size_t at = 0; at < span.length;) {
        const size_t start = at;
        const uint32_t code = kj_utf8_next(span, &at);
        const unsigned width = code < ' ' || is_combining(code) ? 0 : 1;
        if (used + width > columns) {
            break;
        }
        if (code >= ' ') {
            kj_buffer_add(out, text + start, at - start);
        }
        used += width;
    }
    for (; fill && used < columns; used++) {
        kj_buffer_byte(out, ' ');
    }
}

static void put_bar(kj_buffer *out, const kj_progress_line *line) {
    const unsigned done = line->done < line->total ? line->done : line->total;
    const unsigned filled = line->total ? BAR_COLUMNS * done / line->total : 0;
    kj_buffer_byte(out, '[');
    for (unsigned i = 0; i < BAR_COLUMNS; i++) {
        kj_buffer_byte(out, i < filled ? '#' : '.');
    }
    kj_buffer_text(out, "] ");
}

static void put_line(kj_buffer *out, const kj_progress *progress, const kj_progress_line *line) {
    put(out, line->title ? line->title : "", TITLE_COLUMNS, true);
    kj_buffer_byte(out, ' ');
    put_bar(out, line);
    put(out, line->text, progress->columns - TITLE_COLUMNS - BAR_COLUMNS - 5, false);
    kj_buffer_text(out, "\033[K\n");
}

void kj_progress_draw(kj_progress *progress) {
    if (!progress->in_place || !progress->changed) {
        return;
    }
    kj_buffer out = {0};
    if (progress->drawn) {
        kj_buffer_format(&out, "\033[%zuA", progress->count);
    }
    for (size_t i = 0; i < progress->count; i++) {
        put_line(&out, progress, &progress->lines[i]);
    }
    fwrite(out.data, 1, out.length, progress->out);
    fflush(progress->out);
    kj_buffer_free(&out);
    progress->drawn = true;
    progress->changed = false;
}

void kj_progress_set(kj_progress *progress, size_t line, unsigned done, unsigned total,
                     const char *text) {
    kj_progress_line *to = &progress->lines[line];
    if (to->done != done || to->total != total || strcmp(to->text, text) != 0) {
        snprintf(to->text, sizeof to->text, "%s", text);
        to->done = done;
        to->total = total;
        progress->changed = true;
    }
}

void kj_progress_finish(kj_progress *progress, size_t line, const char *text) {
    const bool failed = strncmp(text, "failed", 6) == 0; /* leaves its bar empty */
    kj_progress_set(progress, line, failed ? 0 : 1, 1, text);
    if (!progress->lines[line].finished && !progress->in_place && !progress->quiet) {
        fprintf(progress->out, "%s: %s\n", progress->lines[line].title, text);
        fflush(progress->out);
    }
    progress->lines[line].finished = true;
}
