#!/bin/sh
# large.sh - memory and card reads do not grow with an edition: a day's paper, a chapter of 20 MB and
# 1,000 articles, stored and deflated, on a card image, paged through by the emulator.
#
# usage: large.sh KAGOJ_EMULATOR MAKE_EDITION SAMPLE_CARD WORK_FOLDER
# shellcheck disable=SC1091,SC2034,SC2154 # checks.sh takes and gives variables
set -eu
emulator=$1 make=$2 card=$3 work=$4
. "$(dirname "$0")/checks.sh"

# peaks NAME: each mark with its high-water mark
peaks() { sed -n 's/^ *"\([a-z]*\)": {"size": [0-9]*, "peak": \([0-9]*\)}.*/\1 \2/p' "$1.json"; }

# read_it NAME KEYS FOLDER
read_it() {
    run "$1" "$2" --board waveshare-7in5 "$3"
    rm -rf "$1" # its pictures
    no_protocol_errors "$1"
    within_budget "$1"
    ! field "$1" notice | grep -qv '^none$' || fail "$1: a notice"
    peaks "$1" >"$1.peaks"
}

all='select next*60 back next next next select next*20 prev*4 home'
for method in stored deflated; do
    mkdir -p "chapter-$method" "articles-$method"
    "$make" "chapter-$method/chapter.epub" "$method" 1 20000000
    "$make" "articles-$method/articles.epub" "$method" 1000 6000
    read_it "chapter-$method" "select next*300 prev*40 home next*5" "chapter-$method"
    read_it "articles-$method" "$all" "articles-$method"
    field "articles-$method" view | grep -q contents || fail "no list of the 1,000 articles"
done
mkdir -p daily
if cp "$card"/দৈনিক-*.epub daily/ 2>/dev/null; then
    read_it daily "$all" daily
else
    echo "no daily was pressed: compared without it"
    cp articles-stored.peaks daily.peaks
fi

# What could grow with an edition, within 4 KB of each other: arenas, display list, scratch heap. (The
# text engine's heaps and caches fill with faces and words up to their bounds, whatever the size.)
# Stored ones with the daily, which is stored; deflated ones with each other.
sum() { awk '/^(boot|article|edition|scratch|list) / { sum += $2 } END { print sum }' "$1.peaks"; }
near() {
    difference=$(($(sum "$1") - $(sum "$2")))
    [ "${difference#-}" -le 4096 ] || fail "$1 takes $(sum "$1") bytes, $2 $(sum "$2")"
    echo "$1: $(sum "$1") bytes, $2: $(sum "$2")"
}
near chapter-stored articles-stored
near daily articles-stored
near daily chapter-stored
near chapter-deflated articles-deflated

# The front page: blocks read from the card for each headline that is seen; and opening an article.
for name in daily articles-stored articles-deflated; do
    [ -f "$name.json" ] || continue
    echo "$name: front page: $(field "$name" card_blocks | head -1) blocks for" \
        "$(field "$name" shown | head -1) headlines; opening an article to its first page:" \
        "$(field "$name" card_blocks | sed -n 2p) blocks"
done
if [ -f daily.json ]; then
    blocks=$(field daily card_blocks | head -1) seen=$(field daily shown | head -1)
    [ "$blocks" -le $((40 * seen)) ] || fail "daily: $blocks blocks for $seen headlines"
fi
exit "$failed"
