/* strings.c - see strings.h. Layer: reader. */
#include "reader/strings.h"

static const char *const table[KJ_STRINGS][KJ_LANGUAGES] = {
    [KJ_STRING_MISSING_TITLE] = {"লেখাটি পাওয়া গেল না", "The article is not there"},
    [KJ_STRING_MISSING_WHAT] = {"কার্ডে এই নামের কোনো ফাইল নেই।",
                                "There is no file of this name on the card."},
    [KJ_STRING_MISSING_HELP] = {"কার্ডটি ঠিকমতো বসানো আছে কি না দেখুন, তারপর মাঝের বোতাম টিপুন।",
                                "See that the card is in its slot, then press the middle button."},
    [KJ_STRING_FOLDER_TITLE] = {"এটি ফোল্ডার, লেখা নয়", "This is a folder, not an article"},
    [KJ_STRING_FOLDER_WHAT] = {"ফোল্ডার বা যন্ত্রের ফাইল পাতা হিসেবে পড়া যায় না।",
                               "A folder or a device file cannot be read as a page."},
    [KJ_STRING_FOLDER_HELP] = {"ফোল্ডারের ভেতরের কোনো লেখা খুলুন।",
                               "Open one of the articles inside the folder."},
    [KJ_STRING_EMPTY_TITLE] = {"ফাইলটি ফাঁকা", "The file is empty"},
    [KJ_STRING_EMPTY_WHAT] = {"এই ফাইলে পড়ার মতো কোনো লেখা নেই।",
                              "There is no text in this file to read."},
    [KJ_STRING_EMPTY_HELP] = {"ফাইলটি আবার কার্ডে কপি করুন, কিংবা পরের লেখায় যান।",
                              "Copy the file to the card again, or go on to the next article."},
    [KJ_STRING_NOT_TEXT_TITLE] = {"এটি লেখার ফাইল নয়", "This is not a text file"},
    [KJ_STRING_NOT_TEXT_WHAT] =
        {"ফাইলটি ইউটিএফ-৮ লেখা নয়: ছবি, প্রোগ্রাম বা ইউটিএফ-১৬ লেখা হতে পারে।",
         "The file is not UTF-8 text: it may be a picture, a program or "
         "UTF-16 text."},
    [KJ_STRING_NOT_TEXT_HELP] = {"লেখাটি ইউটিএফ-৮ হিসেবে সংরক্ষণ করে আবার কার্ডে দিন।",
                                 "Save the text as UTF-8 and put it on the card again."},
    [KJ_STRING_TOO_LARGE_TITLE] = {"ফাইলটি বেশি বড়", "The file is too large"},
    [KJ_STRING_TOO_LARGE_WHAT] = {"চার গিগাবাইট বা তার বড় ফাইল পড়া যায় না।",
                                  "A file of four gigabytes or more cannot be read."},
    [KJ_STRING_TOO_LARGE_HELP] = {"লেখাটি কয়েকটি ছোট ফাইলে ভাগ করুন।",
                                  "Divide the text into several smaller files."},
    [KJ_STRING_UNREADABLE_TITLE] = {"কার্ড পড়া যাচ্ছে না", "The card cannot be read"},
    [KJ_STRING_UNREADABLE_WHAT] = {"ফাইলটি পড়ার সময় কার্ড সাড়া দেয়নি, অথবা পড়ার অনুমতি নেই।",
                                   "The card did not answer while the file was read, or the file "
                                   "may not be read."},
    [KJ_STRING_UNREADABLE_HELP] = {"কার্ডটি খুলে আবার বসান, তারপর মাঝের বোতাম টিপুন।",
                                   "Take the card out and put it in again, then press the middle "
                                   "button."},
    [KJ_STRING_MEMORY_TITLE] = {"যন্ত্রের মেমোরিতে কুলাচ্ছে না", "Out of memory"},
    [KJ_STRING_MEMORY_WHAT] = {"এই পাতাটি সাজাতে যতটা মেমোরি লাগে, যন্ত্রে ততটা নেই।",
                               "The device has less memory than this page needs."},
    [KJ_STRING_MEMORY_HELP] = {"মাঝের বোতাম টিপে আবার চেষ্টা করুন, কিংবা আগের পাতায় ফিরে যান।",
                               "Press the middle button to try again, or go back a page."},
    [KJ_STRING_TROUBLE_TITLE] = {"পাতাটি দেখানো গেল না", "The page cannot be shown"},
    [KJ_STRING_TROUBLE_WHAT] = {"পাতা সাজানোর সময় একটি ভুল হয়েছে।",
                                "Something went wrong while the page was set."},
    [KJ_STRING_TROUBLE_HELP] = {"মাঝের বোতাম টিপে আবার চেষ্টা করুন, কিংবা পরের লেখায় যান।",
                                "Press the middle button to try again, or go on to the next "
                                "article."},
    [KJ_STRING_NO_ARTICLES_TITLE] = {"কার্ডে কোনো লেখা নেই", "No articles on the card"},
    [KJ_STRING_NO_ARTICLES_WHAT] = {"এই কার্ডে .txt নামের কোনো ফাইল পাওয়া যায়নি।",
                                    "No file whose name ends in .txt was found on this card."},
    [KJ_STRING_NO_ARTICLES_HELP] = {"কার্ডে লেখা কপি করে আবার বসান।",
                                    "Copy articles to the card and put it in again."},
    [KJ_STRING_FILE] = {"ফাইল: ", "File: "},
};

const char *kj_string_get(kj_language language, kj_string string) {
    return table[string][language];
}
