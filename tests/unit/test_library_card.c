/* test_library_card.c - the library on a card that goes away, comes back, or comes back as another.
 */
#define _XOPEN_SOURCE 700

#include "library_case.h"

/* The folder as it is now is the card; the library knows nothing of it. */
static void change_card(void) {
    kj_folder_image_close(&image);
    KJ_CHECK_EQ(kj_folder_image_open(&image, root, NULL), KJ_OK);
}

static void remove_file(const char *path) {
    char whole[512];
    snprintf(whole, sizeof whole, "%s/%s", root, path);
    KJ_CHECK_EQ(remove(whole), 0);
}

/* A read that fails so, after which the volume has to be mounted anew. */
static void lose_card(kj_status status) {
    kj_shelf_item item;
    kj_source source;
    card_status = read_status = status;
    KJ_CHECK(shelf.open(shelf.context, 0, &source, &item) < 0);
}

static void put_back(void) { card_status = read_status = KJ_OK; }

KJ_TEST(library_says_what_is_wrong_with_the_card) {
    begin();
    put("এক.epub", 1);
    KJ_CHECK_EQ(insert(), 1);
    uint32_t count = 77;
    card_status = KJ_ERR_MISSING;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_ERR_MISSING);
    KJ_CHECK_EQ(count, 77);
    kj_shelf_item item;
    KJ_CHECK_EQ(shelf.item(shelf.context, 0, &item), KJ_ERR_MISSING);
    card_status = KJ_OK;
    read_status = KJ_ERR_TIMEOUT;
    KJ_CHECK(shelf.refresh(shelf.context, &count) < 0);
    read_status = KJ_OK;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    KJ_CHECK_EQ(count, 1);
    read_status = KJ_ERR_MISSING; /* pulled out while a file is open */
    kj_source source;
    uint8_t byte;
    kj_status opened = shelf.open(shelf.context, 0, &source, &item);
    KJ_CHECK(opened < 0 || source.read(source.context, 0, &byte, 1) == KJ_ERR_IO);
    end();
}

KJ_TEST(library_opens_the_same_file_of_the_same_folder_when_the_card_is_back) {
    static const kj_status losses[] = {KJ_ERR_MISSING, KJ_ERR_STATE, KJ_ERR_TIMEOUT, KJ_ERR_IO};
    for (unsigned i = 0; i < 4; i++) {
        begin();
        put("ক/এক.txt", 1);
        put("খ/দুই.txt", 1);
        put("খ/তিন.txt", 1);
        KJ_CHECK_EQ(insert(), 2);
        KJ_CHECK_EQ(enter(1), 2);
        check_opens(1, "খ/দুই.txt");
        lose_card(losses[i]);
        put_back();
        check_opens(1, "খ/দুই.txt");
        check_opens(0, "খ/তিন.txt");
        KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), 2);
        end();
    }
}

KJ_TEST(library_names_the_file_although_the_card_is_gone) {
    begin();
    put("ক/এক.txt", 1);
    put("খ/দুই.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(1), 1);
    check_opens(0, "খ/দুই.txt");
    const uint64_t was = id(0);
    for (unsigned i = 0; i < 2; i++) {
        kj_shelf_item item;
        kj_source source;
        card_status = KJ_ERR_MISSING;
        read_status = KJ_ERR_MISSING;
        KJ_CHECK_EQ(shelf.open(shelf.context, 0, &source, &item), KJ_ERR_STATE);
        KJ_CHECK_STR(item.name, "দুই.txt");
        KJ_CHECK(item.id == was);
    }
    end();
}

KJ_TEST(library_opens_no_other_file_in_the_place_of_the_one_that_was) {
    begin();
    put("দৈনিক/আজ.epub", 10);
    put("দৈনিক/কাল.epub", 9);
    put("একা.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(1), 2);
    check_opens(0, "দৈনিক/আজ.epub");
    lose_card(KJ_ERR_MISSING);
    put("দৈনিক/পরশু.epub", 11); /* stands before the one that was read */
    change_card();
    put_back();
    kj_shelf_item item;
    kj_source source;
    for (unsigned i = 0; i < 2; i++) {
        KJ_CHECK_EQ(shelf.open(shelf.context, 0, &source, &item), KJ_ERR_MISSING);
    }
    uint32_t count = 0, index = 99;
    KJ_CHECK_EQ(shelf.refresh(shelf.context, &count), KJ_OK);
    KJ_CHECK_EQ(enter(1), 3);
    KJ_CHECK_STR(name(1), "আজ.epub");
    KJ_CHECK_EQ(shelf.find(shelf.context, id(1), &count, &index), KJ_OK);
    KJ_CHECK_EQ(index, 1);
    end();
}

KJ_TEST(library_misses_a_folder_that_the_new_card_does_not_have) {
    begin();
    put("ক.txt", 1);
    put("খ/দুই.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(1), 1);
    check_opens(0, "খ/দুই.txt");
    lose_card(KJ_ERR_MISSING);
    remove_file("খ/দুই.txt");
    remove_file("খ");
    change_card();
    put_back();
    kj_shelf_item item;
    kj_source source;
    KJ_CHECK_EQ(shelf.open(shelf.context, 0, &source, &item), KJ_ERR_MISSING);
    KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), 1);
    KJ_CHECK_STR(name(0), "ক.txt");
    end();
}

KJ_TEST(library_finds_a_file_on_a_card_that_was_put_back) {
    begin();
    put("ক/এক.txt", 1);
    put("খ/দুই.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(1), 1);
    const uint64_t sought = id(0);
    KJ_CHECK_EQ(enter(KJ_SHELF_ABOVE), 2);
    lose_card(KJ_ERR_MISSING);
    uint32_t count = 77, index = 78;
    KJ_CHECK_EQ(shelf.find(shelf.context, sought, &count, &index), KJ_ERR_MISSING);
    KJ_CHECK_EQ(count, 77);
    KJ_CHECK_EQ(index, 78);
    put_back();
    KJ_CHECK_EQ(shelf.find(shelf.context, sought, &count, &index), KJ_OK);
    KJ_CHECK_EQ(index, 0);
    check_opens(0, "খ/দুই.txt");
    end();
}

KJ_TEST(library_stays_in_its_folder_when_another_cannot_be_read) {
    begin();
    put("ক/এক.txt", 1);
    put("ক/গ/দুই.txt", 1);
    put("খ.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(1), 2);
    uint32_t count = 77;
    for (unsigned i = 0; i < 2; i++) {
        read_status = KJ_ERR_IO;
        KJ_CHECK(shelf.enter(shelf.context, i == 0 ? 1u : KJ_SHELF_ABOVE, &count) < 0);
        KJ_CHECK_EQ(count, 77);
        read_status = KJ_OK;
        check_opens(0, "ক/এক.txt");
    }
    KJ_CHECK_EQ(enter(1), 1);
    end();
}

/* Whichever read fails, the shelf says so or gives the right item, and works again afterwards. */
KJ_TEST(library_survives_any_read_that_fails) {
    begin();
    for (unsigned i = 0; i < 20; i++) {
        char file[64];
        snprintf(file, sizeof file, "ক/লেখা-%02u.txt", i);
        put(file, i);
    }
    put("খ/এক.txt", 1);
    KJ_CHECK_EQ(insert(), 2);
    KJ_CHECK_EQ(enter(0), 20);
    for (fail_at = 1;; fail_at++) {
        blocks_read = 0;
        kj_shelf_item item;
        const kj_status status = shelf.item(shelf.context, 19, &item);
        if (status == KJ_OK) {
            KJ_CHECK_STR(item.name, "লেখা-19.txt");
        }
        const bool reached = blocks_read >= fail_at;
        fail_at += reached ? 0u : 1000u;
        KJ_CHECK_STR(name(0), "লেখা-00.txt");
        if (!reached) {
            break;
        }
    }
    KJ_CHECK(fail_at > 1010);
    fail_at = 0;
    end();
}

KJ_TEST_MAIN()
