#!/bin/sh
# figures.sh - the text's quality and memory on an article, against what issue and budget promise.
#
# usage: figures.sh KAGOJ_PROOF ARTICLE [promised]
# Prints the table of gaps for three geometries. With "promised", the figures of the seed article
# at 26 px in a 432 px column must hold; every article must stay within the arenas.
set -eu
proof=$1 article=$2 promised=${3:-}
failed=0

# field NAME < JSON: the number behind "NAME":
field() {
    sed -n "s/.*\"$1\":\\([0-9.]*\\).*/\\1/p"
}

# peak ARENA < JSON: its high-water mark
peak() {
    sed -n "s/.*\"$1\":{\"size\":[0-9]*,\"peak\":\\([0-9]*\\)}.*/\\1/p"
}

# at_most VALUE LIMIT WHAT
at_most() {
    if ! awk -v value="$1" -v limit="$2" 'BEGIN { exit !(value != "" && value + 0 <= limit + 0) }'; then
        echo "FAILED: $3 is $1, at most $2 was promised"
        failed=1
    fi
}

# row NAME OPTIONS...: one line of the table; leaves the JSON in $json
row() {
    name=$1
    shift
    json=$("$proof" "$@" --layout-only --stats "$article")
    printf '%-32s %5s %6s %6s %6s %6s %6s\n' "$name" \
        "$(echo "$json" | field pages)" "$(echo "$json" | field lines)" \
        "$(echo "$json" | field gap_mean)" "$(echo "$json" | field gap_p95)" \
        "$(echo "$json" | field gap_max)" "$(echo "$json" | field hyphenated)"
}

printf '%-32s %5s %6s %6s %6s %6s %6s\n' geometry pages lines mean p95 max hyph
for family in serif sans; do
    row "480x800 26px $family" --panel 480x800@217 --size 26 --family $family --hyphenate on
    if [ "$promised" ] && [ $family = serif ]; then
        at_most "$(echo "$json" | field gap_mean)" 1.50 "mean gap"
        at_most "$(echo "$json" | field gap_p95)" 2.4 "95th percentile of the gaps"
        at_most "$(echo "$json" | field gap_max)" 3.0 "largest gap"
        at_most "$(echo "$json" | field hyphenated)" 45 "hyphenated lines"
    fi
    at_most "$(echo "$json" | field gap_max)" 3.0 "largest gap"
    row "480x800 26px $family, unhyphenated" --panel 480x800@217 --size 26 --family $family --hyphenate off
    if [ "$promised" ] && [ $family = serif ]; then
        at_most "$(echo "$json" | field gap_mean)" 2.05 "mean gap without hyphenation"
    fi
    row "400x300 22px $family" --panel 400x300@119 --size 22 --margin 12 --family $family
    row "800x480 28px $family" --panel 800x480@125 --size 28 --family $family
done

json=$("$proof" --stats "$article")
echo "high-water marks, bytes: $(echo "$json" | sed -n 's/.*"arenas":\({[^}]*}\(,[^}]*}\)*\).*/\1/p')"
at_most "$(echo "$json" | peak glyph_cache)" 20480 "glyph cache"
at_most "$(echo "$json" | peak display_list)" 10240 "display list"
at_most "$(echo "$json" | peak run_cache)" 16384 "run cache"
exit $failed
