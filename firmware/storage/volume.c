/* volume.c - mounting, and folders: FatFs's answers, with the blocks' own errors kept.
 *
 * FatFs says FR_DISK_ERR for every failed read and now and then goes on after one (it tries the
 * next partition), so each call asks what the blocks said before it believes FatFs. Layer: storage.
 */
#include "storage/volume.h"
#include "storage/volume_fatfs.h"

#include <ff.h>

#include <string.h>

enum {
    ENTRIES_MAX = 65535,
    BOOT_BYTES_SHIFT = 108,   /* exFAT specification 3.1.14 and 3.1.15: logarithms of a sector's */
    BOOT_CLUSTER_SHIFT = 109, /* bytes and of a cluster's sectors */
    BOOT_SIGNATURE = 510
};

_Static_assert(sizeof(FATFS) <= sizeof((kj_volume *)0)->fatfs, "KJ_VOLUME_FATFS_BYTES");
_Static_assert(sizeof(DIR) <= sizeof((kj_folder *)0)->fatfs, "KJ_FOLDER_FATFS_BYTES");
_Static_assert(sizeof((FILINFO *)0)->fname <= KJ_VOLUME_NAME_BYTES, "FF_LFN_BUF");
_Static_assert(FF_MAX_LFN == KJ_VOLUME_NAME_MAX && FF_MAX_SS == KJ_BLOCK_BYTES, "ffconf.h");

static FATFS *fatfs_of(kj_volume *volume) { return (FATFS *)(void *)volume->fatfs; }

/* FatFs shifts 1 by two bytes of an exFAT boot sector without a look at them. One that would shift
 * too far is shown to it as no boot sector. */
static void hide_bad_boot(uint8_t *sector) {
    if (memcmp(sector + 3, "EXFAT   ", 8) == 0 &&
        (sector[BOOT_BYTES_SHIFT] > 12 || sector[BOOT_CLUSTER_SHIFT] > 15)) {
        sector[BOOT_SIGNATURE] = 0;
    }
}

bool kj_volume_read(kj_volume *volume, uint64_t first, uint32_t count, uint8_t *bytes) {
    kj_status status = volume->lost;
    if (status == KJ_OK &&
        (first >= volume->blocks.count || count > volume->blocks.count - first)) {
        status = KJ_ERR_RANGE;
    } else if (status == KJ_OK && count > volume->blocks_left) {
        status = KJ_ERR_FORMAT;
    } else if (status == KJ_OK) {
        volume->blocks_left -= count;
        volume->stats.blocks_read += count;
        status = volume->blocks.read(volume->blocks.context, (uint32_t)first, count, bytes);
    }
    if (status == KJ_ERR_MISSING || status == KJ_ERR_STATE) {
        volume->lost = status;
    }
    /* The first error is the cause, but that a number leads nowhere matters only when nothing else
     * went wrong. */
    if (status != KJ_OK && (volume->failed == KJ_OK || volume->failed == KJ_ERR_RANGE)) {
        volume->failed = status;
    }
    if (status == KJ_OK && volume->mounting) {
        hide_bad_boot(bytes);
    }
    return status == KJ_OK;
}

static bool read_for_fatfs(void *context, uint64_t first, uint32_t count, uint8_t *bytes) {
    return kj_volume_read((kj_volume *)context, first, count, bytes);
}

static kj_status begin(kj_volume *volume, uint32_t blocks_max) {
    volume->failed = KJ_OK;
    volume->blocks_left = blocks_max;
    return volume->lost;
}

kj_status kj_volume_begin(kj_volume *volume, uint32_t blocks_max) {
    if (kj_fatfs_bound() != &volume->binding) {
        return KJ_ERR_STATE;
    }
    return begin(volume, blocks_max);
}

static kj_status status_of(int result) {
    switch (result) {
    case FR_OK: return KJ_OK;
    case FR_NO_FILE:
    case FR_NO_PATH:
    case FR_INVALID_NAME:
    case FR_INVALID_DRIVE: /* a path with a colon in it */ return KJ_ERR_MISSING;
    case FR_DISK_ERR: /* of a block past the medium's end: the others are known from the read */
    case FR_INT_ERR:
    case FR_NO_FILESYSTEM: return KJ_ERR_FORMAT;
    case FR_NOT_ENOUGH_CORE: return KJ_ERR_MEMORY;
    default: /* FR_INVALID_OBJECT, FR_NOT_ENABLED, FR_NOT_READY; the others come of writing */
        return KJ_ERR_STATE;
    }
}

kj_status kj_volume_status_of(const kj_volume *volume, int result) {
    if (volume->failed != KJ_OK && volume->failed != KJ_ERR_RANGE) {
        return volume->failed;
    }
    return status_of(result);
}

kj_status kj_volume_mount(kj_volume *volume, const kj_blocks *blocks) {
    *volume = (kj_volume){.blocks = *blocks, .mounting = true};
    volume->binding = (kj_fatfs_binding){volume, read_for_fatfs, volume->names};
    kj_fatfs_bind(&volume->binding);
    kj_status status = begin(volume, KJ_VOLUME_BLOCKS_MAX);
    if (status == KJ_OK) {
        status = kj_volume_status_of(volume, f_mount(fatfs_of(volume), "", 1));
    }
    volume->mounting = false;
    if (status != KJ_OK) {
        kj_volume_unmount(volume);
    }
    return status;
}

void kj_volume_unmount(kj_volume *volume) {
    if (kj_fatfs_bound() == &volume->binding) {
        FRESULT result = f_mount(NULL, "", 0);
        (void)result; /* there is nothing that could fail */
        kj_fatfs_bind(NULL);
    }
}

bool kj_volume_is_path(const char *path) {
    for (const char *at = path; *at; at++) {
        /* FatFs takes a control character for the path's end, and what stands before a colon for
         * a drive. */
        if ((unsigned char)*at < 0x20 || *at == ':') {
            return false;
        }
    }
    return path[0] == '/';
}

kj_status kj_folder_open(kj_folder *folder, kj_volume *volume, const char *path) {
    *folder = (kj_folder){.volume = volume, .ended = KJ_ERR_STATE};
    kj_status status = kj_volume_begin(volume, KJ_VOLUME_BLOCKS_MAX);
    if (status != KJ_OK) {
        return status;
    }
    if (!kj_volume_is_path(path)) {
        return KJ_ERR_MISSING;
    }
    status = kj_volume_status_of(volume, f_opendir((DIR *)(void *)folder->fatfs, path));
    if (status == KJ_OK) {
        folder->ended = KJ_OK;
        folder->entries_left = ENTRIES_MAX;
        folder->blocks_left = KJ_VOLUME_BLOCKS_MAX;
    }
    return status;
}

static void fill_entry(kj_volume_entry *entry, const FILINFO *info) {
    memcpy(entry->name, info->fname, sizeof info->fname);
    entry->is_folder = info->fattrib & AM_DIR;
    entry->is_hidden = (info->fattrib & AM_HID) || info->fname[0] == '.';
    entry->is_large = info->fsize > UINT32_MAX;
    entry->size_bytes = entry->is_large ? UINT32_MAX : (uint32_t)info->fsize;
    entry->date = info->fdate;
    entry->time = info->ftime;
}

kj_status kj_folder_next(kj_folder *folder, kj_volume_entry *entry) {
    if (folder->ended != KJ_OK) {
        return folder->ended;
    }
    kj_volume *volume = folder->volume;
    kj_status status = kj_volume_begin(volume, folder->blocks_left);
    FILINFO info;
    info.fname[0] = 0;
    if (status == KJ_OK) {
        status = kj_volume_status_of(volume, f_readdir((DIR *)(void *)folder->fatfs, &info));
        folder->blocks_left = volume->blocks_left;
    }
    if (status == KJ_OK && (info.fname[0] == 0 || folder->entries_left == 0)) {
        status = KJ_END;
    }
    if (status != KJ_OK) {
        folder->ended = status;
        return status;
    }
    folder->entries_left--;
    fill_entry(entry, &info);
    return KJ_OK;
}

void kj_folder_close(kj_folder *folder) { folder->ended = KJ_ERR_STATE; }
