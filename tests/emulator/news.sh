#!/bin/sh
# news.sh - an edition in the shape of calibre's news downloads: its feeds are the sections, every
# article is there with its own text, and no bar of links is on any page.
#
# usage: news.sh KAGOJ_EMULATOR MAKE_NEWS READ_EDITION WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 make_news=$2 read_edition=$3 work=$4
. "$(dirname "$0")/checks.sh"
feeds=4 articles=12

"$make_news" news.epub "$feeds" "$articles"
"$read_edition" news.epub >text 2>log || fail "exit code $?: $(head -c 300 log)"
! grep '^log: ' log || fail 'something is in the log'

# The table of contents, and each text in its article.
for feed in $(seq 0 $((feeds - 1))); do
    echo "@ বিভাগ $feed"
    for article in $(seq 0 $((articles - 1))); do
        echo "@ শিরোনাম $feed-$article"
        echo "চিহ্ন $feed-$article।"
    done
done >expected
grep '^@\|চিহ্ন' text >found
cmp expected found || fail "entries and texts: $(diff expected found | head -5)"
! grep -i 'calibre\|Next\|Previous\|menu\|downloaded\|example\.org\|সূচির সারকথা\|masthead' text ||
    fail 'a bar of links is in the text'
is 'headlines' "$(grep -c '^শিরোনাম' text)" $((feeds * articles))
is 'words for pictures' "$(grep -c '^নদীর ছবি$' text)" $((feeds * articles)) # no JPEG is decoded
is 'paragraphs' "$(grep -c 'নদীর চরে আজ সকালে কুয়াশা ছিল' text)" $((feeds * articles * 12))

# The same on the glass: the list, and from the first article to the last one's last page.
"$emulator" --headless --board waveshare-7in5 --keys 'next*40 home select next*300' --report news.json \
    news.epub >news.out 2>news.err || fail "exit code $?"
[ ! -s news.err ] || fail "said $(head -c 300 news.err)"
no_protocol_errors news
within_budget news
! field news notice | grep -qv '^none$' || fail 'a notice'
is 'last key' "$(field news refresh | tail -1)" none
is 'last entry' "$(field news entry | tail -1)" $((feeds * (articles + 1)))
exit "$failed"
