/* put_exfat.c - copies a folder into an image that mkfs.exfat made; no tool does that unmounted.
 *
 * usage: put_exfat IMAGE FOLDER. The folder goes in under its own name, and its files lie in one
 * piece with a chain and without, in pieces and backwards by turns. What it makes satisfies
 * fsck.exfat, which images.sh asks. */
#include "unit/disk_image.h"

#include <dirent.h>
#include <sys/stat.h>

static const uint32_t lies[] = {DISK_WHOLE, DISK_CHAINED, 1, DISK_BACKWARDS, 3, 40};

static disk open_image(const char *path) {
    FILE *image = fopen(path, "rb");
    struct stat about;
    if (!image || stat(path, &about) != 0) {
        exit(2);
    }
    disk d = {.kind = DISK_EXFAT, .blocks = (uint32_t)(about.st_size / 512)};
    d.bytes = (uint8_t *)malloc((size_t)about.st_size);
    if (!d.bytes || fread(d.bytes, 1, (size_t)about.st_size, image) != (size_t)about.st_size) {
        exit(2);
    }
    fclose(image);
    const uint8_t *boot = d.bytes;
    d.fat = disk_get(boot + 80, 4);
    d.fat_blocks = disk_get(boot + 84, 4);
    d.data = disk_get(boot + 88, 4);
    d.clusters = disk_get(boot + 92, 4);
    d.root_cluster = disk_get(boot + 96, 4);
    d.cluster_blocks = 1u << boot[109];
    for (uint8_t *entry = disk_cluster(&d, d.root_cluster); *entry; entry += 32) {
        d.bitmap = entry[0] == 0x81 ? disk_get(entry + 20, 4) : d.bitmap;
    }
    const uint8_t *bits = disk_cluster(&d, d.bitmap);
    for (uint32_t i = 0; i < d.clusters; i++) {
        d.free = bits[i / 8] >> i % 8 & 1 ? i + 3 : d.free;
    }
    return d;
}

static uint32_t files;

static void put_file(disk_folder *folder, const char *name, const char *path, size_t length) {
    uint8_t *bytes = (uint8_t *)malloc(length + 1);
    FILE *in = fopen(path, "rb");
    if (!in || fread(bytes, 1, length, in) != length) {
        exit(2);
    }
    disk_add_file(folder, name, bytes, length, lies[files++ % 6]);
    fclose(in);
    free(bytes);
}

/* Entries of 32 bytes that the folder's contents take, at most. */
static uint32_t slots_of(const char *path) {
    uint32_t slots = 0;
    DIR *listing = opendir(path);
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        slots += 2 + (uint32_t)strlen(entry->d_name) / 15 + 1;
    }
    closedir(listing);
    return slots;
}

static void put_folder(disk_folder *into, const char *name, const char *path) {
    disk *d = into->on;
    disk_folder folder = disk_add_folder(into, name, slots_of(path) / (d->cluster_blocks * 16) + 1,
                                         files % 2 ? DISK_CHAINED : 1);
    DIR *listing = opendir(path);
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        char inner[4096];
        struct stat about;
        int length = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] == '.' || length >= (int)sizeof inner || stat(inner, &about) != 0) {
            continue;
        }
        if (S_ISDIR(about.st_mode)) {
            put_folder(&folder, entry->d_name, inner);
        } else {
            put_file(&folder, entry->d_name, inner, (size_t)about.st_size);
        }
    }
    closedir(listing);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        return 2;
    }
    disk d = open_image(argv[1]);
    disk_folder root = disk_root(&d);
    const char *name = strrchr(argv[2], '/');
    put_folder(&root, name ? name + 1 : argv[2], argv[2]);
    FILE *image = fopen(argv[1], "wb");
    size_t written = image ? fwrite(d.bytes, 512, d.blocks, image) : 0;
    disk_free(&d);
    return image && fclose(image) == 0 && written == d.blocks ? 0 : 2;
}
