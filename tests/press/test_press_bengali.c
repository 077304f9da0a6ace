/* test_press_bengali.c - the care for Bengali text: what changes, what must not, and languages. */
#include "press/bengali.h"
#include "test.h"

#define ZWJ  "\xE2\x80\x8D"
#define ZWNJ "\xE2\x80\x8C"
#define ZWSP "\xE2\x80\x8B"
#define BOM  "\xEF\xBB\xBF"

static void becomes(const char *text, const char *expected) {
    char *clean = kj_bengali_clean(text, strlen(text));
    char *again = kj_bengali_clean(clean, strlen(clean));
    bool same = strcmp(clean, expected) == 0, stable = strcmp(clean, again) == 0;
    if (!same || !stable) {
        printf("  \"%s\" became \"%s\", then \"%s\", expected \"%s\"\n", text, clean, again,
               expected);
    }
    free(clean);
    free(again);
    KJ_CHECK(same);
    KJ_CHECK(stable);
}

static void stays(const char *text) { becomes(text, text); }

KJ_TEST(nukta_letters_are_letter_and_nukta_whichever_way_they_were_typed) {
    becomes("\xE0\xA7\x9F", "\xE0\xA6\xAF\xE0\xA6\xBC");                         /* য় */
    becomes("\xE0\xA6\xAF\xE0\xA6\xBC", "\xE0\xA6\xAF\xE0\xA6\xBC");             /* য + nukta */
    becomes("\xE0\xA7\x9C", "\xE0\xA6\xA1\xE0\xA6\xBC");                         /* ড় */
    becomes("\xE0\xA7\x9D", "\xE0\xA6\xA2\xE0\xA6\xBC");                         /* ঢ় */
    becomes("\xE0\xA6\xAC\xE0\xA6\xBC\xE0\xA6\xBE", "\xE0\xA6\xB0\xE0\xA6\xBE"); /* ba + nukta */
}

KJ_TEST(vowel_signs_in_two_parts_become_one) {
    becomes("ক\xE0\xA7\x87\xE0\xA6\xBE", "ক\xE0\xA7\x8B");
    becomes("ক\xE0\xA7\x87\xE0\xA7\x97", "ক\xE0\xA7\x8C");
    becomes("ক\xE0\xA7\x87" BOM "\xE0\xA6\xBE", "ক\xE0\xA7\x8B");
    becomes("\xE0\xA6\x85\xE0\xA6\xBEমি", "আমি");
}

KJ_TEST(marks_without_effect_inside_words_go) {
    becomes("বাং" BOM "লা", "বাংলা");
    becomes(BOM "বাংলা" ZWSP "দেশ", "বাংলাদেশ");
    becomes("word\xE2\x81\xA0 joiner", "word joiner");
    becomes("বাংলা\xE2\x80\x8Eদেশ", "বাংলাদেশ");           /* left-to-right mark */
    stays("\xE2\x80\x8F\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85"); /* but not where text runs leftwards */
}

KJ_TEST(joiners_stay_where_they_shape) {
    stays("র" ZWJ "্যাম");
    stays("র" ZWNJ "্যাম");
    stays("ক্" ZWNJ "ষ");
    stays("ক্" ZWJ "ষ");
    stays("গ" ZWNJ "ু");
    stays("ন্" ZWJ);
    stays("\xE0\xA4\x95\xE0\xA5\x8D" ZWJ); /* Devanagari has its own uses */
    stays("\xD9\x85\xDB\x8C" ZWNJ "\xD8\xAE");
    stays("\xF0\x9F\x91\xA9" ZWJ "\xF0\x9F\x94\xAC"); /* a woman scientist */
}

KJ_TEST(joiners_go_where_they_do_nothing) {
    becomes("বিবৃতি" ZWNJ "টি", "বিবৃতিটি");
    becomes("বাংলা" ZWNJ, "বাংলা");
    becomes(ZWNJ "বাংলা", "বাংলা");
    becomes("ক" ZWNJ "খ", "কখ");
    becomes("চট্" ZWNJ " করে", "চট্ করে");
    becomes("ক্" ZWNJ ZWNJ ZWJ "ষ", "ক্" ZWNJ "ষ");
    becomes("plain" ZWNJ "text" ZWJ, "plaintext");
}

KJ_TEST(old_khanda_ta_becomes_the_letter) {
    becomes("হঠাত্" ZWJ, "হঠাৎ");
    becomes("উত্" ZWJ ", তারপর", "উৎ, তারপর");
    stays("ত্" ZWJ "য");
    stays("হঠাৎ");
}

KJ_TEST(danda_look_alikes_at_the_end_of_a_sentence_become_danda) {
    becomes("শেষ| আবার", "শেষ। আবার");
    becomes("শেষ|", "শেষ।");
    becomes("“শেষ|”", "“শেষ।”");
    becomes("শেষ\xE0\xA7\xB7 আবার", "শেষ। আবার");
    stays("শেষ। আবার॥");
    stays("ক | খ");
    stays("a| b");
    stays("|ক|খ|গ");
    stays("৫\xE0\xA7\xB7 ");
}

KJ_TEST(assamese_letters_and_quotes_stay) {
    stays("অসমীয়া ৰাজ্য আৰু ৱ");
    stays("‘একটি’ “দুটি” \"three\" it’s");
    stays("৳৫০০ ১২.৫% ১৯৭১–২০২৬");
}

KJ_TEST(controls_and_malformed_bytes_do_not_pass) {
    becomes("a\x01"
            "b\x7F"
            "c\xC2\x80"
            "d",
            "abcd");
    becomes("a\r\nb\rc\xE2\x80\xA8"
            "d",
            "a\nb\nc\nd");
    becomes("a\xFF"
            "b",
            "a\xEF\xBF\xBD"
            "b");
    becomes("\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    becomes("x\xEF\xBF\xBEy\xEF\xB7\x90z", "xyz");
    char *clean = kj_bengali_clean("a\0b", 3);
    bool replaced = strcmp(clean, "a\xEF\xBF\xBD"
                                  "b") == 0;
    free(clean);
    KJ_CHECK(replaced);
}

KJ_TEST(marks_come_in_canonical_order) {
    becomes("ড\xE0\xA7\x8D\xE0\xA6\xBCক", "ড\xE0\xA6\xBC\xE0\xA7\x8Dক");
    becomes("e\xCC\x81", "\xC3\xA9");
    becomes("\xE2\x84\xAB", "\xC3\x85");
}

KJ_TEST(a_line_has_single_spaces_and_none_at_its_ends) {
    char *line = kj_bengali_clean_line("  \n ঢাকা\t\t \xC2\xA0 আজ \n",
                                       strlen("  \n ঢাকা\t\t \xC2\xA0 আজ \n"));
    bool good = strcmp(line, "ঢাকা আজ") == 0;
    free(line);
    KJ_CHECK(good);
}

/* A text of random neighbours from what the rules know, so that every rule meets every other. */
KJ_TEST(cleaning_twice_is_cleaning_once_whatever_comes) {
    static const char *const parts[] = {"ক",
                                        "ত",
                                        "য",
                                        "র",
                                        "ব",
                                        "ড",
                                        "\xE0\xA6\xBC",
                                        "\xE0\xA7\x8D",
                                        "\xE0\xA7\x87",
                                        "\xE0\xA6\xBE",
                                        "\xE0\xA7\x97",
                                        "\xE0\xA7\x81",
                                        "অ",
                                        "\xE0\xA6\x8B",
                                        "\xE0\xA7\x83",
                                        ZWJ,
                                        ZWNJ,
                                        ZWSP,
                                        BOM,
                                        " ",
                                        "\n",
                                        "|",
                                        "\xE0\xA7\xB7",
                                        "।",
                                        "a",
                                        "5",
                                        "৫",
                                        "”",
                                        "\xC2\xA0",
                                        "\xE0\xA7\x9F",
                                        "\xCC\x81",
                                        "e",
                                        "\xD9\x85",
                                        "\xE0\xB8\x81",
                                        "\xFF",
                                        "\xE2\x80\x8F",
                                        "\r"};
    uint32_t seed = 1;
    for (int round = 0; round < KJ_ROUNDS(60000); round++) {
        char text[128] = "";
        for (int i = 0; i < 9; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, parts[(seed >> 16) % (sizeof parts / sizeof *parts)]);
        }
        char *once = kj_bengali_clean(text, strlen(text));
        char *twice = kj_bengali_clean(once, strlen(once));
        bool same = strcmp(once, twice) == 0;
        if (!same) {
            printf("  \"%s\" gave \"%s\", then \"%s\"\n", text, once, twice);
        }
        free(once);
        free(twice);
        KJ_CHECK(same);
    }
}

static void speaks(const char *text, const char *declared, const char *expected) {
    KJ_CHECK_STR(kj_bengali_language(text, strlen(text), declared), expected);
}

KJ_TEST(language_comes_from_the_text_not_from_what_is_declared) {
    speaks("ঢাকায় আজ বৃষ্টি হয়েছে।", "en", "bn");
    speaks("ঢাকায় আজ বৃষ্টি হয়েছে।", NULL, "bn");
    speaks("It rained in Dhaka today.", "bn", "en");
    speaks("Il pleut à Dacca aujourd'hui.", "fr-CA", "fr-CA");
    speaks("It rained.", "english", "en");
    speaks("It rained.", "e", "en");
    speaks("12 34", NULL, "");
    speaks("12 34", "bn", "bn");
    speaks("আৰু ৰাজ্যৰ", "bn", "as");
    speaks("<p class=\"long-latin-class-name\">ঢাকা&nbsp;আজ</p>", NULL, "bn");
    speaks("ওপেন সোর্স সফটওয়্যার Linux এবং FreeBSD নিয়ে লেখা", "en", "bn");
    speaks("The word বাংলা is written in Bengali script, as everybody knows.", NULL, "en");
}

static bool accused(const char *text) { return kj_bengali_is_bijoy(text, strlen(text)); }

/* Our own sentences, as a Bijoy keyboard writes them. */
static const char bijoy[] =
    "evsjv‡`‡k AvR wbe©vPb wb‡q miKvi I we‡ivax `‡ji g‡a¨ Av‡jvPbv n‡q‡Q| cÖavbgš¿x e‡j‡Qb, "
    "†`‡ki gvbyl kvwš— Pvq Ges ZvivB wVK Ki‡e Kx n‡e| XvKvi ev‡m mKv‡j A‡bK wfo wQj, we`y¨r "
    "wQj bv mviv w`b| K…wl gš¿Yvjq cÖwZw`b avb wKb‡Q e‡j Rvwb‡q‡Qb Kg©KZ©viv|";

KJ_TEST(bijoy_is_recognised) {
    KJ_CHECK(accused(bijoy));
    KJ_CHECK(accused("Avgiv mevB evsjvq K_v ewj Ges evsjvq Mvb MvB, Avgv‡`i evwo b`xi av‡i, "
                     "†mLv‡b A‡bK MvQ Av‡Q Ges cvwLiv mKv‡j Mvb K‡i, Avwg Zv ïwb|"));
}

KJ_TEST(no_other_language_is_taken_for_bijoy) {
    KJ_CHECK(!accused("The council voted over five valves and seven vivid overviews; every very "
                      "vivacious vote of every village involved was given, whatever we view, "
                      "however we vary, and nevertheless above everything."));
    KJ_CHECK(!accused("McDonald's iPhone eBay YouTube LinkedIn JavaScript WordPress GitHub OpenSSL "
                      "PostgreSQL MacBook AirPods PayPal FedEx DreamWorks TypeScript LaTeX SQLite "
                      "LibreOffice DevOps PowerPoint OneDrive"));
    KJ_CHECK(!accused("Wszystko, w co wierzymy, wymaga wysiłku: wiewiórki w wąwozie wywracały "
                      "wózki, a wójt wołał wciąż, wprost z wieży, że wszyscy wygrywają wtedy, gdy "
                      "wiatr wieje od wschodu do wieczora."));
    KJ_CHECK(
        !accused("25°C © 2026 Example™ n° 4 1½ µm ±3 §5 10² 3×4 25°C © 2026 Example™ and so on "
                 "over many words of an ordinary text that has signs of all sorts in it"));
    KJ_CHECK(!accused("বাংলাদেশে আজ নির্বাচন নিয়ে সরকার ও বিরোধী দলের মধ্যে আলোচনা হয়েছে।"));
    KJ_CHECK(!accused("Avwg evsjvq Mvb MvB|")); /* too short to accuse anybody */
    KJ_CHECK(!accused(""));
}

KJ_TEST_MAIN()
