#!/bin/sh
# instructions.sh - what a page costs, in instructions, which repeat to the last digit where
# seconds do not.
#
# usage: instructions.sh KAGOJ_PROOF ARTICLE [JSON_FILE] [promised]
# Each figure is the slope between two numbers of rounds under callgrind, so that start-up and the
# first round's rasterising do not count: every counted round lays out afresh with an empty word
# cache and paints with a warm glyph cache. With "promised", exceeding a budget fails.
set -eu
proof=$1 article=$2 json=${3:-} promised=${4:-}
if ! command -v valgrind >/dev/null; then
    echo "skipped: valgrind is not installed"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# instructions OPTIONS...: how many the whole process takes
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind.out" "$proof" "$@" "$article" \
        >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
    sed -n 's/.*Collected *: *\([0-9]*\).*/\1/p' "$work/err"
}

# slope LOW HIGH OPTIONS...: instructions a round
slope() {
    low=$1 high=$2
    shift 2
    few=$(instructions "$@" --repeat "$low")
    many=$(instructions "$@" --repeat "$high")
    echo $(((many - few) / (high - low)))
}

failed=0
rows=
# row NAME BUDGET OPTIONS... (BUDGET in instructions, 0: none promised)
row() {
    name=$1 budget=$2
    shift 2
    count=$(slope 2 6 "$@")
    printf '%-44s %12s' "$name" "$count"
    if [ "$budget" -gt 0 ]; then
        printf '  budget %11s' "$budget"
        if [ "$promised" ] && [ "$count" -gt "$budget" ]; then
            printf '  EXCEEDED'
            failed=1
        fi
    fi
    printf '\n'
    rows="$rows${rows:+,}{\"name\":\"$name\",\"instructions\":$count}"
}

page='--panel 480x800@217 --size 26'
# shellcheck disable=SC2086 # $page is several words on purpose
{
    row 'whole article, 480x800 26 px, 1 bit' 70000000 $page
    row 'whole article, layout only' 0 $page --layout-only
    row 'whole article, 2 bits' 0 $page --depth 2
    row 'whole article, not hyphenated' 0 $page --hyphenate off
    row 'first page, 1 bit' 8000000 $page --first-page
    row 'first page, layout only' 0 $page --first-page --layout-only
    row 'whole article, 400x300 22 px' 0 --panel 400x300@119 --size 22 --margin 12
    row 'whole article, 800x480 28 px' 0 --panel 800x480@125 --size 28
}
if [ "$json" ]; then
    printf '{"unit":"instructions","rows":[%s]}\n' "$rows" >"$json"
fi
exit $failed
