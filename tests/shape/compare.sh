#!/bin/sh
# compare.sh - our glyphs against hb-shape's on the same font file: not one may differ.
#
# usage: compare.sh KAGOJ_PROOF FONTS_FOLDER WORK_FOLDER WORDS|LINES FILE [N]
# WORDS: every distinct white-space-separated word of FILE on a line of its own, and once more many
# to a line, so that words share batches; every N-th alone. LINES: the file's lines as they are.
set -eu
proof=$1 fonts=$2 work=$3 kind=$4 file=$5 every=${6:-1}
if ! command -v hb-shape >/dev/null; then
    echo "skipped: hb-shape (package libharfbuzz-bin) is not installed"
    exit 0
fi
mkdir -p "$work"
if [ "$kind" = WORDS ]; then
    tr -s '[:space:]' '\n' <"$file" | sed 's,/.*,,' | grep . | LC_ALL=C sort -u | sed -n "1~${every}p" >"$work/all"
    # Words with characters that the Bengali face lacks (glyph 0) go to the Latin face: hb-shape
    # with one font is no reference for them.
    hb-shape --no-glyph-names --text-file="$work/all" "$fonts/serif-bengali-regular.ttf" |
        paste "$work/all" - | awk -F '\t' '$2 !~ /[[|]0=/ { print $1 }' >"$work/words"
    paste -d' ' - - - - - - - - - - - - - - - - - - - - <"$work/words" | sed 's/ *$//' >"$work/lines"
    cat "$work/words" "$work/lines" >"$work/input"
else
    cp "$file" "$work/input"
fi

failed=0
for face in serif serif-bold sans sans-bold; do
    case $face in
    *-bold) font=$fonts/${face%-bold}-bengali-bold.ttf ;;
    *) font=$fonts/$face-bengali-regular.ttf ;;
    esac
    "$proof" --shape "$work/input" --face "$face" >"$work/ours"
    hb-shape --no-glyph-names --text-file="$work/input" "$font" >"$work/theirs"
    count=$(wc -l <"$work/theirs")
    if cmp -s "$work/ours" "$work/theirs" && [ "$count" -gt 0 ]; then
        echo "$face: $count lines, no difference"
    else
        echo "FAILED: $face differs, at first in line:"
        cmp "$work/ours" "$work/theirs" || true
        diff "$work/ours" "$work/theirs" | head -n 6
        failed=1
    fi
done
exit $failed
