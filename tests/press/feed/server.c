/* server.c - an HTTP server on loopback that misbehaves on request.
 *
 * usage: feed-server FOLDER PORT_FILE
 * The first part of a path says how its content is sent ("/trickle/gen/a"), the rest what
 * (content.h). It writes its port to PORT_FILE and ends when its standard input does, and after
 * three minutes in any case. */
#include "content.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define LIFE_SECONDS  180
#define ENDLESS_BYTES ((size_t)50 << 20)

static const char *folder;
static char base[64];
static atomic_int failures;

typedef struct answer {
    int connection;
    const char *request; /* all of its header lines */
    const char *what;    /* the path behind the way it is to be sent */
    kj_buffer body;
    const char *type;
} answer;

static void pause_ms(long ms) {
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static bool send_all(int connection, const char *bytes, size_t length) {
    while (length > 0) {
        const ssize_t sent = send(connection, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool send_text(int connection, const char *text) {
    return send_all(connection, text, strlen(text));
}

/* Status line and header with a length; more: further lines, each with its end. */
static void send_head(const answer *a, const char *status, size_t length, const char *more) {
    char *head = kj_press_format("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                                 "Connection: close\r\n%s\r\n",
                                 status, a->type, length, more);
    send_text(a->connection, head);
    free(head);
}

static void send_whole(const answer *a, const char *more) {
    send_head(a, "200 OK", a->body.length, more);
    send_all(a->connection, a->body.data, a->body.length);
}

static void send_status(const answer *a, const char *status) {
    send_head(a, status, strlen(status), "");
    send_text(a->connection, status);
}

static void plain(answer *a) { send_whole(a, ""); }

/* A byte now and then: no connection fails, it just never ends. */
static void trickle(answer *a) {
    send_head(a, "200 OK", a->body.length, "");
    for (size_t i = 0; i < a->body.length && i < 200; i++) {
        if (!send_all(a->connection, a->body.data + i, 1)) {
            return;
        }
        pause_ms(100);
    }
}

static void cut(answer *a) {
    send_head(a, "200 OK", a->body.length, "");
    send_all(a->connection, a->body.data, a->body.length / 2);
}

static void longer(answer *a) { /* promises more, and waits */
    send_head(a, "200 OK", a->body.length + 1000, "");
    send_all(a->connection, a->body.data, a->body.length);
    pause_ms(8000);
}

static void shorter(answer *a) { /* promises less: in the middle of the second item */
    send_head(a, "200 OK", a->body.length * 3 / 4, "");
    send_all(a->connection, a->body.data, a->body.length);
}

/* length zeros or the body, through gzip, in pieces: never all in memory. */
static void gzip(answer *a, size_t zeros) {
    static const char block[1 << 16];
    char out[1 << 15];
    z_stream stream = {0};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return;
    }
    send_text(a->connection, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
                             "Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
    int result = Z_OK;
    if (!zeros) {
        stream.next_in = (Bytef *)a->body.data;
        stream.avail_in = (uInt)a->body.length;
    }
    while (result == Z_OK) {
        if (stream.avail_in == 0 && zeros > 0) {
            stream.next_in = (Bytef *)(uintptr_t)block;
            stream.avail_in = sizeof block;
            zeros -= sizeof block;
        }
        stream.next_out = (Bytef *)out;
        stream.avail_out = sizeof out;
        result = deflate(&stream, zeros > 0 ? Z_NO_FLUSH : Z_FINISH);
        if (!send_all(a->connection, out, sizeof out - stream.avail_out)) {
            break;
        }
    }
    deflateEnd(&stream);
}

static void packed(answer *a) { gzip(a, 0); }
static void bomb(answer *a) { gzip(a, (size_t)512 << 20); }

static void redirect(answer *a, const char *to) {
    char *line = kj_press_format("Location: %s\r\n", to);
    send_head(a, "302 Found", 0, line);
    free(line);
}

static void loop(answer *a) {
    char *to = kj_press_format("%s/loop/%s", base, a->what);
    redirect(a, to);
    free(to);
}

static void moved(answer *a) {
    char *to = kj_press_format("/plain/%s", a->what);
    redirect(a, to);
    free(to);
}

static void to_file(answer *a) { redirect(a, "file:///etc/hostname"); }
static void to_front(answer *a) { redirect(a, "/"); }
static void missing(answer *a) { send_status(a, "404 Not Found"); }
static void broken(answer *a) { send_status(a, "500 Internal Server Error"); }
static void forbidden(answer *a) {
    send_head(a, "403 Forbidden", a->body.length, "");
    send_all(a->connection, a->body.data, a->body.length);
}

static void fails_once(answer *a) {
    if (atomic_fetch_add(&failures, 1) == 0) {
        send_status(a, "500 Internal Server Error");
    } else {
        plain(a);
    }
}

static void endless(answer *a) {
    static const char block[1 << 16] = {' '};
    send_text(a->connection, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
                             "Connection: close\r\n\r\n");
    for (size_t sent = 0; sent < ENDLESS_BYTES; sent += sizeof block) {
        if (!send_all(a->connection, block, sizeof block)) {
            return;
        }
    }
}

static void reset(answer *a) {
    const struct linger now = {1, 0};
    send_text(a->connection, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>");
    setsockopt(a->connection, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void bad_chunks(answer *a) {
    send_text(a->connection,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<rss version='2.0'\r\n"
              "zz\r\nno number\r\n");
}

static void chunks(answer *a) {
    send_text(a->connection,
              "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (size_t at = 0; at < a->body.length; at += 777) {
        const size_t left = a->body.length - at, length = left < 777 ? left : 777;
        char *size = kj_press_format("%zx\r\n", length);
        send_text(a->connection, size);
        send_all(a->connection, a->body.data + at, length);
        send_text(a->connection, "\r\n");
        free(size);
    }
    send_text(a->connection, "0\r\n\r\n");
}

static void nuls(answer *a) {
    kj_buffer with = {0};
    for (size_t i = 0; i < a->body.length; i++) {
        kj_buffer_byte(&with, a->body.data[i]);
        if (i % 97 == 0) {
            kj_buffer_byte(&with, '\0');
        }
    }
    send_head(a, "200 OK", with.length, "");
    send_all(a->connection, with.data, with.length);
    kj_buffer_free(&with);
}

static void html(answer *a) {
    kj_buffer_free(&a->body);
    a->type = "text/html";
    kj_buffer_text(
        &a->body,
        "<!DOCTYPE html><html><head><title>News</title></head><body><p>Hello</p></body></html>");
    plain(a);
}

static void etag(answer *a) {
    if (strstr(a->request, "If-None-Match: \"kagoj-1\"")) {
        send_text(a->connection,
                  "HTTP/1.1 304 Not Modified\r\nETag: \"kagoj-1\"\r\nConnection: close\r\n\r\n");
        return;
    }
    send_whole(a, "ETag: \"kagoj-1\"\r\nLast-Modified: Wed, 25 Nov 2026 06:00:00 GMT\r\n");
}

/* UTF-16 without mark, which the header calls UTF-8. ASCII and the Bengali block only. */
static void wide(answer *a) {
    kj_buffer out = {0};
    for (size_t i = 0; i < a->body.length; i++) {
        const unsigned char *at = (const unsigned char *)a->body.data + i;
        unsigned code = *at;
        if (code >= 0xE0) {
            code = (code & 15u) << 12 | (at[1] & 63u) << 6 | (at[2] & 63u);
            i += 2;
        }
        kj_buffer_byte(&out, (char)(code & 255));
        kj_buffer_byte(&out, (char)(code >> 8));
    }
    a->type = "application/xml; charset=utf-8";
    send_head(a, "200 OK", out.length, "");
    send_all(a->connection, out.data, out.length);
    kj_buffer_free(&out);
}

static void mislabelled(answer *a) {
    a->type = "text/xml; charset=iso-8859-1";
    plain(a);
}

/* "\xNN" in a file as that byte: text that is not the UTF-8 it claims to be. */
static void raw_bytes(answer *a) {
    kj_buffer out = {0};
    for (size_t i = 0; i < a->body.length; i++) {
        unsigned byte = 0;
        if (sscanf(a->body.data + i, "\\x%2x", &byte) == 1) {
            kj_buffer_byte(&out, (char)byte);
            i += 3;
        } else {
            kj_buffer_byte(&out, a->body.data[i]);
        }
    }
    a->type = "application/xml; charset=utf-8";
    send_head(a, "200 OK", out.length, "");
    send_all(a->connection, out.data, out.length);
    kj_buffer_free(&out);
}

static void long_header(answer *a) {
    char *value = memset(kj_press_alloc(200001), 'x', 200000);
    char *line = kj_press_format("X-Long: %s\r\n", value);
    send_whole(a, line);
    free(line);
    free(value);
}

static void silent(answer *a) { pause_ms(8000); }

static const struct {
    const char *name;
    void (*send)(answer *a);
} ways[] = {{"plain", plain},
            {"trickle", trickle},
            {"cut", cut},
            {"longer", longer},
            {"shorter", shorter},
            {"gzip", packed},
            {"bomb", bomb},
            {"loop", loop},
            {"moved", moved},
            {"to-file", to_file},
            {"to-front", to_front},
            {"missing", missing},
            {"broken", broken},
            {"once", fails_once},
            {"endless", endless},
            {"reset", reset},
            {"bad-chunks", bad_chunks},
            {"chunks", chunks},
            {"nuls", nuls},
            {"html", html},
            {"etag", etag},
            {"wide", wide},
            {"mislabelled", mislabelled},
            {"raw", raw_bytes},
            {"forbidden", forbidden},
            {"long-header", long_header},
            {"silent", silent}};

static void serve(answer *a, const char *path) {
    const size_t size = strcspn(path, "/");
    a->type = "text/html";
    a->what = path[size] ? path + size + 1 : "";
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strlen(ways[i].name) == size && strncmp(path, ways[i].name, size) == 0) {
            kj_buffer_add(&a->body, "", 0);
            if (*a->what && !content_of(a->what, folder, base, &a->body, &a->type)) {
                missing(a);
            } else {
                ways[i].send(a);
            }
            return;
        }
    }
    if (*path == '\0') {
        kj_buffer_text(
            &a->body,
            "<html><head><title>Front page</title></head><body><p>Front</p></body></html>");
        plain(a);
        return;
    }
    missing(a);
}

static void *connection_thread(void *argument) {
    char request[8192];
    size_t length = 0;
    answer a = {.connection = *(int *)argument};
    free(argument);
    while (length + 1 < sizeof request) {
        const ssize_t got = recv(a.connection, request + length, sizeof request - 1 - length, 0);
        if (got <= 0) {
            break;
        }
        length += (size_t)got;
        request[length] = '\0';
        if (strstr(request, "\r\n\r\n")) {
            break;
        }
    }
    request[length] = '\0';
    char path[1024];
    if (sscanf(request, "GET /%1023[^ ?] ", path) != 1) {
        path[0] = '\0';
    }
    a.request = request;
    serve(&a, path);
    kj_buffer_free(&a.body);
    shutdown(a.connection, SHUT_WR);
    close(a.connection);
    return NULL;
}

static void accept_all(int listener) {
    for (;;) {
        int *connection = malloc(sizeof *connection);
        *connection = accept(listener, NULL, NULL);
        pthread_t thread;
        if (*connection < 0 || pthread_create(&thread, NULL, connection_thread, connection) != 0) {
            free(connection);
            continue;
        }
        pthread_detach(thread);
    }
}

/* Ends the program with its standard input. */
static void *watch_input(void *unused) {
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    _exit(0);
    return unused;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: feed-server FOLDER PORT_FILE\n");
        return 2;
    }
    folder = argv[1];
    signal(SIGPIPE, SIG_IGN);
    alarm(LIFE_SECONDS);
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, 64) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        perror("feed-server");
        return 1;
    }
    snprintf(base, sizeof base,
             "http:"
             "//127.0.0.1:%d",
             ntohs(address.sin_port));
    char *port = kj_press_format("%d\n", ntohs(address.sin_port));
    FILE *file = fopen(argv[2], "w");
    if (!file || fputs(port, file) < 0 || fclose(file) != 0) {
        perror(argv[2]);
        return 1;
    }
    free(port);
    pthread_t watcher;
    pthread_create(&watcher, NULL, watch_input, NULL);
    accept_all(listener);
    return 0;
}
