/* run_files.c - runs a fuzz target over files where libFuzzer is not at hand: regressions. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path) {
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        return EXIT_FAILURE;
    }
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    int code = EXIT_SUCCESS;
    for (int i = 1; i < argc; i++) {
        code |= run_file(argv[i]);
    }
    printf("%d inputs ran\n", argc - 1);
    return code;
}
