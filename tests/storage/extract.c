/* extract.c - copies all that kj_volume finds on an image into a folder, for comparison.
 *
 * usage: extract IMAGE FOLDER. Prints what failed, and exits with 1 if anything did. */
#include "storage/volume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static kj_status read_image(void *context, uint32_t first, uint32_t count, uint8_t *bytes) {
    FILE *image = (FILE *)context;
    if (fseek(image, (long)first * 512, SEEK_SET) != 0 ||
        fread(bytes, 512, count, image) != count) {
        return KJ_ERR_IO;
    }
    return KJ_OK;
}

static int failures;

static void fail(const char *path, kj_status status) {
    printf("%s: %s\n", path, kj_status_name(status));
    failures++;
}

static void copy_file(kj_volume *volume, const char *path, const char *to, uint32_t size_bytes) {
    static uint8_t bytes[70001]; /* no multiple of a block */
    FILE *out = fopen(to, "wb");
    kj_file file;
    kj_status status = kj_file_open(&file, volume, path);
    if (!out || (status != KJ_OK && status != KJ_END) || (status == KJ_END && size_bytes)) {
        fail(path, out ? status : KJ_ERR_ARGUMENT);
        return;
    }
    kj_source source = kj_file_source_of(&file);
    for (uint32_t at = 0; status == KJ_OK && at < source.size_bytes;) {
        size_t piece =
            source.size_bytes - at < sizeof bytes ? source.size_bytes - at : sizeof bytes;
        if (source.read(source.context, at, bytes, piece) != KJ_OK) {
            fail(path, file.failed);
            break;
        }
        fwrite(bytes, 1, piece, out);
        at += (uint32_t)piece;
    }
    if (source.size_bytes != size_bytes) {
        printf("%s: listed with %u bytes, opened with %u\n", path, size_bytes, source.size_bytes);
        failures++;
    }
    fclose(out);
    kj_file_close(&file);
}

static void copy_folder(kj_volume *volume, const char *path, const char *to) {
    kj_folder folder;
    kj_volume_entry entry;
    char inner[KJ_VOLUME_PATH_BYTES * 2], outer[KJ_VOLUME_PATH_BYTES * 4];
    mkdir(to, 0777);
    kj_status status = kj_folder_open(&folder, volume, path);
    while (status == KJ_OK && (status = kj_folder_next(&folder, &entry)) == KJ_OK) {
        int length = snprintf(inner, sizeof inner, "%s/%s", path[1] ? path : "", entry.name);
        int outer_length = snprintf(outer, sizeof outer, "%s/%s", to, entry.name);
        if (length >= (int)sizeof inner || outer_length >= (int)sizeof outer) {
            fail(path, KJ_ERR_TOO_LARGE);
        } else if (entry.is_folder) {
            copy_folder(volume, inner, outer);
        } else {
            copy_file(volume, inner, outer, entry.size_bytes);
        }
    }
    if (status != KJ_END) {
        fail(path, status);
    }
}

int main(int argc, char **argv) {
    FILE *image = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!image || fseek(image, 0, SEEK_END) != 0) {
        fprintf(stderr, "usage: extract IMAGE FOLDER\n");
        return 2;
    }
    kj_blocks blocks = {image, (uint32_t)(ftell(image) / 512), read_image};
    kj_volume volume;
    kj_status status = kj_volume_mount(&volume, &blocks);
    if (status == KJ_OK) {
        copy_folder(&volume, "/", argv[2]);
        kj_volume_unmount(&volume);
    } else {
        fail(argv[1], status);
    }
    fclose(image);
    return failures ? 1 : 0;
}
